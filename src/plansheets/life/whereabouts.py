"""Where the cells of a plan stand in a workbook that people have changed, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from plansheets.formula.ast import Cell, Node
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.cells import HeldCell, Spot
from plansheets.life.compare import shape_of, tree_of
from plansheets.life.grid_labels import grids_on
from plansheets.life.identity import normal
from plansheets.life.mark_names import check_mark, sheet_mark
from plansheets.life.recognise import KnownTable, Recognised
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable
from plansheets.records import dataclass


class PlanSpot(NamedTuple):
    """A cell of the plan."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TableHome:
    """A table of the plan and the same in the workbook."""

    planned: PlannedTable
    known: KnownTable
    columns: Mapping[int, str]
    """Column ids by the columns they stand in now."""

    def back(self, row: int, column: int, home: Spot | None) -> tuple[int, int] | None:
        """The plan's place of a cell of this table; rows count from *home*, a cell of it."""
        id_ = self.columns.get(column)
        if id_ is None:
            return None
        offset = next(place for place, one in enumerate(self.planned.columns) if one.id == id_)
        planned = self.planned
        if row <= self.known.header_row:
            return planned.row + row - self.known.header_row, planned.column + offset
        if row >= self.known.last_row:
            moved = planned.last_row + row - self.known.last_row
        else:
            moved = planned.row + row - self.known.header_row
        if home is not None:
            moved = self.plan_row(home[0]) + row - home[0]
        return moved, planned.column + offset

    def plan_row(self, row: int) -> int:
        """The row of the plan that a row of data is like."""
        index = min(max(row - self.known.header_row, 1), self.planned.height)
        return self.planned.row + index


Fits = Callable[[int, int], tuple[int, int]]
"""How many texts, and how many formulas, of the plan's row or column stand in a place."""


class _Aligned:
    """Rows or columns of a sheet: from the plan to the workbook and back."""

    def __init__(
        self,
        anchors: Mapping[int, int],
        last: int,
        fits: Fits,
    ) -> None:
        self._forth: dict[int, int] = {}
        chain = _rising(anchors)
        ends = [*chain[1:], (last + 1, last + 1 + chain[-1][1] - chain[-1][0])]
        for (first, place), (following, after) in zip(chain, ends, strict=True):
            self._forth[first] = place
            before, behind = place - first, after - following
            for index in range(first + 1, following):
                options = {
                    index + offset for offset in (before, behind) if place < index + offset < after
                }
                if options and (best := _best(index, options, fits)) is not None:
                    self._forth[index] = best
        for index in range(chain[0][0]):
            self._forth[index] = index + chain[0][1] - chain[0][0]
        self.back = {place: index for index, place in self._forth.items()}

    def forth(self, index: int) -> int | None:
        return self._forth.get(index)

    @property
    def unmoved(self) -> bool:
        return all(index == place for index, place in self._forth.items())


def _best(index: int, options: Collection[int], fits: Fits) -> int | None:
    """Which of two places is that of the plan's row or column *index*: the one that says its texts,
    else the only one that has its formulas.
    """
    if len(options) == 1:
        return max(options)
    found = {one: fits(index, one) for one in options}
    best = max(options, key=lambda one: (found[one], -abs(one - index)))
    texts, formulas = found[best]
    others = [found[one] for one in options if one != best]
    sure = texts or all(formulas > other for _, other in others)
    return best if sure else None


def _rising(anchors: Mapping[int, int]) -> list[tuple[int, int]]:
    """The anchors whose order is the plan's; a table that was moved elsewhere is left out."""
    chain: list[tuple[int, int]] = []
    for index, place in sorted(anchors.items()):
        if not chain or place > chain[-1][1]:
            chain.append((index, place))
    return chain or [(0, 0)]


