"""Parts of a file that cannot hold structured references get plain ranges instead.

Excel refuses a file whose conditional formats, validations or charts name table columns. Old
versions also refuse conditional formats and validations that look at another sheet; through a
defined name all of them may.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from plansheets.formula.ast import Cell, CellRange, Name, Node, Structured
from plansheets.formula.rewrite import transform
from plansheets.plan.lower.formulas import Places, lower, plan_places
from plansheets.plan.model import (
    Plan,
    PlannedChart,
    PlannedConditional,
    PlannedName,
    PlannedSheet,
    PlannedValidation,
)


def lower_references(plan: Plan) -> Plan:
    """*plan* with plain cells and names in every conditional format, validation and chart."""
    lowering = _Lowering(plan_places(plan))
    sheets = tuple(lowering.sheet(sheet) for sheet in plan.sheets)
    return replace(plan, sheets=sheets, names=(*plan.names, *lowering.names.values()))


@dataclass(frozen=True, slots=True)
class _Lowering:
    where: Places
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
        if rule.formula is None:
            return rule
        return replace(rule, formula=self.rule(rule.formula, sheet, rule.box.first_row))

    def validation(self, rule: PlannedValidation, sheet: PlannedSheet) -> PlannedValidation:
        row = rule.box.first_row
        formula = self.rule(rule.formula, sheet, row) if rule.formula is not None else None
        return replace(rule, formula=formula, source=self.source(rule.source))

    def source(self, source: Node | None) -> Node | None:
        """What a drop-down offers: a column of a table by a name, which grows with the table."""
        return self.call(source) if isinstance(source, Structured) else source

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
        return replace(chart, series=series)
