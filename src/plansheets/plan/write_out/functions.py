"""The project's own functions in formulas, written out as what Excel calculates."""

from __future__ import annotations

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.plan.report import Report
from plansheets.plan.write_out.expand import expand


def write_out_functions(blueprint: Blueprint, _report: Report) -> Blueprint:
    """*blueprint* with every call of the project's own functions as its plain formula."""

    def rewritten(formula: Formula, context: Context) -> Formula:
        return formula if context.slot == "column" else renewed(formula, tree=expand(formula.tree))

    return rewrite_formulas(blueprint, rewritten)
