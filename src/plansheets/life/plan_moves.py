"""Rows of a plan that stand lower in the plan of the same workbook with higher tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from plansheets.plan.model import Plan, PlannedSheet, PlannedTable
from plansheets.records import dataclass


class Step(NamedTuple):
    """From the old plan's row *at* on, everything stands *down* rows lower, all steps together."""

    at: int
    down: int


class OldRow(NamedTuple):
    """The old plan's row that a row of the new one is, or the last one above those that are new."""

    row: int
    beyond: int
    """How many rows below *row* it is; 0 where it is that row."""


def goes_on(sheet: PlannedSheet, table: PlannedTable) -> bool:
    """Whether *sheet* has something below *table*."""
    return (
        any(one.row > table.last_row for one in sheet.cells)
        or any(one.row > table.last_row for one in sheet.tables)
        or any(one.row > table.last_row for one in sheet.charts)
    )


class _OtherPartsError(Exception):
    """Two plans of a sheet differ in more than how low their parts stand."""


@dataclass(frozen=True, slots=True)
class PlanMoves:
    """How the rows of each sheet stand in a plan, from those of an older one; sheets by id."""

    steps: Mapping[str, tuple[Step, ...]]
    unknown: frozenset[str]
    """Sheets whose tables stand elsewhere for reasons that rows put in do not explain."""

    def new_row(self, sheet: str, row: int) -> int:
        """Where a row of the old plan is.

        >>> moves = PlanMoves({"main": (Step(6, 3),)}, frozenset())
        >>> moves.new_row("main", 5), moves.new_row("main", 6), moves.new_row("other", 6)
        (5, 9, 6)
        """
        down = 0
        for step in self.steps.get(sheet, ()):
            if row >= step.at:
                down = step.down
        return row + down

    def old_row(self, sheet: str, row: int) -> OldRow:
        """What a row of the new plan was.

        >>> moves = PlanMoves({"main": (Step(6, 3),)}, frozenset())
        >>> tuple(moves.old_row("main", 9)), tuple(moves.old_row("main", 7))
        ((6, 0), (5, 2))
        """
        before = 0
        for step in self.steps.get(sheet, ()):
            if row < step.at + before:
                break
            if row < step.at + step.down:
                return OldRow(step.at - 1, row - before - step.at + 1)
            before = step.down
        return OldRow(row - before, 0)


def moves_between(old: Plan, new: Plan) -> PlanMoves:
    """From the rows of *old* to those of *new*, which is drawn with tables of other heights."""
    steps: dict[str, tuple[Step, ...]] = {}
    unknown: set[str] = set()
    for before, after in zip(old.sheets, new.sheets, strict=True):
        if all(
            one.height == other.height
            for one, other in zip(before.tables, after.tables, strict=False)
        ):
            continue
        try:
            found = _steps(before, after)
        except _OtherPartsError:
            at = {one.id: (one.row, one.column) for one in before.tables}
            if any(at.get(one.id) != (one.row, one.column) for one in after.tables):
                unknown.add(before.id)
        else:
            if found:
                steps[before.id] = found
    return PlanMoves(steps, frozenset(unknown))


def _steps(old: PlannedSheet, new: PlannedSheet) -> tuple[Step, ...]:
    rows: dict[int, int] = {}
    for row, other in _same_rows(old, new):
        if rows.setdefault(row, other) != other:
            raise _OtherPartsError
    found: list[Step] = []
    down, last = 0, -1
    for row, other in sorted(rows.items()):
        if other - row < down:
            raise _OtherPartsError
        if other - row > down:
            down = other - row
            found.append(Step(last + 1, down))
        last = row
    moves = PlanMoves({old.id: tuple(found)}, frozenset())
    merged = {
        one._replace(
            first_row=moves.new_row(old.id, one.first_row),
            last_row=moves.new_row(old.id, one.last_row),
        )
        for one in old.merges
    }
    if found and merged != set(new.merges):
        raise _OtherPartsError
    return tuple(found)


def _same_rows(old: PlannedSheet, new: PlannedSheet) -> Iterator[tuple[int, int]]:
    """Rows of the old plan of a sheet, and where the same parts stand in the new one."""
    if [one.id for one in old.tables] != [one.id for one in new.tables]:
        raise _OtherPartsError
    for table, other in zip(old.tables, new.tables, strict=True):
        if table.column != other.column or other.height < table.height:
            raise _OtherPartsError
        yield table.row, other.row
        yield table.last_row, table.last_row + other.row - table.row
    columns = _by_column(old), _by_column(new)
    if columns[0].keys() != columns[1].keys():
        raise _OtherPartsError
    for column, cells in columns[0].items():
        others = columns[1][column]
        if len(cells) != len(others):
            raise _OtherPartsError
        for (row, computed), (other_row, other_computed) in zip(cells, others, strict=True):
            if computed != other_computed:
                raise _OtherPartsError
            yield row, other_row
    if len(old.charts) != len(new.charts) or len(old.notes) != len(new.notes):
        raise _OtherPartsError
    at = [
        [*((one.row, one.column) for one in sheet.charts),
         *((one.row, one.column) for one in sheet.notes)]
        for sheet in (old, new)
    ]  # fmt: skip
    for (row, column), (other_row, other_column) in zip(*at, strict=True):
        if column != other_column:
            raise _OtherPartsError
        yield row, other_row


def _by_column(sheet: PlannedSheet) -> dict[int, list[tuple[int, bool]]]:
    """Rows of the cells outside tables in each column, and whether they are computed."""
    found: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    for cell in sheet.cells:
        found[cell.column].append((cell.row, cell.formula is not None))
    return {column: sorted(cells) for column, cells in found.items()}
