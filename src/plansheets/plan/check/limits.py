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
from plansheets.words import Words


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
                Words(
                    f"表“{table.name}”要 {table.last_row + 1:,} 行；一个工作表只有 {MAX_ROWS:,} 行",
                    f"table '{table.name}' needs {table.last_row + 1:,} rows; a sheet "
                    f"has {MAX_ROWS:,}",
                ),
                hint=Words("把数据分开", "split the data"),
            )
        if table.last_column >= MAX_COLUMNS:
            report.add(
                "PS305",
                Words(
                    f"表“{table.name}”要 {table.last_column + 1:,} 列；一个工作表只有 "
                    f"{MAX_COLUMNS:,} 列",
                    f"table '{table.name}' needs {table.last_column + 1:,} columns; a "
                    f"sheet has {MAX_COLUMNS:,}",
                ),
                hint=Words("把表分开", "split the table"),
            )


def _too_long(at: Standing, length: int) -> tuple[Words, None, Words]:
    """What to say of a formula of *length* characters, and what to do."""
    hint = Words("拆成两个", "split it into two")
    match at:
        case Standing(PlannedColumn(id_), table=PlannedTable() as table):
            what = Words(
                f"“{table.name}”的列“{id_}”的公式",
                f"the formula of column '{id_}' of '{table.name}'",
            )
            hint = Words("拆成两列", "split it into two columns")
        case Standing(PlannedName(name)):
            what = Words(f"名称“{name}”的公式", f"the formula of the name '{name}'")
        case Standing(PlannedCell(row, column), PlannedSheet() as sheet):
            cell = cell_name(row, column)
            what = Words(
                f"工作表“{sheet.title}”单元格 {cell} 的公式",
                f"the formula of cell {cell} of sheet '{sheet.title}'",
            )
        case Standing(sheet=PlannedSheet() as sheet, box=Box() as box):
            cell = cell_name(box.first_row, box.first_column)
            what = Words(
                f"工作表“{sheet.title}”单元格 {cell} 的规则",
                f"a rule for cell {cell} of sheet '{sheet.title}'",
            )
            hint = Words(
                "在一列里算好，让规则看那一列",
                "compute it in a column, and let the rule look at that",
            )
        case _:
            what = Words("图表的区域", "a chart's range")
    message = Words(
        f"{what.zh}有 {length:,} 个字符；Excel 最多 {MAX_FORMULA:,} 个",
        f"{what.en} has {length:,} characters; Excel allows {MAX_FORMULA:,}",
    )
    return message, None, hint
