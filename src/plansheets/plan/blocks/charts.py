"""Charts side by side, over columns of a table or rows of a period grid."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plansheets.blueprint.chart import Chart, ChartSeries
from plansheets.blueprint.model import ChartKind
from plansheets.formula.ast import CellRange, Node
from plansheets.plan.blocks.chart_axes import chart_axes
from plansheets.plan.blocks.chart_points import (
    headroom,
    names_with_values,
    only_at_ends,
    shown_series,
    with_gaps,
    zero,
)
from plansheets.plan.blocks.chart_titles import (
    TITLE_ROWS,
    look_in_words,
    named_under_title,
    place_title,
    unit_of,
)
from plansheets.plan.blocks.facts import Drawn
from plansheets.plan.canvas.canvas import POINTS_A_PIXEL, Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.layout import content_pixels, side_by_side
from plansheets.plan.charts import PlannedChart, PlannedSeries, SeriesLook
from plansheets.plan.look.chart_looks import (
    dots_look,
    forecast_look,
    gap_between,
    last_year_look,
    limit_look,
    series_look,
    share_labels,
    target_look,
    value_labels,
)
from plansheets.plan.look.compact import label_format
from plansheets.plan.model import ROW_POINTS

_GUTTER = 16
"""Pixels between charts."""
_MOST_ACROSS = 3
_LEAST_WIDTH = 330
_ROUND = frozenset({"pie", "doughnut"})
_BARS = frozenset({"column", "bar"})
_LINES = frozenset({"line", "radar", "scatter"})
_MOST_PIECES = 24
_TITLE_PIXELS = 22
"""What a panel's title takes with the value below it, less what programs leave there."""
_UPPER_SHARE = 0.42
"""The height of the upper one of two panels."""
_SPOKEN = frozenset({"column", "bar", "line", "area"})
"""Kinds whose values stand beside their points, so that no axis has to say them."""
_LABEL_PIXELS = {"money": 36, "count": 34, "percent": 30, "ratio": 24}
"""What a value takes beside its point."""
_MOST_MARKED, _SMALL_MARK = 14, 3
"""Beyond so many points a line's marks are small, or they hide it."""
_USUAL_POINTS = 5
"""How many rows a table is expected to get that has none yet."""


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
        # the next title takes the rest of its column, where it begins within one
        nexts = [next_ if within else None for next_, within, _ in places[1:]] + [None]
        for chart, (column, indent, _), end in zip(beside, places, nexts, strict=True):
            drawn = _drawn(chart, under_way.around)
            place_title(canvas, chart, drawn, column, indent, end, under_way)
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
    planned = _below_its_title(
        _planned_chart(canvas, above, canvas.row, column, width, upper, under_way), above, under_way
    )
    assert planned.x is not None
    title = _title_above(chart, apart, planned, under_way.around)
    yield replace(planned, x=replace(planned.x, shown=False), legend=False, title=title)
    row, lower = canvas.row + rows, height - upper
    below = replace(chart, series=rest)
    planned = _below_its_title(
        _planned_chart(canvas, below, row, column, width, lower, under_way), below, under_way
    )
    named = planned.series[0].name
    yield replace(planned, title=named, legend=False) if len(rest) == 1 else planned


def _below_its_title(planned: PlannedChart, chart: Chart, under_way: UnderWay) -> PlannedChart:
    """A panel whose highest value stays below the words in its corner: an unseen point is higher.

    Programs give words that lie over a chart no room of their own.
    """
    upright = (
        chart.kind != "bar" and chart.stack is None and any(one.labels for one in planned.series)
    )
    if not upright or planned.y is None or planned.y.maximum is not None:
        return planned
    drawn = [shown_series(chart, one, under_way.around).values for one in chart.series]
    times = round(1 / (1 - min(0.4, _TITLE_PIXELS / planned.height)), 2)
    points = headroom(drawn, times, under_way.behind)
    return replace(planned, series=(*planned.series, _unseen("–", planned.series[0], points)))


def _unseen(name: str, beside: PlannedSeries, points: CellRange) -> PlannedSeries:
    """Points that nobody sees, and no legend names: they alone say where an axis begins or ends."""
    return PlannedSeries(name, beside.categories, points, "line", SeriesLook(), named=False)


