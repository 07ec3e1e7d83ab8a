"""Ranges and kinds of values through xlwings' Windows program, as VBA hands them over."""

from __future__ import annotations

from itertools import pairwise

import pytest

from plansheets.addin.examples import rows_of
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument, Function, Sample, Samples
from plansheets.functions.outline import excel_name
from plansheets.functions.vectors import Vector, vectors
from surfaces import as_json, expected, udf_shown
from test_functions_proof import same
from wine import LEFT_OUT, Call, ask

pytestmark = pytest.mark.windows

Rows = tuple[tuple[Vector, ...], ...]
"""Vectors as they stand in cells: the arguments of each function as ranges of that shape."""

EACH = [
    one for one in FUNCTIONS if one.shape == "value" and not any(at.many for at in one.arguments)
]
"""The functions that answer for each cell of a range."""


SOME = [
    vector
    for function in FUNCTIONS
    for vector in [one for one in vectors() if one.function is function][:5]
]


def pair(function: Function) -> tuple[Vector, Vector]:
    """Two calls that differ in what may differ from cell to cell."""
    own = [one for one in vectors() if one.function is function and not one.holds_errors]
    return next(
        two
        for two in pairwise(own)
        if len(two[0].arguments) == len(two[1].arguments)
        and two[0].result != two[1].result
        and all(
            one == other
            for at, one, other in zip(
                function.arguments, two[0].arguments, two[1].arguments, strict=False
            )
            if at.takes == "option"
        )
    )


def in_ranges(rows: Rows) -> Call:
    """One call over all of them."""
    function, first = rows[0][0].function, rows[0][0]
    given: list[object] = [LEFT_OUT] * len(function.arguments)
    for place, argument in enumerate(function.arguments[: len(first.arguments)]):
        given[place] = (
            first.arguments[place]
            if argument.takes == "option"
            else [[as_json(one.arguments[place]) for one in row] for row in rows]
        )
    return excel_name(function), given


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, object]]:
    """The answers to everything that is asked here, in one start of Windows' Python."""
    calls: dict[str, Call] = {}
    for function in EACH:
        one, other = pair(function)
        calls[f"{function.name} row"] = in_ranges(((one, other),))
        calls[f"{function.name} column"] = in_ranges(((one,), (other,)))
        calls[f"{function.name} rectangle"] = in_ranges(((one, other), (other, one)))
    for vector in SOME:
        calls[str(vector)] = excel_name(vector.function), formatted(vector)
    return dict(zip(calls, ask(list(calls.values())), strict=True))


def wanted(rows: Rows) -> Samples:
    return tuple(tuple(expected(one.result) for one in row) for row in rows)  # type: ignore[misc]


def given_rows(answer: dict[str, object]) -> Samples:
    rows = [answer["row"]] if "row" in answer else answer["rows"]
    assert isinstance(rows, list)
    return tuple(map(tuple, rows))


@pytest.mark.parametrize("function", EACH, ids=lambda one: one.name)
def test_a_range_of_any_shape_gives_its_own_shape(
    function: Function, found: dict[str, dict[str, object]]
) -> None:
    one, other = pair(function)
    for shape, rows in (
        ("row", ((one, other),)),
        ("column", ((one,), (other,))),
        ("rectangle", ((one, other), (other, one))),
    ):
        answer = found[f"{function.name} {shape}"]
        # one row comes back in one dimension, which VBA must know
        assert ("row" in answer) is (shape == "row")
        assert same(given_rows(answer), wanted(rows)), (shape, answer)


def formatted(vector: Vector) -> list[object]:
    """The arguments as ``Range.Value`` has them, where days and money have their formats."""
    pairs = zip(vector.function.arguments, vector.arguments, strict=False)
    given = [_formatted(argument, samples) for argument, samples in pairs]
    return given + [LEFT_OUT] * (len(vector.function.arguments) - len(given))


def _formatted(argument: Argument, samples: Samples) -> object:
    rows = [[_one_formatted(argument, one) for one in row] for row in rows_of(samples)]
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def _one_formatted(argument: Argument, sample: Sample) -> object:
    match as_json(sample):
        case bool() as truth:
            return truth
        case int() | float() as serial if argument.takes == "date":
            return {"day": serial}
        case int() | float() as number if abs(number) < 9e14 and round(number, 4) == number:
            return {"money": number}
        case other:
            return other


@pytest.mark.parametrize("vector", SOME, ids=str)
def test_formats_of_days_and_money_change_nothing(
    vector: Vector, found: dict[str, dict[str, object]]
) -> None:
    (value,) = found[str(vector)].values()
    assert same(udf_shown(vector, value), expected(vector.result))
