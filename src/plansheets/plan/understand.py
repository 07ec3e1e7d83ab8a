"""Understanding: every formula judged as it was written, and made one that Excel calculates."""

from __future__ import annotations

from plansheets.blueprint.model import Blueprint
from plansheets.plan.canvas.rows import check_samples
from plansheets.plan.check.blank_texts import check_blank_texts
from plansheets.plan.check.calls import check_calls, check_own_calls
from plansheets.plan.check.costs import check_costs
from plansheets.plan.check.cycles import check_cycles
from plansheets.plan.check.guards import check_guards
from plansheets.plan.check.hidden_columns import check_hidden_columns
from plansheets.plan.check.names import check_names
from plansheets.plan.check.places import check_places
from plansheets.plan.check.reaching_out import check_reaching_out
from plansheets.plan.check.rungs import check_rungs
from plansheets.plan.check.sparklines import check_sparklines
from plansheets.plan.check.types_and_units import check_kinds
from plansheets.plan.choices import Choices
from plansheets.plan.draw import Understood
from plansheets.plan.passes import CheckPass, RewritePass, through
from plansheets.plan.report import Report, Timed, untimed
from plansheets.plan.write_out.explain import explain
from plansheets.plan.write_out.functions import write_out_functions
from plansheets.plan.write_out.groups import write_out_groups
from plansheets.plan.write_out.localise import localise, name_columns
from plansheets.plan.write_out.order import write_out_order
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.plan.write_out.resolve import resolve_names
from plansheets.plan.write_out.row_checks import write_out_row_checks
from plansheets.plan.write_out.row_items import write_out_row_items
from plansheets.plan.write_out.steps import write_out_steps
from plansheets.plan.write_out.views import write_out_views

NAMES: tuple[RewritePass, ...] = (
    expand_repeats,
    write_out_row_items,
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
    check_rungs,
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
    write_out_steps,
)
"""From the formulas that people read to those that Excel calculates."""

WORDS: tuple[RewritePass, ...] = (name_columns, localise)
"""What is done for one language, before the sheets are drawn by ``place``."""


def understand(blueprint: Blueprint, choices: Choices, timed: Timed = untimed) -> Understood:
    """*blueprint* made ready for rows and parameters, whatever *choices* say of those."""
    report = Report(choices=choices, timed=timed, left_out=blueprint.left_out)
    in_words = judged(blueprint, report)
    report.stop_if_failed()
    in_words = through(WORDS, in_words, report)
    return Understood(in_words, tuple(report.problems))


def judged(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every formula as Excel calculates it, in no language yet."""
    return through((*NAMES, *CHECKS, *FUNCTIONS), blueprint, report)
