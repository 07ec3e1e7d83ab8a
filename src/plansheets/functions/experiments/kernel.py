"""Tests of one page, price or message against another."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, ZERO_BASE, Faults, Floats
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import rounded, whole_up
from plansheets.functions.stock.kernel import service_factor

_two_sided = np.vectorize(lambda z: erfc(abs(z) / sqrt(2)), otypes=[np.float64])

_LEAST_EXPECTED = 5
"""Fewer expected in a group, won or not, is too few for a normal approximation."""


@kernel("two_proportion_z")
def two_proportion_z(won_a: Floats, size_a: Floats, won_b: Floats, size_b: Floats) -> Judged:
    """The pooled z of a difference between two shares: beyond ±1.96 is significant at 5 %.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    won_a, size_a, won_b, size_b : number or array of numbers
        How many of a group were won, and how many there were.

    Returns
    -------
    float or ndarray
        NaN where a group is empty (``#DIV/0!`` in a cell), where more were won than there were,
        or where less than 5 are expected in a group, won or not (``#VALUE!``).

    Examples
    --------
    >>> round(two_proportion_z(100, 1000, 120, 1000), 4)
    1.4293
    """
    won, size = won_a + won_b, size_a + size_b
    error = np.sqrt(won * (size - won) / (size * size_a * size_b))
    return Judged((won_b / size_b - won_a / size_a) / error, _faults(won_a, size_a, won_b, size_b))


@kernel("two_proportion_p")
def two_proportion_p(won_a: Floats, size_a: Floats, won_b: Floats, size_b: Floats) -> Judged:
    """How likely so great a difference is where both shares are in truth the same; two-sided.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    won_a, size_a, won_b, size_b : number or array of numbers
        As :func:`two_proportion_z` takes them.

    Examples
    --------
    >>> round(two_proportion_p(100, 1000, 120, 1000), 4)
    0.1529
    """
    found = two_proportion_z.judge(won_a, size_a, won_b, size_b)
    return Judged(np.asarray(_two_sided(found.values)), found.faults)


@kernel("two_proportion_interval")
def two_proportion_interval(
    won_a: Floats,
    size_a: Floats,
    won_b: Floats,
    size_b: Floats,
    bound: str = "low",
    confidence: Floats | float = 0.95,
) -> Judged:
    """One end of the interval in which the true difference of two shares lies, so sure.

    Wald's, each share with its own variance; there is none where fewer than five of a group were
    won, or not (``#VALUE!`` in a cell).

    .. versionadded:: 0.1.0

    Parameters
    ----------
    won_a, size_a, won_b, size_b : number or array of numbers
        As :func:`two_proportion_z` takes them.
    bound : {"low", "high"}
        Which end.
    confidence : number or array of numbers, default 0.95

    Examples
    --------
    >>> round(two_proportion_interval(100, 1000, 120, 1000), 4)
    -0.0074
    >>> round(two_proportion_interval(100, 1000, 120, 1000, "high"), 4)
    0.0474
    """
    rate_a, rate_b = won_a / size_a, won_b / size_b
    variance = rate_a * (1 - rate_a) / size_a + rate_b * (1 - rate_b) / size_b
    sure = np.asarray(confidence)
    away = service_factor((1 - sure if bound == "low" else 1 + sure) / 2) * np.sqrt(variance)
    least = np.minimum(np.minimum(won_a, size_a - won_a), np.minimum(won_b, size_b - won_b))
    odd = (least < _LEAST_EXPECTED) | (sure <= 0) | (sure >= 1)
    empty = (size_a == 0) | (size_b == 0)
    faults = np.where(empty, ZERO_BASE, np.where(odd, UNUSABLE, FINE))
    return Judged(rate_b - rate_a + away, faults.astype(np.uint8))


@kernel("two_proportion_size")
def two_proportion_size(
    rate_a: Floats,
    rate_b: Floats,
    alpha: Floats | float = 0.05,
    detection: Floats | float = 0.8,
) -> Judged:
    """How many each group of a test needs to tell one share from another.

    Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, without the correction for
    continuity, as R's ``power.prop.test`` has it, up to a whole number.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    rate_a, rate_b : number or array of numbers
        Shares: what there is, and what is to be told from it.
    alpha, detection : number or array of numbers, default 0.05 and 0.8
        The chance to see a difference that is none (two-sided), and to see one that is there.

    Examples
    --------
    >>> two_proportion_size(0.5, 0.75, detection=0.9)
    77.0
    """
    level, chance = np.asarray(alpha), np.asarray(detection)
    pooled = np.sqrt((rate_a + rate_b) * (2 - rate_a - rate_b) / 2)
    apart = np.sqrt(rate_a * (1 - rate_a) + rate_b * (1 - rate_b))
    wide = service_factor(1 - level / 2) * pooled + service_factor(chance) * apart
    odd = (np.minimum(rate_a, rate_b) < 0) | (np.maximum(rate_a, rate_b) > 1)
    odd |= (np.minimum(level, chance) <= 0) | (np.maximum(level, chance) >= 1)
    faults = np.where(rounded(rate_b - rate_a, 10) == 0, ZERO_BASE, np.where(odd, UNUSABLE, FINE))
    many = whole_up(rounded((wide / (rate_b - rate_a)) ** 2, 6))
    return Judged(many, faults.astype(np.uint8))


def _faults(won_a: Floats, size_a: Floats, won_b: Floats, size_b: Floats) -> Faults:
    won, size = won_a + won_b, size_a + size_b
    expected = np.minimum(size_a, size_b) * np.minimum(won, size - won)
    unusable = (np.minimum(won_a, won_b) < 0) | (won_a > size_a) | (won_b > size_b)
    unusable |= expected < _LEAST_EXPECTED * size
    empty = (size_a == 0) | (size_b == 0)
    return np.where(empty, ZERO_BASE, np.where(unusable, UNUSABLE, FINE)).astype(np.uint8)
