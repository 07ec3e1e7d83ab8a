"""Excel's grid: A1 names, limits, days as numbers; elsewhere rows and columns count from 0."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_CELL_TEXT = 32_767
MAX_CELL_LINE_FEEDS = 253
MAX_FORMULA = 8_192
MAX_FORMULA_DEPTH = 64
MAX_FORMULA_TEXT = 255
MAX_ARGUMENTS = 255
MAX_NAME = 255
MAX_SHEET_TITLE = 31
MAX_CELL_FORMATS = 65_490
MAX_SHEET_LINKS = 65_530
MAX_COLUMN_WIDTH = 255
MAX_ROW_HEIGHT = 409
MAX_LIST_TEXT = 255
MAX_PROMPT = 255
MAX_PROMPT_TITLE = 32
MAX_HEADER_FOOTER = 255
MAX_URL = 2_079

FIRST_DAY, LAST_DAY = datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)
FIRST_SET, LAST_SET = datetime.date(1910, 1, 1), datetime.date(9989, 12, 31)
"""As-of days and days of parameters: workbooks look back and ahead of them by years."""
"""Days that every spreadsheet counts alike: Excel has a 29 February 1900 that never was."""
DAY_ZERO = datetime.date(1899, 12, 30)
"""Day 0 of a spreadsheet."""
_A1 = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_R1C1 = re.compile(r"[Rr][0-9]*[Cc][0-9]*|[Rr][0-9]*|[Cc][0-9]*")
_UNSAFE_SHEET = re.compile(r"[^\w.]|^[\d.]", re.UNICODE)


@lru_cache(maxsize=MAX_COLUMNS)
def column_name(column: int) -> str:
    """The letters of *column*, counted from 0.

    >>> column_name(0), column_name(25), column_name(26), column_name(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMNS)
def column_number(letters: str) -> int:
    """The column that *letters* name, counted from 0.

    >>> column_number("XFD")
    16383
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int, *, absolute: bool = False) -> str:
    """The A1 name of a cell.

    >>> cell_name(4, 1), cell_name(4, 1, absolute=True)
    ('B5', '$B$5')
    """
    mark = "$" if absolute else ""
    return f"{mark}{column_name(column)}{mark}{row + 1}"


def range_name(
    first_row: int, first_column: int, last_row: int, last_column: int, *, absolute: bool = False
) -> str:
    """The A1 name of a range; a single cell keeps its short name.

    >>> range_name(0, 0, 2, 1), range_name(0, 0, 0, 0)
    ('A1:B3', 'A1')
    """
    first = cell_name(first_row, first_column, absolute=absolute)
    last = cell_name(last_row, last_column, absolute=absolute)
    return first if first == last else f"{first}:{last}"


def parse_cell(name: str) -> tuple[int, int] | None:
    """Row and column of an A1 name, or None when it names no cell of the grid.

    >>> parse_cell("$B$5"), parse_cell("XFE1"), parse_cell("A0")
    ((4, 1), None, None)
    """
    found = _A1.fullmatch(name)
    if not found:
        return None
    row, column = int(found[4]) - 1, column_number(found[2])
    return (row, column) if 0 <= row < MAX_ROWS and column < MAX_COLUMNS else None


def looks_like_cell(name: str) -> bool:
    """Whether Excel would refuse *name* for a name or table because it reads as a cell.

    >>> looks_like_cell("ROI2024"), looks_like_cell("R1C1"), looks_like_cell("stock_1")
    (True, True, False)
    """
    return parse_cell(name) is not None or bool(_R1C1.fullmatch(name))


def quote_sheet(title: str) -> str:
    """*title* as a formula writes it, in quotes where Excel wants them.

    >>> quote_sheet("Data"), quote_sheet("My data"), quote_sheet("商品管理"), quote_sheet("it's")
    ('Data', "'My data'", '商品管理', "'it''s'")
    """
    if _UNSAFE_SHEET.search(title) or looks_like_cell(title) or title.upper() in ("TRUE", "FALSE"):
        return "'" + title.replace("'", "''") + "'"
    return title


def serial(day: datetime.date) -> int | float:
    """A date as Excel counts it: days since 30 December 1899, the time of day as the fraction.

    >>> serial(datetime.date(2024, 6, 18)), serial(datetime.datetime(2024, 6, 18, 12))
    (45461, 45461.5)
    """
    days = day.toordinal() - DAY_ZERO.toordinal()
    if isinstance(day, datetime.datetime):
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        return days + (day - midnight) / datetime.timedelta(days=1)
    return days
