"""A value is the same number or day whatever kind of Python object hands it in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import floats
from numpy.typing import NDArray

from plansheets.functions import (
    at_least,
    deviation,
    favourable_deviation,
    fixed_score,
    fixed_scores,
    grade,
    recency_days,
    rfm,
    roi,
    weighted_average,
)
from plansheets.functions.cells import numbers
from plansheets.values.plain import plain

NUMBERS = [
    450,
    450.0,
    np.int64(450),
    np.float32(450),
    np.array(450),
    Decimal("450.00"),
    Fraction(450),
    pd.Series([450]).sum(),
    pd.Series([450], dtype="Int64").iloc[0],
    "450",
    "４５０元",
    '="450"',
]
DAYS = [
    date(2024, 6, 20),
    datetime(2024, 6, 20, 23, 59, tzinfo=UTC),
    np.datetime64("2024-06-20"),
    np.datetime64("2024-06-20T23:59:59.5", "ns"),
    pd.Timestamp("2024-06-20 08:00"),
    pd.Timestamp("2024-06-20 23:30", tz="America/New_York"),
    45463,
    45463.999,
    20240620,
    "2024/6/20",
    "2024年6月20日",
    "2024-06-20 09:15:22 -0400",
]
MISSING = [None, "", float("nan"), np.nan, Decimal("NaN"), pd.NA, pd.NaT, np.datetime64("NaT"), "-"]


@pytest.mark.parametrize("revenue", NUMBERS, ids=repr)
def test_a_number_is_the_same_whatever_holds_it(revenue: object) -> None:
    assert roi(revenue, 80) == 5.625
    assert roi([revenue, None], 80).tolist()[0] == 5.625


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_a_day_is_the_same_whatever_holds_it_at_any_time_of_day(day: object) -> None:
    assert recency_days(date(2024, 6, 30), day) == 10
    assert recency_days(date(2024, 6, 30), [day, None]).tolist()[0] == 10
    assert recency_days(date(2024, 6, 30), pd.Series([day])).tolist() == [10]


@pytest.mark.parametrize("nothing", MISSING, ids=repr)
def test_what_is_missing_is_missing_whatever_says_so(nothing: object) -> None:
    assert np.isnan(deviation(nothing, 1))
    assert np.isnan(recency_days(date(2024, 6, 30), nothing))
    assert plain(nothing) in (None, "", "-")


def test_a_mixed_column_is_read_cell_by_cell() -> None:
    found = deviation([1, np.float32(2), Decimal(3), "8.5万", "(20)", pd.NA, True, 1 + 2j], 0)
    assert found.tolist()[:5] == [1, 2, 3, 85_000, -20]
    assert np.isnan(found[5:]).all()


def test_a_nullable_column_of_pandas_keeps_its_blanks() -> None:
    found = deviation(pd.Series([3, None], dtype="Int64"), 1)
    assert found.tolist()[0] == 2
    assert np.isnan(found.iloc[1])


def test_a_length_of_time_is_no_number() -> None:
    assert np.isnan(deviation(np.timedelta64(5, "ns"), 1))
    assert deviation.judge(pd.Timedelta("1D"), 1).in_cells().item() == "#VALUE!"


def test_a_number_beyond_every_float_is_no_number() -> None:
    assert np.isnan(deviation([10**400, 5], 1)).tolist() == [True, False]


def test_a_truth_may_be_written() -> None:
    assert favourable_deviation(45, 50, lower=["是", "no"]).tolist() == [0.1, -0.1]


def test_in_a_cell_a_text_stays_a_text() -> None:
    """Formulas take "450" for a text, and the functions of cells do as formulas do."""
    assert roi.judge("450", 80).in_cells().item() == "#VALUE!"
    assert recency_days.judge(45473, "2024-06-20").in_cells().item() == "#VALUE!"


def test_a_short_float_is_the_decimal_that_a_person_sees() -> None:
    short = np.float32
    assert plain(short(0.7)) == plain(np.array(0.7, dtype=np.float16)) == 0.7
    assert at_least(short(0.7), 0.7) is True
    assert at_least(np.array([0.7, 0.69], dtype=short), 0.7).tolist() == [True, False]
    assert fixed_score(short(0.9), [0.9]) == fixed_score(0.9, np.array([0.9], dtype=short)) == 2
    assert fixed_scores(np.array([0.9], dtype=short), [0.9]).tolist() == [2]
    assert fixed_scores([0.9], np.array([0.9], dtype=short)).tolist() == [2]
    assert grade(80, short(1), [short(0), short(0.8)], ["a", "b"]) == "b"
    assert grade(80, 1, np.array([0, 0.8], dtype=short), ["a", "b"]) == "b"
    paid = np.array([12.1, 0.3], dtype=short)
    assert rfm(["Li", "Li"], [45_000, 45_001], paid).monetary.tolist() == [12.4]
    masked = np.ma.array(paid, mask=[False, True])
    assert sum_of(masked) == sum_of(pd.Series(paid[:1])) == 12.1


def sum_of(column: object) -> object:
    return weighted_average(column, [1] * np.size(column))


@given(arrays(np.float32, 6, elements=floats(width=32)))
def test_short_floats_are_read_together_as_each_alone(values: NDArray[np.float32]) -> None:
    found, _ = numbers(values)
    assert np.array_equal(found, [float(str(one)) for one in values], equal_nan=True)
