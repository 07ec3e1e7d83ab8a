"""Functions of values in their order, and of how far they are spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.grid import (
    BOOLEAN,
    DIV0,
    ERROR,
    NA,
    NUM,
    NUMBER,
    TEXT,
    DeclinedError,
    Grid,
    Reals,
    UnsureError,
    VariesError,
    added_up,
    errors,
    grid,
    numbers,
    refuse_nearly_equal,
    where,
)
from plansheets.calc.columnar.library.aggregates import (
    Counted,
    added,
    brought,
    counted,
    first_wrong,
)
from plansheets.calc.columnar.library.lift import refused
from plansheets.calc.columnar.reading import as_numbers, first_error, with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area
from plansheets.formula.ast import Missing, Node

_MOST_MODES = 2_000


def _ordered_items(argument: Node, scene: Scene, evaluate: Evaluate, forced: bool) -> Counted:
    if isinstance(argument, Missing):
        raise UnsureError("要排序的参数空着", "an order over an argument that is left out")
    operand = evaluate(argument, scene, forced=forced)
    if isinstance(operand, Area) and not operand.even:
        raise VariesError("an order over ranges of different heights")
    return brought(argument, scene, operand, evaluate)


def _items_of_array(argument: Node, scene: Scene, evaluate: Evaluate, forced: bool) -> Counted:
    """What LARGE and its like put in order; of a text that stands for an array programs differ."""
    found = evaluate(argument, scene, forced=forced)
    if isinstance(found, Grid) and found.single and (found.has(TEXT) or found.has(BOOLEAN)):
        raise UnsureError(
            "该给一组值的地方只有一个文字或逻辑值",
            "one text or truth value where an array is wanted",
        )
    return _ordered_items(argument, scene, evaluate, forced)


def _together(parts: Sequence[Counted]) -> Counted:
    """What several arguments bring, side by side in every row."""
    if len(parts) == 1:
        return parts[0]
    rows = max(len(one.value) for one in parts)

    def beside(given: Sequence[NDArray[Any]]) -> NDArray[Any]:
        flat = [one.reshape(len(one), -1) for one in given]
        spread = [np.broadcast_to(one, (rows, one.shape[1])) for one in flat]
        return np.concatenate(spread, axis=1)[:, :, None]

    value, counts = beside([one.value for one in parts]), beside([one.counts for one in parts])
    return Counted(value, counts, first_error(*(one.wrong for one in parts)))


def _sorted_items(items: Counted) -> tuple[Reals, Reals]:
    """The numbers of each row in rising order, what does not count behind; how many there are."""
    flat = np.where(items.counts, items.value, np.inf).reshape(len(items.value), -1)
    return np.sort(flat, axis=1), items.counts.reshape(len(flat), -1).sum(axis=1)


def _nth(*, largest: bool) -> Computes:
    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        items = _items_of_array(arguments[0], scene, evaluate, forced)
        which = scene.read(evaluate(arguments[1], scene, forced=forced))
        number, wrong_number = as_numbers(which, scene.pool)
        if len(items.value) > 1 and not which.single:
            raise VariesError("LARGE of an array of places, row by row")
        rising, count = _sorted_items(items)
        place = np.ceil(number) if largest else np.floor(number)
        if (place != number).any():
            raise UnsureError("名次不是整数", "a place that is no whole number")
        total = count.reshape(-1, 1, 1)
        bad = (place < 1) | (place > total)
        at = np.where(bad, 0, total - place if largest else place - 1).astype(np.int64)
        rows = np.arange(len(rising)).reshape(-1, 1, 1) if len(rising) > 1 else 0
        found = np.where(bad, 0, rising[rows, at])
        result = refused(bad, NUM, found)
        return with_errors(result, first_error(items.wrong, wrong_number))

    return call


def _percentile(step: float) -> Computes:
    """PERCENTILE and, with a step of a quarter, QUARTILE: between two values by their distance."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        items = _items_of_array(arguments[0], scene, evaluate, forced)
        which = scene.read(evaluate(arguments[1], scene, forced=forced))
        number, wrong_number = as_numbers(which, scene.pool)
        if not which.single:
            raise DeclinedError("PERCENTILE of an array of shares")
        share = (np.trunc(number) * step if step != 1 else number).reshape(-1)
        rising, count = _sorted_items(items)
        bad = (share < 0) | (share > 1) | (count == 0)
        place = np.where(bad, 0, share * (count - 1))
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(count - 1, 0)).astype(np.int64)
        rows = np.arange(len(rising)) if len(rising) > 1 else 0
        below, above = rising[rows, low], rising[rows, high]
        found = np.where(bad, 0, below + (place - low) * (above - below))
        result = refused(bad.reshape(-1, 1, 1), NUM, found.reshape(-1, 1, 1))
        return with_errors(result, first_error(items.wrong, wrong_number))

    return call


