"""RFM from an order list: how recent, how frequent, how much, and what to call a customer.

Definitions and segments follow the Chinese trade's eight (by high and low of each) and the common
map of recency by frequency, 5 × 5. Python's usual ``rank(method="first")`` with ``qcut`` splits
equal customers by the order of rows; here equal ones score alike unless ``ties="first"``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import isfinite
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from plansheets.functions.cells import FINE, MISSING, Floats, blank, cells, numbers
from plansheets.functions.customers.segments import EIGHT, GRID

Ties = Literal["equal", "first"]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Customers:
    """One entry a customer: as customers first appear among the orders, whole numbers ascending.

    ``recency`` is days from the last paid order to the as-of day, ``frequency`` paid orders in the
    window, ``monetary`` what they paid less refunds.

    .. versionadded:: 0.1.0
    """

    customer: NDArray[Any]
    recency: Floats
    frequency: Floats
    monetary: Floats

    def __len__(self) -> int:
        return len(self.customer)


def rfm(
    customer: object,
    day: object,
    amount: object,
    as_of: object = None,
    window_days: float = 365,
) -> Customers:
    """Recency, frequency and monetary value of every customer of an order list.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    customer : array of shape (orders,)
        Who bought; any kind of value. An order without a customer is left out.
    day : array of shape (orders,)
        The day of payment: dates, datetimes or serial numbers. An order without one is unpaid and
        is left out.
    amount : array of shape (orders,)
        What was paid, in one currency. A negative amount is a refund: it lowers the monetary value
        and counts as no order.
    as_of : date or number, optional
        The day on which to look; the last paid day where it is not given. Later orders are left
        out.
    window_days : number, default 365
        Days up to and with *as_of* that count.

    Returns
    -------
    Customers
        Those with at least one order and a monetary value above zero in the window.

    Raises
    ------
    ValueError
        For columns of unequal length, and for a text where a day or an amount is due; the message
        names the row.

    Examples
    --------
    >>> found = rfm(["Li", "Wu", "Li"], [45_000, 45_010, 45_020], [100, 50, 80], as_of=45_030)
    >>> found.customer.tolist(), found.recency.tolist()
    (['Li', 'Wu'], [10.0, 20.0])
    >>> found.frequency.tolist(), found.monetary.tolist()
    ([2.0, 1.0], [180.0, 50.0])
    """
    buyers = cells(customer).reshape(-1)
    days, paid = _column(day, "day"), _column(amount, "amount")
    if not len(buyers) == len(days.values) == len(paid.values):
        raise ValueError(
            f"customer, day and amount differ in length: "
            f"{len(buyers)}, {len(days.values)}, {len(paid.values)}"
        )
    last = _column(as_of, "as_of").values[0] if as_of is not None else _latest(days.values)
    first, after = np.floor(last) - window_days + 1, np.floor(last) + 1
    coded = _coded(buyers)
    # a column with a blank has NaN for its extent, and no comparison with that holds
    whole = coded.complete and days.least >= first and days.most < after
    if whole and paid.least <= paid.most:
        return _gathered(coded, days.values, paid.values, float(last), paid.least < 0)
    counted = (days.values >= first) & (days.values < after) & ~np.isnan(paid.values)
    if not coded.complete:
        counted &= coded.codes >= 0
    chosen = _Coded(coded.names, coded.codes[counted], complete=True)
    return _gathered(chosen, days.values[counted], paid.values[counted], float(last), True)


def _gathered(coded: _Coded, days: Floats, paid: Floats, last: float, refunds: bool) -> Customers:
    codes, many = coded.codes, len(coded.names)
    monetary: Floats = np.bincount(codes, weights=paid, minlength=many).astype(np.float64)
    orders = coded.orders
    if refunds:
        bought = paid >= 0
        codes, days, orders = codes[bought], days[bought], None
    if orders is None:
        orders = np.bincount(codes, minlength=many)
    frequency = orders.astype(np.float64)
    latest = np.full(many, -np.inf)
    np.maximum.at(latest, codes, days)
    kept = (frequency > 0) & (np.round(monetary, 2) > 0)
    recency = np.floor(last) - np.floor(latest)
    if kept.all():
        return Customers(coded.names, recency, frequency, monetary)
    return Customers(coded.names[kept], recency[kept], frequency[kept], monetary[kept])


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers with NaN for blanks, the least and the most of them: NaN where any is blank."""

    values: Floats
    least: float
    most: float


