"""Every example of the catalogue, calculated from the formula that cells and functions share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from runpy import run_path

import pytest
import xlsxwriter

from libreoffice import equal, recalculate
from plansheets.calc.engine import Found
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.shapes import proven, shapes
from plansheets.formula.ast import Boolean, Call, Cell, CellRange, Name, Node, Number, Text
from plansheets.formula.functions import EXCEL_2016, functions
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import depth, substitute, walk
from plansheets.formula.spell import ENGINE, FILE, spell
from plansheets.functions.catalog import CATALOG, FUNCTIONS
from plansheets.functions.function import Argument, Example, Function, Sample
from plansheets.plan.expand import _write_out, check_own_calls, expand, written_out
from plansheets.plan.model import ErrorValue

BAND = 8
"""Rows of a sheet that an example takes: the longest column in one."""
RESULT = 20
"""The column of the results, right of all arguments."""
EXAMPLES = [(function, example) for function in FUNCTIONS for example in function.examples]
NAMES = [function.name for function in FUNCTIONS]


def serial(value: Sample) -> Found:
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    return value


def values_of(sample: Sample | tuple[Sample, ...]) -> tuple[Sample, ...]:
    return sample if isinstance(sample, tuple) else (sample,)


def in_cells(example: Example, row: int) -> Iterator[tuple[int, int, Found]]:
    """The cells that hold an example's arguments; blanks stay out."""
    for column, sample in enumerate(example.arguments):
        for down, value in enumerate(values_of(sample)):
            if value is not None:
                yield row + down, column, serial(value)


def reference(argument: Argument, sample: object, row: int, column: int) -> Node:
    if argument.takes == "option":
        assert isinstance(sample, str)
        return Text(sample)
    if isinstance(sample, tuple):
        return CellRange(Cell(row, column), Cell(row + len(sample) - 1, column))
    return Cell(row, column)


def call(function: Function, example: Example, row: int) -> Call:
    """The call of an example with its arguments in cells."""
    pairs = zip(function.arguments, example.arguments, strict=False)
    nodes = [reference(*pair, row, column) for column, pair in enumerate(pairs)]
    return Call(function.name, tuple(nodes))


def written(function: Function, example: Example, row: int) -> Call:
    """The same call with numbers, texts and truths written out, so that they can be folded."""
    nodes = []
    for node, sample in zip(call(function, example, row).arguments, example.arguments, strict=True):
        match sample:
            case bool():
                nodes.append(Boolean(sample))
            case int() | float() if sample >= 0:
                nodes.append(Number(sample))
            case _:
                nodes.append(node)
    return Call(function.name, tuple(nodes))


def function_form(function: Function, example: Example, row: int) -> Node:
    """The formula of the function form with the example's arguments in place of its names."""
    given = dict(
        zip((each.name for each in function.arguments), call(function, example, row).arguments,
            strict=False)
    )  # fmt: skip
    defaults = {each.name: parse(each.default) for each in function.arguments if each.default}
    return substitute(written_out(function, "function"), defaults | given)


def calculated(formulas: list[str]) -> list[Found]:
    """What formualizer finds for one formula an example."""
    book = Formualizer().open(["S"], date(2024, 6, 30))
    for number, (_, example) in enumerate(EXAMPLES):
        for row, column, value in in_cells(example, number * BAND):
            book.put_values("S", row, column, [[value]])
        book.put_formulas("S", number * BAND, RESULT, [["=" + formulas[number]]])
    book.calculate()
    return [book.read("S", number * BAND, RESULT, 1, 1)[0][0] for number in range(len(EXAMPLES))]


def wrong(found: list[Found], expected: list[Found]) -> list[str]:
    return [
        f"{function.name}{example.arguments}: expected {right!r}, found {value!r}"
        for (function, example), value, right in zip(EXAMPLES, found, expected, strict=True)
        if not same(value, right)
    ]


def same(value: Found, right: Found) -> bool:
    if isinstance(value, ErrorValue) or isinstance(right, ErrorValue):
        return value == right
    return equal(value, right)


RESULTS = [serial(example.result) for _, example in EXAMPLES]


def test_every_example_holds_in_cells() -> None:
    formulas = [
        spell(expand(call(*pair, number * BAND)), ENGINE) for number, pair in enumerate(EXAMPLES)
    ]
    assert wrong(calculated(formulas), RESULTS) == []


