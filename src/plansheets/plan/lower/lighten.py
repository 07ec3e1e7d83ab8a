"""A large workbook goes without the formats that LibreOffice cannot draw it with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from plansheets.boxes import Box
from plansheets.formula.ast import Call, Cell
from plansheets.formula.rewrite import walk
from plansheets.plan.formulas import each_computed
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
    computed: defaultdict[str, list[Box]] = defaultdict(list)
    formulas = 0
    for _, sheet, box, _ in each_computed(plan):
        computed[sheet.title].append(box)
        formulas += box.last_row - box.first_row + 1
    if formulas <= _FORMULAS:
        return plan

    def kept(rule: PlannedConditional, sheet: PlannedSheet) -> bool:
        first = rule.box.first_row, rule.box.first_column
        return not (asks_itself(rule) and any(box.holds(*first) for box in computed[sheet.title]))

    return replace(
        plan,
        sheets=tuple(
            replace(
                sheet,
                conditionals=tuple(
                    conditional for conditional in sheet.conditionals if kept(conditional, sheet)
                ),
            )
            for sheet in plan.sheets
        ),
    )


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
