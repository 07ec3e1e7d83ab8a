"""A sheet while it is being drawn: blocks put cells on it, from the top down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from plansheets.boxes import Box
from plansheets.formula.ast import Cell, Node
from plansheets.grid import MAX_COLUMN_WIDTH, cell_name
from plansheets.plan.charts import PlannedChart
from plansheets.plan.look.measure import INDENT, lines_needed
from plansheets.plan.look.theme import Theme
from plansheets.plan.model import (
    ROW_POINTS,
    PlannedCell,
    PlannedConditional,
    PlannedNote,
    PlannedSheet,
    PlannedSparklines,
    PlannedTable,
    PlannedValidation,
    PrintSetup,
    Style,
    Unmarked,
    Value,
)
from plansheets.records import dataclass

MARGIN_WIDTH = 2.0
FIRST_COLUMN = 1
"""Content begins beside a narrow margin."""
POINTS_A_PIXEL = 0.75
PIXELS_A_CHARACTER = 7


def internal_link(sheet: str, row: int = 0, column: int = 0) -> str:
    """Where a click on a cell leads: another cell of the workbook.

    >>> internal_link("it's", 4, 1)
    "internal:'it''s'!B5"
    """
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!{cell_name(row, column)}"


def pixels(width: float) -> int:
    """Pixels of a column that is *width* characters wide, in the default face."""
    return round(width * PIXELS_A_CHARACTER + 5)


def characters(pixels: int) -> float:
    """The width in characters of a column that is *pixels* wide."""
    return round((pixels - 5) / PIXELS_A_CHARACTER, 3)


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a block keeps in sight while its sheet scrolls, and on every page."""

    freeze: tuple[int, int] | None
    first_row: int
    last_row: int


