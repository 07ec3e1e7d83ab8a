"""A text or a cell's value as the value its column's type means."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Callable

from plansheets.blueprint.model import ItemList
from plansheets.blueprint.types import Type
from plansheets.errors import nearest
from plansheets.frames.items import item_labels, item_reader
from plansheets.grid import MAX_CELL_LINE_FEEDS, MAX_CELL_TEXT
from plansheets.plan.model import ErrorValue, Value
from plansheets.values.days import PLAIN_DAYS, DayStyle, ShownMonth, read_date
from plansheets.values.marks import DecimalMark
from plansheets.values.numbers import (
    FRACTIONS,
    MOST_DIGITS,
    PLAIN,
    BadValueError,
    Measure,
    Powers,
    Share,
    finite,
    read_number,
    said_of,
    settle,
    unfold,
)
from plansheets.values.written import (
    EDGES,
    ERROR,
    MISSING,
    day_of,
    error_cell,
    flag_of,
    number_of,
    unwrap,
)
from plansheets.words import Words

Parser = Callable[[object], Value]

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML, and so a workbook, cannot hold."""

_MOST_KNOWN = 4_096
_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE]\+\d{2,3}")
_APOSTROPHE = re.compile(r"'\d+")
_QUARTER = re.compile(
    r"(\d{4})(?:年?[-/]?Q|年第?|第)([1-4一二三四])(?:季度?)?|Q([1-4])[-/]?(\d{4})", re.ASCII
)
_KEPT_QUARTER = re.compile(r"\d{4}年?Q[1-4]", re.ASCII)


def parse_value(
    written: object,
    type_: Type,
    *,
    items: ItemList | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    first_day: dt.date | None = None,
    days: DayStyle = PLAIN_DAYS,
) -> Value:
    """*written*, a text or a cell's value, as a value of *type_*; a missing one is None.

    Parameters
    ----------
    written : object
        What stands in a CSV field, a workbook's cell, a frame's cell, or behind ``--set``.
    type_ : Type
        The type of the column or parameter. A choice needs *items* and becomes the item's id.
    minimum, maximum : float, optional
        Bounds beside the type's own, both allowed themselves.
    first_day : date, optional
        Day 0 of serial day numbers, where the source stores days as numbers (a workbook does).
    days : DayStyle, optional
        What days leave out.

    Raises
    ------
    BadValueError
        The column cannot take the value; nothing else is ever raised.

    Examples
    --------
    >>> from plansheets.blueprint.types import TYPES
    >>> parse_value("8.5万", TYPES["money"]), parse_value("12.5%", TYPES["percent"])
    (85000, 0.125)
    >>> parse_value("00123", TYPES["key"]), parse_value("2024年5月1日", TYPES["date"])
    ('00123', datetime.date(2024, 5, 1))
    """
    parser = value_parser(
        type_, items=items, minimum=minimum, maximum=maximum, first_day=first_day, days=days
    )
    return parser(written)


def value_parser(
    type_: Type,
    *,
    items: ItemList | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    first_day: dt.date | None = None,
    powers: Powers = PLAIN,
    mark: DecimalMark = ".",
    days: DayStyle = PLAIN_DAYS,
) -> Parser:
    """A function that parses one value after another, for columns of many rows."""
    if items is not None:
        return choice_parser(items)
    match type_.kind:
        case "number":
            low = minimum if minimum is not None else type_.minimum
            high = maximum if maximum is not None else type_.maximum
            return number_parser(type_.measure, type_.whole, low, high, powers, mark)
        case "date":
            return lambda written: _read_day(written, first_day, days)
        case "boolean":
            return _read_flag
        case "text":
            match type_.id:
                case "quarter":
                    return _read_quarter
                case "key":
                    return _read_key
                case _:
                    return read_text


