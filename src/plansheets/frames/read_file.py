"""A file as it was read: how, which columns were used, what was missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that fills a table, as it was read.

    .. versionadded:: 0.1.0
    """

    table: str
    file: str
    rows: int
    """Rows that the table has from it."""
    rows_read: int
    """Rows below the header, blank ones and totals included."""
    header_row: int
    used: Mapping[str, str]
    """By header, the column that it fills; of wide files the name that it stands for."""
    left: tuple[str, ...] = ()
    """Headers that were not taken."""
    computed: tuple[str, ...] = ()
    """Headers that were not taken because the workbook computes their columns."""
    personal: tuple[str, ...] = ()
    """Headers that were not taken because they are personal."""
    missing: Mapping[str, int] = field(default_factory=dict)
    """By header, how many rows have no value."""
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    """What stands before decimals, where there are any."""
    dates: str | None = None
    """``day-first`` or ``month-first``, where days are two numbers and a year."""
    currency: str | None = None
    """What the file says its amounts are in, ``USD``, or how they were converted: ``USD × 7.1``."""
