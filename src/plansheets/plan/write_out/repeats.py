"""Columns and rows of grids that repeat over a list become one for each item."""

from __future__ import annotations

from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.repeats import repeated
from plansheets.errors import Problem
from plansheets.plan.report import Report


def expand_repeats(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every ``each:`` written out; what cannot be is reported."""
    problems: list[Problem] = []
    written_out = repeated(blueprint, problems)
    for problem in problems:
        report.note(problem)
    return written_out
