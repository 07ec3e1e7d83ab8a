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
        ("date", "1.5.2024", "'1.5.2024' is not a day such as 2024-05-01"),
        ("date", "0999-1-1", "'0999-1-1' is not a day such as 2024-05-01"),
        ("flag", "on", "'on' is neither true nor false"),
    ],
)  # fmt: skip
def test_what_its_type_cannot_take_is_told(type_: str, text: str, fault: str) -> None:
    with pytest.raises(ValueFaultError) as error:
        read_value(text, TYPES[type_])
    assert str(error.value) == fault


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
