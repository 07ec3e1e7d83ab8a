"""Formulas that share parts, spelled once each: nothing but time tells them from ``spell``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from plansheets.formula.ast import Call, Name, Node, Number, Structured, Text
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import with_leaves
from plansheets.formula.spell import BAR, FILE, spell
from plansheets.formula.spell_parts import PartSpeller
from strategies import formulas


def _as_it_is(node: Node) -> Node:
    return node


def _called(node: Node) -> Node:
    match node:
        case Structured(first=str(first)):
            return replace(node, table="t", first=f"列 {first}")
        case Name("state.open"):
            return Text("在售")
        case _:
            return node


@given(formulas())
def test_a_whole_is_spelled_as_spell_does(tree: Node) -> None:
    speller = PartSpeller(BAR, _as_it_is)
    assert [speller.formula(tree), speller.formula(tree)] == [spell(tree), spell(tree)]


@pytest.mark.parametrize(
    "text",
    [
        "=IF([@a]>=1,-([@b]+[@c])^2,[@a])",
        "=LET(x,[@a],x*(x+[@b]))",
        "=COUNTIF([s],state.open)&TODAY()",
    ],
)
def test_leaves_are_called_as_if_the_formula_had_been_rewritten(text: str) -> None:
    tree = parse(text)
    expected = spell(with_leaves(tree, _called), FILE)
    assert PartSpeller(FILE, _called).formula(tree) == expected


def test_a_formula_made_of_known_parts_is_new_itself() -> None:
    speller = PartSpeller(BAR, _as_it_is)
    part = parse("=a+b")
    assert speller.formula(part) == "=a+b"
    assert speller.formula(Call("ROUND", (part, Number(2)))) == "=ROUND(a+b,2)"
