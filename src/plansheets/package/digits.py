"""Numbers as files write them, read so that no file can break the reader.

Python reads more than files may hold (``1_000``, ``nan``, the digits of other scripts), and refuses
whole numbers of thousands of digits with an exception.
"""

from __future__ import annotations

import math

LONGEST = 18
"""Digits of a whole number that is read; no index, size or count of a file has more."""


def whole_number(text: str | None) -> int | None:
    """The whole number from 0 that *text* writes, or None.

    >>> whole_number("007"), whole_number("-1"), whole_number("٣"), whole_number("9" * 5_000)
    (7, None, None, None)
    """
    if text is None or len(text) > LONGEST or not (text.isascii() and text.isdecimal()):
        return None
    return int(text)


def whole_within(text: str | None, least: int, most: int) -> bool:
    """Whether *text* writes a whole number from *least* to *most*.

    >>> whole_within("7", 0, 7), whole_within("8", 0, 7), whole_within("", 0, 7)
    (True, False, False)
    """
    number = whole_number(text)
    return number is not None and least <= number <= most


def real_number(text: str) -> float | None:
    """The number that *text* writes, or None for what is none, and for none that is finite.

    >>> real_number("-2.5e3"), real_number("1_000"), real_number("nan"), real_number("1e999")
    (-2500.0, None, None, None)
    """
    if "_" in text or not text.isascii():
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def plain_number(text: str) -> int | float | None:
    """The number of a cell, whole where it is written without a point; None for what is none.

    >>> plain_number("-12"), plain_number("1.50"), plain_number("9" * 20), plain_number("inf")
    (-12, 1.5, 1e+20, None)
    """
    if "." in text:
        return real_number(text)
    whole = whole_number(text.removeprefix("-"))
    if whole is None:
        return real_number(text)
    return -whole if text.startswith("-") else whole


def real_within(text: str, least: float, most: float) -> bool:
    """Whether *text* writes a number from *least* to *most*."""
    number = real_number(text)
    return number is not None and least <= number <= most
