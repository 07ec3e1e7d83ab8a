"""Points for a metric by its own method, and grades; a weight is a share, points are out of 100."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, ZERO_BASE, Booleans, Faults, Floats, Objects
from plansheets.functions.deviations.kernel import NO
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import rounded, whole_down, whole_up

_NONE = np.full((), np.nan)


@kernel("score_proportional")
def score_proportional(
    weight: Floats,
    actual: Floats,
    target: Floats,
    cap: Floats | float = 1.2,
    floor: Floats | float = 0.0,
    lower: Booleans = NO,
    inverse: Booleans = NO,
) -> Floats:
    """比率法: weight × 100 × attainment, between floor and cap, to 2 decimals.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    weight : number or array of numbers
        A share of the whole: 0.4 is 40 points.
    actual, target : number or array of numbers
    cap, floor : number or array of numbers, default 1.2 and 0
        Limits of the attainment, shares; a missing cap is no cap.
    lower, inverse : bool or array of bool, default False
        Whether less is better, and whether it counts as target ÷ actual.

    Examples
    --------
    >>> score_proportional([0.4, 0.3], [0.95, 3.2], [1, 3])
    array([38., 32.])
    """
    signed = np.where(lower, target - actual, actual - target)
    linear = np.where(target != 0, 1 + signed / np.abs(target), np.nan)
    turned = np.where(actual > 0, target / actual, np.fmax(1, cap))
    met = np.where(lower, actual <= 0, actual >= 0)
    reached = np.where(lower & inverse, turned, linear)
    reached = np.where(target == 0, np.where(met, 1.0, 0.0), reached)
    points = weight * 100 * np.fmax(0, np.fmax(floor, np.fmin(cap, reached)))
    return rounded(np.where(np.isnan(reached), np.nan, points), 2)


@kernel("score_pass_fail")
def score_pass_fail(weight: Floats, actual: Floats, target: Floats, lower: Booleans = NO) -> Floats:
    """非此即彼: full points where the target is met, otherwise none.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> score_pass_fail(0.15, 0.03, 0.05, lower=True)
    15.0
    """
    return rounded(np.where(_met(actual, target, lower), weight * 100, 0), 2)


@kernel("score_deduct")
def score_deduct(
    weight: Floats,
    actual: Floats,
    target: Floats,
    step: Floats,
    points: Floats,
    least: Floats | float = 0.0,
    lower: Booleans = NO,
    parts: str = "begun",
) -> Judged:
    """减分法: full points less *points* for each *step* short.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    weight, actual, target, step, points, least : number or array of numbers
    lower : bool or array of bool, default False
        Whether less is better.
    parts : {"begun", "full", "exact"}
        Whether a part of a step counts whole, not at all, or in proportion.

    Examples
    --------
    >>> score_deduct(0.15, 1, 2, 1, 5)
    10.0
    >>> score_deduct(1, 2.75, 3, 0.1, 1, parts="exact")
    97.5
    """
    short = np.maximum(0, np.where(lower, actual - target, target - actual))
    left = weight * 100 - points * _steps(short / step, parts)
    kept = np.maximum(np.nan_to_num(least), left)
    return Judged(rounded(kept, 2), _stepping(step, points < 0))


@kernel("score_bonus")
def score_bonus(
    weight: Floats,
    actual: Floats,
    target: Floats,
    step: Floats,
    points: Floats,
    most: Floats,
    lower: Booleans = NO,
    parts: str = "full",
) -> Judged:
    """加分法: full points where the target is met, and *points* for each *step* beyond.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    weight, actual, target, step, points, most : number or array of numbers
        A weight of 0 leaves the bonus alone.
    lower : bool or array of bool, default False
        Whether less is better.
    parts : {"full", "begun", "exact"}
        Whether a part of a step counts not at all, whole, or in proportion.

    Examples
    --------
    >>> score_bonus(0.2, 1.1, 1, 0.05, 1, 5)
    22.0
    """
    beyond = np.where(lower, target - actual, actual - target)
    added = np.minimum(most, points * _steps(beyond / step, parts))
    won = np.where(_met(actual, target, lower), weight * 100 + added, 0)
    return Judged(rounded(won, 2), _stepping(step, (points < 0) | (most < 0)))


@kernel("score_tiers")
def score_tiers(actual: Floats, looked_up: Floats) -> Floats:
    """层差法: the points of the tier in which the actual lies, looked up where the tiers are known.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> score_tiers(1, 10)
    10.0
    """
    return rounded(looked_up + 0 * actual, 2)


@kernel("score_manual")
def score_manual(given: Floats) -> Floats:
    """说明法: points as somebody judged.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> score_manual(12.5)
    12.5
    """
    return rounded(given, 2)


@kernel("score")
def score(
    method: Floats,
    weight: Floats,
    actual: Floats,
    target: Floats,
    lower: Booleans = NO,
    inverse: Booleans = NO,
    cap: Floats | float = 1.2,
    floor: Floats | float = 0.0,
    step: Floats | float = 0.0,
    points: Floats | float = 0.0,
    least: Floats | float = 0.0,
    most: Floats | float = 0.0,
    given: Floats = _NONE,
) -> Judged:
    """Points by the row's own method, numbered: one function for a column of different rows.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    method : number or array of numbers
        1 proportional, 2 pass or fail, 3 deduction, 4 bonus, 5 tiers, 6 judgement.
    weight, actual, target : number or array of numbers
    lower, inverse, cap, floor, step, points, least, most
        As the function of the method takes them.
    given : number or array of numbers
        The points of the tier, or as somebody judged.

    Examples
    --------
    >>> score([1, 3], [0.4, 0.15], [0.95, 1], [1, 2], step=1, points=5)
    array([38., 10.])
    """
    results = (
        score_proportional.judge(weight, actual, target, cap, floor, lower, inverse),
        score_pass_fail.judge(weight, actual, target, lower),
        score_deduct.judge(weight, actual, target, step, points, least, lower),
        score_bonus.judge(weight, actual, target, step, points, most, lower),
        score_tiers.judge(actual, given),
        score_manual.judge(given),
    )
    number = np.floor(method)
    shape = np.broadcast_shapes(number.shape, *(result.values.shape for result in results))
    chosen = [np.broadcast_to(number == place, shape) for place in range(1, len(results) + 1)]
    values = [np.broadcast_to(result.values, shape) for result in results]
    faults = [np.broadcast_to(result.faults, shape) for result in results]
    return Judged(
        np.select(chosen, values, np.nan),
        np.select(chosen, faults, UNUSABLE).astype(np.uint8),
    )


@kernel("grade")
def grade(points: Floats, weight: Floats, bounds: Floats, grades: Objects) -> Judged:
    """The grade of the highest bound that points ÷ (weight × 100) reaches.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    points, weight : number or array of numbers
        Points out of 100, and the share they are out of.
    bounds : list of numbers
        Score rates from which a grade holds, ascending; blanks below the list do no harm.
    grades : list
        The grades, one for each bound.

    Returns
    -------
    object or ndarray
        None where a weight is zero or bounds do not ascend (``#VALUE!`` in a cell).

    Examples
    --------
    >>> grade([38, 32, 10], [0.4, 0.3, 0.15], [0, 0.8, 1], ["C", "B", "A"]).tolist()
    ['B', 'A', 'C']
    """
    rate = rounded(points / (weight * 100), 10)
    known = np.sort(bounds[~np.isnan(bounds)])
    if not len(bounds):
        return Judged(np.full(rate.shape, None), np.full(rate.shape, UNUSABLE, dtype=np.uint8))
    row = np.minimum(np.maximum(np.searchsorted(known, rate, "right"), 1), len(bounds)) - 1
    found = grades[row]
    # as many bounds as rows down to it, or a blank among them gives another row's grade
    highest = np.searchsorted(known, np.nan_to_num(bounds)[row] + 1e-9, "right") == row + 1
    fine = np.where(weight == 0, ZERO_BASE, np.where(highest, FINE, UNUSABLE))
    return Judged(np.asarray(found), fine.astype(np.uint8))


def _met(actual: Floats, target: Floats, lower: Booleans) -> Booleans:
    return rounded(np.where(lower, target - actual, actual - target), 10) >= 0


def _stepping(step: Floats, negative: Booleans) -> Faults:
    """Why there are no points: no step to count by, or points that would turn the method round."""
    return np.where(step > 0, np.where(negative, UNUSABLE, FINE), ZERO_BASE).astype(np.uint8)


def _steps(steps: Floats, parts: str) -> Floats:
    """How many count; to nine decimals, for 2.7 lies three steps of 0.1 below 3."""
    match parts:
        case "begun":
            return whole_up(steps)
        case "full":
            return whole_down(steps)
        case _:
            return rounded(steps, 9)
