"""RFM from an order list: how recent, how frequent, how much.

One rule holds here, in ``plansheets functions rfm`` and in rfm-segmentation: an order counts where
more was paid for it than refunded. What was refunded besides lowers the customer's value.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import count
from math import isfinite
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from plansheets.functions.cells import (
    FINE,
    MISSING,
    Floats,
    Integers,
    Read,
    blank,
    cells,
    compact_days,
    floats,
    number_written,
    numbers,
    serial_written,
)
from plansheets.records import dataclass
from plansheets.values.written import MISSING as NO_NAME
from plansheets.values.written import shown_name

_NOTHING: Final = 1e-9
"""What is left of an order is nothing below this share of what was paid and refunded."""


@dataclass(frozen=True, slots=True)
class Customers:
    """One entry a customer: as customers first appear among the orders, whole numbers ascending.

    ``recency`` is days from the last order to the as-of day, ``frequency`` orders in the window,
    ``monetary`` what they paid less refunds.

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
    *,
    order: object = None,
    refund: object = None,
) -> Customers:
    """Recency, frequency and monetary value of every customer of an order list.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    customer : array of shape (rows,)
        Who bought; any kind of value, texts in any case. A row without one is left out.
    day : array of shape (rows,)
        The day of payment: dates, datetimes, serial numbers or texts. An order without one is
        unpaid and is left out.
    amount : array of shape (rows,)
        What was paid, in one currency. A negative amount is a refund on a row of its own: it lowers
        the monetary value and counts as no order, nor does a row of nothing.
    as_of : date or number, optional
        The day on which to look; the last paid day where it is not given. Later rows are left out.
    window_days : number, default 365
        Days up to and with *as_of* that count.
    order : array of shape (rows,), optional
        The order that each row belongs to. Its rows are one order, paid on the first of their days;
        a row without a customer belongs to its order's, and one without an order is one of its own.
        The days themselves may be handed in: then all that a customer buys on a day is one order.
    refund : array of shape (rows,), optional
        What of the amount was paid back, not below zero. An order of which nothing is left counts
        as none.

    Returns
    -------
    Customers
        Those with at least one order and a monetary value above zero in the window.

    Raises
    ------
    ValueError
        For columns of unequal length, for a text where a day or an amount is due and for a refund
        below zero; the message names the row. For an *as_of* or a window that is missing.

    Examples
    --------
    >>> found = rfm(["Li", "Wu", "Li"], [45_000, 45_010, 45_020], [100, 50, 80], as_of=45_030)
    >>> found.customer.tolist(), found.recency.tolist()
    (['Li', 'Wu'], [10.0, 20.0])
    >>> found.frequency.tolist(), found.monetary.tolist()
    ([2.0, 1.0], [180.0, 50.0])
    """
    buyers = cells(customer).reshape(-1)
    days, paid = _column(day, "day", serial_written), _column(amount, "amount")
    columns = {"customer": buyers, "day": days.values, "amount": paid.values}
    if refund is not None:
        given = _column(refund, "refund")
        _refuse_below_zero(given)
        columns["refund"] = given.values
    if order is not None:
        columns["order"] = np.floor(days.values) if order is day else cells(order).reshape(-1)
    if len({len(column) for column in columns.values()}) > 1:
        sizes = ", ".join(f"{name} {len(one)}" for name, one in columns.items())
        raise ValueError(f"columns differ in length: {sizes}")
    last = _latest(days.values) if as_of is None else _single(as_of, "as_of", serial_written)
    last = float(np.floor(last))
    window_days = _single(window_days, "window_days")
    first, after = last - window_days + 1, last + 1
    coded = _coded(buyers)
    # a column with a blank has NaN for its extent, and no comparison with that holds
    whole = coded.complete and days.least >= first and days.most < after
    if whole and paid.least > 0 and len(columns) == 3:
        return _gathered(coded, days.values, paid.values, last, None)
    orders = _Orders(
        coded.codes,
        days.values,
        paid.values,
        np.nan_to_num(columns["refund"]) if "refund" in columns else np.zeros(len(buyers)),
    )
    if "order" in columns:
        # a line without its day belongs to an order that has one
        orders = orders.where(~(days.values >= after), columns["order"])
    counted = (orders.codes >= 0) & (orders.days >= first) & (orders.days < after)
    orders = orders.where(counted & ~np.isnan(orders.paid))
    chosen = _Coded(coded.names, orders.codes, complete=True)
    net = orders.paid - orders.refunded
    bought = net > _NOTHING * (np.abs(orders.paid) + orders.refunded)
    return _gathered(chosen, orders.days, net, last, bought)


def _gathered(
    coded: _Coded, days: Floats, net: Floats, last: float, bought: NDArray[np.bool_] | None
) -> Customers:
    """Every customer's measures; *bought* are the rows that are orders, where not all are."""
    codes, many = coded.codes, len(coded.names)
    monetary: Floats = np.bincount(codes, weights=net, minlength=many).astype(np.float64)
    orders, least = coded.orders, np.zeros(many)
    if bought is not None:
        least += _NOTHING * np.bincount(codes, weights=np.abs(net), minlength=many)
        codes, days, orders = codes[bought], days[bought], None
    if orders is None:
        orders = np.bincount(codes, minlength=many)
    frequency = orders.astype(np.float64)
    latest = np.full(many, -np.inf)
    np.maximum.at(latest, codes, days)
    kept = (frequency > 0) & (monetary > least)
    recency = last - np.floor(latest)
    if kept.all():
        return Customers(coded.names, recency, frequency, monetary)
    return Customers(coded.names[kept], recency[kept], frequency[kept], monetary[kept])


