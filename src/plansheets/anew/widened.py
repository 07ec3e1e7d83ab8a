"""A plan with a column more in a table: what stands right of it moves, as when people insert one.

Spreadsheets move whole columns of a sheet. Here the rows of other tables stay that reach across the
place, which would get a column that nobody wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.boxes import Box
from plansheets.formula.ast import Cell, CellRange, Lines, Node
from plansheets.formula.rewrite import with_leaves
from plansheets.grid import MAX_COLUMNS, MAX_ROWS
from plansheets.plan.formulas import Standing, rewrite_planned
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedConditional,
    PlannedSheet,
    PlannedTable,
    PlannedValidation,
    Style,
)
from plansheets.plan.rules import Custom, FormulaFormat


class CannotWidenError(Exception):
    """Something reaches across the place in a way that has no equal with a column more."""


def widened(
    plan: Plan, table: str, left: str, column: PlannedColumn, width: float, *, alike: bool
) -> Plan:
    """*plan* with *column* right of the column *left* of the table with that id.

    Its cells accept and light up as those of *left* do where they are *alike*.

    Raises
    ------
    CannotWidenError
        where there is no room, or a range of another table's rows would be torn.
    """
    sheet = next(one for one in plan.sheets if any(each.id == table for each in one.tables))
    target = next(one for one in sheet.tables if one.id == table)
    offset = [one.id for one in target.columns].index(left) + 1
    inserting = _Inserting(sheet, target, target.column + offset)
    moved = rewrite_planned(plan, inserting.formula)
    made = inserting.sheet_of(
        next(one for one in moved.sheets if one.id == sheet.id), column, width, alike=alike
    )
    return replace(
        moved,
        sheets=tuple(made if one.id == sheet.id else one for one in moved.sheets),
        typed={id_: _cell_of(inserting.leaf(one, None)) for id_, one in moved.typed.items()},
        grids={key: _range_of(inserting.leaf(one, None)) for key, one in moved.grids.items()},
    )


class _Inserting:
    """The column *at* of a sheet, in front of which another is put."""

    def __init__(self, sheet: PlannedSheet, target: PlannedTable, at: int) -> None:
        self._sheet, self._target, self._at = sheet, target, at
        across = [
            one for one in sheet.tables if one is not target and one.column < at <= one.last_column
        ]
        self._kept = [(_top(one), one.last_row) for one in across]
        self._edge = MAX_COLUMNS
        """The last column that stays in rows which do."""
        rows = range(_top(target), target.last_row + 1)
        if any(first in rows or last in rows for first, last in self._kept):
            raise CannotWidenError(sheet.title)
        first = sheet.tables[0]
        alone = first in across
        self._below_wider = alone and target.last_column < first.last_column
        """Whether the columns of the sheet itself stay, which are those of a wider table."""
        if alone:  # the first table of a sheet tells where its columns are, and none moves there
            self._kept = [(0, rows[0] - 1), (rows[-1] + 1, MAX_ROWS - 1)]
            self._edge = MAX_COLUMNS if self._below_wider else first.last_column
        last = target.last_column + 1 if self._below_wider else max(
            (one.last_column for one in across), default=-1
        )  # fmt: skip
        if any(at <= place <= last for place in sheet.hidden_columns):
            raise CannotWidenError(sheet.title)

    def _stays(self, row: int) -> bool:
        return any(first <= row <= last for first, last in self._kept)

    def place(self, row: int, column: int) -> int:
        """Where a cell's column is now."""
        if column < self._at or (column <= self._edge and self._stays(row)):
            return column
        if column + 1 >= MAX_COLUMNS:
            raise CannotWidenError(self._sheet.title)
        return column + 1

    def box(self, box: Box) -> Box:
        """Cells that stand together, and the new ones among them."""
        if box.last_column < self._at:
            return box
        inside = [max(first, box.first_row) <= min(last, box.last_row)
                  for first, last in self._kept]  # fmt: skip
        whole = any(first <= box.first_row and box.last_row <= last for first, last in self._kept)
        if any(inside) and not whole:
            raise CannotWidenError(self._sheet.title)
        row = box.first_row
        first, last = self.place(row, box.first_column), self.place(row, box.last_column)
        return box._replace(first_column=first, last_column=last)

    # -- formulas --------------------------------------------------------------------------------

    def formula(self, formula: Node, at: Standing) -> Node:
        """A formula of the plan that looks at the same cells as before."""
        own = at.sheet.title if at.sheet is not None else None
        if isinstance(at.part, PlannedConditional | PlannedValidation) and at.box is not None:
            self._require_one_meaning(formula, at.box, own)
        return with_leaves(formula, lambda node: self.leaf(node, own))

    def _require_one_meaning(self, formula: Node, box: Box, own: str | None) -> None:
        """Refuse rules of many columns that look at others beside them, and would be torn."""
        if own != self._sheet.title or not box.first_column < self._at <= box.last_column:
            return

        def judged(node: Node) -> Node:
            ends = (node.first, node.last) if isinstance(node, CellRange) else (node,)
            for one in ends:
                if isinstance(one, Cell) and not one.column_absolute:
                    if one.sheet is None and one.column == box.first_column:
                        continue
                    raise CannotWidenError(self._sheet.title)
            return node

        with_leaves(formula, judged)

    def leaf(self, node: Node, own: str | None) -> Node:
        """Cells, ranges and columns where they stand now; *own* is the title of the sheet."""
        match node:
            case Cell() if (node.sheet or own) == self._sheet.title:
                return replace(node, column=self.place(node.row, node.column))
            case CellRange(first, last) if (first.sheet or own) == self._sheet.title:
                box = self.box(Box(first.row, first.column, last.row, last.column))
                return CellRange(
                    replace(first, column=box.first_column), replace(last, column=box.last_column)
                )
            case Lines(axis="columns") if (node.sheet or own) == self._sheet.title:
                if node.last < self._at:
                    return node
                if self._kept:
                    raise CannotWidenError(self._sheet.title)
                moves = node.first >= self._at
                return replace(node, first=node.first + moves, last=node.last + 1)
            case _:
                return node

    # -- the sheet itself ------------------------------------------------------------------------

    def sheet_of(
        self, sheet: PlannedSheet, column: PlannedColumn, width: float, *, alike: bool
    ) -> PlannedSheet:
        at = self._at

        def right(number: int) -> int:
            return number + (number >= at and not self._below_wider)

        conditionals = tuple(replace(one, box=self.box(one.box)) for one in sheet.conditionals)
        validations = tuple(replace(one, box=self.box(one.box)) for one in sheet.validations)
        if alike:
            conditionals += tuple(map(self._again, filter(self._is_left, conditionals)))
            validations += tuple(map(self._again_accepted, filter(self._is_left, validations)))
        printing = replace(
            sheet.printing,
            areas=tuple(
                one._replace(first_column=right(one.first_column),
                             last_column=right(one.last_column))
                for one in sheet.printing.areas
            ),
        )  # fmt: skip
        return replace(
            sheet,
            cells=(*(self._moved(one) for one in sheet.cells), *self._between(sheet)),
            tables=tuple(self._table(one, column) for one in sheet.tables),
            merges=tuple(map(self.box, sheet.merges)),
            conditionals=conditionals,
            validations=validations,
            charts=tuple(
                replace(one, column=self.place(one.row, one.column)) for one in sheet.charts
            ),
            sparklines=tuple(
                replace(one, box=self.box(one.box), data=self.box(one.data))
                for one in sheet.sparklines
            ),
            notes=tuple(
                replace(one, column=self.place(one.row, one.column)) for one in sheet.notes
            ),
            unmarked=tuple(replace(one, box=self.box(one.box)) for one in sheet.unmarked),
            widths=(
                sheet.widths
                if self._below_wider
                else (*((right(place), one) for place, one in sheet.widths), (at, width))
            ),
            hidden_columns=tuple(map(right, sheet.hidden_columns)),
            freeze=(
                (sheet.freeze[0], right(sheet.freeze[1] - 1) + 1)
                if sheet.freeze is not None
                else None
            ),
            printing=printing,
        )

    def _moved(self, cell: PlannedCell) -> PlannedCell:
        return replace(cell, column=self.place(cell.row, cell.column))

    def _between(self, sheet: PlannedSheet) -> Iterator[PlannedCell]:
        """Blank cells that look like those left of them, where a band or row of totals goes on."""
        looks: dict[tuple[int, int], Style] = {
            (one.row, one.column): one.style
            for one in sheet.cells
            if one.column in (self._at - 1, self._at) and not self._stays(one.row)
        }
        for (row, column), style in looks.items():
            if column == self._at - 1 and (row, self._at) in looks:
                yield PlannedCell(row, self._at, style)

    def _table(self, table: PlannedTable, column: PlannedColumn) -> PlannedTable:
        if table.id == self._target.id:
            offset = self._at - table.column
            return replace(
                table, columns=(*table.columns[:offset], column, *table.columns[offset:])
            )
        return replace(table, column=self.place(table.row, table.column))

    # -- what its cells accept, and how they light up --------------------------------------------

    def _is_left(self, rule: PlannedConditional | PlannedValidation) -> bool:
        """Whether *rule* is that of the column left of the new one."""
        box = rule.box
        return (
            box.first_column == box.last_column == self._at - 1
            and self._target.first_row <= box.first_row
            and box.last_row <= self._target.last_row
        )

    def _again(self, rule: PlannedConditional) -> PlannedConditional:
        shows = rule.shows
        if isinstance(shows, FormulaFormat):
            shows = replace(shows, formula=with_leaves(shows.formula, self._own))
        return replace(rule, box=self._beside(rule.box), shows=shows)

    def _again_accepted(self, rule: PlannedValidation) -> PlannedValidation:
        accepts = rule.accepts
        if isinstance(accepts, Custom):
            accepts = replace(accepts, formula=with_leaves(accepts.formula, self._own))
        return replace(rule, box=self._beside(rule.box), accepts=accepts)

    def _own(self, node: Node) -> Node:
        """The new column's cells in the place of those of the column left of it."""
        match node:
            case Cell(sheet=None) if node.column == self._at - 1:
                return replace(node, column=self._at)
            case CellRange(first, last) if first.column == last.column == self._at - 1:
                return CellRange(replace(first, column=self._at), replace(last, column=self._at))
            case _:
                return node

    def _beside(self, box: Box) -> Box:
        return box._replace(first_column=self._at, last_column=self._at)


def _top(table: PlannedTable) -> int:
    """The first row of a table, that of its totals among them."""
    return table.row if table.total_row is None else table.total_row


def _cell_of(node: Node) -> Cell:
    assert isinstance(node, Cell)
    return node


def _range_of(node: Node) -> CellRange:
    assert isinstance(node, CellRange)
    return node