class SheetHome:
    """A sheet of the plan and the same in the workbook."""

    def __init__(
        self, planned: PlannedSheet, sheet: BookSheet, known: Recognised, plan: Plan
    ) -> None:
        self.planned, self.sheet = planned, sheet
        book = known.book
        self._held = book.contents(sheet).cells
        self.tables = [
            TableHome(table, found, {place: id_ for id_, place in found.columns.items()})
            for table in planned.tables
            if (found := known.tables.get(table.id)) is not None and found.sheet is sheet
        ]
        rows, columns = _anchors(planned, sheet, known, plan, self.tables)
        texts: dict[Spot, str | Node] = {
            (cell.row, cell.column): cell.value
            for cell in planned.cells
            if isinstance(cell.value, str)
        }
        texts |= {
            (cell.row, cell.column): cell.formula
            for cell in planned.cells
            if cell.formula is not None
        }
        self._rows_of: dict[int, list[tuple[int, str | Node]]] = {}
        self._columns_of: dict[int, list[tuple[int, str | Node]]] = {}
        for (row, column), text in texts.items():
            self._rows_of.setdefault(row, []).append((column, text))
            self._columns_of.setdefault(column, []).append((row, text))
        last_row = max((cell.row for cell in planned.cells), default=0)
        last_row = max([last_row, *(table.last_row for table in planned.tables)])
        last_column = max((cell.column for cell in planned.cells), default=0)
        last_column = max([last_column, *(table.last_column for table in planned.tables)])
        self.columns = _Aligned(columns, last_column, lambda _column, _place: (0, 0))
        self.rows = _Aligned(rows, last_row, self._row_fits)
        self.columns = _Aligned(columns, last_column, self._column_fits)

    def _row_fits(self, row: int, place: int) -> tuple[int, int]:
        return self._fits(
            ((place, self.columns.forth(column) or 0), said)
            for column, said in self._rows_of.get(row, ())
        )

    def _column_fits(self, column: int, place: int) -> tuple[int, int]:
        return self._fits(
            ((self.rows.forth(row) or 0, place), said)
            for row, said in self._columns_of.get(column, ())
        )

    def _fits(self, cells: Iterable[tuple[Spot, str | Node]]) -> tuple[int, int]:
        found = [isinstance(said, str) for spot, said in cells if self._says(spot, said)]
        return sum(found), len(found) - sum(found)

    def _says(self, spot: Spot, text: str | Node) -> bool:
        """Whether a cell holds a text, or a formula that does what another does."""
        held = self._held.get(spot)
        if held is None or isinstance(text, str):
            return held is not None and held.value == text
        tree = tree_of(held.formula) if held.formula else None
        return tree is not None and shape_of(tree) == shape_of(normal(text))

    @property
    def unmoved(self) -> bool:
        """Whether every cell stands where the plan has it."""
        return (
            self.rows.unmoved
            and self.columns.unmoved
            and self.sheet.title == self.planned.title
            and len(self.tables) == len(self.planned.tables)
            and all(
                table.known.height == table.planned.height
                and table.known.header_row == table.planned.row
                and len(table.columns) == len(table.planned.columns)
                and min(table.columns, default=-1) == table.planned.column
                for table in self.tables
            )
        )

    def forth(self, row: int, column: int) -> Spot | None:
        """Where a cell outside the tables stands now; None where it is gone."""
        moved, place = self.rows.forth(row), self.columns.forth(column)
        return None if moved is None or place is None else (moved, place)

    def back(self, row: int, column: int, home: Spot | None) -> tuple[int, int] | None:
        """The plan's row and column of a cell of the workbook."""
        for table in self.tables:
            known = table.known
            if known.header_row <= row <= known.last_row + 1 and column in table.columns:
                inside = (
                    home
                    if home is not None
                    and known.header_row < home[0] <= known.last_row
                    and home[1] in table.columns
                    else None
                )
                return table.back(row, column, inside)
        index, place = self.rows.back.get(row), self.columns.back.get(column)
        return None if index is None or place is None else (index, place)


def _outside(cells: Mapping[Spot, HeldCell], tables: list[TableHome]) -> dict[Spot, HeldCell]:
    """The *cells* that are in none of the *tables*."""
    boxes = [
        (one.known.header_row, one.known.last_row, min(one.columns), max(one.columns))
        for one in tables
        if one.columns
    ]
    return {
        (row, column): held
        for (row, column), held in cells.items()
        if not any(top <= row <= end and left <= column <= right for top, end, left, right in boxes)
    }


def _anchors(
    planned: PlannedSheet,
    sheet: BookSheet,
    known: Recognised,
    plan: Plan,
    tables: list[TableHome],
) -> tuple[dict[int, int], dict[int, int]]:
    """Rows and columns of which both places are known."""
    book: OpenBook = known.book
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}

    def anchor(name: str, row: int, column: int) -> None:
        cell = book.place(name)
        if cell is not None and cell.sheet.casefold() == sheet.title.casefold():
            rows.setdefault(row, cell.row)
            columns.setdefault(column, cell.column)

    anchor(sheet_mark(planned.id), 0, 0)
    for parameter, typed in plan.typed.items():
        if typed.sheet == planned.title and parameter in known.typed:
            place = known.typed[parameter]
            if place.sheet.casefold() == sheet.title.casefold():
                rows.setdefault(typed.row, place.row)
                columns.setdefault(typed.column, place.column)
    if planned.id == "checks":
        for name in plan.names:
            target = name.target
            if name.name.startswith(check_mark("")) and isinstance(target, Cell):
                anchor(name.name, target.row, target.column)
    loose: dict[Spot, HeldCell] | None = None
    for grid in grids_on(planned, plan):
        if loose is None:
            loose = _outside(book.contents(sheet).cells, tables)
        found_rows, found_columns = grid.labels_in(loose)
        for at, now in found_rows.items():
            rows.setdefault(at, now)
        for at, now in found_columns.items():
            columns.setdefault(at, now)
    for table in tables:
        rows.setdefault(table.planned.row, table.known.header_row)
        rows.setdefault(table.planned.last_row, table.known.last_row)
        for offset, column in enumerate(table.planned.columns):
            found = table.known.columns.get(column.id)
            if found is not None:
                columns.setdefault(table.planned.column + offset, found)
    return rows, columns
