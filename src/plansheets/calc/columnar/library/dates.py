"""Functions of days, which are whole numbers since 30 December 1899."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.grid import (
    BOOLEAN,
    ERROR,
    NUM,
    NUMBER,
    TEXT,
    VALUE,
    DeclinedError,
    Grid,
    Mask,
    Reals,
    UnsureError,
    VariesError,
    distinct,
    errors,
    grid,
    some,
)
from plansheets.calc.columnar.library.lift import (
    lifted,
    numeric,
    of_numbers_alone,
    operands,
    refused,
    single,
    without_truths,
)
from plansheets.calc.columnar.reading import as_numbers, first_error, with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area
from plansheets.formula.ast import Missing, Node

Days = NDArray[np.datetime64]

_UNIX = 25_569
"""1 January 1970."""
_FIRST, _LAST = 61, 2_958_465
"""1 March 1900, from which on all programs count alike, and 31 December 9999."""


def _days(serial: Reals) -> Days:
    """Whole days as numpy's; raises DeclinedError for those that programs count differently."""
    whole = np.floor(serial)
    if ((whole >= 0) & (whole < _FIRST)).any():
        raise UnsureError("1900年3月1日以前的日期", "a day before 1 March 1900")
    return (np.clip(whole, _FIRST, _LAST) - _UNIX).astype("datetime64[D]")


def _serials(days: Days) -> Reals:
    found: Reals = days.astype("datetime64[D]").astype(np.int64).astype(np.float64) + _UNIX
    return found


def _outside(*serials: Reals) -> Mask:
    bad = np.zeros((1, 1, 1), dtype=bool)
    for serial in serials:
        bad = bad | (serial < 0) | (serial >= _LAST + 1)
    return bad


def _or_num(bad: Mask, found: Reals) -> Grid:
    return refused(bad, NUM, found)


def _year(serial: Reals) -> Grid:
    years = _days(serial).astype("datetime64[Y]").astype(np.int64) + 1970
    return _or_num(_outside(serial), years.astype(np.float64))


def _month(serial: Reals) -> Grid:
    months = _days(serial).astype("datetime64[M]").astype(np.int64) % 12 + 1
    return _or_num(_outside(serial), months.astype(np.float64))


def _day(serial: Reals) -> Grid:
    days = _days(serial)
    first = days.astype("datetime64[M]").astype("datetime64[D]")
    return _or_num(_outside(serial), (days - first).astype(np.int64).astype(np.float64) + 1)


def _date(year: Reals, month: Reals, day: Reals) -> Grid:
    year, month, day = (np.trunc(one) for one in np.broadcast_arrays(year, month, day))
    bad = (year < 0) | (year >= 10_000)
    year = np.where(bad, 2000, np.where(year < 1900, year + 1900, year))
    if ((np.abs(month) > 1e6) | (np.abs(day) > 1e7)).any():
        raise DeclinedError("DATE of a month or day too great")
    first = ((year - 1970) * 12 + month - 1).astype(np.int64).astype("datetime64[M]")
    found = _serials(first.astype("datetime64[D]")) + day - 1
    if ((found >= 0) & (found < _FIRST) & ~bad).any():
        raise UnsureError("1900年3月1日以前的日期", "a day before 1 March 1900")
    return _or_num(bad | (found < 0) | (found > _LAST), found)


def _shifted(serial: Reals, months: Reals) -> tuple[Reals, Days]:
    """The first of the month that lies *months* further, and what is left of the month."""
    serial, months = np.broadcast_arrays(np.floor(serial), np.trunc(months))
    days = _days(serial)
    month = days.astype("datetime64[M]")
    within = (days - month.astype("datetime64[D]")).astype(np.int64)
    if (np.abs(months) > 1e6).any():
        raise DeclinedError("months too many")
    moved = month + months.astype(np.int64)
    return within.astype(np.float64), moved


def _edate(serial: Reals, months: Reals) -> Grid:
    within, moved = _shifted(serial, months)
    last = _serials((moved + 1).astype("datetime64[D]")) - 1
    found = np.minimum(_serials(moved.astype("datetime64[D]")) + within, last)
    return _or_num(_outside(serial, found), _checked(found))


def _eomonth(serial: Reals, months: Reals) -> Grid:
    _, moved = _shifted(serial, months)
    found = _serials((moved + 1).astype("datetime64[D]")) - 1
    return _or_num(_outside(serial, found), _checked(found))


def _checked(found: Reals) -> Reals:
    if ((found >= 0) & (found < _FIRST)).any():
        raise UnsureError("1900年3月1日以前的日期", "a day before 1 March 1900")
    return found