@dataclass(frozen=True, slots=True)
class _Orders:
    """Orders, or rows of them: whose, when paid, how much, how much of it refunded."""

    codes: Integers
    days: Floats
    paid: Floats
    refunded: Floats

    def where(self, chosen: NDArray[np.bool_], order: NDArray[Any] | None = None) -> _Orders:
        """Those *chosen*, the rows of each *order* as one."""
        found = _Orders(
            self.codes[chosen], self.days[chosen], self.paid[chosen], self.refunded[chosen]
        )
        return found if order is None else found.merged(order[chosen])

    def merged(self, order: NDArray[Any]) -> _Orders:
        """One entry an order: on the first of its days, everything paid and refunded together."""
        ids = _coded(order)
        many = len(ids.names)
        own = many + np.arange(len(order))
        numbered = np.where(ids.codes >= 0, ids.codes, own)
        buyers = self._buyers(ids.codes, many)
        wide = many + len(order)
        pairs, groups = np.unique((buyers + 1) * wide + numbered, return_inverse=True)
        days = np.full(len(pairs), np.inf)
        np.fmin.at(days, groups, self.days)
        there = ~np.isnan(self.paid)
        paid: Floats = np.bincount(groups, np.nan_to_num(self.paid)).astype(np.float64)
        paid[np.bincount(groups[there], minlength=len(days)) == 0] = np.nan
        refunded: Floats = np.bincount(groups, self.refunded).astype(np.float64)
        return _Orders(pairs // wide - 1, days, paid, refunded)

    def _buyers(self, ids: Integers, many: int) -> Integers:
        """Whose each row is; one that does not say belongs to the one buyer of its order."""
        nobody = (self.codes < 0) & (ids >= 0)
        if not nobody.any():
            return self.codes
        known = (self.codes >= 0) & (ids >= 0)
        least = np.full(many, np.iinfo(np.int64).max)
        most = np.full(many, -1)
        np.minimum.at(least, ids[known], self.codes[known])
        np.maximum.at(most, ids[known], self.codes[known])
        one = np.where(least == most, most, -1)
        buyers = self.codes.copy()
        buyers[nobody] = one[ids[nobody]]
        return buyers


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers with NaN for blanks, the least and the most of them: NaN where any is blank."""

    values: Floats
    least: float
    most: float


def _column(given: object, what: str, read: Read = number_written) -> _Numbers:
    array = cells(given).reshape(-1)
    if array.dtype.kind in "fiu":
        column = _extent(floats(array))
        if isfinite(column.least) and isfinite(column.most):
            return column if read is number_written else _extent(compact_days(column.values))
    values, faults = numbers(array, read)
    if faults.max(initial=FINE) > MISSING:
        row = int(np.argmax(faults > MISSING))
        raise ValueError(f"{what} {row + 1} is '{array[row]}', which is no number and no day")
    return _extent(values if read is number_written else compact_days(values))


def _single(given: object, what: str, read: Read = number_written) -> float:
    values = _column(given, what, read).values
    if len(values) != 1 or np.isnan(values[0]):
        raise ValueError(f"{what} is '{given}', which is no single number or day")
    return float(values[0])


def _refuse_below_zero(refund: _Numbers) -> None:
    below = refund.values < 0
    if below.any():
        row = int(np.argmax(below))
        raise ValueError(f"refund {row + 1} is {refund.values[row]:g}, which is below zero")


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
    if buyers.dtype.kind == "M":
        buyers = buyers.astype("datetime64[D]")
    # each new customer gets the next number, and no line of Python runs for an order
    numbered: defaultdict[object, int] = defaultdict(count().__next__)
    codes = np.fromiter(
        map(numbered.__getitem__, buyers.tolist()), dtype=np.int64, count=len(buyers)
    )
    spelled = list(numbered)
    merged: dict[object, int] = {}
    names: list[object] = []
    places = np.empty(len(spelled), dtype=np.int64)
    for place, name in enumerate(spelled):
        key, shown = _known_as(name)
        if key is not None and key not in merged:
            merged[key] = len(names)
            names.append(shown)
        places[place] = -1 if key is None else merged[key]
    named = np.empty(len(names), dtype=object)
    named[:] = names
    complete = bool((places >= 0).all())
    if len(names) == len(spelled):
        return _Coded(named, codes, complete=complete)
    return _Coded(named, places[codes], complete=complete)


def _known_as(name: object) -> tuple[object, object]:
    """What makes two names the same, None for no name, and how it is shown.

    Case does not count, nor a time of day; pandas makes 1001.0 of a number beside a blank.
    """
    if isinstance(name, str):
        shown = shown_name(name)
        return (None if shown in NO_NAME else shown.lower()), shown
    if blank(name):
        return None, None
    if isinstance(name, datetime):
        return name.date(), name.date()
    if isinstance(name, float) and name.is_integer():
        return int(name), int(name)
    return name, name
