"""Compiling: a blueprint goes through passes and comes out as a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from time import perf_counter
from typing import TypeVar

from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import Reading
from plansheets.errors import Problem, in_order
from plansheets.plan.canvas.rows import check_samples
from plansheets.plan.check.blank_texts import check_blank_texts
from plansheets.plan.check.calls import check_calls, check_own_calls
from plansheets.plan.check.costs import check_costs
from plansheets.plan.check.cycles import check_cycles
from plansheets.plan.check.guards import check_guards
from plansheets.plan.check.hidden_columns import check_hidden_columns
from plansheets.plan.check.limits import check_limits
from plansheets.plan.check.names import check_names
from plansheets.plan.check.places import check_places
from plansheets.plan.check.reaching_out import check_reaching_out
from plansheets.plan.check.sparklines import check_sparklines
from plansheets.plan.check.types_and_units import check_kinds
from plansheets.plan.choices import Choices
from plansheets.plan.lower.hidden_ranges import show_hidden_ranges
from plansheets.plan.lower.lighten import lighten
from plansheets.plan.lower.ranges import lower_references
from plansheets.plan.model import Plan, Profile
from plansheets.plan.report import Report, Timed, untimed
from plansheets.plan.sheets.place import place
from plansheets.plan.write_out.explain import explain
from plansheets.plan.write_out.functions import write_out_functions
from plansheets.plan.write_out.groups import write_out_groups
from plansheets.plan.write_out.lambdas import add_lambdas
from plansheets.plan.write_out.localise import localise
from plansheets.plan.write_out.order import write_out_order
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.plan.write_out.resolve import resolve_names
from plansheets.plan.write_out.row_checks import write_out_row_checks
from plansheets.plan.write_out.views import write_out_views
from plansheets.records import dataclass
from plansheets.words import LOCALES

RewritePass = Callable[[Blueprint, Report], Blueprint]
CheckPass = Callable[[Blueprint, Report], None]
PlanRewritePass = Callable[[Plan, Report], Plan]
PlanCheckPass = Callable[[Plan, Report], None]
_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")

NAMES: tuple[RewritePass, ...] = (
    expand_repeats,
    write_out_groups,
    write_out_views,
    write_out_row_checks,
    resolve_names,
)
"""What must be right before a formula can be judged."""

CHECKS: tuple[CheckPass, ...] = (
    check_own_calls,
    check_kinds,
    check_blank_texts,
    check_cycles,
    check_costs,
    check_names,
    check_places,
    check_reaching_out,
    check_sparklines,
    check_hidden_columns,
    check_samples,
)
"""What can be wrong with a blueprint as its author wrote it."""

FUNCTIONS: tuple[RewritePass | CheckPass, ...] = (
    explain,
    write_out_order,
    write_out_functions,
    check_calls,
    check_guards,
)
"""From the formulas that people read to those that Excel calculates."""

WORDS: tuple[RewritePass, ...] = (localise,)
"""What is done for one language, before the sheets are drawn by ``place``."""

LOWERING: tuple[PlanRewritePass | PlanCheckPass, ...] = (
    add_lambdas,
    lower_references,
    show_hidden_ranges,
    lighten,
    check_limits,
)
"""From the sheets as drawn to what a file can hold."""


def check(
    reading: Reading,
    profile: Profile = "excel2016",
    timed: Timed = untimed,
    *,
    allow_network: bool = False,
) -> tuple[Problem, ...]:
    """Every problem of a blueprint: how it is written, what its formulas say, what Excel allows.

    A blueprint that could only be read in part is judged by what was read. Warnings are included;
    nothing is raised for any of them.
    """
    if reading.blueprint is None:
        return reading.problems
    choices = Choices(profile=profile, allow_network=allow_network)
    report = Report(dict.fromkeys(reading.problems), choices, timed, reading.blueprint.left_out)
    understood = _understood(reading.blueprint, report)
    if not report.failed:
        for locale in LOCALES:
            in_language = replace(report, choices=replace(choices, locale=locale))
            _drawn(_through(WORDS, understood, in_language), in_language)
    return tuple(sorted(report.problems, key=in_order))


@dataclass(frozen=True, slots=True)
class Understood:
    """A blueprint in one language, with every formula as Excel calculates it.

    So far nothing depends on rows and parameters: any number of workbooks can be drawn from it.
    """

    blueprint: Blueprint
    problems: tuple[Problem, ...]
    """What there was to warn of."""


def plan(
    blueprint: Blueprint, choices: Choices, timed: Timed = untimed
) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of *blueprint* and the warnings met on the way; raises every error at once."""
    return draw(understand(blueprint, choices, timed), choices, timed)


def understand(blueprint: Blueprint, choices: Choices, timed: Timed = untimed) -> Understood:
    """*blueprint* made ready for rows and parameters, whatever *choices* say of those."""
    report = Report(choices=choices, timed=timed, left_out=blueprint.left_out)
    in_words = _understood(blueprint, report)
    report.stop_if_failed()
    in_words = _through(WORDS, in_words, report)
    return Understood(in_words, tuple(report.problems))


def draw(
    understood: Understood, choices: Choices, timed: Timed = untimed
) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of *understood*, with the rows and parameters of *choices*, and every warning."""
    report = Report(dict.fromkeys(understood.problems), choices, timed)
    drawn = _drawn(understood.blueprint, report)
    report.stop_if_failed()
    return drawn, report.warnings


def _understood(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every formula as Excel calculates it, in no language yet."""
    return _through((*NAMES, *CHECKS, *FUNCTIONS), blueprint, report)


def _drawn(in_words: Blueprint, report: Report) -> Plan:
    """The plan of *in_words*, which is in one language."""
    return _through(LOWERING, _timed(place, in_words, report), report)


def _through(
    passes: Iterable[Callable[[_Thing, Report], _Thing | None]], thing: _Thing, report: Report
) -> _Thing:
    """What the *passes* make of *thing*, one after the other; one that only looks gives nothing."""
    for each in passes:
        made = _timed(each, thing, report)
        thing = thing if made is None else made
    return thing


def _timed(each: Callable[[_Thing, Report], _Made], thing: _Thing, report: Report) -> _Made:
    begun = perf_counter()
    made = each(thing, report)
    report.timed(each.__name__, perf_counter() - begun)
    return made
