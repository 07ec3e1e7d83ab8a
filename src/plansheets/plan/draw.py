"""Drawing: what is understood becomes sheets, and those become what a file can hold."""

from __future__ import annotations

from plansheets.blueprint.model import Blueprint
from plansheets.errors import Problem
from plansheets.plan.check.limits import check_limits
from plansheets.plan.choices import Choices
from plansheets.plan.lower.hidden_ranges import show_hidden_ranges
from plansheets.plan.lower.lambdas import add_lambdas
from plansheets.plan.lower.lighten import lighten
from plansheets.plan.lower.ranges import lower_references
from plansheets.plan.lower.titles import call_sheets
from plansheets.plan.model import Plan
from plansheets.plan.passes import PlanCheckPass, PlanRewritePass, in_time, through
from plansheets.plan.report import Report, Timed, untimed
from plansheets.plan.sheets.place import place
from plansheets.records import dataclass

LOWERING: tuple[PlanRewritePass | PlanCheckPass, ...] = (
    call_sheets,
    add_lambdas,
    lower_references,
    show_hidden_ranges,
    lighten,
    check_limits,
)
"""From the sheets as drawn to what a file can hold."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A blueprint in one language, with every formula as Excel calculates it.

    So far nothing depends on rows and parameters: any number of workbooks can be drawn from it.
    """

    blueprint: Blueprint
    problems: tuple[Problem, ...]
    """What there was to warn of."""


def draw(
    understood: Understood, choices: Choices, timed: Timed = untimed
) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of *understood*, with the rows and parameters of *choices*, and every warning."""
    report = Report(dict.fromkeys(understood.problems), choices, timed)
    made = drawn(understood.blueprint, report)
    report.stop_if_failed()
    return made, report.warnings


def drawn(in_words: Blueprint, report: Report) -> Plan:
    """The plan of *in_words*, which is in one language."""
    return through(LOWERING, in_time(place, in_words, report), report)
