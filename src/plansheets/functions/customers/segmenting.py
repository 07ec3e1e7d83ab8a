"""What to call a customer: the trade's eight segments, and a grid of recency by frequency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from plansheets.functions.cells import cells, number_written, numbers
from plansheets.functions.customers.rfm import Customers
from plansheets.functions.customers.segments import EIGHT, GRID
from plansheets.records import dataclass

ONCE_MOST: Final = 0.5
"""With more customers than this share buying once, a mean says nothing about frequency."""

FREQUENT: Final = 3
"""Orders from which a customer is frequent where no mean can say it: the trade's fixed line."""

NEAR: Final = 1e-9
"""A customer no farther below a mean, as a share of it, is at the mean."""


@dataclass(frozen=True, slots=True)
class SegmentLines:
    """What counts as high: at most so many days, at least so many orders and so much money.

    ``once`` tells that most customers bought once, so that ``orders`` is a fixed line.

    .. versionadded:: 0.1.0
    """

    days: float
    orders: float
    money: float
    once: bool = False


def segment_lines(customers: Customers) -> SegmentLines:
    """The means that part the eight segments, and for frequency a line that is fair.

    Where more than half of the customers bought once, the mean is hardly more than one order, and
    everybody at it would be "frequent": three orders are. Where all bought equally often, nobody is
    more frequent than the others.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> from plansheets.functions import rfm
    >>> segment_lines(rfm(["Li", "Wu", "Xu"], [1, 2, 3], [30, 20, 10], as_of=3))
    SegmentLines(days=1.0, orders=3, money=20.0, once=True)
    """
    recency, frequency, monetary = customers.recency, customers.frequency, customers.monetary
    orders, once = float(frequency.mean()), bool(np.mean(frequency == 1) > ONCE_MOST)
    if once:
        orders = FREQUENT
    elif frequency.min() == frequency.max():
        orders = float(frequency.max()) + 1
    return SegmentLines(float(recency.mean()), orders, float(monetary.mean()), once)


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
        What counts as high: at most so many days, at least so many orders and so much money; where
        not given, what :func:`segment_lines` finds. Equal to a bound is high.
    locale : {"zh-CN", "en"}

    Examples
    --------
    >>> from plansheets.functions import rfm
    >>> found = rfm(["Li", "Wu", "Li"], [45_000, 45_010, 45_020], [100, 50, 80], as_of=45_030)
    >>> eight_segments(found, locale="en").tolist()
    ['High value, active', 'Lapsed, low value']
    """
    names = np.array(EIGHT[_language(locale)], dtype=object)
    if not len(customers):
        return names[:0]
    lines = SegmentLines(*bounds) if bounds else segment_lines(customers)
    high_r = np.round(customers.recency - lines.days, 9) <= 0
    high_f = np.round(customers.frequency - lines.orders, 9) >= 0
    high_m = customers.monetary - lines.money >= -NEAR * abs(lines.money)
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
    recency, _ = numbers(cells(r).reshape(-1), number_written)
    frequency, _ = numbers(cells(f).reshape(-1), number_written)
    there = ~(np.isnan(recency) | np.isnan(frequency))
    result = np.full(recency.shape, None, dtype=object)
    rows, columns = recency[there].astype(int) - 1, frequency[there].astype(int) - 1
    result[there] = names[rows, columns]
    return result


def _language(locale: str) -> str:
    """The language to name segments in: English wherever it is not Chinese."""
    return "zh-CN" if locale == "zh-CN" else "en"
