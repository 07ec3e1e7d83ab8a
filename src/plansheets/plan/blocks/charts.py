"""Charts side by side, over columns of a table or rows of a period grid."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plansheets.blueprint.chart import Chart, ChartSeries
from plansheets.blueprint.model import ChartKind, Column
from plansheets.blueprint.types import Type
from plansheets.formula.ast import CellRange, Node, Structured
from plansheets.formula.template import template
from plansheets.plan.blocks.chart_titles import TITLE_ROWS, place_title
from plansheets.plan.blocks.facts import LAST, Drawn
from plansheets.plan.blocks.grid import HEADER
from plansheets.plan.canvas.canvas import POINTS_A_PIXEL, Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.layout import content_pixels, side_by_side
from plansheets.plan.charts import Axis, PlannedChart, PlannedSeries, SeriesLook
from plansheets.plan.look.chart_looks import (
    axes,
    dots_look,
    forecast_look,
    last_year_look,
    limit_look,
    series_look,
    share_labels,
    target_look,
    value_labels,
)
from plansheets.plan.look.compact import label_format, label_text
from plansheets.plan.look.number_formats import shown, written_format
from plansheets.plan.model import ROW_POINTS
from plansheets.plan.write_out.localise import optional_words
from plansheets.records import dataclass
from plansheets.words import Words

_GUTTER = 16
"""Pixels between charts."""
_MOST_ACROSS = 3
_LEAST_WIDTH = 330
_ROUND = frozenset({"pie", "doughnut"})
_BARS = frozenset({"column", "bar"})
_FROM_ZERO = frozenset({"column", "bar", "area"})
_MOST_PIECES = 24
_UPPER_SHARE = 0.42
"""The height of the upper one of two panels."""
_SPOKEN = frozenset({"column", "bar", "line", "area"})
"""Kinds whose values stand beside their points, so that no axis has to say them."""
_LABEL_PIXELS = {"money": 36, "count": 34, "percent": 30, "ratio": 24}
"""What a value takes beside its point."""
_MANY = 7
"""Beyond so many, columns stand closer together: their values are as wide as they are."""
_CLOSE = 22
_MOST_MARKED, _SMALL_MARK = 14, 3
"""Beyond so many points a line's marks are small, or they hide it."""
_USUAL_POINTS = 5
"""How many rows a table is expected to get that has none yet."""

_POINT = template("INDEX(values, point)")
_WRITTEN = template('IF(name="", "", TEXT(name, written))')
_NAME_AND_VALUE = template('name&IF(ISNUMBER(value), CHAR(10)&said, "")')
_AT_ENDS = template(
    "IF(ISNUMBER(INDEX(values, point)), IF(OR(point=last, INDEX(values, point)=MAX(values), "
    'INDEX(values, point)=MIN(values)), INDEX(values, point), ""), "")'
)


