"""What a number format makes of a number: a day, a length of time, a share, digits of a key."""

from __future__ import annotations

import re
from typing import Literal

from plansheets.records import dataclass
from plansheets.values.currencies import currency_in_format
from plansheets.values.formats import bare_format, shows_months

_BUILT_IN_DATES = frozenset(
    map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
)
"""Formats by number alone, those of Chinese, Japanese and Korean Excel as well."""
_BUILT_IN_MONTHS = frozenset({"17", "57"})
"""``mmm-yy``, and Chinese Excel's ``yyyy"年"m"月"``."""
_BUILT_IN_SHARES = frozenset({"9", "10"})
_LENGTH_OF_TIME = "46"
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True)
class StoredFormat:
    """How a cell shows its number; ``digits`` counts those of a format such as ``00000``."""

    kind: Literal["number", "day", "month", "elapsed", "share"] = "number"
    digits: int = 0
    currency: str = ""
    """The sign of a currency; that of Excel's own formats is the reader's, and says nothing."""


def shown_by(number: str, code: str | None) -> StoredFormat:
    """How the format with that *number* shows numbers; *code* is given for the file's own.

    >>> shown_by("14", None).kind, shown_by("164", '0.0%').kind, shown_by("165", "00000").digits
    ('day', 'share', 5)
    >>> shown_by("166", 'yyyy"年"m"月"d"日"').kind, shown_by("167", '[Red]0.0"days"').kind
    ('day', 'number')
    >>> shown_by("168", 'yyyy"年"m"月"').kind, shown_by("169", "h:mm").kind
    ('month', 'day')
    """
    if code is None:
        if number in _BUILT_IN_MONTHS:
            return StoredFormat("month")
        if number in _BUILT_IN_DATES:
            return StoredFormat("elapsed" if number == _LENGTH_OF_TIME else "day")
        return StoredFormat("share") if number in _BUILT_IN_SHARES else StoredFormat()
    if _ZEROS.fullmatch(code):
        return StoredFormat(digits=len(code))
    if shows_months(code):
        return StoredFormat("month")
    plain = bare_format(code)
    if _ELAPSED.search(plain):
        return StoredFormat("elapsed")
    if re.search("[dmhysDMHYS]", re.sub("General", "", plain, flags=re.IGNORECASE)):
        return StoredFormat("day")
    return (
        StoredFormat("share") if "%" in plain else StoredFormat(currency=currency_in_format(code))
    )
