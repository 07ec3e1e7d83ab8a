"""Every block of a plan that this engine is sure of gets its values; the others say why not."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import field

import numpy as np

from plansheets.calc.columnar.apart import taken_apart
from plansheets.calc.columnar.blocks import FormulaBlock, blocks_of
from plansheets.calc.columnar.evaluate import evaluate
from plansheets.calc.columnar.grid import (
    DeclinedError,
    Grid,
    Kinds,
    Reals,
    UnsureError,
    some,
    to_values,
)
from plansheets.calc.columnar.operators import implied_number
from plansheets.calc.columnar.order import groups_in_order, needs_of
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.scene import Scene
from plansheets.calc.columnar.sheets import Sheets
from plansheets.calc.engine import EngineValue, place_name
from plansheets.calc.sheets import free_title
from plansheets.calc.spread import ANY_ROW
from plansheets.errors import PlansheetsError, Problem
from plansheets.formula.ast import Binary, Cell, Node, Unary
from plansheets.grid import serial
from plansheets.plan.model import Plan
from plansheets.records import dataclass

_MOST_ROUNDS = 20_000_000
"""Rows that a group of blocks may be computed anew until nothing changes any more."""
_PATIENT = 64
"""Single rows at most before two are tried at once again."""
_MOST_STEPS = 5_000
"""Steps that blocks may take from the top down; another engine does single rows faster."""


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
    declined: dict[int, str] = field(default_factory=dict)
    """Why a block was not computed, though all that it looks at was."""
    unsure: set[int] = field(default_factory=set)
    """Those of them that no other engine is to be asked for."""

    def run(self) -> None:
        """Compute all that can be; again after values of declined blocks came from elsewhere."""
        with np.errstate(all="ignore"):
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
                self._group(group)
            except DeclinedError as reason:
                self.declined.update(dict.fromkeys(group, str(reason)))
                if isinstance(reason, UnsureError):
                    self.unsure.update(group)
                waiting.append(group)
            else:
                self.known.update(group)
        self.order = waiting

    def take(self, number: int, kinds: Kinds, found: Reals) -> None:
        """The values of a block that another engine has computed."""
        block = self.blocks[number]
        self.sheets.put(block.sheet, block.row, block.column, kinds, found)
        self.declined.pop(number, None)
        self.known.add(number)

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

    def _group(self, group: Sequence[int]) -> None:
        blocks = [self.blocks[one] for one in group]
        if len(group) == 1 and group[0] not in self.needs[group[0]]:
            self._put(blocks[0], self._found(blocks[0], blocks[0].formula))
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
            raise UnsureError("a formula that gives several values")
        return scene.whole(implied_number(found))

    def _put(self, block: FormulaBlock, found: Grid) -> int | None:
        """Put the values of *block* in their place; the first row in which one is new."""
        kinds, number = found.kind.reshape(-1), found.number.reshape(-1)
        old_kinds, old = self.sheets.take(block.sheet, block.row, block.column, block.height)
        new = (kinds != old_kinds) | (number != old)
        if not some(new):
            return None
        first = block.row + int(new.argmax())
        self.sheets.put(block.sheet, block.row, block.column, kinds, number)
        self.sheets.forget(block.sheet, block.column)
        return first

    def _until_settled(self, blocks: Sequence[FormulaBlock]) -> None:
        """Blocks that look at themselves or each other."""
        if _look_upwards(blocks):
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

    def _downwards(self, blocks: Sequence[FormulaBlock]) -> None:
        """Blocks that look at no row below their own: from the top down, as many rows at once as
        settle together.
        """
        row = min(block.row for block in blocks)
        end = max(block.row + block.height for block in blocks)
        height, steps = 1, 0
        alone, patience = 0, 1
        while row < end:
            steps += 1
            if steps > _MOST_STEPS:
                raise DeclinedError("cells that look at those above over too many rows")
            parts = [part for one in blocks if (part := one.between(row, row + height))]
            settled = self._settled_until(parts, row + height)
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

    def _settled_until(self, parts: Sequence[FormulaBlock], end: int) -> int:
        """Compute *parts* a few times; the first row that is not settled yet, or *end*."""
        first = end
        for _ in range(len(parts) + 2):
            changed = [self._put(part, self._found(part, part.formula)) for part in parts]
            first = min((row for row in changed if row is not None), default=end)
            alone = len(parts) == 1 and parts[0].height == 1
            if first == end or alone:
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


def _look_upwards(blocks: Sequence[FormulaBlock]) -> bool:
    """Whether the blocks stand on one sheet and none looks at a row of theirs below its own."""
    if len({block.sheet for block in blocks}) > 1:
        return False
    own = {block.column: (block.row, block.row + block.height - 1) for block in blocks}
    for block in blocks:
        top = block.between(block.row, block.row + 1)
        assert top is not None
        for box in top.looks_at():
            inside = box.sheet == block.sheet and any(
                box.left <= column <= box.right and first <= box.last and box.first <= last
                for column, (first, last) in own.items()
            )
            if inside and box.last > block.row:
                return False
    return True


def _circle(block: FormulaBlock) -> Problem:
    return Problem(
        "PS332",
        "not calculated: the formula looks at itself, or at one that looks at it",
        where=place_name(block.sheet, block.row, block.column),
    )


def running_total(block: FormulaBlock) -> list[Node] | None:
    """What *block* adds to the cell above in each row, one after the other, if that is all it does.

    The balance of what comes and goes, ``above+in-out``, is the sum of two: in, and minus out.
    """
    above = Cell(ANY_ROW - 1, block.column)
    added: list[Node] = []
    node = block.formula
    while True:
        match node:
            case Cell() as cell if _is(cell, above) and added:
                break
            case Binary("+", other, Cell() as cell) if _is(cell, above):
                added.append(other)
                break
            case Binary("+", left, right):
                added.append(right)
                node = left
            case Binary("-", left, right):
                added.append(Unary("-", right))
                node = left
            case _:
                return None
    return None if any(_looks_at(block, one) for one in added) else added[::-1]


def _is(cell: Cell, above: Cell) -> bool:
    return cell.row == above.row and cell.column == above.column and cell.sheet is None


def _looks_at(block: FormulaBlock, node: Node) -> bool:
    """Whether *node*, standing in *block*, looks at a cell of the block."""
    last = block.row + block.height - 1
    inside = FormulaBlock(block.sheet, block.row, block.height, block.column, node)
    return any(
        box.sheet == block.sheet
        and box.left <= block.column <= box.right
        and box.first <= last
        and block.row <= box.last
        for box in inside.looks_at()
    )


def compute(plan: Plan) -> Computation:
    """Every value of *plan* that this engine is sure of."""
    pool, sheets = Pool(), Sheets()
    blocks = blocks_of(plan, pool, sheets)
    parts = free_title([sheet.title for sheet in plan.sheets])
    blocks = taken_apart(blocks, parts)
    if blocks[-1:] and blocks[-1].part_of is not None:
        sheets.make_room(parts, max(one.row + one.height for one in blocks))
    needs = needs_of(blocks)
    made = Computation(pool, sheets, blocks, needs, plan.today, groups_in_order(needs))
    made.run()
    return made
