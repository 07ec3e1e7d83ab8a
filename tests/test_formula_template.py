"""Formulas made by us: what a template takes, and what it makes."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from plansheets import plan
from plansheets.formula.ast import Boolean, Cell, Number, Text
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import walk
from plansheets.formula.spell import spell
from plansheets.formula.template import Template, template


def test_a_value_keeps_its_own_order_of_operations() -> None:
    made = template("value*rate")(value=parse("[@a]+1"), rate=parse("-b"))

    assert spell(made) == "=([@a]+1)*-b"


def test_plain_values_become_constants() -> None:
    made = template("IF(found, words, number)")(found=True, words='a "b"', number=-1.5)

    assert list(walk(made))[1:] == [Boolean(True), Text('a "b"'), Number(-1.5)]


def test_a_place_without_a_value_is_an_error_at_once() -> None:
    with pytest.raises(TypeError, match=r"no value for 'total' in value/total"):
        template("value/total")(value=1)


def test_a_value_without_a_place_is_an_error_at_once() -> None:
    with pytest.raises(TypeError, match=r"no value for 'total', no place for 'totl'"):
        template("value/total")(value=1, totl=2)


def test_a_template_takes_what_it_names_from_among_more() -> None:
    cells = {"day": Cell(0, 1), "step": Cell(0, 2), "today": Cell(0, 3)}

    assert spell(template("day+step-rest").among(cells, rest=1)) == "=B1+C1-1"


def test_every_node_of_a_template_stands_where_its_formula_is_put() -> None:
    value = parse("[@revenue]")
    made = template("IF(SUM({1,2})>0, (value)(TRUE)%, A1:B2)")((4, 9), value=value)

    assert {node.at for node in walk(made) if node is not value} == {(4, 9)}
    assert value in set(walk(made))
    assert value.at == (0, 10)


def test_a_name_that_let_binds_does_not_catch_one_of_a_value() -> None:
    made = template("LET(x, value, x*rate)")(value=parse("x+1"), rate=parse("x"))

    assert spell(made) == "=LET(x_1,x+1,x_1*x)"


def test_made_trees_point_at_no_letter_of_the_template() -> None:
    assert {node.at for node in walk(template("1+SUM(2, -a)")(a="x"))} == {None}


def test_every_formula_that_a_module_holds_can_be_filled_in() -> None:
    modules = [
        import_module(found.name)
        for found in pkgutil.walk_packages(plan.__path__, "plansheets.plan.")
    ]
    held = [one for each in modules for one in vars(each).values() if isinstance(one, Template)]

    assert len(held) > 100
    for one in held:
        assert one.tree, one.text
