"""Scalars of a blueprint as values of their field's type."""

from __future__ import annotations

import datetime
import math
import re

from plansheets.blueprint.types import Type
from plansheets.formula.tokens import half_width
from plansheets.grid import FIRST_DAY, MAX_CELL_TEXT
from plansheets.lengths import excel_length
from plansheets.values.days import DayStyle
from plansheets.values.formats import shows_months
from plansheets.values.numbers import BadValueError, Measure, settle
from plansheets.values.written import day_of, number_of
from plansheets.words import Words, write

Typed = str | int | float | bool | datetime.date | None

_NUMBER = re.compile(r"[+-]?((\d{1,3}(,\d{3})+|\d[\d_]*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class ValueFaultError(ValueError):
    """A scalar that its type cannot take; the message completes the sentence «… is»."""

    def __init__(self, message: Words, hint: Words | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


def read_number(text: str) -> int | float:
    """A number as a blueprint writes it; percent signs and thousands commas are understood.

    >>> read_number("1,500"), read_number("12.5%"), read_number("1e3")
    (1500, 0.125, 1000.0)
    """
    body = text.strip()
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    if not _NUMBER.fullmatch(body):
        raise ValueFaultError(
            Words(f"“{text}”不是数字", f"'{text}' is not a number"), _as_digits(text)
        )
    plain = body.replace(",", "").replace("_", "")
    number = float(plain)
    if percent:
        number = number / 100 if "e" in plain.lower() else float(f"{plain}e-2")
    if not math.isfinite(number):
        raise ValueFaultError(Words(f"“{text}”太大了", f"'{text}' is too large a number"))
    return int(plain) if not percent and re.fullmatch(r"[+-]?\d{1,15}", plain) else number


def _as_digits(text: str) -> Words:
    """How the number is written that *text* means, or any."""
    plain = "".join(half_width(letter) or letter for letter in text).replace(" ", "")
    if _NUMBER.fullmatch(plain.removesuffix("%")):
        return write(plain)
    try:
        number = number_of(text, None)
    except BadValueError:
        return Words(
            "写数字，如 1500、2.5、12%、8.5万", "write digits, as in 1500, 2.5, 12% or 8.5万"
        )
    if number is None:
        return Words("没有值就不写", "leave it out where there is no value")
    return write(f"{settle(number):.15g}")


def read_whole(text: str) -> int:
    """A number of things, such as rows."""
    number = read_number(text)
    if number < 0:
        raise ValueFaultError(Words(f"“{text}”小于 0", f"'{text}' is below 0"))
    if number != int(number):
        raise ValueFaultError(Words(f"“{text}”不是整数", f"'{text}' is not a whole number"))
    return int(number)


def read_boolean(text: str) -> bool:
    """A yes or no, in the words YAML users type."""
    match text.strip().lower():
        case "true" | "yes":
            return True
        case "false" | "no":
            return False
        case _:
            raise ValueFaultError(
                Words(f"“{text}”既不是 true 也不是 false", f"'{text}' is neither true nor false"),
                Words("写 true 或 false", "write true or false"),
            )


_DAY_HINT = Words(
    "写成 年-月-日：月为 01–12，日不超过当月天数",
    "write year-month-day; months run from 01 to 12, days to the last of their month",
)


def holds_months(number_format: Words | None) -> bool:
    """Whether a column of days says by its format that months are meant."""
    return number_format is not None and shows_months(number_format.en)


def read_date(text: str, *, months: bool = False) -> datetime.date:
    """A day as ``2024-05-01`` or as data write it; where *months* are meant, ``2024年5月``, too."""
    fault = ValueFaultError(
        Words(f"“{text}”不是 2024-05-01 这样的日期", f"'{text}' is not a day such as 2024-05-01"),
        _DAY_HINT,
    )
    try:
        day = day_of(text, style=DayStyle(months=months))
    except BadValueError as error:
        if error.code == "PS425":
            raise ValueFaultError(
                Words(
                    f"“{text}”早于 {FIRST_DAY}，Excel 的日期在那之前不可靠",
                    f"'{text}' lies before {FIRST_DAY}, where Excel's days are unsafe",
                )
            ) from None
        asks_for_options = error.hint is None or "--" in error.hint.en
        raise fault if asks_for_options else ValueFaultError(error.reason, error.hint) from None
    if day is None:
        raise fault
    return day


def _number_as_in_data(text: str, measure: Measure | None) -> int | float:
    """The number that *text* writes as files do: ``8.5万``, ``¥1,200``; ``3:1`` as a ratio."""
    try:
        number = number_of(text, measure)
    except BadValueError:
        number = None
    if number is None or (":" in text and measure != "ratio"):
        return read_number(text)  # which says what is wrong with it
    return settle(number)


def read_value(text: str, type_: Type, *, months: bool = False) -> Typed:
    """*text* as a value of *type_*; an empty text is a missing value.

    Choices stay the item's id, quarters and texts stay text. A date may be one of *months*.

    >>> from plansheets.blueprint.types import TYPES
    >>> read_value("8.5万", TYPES["money"]), read_value("12%", TYPES["percent"])
    (85000, 0.12)
    """
    if not text.strip():
        return None
    match type_.kind:
        case "number":
            try:
                number = read_number(text)
            except ValueFaultError:
                number = _number_as_in_data(text, type_.measure)
            if type_.whole and number != int(number):
                raise ValueFaultError(Words(f"“{text}”不是整数", f"'{text}' is not a whole number"))
            return int(number) if type_.whole else number
        case "date":
            return read_date(text, months=months)
        case "boolean":
            return read_boolean(text)
        case "text":
            if (length := excel_length(text)) > MAX_CELL_TEXT:
                raise ValueFaultError(
                    Words(
                        f"文字有 {length:,} 个字符，一个单元格最多 {MAX_CELL_TEXT:,} 个",
                        f"the text has {length:,} characters, a cell holds {MAX_CELL_TEXT:,}",
                    )
                )
            return text
