"""Charts side by side, over columns of a table or rows of a period grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.chart import Chart, ChartSeries
from plansheets.blueprint.model import Column
from plansheets.formula.ast import Node, Structured
from plansheets.plan.blocks.grid import HEADER
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.layout import content_pixels, place_at
from plansheets.plan.charts import Axis, PlannedChart, PlannedSeries
from plansheets.plan.look.chart_looks import (
    axes,
    dots_look,
    series_look,
    share_labels,
    target_look,
    value_labels,
)
from plansheets.plan.look.number_formats import shown, written_format
from plansheets.plan.write_out.localise import optional_words
from plansheets.records import dataclass
from plansheets.words import Words

_GUTTER = 16
"""Pixels between charts."""
_MOST_ACROSS = 3
_LEAST_WIDTH = 330
_ROUND = frozenset({"pie", "doughnut"})
_MOST_PIECES = 24


def place_charts(canvas: Canvas, charts: Sequence[Chart], under_way: UnderWay) -> None:
    """Charts side by side, from the content's left edge to its right one.

    A period grid may stand on a later sheet: its rows are named here and found when all is placed.
    """
    whole, around = content_pixels(canvas), under_way.around
    most = max(1, min(_MOST_ACROSS, whole // _LEAST_WIDTH))
    rows = math.ceil(len(charts) / most)
    across = math.ceil(len(charts) / rows)
    for start in range(0, len(charts), across):
        beside = charts[start : start + across]
        width = (whole + _GUTTER) // len(beside) - _GUTTER
        height = max(chart.height for chart in beside)
        for index, chart in enumerate(beside):
            column, indent = place_at(canvas, index * (width + _GUTTER))
            planned = _planned_chart(canvas, chart, column, width - 1, height, around)
            canvas.charts.append(replace(planned, indent=indent))
        canvas.skip(height + _GUTTER)


def _planned_chart(
    canvas: Canvas,
    chart: Chart,
    column: int,
    width: int,
    height: int,
    around: Surroundings,
) -> PlannedChart:
    title = chart.title(around.locale)
    series = tuple(
        _series(canvas, chart, index, _shown(chart, drawn, around), around)
        for index, drawn in enumerate(chart.series)
    )
    x, y, y2 = _axes(canvas, chart, around)
    return PlannedChart(
        row=canvas.row,
        column=column,
        width=width,
        height=height,
        kind=chart.kind,
        title=title,
        series=series,
        x=x,
        y=y,
        y2=y2,
        legend=len(series) > 1 or chart.kind in _ROUND,
        description=title,
        stack=chart.stack,
    )


@dataclass(frozen=True, slots=True)
class _ShownSeries:
    """What a series shows: its name, its ranges, and the formats of what stands in them."""

    name: str
    categories: Node
    values: Node
    number_format: str
    category_format: str | None = None


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
        )
    values, category = table.column(drawn.column), table.column(chart.category or "")
    assert values is not None
    assert category is not None
    return _ShownSeries(
        drawn.label(locale) if drawn.label else values.label(locale),
        Structured(table.id, "data", category.label(locale)),
        Structured(table.id, "data", values.label(locale)),
        shown(written_format(values, locale)).number_format,
        shown(written_format(category, locale)).number_format,
    )


def _series(
    canvas: Canvas, chart: Chart, index: int, shows: _ShownSeries, around: Surroundings
) -> PlannedSeries:
    palette, drawn = canvas.theme.palette, chart.series[index]
    kind = drawn.kind or chart.kind
    color = canvas.theme.series_color(drawn.mean, index)
    stacked = chart.stack is not None
    if drawn.target:
        kind = "line"
        look = target_look(chart.kind, palette.title if drawn.mean is None else color)
    elif drawn.dots:
        kind = "line"
        look = dots_look(color)
    else:
        look = series_look(
            kind, color, index, palette, stacked=stacked, pieces=_pieces(chart, around)
        )
    labels = None
    if chart.kind in _ROUND:
        labels = share_labels(kind, look, palette)
    elif drawn.labels:
        inside = _labelled_inside(chart) and kind == chart.kind
        labels = value_labels(
            kind, shows.number_format, palette, on=color if inside else None, stacked=stacked
        )
    return PlannedSeries(
        shows.name, shows.categories, shows.values, kind, look, labels, drawn.secondary
    )


def _pieces(chart: Chart, around: Surroundings) -> int:
    """How many pieces a round chart may have."""
    table = around.rows.get(chart.over)
    return min(table.height, _MOST_PIECES) if table else _MOST_PIECES


def _labelled_inside(chart: Chart) -> bool:
    """Whether values stand on their columns: beyond the end are others, or the target's mark."""
    targets = any(drawn.target for drawn in chart.series)
    return chart.stack is not None or (chart.kind == "column" and targets)


def _axes(
    canvas: Canvas, chart: Chart, around: Surroundings
) -> tuple[Axis | None, Axis | None, Axis | None]:
    """The axes with what they say; the second stands where a series asks for it."""
    looks = axes(chart.kind, canvas.theme.palette)
    if looks is None:
        return None, None, None
    across, up = looks

    def said(words: Words | None) -> str:
        return optional_words(words, around.locale) or ""

    def number_format(*, secondary: bool) -> str | None:
        """The format of the first series on an axis."""
        there = [drawn for drawn in chart.series if drawn.secondary is secondary]
        return _rounded(_shown(chart, there[0], around).number_format) if there else None

    category_format = _shown(chart, chart.series[0], around).category_format
    x = replace(
        across,
        title="" if chart.kind == "radar" else said(chart.x_title),
        number_format=_rounded(category_format) if chart.kind == "scatter" else None,
    )
    y = replace(
        up,
        title=said(chart.y_title),
        number_format="0%" if chart.stack == "shares" else number_format(secondary=False),
        minimum=chart.y_minimum,
        maximum=chart.y_maximum,
    )
    y2 = Axis(
        title=said(chart.y2_title),
        number_format=number_format(secondary=True),
        minimum=chart.y2_minimum,
        maximum=chart.y2_maximum,
    )
    return x, y, y2 if any(drawn.secondary for drawn in chart.series) else None


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
