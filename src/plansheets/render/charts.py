"""Charts of the plan in XlsxWriter's words: quiet lines, room between, one font."""

from __future__ import annotations

from collections.abc import Mapping
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

from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.plan.model import PlannedChart, PlannedSeries
from plansheets.render.formulas import spell_formula
from plansheets.render.package import PlanWorkbook
from plansheets.render.refusals import place
from plansheets.render.worksheet import PlanWorksheet

_TITLE, _TEXT = "#404040", "#595959"
_AXIS, _GRID = "#BFBFBF", "#E7E6E6"
_PALETTE = ("2F5D8A", "E08E45", "6BA292", "B65C5C", "8C7AA9", "C9A227")
_GAP, _OVERLAP, _HOLE = 70, -8, 62
_MARK = 18
"""The width of a target's mark, in points."""
_PIECE = '[>=0.06]0%;""'
"""Pieces thinner than their number go without it."""
_MARKERS = ("circle", "square", "diamond", "triangle")
"""Shapes that tell lines apart where there is no colour."""
_ROUND = frozenset({"pie", "doughnut"})


class _OurText:
    """Text as planned: a name is never a reference, and Chinese has its font.

    XlsxWriter reads ``Sale!A1`` as a cell, and names the font of Latin text alone: Excel then shows
    Chinese in its theme's old one.
    """

    def _process_names(
        self, name: str | None, formula: str | None
    ) -> tuple[str | None, str | None]:
        return name, formula

    def _write_a_latin(self, attributes: list[tuple[str, Any]]) -> None:
        super()._write_a_latin(attributes)  # type: ignore[misc]
        self._xml_empty_tag("a:ea", attributes[:1])  # type: ignore[attr-defined]


_KINDS = {
    kind: type(f"Our{stock.__name__}", (_OurText, stock), {})
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
    workbook: PlanWorkbook,
    sheet: PlanWorksheet,
    chart: PlannedChart,
    hidden: Mapping[str, frozenset[int]],
) -> None:
    """Draw *chart* on *sheet*; *hidden* are the hidden columns of each sheet, by its title."""
    where = place(sheet.name, chart.row, chart.column)
    groups = _groups(chart)
    if not groups or len(groups) > 2:
        sheet.refusals.add(
            "PS340", f"a chart mixes one or two kinds of series, this one has {len(groups)}", where
        )
        return
    drawn = [_draw(workbook, sheet, chart, kind, series) for kind, series in groups]
    first = drawn[0]
    if len(drawn) == 2:
        first.combine(drawn[1])
    _frame(first, chart)
    if any(_lies_in(hidden, node) for each in chart.series for node in _ranges(each)):
        first.show_hidden_data()
    second = any(each.secondary for each in chart.series)
    if second:
        axis = _value_axis(
            chart, chart.y2_title, chart.y2_format, (chart.y2_minimum, chart.y2_maximum), grid=False
        )
        drawn[-1].set_y2_axis(axis)
    options = {
        "description": chart.description or chart.title,
        "object_position": 2,
        "x_offset": chart.indent,
    }
    sheet.refusals.call(where, sheet.insert_chart, chart.row, chart.column, first, options)


def _ranges(series: PlannedSeries) -> tuple[Node, Node]:
    return series.categories, series.values


def _lies_in(hidden: Mapping[str, frozenset[int]], node: Node) -> bool:
    """Whether a chart would lose a range because its column is hidden."""
    match node:
        case CellRange(Cell(_, first, sheet), Cell(_, last)):
            return any(first <= column <= last for column in hidden.get(sheet or "", ()))
        case Cell(_, column, sheet):
            return column in hidden.get(sheet or "", ())
        case _:
            return False


def _groups(chart: PlannedChart) -> list[tuple[str, list[PlannedSeries]]]:
    """The series by kind, the chart's own kind first; the order within stays."""

    def kind(series: PlannedSeries) -> str:
        return series.kind or chart.kind

    ordered = sorted(chart.series, key=lambda series: (kind(series) != chart.kind, kind(series)))
    return [(each, list(series)) for each, series in groupby(ordered, kind)]


def _draw(
    workbook: PlanWorkbook,
    sheet: PlanWorksheet,
    chart: PlannedChart,
    kind: str,
    series: list[PlannedSeries],
) -> Chart:
    where = place(sheet.name, chart.row, chart.column)
    drawn = workbook.take_chart(_KINDS[kind](*_subtype(chart, kind)))
    for each in series:
        ranges = {
            part: "=" + spell_formula(node, sheet.refusals, where)
            for part, node in zip(("categories", "values"), _ranges(each), strict=True)
        }
        look = _series(chart, kind, each, chart.series.index(each))
        sheet.refusals.call(where, drawn.add_series, ranges | look)
    return drawn


def _subtype(chart: PlannedChart, kind: str) -> list[dict[str, str]]:
    """What XlsxWriter's chart is made with; round ones take nothing."""
    if kind == "radar":
        return [{"subtype": "with_markers"}]
    if chart.stack is None or kind not in ("column", "bar", "area"):
        return []
    return [{"subtype": "percent_stacked" if chart.stack == "shares" else "stacked"}]


