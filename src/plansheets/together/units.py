"""Units that people write over their numbers: ten thousands, thousands, currencies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from plansheets.frames.header_units import money_power
from plansheets.records import dataclass

HOME = "CNY"
"""The currency of a header that names none."""
_CURRENCIES = {
    "USD": r"USD|US\$|\$|美元|美金",
    "EUR": r"EUR|€|欧元",
    "GBP": r"GBP|£|英镑",
    "JPY": r"JPY|日元|日圆",
    "HKD": r"HKD|HK\$|港币|港元",
    "TWD": r"TWD|NT\$|新台币|台币",
    "KRW": r"KRW|₩|韩元",
    "SGD": r"SGD|S\$|新加坡元|新币",
    HOME: r"CNY|RMB|人民币|[¥￥]|元",
}
_NAMED = {
    name: re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE)
    for name, words in sorted(_CURRENCIES.items(), key=lambda one: (one[0] == HOME, -len(one[1])))
}
_POWERS = {
    "千": 3, "k": 3, "万": 4, "w": 4, "百万": 6, "m": 6, "千万": 7, "亿": 8, "bn": 9,
}  # fmt: skip
_SCALED = re.compile(
    r"(?:^|[（(\[/，, :：]|人民币)\s*(千万|百万|千|万|亿|bn|[kwm])\s*"
    r"(?:美元|日元|港币|欧元|元|件|个|人|次|单|USD|CNY|EUR)?\s*[)）\]]?$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^\W*(?:(?:金额|货币|数据|计量)?单位|币种|(?:all )?(?:amounts )?in|units?|currency)"
    r"\s*[:：]?\s*(.{1,20})$",
    re.IGNORECASE,
)
"""What people write above a table: ``单位：万元``, ``Unit: USD``."""


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """What a number counts: a power of ten of a currency."""

    power: int = 0
    currency: str = HOME

    def __str__(self) -> str:
        return f"{10**self.power:,} {self.currency}" if self.power else self.currency


@lru_cache(maxsize=10_000)
def unit_of(text: str) -> MoneyUnit:
    """The unit that a header or a note names; hundreds of workbooks have the same headers.

    >>> str(unit_of("30天销售额（万元）")), str(unit_of("GMV (USD)")), str(unit_of("库存量"))
    ('10,000 CNY', 'USD', 'CNY')
    """
    currency = next((name for name, found in _NAMED.items() if found.search(text)), HOME)
    return MoneyUnit(_power(text), currency)


def _power(text: str) -> int:
    found = _SCALED.search(text.strip())
    return _POWERS[found[1].casefold()] if found else money_power(text)


def noted_unit(text: str) -> MoneyUnit | None:
    """The unit that a note above a table gives to all of its amounts; None where it names none.

    >>> str(noted_unit("单位：万元")), noted_unit("in June")
    ('10,000 CNY', None)
    """
    found = _NOTE.match(text.strip())
    if not found:
        return None
    named = any(words.search(found[1]) for words in _NAMED.values())
    return unit_of(found[1]) if named or _power(found[1]) else None


def read_rates(written: Mapping[str, float]) -> dict[MoneyUnit, float]:
    """Rates by what they are of: ``万`` or ``USD``."""
    rates = {}
    for name, rate in written.items():
        power = _POWERS.get(name.casefold().removesuffix("元"), 0)
        rates[MoneyUnit(power, HOME if power else unit_of(name).currency)] = rate
    return rates


def rate_for(given: MoneyUnit, due: MoneyUnit, rates: Mapping[MoneyUnit, float]) -> float | None:
    """What a number of *given* is multiplied by to be one of *due*; None without a rate for it."""
    factor = 1.0
    if given.power != due.power:
        power = rates.get(MoneyUnit(given.power), 1.0 if given.power == 0 else None)
        if power is None:
            return None
        factor *= power / 10**due.power
    if given.currency != due.currency:
        rate = rates.get(MoneyUnit(0, given.currency))
        if rate is None:
            return None
        factor *= rate
    return factor


def missing_rate(given: MoneyUnit, due: MoneyUnit) -> str:
    """The rate that is asked for, as the command line takes it."""
    asked = []
    if given.power != due.power:
        word = next((name for name, power in _POWERS.items() if power == given.power), "")
        asked.append(f"--rate {word}={10**given.power}")
    if given.currency != due.currency:
        asked.append(f"--rate {given.currency}=…")
    return " ".join(asked)
