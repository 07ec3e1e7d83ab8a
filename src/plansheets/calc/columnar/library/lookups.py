"""Finding values in ranges, and what a range is: INDEX, MATCH, LOOKUP, ROW, ROWS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    ERROR,
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
    errors,
    grid,
    numbers,
    where,
)
from plansheets.calc.columnar.library.lift import LEFT_OUT, operands
from plansheets.calc.columnar.operators import order_key
from plansheets.calc.columnar.reading import as_numbers, first_error, with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area, RowNumbers, reference
from plansheets.calc.columnar.wildcards import has_wildcards, searched
from plansheets.formula.ast import Boolean, Missing, Node, Number

_MOST_PATTERNS = 2_000


# -- INDEX ---------------------------------------------------------------------------------------


def _index(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    source = evaluate(arguments[0], scene, forced=forced)
    given = [_place(argument, scene, evaluate) for argument in arguments[1:]]
    if len(given) > 2:
        raise DeclinedError("INDEX of several areas")
    wrong = first_error(*(error for _, error in given))
    places = [place for place, _ in given]
    height, width = _size(source)
    if len(places) == 1:
        places = [np.array([1]), places[0]] if height == 1 else [places[0], np.array([1])]
        if height > 1 and width > 1:
            raise DeclinedError("INDEX of a block by one place")
    row, column = (places + [np.array([1])] * 2)[:2]
    bad = (row < 0) | (row > height) | (column < 0) | (column > width)
    if wrong is not None:
        bad = bad | (wrong.reshape(-1) > 0)
    if not bad.any():
        return _picked(source, row, column, scene)
    rows = np.broadcast_to(bad, (len(scene.rows),))
    refused = np.where(bad, REF + 1, 0).astype(np.uint8).reshape(-1, 1, 1)
    problem = first_error(wrong, refused)
    assert problem is not None
    row, column = (np.where(bad, 1, one) for one in np.broadcast_arrays(row, column))
    if rows.all() and len(bad) == 1:
        return with_errors(LEFT_OUT, problem)
    found = scene.read(_picked(source, row, column, scene))
    return with_errors(
        found, np.broadcast_to(problem, np.broadcast_shapes(problem.shape, found.shape))
    )


def _place(argument: Node, scene: Scene, evaluate: Evaluate) -> tuple[RowNumbers, Kinds | None]:
    """A row or column number for each row of the formula's column; 0 means all of them."""
    if isinstance(argument, Missing):
        return np.array([0]), None
    found = scene.read(evaluate(argument, scene, forced=False))
    if not found.single:
        raise DeclinedError("INDEX by an array")
    number, wrong = as_numbers(found, scene.pool)
    return np.trunc(number).astype(np.int64).reshape(-1), wrong


def _size(source: Yielded) -> tuple[int, int]:
    if isinstance(source, Area):
        if not source.even:
            raise VariesError("INDEX of ranges of different heights")
        return int(source.heights[0]), source.width
    return source.shape[1], source.shape[2]


def _picked(source: Yielded, row: RowNumbers, column: RowNumbers, scene: Scene) -> Yielded:
    """The cell, row or column of *source*; as cells where it is cells."""
    if isinstance(source, Grid):
        if len(source.number) > 1 or (row == 0).any() or (column == 0).any():
            raise VariesError("INDEX of an array, row by row or whole lines")
        at = (0, row - 1, column - 1)
        return Grid(source.kind[at].reshape(-1, 1, 1), source.number[at].reshape(-1, 1, 1))
    whole_rows, whole_columns = row == 0, column == 0
    if whole_rows.any() != whole_rows.all() or whole_columns.any() != whole_columns.all():
        raise VariesError("INDEX of whole lines in some rows alone")
    first = source.first if whole_rows.all() else source.first + row - 1
    last = source.last if whole_rows.all() else first
    if whole_columns.all():
        return Area(source.sheet, first, last, source.left, source.right)
    columns = source.left + column - 1
    different = np.unique(columns)
    if len(different) == 1:
        return Area(source.sheet, first, last, int(different[0]), int(different[0]))
    if whole_rows.all():
        raise VariesError("INDEX of different columns in different rows")
    first = np.broadcast_to(first, (max(len(first), len(columns)),))
    kinds = np.zeros((len(first), 1, 1), dtype=np.uint8)
    found = np.zeros((len(first), 1, 1))
    for one in different.tolist():
        these = np.broadcast_to(columns == one, first.shape)
        part = scene.sheets.read(Area(source.sheet, first[these], first[these], one, one))
        kinds[these], found[these] = part.kind, part.number
    return Grid(kinds, found)


# -- MATCH and its relatives ---------------------------------------------------------------------


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
        if not these.any():
            continue
        known = _known(line, kind, scene)
        value = wanted.number
        if kind == TEXT:
            value = scene.pool.folded(np.where(these, value, 0).astype(np.int64)).astype(float)
        result = np.where(these, _first_at(known, value, start), result)
        if kind == TEXT:
            result = _with_patterns(wanted, these, line, scene, start, result)
    nothing = (line.number == 0) & ((line.kind == NUMBER) | (line.kind == TEXT))
    if wanted.has(BLANK) and nothing.any():
        raise UnsureError("what a blank finds among zeros and empty texts")
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
    different = np.unique(wanted.number[these]).astype(np.int64).tolist()
    patterns = [number for number in different if has_wildcards(texts[number])]
    if not patterns:
        return result
    if len(patterns) > _MOST_PATTERNS:
        raise DeclinedError("too many different patterns")
    here = np.flatnonzero(line.kind == TEXT)
    held = line.number[here].astype(np.int64)
    names = np.unique(held)
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
        raise UnsureError("what a blank finds when it is looked up")
    result = np.full(wanted.shape, -1)
    for kind in (NUMBER, TEXT, BOOLEAN):
        these = wanted.kind == kind
        if not these.any():
            continue
        here = np.flatnonzero(line.kind == kind)
        held, value = line.number[here], wanted.number
        if kind == TEXT:
            held, value = _ranked(held, value, these, scene)
        if not rising:
            held, value = -held, -value
        if (np.diff(held) < 0).any():
            raise UnsureError("a search by order in what is in no order")
        if rising:
            at = np.searchsorted(held, value, side="right") - 1
        else:
            equal_or_less = np.searchsorted(held, value, side="right") - 1
            left = np.searchsorted(held, value, side="left")
            at = np.where((left < len(held)) & (left <= equal_or_less), left, equal_or_less)
        found = np.where(at >= 0, here[np.maximum(at, 0)] if len(here) else -1, -1)
        result = np.where(these, found, result)
    return result


