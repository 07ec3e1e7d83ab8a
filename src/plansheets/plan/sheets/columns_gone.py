"""How many columns each table has lost, counted on the checks sheet where nobody looks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.formula.template import template
from plansheets.plan.canvas.canvas import Canvas, internal_link
from plansheets.plan.model import PlannedName, PlannedTable
from plansheets.plan.names import COLUMNS_GONE
from plansheets.records import dataclass

_THERE = template("ISTEXT(header)")
"""A header's own cell: it follows the header wherever it goes, and is an error without it.

What names a column by its table is no witness: LibreOffice has it name the next one instead.
"""
_BOTH = template("there+other")
_GONE = template("planned-there")
_SUM = template("SUM(gone)")
_MOST = template("INDEX(those, MATCH(MAX(gone), gone, 0))")

_AT_ONCE = 100
"""Headers that one formula names, each with its sheet: a few hundred are more than Excel takes."""


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table, and the title of the sheet that it stands on."""

    sheet: str
    table: PlannedTable


@dataclass(frozen=True, slots=True)
class Leading:
    """Where the link of a check leads, and what it says."""

    target: Node
    words: Node


def place_columns_gone(
    canvas: Canvas, tables: Sequence[PlacedTable], row: int, column: int
) -> tuple[PlannedName, Leading]:
    """A row for each of *tables*: its lost columns, where it stands and on which sheet.

    A table with more columns than a formula can name has several. Gives the name of their sum, and
    the way to the table that has lost most.
    """
    cell = canvas.theme.cell
    canvas.hidden_columns += range(column, column + 4)
    pieces = [
        (placed, range(len(placed.table.columns))[first : first + _AT_ONCE])
        for placed in tables
        for first in range(0, len(placed.table.columns), _AT_ONCE)
    ]
    for at, (placed, part) in enumerate(pieces, row):
        table = placed.table
        link = internal_link(placed.sheet, table.row, table.column)
        # the texts first: LibreOffice shows ### beside a hidden number
        canvas.put(at, column, cell, "#" + link.removeprefix("internal:"))
        canvas.put(at, column + 1, cell, placed.sheet)
        canvas.put(at, column + 2, cell, formula=_columns_gone(placed, part))

    def those(offset: int) -> CellRange:
        first = Cell(row, column + offset, None, True, True)
        return CellRange(first, Cell(row + len(pieces) - 1, column + offset, None, True, True))

    gone = those(2)
    total = canvas.put(row, column + 3, cell, formula=_SUM(gone=gone))
    leading = Leading(_MOST(those=those(0), gone=gone), _MOST(those=those(1), gone=gone))
    return PlannedName(COLUMNS_GONE, total, hidden=True), leading


def _columns_gone(placed: PlacedTable, offsets: Sequence[int]) -> Node:
    table = placed.table
    there = [
        _THERE(header=Cell(table.row, table.column + offset, placed.sheet, True, True))
        for offset in offsets
    ]
    all_there = reduce(lambda left, right: _BOTH(there=left, other=right), there)
    return _GONE(planned=len(there), there=all_there)
