"""Functions are called as they must be: the project's own, and Excel's.

Excel's are judged where our own are written out, so that a column handed to one of ours is judged
by what is done with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.formula.check import FormulaFault
from plansheets.formula.check import check_calls as check_excel_calls
from plansheets.formula.functions import PROFILES
from plansheets.plan.report import Report
from plansheets.plan.write_out.expand import CALLED, own_call_faults


def check_own_calls(blueprint: Blueprint, report: Report) -> None:
    """Report calls of the project's functions with wrong arguments."""
    for formula, context in each_formula(blueprint):
        if context.slot != "column":
            _tell(own_call_faults(formula.tree), formula, report)


def check_calls(blueprint: Blueprint, report: Report) -> None:
    """Report unknown functions, wrong arguments, and what the profile's programs do not have."""
    profile = PROFILES[report.choices.profile]
    for formula, context in each_formula(blueprint):
        # what is wrong with a call of ours was told; it could not be written out
        if context.slot != "column" and not own_call_faults(formula.tree):
            allowed = ("TODAY",) if context.parameter is not None else ()
            faults = check_excel_calls(formula.tree, profile, CALLED, volatile_allowed=allowed)
            _tell(faults, formula, report)


def _tell(faults: Iterable[FormulaFault], formula: Formula, report: Report) -> None:
    for fault in faults:
        at = (fault.start, fault.end)
        report.add_at(formula, at, fault.code, fault.message, fault.hint, fault.level)
