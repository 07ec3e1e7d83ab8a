"""Kernels against the catalogue: the same values, and the same errors where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from plansheets.functions import (
    at_least,
    deviation,
    deviation_rate,
    eight_segments,
    fixed_scores,
    grade,
    moving_averages,
    pareto_shares,
    price_elasticity,
    rank_scores,
    recency_days,
    rfm,
    roi,
    sales_to_stock,
    seasonal_index,
    share,
    variation,
    weighted_average,
)
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.kernels import KERNELS


def test_every_function_of_the_catalogue_has_a_kernel_beside_it() -> None:
    assert [function.name for function in FUNCTIONS if function.name not in KERNELS] == []


def test_a_column_meets_a_single_value() -> None:
    found = deviation_rate([85_000, None, "n/a", 110_000], 100_000)
    assert equal_arrays(found, [-0.15, np.nan, np.nan, 0.1])


def test_a_column_and_a_row_make_a_table() -> None:
    assert share([[10], [20]], [[40, 50]]).tolist() == [[0.25, 0.2], [0.5, 0.4]]


def test_a_column_of_pandas_comes_back_with_its_index() -> None:
    frame = pd.DataFrame({"sold": [120, 15], "stock": [200, 0]}, index=["MB001", "MB002"])
    found = sales_to_stock(frame["sold"], frame["stock"])
    assert found.index.tolist() == ["MB001", "MB002"]
    assert equal_arrays(found.to_numpy(), [0.6, np.nan])


def test_the_worst_of_several_faults_is_told() -> None:
    judged = roi.judge([500, None, "x", None, 500], [0, 100, 100, "x", float("inf")])
    assert judged.in_cells().tolist() == ["#DIV/0!", "#N/A", "#VALUE!", "#VALUE!", "#VALUE!"]


def test_an_empty_column_gives_an_empty_column() -> None:
    assert deviation([], 5).tolist() == []


def test_a_grade_without_bounds_is_none() -> None:
    assert grade(90, 1, [], []) is None
    assert grade([90, 80], 1, [], []).tolist() == [None, None]


def test_what_an_array_masks_is_blank() -> None:
    masked = np.ma.array([450.0, 450.0], mask=[False, True])
    assert np.array_equal(roi(masked, 90), [5, np.nan], equal_nan=True)
    assert np.array_equal(rank_scores(masked, 2), [1, np.nan], equal_nan=True)
    assert roi(np.ma.array([450]), 90).tolist() == [5]
    paid = np.ma.array(["2024-06-01", "2024-06-02"], "M8[ns]", mask=[False, True])
    ago = recency_days(date(2024, 6, 30), paid)
    assert np.array_equal(ago, [29, np.nan], equal_nan=True)


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
    with pytest.raises(ValueError, match="values and weights differ in length: 2, 1"):
        weighted_average([1, 2], [1])


def equal_arrays(found: object, expected: list[float]) -> bool:
    return np.allclose(found, expected, rtol=0, atol=1e-12, equal_nan=True)


def test_an_option_is_known_in_any_case_and_no_other() -> None:
    assert roi(450, 80, "NET") == 4.625
    with pytest.raises(ValueError, match="mode 'brutto' is none of 'gross', 'net', 'margin'"):
        roi(450, 80, "brutto")


def test_a_text_in_a_column_of_numbers_leaves_no_result() -> None:
    judged = weighted_average.judge([1, "x"], [2, 3])
    assert judged.in_cells().item() == "#VALUE!"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("variation", ([1.7e308, 1.6e308],)),
        ("seasonal_index", ([1.7e308, 1.6e308], [1, 2], 1)),
        ("pareto_shares", ([1.7e308, 1.6e308],)),
        ("eoq", (1.7e308, 0, 4)),
    ],
)
def test_a_sum_beyond_a_number_is_told_as_such(name: str, given: tuple[Any, ...]) -> None:
    assert KERNELS[name].judge(*given).in_cells().tolist() == "#NUM!"


def test_what_is_beyond_a_number_is_nan_in_python() -> None:
    huge = [1.7e308, 1.6e308]
    assert np.isnan([variation(huge), seasonal_index(huge, [1, 2], 1), pareto_shares(huge)]).all()
    assert equal_arrays(moving_averages([*huge, 1], 2), [np.nan, np.nan, 8e307])


def test_no_zero_has_a_sign() -> None:
    assert str(price_elasticity(12, 10, 100, 100)) == "0.0"
    assert str(roi([-0.0], 5)) == "[0.]"


def test_a_whole_column_keeps_the_shape_of_its_range() -> None:
    found = KERNELS["abc_classes"].judge([[11_880, 4_485, 69_650]])
    assert found.in_cells().tolist() == [["B", "B", "A"]]


def test_a_table_of_customers_is_the_same_as_its_columns() -> None:
    customers, days, amounts = ["a", "b", "a", "c"], [1, 2, 3, 4], [10, 20, 30, 40]
    table = KERNELS["rfm"].judge(customers, days, amounts, 10, language="en").in_cells()
    found = rfm(customers, days, amounts, 10)
    assert table[0, :4].tolist() == ["customer", "recency", "frequency", "monetary"]
    assert table[1:, 0].tolist() == found.customer.tolist()
    assert table[1:, 3].tolist() == found.monetary.tolist()
    assert table[1:, 7].tolist() == eight_segments(found, locale="en").tolist()


def test_a_million_rows_are_one_call_and_one_text_among_them_is_found() -> None:
    column = np.arange(1_000_000, dtype=object)
    scores = KERNELS["rank_scores"].judge(column).values
    assert np.bincount(scores.astype(int)).tolist() == [0, *[200_000] * 5]
    column[-1] = "n/a"
    assert KERNELS["rank_scores"].judge(column).in_cells().item() == "#VALUE!"


@pytest.mark.parametrize("levels", [None, "", pd.NA, "five", 0, 2.5, [5, 5]])
def test_levels_that_are_no_whole_number_are_refused_in_words(levels: Any) -> None:
    with pytest.raises(ValueError, match=r"^levels are .*, which is no whole number from 1$"):
        rank_scores([1, 2, 3], levels)


@pytest.mark.parametrize("bounds", [[1, None], ["soon", 2], [True, 2], [3, 1, 2]])
def test_bounds_that_are_no_scale_are_refused_in_words(bounds: Any) -> None:
    with pytest.raises(ValueError, match=r"^bounds \[.*\] (are not numbers|neither ascend)"):
        fixed_scores([1, 2, 3], bounds)
