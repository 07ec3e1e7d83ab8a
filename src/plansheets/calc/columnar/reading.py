"""Values read as another kind, as Excel does where a formula asks for it: "12" as 12, 5 as "5"."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    ERROR,
    NUMBER,
    TEXT,
    VALUE,
    Grid,
    Kinds,
    Mask,
    Reals,
    UnsureError,
    distinct,
    every,
    grid,
    ids,
    some,
    unlike,
)
from plansheets.calc.columnar.pool import Pool
from plansheets.grid import MAX_CELL_TEXT
from plansheets.lengths import excel_length

_PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_SPACE = " "


def number_in(text: str) -> float | None:
    """The number that a text stands for; None where it stands for none.

    Raises DeclinedError for what depends on the country: ``1/2``, ``3:25``, ``¥5``, ``5月``.

    >>> number_in(" 12 "), number_in("1,234.5"), number_in("5%"), number_in("38节"), number_in("")
    (12.0, 1234.5, 0.05, None, None)
    """
    bare = text.strip(_SPACE)
    percent = bare.endswith("%")
    if percent:
        bare = bare[:-1].rstrip(_SPACE)
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        if percent and _PARTED.search(bare):
            raise UnsureError(f"文字“{text}”算不算数字", f"whether the text '{text}' is a number")
        value = float(bare.replace(",", ""))
        if abs(value) == float("inf"):
            return None
        if value == 0 and _SMALL.search(bare):
            raise UnsureError(f"文字“{text}”是不是 0", f"whether the text '{text}' is 0")
        return value / 100 if percent else value
    if _MAY_BE_READ.fullmatch(bare) and _DIGIT.search(bare):
        raise UnsureError(
            f"文字“{text}”算不算数字，各地不同",
            f"whether the text '{text}' is a number depends on the country",
        )
    return None


_SMALL = re.compile("^[^eE]*[1-9].*[eE]")
"""A number that is not 0, though it is smaller than any that is held."""
_PARTED = re.compile("[eE]")
_DIGIT = re.compile(r"[0-9０-９]")
_MAY_BE_READ = re.compile(
    r"(?:[0-9０-９\s\-+/.:,'()%$¥￥€£₹年月日号时分秒]|上午|下午|[ap]m?\b|e(?=[-+0-9])"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)*",
    re.IGNORECASE,
)
"""What numbers, money, days and times are written with somewhere; other texts are words."""


def as_numbers(given: Grid, pool: Pool) -> tuple[Reals, Kinds | None]:
    """Every value as a number, and where there is none the error instead: its place plus 1.

    A blank is 0; None in place of the errors says that there are none.
    """
    if given.plain:
        return given.number, None
    found, wrong = given.number.copy(), np.zeros(given.shape, dtype=np.uint8)
    failed = given.kind == ERROR
    wrong[failed] = found[failed] + 1
    text = given.kind == TEXT
    if some(text):
        different, back = unlike(found[text].astype(np.int64))
        read = [number_in(pool.texts[one]) for one in different.tolist()]
        values = np.array([np.nan if one is None else one for one in read])[back]
        wrong[text] = np.where(np.isnan(values), VALUE + 1, 0)
        found[text] = np.where(np.isnan(values), 0, values)
    return found, wrong


def too_long(text: str) -> bool:
    """Whether *text* is longer than a text may be: what would make it is ``#VALUE!``."""
    return len(text) * 2 > MAX_CELL_TEXT and excel_length(text) > MAX_CELL_TEXT


def first_error(*wrong: Kinds | None) -> Kinds | None:
    """Errors of several operands: the first one counts."""
    known = [one for one in wrong if one is not None]
    if not known:
        return None
    result = known[0]
    for one in known[1:]:
        result = np.where(result > 0, result, one)
    return result


def errors_in(given: Grid) -> Kinds | None:
    """The errors among *given*, their places plus 1; None where there are none."""
    if not given.has(ERROR):
        return None
    return np.where(given.kind == ERROR, given.number + 1, 0).astype(np.uint8)


def with_errors(found: Grid, wrong: Kinds | None) -> Grid:
    """*found*, but the errors of *wrong* where there are any."""
    if wrong is None or not some(wrong > 0):
        return found
    bad = wrong > 0
    return grid(
        np.where(bad, ERROR, found.kind).astype(np.uint8),
        np.where(bad, wrong.astype(np.float64) - 1, found.number),
    )


def as_booleans(given: Grid, pool: Pool) -> tuple[Mask, Kinds | None]:
    """Every value as IF's condition; a text that is not TRUE or FALSE is ``#VALUE!``."""
    if given.plain:
        return given.number != 0, None
    found, wrong = given.number != 0, np.zeros(given.shape, dtype=np.uint8)
    failed = given.kind == ERROR
    wrong[failed] = given.number[failed] + 1
    text = given.kind == TEXT
    words = {number: pool.texts[number].upper() for number in distinct(ids(given)[text]).tolist()}
    for number, word in words.items():
        these = text & (given.number == number)
        found[these] = word == "TRUE"
        if word not in ("TRUE", "FALSE"):
            wrong[these] = VALUE + 1
    return found, wrong


def as_texts(given: Grid, pool: Pool) -> tuple[NDArray[np.int64], Kinds | None]:
    """Every value as a text, by its number in the pool."""
    made = ids(given)
    if every(given.kind == TEXT):
        return made, None
    made = np.where(given.kind == BLANK, 0, made)
    for kind, said in ((NUMBER, general), (BOOLEAN, _truth)):
        these = given.kind == kind
        if some(these):
            made[these] = _said(given.number[these], said, pool)
    wrong = errors_in(given)
    if wrong is not None:
        made[wrong > 0] = 0
    return made, wrong


def as_one_text(given: Grid, pool: Pool) -> str | None:
    """The text of a single value, in a fraction of the time; None where there is none."""
    if given.number.size != 1:
        return None
    kind, value = given.kind.item(), given.number.item()
    if kind == TEXT:
        return pool.texts[int(value)]
    if kind == NUMBER:
        return general(value)
    return "" if kind == BLANK else None


def _said(found: Reals, said: Callable[[float], str], pool: Pool) -> NDArray[np.int64]:
    different, back = unlike(found)
    return pool.ids(map(said, different.tolist()))[back]


def _truth(value: float) -> str:
    return "TRUE" if value else "FALSE"


_LEAST_PLAIN, _MOST_PLAIN = 1e-9, 1e15
_HALFWAY = re.compile(r"-?0*[1-9][0-9]{14}5")
"""Digits of a number that lies halfway between two of 15."""


def general(value: float) -> str:
    """A number as it becomes text: 15 digits, and none that say nothing.

    Raises DeclinedError for numbers so great or small that programs write them differently.

    >>> general(0.1 + 0.2), general(5.0), general(-1.5e-05), general(-0.0)
    ('0.3', '5', '-0.000015', '0')
    """
    if value == 0:
        return "0"
    if not _LEAST_PLAIN <= abs(value) < _MOST_PLAIN:
        raise UnsureError(
            f"数 {value:g} 写成文字是什么样",
            f"programs write the number {value:g} as a text in different ways",
        )
    if value.is_integer():
        return str(int(value))
    if _HALFWAY.fullmatch(repr(value).replace(".", "")):
        raise UnsureError(
            f"数 {value} 写成文字是什么样",
            f"programs write the number {value} as a text in different ways",
        )
    return f"{Decimal(f'{value:.15g}'):f}"
