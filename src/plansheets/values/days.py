"""Days as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re

from plansheets.grid import DAY_ZERO, FIRST_DAY
from plansheets.values.numbers import BadValueError, quoted

EPOCH_1900 = DAY_ZERO
EPOCH_1904 = dt.date(1904, 1, 1)

_TIME = r"(?:(?:[ T]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})\s*(?:[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})|年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日){_TIME}",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:[ -]){_NAME}[ ,-]+(\d{{4}})", re.IGNORECASE | re.ASCII)
_MONTH_FIRST = re.compile(rf"{_NAME} (\d{{1,2}}),? (\d{{4}})", re.IGNORECASE | re.ASCII)
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})(\s.*)?", re.ASCII)
_NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}日?|\d{1,2}[-/]\d{1,2}", re.ASCII)


def read_date(written: object, first_day: dt.date | None = None) -> dt.date:
    """The day *written* names; a time of day is kept where there is one.

    A number is a serial day only where *first_day*, day 0, is known; ``20240501`` is always a day.

    >>> read_date("2024/5/1"), read_date("2024年5月1日"), read_date(45413, EPOCH_1900)
    (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1), datetime.date(2024, 5, 1))
    """
    match written:
        case str():
            day = _read_text(written)
        case dt.datetime():
            moment = written.replace(tzinfo=None)
            day = moment if moment.time() != dt.time() else moment.date()
        case dt.date():
            day = written
        case bool():
            raise BadValueError("PS424", f"{quoted(written)} is a yes or no, not a day")
        case int() | float():
            day = _read_serial(written, first_day)
        case _:
            raise BadValueError("PS424", f"{quoted(written)} is not a day")
    if dt.date(day.year, day.month, day.day) < FIRST_DAY:
        raise BadValueError(
            "PS425",
            f"{quoted(written)} lies before {FIRST_DAY}, where spreadsheets disagree about days",
            "store it as a text",
        )
    return day


def _read_text(text: str) -> dt.date:
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    if found := _YEAR_FIRST.fullmatch(text):
        month, day = found[2] or found[4], found[3] or found[5]
        clock = (int(found[6] or 0), int(found[7] or 0), int(found[8] or 0))
        return _day(text, int(found[1]), int(month), int(day), clock)
    if found := _COMPACT.fullmatch(text):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(text, int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(text, int(found[3]), _month(found[1]), int(found[2]))
    raise BadValueError("PS424", f"{quoted(text)} is not a day", _hint(text))


def _hint(text: str) -> str:
    if _YEAR_LAST.fullmatch(text):
        return "day and month cannot be told apart here: write 2024-05-01"
    if _NO_YEAR.fullmatch(text):
        return "the year is missing: write 2024-05-01"
    return "write 2024-05-01"


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _day(
    text: str, year: int, month: int, day: int, clock: tuple[int, int, int] = (0, 0, 0)
) -> dt.date:
    try:
        moment = dt.datetime(year, month, day, *clock)  # noqa: DTZ001  # cells know no zone
    except ValueError:
        raise BadValueError("PS424", f"{quoted(text)} is not in the calendar") from None
    return moment if any(clock) else moment.date()


def _read_serial(number: float, first_day: dt.date | None) -> dt.date:
    if abs(number) < 1e9 and number == int(number):
        compact = _COMPACT.fullmatch(str(int(number)))
        if compact and compact[1] >= "1900":
            return _day(str(int(number)), int(compact[1]), int(compact[2]), int(compact[3]))
    if first_day is not None and 0 < number < 2_958_466:
        start = dt.datetime.combine(first_day, dt.time())
        moment = start + dt.timedelta(days=number)
        moment = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return moment if moment.time() != dt.time() else moment.date()
    raise BadValueError("PS424", f"{quoted(number)} is a number, not a day", "write 2024-05-01")
