"""What the points of a chart are: the ranges of a series, and the cells that only formulas know.

Such cells stand on the hidden sheet, a column for each thing that charts draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plansheets.blueprint.chart import Chart, ChartSeries
from plansheets.blueprint.model import Column
from plansheets.blueprint.types import Type
from plansheets.formula.ast import CellRange, Node, Structured
from plansheets.formula.template import template
from plansheets.plan.blocks.facts import LAST
from plansheets.plan.blocks.grid import HEADER
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.look.compact import label_text
from plansheets.plan.look.number_formats import shown, written_format
from plansheets.records import dataclass
from plansheets.words import Locale

_POINT = template("INDEX(values, point)")
_WRITTEN = template('IF(name="", "", TEXT(name, written))')
_NAME_AND_VALUE = template('name&IF(ISNUMBER(value), CHAR(10)&said, "")')
_OR_GAP = template("IF(ISNUMBER(INDEX(values, point)), INDEX(values, point), NA())")
_OR_ALONE = template(
    "IF(COUNT(held)=0, NA(), IF(ISNUMBER(INDEX(values, point)), INDEX(values, point), NA()))"
)
_ABOVE_ALL = template("MAX(values)*times")
_AT_ENDS = template(
    "IF(ISNUMBER(INDEX(values, point)), IF(OR(point=last, INDEX(values, point)=MAX(values), "
    'INDEX(values, point)=MIN(values)), INDEX(values, point), ""), "")'
)


@dataclass(frozen=True, slots=True)
class ShownSeries:
    """What a series shows: its name, its ranges, and the formats of what stands in them."""

    name: str
    categories: Node
    values: Node
    number_format: str
    type: Type
    category_format: str | None = None
    numbered: bool = False
    """Whether the names along the axis are days or numbers."""
    computed: bool = False
    """Whether a formula says the values, "" where there is none."""


def shown_series(chart: Chart, drawn: ChartSeries, around: Surroundings) -> ShownSeries:
    locale = around.locale
    table = around.blueprint.table(chart.over)
    if table is None:
        row = _grid_row(chart.over, drawn.column, around)
        return ShownSeries(
            drawn.label(locale) if drawn.label else row.label(locale),
            Structured(chart.over, "data", HEADER),
            Structured(chart.over, "data", drawn.column),
            shown(written_format(row, locale)).number_format,
            row.type,
            computed=row.formula is not None,
        )
    values, category = table.column(drawn.column), table.column(chart.category or "")
    assert values is not None
    assert category is not None
    return ShownSeries(
        drawn.label(locale) if drawn.label else values.label(locale),
        Structured(table.id, "data", category.label(locale)),
        Structured(table.id, "data", values.label(locale)),
        shown(written_format(values, locale)).number_format,
        values.type,
        shown(written_format(category, locale)).number_format,
        category.type.kind in ("date", "number"),
        values.formula is not None,
    )


def _grid_row(grid_id: str, row_id: str, around: Surroundings) -> Column:
    return next(
        row
        for grid in around.blueprint.grids
        if grid.id == grid_id
        for row in grid.rows
        if row.id == row_id
    )


def names_with_values(shows: ShownSeries, count: int, behind: Canvas, locale: Locale) -> CellRange:
    """The names along the axis, and in a second line the value of each."""

    def line(point: int) -> Node:
        value = _POINT(values=shows.values, point=point)
        name: Node = _POINT(values=shows.categories, point=point)
        if shows.numbered:
            name = _WRITTEN(name=name, written=shows.category_format or "General")
        said = label_text(value, shows.type, shows.number_format, locale)
        return _NAME_AND_VALUE(name=name, value=value, said=said)

    return _put_points(behind, behind.last_column + 1, map(line, range(1, count + 1)))


def with_gaps(values: Node, count: int, behind: Canvas, held: Node | None = None) -> CellRange:
    """*values* with #N/A where a formula shows nothing, for a line to have no point there.

    Excel draws any text as 0, "" too: a day without data would be a day without sales. Nor is there
    a point where nothing is known of what is *held* against them.
    """
    points = range(1, count + 1)
    if held is None:
        cells = [_OR_GAP(values=values, point=point) for point in points]
    else:
        cells = [_OR_ALONE(values=values, held=held, point=point) for point in points]
    return _put_points(behind, behind.last_column + 1, cells)


def only_at_ends(values: Node, count: int, behind: Canvas, *, across: bool) -> CellRange:
    """The last, the highest and the lowest of *values*, *across* a grid or down a table.

    "" between them is a point at 0 without a mark or a word, which keeps zero on the axis.
    """
    column = behind.last_column + 1
    last = behind.put(0, column, behind.theme.cell, formula=LAST[across](values=values))
    cells = (_AT_ENDS(values=values, point=point, last=last) for point in range(1, count + 1))
    return _put_points(behind, column, cells)


def zero(behind: Canvas) -> CellRange:
    """One point at 0."""
    cell = behind.put(1, behind.last_column + 1, behind.theme.cell, 0)
    return CellRange(cell, replace(cell, sheet=None))


def headroom(drawn: Iterable[Node], times: float, behind: Canvas) -> CellRange:
    """Points *times* as high as the highest of each of what is *drawn*."""
    points = (_ABOVE_ALL(values=values, times=times) for values in drawn)
    return _put_points(behind, behind.last_column + 1, points)


def _put_points(behind: Canvas, column: int, formulas: Iterable[Node]) -> CellRange:
    """A cell for each of *formulas*, below the first row."""
    for row, formula in enumerate(formulas, start=1):
        last = behind.put(row, column, behind.theme.cell, formula=formula)
    return CellRange(behind.reference(1, column), replace(last, sheet=None))
