"""Scalars are what their field's type says, never what YAML would make of them."""

from __future__ import annotations

import datetime

import pytest

from plansheets.blueprint.types import TYPES
from plansheets.blueprint.values import ValueFaultError, read_boolean, read_value, read_whole


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("text", "no", "no"),
        ("text", "3:25", "3:25"),
        ("text", "007", "007"),
        ("text", "2024-05-01", "2024-05-01"),
        ("quarter", "2024Q4", "2024Q4"),
        ("key", "1e3", "1e3"),
        ("number", "1e3", 1000.0),
        ("count", "1e3", 1000),
        ("count", "007", 7),
        ("number", "1,234,567.5", 1234567.5),
        ("number", "1_000", 1000),
        ("number", "-.5", -0.5),
        ("percent", "12.5%", 0.125),
        ("percent", "29%", 0.29),
        ("percent", "1e1%", 0.1),
        ("money", "123456789012345", 123456789012345),
        ("date", "2024-02-29", datetime.date(2024, 2, 29)),
        ("flag", "no", False),
        ("flag", "TRUE", True),
        ("money", "2万", 20000),
        ("count", "1.5亿", 150_000_000),
        ("money", "¥1,200.50", 1200.5),
        ("percent", "１２％", 0.12),
        ("percent", "12 %", 0.12),
        ("count", "3件", 3),
        ("money", "(20)", -20),
        ("ratio", "2.2:1", 2.2),
        ("date", "2024/5/1", datetime.date(2024, 5, 1)),
        ("date", "2024年5月1日", datetime.date(2024, 5, 1)),
        ("date", "1.5.2024", datetime.date(2024, 5, 1)),
        ("count", "  ", None),
        ("text", "", None),
    ],
)
def test_a_value_is_read_as_its_type(type_: str, text: str, value: object) -> None:
    read = read_value(text, TYPES[type_])
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize(
    ("type_", "text", "fault"),
    [
        ("number", "no", "'no' is not a number"),
        ("number", "3:25", "'3:25' is not a number"),
        ("number", "1,5", "'1,5' is not a number"),
        ("number", "12,34", "'12,34' is not a number"),
        ("number", "0x1F", "'0x1F' is not a number"),
        ("number", ".inf", "'.inf' is not a number"),
        ("number", "nan", "'nan' is not a number"),
        ("number", "1e400", "'1e400' is too large a number"),
        ("percent", "1e400%", "'1e400%' is too large a number"),
        ("percent", "5%%", "'5%%' is not a number"),
        ("count", "1.5", "'1.5' is not a whole number"),
        ("date", "2023-02-29", "'2023-02-29' is not a day such as 2024-05-01"),
        ("money", "-", "'-' is not a number"),
        ("money", "3件", "'3件' is not a number"),
        ("count", "十二", "'十二' is not a number"),
        ("date", "5月1日", "'5月1日' is not a day such as 2024-05-01"),
        ("date", "2024年5月", "'2024年5月' is a month, and no day of it"),
        ("date", "05/06/2024", "'05/06/2024' is not a day"),
        ("flag", "on", "'on' is neither true nor false"),
    ],
)  # fmt: skip
def test_what_its_type_cannot_take_is_told(type_: str, text: str, fault: str) -> None:
    with pytest.raises(ValueFaultError) as error:
        read_value(text, TYPES[type_])
    assert str(error.value) == fault


@pytest.mark.parametrize("text", ["2026年3月", "2026-03", "2026/3", "2026-03-01"])
def test_a_month_is_its_first_day_where_months_are_meant(text: str) -> None:
    assert read_value(text, TYPES["date"], months=True) == datetime.date(2026, 3, 1)


def test_days_that_excel_counts_wrongly_are_refused() -> None:
    with pytest.raises(ValueFaultError) as error:
        read_value("1900-02-28", TYPES["date"])
    fault = "'1900-02-28' lies before 1900-03-01, where Excel's days are unsafe"
    assert str(error.value) == fault


@pytest.mark.parametrize("text", ["-1", "1.5", "ten", "1e400"])
def test_a_number_of_things_is_whole_and_not_negative(text: str) -> None:
    with pytest.raises(ValueFaultError):
        read_whole(text)


@pytest.mark.parametrize("text", ["yes", "Yes", "true", " TRUE "])
def test_yes_and_true_are_true(text: str) -> None:
    assert read_boolean(text) is True
