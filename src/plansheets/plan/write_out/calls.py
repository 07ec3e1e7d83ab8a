"""Functions called as they must be, and the project's own written out as plain formulas."""

from __future__ import annotations

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.formula.check import check_calls as check_excel_calls
from plansheets.formula.functions import PROFILES
from plansheets.plan.model import Profile
from plansheets.plan.report import Report
from plansheets.plan.write_out.expand import CALLED, check_own_calls, expand


def write_out_functions(blueprint: Blueprint, profile: Profile, report: Report) -> Blueprint:
    """*blueprint* with every call of the project's own functions as its plain formula.

    Reports unknown functions, wrong arguments, and what the profile's programs do not have. Excel's
    functions are checked where our own are written out, so that a column handed to one of ours is
    judged by what is done with it.
    """

    def one(formula: Formula, context: Context) -> Formula:
        if context.slot == "column":
            return formula
        tree = expand(formula.tree)
        faults = list(check_own_calls(formula.tree))
        if not faults:
            allowed = ("TODAY",) if context.parameter is not None else ()
            faults = check_excel_calls(tree, PROFILES[profile], CALLED, volatile_allowed=allowed)
        for fault in faults:
            report.add_at(
                formula,
                (fault.start, fault.end),
                fault.code,
                fault.message,
                fault.hint,
                fault.level,
            )
        return renewed(formula, tree=tree)

    return rewrite_formulas(blueprint, one)
