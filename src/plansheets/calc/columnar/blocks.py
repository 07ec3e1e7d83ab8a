"""A plan as this engine computes it: constants, and blocks of cells that share a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import NamedTuple

import numpy as np

from plansheets.calc.columnar.grid import from_values
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.sheets import RowNumbers, Sheets
from plansheets.calc.engine import EngineValue, constant, place_name
from plansheets.calc.spread import ANY_ROW
from plansheets.errors import PlansheetsError, Problem
from plansheets.formula.ast import Binary, Call, Cell, CellRange, Node
from plansheets.formula.rewrite import moved_along, walk
from plansheets.grid import MAX_ROWS
from plansheets.plan.lower.formulas import Places, lower, plan_places
from plansheets.plan.model import Plan, PlannedTable
from plansheets.records import dataclass


class Reach(NamedTuple):
    """Cells of a sheet, the last row and column among them; looked up by, hence a tuple."""

    sheet: str
    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class FormulaBlock:
    """Cells below each other with one formula; it is lowered for ANY_ROW where they are several."""

    sheet: str
    row: int
    height: int
    column: int
    formula: Node
    table: str = ""
    id: str = ""
    """The column of a table that the block is, or is part of."""
    part_of: int | None = None
    """The number of the block for which this one computes a part, if it does."""

    @property
    def rows(self) -> RowNumbers:
        return np.arange(self.row, self.row + self.height, dtype=np.int64)

    def between(self, first: int, end: int) -> FormulaBlock | None:
        """The part of the block from row *first* to before *end*; None where there is none."""
        row, below = max(self.row, first), min(self.row + self.height, end)
        return replace(self, row=row, height=below - row) if row < below else None

    def halves(self) -> list[FormulaBlock]:
        """The block in two, one below the other."""
        middle = self.height // 2
        above, below = range(middle), range(middle, self.height)
        return [
            replace(self, row=self.row + half.start, height=len(half)) for half in (above, below)
        ]

    def looks_at(self) -> Iterator[Reach]:
        """All that the formulas of the block may look at."""
        yield from self._seen(self.formula)

    def _seen(self, formula: Node) -> Iterator[Reach]:
        for node in walk(formula):
            match node:
                case Cell():
                    yield self._rectangle(node, node)
                case CellRange(first, last):
                    yield self._rectangle(first, last)
                case Binary(":", left, right):
                    yield _hull([*self._ends(left), *self._ends(right)])
                case Call("SUMIF" | "AVERAGEIF", (looked, _, summed)):
                    yield from self._stretched(looked, summed)
                case _:
                    pass

    def _stretched(self, looked: Node, summed: Node) -> Iterator[Reach]:
        """What SUMIF adds up: as many cells as it looks at, from the first one on."""
        over, added = list(self._ends(looked)), list(self._ends(summed))
        if over and added:
            size, from_ = _hull(over), _hull(added)
            last, right = size.last - size.first, size.right - size.left
            yield from_._replace(last=from_.first + last, right=from_.left + right)

    def _ends(self, node: Node) -> Iterator[Reach]:
        """Where an end of a range may be: INDEX gives a cell of what it looks into."""
        match node:
            case Call("INDEX", (whole, *_)):
                yield from self._ends(whole)
            case _:
                yield from self._seen(node)

    def _rectangle(self, first: Cell, last: Cell) -> Reach:
        top = min(self._row(first, self.row), self._row(last, self.row))
        end = self.row + self.height - 1
        bottom = max(self._row(first, end), self._row(last, end))
        left, right = sorted((first.column, last.column))
        return Reach(first.sheet or self.sheet, top, bottom, left, right)

    def _row(self, cell: Cell, row: int) -> int:
        return cell.row if cell.row < MAX_ROWS else row + cell.row - ANY_ROW


def _hull(inside: list[Reach]) -> Reach:
    """What a range between references may reach at most."""
    return Reach(
        inside[0].sheet,
        min(one.first for one in inside),
        max(one.last for one in inside),
        min(one.left for one in inside),
        max(one.right for one in inside),
    )


def blocks_of(plan: Plan) -> list[FormulaBlock]:
    """The blocks of *plan*.

    Raises PlansheetsError for formulas that name what the plan does not hold.
    """
    reading = _PlanReader(plan_places(plan))
    for sheet in plan.sheets:
        for cell in sheet.cells:
            if cell.formula is not None:
                reading.add(
                    FormulaBlock(sheet.title, cell.row, 1, cell.column, cell.formula), cell.row
                )
        for table in sheet.tables:
            reading.table(table, sheet.title)
    if reading.problems:
        raise PlansheetsError(reading.problems)
    return reading.blocks


def put_constants(plan: Plan, pool: Pool, sheets: Sheets) -> None:
    """Put what is constant in *plan* into *sheets*."""

    def put(sheet: str, row: int, column: int, values: Sequence[EngineValue]) -> None:
        sheets.put(sheet, row, column, *from_values(values, pool))

    for sheet in plan.sheets:
        cells = max((cell.row for cell in sheet.cells), default=0)
        tables = max((table.last_row for table in sheet.tables), default=0)
        sheets.make_room(sheet.title, max(cells, tables) + 1)
        for cell in sheet.cells:
            if cell.formula is None and (value := constant(cell.value)) is not None:
                put(sheet.title, cell.row, cell.column, [value])
        for table in sheet.tables:
            for place, column in enumerate(table.columns, table.column):
                put(sheet.title, table.row, place, [column.header])
                if column.values is not None:
                    values = [constant(value) for value in column.values]
                    put(sheet.title, table.first_row, place, values)


@dataclass(frozen=True, slots=True)
class _PlanReader:
    where: Places
    blocks: list[FormulaBlock] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, block: FormulaBlock, row: int) -> None:
        """*block*, whose formula is still to be lowered for *row*."""
        try:
            formula = lower(block.formula, self.where, block.sheet, row)
        except PlansheetsError as error:
            place = place_name(block.sheet, block.row, block.column)
            self.problems.extend(replace(problem, where=place) for problem in error.problems)
        else:
            self.blocks.append(replace(block, formula=formula))

    def table(self, table: PlannedTable, sheet: str) -> None:
        for place, column in enumerate(table.columns, table.column):
            row, height, formula = table.first_row, table.height, column.formula
            if formula is None:
                continue
            if column.first is not None:
                self.add(
                    FormulaBlock(sheet, row, 1, place, column.first, table.name, column.id), row
                )
                row, height = row + 1, height - 1
            if height:
                moving = moved_along(formula, ANY_ROW - row)
                self.add(
                    FormulaBlock(sheet, row, height, place, moving, table.name, column.id), ANY_ROW
                )
