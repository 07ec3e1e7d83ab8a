"""Calculating plans that are alike: what one leaves for the next."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import field
from functools import cached_property

from plansheets.calc.columnar.apart import taken_apart
from plansheets.calc.columnar.blocks import FormulaBlock, Reach, blocks_of
from plansheets.calc.columnar.grid import Mask
from plansheets.calc.columnar.order import groups_in_order, needs_of
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.sheets import Sheets
from plansheets.calc.sheets import free_title
from plansheets.plan.model import Plan
from plansheets.records import dataclass

MAX_PLANS = 8
MAX_TEXTS = 500_000


class Prepared:
    """The blocks of a plan and their order, which do not depend on what constant cells hold."""

    def __init__(self, plan: Plan) -> None:
        blocks = blocks_of(plan)
        self.parts = free_title([sheet.title for sheet in plan.sheets])
        """The sheet of the blocks that compute parts of others."""
        self.blocks = taken_apart(blocks, self.parts)
        self.needs = needs_of(self.blocks)
        self.order = groups_in_order(self.needs)
        self.sure = True
        """Whether every value was computed here, as far as was seen."""

    def make_room(self, sheets: Sheets) -> None:
        """Let there be cells for the parts of blocks."""
        if self.blocks[-1:] and self.blocks[-1].part_of is not None:
            sheets.make_room(self.parts, max(one.row + one.height for one in self.blocks))

    @cached_property
    def looks(self) -> Sequence[frozenset[Reach]]:
        """All that each block looks at."""
        return [frozenset(block.looks_at()) for block in self.blocks]


@dataclass(slots=True)
class Past:
    """A calculation: what was constant in it, all its values, and the groups it was sure of."""

    prepared: Prepared
    day: datetime.date
    constant: Sheets
    sheets: Sheets
    sure: set[int] = field(default_factory=set)
    """By the first block of each."""


class Unchanged:
    """Which blocks look at nothing but what they saw before, and so have the values they had."""

    def __init__(self, past: Past, constant: Sheets) -> None:
        self._past = past
        self._changed = constant.differing(past.constant)

    def group(self, group: Sequence[int]) -> bool:
        """Whether the values of a group are what they were."""
        past = self._past
        if group[0] not in past.sure:
            return False
        looks = past.prepared.looks
        return not any(self._has_changed(reach) for one in group for reach in looks[one])

    def _has_changed(self, reach: Reach) -> bool:
        for column in range(reach.left, reach.right + 1):
            changed = self._changed.get((reach.sheet, column))
            if changed is not None and changed[max(reach.first, 0) : reach.last + 1].any():
                return True
        return False

    def copy(self, blocks: Iterable[FormulaBlock], sheets: Sheets) -> None:
        """Put the values of *blocks* as they were into *sheets*."""
        for block in blocks:
            kinds, found = self._past.sheets.take(
                block.sheet, block.row, block.column, block.height
            )
            sheets.put(block.sheet, block.row, block.column, kinds, found)

    def note(self, blocks: Iterable[FormulaBlock], sheets: Sheets) -> None:
        """Note which cells of *blocks* hold something else than before."""
        for block in blocks:
            place = block.sheet, block.row, block.column, block.height
            kinds, found = sheets.take(*place)
            old_kinds, old = self._past.sheets.take(*place)
            self._mark(block, (kinds != old_kinds) | (found != old))

    def give_up(self, blocks: Iterable[FormulaBlock]) -> None:
        """Take all cells of *blocks* for changed."""
        for block in blocks:
            self._mark(block, None)

    def _mark(self, block: FormulaBlock, changed: Mask | None) -> None:
        if changed is not None and not changed.any():
            return
        key = block.sheet, block.column
        if key not in self._changed:
            self._changed[key] = self._past.sheets.nowhere(*key)
        rows = slice(block.row, block.row + block.height)
        self._changed[key][rows] = True if changed is None else self._changed[key][rows] | changed


class Calculated:
    """The last calculations of a run.

    Plans whose formulas are the same objects, in the same places, are prepared once, and what looks
    at nothing that has changed since the last of them keeps its values.
    """

    def __init__(self) -> None:
        self.pool = Pool()
        self._prepared: dict[Hashable, tuple[Plan, Prepared]] = {}
        self._past: Past | None = None

    def prepared(self, plan: Plan) -> Prepared:
        """The blocks of *plan*."""
        key = _standing(plan)
        known = self._prepared.get(key)
        if known is None:
            while len(self._prepared) >= MAX_PLANS:
                del self._prepared[next(iter(self._prepared))]
            known = self._prepared[key] = plan, Prepared(plan)
        return known[1]

    def last(self, prepared: Prepared, day: datetime.date) -> Past | None:
        """The last calculation, if it is one of the same blocks and the same day."""
        past = self._past
        return past if past and past.prepared is prepared and past.day == day else None

    def keep(self, past: Past) -> None:
        """Keep a calculation for the next."""
        self._past = past
        if len(self.pool.texts) > MAX_TEXTS:
            self.pool, self._past = Pool(), None


def _standing(plan: Plan) -> Hashable:
    """Every formula of *plan* by identity, and all that says what it looks at."""
    return (
        tuple(
            (
                sheet.title,
                tuple(
                    (cell.row, cell.column, id(cell.formula))
                    for cell in sheet.cells
                    if cell.formula is not None
                ),
                tuple(
                    (
                        table.name,
                        table.row,
                        table.column,
                        table.height,
                        tuple(
                            (column.id, column.header, id(column.first), id(column.formula))
                            for column in table.columns
                        ),
                    )
                    for table in sheet.tables
                ),
            )
            for sheet in plan.sheets
        ),
        tuple((name.name, name.target) for name in plan.names),
    )
