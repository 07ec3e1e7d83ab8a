"""Kernels against the catalogue: the same values, and the same errors where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from libreoffice import equal
from plansheets.functions import (
    at_least,
    deviation,
    deviation_rate,
    roi,
    sell_through,
    share,
    weighted_average,
)
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Example, Function
from plansheets.functions.kernels import KERNELS
from plansheets.functions.kernels.cells import serial

EXAMPLES = [(function, example) for function in FUNCTIONS for example in function.examples]


def shown(value: object) -> object:
    return serial(value) if isinstance(value, date) else value


def test_every_function_of_the_catalogue_has_a_kernel() -> None:
    assert [function.name for function in FUNCTIONS] == list(KERNELS)


@pytest.mark.parametrize(
    ("function", "example"),
    [pytest.param(*pair, id=f"{pair[0].name}{pair[1].arguments}") for pair in EXAMPLES],
)
def test_a_kernel_gives_what_the_catalogue_says(function: Function, example: Example) -> None:
    found = KERNELS[function.name].judge(*example.arguments).in_cells().item()
    expected = shown(example.error or example.result)
    assert equal(found, expected) if isinstance(found, float) else found == expected


def test_a_column_meets_a_single_value() -> None:
    found = deviation_rate([85_000, None, "n/a", 110_000], 100_000)
    assert equal_arrays(found, [-0.15, np.nan, np.nan, 0.1])


def test_a_column_and_a_row_make_a_table() -> None:
    assert share([[10], [20]], [[40, 50]]).tolist() == [[0.25, 0.2], [0.5, 0.4]]


def test_a_column_of_pandas_comes_back_with_its_index() -> None:
    frame = pd.DataFrame({"sold": [120, 15], "stock": [200, 0]}, index=["MB001", "MB002"])
    found = sell_through(frame["sold"], frame["stock"])
    assert found.index.tolist() == ["MB001", "MB002"]
    assert equal_arrays(found.to_numpy(), [0.6, np.nan])


def test_the_worst_of_several_faults_is_told() -> None:
    judged = roi.judge([500, None, "x", None, 500], [0, 100, 100, "x", float("inf")])
    assert judged.in_cells().tolist() == ["#DIV/0!", "#N/A", "#VALUE!", "#VALUE!", "#VALUE!"]


def test_an_empty_column_gives_an_empty_column() -> None:
    assert deviation([], 5).tolist() == []


def test_a_truth_that_cannot_be_told_is_none() -> None:
    assert at_least([2, None], 1).tolist() == [True, None]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: roi(1), "roi needs 'cost'"),
        (lambda: roi(1, 2, "gross", 1, 5), "takes at most 4 arguments"),
        (lambda: roi(1, 2, kind="net"), "argument 'kind' is unknown"),
        (lambda: roi(1, 2, revenue=3), "argument 'revenue' is twice"),
    ],
)
def test_a_wrong_call_is_a_type_error(call: Callable[[], object], message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        call()


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 values, but 1 weights"):
        weighted_average([1, 2], [1])


def equal_arrays(found: object, expected: list[float]) -> bool:
    return np.allclose(found, expected, rtol=0, atol=1e-12, equal_nan=True)
