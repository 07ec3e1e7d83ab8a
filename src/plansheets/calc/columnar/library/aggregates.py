"""Functions of many values at once: sums, counts, extremes, ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    DIV0,
    ERROR,
    NUMBER,
    TEXT,
    VALUE,
    Grid,
    Kinds,
    Mask,
    Reals,
    added_up,
    errors,
    numbers,
    some,
    where,
)
from plansheets.calc.columnar.library.handed_on import from_cells
from plansheets.calc.columnar.reading import as_numbers, first_error, with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area
from plansheets.formula.ast import ArrayConstant, Missing, Node
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """What one argument brings: its values for every row, and which of them count."""

    value: Reals
    counts: Mask
    wrong: Kinds | None


def brought(argument: Node, scene: Scene, operand: Yielded, evaluate: Evaluate) -> Counted:
    """The numbers of an argument: of cells and arrays numbers alone count, a value is read."""
    found = scene.read(operand)
    failed = found.kind == ERROR
    wrong = first_wrong(found, failed) if some(failed) else None
    array = isinstance(operand, Area) or isinstance(argument, ArrayConstant)
    if array or not found.single:
        return Counted(found.number, found.kind == NUMBER, wrong)
    number, wrong = as_numbers(found, scene.pool)
    cells = from_cells(argument, found, scene, evaluate)
    if cells is None:
        return Counted(number, ~failed, wrong)
    ignored = cells & (found.kind != NUMBER) & ~failed
    wrong = None if wrong is None else np.where(ignored, 0, wrong).astype(np.uint8)
    return Counted(number, ~failed & ~ignored, wrong)


def first_wrong(found: Grid, failed: Mask) -> Kinds:
    """The first error of each row, its place plus 1."""
    flat = failed.reshape(len(failed), -1)
    first = flat.argmax(axis=1)
    rows = np.arange(len(flat))
    code = found.number.reshape(len(flat), -1)[rows, first] + 1
    wrong: Kinds = np.where(flat.any(axis=1), code, 0).astype(np.uint8).reshape(-1, 1, 1)
    return wrong


Total = Callable[[Counted], Reals]


def added(items: Counted) -> Reals:
    return added_up(np.where(items.counts, items.value, 0))


def _squares(items: Counted) -> Reals:
    value = np.where(items.counts, items.value, 0)
    return added_up(value * value)


def counted(items: Counted) -> Reals:
    found: Reals = items.counts.sum(axis=(1, 2), keepdims=True).astype(np.float64)
    return found


def _most(items: Counted) -> Reals:
    found: Reals = np.where(items.counts, items.value, -np.inf).max(axis=(1, 2), keepdims=True)
    return found


def _least(items: Counted) -> Reals:
    found: Reals = np.where(items.counts, items.value, np.inf).min(axis=(1, 2), keepdims=True)
    return found


def _product(items: Counted) -> Reals:
    found: Reals = np.where(items.counts, items.value, 1).prod(axis=(1, 2), keepdims=True)
    return found


_RUNNING: dict[Total, Callable[[Counted], Reals]] = {
    added: lambda items: np.cumsum(np.where(items.counts, items.value, 0), axis=1),
    counted: lambda items: np.cumsum(items.counts, axis=1).astype(np.float64),
    _most: lambda items: np.maximum.accumulate(
        np.where(items.counts, items.value, -np.inf), axis=1
    ),
    _least: lambda items: np.minimum.accumulate(
        np.where(items.counts, items.value, np.inf), axis=1
    ),
}
"""The same over every range that begins where the column does: its last cell's is what is asked."""


def _partial(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool, *ways: Total
) -> Iterator[tuple[list[Reals], Kinds | None]]:
    """What each argument adds, by each of *ways*, and its error."""
    for argument in arguments:
        if isinstance(argument, Missing):
            zero = Counted(np.zeros((1, 1, 1)), np.ones((1, 1, 1), dtype=bool), None)
            yield [way(zero) for way in ways], None
            continue
        operand = evaluate(argument, scene, forced=forced)
        if isinstance(operand, Area) and not operand.even:
            yield _uneven(argument, scene, operand, evaluate, ways)
            continue
        items = brought(argument, scene, operand, evaluate)
        yield [way(items) for way in ways], items.wrong


