"""One table being filled: its header, its rows, and everything that was wrong so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from operator import itemgetter

from plansheets.blueprint.model import Blueprint, Column, ItemList, Table
from plansheets.errors import DataError, Problem
from plansheets.frames.conversion import Conversion
from plansheets.frames.headers import Header, Match, Spread
from plansheets.frames.raw import NO_HINTS, FileHints, RawRows
from plansheets.grid import column_name
from plansheets.records import dataclass
from plansheets.values.days import DayStyle
from plansheets.values.marks import DecimalMark
from plansheets.values.numbers import BadValueError
from plansheets.values.written import fold
from plansheets.words import LOCALES, Locale, Words

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
    reason: Words
    hint: Words | None = None


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
    hints: FileHints = NO_HINTS
    given: Mapping[str, str] = field(default_factory=dict)
    """What stands in columns that the file leaves blank, by id, as the user gave it."""
    marks: dict[int, DecimalMark] = field(default_factory=dict)
    """What stands before decimals, by place; a point where nothing is said."""
    days: dict[int, DayStyle] = field(default_factory=dict)
    """How days are written, by place."""
    asked: set[int] = field(default_factory=set)
    """Places of columns that a question was asked about: their cells are no faults yet."""
    conversions: dict[int, Conversion] = field(default_factory=dict)
    """How amounts of other currencies are converted, by place."""
    currency: frozenset[str] = frozenset()
    """The codes that amounts may have whose columns are in no currency of their own."""
    currencies: list[str] = field(default_factory=list)
    """What the file says of the currency of its amounts, for the account."""
    faults: list[Fault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    left: Problem | None = None
    """What the header names that is not in the table, to be told where something is wrong."""
    owner: int | None = None
    """The place of the column that says whose each row is, where files are split by one."""
    numbers: Sequence[int] | None = None
    """The numbers people know the rows by, where they are a part of the file's."""

    def cells(self, match: Match | Spread) -> list[object]:
        return self.cells_at(match.place)

    def cells_at(self, place: int) -> list[object]:
        """What stands in a column of the file, below the header."""
        try:
            return list(map(itemgetter(place), self.lines))
        except IndexError:  # some rows are shorter
            return [line[place] if place < len(line) else None for line in self.lines]

    def cell(self, row: int, place: int) -> object:
        """What stands in a column of a *row* below the header."""
        line = self.lines[row]
        return line[place] if place < len(line) else None

    def number(self, row: int) -> int:
        """The number people know the *row* below the header by."""
        if self.numbers is not None:
            return self.numbers[row]
        return self.raw.first_row + self.first + row

    def row_named(self, row: int) -> Words:
        """The *row* below the header as people know it; a column by its letter."""
        if turned := self.raw.turned_rows:
            letter = turned[self.first + row]
            return Words(f"{letter} 列", f"column {letter}")
        number = self.number(row)
        return Words(f"第 {number} 行", f"row {number}")

    def fault(self, row: int, match: Match | Spread, error: BadValueError) -> None:
        if match.place in self.asked:
            return
        self.faults.append(
            Fault(row, match.place, match.written, error.code, error.reason, error.hint)
        )

    def problem(
        self,
        code: str,
        message: Words,
        hint: Words | None = None,
        column: Match | Spread | None = None,
    ) -> None:
        """Something wrong with the file, or with a *column* of it."""
        where = self.raw.name if column is None else self.column_named(column)
        self.problems.append(Problem.told(code, message, hint=hint, where=where))

    def ask(self, place: int, question: Problem) -> None:
        """Ask a *question* about the column at *place*, whose cells are no faults until then."""
        self.asked.add(place)
        self.problems.append(question)

    def column_named(self, column: Match | Spread) -> Words:
        """A column of the file, as people know it."""
        if turned := self.raw.turned_columns:
            number = turned[column.place]
            return Words(f"{self.raw.name} 第 {number} 行", f"{self.raw.name} row {number}")
        letter = column_name(column.place)
        return Words(f"{self.raw.name} {letter} 列", f"{self.raw.name} column {letter}")

    def notice(self, code: str, message: Words, hint: Words | None = None) -> None:
        self.notices.append(
            Problem.told(code, message, hint=hint, where=self.raw.name, level="warning")
        )

    @property
    def filled(self) -> frozenset[str]:
        """The columns that something fills, by id."""
        found = {match.column.id for match in self.header.matches} | set(self.given)
        if self.header.spreads and (wide := self.table.wide):
            found |= {wide.names, wide.values}
            if wide.groups and any(one.group for one in self.header.spreads):
                found.add(wide.groups)
        return frozenset(found)

    def list_of(self, column: Column) -> ItemList | None:
        return self.blueprint.list(column.list_id) if column.list_id else None

    def rows_named(self, rows: Iterable[int]) -> Words:
        turned = self.raw.turned_rows
        numbers = [turned[self.first + row] if turned else str(self.number(row)) for row in rows]
        listed, more = numbers[:LISTED], len(numbers) - LISTED
        return Words(
            "、".join(listed) + (f" 等 {len(numbers):,}" if more > 0 else ""),
            ", ".join(listed) + (f" and {more:,} more" if more > 0 else ""),
        )


def set_owner(work: Work, names: Collection[str]) -> None:
    """Find the column that says whose each row is, by one of its folded *names*."""
    header = work.header
    named = [(one.place, one.written) for one in header.matches] + [*header.rest]
    work.owner = next((place for place, written in named if fold(written) in names), None)
    rest = tuple(one for one in header.rest if one[0] != work.owner)
    work.header = replace(header, rest=rest)


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
        Problem.told(
            fault.code,
            fault.reason,
            hint=fault.hint,
            where=Words(
                f"{work.raw.name} {work.row_named(fault.row).zh}“{fault.header}”",
                f"{work.raw.name} {work.row_named(fault.row).en}, '{fault.header}'",
            ),
        )
        for fault in faults[:MOST_PROBLEMS]
    ]
    if len(faults) > MOST_PROBLEMS:
        count = len(faults) - MOST_PROBLEMS
        more = Words(f"还有 {count:,} 个问题", f"and {count:,} more problems")
        problems.append(Problem.told("PS415", more, where=work.raw.name))
    if problems:
        left = [work.left] if work.left else []  # what was not found explains what is missing
        raise DataError(problems + work.notices + left)
