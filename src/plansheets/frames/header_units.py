"""Units that stand behind the words of a header: what they make of the numbers below it."""

from __future__ import annotations

import re

from plansheets.values.characters import simplified
from plansheets.values.numbers import Measure, header_scale
from plansheets.values.written import fold

_NOTE = re.compile(
    r"^\W*(?:(?:金额|货币|数据|计量)?单位|币种|(?:all )?(?:amounts )?in|units?|currency)"
    r"\s*[:：]?\s*(.{1,20})$",
    re.IGNORECASE,
)
"""What people write above a table: ``单位：万元``, ``Unit: USD``."""
_UNIT = re.compile(r"(.+?)[(\[【]([^()\[\]【】]+)[)\]】]")


def split_unit(key: str) -> tuple[str, str]:
    """A folded header and the unit in brackets behind it, if that is one."""
    found = _UNIT.fullmatch(key)
    return (found[1], found[2]) if found and header_scale(found[2]) else (key, "")


def unit_scale(key: str) -> tuple[int, Measure] | None:
    """The power of ten and the measure of the unit behind a folded header."""
    unit = split_unit(key)[1]
    return header_scale(unit) if unit else None


def money_power(written: str) -> int:
    """The power of ten that a header gives to amounts of money below it.

    >>> [money_power(one) for one in ("实付金额（亿元）", "实付金额(万)", "实付金额", "数量(件)")]
    [8, 4, 0, 0]
    """
    power, measure = unit_scale(fold(written)) or (0, "money")
    return power if measure in ("money", "plain") else 0


def noted_words(text: str) -> str | None:
    """The unit that a note above a table names, in its own words.

    >>> noted_words("单位：万元"), noted_words("2024年6月")
    ('万元', None)
    """
    found = _NOTE.match(simplified(text).strip())
    return found[1].strip(" )）]】") if found else None
