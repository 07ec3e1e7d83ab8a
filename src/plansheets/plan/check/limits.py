"""What Excel's grid allows, checked before anything is written."""

from __future__ import annotations

from plansheets.formula.spell import FILE, spell
from plansheets.grid import MAX_COLUMNS, MAX_FORMULA, MAX_ROWS
from plansheets.lengths import excel_length
from plansheets.plan.model import Plan, PlannedColumn, PlannedSheet
from plansheets.plan.report import Report


def check_limits(plan: Plan, report: Report) -> None:
    """Report sizes and formulas that Excel would refuse."""
    for sheet in plan.sheets:
        _check_sheet(sheet, report)


def _check_sheet(sheet: PlannedSheet, report: Report) -> None:
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
        for column in table.columns:
            _check_column(table.name, column, report)
    for cell in sheet.cells:
        if cell.formula is not None and excel_length(spell(cell.formula, FILE)) > MAX_FORMULA:
            report.add(
                "PS306",
                f"a formula on sheet '{sheet.title}' has more than {MAX_FORMULA:,} characters",
                hint="split it into two",
            )


def _check_column(table: str, column: PlannedColumn, report: Report) -> None:
    for tree in (column.first, column.formula):
        length = excel_length(spell(tree, FILE)) if tree is not None else 0
        if length > MAX_FORMULA:
            report.add(
                "PS306",
                f"the formula of column '{column.id}' of '{table}' has {length:,} "
                f"characters; Excel allows {MAX_FORMULA:,}",
                hint="split it into two columns",
            )
