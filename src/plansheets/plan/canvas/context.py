"""What placing blocks needs to know of the rest of the workbook."""

from __future__ import annotations

from dataclasses import field

from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.inputs import Inputs
from plansheets.plan.canvas.rows import TableRows
from plansheets.plan.model import PlannedName, Value
from plansheets.plan.write_out.localise import Dictionary
from plansheets.records import dataclass
from plansheets.words import Locale


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The rest of the workbook, as far as placing a block needs to know it."""

    blueprint: Blueprint
    locale: Locale
    rows: dict[str, TableRows]
    inputs: Inputs
    ribbon: tuple[Node, ...] = ()
    """What the ribbon over every page says, where tables hold sample rows."""


@dataclass(slots=True)
class UnderWay:
    """What all sheets share, and what grows while they are drawn."""

    around: Surroundings
    words: Dictionary
    behind: Canvas
    """A hidden sheet, on which charts work out what they say."""
    values: dict[str, Value]
    """What is typed into each parameter's cell."""
    names: list[PlannedName] = field(default_factory=list)
    typed: dict[str, Cell] = field(default_factory=dict)
    """The cell that each parameter is typed into."""
    checks: dict[str, str] = field(default_factory=dict)
    """What each check says, by id."""
    grids: dict[tuple[str, str], CellRange] = field(default_factory=dict)
    """The cells of each row of a period grid."""
    tables: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """The sheet, row and column at which each table stands."""
