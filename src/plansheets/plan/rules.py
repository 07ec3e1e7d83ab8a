"""What a rule of cells says: how they light up, and what they accept."""

from __future__ import annotations

import datetime
from typing import Literal

from plansheets.formula.ast import Node
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """What a conditional format changes; None leaves the cell's own look."""

    color: str | None = None
    fill: str | None = None
    bold: bool | None = None
    strike: bool = False
    number_format: str | None = None
    left: str | None = None
    right: str | None = None
    bottom: str | None = None
    """Lines of the cell, by colour; where one is given, all others go."""


@dataclass(frozen=True, slots=True)
class FormulaFormat:
    """A look while *formula* holds, which is relative to the first cell of the rule's box."""

    formula: Node
    highlight: Highlight
    stop: bool = False
    """Whether no later rule is asked where this one holds."""


@dataclass(frozen=True, slots=True)
class DataBar:
    """A bar in each cell, as long as its number; an end that is None follows the numbers."""

    color: str
    below_zero: str
    """The colour of bars that go the other way."""
    axis: str
    """The colour of the line they all begin at."""
    solid: bool = True
    """Whether they keep their colour up to the end."""
    edge: str | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A colour behind each number, from that of the smallest to that of the largest."""

    low: str
    high: str


CellFormat = FormulaFormat | DataBar | HeatMap
"""The kinds of conditional formats."""


@dataclass(frozen=True, slots=True)
class AnyValue:
    """Everything: the validation only shows its prompt."""


@dataclass(frozen=True, slots=True)
class ListedItems:
    """One of *items*, at most 255 characters together and without a comma."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemsFrom:
    """One of the values of a range, or of what a name stands for."""

    source: Node


@dataclass(frozen=True, slots=True)
class Between:
    """A number, a day, or a text whose length lies from *minimum* to *maximum*."""

    measure: Literal["whole", "decimal", "date", "length"]
    minimum: float | datetime.date
    maximum: float | datetime.date


@dataclass(frozen=True, slots=True)
class Custom:
    """What *formula* holds for; it is relative to the first cell of the rule's box."""

    formula: Node


Accepted = AnyValue | ListedItems | ItemsFrom | Between | Custom
"""The kinds of data validations."""