def _weekday(serial: Reals, kind: Reals | float = 1.0) -> Grid:
    kinds = distinct(np.trunc(np.asarray(kind, dtype=np.float64)))
    if len(kinds) != 1:
        raise DeclinedError("WEEKDAY that counts in several ways")
    monday = (_days(serial).astype(np.int64) + 3) % 7
    match int(kinds[0]):
        case 1 | 17:
            found = (monday + 1) % 7 + 1
        case 2 | 11:
            found = monday + 1
        case 3:
            found = monday
        case way if 12 <= way <= 16:
            found = (monday - (way - 11)) % 7 + 1
        case _:
            return errors(NUM)
    return _or_num(_outside(serial), found.astype(np.float64))


_WEEK_BEGINS = {1: 6, 2: 0, **{11 + day: day for day in range(7)}}
"""The day on which a week begins, Monday being 0, by the number that names it."""


def _week_number(serial: Reals, kind: Reals | float = 1.0) -> Grid:
    """The week of the year: the first holds 1 January, with kind 21 the first Thursday."""
    kinds = np.unique(np.trunc(np.asarray(kind, dtype=np.float64)))
    if len(kinds) != 1:
        raise DeclinedError("WEEKNUM that counts in several ways")
    days = _days(serial)
    first = days.astype("datetime64[Y]").astype("datetime64[D]")
    monday = (days.astype(np.int64) + 3) % 7
    match int(kinds[0]):
        case 21:
            thursday = days - monday + 3
            first = thursday.astype("datetime64[Y]").astype("datetime64[D]")
            week = (thursday - first).astype(np.int64) // 7
        case way if way in _WEEK_BEGINS:
            ahead = ((first.astype(np.int64) + 3) % 7 - _WEEK_BEGINS[way]) % 7
            week = ((days - first).astype(np.int64) + ahead) // 7
        case _:
            return errors(NUM)
    return _or_num(_outside(serial), week.astype(np.float64) + 1)


def _iso_week_number(serial: Reals) -> Grid:
    return _week_number(serial, 21.0)


def _looked_at(first: Reals, *others: Reals) -> Grid:
    """For functions of one or two days that another engine computes, where programs agree on them.

    Raises UnsureError for days that they count differently, which no engine is to be asked for.
    """
    for serial in (first, *others[:1]):
        _days(serial)
    raise DeclinedError("a function of days that another engine computes")


def _days_between(end: Reals, start: Reals) -> Grid:
    if (end != np.floor(end)).any() or (start != np.floor(start)).any():
        raise UnsureError("DAYS 的日期带着时刻", "DAYS of days with hours")
    return _or_num(_outside(end, start), np.floor(end) - np.floor(start))


