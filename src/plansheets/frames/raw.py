"""Rows of a file or frame as they stand, before any table gives them a meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Literal, get_args

from plansheets.boxes import Box
from plansheets.errors import DataError, Problem
from plansheets.frames.field_names import FieldNames, shipped_names
from plansheets.records import dataclass
from plansheets.values.days import DayOrder
from plansheets.values.marks import DecimalMark
from plansheets.words import Words

Repeated = Literal["add", "refuse"]
REPEATED: tuple[Repeated, ...] = get_args(Repeated)

HEAD_ROWS = 50
"""How far down a header row is looked for."""


@dataclass(frozen=True, slots=True)
class FileHints:
    """What the user says about how files are written; what is not said is found by evidence."""

    encoding: str | None = None
    decimal: DecimalMark | None = None
    """What stands before the decimals."""
    order: DayOrder | None = None
    """Which number of ``05/06/2024`` is the day."""
    year: int | None = None
    """That of days without one."""
    duplicates: Repeated = "add"
    """What becomes of rows that are one row of the table."""
    rates: Mapping[str, float] = field(default_factory=dict)
    """What one of another currency is, by its code."""
    names: FieldNames = field(default_factory=shipped_names)
    """The headers under which exports bring what a blueprint calls by its field."""


NO_HINTS = FileHints()


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
    merged: tuple[Box, ...] = ()
    """Cells merged over several rows, by index into ``rows`` and column."""
    headed: bool = False
    """Whether the first row is the header for certain, as in a frame."""
    encoding: str = ""
    """That of a text file, as people call it."""
    separator: str = ""
    """What stands between the fields of a text file."""
    turned_rows: tuple[str, ...] = ()
    """Where rows and columns were exchanged: the letters of the columns that ``rows`` were."""
    turned_columns: tuple[int, ...] = ()
    """The numbers of the rows that the columns were."""


def refuse(code: str, message: Words, where: str | Words, hint: Words | None = None) -> DataError:
    """A file that cannot be read at all, as the error to raise."""
    return DataError([Problem.told(code, message, hint=hint, where=where)])
