"""Functions called as they must be, and the project's own written out as plain formulas."""

from __future__ import annotations

from plansheets.blueprint.model import Blueprint, Formula
from plansheets.formula.check import check_calls as check_excel_calls
from plansheets.formula.functions import PROFILES
from plansheets.plan.expand import CALLED, check_own_calls, expand
from plansheets.plan.formulas import Context, each_formula, renewed, rewrite_formulas
from plansheets.plan.model import Profile
from plansheets.plan.report import Report


def check_calls(blueprint: Blueprint, profile: Profile, report: Report) -> Blueprint:
    """Report unknown functions, wrong arguments, and what the profile's programs do not have.

    Excel's functions are checked where our own are written out, so that a column handed to one of
    ours is judged by what is done with it.
    """
    for formula, context in each_formula(blueprint):
        own = [*check_own_calls(formula.tree)]
        allowed = ("TODAY",) if context.parameter is not None else ()
        faults = list(own)
        if not own:
            faults += check_excel_calls(
                expand(formula.tree), PROFILES[profile], CALLED, volatile_allowed=allowed
            )
        for fault in faults:
            report.add_at(
                formula,
                (fault.start, fault.end),
                fault.code,
                fault.message,
                fault.hint,
                fault.level,
            )
    return blueprint


def write_out_functions(blueprint: Blueprint) -> Blueprint:
    """*blueprint* with every call of the project's own functions as its plain formula."""

    def one(formula: Formula, _: Context) -> Formula:
        return renewed(formula, tree=expand(formula.tree))

    return rewrite_formulas(blueprint, one)
