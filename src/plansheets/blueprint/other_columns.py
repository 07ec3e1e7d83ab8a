"""What a column takes from other columns: values to offer, cells to show, numbers to draw."""

from __future__ import annotations

from plansheets.records import dataclass
from plansheets.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """A column of another table whose values a drop-down offers: ``people[post]``."""

    table: str
    column: str
    span: Span


@dataclass(frozen=True, slots=True)
class Shown:
    """What a column of a view shows: a column of the table that the view looks at."""

    column: str
    span: Span
    inherited: frozenset[str]
    """Fields that the view does not say itself and takes over."""


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line in a cell over the row's columns from *first* to *last*."""

    first: str
    last: str
    span: Span