def test_every_example_holds_with_its_arguments_written_out() -> None:
    formulas = [
        spell(expand(written(*pair, number * BAND)), ENGINE) for number, pair in enumerate(EXAMPLES)
    ]
    assert wrong(calculated(formulas), RESULTS) == []


def test_functions_give_an_error_where_cells_stay_blank() -> None:
    formulas = [
        spell(function_form(*pair, number * BAND), ENGINE) for number, pair in enumerate(EXAMPLES)
    ]
    expected: list[Found] = [
        ErrorValue(example.error) if example.error else serial(example.result)
        for _, example in EXAMPLES
    ]
    assert wrong(calculated(formulas), expected) == []


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "examples.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    for number, (function, example) in enumerate(EXAMPLES):
        for row, column, value in in_cells(example, number * BAND):
            # a cell that holds an empty text is one that a formula left so
            sheet.write(row, column, '=""' if value == "" else value)
        first = number * BAND
        for down, node in enumerate(
            (call(function, example, first), written(function, example, first))
        ):
            sheet.write_formula(first + down, RESULT, "=" + spell(expand(node), FILE), None, "")
    book.close()
    found = recalculate([path])[path]
    for down in (0, 1):
        rows = [found.get(("S", number * BAND + down, RESULT)) for number in range(len(EXAMPLES))]
        assert wrong(rows, RESULTS) == []


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_a_function_calls_only_what_excel_2016_and_wps_know(function: Function) -> None:
    called = {node.name for node in walk(written_out(function)) if isinstance(node, Call)}
    known = functions()
    assert {
        name for name in called if name not in known or not EXCEL_2016.has(known[name])
    } == set()


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
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


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_the_calls_inside_a_function_are_right(function: Function) -> None:
    assert check_own_calls(parse(function.cell_formula)) == []


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_a_function_has_an_example_of_every_outcome(function: Function) -> None:
    errors = {example.error for example in function.examples}
    promised = {None} | ({"#N/A"} if function.needs else set())
    promised |= {function.error} if function.undefined else set()
    assert promised <= errors


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_a_function_speaks_both_languages(function: Function) -> None:
    said = [function.title, function.words, *(argument.help for argument in function.arguments)]
    assert [text for text in said if not (text.zh and text.en)] == []


def test_formulas_stay_readable_with_every_argument_in_a_column() -> None:
    spelled = {}
    for function in FUNCTIONS:
        nodes = [parse(f"[@{argument.name}]") for argument in function.arguments]
        names = [argument.name for argument in function.arguments]
        tree = substitute(written_out(function), dict(zip(names, nodes, strict=True)))
        spelled[function.name] = (len(spell(tree)), depth(tree))
    too_long = {name: size for name, size in spelled.items() if size[0] >= 450 or size[1] > 10}
    assert list(too_long) == ["score"]
    assert spelled["score"] < (1500, 40)


def test_names_are_no_functions_of_excel() -> None:
    assert {name for name in CATALOG if name.upper() in functions()} == set()


def test_the_page_of_functions_is_current() -> None:
    writer = run_path(str(Path(__file__).parents[1] / "docs" / "write_functions.py"))
    assert writer["PAGE"].read_text(encoding="utf-8") == writer["page"]()


@pytest.mark.parametrize("function", FUNCTIONS, ids=NAMES)
def test_the_embedded_engine_is_proven_on_every_shape(function: Function) -> None:
    used = {
        shape
        for example in function.examples
        for node in (call(function, example, 0), written(function, example, 0))
        for shape in shapes(expand(node))
    }
    assert {shape for shape in used if "formualizer" not in proven().get(shape, ())} == set()


def test_what_is_left_out_changes_no_value() -> None:
    """The formulas as they are shown and with every guard still in, over awkward arguments."""
    chance = Random(2024)
    odd: list[Found] = [None, "", "x", -1, 0, 0.05, 0.5, 1, 2, 3, 45412, 45420]
    book = Formualizer().open(["S"], date(2024, 6, 30))
    cases = [(function, turn) for function in FUNCTIONS for turn in range(40)]
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
        if not same(*values)
    ] == []
    assert sum(values[0] not in ("", False) for values in found) > len(cases) / 5
