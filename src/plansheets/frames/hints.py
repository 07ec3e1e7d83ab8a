"""What the user says about how data files are written, looked over before any is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plansheets.errors import DataError, Problem
from plansheets.frames.encodings import known_encoding
from plansheets.frames.field_names import read_names, shipped_names
from plansheets.frames.raw import REPEATED, FileHints
from plansheets.values.currencies import currency_of, written_codes
from plansheets.values.days import DAY_ORDERS
from plansheets.values.marks import MARKS
from plansheets.words import Words

_ORDERS = " / ".join(DAY_ORDERS)


def read_hints(
    encoding: str | None,
    decimal: str | None,
    dates: str | None,
    year: int | None,
    names: str | Path | None = None,
    duplicates: str = "add",
    rates: Mapping[str, float] | None = None,
) -> FileHints:
    """How data files are written, as the user says; all that cannot be is refused at once."""
    faults: list[Problem] = []
    found = known_encoding(encoding) if encoding else None
    if encoding and found is None:
        message = Words(f"没有编码“{encoding}”", f"'{encoding}' is no encoding")
        hint = Words("例如 gb18030、big5、shift-jis", "such as gb18030, big5, shift-jis")
        faults.append(Problem.told("PS314", message, hint=hint))
    mark = next((one for one in MARKS if one == decimal), None)
    if decimal and mark is None:
        message = Words(f"“{decimal}”不是小数点", f"'{decimal}' stands before no decimals")
        faults.append(Problem.told("PS314", message, hint=Words("用 . 或 ,", "write . or ,")))
    order = next((one for one in DAY_ORDERS if one == dates), None)
    if dates and order is None:
        message = Words(f"“{dates}”不是日期的顺序", f"'{dates}' is no order of day and month")
        faults.append(Problem.told("PS314", message, hint=Words(_ORDERS, _ORDERS)))
    together = next((one for one in REPEATED if one == duplicates), None)
    if together is None:
        message = Words(f"重复行不能“{duplicates}”", f"'{duplicates}' says nothing of duplicates")
        ways = " / ".join(REPEATED)
        faults.append(Problem.told("PS314", message, hint=Words(ways, ways)))
    codes = _read_rates(rates or {}, faults)
    if faults or together is None:
        raise DataError(faults)
    own = read_names(Path(names)) if names is not None else shipped_names()
    return FileHints(found, mark, order, year, together, codes, own)


def _read_rates(rates: Mapping[str, float], faults: list[Problem]) -> dict[str, float]:
    """What one of each currency is, by its code."""
    found: dict[str, float] = {}
    for name, rate in rates.items():
        codes = written_codes(currency_of(name)).split("/")
        if len(codes) != 1 or not codes[0]:
            message = Words(f"“{name}”不是一种货币", f"'{name}' is not one currency")
            hint = Words("写货币代码，如 USD=7.1", "write a code, as in USD=7.1")
            faults.append(Problem.told("PS314", message, hint=hint))
        elif not 0 < rate < float("inf"):
            message = Words(f"“{name}”的汇率是 {rate}", f"the rate of {name} is {rate}")
            faults.append(
                Problem.told("PS314", message, hint=Words("写一个正数", "write a number above 0"))
            )
        else:
            found[codes[0]] = float(rate)
    return found
