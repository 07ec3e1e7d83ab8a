"""Parts of a file that cannot hold structured references get plain ranges instead.

Excel refuses a file whose conditional formats, validations or charts name table columns. Old
versions also refuse conditional formats and validations that look at another sheet; through a
defined name all of them may.
"""

from __future__ import annotations

from dataclasses import field, replace

from plansheets.formula.ast import Cell, CellRange, Name, Node, Structured
from plansheets.formula.rewrite import with_leaves
from plansheets.plan.charts import PlannedSeries
from plansheets.plan.formulas import Standing, rewrite_planned
from plansheets.plan.lower.formulas import Places, lower, plan_places
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedConditional,
    PlannedName,
    PlannedValidation,
)
from plansheets.plan.report import Report
from plansheets.plan.rules import ItemsFrom
from plansheets.records import dataclass


def lower_references(plan: Plan, _report: Report) -> Plan:
    """*plan* with plain cells and names in every conditional format, validation and chart."""
    lowering = _RuleLowering(plan_places(plan))
    lowered = rewrite_planned(plan, lowering)
    return replace(lowered, names=(*plan.names, *lowering.names.values()))


@dataclass(frozen=True, slots=True)
class _RuleLowering:
    where: Places
    names: dict[Node, PlannedName] = field(default_factory=dict)
    """Hidden names of what rules look at on other sheets, and of what drop-downs offer."""

    def __call__(self, formula: Node, at: Standing) -> Node:
        match at.part:
            case PlannedCell() | PlannedColumn() | PlannedName():
                return formula
            case PlannedValidation(accepts=ItemsFrom()):
                # By a name, a drop-down grows with the table.
                return self.call(formula) if isinstance(formula, Structured) else formula
            case PlannedConditional() | PlannedValidation():
                assert at.sheet is not None
                row = at.part.box.first_row
                lowered = lower(formula, self.where, at.sheet.title, row, keep_names=True)
                return with_leaves(lowered, self.named)
            case PlannedSeries():
                return lower(formula, self.where)

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
