"""The titles above charts: what their numbers say, and the question alone while there are none."""

from __future__ import annotations

import pytest

from plans import Change, planned, sheet
from plansheets.calc.calculate import calculate
from plansheets.plan.model import Plan

GOODS = "blocks: [{cards: [total, on_sale]},"
SOLD = (
    "         formula: '=prior([@left], 20)-[@sold]'}\n",
    (
        "         formula: '=prior([@left], 20)-[@sold]'}\n"
        "      - {id: aim, type: count, label: {zh-CN: 目标, en: Aim}}\n"
        "      - {id: now, type: count, label: {zh-CN: 应达, en: Due}, formula: '=[@aim]/2'}\n"
        "    sample: [{sold: 12000, aim: 10000}, {sold: 9000, aim: 10000}]\n"
    ),
)


def chart(words: str) -> Change:
    return GOODS, f"{GOODS} {{chart: {{title: How much?, y_title: pcs, {words}}}}},"


def title(made: Plan, locale: str = "en") -> tuple[object, object]:
    """The two lines above the chart of the sheet of goods."""
    found = sheet(made, "goods")
    [drawn] = found.charts
    values = calculate(made).cells
    lines = [one for one in found.cells if drawn.row - 2 <= one.row < drawn.row]
    fact, question = (
        values[found.title, one.row, one.column] if one.formula else one.value for one in lines
    )
    return fact, question


OVER_GOODS = "over: goods, category: name, series: [{column: price}]"
OVER_YEAR = "over: year, category: month, series: [{column: sold}"


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (f"type: column, {OVER_GOODS}", "Highest: Diaper 99.50, lowest: Bottle 45.00"),
        # of things that are counted there are few, not low ones
        (f"type: column, {OVER_YEAR}]", "Most: Jan 12.0K, fewest: Feb 9,000"),
        # which of several series it is
        (f"type: column, {OVER_YEAR}, {{column: left}}]",
         "Most sold: Jan 12.0K, fewest: Feb 9,000"),
        (f"type: column, {OVER_YEAR}, {{column: left, mean: muted}}]",
         "Most: Jan 12.0K, fewest: Feb 9,000"),
        (f"type: line, {OVER_YEAR}, {{column: left}}]", "Feb sold: 9,000, highest 12.0K (Jan)"),
        ("type: column, over: goods, category: name, series: [{column: price}, {column: worth}]",
         "Highest price: Diaper 99.50, lowest: Bottle 45.00"),
        (f"type: line, {OVER_GOODS}", "Bottle: 45.00, highest 99.50 (Diaper)"),
        (f"type: pie, {OVER_GOODS}", "Diaper has 68.9%"),
        (f"type: line, {OVER_YEAR}]", "Feb: 9,000, highest 12.0K (Jan)"),
        (f"type: column, along: time, {OVER_YEAR}, {{column: aim, target: true}}]",
         "Feb: 9,000, below aim by 1,000 (-10.0%)"),
        # what is due by now, not the whole target, is what a running period is held against
        (f"type: column, along: time, {OVER_YEAR}, {{column: aim, target: true, due: now}}]",
         "Feb: 9,000, above due by 4,000 (+80.0%)"),
        (f"type: column, {OVER_YEAR}, {{column: aim, target: true}}]",
         "1 of 2 below aim, furthest: Feb (-10.0%)"),
        # what a budget is passed by, not what is left of it
        (f"type: column, {OVER_YEAR}, {{column: aim, ceiling: true}}]",
         "1 of 2 above aim, furthest: Jan (+20.0%)"),
        (f"type: column, fact: '=\"Sold \"&SUM(year[sold])', {OVER_YEAR}]", "Sold 21000"),
    ],
)  # fmt: skip
def test_a_title_states_the_fact_and_asks_the_question_in_small(words: str, fact: str) -> None:
    marks = " · ▬ Aim" if "type: column" in words and "aim" in words else ""
    assert title(planned(SOLD, chart(words))) == (fact, f"How much? · pcs{marks}")


def test_a_title_states_the_fact_in_chinese() -> None:
    words = f"type: column, along: time, {OVER_YEAR}, {{column: aim, target: true}}]"
    made = planned(SOLD, chart(words), locale="zh-CN")
    assert title(made)[0] == "二月 9,000，比目标少 1,000（-10.0%）"


def test_all_above_are_told_by_the_one_that_is_closest() -> None:
    words = f"type: column, {OVER_YEAR}, {{column: aim, target: true}}]"
    made = planned((SOLD[0], SOLD[1].replace("9000", "10100")), chart(words))
    assert title(made)[0] == "None below aim, closest: Feb (+1.0%)"


def test_all_under_a_ceiling_are_told_by_the_one_that_is_closest() -> None:
    words = f"type: column, {OVER_YEAR}, {{column: aim, ceiling: true}}]"
    made = planned((SOLD[0], SOLD[1].replace("12000", "9900")), chart(words))
    assert title(made)[0] == "None above aim, closest: Jan (-1.0%)"


@pytest.mark.parametrize("kind", ["column", "line", "pie", "bar", "radar"])
def test_a_blank_chart_asks_its_question_and_says_what_to_fill(kind: str) -> None:
    made = planned(chart(f"type: {kind}, {OVER_GOODS}"), blank=True)
    assert title(made) == ("How much?", "Fill in: Goods")


def test_what_adds_up_to_a_whole_states_no_single_fact() -> None:
    words = "type: column, stack: values, over: goods, category: name, series: [{column: price}]"
    assert title(planned(chart(words))) == ("How much?", "pcs")


def test_money_is_in_a_larger_unit_that_is_said_once() -> None:
    whole = "{id: price, type: money,", "{id: price, type: money, format: '#,##0',"
    made = planned(whole, chart(f"type: column, {OVER_GOODS}"))
    assert title(made)[1] == "How much? · pcs, in thousands"
    [found] = sheet(made, "goods").charts
    labels = found.series[0].labels
    assert labels is not None
    assert labels.number_format == "#,##0,;-#,##0,;"
