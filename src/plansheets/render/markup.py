"""Values as the XML of a worksheet spells them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from math import isfinite

from plansheets.grid import FIRST_DAY, MAX_CELL_LINE_FEEDS, MAX_CELL_TEXT, serial
from plansheets.lengths import excel_length
from plansheets.plan.model import ErrorValue, Value
from plansheets.render.refusals import HALF_PAIR
from plansheets.words import Words

CACHED_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
"""Errors a cell may hold as they are; newer ones (``#SPILL!``) need parts only Excel writes."""


_PLAIN_KINDS = frozenset({str, int, float, bool, type(None), ErrorValue})
_NUMBER_KINDS = frozenset({int, float, bool})

_ESCAPED = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


def escape(text: str) -> str:
    r"""*text* as an element's content; what XML cannot hold is spelled ``_xHHHH_``, as Excel does.

    >>> escape("a < b & _x0041_")
    'a &lt; b &amp; _x005F_x0041_'
    >>> escape("carriage\rreturn")
    'carriage_x000D_return'
    """
    if not _ESCAPED.search(text):
        return text
    return _ESCAPED.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    return _MARKS.get(mark) or f"_x{ord(mark):04X}_"


def number(value: float) -> str:
    """A number so that reading gives the same number back.

    Called by the type, since numbers of numpy print their type's name too.
    """
    return float.__repr__(value) if isinstance(value, float) else int.__repr__(value)


def spell_value(value: Value) -> tuple[str, str]:
    """The type attribute and the content of a value; a text is spelled out in place."""
    match value:
        case None:
            return "", ""
        case str():
            return ' t="str"', escape(value)
        case bool():
            return ' t="b"', "1" if value else "0"
        case int() | float():
            return "", number(value)
        case datetime.date():
            return "", number(serial(value))
        case ErrorValue(code) if code in CACHED_ERRORS:
            return ' t="e"', code
        case ErrorValue():
            return "", ""


CellFault = tuple[str, Words, Words | None]
"""What a cell cannot hold: code, message and hint."""


def fault(value: Value, *, computed: bool = False) -> CellFault | None:
    """Why a cell cannot hold *value* (code, message, hint), or None when it can.

    What a formula has *computed* may have any number of line breaks: Excel limits what is typed.
    """
    match value:
        case str():
            return _text_fault(value, computed=computed)
        case bool():
            return None
        case int() | float():
            try:
                finite = isfinite(value)
            except OverflowError:
                finite = False
            if finite:
                return None
            return (
                "PS342",
                Words(f"单元格放不下 {value} 这个数", f"{value} is no number a cell can hold"),
                Words("让单元格空着", "leave the cell empty instead"),
            )
        case datetime.datetime():
            return _date_fault(value.date())
        case datetime.date():
            return _date_fault(value)
        case _:
            return None


def faultless(values: Sequence[Value]) -> bool:
    """Whether a cell can surely hold each of *values*; False only asks for a closer look.

    A column of a hundred thousand values is looked over ten times faster together than one by one.
    """
    kinds = set(map(type, values))
    if not kinds <= _PLAIN_KINDS:
        return False
    if str in kinds:
        texts = [value for value in values if isinstance(value, str)]
        if max(map(len, texts)) > MAX_CELL_LINE_FEEDS or not _storable("".join(texts)):
            return False
    numbers = (
        values
        if kinds <= _NUMBER_KINDS
        else [value for value in values if isinstance(value, int | float)]
    )
    try:
        return all(map(isfinite, numbers))  # type: ignore[arg-type]
    except OverflowError:
        return False


def _text_fault(text: str, *, computed: bool) -> CellFault | None:
    if not _storable(text):
        return "PS349", HALF_PAIR, None
    units = excel_length(text)
    if units > MAX_CELL_TEXT:
        return (
            "PS341",
            Words(
                f"文字有 {units:,} 个字符，一个单元格最多 {MAX_CELL_TEXT:,} 个",
                f"the text has {units:,} characters, a cell holds {MAX_CELL_TEXT:,}",
            ),
            Words("缩短，或分到几个单元格", "shorten it, or spread it over several cells"),
        )
    lines = text.count("\n")
    if lines > MAX_CELL_LINE_FEEDS and not computed:
        return (
            "PS341",
            Words(
                f"文字有 {lines:,} 个换行，一个单元格最多 {MAX_CELL_LINE_FEEDS} 个",
                f"the text has {lines:,} line breaks, a cell holds {MAX_CELL_LINE_FEEDS}",
            ),
            Words("分到几个单元格", "spread it over several cells"),
        )
    return None


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _date_fault(day: datetime.date) -> CellFault | None:
    if day >= FIRST_DAY:
        return None
    return (
        "PS347",
        Words(
            f"日期 {day.isoformat()} 早于 {FIRST_DAY}",
            f"the date {day.isoformat()} lies before {FIRST_DAY}",
        ),
        Words(
            "更早的日期 Excel 的算法与众不同：写成文字",
            "Excel counts earlier days differently from everyone else: write it as text",
        ),
    )
