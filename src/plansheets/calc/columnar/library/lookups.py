"""Finding values in ranges: MATCH, LOOKUP, VLOOKUP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    NA,
    NUMBER,
    REF,
    TEXT,
    VALUE,
    DeclinedError,
    Grid,
    Kinds,
    Mask,
    Reals,
    UnsureError,
    VariesError,
    distinct,
    errors,
    every,
    numbers,
    refuse_nearly_equal,
    some,
    where,
)
from plansheets.calc.columnar.library.lift import operands
from plansheets.calc.columnar.operators import order_key
from plansheets.calc.columnar.reading import errors_in, with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area, RowNumbers
from plansheets.calc.columnar.wildcards import has_wildcards, searched
from plansheets.formula.ast import Boolean, Missing, Node, Number
from plansheets.records import dataclass

_MOST_PATTERNS = 2_000


@dataclass(frozen=True, slots=True)
class _SearchedLine:
    """A row or column of values that is searched; ``start`` is the row of its first value."""

    kind: Kinds
    number: Reals
    place: Area | None


def _line(operand: Yielded, scene: Scene) -> _SearchedLine:
    """What is searched; it must be the same for all rows."""
    if isinstance(operand, Area) and not operand.same:
        raise VariesError("a search in what differs from row to row")
    found = scene.read(operand)
    if len(found.number) > 1:
        raise VariesError("a search in what differs from row to row")
    if found.shape[1] > 1 and found.shape[2] > 1:
        raise DeclinedError("a search in a block")
    place = operand if isinstance(operand, Area) else None
    return _SearchedLine(found.kind.reshape(-1), found.number.reshape(-1), place)


@dataclass(frozen=True, slots=True)
class _LineIndex:
    """The values of a line: sorted, each with its places in rising order."""

    values: Reals
    """What values there are: numbers, then the rest as kind and number in one."""
    keys: RowNumbers
    """For every item its value's place in ``values`` times the length, plus its own place."""
    length: int


def _known(line: _SearchedLine, kind: int, scene: Scene) -> _LineIndex:
    """The items of one kind in *line*, ready to be found."""
    key = None if line.place is None else (f"match {kind}", *line.place.key)
    if key is not None and (found := scene.sheets.remembered(key)) is not None:
        return found  # type: ignore[no-any-return]
    here = np.flatnonzero(line.kind == kind)
    value = line.number[here]
    if kind == TEXT:
        value = scene.pool.folded(value.astype(np.int64)).astype(np.float64)
    values, codes = np.unique(value, return_inverse=True)
    keys = np.sort(codes.reshape(-1) * len(line.kind) + here)
    made = _LineIndex(values, keys, len(line.kind))
    if key is not None:
        scene.sheets.remember(key, made)
    return made


