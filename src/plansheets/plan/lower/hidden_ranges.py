"""Charts draw hidden cells where they would lose what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plansheets.blueprint.formulas import renewed
from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.plan.charts import PlannedChart
from plansheets.plan.model import Plan
from plansheets.plan.report import Report


def show_hidden_ranges(plan: Plan, _report: Report) -> Plan:
    """*plan* with every chart told whether a column that it draws is hidden."""
    hidden = {sheet.title: frozenset(sheet.hidden_columns) for sheet in plan.sheets}

    def chart(one: PlannedChart) -> PlannedChart:
        drawn = (node for each in one.series for node in (each.categories, each.values))
        return renewed(one, hidden=any(_lies_hidden(node, hidden) for node in drawn))

    sheets = (
        renewed(sheet, charts=tuple(chart(one) for one in sheet.charts)) for sheet in plan.sheets
    )
    return replace(plan, sheets=tuple(sheets))


def _lies_hidden(drawn: Node, hidden: Mapping[str, frozenset[int]]) -> bool:
    """Whether a chart would lose a range because its column is hidden."""
    match drawn:
        case CellRange(Cell(_, first, sheet), Cell(_, last)):
            return any(first <= column <= last for column in hidden.get(sheet or "", ()))
        case Cell(_, column, sheet):
            return column in hidden.get(sheet or "", ())
        case _:
            return False
