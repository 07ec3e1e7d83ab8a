"""The plan: every cell, table, name, validation, format, chart and print setting in its place.

Nothing here is resolved again downstream: a renderer writes it down and an engine gives it values.
Formulas are planned trees (see ``formula.ast``): names are the file's names, structured references
carry the file's table names and headers, and this-row references always name their table.
Rows and columns count from 0; ranges include their last row and column.
"""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Literal

from plansheets.blueprint.model import Role
from plansheets.boxes import Box
from plansheets.errors import Problem
from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.formula.rewrite import moved_along
from plansheets.plan.charts import ChartLook, PlannedChart
from plansheets.plan.rules import Accepted, CellFormat
from plansheets.records import dataclass
from plansheets.words import Locale

ROW_POINTS = 21.0
"""The height of a row that nothing else decides."""

Profile = Literal["excel2016", "excel365"]


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An Excel error as a cell's value: ``#DIV/0!``, ``#N/A`` …"""

    code: str


BEHIND = "charts"
"""The id of the hidden sheet on which charts work out what they draw and say."""
GAP = ErrorValue("#N/A")
"""What stands there for a point that a line leaves out: any text would be drawn as 0."""

Value = str | int | float | bool | datetime.date | ErrorValue | None
"""What a cell holds; None is an empty cell. Dates are plain dates, datetimes keep their time."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks, in concrete terms; equal styles become one format of the file.

    Colours are ``RRGGBB``; a border is its colour (thin) or None.
    """

    font: str = "Calibri"
    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    color: str | None = None
    fill: str | None = None
    number_format: str = "General"
    align: Literal["general", "left", "center", "right"] = "general"
    vertical: Literal["top", "center", "bottom"] = "center"
    indent: int = 0
    wrap: bool = False
    shrink: bool = False
    """Whether the content gets smaller where the column is too narrow: never ``###``."""
    top: str | None = None
    bottom: str | None = None
    left: str | None = None
    right: str | None = None
    left_thick: bool = False
    right_thick: bool = False
    locked: bool = True
    apart: bool = False
    """Whether its font is written otherwise and looks the same: programs tell the two apart."""


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell outside tables: a constant, or a formula (then ``value`` is None)."""

    row: int
    column: int
    style: Style
    value: Value = None
    formula: Node | None = None
    link: str | None = None
    """Where a click leads: ``internal:'Sheet'!A1`` or an https address."""
    tip: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column of a table: a formula filled down its rows, or values."""

    id: str
    header: str
    role: Role
    style: Style
    header_style: Style
    formula: Node | None = None
    """The calculated-column formula, with this-row references."""
    first: Node | None = None
    """The first row's own formula, where all others look at the row above; ``formula`` then stands
    as in the second row, and cells whose row is relative move along down the column."""
    values: tuple[Value, ...] | None = None
    """One value a row for inputs; None where the column is computed."""
    type_id: str = "text"
    list_id: str | None = None
    """The list whose items it holds."""

    def at(self, index: int) -> Node | None:
        """The formula of one row, the first being 0."""
        if self.first is None or self.formula is None:
            return self.formula
        return moved_along(self.formula, index - 1) if index else self.first


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """An Excel table: header row at ``row``, then ``height`` data rows (at least one)."""

    id: str
    name: str
    row: int
    column: int
    height: int
    columns: tuple[PlannedColumn, ...]
    autofilter: bool = True
    total_row: int | None = None
    """Row above the header that holds totals, where there is one (its cells are plain cells)."""

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.row + 1

    @property
    def last_row(self) -> int:
        """The last data row."""
        return self.row + self.height

    @property
    def last_column(self) -> int:
        return self.column + len(self.columns) - 1


@dataclass(frozen=True, slots=True)
class PlannedConditional:
    """A conditional format of the cells in *box*."""

    box: Box
    shows: CellFormat


@dataclass(frozen=True, slots=True)
class PlannedSparklines:
    """A line in every cell of *box*, over the cells of its row in *data*; one look for all."""

    box: Box
    data: Box
    color: str
    width: float
    """In points."""
    last: str | None = None
    """The colour of a mark at the last point."""
    hidden: bool = False
    """Whether some of the data stand in hidden columns, and are to be drawn all the same."""


@dataclass(frozen=True, slots=True)
class PlannedValidation:
    """What a cell of *box* accepts; the error level ``none`` refuses nothing that is typed."""

    box: Box
    accepts: Accepted
    prompt_title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""
    error_level: Literal["stop", "warning", "information", "none"] = "stop"
    ignore_blank: bool = True


Mark = Literal["digits as text", "formula differs", "range differs"]
"""What Excel marks with a green corner."""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Cells that are as they are on purpose, so that Excel is not to mark them."""

    box: Box
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class PlannedNote:
    """A comment on a cell, *width* and *height* pixels large."""

    row: int
    column: int
    text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How a sheet is printed; ``header`` and ``footer`` are Excel's codes (``&P``, ``&N`` …)."""

    landscape: bool = True
    repeat_first: int | None = None
    repeat_last: int | None = None
    pages_high: int = 0
    header: str = ""
    footer: str = ""
    areas: tuple[Box, ...] = ()
    """What goes onto paper, each on pages of its own; all there is where nothing is said."""
    side: float | None = None
    """Its margins at the left and right in inches, where they are wider than those of the paper."""


