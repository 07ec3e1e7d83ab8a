"""Whatever a user picks for a parameter, no cell shows an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from calculated import by_cell
from filled import is_gap
from libreoffice import CellKey
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint
from plansheets.calc.calculate import calculate
from plansheets.formula.tokens import ERROR_CODES
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan, Value
from variants import ALONE, CHOICES, VARYING

pytestmark = pytest.mark.slow

NOWHERE = "zzz"
"""Typed where a text is asked for: a person, a campaign or a period that is none."""


def picks(blueprint: Blueprint) -> Iterator[tuple[str, Value]]:
    """Every item of a list that a parameter can be, and of texts one that nothing answers to.

    What it is when nobody touches it is for the gates.
    """
    items = {one.id: [item.id for item in one.items] for one in blueprint.lists}
    for parameter in blueprint.parameters:
        untouched = None if parameter.sample else parameter.default
        if parameter.list_id is not None:
            yield from (
                (parameter.id, item) for item in items[parameter.list_id] if item != untouched
            )
        elif parameter.type.kind == "text":
            yield parameter.id, NOWHERE


def shown_errors(planned: Plan) -> dict[CellKey, object]:
    cells = by_cell(planned, calculate(planned))
    return {
        cell: shown
        for cell, shown in cells.items()
        if shown in ERROR_CODES and not is_gap(cell[0], shown)
    }


@pytest.mark.parametrize("blank", [False, True], ids=["sample", "blank"])
@pytest.mark.parametrize("name", ALONE)
def test_no_choice_makes_a_cell_show_an_error(name: str, *, blank: bool) -> None:
    blueprint = read_blueprint(shipped()[name])
    wrong = {}
    for id_, value in picks(blueprint):
        planned, _ = plan(blueprint, Choices(values={id_: value}, blank=blank))
        if found := shown_errors(planned):
            wrong[f"{id_}={value}"] = found
    assert wrong == {}


@pytest.mark.parametrize("name", [name for name in VARYING if name in ALONE])
def test_no_stage_and_no_industry_makes_a_blank_cell_show_an_error(name: str) -> None:
    """Their samples are held by the gates."""
    wrong = {}
    for stage, industry in CHOICES:
        blueprint = read_blueprint(shipped()[name], {"stage": stage, "industry": industry})
        planned, _ = plan(blueprint, Choices(blank=True))
        if found := shown_errors(planned):
            wrong[f"{stage}, {industry}"] = found
    assert wrong == {}
