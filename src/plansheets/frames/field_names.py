"""What exports call the fields that blueprints ask for: a file of names, and one of the user's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from plansheets.blueprint import tree as yaml_tree
from plansheets.errors import DataError, Problem, nearest
from plansheets.opened import CannotOpenError, open_file
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.values.written import fold
from plansheets.words import Words, reason

_SHIPPED = Path(__file__).with_suffix(".yaml")
_PERSONAL = "personal"
_COLUMN = re.compile(r"([a-z][a-z0-9_]*)\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Headers by field, the ones to prefer first, and those that no workbook takes."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Headers that the user gave for a table's column, or for a name of its ``wide`` columns."""
    personal: frozenset[str] = frozenset()
    """Folded headers of personal fields."""
    platforms: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By platform: its headers, folded, each with its place among those of its field."""
    given: frozenset[str] = frozenset()
    """Folded headers of fields that the user gave."""

    def platform(self, header: Iterable[str]) -> Mapping[str, int]:
        """The headers of the platform that a row of folded headers is from; none where two fit."""
        row = frozenset(header)
        fits = [(sum(word in known for word in row), known) for known in self.platforms.values()]
        most = max((fit for fit, _ in fits), default=0)
        best = [known for fit, known in fits if fit == most]
        return best[0] if most and len(best) == 1 else {}

    def of(self, field_: str | None) -> tuple[str, ...]:
        return self.fields.get(field_, ()) if field_ else ()

    def own(self, table: str, column: str) -> tuple[str, ...]:
        return self.columns.get((table, column), ())


@cache
def shipped_names() -> FieldNames:
    """The names that come with the program."""
    problems: list[Problem] = []
    names = _read(Source(_SHIPPED.name, _SHIPPED.read_text("utf-8")), problems, None)
    assert not problems, problems
    return names


def read_names(path: Path) -> FieldNames:
    """The names that come with the program, after those of the user's file at *path*.

    Raises
    ------
    DataError
        Where the file cannot be read, or names a field that is not known.
    """
    try:
        with open_file(path) as stream:
            text = stream.read(yaml_tree.MAX_BYTES + 1).decode("utf-8-sig")
    except (CannotOpenError, OSError, UnicodeDecodeError) as error:
        why = reason(error)
        message = Words(f"名称文件读不了：{why.zh}", f"the file of names cannot be read: {why.en}")
        raise DataError([Problem.told("PS401", message, where=str(path))]) from None
    problems: list[Problem] = []
    names = _read(Source(str(path), text.replace("\r\n", "\n")), problems, shipped_names())
    if problems:
        raise DataError(problems)
    return names


def _read(source: Source, problems: list[Problem], known: FieldNames | None) -> FieldNames:
    found = yaml_tree.read_tree(source, problems)
    fields: dict[str, tuple[str, ...]] = dict(known.fields) if known else {}
    columns: dict[tuple[str, str], tuple[str, ...]] = {}
    personal = set(known.personal) if known else set()
    platforms: dict[str, dict[str, int]] = {
        one: dict(names) for one, names in (known.platforms if known else {}).items()
    }
    given: set[str] = set()
    for key, value in found.items if found else ():
        names = _names(value, problems)
        if key.text == _PERSONAL:
            personal.update(map(fold, names))
        elif column := _COLUMN.fullmatch(key.text):
            columns[column[1], column[2]] = names
        elif known is None or key.text in known.fields:
            fields[key.text] = tuple(dict.fromkeys((*names, *fields.get(key.text, ()))))
            if known is not None:
                given.update(map(fold, names))
            elif isinstance(value, yaml_tree.Mapping):
                for platform, below in value.items:
                    theirs = platforms.setdefault(platform.text, {})
                    for place, name in enumerate(_names(below, [])):
                        theirs.setdefault(fold(name), place)
        else:
            problems.append(_unknown(key.text, key.inner, known))
    return FieldNames(fields, columns, frozenset(personal), platforms, frozenset(given))


def _names(value: yaml_tree.Tree, problems: list[Problem]) -> tuple[str, ...]:
    """Every name below a field, whatever platform it stands under."""
    match value:
        case yaml_tree.Scalar():
            return (value.text,)
        case yaml_tree.Sequence():
            nested = [item for item in value.items if not isinstance(item, yaml_tree.Scalar)]
            problems.extend(
                Problem.told(
                    "PS107", Words("名称列表里只写文字", "a list of names holds texts"), item.span
                )
                for item in nested
            )
            return tuple(item.text for item in value.items if isinstance(item, yaml_tree.Scalar))
        case yaml_tree.Mapping():
            every = [name for _, below in value.items for name in _names(below, problems)]
            return tuple(dict.fromkeys(every))


def _unknown(name: str, span: Span, known: FieldNames) -> Problem:
    fields = ", ".join(known.fields)
    hint = nearest(name, known.fields, listed=0) or Words(
        f"可用的字段：{fields}；或写列，如 orders[customer]",
        f"a field is one of {fields}, or a column such as orders[customer]",
    )
    message = Words(f"没有字段“{name}”", f"no field '{name}'")
    return Problem.told("PS105", message, span, hint)