@dataclass(frozen=True, slots=True)
class NoteLook:
    """How comments look."""

    size: float
    fill: str
    author: str
    shown: bool
    """Whether they stand open beside their cells, and not only under the mouse."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What all sheets are printed on, and how they lie on it; margins in inches."""

    size: Literal["A4", "Letter"]
    pages_wide: int
    side: float
    """The margin at the left and right."""
    end: float
    """The margin at the top and bottom."""
    centered: bool


Change = Literal["format columns", "format rows", "sort", "filter"]
"""What may be changed on a protected sheet."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What looks and works the same on all sheets of a workbook; cells have styles of their own."""

    font: str
    """The face of charts and comments, and of what is added to the workbook later."""
    chart: ChartLook
    note: NoteLook
    paper: Paper
    allowed: tuple[Change, ...]
    """What protected sheets allow; no password protects them."""


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A sheet of the file, drawn whole."""

    id: str
    title: str
    cells: tuple[PlannedCell, ...] = ()
    tables: tuple[PlannedTable, ...] = ()
    merges: tuple[Box, ...] = ()
    conditionals: tuple[PlannedConditional, ...] = ()
    validations: tuple[PlannedValidation, ...] = ()
    charts: tuple[PlannedChart, ...] = ()
    sparklines: tuple[PlannedSparklines, ...] = ()
    notes: tuple[PlannedNote, ...] = ()
    unmarked: tuple[Unmarked, ...] = ()
    widths: tuple[tuple[int, float], ...] = ()
    """Column and its width in characters."""
    hidden_columns: tuple[int, ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    """Row and its height in points."""
    fitted: tuple[tuple[int, float], ...] = ()
    """Rows that are as high as what stands in them now, and follow what people type."""
    tall: Style | None = None
    """The look of the first column: Excel lets no row it fits become lower than this font."""
    freeze: tuple[int, int] | None = None
    printing: PrintSetup = PrintSetup()
    gridlines: bool = False
    tab_color: str | None = None
    hidden: bool = False
    very_hidden: bool = False
    """Whether it is not even among the hidden sheets that Excel offers to show."""
    protected: bool = False
    zoom: int = 100

    def __repr__(self) -> str:
        return f"PlannedSheet({self.title!r}, {len(self.cells)} cells)"


@dataclass(frozen=True, slots=True)
class PlannedName:
    """A defined name of the workbook; ``target`` is a lowered reference or a formula."""

    name: str
    target: Node
    comment: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole workbook, ready to be calculated and written."""

    blueprint: str
    version: str
    digest: str
    title: str
    locale: Locale
    profile: Profile
    created: datetime.datetime
    today: datetime.date
    """What TODAY() gives while the cached values are computed."""
    looks: Looks
    sheets: tuple[PlannedSheet, ...]
    names: tuple[PlannedName, ...] = ()
    typed: dict[str, Cell] = field(default_factory=dict)
    """The cell of a form that each parameter is typed into, by id."""
    checks: dict[str, str] = field(default_factory=dict)
    """What each check of the workbook says, by id."""
    properties: dict[str, str] = field(default_factory=dict)
    """Document properties: title, subject, author, company, keywords, comments."""
    custom: dict[str, str] = field(default_factory=dict)
    """Custom document properties: provenance by which the same program knows the workbook again."""
    active_sheet: int = 0
    cell_references: bool = False
    """Whether the rows of tables are written with addresses (``C5``) for cells of their own row."""
    macros: bytes | None = None
    """A VBA project with a module for every sheet: Sheet1, Sheet2 …"""
    grids: dict[tuple[str, str], CellRange] = field(default_factory=dict)
    """The cells of each row of a grid, by the ids of both; of its header, where the row is ''."""

    def __repr__(self) -> str:
        """Its name alone: all of it is gigabytes of text, which a failing test would wait for."""
        return f"Plan({self.blueprint!r}, {self.locale!r})"

    def table(self, name: str) -> tuple[PlannedSheet, PlannedTable]:
        """The table of that file name and the sheet it stands on."""
        for sheet in self.sheets:
            for table in sheet.tables:
                if table.name == name:
                    return sheet, table
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Values:
    """What an engine found for every formula of a plan.

    ``cells`` is keyed by sheet title, row and column; ``columns`` by table name and column id and
    holds one value a data row.
    """

    cells: dict[tuple[str, int, int], Value]
    columns: dict[tuple[str, str], tuple[Value, ...]]
    notices: tuple[Problem, ...] = ()
    """Warnings: formulas without a value."""

    def __repr__(self) -> str:
        return f"Values({len(self.cells)} cells, {len(self.columns)} columns)"
