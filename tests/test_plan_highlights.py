"""Cells light up by meaning: rules, items, bars; in plain ranges, as Excel wants them."""

from __future__ import annotations

import pytest

from plans import Change, by_formula, conditionals, formula, planned, sheet, table
from plansheets.formula.ast import Structured
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import walk
from plansheets.plan.look.theme import theme
from plansheets.plan.rules import FormulaFormat, Highlight

SHORT = "formula: '=[@stock]<least'"


def rule(written: str) -> Change:
    return SHORT, f"{SHORT}, {written}"


def test_an_item_with_a_meaning_looks_like_it() -> None:
    [found] = conditionals(planned(locale="zh-CN"), "goods", "state")
    assert found.shows == FormulaFormat(parse('=$C8="停售"'), theme("zh-CN").highlight("bad"))


@pytest.mark.parametrize("mean", ["good", "warn", "bad", "muted"])
def test_a_rule_looks_like_its_meaning(mean: str) -> None:
    [found] = conditionals(planned(rule(f"when: {{{mean}: '=[@short]'}}")), "goods", "short")
    look = theme("en").highlight(mean)  # type: ignore[arg-type]
    assert found.shows == FormulaFormat(parse("=$G8"), look)


def test_the_four_meanings_look_different() -> None:
    looks = [theme("en").highlight(mean) for mean in ("good", "warn", "bad", "muted")]
    assert len(set(looks)) == 4
    assert Highlight() not in looks


def test_a_rule_may_look_at_a_parameter_and_at_a_whole_column() -> None:
    written = "when: {bad: '=[@stock]<least+MAX(goods[stock])'}"
    [found] = conditionals(planned(rule(written)), "goods", "short")
    assert formula(by_formula(found).formula) == "=$E8<least+MAX($E$8:$E$9)"


def test_a_rule_of_a_table_lights_up_its_rows() -> None:
    change = ("    key: name\n", "    key: name\n    when: {muted: '=[@state]=state.closed'}\n")
    made = planned(change)
    goods = table(made, "goods")
    [found] = [
        one
        for one in sheet(made, "goods").conditionals
        if one.box.last_column - one.box.first_column == len(goods.columns) - 1
    ]
    assert formula(by_formula(found).formula) == '=$C8="Closed"'


@pytest.mark.parametrize(("type_", "most"), [("percent", 1), ("count", None)])
def test_a_bar_begins_at_zero_and_a_share_ends_at_one(type_: str, most: float | None) -> None:
    change = ("{id: stock, type: count, min: 0,", f"{{id: stock, type: {type_}, show: bar,")
    worth = ("formula: '=[@price]*[@stock]'", "formula: '=[@price]*1'")
    short = (SHORT, "formula: '=least>1'")
    sample = [("stock: 12}", "stock: 1}"), ("stock: 3}", "stock: 0}")]
    [found] = conditionals(planned(change, worth, short, *sample), "goods", "stock")
    assert found.shows == theme("en").bar(most)


def test_no_format_validation_or_chart_names_a_table() -> None:
    drawn = "type: column, title: T, over: year, category: month, series: [{column: sold}]"
    chart = ("{table: year}", f"{{chart: {{{drawn}}}}}, {{table: year}}")
    made = planned(rule("when: {bad: '=[@stock]<MAX(goods[stock])'}"), chart)
    trees = [
        tree
        for one in made.sheets
        for tree in [
            *(getattr(each.shows, "formula", None) for each in one.conditionals),
            *(getattr(each.accepts, "formula", None) for each in one.validations),
            *(getattr(each.accepts, "source", None) for each in one.validations),
            *(each.values for drawn in one.charts for each in drawn.series),
            *(each.categories for drawn in one.charts for each in drawn.series),
        ]
        if tree is not None
    ]
    assert trees
    assert [node for tree in trees for node in walk(tree) if isinstance(node, Structured)] == []
