"""Charts side by side, over columns of a table or rows of a period grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Chart, ChartSeries, GridRow, PeriodGrid
from plansheets.formula.ast import Node, Structured
from plansheets.plan.canvas import Canvas
from plansheets.plan.layout import content_pixels, place_at
from plansheets.plan.localise import optional_words
from plansheets.plan.model import PlannedChart, PlannedSeries
from plansheets.plan.number_formats import shown, written_format
from plansheets.plan.parts import TableParts
from plansheets.plan.place_grid import HEADER

_GUTTER = 16
"""Pixels between charts."""
_MOST_ACROSS = 3
_LEAST_WIDTH = 330


def place_charts(canvas: Canvas, charts: Sequence[Chart], parts: TableParts) -> None:
    """Charts side by side, from the content's left edge to its right one.

    A period grid may stand on a later sheet: its rows are named here and found when all is placed.
    """
    whole = content_pixels(canvas)
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
    for index, one in enumerate(chart.series):
        if table is not None:
            drawn = table.column(one.column)
            category = table.column(chart.category or "")
            assert drawn is not None
            assert category is not None
            categories: Node = Structured(table.id, "data", category.label(locale))
            values: Node = Structured(table.id, "data", drawn.label(locale))
            name = one.label(locale) if one.label else drawn.label(locale)
            number_format = shown(written_format(drawn, locale)).number_format
        else:
            categories = Structured(chart.over, "data", HEADER)
            values = Structured(chart.over, "data", one.column)
            row = _grid_row(chart.over, one.column, parts)
            name = one.label(locale) if one.label else row.label(locale)
            number_format = shown(written_format(row, locale)).number_format
        series.append(_series(canvas, one, index, name, categories, values, number_format))
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
        y_maximum=chart.y_maximum,
        y2_maximum=chart.y2_maximum,
        y2_title=optional_words(chart.y2_title, locale) or "",
        y_format=_axis_format(primary),
        y2_format=_axis_format(secondary),
        legend=len(series) > 1 or chart.kind in ("pie", "doughnut"),
        description=chart.title(locale),
        point_colors=canvas.theme.palette.series if chart.kind in ("pie", "doughnut") else (),
    )


def _axis_format(series: PlannedSeries | None) -> str | None:
    """The format of an axis: that of its values, with whole percentages."""
    if series is None:
        return None
    shares = series.number_format is not None and series.number_format.endswith("%")
    return "0%" if shares else series.number_format


def _grid_row(grid_id: str, row_id: str, parts: TableParts) -> GridRow:
    blocks = (block for sheet in parts.blueprint.sheets for block in sheet.blocks)
    return next(
        row
        for block in blocks
        if isinstance(block, PeriodGrid) and block.id == grid_id
        for row in block.rows
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
) -> PlannedSeries:
    return PlannedSeries(
        name=name,
        categories=categories,
        values=values,
        color=canvas.theme.series_color(one.mean, index),
        kind=one.kind,
        secondary=one.secondary,
        number_format=number_format,
    )
