"""Where a formula is being computed: its sheet, its rows, the names it has bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Protocol

import numpy as np

from plansheets.calc.columnar.grid import Grid, Mask, UnsureError, spread
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.sheets import Area, RowNumbers, Sheets
from plansheets.formula.ast import Node
from plansheets.records import dataclass

Yielded = Grid | Area


@dataclass(frozen=True, slots=True)
class Scene:
    """One formula over ``rows`` of its column; ``today`` is a day's number."""

    sheets: Sheets
    pool: Pool
    sheet: str
    rows: RowNumbers
    today: float
    column: int = 0
    bound: Mapping[str, Yielded] = field(default_factory=dict)

    def some(self, chosen: Mask) -> Scene:
        """The same for some of the rows alone."""
        return self.at(np.flatnonzero(chosen))

    def at(self, places: RowNumbers) -> Scene:
        """The same for the rows at *places*."""
        bound = {name: _some(value, places) for name, value in self.bound.items()}
        rows = self.rows[places]
        return Scene(self.sheets, self.pool, self.sheet, rows, self.today, self.column, bound)

    def read(self, operand: Yielded) -> Grid:
        """The values of *operand*."""
        return self.sheets.read(operand) if isinstance(operand, Area) else operand

    def one(self, operand: Yielded) -> Grid:
        """The values of *operand*, of which each row has one; raises UnsureError for ranges."""
        found = self.read(operand)
        if not found.single:
            raise UnsureError("该给一个值的地方给了一片区域", "a range where one value is wanted")
        return found

    def mask(self, held: Mask) -> Mask:
        """*held*, of one value or of one for every row, for every row."""
        flat: Mask = held.reshape(-1)
        return flat if len(flat) == len(self.rows) else np.broadcast_to(flat, self.rows.shape)

    def whole(self, given: Grid) -> Grid:
        """*given* with a value for every row."""
        return spread(given, (len(self.rows), *given.shape[1:]))


def _some(value: Yielded, places: RowNumbers) -> Yielded:
    if isinstance(value, Area):
        return value.rows(places)
    if value.shape[0] == 1:
        return value
    return Grid(value.kind[places], value.number[places])


class Evaluate(Protocol):
    """How a function computes its arguments; *forced* where a range counts item by item."""

    def __call__(self, node: Node, scene: Scene, *, forced: bool) -> Yielded: ...


Computes = Callable[[Sequence[Node], Scene, Evaluate, bool], Yielded]
"""What computes a call: its arguments as written, where, how, and whether arrays are forced."""
