"""Days, and how far work should be and is.

A day is a date or its serial number, and comes here whole: a time of day counts nowhere.
"""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Floats, Objects
from plansheets.functions.kernel import kernel
from plansheets.functions.rounding import rounded, whole_up
from plansheets.grid import DAY_ZERO

_EPOCH = np.datetime64(DAY_ZERO)


@kernel("duration_days")
def duration_days(start: Floats, end: Floats) -> Floats:
    """Calendar days from *start* to *end*, both counted.

    .. versionadded:: 0.1.0

    Returns
    -------
    float or ndarray
        NaN where one is missing or the end comes before the start.

    Examples
    --------
    >>> from datetime import date
    >>> duration_days(date(2024, 5, 1), date(2024, 5, 10))
    10.0
    """
    return _forward(start, end, end - start + 1)


@kernel("workdays")
def workdays(start: Floats, end: Floats, holidays: Floats, make_up_days: Floats) -> Floats:
    """Monday to Friday, less days off, plus weekend days worked; both ends counted.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    start, end : date, number, or array of them
    holidays, make_up_days : list of dates
        Days off, and weekend days worked in exchange; either may be empty. A day listed twice
        counts once, and a make-up day from Monday to Friday adds nothing.

    Examples
    --------
    >>> from datetime import date
    >>> workdays(date(2024, 5, 1), date(2024, 5, 10), [date(2024, 5, 1)], [])
    7.0
    """
    return _forward(start, end, _workdays(start, end, holidays, make_up_days))


@kernel("planned_progress")
def planned_progress(as_of: Floats, start: Floats, end: Floats) -> Floats:
    """The share of the days from *start* to *end* that have passed, *as_of* counted.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> from datetime import date
    >>> round(planned_progress(date(2024, 6, 1), date(2024, 5, 26), date(2024, 6, 18)), 4)
    0.2917
    """
    return _forward(start, end, np.clip((as_of - start + 1) / (end - start + 1), 0, 1))


@kernel("planned_progress_workdays")
def planned_progress_workdays(
    as_of: Floats, start: Floats, end: Floats, holidays: Floats, make_up_days: Floats
) -> Floats:
    """The share of the working days that have passed; a stretch without any is done at its end.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> from datetime import date
    >>> stage = date(2024, 5, 26), date(2024, 6, 18)
    >>> round(planned_progress_workdays(date(2024, 6, 1), *stage, [], []), 4)
    0.2941
    """
    passed = _workdays(start, as_of, holidays, make_up_days)
    whole = np.maximum(1, _workdays(start, end, holidays, make_up_days))
    under_way = np.where(as_of >= end, 1.0, passed / whole)
    return _forward(start, end, np.where(as_of < start, 0.0, under_way))


@kernel("schedule_index")
def schedule_index(done: Floats, planned: Floats) -> Floats:
    """SPI: the share done ÷ the share planned (earned value: EV ÷ PV).

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> schedule_index(0.25, 0.5)
    0.5
    """
    return np.where(planned > 0, done / planned, np.nan)


@kernel("forecast_end")
def forecast_end(start: Floats, end: Floats, index: Floats) -> Floats:
    """The serial number of the last day, if the pace so far goes on.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> forecast_end(45_413, 45_422, 0.5)
    45432.0
    """
    return np.where(index > 0, start + whole_up((end - start + 1) / index) - 1, np.nan)


@kernel("cost_index")
def cost_index(earned: Floats, spent: Floats) -> Floats:
    """CPI of earned value: the budget of what is done ÷ what it has cost; below 1 is over budget.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> cost_index(40_000, 50_000)
    0.8
    """
    return np.where(spent > 0, earned / spent, np.nan)


@kernel("forecast_cost")
def forecast_cost(budget: Floats, index: Floats) -> Floats:
    """EAC of earned value: what all costs if what is left costs as what is done did.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> forecast_cost(100_000, 0.8)
    125000.0
    """
    return np.where(index > 0, budget / index, np.nan)


@kernel("reserve_days")
def reserve_days(days: Floats, share: Floats | float = 0.15) -> Floats:
    """Days kept in reserve, up to whole days.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> reserve_days(61)
    10.0
    """
    return whole_up(days * share)


@kernel("task_status")
def task_status(
    as_of: Floats,
    start: Floats,
    end: Floats,
    done: Floats,
    planned: Floats,
    tolerance: Floats,
    finished: Objects,
    overdue: Objects,
    behind: Objects,
    running: Objects,
    waiting: Objects,
) -> Objects:
    """The most serious that holds of a task.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    as_of, start, end : date, number, or array of them
    done : number or array of numbers
        The share done; missing is none.
    planned, tolerance : number or array of numbers
        The share planned, and how far behind it is still fine.
    finished, overdue, behind, running, waiting : any
        What is given for each status.

    Examples
    --------
    >>> task_status(20, 11, 25, 0.2, 2 / 3, 0.1, "done", "overdue", "behind", "running", "waiting")
    'behind'
    """
    share = np.nan_to_num(done)
    late = rounded(planned - share - tolerance, 10) > 0
    begun = (share > 0) | (as_of >= start)
    shown = np.where(late, behind, np.where(begun, running, waiting))
    return np.where(share >= 1, finished, np.where(as_of > end, overdue, shown))


def _forward(start: Floats, end: Floats, value: Floats) -> Floats:
    """*value*, or none where the end comes before the start."""
    return np.where(end < start, np.nan, value)


def _workdays(start: Floats, end: Floats, holidays: Floats, make_up_days: Floats) -> Floats:
    first, after = _days(start), _days(end + 1)
    off = _days(holidays[~np.isnan(holidays)])
    counted = np.busday_count(first, np.maximum(first, after), holidays=off)
    worked = np.unique(make_up_days[~np.isnan(make_up_days)])
    worked = worked[worked % 7 < 2]  # Saturday and Sunday; every other is counted already
    extra = np.searchsorted(worked, end, "right") - np.searchsorted(worked, start, "left")
    return np.where(np.isnan(start + end), np.nan, counted + np.maximum(extra, 0))


def _days(serials: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.datetime64]]:
    return _EPOCH + np.nan_to_num(serials).astype("timedelta64[D]")
