"""COUNTIF, SUMIFS and their relatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from plansheets.calc.columnar.grid import (
    DIV0,
    ERROR,
    NUMBER,
    VALUE,
    DeclinedError,
    Grid,
    UnsureError,
    VariesError,
    distinct,
    errors,
    every,
    numbers,
    some,
    where,
)
from plansheets.calc.columnar.library.criteria import (
    MOST_LOOKS,
    Searched,
    asked_for,
    holds,
    results_in_rows,
)
from plansheets.calc.columnar.library.lift import LEFT_OUT
from plansheets.calc.columnar.reading import with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area
from plansheets.formula.ast import Missing, Node


def _cells(argument: Node, scene: Scene, evaluate: Evaluate) -> Searched:
    place = evaluate(argument, scene, forced=False)
    if not isinstance(place, Area):
        if place.has(ERROR) and place.single:  # formualizer's MAXIFS makes 0 of #REF!
            raise UnsureError("条件要看的单元格是错误值", "criteria over an error")
        raise VariesError("criteria over what is no cell")
    ends = None
    if not place.same:
        if not place.from_one_start or len(place.last) != len(scene.rows):
            raise VariesError("criteria over what differs from row to row", place.first)
        ends, place = place.last - place.first[0], place.hull
    found = scene.read(place)
    return Searched(found.kind.reshape(-1), found.number.reshape(-1), place, ends)


def _value(argument: Node, scene: Scene, evaluate: Evaluate, forced: bool) -> Grid:
    if isinstance(argument, Missing):
        return LEFT_OUT
    found = scene.read(evaluate(argument, scene, forced=forced))
    if not found.single and not forced:
        raise DeclinedError("a range of criteria where one is wanted")
    return found


def _same_size(one: Searched, other: Searched) -> bool:
    first, second = one.place, other.place
    if (one.ends is None) != (other.ends is None):
        raise VariesError("criteria over ranges of which some differ from row to row")
    if one.ends is not None and other.ends is not None and (one.ends != other.ends).any():
        return False
    return first.width == second.width and every(first.heights == second.heights)


def _pairs(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> tuple[list[Searched], list[Grid]]:
    cells = [_cells(each, scene, evaluate) for each in arguments[::2]]
    criteria = [_value(each, scene, evaluate, forced) for each in arguments[1::2]]
    return cells, criteria


def _count(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    cells, criteria = _pairs(arguments, scene, evaluate, forced)
    if not all(_same_size(cells[0], cell) for cell in cells[1:]):
        return errors(VALUE)
    asked = asked_for(criteria, scene)
    (found,) = results_in_rows(asked, cells, scene, [np.ones(len(cells[0].kind))])
    return numbers(found)


def _over(cells: Searched, like: Searched, scene: Scene) -> Searched:
    """The cells that SUMIF adds up: as many as it looks at, from the first one on."""
    if _same_size(cells, like):
        return cells
    if like.ends is not None or cells.ends is not None:
        raise VariesError("sums over what differs from row to row, and in size")
    first, place = int(cells.place.first[0]), like.place
    size = int(place.heights[0])
    right = cells.place.left + place.width - 1
    stretched = Area(
        cells.place.sheet, np.array([first]), np.array([first + size - 1]), cells.place.left, right
    )
    found = scene.read(stretched)
    return Searched(found.kind.reshape(-1), found.number.reshape(-1), stretched)


def _adding(*, average: bool, several: bool) -> Computes:
    """SUMIF, SUMIFS, AVERAGEIF and AVERAGEIFS."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        if several:
            summed = _cells(arguments[0], scene, evaluate)
            pairs = arguments[1:]
        else:
            pairs = arguments[:2]
            like = _cells(arguments[0], scene, evaluate)
            given = len(arguments) > 2 and not isinstance(arguments[2], Missing)
            summed = _over(_cells(arguments[2], scene, evaluate), like, scene) if given else like
        cells, criteria = _pairs(pairs, scene, evaluate, forced)
        if not all(_same_size(summed, cell) for cell in cells):
            return errors(VALUE)
        counted = summed.kind == NUMBER
        failed = summed.kind == ERROR
        weights = [np.where(counted, summed.number, 0)]
        if average:
            weights.append(counted.astype(np.float64))
        codes = distinct(summed.number[failed]) if some(failed) else np.zeros(0)
        weights += [(failed & (summed.number == code)).astype(np.float64) for code in codes]
        asked = asked_for(criteria, scene)
        total, *rest = results_in_rows(asked, cells, scene, weights)
        found = numbers(total)
        bad = rest[1:] if average else rest
        if average:
            count = rest[0]
            nothing = count == 0
            found = where(nothing, errors(DIV0), numbers(total / np.where(nothing, 1, count)))
        if len(bad) > 1 and some(np.count_nonzero(np.array(bad), axis=0) > 1):
            raise UnsureError("相加的值里有几种错误值", "several errors among what is added up")
        for code, met in zip(codes, bad, strict=True):
            found = with_errors(found, np.where(met > 0, code + 1, 0).astype(np.uint8))
        return found

    return call


def _extreme(*, most: bool) -> Computes:
    """MAXIFS and MINIFS: 0 where no number is meant."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        summed = _cells(arguments[0], scene, evaluate)
        cells, criteria = _pairs(arguments[1:], scene, evaluate, forced)
        if not all(_same_size(summed, cell) for cell in cells):
            return errors(VALUE)
        if some(summed.kind == ERROR):
            raise UnsureError(
                "取最大值的一组里有错误值", "errors among what the greatest is sought of"
            )
        asked = asked_for(criteria, scene)
        if len(asked.rows) * len(summed.kind) > MOST_LOOKS:
            raise DeclinedError("too many cells for so many criteria")
        counted = summed.kind == NUMBER
        made = np.zeros(len(asked.rows))
        for place, row in enumerate(asked.rows):
            mask = counted
            for criterion, looked in zip(row, cells, strict=True):
                mask = mask & holds(criterion, looked, scene)
            held = summed.number[mask]
            if len(held):
                made[place] = held.max() if most else held.min()
        return numbers(made[asked.back].reshape(asked.shape))

    return call


FUNCTIONS: Mapping[str, Computes] = {
    "AVERAGEIF": _adding(average=True, several=False),
    "AVERAGEIFS": _adding(average=True, several=True),
    "COUNTIF": _count,
    "COUNTIFS": _count,
    "MAXIFS": _extreme(most=True),
    "MINIFS": _extreme(most=False),
    "SUMIF": _adding(average=False, several=False),
    "SUMIFS": _adding(average=False, several=True),
}
