"""Numbers as TEXT writes them: by the patterns that every program and country reads alike."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from plansheets.calc.columnar.grid import DeclinedError, UnsureError
from plansheets.calc.columnar.reading import general
from plansheets.grid import DAY_ZERO

_AROUND = r'(?:"[^"]*"|[¥￥$()万元天 ])*'
_NUMBER = re.compile(
    rf"(?P<before>{_AROUND})(?P<group>#,##)?(?P<whole>0+)"
    rf"(?:\.(?P<places>0*)(?P<free>#*))?(?P<percent>%)?(?P<after>{_AROUND})"
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAY_PARTS: dict[str, Callable[[datetime.date], str]] = {
    "yyyy": lambda day: f"{day.year:04}",
    "yy": lambda day: f"{day.year % 100:02}",
    "mmmm": lambda day: _MONTHS[day.month - 1],
    "mmm": lambda day: _MONTHS[day.month - 1][:3],
    "mm": lambda day: f"{day.month:02}",
    "m": lambda day: str(day.month),
    "dddd": lambda day: _DAYS[day.weekday()],
    "ddd": lambda day: _DAYS[day.weekday()][:3],
    "dd": lambda day: f"{day.day:02}",
    "d": lambda day: str(day.day),
}
_DAY_TOKENS = re.compile(r'yyyy|yy|m{1,4}(?!m)|d{1,4}(?!d)|"[^"]*"|[-/. 年月日]', re.IGNORECASE)
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
_MOST = 1e15


def shown(value: float, pattern: str) -> str:
    """*value* by *pattern*.

    >>> shown(0.256, "0.0%"), shown(1234.5, "#,##0"), shown(45461, "yyyy-mm-dd"), shown(7, "000")
    ('25.6%', '1,235', '2024-06-18', '007')
    """
    if pattern == "@":
        return general(value)
    if _SECTIONS.fullmatch(pattern):
        return _by_sign(value, pattern.split(";"))
    found = _NUMBER.fullmatch(pattern)
    if found and abs(value) < _MOST:
        return _number(value, found)
    if day := _day(value, pattern):
        return day
    raise DeclinedError(f"TEXT by the pattern '{pattern}'")


_SECTIONS = re.compile(r'[+-]?[^";+-]+;[+-]?[^";+-]+(;[+-]?[^";+-]+)?')


def _by_sign(value: float, sections: Sequence[str]) -> str:
    """A pattern of its own for numbers above 0, below 0 and, where it is given, for 0."""
    section = (
        sections[1] if value < 0 else sections[-1] if value == 0 and sections[2:] else sections[0]
    )
    sign = section[0] if section[0] in "+-" else ""
    said = shown(abs(value), section.removeprefix(sign))
    if value and not re.search("[1-9]", said):
        raise UnsureError(
            "按格式显示为 0 的数带什么符号", "the sign of a number that a pattern shows as 0"
        )
    return sign + said


def _number(value: float, found: re.Match[str]) -> str:
    places = len(found["places"] or "") + len(found["free"] or "")
    scaled = abs(value) * (100 if found["percent"] else 1)
    rounded = _half_up(scaled, places)
    whole, _, rest = f"{rounded:.{places}f}".partition(".")
    whole = whole.zfill(len(found["whole"]))
    if found["group"]:
        whole = f"{int(whole):,}".rjust(len(found["whole"]), "0")
    if found["free"]:
        kept = len(found["places"])
        rest = rest[:kept] + rest[kept:].rstrip("0")
    point = "." if rest or found["free"] else ""  # the point stays where no decimals do
    said = whole + point + rest + (found["percent"] or "")
    minus = "-" if value < 0 and rounded != 0 else ""
    return minus + found["before"].replace('"', "") + said + found["after"].replace('"', "")


def _half_up(scaled: float, places: int) -> float:
    """Half away from zero, on the 15 digits that people see."""
    shift = 10.0**places
    up = scaled * shift
    rounded = int(up + 0.5 + min(up * 2e-15, 0.05))
    if rounded != int(up + 0.5 - min(up * 2e-15, 0.05)) and up != rounded - 0.5:
        raise UnsureError(
            "格式只能显示相邻两个数，值正好在中间",
            "a number halfway between two that a pattern can show",
        )
    return rounded / shift


def _day(value: float, pattern: str) -> str | None:
    tokens = _DAY_TOKENS.findall(pattern)
    if "".join(tokens) != pattern or not any(token.lower() in _DAY_PARTS for token in tokens):
        return None
    if not _FIRST_DAY <= value <= _LAST_DAY:
        raise UnsureError("用 TEXT 写日历之外的日期", "TEXT of a day outside the calendar")
    day = DAY_ZERO + datetime.timedelta(days=int(value))
    return "".join(
        _DAY_PARTS[token.lower()](day) if token.lower() in _DAY_PARTS else token.strip('"')
        for token in tokens
    )