def read_text(written: object) -> str | None:
    """A text as it stands, trimmed; a number becomes its digits, a day ``2024-05-01``."""
    match written:
        case str():
            text = unwrap(written.strip(EDGES)).strip(EDGES)
        case None:
            return None
        case bool():
            return "TRUE" if written else "FALSE"
        case int() | float() | decimal.Decimal():
            return _digits(written)
        case ShownMonth():
            return str(written)
        case dt.datetime():
            day = _at_midnight(written)
            return day.isoformat(" ") if isinstance(day, dt.datetime) else day.isoformat()
        case dt.date() | dt.time():
            return written.isoformat()
        case ErrorValue():
            raise error_cell(written.code)
        case _:
            raise BadValueError("PS440", said_of(written, "不是文本", "is not a text"))
    if text in MISSING:
        return None
    if text[0] == "#" and ERROR.fullmatch(text):
        raise error_cell(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CELL_LINE_FEEDS:
        _check_length(text)
    return FORBIDDEN.sub("", text) or None


def choice_parser(items: ItemList) -> Parser:
    """Texts as the ids of *items*, by id or by label in any language."""
    named = item_reader(items)

    def read(written: object) -> str | None:
        if isinstance(written, str) and (known := named(written)):
            return known
        text = read_text(written)
        if text is None:
            return None
        known = named(text)
        if known is None:
            raise BadValueError(
                "PS426",
                said_of(text, f"不在列表“{items.id}”里", f"is not an item of list '{items.id}'"),
                nearest(text, item_labels(items), listed=24),
            )
        return known

    return read


def number_parser(
    measure: Measure | None,
    whole: bool = False,
    low: float | None = None,
    high: float | None = None,
    powers: Powers = PLAIN,
    mark: DecimalMark = ".",
) -> Parser:
    """A function that reads numbers, decimals behind *mark*; without a measure, of any unit."""
    known: dict[str, float | None] = {}  # percentages and round amounts come again and again

    def read(written: object) -> int | float | None:
        number: float
        if isinstance(written, str):
            try:
                number = float(written if mark == "." else written.replace(".", "x"))
            except ValueError:
                if written not in known:
                    if len(known) >= _MOST_KNOWN:
                        known.clear()
                    known[written] = number_of(written, measure, powers, mark)
                found = known[written]
                if found is None:
                    return None
                number = found
            else:
                if powers.bare or not -1e15 < number < 1e15 or "_" in written:
                    number = read_number(written, measure, powers, mark)
        elif written is None:
            return None
        else:
            number = _stored_number(written, measure, powers)
        if whole and number != int(number):
            reason = said_of(written, "不是整数", "is not a whole number")
            raise BadValueError("PS422", reason, FRACTIONS)
        if (low is not None and number < low) or (high is not None and number > high):
            raise _out_of_bounds(written, low, high)
        return settle(number)

    return read


def _stored_number(written: object, measure: Measure | None, powers: Powers) -> float:
    match written:
        case bool():
            raise BadValueError(
                "PS420", said_of(written, "是“是/否”，不是数", "is a yes or no, not a number")
            )
        case int() | float() | decimal.Decimal():
            number = finite(written, written)
            if powers.bare and not isinstance(written, Share):
                return float(decimal.Decimal(repr(number)).scaleb(powers.bare))
            return number
        case ErrorValue():
            raise error_cell(written.code)
        case dt.time() | dt.timedelta() if measure == "ratio":
            raise BadValueError(
                "PS420",
                said_of(written, "是时刻", "is a time of day"),
                Words(
                    "输入的 3:1 在表格里变成了时刻：输入 '3:1 或 3",
                    "a ratio typed as 3:1 became a time in the spreadsheet: type '3:1 or 3",
                ),
            )
        case dt.date() | dt.time() | dt.timedelta():
            raise BadValueError(
                "PS420", said_of(written, "是日期或时刻，不是数", "is a day or time, not a number")
            )
        case _:
            raise BadValueError("PS420", said_of(written, "不是数", "is not a number"))


def _out_of_bounds(written: object, low: float | None, high: float | None) -> BadValueError:
    match low, high:
        case None, _:
            allowed = Words(f"应不大于 {high:g}", f"at most {high:g}")
        case _, None:
            allowed = Words(f"应不小于 {low:g}", f"at least {low:g}")
        case _:
            allowed = Words(f"应在 {low:g} 到 {high:g} 之间", f"from {low:g} to {high:g}")
    return BadValueError("PS423", said_of(written, allowed.zh, f"is not {allowed.en}"))


def _read_day(written: object, first_day: dt.date | None, style: DayStyle) -> dt.date | None:
    if isinstance(written, str):
        return day_of(written, first_day, style)
    if isinstance(written, ErrorValue):
        raise error_cell(written.code)
    return None if written is None else read_date(written, first_day, style)


def _read_flag(written: object) -> bool | None:
    if written is None or isinstance(written, bool):
        return written
    if isinstance(written, ErrorValue):
        raise error_cell(written.code)
    return flag_of(f"{written:g}" if isinstance(written, float) else str(written))


def _read_quarter(written: object) -> str | None:
    text = read_text(written)
    if text is None:
        return None
    plain = "".join(unfold(text).upper().split())
    if _KEPT_QUARTER.fullmatch(plain):
        return plain
    found = _QUARTER.fullmatch(plain)
    if not found:
        raise BadValueError(
            "PS428",
            said_of(text, "不是季度", "is not a quarter"),
            Words("写 2024Q4 或 2024年Q4", "write 2024Q4 or 2024年Q4"),
        )
    year, number = found[1] or found[4], found[2] or found[3]
    return f"{year}Q{'一二三四'.find(number) + 1 or number}"


def _read_key(written: object) -> str | None:
    text = read_text(written)
    if text is None:
        return None
    if text[0] == "'" and _APOSTROPHE.fullmatch(text):
        return text[1:]
    if _SCIENTIFIC.fullmatch(text):
        raise _digits_lost(text)
    return text


def _digits(written: float | decimal.Decimal) -> str:
    if isinstance(written, int):
        if abs(written) >= 10**MOST_DIGITS:
            raise _digits_lost(written)
        return str(written)
    number = finite(written, written)
    if abs(number) >= 10**MOST_DIGITS:
        raise _digits_lost(f"{number:.0f}" if abs(number) < 1e25 else number)
    return str(int(number)) if number == int(number) else f"{number:.15g}"


def _digits_lost(written: object) -> BadValueError:
    return BadValueError(
        "PS432",
        said_of(
            written,
            "被存成了数，第 15 位以后的数字已丢失",
            "was stored as a number, and digits after the 15th are lost",
        ),
        Words(
            "从来源按文本重新导出编号；表格软件的数只保留 15 位",
            "take the ids from the source again as text; a spreadsheet keeps 15 digits of a number",
        ),
    )


def _check_length(text: str) -> None:
    units = len(text) + sum(c > "\uffff" for c in text)
    if units > MAX_CELL_TEXT:
        raise BadValueError(
            "PS429",
            Words(
                f"文本有 {units:,} 个字符，单元格最多 {MAX_CELL_TEXT:,} 个",
                f"a text of {units:,} characters; a cell holds {MAX_CELL_TEXT:,}",
            ),
            Words("缩短", "shorten it"),
        )
    if (feeds := text.count("\n")) > MAX_CELL_LINE_FEEDS:
        raise BadValueError(
            "PS429",
            Words(
                f"文本有 {feeds:,} 个换行，单元格最多 {MAX_CELL_LINE_FEEDS} 个",
                f"a text of {feeds:,} line breaks; a cell holds {MAX_CELL_LINE_FEEDS}",
            ),
        )


def _at_midnight(moment: dt.datetime) -> dt.date:
    return moment.date() if moment.time() == dt.time() else moment.replace(tzinfo=None)
