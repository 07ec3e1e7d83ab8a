"""The axes of a chart: what they say, where they begin, and which of them are drawn."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.chart import Chart
from plansheets.blueprint.model import ChartKind
from plansheets.plan.blocks.chart_points import ShownSeries, shown_series
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.charts import Axis
from plansheets.plan.look.chart_looks import axes
from plansheets.plan.write_out.localise import optional_words
from plansheets.words import Words

_FROM_ZERO = frozenset({"column", "bar", "area"})


def chart_axes(
    canvas: Canvas, chart: Chart, around: Surroundings
) -> tuple[Axis | None, Axis | None]:
    """The axes with what they say; what has a length begins at zero."""
    looks = axes(chart.kind, canvas.theme.palette)
    if looks is None:
        return None, None
    across, up = looks

    def said(words: Words | None) -> str:
        return optional_words(words, around.locale) or ""

    shows = shown_series(chart, chart.series[0], around)
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
    if chart.kind in _FROM_ZERO and y.minimum is None:
        filled = [one for one in chart.series if not one.as_line and one.kind != "line"]
        if not any(_signed(shown_series(chart, one, around), chart.kind) for one in filled):
            y = replace(y, minimum=0)
    return x, y


def _signed(shows: ShownSeries, kind: ChartKind) -> bool:
    """Whether values may lie below zero, so that an axis from zero would cut them off.

    What is counted does not, whatever its format; amounts that are computed may in any.
    """
    if shows.type.measure == "count":
        return "+" in shows.number_format
    loses = kind == "column" and shows.computed and shows.type.measure == "money"
    return loses or "+" in shows.number_format or ";-" in shows.number_format


def _rounded(number_format: str | None) -> str | None:
    """The format of an axis: that of its values, in whole numbers and percentages."""
    if number_format is None:
        return None
    return "0%" if number_format.endswith("%") else number_format.replace("#,##0.00", "#,##0")
