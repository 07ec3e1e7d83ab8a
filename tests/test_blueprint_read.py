"""What can be read of a broken blueprint is judged; what cannot is told once, without echoes."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

SOUND = """\
blueprint: stock
version: 1.0.0
title: Stock
parameters:
  least: {type: count, default: 5, label: Least}
lists:
  state: {open: Open, closed: Closed}
tables:
  goods:
    title: Goods
    key: name
    columns:
      - {id: name, type: key, label: Name}
      - {id: state, type: choice, list: state, label: State}
      - {id: units, type: count, label: Units}
      - {id: price, type: money, label: Price}
      - {id: short, type: flag, label: Short, formula: '=[@units]<least'}
      - {id: worth, type: money, label: Worth, formula: '=[@units]*[@price]'}
metrics:
  worth_total: {type: money, label: Worth, formula: '=SUM(goods[worth])'}
  open_count: {type: count, label: Open, formula: '=COUNTIF(goods[state], state.open)'}
sheets:
  - id: main
    title: Goods
    blocks: [{cards: [worth_total, open_count]}, {table: goods}]
"""


def codes(text: str) -> list[str]:
    found = check(examine_text(text, "stock.yaml", Path()))
    return [problem.code for problem in found]


def test_a_sound_blueprint_has_no_problems() -> None:
    assert codes(SOUND) == []


@pytest.mark.parametrize(
    ("written", "instead", "expected"),
    [
        ("{id: units, type: count,", "{id: units, type: pieces,", ["PS108"]),
        ("{id: units, type: count,", "{id: units,", ["PS106"]),
        ("{id: units, type: count,", "{type: count,", ["PS106"]),
        ("{id: units, type: count, label: Units}", "units", ["PS107"]),
        ("{id: units, type: count, label: Units}", "{id: units, type: count}", ["PS106"]),
        ("{id: units,", "{id: Units,", ["PS109"]),
        ("label: Units", "label: {en: Units}", ["PS111"]),
        ("label: Units", "label: {fr: Unités}", ["PS105"]),
        ("label: Units", "label: Units, format: '0 pieces'", ["PS108"]),
        ("label: Units", "label: Units, format: {zh-CN: '0\"件', en: '0'}", ["PS108"]),
        ("label: Units", "label: Units, format: '0.0\" pcs\";[Red]-0'", []),
        ("least: {type: count, default: 5, label: Least}", "least: 5", ["PS107"]),
        ("least: {type: count,", "least: {type: integers,", ["PS108"]),
        ("least: {type: count, default: 5", "least: {type: count, default: five", ["PS108"]),
        ("open: Open,", "Open: Open,", ["PS109"]),
        ("state: {open: Open, closed: Closed}", "state: [open, closed]", ["PS107"]),
        ("'=[@units]<least'", "'=[@units]<(least'", ["PS202"]),
        ("'=[@units]<least'", "'[@units]<least'", ["PS108"]),
        ("'=SUM(goods[worth])'", "'=SUM(goods[worth]'", ["PS202"]),
        ("    key: name\n    columns:\n", "    key: name\n    colums:\n", ["PS105"]),
        ("{table: goods}", "{tabel: goods}", ["PS105"]),
        ("{cards: [worth_total, open_count]}", "{cards: worth_total}", ["PS107"]),
    ],
)
def test_one_mistake_is_told_once(written: str, instead: str, expected: list[str]) -> None:
    assert SOUND.count(written) == 1
    assert codes(SOUND.replace(written, instead)) == expected


def test_a_choice_is_set_to_an_item_of_its_list() -> None:
    mode = "  mode: {type: choice, list: state, default: opne, label: Mode}\nlists:"
    chosen = SOUND.replace("lists:", mode).replace("[@units]<least", "mode=state.open")
    assert codes(chosen) == ["PS118", "PS108"]


@pytest.mark.parametrize("thing", ["label: Price}", "label: Least}"])
def test_bounds_leave_something_between_them(thing: str) -> None:
    bounds = thing.replace("}", ", min: 9, max: 2}")
    assert "PS114" in codes(SOUND.replace(thing, bounds))


def test_formulas_that_name_a_misspelt_id_are_not_to_blame() -> None:
    renamed = SOUND.replace("{id: units,", "{id: q1,").replace("[@units]", "q1")
    assert codes(renamed) == ["PS109"]


def test_mistakes_of_both_stages_come_together_in_the_order_of_lines() -> None:
    broken = SOUND.replace("id: price, type: money", "id: price, type: cash").replace(
        "[@units]*[@price]", "[@unit]*[@price]"
    )
    assert codes(broken) == ["PS108", "PS220"]


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("{table: goods}]", "{table: goods}, {note: Below}]", "PS301"),
        ("label: Price}", "label: UNITS}", "PS302"),
        ("label: Price}", "label: ' '}", "PS302"),
        ("{table: goods}]", "{table: goods}, {table: goods}]", "PS303"),
        ("    title: Goods\n    blocks", "    title: 'Goods [1]'\n    blocks", "PS304"),
        ("    title: Goods\n    blocks", "    title: Checks\n    blocks", "PS304"),
        ("    title: Goods\n    blocks", f"    title: {'x' * 32}\n    blocks", "PS304"),
    ],
)
def test_what_no_sheet_can_hold_is_told_beside_other_mistakes(
    written: str, instead: str, code: str
) -> None:
    assert SOUND.count(written) == 1
    broken = SOUND.replace(written, instead).replace("SUM(goods[worth])", "SUM(goods[wort])")
    found = check(examine_text(broken, "stock.yaml", Path()))
    assert {problem.code for problem in found} >= {code, "PS220"}
    assert all(problem.span for problem in found)


def test_both_languages_are_checked() -> None:
    same = SOUND.replace("label: Price", "label: {zh-CN: Units, en: Price}")
    assert codes(same) == ["PS302"]


def test_rows_for_a_list_are_named_in_a_column_that_can_hold_its_items() -> None:
    text = """\
blueprint: balance
version: 1.0.0
title: Balance
lists:
  months: {jan: Jan, feb: Feb}
tables:
  balance:
    title: Balance
    rows: {each: months}
    columns:
      - {id: brought, type: number, label: Brought}
    sample: [{brought: 3}, {brought: -1}]
sheets: [{id: main, title: Main, blocks: [{table: balance}]}]
"""
    [problem] = examine_text(text, "balance.yaml", Path()).problems
    assert problem.code == "PS114"
    assert problem.message == (
        "the first column holds the items of 'months', and 'brought' is 'number'"
    )
