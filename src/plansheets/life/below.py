"""What people write below a table and is no row of it: totals, and notes."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.formula.ast import CellRange, Structured
from plansheets.formula.rewrite import walk
from plansheets.life.cells import SheetContents, Spot
from plansheets.life.compare import tree_as_written
from plansheets.life.recognise import KnownTable
from plansheets.life.shared_formulas import cell_at
from plansheets.values.totals import is_note, is_total

_NAMING = 2
"""The first columns of a table, in which totals are called so."""
_FEW = 3
"""Columns of a table from which on a row of one text is no row."""


class BelowTable:
    """Tells rows that belong to *table*, typed below it, from what only stands there."""

    def __init__(
        self, table: KnownTable, contents: SheetContents, places: Sequence[int], keys: Sequence[int]
    ) -> None:
        """*places* are the columns that people fill, *keys* those that name a row."""
        self._table, self._contents = table, contents
        self._few = len(places) < _FEW
        self._naming = {*keys, *sorted(places)[:_NAMING]}
        left = min(places, default=-1)
        box = next(
            (
                one
                for one in table.sheet.tables
                if one.box.first_row == table.header_row and one.box.holds(table.header_row, left)
            ),
            None,
        )
        self._name = box.name.casefold() if box is not None else ""
        self._totals = box.box.last_row if box is not None else table.last_row
        self._last = table.last_row

    def holds_row(self, row: int, filled: Sequence[int]) -> bool:
        """Whether *row*, of which the columns *filled* hold something, belongs to the table.

        Rows are asked for from the top down.
        """
        apart = row > self._last + 1
        if row <= self._totals or self._is_own(row, filled, apart=apart):
            return False
        self._last = row
        return True

    def _is_own(self, row: int, filled: Sequence[int], *, apart: bool) -> bool:
        if any(self._adds_up((row, place)) for place in filled):
            return True
        texts = [
            held.value
            for place in filled
            if place in self._naming or len(filled) == 1
            if (held := self._contents.cells.get((row, place))) is not None
            and isinstance(held.value, str)
        ]
        alone = len(filled) == 1 and bool(texts)
        return any(map(is_total, texts)) or (
            alone and (is_note(texts[0]) or (apart and not self._few))
        )

    def _adds_up(self, spot: Spot) -> bool:
        """Whether a cell has a formula that looks at the cells of its own column above it."""
        held = cell_at(self._contents, spot)
        tree = tree_as_written(held.formula) if held is not None and held.formula else None
        return tree is not None and any(
            (isinstance(one, Structured) and (one.table or "").casefold() == self._name)
            or (
                isinstance(one, CellRange)
                and (one.first.sheet or self._table.sheet.title).casefold()
                == self._table.sheet.title.casefold()
                and one.first.column <= spot[1] <= one.last.column
                and one.first.row <= self._table.last_row < spot[0]
                and one.last.row >= self._table.first_row
            )
            for one in walk(tree)
        )
