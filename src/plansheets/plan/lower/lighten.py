"""A large workbook goes without the formats that LibreOffice cannot draw it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.formula.ast import Call, Cell
from plansheets.formula.rewrite import walk
from plansheets.plan.model import Plan, PlannedConditional, PlannedSheet
from plansheets.plan.report import Report
from plansheets.plan.rules import FormulaFormat

_FORMULAS = 10_000
"""Beyond so many LibreOffice 7.4 was seen to crash while it drew pages, as with the annual plan."""


def lighten(plan: Plan, _report: Report) -> Plan:
    """*plan* without the rules that drop the decimals of whole numbers in computed cells.

    Such a rule asks for the value of its own cell. LibreOffice then calculates while it draws, what
    was calculated changes the height of rows, and a large workbook crashes it. Whole numbers keep
    a decimal there: 25.0 % for 25 %.
    """
    computed = {sheet.title: frozenset(_computed(sheet)) for sheet in plan.sheets}
    if sum(map(len, computed.values())) <= _FORMULAS:
        return plan

    def kept(rule: PlannedConditional, sheet: PlannedSheet) -> bool:
        first = rule.box.first_row, rule.box.first_column
        return not (asks_itself(rule) and first in computed[sheet.title])

    return replace(
        plan,
        sheets=tuple(
            replace(
                sheet, conditionals=tuple(one for one in sheet.conditionals if kept(one, sheet))
            )
            for sheet in plan.sheets
        ),
    )


def _computed(sheet: PlannedSheet) -> Iterator[tuple[int, int]]:
    """The cells of *sheet* that hold formulas."""
    yield from ((cell.row, cell.column) for cell in sheet.cells if cell.formula is not None)
    for table in sheet.tables:
        for place, column in enumerate(table.columns, table.column):
            if column.formula is not None:
                yield from ((row, place) for row in range(table.first_row, table.last_row + 1))


def asks_itself(rule: PlannedConditional) -> bool:
    """Whether a rule for a number format rounds the value of the cell that it formats."""
    if not isinstance(rule.shows, FormulaFormat) or rule.shows.highlight.number_format is None:
        return False
    return any(
        isinstance(part, Cell)
        and (part.row, part.column) == (rule.box.first_row, rule.box.first_column)
        for node in walk(rule.shows.formula)
        if isinstance(node, Call) and node.name == "ROUND"
        for part in walk(node)
    )
