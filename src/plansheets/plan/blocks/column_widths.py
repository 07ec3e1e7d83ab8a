"""How wide a table's columns are: for their headers, what stands in them, and what may come."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence

from plansheets.blueprint.model import Column, Table
from plansheets.blueprint.rows import From, Groups
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.rows import TableRows
from plansheets.plan.look.measure import (
    FILTER,
    INDENT,
    PADDING,
    leaves_one_alone,
    lines_needed,
    longest_word,
    text_width,
)
from plansheets.plan.look.number_formats import shown, written_format
from plansheets.plan.look.numerals import numeral
from plansheets.plan.model import ErrorValue, Value
from plansheets.words import Locale

WIDEST_TEXT = 42.0
_WIDEST_ON_SCREEN = 80.0
_WIDEST_LINE = 30.0
_WIDEST_HEADER = 14.0
_HEADER_LINES = 2
_STEP = 0.5
"""A header takes two lines where a little more width allows it: rows are what a screen is for."""
_SPARED = 3.5
"""How much wider a column may be for its header not to leave a character alone on a second line."""
_ROOMIER = 1.1
"""How much more room programs may find for a header than is counted here."""
_SPARKLINE = 16.0
ROWS_LOOKED_AT = 2_000
_LARGE_AMOUNT = 123_456_789
RIGHT_OF_BUTTON = 2
"""Steps of indent that keep the end of a header clear of its filter button."""
_LOOKED_OVER = 12
LEAST_SHRINK = 0.7
"""How small an amount as large as that may be shown; people then widen the column."""


def has_filter(table: Table, around: Surroundings) -> bool:
    """Whether the rows of *table* are, or may become, too many to be looked over at once."""
    if table.growing:
        return True
    if isinstance(table.rows, From | Groups):
        shown = around.blueprint.table(table.rows.table)
        return shown is None or has_filter(shown, around)
    return around.rows[table.id].height > _LOOKED_OVER


def column_width(
    column: Column, table: Table, around: Surroundings, *, one_line: bool = False
) -> float:
    """Characters a column needs for its type, its header and its values.

    With *one_line*, long texts take one line rather than several: no page has to hold them.
    """
    header = column.label(around.locale)
    given = table.names_rows(column)
    edge = PADDING + (0 if column.type.align == "center" and not given else INDENT)
    beside = _beside_header(column, table, around)
    least = max(
        column.width or column.type.width,
        header_width(column, table, around),
        LEAST_SHRINK * _large_width(column, around.locale) + edge,
    )
    while (
        least < _WIDEST_HEADER and lines_needed(header, least - beside, bold=True) > _HEADER_LINES
    ):
        least += _STEP
    if any(leaves_one_alone(header, least - beside + more, bold=True) for more in (0, _ROOMIER)):
        whole = text_width(header, bold=True) + PADDING + beside
        least = whole if whole - least <= _SPARED else least
    if column.width is None:
        least = max(least, min(text_width(header, bold=True) + FILTER + PADDING, _WIDEST_HEADER))
        if column.sparkline is not None:
            least = max(least, _SPARKLINE)
    elif column.type.wrap and table.looks_at is None and not one_line:
        return _tenths(least)
    lines = (line for text in set(texts_of(column, table, around)) for line in text.split("\n"))
    needed = max((text_width(line, bold=given) for line in lines), default=0) + edge
    if column.list_id is not None:
        needed += INDENT
    most = WIDEST_TEXT if column.type.wrap else _WIDEST_LINE
    most = max(least, _WIDEST_ON_SCREEN if one_line else most)
    return _tenths(min(max(least, needed), most))


def leads(column: Column, table: Table, around: Surroundings) -> bool:
    """Whether rows are found by *column*: the first one, and its words are no marks of a state.

    Its words begin at the left like the title above them; in the middle of a column they look lost.
    """
    first = next((one for one in table.columns if not one.hidden), None)
    if column is not first or column.type.id != "choice":
        return False
    items = around.blueprint.list(column.list_id) if column.list_id is not None else None
    return items is not None and not any(item.mean for item in items.items)


def _tenths(width: float) -> float:
    """*width*, never less: a text that fits but for a hundredth would take two lines."""
    return math.ceil(round(width * 10, 3)) / 10


def header_width(column: Column, table: Table, around: Surroundings) -> float:
    """What a column needs so that no word of its header is broken."""
    longest = longest_word(column.label(around.locale), bold=True)
    return longest + PADDING + _beside_header(column, table, around)


def _beside_header(column: Column, table: Table, around: Surroundings) -> float:
    ends = column.type.align == "right" and not table.names_rows(column)
    return INDENT * (RIGHT_OF_BUTTON if ends and has_filter(table, around) else 1)


def texts_of(column: Column, table: Table, around: Surroundings) -> Iterator[str]:
    """What stands in a column or may be picked; for a view's, what stands in the one it shows."""
    for value in values_of(column, table, around.rows):
        if value is not None:
            yield spelled(value, column, around.locale)
    items = around.blueprint.list(column.list_id) if column.list_id is not None else None
    for item in items.items if items else ():
        yield item.label(around.locale)


def values_of(column: Column, table: Table, rows: Mapping[str, TableRows]) -> Sequence[Value]:
    """What stands in a column, as far as it is looked at; for a view's, in the one it shows."""
    held = rows[table.id].columns.get(column.id, ())
    if column.shows is not None and table.looks_at is not None:
        held = rows[table.looks_at].columns.get(column.shows.column, ())
    return held[:ROWS_LOOKED_AT]


def spelled_day(value: datetime.date) -> str:
    """A day, or a moment, that is as wide as *value*."""
    return "2024-06-30 00:00" if isinstance(value, datetime.datetime) else "2024-06-30"


def spelled(value: Value, column: Column, locale: Locale) -> str:
    """*value* as its cell shows it."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return numeral(value, shown(written_format(column, locale)).number_format)
        case datetime.date():
            return spelled_day(value)
        case str() | ErrorValue() | None:
            return str(value)


def _large_width(column: Column, locale: Locale) -> float:
    """The width of an amount of nine digits, in columns of money."""
    if column.type.measure != "money":
        return 0
    number_format = shown(written_format(column, locale)).number_format
    return text_width(numeral(_LARGE_AMOUNT, number_format))
