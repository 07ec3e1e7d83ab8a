"""What cells accept: ranges for drop-downs, bounds in plain words, keys once, formulas never."""

from __future__ import annotations

import datetime
from typing import Literal

import pytest

from plans import Change, formula, planned, sheet, table, validation
from plansheets.formula.ast import Boolean, Name
from plansheets.formula.parse import parse
from plansheets.plan.model import PlannedValidation
from plansheets.plan.rules import AnyValue, Between, Custom, ItemsFrom


def stock(bounds: str) -> Change:
    return "{id: stock, type: count, min: 0,", f"{{id: stock, {bounds},"


@pytest.mark.parametrize(
    ("declared", "measure", "low", "high", "error"),
    [
        ("type: count", "whole", -1e15, 1e15, "Please type a whole number"),
        ("type: count, min: 0", "whole", 0, 1e15, "Please type a whole number (at least 0)"),
        ("type: count, max: 9", "whole", -1e15, 9, "Please type a whole number (at most 9)"),
        ("type: number, min: 1, max: 2.5", "decimal", 1, 2.5,
         "Please type a number (from 1 to 2.5)"),
        ("type: percent, min: 0, max: 1", "decimal", 0, 1,
         "Please type a number (from 0% to 100%)"),
        ("type: number, max: 1234567", "decimal", -1e15, 1234567,
         "Please type a number (at most 1,234,567)"),
        ("type: days, min: -1.5", "decimal", -1.5, 1e15, "Please type a number (at least -1.5)"),
    ],
)  # fmt: skip
def test_a_number_lies_within_its_bounds(
    declared: str, measure: Literal["whole", "decimal"], low: float, high: float, error: str
) -> None:
    worth = ("formula: '=[@price]*[@stock]'", "formula: '=[@price]*1'")
    short = ("formula: '=[@stock]<least'", "formula: '=least>1'")
    blank = [("stock: 12}", "}"), ("stock: 3}", "}")]
    found = validation(planned(stock(declared), worth, short, *blank), "goods", "stock")
    assert found.accepts == Between(measure, low, high)
    assert found.error == error


def test_a_day_lies_where_excel_counts_days_rightly() -> None:
    day = ("      - {id: worth,", "      - {id: day, type: date, label: Day}\n      - {id: worth,")
    found = validation(planned(day), "goods", "day")
    first, last = datetime.date(1900, 3, 1), datetime.date(9999, 12, 31)
    assert found.accepts == Between("date", first, last)


def test_a_choice_drops_down_from_a_range_however_long_its_list() -> None:
    made = planned()
    found = validation(made, "goods", "state")
    targets = {Name(one.name): formula(one.target) for one in made.names}
    assert isinstance(found.accepts, ItemsFrom)
    assert targets[found.accepts.source] == "=_lists!$A$2:$A$3"  # type: ignore[index]


def test_a_key_stands_once_letter_by_letter() -> None:
    made = planned()
    first, last = table(made, "goods").first_row + 1, table(made, "goods").last_row + 1
    once = parse(f"=SUMPRODUCT(--EXACT($B${first}:$B${last},$B{first}))<=1")
    assert validation(made, "goods", "name").accepts == Custom(once)


@pytest.mark.parametrize(
    ("table_id", "column"), [("goods", "worth"), ("year", "left"), ("year", "month")]
)
def test_computed_and_given_cells_refuse_typing(table_id: str, column: str) -> None:
    found = validation(planned(), table_id, column)
    assert (found.accepts, found.error_level) == (Custom(Boolean(False)), "stop")
    assert not found.ignore_blank


def prompted(locale: str, words: str) -> PlannedValidation:
    change = (
        "required: true, label: {zh-CN: 单价, en: Price}",
        f"label: {{zh-CN: 单价, en: Price}}, {words}",
    )
    return validation(planned(change, locale=locale), "goods", "price")


@pytest.mark.parametrize(
    ("locale", "title", "prompt"),
    [("en", "Price", "Net price\nExample: 99"), ("zh-CN", "单价", "净价\n例：99")],
)
def test_help_and_example_are_shown_while_someone_types(
    locale: str, title: str, prompt: str
) -> None:
    found = prompted(locale, "help: {zh-CN: 净价, en: Net price}, example: 99")
    assert (found.prompt_title, found.prompt) == (title, prompt)


def test_a_prompt_is_cut_where_excel_cuts_it() -> None:
    assert len(prompted("en", "help: " + "x" * 400).prompt) == 255
    assert prompted("en", "help: x" + "💰" * 200).prompt == "x" + "💰" * 127


def test_a_column_without_a_rule_has_its_prompt_alone() -> None:
    text = "      - {id: hint, type: note, label: Hint, help: Anything}\n      - {id: worth,"
    found = validation(planned(("      - {id: worth,", text)), "goods", "hint")
    assert (found.accepts, found.prompt) == (AnyValue(), "Anything")


def test_no_list_is_written_into_its_validation() -> None:
    kinds = {type(one.accepts) for each in planned().sheets for one in each.validations}
    assert kinds == {Between, Custom, ItemsFrom}


def test_a_parameter_accepts_what_its_type_and_bounds_allow() -> None:
    [found] = sheet(planned(), "parameters").validations
    assert found.accepts == Between("whole", 0, 1e15)
    assert found.error == "Please type a whole number (at least 0)"
