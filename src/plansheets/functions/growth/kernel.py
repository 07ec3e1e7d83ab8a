"""Growth: against a year or a month ago, over years, and to the end of a period."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

import numpy as np

from plansheets.functions.cells import (
    FINE,
    MISSING,
    TOO_GREAT,
    UNUSABLE,
    ZERO_BASE,
    Booleans,
    Faults,
    Floats,
    Integers,
)
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import rounded
from plansheets.grid import DAY_ZERO

_EPOCH = np.datetime64(DAY_ZERO)
_FIRST_DAY = 61
"""From here on Excel's days are those of the calendar."""
_LAST_DAY = 2_958_465
_FIRST_MONTH, _LAST_MONTH = 12 * (1900 - 1970), 12 * (10_000 - 1970)
"""Months from 1970 on, of the years that Excel has."""


@kernel("cagr")
def cagr(first: Floats, last: Floats, periods: Floats) -> Judged:
    """The steady growth a year that leads from one value to another.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    first, last : number or array of numbers
        In the same measure. There is no value for a first of zero or less (``#DIV/0!`` in a cell)
        nor for a negative last (``#VALUE!``).
    periods : number or array of numbers
        Years between them: 2021 to 2024 are three.

    Examples
    --------
    >>> round(cagr(100, 133.1, 3), 12)
    0.1
    """
    known = (first > 0) & (periods > 0)
    faults = np.where(known, np.where(last < 0, UNUSABLE, FINE), ZERO_BASE)
    return Judged(np.power(last / first, 1 / periods) - 1, faults.astype(np.uint8))


@kernel("forecast_total")
def forecast_total(reached: Floats, elapsed: Floats) -> Judged:
    """The whole of a period at the pace so far: reached ÷ the share that has passed.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    reached : number or array of numbers
    elapsed : number or array of numbers
        A share of the time, or of weights that know the season; none is greater than 1.

    Examples
    --------
    >>> forecast_total(300, 0.25)
    1200.0
    """
    beyond = rounded(elapsed - 1, 10) > 0
    faults = np.where(elapsed <= 0, ZERO_BASE, np.where(beyond, UNUSABLE, FINE))
    return Judged(reached / elapsed, faults.astype(np.uint8))


@kernel("year_on_year")
def year_on_year(
    values: Floats, dates: Floats, as_of: Floats, months: Floats | float = 1.0
) -> Judged:
    """同比: the months up to a day against the same stretch a year before.

    The last day of a month meets the last day of the earlier one: 28 February 2025 stands against
    29 days of 2024, and 29 February 2024 against 28 days of 2023.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values, dates : list of numbers, and of days or their serial numbers
        In any order; a row without a value or a day does not count.
    as_of : day, number, or array of them
    months : number or array of numbers, default 1
        Whole months, the as-of day's own among them: 1 for the month to date.

    Returns
    -------
    float or ndarray
        NaN where the earlier stretch has nothing, or less (``#DIV/0!`` in a cell), and where the
        later one has no value (``#N/A``): no data is no fall of 100 %.

    Examples
    --------
    >>> year_on_year([80, 120], ["2024-02-29", "2025-02-01"], "2025-02-28")
    0.5
    """
    return _against(values, dates, as_of, np.asarray(months, dtype=np.float64), 12)


@kernel("month_on_month")
def month_on_month(values: Floats, dates: Floats, as_of: Floats) -> Judged:
    """环比: the month up to a day against the same stretch of the month before.

    The last day of a month meets the last day of the earlier one: 30 April stands against 31 days
    of March, and 31 March against 28 or 29 of February.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values, dates, as_of
        As :func:`year_on_year` takes them.

    Examples
    --------
    >>> month_on_month([100, 80, 90], ["2024-03-31", "2024-03-01", "2024-04-02"], "2024-04-30")
    -0.5
    """
    return _against(values, dates, as_of, np.ones(()), 1)


def _against(values: Floats, dates: Floats, as_of: Floats, months: Floats, back: int) -> Judged:
    """Stretches that end on a day against those that end *back* months before."""
    as_of, months = np.broadcast_arrays(np.floor(as_of), months)
    beyond = _beyond(as_of, -back - months, back)
    known = np.isfinite(as_of) & np.isfinite(months) & ~beyond
    day, many = np.where(known, as_of, 45_000), np.where(known, months, 1)
    now = _sums(values, dates, _month_end(day, -many) + 1, day + 1)
    end = np.maximum(_month_later(day, -back) + 1, _month_later(day + 1, -back))
    before = _sums(values, dates, _month_end(day, -back - many) + 1, end)
    odd = (months < 1) | (months != np.trunc(months))
    rows = _counts(values, dates, _month_end(day, -many) + 1, day + 1)
    faults = np.where(odd, UNUSABLE, np.where(rows == 0, MISSING, FINE))
    faults = np.where(before <= 0, ZERO_BASE, faults)
    faults = np.where(beyond, TOO_GREAT, faults).astype(np.uint8)
    return Judged(now / before - 1, faults)