def _median(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    items = _together([_ordered_items(one, scene, evaluate, forced) for one in arguments])
    rising, count = _sorted_items(items)
    nothing = count == 0
    rows = np.arange(len(rising))
    low = np.where(nothing, 0, (count - 1) // 2)
    high = np.where(nothing, 0, count // 2)
    found = np.where(nothing, 0, (rising[rows, low] + rising[rows, high]) / 2)
    result = refused(nothing.reshape(-1, 1, 1), NUM, found.reshape(-1, 1, 1))
    return with_errors(result, items.wrong)


def _variance(*, sample: bool, root: bool) -> Computes:
    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        if len(arguments) != 1:
            raise DeclinedError("a spread of several arguments")
        items = _ordered_items(arguments[0], scene, evaluate, forced)
        count = counted(items)
        lacking = count <= (1 if sample else 0)
        mean = added(items) / np.maximum(count, 1)
        squares = added_up(np.where(items.counts, items.value - mean, 0) ** 2)
        found = squares / np.where(lacking, 1, count - sample)
        result = numbers(np.sqrt(found) if root else found)
        return with_errors(where(lacking, errors(DIV0), result), items.wrong)

    return call


def _rank(
    arguments: Sequence[Node],
    scene: Scene,
    evaluate: Evaluate,
    forced: bool,
    *,
    shared: bool = False,
) -> Yielded:
    """RANK and, where equal numbers *share* the middle of their places, RANK.AVG."""
    place = evaluate(arguments[1], scene, forced=False)
    if not isinstance(place, Area) or not place.same:
        raise VariesError("RANK among what differs from row to row")
    value = scene.read(evaluate(arguments[0], scene, forced=forced))
    number, wrong = as_numbers(value, scene.pool)
    rising = False
    if len(arguments) > 2 and not isinstance(arguments[2], Missing):
        order = scene.read(evaluate(arguments[2], scene, forced=False))
        if not order.plain or order.shape[0] != 1:
            raise VariesError("RANK in an order that differs from row to row")
        rising = bool(order.number.item() != 0)
    among = scene.read(place)
    wrong = first_error(wrong, first_wrong(among, among.kind == ERROR))
    held = np.sort(among.number[among.kind == NUMBER])
    first = np.searchsorted(held, number, side="left")
    last = np.searchsorted(held, number, side="right")
    before = (first if rising else len(held) - last).astype(np.float64)
    found = numbers(before + 1 + np.maximum(last - first - 1, 0) / 2 * shared)
    missing = np.where(first == last, NA + 1, 0).astype(np.uint8)
    return with_errors(with_errors(found, missing), wrong)


def _mode(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    items = _together([_ordered_items(one, scene, evaluate, forced) for one in arguments])
    rising, count = _sorted_items(items)
    if len(rising) > _MOST_MODES:
        raise DeclinedError("a MODE of its own for very many rows")
    found, repeated = np.zeros(len(rising)), np.zeros(len(rising), dtype=bool)
    for row, (held, size) in enumerate(zip(rising, count.tolist(), strict=True)):
        values, times = np.unique(held[:size], return_counts=True)
        most = values[times == times.max(initial=0)]
        repeated[row] = times.max(initial=0) > 1
        if repeated[row]:
            if len(most) > 1:
                raise UnsureError("几个数一样常见时的 MODE", "MODE of several that are as frequent")
            found[row] = most[0]
    result = refused(~repeated.reshape(-1, 1, 1), NA, found.reshape(-1, 1, 1))
    return with_errors(result, items.wrong)


def _percent_rank(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    """Another engine computes it; none is asked for the place of a number among itself alone."""
    items = _ordered_items(arguments[0], scene, evaluate, forced)
    if (counted(items) == 1).any():
        raise UnsureError("PERCENTRANK 里只有一个数", "PERCENTRANK of one number")
    rising, _ = _sorted_items(items)
    wanted = scene.read(evaluate(arguments[1], scene, forced=forced))
    refuse_nearly_equal(np.append(rising, wanted.number[wanted.kind == NUMBER]))
    raise DeclinedError("PERCENTRANK, which another engine computes")


def _frequency(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, _forced: bool
) -> Yielded:
    data, bounds = (scene.read(evaluate(each, scene, forced=True)) for each in arguments)
    if data.has(ERROR) or bounds.has(ERROR) or len(data.number) > 1 or len(bounds.number) > 1:
        raise VariesError("FREQUENCY of errors or row by row")
    held = np.sort(data.number[data.kind == NUMBER])
    limits = bounds.number[bounds.kind == NUMBER]
    if len(limits) != bounds.number.size:
        raise DeclinedError("FREQUENCY within bounds that are no numbers")
    order = np.argsort(limits, kind="stable")
    upto = np.searchsorted(held, limits[order], side="right")
    counts = np.zeros(len(limits) + 1)
    counts[order] = np.diff(upto, prepend=0)
    counts[-1] = len(held) - (upto[-1] if len(upto) else 0)
    return grid(NUMBER, counts.reshape(1, -1, 1))


FUNCTIONS: Mapping[str, Computes] = {
    "FREQUENCY": _frequency,
    "LARGE": _nth(largest=True),
    "MEDIAN": _median,
    "MODE": _mode,
    "MODE.SNGL": _mode,
    "PERCENTRANK": _percent_rank,
    "PERCENTILE": _percentile(1),
    "PERCENTILE.INC": _percentile(1),
    "QUARTILE": _percentile(0.25),
    "QUARTILE.INC": _percentile(0.25),
    "RANK": _rank,
    "RANK.AVG": partial(_rank, shared=True),
    "RANK.EQ": _rank,
    "SMALL": _nth(largest=False),
    "STDEV": _variance(sample=True, root=True),
    "STDEV.P": _variance(sample=False, root=True),
    "STDEV.S": _variance(sample=True, root=True),
    "STDEVP": _variance(sample=False, root=True),
    "VAR": _variance(sample=True, root=False),
    "VAR.P": _variance(sample=False, root=False),
    "VAR.S": _variance(sample=True, root=False),
    "VARP": _variance(sample=False, root=False),
}
