"""What this engine declines, computed by another one that is proven on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from plansheets.calc.columnar.blocks import FormulaBlock
from plansheets.calc.columnar.compute import Computation
from plansheets.calc.columnar.grid import from_values, to_values
from plansheets.calc.engine import Book, Engine, gave_up
from plansheets.calc.shapes import proven, shapes
from plansheets.calc.sheets import filled, free_title, helper_formulas, prepared
from plansheets.calc.spread import ANY_ROW, Scratch
from plansheets.formula.ast import Node
from plansheets.formula.rewrite import moved_along
from plansheets.plan.model import ErrorValue
from plansheets.records import dataclass

_MOST_SINGLE = 200
"""Rows that may be prepared one by one where filling down is not enough."""


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A block as the other engine takes it."""

    number: int
    texts: Sequence[str]


def compute_rest(made: Computation, titles: Sequence[str], engine: Engine) -> dict[int, list[str]]:
    """Let *engine* compute what was declined; gives, by block, the shapes it is not proven on.

    Its values may let more be computed, and of that more may be declined, so it is asked again.
    """
    unproven: dict[int, list[str]] = {}
    while ready := [one for one in made.declined if one not in {*unproven, *made.unsure}]:
        scratch = Scratch(free_title(titles))
        groups = made.groups_of(ready)
        taken: list[_Spelled] = []
        for group in groups:
            looks = max(_looks(made.blocks[one]) for one in group)
            if looks > engine.most_looks:
                reason = f"its rows look at {looks:,} cells, one row after the other"
                made.declined |= {one: reason for one in group if one in made.declined}
                unproven |= {one: [] for one in group}
                continue
            written = [_written(one, made.blocks[one], engine, scratch) for one in group]
            lacking = {
                one: unproven_shapes
                for one, (_, unproven_shapes) in zip(group, written, strict=True)
                if unproven_shapes
            }
            if lacking:
                unproven |= {one: lacking.get(one, []) for one in group}
            else:
                taken += [block for block, _ in written]
        if taken:
            _ask(taken, made, [*titles, scratch.title], engine, scratch)
            made.run()
    return {one: lacking for one, lacking in unproven.items() if lacking}


def _looks(block: FormulaBlock) -> int:
    """Cells that the formulas of *block* look at together, as many as those of its last row do."""
    last = block.row + block.height - 1
    row = block.between(last, last + 1)
    assert row is not None
    boxes = set(row.looks_at())
    cells = sum((box.last - box.first + 1) * (box.right - box.left + 1) for box in boxes)
    return block.height * cells


def _written(
    number: int, block: FormulaBlock, engine: Engine, scratch: Scratch
) -> tuple[_Spelled, list[str]]:
    """The texts of *block*'s formulas, and the shapes that *engine* is not proven on."""
    whole = prepared(block.formula, block.sheet, engine, scratch)
    lacking = _lacking(whole, engine)
    rows = range(block.row, block.row + block.height)
    if lacking and 1 < block.height <= _MOST_SINGLE:
        single = [
            prepared(moved_along(block.formula, row - ANY_ROW), block.sheet, engine, scratch)
            for row in rows
        ]
        lacking = sorted({shape for one in single for shape in _lacking(one, engine)})
        return _Spelled(number, [engine.spell(one) for one in single]), lacking
    return _Spelled(number, filled(engine.spell(whole), rows)), lacking


def _lacking(formula: Node, engine: Engine) -> list[str]:
    return sorted(shape for shape in shapes(formula) if engine.name not in proven().get(shape, ()))


def _ask(
    taken: Sequence[_Spelled],
    made: Computation,
    titles: Sequence[str],
    engine: Engine,
    scratch: Scratch,
) -> None:
    """Give *engine* the cells that the blocks look at, and take its values for the blocks."""
    book = engine.open(titles, made.day)
    _put_constants(book, [made.blocks[one.number] for one in taken], made)
    for one in taken:
        block = made.blocks[one.number]
        book.put_formulas(block.sheet, block.row, block.column, [[text] for text in one.texts])
    for part in scratch.parts:
        helper = helper_formulas(part, engine, scratch.title)
        book.put_formulas(helper.sheet, helper.row, helper.column, helper.texts)
    book.calculate()
    for one in taken:
        block = made.blocks[one.number]
        rows = book.read(block.sheet, block.row, block.column, block.height, 1)
        values = [row[0] for row in rows]
        if any(map(gave_up, values)):
            lost = next(filter(gave_up, values))
            said = lost.code if isinstance(lost, ErrorValue) else "no value"
            made.declined[one.number] = f"{engine.name} gave {said}"
            made.unsure.add(one.number)
            continue
        made.take(one.number, *from_values(values, made.pool))


def _put_constants(book: Book, blocks: Iterable[FormulaBlock], made: Computation) -> None:
    """Every cell that *blocks* look at and that is not their own."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    own: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for block in blocks:
        own[block.sheet, block.column].append((block.row, block.row + block.height - 1))
        for box in block.looks_at():
            for column in range(box.left, box.right + 1):
                spans[box.sheet, column].append((box.first, box.last))
    for (sheet, column), wanted in spans.items():
        for first, last in _without(_merged(wanted), own.get((sheet, column), [])):
            kinds, found = made.sheets.take(sheet, first, column, last - first + 1)
            values = to_values(kinds, found, made.pool)
            if values:
                book.put_values(sheet, first, column, [[value] for value in values])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((max(first, 0), last))
    return merged


def _without(
    spans: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    rest = list(spans)
    for hole_first, hole_last in holes:
        parts = []
        for first, last in rest:
            parts += [(first, min(last, hole_first - 1)), (max(first, hole_last + 1), last)]
        rest = [(first, last) for first, last in dict.fromkeys(parts) if first <= last]
    return rest
