"""One table being filled: its header, its rows, and everything that was wrong so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from operator import itemgetter

from plansheets.blueprint.model import Blueprint, Column, ItemList, Table
from plansheets.errors import DataError, Problem
from plansheets.frames.headers import Header, Match
from plansheets.frames.raw import RawRows
from plansheets.records import dataclass
from plansheets.values.numbers import BadValueError
from plansheets.words import LOCALES, Locale

MOST_PROBLEMS = 200
"""As many bad cells are listed; the rest is counted."""
LISTED = 12
"""As many names or rows are listed in one message."""


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    place: int
    header: str
    code: str
    reason: str
    hint: str | None = None


@dataclass(slots=True)
class Work:
    """One table being filled: what is known so far, and everything that was wrong."""

    raw: RawRows
    table: Table
    blueprint: Blueprint
    header: Header
    first: int
    """Index of the first row below the header."""
    lines: Sequence[Sequence[object]]
    """The rows below the header."""
    locale: Locale = LOCALES[0]
    """The language whose labels messages name columns by."""
    faults: list[Fault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def cells(self, match: Match) -> list[object]:
        place = match.place
        try:
            return list(map(itemgetter(place), self.lines))
        except IndexError:  # some rows are shorter
            return [line[place] if place < len(line) else None for line in self.lines]

    def number(self, row: int) -> int:
        """The number people know the *row* below the header by."""
        return self.raw.first_row + self.first + row

    def fault(self, row: int, match: Match, error: BadValueError) -> None:
        self.faults.append(
            Fault(row, match.place, match.written, error.code, error.reason, error.hint)
        )

    def notice(self, code: str, message: str, hint: str | None = None) -> None:
        self.notices.append(Problem(code, message, None, hint, "warning", self.raw.name))

    def list_of(self, column: Column) -> ItemList | None:
        return self.blueprint.list(column.list_id) if column.list_id else None

    def rows_named(self, rows: Iterable[int]) -> str:
        numbers = [str(self.number(row)) for row in rows]
        more = f" and {len(numbers) - LISTED:,} more" if len(numbers) > LISTED else ""
        return ", ".join(numbers[:LISTED]) + more


def inputs(table: Table) -> list[Column]:
    return [column for column in table.columns if column.role != "formula"]


def row_items(work: Work) -> ItemList | None:
    return work.blueprint.list(work.table.row_list) if work.table.row_list else None


def needed(table: Table) -> list[str]:
    """Columns without which a row is nothing: the key, the required ones, the item of its row."""
    first = [table.columns[0].id] if table.row_list else []
    required = [column.id for column in inputs(table) if column.required]
    return list(dict.fromkeys([*first, *table.key, *required]))


def is_read(match: Match, table: Table) -> bool:
    return match.column.role != "formula" or table.names_rows(match.column)


def raise_all(work: Work) -> None:
    faults = sorted(work.faults, key=lambda fault: (fault.row, fault.place))
    problems = work.problems + [
        Problem(
            fault.code,
            fault.reason,
            hint=fault.hint,
            where=f"{work.raw.name} row {work.number(fault.row)}, '{fault.header}'",
        )
        for fault in faults[:MOST_PROBLEMS]
    ]
    if len(faults) > MOST_PROBLEMS:
        more = f"and {len(faults) - MOST_PROBLEMS:,} more problems"
        problems.append(Problem("PS415", more, where=work.raw.name))
    if problems:
        raise DataError(problems + work.notices)  # a column not found explains what is missing
