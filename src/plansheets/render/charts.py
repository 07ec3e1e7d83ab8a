"""Charts of the plan in XlsxWriter's words."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.chart_area import ChartArea
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.chart_column import ChartColumn
from xlsxwriter.chart_doughnut import ChartDoughnut
from xlsxwriter.chart_line import ChartLine
from xlsxwriter.chart_pie import ChartPie
from xlsxwriter.chart_radar import ChartRadar
from xlsxwriter.chart_scatter import ChartScatter

from plansheets.blueprint.model import ChartKind
from plansheets.plan.charts import (
    Axis,
    Labels,
    Line,
    Marker,
    PlannedChart,
    PlannedSeries,
    TextLook,
)
from plansheets.plan.model import Looks
from plansheets.render.package import PlanWorkbook
from plansheets.render.refusals import place
from plansheets.render.worksheet import PlanWorksheet
from plansheets.words import Words

_SHAPES = {"dash": "long_dash"}
"""Shapes of markers that XlsxWriter calls otherwise."""
_ANCHORS = {"moves and sizes": 1, "moves": 2, "stays": 3}
_SUBTYPES = {"shares": "percent_stacked", "values": "stacked"}


class _AsPlanned:
    """What XlsxWriter writes otherwise, or not at all.

    A name is never a reference, where it takes ``Sale!A1`` for a cell. Chinese has its font,
    where it names that of Latin text alone, and Excel shows the theme's old one. How blanks and
    hidden cells are drawn is said: left out, it means something else in each Excel.
    """

    def _process_names(
        self, name: str | None, formula: str | None
    ) -> tuple[str | None, str | None]:
        return name, formula

    def _write_a_latin(self, attributes: list[tuple[str, Any]]) -> None:
        super()._write_a_latin(attributes)  # type: ignore[misc]
        self._xml_empty_tag("a:ea", attributes[:1])  # type: ignore[attr-defined]

    def _write_plot_vis_only(self) -> None:
        visible_only = [("val", 0 if self.show_hidden else 1)]  # type: ignore[attr-defined]
        self._xml_empty_tag("c:plotVisOnly", visible_only)  # type: ignore[attr-defined]

    def _write_disp_blanks_as(self) -> None:
        blanks = [("val", self.show_blanks)]  # type: ignore[attr-defined]
        self._xml_empty_tag("c:dispBlanksAs", blanks)  # type: ignore[attr-defined]


_KINDS = {
    kind: type(f"Our{stock.__name__}", (_AsPlanned, stock), {})
    for kind, stock in {
        "column": ChartColumn,
        "bar": ChartBar,
        "line": ChartLine,
        "area": ChartArea,
        "pie": ChartPie,
        "doughnut": ChartDoughnut,
        "scatter": ChartScatter,
        "radar": ChartRadar,
    }.items()
}


def insert_chart(
    workbook: PlanWorkbook, sheet: PlanWorksheet, chart: PlannedChart, looks: Looks
) -> None:
    """Draw *chart* on *sheet*."""
    where = place(sheet.name, chart.row, chart.column)
    groups = _groups(chart)
    if not groups or len(groups) > 2:
        sheet.refusals.add(
            "PS340",
            Words(
                f"一张图最多混用两种系列，这张有 {len(groups)} 种",
                f"a chart mixes one or two kinds of series, this one has {len(groups)}",
            ),
            where,
        )
        return
    drawn = [_draw(workbook, sheet, chart, kind, series, looks) for kind, series in groups]
    first = drawn[0]
    if len(drawn) == 2:
        first.combine(drawn[1])
    _frame(first, chart, looks)
    _axes(first, chart, looks)
    options = {
        "description": chart.description,
        "object_position": _ANCHORS[looks.chart.anchor],
        "x_offset": chart.indent,
    }
    sheet.refusals.call(where, sheet.insert_chart, chart.row, chart.column, first, options)


def _groups(chart: PlannedChart) -> list[tuple[ChartKind, list[PlannedSeries]]]:
    """The series by kind, the chart's own kind first; the order within stays."""
    ordered = sorted(chart.series, key=lambda series: (series.kind != chart.kind, series.kind))
    return [(kind, list(series)) for kind, series in groupby(ordered, lambda each: each.kind)]


def _draw(
    workbook: PlanWorkbook,
    sheet: PlanWorksheet,
    chart: PlannedChart,
    kind: ChartKind,
    series: list[PlannedSeries],
    looks: Looks,
) -> Chart:
    where = place(sheet.name, chart.row, chart.column)
    drawn = workbook.take_chart(_KINDS[kind](*_subtype(chart, kind, series)))
    for each in series:
        ranges = {
            part: "=" + sheet.spelled(node, where)
            for part, node in (("categories", each.categories), ("values", each.values))
        }
        options = _series(chart, each, looks)
        sheet.refusals.call(where, drawn.add_series, ranges | options)
    return drawn


def _subtype(
    chart: PlannedChart, kind: ChartKind, series: list[PlannedSeries]
) -> list[dict[str, str]]:
    """What XlsxWriter's chart is made with; round ones take nothing."""
    if kind == "radar" and any(each.look.marker for each in series):
        return [{"subtype": "with_markers"}]
    if chart.stack is not None and kind in ("column", "bar", "area"):
        return [{"subtype": _SUBTYPES[chart.stack]}]
    return []


