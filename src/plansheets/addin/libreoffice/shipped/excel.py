"""What Excel's functions do, over single values: numbers, texts, and "" for a blank."""

from __future__ import annotations

import math
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias, TypeGuard

    Cell: TypeAlias = float | str | None
    Column: TypeAlias = Sequence[Cell]
    Table: TypeAlias = Sequence[Column]
    Condition: TypeAlias = tuple[str, float]
    """An operator and a number, as in COUNTIF's ``"<="&x``."""


class CellError(Exception):
    """An error that a cell shows, such as ``#N/A``."""


# -- what is asked of arguments --------------------------------------------------------------------


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing, or the empty text that a formula gives for nothing."""
    return value is None or value == ""


def numbers_or_blanks(*values: Cell | Column) -> None:
    """``#VALUE!`` where a value, or a cell of a column, is neither a number nor blank."""
    if not all(is_number(value) or is_blank(value) for value in _flat(values)):
        raise CellError("#VALUE!")


def needed(*values: Cell) -> None:
    """``#N/A`` where one is blank."""
    if any(map(is_blank, values)):
        raise CellError("#N/A")


def truth(value: Cell) -> bool:
    """A condition: a number is TRUE unless it is zero; a text is none, the empty one too."""
    if isinstance(value, str):
        raise CellError("#VALUE!")
    return bool(value)


def one_of(word: Cell, *words: str) -> str:
    """The one of *words* that *word* is, in small or in capital letters."""
    for one in words:
        if str(word).lower() == one.lower():
            return one
    raise CellError("#VALUE!")


def same_length(*columns: Column) -> None:
    """``#VALUE!`` where columns do not have as many cells."""
    if len(set(map(len, columns))) > 1:
        raise CellError("#VALUE!")


def in_order(column: Column, *, either: bool) -> None:
    """``#VALUE!`` where numbers do not ascend, nor descend where they may do *either*."""
    known = [value for value in column if is_number(value)]
    ordered = sorted(known)
    if known != ordered and not (either and known == ordered[::-1]):
        raise CellError("#VALUE!")


# -- Excel's functions -----------------------------------------------------------------------------


def counted(*values: Cell | Column) -> int:
    """``COUNT``: how many are numbers."""
    return len(_numbers(values))


def number_or_zero(value: Cell) -> float:
    """``N``."""
    return value if is_number(value) else 0


def largest(*values: Cell | Column) -> float:
    """``MAX``: texts and blanks are no numbers."""
    return max(_numbers(values), default=0)


def smallest(*values: Cell | Column) -> float:
    """``MIN``."""
    return min(_numbers(values), default=0)


def _numbers(values: Iterable[Cell | Column]) -> list[float]:
    return [value for value in _flat(values) if is_number(value)]


def _flat(values: Iterable[Cell | Column]) -> Iterator[Cell]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value  # type: ignore[misc]


_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1900, 9999
_FIRST_DAY: Final = 61
"""From here on Excel's days are those of the calendar."""
_DAYS_END: Final = 2_958_466

_SHOWN: Final = 2e-15
"""Half a digit in the 15th: 2.675 is a little less in binary, and rounds to 2.68 all the same."""

_LEAST: Final = 0.05
"""No more than this is taken for what binary left out, however many digits stand before."""

_MOST_DIGITS: Final = 308
"""A greater power of ten is no number."""

_WHOLE: Final = 2.0**52
"""From here on a number has no decimals to round."""


def rounded(value: float, digits: float) -> float:
    """``ROUND``: half away from zero, on the decimal number that people see.

    >>> rounded(2.675, 2), rounded(-2.5, 0), rounded(1234, -2)
    (2.68, -3.0, 1200.0)
    """
    up, down = _scales(digits)
    scaled = abs(value) * up / down
    if scaled >= _WHOLE:
        return value
    whole = math.floor(scaled + 0.5 + min(scaled * _SHOWN, _LEAST))
    return math.copysign(whole * down / up, value)


def rounded_up(value: float, digits: float) -> float:
    """``ROUNDUP``: away from zero; the 15th digit adds no step.

    >>> rounded_up(2.1, 0), rounded_up(-1.5, 0), rounded_up(10 / 1e-9, 0)
    (3.0, -2.0, 10000000000.0)
    """
    up, down = _scales(digits)
    scaled = abs(value) * up / down
    if scaled >= _WHOLE:
        return value
    whole = math.ceil(scaled * (1 - _SHOWN))
    return math.copysign(whole * down / up, value)


def rounded_down(value: float, digits: float) -> float:
    """``ROUNDDOWN``: towards zero; the 15th digit costs no step."""
    up, down = _scales(digits)
    scaled = abs(value) * up / down
    if scaled >= _WHOLE:
        return value
    whole = math.floor(scaled * (1 + _SHOWN))
    return math.copysign(whole * down / up, value)


def _scales(digits: float) -> tuple[float, float]:
    """Powers of ten to multiply by and to divide by; 0.01 would not be exact."""
    places = min(max(math.trunc(digits), -_MOST_DIGITS), _MOST_DIGITS)
    return 10.0 ** max(places, 0), 10.0 ** max(-places, 0)


def whole_down(value: float) -> int:
    """``INT``: down, below zero too."""
    return math.floor(value)


