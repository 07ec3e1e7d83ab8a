"""What Excel's grid and names allow, checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plansheets.formula.spell import FILE, spell
from plansheets.grid import MAX_COLUMNS, MAX_FORMULA, MAX_ROWS, MAX_SHEET_TITLE, looks_like_cell
from plansheets.plan.model import Plan, PlannedColumn, PlannedSheet
from plansheets.plan.report import Report

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def check_limits(plan: Plan, report: Report) -> Plan:
    """Report titles, names, sizes and formulas that Excel would refuse."""
    seen: dict[str, str] = {}
    for sheet in plan.sheets:
        title = sheet.title
        if title.casefold() in seen:
            report.add(
                "PS304",
                f"two sheets are called '{title}'",
                hint="sheet titles differ by more than case; 'about', 'parameters', "
                "'checks' and 'dictionary' are taken",
            )
        seen[title.casefold()] = title
        for message, hint in _title_faults(title):
            report.add("PS304", message, hint=hint)
        _check_sheet(sheet, report)
    for name in plan.names:
        if looks_like_cell(name.name):
            report.add("PS109", f"'{name.name}' cannot be an id: Excel reads it as a cell")
    return plan


def _title_faults(title: str) -> Iterator[tuple[str, str]]:
    if len(title) > MAX_SHEET_TITLE:
        length = len(title)
        message = f"the sheet title '{title}' has {length} characters; Excel allows"
        yield f"{message} {MAX_SHEET_TITLE}", "shorten it"
    if _NOT_IN_TITLES.search(title) or title.startswith("'") or title.endswith("'"):
        yield (
            f"the sheet title '{title}' holds a character Excel refuses",
            "leave out [ ] : * ? / \\ and quotes at its ends",
        )
    if title.casefold() == "history" or not title.strip():
        yield f"a sheet cannot be called '{title}'", "Excel keeps that title for itself"


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
        if cell.formula is not None and len(spell(cell.formula, FILE)) > MAX_FORMULA:
            report.add(
                "PS306",
                f"a formula on sheet '{sheet.title}' has more than {MAX_FORMULA:,} characters",
                hint="split it into two",
            )


def _check_column(table: str, column: PlannedColumn, report: Report) -> None:
    trees = [column.formula] if column.formula is not None else list((column.cells or ())[:2])
    for tree in trees:
        length = len(spell(tree, FILE))
        if length > MAX_FORMULA:
            report.add(
                "PS306",
                f"the formula of column '{column.id}' of '{table}' has {length:,} "
                f"characters; Excel allows {MAX_FORMULA:,}",
                hint="split it into two columns",
            )
