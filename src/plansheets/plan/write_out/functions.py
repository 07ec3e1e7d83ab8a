"""The project's own functions in formulas, written out as what Excel calculates."""

from __future__ import annotations

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.formula.tokens import FormulaError
from plansheets.plan.report import Report
from plansheets.plan.write_out.expand import Budget, expand


def write_out_functions(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every call of the project's own functions as its plain formula."""
    budget = Budget()

    def rewritten(formula: Formula, context: Context) -> Formula:
        if context.slot == "column":
            return formula
        try:
            return renewed(formula, tree=expand(formula.tree, budget))
        except FormulaError as error:
            report.add_at(formula, (error.start, error.end), error.code, error.message, error.hint)
            return formula

    return rewrite_formulas(blueprint, rewritten)