def _column(given: object, what: str) -> _Numbers:
    array = cells(given).reshape(-1)
    if array.dtype.kind in "fiu":
        column = _extent(array.astype(np.float64, copy=False))
        if isfinite(column.least) and isfinite(column.most):
            return column
    values, faults = numbers(array)
    if faults.max(initial=FINE) > MISSING:
        row = int(np.argmax(faults > MISSING))
        raise ValueError(f"{what} {row + 1} is '{array[row]}', which is no number and no day")
    return _extent(values)


def _extent(values: Floats) -> _Numbers:
    if not len(values):
        return _Numbers(values, np.nan, np.nan)
    return _Numbers(values, float(values.min()), float(values.max()))


def _latest(days: Floats) -> float:
    if np.isnan(days).all():
        raise ValueError("no order has a day of payment")
    return float(np.nanmax(days))


@dataclass(frozen=True, slots=True)
class _Coded:
    """Customers, and the place of each order's among them; −1 for an order without one.

    ``orders`` of each, where they are counted already.
    """

    names: NDArray[Any]
    codes: Integers
    complete: bool
    orders: Integers | None = None


def _coded(buyers: NDArray[Any]) -> _Coded:
    """Customers by number.

    Whole numbers that are not scattered stand for themselves, and come in their order; those that
    no order has are left out with the customers who bought nothing.
    """
    if buyers.dtype.kind in "iu" and len(buyers):
        # without its sign a negative number is a huge one
        most = int(buyers.view(f"u{buyers.itemsize}").max()) + 1
        if most <= 2 * len(buyers) + 1_000:
            found = buyers.astype(np.int64, copy=False)
            orders = np.bincount(found, minlength=most)
            return _Coded(np.arange(most), found, complete=True, orders=orders)
    # each new customer gets the next number, and no line of Python runs for an order
    numbered: defaultdict[object, int] = defaultdict(count().__next__)
    codes = np.fromiter(
        map(numbered.__getitem__, buyers.tolist()), dtype=np.int64, count=len(buyers)
    )
    named = np.empty(len(numbered), dtype=object)
    named[:] = list(numbered)
    nobody = np.fromiter(map(blank, numbered), dtype=np.bool_, count=len(numbered))
    if not nobody.any():
        return _Coded(named, codes, complete=True)
    places = np.where(nobody, -1, np.cumsum(~nobody) - 1)
    return _Coded(named[~nobody], places[codes], complete=False)


def rank_scores(
    values: object, levels: int = 5, *, ties: Ties = "equal", ascending: bool = True
) -> Any:
    """Scores 1 … *levels* by rank among all: each level holds about as many.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : array of numbers
        Frequency or monetary value; or recency, with ``ascending=False``.
    levels : int, default 5
    ties : {"equal", "first"}
        Whether equal values score alike (by how many are less), or are parted by their order as
        pandas' ``rank(method="first")`` with ``qcut`` does.
    ascending : bool, default True
        Whether the greatest score highest; fewer days are better for recency.

    Returns
    -------
    ndarray of float
        NaN where there is no number.

    Examples
    --------
    >>> rank_scores([1, 2, 2, 3, 9])
    array([1., 2., 2., 4., 5.])
    >>> rank_scores([1, 2, 2, 3, 9], ties="first")
    array([1., 2., 3., 4., 5.])
    """
    found, _ = numbers(cells(values).reshape(-1))
    there = ~np.isnan(found)
    result = np.full(found.shape, np.nan)
    known = found[there] if ascending else -found[there]
    if len(known):
        rank = _by_rank if ties == "first" else _by_bounds
        result[there] = rank(known, levels)
    return result


_SEARCHED: Final = 32
"""Levels from which searching the bounds is quicker than comparing with each."""


