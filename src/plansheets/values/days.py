"""Days as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from plansheets.grid import DAY_ZERO, FIRST_DAY
from plansheets.records import dataclass
from plansheets.values.numbers import BadValueError, said_of
from plansheets.words import Words

EPOCH_1900 = DAY_ZERO
EPOCH_1904 = dt.date(1904, 1, 1)

DayOrder = Literal["day-first", "month-first"]
"""Which of two numbers is the day, in ``05/06/2024``."""
DAY_ORDERS: tuple[DayOrder, ...] = ("day-first", "month-first")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = (
    r"(?:(?:[ T,]\s*|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:Z|[A-Z]{2,4}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_WEEKDAY = r"(?:\s*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?"
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """Compiled when a text is first held against it: a build whose days are days needs none."""
    return re.compile(written, re.IGNORECASE | re.ASCII)


_DATED = (
    rf"{_YEAR}\s*[-/.]\s*{_MONTH}\s*[-/.]\s*{_DAY}{_WEEKDAY}{_TIME}",
    rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*日{_WEEKDAY}{_TIME}",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    rf"{_DAY}[ -]{_NAME}[ ,-]+{_YEAR}{_TIME}",
    rf"{_NAME} {_DAY},? {_YEAR}{_TIME}",
)
_MONTHS_ALONE = (
    rf"{_YEAR}\s*[-/.]\s*{_MONTH}",
    rf"{_YEAR}\s*年\s*{_MONTH}\s*月",
    rf"{_NAME}[ -]{_YEAR}",
    r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])",
)
"""A month stands for its first day, where months are meant."""
_YEARS = range(1900, 2101)
_SERIAL = r"\d{5}(?:\.\d+)?"
_SERIALS = tuple((day - EPOCH_1900).days for day in (dt.date(2000, 1, 1), dt.date(2060, 1, 1)))
"""The numbers of days that an export of a shop may hold: its tables name no others."""
_YEARLESS = (
    rf"{_MONTH}\s*月\s*{_DAY}\s*[日号]?{_WEEKDAY}",
    rf"{_NAME} {_DAY}",
    rf"{_DAY}[ -]{_NAME}",
)
_NUMBERS = (
    rf"(?P<one>\d{{1,2}})(?P<sign>[-/.])(?P<two>\d{{1,2}})"
    rf"(?:(?P=sign)(?P<year>\d{{4}}|\d{{2}}){_TIME})?"
)
_SAME_TWICE = re.compile(r"(?P<day>\S+?)\s*(?:~|～|至|—|--|\s-)\s*(?P=day)")


@dataclass(frozen=True, slots=True)
class DayStyle:
    """What texts leave out of their days."""

    year: int | None = None
    """That of days without one, such as ``5月1日``."""
    order: DayOrder | None = None
    """Which number of ``05/06/2024`` is the day."""
    months: bool = False
    """Whether months are meant: ``2024年5月`` stands for its first day, and is no day otherwise."""
    serial: bool = False
    """Whether bare numbers are the days of a spreadsheet, counted from 1900: ``45446``."""


class ShownMonth(dt.datetime):
    """A day that its workbook shows as the month that it begins: ``2024年5月``."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self:%Y-%m}"


PLAIN_DAYS = DayStyle()
_WRITE = Words("写成 2024-05-01", "write 2024-05-01")


def read_date(
    written: object, first_day: dt.date | None = None, style: DayStyle = PLAIN_DAYS
) -> dt.date:
    """The day *written* names; a time of day is kept where there is one.

    A number is a serial day only where *first_day*, day 0, is known; ``20240501`` is always a day.

    >>> read_date("2024/5/1"), read_date("2024年5月1日"), read_date(45413, EPOCH_1900)
    (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1), datetime.date(2024, 5, 1))
    >>> read_date("5月1日", style=DayStyle(2024, months=True))
    datetime.date(2024, 5, 1)
    >>> read_date("2024年5月", style=DayStyle(months=True))
    datetime.date(2024, 5, 1)
    >>> read_date("45446", style=DayStyle(serial=True))
    datetime.date(2024, 6, 3)
    """
    if style.serial:
        first_day = first_day or EPOCH_1900
        if isinstance(written, str) and is_serial(written):
            written = float(written)
    match written:
        case str():
            day = _read_text(written, style)
        case ShownMonth() if not style.months:
            raise _no_day_of(written)
        case dt.datetime():
            moment = written.replace(tzinfo=None)
            day = moment if moment.time() != dt.time() else moment.date()
        case dt.date():
            day = written
        case bool():
            raise BadValueError(
                "PS424", said_of(written, "是“是/否”，不是日期", "is a yes or no, not a day")
            )
        case int() | float():
            day = _read_serial(written, first_day, style)
        case _:
            raise BadValueError("PS424", said_of(written, "不是日期", "is not a day"))
    if dt.date(day.year, day.month, day.day) < FIRST_DAY:
        raise BadValueError(
            "PS425",
            said_of(
                written,
                f"早于 {FIRST_DAY}，各种表格软件对更早的日期说法不一",
                f"lies before {FIRST_DAY}, where spreadsheets disagree about days",
            ),
            Words("存成文本", "store it as a text"),
        )
    return day


def is_serial(cell: object) -> bool:
    """Whether a *cell* may be the number by which a spreadsheet stores a day of this age.

    >>> [is_serial(cell) for cell in ("45446", 45446, "45446.375", "2024", "20240603")]
    [True, True, True, False, False]
    """
    if isinstance(cell, str):
        return bool(_pattern(_SERIAL).fullmatch(cell.strip())) and is_serial(float(cell))
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return _SERIALS[0] <= cell < _SERIALS[1]


