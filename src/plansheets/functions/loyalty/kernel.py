"""Customers who stay, and what they are worth today."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, ZERO_BASE, Floats
from plansheets.functions.kernel import Judged, kernel

_FOR_EVER = np.full((), np.nan)


@kernel("retention_rate")
def retention_rate(at_start: Floats, at_end: Floats, won: Floats | float = 0.0) -> Judged:
    """The share of the customers at the start who are still there: (end − won) ÷ start.

    .. versionadded:: 0.1.0

    Returns
    -------
    float or ndarray
        NaN without customers at the start (``#DIV/0!`` in a cell), and where more would have stayed
        than there were (``#VALUE!``).

    Examples
    --------
    >>> retention_rate(1_000, 1_100, 300)
    0.8
    """
    kept = at_end - won
    odd = (np.asarray(won) < 0) | (kept < 0) | (kept > at_start)
    faults = np.where(at_start <= 0, ZERO_BASE, np.where(odd, UNUSABLE, FINE))
    return Judged(kept / at_start, faults.astype(np.uint8))


@kernel("discounted_ltv")
def discounted_ltv(
    profit: Floats,
    retention: Floats,
    discount: Floats | float = 0.1,
    years: Floats = _FOR_EVER,
) -> Judged:
    """What a customer's profits are worth today, who stays each year with a given chance.

    Gupta & Lehmann, Customers as assets (2003), with the first year's profit at its start.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    profit : number or array of numbers
        Gross profit of a customer a year.
    retention, discount : number or array of numbers
        Shares a year; the discount is 10 % unless told.
    years : number or array of numbers, optional
        How many; for ever unless told.

    Returns
    -------
    float or ndarray
        NaN where it would be endless (``#DIV/0!`` in a cell), and where a share is none
        (``#VALUE!``).

    Examples
    --------
    >>> round(discounted_ltv(480, 0.6), 2), round(discounted_ltv(480, 0.6, 0.2, 2), 2)
    (1056.0, 720.0)
    """
    endless = 1 + np.asarray(discount) <= retention
    odd = (retention < 0) | (retention > 1) | (np.asarray(discount) < 0) | (years <= 0)
    faults = np.where(endless, ZERO_BASE, np.where(odd, UNUSABLE, FINE))
    kept = retention / (1 + np.asarray(discount))
    gone = np.where(np.isnan(years), 1.0, 1 - np.power(kept, years))
    return Judged(profit * gone / (1 - kept), faults.astype(np.uint8))
