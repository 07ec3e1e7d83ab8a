"""Dataclasses that cost little to define: what the standard ones are, made in a fifth of the time.

A build defines some two hundred frozen, slotted records. The standard decorator compiles half a
dozen methods for each, which took a tenth of the processor time of a small workbook. This one
compiles the initializer alone, which fills the slots directly; comparing, hashing and showing read
all fields at once. ``fields``, ``replace``, ``asdict`` and ``match`` work with them as with the
standard ones, which type checkers take them for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from inspect import get_annotations
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from dataclasses import dataclass  # noqa: TID251
else:

    def dataclass(*, frozen=False, slots):
        """A dataclass with slots and none of the standard decorator's other options."""
        assert slots, "a record has slots; take the standard decorator where a __dict__ is needed"
        return partial(_define, frozen=frozen)


__all__ = ["dataclass"]

RecordFields = dict[str, "dataclasses.Field[Any]"]
_Record = TypeVar("_Record", bound=type[Any])


@dataclasses.dataclass  # noqa: TID251
class _Pattern:
    it: int


_FIELD = dataclasses.fields(_Pattern)[0]._field_type  # type: ignore[attr-defined]  # noqa: SLF001
"""What ``dataclasses.fields`` knows a field by."""


class _FromFactory:
    """The default that stands for what a factory makes."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE = _FromFactory()


def _define(cls: _Record, *, frozen: bool) -> _Record:
    own = _own_fields(cls)
    found: RecordFields = {**getattr(cls, "__dataclass_fields__", {}), **own}
    made: Any = _slotted(cls, own)
    made.__dataclass_fields__ = found
    methods = {
        "__match_args__": tuple([one.name for one in found.values() if not one.kw_only]),
        "__init__": _initializer(made, found.values(), frozen=frozen),
        **_comparing([one.name for one in found.values() if one.compare], frozen=frozen),
        **_showing([one.name for one in found.values() if one.repr]),
        **_pickling(found.values()),
        **(_FROZEN if frozen else {}),
    }
    for name, method in methods.items():
        if name not in cls.__dict__ or name == "__hash__":
            setattr(made, name, method)
    record: _Record = made
    return record


def _own_fields(cls: type[Any]) -> RecordFields:
    """The fields that the class itself annotates; a default that is no field becomes one."""
    own: RecordFields = {}
    for name, annotation in get_annotations(cls).items():
        if str(annotation).removeprefix("typing.").startswith("ClassVar"):
            continue
        given = cls.__dict__.get(name, dataclasses.MISSING)
        one: Any = given
        if not isinstance(given, dataclasses.Field):
            one = dataclasses.field(default=given)
        if type(one.default).__hash__ is None:
            message = f"the default of '{name}' would be shared: give it a default_factory"
            raise ValueError(message)
        one.name, one.type, one.kw_only = name, annotation, one.kw_only is True
        one._field_type = _FIELD  # noqa: SLF001
        own[name] = one
    return own


def _slotted(cls: Any, own: Iterable[str]) -> Any:
    """*cls* made again, with slots in the place of its defaults."""
    held = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in own and name not in ("__dict__", "__weakref__")
    }
    made = type(cls)(cls.__name__, cls.__bases__, {**held, "__slots__": tuple(own)})
    made.__qualname__ = cls.__qualname__
    return made


def _initializer(
    cls: type[Any], found: Iterable[dataclasses.Field[Any]], *, frozen: bool
) -> Callable[..., None]:
    """``__init__``; that of a frozen class sets its slots, which nothing else can.

    Compiling is most of what it costs: records whose fields are given alike share what was compiled
    for the first of them, under names of their own.
    """
    known: dict[str, Any] = {"_made": _MADE}
    defaults: dict[str, Any] = {}
    shape: list[tuple[bool, bool]] = []
    names: dict[str, str] = {}
    may_lack = False
    for number, one in enumerate(found):
        names[f"_{number}"] = one.name
        known[f"_set_{number}"] = getattr(cls, one.name).__set__
        made = one.default_factory is not dataclasses.MISSING
        if made:
            known[f"_make_{number}"] = one.default_factory
            defaults[one.name] = _MADE
        elif one.default is not dataclasses.MISSING:
            defaults[one.name] = one.default
        elif may_lack and not one.kw_only:
            message = f"'{one.name}' has no default and stands behind fields that have one"
            raise TypeError(message)
        may_lack = may_lack or (one.name in defaults and not one.kw_only)
        shape.append((bool(one.kw_only), made))
    code = _compiled(tuple(shape), frozen=frozen)
    code = code.replace(
        co_names=tuple([names.get(name, name) for name in code.co_names]),
        co_varnames=tuple([names.get(name, name) for name in code.co_varnames]),
    )
    init: Any = FunctionType(code, known)
    by_place = code.co_varnames[1 : code.co_argcount]
    init.__defaults__ = tuple([defaults.pop(name) for name in by_place if name in defaults])
    init.__kwdefaults__ = defaults
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    init.__annotations__ = {one.name: one.type for one in found} | {"return": None}
    return cast("Callable[..., None]", init)


@cache
def _compiled(shape: tuple[tuple[bool, bool], ...], *, frozen: bool) -> CodeType:
    """``__init__`` of fields ``_0``, ``_1`` …: whether by name alone, whether made by a factory."""
    by_place = [f"_{number}" for number, (by_name, _) in enumerate(shape) if not by_name]
    by_names = [f"_{number}" for number, (by_name, _) in enumerate(shape) if by_name]
    lines = ["    pass"]
    for number, (_, made) in enumerate(shape):
        given = f"_make_{number}() if _{number} is _made else _{number}" if made else f"_{number}"
        lines.append(
            f"    _set_{number}(self, {given})" if frozen else f"    self._{number} = {given}"
        )
    listed = ", ".join(["self", *by_place, *(["*", *by_names] if by_names else [])])
    held: dict[str, Any] = {}
    exec("\n".join([f"def __init__({listed}):", *lines]), held)  # noqa: S102
    code: CodeType = held["__init__"].__code__
    return code


def _values_of(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gives the values of *names* as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    one = attrgetter(names[0])
    return lambda record: (one(record),)


def _comparing(names: Sequence[str], *, frozen: bool) -> dict[str, Any]:
    values = _values_of(names)

    def equal(self: object, other: object) -> object:
        same = other.__class__ is self.__class__
        return values(self) == values(other) if same else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed if frozen else None}


def _showing(names: Sequence[str]) -> dict[str, Any]:
    def shown(self: object) -> str:
        listed = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{self.__class__.__qualname__}({listed})"

    return {"__repr__": shown}


def _pickling(found: Iterable[dataclasses.Field[Any]]) -> dict[str, Any]:
    """A record is made anew of its values: a third of the time that filling an empty one takes."""
    values = _values_of([one.name for one in found if not one.kw_only])
    by_name_alone = [one.name for one in found if one.kw_only]

    def taken(self: object) -> tuple[Any, tuple[Any, ...]]:
        named = {name: getattr(self, name) for name in by_name_alone}
        return partial(self.__class__, **named) if named else self.__class__, values(self)

    return {"__reduce__": taken}


def _refuse_to_set(_: object, name: str, __: object) -> None:
    message = f"cannot assign to field {name!r}"
    raise dataclasses.FrozenInstanceError(message)


def _refuse_to_delete(_: object, name: str) -> None:
    message = f"cannot delete field {name!r}"
    raise dataclasses.FrozenInstanceError(message)


_FROZEN = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