def _series(chart: PlannedChart, series: PlannedSeries, looks: Looks) -> dict[str, Any]:
    look = series.look
    options: dict[str, Any] = {"name": series.name}
    if look.pieces:
        options["points"] = [
            {"fill": {"color": f"#{fill}"}, "border": _line(look.line)} for fill in look.pieces
        ]
    else:
        options["line"] = _line(look.line)
    if look.fill and look.hatched:
        options["pattern"] = {
            "pattern": "wide_upward_diagonal",
            "fg_color": f"#{look.fill}",
            "bg_color": f"#{looks.chart.ground}",
        }
    elif look.fill:
        options["fill"] = {"color": f"#{look.fill}"}
        if look.transparency:
            options["fill"]["transparency"] = look.transparency
    if look.marker:
        options["marker"] = _marker(look.marker)
    if series.kind in ("column", "bar"):
        # Columns on top of each other that do not cover each other wholly stand askew.
        options["gap"] = looks.chart.gap if chart.gap is None else chart.gap
        options["overlap"] = 100 if chart.stack else looks.chart.overlap
    if series.labels:
        options["data_labels"] = _labels(series.labels, looks)
    return options


def _line(line: Line | None) -> dict[str, Any]:
    if line is None:
        return {"none": True}
    options: dict[str, Any] = {}
    if line.color is not None:
        options["color"] = f"#{line.color}"
    if line.width is not None:
        options["width"] = line.width
    if line.dashed:
        options["dash_type"] = "dash"
    return options


def _marker(marker: Marker) -> dict[str, Any]:
    return {
        "type": _SHAPES.get(marker.shape, marker.shape),
        "size": marker.size,
        "fill": {"color": f"#{marker.fill}"},
        "border": {"color": f"#{marker.edge}"},
    }


def _labels(labels: Labels, looks: Looks) -> dict[str, Any]:
    shows = {"value": "value", "share": "percentage"}[labels.shows]
    options: dict[str, Any] = {shows: True, "font": _font(labels.text, looks)}
    if labels.position:
        options["position"] = labels.position
    if labels.number_format:
        options["num_format"] = labels.number_format
    if labels.leaders:
        options["leader_lines"] = True
    if labels.inks:
        inked = [replace(labels.text, color=ink) for ink in labels.inks]
        options["custom"] = [{"font": _font(text, looks)} for text in inked]
    return options


def _frame(drawn: Chart, chart: PlannedChart, looks: Looks) -> None:
    """Everything around the series but the axes."""
    look = looks.chart
    drawn.set_size({"width": chart.width, "height": chart.height})
    corner = {"x": 0.01, "y": 0.01}
    font = _font(look.title, looks)
    title = {"name": chart.title, "name_font": font, "overlay": True, "layout": corner}
    drawn.set_title(title if chart.title else {"none": True})
    drawn.set_chartarea({"border": _line(look.edge), "fill": {"color": f"#{look.ground}"}})
    drawn.set_plotarea({"border": {"none": True}, "fill": {"none": True}})
    drawn.show_blanks_as(look.blanks)
    if chart.hidden:
        drawn.show_hidden_data()
    legend: dict[str, Any] = {"position": look.legend, "font": _font(look.words, looks)}
    ordered = [series for _, group in _groups(chart) for series in group]
    unnamed = [index for index, series in enumerate(ordered) if not series.named]
    if unnamed:
        legend["delete_series"] = unnamed
    drawn.set_legend(legend if chart.legend else {"none": True})
    if chart.kind == "doughnut":
        drawn.set_hole_size(look.hole)


def _axes(drawn: Chart, chart: PlannedChart, looks: Looks) -> None:
    if chart.x is None or chart.y is None:
        return
    x, y = _axis(chart.x, looks), _axis(chart.y, looks)
    if chart.x.turned:
        x["crossing"] = "max"  # else the values would stand above
    if chart.kind == "bar":
        x["interval_unit"] = 1  # every bar has its name, also where Excel would leave some out
    # XlsxWriter calls the axes of bars by where they lie: x is the one with the values.
    across, up = (y, x) if chart.kind == "bar" else (x, y)
    drawn.set_x_axis(across)
    drawn.set_y_axis(up)


def _axis(axis: Axis, looks: Looks) -> dict[str, Any]:
    words = _font(looks.chart.words, looks)
    options: dict[str, Any] = {
        "num_font": _font(axis.text, looks) if axis.text else words,
        "line": _line(axis.line),
        "major_gridlines": {"visible": axis.grid is not None, "line": _line(axis.grid)},
    }
    if not axis.shown:
        options["visible"] = False
    if axis.title:
        options |= {"name": axis.title, "name_font": words}
    if axis.number_format:
        options["num_format"] = axis.number_format
    if axis.minimum is not None:
        options["min"] = axis.minimum
    if axis.maximum is not None:
        options["max"] = axis.maximum
    if not axis.ticks:
        options |= {"major_tick_mark": "none", "minor_tick_mark": "none"}
    if axis.low:
        options["label_position"] = "low"
    if axis.turned:
        options["reverse"] = True
    return options


def _font(text: TextLook, looks: Looks) -> dict[str, Any]:
    color = f"#{text.color}"
    return {"name": looks.font, "size": text.size, "color": color, "bold": text.bold}
