"""Charts side by side, over columns of a table or rows of a period grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

from plansheets.blueprint.chart import Chart, ChartSeries
from plansheets.blueprint.period_grid import GridRow
from plansheets.formula.ast import Node, Structured
from plansheets.plan.blocks.grid import HEADER
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import TableParts, UnderWay
from plansheets.plan.canvas.layout import content_pixels, place_at
from plansheets.plan.look.colors import contrast
from plansheets.plan.look.number_formats import shown, written_format
from plansheets.plan.look.palettes import WHITE
from plansheets.plan.model import PlannedChart, PlannedSeries
from plansheets.plan.write_out.localise import optional_words

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
    whole, parts = content_pixels(canvas), under_way.parts
    most = max(1, min(_MOST_ACROSS, whole // _LEAST_WIDTH))
    rows = math.ceil(len(charts) / most)
    across = math.ceil(len(charts) / rows)
    for start in range(0, len(charts), across):
        beside = charts[start : start + across]
        width = (whole + _GUTTER) // len(beside) - _GUTTER
        height = max(chart.height for chart in beside)
        for index, chart in enumerate(beside):
            column, indent = place_at(canvas, index * (width + _GUTTER))
            planned = _planned_chart(canvas, chart, column, width - 1, height, parts)
            canvas.charts.append(replace(planned, indent=indent))
        canvas.skip(height + _GUTTER)


def _planned_chart(
    canvas: Canvas,
    chart: Chart,
    column: int,
    width: int,
    height: int,
    parts: TableParts,
) -> PlannedChart:
    locale = parts.locale
    table = parts.blueprint.table(chart.over)
    series = []
    x_format = None
    for index, one in enumerate(chart.series):
        if table is not None:
            drawn = table.column(one.column)
            category = table.column(chart.category or "")
            assert drawn is not None
            assert category is not None
            categories: Node = Structured(table.id, "data", category.label(locale))
            x_format = shown(written_format(category, locale)).number_format
            values: Node = Structured(table.id, "data", drawn.label(locale))
            name = one.label(locale) if one.label else drawn.label(locale)
            number_format = shown(written_format(drawn, locale)).number_format
        else:
            categories = Structured(chart.over, "data", HEADER)
            values = Structured(chart.over, "data", one.column)
            row = _grid_row(chart.over, one.column, parts)
            name = one.label(locale) if one.label else row.label(locale)
            number_format = shown(written_format(row, locale)).number_format
        series.append(
            _series(
                canvas,
                one,
                index,
                name,
                categories,
                values,
                number_format,
                inside=_labelled_inside(chart) and one.kind in (None, chart.kind),
            )
        )
    colors, inks = _point_colors(canvas, chart, parts)
    primary = next((one for one in series if not one.secondary), None)
    secondary = next((one for one in series if one.secondary), None)
    return PlannedChart(
        row=canvas.row,
        column=column,
        width=width,
        height=height,
        kind=chart.kind,
        title=chart.title(locale),
        series=tuple(series),
        font=canvas.theme.font,
        x_title=optional_words(chart.x_title, locale) or "",
        y_title=optional_words(chart.y_title, locale) or "",
        y_minimum=chart.y_minimum,
        y_maximum=chart.y_maximum,
        y2_minimum=chart.y2_minimum,
        y2_maximum=chart.y2_maximum,
        y2_title=optional_words(chart.y2_title, locale) or "",
        y_format="0%" if chart.stack == "shares" else _axis_format(primary),
        y2_format=_axis_format(secondary),
        legend=len(series) > 1 or chart.kind in _ROUND,
        description=chart.title(locale),
        point_colors=colors,
        point_inks=inks,
        stack=chart.stack,
        x_format=_rounded(x_format) if chart.kind == "scatter" else None,
    )


def _labelled_inside(chart: Chart) -> bool:
    """Whether values stand on their columns: beyond the end are others, or the target's mark."""
    targets = any(one.target for one in chart.series)
    return chart.stack is not None or (chart.kind == "column" and targets)


def _point_colors(
    canvas: Canvas, chart: Chart, parts: TableParts
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The colours of a round chart's pieces, and of the words on them."""
    if chart.kind not in _ROUND:
        return (), ()
    palette = canvas.theme.palette
    table = parts.rows.get(chart.over)
    pieces = min(table.height, _MOST_PIECES) if table else _MOST_PIECES
    colors = tuple(islice(cycle(palette.series), pieces))
    return colors, tuple(_ink(canvas, color) for color in colors)


def _ink(canvas: Canvas, color: str) -> str:
    """What is legible on *color*."""
    return max((canvas.theme.palette.ink, WHITE), key=partial(contrast, color))


def _axis_format(series: PlannedSeries | None) -> str | None:
    return None if series is None else _rounded(series.number_format)


def _rounded(number_format: str | None) -> str | None:
    """The format of an axis: that of its values, in whole numbers and percentages."""
    if number_format is None:
        return None
    return "0%" if number_format.endswith("%") else number_format.replace("#,##0.00", "#,##0")


def _grid_row(grid_id: str, row_id: str, parts: TableParts) -> GridRow:
    return next(
        row
        for grid in parts.blueprint.grids
        if grid.id == grid_id
        for row in grid.rows
        if row.id == row_id
    )


def _series(
    canvas: Canvas,
    one: ChartSeries,
    index: int,
    name: str,
    categories: Node,
    values: Node,
    number_format: str,
    *,
    inside: bool,
) -> PlannedSeries:
    color = canvas.theme.series_color(one.mean, index)
    return PlannedSeries(
        name=name,
        categories=categories,
        values=values,
        color=canvas.theme.palette.title if one.target and one.mean is None else color,
        kind="line" if one.target or one.dots else one.kind,
        secondary=one.secondary,
        labels=one.labels,
        label_color=_ink(canvas, color) if inside and not one.target else None,
        target=one.target,
        dots=one.dots,
        number_format=number_format,
    )