def _first_at(known: _LineIndex, wanted: Reals, start: RowNumbers) -> RowNumbers:
    """The place of the first item equal to *wanted* from *start* on; -1 where there is none."""
    if not len(known.values):
        return np.full(np.broadcast_shapes(wanted.shape, start.shape), -1)
    code = np.searchsorted(known.values, wanted)
    code = np.minimum(code, len(known.values) - 1)
    same = known.values[code] == wanted
    at = np.searchsorted(known.keys, code * known.length + start)
    safe = np.minimum(at, len(known.keys) - 1)
    key = known.keys[safe]
    found = same & (at < len(known.keys)) & (key // known.length == code)
    return np.where(found, key % known.length, -1)


def _exact(wanted: Grid, line: _SearchedLine, scene: Scene, start: RowNumbers) -> RowNumbers:
    """The places, from 0, of what equals *wanted* in kind and value; -1 where nothing does.

    Numbers are equal to the last binary digit, as in Excel; LibreOffice lets 0.1 + 0.2 find 0.3.
    """
    result = np.full(np.broadcast_shapes(wanted.shape, start.shape), -1)
    for kind in (NUMBER, TEXT, BOOLEAN):
        these = wanted.kind == kind
        if not some(these):
            continue
        known = _known(line, kind, scene)
        value = wanted.number
        if kind == TEXT:
            value = scene.pool.folded(np.where(these, value, 0).astype(np.int64)).astype(float)
        result = np.where(these, _first_at(known, value, start), result)
        if kind == TEXT:
            result = _with_patterns(wanted, these, line, scene, start, result)
    nothing = (line.number == 0) & ((line.kind == NUMBER) | (line.kind == TEXT))
    if wanted.has(BLANK) and some(nothing):
        raise UnsureError(
            "空白在 0 和空文字里会查到什么", "what a blank finds among zeros and empty texts"
        )
    return result


def _with_patterns(
    wanted: Grid,
    these: Mask,
    line: _SearchedLine,
    scene: Scene,
    start: RowNumbers,
    result: RowNumbers,
) -> RowNumbers:
    """Texts with wildcards are found by their pattern."""
    texts = scene.pool.texts
    different = distinct(wanted.number[these]).astype(np.int64).tolist()
    patterns = [number for number in different if has_wildcards(texts[number])]
    if not patterns:
        return result
    if len(patterns) > _MOST_PATTERNS:
        raise DeclinedError("too many different patterns")
    here = np.flatnonzero(line.kind == TEXT)
    held = line.number[here].astype(np.int64)
    names = distinct(held)
    for number in patterns:
        pattern = searched(texts[number])
        fits = [name for name in names.tolist() if pattern.fullmatch(texts[name])]
        at = here[np.isin(held, fits)]
        rows = these & (wanted.number == number)
        place = np.searchsorted(at, np.broadcast_to(start, rows.shape))
        hit = place < len(at)
        first = at[np.minimum(place, len(at) - 1)] if len(at) else np.zeros(rows.shape, np.int64)
        result = np.where(rows, np.where(hit & (len(at) > 0), first, -1), result)
    return result


def _approximate(wanted: Grid, line: _SearchedLine, scene: Scene, *, rising: bool) -> RowNumbers:
    """The place of the last item that is not beyond *wanted*, in a line that is in order."""
    if wanted.has(BLANK):
        raise UnsureError("拿空白去查，会查到什么", "what a blank finds when it is looked up")
    result = np.full(wanted.shape, -1)
    for kind in (NUMBER, TEXT, BOOLEAN):
        these = wanted.kind == kind
        here = np.flatnonzero(line.kind == kind)
        if not (some(these) and len(here)):
            continue
        held, value = line.number[here], wanted.number
        if kind == TEXT:
            held, value = _ranked(held, value, these, scene)
        if not rising:
            held, value = -held, -value
        beyond_all = rising and _beyond_all(held, value[these])
        if some(np.diff(held) < 0) and not beyond_all:
            raise UnsureError(
                "按大小查找，被查的却没有排序", "a search by order in what is in no order"
            )
        if beyond_all:  # the last one, in whatever order they are: LOOKUP(9^9, column)
            at = np.full(value.shape, len(held) - 1)
        elif rising:
            at = np.searchsorted(held, value, side="right") - 1
        else:
            equal_or_less = np.searchsorted(held, value, side="right") - 1
            left = np.searchsorted(held, value, side="left")
            at = np.where((left < len(held)) & (left <= equal_or_less), left, equal_or_less)
        found = np.where(at >= 0, here[np.maximum(at, 0)], -1)
        result = np.where(these, found, result)
    return result


def _ranked(held: Reals, value: Reals, these: Mask, scene: Scene) -> tuple[Reals, Reals]:
    """Texts by their place in an order, in place of their number."""
    texts = scene.pool.texts
    wanted = np.where(these, value, held[0])
    different = distinct(np.concatenate([held, wanted.reshape(-1)])).astype(np.int64).tolist()
    keys = {number: order_key(texts[number]) for number in different}
    ranks = {key: float(rank) for rank, key in enumerate(sorted(set(keys.values())))}
    table = np.zeros(max(different, default=0) + 1)
    for number, key in keys.items():
        table[number] = ranks[key]
    return table[held.astype(np.int64)], table[wanted.astype(np.int64)]


def _beyond_all(held: Reals, wanted: Reals) -> bool:
    """Whether the last of *held* is found for all of *wanted*, in whatever order they are.

    What equals the greatest stops a search by halves there, unless the greatest stand last.
    """
    greatest = held == held.max()
    at_the_end = every(greatest[np.argmax(greatest) :])
    return every(wanted >= held.max() if at_the_end else wanted > held.max())


def _match(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    wanted = operands(arguments[:1], scene, evaluate, forced)[0]
    how = _kind_of_match(arguments[2:], scene, evaluate)
    place = evaluate(arguments[1], scene, forced=forced)
    start = np.zeros((1, 1, 1), dtype=np.int64)
    end: RowNumbers | None = None
    before: RowNumbers | int = 0
    if isinstance(place, Area) and not place.same and how == 0:
        if place.width > 1:
            raise DeclinedError("a search in a block")
        whole = place.hull
        start = (place.first - whole.first).reshape(-1, 1, 1)
        end = (place.last - whole.first).reshape(-1, 1, 1)
        before, place = start, whole
    line = _line(place, scene)
    if how == 0:
        at = _exact(wanted, line, scene, start)
        if end is not None:
            at = np.where(at > end, -1, at)
    else:
        at = _approximate(wanted, line, scene, rising=how > 0)
    missing = at < 0
    found = numbers((at - before + 1).astype(np.float64))
    result = where(missing, errors(NA), found) if some(missing) else found
    return with_errors(result, errors_in(wanted))


def _kind_of_match(given: Sequence[Node], scene: Scene, evaluate: Evaluate) -> int:
    if not given:
        return 1
    if isinstance(given[0], Missing):
        return 0
    found = scene.read(evaluate(given[0], scene, forced=False))
    if found.shape != (1, 1, 1) or not found.plain:
        raise VariesError("MATCH in a way that differs from row to row")
    return int(np.sign(found.number.item()))


def _lookup(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    wanted = operands(arguments[:1], scene, evaluate, forced)[0]
    if len(arguments) == 2:
        line, source = _edges(scene.read(evaluate(arguments[1], scene, forced=True)))
        return _taken(_approximate(wanted, line, scene, rising=True), source, wanted)
    searched, results = (evaluate(each, scene, forced=True) for each in arguments[1:])
    if any(_is_block(each) for each in (searched, results)):
        raise UnsureError(
            "LOOKUP 在区域里查找，又另给了结果", "LOOKUP in a block beside results of their own"
        )
    line, source = _line(searched, scene), _line(results, scene)
    if len(source.kind) < len(line.kind):
        raise UnsureError("LOOKUP 的结果比查找的少", "LOOKUP of results that are fewer")
    at = _approximate(wanted, line, scene, rising=True)
    return _taken(at, source, wanted)


def _is_block(found: Yielded) -> bool:
    """Whether there is more than one line of cells or values."""
    if isinstance(found, Area):
        return found.width > 1 and some(found.heights > 1)
    return min(found.shape[1:]) > 1


def _edges(block: Grid) -> tuple[_SearchedLine, _SearchedLine]:
    """The first and the last line of *block*, along its longer side."""
    if len(block.number) > 1:
        raise VariesError("a look-up that differs from row to row")
    lies = block.shape[2] > block.shape[1]
    kind, number = (one[0] if lies else one[0].T for one in (block.kind, block.number))
    first, last = (_SearchedLine(kind[end], number[end], None) for end in (0, -1))
    return first, last


def _taken(at: RowNumbers, source: _SearchedLine, wanted: Grid) -> Grid:
    missing = at < 0
    safe = np.maximum(at, 0)
    found = Grid(source.kind[safe], source.number[safe])
    result = where(missing, errors(NA), found) if some(missing) else found
    return with_errors(result, errors_in(wanted))


def _across(*, rows: bool) -> Computes:
    """VLOOKUP where *rows* are searched, else HLOOKUP."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        wanted = operands(arguments[:1], scene, evaluate, forced)[0]
        block = scene.read(evaluate(arguments[1], scene, forced=forced))
        which = scene.read(evaluate(arguments[2], scene, forced=False))
        exact: Node = arguments[3] if len(arguments) > 3 else Boolean(value=True)
        near = scene.read(
            evaluate(Number(0) if isinstance(exact, Missing) else exact, scene, forced=False)
        )
        if len(block.number) > 1 or which.shape != (1, 1, 1) or near.shape != (1, 1, 1):
            raise VariesError("a look-up that differs from row to row")
        if not which.plain or not near.plain:
            raise DeclinedError("a look-up of no place")
        lines = block.shape[2] if rows else block.shape[1]
        place = int(which.number.item())
        if place < 1:
            return errors(VALUE)
        if place > lines:
            return errors(REF)
        key = (0, slice(None), 0) if rows else (0, 0, slice(None))
        value = (0, slice(None), place - 1) if rows else (0, place - 1, slice(None))
        line = _SearchedLine(block.kind[key], block.number[key], None)
        source = _SearchedLine(block.kind[value], block.number[value], None)
        if near.number.item():
            at = _approximate(wanted, line, scene, rising=True)
        else:
            at = _exact(wanted, line, scene, np.zeros((1, 1, 1), dtype=np.int64))
        return _taken(at, source, wanted)

    return call


def _looked_up_newly(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    """For XLOOKUP, which another engine computes; none is asked what finds an empty cell."""
    wanted = scene.read(evaluate(arguments[0], scene, forced=forced))
    if some((wanted.kind == BLANK) | ((wanted.kind == TEXT) & (wanted.number == 0))):
        raise UnsureError("按空单元格能查到什么", "what a blank finds when it is looked up")
    keys = scene.read(evaluate(arguments[1], scene, forced=True))
    known = (one.number[one.kind == NUMBER] for one in (keys, wanted))
    refuse_nearly_equal(np.concatenate([*known]))
    raise DeclinedError("XLOOKUP, which another engine computes")


FUNCTIONS: Mapping[str, Computes] = {
    "HLOOKUP": _across(rows=False),
    "LOOKUP": _lookup,
    "MATCH": _match,
    "VLOOKUP": _across(rows=True),
    "XLOOKUP": _looked_up_newly,
}
