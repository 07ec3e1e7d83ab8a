"""Blueprints that come with the program can be read, and compared, on a screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Formula
from plansheets.blueprint.read import read_blueprint
from plansheets.formula.ast import Call, Node
from plansheets.formula.rewrite import walk

MOST_CHARACTERS = 120


@pytest.mark.parametrize("name", shipped())
def test_no_line_of_a_shipped_blueprint_is_longer_than_a_screen_is_wide(name: str) -> None:
    lines = shipped()[name].read_text("utf-8").splitlines()
    assert [at for at, line in enumerate(lines, 1) if len(line) > MOST_CHARACTERS] == []


@pytest.mark.parametrize("name", sorted(set(shipped()) - {"annual-plan"}))
def test_a_choice_of_three_values_is_a_ladder(name: str) -> None:
    blueprint = read_blueprint(shipped()[name])
    rungs = [one for formula, _ in each_formula(blueprint) for one in _as_written(formula)]
    assert [one.text for one in rungs if any(map(_chooses_again, walk(one.tree)))] == []


def _as_written(formula: Formula) -> Iterator[Formula]:
    """The formulas of the rungs of a ladder; any other as it is."""
    if not formula.pieces:
        yield formula
    for piece in formula.pieces:
        yield from _as_written(piece.formula)


def _chooses_again(node: Node) -> bool:
    """Whether what holds otherwise is an IF of its own."""
    match node:
        case Call("IF", (_, _, Call("IF"))):
            return True
        case _:
            return False
