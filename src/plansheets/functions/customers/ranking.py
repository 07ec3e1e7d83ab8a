"""Scores of whole columns: by rank among all, or by bounds of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np

from plansheets.functions.cells import Floats, Integers, cells, in_order, number_written, numbers
from plansheets.functions.rounding import NOISE, without_noise

Ties = Literal["equal", "first"]


def rank_scores(
    values: object, levels: float = 5, ties: Ties = "equal", lower: bool = False
) -> Any:
    """Scores 1 … *levels* by rank among all: each level holds about as many.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : array of numbers
        Frequency or monetary value; or recency, with ``lower=True``.
    levels : int, default 5
    ties : {"equal", "first"}
        Whether equal values score alike (by how many are less), or are parted by their order as
        pandas' ``rank(method="first")`` with ``qcut`` does.
    lower : bool, default False
        Whether less is better, as fewer days are.

    Returns
    -------
    ndarray of float
        NaN where there is no number.

    Raises
    ------
    ValueError
        For levels that are no whole number from 1.

    Examples
    --------
    >>> rank_scores([1, 2, 2, 3, 9])
    array([1., 2., 2., 4., 5.])
    >>> rank_scores([1, 2, 2, 3, 9], ties="first")
    array([1., 2., 3., 4., 5.])
    >>> rank_scores([1, 10, 20, 30, 40], lower=True)
    array([5., 4., 3., 2., 1.])
    """
    most = whole_levels(levels)
    found, _ = numbers(cells(values).reshape(-1), number_written)
    there = ~np.isnan(found)
    result = np.full(found.shape, np.nan)
    known = -found[there] if lower else found[there]
    if len(known):
        rank = _by_rank if ties == "first" else _by_bounds
        result[there] = rank(known, most)
    return result


def whole_levels(levels: Floats | float) -> int:
    """*levels* as the whole number that they must be."""
    found, _ = numbers(levels, number_written)
    most = float(found) if found.ndim == 0 else np.nan
    if not (most >= 1 and most.is_integer()):
        raise ValueError(f"levels are {levels}, which is no whole number from 1")
    return int(most)


_SEARCHED: Final = 32
"""Levels from which searching the bounds is quicker than comparing with each."""


_LISTED: Final = 1_000_000
"""Levels beyond which their bounds are not listed: no memory holds as many as one may ask for."""


def _by_bounds(known: Floats, levels: int) -> Integers | Floats:
    """1 + the bounds below a value; a bound is the value under which a whole number of levels lie.

    The same as ``MIN(levels, INT(COUNTIF(range, "<"&x) / COUNT(range) * levels) + 1)``.
    """
    if levels > _LISTED:
        worse = np.searchsorted(np.sort(known), known - NOISE * np.abs(known), "left")
        return _of_many(worse, len(known), levels)
    steps = np.arange(1, levels)
    places = -(-steps * len(known) // levels) - 1
    bounds = np.sort(known)[places]  # quicker than np.partition, whose steps are not vectorised
    bounds += NOISE * np.abs(bounds)
    if levels > _SEARCHED:
        return 1 + np.searchsorted(bounds, known, "left")
    reached = np.ones(len(known), dtype=np.int64)
    for bound in bounds:
        reached += known > bound
    return reached


def _of_many(passed: Integers, of: int, levels: int) -> Floats:
    """Scores in very many levels, one by one: the products fit no int64."""
    scores = [1 + min(levels - 1, one * levels // of if of else levels) for one in passed.tolist()]
    return np.array(scores, np.float64)


def _by_rank(known: Floats, levels: int) -> Integers | Floats:
    order = np.argsort(without_noise(known), kind="stable")
    if levels > _LISTED:
        first = np.empty(len(known), dtype=np.int64)
        first[order] = np.arange(len(known))
        return _of_many(first, len(known) - 1, levels)
    ranks = np.empty(len(known))
    ranks[order] = np.arange(1, len(known) + 1)
    edges = 1 + (len(known) - 1) * np.arange(1, levels) / levels
    if levels >= len(known):
        edges = np.nextafter(edges, 0)
    return 1 + np.searchsorted(edges, ranks, "left")


def fixed_scores(values: object, bounds: Sequence[float], lower: bool = False) -> Any:
    """Scores by bounds of one's own: 1, and one more for each bound reached.

    With ``lower=True``, for recency, bounds are the most days for a score: (30, 90, 180, 365)
    gives 5 up to 30 days and 1 beyond 365.

    .. versionadded:: 0.1.0

    Raises
    ------
    ValueError
        For bounds that are not all numbers, or neither ascend nor descend.

    Examples
    --------
    >>> fixed_scores([150, 200, 5000], [200, 1000, 3000])
    array([1., 2., 4.])
    >>> fixed_scores([30, 31, 400], [30, 90, 180, 365], lower=True)
    array([5., 4., 1.])
    """
    found, _ = numbers(cells(values).reshape(-1), number_written)
    given, faults = numbers(cells(bounds).reshape(-1), number_written)
    if faults.any():
        raise ValueError(f"bounds {bounds} are not numbers alone")
    if not in_order(given, "either"):
        raise ValueError(f"bounds {given.tolist()} neither ascend nor descend")
    edges = np.sort(given)
    if lower:
        reached = 1.0 + len(edges) - np.searchsorted(edges, found, "left")
    else:
        reached = 1.0 + np.searchsorted(edges, found, "right")
    reached[np.isnan(found)] = np.nan
    return reached
