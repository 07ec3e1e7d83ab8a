"""A blueprint as it was written: nothing resolved, every part knowing where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal, get_args

from plansheets.blueprint.other_columns import Options, Shown, Sparkline
from plansheets.blueprint.rows import EachItem, From, Groups, Growing, RowSource, Top
from plansheets.blueprint.types import Type
from plansheets.blueprint.variant import NOTHING_LEFT_OUT, LeftOut, Variant
from plansheets.blueprint.wide import FileLines, Wide
from plansheets.errors import Level
from plansheets.formula.ast import Node
from plansheets.formula.spell import BAR, spell
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.blueprint.block import Block
    from plansheets.blueprint.period_grid import PeriodGrid

Meaning = Literal["good", "warn", "bad", "muted"]
MEANINGS: tuple[Meaning, ...] = ("good", "warn", "bad", "muted")
Permission = Literal["network"]
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)
Show = Literal["bar", "heat"]
Stack = Literal["values", "shares"]
Scenario = Literal["actual", "last_year", "forecast", "limit"]
Along = Literal["time", "things"]
Role = Literal["input", "formula", "link"]
ChartKind = Literal["column", "bar", "line", "area", "pie", "doughnut", "scatter", "radar"]
CHART_KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
WrittenValue = str | int | float | bool | None
"""A scalar by its field's type; text where the type is only known later."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written, its tree, and where its first character (the ``=``) stands.

    ``exact`` says whether offsets in the text are columns of the source line (they are not when the
    YAML text was folded or escaped). ``pieces`` are the formulas that this one was put together
    from, where it was.
    """

    text: str
    tree: Node
    span: Span
    exact: bool = True
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def made(cls, tree: Node, span: Span) -> Formula:
        """A formula that nobody wrote, on account of what stands at *span*."""
        return cls(spell(tree, BAR), tree, span, exact=False)

    def at(self, stretch: tuple[int, int] | None) -> Span:
        """The span of a stretch of the formula's text, or of the whole formula."""
        if stretch is None or not self.exact:
            return self.span
        start, end = stretch
        if self.pieces:
            return next(
                (piece.at(start, end) for piece in self.pieces if piece.holds(start, end)),
                self.span,
            )
        return Span(self.span.source, self.span.line, self.span.column + start, max(end - start, 1))