@dataclass(slots=True)
class Canvas:
    """One sheet under way; ``row`` is the next free row."""

    id: str
    title: str
    theme: Theme
    row: int = 0
    left: int = FIRST_COLUMN
    """The first column of its content, beside a narrow margin."""
    cells: list[PlannedCell] = field(default_factory=list)
    tables: list[PlannedTable] = field(default_factory=list)
    merges: list[Box] = field(default_factory=list)
    conditionals: list[PlannedConditional] = field(default_factory=list)
    validations: list[PlannedValidation] = field(default_factory=list)
    charts: list[PlannedChart] = field(default_factory=list)
    sparklines: list[PlannedSparklines] = field(default_factory=list)
    notes: list[PlannedNote] = field(default_factory=list)
    unmarked: list[Unmarked] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    fitted: dict[int, float] = field(default_factory=dict)
    hidden_columns: list[int] = field(default_factory=list)
    elastic: set[int] = field(default_factory=set)
    """Columns of words: wider ones look no different."""
    front_page: bool = False
    """Whether the sheet is one page to look at, with room for words under every figure."""
    beside: list[tuple[int, ...]] = field(default_factory=list)
    """The least pixels of the things that stand side by side, for each block of such."""
    cards_across: int | None = None
    """How many cards may stand side by side, where the columns below decide it."""
    drawn_rows: list[int] = field(default_factory=list)
    """Rows that drawings lie over."""
    last_column: int = FIRST_COLUMN
    heading_row: int | None = None
    """The row of the last heading."""
    pinned: Pinned | None = None
    printed_to: int | None = None
    """The last column that goes onto paper, where not all do."""
    printed_rows: int | None = None
    """How many rows go onto paper, where not all do."""
    for_screen: bool = False
    """Whether nothing of it goes onto paper, so that texts may have columns as wide as they are."""

    def put(
        self,
        row: int,
        column: int,
        style: Style,
        value: Value = None,
        *,
        formula: Node | None = None,
        link: str | None = None,
        tip: str | None = None,
    ) -> Cell:
        """Place a cell and return the absolute reference to it."""
        self.cells.append(PlannedCell(row, column, style, value, formula, link, tip))
        self.last_column = max(self.last_column, column)
        return self.reference(row, column)

    def reference(self, row: int, column: int) -> Cell:
        return Cell(row, column, self.title, row_absolute=True, column_absolute=True)

    def fill(self, row: int, first: int, last: int, style: Style) -> None:
        """Style the cells of a row that hold nothing."""
        taken = {cell.column for cell in self.cells if cell.row == row}
        for column in range(first, last + 1):
            if column not in taken:
                self.cells.append(PlannedCell(row, column, style))

    def merge(self, row: int, first: int, last: int, style: Style) -> None:
        """Join cells of a row; the first of them is put separately."""
        self.fill(row, first, last, style)
        if last > first:
            self.merges.append(Box(row, first, row, last))
        self.last_column = max(self.last_column, last)

    def need_width(self, column: int, width: float) -> None:
        self.widths[column] = max(self.widths.get(column, 0), min(width, MAX_COLUMN_WIDTH))
        self.last_column = max(self.last_column, column)

    def width(self, column: int) -> float:
        return self.widths.get(column, 12.0)

    def width_of(self, first: int, last: int) -> float:
        """Characters from column *first* to *last*."""
        return sum(self.width(column) for column in range(first, last + 1))

    def need_height(self, row: int, points: float) -> None:
        self.heights[row] = max(self.heights.get(row, 0), points)

    def fit_height(self, row: int, points: float) -> None:
        """The height of a row for what stands in it now; it follows what people type."""
        self.fitted[row] = max(self.fitted.get(row, 0), points)

    def height(self, row: int) -> float:
        return self.heights.get(row, self.fitted.get(row, ROW_POINTS))

    def paragraph(self, text: str, style: Style, first: int, last: int) -> None:
        """A wrapped text across columns, as tall as it needs; takes the next row."""
        self.put(self.row, first, style, text)
        self.merge(self.row, first, last, style)
        room = self.width_of(first, last) - style.indent * INDENT
        lines = lines_needed(text, room, size=style.size, bold=style.bold)
        points = lines * self.theme.line_points * max(style.size, 9) / 10
        self.need_height(self.row, max(18.0, points + (14 if style.fill else 4)))
        self.row += 1

    def gap(self, points: float = 8.0) -> None:
        """A narrow empty row."""
        self.need_height(self.row, points)
        self.row += 1

    def skip(self, pixels: int) -> None:
        """Leave room for a drawing; the last row takes what full rows leave over."""
        full, rest = divmod(round(pixels * POINTS_A_PIXEL), int(ROW_POINTS))
        points = [ROW_POINTS] * full + ([float(rest)] if rest else [])
        for height in points:
            self.need_height(self.row, height)
            self.drawn_rows.append(self.row)
            self.row += 1

    def header_points(self, headers: Iterable[tuple[str, float]]) -> float:
        """The height of a header row: the most lines that any (text, width) needs."""
        most = max((lines_needed(text, width, bold=True) for text, width in headers), default=1)
        return max(24.0, most * self.theme.line_points + 2)

    def row_points(
        self, texts: Iterable[tuple[str, float]], *, size: float = 10, bold: bool = False
    ) -> float:
        """The height of a row of wrapped texts, each indented by a step."""
        most = max(
            (lines_needed(text, width - INDENT, size=size, bold=bold) for text, width in texts),
            default=1,
        )
        return max(ROW_POINTS, most * self.theme.line_points + 7)

    def finish(
        self,
        *,
        freeze: tuple[int, int] | None = None,
        printing: PrintSetup | None = None,
        hidden: bool = False,
        protected: bool = False,
        tab_color: str | None = None,
        gridlines: bool = False,
    ) -> PlannedSheet:
        """The sheet as drawn."""
        return PlannedSheet(
            id=self.id,
            title=self.title,
            cells=tuple(sorted(self.cells, key=lambda cell: (cell.row, cell.column))),
            tables=tuple(self.tables),
            merges=tuple(self.merges),
            conditionals=tuple(self.conditionals),
            validations=tuple(self.validations),
            charts=tuple(self.charts),
            sparklines=tuple(self.sparklines),
            notes=tuple(self.notes),
            unmarked=tuple(self.unmarked),
            widths=tuple(sorted(self.widths.items())),
            hidden_columns=tuple(sorted(self.hidden_columns)),
            heights=tuple(sorted(self.heights.items())),
            fitted=tuple(sorted(self.fitted.items())),
            tall=self.theme.tall,
            freeze=freeze,
            printing=printing or PrintSetup(),
            gridlines=gridlines,
            tab_color=tab_color,
            hidden=hidden,
            protected=protected,
        )
