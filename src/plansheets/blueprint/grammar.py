"""The blueprint language as data: every object, its keys, what each takes and what it means.

The reader, the JSON Schema and the reference documentation are all made from this table, so that
none of them can fall behind.
"""

from __future__ import annotations

from typing import get_args

from plansheets.blueprint.groups import GROUPS
from plansheets.blueprint.model import CHART_KINDS, MEANINGS, PERMISSIONS, Along, Show, Stack
from plansheets.blueprint.types import TYPES
from plansheets.errors import Level
from plansheets.grid import MAX_ROWS
from plansheets.records import dataclass
from plansheets.values.numbers import Measure
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
    """A single value: ``id``, ``words``, ``text``, ``formula``, ``number``, ``whole``, ``boolean``,
    ``written`` (typed by its field), ``reference`` or ``column of a table``.
    """

    name: str
    to: str = ""
    least: int = 0
    most: int | None = None
    """The bounds of a whole number."""


Shape = OneOf | ListOf | MapOf | Is | Atom

ID = Atom("id")
WORDS = Atom("words")
TEXT = Atom("text")
FORMULA = Atom("formula")
NUMBER = Atom("number")
WHOLE = Atom("whole")
BOOLEAN = Atom("boolean")
WRITTEN = Atom("written")
COLUMN_OF_A_TABLE = Atom("column of a table")


def _ref(to: str) -> Atom:
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
        return _KEYS[self.name].get(name)

    def __getitem__(self, name: str) -> Key:
        found = self.key(name)
        if found is None:
            raise KeyError(f"{self.name} has no key {name}")
        return found


def _whole(least: int, most: int) -> Atom:
    return Atom("whole", least=least, most=most)


_RULES = MapOf(FORMULA, keys=MEANINGS)
_EACH = MapOf(
    _ref("list"),
    single=Words(
        "一个变量和它的列表，如 {month: months}", "one variable and its list, as in {month: months}"
    ),
)
_TYPE = OneOf(tuple(TYPES))
_MEAN = OneOf(MEANINGS)
_CHART = OneOf(CHART_KINDS)

ONLY = Key(
    "only",
    MapOf(ListOf(ID, lenient=True)),
    "The variants it is there for, as in {stage: [growing, mature]}; in all where nothing is said",
)

_BLOCKS = (
    Key("heading", WORDS, "A heading"),
    Key("note", WORDS, "A line of explanation"),
    Key("form", Is("form"), "Parameters to fill in"),
    Key("table", _ref("table"), "A table; a growing table is the last block of its sheet"),
    Key("grid", Is("grid"), "Rows across a list of periods, roles, channels …"),
    Key("cards", ListOf(_ref("metric")), "Metrics as cards, side by side"),
    Key("chart", Is("chart"), "A chart"),
    Key("timeline", Is("timeline"), "A table with a bar for each row (Gantt)"),
    Key("checklist", BOOLEAN, "The checks with their results"),
)

_WAS = Key(
    "was",
    ListOf(TEXT, lenient=True),
    "Ids that it had in earlier versions: filled workbooks of theirs are known by them, and so are "
    "files and values that are given by them",
)