@dataclass(frozen=True, slots=True)
class Piece:
    """A formula that stands in a longer one, without its ``=``, from offset ``start`` on."""

    start: int
    formula: Formula

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end < self.start + len(self.formula.text)

    def at(self, start: int, end: int) -> Span:
        """The span of a stretch of the longer formula that this piece holds."""
        return self.formula.at((start - self.start + 1, end - self.start + 1))


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: ``status.on_sale``."""

    id: str
    label: Words
    span: Span
    mean: Meaning | None = None
    number_format: Words | None = None
    """How a value of this unit looks, for lists that are units."""
    measure: str | None = None
    was: tuple[str, ...] = ()
    """Ids that it had in earlier versions."""
    aliases: tuple[str, ...] = ()
    """Other words by which exports call it."""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of items; the drop-down of a choice column, the steps of ``each:``."""

    id: str
    items: tuple[Item, ...]
    span: Span
    label: Words | None = None
    ordered: bool = False
    """Whether its items are compared by their places."""

    def item(self, id_: str) -> Item | None:
        return next((item for item in self.items if item.id == id_), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value the whole workbook uses, set in one place; ``default`` holds while it is blank."""

    id: str
    type: Type
    label: Words
    span: Span
    default: WrittenValue = None
    formula: Formula | None = None
    """Computed where the cell is blank, in place of a default."""
    minimum: float | None = None
    maximum: float | None = None
    list_id: str | None = None
    options: Options | None = None
    unit: Words | None = None
    help: Words | None = None
    number_format: Words | None = None
    sample: Mapping[str, WrittenValue] = field(default_factory=dict)
    """What the sample has typed in, by language."""
    default_span: Span | None = None
    sample_span: Span | None = None
    was: tuple[str, ...] = ()
    """Ids that it had in earlier versions."""

    @property
    def keeps_its_year(self) -> bool:
        """Whether it is the year of a plan, which stays when the next one begins."""
        return self.id == "year" and self.formula is not None


@dataclass(frozen=True, slots=True)
class Each:
    """A repetition: ``each: {month: months}`` binds ``month`` to every item of the list in turn."""

    variable: str
    list_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format by meaning: cells look good, warn, bad or muted when *formula* holds."""

    mean: Meaning
    formula: Formula


@dataclass(frozen=True, slots=True)
class Column:
    """A typed column of a table: typed in, computed, or linked when composed."""

    id: str
    type: Type
    label: Words
    span: Span
    role: Role = "input"
    formula: Formula | None = None
    total: Formula | None = None
    list_id: str | None = None
    options: Options | None = None
    """Offered while someone types; other texts are accepted, too."""
    unit: Words | None = None
    unit_from: str | None = None
    comparator_from: str | None = None
    help: Words | None = None
    source: Words | None = None
    how: Words | None = None
    number_format: Words | None = None
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    width: float | None = None
    show: Show | None = None
    rules: tuple[Rule, ...] = ()
    each: Each | None = None
    repetition: int = 0
    """Which of its repetitions a written-out column is, from 1; 0 for one that stands alone."""
    hidden: bool = False
    example: Words | None = None
    aliases: tuple[str, ...] = ()
    """Other headers under which exports of known systems bring this column."""
    field: str | None = None
    """What exports know it as, in every back end by a name of its own."""
    linkable: bool = False
    """Whether a composite may compute it although it is an input."""
    linked: bool = False
    """Whether its formula was given by a composite: it brings a value from another blueprint."""
    shows: Shown | None = None
    sparkline: Sparkline | None = None
    was: tuple[str, ...] = ()
    """Ids that it had in earlier versions."""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row of sample data: texts in every language, other values as written, by column id."""

    cells: Mapping[str, Words]
    spans: Mapping[str, Span]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table of typed columns."""

    id: str
    title: Words
    columns: tuple[Column, ...]
    span: Span
    rows: RowSource
    key: tuple[str, ...] = ()
    sorted_by: tuple[str, ...] = ()
    """The columns its rows stand in order of."""
    sample: tuple[SampleRow, ...] = ()
    keep: bool = False
    """Whether a blank workbook keeps the sample rows: lists, weights, rules."""
    rules: tuple[Rule, ...] = ()
    printed_to: str | None = None
    """The last column that goes onto paper."""
    titled: bool = False
    """Whether its title stands above it on the sheet."""
    help: Words | None = None
    total_label: Words | None = None
    wide: Wide | None = None
    lines: FileLines | None = None
    was: tuple[str, ...] = ()
    """Ids that it had in earlier versions."""

    @property
    def growing(self) -> bool:
        return isinstance(self.rows, Growing)

    @property
    def looks_at(self) -> str | None:
        """The table that a view shows rows of."""
        return self.rows.table if isinstance(self.rows, From | Groups | Top) else None

    @property
    def row_list(self) -> str | None:
        """The list that has an item for each row."""
        return self.rows.list_id if isinstance(self.rows, EachItem) else None

    @property
    def column_ids(self) -> tuple[str, ...]:
        return tuple(column.id for column in self.columns)

    @property
    def filled(self) -> tuple[Column, ...]:
        """The columns that people and data fill."""
        return tuple(
            column
            for column in self.columns
            if column.role != "formula" and not self.names_rows(column)
        )

    def names_rows(self, column: Column) -> bool:
        """Whether *column* holds the items of the list that gives the rows."""
        return self.row_list is not None and column is self.columns[0]

    def column(self, id_: str) -> Column | None:
        return next((column for column in self.columns if column.id == id_), None)

    def between(self, first: str, last: str) -> tuple[Column, ...]:
        """The columns from *first* to *last*, from left to right; none where *last* is left."""
        return self.columns[self.column_ids.index(first) : self.column_ids.index(last) + 1]


@dataclass(frozen=True, slots=True)
class Metric:
    """A single value with a name: shown on cards, defined in the dictionary."""

    id: str
    type: Type
    label: Words
    formula: Formula
    span: Span
    unit: Words | None = None
    help: Words | None = None
    source: Words | None = None
    how: Words | None = None
    number_format: Words | None = None
    rules: tuple[Rule, ...] = ()
    list_id: str | None = None
    period: Formula | None = None
    """The stretch of time it speaks of, as a text."""
    target: Formula | None = None
    before: Formula | None = None
    """Its value a period before."""
    last_year: Formula | None = None
    note: Formula | None = None
    """A text for the small line of its card."""
    beside: tuple[str, ...] = ()
    """Other metrics whose values the small line names."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that should not be: ``count`` says how often it is.

    With ``where``, what holds of a row that should not be there, ``count`` and ``first`` follow.
    """

    id: str
    level: Level
    count: Formula | None
    message: Words
    span: Span
    hint: Words | None = None
    table: str | None = None
    sample: int = 0
    """How many of these the sample is expected to show."""
    sample_span: Span | None = None
    """Where that is written."""
    where: Formula | None = None
    first: Formula | None = None
    """The sheet's row of the first."""
    part: str | None = None
    """The included blueprint it comes from, in a composite."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The sheet of the workbook on which several sheets of a blueprint stand side by side."""

    id: str
    title: Words
    span: Span
    subtitle: Words | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a stack of blocks."""

    id: str
    title: Words
    blocks: tuple[Block, ...]
    span: Span
    hidden: bool = False
    landscape: bool = True
    one_page: bool = False
    """Whether it is printed on exactly one page, however small that makes it."""
    first_page: bool = False
    """Whether only its first page goes onto paper."""
    subtitle: Words | None = None
    part: str | None = None
    """The included blueprint it comes from, in a composite."""
    joined: Joined | None = None
    """The sheet it is a part of, where it has none to itself; those of one follow each other."""
    on_paper: bool = True

    @property
    def front_page(self) -> bool:
        """Whether it is one page to read, on which nothing is filled in."""
        return self.one_page and not any(block.holds.parameters for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Part:
    """A blueprint that a composite includes."""

    id: str
    title: Words
    version: str


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One blueprint file, with the blueprints it includes."""

    id: str
    version: str
    title: Words
    source: Source
    digest: str
    parameters: tuple[Parameter, ...] = ()
    lists: tuple[ItemList, ...] = ()
    tables: tuple[Table, ...] = ()
    metrics: tuple[Metric, ...] = ()
    checks: tuple[Check, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    purpose: Words | None = None
    steps: tuple[Words, ...] = ()
    keywords: tuple[str, ...] = ()
    group: str | None = None
    """The question it answers, one of `GROUPS`."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    left_out: LeftOut = NOTHING_LEFT_OUT
    parts: tuple[Part, ...] = ()
    """What a composite includes, in its order."""
    absent: frozenset[str] = frozenset()
    """Its optional parts that were not asked for: what it says of them is said of nothing."""
    folded: frozenset[str] = frozenset()
    """The sheets that it folds away, by id: hidden, and named on the about sheet."""
    first_pages: frozenset[str] = frozenset()
    """Of the sheets that every workbook gets, those of which the first page goes onto paper."""
    reaching: frozenset[str] = frozenset()
    """The files whose formulas may reach out of the workbook: each says ``allow: [network]``, and
    so does every blueprint around it."""
    lost: frozenset[str] = frozenset()
    """Ids that could not be read, ``*`` for one that is not even known: a formula that names them
    is not to blame."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """Every file it was written in, its own first, by the names that a workbook carries them
    under."""

    def __repr__(self) -> str:
        """Its name alone: all of it is megabytes of text, which a failing test would wait for."""
        return f"Blueprint({self.id!r}, {self.version!r})"

    def excuses(self, *ids: str) -> bool:
        """Whether one of *ids* may be among what could not be read."""
        return not self.lost.isdisjoint((*ids, "*"))

    def may_lack(self, id_: str) -> bool:
        """Whether *id_* may be in what could not be read, or what was not chosen."""
        return bool(self.absent) or self.excuses(id_) or id_ in self.left_out.why

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all sheets."""
        return tuple(block for sheet in self.sheets for block in sheet.blocks)

    @property
    def grids(self) -> tuple[PeriodGrid, ...]:
        """The period grids that formulas can name."""
        return tuple(grid for block in self.blocks for grid in block.grids)

    def named(self) -> Iterator[tuple[str, str, Span]]:
        """Everything that formulas can name, in one space of ids: what it is, its id and place."""
        kinds: tuple[tuple[str, Sequence[Parameter | ItemList | Table | Metric | PeriodGrid]], ...]
        kinds = (
            ("parameter", self.parameters),
            ("list", self.lists),
            ("table", self.tables),
            ("metric", self.metrics),
            ("grid", self.grids),
        )
        for kind, things in kinds:
            yield from ((kind, thing.id, thing.span) for thing in things)

    @property
    def table_ids(self) -> tuple[str, ...]:
        return tuple(table.id for table in self.tables)

    def parameter(self, id_: str) -> Parameter | None:
        return next((parameter for parameter in self.parameters if parameter.id == id_), None)

    def variant(self, id_: str) -> Variant | None:
        return next((variant for variant in self.variants if variant.id == id_), None)

    def list(self, id_: str) -> ItemList | None:
        return next((list_ for list_ in self.lists if list_.id == id_), None)

    def item(self, list_id: str | None, item_id: object) -> Item | None:
        """The item *item_id* of a list; None without a list, and for what is no item of it."""
        items = self.list(list_id) if list_id else None
        return items.item(item_id) if items and isinstance(item_id, str) else None

    def table(self, id_: str) -> Table | None:
        return next((table for table in self.tables if table.id == id_), None)

    def part(self, id_: str | None) -> Part | None:
        """The included blueprint of that id."""
        return next((part for part in self.parts if part.id == id_), None)

    def part_of(self, table: str | None) -> str | None:
        """The included blueprint whose sheets a table or grid stands on."""
        holding = (
            sheet.part
            for sheet in self.sheets
            for block in sheet.blocks
            if table in block.holds.tables or table in {grid.id for grid in block.grids}
        )
        return next(holding, None)

    def metric(self, id_: str) -> Metric | None:
        return next((metric for metric in self.metrics if metric.id == id_), None)
