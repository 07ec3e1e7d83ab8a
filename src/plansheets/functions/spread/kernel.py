"""How steady, how concentrated, how unusual numbers are."""

from __future__ import annotations

from math import fsum, sqrt

import numpy as np

from plansheets.functions.cells import FINE, MISSING, UNUSABLE, ZERO_BASE, Floats, Objects
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import NOISE, rounded
from plansheets.functions.stock.kernel import abc_classes

_MODIFIED = 0.6745
"""The MAD of a normal distribution, as a share of its deviation (Iglewicz & Hoaglin, 1993)."""

_X, _Y, _Z = (np.array(letter, dtype=object) for letter in "XYZ")


@kernel("variation")
def variation(values: Floats) -> Floats:
    """Standard deviation ÷ mean of the periods themselves (n, not n − 1).

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : list of numbers
        Blank periods do not count, zeros do.

    Returns
    -------
    float
        NaN where all together is zero or less.

    Examples
    --------
    >>> variation([8, 12])
    0.2
    """
    known = values[~np.isnan(values)]
    total = fsum(known)
    if total <= 0:
        return np.array(np.nan)
    mean = total / len(known)
    return np.array(sqrt(fsum((known - mean) ** 2) / len(known)) / mean)


@kernel("xyz_class")
def xyz_class(
    variation: Floats,
    cut_x: Floats | float = 0.5,
    cut_y: Floats | float = 1.0,
    class_x: Objects = _X,
    class_y: Objects = _Y,
    class_z: Objects = _Z,
) -> Judged:
    """X for what sells steadily, Y for what moves, Z for what is hard to foresee.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    variation : number or array of numbers
        As :func:`variation` gives it.
    cut_x, cut_y : number or array of numbers, default 0.5 and 1
        A variation up to the first is X, up to the second Y.
    class_x, class_y, class_z : any value
        What each is called.

    Examples
    --------
    >>> xyz_class([0.3, 0.8, 1.4]).tolist()
    ['X', 'Y', 'Z']
    """
    steady, moving = (rounded(variation - cut, 10) <= 0 for cut in (cut_x, cut_y))
    classes = np.where(steady, class_x, np.where(moving, class_y, class_z))
    odd = (variation < 0) | (np.asarray(cut_x) > cut_y)
    return Judged(classes, np.where(odd, UNUSABLE, FINE).astype(np.uint8))


@kernel("outlier_score")
def outlier_score(value: Floats, median: Floats, mad: Floats) -> Floats:
    """How far off a number is: 0.6745 × (value − median) ÷ MAD; beyond ±3.5 is an outlier.

    The modified z score of Iglewicz & Hoaglin, How to detect and handle outliers (1993).

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> outlier_score(25, 11, 1)
    9.443
    """
    return np.where(mad > 0, _MODIFIED * (value - median) / mad, np.nan)


@kernel("abc_xyz_classes")
def abc_xyz_classes(
    values: Floats,
    variations: Floats,
    share_a: Floats | float = 0.8,
    share_b: Floats | float = 0.95,
    cut_x: Floats | float = 0.5,
    cut_y: Floats | float = 1.0,
) -> Judged:
    """AX to CZ for each of a column: what sells much, and what sells steadily.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values, variations : list of numbers
        Sales, and the variation of each; an item without one of them has no class.
    share_a, share_b : number, default 0.8 and 0.95
        As :func:`abc_classes` takes them.
    cut_x, cut_y : number, default 0.5 and 1
        As :func:`xyz_class` takes them.

    Raises
    ------
    ValueError
        For a column without a number.

    Examples
    --------
    >>> abc_xyz_classes([50, 30, 15, 5], [0.2, 0.8, 1.4, 0.5]).tolist()
    ['AX', 'AY', 'BZ', 'CX']
    """
    much = abc_classes.judge(values, share_a, share_b)
    steady = xyz_class.judge(variations, cut_x, cut_y)
    if not much.values.ndim:
        return much
    if (steady.faults == UNUSABLE).any() or float(cut_x) > float(cut_y):
        return Judged.nothing(UNUSABLE)
    return Judged(much.values + steady.values, np.maximum(much.faults, steady.faults))


@kernel("pareto_shares")
def pareto_shares(values: Floats) -> Judged:
    """The share that all as great or greater hold together, for each of a column in any order.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : list of numbers
        Equal to twelve digits is equal.

    Raises
    ------
    ValueError
        For a column without a number, and for negative ones: of 110 % no few are the most.

    Examples
    --------
    >>> pareto_shares([5, 50, 15, 30]).tolist()
    [1.0, 0.5, 0.95, 0.8]
    """
    there = ~np.isnan(values)
    known = np.sort(values[there])
    if not len(known):
        raise ValueError("no number to share")
    if known[0] < 0:
        return Judged.nothing(UNUSABLE)
    total = fsum(known)
    if total <= 0:
        return Judged.nothing(ZERO_BASE)
    upto = np.cumsum(known[::-1])
    reached = values - NOISE * np.abs(values)
    many = len(known) - np.searchsorted(known, np.where(there, reached, -np.inf), "left")
    shares = upto[many - 1] / total
    return Judged(shares, np.where(there, FINE, MISSING).astype(np.uint8))


@kernel("outlier_scores")
def outlier_scores(values: Floats) -> Judged:
    """How far off each of a column is, by medians, which a wild number does not move.

    The modified z scores of Iglewicz & Hoaglin, How to detect and handle outliers (1993): beyond
    ±3.5 is an outlier.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : list of numbers

    Returns
    -------
    ndarray
        Nothing at all where more than half are the same (``#DIV/0!`` in a cell).

    Raises
    ------
    ValueError
        For a column without a number.

    Examples
    --------
    >>> outlier_scores([10, 11, 12, 11, 25]).tolist()
    [-0.6745, 0.0, 0.6745, 0.0, 9.443]
    """
    there = ~np.isnan(values)
    known = values[there]
    if not len(known):
        raise ValueError("no number to score")
    median = np.median(known)
    apart = np.median(np.abs(known - median))
    if apart <= 0:
        return Judged.nothing(ZERO_BASE)
    scores = _MODIFIED * (values - median) / apart
    return Judged(scores, np.where(there, FINE, MISSING).astype(np.uint8))


@kernel("moving_averages")
def moving_averages(values: Floats, window: Floats | float = 7.0) -> Judged:
    """The mean of so many numbers up to each row of a column.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : list of numbers
        In the order of time; a blank is passed over and has no mean.
    window : number, default 7
        How many together, a whole number; before there are as many there is no mean.

    Raises
    ------
    ValueError
        For a column without a number.

    Examples
    --------
    >>> moving_averages([1, 2, 3, 4, 8], 3).tolist()
    [nan, nan, 2.0, 3.0, 5.0]
    """
    size = float(window)
    places = np.flatnonzero(~np.isnan(values))
    if not len(places):
        raise ValueError("no number to average")
    if size < 1 or size != np.floor(size):
        return Judged.nothing(UNUSABLE)
    means = np.full(values.shape, np.nan)
    if size <= len(places):
        together = np.lib.stride_tricks.sliding_window_view(values[places], int(size))
        means[places[int(size) - 1 :]] = together.mean(axis=1)
    return Judged.told(means)
