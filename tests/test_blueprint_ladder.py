"""Ladders: the first rung whose condition holds says the value."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans import changed, column, formula, planned, told
from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

WORTH = "formula: '=[@price]*[@stock]'"
LADDER = """formula: {first: [
         {when: '=[@stock]=""', then: '=""'}, {when: '=[@stock]>least', then: '=[@price]*[@stock]'},
         {else: '=0'}]}"""
RUNG = "{when: '=1=1', then: '=2'}, "
LONG_RUNG = f"{{when: '=1=1', then: '=SUM({{1{',1' * 3_000}}})'}}, "


def test_a_ladder_is_written_out_as_if_inside_if() -> None:
    written = '=IF(goods[@Stock]="","",IF(goods[@Stock]>least,goods[@Price]*goods[@Stock],0))'
    laddered = column(planned((WORTH, LADDER)), "goods", "worth").formula
    nested = """formula: '=IF([@stock]="", "", IF([@stock]>least, [@price]*[@stock], 0))'"""
    assert formula(laddered) == formula(column(planned((WORTH, nested)), "goods", "worth").formula)
    assert formula(laddered) == written


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (WORTH, "formula"),
        ("formula: '=SUM(goods[worth])'", "formula"),
        ("count: '=COUNTIF(goods[price], 0)'", "count"),
        ("count: '=COUNTIF(goods[price], 0)'", "where"),
        ("default: 5, min: 0", "formula"),
        ("formula: '=[@stock]<least'", "formula: '=[@stock]<least', when: {bad: '=TRUE', good"),
    ],
)
def test_a_ladder_stands_wherever_a_formula_does(written: str, key: str) -> None:
    ladder = "{first: [{when: '=1=1', then: '=2'}, {else: '=3'}]}" + "}" * ("good" in key)
    text = changed((written, f"{key}: {ladder}"))
    reading = examine_text(text, "shop.yaml", Path())
    texts = [one.text for one, _ in each_formula(reading.sound())]
    assert "=IF(1=1, 2, 3)" in texts


def test_mistakes_are_underlined_in_the_rung_they_stand_in() -> None:
    text = changed((WORTH, LADDER.replace("=[@price]*[@stock]", "=[@prise]*2")))
    found = check(examine_text(text, "shop.yaml", Path()))
    assert [(one.code, one.span and one.span.text) for one in found] == [("PS220", "[@prise]")]
    text = changed((WORTH, LADDER.replace("{else: '=0'}", "{else: '=[@name]'}")))
    [found_kind] = check(examine_text(text, "shop.yaml", Path()))
    assert found_kind.code == "PS267"
    assert found_kind.span
    assert found_kind.span.text == "[@name]"


def test_a_ladder_in_a_ladder_knows_its_places_too() -> None:
    inner = "{else: {first: [{when: '=[@stock]>1', then: '=[@prise]'}, {else: '=1'}]}}"
    text = changed((WORTH, LADDER.replace("{else: '=0'}", inner)))
    found = check(examine_text(text, "shop.yaml", Path()))
    assert [one.span and one.span.text for one in found] == ["[@prise]"]


@pytest.mark.parametrize(
    ("rungs", "message"),
    [
        (
            "{when: '=1=1', then: '=2'}",
            "'formula' does not say what it is where none of its conditions holds",
        ),
        (
            "{else: '=2'}, {when: '=1=1', then: '=2'}, {else: '=3'}",
            "nothing below this 'else' of 'formula' can ever hold",
        ),
        ("{else: '=2', then: '=3'}", "a rung has 'then' beside 'else'"),
        ("{when: '=1=1'}, {else: '=3'}", "a rung lacks 'then'"),
        ("{then: '=1'}, {else: '=3'}", "a rung lacks 'when'"),
        ("{when: '1=1', then: '=1'}, {else: '=3'}", "'when' is not a formula"),
        ("", "'formula' has no rung"),
        (f"{RUNG * 150}{{else: '=3'}}", "operators or parentheses are nested too deeply"),
        (f"{LONG_RUNG * 3}{{else: '=3'}}", "formula has 18,"),
    ],
)
def test_a_ladder_that_lacks_a_rung_is_told_so(rungs: str, message: str) -> None:
    [(_, said, hint)] = told((WORTH, f"formula: {{first: [{rungs}]}}"))
    assert said.startswith(message)
    assert hint


def test_a_parameter_named_in_a_broken_ladder_is_not_called_unused() -> None:
    broken = ("formula: '=[@stock]<least'", "formula: {first: [{when: '=least>1', then: '=TRUE'}]}")
    assert [code for code, _, _ in told(broken)] == ["PS106"]