def _uneven(
    argument: Node, scene: Scene, place: Area, evaluate: Evaluate, ways: Sequence[Total]
) -> tuple[list[Reals], Kinds | None]:
    """Ranges of different heights: all from one start by running totals, else each for itself."""
    rows = max(len(place.first), len(place.last))
    if place.from_one_start and all(way in _RUNNING for way in ways):
        found = scene.read(place.hull)
        items = Counted(found.number, found.kind == NUMBER, None)
        at = place.last - place.first[0]
        wrong = None
        if found.has(ERROR):
            failed = found.kind.reshape(-1) == ERROR
            begins = int(failed.argmax())
            code = found.number.reshape(-1)[begins] + 1
            wrong = np.where(at >= begins, code, 0).astype(np.uint8).reshape(-1, 1, 1)
        return [_RUNNING[way](items).reshape(-1)[at].reshape(-1, 1, 1) for way in ways], wrong
    if place.to_one_end and rows > _MANY and all(way in _RUNNING for way in ways):
        return _from_below(scene, place, ways)
    made = [np.zeros((rows, 1, 1)) for _ in ways]
    wrong = np.zeros((rows, 1, 1), dtype=np.uint8)
    for one, at in scene.sheets.rectangles(place):
        items = brought(argument, scene, one, evaluate)
        for place_of, way in enumerate(ways):
            made[place_of][at] = way(items)
        if items.wrong is not None:
            wrong[at] = items.wrong
    return made, wrong


_MANY = 2_000
"""Rows from which on ranges that end in one cell are summed up from there, in one go."""


def _from_below(
    scene: Scene, place: Area, ways: Sequence[Total]
) -> tuple[list[Reals], Kinds | None]:
    """The same for ranges that all end in one cell."""
    found = scene.read(place.hull)
    upwards = Grid(found.kind[:, ::-1], found.number[:, ::-1])
    items = Counted(upwards.number, upwards.kind == NUMBER, None)
    at = place.last[0] - place.first
    wrong = None
    if found.has(ERROR):
        failed = upwards.kind.reshape(-1) == ERROR
        nearest = np.maximum.accumulate(np.where(failed, np.arange(len(failed)), -1))[at]
        code = upwards.number.reshape(-1)[nearest] + 1
        wrong = np.where(nearest >= 0, code, 0).astype(np.uint8).reshape(-1, 1, 1)
    return [_RUNNING[way](items).reshape(-1)[at].reshape(-1, 1, 1) for way in ways], wrong


def _gathered(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool, *ways: Total
) -> tuple[list[Reals], Kinds | None]:
    """What all arguments give together: sums add up, of extremes the most extreme counts."""
    together: list[Reals] = []
    wrong: Kinds | None = None
    for parts, error in _partial(arguments, scene, evaluate, forced, *ways):
        wrong = first_error(wrong, error)
        if not together:
            together = parts
            continue
        together = [
            _JOIN.get(way, np.add)(one, other)
            for way, one, other in zip(ways, together, parts, strict=True)
        ]
    return together, wrong


_JOIN: dict[Total, Callable[[Reals, Reals], Reals]] = {
    _most: np.maximum,
    _least: np.minimum,
    _product: np.multiply,
}


