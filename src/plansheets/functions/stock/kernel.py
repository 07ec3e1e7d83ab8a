"""Goods: what they earn, how fast they go, how long they last."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from plansheets.functions.cells import FINE, MISSING, UNUSABLE, ZERO_BASE, Floats, Objects
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import NOISE, whole_up

_quantile = np.vectorize(
    lambda share: NormalDist().inv_cdf(share) if 0 < share < 1 else np.nan, otypes=[np.float64]
)


def service_factor(service: Floats | float) -> Floats:
    """``NORMSINV``: how many standard deviations keep a service level."""
    factor: Floats = _quantile(service)
    return factor


_SHARE = 5e-11
"""Shares no farther apart are equal: half a digit in the tenth."""


@kernel("gross_margin")
def gross_margin(price: Floats, cost: Floats) -> Floats:
    """(price − cost) ÷ price, a share of the price.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> round(gross_margin(99, 50), 4)
    0.4949
    """
    return np.where(price > 0, (price - cost) / price, np.nan)


@kernel("sales_to_stock")
def sales_to_stock(sold: Floats, stock: Floats) -> Floats:
    """Units sold ÷ units in stock, of one item; the shop's breadth is another figure.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sales_to_stock([120, 15, 350], [200, 80, 500])
    array([0.6   , 0.1875, 0.7   ])
    """
    return np.where(stock > 0, sold / stock, np.nan)


@kernel("sell_through")
def sell_through(sold: Floats, received: Floats) -> Floats:
    """Units sold ÷ units received: what of a delivery, a season or a launch was sold.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sell_through([120, 5], [200, 0])
    array([0.6, nan])
    """
    return np.where(received > 0, sold / received, np.nan)


@kernel("sell_through_on_hand")
def sell_through_on_hand(sold: Floats, stock: Floats) -> Floats:
    """Units sold ÷ (units sold + units left): sell-through where deliveries are not known.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sell_through_on_hand([120, 5], [200, 0])
    array([0.375, 1.   ])
    """
    return np.where(sold + stock > 0, sold / (sold + stock), np.nan)


@kernel("cover_days")
def cover_days(stock: Floats, sold: Floats, days: Floats | float = 30.0) -> Floats:
    """Days that the stock lasts at the pace of the last *days*.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> cover_days([200, 80], [120, 15])
    array([ 50., 160.])
    """
    return np.where((sold > 0) & (days > 0), stock / (sold / days), np.nan)


@kernel("stock_multiple")
def stock_multiple(stock: Floats, planned: Floats) -> Floats:
    """Stock for each unit that a campaign expects to sell.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> round(stock_multiple(500, 350), 4)
    1.4286
    """
    return np.where(planned > 0, stock / planned, np.nan)


@kernel("abc_class")
def abc_class(
    value: Floats,
    cut_a: Floats,
    cut_b: Floats,
    class_a: Objects,
    class_b: Objects,
    class_c: Objects,
) -> Objects:
    """The class of an item by cut-offs found once for the whole column.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    value : number or array of numbers
        Sales of the item; equal to twelve digits is equal.
    cut_a, cut_b : number
        Above the first it is A, above the second B, else C.
    class_a, class_b, class_c : any
        What is given for each class.

    Examples
    --------
    >>> abc_class([69650, 11880, 4485], 69649.99, 4484.99, "A", "B", "C").tolist()
    ['A', 'B', 'B']
    """
    above_a = value - cut_a > NOISE * np.abs(cut_a)
    above_b = value - cut_b > NOISE * np.abs(cut_b)
    return np.where(above_a, class_a, np.where(above_b, class_b, class_c))


@kernel("gmroi")
def gmroi(profit: Floats, stock_cost: Floats) -> Floats:
    """Gross profit of a period ÷ average stock at cost.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> gmroi(49_000, 20_000)
    2.45
    """
    return np.where(stock_cost > 0, profit / stock_cost, np.nan)


@kernel("abc_classes")
def abc_classes(
    values: Floats, share_a: Floats | float = 0.8, share_b: Floats | float = 0.95
) -> Judged:
    """A, B or C for each of a column: by the share that all greater ones hold together.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : list of numbers
        Sales; equal to twelve digits is equal.
    share_a, share_b : number, default 0.8 and 0.95
        Below the first it is A, below the second B, else C.

    Returns
    -------
    ndarray of str
        None for a blank. Nothing at all where the sales add up to zero or less, or the
        shares do not ascend to 1 at most.

    Raises
    ------
    ValueError
        For a column without a number.

    Examples
    --------
    >>> abc_classes([11_880, 4_485, 69_650]).tolist()
    ['B', 'B', 'A']
    """
    there = ~np.isnan(values)
    known = np.sort(values[there])[::-1]
    if not len(known):
        raise ValueError("no number to class")
    shares = float(share_a), float(share_b)
    total = known.sum()
    if total <= 0 or not 0 <= shares[0] <= shares[1] <= 1:
        return Judged.nothing(ZERO_BASE if total <= 0 else UNUSABLE)
    # shares before an item ascend; negative sales, at the end, begin beyond the whole
    before = (np.cumsum(known) - known) / total
    least_a, least_b = (_least(known, before, share) for share in shares)
    places = 2 - (values >= least_a).astype(np.int8) - (values >= least_b)
    classes = np.array(["A", "B", "C"], dtype=object)[places]
    return Judged(classes, np.where(there, FINE, MISSING).astype(np.uint8))


def _least(known: Floats, before: Floats, share: float) -> float:
    """The least of *known*, which descend, before which less than *share* lies."""
    beyond = before >= share - _SHARE
    many = int(np.argmax(beyond)) if beyond.any() else len(known)
    return float(known[many - 1] - NOISE * abs(known[many - 1])) if many else np.inf


@kernel("safety_stock")
def safety_stock(spread: Floats, lead_days: Floats, service: Floats | float = 0.95) -> Floats:
    """Service factor × standard deviation of daily sales × √lead days.

    Normal demand, fixed lead time. There is no value for a negative deviation or lead time, nor
    for a chance below one half, which would ask for less than nothing (``#VALUE!`` in a cell).

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> round(safety_stock(10, 9), 2)
    49.35
    """
    usable = (spread >= 0) & (lead_days >= 0) & (np.asarray(service) >= 0.5) & (service < 1)
    known = np.where(usable, lead_days, np.nan)
    return service_factor(service) * spread * np.sqrt(known)


@kernel("reorder_point")
def reorder_point(daily: Floats, lead_days: Floats, safety: Floats | float = 0.0) -> Floats:
    """The stock at which to order: what is sold until goods arrive, and the reserve.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> reorder_point(4, 7, 28)
    56.0
    """
    known = (daily >= 0) & (lead_days >= 0) & (np.asarray(safety) >= 0)
    return np.where(known, daily * lead_days + safety, np.nan)


@kernel("order_quantity")
def order_quantity(
    daily: Floats,
    cover: Floats,
    safety: Floats,
    stock: Floats,
    ordered: Floats | float = 0.0,
    pack: Floats | float = 1.0,
) -> Judged:
    """What to order: up to the level that lasts until the next delivery, in whole packs.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    daily : number or array of numbers
        Units sold a day. There is no value for negative sales, days or reserves (``#VALUE!`` in
        a cell).
    cover : number or array of numbers
        Days of lead time and review.
    safety, stock, ordered : number or array of numbers
        Units: kept in reserve, in stock, on their way.
    pack : number or array of numbers, default 1
        Units in a pack.

    Returns
    -------
    float or ndarray
        Units, never negative. NaN where one is missing or a pack holds nothing.

    Examples
    --------
    >>> order_quantity(4, 21, 28, 100, pack=10)
    20.0
    """
    missing = daily * cover + safety - stock - np.nan_to_num(ordered)
    packs = np.where(pack > 0, whole_up(np.maximum(missing, 0) / pack), np.nan)
    usable = (daily >= 0) & (cover >= 0) & (safety >= 0)
    faults = np.where(np.asarray(pack) <= 0, ZERO_BASE, np.where(usable, FINE, UNUSABLE))
    return Judged(packs * pack, faults.astype(np.uint8))
