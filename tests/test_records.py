"""Records are what the standard library's dataclasses are."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import field
from typing import Any, ClassVar

import pytest

from plansheets import records


def defined(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Place:
        """Where."""

        known: ClassVar[int] = 3
        row: int
        column: int = 0
        notes: list[str] = field(default_factory=list)
        at: object = field(default=None, compare=False, repr=False)
        sheet: str = field(default="", kw_only=True)

    Place.__qualname__ = "Place"
    return Place


OURS, STANDARD = defined(records.dataclass), defined(dataclasses.dataclass)


def base(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Block:
        span: str = field(kw_only=True)

    @dataclass(frozen=True, slots=True)
    class Note(Block):
        text: str = "x"

    return Note


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    one: int


@records.dataclass(frozen=True, slots=True)
class Ours:
    one: int
    more: tuple[int, ...] = ()


@pytest.mark.parametrize(
    "seen",
    [
        lambda kind: repr(kind(1, 2, ["a"], 5, sheet="s")),
        lambda kind: kind(1) == kind(1, at=7),
        lambda kind: kind(1) == kind(2),
        lambda kind: kind(1) == 1,
        lambda kind: len({kind(1, notes=()), kind(1, notes=(), at=1)}),
        lambda kind: hash(kind(1, notes=())),
        lambda kind: kind.__match_args__,
        lambda kind: kind.__slots__,
        lambda kind: kind.__doc__,
        lambda kind: kind.known,
        lambda kind: str(inspect.signature(kind)),
        lambda kind: dataclasses.asdict(kind(1)),
        lambda kind: [each.name for each in dataclasses.fields(kind)],
        dataclasses.is_dataclass,
        lambda kind: repr(dataclasses.replace(kind(1, at=4), column=9)),
        lambda kind: repr(copy.deepcopy(kind(1, notes=["b"]))),
        lambda kind: hasattr(kind(1), "__dict__"),
    ],
)
def test_a_record_answers_as_a_dataclass_does(seen: Any) -> None:
    assert seen(OURS) == seen(STANDARD)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind(1, 2, [], None, "s"),
        lambda kind: kind(1, colour=2),
        lambda kind: setattr(kind(1), "row", 2),
        lambda kind: delattr(kind(1), "row"),
    ],
)
def test_a_record_refuses_what_a_dataclass_refuses(wrong: Any) -> None:
    with pytest.raises(Exception) as standard:  # noqa: PT011  # whichever it is
        wrong(STANDARD)
    with pytest.raises(type(standard.value)) as ours:
        wrong(OURS)
    assert str(ours.value) == str(standard.value)


def test_a_record_takes_no_other_attribute() -> None:
    with pytest.raises(AttributeError, match="colour"):
        OURS(1).colour = 2


def test_fields_of_a_base_class_come_first() -> None:
    ours, standard = base(records.dataclass), base(dataclasses.dataclass)
    assert str(inspect.signature(ours)) == str(inspect.signature(standard))
    assert repr(ours("t", span="s")) == repr(standard("t", span="s"))
    assert ours.__slots__ == standard.__slots__


def test_a_record_is_pickled() -> None:
    assert pickle.loads(pickle.dumps(Ours(1, (2,)))) == Ours(1, (2,))


def test_what_is_made_for_one_record_is_not_shared() -> None:
    one, other = OURS(1), OURS(1)
    assert one.notes is not other.notes


def test_a_record_that_is_not_frozen_changes_and_has_no_hash() -> None:
    @records.dataclass(slots=True)
    class Counted:
        number: int = 0

    counted = Counted()
    counted.number += 1
    assert counted == Counted(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(counted)


def test_a_field_without_a_default_stands_before_those_that_have_one() -> None:
    with pytest.raises(TypeError, match="'column' has no default"):

        @records.dataclass(frozen=True, slots=True)
        class Place:
            row: int = 0
            column: int


def test_records_whose_fields_are_given_alike_stay_apart() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Size:
        wide: int
        high: int = 1

    assert repr(Size(3)).endswith("Size(wide=3, high=1)")
    assert Ours(3).more == ()
    with pytest.raises(TypeError, match=r"Size\.__init__\(\) missing 1 .*: 'wide'"):
        Size()  # type: ignore[call-arg]


def test_a_default_that_would_be_shared_is_refused() -> None:
    with pytest.raises(ValueError, match="default of 'rows' would be shared"):

        @records.dataclass(frozen=True, slots=True)
        class Table:
            rows: list[int] = []  # noqa: RUF012  # the fault


def test_a_record_stays_itself_under_the_name_of_its_module() -> None:
    assert pickle.loads(pickle.dumps(Ours)) is Ours
    assert dataclasses.fields(Ours)[0].type == dataclasses.fields(Standard)[0].type
