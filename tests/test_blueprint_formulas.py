"""One walker finds every formula of a blueprint, whatever holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from plansheets.blueprint.formulas import each_formula, rewrite_formulas
from plansheets.blueprint.model import Formula
from plansheets.blueprint.read import examine_text
from plansheets.formula.parse import parse

EVERYTHING = Path(__file__).with_name("every-key.yaml").read_text("utf-8")
BLUEPRINT = examine_text(EVERYTHING, "every-key.yaml", Path()).sound()


def held(thing: object) -> Iterator[Formula]:
    """Every formula that *thing* holds, wherever its fields lead."""
    if isinstance(thing, Formula):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from held(each)
    elif isinstance(thing, Mapping):
        yield from held(tuple(thing.values()))
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from held(getattr(thing, field.name))


def test_no_formula_of_a_blueprint_is_missed() -> None:
    found = Counter(id(formula) for formula, _ in each_formula(BLUEPRINT))
    assert found == Counter(map(id, held(BLUEPRINT)))


def test_every_formula_can_be_replaced() -> None:
    one = Formula("=1", parse("=1"), BLUEPRINT.tables[0].span)
    assert set(held(rewrite_formulas(BLUEPRINT, lambda *_: one))) == {one}


def test_a_blueprint_that_nothing_changes_in_stays_itself() -> None:
    assert rewrite_formulas(BLUEPRINT, lambda formula, _: formula) is BLUEPRINT
