"""Every block of a plan that this engine is sure of gets its values; the others say why not."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import field

import numpy as np

from plansheets.calc.columnar.again import Calculated, Past, Prepared, Unchanged
from plansheets.calc.columnar.blocks import FormulaBlock, put_constants
from plansheets.calc.columnar.evaluate import evaluate
from plansheets.calc.columnar.grid import (
    DeclinedError,
    Grid,
    Kinds,
    Reals,
    UnknownError,
    UnsureError,
    some,
    to_values,
)
from plansheets.calc.columnar.operators import implied_number
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.scene import Scene
from plansheets.calc.columnar.sheets import Sheets
from plansheets.calc.columnar.upwards import builds_up, in_row_order, look_upwards, running_total
from plansheets.calc.engine import EngineValue, place_name
from plansheets.errors import PlansheetsError, Problem
from plansheets.formula.ast import Cell, Node
from plansheets.grid import serial
from plansheets.plan.model import Plan
from plansheets.records import dataclass
from plansheets.words import Words

_MOST_ROUNDS = 20_000_000
"""Rows that a group of blocks may be computed anew until nothing changes any more."""
_PATIENT = 64
"""Single rows at most before two are tried at once again."""
_MOST_STEPS = 5_000
"""Steps that blocks may take from the top down; another engine does single rows faster."""
_MOST_TRIES = 400
"""Parts of a block that are taken apart where some of its rows have no value."""


@dataclass(slots=True)
class Computation:
    """A plan's blocks and the values found so far."""

    pool: Pool
    sheets: Sheets
    blocks: Sequence[FormulaBlock]
    needs: list[list[int]]
    day: datetime.date
    order: list[list[int]]
    """What is still to be computed: groups of blocks that look at each other."""
    known: set[int] = field(default_factory=set)
    declined: dict[int, Words] = field(default_factory=dict)
    """Why a block was not computed, though all that it looks at was."""
    unsure: set[int] = field(default_factory=set)
    """Those of them that no other engine is to be asked for."""
    lacking: dict[int, Words] = field(default_factory=dict)
    """Why cells of a block have no value, where not for what they look at."""
    unchanged: Unchanged | None = None
    """Which blocks have the values that they had in another plan, where there was one like it."""
    past: Past | None = None
    """What is kept for the next plan."""

    def run(self) -> None:
        """Compute all that can be; again after values of declined blocks came from elsewhere."""
        with np.errstate(all="ignore"):
            self._run()

    def settle(self) -> None:
        """Give what stays declined the values that it can have, and compute what looks at it."""
        with np.errstate(all="ignore"):
            for group in self.groups_of(self.declined):
                if self.unsure.isdisjoint(group):
                    self.leave(group)
                else:
                    self._row_by_row(group)
            self._run()

    def _run(self) -> None:
        waiting = []
        for group in self.order:
            if any(one in self.known for one in group):
                continue
            outside = {needed for one in group for needed in self.needs[one]} - set(group)
            if not outside <= self.known:
                waiting.append(group)
                continue
            if any(one in self.declined for one in group):
                waiting.append(group)
                continue
            try:
                self._group_or_again(group)
            except UnknownError:
                self._give_up(group)
                self._row_by_row(group)
            except DeclinedError as reason:
                self._give_up(group)
                self.declined.update(dict.fromkeys(group, reason.why))
                if isinstance(reason, UnsureError):
                    self.unsure.update(group)
                waiting.append(group)
            else:
                self.known.update(group)
        self.order = waiting

    def take(self, number: int, kinds: Kinds, found: Reals, lost: Sequence[int] = ()) -> None:
        """The values of a block that another engine has computed, in all rows but those *lost*."""
        block = self.blocks[number]
        self.sheets.put(block.sheet, block.row, block.column, kinds, found)
        for row in lost:
            self.sheets.leave(block.sheet, block.row + row, block.column, 1)
        self.declined.pop(number, None)
        self.known.add(number)

    def gaps(self, number: int) -> list[int]:
        """The rows of a block, counted from its first, that have no value."""
        block = self.blocks[number]
        return self.sheets.gaps(block.sheet, block.row, block.column, block.height)

    def clear_parts(self, number: int) -> list[FormulaBlock]:
        """The parts of a block that look at no cell without a value."""
        parts, clear = deque([self.blocks[number]]), []
        for _ in range(_MOST_TRIES):
            if not parts:
                break
            part = parts.popleft()
            if not self._sees_gaps(part):
                clear.append(part)
            elif part.height > 1:
                parts += part.halves()
        return clear

    def _sees_gaps(self, block: FormulaBlock) -> bool:
        return any(
            self.sheets.gaps(box.sheet, max(box.first, 0), column, box.last - max(box.first, 0) + 1)
            for box in block.looks_at()
            for column in range(box.left, box.right + 1)
        )

    def leave(self, group: Sequence[int]) -> None:
        """Let a group have no value at all."""
        self._leave([self.blocks[one] for one in group])
        self._settled(group)

    def titles(self) -> list[str]:
        """The sheets on which the blocks stand."""
        return list(dict.fromkeys(block.sheet for block in self.blocks))

    def home(self, number: int) -> FormulaBlock:
        """The block of the plan that a block is, or is a part of."""
        block = self.blocks[number]
        return block if block.part_of is None else self.blocks[block.part_of]

    def groups_of(self, numbers: Collection[int]) -> list[list[int]]:
        """The groups that blocks stand in, which must be computed together."""
        return [group for group in self.order if not set(group).isdisjoint(numbers)]

    def values(self, number: int) -> list[EngineValue]:
        block = self.blocks[number]
        kinds, found = self.sheets.take(block.sheet, block.row, block.column, block.height)
        return to_values(kinds, found, self.pool)

    def is_alone(self, group: Sequence[int]) -> bool:
        """Whether a group is one block, and one that does not look at itself."""
        return len(group) == 1 and group[0] not in self.needs[group[0]]

    def _row_by_row(self, group: Sequence[int]) -> None:
        """Give a group that cannot be computed whole the values of the rows that can be."""
        blocks = [self.blocks[one] for one in group]
        if self.is_alone(group):
            reason = self._in_parts(blocks[0])
            if reason is not None:
                self.declined.setdefault(group[0], reason)
        elif look_upwards(blocks):
            self._downwards(blocks, leaving=True)
        else:
            self._leave(blocks)
        self._settled(group)

    def _settled(self, group: Sequence[int]) -> None:
        """A group has all values that it can have."""
        self.lacking |= {one: self.declined.pop(one) for one in group if one in self.declined}
        self.known.update(group)

    def _in_parts(self, block: FormulaBlock) -> Words | None:
        """Compute all rows of *block* that can be, found by halving what cannot be; gives why
        another has no value, if not for what it looks at.
        """
        parts, tries, why = deque([block]), 0, None
        while parts:
            part, tries = parts.popleft(), tries + 1
            try:
                self._put(part, self._found(part, part.formula))
            except DeclinedError as reason:
                sole = part.height == 1 or not isinstance(reason, UnsureError)
                if not sole and tries <= _MOST_TRIES:
                    parts += part.halves()
                    continue
                self._leave([part])
                if why is None and not isinstance(reason, UnknownError):
                    why = reason.why
        return why

    def _leave(self, blocks: Sequence[FormulaBlock]) -> None:
        """Let *blocks* have no value."""
        for block in blocks:
            self.sheets.leave(block.sheet, block.row, block.column, block.height)

    def _group_or_again(self, group: Sequence[int]) -> None:
        """Compute a group, unless it has the values that it had in the plan before."""
        blocks = [self.blocks[one] for one in group]
        if self.unchanged is not None and self.unchanged.group(group):
            self.unchanged.copy(blocks, self.sheets)
        else:
            self._group(group)
            if self.unchanged is not None:
                self.unchanged.note(blocks, self.sheets)
        if self.past is not None:
            self.past.sure.add(group[0])

    def _give_up(self, group: Sequence[int]) -> None:
        """Note that a group could not be computed as it stands."""
        if self.unchanged is not None:
            self.unchanged.give_up(self.blocks[one] for one in group)

    def _group(self, group: Sequence[int]) -> None:
        blocks = [self.blocks[one] for one in group]
        if self.is_alone(group):
            self._keep(blocks[0], self._found(blocks[0], blocks[0].formula))
            return
        if len(group) == 1 and (added := running_total(blocks[0])) is not None:
            self._running(blocks[0], added)
            return
        self._until_settled(blocks)

    def _found(self, block: FormulaBlock, formula: Node) -> Grid:
        today = float(serial(self.day))
        scene = Scene(self.sheets, self.pool, block.sheet, block.rows, today, column=block.column)
        found = scene.read(evaluate(formula, scene, forced=False))
        if not found.single:
            raise UnsureError("一个公式给出多个值", "a formula that gives several values")
        return scene.whole(implied_number(found))

    def _put(self, block: FormulaBlock, found: Grid) -> int | None:
        """Put the values of *block* in their place; the first row in which one is new."""
        kinds, number = found.kind.reshape(-1), found.number.reshape(-1)
        old_kinds, old = self.sheets.take(block.sheet, block.row, block.column, block.height)
        new = (kinds != old_kinds) | (number != old)
        if not some(new):
            return None
        self._keep(block, found)
        return block.row + int(new.argmax())

    def _keep(self, block: FormulaBlock, found: Grid) -> None:
        kinds, number = found.kind.reshape(-1), found.number.reshape(-1)
        self.sheets.put(block.sheet, block.row, block.column, kinds, number)
        self.sheets.forget(block.sheet, block.column)

    def _until_settled(self, blocks: Sequence[FormulaBlock]) -> None:
        """Blocks that look at themselves or each other."""
        if look_upwards(blocks):
            self._downwards(blocks)
            return
        rows = sum(block.height for block in blocks)
        enough = rows + 2
        for _ in range(min(enough, _MOST_ROUNDS // rows + 2)):
            changed = [self._put(block, self._found(block, block.formula)) for block in blocks]
            if all(row is None for row in changed):
                return
        if enough <= _MOST_ROUNDS // rows + 2:
            raise PlansheetsError([_circle(block) for block in blocks])
        raise DeclinedError("cells that look at each other over too many rows")

    def _downwards(self, blocks: Sequence[FormulaBlock], *, leaving: bool = False) -> None:
        """Blocks that look at no row below their own: from the top down, as many rows at once as
        settle together; *leaving* rows that cannot be computed without a value.
        """
        ordered = in_row_order(blocks)
        blocks = ordered or blocks
        row = min(block.row for block in blocks)
        end = max(block.row + block.height for block in blocks)
        height, steps = 1, 0
        alone, patience = 0, _PATIENT if any(map(builds_up, blocks)) else 1
        while row < end:
            steps += 1
            if steps > _MOST_STEPS:
                if not leaving:
                    raise DeclinedError("cells that look at those above over too many rows")
                self._leave([part for one in blocks if (part := one.between(row, end))])
                return
            parts = [part for one in blocks if (part := one.between(row, row + height))]
            try:
                once = height == 1 and ordered is not None
                settled = self._settled_until(parts, row + height, once=once)
            except DeclinedError as reason:
                if not leaving:
                    raise
                if height > 1 and isinstance(reason, UnsureError):
                    height = max(height // 4, 1)
                    continue
                self._leave(parts)
                settled = row + height
            if settled == row:
                if height == 1:
                    raise PlansheetsError([_circle(block) for block in parts])
                height = max(height // 4, 1)
                continue
            if settled < row + height:
                # single rows cost a third of two at once, where each waits for the one above
                height, alone, patience = max(height // 4, 1), 0, min(patience * 2, _PATIENT)
            elif height > 1 or (alone := alone + 1) >= patience:
                height *= 2
            row = settled

    def _settled_until(self, parts: Sequence[FormulaBlock], end: int, *, once: bool) -> int:
        """Compute *parts*, a few times but for *once*; the first row that is not settled yet, or
        *end*.
        """
        first = end
        for _ in range(len(parts) + 2):
            changed = [self._put(part, self._found(part, part.formula)) for part in parts]
            first = min((row for row in changed if row is not None), default=end)
            if first == end or once:
                return end
        return first

    def _running(self, block: FormulaBlock, added: Sequence[Node]) -> None:
        """A column that adds something to the row above: one sum that runs down."""
        first = Cell(block.row - 1, block.column)
        above = self._found(FormulaBlock(block.sheet, block.row, 1, block.column, first), first)
        steps = [self._found(block, one) for one in added]
        if not all(one.plain for one in (above, *steps)):
            self._until_settled([block])
            return
        each = np.stack([one.number.reshape(-1) for one in steps], axis=1).reshape(-1)
        total = np.cumsum(np.concatenate([above.number.reshape(-1), each]))[
            len(steps) :: len(steps)
        ]
        if not np.isfinite(total).all():
            self._until_settled([block])
            return
        self._put(block, Grid(np.ones_like(steps[0].kind), total.reshape(-1, 1, 1)))


def _circle(block: FormulaBlock) -> Problem:
    return Problem.told(
        "PS332",
        Words(
            "没有计算：公式引用了自己，或引用了引用它的公式",
            "not calculated: the formula looks at itself, or at one that looks at it",
        ),
        where=place_name(block.sheet, block.row, block.column),
    )


def compute(plan: Plan, before: Calculated | None = None) -> Computation:
    """Every value of *plan* that this engine is sure of; *before* are those of plans like it."""
    if before is None:
        return _computed(plan, Prepared(plan), Pool())
    prepared = before.prepared(plan)
    if prepared.sure:
        made = _computed(plan, prepared, before.pool, before)
        if not (made.order or made.lacking):
            return made
        # why something has no value is told by the first of several texts, as the pool has them
        prepared.sure = False
    return _computed(plan, prepared, Pool())


def _computed(
    plan: Plan, prepared: Prepared, pool: Pool, before: Calculated | None = None
) -> Computation:
    sheets = Sheets()
    put_constants(plan, pool, sheets)
    prepared.make_room(sheets)
    made = Computation(
        pool, sheets, prepared.blocks, prepared.needs, plan.today, list(prepared.order)
    )
    if before is not None:
        past = before.last(prepared, plan.today)
        made.past = Past(prepared, plan.today, sheets.copied(), sheets)
        if past is not None and past.constant.heights == sheets.heights:
            made.unchanged = Unchanged(past, made.past.constant)
    made.run()
    if before is not None and made.past is not None:
        before.keep(made.past)
    return made
