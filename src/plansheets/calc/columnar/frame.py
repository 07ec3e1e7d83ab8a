"""Where a formula is being computed: its sheet, its rows, the names it has bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from plansheets.calc.columnar.grid import Grid, Mask, spread
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.sheets import Places, Reference, Sheets
from plansheets.formula.ast import Node

Operand = Grid | Reference


@dataclass(frozen=True, slots=True)
class Frame:
    """One formula over ``rows`` of its column; ``today`` is a day's number."""

    sheets: Sheets
    pool: Pool
    sheet: str
    rows: Places
    today: float
    column: int = 0
    bound: Mapping[str, Operand] = field(default_factory=dict)

    def some(self, chosen: Mask) -> Frame:
        """The same for some of the rows alone."""
        return self._of(np.flatnonzero(chosen))

    def at(self, row: int) -> Frame:
        """The same for one of the rows."""
        return self._of(np.array([row]))

    def _of(self, places: Places) -> Frame:
        bound = {name: _some(value, places) for name, value in self.bound.items()}
        return replace(self, rows=self.rows[places], bound=bound)

    def read(self, operand: Operand) -> Grid:
        """The values of *operand*."""
        return self.sheets.read(operand) if isinstance(operand, Reference) else operand

    def whole(self, given: Grid) -> Grid:
        """*given* with a value for every row."""
        return spread(given, (len(self.rows), *given.shape[1:]))


def _some(value: Operand, places: Places) -> Operand:
    if isinstance(value, Reference):
        return value.rows(places)
    if value.shape[0] == 1:
        return value
    return Grid(value.kind[places], value.number[places])


class Evaluate(Protocol):
    """How a function computes its arguments; *forced* where a range counts item by item."""

    def __call__(self, node: Node, frame: Frame, *, forced: bool) -> Operand: ...


Function = Callable[[Sequence[Node], Frame, Evaluate, bool], Operand]
"""What computes a call: its arguments as written, where, how, and whether arrays are forced."""
