"""What the grammar is written in: objects, their keys, the shapes of what keys take."""

from __future__ import annotations

from plansheets.blueprint.model import CHART_KINDS, MEANINGS
from plansheets.blueprint.types import TYPES
from plansheets.records import dataclass
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; ``lenient`` also takes a single value for a list of one."""

    shape: Shape
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping of ids to values of one shape."""

    shape: Shape
    keys: tuple[str, ...] = ()
    """The only ids it takes; any where none are given."""
    single: Words | None = None
    """What it holds just one of, in words; as many as there are where nothing is said."""
    repeated: bool = False
    """Whether its ids may be those of columns that repeat: ``m_{month}``."""
    varies: bool = False
    """Whether one of them may be ``only``, and say which variants it is there for."""


@dataclass(frozen=True, slots=True)
class Is:
    """An object of the grammar, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Atom:
    """A single value: ``id``, ``words``, ``text``, ``formula``, ``total``, ``number``, ``whole``,
    ``boolean``, ``written`` (typed by its field), ``reference`` or ``column of a table``.
    """

    name: str
    to: str = ""
    least: int = 0
    most: int | None = None
    """The bounds of a whole number."""


TOTALS = {"sum": "SUM", "average": "AVERAGE", "min": "MIN", "max": "MAX"}
"""Words that a total may be in place of a formula, and the function over its column or row."""

FIELDS = (
    "date",
    "paid_amount",
    "visitors",
    "page_views",
    "cart_people",
    "ordering_people",
    "buyers",
    "new_buyers",
    "refunded_amount",
    "ad_spend",
    "ad_sales",
    "ad_orders",
    "channel",
    "order_id",
    "customer",
    "paid_on",
    "order_amount",
    "order_status",
    "item_id",
    "item_name",
    "item_category",
    "units_sold",
    "orders_paid",
    "shop",
)
"""What ``field`` may name: the fields of exports whose headers are known in every back end."""

Shape = OneOf | ListOf | MapOf | Is | Atom

ID = Atom("id")
WORDS = Atom("words")
TEXT = Atom("text")
FORMULA = Atom("formula")
TOTAL = Atom("total")
NUMBER = Atom("number")
WHOLE = Atom("whole")
BOOLEAN = Atom("boolean")
WRITTEN = Atom("written")
COLUMN_OF_A_TABLE = Atom("column of a table")


def ref(to: str) -> Atom:
    return Atom("reference", to)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an object."""

    name: str
    shape: Shape
    meaning: str
    required: bool = False
    unless: str = ""
    """A key beside which a required one may be left out."""
    default: int | str | None = None
    """What holds where it is not written; said beside its meaning."""

    @property
    def otherwise(self) -> object:
        """What it is where it is not written: its default, or as little as its shape can be."""
        if self.default is not None:
            return self.default
        match self.shape:
            case Atom(name="boolean"):
                return False
            case ListOf():
                return ()
            case MapOf():
                return {}
            case Atom() | OneOf() | Is():
                return None

    @property
    def explained(self) -> str:
        """Its meaning and, where there is one, its default."""
        if self.default is None:
            return self.meaning
        shown = f"{self.default:,}" if isinstance(self.default, int) else f"`{self.default}`"
        return f"{self.meaning} (default {shown})"


@dataclass(frozen=True, slots=True)
class Object:
    """A mapping with known keys."""

    name: str
    meaning: str
    keys: tuple[Key, ...]
    example: str = ""
    short: tuple[str, ...] = ()
    """Keys whose value may stand in place of the whole object."""
    one_of: tuple[str, ...] = ()
    """Keys of which it holds exactly one."""

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)

    def __getitem__(self, name: str) -> Key:
        found = self.key(name)
        if found is None:
            raise KeyError(f"{self.name} has no key {name}")
        return found


def whole(least: int, most: int) -> Atom:
    return Atom("whole", least=least, most=most)


RULES = MapOf(FORMULA, keys=MEANINGS)
EACH = MapOf(
    ref("list"),
    single=Words(
        "一个变量和它的列表，如 {month: months}", "one variable and its list, as in {month: months}"
    ),
)
TYPE = OneOf(tuple(TYPES))
MEAN = OneOf(MEANINGS)
FIELD = OneOf(FIELDS)
CHART = OneOf(CHART_KINDS)

ONLY = Key(
    "only",
    MapOf(ListOf(ID, lenient=True)),
    "The variants it is there for, as in {stage: [growing, mature]}; in all where nothing is said",
)


WAS = Key(
    "was",
    ListOf(TEXT, lenient=True),
    "Ids that it had in earlier versions: filled workbooks of theirs are known by them, and so are "
    "files and values that are given by them",
)
