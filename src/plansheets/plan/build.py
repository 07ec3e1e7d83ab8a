"""Compiling: a blueprint goes through passes and comes out as a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from plansheets.blueprint.model import LOCALES, Blueprint
from plansheets.blueprint.read import Reading
from plansheets.errors import Problem, in_order
from plansheets.plan.canvas.rows import table_rows
from plansheets.plan.check.costs import check_costs
from plansheets.plan.check.cycles import check_cycles
from plansheets.plan.check.hidden_columns import check_hidden_columns
from plansheets.plan.check.limits import check_limits
from plansheets.plan.check.names import check_names
from plansheets.plan.check.places import check_places
from plansheets.plan.check.sparklines import check_sparklines
from plansheets.plan.check.types_and_units import check_kinds
from plansheets.plan.choices import Choices
from plansheets.plan.lower.lighten import lighten
from plansheets.plan.lower.ranges import lower_references
from plansheets.plan.model import Plan, Profile
from plansheets.plan.report import Report
from plansheets.plan.sheets.place import place
from plansheets.plan.write_out.calls import write_out_functions
from plansheets.plan.write_out.explain import explain
from plansheets.plan.write_out.groups import write_out_groups
from plansheets.plan.write_out.lambdas import lambda_names
from plansheets.plan.write_out.localise import localise
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.plan.write_out.resolve import resolve_names
from plansheets.plan.write_out.row_checks import write_out_row_checks
from plansheets.plan.write_out.views import write_out_views

RewritePass = Callable[[Blueprint, Report], Blueprint]
CheckPass = Callable[[Blueprint, Report], None]

NAMES: tuple[RewritePass, ...] = (
    expand_repeats,
    write_out_groups,
    write_out_views,
    write_out_row_checks,
    resolve_names,
)
"""What must be right before a formula can be judged."""

CHECKS: tuple[CheckPass, ...] = (
    check_kinds,
    check_cycles,
    check_costs,
    check_names,
    check_places,
    check_sparklines,
    check_hidden_columns,
)


def check(reading: Reading, profile: Profile = "excel2016") -> tuple[Problem, ...]:
    """Every problem of a blueprint: how it is written, what its formulas say, what Excel allows.

    A blueprint that could only be read in part is judged by what was read. Warnings are included;
    nothing is raised for any of them.
    """
    if reading.blueprint is None:
        return reading.problems
    report = Report(dict.fromkeys(reading.problems))
    understood, written_out = _understand(reading.blueprint, profile, report)
    for locale in LOCALES:
        table_rows(understood, Choices(locale=locale), report)
    if not report.failed:
        for locale in LOCALES:
            _draw(understood, written_out, Choices(locale=locale, profile=profile), report)
    return tuple(sorted(report.problems, key=in_order))


def plan(blueprint: Blueprint, choices: Choices) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of *blueprint* and the warnings met on the way; raises every error at once."""
    report = Report()
    understood, written_out = _understand(blueprint, choices.profile, report)
    report.stop_if_failed()
    drawn = _draw(understood, written_out, choices, report)
    report.stop_if_failed()
    return drawn, report.warnings


def _understand(
    blueprint: Blueprint, profile: Profile, report: Report
) -> tuple[Blueprint, Blueprint]:
    """*blueprint* with its names resolved, and the same with our own functions written out."""
    for step in NAMES:
        blueprint = step(blueprint, report)
    written_out = write_out_functions(blueprint, profile, report)
    for look in CHECKS:
        look(blueprint, report)
    return blueprint, written_out


def _draw(understood: Blueprint, written_out: Blueprint, choices: Choices, report: Report) -> Plan:
    words = explain(understood, choices.locale)
    in_words = localise(written_out, choices.locale)
    placed = place(in_words, choices, words, report)
    if choices.lambdas or choices.profile == "excel365":
        placed = replace(placed, names=(*placed.names, *lambda_names(choices.locale)))
    drawn = lighten(lower_references(placed))
    check_limits(drawn, report)
    return drawn
