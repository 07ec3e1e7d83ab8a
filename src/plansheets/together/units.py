"""Units that people write over their numbers: ten thousands, thousands, currencies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from plansheets.frames.header_units import money_power, noted_words
from plansheets.records import dataclass
from plansheets.values.currencies import currency_in_header, written_codes

HOME = "CNY"
"""The currency of a header that names none."""
_POWERS = {
    "千": 3, "k": 3, "万": 4, "w": 4, "百万": 6, "m": 6, "千万": 7, "亿": 8, "bn": 9,
}  # fmt: skip
_SCALED = re.compile(
    r"(?:^|[（(\[/，, :：]|人民币)\s*(千万|百万|千|万|亿|bn|[kwm])\s*"
    r"(?:美元|日元|港币|欧元|元|件|个|人|次|单|USD|CNY|EUR)?\s*[)）\]]?$",
    re.IGNORECASE,
)


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
    codes = currency_in_header(text)[1]
    named = HOME if HOME in codes else written_codes(codes).partition("/")[0]
    return MoneyUnit(_power(text), named or HOME)


def _power(text: str) -> int:
    found = _SCALED.search(text.strip())
    return _POWERS[found[1].casefold()] if found else money_power(text)


def noted_unit(text: str) -> MoneyUnit | None:
    """The unit that a note above a table gives to all of its amounts; None where it names none.

    >>> str(noted_unit("单位：万元")), noted_unit("in June")
    ('10,000 CNY', None)
    """
    words = noted_words(text)
    if words is None or not (currency_in_header(f"({words})")[1] or _power(words)):
        return None
    return unit_of(f"({words})")


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
