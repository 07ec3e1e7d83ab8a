"""Actual against target, and against an earlier period."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Booleans, Floats, Objects
from plansheets.functions.kernel import kernel
from plansheets.functions.rounding import rounded

NO = np.zeros((), dtype=np.bool_)


@kernel("deviation")
def deviation(actual: Floats, target: Floats) -> Floats:
    """Actual − target, in their own unit; percentages differ in percentage points.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    actual, target : number or array of numbers
        They meet as numpy arrays do. NaN, None and "" are missing.

    Returns
    -------
    float or ndarray
        NaN where one is missing or is no number.

    Examples
    --------
    >>> deviation(85_000, 100_000)
    -15000.0
    """
    return actual - target


@kernel("deviation_rate")
def deviation_rate(actual: Floats, target: Floats) -> Floats:
    """(actual − target) ÷ abs(target), signed; the absolute base keeps the sign of a planned loss.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    actual, target : number or array of numbers
        In the same unit. A rate of a percentage is relative: 18 % against 25 % is −28 %.

    Returns
    -------
    float or ndarray
        A share of the target. NaN where one is missing (``#N/A`` in a cell) or the target is
        zero (``#DIV/0!``).

    Examples
    --------
    >>> deviation_rate([85_000, 2.2, 5], [100_000, 3, 0])
    array([-0.15      , -0.26666667,         nan])
    """
    return _over(actual - target, np.abs(target))


@kernel("favourable_deviation")
def favourable_deviation(actual: Floats, target: Floats, lower: Booleans = NO) -> Floats:
    """The deviation rate, turned round where less is better: positive is always good.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    actual, target : number or array of numbers
    lower : bool or array of bool, default False
        Whether less is better.

    Examples
    --------
    >>> favourable_deviation(45, 50, lower=True)
    0.1
    """
    return _over(np.where(lower, target - actual, actual - target), np.abs(target))


@kernel("attainment")
def attainment(
    actual: Floats, target: Floats, lower: Booleans = NO, inverse: Booleans = NO
) -> Floats:
    """Actual ÷ target; where less is better 2 − actual ÷ target, or target ÷ actual.

    Written as 1 ± (actual − target) ÷ abs(target), which stays right for a negative target
    (Infor CPM: ``1-(A-T)/ABS(T)``). A target of zero counts 1 when met, otherwise 0.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    actual, target : number or array of numbers
    lower : bool or array of bool, default False
        Whether less is better.
    inverse : bool or array of bool, default False
        Where less is better: target ÷ actual in place of the linear form.

    Returns
    -------
    float or ndarray
        A share. NaN where one is missing, or where the inverse form has nothing to divide by.

    Examples
    --------
    >>> attainment([0.95, 0.03], [1, 0.05], lower=[False, True])
    array([0.95, 1.4 ])
    """
    linear = 1 + _over(np.where(lower, target - actual, actual - target), np.abs(target))
    turned = np.where(actual > 0, target / actual, np.nan)
    met = np.where(lower, actual <= 0, actual >= 0)
    return np.where(target == 0, np.where(met, 1.0, 0.0), np.where(lower & inverse, turned, linear))


@kernel("period_change")
def period_change(current: Floats, previous: Floats) -> Floats:
    """Current period ÷ an earlier one − 1: 环比 against the last, 同比 against last year's.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    current, previous : number or array of numbers

    Returns
    -------
    float or ndarray
        NaN where one is missing, or the base is zero or less.

    Examples
    --------
    >>> round(period_change(120, 100), 4)
    0.2
    """
    return np.where(previous > 0, current / previous - 1, np.nan)


@kernel("rag")
def rag(
    deviation: Floats,
    good: Objects,
    warn: Objects,
    bad: Objects,
    amber: Floats | float = -0.10,
    red: Floats | float = -0.15,
) -> Objects:
    """A traffic light for a favourable deviation; a bound belongs to the better side.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    deviation : number or array of numbers
        The favourable deviation, a share.
    good, warn, bad : any
        What is given for green, amber and red.
    amber, red : number, default -0.10 and -0.15
        Below these it turns amber, and red.

    Examples
    --------
    >>> rag([-0.10, -0.15, -0.28], "green", "amber", "red").tolist()
    ['green', 'amber', 'red']
    """
    seen = rounded(deviation, 10)
    return np.where(seen >= amber, good, np.where(seen >= red, warn, bad))


def _over(part: Floats, base: Floats) -> Floats:
    return np.where(base != 0, part / base, np.nan)
