"""What this engine declines, computed by another one that is proven on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from plansheets.calc.columnar.blocks import FormulaBlock
from plansheets.calc.columnar.compute import Computation
from plansheets.calc.columnar.grid import from_values, to_values
from plansheets.calc.engine import Book, Engine, EngineValue, gave_up
from plansheets.calc.shapes import proven, shapes
from plansheets.calc.sheets import filled, free_title, helper_formulas, prepared
from plansheets.calc.spread import ANY_ROW, Scratch
from plansheets.formula.ast import Node
from plansheets.formula.rewrite import moved_along
from plansheets.plan.model import ErrorValue
from plansheets.records import dataclass
from plansheets.words import Words

_MOST_SINGLE = 200
"""Rows that may be prepared one by one where filling down is not enough."""


@dataclass(frozen=True, slots=True)
class _Spelled:
    """Rows of a block as the other engine takes them."""

    number: int
    block: FormulaBlock
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
            parts = _clear(group, made)
            if not parts:  # what it gave for a blank would be a guess
                for one in group:
                    del made.declined[one]
                made.leave(group)
                continue
            looks = max(_looks(made.blocks[one]) for one in group)
            if looks > engine.most_looks:
                reason = Words(
                    f"各行逐一要看 {looks:,} 个单元格",
                    f"its rows look at {looks:,} cells, one row after the other",
                )
                made.declined |= {one: reason for one in group if one in made.declined}
                unproven |= {one: [] for one in group}
                continue
            written = [_written(one, part, engine, scratch) for one, part in parts]
            if any(lacking for _, lacking in written):
                unproven |= {one: [] for one in group}
                for spelled, lacking in written:
                    unproven[spelled.number] = sorted({*unproven[spelled.number], *lacking})
            else:
                taken += [spelled for spelled, _ in written]
        if taken:
            _ask(taken, made, [*titles, scratch.title], engine, scratch)
            made.run()
    return {one: lacking for one, lacking in unproven.items() if lacking}


def _clear(group: Sequence[int], made: Computation) -> list[tuple[int, FormulaBlock]]:
    """The rows of *group* that another engine may be asked for: none looks at what has no value."""
    clear = [(one, part) for one in group for part in made.clear_parts(one)]
    whole = len(clear) == len(group) and all(part is made.blocks[one] for one, part in clear)
    return clear if whole or made.is_alone(group) else []


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
        return _Spelled(number, block, [engine.spell(one) for one in single]), lacking
    return _Spelled(number, block, filled(engine.spell(whole), rows)), lacking


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
    _put_constants(book, [one.block for one in taken], made)
    for one in taken:
        texts = [[text] for text in one.texts]
        book.put_formulas(one.block.sheet, one.block.row, one.block.column, texts)
    for part in scratch.parts:
        helper = helper_formulas(part, engine, scratch.title)
        book.put_formulas(helper.sheet, helper.row, helper.column, helper.texts)
    book.calculate()
    _take(taken, book, made, engine)


def _take(taken: Sequence[_Spelled], book: Book, made: Computation, engine: Engine) -> None:
    found: dict[int, list[EngineValue]] = {
        one.number: [None] * made.blocks[one.number].height for one in taken
    }
    reasons: dict[int, Words] = {}
    for one in taken:
        block = one.block
        rows = book.read(block.sheet, block.row, block.column, block.height, 1)
        values = [row[0] for row in rows]
        first = block.row - made.blocks[one.number].row
        found[one.number][first : first + block.height] = values
        for value in filter(gave_up, values):
            said = Words(f"{engine.name} 没有给出值", f"{engine.name} gave no value")
            if isinstance(value, ErrorValue):
                said = Words(f"{engine.name} 给出 {value.code}", f"{engine.name} gave {value.code}")
            reasons.setdefault(one.number, said)
    for group in made.groups_of(reasons):
        if not made.is_alone(group):  # its other cells may have been computed from what was lost
            reason = next(reasons[one] for one in group if one in reasons)
            made.declined |= dict.fromkeys(group, reason)
            made.leave(group)
    for number, values in found.items():
        if number not in made.known:
            lost = [row for row, value in enumerate(values) if gave_up(value)]
            kept = [None if gave_up(value) else value for value in values]
            made.take(number, *from_values(kept, made.pool), lost)
            made.lacking |= {number: reasons[number]} if number in reasons else {}


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