def _date_difference(scene: Scene, start: Grid, end: Grid, unit: Grid) -> Grid:
    """DATEDIF in whole days, months or years; the other units differ between programs."""
    different = distinct(unit.number[unit.kind == TEXT]).astype(np.int64)
    words = {scene.pool.texts[one].lower() for one in different.tolist()}
    if len(words) != 1 or (unit.kind != TEXT).any() or not words <= {"d", "m", "y"}:
        raise UnsureError("DATEDIF 的这个单位", "DATEDIF in this unit")
    (word,) = words
    first, wrong_first = as_numbers(start, scene.pool)
    last, wrong_last = as_numbers(end, scene.pool)
    first, last = np.broadcast_arrays(np.floor(first), np.floor(last))
    bad = (first > last) | _outside(first, last)
    if word == "d":
        found = last - first
    else:
        one, other = _days(first), _days(last)
        months = (other.astype("datetime64[M]") - one.astype("datetime64[M]")).astype(np.int64)
        months = months - (_day_of(other) < _day_of(one))
        found = (months if word == "m" else months // 12).astype(np.float64)
    return with_errors(_or_num(bad, np.where(bad, 0, found)), first_error(wrong_first, wrong_last))


def _day_of(days: Days) -> NDArray[np.int64]:
    found: NDArray[np.int64] = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(
        np.int64
    )
    return found


def _today(scene: Scene) -> Grid:
    return grid(NUMBER, scene.today)


_WEEKENDS = {
    **{number: {(number + 4) % 7, (number + 5) % 7} for number in range(1, 8)},
    **{number: {(number - 12) % 7} for number in range(11, 18)},
}
"""The days off by the number that names them; Monday is 0."""
_WEEK = "1111100"


def _week(operand: Yielded, scene: Scene) -> str:
    """The days of a week from Monday on, 1 for those that work."""
    given = scene.read(operand)
    if given.shape != (1, 1, 1):
        raise VariesError("days off that differ from row to row")
    value = given.number.item()
    if given.kind.item() == NUMBER and value in _WEEKENDS:
        return "".join("01"[day not in _WEEKENDS[int(value)]] for day in range(7))
    if given.kind.item() == TEXT:
        off = scene.pool.texts[int(value)]
        if len(off) == len(_WEEK) and set(off) <= set("01") and "0" in off:
            return off.translate(str.maketrans("01", "10"))
    raise DeclinedError("days off that are written in another way")


def _working(*, count: bool, chosen: bool = False) -> Computes:
    """NETWORKDAYS where *count*, else WORKDAY; with *chosen* days off, else Saturday and Sunday."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        first, second = operands(arguments[:2], scene, evaluate, forced)
        if not first.single or not second.single:
            raise DeclinedError("working days over a range")
        without_truths((first, second))
        week, rest = _WEEK, arguments[2:]
        if chosen:
            if rest and not isinstance(rest[0], Missing):
                week = _week(evaluate(rest[0], scene, forced=False), scene)
            rest = rest[1:]
        holidays: Days = np.array([], dtype="datetime64[D]")
        failed: Grid | None = None
        if rest and not isinstance(rest[0], Missing):
            holidays, failed = _holidays(evaluate(rest[0], scene, forced=False), scene)
        start, wrong_start = as_numbers(first, scene.pool)
        other, wrong_other = as_numbers(second, scene.pool)
        how = _counted if count else _moved
        made = how(start, other, week, holidays) if failed is None else failed
        return with_errors(made, first_error(wrong_start, wrong_other))

    return call


def _holidays(operand: Yielded, scene: Scene) -> tuple[Days, Grid | None]:
    if isinstance(operand, Area) and not operand.same:
        raise VariesError("holidays that differ from row to row")
    given = scene.read(operand)
    if given.has(ERROR):
        first = given.number[given.kind == ERROR][0]
        return np.array([], dtype="datetime64[D]"), errors(int(first))
    found, wrong = as_numbers(given, scene.pool)
    if wrong is not None and (wrong > 0).any():
        blank = (given.kind == 2) & (given.number == 0)
        if not (wrong[~blank] == 0).all():
            return np.array([], dtype="datetime64[D]"), errors(VALUE)
        raise UnsureError("节假日里混有空文字", "an empty text among holidays")
    if given.has(TEXT) or given.has(BOOLEAN):
        raise UnsureError(
            "节假日里混有文字或逻辑值", "a text of digits or a truth value among holidays"
        )
    kept = found[given.kind == NUMBER]
    return _days(kept), None


def _counted(start: Reals, end: Reals, week: str, holidays: Days) -> Grid:
    start, end = np.broadcast_arrays(np.floor(start), np.floor(end))
    low, high = np.minimum(start, end), np.maximum(start, end)
    found = np.busday_count(_days(low), _days(high) + 1, week, holidays)
    return _or_num(_outside(low, high), np.where(start <= end, found, -found).astype(np.float64))


def _moved(start: Reals, days: Reals, week: str, holidays: Days) -> Grid:
    start, days = np.broadcast_arrays(np.floor(start), np.trunc(days))
    if (np.abs(days) > 1e6).any():
        raise DeclinedError("working days too many")
    began = _days(start)
    steps = days.astype(np.int64)
    forth = np.busday_offset(began, np.maximum(steps, 0), "backward", week, holidays)
    back = np.busday_offset(began, np.minimum(steps, 0), "forward", week, holidays)
    moved = np.where(steps > 0, _serials(forth), np.where(steps < 0, _serials(back), start))
    return _or_num(_outside(start, moved), _checked(moved))


_NOISE = 4
"""In units of the last place: what a time loses on its way."""


def _clock(per_hour: int, most: int) -> Callable[[Reals], Grid]:
    """HOUR and MINUTE: how many of *per_hour* parts of an hour have begun, counted up to *most*."""

    def call(serial: Reals) -> Grid:
        seconds = serial % 1 * 86_400
        nearest = np.round(seconds)
        lacks = nearest - seconds > np.spacing(np.abs(serial)) * 86_400 * _NOISE
        if some(lacks & (nearest % 60 == 0)):
            raise UnsureError(
                "离整分不到半秒的时间算不算到了", "the minute of a time within half a second of it"
            )
        return _or_num(_outside(serial), nearest // (3_600 // per_hour) % most)

    return call


FUNCTIONS: Mapping[str, Computes] = {
    "DATE": lifted(numeric(_date)),
    "DATEDIF": lifted(_date_difference),
    "DAY": lifted(numeric(_day)),
    "DAYS": lifted(numeric(_days_between)),
    "DAYS360": single(numeric(_looked_at)),
    "EDATE": single(of_numbers_alone(_edate)),
    "EOMONTH": single(of_numbers_alone(_eomonth)),
    "HOUR": lifted(numeric(_clock(1, 24))),
    "ISOWEEKNUM": single(numeric(_iso_week_number)),
    "MINUTE": lifted(numeric(_clock(60, 60))),
    "MONTH": lifted(numeric(_month)),
    "NETWORKDAYS": _working(count=True),
    "NETWORKDAYS.INTL": _working(count=True, chosen=True),
    "TODAY": lifted(_today),
    "WEEKDAY": lifted(numeric(_weekday)),
    "WEEKNUM": single(of_numbers_alone(_week_number)),
    "WORKDAY": _working(count=False),
    "WORKDAY.INTL": _working(count=False, chosen=True),
    "YEAR": lifted(numeric(_year)),
    "YEARFRAC": single(of_numbers_alone(_looked_at)),
}
