"""Customers: what they are worth, how recent, how frequent, and what to call them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plansheets.functions.cells import (
    FINE,
    UNUSABLE,
    Booleans,
    Floats,
    Objects,
    blank,
)
from plansheets.functions.customers import rfm as orders_of
from plansheets.functions.customers.ranking import Ties, whole_levels
from plansheets.functions.customers.ranking import rank_scores as scores_of
from plansheets.functions.customers.segmenting import (
    NEAR,
    eight_segments,
    grid_segments,
    segment_lines,
)
from plansheets.functions.customers.segments import GRID, HEADERS, ONCE
from plansheets.functions.deviations.kernel import NO
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import NOISE, rounded

_SEGMENT = HEADERS["en"].index("segment")


@kernel("ltv")
def ltv(order_value: Floats, orders: Floats, margin: Floats, years: Floats | float = 1.0) -> Floats:
    """Order value × orders a year × gross margin × years; twelve months unless told.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> ltv(200, 6, 0.4)
    480.0
    """
    known = (order_value >= 0) & (orders >= 0) & (np.asarray(years) >= 0)
    return np.where(known, order_value * orders * margin * years, np.nan)


@kernel("ltv_to_cac")
def ltv_to_cac(ltv: Floats, cac: Floats) -> Floats:
    """Lifetime value ÷ cost of a new customer: 3 is the aim, below 1 each one costs money.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> ltv_to_cac(480, 160)
    3.0
    """
    return np.where(cac > 0, ltv / cac, np.nan)


@kernel("repeat_rate")
def repeat_rate(orders: Floats) -> Floats:
    """Customers with two orders or more ÷ customers with any.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    orders : list of numbers
        The orders of each customer in the window; those without one are no customers.

    Examples
    --------
    >>> repeat_rate([1, 2, 3, 1])
    0.5
    """
    bought = np.count_nonzero(orders >= 1)
    return np.asarray(np.count_nonzero(orders >= 2) / bought if bought else np.nan)


@kernel("recency_days")
def recency_days(as_of: Floats, last_order: Floats) -> Floats:
    """Whole days from the last paid order to the day on which to look.

    .. versionadded:: 0.1.0

    Returns
    -------
    float or ndarray
        NaN where one is missing, or the order lies in the future (``#VALUE!`` in a cell).

    Examples
    --------
    >>> from datetime import date
    >>> recency_days(date(2024, 6, 30), date(2024, 6, 20))
    10.0
    """
    passed = np.floor(as_of) - np.floor(last_order)
    return np.where(passed >= 0, passed, np.nan)


@kernel("fixed_score")
def fixed_score(value: Floats, bounds: Floats, lower: Booleans = NO) -> Floats:
    """1, and one more for each bound reached; where less is better bounds are the most for a score.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> fixed_score([150, 200, 5000], [200, 1000, 3000])
    array([1., 2., 4.])
    """
    seen = rounded(value, 10)
    known = np.sort(bounds[~np.isnan(bounds)])
    above = np.searchsorted(known, seen, "right")
    reached = np.where(lower, len(known) - np.searchsorted(known, seen, "left"), above)
    return np.where(len(known) > 0, 1.0 + reached, np.nan)


@kernel("rank_score")
def rank_score(
    value: Floats, values: Floats, levels: Floats | float = 5.0, lower: Booleans = NO
) -> Floats:
    """A score from 1 to *levels* by how many of *values* are worse; equal numbers score alike.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    value : number or array of numbers
    values : list of numbers
        All those to be ranked; blanks do not count.
    levels : number, default 5
    lower : bool, default False
        Whether less is better.

    Examples
    --------
    >>> rank_score([1, 2, 9], [1, 2, 2, 3, 9])
    array([1., 2., 5.])
    """
    known = np.sort(values[~np.isnan(values)])
    many = max(len(known), 1)
    near = NOISE * np.abs(value)
    less = np.searchsorted(known, value - near, "left")
    more = len(known) - np.searchsorted(known, value + near, "right")
    most = np.asarray(levels)
    score = np.minimum(most, np.floor(most * np.where(lower, more, less) / many) + 1)
    fine = (len(known) > 0) & (most >= 1) & (most == np.floor(most))
    return np.where(fine, score, np.nan)


@kernel("rank_scores")
def rank_scores(
    values: Floats,
    levels: Floats | float = 5.0,
    ties: Ties = "equal",
    lower: Booleans = NO,
) -> Floats:
    """Scores by rank for a whole column; NaN where there is no number.

    .. versionadded:: 0.1.0

    Raises
    ------
    ValueError
        For a column without a number, levels that are no whole number from 1.
    """
    if np.isnan(values).all():
        raise ValueError("no number to rank")
    scores: Floats = scores_of(values, float(levels), ties, bool(lower))
    return scores


@kernel("rfm_segment")
def rfm_segment(
    recency: Floats,
    frequency: Floats,
    monetary: Floats,
    days: Floats,
    least_orders: Floats,
    least_paid: Floats,
    segments: Objects,
) -> Judged:
    """One of eight, by recent or not, frequent or not, and of high value or not.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    recency, frequency, monetary : number or array of numbers
        Days since the last order, orders, and what they paid.
    days, least_orders, least_paid : number or array of numbers
        At most so many days are recent; at least so many orders and so much money are high.
    segments : list of eight
        By 4 × high value + 2 × frequent + recent.

    Examples
    --------
    >>> rfm_segment([5, 40], [5, 5], [500, 50], 10, 3, 200, list("01234567")).tolist()
    ['7', '2']
    """
    place = (
        4 * (monetary - least_paid >= -NEAR * np.abs(least_paid))
        + 2 * (rounded(frequency - least_orders, 9) >= 0)
        + (rounded(recency - days, 9) <= 0)
    )
    eight = len(segments) == 2**3
    found = segments[place] if eight else np.full(place.shape, None, dtype=object)
    return Judged(np.asarray(found), np.full(place.shape, FINE if eight else UNUSABLE, np.uint8))


@kernel("rfm_cell")
def rfm_cell(r: Floats, f: Floats, grid: Objects) -> Objects:
    """What a grid holds for a recency score (its row) and a frequency score (its column).

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> rfm_cell([1, 2], 2, [["a", "b"], ["c", "d"]]).tolist()
    ['b', 'd']
    """
    names = np.atleast_2d(grid)
    rows, columns = np.broadcast_arrays(np.floor(r), np.floor(f))
    there = (rows >= 1) & (rows <= names.shape[0]) & (columns >= 1) & (columns <= names.shape[1])
    found = np.full(rows.shape, None, dtype=object)
    found[there] = names[rows[there].astype(int) - 1, columns[there].astype(int) - 1]
    return found


@kernel("rfm")
def rfm(
    customers: Objects,
    dates: Floats,
    amounts: Floats,
    as_of: Floats,
    window_days: Floats | float = 365.0,
    levels: Floats | float = 5.0,
    ties: Ties = "equal",
    language: str = "zh-CN",
    orders: Objects | None = None,
    refunds: Floats | None = None,
) -> NDArray[Any]:
    """A row for each customer of an order list below a header, as a cell shows it.

    In Python :func:`plansheets.functions.rfm` gives the same as columns.

    .. versionadded:: 0.1.0

    Raises
    ------
    ValueError
        For an order list that is empty, levels that are no whole number from 1, a refund below
        zero, columns of unequal length.
    """
    if not (~np.isnan(dates) & ~np.isnan(amounts)).any():
        raise ValueError("no order has a day and an amount")
    most = whole_levels(levels)
    found = orders_of.rfm(
        customers,
        dates,
        amounts,
        float(as_of),
        float(window_days),
        order=_given(orders),
        refund=_given(refunds),
    )
    r = scores_of(found.recency, most, ties, lower=True)
    f, m = (scores_of(one, most, ties) for one in (found.frequency, found.monetary))
    named = most == len(GRID[language])
    cells = grid_segments(r, f, locale=language) if named else np.full(len(r), "")
    segments = eight_segments(found, locale=language)
    measures = (found.recency, found.frequency, found.monetary, r, f, m)
    table = np.empty((len(found) + 1, len(HEADERS[language])), dtype=object)
    table[0] = HEADERS[language]
    if len(found) and (lines := segment_lines(found)).once:
        table[0, _SEGMENT] = ONCE[language].format(lines.orders)
    for place, column in enumerate((found.customer, *measures, segments, cells)):
        table[1:, place] = column
    return table


def _given(column: NDArray[Any] | None) -> NDArray[Any] | None:
    """A column that is more than a blank cell, which stands for none."""
    return None if column is None or (column.size == 1 and blank(column.item())) else column
