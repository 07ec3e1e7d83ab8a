"""What Excel's grid allows, checked before anything is written."""

from __future__ import annotations

from plansheets.boxes import Box
from plansheets.formula.spell import FILE, at_most, spell
from plansheets.grid import MAX_COLUMNS, MAX_FORMULA, MAX_ROWS, cell_name
from plansheets.lengths import excel_length
from plansheets.plan.formulas import Standing, each_planned
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedName,
    PlannedSheet,
    PlannedTable,
)
from plansheets.plan.report import Report


def check_limits(plan: Plan, report: Report) -> None:
    """Report sizes and formulas that Excel would refuse."""
    for sheet in plan.sheets:
        _check_tables(sheet, report)
    for formula, at in each_planned(plan):
        if at_most(formula) <= MAX_FORMULA:
            continue
        length = excel_length(spell(formula, FILE))
        if length > MAX_FORMULA:
            report.add("PS306", *_too_long(at, length))


def _check_tables(sheet: PlannedSheet, report: Report) -> None:
    for table in sheet.tables:
        if table.last_row >= MAX_ROWS:
            report.add(
                "PS305",
                f"table '{table.name}' needs {table.last_row + 1:,} rows; a sheet has {MAX_ROWS:,}",
                hint="split the data",
            )
        if table.last_column >= MAX_COLUMNS:
            report.add(
                "PS305",
                f"table '{table.name}' needs {table.last_column + 1:,} columns; "
                f"a sheet has {MAX_COLUMNS:,}",
                hint="split the table",
            )


def _too_long(at: Standing, length: int) -> tuple[str, None, str]:
    """What to say of a formula of *length* characters, and what to do."""
    hint = "split it into two"
    match at:
        case Standing(PlannedColumn(id_), table=PlannedTable() as table):
            what = f"the formula of column '{id_}' of '{table.name}'"
            hint = "split it into two columns"
        case Standing(PlannedName(name)):
            what = f"the formula of the name '{name}'"
        case Standing(PlannedCell(row, column), PlannedSheet() as sheet):
            what = f"the formula of cell {cell_name(row, column)} of sheet '{sheet.title}'"
        case Standing(sheet=PlannedSheet() as sheet, box=Box() as box):
            cell = cell_name(box.first_row, box.first_column)
            what = f"a rule for cell {cell} of sheet '{sheet.title}'"
            hint = "compute it in a column, and let the rule look at that"
        case _:
            what = "a chart's range"
    return f"{what} has {length:,} characters; Excel allows {MAX_FORMULA:,}", None, hint
