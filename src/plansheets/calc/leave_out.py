"""A plan without the formulas that cannot be calculated, and without all that depends on them.

What depends on an unknown value is unknown, too: a blank in its place would give wrong numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from plansheets.boxes import Box
from plansheets.calc.engine import place_name
from plansheets.formula.ast import Cell, CellRange, Lines, Node
from plansheets.formula.rewrite import moved_along, walk
from plansheets.plan.formulas import each_computed
from plansheets.plan.lower.formulas import Places, lower, plan_places
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class _Owner:
    """One cell's formula, or those of a table's column; ``sees`` is what they look at."""

    where: str
    sheet: str
    box: Box
    sees: tuple[tuple[str, Box], ...]


def leave_out(plan: Plan, blocked: Collection[str]) -> tuple[Plan, frozenset[str]]:
    """*plan* without the formulas at the places in *blocked* and all that look at them.

    A column is named by its first cell. Gives the places of everything left out.
    """
    owners: dict[str, list[_Owner]] = {}
    for owner in _owners(plan):
        owners.setdefault(owner.where, []).append(owner)
    watch = _watch(one for several in owners.values() for one in several)
    unknown = set(blocked)
    waiting = list(unknown)
    while waiting:
        for owner in owners.get(waiting.pop(), ()):
            more = set(watch.who_sees(owner.sheet, owner.box)) - unknown
            unknown |= more
            waiting += more
    sheets = tuple(_without(sheet, unknown) for sheet in plan.sheets)
    return replace(plan, sheets=sheets), frozenset(unknown)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Who looks at which cells: by sheet and column, or by sheet alone where they are wide."""

    columns: dict[tuple[str, int], set[tuple[int, int, str]]]
    wide: dict[str, set[tuple[Box, str]]]

    def who_sees(self, sheet: str, box: Box) -> Iterator[str]:
        for column in range(box.first_column, box.last_column + 1):
            for first, last, where in self.columns.get((sheet, column), ()):
                if first <= box.last_row and box.first_row <= last:
                    yield where
        for seen, where in self.wide.get(sheet, ()):
            if seen.overlaps(box):
                yield where


_WIDE = 100
"""Columns of a range from which on it is not noted for each of them."""


def _watch(owners: Iterable[_Owner]) -> _Watch:
    watch = _Watch({}, {})
    for owner in owners:
        for sheet, box in owner.sees:
            if box.last_column - box.first_column >= _WIDE:
                watch.wide.setdefault(sheet, set()).add((box, owner.where))
                continue
            for column in range(box.first_column, box.last_column + 1):
                seen = box.first_row, box.last_row, owner.where
                watch.columns.setdefault((sheet, column), set()).add(seen)
    return watch


def _owners(plan: Plan) -> Iterator[_Owner]:
    where = plan_places(plan)
    for formula, sheet, box, owned in each_computed(plan):
        sees = [
            seen
            for row in {box.first_row, box.last_row}  # a this-row cell stands for its column
            for seen in _seen(moved_along(formula, row - box.first_row), where, sheet.title, row)
        ]
        name = place_name(sheet.title, owned.first_row, owned.first_column)
        yield _Owner(name, sheet.title, owned, tuple(sees))


def _seen(node: Node, where: Places, sheet: str, row: int) -> Iterator[tuple[str, Box]]:
    for part in walk(lower(node, where, sheet, row)):
        match part:
            case Cell():
                box = Box(part.row, part.column, part.row, part.column)
                yield part.sheet or sheet, box
            case CellRange(first, last):
                box = Box(first.row, first.column, last.row, last.column)
                yield first.sheet or sheet, box
            case Lines("rows", first_line, last_line):
                yield part.sheet or sheet, Box(first_line, 0, last_line, 16_383)
            case Lines("columns", first_line, last_line):
                yield part.sheet or sheet, Box(0, first_line, 1_048_575, last_line)
            case _:
                pass


def _without(sheet: PlannedSheet, unknown: Collection[str]) -> PlannedSheet:
    cells = tuple(
        replace(cell, formula=None)
        if cell.formula is not None and place_name(sheet.title, cell.row, cell.column) in unknown
        else cell
        for cell in sheet.cells
    )
    tables = tuple(_without_columns(table, sheet.title, unknown) for table in sheet.tables)
    return replace(sheet, cells=cells, tables=tables)


def _without_columns(table: PlannedTable, sheet: str, unknown: Collection[str]) -> PlannedTable:
    columns = tuple(
        replace(column, formula=None, first=None, values=(None,) * table.height)
        if place_name(sheet, table.first_row, number) in unknown
        else column
        for number, column in enumerate(table.columns, table.column)
    )
    return replace(table, columns=columns)
