"""Charts as planned: where they stand, what they show, and how every part of them looks.

Colours are ``RRGGBB``, sizes and widths points.
"""

from __future__ import annotations

from typing import Literal

from plansheets.blueprint.model import ChartKind
from plansheets.formula.ast import Node
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class TextLook:
    """How words of a chart look, in the workbook's face."""

    size: float
    color: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line; what is None is left to whoever draws it."""

    color: str | None = None
    width: float | None = None
    dashed: bool = False


MarkerShape = Literal["circle", "square", "diamond", "triangle", "dash"]


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark at a point of a series."""

    shape: MarkerShape
    size: int
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class SeriesLook:
    """How a series is drawn; what is None is not drawn at all."""

    fill: str | None = None
    transparency: int = 0
    """Percent of what lies behind that is seen through the fill."""
    line: Line | None = None
    """The line itself, or the edge of what is filled."""
    marker: Marker | None = None
    hatched: bool = False
    """Whether the fill is drawn in slanting lines: what is expected, not what was."""
    pieces: tuple[str, ...] = ()
    """The fill of each piece of a round chart."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words at the points of a series."""

    text: TextLook
    shows: Literal["value", "share"] = "value"
    position: Literal["above", "right", "center", "inside_base", "outside_end"] | None = None
    """Beside or inside its point; None where there is one place only."""
    number_format: str | None = None
    leaders: bool = False
    """Whether a line leads from a piece to words that had to be moved."""
    inks: tuple[str, ...] = ()
    """The colour of each piece's words, where they differ."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: what it says, where it begins and ends, and how it looks."""

    title: str = ""
    number_format: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    """Where the axis begins and ends; as the data do when None."""
    text: TextLook | None = None
    """As the other words of the chart when None."""
    line: Line | None = None
    grid: Line | None = None
    """The lines across the chart at its steps."""
    ticks: bool = False
    low: bool = False
    """Whether its words stand at the edge, also where the axis crosses in the middle."""
    shown: bool = True
    """Whether it is drawn: where values are written out, it says nothing new."""
    turned: bool = False
    """Whether the first category stands at the top, as in a table."""


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """One series of a chart over lowered ranges (with their sheets).

    A kind of its own makes a combined chart.
    """

    name: str
    categories: Node
    values: Node
    kind: ChartKind
    look: SeriesLook
    labels: Labels | None = None
    named: bool = True
    """Whether a legend names it."""


@dataclass(frozen=True, slots=True)
class PlannedChart:
    """A chart with its top left corner in a cell, ``indent`` pixels from the cell's left edge."""

    row: int
    column: int
    width: int
    height: int
    kind: ChartKind
    title: str
    """The name of a panel, at its top left corner; "" in a chart that stands alone."""
    series: tuple[PlannedSeries, ...]
    x: Axis | None = None
    """The axis of the categories; round charts have none."""
    y: Axis | None = None
    """The axis of the values."""
    indent: int = 0
    legend: bool = True
    description: str = ""
    stack: Literal["values", "shares"] | None = None
    gap: int | None = None
    """Room between the columns of two categories, where it is another than usual."""
    hidden: bool = False
    """Whether some of the data stand in hidden columns, and are to be drawn all the same."""


@dataclass(frozen=True, slots=True)
class ChartLook:
    """How all charts of a workbook look."""

    title: TextLook
    words: TextLook
    """The legend, the axes and their titles."""
    legend: Literal["bottom", "top", "left", "right"]
    """Where it stands, in charts that have one."""
    ground: str
    edge: Line | None
    gap: int
    """Room between the columns of two categories, in percent of a column."""
    overlap: int
    """How far the columns of one category cover each other; negative where they stand apart."""
    hole: int
    """The hole of a ring, in percent of its width."""
    blanks: Literal["gap", "zero", "span"]
    anchor: Literal["moves and sizes", "moves", "stays"]
    """What a chart does when the cells behind it become wider or move."""