def _title_above(
    chart: Chart, apart: Sequence[ChartSeries], planned: PlannedChart, around: Surroundings
) -> str:
    """What the upper panel shows and in what: the line under the title tells the lower one's."""
    names = " · ".join(one.name for one in planned.series if one.named)
    first = shown_series(chart, apart[0], around)
    unit = unit_of(chart.y2_title, first.type, first.number_format, around.locale)
    return unit if unit.startswith(names) else " · ".join(filter(None, (names, unit)))


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
    points, rows = _points(chart, around), _rows(chart, around)
    bars = [one for one in chart.series if not one.as_line and (one.kind or chart.kind) in _BARS]
    room = (width - _GUTTER) // points // max(1, len(bars))
    spoken = chart.kind in _SPOKEN
    ends = _ends(chart, room, around)
    series = [
        _series(canvas, chart, index, spoken and ends is None, under_way)
        for index in range(len(chart.series))
    ]
    named = len(series)
    if spoken and ends is None and _under_names(chart):
        actual = _actual(chart)
        assert actual is not None
        shows = shown_series(chart, actual, around)
        names = names_with_values(shows, rows, under_way.behind, around.locale)
        series = [replace(one, categories=names) for one in series]
    if ends is not None:
        series.append(_end_labels(canvas, chart, ends, rows, under_way))
    x, y = chart_axes(canvas, chart, around)
    from_zero = ends is not None or y is None or y.minimum is not None
    if chart.kind == "column" and not from_zero and not any(one.kind == "area" for one in series):
        # Excel begins the axis above zero where columns are of about one height
        series.append(_unseen("0", series[0], zero(under_way.behind)))
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
        legend=(named > 1 and not named_under_title(chart)) or chart.kind in _ROUND,
        description=chart.title(around.locale),
        stack=chart.stack,
        gap=gap_between(chart.kind, points, 1 if chart.stack else len(bars), (width, height)),
    )


def _under_names(chart: Chart) -> bool:
    """Whether values stand under the names of their columns: marks lie where they would."""
    marks = any(one.as_line or one.kind == "line" for one in chart.series)
    plain = chart.kind == "column" and chart.stack is None
    return plain and marks and _actual(chart) is not None


def _ends(chart: Chart, room: int, around: Surroundings) -> ChartSeries | None:
    """The series of which only the last, the highest and the lowest value are written out."""
    actual = _actual(chart)
    if actual is None:
        return None
    match actual.kind or chart.kind:
        case "line" | "area":
            return actual
        case "column" if chart.stack is None and not actual.labels:
            needed = _LABEL_PIXELS.get(shown_series(chart, actual, around).type.measure or "", 30)
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
    shows = shown_series(chart, actual, around)
    wanted = next((one for one in chart.series if one.target), None)
    marked = tuple(
        look_in_words(one) + shown_series(chart, one, around).name
        for one in named_under_title(chart)
    )
    if wanted is not None and wanted.due is not None:
        wanted = replace(wanted, column=wanted.due, label=None)
    held = shown_series(chart, wanted, around) if wanted else None
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
        marked=marked,
        called=shows.name if any(_stands_beside(one, actual) for one in chart.series) else "",
    )


def _stands_beside(one: ChartSeries, actual: ChartSeries) -> bool:
    """Whether a reader may take the values of *one* for those that the title tells."""
    return one is not actual and not one.compared


def _points(chart: Chart, around: Surroundings) -> int:
    """How many points a series of *chart* will have: of a table that grows, those in use."""
    table = around.blueprint.table(chart.over)
    if table is not None and table.growing:
        return around.rows[table.id].used or _USUAL_POINTS
    return _rows(chart, around)


def _extends(chart: Chart, around: Surroundings) -> bool:
    """Whether Excel draws the next row by itself: a table that grows has all of its rows in use."""
    table = around.blueprint.table(chart.over)
    if table is None or not table.growing:
        return False
    rows = around.rows[table.id]
    return rows.used == rows.height


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
    around = under_way.around
    shows = shown_series(chart, drawn, around)
    across = around.blueprint.table(chart.over) is None
    cells = only_at_ends(shows.values, points, under_way.behind, across=across)
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


def _series(
    canvas: Canvas, chart: Chart, index: int, spoken: bool, under_way: UnderWay
) -> PlannedSeries:
    """One series; its values are written out where they are asked for, or all are *spoken*."""
    around = under_way.around
    palette, drawn = canvas.theme.palette, chart.series[index]
    shows = shown_series(chart, drawn, around)
    values = shows.values
    kind = "line" if drawn.as_line else drawn.kind or chart.kind
    stacked = chart.stack is not None
    place = index if stacked else sum(not one.compared for one in chart.series[:index])
    color = canvas.theme.series_color(drawn.mean, place, len(chart.series) if stacked else 0)
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
    held = _held_against(chart, drawn, around)
    if kind in _LINES and (shows.computed or held) and not _extends(chart, around):
        values = with_gaps(values, _rows(chart, around), under_way.behind, held)
    return PlannedSeries(shows.name, shows.categories, values, kind, look, labels)


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
            color = palette.bad if drawn.mean is None else color
            return limit_look(chart.kind, chart.along, color)
        case "forecast":
            return forecast_look(kind, palette.series[0] if drawn.mean is None else color)
        case "actual":
            return None


def _held_against(chart: Chart, drawn: ChartSeries, around: Surroundings) -> Node | None:
    """What a target or limit that comes with the workbook waits for: alone, it says nothing."""
    actual = _actual(chart)
    if actual is None or not (drawn.target or drawn.scenario == "limit"):
        return None
    held = shown_series(chart, actual, around).values
    waits = around.inputs.of(held) and not around.inputs.of(
        shown_series(chart, drawn, around).values
    )
    return held if waits else None


def _pieces(chart: Chart, around: Surroundings) -> int:
    """How many pieces a round chart may have."""
    table = around.rows.get(chart.over)
    return min(table.height, _MOST_PIECES) if table else _MOST_PIECES
