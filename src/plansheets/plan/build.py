"""Compiling: a blueprint goes through passes and comes out as a plan."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import Reading
from plansheets.errors import Problem, in_order
from plansheets.plan.choices import Choices
from plansheets.plan.draw import LOWERING, draw, drawn
from plansheets.plan.model import Plan, Profile
from plansheets.plan.passes import through
from plansheets.plan.report import Report, Timed, untimed
from plansheets.plan.understand import CHECKS, FUNCTIONS, NAMES, WORDS, judged, understand
from plansheets.words import LOCALES

__all__ = ["CHECKS", "FUNCTIONS", "LOWERING", "NAMES", "WORDS", "check", "plan"]


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
    understood = judged(reading.blueprint, report)
    if not report.failed:
        for locale in LOCALES:
            in_language = replace(report, choices=replace(choices, locale=locale))
            drawn(through(WORDS, understood, in_language), in_language)
    return tuple(sorted(report.problems, key=in_order))


def plan(
    blueprint: Blueprint, choices: Choices, timed: Timed = untimed
) -> tuple[Plan, tuple[Problem, ...]]:
    """The plan of *blueprint* and the warnings met on the way; raises every error at once."""
    return draw(understand(blueprint, choices, timed), choices, timed)