def square_root(value: float) -> float:
    """``SQRT``."""
    if value < 0:
        raise CellError("#NUM!")
    return math.sqrt(value)


def normal_quantile(share: float) -> float:
    """``NORMSINV``."""
    if not 0 < share < 1:
        raise CellError("#NUM!")
    return NormalDist().inv_cdf(share)


def normal_share(value: float) -> float:
    """``NORMSDIST``; the complementary error function keeps the digits of a small share."""
    return math.erfc(-value / math.sqrt(2)) / 2


def item(column: Column, place: float) -> Cell:
    """``INDEX``: the place counts from 1."""
    if not 1 <= place < len(column) + 1:
        raise CellError("#VALUE!")
    return column[int(place) - 1]


def item_of_table(table: Table, row: float, column: float) -> Cell:
    """``INDEX`` of a row and a column."""
    if not 1 <= row < len(table) + 1:
        raise CellError("#VALUE!")
    return item(table[int(row) - 1], column)


def row_count(table: Column | Table) -> int:
    """``ROWS``."""
    return len(table)


def column_count(table: Column | Table) -> int:
    """``COLUMNS``: what is read as a column has one, whatever its shape."""
    return len(table[0]) if isinstance(table[0], tuple) else 1


def count_if(column: Column, *conditions: Condition) -> int:
    """``COUNTIFS`` over one column: numbers for which every condition holds."""
    return sum(_holds(value, conditions) for value in column)


def sum_if(column: Column, condition: Condition, summed: Column) -> float:
    """``SUMIF``: the numbers of *summed* beside those of *column* for which the condition holds."""
    pairs = zip(column, summed)
    return math.fsum(
        other for value, other in pairs if _holds(value, [condition]) and is_number(other)
    )


def sum_ifs(summed: Column, *asked: tuple[Column, Condition]) -> float:
    """``SUMIFS``: the numbers of *summed* where the condition on each column holds."""
    return math.fsum(
        value for place, value in enumerate(summed) if is_number(value) and _all_hold(asked, place)
    )


def count_ifs(*asked: tuple[Column, Condition]) -> int:
    """``COUNTIFS``: rows where the condition on each column holds."""
    return sum(_all_hold(asked, place) for place in range(len(asked[0][0])))


def _all_hold(asked: Iterable[tuple[Column, Condition]], place: int) -> bool:
    return all(_holds(column[place], [condition]) for column, condition in asked)


def _holds(value: Cell, conditions: Iterable[Condition]) -> bool:
    return is_number(value) and all(
        _OPERATORS[operator](value, bound) for operator, bound in conditions
    )


_OPERATORS: Final = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def sum_of(*values: Cell | Column) -> float:
    """``SUM``."""
    return math.fsum(_numbers(values))


def standard_deviation(*values: Cell | Column) -> float:
    """``STDEVP``: the standard deviation of these numbers themselves."""
    known = _numbers(values)
    mean = math.fsum(known) / len(known)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in known) / len(known))


def power(base: float, exponent: float) -> float:
    """``POWER``."""
    if base < 0 and exponent != int(exponent):
        raise CellError("#NUM!")
    return math.pow(base, exponent)


def month_later(day: float, months: float) -> int:
    """``EDATE``: the same day of another month, or its last where it has no such day."""
    start = _date(day)
    return min(_month_start(start, months) + start.day - 1, month_end(day, months))


def month_end(day: float, months: float) -> int:
    """``EOMONTH``: the last day of another month."""
    return _month_start(_date(day), math.trunc(months) + 1) - 1


def _date(day: float) -> date:
    if not _FIRST_DAY <= day < _DAYS_END:
        raise CellError("#NUM!")
    return date.fromordinal(math.floor(day) + _DAY_ZERO)


def _month_start(start: date, months: float) -> int:
    """The first of the month that lies so many months after that of *start*."""
    year, month = divmod(12 * start.year + start.month - 1 + math.trunc(months), 12)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CellError("#NUM!")
    return date(year, month + 1, 1).toordinal() - _DAY_ZERO


def sum_of_products(*columns: Column) -> float:
    """``SUMPRODUCT``: what is no number counts as zero."""
    same_length(*columns)
    return math.fsum(math.prod(map(number_or_zero, row)) for row in zip(*columns))


def network_days(start: float, end: float, holidays: Column) -> int:
    """``NETWORKDAYS``: Monday to Friday from *start* to *end*, both counted, less *holidays*."""
    return days_worked(start, end, "0000011", holidays)


def days_worked(start: float, end: float, free: str, holidays: Column = ()) -> int:
    """``NETWORKDAYS.INTL``: the days whose letter in *free*, from Monday on, is 0."""
    first, last = math.floor(start), math.floor(end)
    if last < first:
        return -days_worked(end, start, free, holidays)
    off = {math.floor(day) for day in holidays if is_number(day)}
    lost = sum(first <= day <= last and _is_worked(day, free) for day in off)
    return _worked_until(last, free) - _worked_until(first - 1, free) - lost


def _is_worked(day: int, free: str) -> bool:
    """Day 0 is 1899-12-30, a Saturday."""
    return free[(day + 5) % 7] == "0"


def _worked_until(day: int, free: str) -> int:
    weeks, left = divmod(day + 1, 7)
    return weeks * free.count("0") + sum(_is_worked(one, free) for one in range(left))