def _by_bounds(known: Floats, levels: int) -> Integers:
    """1 + the bounds below a value; a bound is the value under which a whole number of levels lie.

    The same as ``MIN(levels, INT(COUNTIF(range, "<"&x) / COUNT(range) * levels) + 1)``.
    """
    steps = np.arange(1, levels)
    places = -(-steps * len(known) // levels) - 1
    bounds = np.sort(known)[places]  # quicker than np.partition, whose steps are not vectorised
    if levels > _SEARCHED:
        return 1 + np.searchsorted(bounds, known, "left")
    reached = np.ones(len(known), dtype=np.int64)
    for bound in bounds:
        reached += known > bound
    return reached


def _by_rank(known: Floats, levels: int) -> Integers:
    order = np.argsort(known, kind="stable")
    ranks = np.empty(len(known))
    ranks[order] = np.arange(1, len(known) + 1)
    edges = 1 + (len(known) - 1) * np.arange(1, levels) / levels
    if levels >= len(known):
        edges = np.nextafter(edges, 0)
    return 1 + np.searchsorted(edges, ranks, "left")


def fixed_scores(values: object, bounds: Sequence[float], *, ascending: bool = True) -> Any:
    """Scores by bounds of one's own: 1, and one more for each bound reached.

    With ``ascending=False``, for recency, bounds are the most days for a score: (30, 90, 180, 365)
    gives 5 up to 30 days and 1 beyond 365.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> fixed_scores([150, 200, 5000], [200, 1000, 3000])
    array([1., 2., 4.])
    >>> fixed_scores([30, 31, 400], [30, 90, 180, 365], ascending=False)
    array([5., 4., 1.])
    """
    found, _ = numbers(cells(values).reshape(-1))
    edges = np.sort(np.asarray(bounds, dtype=np.float64))
    if ascending:
        reached = 1.0 + np.searchsorted(edges, found, "right")
    else:
        reached = 1.0 + len(edges) - np.searchsorted(edges, found, "left")
    reached[np.isnan(found)] = np.nan
    return reached


def eight_segments(
    customers: Customers,
    bounds: tuple[float, float, float] | None = None,
    *,
    locale: str = "zh-CN",
) -> NDArray[np.object_]:
    """The eight segments, by high and low of recency, frequency and monetary value.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    customers : Customers
    bounds : (days, orders, money), optional
        What counts as high: at most so many days, at least so many orders and so much money; the
        means where not given, equal to the mean being high.
    locale : {"zh-CN", "en"}

    Examples
    --------
    >>> found = rfm(["Li", "Wu", "Li"], [45_000, 45_010, 45_020], [100, 50, 80], as_of=45_030)
    >>> eight_segments(found, locale="en").tolist()
    ['High value, active', 'Lapsed, low value']
    """
    names = np.array(EIGHT[_language(locale)], dtype=object)
    if not len(customers):
        return names[:0]
    recency, frequency, monetary = customers.recency, customers.frequency, customers.monetary
    days, orders, money = bounds or (recency.mean(), frequency.mean(), monetary.mean())
    high_r = np.round(recency - days, 9) <= 0
    high_f = np.round(frequency - orders, 9) >= 0
    high_m = np.round(monetary - money, 2) >= 0
    chosen: NDArray[np.object_] = names[4 * high_m + 2 * high_f + high_r]
    return chosen


def grid_segments(
    r: object,
    f: object,
    grid: Sequence[Sequence[object]] | None = None,
    *,
    locale: str = "zh-CN",
) -> NDArray[np.object_]:
    """Segments by recency and frequency scores from 1 to 5, by an editable grid.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> grid_segments([5, 1, 4], [5, 5, 1], locale="en").tolist()
    ['Champions', "Can't lose", 'Promising']
    """
    names = np.array(grid or GRID[_language(locale)], dtype=object)
    recency, _ = numbers(cells(r).reshape(-1))
    frequency, _ = numbers(cells(f).reshape(-1))
    there = ~(np.isnan(recency) | np.isnan(frequency))
    result = np.full(recency.shape, None, dtype=object)
    rows, columns = recency[there].astype(int) - 1, frequency[there].astype(int) - 1
    result[there] = names[rows, columns]
    return result


def _language(locale: str) -> str:
    """The language to name segments in: English wherever it is not Chinese."""
    return "zh-CN" if locale == "zh-CN" else "en"
