"""Cards: what they show, what they hold it against, and what they say of a workbook not filled."""

from __future__ import annotations

import pytest

from plans import SHOP, Change, at, planned, sheet, told
from plansheets.calc.calculate import calculate
from plansheets.plan.model import Plan

TOTAL = "formula: '=SUM(goods[worth])'}"
FRONT: Change = (
    "\nsheets:\n",
    "\nsheets:\n  - {id: front, title: Front, page: one, blocks: [{cards: [total, on_sale]}]}\n",
)


def beside(words: str) -> Change:
    return TOTAL, f"formula: '=SUM(goods[worth])', {words}}}"


def card(made: Plan, number: int = 0) -> tuple[object, ...]:
    """The three lines of a card of the front page."""
    values = calculate(made).cells
    found = sheet(made, "front")
    column = sorted({one.column for one in found.cells if one.row == 4 and one.formula})[number]
    cells = [at(found, row, column) for row in (3, 4, 5)]
    return tuple(
        values[found.title, one.row, one.column] if one.formula else one.value for one in cells
    )


def test_a_card_has_a_label_a_value_and_a_line() -> None:
    assert card(planned(FRONT)) == ("Total", 1329.0, "")
    assert card(planned(FRONT), 1) == ("On sale", 1, "")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("target: '=1500'", "Target 1,500.00"),
        ("target: '=20000000'", "Target 20.0M"),
        ("target: '=\"\"'", ""),
        ("before: '=1200'", "vs previous ▲10.8%"),
        ("before: '=0'", ""),
        ("target: '=1500', last_year: '=1600', note: '=\"best \"&INDEX(goods[name], 1)'",
         "Target 1,500.00 · vs last year ▼16.9% · best Diaper"),
    ],
)  # fmt: skip
def test_the_line_says_what_the_value_is_held_against(words: str, line: str) -> None:
    assert card(planned(FRONT, beside(words)))[2] == line


def test_other_metrics_stand_beside_by_their_labels() -> None:
    assert card(planned(FRONT, beside("beside: [on_sale]")))[2] == "On sale 1"


@pytest.mark.parametrize(
    ("number_format", "line"),
    [('0.0#":1"', "Target 4.5:1"), ("0.00", "Target 4.50"), ('0.0"×"', "Target 4.5×")],
)
def test_what_a_ratio_is_held_against_looks_like_it(number_format: str, line: str) -> None:
    ratio = (
        "type: money, label: {zh-CN: 总额, en: Total}, formula: '=SUM(goods[worth])'}",
        f"type: ratio, format: '{number_format}', label: ROI, formula: '=3', target: '=4.5'}}",
    )
    assert card(planned(FRONT, ratio))[2] == line


def test_a_share_changes_by_points() -> None:
    words = (
        "type: percent, label: Part, formula: '=INDEX(goods[stock], 2)/SUM(goods[stock])', "
        "before: '=0.1', target: '=0.25'}"
    )
    share = (
        "type: money, label: {zh-CN: 总额, en: Total}, formula: '=SUM(goods[worth])'}",
        words,
    )
    assert card(planned(FRONT, share)) == ("Part", 0.2, "Target 25.0% · vs previous ▲10.0 pp")


def test_a_card_names_its_period() -> None:
    made = planned(FRONT, beside("period: '=\"June\"'"))
    assert card(made)[0] == "Total · June"


def test_a_blank_card_is_a_dash_and_says_what_to_fill() -> None:
    made = planned(FRONT, beside("target: '=1500'"), blank=True)
    assert card(made) == ("Total", "—", "Fill in: Goods")
    assert card(made, 1) == ("On sale", "—", "Fill in: Goods")


def test_a_zero_of_a_table_without_rows_is_a_dash_and_says_what_is_blank() -> None:
    aim = (
        ", formula: '=[@price]*[@stock]'",
        ", formula: '=IF(SUM(year[sold])>0, [@price]*[@stock], 0)'",
    )
    year = "         formula: '=prior([@left], 20)-[@sold]'}\n"
    filled = (year, f"{year}    sample: [{{sold: 4}}, {{sold: 5}}]\n")
    rows = SHOP[SHOP.index("    sample:\n") : SHOP.index("  year:\n")]
    made = planned(FRONT, aim, filled, (rows, ""))
    assert card(made) == ("Total", "—", "No data yet, not filled in: Goods")


def test_a_zero_that_is_counted_is_a_zero() -> None:
    closed = ("state: open, price: 99.5", "state: closed, price: 99.5")
    assert card(planned(FRONT, closed), 1)[1] == 0


def test_a_missing_parameter_is_named() -> None:
    without = ("type: count, default: 5, min: 0", "type: money, min: 0, sample: '6'")
    short = (", formula: '=[@stock]<least'", ", formula: '=[@stock]<1'")
    budget = (TOTAL, "formula: '=least'}")
    assert card(planned(FRONT, without, short, budget))[1] == 6
    made = planned(FRONT, without, short, budget, blank=True)
    assert card(made) == ("Total", "—", "Fill in: Least stock")


@pytest.mark.parametrize("key", ["period", "note"])
def test_what_stands_on_a_card_as_words_must_be_a_text(key: str) -> None:
    [(code, message, _)] = told(beside(f"{key}: '=SUM(goods[price])'"))
    assert (code, message) == (
        "PS267",
        f"'{key}' of metric 'total' is declared text, but SUM(goods[price]) is money",
    )


def small_lines(*changes: Change) -> list[object]:
    """What stands below the values of the cards on the sheet with the table."""
    made = planned(*changes)
    values = calculate(made).cells
    found = sheet(made, "goods")
    top = next(one.row for one in found.cells if one.value == "Total")
    return [
        values[found.title, one.row, one.column]
        for one in found.cells
        if one.row == top + 2 and one.formula
    ]


def test_a_work_sheet_says_what_its_cards_are_held_against_where_no_front_page_does() -> None:
    target = beside("target: '=2000'")
    assert small_lines(target) == ["Target 2,000.00", ""]
    assert small_lines() == []
    assert small_lines(FRONT, target) == []
    assert small_lines(beside("note: '=\"Once\"'")) == []
