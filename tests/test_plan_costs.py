"""A formula in every row that reads a whole column is told where both may grow."""

from __future__ import annotations

import pytest

from plans import Change, told

WORTH = "'=[@price]*[@stock]'"


def rows(count: int) -> Change:
    return ("    key: name\n", f"    key: name\n    expected_rows: {count}\n")


def costs(*changes: Change) -> list[str]:
    return [message for code, message, _ in told(*changes) if code == "PS227"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("=[@stock]/SUM(goods[stock])", 1),
        ("=COUNTIF(goods[state],[@state])", 1),
        ("=SUM(goods[stock])+SUM(goods[price])", 2),
        ("=INDEX(goods[price],MATCH([@name],goods[name],0))", 1),
        ("=INDEX(goods[price],1)", 0),
        ("=ROWS(goods[stock])*[@stock]", 0),
        ("=[@stock]/SUM(year[sold])", 0),
        ("=[@price]*total", 0),
        ("=SUM(INDEX(goods[stock],1):[@stock])", 1),
        ("=LAMBDA(x, x+SUM(goods[stock]))([@stock])", 1),
        ("=LAMBDA(x, x+1)(SUM(goods[stock]))", 1),
    ],
)
def test_what_reads_a_growing_column_in_every_row_is_told(written: str, expected: int) -> None:
    found = costs(rows(3_000), (WORTH, f"'{written}'"), ("'=SUM(goods[worth])'", "'=1'"))
    assert len(found) == expected


@pytest.mark.parametrize(("count", "expected"), [(2_000, 0), (2_001, 1)])
def test_two_thousand_rows_are_few_enough(count: int, expected: int) -> None:
    assert len(costs(rows(count), (WORTH, "'=[@stock]/SUM(goods[stock])'"))) == expected


def test_the_message_says_what_it_costs() -> None:
    [said] = costs(rows(10_000), (WORTH, "'=[@stock]/SUM(goods[stock])'"))
    assert said == (
        "each of 10,000 rows of 'goods' reads 10,000 rows of 'goods': "
        "100,000,000 cells at every recalculation"
    )


def test_a_conditional_format_is_costed_as_a_formula_is() -> None:
    rule = "formula: '=[@stock]<least', when: {bad: '=[@stock]<AVERAGE(goods[stock])'}"
    assert len(costs(rows(3_000), ("formula: '=[@stock]<least'", rule))) == 1
