"""Functions as LAMBDA names: two engines that know LAMBDA find what the catalogue says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ironcalc
import pytest
import xlsxwriter

from libreoffice import equal
from openxml import validate
from plansheets import build, verify
from plansheets.calc.formulon import Formulon
from plansheets.formula.spell import ENGINE, FILE, spell
from plansheets.functions.function import Example, Function
from plansheets.functions.outline import excel_name
from plansheets.plan.lambdas import lambda_names
from plansheets.plan.model import ErrorValue
from test_functions_catalog import BAND, EXAMPLES, RESULT, in_cells, reference, serial

NAMES = lambda_names("en")


def call(function: Function, example: Example, row: int) -> str:
    pairs = zip(function.arguments, example.arguments, strict=False)
    given = [spell(reference(*pair, row, column), FILE) for column, pair in enumerate(pairs)]
    return f"={excel_name(function)}({','.join(given)})"


def wrong(found: list[object]) -> list[str]:
    expected = [example.error or serial(example.result) for _, example in EXAMPLES]
    return [
        f"{function.name}{example.arguments}: expected {right!r}, found {value!r}"
        for (function, example), value, right in zip(EXAMPLES, found, expected, strict=True)
        if not (equal(value, right) if isinstance(value, float) else value == right)
    ]


def test_ironcalc_finds_every_example_in_the_files_spelling(tmp_path: Path) -> None:
    path = tmp_path / "lambdas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for name in NAMES:
            book.define_name(name.name, f"={spell(name.target, FILE)}")
        for number, pair in enumerate(EXAMPLES):
            for row, column, value in in_cells(pair[1], number * BAND):
                sheet.write(row, column, value)
            sheet.write_formula(number * BAND, RESULT, call(*pair, number * BAND))
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    found = [model.get_cell_value(0, n * BAND + 1, RESULT + 1) for n in range(len(EXAMPLES))]
    assert wrong(found) == []


def test_formulon_finds_every_example_with_optional_parameters_in_brackets() -> None:
    book = Formulon().open(["S"], date(2024, 6, 30))
    for name in NAMES:
        book._book.set_defined_name(name.name, spell(name.target, ENGINE))
    for number, pair in enumerate(EXAMPLES):
        for row, column, value in in_cells(pair[1], number * BAND):
            book.put_values("S", row, column, [[value]])
        book.put_formulas("S", number * BAND, RESULT, [[call(*pair, number * BAND)]])
    book.calculate()
    found = [book.read("S", n * BAND, RESULT, 1, 1)[0][0] for n in range(len(EXAMPLES))]
    assert wrong([one.code if isinstance(one, ErrorValue) else one for one in found]) == []


def test_names_fit_excel_and_are_explained() -> None:
    assert [name.name for name in NAMES if len(spell(name.target, FILE)) > 8_000] == []
    assert all(0 < len(name.comment) <= 255 for name in NAMES)


@pytest.mark.parametrize(
    ("choice", "there"), [({}, False), ({"lambdas": True}, True), ({"profile": "excel365"}, True)]
)
def test_a_workbook_brings_them_along_when_asked(
    choice: dict[str, object], there: bool, tmp_path: Path
) -> None:
    built = build("sku-management", tmp_path / "plan.xlsx", as_of=date(2024, 6, 30), **choice)
    assert verify(built.path) == ()
    assert validate(built.path) == []
    model = ironcalc.load_from_xlsx(str(built.path), "en", "UTC", "en")
    named = {name["name"] for name in model.get_defined_name_list()}
    assert ("PS_ROI" in named) is there
