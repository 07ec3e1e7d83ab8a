"""RFM: measures, scores and segments against their definitions and against pandas."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansheets.functions import (
    eight_segments,
    fixed_scores,
    grid_segments,
    rank_scores,
    rfm,
    segment_lines,
)

DAYS = ["2024-06-01", "2024-01-10", "2024-06-20", "2024-05-01", "2024-03-01"]
ORDERS = pd.DataFrame(
    {
        "customer": ["李", "王", "李", "赵", "王", "钱", None],
        "day": pd.to_datetime([*DAYS, None, "2024-06-01"]),
        "amount": [300.0, 80.0, 200.0, 50.0, -80.0, 90.0, 70.0],
    }
)


def test_refunds_lower_money_and_are_no_orders() -> None:
    found = rfm(ORDERS["customer"], ORDERS["day"], ORDERS["amount"], as_of=date(2024, 6, 30))
    assert found.customer.tolist() == ["李", "赵"]  # 王 was refunded whole, 钱 never paid
    assert found.recency.tolist() == [10, 60]
    assert found.frequency.tolist() == [2, 1]
    assert found.monetary.tolist() == [500, 50]


def test_orders_outside_the_window_are_left_out() -> None:
    days = [date(2023, 7, 1), date(2023, 6, 30), date(2024, 6, 30), date(2024, 7, 1)]
    found = rfm([1, 2, 3, 4], days, [10, 10, 10, 10], as_of=date(2024, 6, 30), window_days=366)
    assert found.customer.tolist() == [1, 3]


def test_a_day_with_its_time_counts_whole() -> None:
    found = rfm(["a"], [datetime(2024, 6, 30, 23, 59, tzinfo=UTC)], [10], as_of=date(2024, 6, 30))
    assert found.recency.tolist() == [0]


def test_whole_numbers_and_texts_name_the_same_customers() -> None:
    customers, days = [7, 3, 7, 900_000], [1, 2, 3, 4]
    counted = rfm(np.array(customers), days, [1, 2, 3, 4])
    looked_up = rfm([str(one) for one in customers], days, [1, 2, 3, 4])
    assert dict(zip(map(str, counted.customer), counted.monetary, strict=True)) == dict(
        zip(looked_up.customer, looked_up.monetary, strict=True)
    )


@pytest.mark.parametrize("kind", ["int8", "int32", "uint16", "int64"])
def test_numbers_of_any_width_are_customers(kind: str) -> None:
    found = rfm(np.array([3, 7, 3, 120], dtype=kind), [1, 2, 3, 4], [1, 2, 3, 4])
    assert found.customer.tolist() == [3, 7, 120]
    assert found.monetary.tolist() == [4, 2, 4]


def test_a_negative_number_is_a_customer_too() -> None:
    assert rfm(np.array([-3, 7, -3]), [1, 2, 3], [1, 2, 3]).customer.tolist() == [-3, 7]


def test_what_is_blank_among_numbers_is_left_out_and_the_rest_counts() -> None:
    customer = ["a", "", "b", None, "a", "b", "c"]
    days = np.array([1.0, 2, 3, 4, np.nan, 6, 7])
    amounts = np.array([10.0, 20, 30, 40, 50, -5, np.nan])
    found = rfm(customer, days, amounts, as_of=8)
    assert found.customer.tolist() == ["a", "b"]
    assert found.recency.tolist() == [7, 5]
    assert found.frequency.tolist() == [1, 1]
    assert found.monetary.tolist() == [10, 25]


@given(st.lists(st.floats(-9, 9, width=16), min_size=1, max_size=60), st.integers(2, 40))
def test_many_levels_score_as_few_do(values: list[float], levels: int) -> None:
    below = np.array([sum(other < one for other in values) for one in values])
    expected = np.minimum(levels, below * levels // len(values) + 1)
    assert rank_scores(values, levels).tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((["a", "b"], [1], [2]), "differ in length: customer 2, day 1, amount 1"),
        ((["a"], ["soon"], [2]), "day 1 is 'soon'"),
        ((["a", "b"], [1, 2], [2, "x"]), "amount 2 is 'x'"),
        ((["a", "b"], [1, 2], np.array([2, np.inf])), "amount 2 is 'inf'"),
        (([], [], []), "no order has a day"),
    ],
)
def test_what_cannot_be_counted_is_refused(columns: tuple[list[object], ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rfm(*columns)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.integers(2, 6))
def test_equal_values_score_alike_by_how_many_are_less(values: list[int], levels: int) -> None:
    by_definition = [
        min(levels, sum(other < one for other in values) * levels // len(values) + 1)
        for one in values
    ]
    assert rank_scores(values, levels).tolist() == by_definition


@given(st.lists(st.integers(0, 30), min_size=5, max_size=60))
def test_the_first_of_equal_values_scores_as_pandas_has_it(values: list[int]) -> None:
    ranks = pd.Series(values).rank(method="first")
    expected = pd.qcut(ranks, 5, labels=False) + 1
    assert rank_scores(values, ties="first").tolist() == expected.tolist()


def test_fewer_days_score_higher() -> None:
    assert rank_scores([1, 10, 20, 30, 40], lower=True).tolist() == [5, 4, 3, 2, 1]


def test_bounds_of_ones_own() -> None:
    assert fixed_scores([0, 199.99, 200, 1000, 3000], [200, 1000, 3000]).tolist() == [1, 1, 2, 3, 4]
    assert np.isnan(fixed_scores([None], [1])).all()


def test_the_eight_segments_by_means_and_by_bounds() -> None:
    days = [100, 100, 10, 10]
    found = rfm(["a", "a", "b", "b"], days, [500, 500, 20, 30], as_of=100)
    mixed = rfm(["a", "a", "b"], days[:3], [500, 500, 20], as_of=100)
    assert eight_segments(mixed).tolist() == ["重要价值客户", "一般挽留客户"]
    assert eight_segments(found, (100, 2, 50)).tolist() == ["重要价值客户", "重要价值客户"]


def test_where_most_bought_once_nobody_is_frequent_by_a_mean_of_one() -> None:
    found = rfm(list("abcdd"), [1, 2, 3, 4, 4], [10] * 5, as_of=4)
    lines = segment_lines(found)
    assert (lines.orders, lines.once) == (3, True)
    assert set(eight_segments(found, locale="en")) == {
        "High value, to develop",
        "Lapsed, low value",
        "New, low value",
    }


def test_where_all_bought_as_often_nobody_is_more_frequent_than_the_others() -> None:
    found = rfm(list("aabb"), [1, 2, 3, 4], [10] * 4, as_of=4)
    lines = segment_lines(found)
    assert (lines.orders, lines.once) == (3.0, False)
    assert "active" not in " ".join(eight_segments(found, locale="en").tolist())


def test_an_order_of_nothing_is_no_order() -> None:
    found = rfm(["ann", "ann"], [1, 9], [100, 0], as_of=10)
    assert (found.recency.tolist(), found.frequency.tolist()) == ([9], [1])


def test_the_rows_of_an_order_are_one_order_on_its_first_day() -> None:
    order = ["A1", "a1", "A2", None, None]
    found = rfm(["ann"] * 4 + ["bob"], [1, None, 5, 6, 7], [10, 5, 20, 30, 8], 10, order=order)
    assert found.frequency.tolist() == [3, 1]
    assert found.monetary.tolist() == [65, 8]


def test_a_row_without_a_customer_belongs_to_its_order_s() -> None:
    found = rfm(["ann", None, None], [1, None, 2], [10, 5, 7], 10, order=["A1", "A1", "A2"])
    assert (found.customer.tolist(), found.monetary.tolist()) == (["ann"], [15])


def test_a_refund_of_its_own_row_belongs_to_its_order() -> None:
    order = [1, 2, 1]
    found = rfm(["ann", "ann", "ann"], [3, 4, 9], [50, 20, -50], 10, order=order)
    assert (found.recency.tolist(), found.frequency.tolist()) == ([6], [1])
    assert found.monetary.tolist() == [20]


def test_a_refunded_order_is_no_order() -> None:
    found = rfm(["ann", "ann", "bob"], [3, 4, 5], [50, 20, 9], 10, refund=[50, 5, 9])
    assert (found.customer.tolist(), found.frequency.tolist()) == (["ann"], [1])
    assert found.monetary.tolist() == [15]


def test_a_refund_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="refund 2 is -5, which is below zero"):
        rfm(["a", "b"], [1, 2], [10, 10], refund=[None, -5])


def test_with_its_days_for_orders_what_is_bought_on_a_day_is_one_order() -> None:
    days = pd.Series(pd.to_datetime(["2024-06-01 09:00", "2024-06-01 18:00", "2024-06-02 08:00"]))
    found = rfm(["ann"] * 3, days, [10, 20, 30], order=days)
    assert (found.frequency.tolist(), found.monetary.tolist()) == ([2], [60])


def test_a_customer_in_capitals_is_the_same_customer() -> None:
    found = rfm(["Ann ", "ANN", "bob"], [1, 2, 3], [10, 20, 30])
    assert found.customer.tolist() == ["Ann", "bob"]
    assert found.frequency.tolist() == [2, 1]


def test_texts_of_a_file_are_read_as_a_build_reads_them() -> None:
    found = rfm(["a", "b"], ["2024/6/1", "20240602"], ["8.5万", "1,234元"], refund=["-", "(0)"])
    assert found.monetary.tolist() == [85_000, 1234]


def test_amounts_far_below_a_cent_count() -> None:
    found = rfm(["a", "b"], [1, 2], [2e-8, 1e-8])
    assert len(found) == 2
    assert rank_scores(found.monetary, 2).tolist() == [2, 1]


@pytest.mark.parametrize("levels", [0, 3.7, float("nan")])
def test_levels_are_whole(levels: float) -> None:
    with pytest.raises(ValueError, match="no whole number from 1"):
        rank_scores([1, 2, 3], levels)


@pytest.mark.parametrize(
    "missing", [{"as_of": np.datetime64("NaT")}, {"as_of": []}, {"window_days": float("nan")}]
)
def test_a_day_or_a_window_that_is_missing_is_refused(missing: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="which is no single number or day"):
        rfm(["a"], [1], [2], **missing)


def test_bounds_in_no_order_are_refused() -> None:
    with pytest.raises(ValueError, match="neither ascend nor descend"):
        fixed_scores([1, 2], [200, 3000, 1000])


def test_the_grid_covers_every_pair_of_scores() -> None:
    pairs = [(r, f) for r in range(1, 6) for f in range(1, 6)]
    named = grid_segments([r for r, _ in pairs], [f for _, f in pairs], locale="en")
    assert named[0] == "Hibernating"
    assert named[-1] == "Champions"
    assert None not in named
