"""A plan with what a workbook holds typed into it, so that it can be calculated as the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plansheets.life.in_book import GoneError, InBook
from plansheets.life.standing import StandingBook, values_of
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, PlannedTable, Value

NewRows = Mapping[str, Sequence[Value]]
"""The values of a table's columns, by id."""


def with_inputs(
    plan: Plan,
    standing: StandingBook,
    rows: Mapping[str, NewRows] | None = None,
    typed: Mapping[str, Value] | None = None,
    cells: Mapping[tuple[str, int, int], Value] | None = None,
) -> Plan:
    """*plan* with the inputs of the workbook; *rows*, *typed* and *cells* take the place of some.

    *plan* is that of *standing*, or one drawn higher. *rows* are by table, *typed* by parameter,
    *cells* by title, row and column of the plan: as cells show them, a day as its number, an item
    as its label.
    """
    placed = InBook(standing, plan)
    given = {
        (cell.sheet or "", cell.row, cell.column): (typed or {})[id_]
        for id_, cell in plan.typed.items()
        if typed and id_ in typed
    } | dict(cells or {})
    drawn = {
        sheet.id: {
            (placed.moves.new_row(sheet.id, cell.row), cell.column): cell
            for cell in sheet.cells
            if cell.formula is None
        }
        for sheet in standing.plan.sheets
    }

    def cell(cell: PlannedCell, sheet: PlannedSheet) -> PlannedCell:
        if cell.formula is not None:
            return cell
        place = sheet.title, cell.row, cell.column
        if place in given:
            return replace(cell, value=given[place])
        before = drawn.get(sheet.id, {}).get((cell.row, cell.column))
        if before is None or before.value != cell.value:
            return cell  # the plan itself says something else now
        try:
            spot = placed.spot(sheet, cell.row, cell.column)
        except GoneError:
            return cell
        held = standing.book.contents(placed.home(sheet).sheet).cells.get(spot)
        value = held.value if held is not None else None
        return cell if value == cell.value else replace(cell, value=value)

    def table(table: PlannedTable) -> PlannedTable:
        known = standing.known.tables.get(table.id)
        if known is None:
            return table
        new = (rows or {}).get(table.id)
        columns = []
        for column in table.columns:
            if column.formula is None and column.id in known.columns:
                values = (
                    new[column.id]
                    if new is not None and column.id in new
                    else values_of(standing, known, column.id)
                )
                blank = (None,) * (table.height - len(values))
                columns.append(replace(column, values=(*values[: table.height], *blank)))
            else:
                columns.append(column)
        return replace(table, columns=tuple(columns))

    return replace(
        plan,
        sheets=tuple(
            replace(
                sheet,
                cells=tuple(cell(one, sheet) for one in sheet.cells),
                tables=tuple(table(one) for one in sheet.tables),
            )
            for sheet in plan.sheets
        ),
    )
