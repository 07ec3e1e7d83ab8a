"""Columns of the plan that were deleted, put back at the right end of their tables.

Formulas name columns by their headers, so that it does not matter where they stand. What was typed
into a deleted column is not in the file any more; its cells are blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.errors import Problem, WorkbookError
from plansheets.grid import cell_name, quote_sheet
from plansheets.life.book import BookSheet, BookTable
from plansheets.life.cells import HeldCell
from plansheets.life.changes import Changes, constant
from plansheets.life.in_book import InBook
from plansheets.life.mark_names import column_mark
from plansheets.life.recognise import Recognised, recognise
from plansheets.life.standing import StandingBook
from plansheets.package.sheet_splice import CellPatch
from plansheets.plan.model import Plan, PlannedColumn, PlannedTable
from plansheets.records import dataclass
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class RestoredColumn:
    """A column that comes back: ``place`` is where it will stand on its sheet."""

    table: PlannedTable
    column: PlannedColumn
    sheet: str
    place: int
    like: int
    """A column of the same look, or that to the left."""


def with_columns_back(
    known: Recognised, plan: Plan
) -> tuple[Recognised, tuple[RestoredColumn, ...]]:
    """The workbook as it will be once its deleted columns are back, and which those are.

    Raises
    ------
    WorkbookError
        where something stands in their place.
    """
    found = tuple(_deleted(known, plan))
    if not found:
        return known, ()
    book = known.book
    sheets = tuple(_wider(sheet, known, found) for sheet in book.sheets)
    names = dict(book.names)
    for one in found:
        header = known.tables[one.table.id].header_row
        cell = cell_name(header, one.place, absolute=True)
        mark = column_mark(one.table.id, one.column.id).casefold()
        names[mark] = f"{quote_sheet(one.sheet)}!{cell}"
        sheet = known.tables[one.table.id].sheet
        book.contents(sheet).cells[header, one.place] = HeldCell(one.column.header)
    wider = replace(book, sheets=sheets, names=names)
    return recognise(wider, known.manifest, marked=known.marked), found


def _deleted(known: Recognised, plan: Plan) -> Iterator[RestoredColumn]:
    for sheet in plan.sheets:
        for table in sheet.tables:
            here = known.tables.get(table.id)
            if here is None or not here.in_table or not here.columns:
                continue
            box = _table_of(here.sheet, here.header_row, min(here.columns.values()))
            place = box.box.last_column if box is not None else 0
            for column in table.columns:
                if column.id in here.columns or box is None:
                    continue
                place += 1
                _require_free(known, here.sheet, box, place, column)
                alike = [
                    here.columns[one.id]
                    for one in table.columns
                    if one.style == column.style and one.id in here.columns
                ]
                like = alike[0] if alike else box.box.last_column
                yield RestoredColumn(table, column, here.sheet.title, place, like)


def _table_of(sheet: BookSheet, row: int, column: int) -> BookTable | None:
    return next(
        (one for one in sheet.tables if one.box.first_row == row and one.box.holds(row, column)),
        None,
    )


def _require_free(
    known: Recognised, sheet: BookSheet, table: BookTable, place: int, column: PlannedColumn
) -> None:
    box = table.box._replace(first_column=place, last_column=place)
    cells = known.book.contents(sheet).cells
    taken = [
        spot for spot in cells if box.holds(*spot) and cells[spot].value not in (None, "")
    ]  # fmt: skip
    taken += [one.box[:2] for one in sheet.tables if one is not table and one.box.overlaps(box)]
    if taken:
        where = sheet.place(cell_name(*min(taken)))
        message = Words(
            f"列“{column.header}”没有了，要补在表“{table.name}”右边，这里却有内容",
            f"column '{column.header}' is gone and would be put back right of table "
            f"'{table.name}', where something stands",
        )
        hint = Words("移开它，或取早先的副本", "move it away, or take an earlier copy")
        raise WorkbookError(
            [Problem.told("PS750", message, hint=hint, where=f"{known.book.name}: {where}")]
        )


def _wider(sheet: BookSheet, known: Recognised, found: tuple[RestoredColumn, ...]) -> BookSheet:
    """*sheet* with tables that hold the columns again."""
    tables = []
    for table in sheet.tables:
        new = [
            one
            for one in found
            if one.sheet == sheet.title
            and (here := known.tables[one.table.id]).header_row == table.box.first_row
            and table.box.holds(here.header_row, min(here.columns.values()))
        ]
        box = table.box._replace(last_column=table.box.last_column + len(new))
        headers = (*table.headers, *(one.column.header for one in new))
        tables.append(replace(table, box=box, headers=headers))
    return replace(sheet, tables=tuple(tables))


def put_columns(
    standing: StandingBook, changes: Changes, found: tuple[RestoredColumn, ...]
) -> None:
    """Headers and cells of the columns that come back, with the looks of their neighbours."""
    for one in found:
        known = standing.known.tables[one.table.id]
        part = known.sheet.part
        header = constant(one.column.header, (known.header_row, one.like))
        changes.put(part, (known.header_row, one.place), header, one.column.header)
        for row in range(known.first_row, known.last_row + 1):
            patch = changes.patch(part, (row, one.place)) or CellPatch()
            value = changes.value(part, (row, one.place))
            changes.put(part, (row, one.place), replace(patch, like=(row, one.like)), value)


def formulas_back(
    placed: InBook, standing: StandingBook, found: tuple[RestoredColumn, ...]
) -> dict[str, list[tuple[str, str | None]]]:
    """Headers and calculated-column formulas that come back, by the name of their table."""
    made: dict[str, list[tuple[str, str | None]]] = {}
    for one in found:
        known = standing.known.tables[one.table.id]
        table = standing.book_table(known)
        sheet = next(each for each in standing.plan.sheets if one.table in each.tables)
        formula = one.column.formula
        text = placed.text(formula, sheet) if formula is not None else None
        if table is not None:
            made.setdefault(table.name, []).append((one.column.header, text))
    return made