def place_charts(canvas: Canvas, charts: Sequence[Chart], under_way: UnderWay) -> None:
    """Charts side by side, from the content's left edge to its right one, each under its title.

    A period grid may stand on a later sheet: its rows are named here and found when all is placed.
    """
    most = max(1, min(_MOST_ACROSS, content_pixels(canvas) // _LEAST_WIDTH))
    rows = math.ceil(len(charts) / most)
    across = math.ceil(len(charts) / rows)
    for start in range(0, len(charts), across):
        beside = charts[start : start + across]
        places = side_by_side(canvas, len(beside), _GUTTER)
        for chart, (column, indent, _) in zip(beside, places, strict=True):
            place_title(canvas, chart, _drawn(chart, under_way.around), column, indent, under_way)
        canvas.row += TITLE_ROWS
        height = max(chart.height for chart in beside)
        for chart, (column, indent, width) in zip(beside, places, strict=True):
            planned = _planned_panels(canvas, chart, column, width - 1, height, under_way)
            canvas.charts += [replace(one, indent=indent) for one in planned]
        canvas.skip(height + _GUTTER)


def _planned_panels(
    canvas: Canvas, chart: Chart, column: int, width: int, height: int, under_way: UnderWay
) -> Iterator[PlannedChart]:
    """A chart, or two above each other: what measures something else has a panel of its own."""
    apart = tuple(one for one in chart.series if one.secondary)
    rest = tuple(one for one in chart.series if not one.secondary)
    if not apart or not rest:
        yield _planned_chart(canvas, chart, canvas.row, column, width, height, under_way)
        return
    rows = round(height * _UPPER_SHARE * POINTS_A_PIXEL / ROW_POINTS)
    upper = round(rows * ROW_POINTS / POINTS_A_PIXEL)
    above = replace(
        chart,
        kind="column",
        series=tuple(replace(one, kind=None, dots=False) for one in apart),
        y_minimum=chart.y2_minimum,
        y_maximum=chart.y2_maximum,
    )
    planned = _planned_chart(canvas, above, canvas.row, column, width, upper, under_way)
    assert planned.x is not None
    names = " · ".join(one.name for one in planned.series if one.named)
    yield replace(planned, x=replace(planned.x, shown=False), legend=False, title=names)
    row, lower = canvas.row + rows, height - upper
    below = replace(chart, series=rest)
    planned = _planned_chart(canvas, below, row, column, width, lower, under_way)
    named = planned.series[0].name
    yield replace(planned, title=named, legend=False) if len(rest) == 1 else planned


def _planned_chart(
    canvas: Canvas,
    chart: Chart,
    row: int,
    column: int,
    width: int,
    height: int,
    under_way: UnderWay,
) -> PlannedChart:
    around = under_way.around
    points = _points(chart, around)
    bars = [one for one in chart.series if not one.as_line and (one.kind or chart.kind) in _BARS]
    room = (width - _GUTTER) // points // max(1, len(bars))
    spoken = chart.kind in _SPOKEN
    ends = _ends(chart, room, around)
    series = [
        _series(canvas, chart, index, spoken and ends is None, around)
        for index in range(len(chart.series))
    ]
    named = len(series)
    if spoken and ends is None and _under_names(chart):
        names = _names_with_values(chart, _rows(chart, around), under_way)
        series = [replace(one, categories=names) for one in series]
    if ends is not None:
        series.append(_end_labels(canvas, chart, ends, _rows(chart, around), under_way))
    x, y = _axes(canvas, chart, around)
    if y is not None and spoken:
        y = replace(y, shown=False, title="", grid=None)
    return PlannedChart(
        row=row,
        column=column,
        width=width,
        height=height,
        kind=chart.kind,
        title="",
        series=tuple(series),
        x=x,
        y=y,
        legend=named > 1 or chart.kind in _ROUND,
        description=chart.title(around.locale),
        stack=chart.stack,
        gap=_CLOSE if chart.kind == "column" and points * len(bars) > _MANY else None,
    )


def _under_names(chart: Chart) -> bool:
    """Whether values stand under the names of their columns: marks lie where they would."""
    marks = any(one.as_line or one.kind == "line" for one in chart.series)
    plain = chart.kind == "column" and chart.stack is None
    return plain and marks and _actual(chart) is not None


def _names_with_values(chart: Chart, points: int, under_way: UnderWay) -> CellRange:
    """The names along the axis, and in a second line the value of each."""
    around, behind = under_way.around, under_way.behind
    actual = _actual(chart)
    assert actual is not None
    shows = _shown(chart, actual, around)
    column = behind.last_column + 1
    for point in range(1, points + 1):
        value = _POINT(values=shows.values, point=point)
        name: Node = _POINT(values=shows.categories, point=point)
        if shows.numbered:
            name = _WRITTEN(name=name, written=shows.category_format or "General")
        said = label_text(value, shows.type, shows.number_format, around.locale)
        line = _NAME_AND_VALUE(name=name, value=value, said=said)
        last = behind.put(point, column, behind.theme.cell, formula=line)
    return CellRange(behind.reference(1, column), replace(last, sheet=None))


def _ends(chart: Chart, room: int, around: Surroundings) -> ChartSeries | None:
    """The series of which only the last, the highest and the lowest value are written out."""
    actual = _actual(chart)
    if actual is None:
        return None
    match actual.kind or chart.kind:
        case "line" | "area":
            return actual
        case "column" if chart.stack is None and not actual.labels:
            needed = _LABEL_PIXELS.get(_shown(chart, actual, around).type.measure or "", 30)
            return actual if room < needed else None
        case _:
            return None


def _actual(chart: Chart) -> ChartSeries | None:
    """The series that a chart is about: the first that others are held against, or a forecast."""
    plain = [one for one in chart.series if not one.compared and not one.secondary]
    expected = [one for one in chart.series if one.scenario == "forecast"]
    return next(iter((*plain, *expected)), None)


def _drawn(chart: Chart, around: Surroundings) -> Drawn | None:
    """What the sentence above a chart is made from."""
    actual = _actual(chart)
    if actual is None:
        return None
    shows = _shown(chart, actual, around)
    wanted = next((one for one in chart.series if one.target), None)
    if wanted is not None and wanted.due is not None:
        wanted = replace(wanted, column=wanted.due, label=None)
    held = _shown(chart, wanted, around) if wanted else None
    return Drawn(
        names=shows.categories,
        values=shows.values,
        type=shows.type,
        number_format=shows.number_format,
        points=_rows(chart, around),
        across=around.blueprint.table(chart.over) is None,
        name_format=shows.category_format if shows.numbered else None,
        wanted=held.values if held else None,
        wanted_name=held.name if held else "",
        ceiling=wanted is not None and wanted.ceiling,
    )


def _points(chart: Chart, around: Surroundings) -> int:
    """How many points a series of *chart* will have: of a table that grows, those in use."""
    table = around.blueprint.table(chart.over)
    if table is not None and table.growing:
        return around.rows[table.id].used or _USUAL_POINTS
    return _rows(chart, around)


def _rows(chart: Chart, around: Surroundings) -> int:
    """How many rows or periods *chart* is drawn over."""
    if chart.over in around.rows:
        return max(1, around.rows[chart.over].height)
    [grid] = [grid for grid in around.blueprint.grids if grid.id == chart.over]
    items = around.blueprint.list(grid.each.list_id)
    return max(1, len(items.items)) if items else 1


def _end_labels(
    canvas: Canvas, chart: Chart, drawn: ChartSeries, points: int, under_way: UnderWay
) -> PlannedSeries:
    """A series of nothing but words: at the last, the highest and the lowest point of a line.

    Its cells stand on the hidden sheet, as only a formula knows which points these are.
    """
    around, behind = under_way.around, under_way.behind
    shows = _shown(chart, drawn, around)
    column = behind.last_column + 1
    last = LAST[around.blueprint.table(chart.over) is None](values=shows.values)
    top = behind.put(0, column, behind.theme.cell, formula=last)
    for point in range(1, points + 1):
        word = _AT_ENDS(values=shows.values, point=point, last=top)
        bottom = behind.put(point, column, behind.theme.cell, formula=word)
    cells = CellRange(behind.reference(1, column), replace(bottom, sheet=None))
    labels = value_labels(
        "line",
        label_format(shows.type, shows.number_format, around.locale),
        canvas.theme.palette,
        on=None,
        stacked=False,
    )
    return PlannedSeries(
        shows.name, shows.categories, cells, "line", SeriesLook(), labels, named=False
    )


@dataclass(frozen=True, slots=True)
class _ShownSeries:
    """What a series shows: its name, its ranges, and the formats of what stands in them."""

    name: str
    categories: Node
    values: Node
    number_format: str
    type: Type
    category_format: str | None = None
    numbered: bool = False
    """Whether the names along the axis are days or numbers."""


def _shown(chart: Chart, drawn: ChartSeries, around: Surroundings) -> _ShownSeries:
    locale = around.locale
    table = around.blueprint.table(chart.over)
    if table is None:
        row = _grid_row(chart.over, drawn.column, around)
        return _ShownSeries(
            drawn.label(locale) if drawn.label else row.label(locale),
            Structured(chart.over, "data", HEADER),
            Structured(chart.over, "data", drawn.column),
            shown(written_format(row, locale)).number_format,
            row.type,
        )
    values, category = table.column(drawn.column), table.column(chart.category or "")
    assert values is not None
    assert category is not None
    return _ShownSeries(
        drawn.label(locale) if drawn.label else values.label(locale),
        Structured(table.id, "data", category.label(locale)),
        Structured(table.id, "data", values.label(locale)),
        shown(written_format(values, locale)).number_format,
        values.type,
        shown(written_format(category, locale)).number_format,
        category.type.kind in ("date", "number"),
    )


def _series(
    canvas: Canvas, chart: Chart, index: int, spoken: bool, around: Surroundings
) -> PlannedSeries:
    """One series; its values are written out where they are asked for, or all are *spoken*."""
    palette, drawn = canvas.theme.palette, chart.series[index]
    shows = _shown(chart, drawn, around)
    kind = "line" if drawn.as_line else drawn.kind or chart.kind
    color = canvas.theme.series_color(drawn.mean, index)
    stacked = chart.stack is not None
    look = _look(canvas, chart, drawn, kind, color)
    if look is None:
        look = series_look(
            kind, color, index, palette, stacked=stacked, pieces=_pieces(chart, around)
        )
        if look.marker is not None and _points(chart, around) > _MOST_MARKED and kind == "line":
            look = replace(look, marker=replace(look.marker, size=_SMALL_MARK))
    labels = None
    if chart.kind in _ROUND:
        labels = share_labels(kind, look, palette)
    elif (
        not _under_names(chart)
        and (drawn.labels or (spoken and kind in _BARS))
        and not drawn.as_line
    ):
        inside = stacked
        labels = value_labels(
            kind,
            label_format(shows.type, shows.number_format, around.locale),
            palette,
            on=(look.fill or color) if inside else None,
            stacked=stacked,
        )
    return PlannedSeries(shows.name, shows.categories, shows.values, kind, look, labels)


def _look(
    canvas: Canvas, chart: Chart, drawn: ChartSeries, kind: ChartKind, color: str
) -> SeriesLook | None:
    """The look of what is not simply what was: one notation on all pages."""
    palette = canvas.theme.palette
    if drawn.target:
        return target_look(chart.kind, palette.title if drawn.mean is None else color)
    if drawn.dots:
        return dots_look(color)
    match drawn.scenario:
        case "last_year":
            return last_year_look(kind, palette.last_year)
        case "limit":
            return limit_look(palette.bad if drawn.mean is None else color)
        case "forecast":
            return forecast_look(kind, palette.series[0] if drawn.mean is None else color)
        case "actual":
            return None


def _pieces(chart: Chart, around: Surroundings) -> int:
    """How many pieces a round chart may have."""
    table = around.rows.get(chart.over)
    return min(table.height, _MOST_PIECES) if table else _MOST_PIECES


def _axes(canvas: Canvas, chart: Chart, around: Surroundings) -> tuple[Axis | None, Axis | None]:
    """The axes with what they say; what has a length begins at zero."""
    looks = axes(chart.kind, canvas.theme.palette)
    if looks is None:
        return None, None
    across, up = looks

    def said(words: Words | None) -> str:
        return optional_words(words, around.locale) or ""

    shows = _shown(chart, chart.series[0], around)
    x = replace(
        across,
        title="" if chart.kind == "radar" else said(chart.x_title),
        number_format=_rounded(shows.category_format) if chart.kind == "scatter" else None,
    )
    y = replace(
        up,
        title=said(chart.y_title) if chart.kind == "scatter" else "",
        number_format="0%" if chart.stack == "shares" else _rounded(shows.number_format),
        minimum=chart.y_minimum,
        maximum=chart.y_maximum,
    )
    if chart.kind in _FROM_ZERO and y.minimum is None and not _signed(shows.number_format):
        y = replace(y, minimum=0)
    return x, y


def _signed(number_format: str) -> bool:
    """Whether a format is made for numbers on both sides of zero."""
    return "+" in number_format or ";-" in number_format


def _rounded(number_format: str | None) -> str | None:
    """The format of an axis: that of its values, in whole numbers and percentages."""
    if number_format is None:
        return None
    return "0%" if number_format.endswith("%") else number_format.replace("#,##0.00", "#,##0")


def _grid_row(grid_id: str, row_id: str, around: Surroundings) -> Column:
    return next(
        row
        for grid in around.blueprint.grids
        if grid.id == grid_id
        for row in grid.rows
        if row.id == row_id
    )
