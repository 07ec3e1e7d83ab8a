"""What prices and promotions do to sales and profit."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, ZERO_BASE, Floats
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import rounded


@kernel("price_effect")
def price_effect(
    sales: Floats, units: Floats, sales_before: Floats, units_before: Floats
) -> Floats:
    """What the price of an item adds to its sales: sales − units × the earlier price.

    With :func:`volume_effect` and :func:`mix_effect` it adds up to sales − sales before, for each
    item and for all. A new item had no price: what it sells is its mix effect.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    sales, units, sales_before, units_before : number or array of numbers
        Of an item, now and in the earlier period.

    Examples
    --------
    >>> price_effect([1_320, 500], [110, 50], [1_000, 0], [100, 0])
    array([220.,   0.])
    """
    return np.where(units_before == 0, 0.0, sales - units * sales_before / units_before) + 0 * sales


@kernel("volume_effect")
def volume_effect(sales_before: Floats, total: Floats, total_before: Floats) -> Floats:
    """What selling more or less of everything adds: earlier sales × growth of all units.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    sales_before : number or array of numbers
        Of an item, in the earlier period.
    total, total_before : number or array of numbers
        Units of all items, now and then.

    Examples
    --------
    >>> volume_effect(1_000, 220, 200)
    100.0
    """
    return np.where(total_before > 0, sales_before * total / total_before - sales_before, np.nan)


@kernel("mix_effect")
def mix_effect(
    sales: Floats,
    units: Floats,
    sales_before: Floats,
    units_before: Floats,
    total: Floats,
    total_before: Floats,
) -> Floats:
    """What selling a greater share of an item adds, at its earlier price; all sales of a new one.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    sales, units, sales_before, units_before : number or array of numbers
        Of an item, now and in the earlier period.
    total, total_before : number or array of numbers
        Units of all items, now and then.

    Examples
    --------
    >>> mix_effect(1_320, 110, 1_000, 100, 200, 200)
    100.0
    """
    at_old_price = np.where(units_before == 0, sales, units * sales_before / units_before)
    shifted = at_old_price - sales_before * total / total_before
    return np.where(total_before > 0, shifted, np.nan)


@kernel("price_elasticity")
def price_elasticity(
    price_before: Floats, price: Floats, units_before: Floats, units: Floats
) -> Judged:
    """The change of units for a change of price, each as a share of its mean (Allen, 1934).

    .. versionadded:: 0.1.0

    Returns
    -------
    float or ndarray
        Below −1 a lower price sells for more. NaN where the price is the same (``#DIV/0!`` in a
        cell) or a number is negative (``#VALUE!``).

    Examples
    --------
    >>> price_elasticity(10, 8, 100, 140)
    -1.5
    """
    same = (rounded(price - price_before, 10) == 0) | (units + units_before == 0)
    least = np.minimum(np.minimum(price_before, price), np.minimum(units_before, units))
    faults = np.where(same, ZERO_BASE, np.where(least < 0, UNUSABLE, FINE))
    change = (units - units_before) * (price + price_before)
    base = (units + units_before) * (price - price_before)
    return Judged(change / base, faults.astype(np.uint8))


@kernel("break_even_uplift")
def break_even_uplift(
    margin: Floats,
    discount: Floats,
    fixed: Floats | float = 0.0,
    sales: Floats | float = 1.0,
) -> Judged:
    """How many more units a promotion must sell, a share, to earn what was earned without it.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    margin, discount : number or array of numbers
        Shares of the usual price.
    fixed, sales : number or array of numbers, default 0 and 1
        What the promotion costs besides, and what is sold without it, in the same currency.

    Returns
    -------
    float or ndarray
        NaN where the discount takes the whole margin (``#DIV/0!`` in a cell).

    Examples
    --------
    >>> break_even_uplift(0.5, 0.1)
    0.25
    """
    nothing = (rounded(margin - discount, 10) <= 0) | (np.asarray(sales) <= 0)
    odd = (discount < 0) | (np.asarray(fixed) < 0)
    faults = np.where(nothing, ZERO_BASE, np.where(odd, UNUSABLE, FINE))
    uplift = (discount + np.asarray(fixed) / sales) / (margin - discount)
    return Judged(uplift, faults.astype(np.uint8))
