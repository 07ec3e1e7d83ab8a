"""One walker finds every formula of a plan, whatever holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import get_args

from plans import planned
from plansheets.boxes import Box
from plansheets.formula.ast import Node, Number
from plansheets.plan.formulas import each_planned, rewrite_planned
from plansheets.plan.model import Plan
from render_sample import PLAN

NODES = get_args(Node)


def held(thing: object) -> Iterator[Node]:
    """Every formula that *thing* holds, wherever its fields lead."""
    if isinstance(thing, NODES):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from held(each)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from held(getattr(thing, field.name))


def test_no_formula_of_a_plan_is_missed() -> None:
    for plan in (PLAN, planned(profile="excel365")):
        found = Counter(id(formula) for formula, _ in each_planned(plan))
        assert found == Counter(map(id, held(plan)))


def test_every_part_that_can_hold_a_formula_is_met() -> None:
    parts = {type(at.part).__name__ for _, at in each_planned(PLAN)}
    assert parts == {
        "PlannedCell",
        "PlannedColumn",
        "PlannedConditional",
        "PlannedValidation",
        "PlannedSeries",
        "PlannedName",
    }


def test_every_formula_can_be_replaced() -> None:
    zero = Number(0)
    assert set(held(rewrite_planned(PLAN, lambda *_: zero))) == {zero}


def test_a_plan_that_nothing_changes_in_stays_itself() -> None:
    assert rewrite_planned(PLAN, lambda formula, _: formula) is PLAN


def boxes(plan: Plan, column: str) -> list[Box | None]:
    return [at.box for _, at in each_planned(plan) if getattr(at.part, "id", "") == column]


def test_the_first_row_of_a_column_may_stand_for_itself() -> None:
    first, rest = boxes(planned(), "left")
    assert first is not None
    assert rest is not None
    assert (first.is_cell, rest.first_row) == (True, first.last_row + 1)