def is_month(text: str) -> bool:
    """Whether *text* names a month and no day of it.

    >>> is_month("2026年1月"), is_month("2026-1"), is_month("2026-01-05")
    (True, True, False)
    """
    return any(_pattern(written).fullmatch(text) for written in _MONTHS_ALONE)


def shown_order(text: str) -> DayOrder | Literal["open", "no order"]:
    """What ``13/05/2024`` shows of the order of its day and month; ``05/06`` leaves it open.

    >>> [shown_order(text) for text in ("13/05/2024", "5/28/24", "05/06/2024", "2024-05-06")]
    ['day-first', 'month-first', 'open', 'no order']
    """
    found = _pattern(_NUMBERS).fullmatch(text)
    if not found:
        return "no order"
    one, two = int(found["one"]), int(found["two"])
    if one > 12 or (found["sign"] == "." and found["year"]):
        return "day-first"
    if two > 12:
        return "month-first"
    return "no order" if one == two else "open"


def _read_text(text: str, style: DayStyle) -> dt.date:
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    for written in (*_DATED, *_MONTHS_ALONE):
        if found := _pattern(written).fullmatch(text):
            if written in _MONTHS_ALONE and not style.months:
                raise _no_day_of(text)
            return _day(text, found.groupdict())
    if found := _pattern(_NUMBERS).fullmatch(text):
        return _read_numbers(text, found.groupdict(), style)
    for written in _YEARLESS:
        if found := _pattern(written).fullmatch(text):
            return _day(text, {**found.groupdict(), "year": _missing_year(text, style)})
    if twice := _SAME_TWICE.fullmatch(text):
        return _read_text(twice["day"], style)
    raise BadValueError("PS424", said_of(text, "不是日期", "is not a day"), _hint(text))


def _hint(text: str) -> Words:
    """What to write for *text*, which is the number of a day perhaps."""
    if not is_serial(text):
        return _WRITE
    day = EPOCH_1900 + dt.timedelta(days=int(float(text)))
    return Words(
        f"若是 Excel 的日期序号，写成 {day}", f"write {day} where Excel's number of a day is meant"
    )


def _no_day_of(month: object) -> BadValueError:
    return BadValueError(
        "PS424",
        said_of(month, "只写到月，不是哪一天", "is a month, and no day of it"),
        Words(
            "写到日，如 2024-05-01；这一列本来按月记，就在蓝图里给它写 format: yyyy-mm",
            "write a day such as 2024-05-01; a column of months says so in its blueprint, by "
            "format: yyyy-mm",
        ),
    )


def _read_numbers(text: str, parts: dict[str, str | None], style: DayStyle) -> dt.date:
    order = shown_order(text)
    if order == "open":
        if style.order is None:
            raise BadValueError(
                "PS424",
                said_of(text, "不是日期", "is not a day"),
                Words(
                    "分不清日和月：写成 2024-05-01",
                    "day and month cannot be told apart here: write 2024-05-01",
                ),
            )
        order = style.order
    one, two = ("day", "month") if order == "day-first" else ("month", "day")
    year = parts["year"]
    if year is None:
        year = _missing_year(text, style)
    elif len(year) == 2:
        year = f"20{year}"
    return _day(text, {**parts, one: parts["one"], two: parts["two"], "year": year})


def _missing_year(text: str, style: DayStyle) -> str:
    if style.year is None:
        hint = Words(
            "缺年份：写成 2024-05-01，或用 --year 2024",
            "the year is missing: write 2024-05-01, or say --year 2024",
        )
        raise BadValueError("PS424", said_of(text, "不是日期", "is not a day"), hint)
    return str(style.year)


def _day(text: str, parts: Mapping[str, str | None]) -> dt.date:
    """The day of a match's parts: a name or a number of a month, a time of day perhaps."""
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"] or 0)
    hour, minute, second = (int(parts.get(part) or 0) for part in ("hour", "minute", "second"))
    if half := parts.get("half"):
        hour = hour % 12 + 12 * (half[0] in "pP") if 1 <= hour <= 12 else 24
    try:
        moment = dt.datetime(  # noqa: DTZ001  # cells know no zone
            int(parts["year"] or 0), month, int(parts.get("day") or 1), hour, minute, second
        )
    except ValueError:
        raise BadValueError(
            "PS424", said_of(text, "日历里没有", "is not in the calendar")
        ) from None
    return moment if hour or minute or second else moment.date()


def _read_serial(number: float, first_day: dt.date | None, style: DayStyle) -> dt.date:
    if abs(number) < 1e9 and number == int(number):
        digits = str(int(number))
        if len(digits) == 8 and digits >= "19":
            parts = {"year": digits[:4], "month": digits[4:6], "day": digits[6:]}
            return _day(digits, parts)
        if is_month(digits):
            return _read_text(digits, style)
    if int(number) in _YEARS:  # as a day it would lie in 1905
        raise BadValueError(
            "PS424",
            said_of(
                number, "像年份或月份，不是哪一天", "reads as a year or a month, and no day of it"
            ),
            _WRITE,
        )
    if first_day is not None and 0 < number < 2_958_466:
        start = dt.datetime.combine(first_day, dt.time())
        moment = start + dt.timedelta(days=number)
        moment = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return moment if moment.time() != dt.time() else moment.date()
    raise BadValueError(
        "PS424", said_of(number, "是数，不是日期", "is a number, not a day"), _WRITE
    )
