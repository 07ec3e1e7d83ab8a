"""Charts as the text of a plan writes them: a line for each axis and each series."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.grid import cell_name
from plansheets.plan.charts import (
    Axis,
    ChartLook,
    Labels,
    Line,
    Marker,
    PlannedChart,
    PlannedSeries,
    SeriesLook,
    TextLook,
)
from plansheets.render.text_parts import listed, quote, spelled


def chart_look_line(look: ChartLook) -> str:
    """What all charts have in common."""
    facts = [
        f"edge {_line(look.edge)}" if look.edge else "",
        f"title {_text(look.title)}",
        f"words {_text(look.words)}",
        f"legend {look.legend}",
        f"gap {look.gap}",
        f"overlap {look.overlap}",
        f"hole {look.hole}",
        f"blanks {look.blanks}",
        look.anchor,
    ]
    return f"charts on {look.ground}{listed(facts)}"


def chart_lines(chart: PlannedChart) -> Iterator[str]:
    place = cell_name(chart.row, chart.column)
    if chart.indent:
        place += f"+{chart.indent}"
    facts = [
        "" if chart.legend else "no legend",
        f"stacked {chart.stack}" if chart.stack else "",
        "also hidden" if chart.hidden else "",
        "" if chart.gap is None else f"gap {chart.gap}",
    ]
    size = f"{chart.width}x{chart.height}"
    yield f"  chart {place} {size} {chart.kind} {quote(chart.title)}{listed(facts)}"
    if chart.description:
        yield f"    {quote(chart.description)}"
    for name, axis in (("x", chart.x), ("y", chart.y)):
        if axis is not None:
            yield f"    axis {name}{listed(_axis(axis))}"
    for series in chart.series:
        ranges = f"{spelled(series.values)} by {spelled(series.categories)}"
        yield f"    series {quote(series.name)} {ranges}{listed(_series(series, chart))}"


def _axis(axis: Axis) -> Iterator[str]:
    yield "" if axis.shown else "not drawn"
    yield " ".join(quote(text) for text in (axis.title, axis.number_format) if text)
    yield "" if axis.minimum is None else f"from {axis.minimum:g}"
    yield "" if axis.maximum is None else f"up to {axis.maximum:g}"
    yield f"words {_text(axis.text)}" if axis.text else ""
    yield f"line {_line(axis.line)}" if axis.line else ""
    yield f"grid {_line(axis.grid)}" if axis.grid else ""
    yield "ticks" if axis.ticks else ""
    yield "low" if axis.low else ""
    yield "turned" if axis.turned else ""


def _series(series: PlannedSeries, chart: PlannedChart) -> Iterator[str]:
    yield "" if series.kind == chart.kind else series.kind
    yield "" if series.named else "unnamed"
    yield from _look(series.look)
    if series.labels:
        yield from _labels(series.labels)


def _look(look: SeriesLook) -> Iterator[str]:
    yield f"fill {look.fill}" if look.fill else ""
    yield "hatched" if look.hatched else ""
    yield f"{look.transparency} % clear" if look.transparency else ""
    yield f"line {_line(look.line)}" if look.line else ""
    yield _marker(look.marker) if look.marker else ""
    yield f"pieces {' '.join(look.pieces)}" if look.pieces else ""


def _labels(labels: Labels) -> Iterator[str]:
    position = f" {labels.position}" if labels.position else ""
    number_format = f" {quote(labels.number_format)}" if labels.number_format else ""
    yield f"{labels.shows}s{position}{number_format} {_text(labels.text)}"
    yield "leaders" if labels.leaders else ""
    yield f"inks {' '.join(labels.inks)}" if labels.inks else ""


def _marker(marker: Marker) -> str:
    edge = "" if marker.edge == marker.fill else f" edge {marker.edge}"
    return f"{marker.shape} {marker.size} {marker.fill}{edge}"


def _line(line: Line) -> str:
    width = "" if line.width is None else f" {line.width:g}"
    return f"{line.color or 'any'}{width}{' dashed' if line.dashed else ''}"


def _text(text: TextLook) -> str:
    return f"{text.size:g} {text.color}{' bold' if text.bold else ''}"
