"""Rows of a file or frame as they stand, before any table gives them a meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from plansheets.errors import DataError, Problem
from plansheets.records import dataclass

HEAD_ROWS = 50
"""How far down a header row is looked for."""


@dataclass(frozen=True, slots=True)
class RawRows:
    """What was read: every row a sequence of cells, rows of different lengths."""

    name: str
    """How messages call it: ``skus.csv``, ``skus.xlsx#Sheet1``, ``the frame``."""
    rows: Sequence[Sequence[object]]
    first_row: int = 1
    """The number people know the first of ``rows`` by."""
    first_day: dt.date | None = None
    """Day 0, where numbers may be days."""
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    """Cells, by index into ``rows`` and column, whose formula has no value in the file."""
    other_sheets: tuple[str, ...] = ()
    headed: bool = False
    """Whether the first row is the header for certain, as in a frame."""


def refuse(code: str, message: str, where: str, hint: str | None = None) -> DataError:
    """A file that cannot be read at all, as the error to raise."""
    return DataError([Problem(code, message, where=where, hint=hint)])