def _series(chart: PlannedChart, kind: str, series: PlannedSeries, position: int) -> dict[str, Any]:
    color = f"#{series.color or _PALETTE[position % len(_PALETTE)]}"
    options: dict[str, Any] = {"name": series.name}
    match kind:
        case "line" if series.target and chart.kind == "column":
            options["line"] = {"none": True}
            options["marker"] = _marker("long_dash", _MARK, color) | {"border": {"color": color}}
        case "line" if series.target:
            options["line"] = {"color": color, "width": 1.5, "dash_type": "dash"}
            options["marker"] = {"type": "none"}
        case "line" if series.dots:
            options["line"] = {"none": True}
            options["marker"] = _marker("diamond", 9, color)
        case "line" | "radar":
            options["line"] = {"color": color, "width": 2.25}
            options["marker"] = _marker(_MARKERS[position % len(_MARKERS)], 5, color)
        case "scatter":
            options["line"] = {"none": True}
            options["marker"] = _marker(_MARKERS[position % len(_MARKERS)], 7, color)
        case "area":
            options["fill"] = {"color": color, "transparency": 35}
            options["border"] = {"none": True}
        case "pie" | "doughnut":
            colors = chart.point_colors or _PALETTE
            options["points"] = [
                {"fill": {"color": f"#{each}"}, "border": {"color": "#FFFFFF", "width": 1}}
                for each in colors
            ]
        case _:
            options["fill"] = {"color": color}
            options["border"] = {"color": "#FFFFFF"} if chart.stack else {"none": True}
            options["gap"], options["overlap"] = _GAP, 100 if chart.stack else _OVERLAP
            if chart.point_colors:
                options["points"] = [
                    {"fill": {"color": f"#{each}"}, "border": {"none": True}}
                    for each in chart.point_colors
                ]
    if series.secondary:
        options["y2_axis"] = True
    if series.labels or kind in _ROUND:
        options["data_labels"] = _labels(chart, kind, series)
    return options


def _marker(shape: str, size: int, color: str) -> dict[str, Any]:
    return {
        "type": shape,
        "size": size,
        "fill": {"color": color},
        "border": {"color": "#FFFFFF"},
    }


def _labels(chart: PlannedChart, kind: str, series: PlannedSeries) -> dict[str, Any]:
    if kind in _ROUND:
        # Words of each piece in an ink of their own; a pie has room for them outside, in one.
        labels = {"percentage": True, "num_format": _PIECE, "font": _font(chart, 9, bold=True)}
        if kind == "pie":
            return labels | {"position": "outside_end", "leader_lines": True}
        fonts = [_font(chart, 9, f"#{ink}", bold=True) for ink in chart.point_inks]
        return labels | {"custom": [{"font": font} for font in fonts]}
    color = f"#{series.label_color}" if series.label_color else _TEXT
    labels = {"value": True, "font": _font(chart, 8, color)}
    match kind:
        case "line":
            labels["position"] = "above"
        case "scatter":
            labels["position"] = "right"
        case "column" | "bar":
            labels["position"] = "center" if chart.stack else "outside_end"
            if series.label_color and not chart.stack:
                labels["position"] = "inside_base"
        case _:
            pass
    if series.number_format:
        labels["num_format"] = _without_zeros(series.number_format)
    return labels


def _without_zeros(number_format: str) -> str:
    """A format that leaves zeros out: a blank text is drawn as one."""
    return number_format if ";" in number_format else f"{number_format};-{number_format};"


def _frame(drawn: Chart, chart: PlannedChart) -> None:
    """Everything around the series."""
    drawn.set_size({"width": chart.width, "height": chart.height})
    if chart.title:
        drawn.set_title(
            {
                "name": chart.title,
                "name_font": _font(chart, 12, _TITLE, bold=True),
                "overlay": False,
            }
        )
    else:
        drawn.set_title({"none": True})
    drawn.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    drawn.set_plotarea({"border": {"none": True}, "fill": {"none": True}})
    drawn.show_blanks_as("gap")
    if chart.legend:
        drawn.set_legend({"position": "bottom", "font": _font(chart, 9)})
    else:
        drawn.set_legend({"none": True})
    if chart.kind in _ROUND:
        if chart.kind == "doughnut":
            drawn.set_hole_size(_HOLE)
        return
    category: dict[str, Any] = {
        "num_font": _font(chart, 9),
        "line": {"color": _AXIS, "width": 0.75},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "label_position": "low",
        "major_gridlines": {"visible": False},
    } | _axis_title(chart, chart.x_title)
    ends = chart.y_minimum, chart.y_maximum
    value = _value_axis(chart, chart.y_title, chart.y_format, ends, grid=True)
    if chart.kind == "scatter":
        across = _value_axis(chart, chart.x_title, chart.x_format, (None, None), grid=True)
        drawn.set_x_axis(across | {"label_position": "low", "line": category["line"]})
        drawn.set_y_axis(value | {"label_position": "low"})
    elif chart.kind == "radar":
        drawn.set_x_axis({"num_font": _font(chart, 9), "major_gridlines": {"visible": True}})
        drawn.set_y_axis(value | {"num_font": _font(chart, 8, _AXIS)})
    elif chart.kind == "bar":
        # The first category belongs on top, as in the table, and the values below. XlsxWriter
        # calls the axes of bars by where they lie: x is the one with the values.
        drawn.set_y_axis(category | {"reverse": True, "crossing": "max"})
        drawn.set_x_axis(value)
    else:
        drawn.set_x_axis(category)
        drawn.set_y_axis(value)


def _value_axis(
    chart: PlannedChart,
    title: str,
    number_format: str | None,
    ends: tuple[float | None, float | None],
    *,
    grid: bool,
) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": _font(chart, 9),
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": grid, "line": {"color": _GRID, "width": 0.75}},
    } | _axis_title(chart, title)
    if number_format:
        axis["num_format"] = number_format
    named = zip(("min", "max"), ends, strict=True)
    return axis | {end: value for end, value in named if value is not None}


def _axis_title(chart: PlannedChart, title: str) -> dict[str, Any]:
    return {"name": title, "name_font": _font(chart, 9)} if title else {}


def _font(
    chart: PlannedChart, size: float, color: str = _TEXT, *, bold: bool = False
) -> dict[str, Any]:
    return {"name": chart.font, "size": size, "color": color, "bold": bold}
