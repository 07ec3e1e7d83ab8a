"""A text as the number, the day or the truth it writes; None where it says that there is none."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from plansheets.values.characters import simplified
from plansheets.values.days import PLAIN_DAYS, DayStyle, read_date
from plansheets.values.marks import DecimalMark
from plansheets.values.numbers import (
    PLAIN,
    BadValueError,
    Measure,
    Powers,
    read_number,
    said_of,
    unfold,
)
from plansheets.words import Words

MISSING: Final = frozenset(("", "-", "--", "—", "——", "–", "－", "N/A", "n/a"))
"""What stands for no value, whatever is asked for."""

NO_VALUE: Final = MISSING | {"/", "无", "暂无", "null", "NULL", "None", "NA"}
"""What else stands for a missing number, day or yes/no; a text may mean it literally."""

EDGES: Final = " \t\r\n\f\v\u00a0\u3000\u200b\u200e\u200f\ufeff"
"""What is cut off both ends of a text."""

ERROR: Final = re.compile(
    r"#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!)"
)
_SHOWN_AS_TEXT = re.compile(r'="([^"]*)"')
_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "y", "是", "1", "√", "✓", "✔", "真", "对"), True),
    **dict.fromkeys(("false", "no", "n", "否", "0", "×", "✗", "✘", "x", "假", "错"), False),
}


def unwrap(text: str) -> str:
    """*text* without the ``="…"`` by which exports keep a spreadsheet from reading digits.

    >>> unwrap('="00123"'), unwrap("=SUM(A1)")
    ('00123', '=SUM(A1)')
    """
    if text.startswith('="') and (shown := _SHOWN_AS_TEXT.fullmatch(text)):
        return shown[1]
    return text


def fold(text: str) -> str:
    """*text* as labels are compared: width, case, white space and script do not count.

    >>> fold(" 收货地址　"), fold("ＳＫＵ  Name") == fold("sku name"), fold("商品名稱")
    ('收货地址', True, '商品名称')
    """
    plain = unicodedata.normalize("NFKC", unwrap(text.strip(EDGES)))
    return "".join(simplified(plain).casefold().split())


def shown_name(text: str) -> str:
    """The name of a customer or an order that *text* writes.

    Names are compared as ``=`` of a sheet does, in any case.

    >>> shown_name(' Ann '), shown_name('="00123"')
    ('Ann', '00123')
    """
    shown = text.strip(EDGES)
    return unwrap(shown).strip(EDGES) if shown[:1] == "=" else shown


def is_missing(written: object) -> bool:
    """Whether *written* stands for no value at all, whatever the type."""
    return written is None or (isinstance(written, str) and written.strip(EDGES) in MISSING)


def number_of(
    text: str, measure: Measure | None, powers: Powers = PLAIN, mark: DecimalMark = "."
) -> float | None:
    """The number that *text* writes, for a column that holds *measure*.

    >>> number_of("8.5万", "money"), number_of("(20)", None), number_of('="7"', None)
    (85000.0, -20.0, 7.0)
    >>> number_of("暂无", "money")

    Raises
    ------
    BadValueError
        For what is no number.
    """
    if text in NO_VALUE:
        return None
    try:
        return read_number(text, measure, powers, mark)
    except BadValueError:
        shown = unwrap(unfold(text))
        if shown in NO_VALUE:
            return None
        refuse_error(shown)
        bare = shown.removeprefix("'")
        if bare == unfold(text):
            raise
        return read_number(bare, measure, powers, mark)


def day_of(
    text: str, first_day: dt.date | None = None, style: DayStyle = PLAIN_DAYS
) -> dt.date | None:
    """The day that *text* writes, with its time of day where it writes one.

    >>> day_of("2024年6月1日"), day_of("2024-06-01 09:15:22 -0400")
    (datetime.date(2024, 6, 1), datetime.datetime(2024, 6, 1, 9, 15, 22))
    >>> day_of("-")
    """
    shown = unwrap(unfold(text))
    if shown in NO_VALUE:
        return None
    refuse_error(shown)
    return read_date(shown, first_day, style)


def flag_of(text: str) -> bool | None:
    """The truth that *text* writes.

    >>> flag_of("是"), flag_of("No"), flag_of("暂无")
    (True, False, None)
    """
    folded = fold(text)
    if folded in _FLAGS:
        return _FLAGS[folded]
    if folded in NO_VALUE or folded.upper() in NO_VALUE:
        return None
    refuse_error(folded.upper())
    raise BadValueError(
        "PS427",
        said_of(text, "不是“是/否”", "is not a yes or no"),
        Words("写 TRUE 或 FALSE，或 是、否", "write TRUE or FALSE"),
    )


def refuse_error(text: str) -> None:
    """Raise where *text* is the error of a cell."""
    if text[:1] == "#" and ERROR.fullmatch(text):
        raise error_cell(text)


def error_cell(code: str) -> BadValueError:
    """What is wrong with a cell that holds an error."""
    return BadValueError(
        "PS431",
        Words(f"单元格是错误值 {code}", f"the cell holds the error {code}"),
        Words("改正公式，或清空单元格", "correct its formula, or clear the cell"),
    )
