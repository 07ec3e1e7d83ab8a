"""Files that are no table yet: a column for each of several names, several rows of one thing."""

from __future__ import annotations

from plansheets.records import dataclass
from plansheets.source import Span


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of a wide file: the name it stands for, and the headers it comes under."""

    name: str
    span: Span
    field: str | None = None
    aliases: tuple[str, ...] = ()
    deducted: bool = False
    """Whether it is taken off something, so that some files write it below zero."""


@dataclass(frozen=True, slots=True)
class Wide:
    """How a file with a column for each name becomes rows of the table."""

    names: str
    """The column that takes the name."""
    values: str
    """The column that takes what stands in the cell."""
    groups: str | None
    """The column that takes the title above the names, or before them."""
    columns: tuple[WideColumn, ...]


@dataclass(frozen=True, slots=True)
class FileLines:
    """Several rows of a file that are one row of the table."""

    by: tuple[str, ...]
    """The columns that name the row."""
    add: tuple[str, ...]
    """The columns that are added up."""
