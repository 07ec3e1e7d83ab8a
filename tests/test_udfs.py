"""UDFs through xlwings' own call path: every example of the catalogue, errors, ranges, wrappers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from libreoffice import equal
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Example, Function, Sample
from plansheets.functions.kernels.cells import serial
from plansheets.functions.outline import excel_name
from windows_excel import MISSING, excel

EXAMPLES = [(function, example) for function in FUNCTIONS for example in function.examples]


@pytest.fixture(scope="module")
def cells() -> Iterator[SimpleNamespace]:
    with excel() as found:
        yield found


def as_com(sample: Sample | tuple[Sample, ...]) -> object:
    """A sample as COM hands it over: numbers are floats, days have a time, ranges are tuples."""
    match sample:
        case tuple():
            return tuple((as_com(one),) for one in sample)
        case bool() | str() | None:
            return sample
        case int():
            return float(sample)
        case date():
            return datetime(sample.year, sample.month, sample.day, tzinfo=UTC)
        case _:
            return sample


@pytest.mark.parametrize(
    ("function", "example"),
    [pytest.param(*pair, id=f"{pair[0].name}{pair[1].arguments}") for pair in EXAMPLES],
)
def test_a_cell_gets_what_the_catalogue_says(
    function: Function, example: Example, cells: SimpleNamespace
) -> None:
    given = [as_com(one) for one in example.arguments]
    left_out = [MISSING] * (len(function.arguments) - len(given))
    found = cells.call(excel_name(function), *given, *left_out)
    expected = example.error or example.result
    if isinstance(expected, date):
        expected = serial(expected)
    assert equal(found, expected) if isinstance(found, float) else found == expected


def test_a_range_gives_a_range(cells: SimpleNamespace) -> None:
    found = cells.call("PS_DEVIATION_RATE", ((85e3,), (2.2,), (None,)), ((1e5,), (0.0,), (3.0,)))
    assert found == [[-0.15], ["#DIV/0!"], ["#N/A"]]


def test_an_error_in_a_cell_is_handed_on(cells: SimpleNamespace) -> None:
    assert cells.call("PS_ROI", -2146826281, 80.0, MISSING, MISSING) == "#DIV/0!"


def test_an_error_in_a_range_is_no_number(cells: SimpleNamespace) -> None:
    found = cells.call("PS_SHARE", ((1.0,), (-2146826246,)), 4.0)
    assert found == [[0.25], ["#VALUE!"]]


def test_an_unknown_word_is_an_error_and_no_number(cells: SimpleNamespace) -> None:
    assert cells.call("PS_ROI", 450.0, 80.0, "brutto", MISSING) == "#VALUE!"


def test_columns_of_unequal_length_are_an_error(cells: SimpleNamespace) -> None:
    found = cells.call("PS_WEIGHTED_AVERAGE", ((1.0,), (2.0,)), ((1.0,),))
    assert found == "#VALUE!"


def test_xlwings_writes_a_wrapper_for_every_function(cells: SimpleNamespace) -> None:
    text = io.StringIO()
    book = SimpleNamespace(Name="functions.xlsm")
    cells.real.generate_vba_wrapper("plansheets.udfs", cells.udfs, text, book)
    code = text.getvalue()
    missing = [one for one in FUNCTIONS if f"Function {excel_name(one)}(" not in code]
    assert missing == []
    assert "Function PS_ROI(revenue, cost, Optional mode, Optional margin)" in code


def test_help_fits_the_function_wizard(cells: SimpleNamespace) -> None:
    for function in FUNCTIONS:
        made = getattr(cells.udfs, excel_name(function)).__xlfunc__
        assert made["category"] == "plansheets"
        assert 0 < len(made["ret"]["doc"]) <= 255
        assert all(0 < len(one["doc"]) <= 255 for one in made["args"])
