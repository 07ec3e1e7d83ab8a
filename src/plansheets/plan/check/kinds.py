"""What a value is - money, a share, a day, a text - and what comes of putting two together.

Nothing here guesses: where a formula leaves open what a value is, it is ``UNKNOWN`` and goes with
everything. ``plain`` numbers (5, or a column without a unit) go with every number.
"""

from __future__ import annotations

from typing import Final, Literal

from plansheets.blueprint.types import Type
from plansheets.records import dataclass
from plansheets.values.numbers import Measure

What = Literal["number", "text", "date", "boolean", "blank", "unknown"]
Unit = Measure | Literal["quotient"]
"""What a number measures; a ``quotient`` of two like amounts may serve as share, ratio or number of
things or days, but never as money."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is; ``unit`` holds for numbers, ``list_id`` for items of a list."""

    what: What
    unit: Unit = "plain"
    list_id: str | None = None

    @property
    def measured(self) -> bool:
        """Whether this is a number with a unit, which not every other number goes with."""
        return self.what == "number" and self.unit != "plain"

    def __str__(self) -> str:
        match self.what:
            case "number" if self.unit == "plain":
                return "a number"
            case "number":
                return "a ratio" if self.unit == "quotient" else _WORDS.get(self.unit, self.unit)
            case "date":
                return "a date"
            case "boolean":
                return "TRUE or FALSE"
            case "blank":
                return "an empty text"
            case "text" | "unknown":
                return self.what

    @property
    def zh(self) -> str:
        """The kind as Chinese messages call it."""
        return _CHINESE[self.unit if self.what == "number" else self.what]

    @property
    def word(self) -> str:
        """The kind without its article, as in ``money and percent cannot be added``."""
        return str(self).removeprefix("a ").removeprefix("an ")


_CHINESE: Final[dict[str, str]] = {
    "plain": "数字",
    "money": "金额",
    "count": "数量",
    "percent": "百分比",
    "ratio": "比率",
    "days": "天数",
    "quotient": "比率",
    "date": "日期",
    "boolean": "真假值",
    "blank": "空文字",
    "text": "文字",
    "unknown": "不明的值",
}
_WORDS: Final[dict[str, str]] = {"count": "a count", "ratio": "a ratio"}

UNKNOWN: Final = Kind("unknown")
BLANK: Final = Kind("blank")
TEXT: Final = Kind("text")
DATE: Final = Kind("date")
BOOLEAN: Final = Kind("boolean")
NUMBER: Final = Kind("number")
MONEY: Final = Kind("number", "money")
COUNT: Final = Kind("number", "count")
PERCENT: Final = Kind("number", "percent")
RATIO: Final = Kind("number", "ratio")
DAYS: Final = Kind("number", "days")
QUOTIENT: Final = Kind("number", "quotient")

_NAMED: Final = {
    "money": MONEY,
    "count": COUNT,
    "percent": PERCENT,
    "ratio": RATIO,
    "days": DAYS,
    "plain": NUMBER,
    "date": DATE,
    "text": TEXT,
    "boolean": BOOLEAN,
    "any": UNKNOWN,
}
_LIKE: Final[frozenset[frozenset[Unit]]] = frozenset(
    {
        frozenset(pair)
        for pair in (
            ("percent", "ratio"),
            ("quotient", "percent"),
            ("quotient", "ratio"),
            ("quotient", "count"),
            ("quotient", "days"),
        )
    }
)
_SHARES: Final[frozenset[Unit]] = frozenset({"percent", "ratio", "quotient"})
_FITS: Final[dict[str, frozenset[Unit]]] = {
    "money": frozenset({"money", "plain"}),
    "count": frozenset({"count", "days", "quotient", "plain"}),
    "percent": frozenset({"percent", "ratio", "quotient", "plain"}),
    "ratio": frozenset({"percent", "ratio", "quotient", "plain"}),
    "days": frozenset({"count", "days", "quotient", "plain"}),
}


def kind_of(type_: Type, list_id: str | None = None) -> Kind:
    """What a column, parameter or metric of *type_* holds."""
    if type_.kind == "number":
        return Kind("number", type_.measure or "plain")
    return Kind(type_.kind, list_id=list_id)


def kind_named(word: str) -> Kind:
    """The kind a catalogue calls by *word*: a unit, ``date``, ``text``, ``boolean``, or ``any``."""
    return _NAMED[word]


def fits(kind: Kind, declared: Type) -> bool:
    """Whether a formula that gives *kind* may stand in a column of type *declared*."""
    match kind.what:
        case "blank" | "unknown":
            return True
        case "number" if declared.kind == "number":
            return kind.unit in _FITS.get(declared.measure or "plain", frozenset({kind.unit}))
        case "number" if declared.kind == "text":
            # rows may be numbered, but an item of a list is never a number
            return kind.unit in ("plain", "count") and declared.id != "choice"
        case "number":
            # a date may be computed from a year, and 0 and 1 pass for FALSE and TRUE
            return kind.unit == "plain"
        case "text" | "date" | "boolean":
            return kind.what == declared.kind


def alike(left: Kind, right: Kind) -> bool:
    """Whether two numbers may be added and compared."""
    units = {left.unit, right.unit}
    return len(units) == 1 or "plain" in units or frozenset(units) in _LIKE


def join(left: Kind, right: Kind) -> Kind:
    """What a value is that may be either."""
    if left == right or right.what == "blank":
        return left
    if left.what == "blank":
        return right
    if left.what != right.what:
        return UNKNOWN
    if left.what == "number":
        return total(left, right) if alike(left, right) else NUMBER
    return Kind(left.what)


def total(left: Kind, right: Kind) -> Kind:
    """What the sum of two numbers that are alike is."""
    if "plain" in (left.unit, right.unit):
        return right if left.unit == "plain" else left
    return left if left.unit == right.unit else QUOTIENT


def product(left: Kind, right: Kind, *, bare: bool) -> Kind:
    """What the product of two numbers is; *bare* where one of them is a number written out.

    A column without a unit may carry one that nobody named, so nothing is known of its products.
    """
    units = (left.unit, right.unit)
    if "plain" in units:
        other = right if left.unit == "plain" else left
        return other if bare and other.unit not in _SHARES else NUMBER
    if units[0] in _SHARES:
        return right if units[1] not in _SHARES or units[1] == units[0] else QUOTIENT
    if units[1] in _SHARES:
        return left
    if "money" in units and units != ("money", "money"):
        return MONEY
    return NUMBER


def quotient(left: Kind, right: Kind, *, bare: bool) -> Kind:
    """What one number divided by another is; *bare* where the divisor is written out."""
    if left.unit == "plain" or right.unit == "plain":
        return left if bare and right.unit == "plain" and left.unit not in _SHARES else NUMBER
    if alike(left, right):
        return QUOTIENT
    if right.unit in _SHARES:
        return left
    if left.unit == "money":
        return MONEY
    return NUMBER