def _beyond(as_of: Floats, first: Floats, back: int) -> Booleans:
    """Where a day, or one so many months away, is none of Excel's."""
    calendar = (as_of >= _FIRST_DAY) & (as_of < _LAST_DAY)
    month, _ = _months(np.where(calendar, as_of, 45_000))
    early, late = month + np.trunc(first) + 1, month - back
    least, most = np.minimum(early, late), np.maximum(early, late)
    beyond: Booleans = ~calendar | (least < _FIRST_MONTH) | (most >= _LAST_MONTH)
    return beyond


def _sums(values: Floats, dates: Floats, first: Floats, beyond: Floats) -> Floats:
    """The sum of the values of each stretch of days."""
    return _each(
        lambda start, end: fsum(values[_between(values, dates, start, end)]), first, beyond
    )


def _counts(values: Floats, dates: Floats, first: Floats, beyond: Floats) -> Floats:
    """How many values each stretch of days has."""
    return _each(lambda start, end: float(_between(values, dates, start, end).sum()), first, beyond)


def _between(values: Floats, dates: Floats, first: float, beyond: float) -> Booleans:
    found: Booleans = ~np.isnan(values) & (dates >= first) & (dates < beyond)
    return found


def _each(compute: Callable[[float, float], float], first: Floats, second: Floats) -> Floats:
    """What *compute* gives for each pair, asked once for equal ones."""
    first, second = np.broadcast_arrays(first, second)
    pairs, places = np.unique(
        np.stack([first.ravel(), second.ravel()]), axis=1, return_inverse=True
    )
    found = np.array([compute(*pair) for pair in pairs.T.tolist()], dtype=np.float64)
    return found[places].reshape(first.shape)


def _month_later(days: Floats, months: Floats | float) -> Floats:
    """``EDATE``: the same day of another month, or its last where it has no such day."""
    month, into = _months(days)
    return np.minimum(_first_days(month, months) + into, _month_end(days, months))


def _month_end(days: Floats, months: Floats | float) -> Floats:
    """``EOMONTH``: the last day of another month."""
    month, _ = _months(days)
    return _first_days(month, np.trunc(months) + 1) - 1


def _months(days: Floats) -> tuple[Integers, Floats]:
    """The month of each day, counted from 1970, and how many days into it."""
    day = _EPOCH + days.astype("timedelta64[D]")
    month = day.astype("datetime64[M]")
    into = (day - month.astype("datetime64[D]")).astype(np.float64)
    return month.astype(np.int64), into


def _first_days(month: Integers, later: Floats | float) -> Floats:
    months = month + np.asarray(later, dtype=np.int64)
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    found: Floats = (first - _EPOCH).astype(np.float64)
    return found


@kernel("moving_average")
def moving_average(
    values: Floats, dates: Floats, as_of: Floats, days: Floats | float = 7.0
) -> Judged:
    """The sum of so many days up to a day ÷ days, by the calendar: a day without rows is zero.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values, dates : list of numbers, and of days or their serial numbers
    as_of : day, number, or array of them
    days : number or array of numbers, default 7
        Whole days, the as-of day counted.

    Returns
    -------
    float or ndarray
        NaN where the rows do not go back as far (``#N/A`` in a cell).

    Examples
    --------
    >>> moving_average([1, 2, 3, 6], [45_001, 45_002, 45_002, 45_003], 45_003, days=3)
    4.0
    """
    as_of, days = np.broadcast_arrays(np.floor(as_of), np.asarray(days, dtype=np.float64))
    first = as_of - days + 1
    starts = np.nanmin(dates) if np.isfinite(dates).any() else np.inf
    odd = (days < 1) | (days != np.floor(days))
    early = ~(starts < first + 1)
    faults: Faults = np.where(odd, UNUSABLE, np.where(early, MISSING, FINE)).astype(np.uint8)
    return Judged(_sums(values, dates, first, as_of + 1) / days, faults)


@kernel("seasonal_index")
def seasonal_index(values: Floats, seasons: Floats, season: Floats) -> Floats:
    """The mean of a season ÷ the mean of all: 1.2 is a fifth above.

    Ratio to the mean, over whole years; growth within them passes for a season.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values, seasons : list of numbers
        Blank values do not count, zeros do. A season is a month, a quarter, a day of the week.
    season : number or array of numbers

    Returns
    -------
    float or ndarray
        NaN where nothing is known of the season, or all together is zero or less.

    Examples
    --------
    >>> seasonal_index([90, 100, 110, 100], [1, 2, 3, 4], [1, 3])
    array([0.9, 1.1])
    """
    known = ~np.isnan(values)
    total, many = fsum(values[known]), np.count_nonzero(known)

    def index(one: float, _: float) -> float:
        own = values[known & (seasons == one)]
        return fsum(own) / len(own) / (total / many) if len(own) and total > 0 else np.nan

    return _each(index, season, np.zeros(()))
