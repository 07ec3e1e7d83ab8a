"""Compiling: a blueprint goes through passes and comes out as a plan."""

from __future__ import annotations

from collections.abc import Callable

from plansheets.blueprint.model import Blueprint
from plansheets.errors import Problem
from plansheets.plan.calls import check_calls, write_out_functions
from plansheets.plan.check_kinds import check_kinds
from plansheets.plan.choices import Choices
from plansheets.plan.costs import check_costs
from plansheets.plan.cycles import check_cycles
from plansheets.plan.explain import explain
from plansheets.plan.limits import check_limits
from plansheets.plan.localise import localise
from plansheets.plan.lowered import lower_references
from plansheets.plan.model import Plan, Profile
from plansheets.plan.place import place
from plansheets.plan.repeats import expand_repeats
from plansheets.plan.report import Report
from plansheets.plan.resolve import resolve_names

Pass = Callable[[Blueprint, Report], Blueprint]

NAMES: tuple[Pass, ...] = (expand_repeats, resolve_names)
"""What must be right before a formula can be judged."""

CHECKS: tuple[Pass, ...] = (check_kinds, check_cycles, check_costs)


def check(blueprint: Blueprint, profile: Profile = "excel2016") -> tuple[Problem, ...]:
    """Every problem of *blueprint* itself, warnings included; nothing is raised for them."""
    report = Report()
    _understand(blueprint, profile, report)
    if not report.failed:
        _draw(_understand(blueprint, profile, Report()), Choices(profile=profile), report)
    return tuple(sorted(report.problems, key=_place))


def plan(blueprint: Blueprint, choices: Choices) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of *blueprint* and the warnings met on the way; raises every error at once."""
    report = Report()
    understood = _understand(blueprint, choices.profile, report)
    report.stop_if_failed()
    drawn = _draw(understood, choices, report)
    report.stop_if_failed()
    return drawn, report.warnings


def _understand(blueprint: Blueprint, profile: Profile, report: Report) -> Blueprint:
    for step in NAMES:
        blueprint = step(blueprint, report)
    check_calls(blueprint, profile, report)
    for step in CHECKS:
        step(blueprint, report)
    return blueprint


def _draw(blueprint: Blueprint, choices: Choices, report: Report) -> Plan:
    words = explain(blueprint, choices.locale)
    written_out = write_out_functions(blueprint)
    in_words = localise(written_out, choices.locale, report)
    report.stop_if_failed()
    placed = place(in_words, choices, words, report)
    return check_limits(lower_references(placed), report)


def _place(problem: Problem) -> tuple[str, int, int]:
    span = problem.span
    return (span.source.name, span.line, span.column) if span else ("", 0, 0)
