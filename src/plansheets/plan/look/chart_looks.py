"""How charts look: quiet lines, room between, and shapes that tell lines apart without colour."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from typing import assert_never

from plansheets.blueprint.model import Along, ChartKind
from plansheets.plan.charts import (
    Axis,
    ChartLook,
    Labels,
    Line,
    Marker,
    MarkerShape,
    SeriesLook,
    TextLook,
)
from plansheets.plan.look.colors import contrast
from plansheets.plan.look.palettes import WHITE, Palette

_LINE, _TREND, _TARGET, _BEFORE = 0.75, 2.25, 1.5, 1.5
_SHAPES: tuple[MarkerShape, ...] = ("circle", "square", "diamond", "triangle")
_USUAL_GAP, _CLOSE, _MOST_GAP = 70, 22, 400
"""Room between the bars of two points, in percent of a bar: as a rule, of many, and at most."""
_MANY = 7
"""Beyond so many, columns stand closer together: their values are as wide as they are."""
_MOST_WIDE, _MOST_HIGH = 64, 26
"""Pixels of a column's width, and of the height of a bar that lies."""
_EDGES = 24
"""Pixels of a chart beside its bars."""
_SHARES = '[>=0.06]0%;""'
"""Pieces thinner than their number go without it."""


def chart_look(palette: Palette) -> ChartLook:
    """What the charts of a workbook have in common."""
    return ChartLook(
        title=TextLook(9, palette.chart_ink),
        words=TextLook(9, palette.chart_ink),
        legend="top",
        ground=WHITE,
        edge=None,
        gap=_USUAL_GAP,
        overlap=-8,
        hole=62,
        blanks="gap",
        anchor="moves",
    )


def gap_between(kind: ChartKind, points: int, bars: int, size: tuple[int, int]) -> int | None:
    """The room between *points* of so many *bars* each; None where it is the usual.

    Few bars stay slender: their length is what is read.
    """
    if kind not in ("column", "bar") or not bars:
        return None
    if kind == "column" and points * bars > _MANY:
        return _CLOSE
    wide, high = size
    room, most = (wide, _MOST_WIDE) if kind == "column" else (high, _MOST_HIGH)
    gap = round(100 * ((room - _EDGES) / points / most - bars))
    return min(gap, _MOST_GAP) if gap > _USUAL_GAP else None


def axes(kind: ChartKind, palette: Palette) -> tuple[Axis, Axis] | None:
    """The axes of the categories and of the values, with nothing said on them yet."""
    line, grid = Line(palette.axis, _LINE), Line(palette.grid, _LINE)
    categories, values = Axis(line=line, low=True), Axis(grid=grid)
    match kind:
        case "column" | "line" | "area":
            return categories, values
        case "bar":
            return replace(categories, turned=True), values
        case "scatter":
            return Axis(line=line, grid=grid, low=True), replace(values, low=True)
        case "radar":
            spokes = Axis(line=Line(), grid=Line(), ticks=True)
            return spokes, replace(values, text=TextLook(8, palette.axis))
        case "pie" | "doughnut":
            return None
        case other:
            assert_never(other)


def series_look(
    kind: ChartKind, color: str, position: int, palette: Palette, *, stacked: bool, pieces: int
) -> SeriesLook:
    """How the series at *position* is drawn; *pieces* are those of a round chart."""
    shape = _SHAPES[position % len(_SHAPES)]
    match kind:
        case "line" | "radar":
            return SeriesLook(line=Line(color, _TREND), marker=Marker(shape, 5, color, WHITE))
        case "scatter":
            return SeriesLook(marker=Marker(shape, 7, color, WHITE))
        case "area":
            return SeriesLook(color, transparency=35)
        case "column" | "bar":
            return SeriesLook(color, line=Line(WHITE) if stacked else None)
        case "pie" | "doughnut":
            fills = tuple(islice(cycle(palette.series), pieces))
            return SeriesLook(pieces=fills, line=Line(WHITE, 1))
        case other:
            assert_never(other)


def target_look(kind: ChartKind, color: str) -> SeriesLook:
    """What the other series of a chart of *kind* are to reach: a mark across each column."""
    if kind == "column":
        return SeriesLook(marker=Marker("dash", 18, color, color))
    return SeriesLook(line=Line(color, _TARGET, dashed=True))


def last_year_look(kind: ChartKind, color: str) -> SeriesLook:
    """What was a year before: behind everything, and without marks."""
    return SeriesLook(line=Line(color, _BEFORE)) if kind == "line" else SeriesLook(color)


def limit_look(kind: ChartKind, along: Along, color: str) -> SeriesLook:
    """What the others are to stay on one side of: a line through time, a mark for each thing."""
    if kind == "column" and along == "things":
        return target_look(kind, color)
    return SeriesLook(line=Line(color, _TARGET, dashed=True))


def forecast_look(kind: ChartKind, color: str) -> SeriesLook:
    """What is expected: the colour of what was, in slanting or broken lines."""
    if kind == "line":
        return SeriesLook(line=Line(color, _TREND, dashed=True))
    return SeriesLook(color, line=Line(color, _LINE), hatched=True)


def dots_look(color: str) -> SeriesLook:
    """Points without a line: Excel draws an empty text as 0, which lies below an axis that begins
    above it, where a line would fall to the ground.
    """
    return SeriesLook(marker=Marker("diamond", 9, color, WHITE))


def share_labels(kind: ChartKind, look: SeriesLook, palette: Palette) -> Labels:
    """The share of each piece: beside a pie, and on a ring, each in an ink of its own."""
    text = TextLook(9, palette.chart_ink, bold=True)
    if kind == "pie":
        return Labels(text, "share", "outside_end", _SHARES, leaders=True)
    inks = tuple(ink_on(color, palette) for color in look.pieces)
    return Labels(text, "share", number_format=_SHARES, inks=inks)


def value_labels(
    kind: ChartKind, number_format: str, palette: Palette, *, on: str | None, stacked: bool
) -> Labels:
    """The values themselves, *on* the colour of their columns where others stand beyond them."""
    text = TextLook(8, palette.chart_ink if on is None else ink_on(on, palette))
    match kind:
        case "line":
            return Labels(text, position="above", number_format=number_format)
        case "scatter":
            return Labels(text, position="right", number_format=number_format)
        case "column" | "bar" if stacked:
            return Labels(text, position="center", number_format=number_format)
        case "column" | "bar" if on is None:
            return Labels(text, position="outside_end", number_format=number_format)
        case "column" | "bar":
            return Labels(text, position="inside_base", number_format=number_format)
        case _:
            return Labels(text, number_format=number_format)


def ink_on(color: str, palette: Palette) -> str:
    """What is legible on *color*."""
    return max((palette.ink, WHITE), key=partial(contrast, color))