def _ranked(held: Reals, value: Reals, these: Mask, scene: Scene) -> tuple[Reals, Reals]:
    """Texts by their place in an order, in place of their number."""
    texts = scene.pool.texts
    wanted = np.where(these, value, held[0] if len(held) else value)
    different = np.unique(np.concatenate([held, wanted.reshape(-1)])).astype(np.int64).tolist()
    keys = {number: order_key(texts[number]) for number in different}
    ranks = {key: float(rank) for rank, key in enumerate(sorted(set(keys.values())))}
    table = np.zeros(max(different, default=0) + 1)
    for number, key in keys.items():
        table[number] = ranks[key]
    return table[held.astype(np.int64)], table[wanted.astype(np.int64)]


def _match(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    wanted = operands(arguments[:1], scene, evaluate, forced)[0]
    how = _kind_of_match(arguments[2:], scene, evaluate)
    place = evaluate(arguments[1], scene, forced=forced)
    start = np.zeros((1, 1, 1), dtype=np.int64)
    end: RowNumbers | None = None
    before: RowNumbers | int = 0
    if isinstance(place, Area) and not place.same and how == 0:
        first, last = int(place.first.min()), int(place.last.max())
        whole = reference(place.sheet, first, last, place.left, place.right)
        if place.width > 1:
            raise DeclinedError("a search in a block")
        start = (place.first - first).reshape(-1, 1, 1)
        end = (place.last - first).reshape(-1, 1, 1)
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
    result = where(missing, errors(NA), found) if missing.any() else found
    failed = np.where(wanted.kind == ERROR, wanted.number + 1, 0).astype(np.uint8)
    return with_errors(result, np.broadcast_to(failed, result.shape))


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
    if len(arguments) != 3:
        raise DeclinedError("LOOKUP in a block")
    wanted = operands(arguments[:1], scene, evaluate, forced)[0]
    line = _line(evaluate(arguments[1], scene, forced=True), scene)
    source = _line(evaluate(arguments[2], scene, forced=True), scene)
    if len(source.kind) < len(line.kind):
        raise UnsureError("LOOKUP of results that are fewer")
    at = _approximate(wanted, line, scene, rising=True)
    return _taken(at, source, wanted)


def _taken(at: RowNumbers, source: _SearchedLine, wanted: Grid) -> Grid:
    missing = at < 0
    safe = np.maximum(at, 0)
    found = Grid(source.kind[safe], source.number[safe])
    result = where(missing, errors(NA), found) if missing.any() else found
    failed = np.where(wanted.kind == ERROR, wanted.number + 1, 0).astype(np.uint8)
    return with_errors(result, np.broadcast_to(failed, result.shape))


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


# -- places --------------------------------------------------------------------------------------


def _row_of(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    if not arguments:
        return numbers((scene.rows + 1).astype(np.float64).reshape(-1, 1, 1))
    place = _cells(arguments[0], scene, evaluate)
    first = (place.first + 1).astype(np.float64).reshape(-1, 1, 1)
    if not place.even:
        raise VariesError("ROW of ranges of different heights")
    height = int(place.heights[0])
    if height > 1 and not forced:
        raise DeclinedError("ROW of a range where one value is wanted")
    return numbers(first + np.arange(height, dtype=np.float64).reshape(1, -1, 1))


def _column_of(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    if not arguments:
        return grid(NUMBER, float(scene.column + 1))
    place = _cells(arguments[0], scene, evaluate)
    if place.width > 1 and not forced:
        raise DeclinedError("COLUMN of a range where one value is wanted")
    columns = np.arange(place.left + 1, place.right + 2, dtype=np.float64)
    return numbers(columns.reshape(1, 1, -1))


def _cells(argument: Node, scene: Scene, evaluate: Evaluate) -> Area:
    place = evaluate(argument, scene, forced=False)
    if not isinstance(place, Area):
        raise DeclinedError("the place of what is no cell")
    return place


def _rows_of(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    place = evaluate(arguments[0], scene, forced=forced)
    if isinstance(place, Area):
        return numbers(place.heights.astype(np.float64).reshape(-1, 1, 1))
    return grid(NUMBER, float(place.shape[1]))


def _columns_of(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    place = evaluate(arguments[0], scene, forced=forced)
    width = place.width if isinstance(place, Area) else place.shape[2]
    return grid(NUMBER, float(width))


FUNCTIONS: Mapping[str, Computes] = {
    "COLUMN": _column_of,
    "COLUMNS": _columns_of,
    "HLOOKUP": _across(rows=False),
    "INDEX": _index,
    "LOOKUP": _lookup,
    "MATCH": _match,
    "ROW": _row_of,
    "ROWS": _rows_of,
    "VLOOKUP": _across(rows=True),
}