_OBJECTS = (
    Object(
        "blueprint",
        "One workbook: what it holds, never where.",
        (
            Key(
                "blueprint",
                TEXT,
                "The blueprint's id, in kebab-case, as `plansheets build` takes it",
                True,
            ),
            Key("version", TEXT, "The blueprint's version, such as 1.0.0", True),
            Key("title", WORDS, "The workbook's title; the file is named after it", True),
            Key(
                "purpose",
                WORDS,
                "What the workbook is for, in one or two sentences, for its about sheet",
            ),
            Key("steps", ListOf(WORDS), "How to use it, a sentence a step, for the about sheet"),
            Key("keywords", ListOf(TEXT), "Words to find the blueprint by"),
            Key(
                "group",
                OneOf(tuple(GROUPS)),
                "The question it answers, by which `plansheets list` groups what is shipped",
            ),
            Key(
                "allow",
                ListOf(OneOf(PERMISSIONS), lenient=True),
                "What its formulas may do that others may not: `network`, reach out of the "
                "workbook. Whoever builds it must say --allow-network as well, and whatever "
                "includes it must allow the same",
            ),
            Key(
                "include",
                ListOf(_ref("blueprint"), lenient=True),
                "Blueprints that become part of this one: the ids of shipped ones, or files beside "
                "it",
            ),
            Key(
                "optional",
                ListOf(_ref("blueprint"), lenient=True),
                "Blueprints that become part of it where whoever builds it asks for them: "
                "`--with risk-register`. For `only` each is a variant: "
                "`only: {risk_register: with}`",
            ),
            Key(
                "links",
                MapOf(MapOf(FORMULA, repeated=True)),
                "By table, and under the word `parameters`: the formulas of link columns (of such "
                "as repeat too: m_{month}), and of parameters while they are blank",
            ),
            Key(
                "options",
                MapOf(MapOf(COLUMN_OF_A_TABLE)),
                "By table: drop-downs for input columns of included blueprints",
            ),
            Key(
                "samples",
                MapOf(ListOf(Is("sample_change"))),
                "By table: cells of included sample rows that are others in this whole",
            ),
            Key(
                "arrange",
                Is("arrangement"),
                "Which sheets of the whole are left out, folded away or joined",
            ),
            Key(
                "variants",
                MapOf(Is("variant")),
                "What is chosen when the workbook is built (`--set stage=mature`): `only` says of "
                "parts what they are there for, and a value may differ, as in "
                "`default: {stage: {mature: 10%, else: 5%}}`",
            ),
            Key(
                "parameters",
                MapOf(Is("parameter")),
                "Values that the whole workbook uses, each set in one place",
            ),
            Key("lists", MapOf(Is("list")), "Lists of items for drop-downs, units and repetitions"),
            Key("tables", MapOf(Is("table")), "Tables by id"),
            Key("metrics", MapOf(Is("metric")), "Single values with a name and a definition"),
            Key(
                "sheets",
                ListOf(Is("sheet")),
                "The sheets in their order; about, parameters, checks and "
                "dictionary are added without asking",
                True,
            ),
            Key("checks", ListOf(Is("check")), "What should not be in a filled workbook"),
        ),
        "blueprint: sku-management\nversion: 1.0.0\n"
        "title: {zh-CN: 商品运营管理, en: SKU management}",
    ),
    Object(
        "parameter",
        "A value that the whole workbook uses. A blank cell falls back to the default.",
        (
            Key("type", _TYPE, "What the value is", True),
            Key("label", WORDS, "Its name on the parameters sheet", True),
            Key("default", WRITTEN, "What holds while the cell is blank"),
            Key("formula", FORMULA, "Computed while the cell is blank, in place of a default"),
            Key("sample", WORDS, "What the sample workbook has typed in"),
            Key("min", NUMBER, "The least value allowed"),
            Key("max", NUMBER, "The greatest value allowed"),
            Key("list", _ref("list"), "The list a choice comes from"),
            Key(
                "options",
                COLUMN_OF_A_TABLE,
                "A column whose values are offered, as in people[post]; other texts are accepted",
            ),
            Key("unit", WORDS, "The unit written beside the value"),
            Key("help", WORDS, "What it does, in one sentence"),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            _WAS,
            ONLY,
        ),
        "stock_multiple: {type: multiple, default: 1.5, min: 1, "
        "label: {zh-CN: 备货倍数, en: Stock multiple}}",
    ),
    Object(
        "arrangement",
        "What becomes of the sheets that included blueprints bring, and of the own ones; each is "
        "named by its id, and in one place.",
        (
            Key(
                "join",
                ListOf(Is("joined_sheet")),
                "Sheets that stand side by side on one",
            ),
            Key(
                "fold",
                ListOf(_ref("sheet")),
                "Sheets that are hidden; the about sheet names them and says how to show them. "
                "`dictionary` may be one",
            ),
            Key(
                "first_page",
                ListOf(_ref("sheet")),
                "Sheets of which the first page alone goes onto paper, such as those that begin "
                "with what is most urgent. `about`, `parameters`, `checks` and `dictionary` may be "
                "among them",
            ),
            Key(
                "leave_out",
                ListOf(_ref("sheet")),
                "Sheets that are not there, with their tables, metrics and checks; what formulas "
                "need of them stays, hidden",
            ),
        ),
        "arrange:\n"
        "  join:\n"
        "    - {id: targets, title: {zh-CN: 目标, en: Targets}, of: [goals, track],\n"
        "       print: [track]}\n"
        "  fold: [holidays]\n"
        "  leave_out: [okr_sheet]",
    ),
    Object(
        "joined_sheet",
        "Sheets side by side on one: each keeps its columns, its tables grow on their own, and it "
        "is printed on pages of its own. The sheet stands where the first of them would.",
        (
            Key("id", ID, "Its id", True),
            Key("title", WORDS, "The tab's title; every sheet on it keeps its own above it", True),
            Key("subtitle", WORDS, "What is found on it, for the about sheet"),
            Key("of", ListOf(_ref("sheet")), "Their ids, from left to right", True),
            Key(
                "print",
                ListOf(_ref("sheet")),
                "Those that go onto paper; all where nothing is said",
            ),
            ONLY,
        ),
    ),
    Object(
        "variant",
        "A choice that is made when the workbook is built, such as the stage of a business.",
        (
            Key("label", WORDS, "Its name", True),
            Key("items", MapOf(WORDS), "What there is to choose from, by id", True),
            Key("default", ID, "What holds where nothing is chosen; else the first item"),
            Key("help", WORDS, "What it changes, in one sentence"),
        ),
        "stage: {label: {zh-CN: 经营阶段, en: Stage}, default: growing,\n"
        "  items: {starting: {zh-CN: 初创, en: Starting}, growing: {zh-CN: 成长, en: Growing}}}",
    ),
    Object(
        "list",
        "Items by id; an item is its words, or an object with `label`. With `items` the list can "
        "carry a label or an order.",
        (
            Key("label", WORDS, "The list's name"),
            Key(
                "ordered",
                BOOLEAN,
                "Whether the items stand in an order, so that `[@status]>=status.signed` compares "
                "their places in the list",
            ),
            Key("items", MapOf(Is("item")), "The items by id", True),
            ONLY,
        ),
        "status:\n  on_sale:  {zh-CN: 在售, en: On sale}\n  clearing: {zh-CN: 清退, en: Clearing}",
        short=("items",),
    ),
    Object(
        "item",
        "One item of a list, `status.on_sale` in formulas.",
        (
            Key("label", WORDS, "What people read and pick", True),
            Key("mean", _MEAN, "How cells that hold it look"),
            Key("format", WORDS, "For lists of units: the number format of values in this unit"),
            Key(
                "measure",
                OneOf(get_args(Measure)),
                "For lists of units: what such values measure",
            ),
            _WAS,
            ONLY,
        ),
        "red: {label: {zh-CN: ▼ 预警, en: ▼ Red}, mean: bad}",
        short=("label",),
    ),
    Object(
        "table",
        "A table of typed columns; it grows as people type, unless its rows are given.",
        (
            Key("title", WORDS, "The table's title", True),
            Key("columns", ListOf(Is("column")), "The columns from left to right", True),
            Key(
                "key",
                ListOf(_ref("column"), lenient=True),
                "The column or columns that name a row; never equal twice",
            ),
            Key(
                "sorted",
                ListOf(_ref("column"), lenient=True),
                "The columns its rows stand in order of: data are sorted, and a check says when "
                "what was typed or pasted is not",
            ),
            Key("rows", Is("rows"), "Given rows, for tables that do not grow"),
            Key(
                "expected_rows",
                WHOLE,
                "How many rows a large team may fill, or how many values a table with `by` may "
                "have a row for; formulas are costed with it",
                default=1_000,
            ),
            Key("sample", Is("sample"), "Sample rows, here or in a CSV file beside the blueprint"),
            Key("keep", BOOLEAN, "Whether a blank workbook keeps the sample rows (weights, rules)"),
            _WAS,
            Key(
                "when",
                _RULES,
                "Whole rows that look good, warn, bad or muted while a formula holds",
            ),
            Key(
                "wide",
                Is("wide"),
                "How a file with a column for each of several names becomes rows of this table",
            ),
            Key(
                "lines",
                Is("lines"),
                "Several rows of a file that are one row here, such as the lines of an order",
            ),
            Key("titled", BOOLEAN, "Whether the title stands above the table on its sheet"),
            Key(
                "print",
                _ref("column"),
                "The last column that goes onto paper; those right of it are for the screen",
            ),
            Key("help", WORDS, "What the table is for"),
            Key("total_label", WORDS, "The name of the totals row, where columns have totals"),
            ONLY,
        ),
    ),
    Object(
        "wide",
        "Files with a column for each name: each of their numbers becomes a row of the table.",
        (
            Key("names", _ref("column"), "The column that takes the name", True),
            Key("values", _ref("column"), "The column that takes the number", True),
            Key(
                "groups",
                _ref("column"),
                "The column that takes what stands above the names in a second header row, or "
                "before them, as in `天猫-支付金额`",
            ),
            Key(
                "columns",
                MapOf(Is("wide_column")),
                "By name: the headers under which files bring it",
                True,
            ),
        ),
        "wide: {names: key, values: value, groups: channel,\n"
        "       columns: {gmv: {field: paid_amount, aliases: [GMV]}, visits: [Visits, 访问次数]}}",
    ),
    Object(
        "wide_column",
        "The headers of one name in wide files.",
        (
            Key("field", TEXT, "A field of exports, with its headers in every back end"),
            Key("aliases", ListOf(TEXT), "Other headers"),
            Key(
                "deducted",
                BOOLEAN,
                "Whether it is taken off something, as refunds are: files that write it below zero "
                "bring the same amounts",
            ),
        ),
        short=("aliases",),
    ),
    Object(
        "lines",
        "Rows of a file that belong together become one: numbers are added up, of days the first "
        "counts, of texts the one that is there.",
        (
            Key(
                "by",
                ListOf(_ref("column"), lenient=True),
                "The columns that are equal in such rows; the table's key where none are given",
            ),
            Key(
                "add",
                ListOf(_ref("column"), lenient=True),
                "The columns of numbers that are added up",
                True,
            ),
        ),
        "lines: {add: [amount, refund]}",
    ),
    Object(
        "rows",
        "Where a table's rows come from when it does not grow.",
        (
            Key(
                "each",
                _ref("list"),
                "One row for each item of a list; the first column holds the item",
            ),
            Key("count", _whole(1, MAX_ROWS - 1), "This many rows"),
            Key("from", _ref("table"), "As many rows as another table, row by row"),
            Key(
                "by",
                Atom("column id"),
                "Beside `from`: one row for each value of that column, each with its `group(…)`",
            ),
            Key("top", Is("top"), "The first rows of another table by a number: a ranked view"),
            Key(
                "spare",
                WHOLE,
                "Beside `from`: so many rows more, for what is typed into the other table later",
                default=0,
            ),
        ),
        "rows: {each: months}",
        one_of=("each", "count", "from", "top"),
    ),
    Object(
        "top",
        "The rows of a ranked view; blanks and texts have no rank, equal numbers keep their order.",
        (
            Key("of", _ref("table"), "The table it looks at", True),
            Key("by", Atom("column id"), "Its column of numbers or days that ranks the rows", True),
            Key("count", _whole(1, MAX_ROWS - 1), "How many rows the view has", True),
            Key(
                "order",
                OneOf(("descending", "ascending")),
                "`ascending` puts the smallest first",
                default="descending",
            ),
        ),
        "rows: {top: {of: skus, by: missing, count: 30}}",
    ),
    Object(
        "sample",
        "Sample rows: a list of rows by column id, or the name of a CSV file.",
        (
            Key(
                "file",
                TEXT,
                "A CSV file beside the blueprint; headers are column ids, `name@en` for one "
                "language",
            ),
            Key(
                "rows",
                ListOf(MapOf(WORDS, varies=True)),
                "Rows by column id; texts in every language. A row may say what `only` it is for",
            ),
        ),
        short=("file", "rows"),
        one_of=("file", "rows"),
    ),
    Object(
        "sample_change",
        "Cells of an included table's sample rows that a composite changes, or a row it adds.",
        (
            Key(
                "of",
                MapOf(WORDS),
                "Cells by column id: the rows that have them all, else every row",
            ),
            Key("set", MapOf(WORDS), "Their new cells by column id; '' leaves one blank"),
            Key("add", MapOf(WORDS), "In place of both: the cells of one row more"),
            ONLY,
        ),
        "- {of: {key: gmv}, set: {target: 18000000}}",
        one_of=("set", "add"),
    ),
    Object(
        "column",
        "A typed column: an input, a formula, or a link (an input alone, a formula in a "
        "composite).",
        (
            Key(
                "id",
                Atom("column id"),
                "Its id in formulas; with `each` it holds the variable, as in m_{month}",
                True,
            ),
            Key("type", _TYPE, "What its cells hold", True, unless="from"),
            Key("label", WORDS, "Its header", True, unless="from"),
            Key("formula", FORMULA, "An Excel formula over ids; the column is then computed"),
            Key(
                "from",
                Atom("column id"),
                "In a table with `rows: {top: …}` or `rows: {from: …}`: the column of that table "
                "it shows; what the column does not say itself is as it is there",
            ),
            Key(
                "link",
                BOOLEAN,
                "Typed in when the blueprint stands alone, a formula inside a composite",
            ),
            Key(
                "linkable",
                BOOLEAN,
                "Typed in, in a blank workbook and in most composites too; one may give it a "
                "formula all the same",
            ),
            Key("list", _ref("list"), "The list a choice comes from"),
            Key(
                "options",
                COLUMN_OF_A_TABLE,
                "A column whose values are offered, as in people[post]; other texts are accepted",
            ),
            Key("unit", WORDS, "The unit, written under or beside the header"),
            Key(
                "unit_from",
                _ref("column"),
                "The column that holds each row's unit; cells are formatted by it",
            ),
            Key(
                "comparator_from",
                _ref("column"),
                "The column that holds ≥ or ≤, shown before the value",
            ),
            Key("total", FORMULA, "A formula shown in the totals row above the table"),
            Key("min", NUMBER, "The least value allowed"),
            Key("max", NUMBER, "The greatest value allowed"),
            Key("required", BOOLEAN, "Whether every used row needs it"),
            Key("help", WORDS, "What it means; shown on the header, and in the dictionary"),
            Key("source", WORDS, "Where its values come from, for the dictionary"),
            Key("how", WORDS, "The formula in words, where the words made from it would be long"),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            Key("width", NUMBER, "A least width in characters; a note wraps at it"),
            Key(
                "show",
                OneOf(get_args(Show)),
                "`bar` draws a bar in the cell; `heat` colours it by its number, on one scale for "
                "all such columns of the table, which stand side by side",
            ),
            Key(
                "sparkline",
                Is("sparkline"),
                "Draws a line over the row's numbers in the cell, in Excel; a formula may give a "
                "short text beside it",
            ),
            Key("when", _RULES, "Cells that look good, warn, bad or muted while a formula holds"),
            Key("each", _EACH, "Repeats the column for every item of a list"),
            Key("hidden", BOOLEAN, "Hides the column"),
            Key("example", WORDS, "An example shown while someone types"),
            Key("aliases", ListOf(TEXT), "Other headers under which exports bring this column"),
            Key(
                "field",
                TEXT,
                "A field of exports: its names in every back end count as aliases",
            ),
            _WAS,
            ONLY,
        ),
        "- {id: sell_through, type: percent, show: bar,\n"
        "   label: {zh-CN: 动销率, en: Sales to stock},\n"
        "   formula: '=sales_to_stock([@sales_30d], [@stock])'}",
    ),
    Object(
        "sparkline",
        "A line over the numbers of a row, its last point marked. Empty cells are left out; Excel "
        'draws a formula\'s `""` as 0.',
        (
            Key("from", Atom("column id"), "The leftmost column it draws", True),
            Key("to", Atom("column id"), "The rightmost column it draws", True),
        ),
        "- {id: trend, type: text, label: {zh-CN: 走势, en: Trend}, "
        "sparkline: {from: week_1, to: week_8}}",
    ),
    Object(
        "metric",
        "A single value with a name, a definition and, on cards, a place.",
        (
            Key("type", _TYPE, "What the value is", True),
            Key("label", WORDS, "Its name", True),
            Key("formula", FORMULA, "How it is computed", True),
            Key("unit", WORDS, "Its unit"),
            Key("help", WORDS, "Its definition (口径)"),
            Key("source", WORDS, "Where its data come from"),
            Key("how", WORDS, "The formula in words, where the words made from it would be long"),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            Key("list", _ref("list"), "The list whose item it gives"),
            Key("when", _RULES, "Looks good, warn, bad or muted while a formula holds"),
            Key(
                "period",
                FORMULA,
                "The period it speaks of, as a text; its card names it beside the label",
            ),
            Key(
                "target", FORMULA, "What it is to reach; on sheets of `page: one` its card says so"
            ),
            Key(
                "before",
                FORMULA,
                "What it was a period before; its card says by how much it has changed",
            ),
            Key("last_year", FORMULA, "What it was a year before; its card says the change"),
            Key(
                "note",
                FORMULA,
                "A text for the small line of its card; also why the card shows nothing",
            ),
            Key(
                "beside",
                ListOf(_ref("metric")),
                "Other metrics that the small line of its card names with their values",
            ),
            ONLY,
        ),
        "stock_value: {type: money, label: {zh-CN: 库存金额, en: Stock value}, "
        "formula: '=SUM(skus[stock_value])'}",
    ),
    Object(
        "ladder",
        "Stands where a formula stands: the first rung whose condition holds says the value.",
        (
            Key(
                "first",
                ListOf(Is("rung")),
                "The rungs in their order; the last one is `else`",
                True,
            ),
        ),
        "first:\n"
        "  - {when: '=[@roi]=\"\"', then: '=\"\"'}\n"
        "  - {when: '=[@roi]>=roi_goal', then: '=verdict.good'}\n"
        "  - {else: '=verdict.weak'}",
    ),
    Object(
        "rung",
        "A condition and what holds then; or what holds where none of the conditions above does.",
        (
            Key("when", FORMULA, "The condition", True, unless="else"),
            Key("then", FORMULA, "The value where the condition holds", True, unless="else"),
            Key("else", FORMULA, "The value where no condition above holds; stands last, alone"),
        ),
    ),
    Object(
        "check",
        "Something that should not be; its count stands on the checks sheet and its verdict on the "
        "front page.",
        (
            Key("id", ID, "Its id", True),
            Key("level", OneOf(get_args(Level)), "How bad it is", True),
            Key("count", FORMULA, "How often it occurs"),
            Key(
                "where",
                FORMULA,
                "In place of `count`: what holds of a row of `table` that should not be there, "
                "over whole columns; the check counts such rows and leads to the first",
            ),
            Key("message", WORDS, "What is wrong, in a few words", True),
            Key("hint", WORDS, "What to do about it"),
            Key("table", _ref("table"), "Where to look; the check links to it"),
            Key("sample", WHOLE, "How many the sample is expected to show", default=0),
            ONLY,
        ),
        "- {id: below_cost, level: error, table: skus,\n"
        "   where: '=ISNUMBER(skus[price]) * (skus[price] < skus[cost])',\n"
        "   message: {zh-CN: 售价低于成本, en: Below cost}}",
        one_of=("count", "where"),
    ),
    Object(
        "sheet",
        "A sheet: a stack of blocks from top to bottom.",
        (
            Key("id", ID, "Its id", True),
            Key("title", WORDS, "The title on its tab and at its top", True),
            Key("subtitle", WORDS, "A line under the title"),
            Key("blocks", ListOf(Is("block")), "The blocks, from top to bottom", True),
            Key("hidden", BOOLEAN, "Hides the sheet"),
            Key("portrait", BOOLEAN, "Prints upright"),
            Key(
                "page",
                OneOf(("one", "first")),
                "`one` prints the sheet on exactly one page, as a front page should; `first` only "
                "its first page, where long data are read on screen",
            ),
            ONLY,
        ),
    ),
    Object(
        "block",
        "One block of a sheet: exactly one of these keys.",
        (*_BLOCKS, ONLY),
        one_of=tuple(key.name for key in _BLOCKS),
    ),
    Object(
        "timeline",
        "A Gantt chart: a table whose rows do not grow and, beside each row, its bar over an axis "
        "of days or weeks.",
        (
            Key("table", _ref("table"), "The table on the left; a view of the tasks", True),
            Key("start", TEXT, "The column with the first day", True),
            Key("end", TEXT, "The column with the last day; the same day draws a ◆", True),
            Key("done", TEXT, "The column with the share done; that much of a bar is dark"),
            Key("phase", TEXT, "A choice column; bars take a colour for each item of its list"),
            Key("milestone", TEXT, "A column; where it is not blank a ◆ stands on the last day"),
            Key("today", FORMULA, "The day of the today line; what should be done by then is late"),
            Key("from", FORMULA, "Where the axis begins, on a Monday (default: the first start)"),
            Key("step", FORMULA, "Days in a column of the axis: 1, or 7 for weeks (default 1)"),
            Key("holidays", FORMULA, "A column of days off, shaded like weekends"),
            Key("make_up_days", FORMULA, "A column of weekend days worked, not shaded"),
            Key(
                "columns", _whole(7, 105), "Columns of the axis; whole weeks look best", default=56
            ),
            Key(
                "controls",
                ListOf(_ref("parameter")),
                "Parameters to set beside the axis, such as its scale",
            ),
        ),
        "timeline: {table: gantt, start: start, end: end, done: done, phase: stage,\n"
        "           today: '=as_of', from: '=gantt_from', controls: [gantt_from]}",
    ),
    Object(
        "form",
        "Parameters to fill in; those on no form stand on the parameters sheet.",
        (
            Key("title", WORDS, "A heading above the form"),
            Key("parameters", ListOf(_ref("parameter")), "The parameters in their order", True),
        ),
        short=("parameters",),
    ),
    Object(
        "grid",
        "Rows across a list, each with a type of its own: a column for each item, cells that are "
        "computed or typed in.",
        (
            Key("id", ID, "Its id; `grid[row]` is a row's cells in formulas", True),
            Key(
                "each",
                _EACH,
                "The variable and the list, as in {quarter: quarters}",
                True,
            ),
            Key("rows", ListOf(Is("grid_row")), "The rows from top to bottom", True),
            Key("title", WORDS, "A heading above the grid"),
            Key("total", WORDS, "The header of the last column, where rows have totals"),
            Key(
                "sample",
                MapOf(MapOf(WORDS)),
                "What the sample workbook has typed in: by row, its cells by the item's id",
            ),
            Key("keep", BOOLEAN, "Whether a blank workbook keeps the sample"),
        ),
        "grid:\n"
        "  id: plan\n"
        "  each: {month: months}\n"
        "  rows:\n"
        "    - {id: visits, type: count, min: 0, label: {zh-CN: 访客数, en: Visits}}\n"
        "    - {id: rate, type: percent, label: {zh-CN: 转化率, en: Conversion}}\n"
        "    - {id: orders, type: number, label: {zh-CN: 订单数, en: Orders}, "
        "formula: '=[@visits]*[@rate]'}\n"
        "  sample: {visits: {jan: 12000, feb: 9000}, rate: {jan: 2.5%, feb: 3%}}",
    ),
    Object(
        "grid_row",
        "A row of a grid: computed where it has a formula, typed in where it has none.",
        (
            Key(
                "id",
                Atom("column id"),
                "Its id; `[@id]` is the cell above or below in the grid's other rows. With `each` "
                "it holds the variable, as in do_{activity}",
                True,
            ),
            Key("type", _TYPE, "What its cells hold", True),
            Key("label", WORDS, "Its name", True),
            Key("formula", FORMULA, "A formula that may use the variable of the grid"),
            Key("each", _EACH, "Repeats the row for every item of a list"),
            Key("total", FORMULA, "A formula for the last column"),
            Key("list", _ref("list"), "The list a choice comes from"),
            Key(
                "options",
                COLUMN_OF_A_TABLE,
                "A column whose values are offered, as in people[post]; other texts are accepted",
            ),
            Key("unit", WORDS, "The unit, written behind its name"),
            Key("min", NUMBER, "The least value allowed"),
            Key("max", NUMBER, "The greatest value allowed"),
            Key("required", BOOLEAN, "Whether every cell is needed once one of the grid is filled"),
            Key("help", WORDS, "What it means; shown while someone types"),
            Key("example", WORDS, "An example shown while someone types"),
            Key(
                "show",
                OneOf(get_args(Show)),
                "`bar` draws a bar in the cell; `heat` colours it by its number, on one scale for "
                "all such rows of the grid, which stand one below the other",
            ),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            Key("when", _RULES, "Cells that look good, warn, bad or muted while a formula holds"),
            ONLY,
        ),
    ),
    Object(
        "chart",
        "A chart over columns of a table or rows of a grid.",
        (
            Key("type", _CHART, "Its kind", True),
            Key(
                "title",
                WORDS,
                "The question it answers, in small under the fact that its numbers make",
                True,
            ),
            Key(
                "fact",
                FORMULA,
                "What it shows, as a text by formula, in place of the sentence made from its "
                "numbers",
            ),
            Key(
                "period",
                FORMULA,
                "The days that it speaks of, as a text; named in small beside the question. Of "
                "`along: time` the axis says so",
            ),
            Key(
                "along",
                OneOf(get_args(Along)),
                "What stands along the axis: of `time` the last value counts, of `things` the "
                "highest and the lowest (default: time for lines and areas, else things)",
            ),
            Key("over", TEXT, "The table or grid it draws", True),
            Key("category", TEXT, "The column along the axis; of `scatter`, a column of numbers"),
            Key("series", ListOf(Is("series")), "What is drawn", True),
            Key(
                "stack",
                OneOf(get_args(Stack)),
                "Puts columns, bars or areas on top of each other: `values` adds them up, `shares` "
                "shows parts of a whole",
            ),
            Key("x_title", WORDS, "The horizontal axis' title"),
            Key("y_title", WORDS, "The vertical axis' title, with its unit"),
            Key(
                "y_min",
                NUMBER,
                "Where the vertical axis begins; 0 keeps columns in proportion, where Excel would "
                "begin higher",
            ),
            Key("y_max", NUMBER, "Where the vertical axis ends, such as 1 for shares of a whole"),
            Key("y2_title", WORDS, "The second vertical axis' title"),
            Key("y2_min", NUMBER, "Where the second vertical axis begins"),
            Key("y2_max", NUMBER, "Where the second vertical axis ends"),
            Key("height", _whole(100, 2_000), "Its height in pixels", default=280),
        ),
    ),
    Object(
        "series",
        "One series of a chart.",
        (
            Key("column", TEXT, "The column or grid row", True),
            Key("label", WORDS, "Its name in the legend"),
            Key("type", _CHART, "A kind of its own, for combined charts"),
            Key(
                "second_axis",
                BOOLEAN,
                "Whether it measures something else than the others: it is drawn in a panel of its "
                "own above them",
            ),
            Key("labels", BOOLEAN, "Writes each value beside its column, bar or point"),
            Key("target", BOOLEAN, "Draws it as what is to be reached: a mark across each column"),
            Key(
                "ceiling",
                BOOLEAN,
                "Draws it likewise, as what is not to be passed, such as a budget: the title "
                "counts what lies above it",
            ),
            Key(
                "due",
                TEXT,
                "Of a target, the column with the part due by now: what the title holds a period "
                "still running against",
            ),
            Key("last_year", BOOLEAN, "Draws it as what was a year before: light grey"),
            Key("forecast", BOOLEAN, "Draws it as what is expected: hatched"),
            Key("limit", BOOLEAN, "Draws it as a line that the others are to stay on one side of"),
            Key(
                "dots",
                BOOLEAN,
                "Draws points without a line: none for a number that is not there yet, where its "
                "axis begins above 0",
            ),
            Key("mean", _MEAN, "A colour by meaning"),
            ONLY,
        ),
    ),
)

OBJECTS: dict[str, Object] = {object_.name: object_ for object_ in _OBJECTS}
_KEYS = {object_.name: {key.name: key for key in object_.keys} for object_ in _OBJECTS}
"""Every object of the language by its name."""
