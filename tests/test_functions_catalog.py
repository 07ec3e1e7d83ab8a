"""The catalogue is sound: what its functions call, name, promise and look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from runpy import run_path

import pytest

from libreoffice import equal
from plansheets.calc.engine import EngineValue
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.shapes import proven, shapes
from plansheets.formula.ast import Call, Cell, CellRange, Name, Node, Text
from plansheets.formula.functions import EXCEL_2016, functions
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import depth, substitute, walk
from plansheets.formula.spell import ENGINE, spell
from plansheets.functions.catalog import CATALOG, FAMILIES, FORMULAS, FUNCTIONS
from plansheets.functions.function import Function
from plansheets.functions.vectors import vectors
from plansheets.plan.write_out.expand import _write_out, expand, own_call_faults, written_out
from surfaces import placed, right_option

BAND = 8
"""Rows of a sheet that a call takes."""
RESULT = 40
"""The column of the results, right of all arguments."""
VECTORS = vectors()
NAMES = [function.name for function in FUNCTIONS]
EXPRESSED = tuple(FORMULAS.values())
with_a_formula = pytest.mark.parametrize("function", EXPRESSED, ids=list(FORMULAS))


@with_a_formula
def test_a_function_calls_only_what_excel_2016_and_wps_know(function: Function) -> None:
    called = {node.name for node in walk(written_out(function)) if isinstance(node, Call)}
    known = functions()
    assert {
        name for name in called if name not in known or not EXCEL_2016.has(known[name])
    } == set()


@with_a_formula
def test_a_function_uses_its_arguments_and_nothing_else(function: Function) -> None:
    used = {node.name for node in walk(written_out(function)) if isinstance(node, Name)}
    assert used == {argument.name for argument in function.arguments}


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_a_function_names_only_arguments_that_it_has(function: Function) -> None:
    names = {argument.name for argument in function.arguments}
    likes = {argument.like for argument in function.arguments} | {function.like}
    assert ({*function.needs, *likes} - {None}) - names == set()


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_required_arguments_come_first(function: Function) -> None:
    optional = [argument.default is not None for argument in function.arguments]
    assert optional == sorted(optional)


@with_a_formula
def test_the_calls_inside_a_function_are_right(function: Function) -> None:
    assert own_call_faults(parse(function.cell_formula)) == []


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_a_function_has_an_example_of_every_outcome(function: Function) -> None:
    errors = {example.error for example in function.examples}
    promised = {None} | ({"#N/A"} if function.needs else set())
    promised |= {"#DIV/0!"} if function.undefined else set()
    promised |= {"#VALUE!"} if function.unusable else set()
    assert promised <= errors


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_a_function_speaks_both_languages(function: Function) -> None:
    said = [function.title, function.words, *(argument.help for argument in function.arguments)]
    assert [text for text in said if not (text.zh and text.en)] == []


def test_formulas_stay_readable_with_every_argument_in_a_column() -> None:
    spelled = {}
    for function in EXPRESSED:
        nodes = [parse(f"[@{argument.name}]") for argument in function.arguments]
        names = [argument.name for argument in function.arguments]
        tree = substitute(written_out(function), dict(zip(names, nodes, strict=True)))
        spelled[function.name] = (len(spell(tree)), depth(tree))
    too_long = {name: size for name, size in spelled.items() if size[0] >= 600 or size[1] > 10}
    assert list(too_long) == ["score"]
    assert spelled["score"] < (1500, 40)


def test_a_family_hides_no_function() -> None:
    assert set(FAMILIES) & set(CATALOG) == set()


def test_names_are_no_functions_of_excel() -> None:
    assert {name for name in CATALOG if name.upper() in functions()} == set()


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_pages_of_functions_are_current(locale: str, *, accept: bool) -> None:
    writer = run_path(str(Path(__file__).parents[1] / "docs" / "write_functions.py"))
    path, page = writer["PAGES"][locale], writer["page"](locale)
    if accept:
        path.write_text(page, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page, "run `pytest --accept` on this file"


COUNTED_BY_US = {"boolean in COUNT", "text in COUNT"}
"""Formualizer takes an error of a call for one of the COUNT around it; our own engine counts."""


@with_a_formula
def test_the_embedded_engine_is_proven_on_every_shape(function: Function) -> None:
    asked = (one for one in VECTORS if one.function is function and right_option(one))
    used = {
        shape
        for place in placed(list(asked))
        for node in (place.call(), place.written())
        for shape in shapes(expand(node))
    }
    unproven = {shape for shape in used if "formualizer" not in proven().get(shape, ())}
    assert unproven <= COUNTED_BY_US


def test_what_is_left_out_changes_no_value() -> None:
    """The formulas as they are shown and with every guard still in, over awkward arguments."""
    chance = Random(2024)
    odd: list[EngineValue] = [None, "", "x", -1, 0, 0.05, 0.5, 1, 2, 3, 45412, 45420]
    book = Formualizer().open(["S"], date(2024, 6, 30))
    cases = [(function, turn) for function in EXPRESSED for turn in range(40)]
    for number, (function, turn) in enumerate(cases):
        row = number * BAND
        nodes: list[Node] = []
        for column, argument in enumerate(function.arguments):
            height = 3 if argument.many else 1
            for down in range(height):
                value = chance.random() < 0.5 if argument.takes == "boolean" else chance.choice(odd)
                if value is not None:
                    book.put_values("S", row + down, column, [[value]])
            if argument.takes == "option":
                nodes.append(Text(argument.options[turn % len(argument.options)]))
            elif argument.many:
                nodes.append(CellRange(Cell(row, column), Cell(row + 2, column)))
            else:
                nodes.append(Cell(row, column))
        tree = Call(function.name, tuple(nodes))
        pair = (expand(tree), _write_out(tree, "cell"))
        book.put_formulas("S", row, RESULT, [["=" + spell(node, ENGINE) for node in pair]])
    book.calculate()
    found = [book.read("S", number * BAND, RESULT, 1, 2)[0] for number in range(len(cases))]
    assert [
        (function.name, *values)
        for (function, _), values in zip(cases, found, strict=True)
        if not equal(*values)
    ] == []
    assert sum(values[0] not in ("", False) for values in found) > len(cases) / 5
