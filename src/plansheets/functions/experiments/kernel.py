"""Tests of one page, price or message against another."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, ZERO_BASE, Faults, Floats
from plansheets.functions.kernel import Judged, kernel

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


def _faults(won_a: Floats, size_a: Floats, won_b: Floats, size_b: Floats) -> Faults:
    won, size = won_a + won_b, size_a + size_b
    expected = np.minimum(size_a, size_b) * np.minimum(won, size - won)
    unusable = (np.minimum(won_a, won_b) < 0) | (won_a > size_a) | (won_b > size_b)
    unusable |= expected < _LEAST_EXPECTED * size
    empty = (size_a == 0) | (size_b == 0)
    return np.where(empty, ZERO_BASE, np.where(unusable, UNUSABLE, FINE)).astype(np.uint8)
