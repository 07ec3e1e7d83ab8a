"""Parts of a file that cannot hold structured references get plain ranges instead.

Excel refuses a file whose conditional formats, validations or charts name table columns. Old
versions also refuse conditional formats and validations that look at another sheet; through a
defined name all of them may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from plansheets.formula.ast import Cell, CellRange, Name, Node, Structured
from plansheets.formula.rewrite import transform
from plansheets.plan.charts import PlannedChart
from plansheets.plan.lower.formulas import Places, lower, plan_places
from plansheets.plan.model import (
    Plan,
    PlannedConditional,
    PlannedName,
    PlannedSheet,
    PlannedValidation,
)
from plansheets.plan.report import Report
from plansheets.plan.rules import (
    AnyValue,
    Between,
    Custom,
    DataBar,
    FormulaFormat,
    HeatMap,
    ItemsFrom,
    ListedItems,
)


def lower_references(plan: Plan, _report: Report) -> Plan:
    """*plan* with plain cells and names in every conditional format, validation and chart."""
    hidden = {sheet.title: frozenset(sheet.hidden_columns) for sheet in plan.sheets}
    lowering = _Lowering(plan_places(plan), hidden)
    sheets = tuple(lowering.sheet(sheet) for sheet in plan.sheets)
    return replace(plan, sheets=sheets, names=(*plan.names, *lowering.names.values()))


@dataclass(frozen=True, slots=True)
class _Lowering:
    where: Places
    hidden: Mapping[str, frozenset[int]]
    """The hidden columns of each sheet, by its title."""
    names: dict[Node, PlannedName] = field(default_factory=dict)
    """Hidden names of what rules look at on other sheets, and of what drop-downs offer."""

    def sheet(self, sheet: PlannedSheet) -> PlannedSheet:
        return replace(
            sheet,
            conditionals=tuple(self.conditional(one, sheet) for one in sheet.conditionals),
            validations=tuple(self.validation(one, sheet) for one in sheet.validations),
            charts=tuple(self.chart(one) for one in sheet.charts),
        )

    def conditional(self, rule: PlannedConditional, sheet: PlannedSheet) -> PlannedConditional:
        match rule.shows:
            case FormulaFormat(formula):
                lowered = self.rule(formula, sheet, rule.box.first_row)
                return replace(rule, shows=replace(rule.shows, formula=lowered))
            case DataBar() | HeatMap():
                return rule
            case other:
                assert_never(other)

    def validation(self, rule: PlannedValidation, sheet: PlannedSheet) -> PlannedValidation:
        match rule.accepts:
            case Custom(formula):
                return replace(rule, accepts=Custom(self.rule(formula, sheet, rule.box.first_row)))
            case ItemsFrom(Structured() as column):
                # By a name, a drop-down grows with the table.
                return replace(rule, accepts=ItemsFrom(self.call(column)))
            case AnyValue() | ListedItems() | ItemsFrom() | Between():
                return rule
            case other:
                assert_never(other)

    def rule(self, formula: Node, sheet: PlannedSheet, row: int) -> Node:
        lowered = lower(formula, self.where, sheet.title, row, keep_names=True)
        return transform(lowered, self.named)

    def named(self, node: Node) -> Node:
        """A name in place of cells on another sheet."""
        match node:
            case Cell(sheet=str()) | CellRange(first=Cell(sheet=str())):
                return self.call(node)
            case _:
                return node

    def call(self, node: Node) -> Name:
        """The hidden name of *node*."""
        made = PlannedName(f"_seen_{len(self.names) + 1}", node, hidden=True)
        return Name(self.names.setdefault(node, made).name)

    def chart(self, chart: PlannedChart) -> PlannedChart:
        series = tuple(
            replace(
                one,
                categories=lower(one.categories, self.where),
                values=lower(one.values, self.where),
            )
            for one in chart.series
        )
        drawn = [node for one in series for node in (one.categories, one.values)]
        return replace(chart, series=series, hidden=any(map(self.lies_hidden, drawn)))

    def lies_hidden(self, drawn: Node) -> bool:
        """Whether a chart would lose a range because its column is hidden."""
        match drawn:
            case CellRange(Cell(_, first, sheet), Cell(_, last)):
                return any(first <= column <= last for column in self.hidden.get(sheet or "", ()))
            case Cell(_, column, sheet):
                return column in self.hidden.get(sheet or "", ())
            case _:
                return False
