"""Blocks of cells that look at the rows above their own, and running totals among them."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets.calc.columnar.blocks import FormulaBlock
from plansheets.calc.spread import ANY_ROW
from plansheets.formula.ast import Binary, Cell, Node, Unary
from plansheets.formula.rewrite import walk


def look_upwards(blocks: Sequence[FormulaBlock]) -> bool:
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


def in_row_order(blocks: Sequence[FormulaBlock]) -> list[FormulaBlock] | None:
    """*blocks*, which look at no row below their own, so that each looks in its row at those before
    it alone: computed once in this order, a row is settled. None where they go round in a row.
    """
    waiting = {number: _in_its_row(block, blocks) for number, block in enumerate(blocks)}
    made: list[FormulaBlock] = []
    while waiting:
        ready = [number for number, needed in waiting.items() if needed.isdisjoint(waiting)]
        if not ready:
            return None
        made += [blocks[number] for number in ready]
        for number in ready:
            del waiting[number]
    return made


def _in_its_row(block: FormulaBlock, blocks: Sequence[FormulaBlock]) -> set[int]:
    """Which of *blocks* have cells in a row of *block* that it looks at from there.

    What a formula looks at moves along with it, or stays behind, above.
    """
    top = block.between(block.row, block.row + 1)
    assert top is not None
    columns = [
        (box.left, box.right)
        for box in top.looks_at()
        if box.sheet == block.sheet and box.first <= block.row <= box.last
    ]
    return {
        number
        for number, other in enumerate(blocks)
        if any(left <= other.column <= right for left, right in columns)
    }


def builds_up(block: FormulaBlock) -> bool:
    """Whether *block* adds to, or puts behind, the cell above: no row is right before that is."""
    above = Cell(ANY_ROW - 1, block.column)
    return any(
        isinstance(node, Binary)
        and node.operator in ("+", "-", "&")
        and any(isinstance(one, Cell) and _is(one, above) for one in (node.left, node.right))
        for node in walk(block.formula)
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
