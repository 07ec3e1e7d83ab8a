"""Where a table's rows come from: as many as are filled, or given by something else."""

from __future__ import annotations

from dataclasses import field

from plansheets.records import dataclass
from plansheets.source import Span


@dataclass(frozen=True, slots=True)
class Growing:
    """As many as people and data fill; a large team may fill as many as are *expected*."""

    expected: int


@dataclass(frozen=True, slots=True)
class EachItem:
    """One for each item of a list; the first column holds the item."""

    list_id: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many."""

    count: int


@dataclass(frozen=True, slots=True)
class From:
    """As many as another table has, row by row, and *spare* ones for what is typed in later."""

    table: str
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Groups:
    """One for each value of a column of another table, and *spare* ones.

    Where *expected* is given, a large team has as many values.
    """

    table: str
    by: str
    spare: int = 0
    expected: int | None = None
    span: Span | None = field(default=None, compare=False)
    """Where ``by`` stands."""


@dataclass(frozen=True, slots=True)
class Top:
    """The rows of a ranked view: the first *count* of a table by a number."""

    table: str
    by: str
    count: int
    span: Span
    ascending: bool = False


RowSource = Growing | EachItem | Count | From | Groups | Top