def _sum(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    (total,), wrong = _gathered(arguments, scene, evaluate, forced, added)
    return with_errors(numbers(total), wrong)


def _sum_of_squares(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    (total,), wrong = _gathered(arguments, scene, evaluate, forced, _squares)
    return with_errors(numbers(total), wrong)


def _multiplied(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    (total, count), wrong = _gathered(arguments, scene, evaluate, forced, _product, counted)
    return with_errors(numbers(np.where(count == 0, 0, total)), wrong)


def _average(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    (total, count), wrong = _gathered(arguments, scene, evaluate, forced, added, counted)
    nothing = count == 0
    found = numbers(total / np.where(nothing, 1, count))
    return with_errors(where(nothing, errors(DIV0), found), wrong)


def _extreme(way: Total) -> Computes:
    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        (found,), wrong = _gathered(arguments, scene, evaluate, forced, way)
        return with_errors(numbers(np.where(np.isfinite(found), found, 0)), wrong)

    return call


def _counting(counted: Callable[[Grid, bool, Scene], Mask]) -> Computes:
    """COUNT and COUNTA: errors do not spread; *counted* knows whether a value is a cell's."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        total = np.zeros((1, 1, 1))
        for argument in arguments:
            if isinstance(argument, Missing):
                total = total + 1
                continue
            operand = evaluate(argument, scene, forced=forced)
            if isinstance(operand, Area) and not operand.even:
                total = total + _count_uneven(scene, operand, counted)
                continue
            found = scene.read(operand)
            array = isinstance(operand, Area) or not found.single
            mask = counted(found, array, scene)
            cells = None if array else from_cells(argument, found, scene, evaluate)
            if cells is not None:
                mask = np.where(cells, counted(found, True, scene), mask)
            total = total + mask.sum(axis=(1, 2), keepdims=True)
        return numbers(total)

    return call


def _count_uneven(scene: Scene, place: Area, counted: Callable[[Grid, bool, Scene], Mask]) -> Reals:
    if place.from_one_start:
        running = np.cumsum(counted(scene.read(place.hull), True, scene).reshape(-1))
        at = place.last - place.first[0]
        total: Reals = running[at].astype(np.float64).reshape(-1, 1, 1)
        return total
    if place.to_one_end and len(place.first) > _MANY:
        running = np.cumsum(counted(scene.read(place.hull), True, scene).reshape(-1)[::-1])
        at = place.last[0] - place.first
        found: Reals = running[at].astype(np.float64).reshape(-1, 1, 1)
        return found
    made = np.zeros((max(len(place.first), len(place.last)), 1, 1))
    for one, at in scene.sheets.rectangles(place):
        made[at] = float(counted(scene.read(one), True, scene).sum())
    return made


def _is_number(found: Grid, array: bool, scene: Scene) -> Mask:
    numeric: Mask = found.kind == NUMBER
    if array or not (found.has(TEXT) or found.has(BOOLEAN) or found.has(BLANK)):
        return numeric
    _, wrong = as_numbers(found, scene.pool)
    readable: Mask = found.kind != ERROR
    return readable if wrong is None else readable & (wrong == 0)


def _is_something(found: Grid, array: bool, _frame: Scene) -> Mask:
    counted: Mask = found.kind != BLANK if array else np.ones(found.shape, dtype=bool)
    return counted


def _blanks(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    found = scene.read(evaluate(arguments[0], scene, forced=forced))
    empty = (found.kind == BLANK) | ((found.kind == TEXT) & (found.number == 0))
    return numbers(empty.sum(axis=(1, 2), keepdims=True).astype(np.float64))


def _sum_of_products(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, _forced: bool
) -> Yielded:
    """SUMPRODUCT: what is no number counts as 0; all arguments have one size."""
    product: Reals | None = None
    wrong: Kinds | None = None
    shape: tuple[int, ...] | None = None
    for argument in arguments:
        found = scene.read(evaluate(argument, scene, forced=True))
        if shape is not None and found.shape[1:] != shape:
            return errors(VALUE)
        shape = found.shape[1:]
        failed = found.kind == ERROR
        if some(failed):
            wrong = first_error(wrong, first_wrong(found, failed))
        value = np.where(found.kind == NUMBER, found.number, 0)
        product = value if product is None else product * value
    assert product is not None
    return with_errors(numbers(added_up(product)), wrong)


FUNCTIONS: Mapping[str, Computes] = {
    "AVERAGE": _average,
    "COUNT": _counting(_is_number),
    "COUNTA": _counting(_is_something),
    "COUNTBLANK": _blanks,
    "MAX": _extreme(_most),
    "MIN": _extreme(_least),
    "PRODUCT": _multiplied,
    "SUM": _sum,
    "SUMPRODUCT": _sum_of_products,
    "SUMSQ": _sum_of_squares,
}
