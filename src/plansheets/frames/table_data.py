"""The values that fill a table, whatever they came from."""

from __future__ import annotations

from collections.abc import Mapping

from plansheets.errors import Problem
from plansheets.frames.read_file import ReadFile
from plansheets.plan.model import Value
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class TableData:
    """The values that fill a table's input columns."""

    table: str
    columns: Mapping[str, tuple[Value, ...]]
    """By column id, one value a row; a choice is its item's id, a missing value None."""
    height: int
    notices: tuple[Problem, ...] = ()
    """Warnings: columns not read, rows left out, numbers worth a look."""
    account: ReadFile | None = None
    numbers: tuple[int, ...] = ()
    """The rows of the file, as people count them, that the rows come from."""
    currency: frozenset[str] = frozenset()
    """The codes that amounts may have whose columns are in no currency of their own."""
