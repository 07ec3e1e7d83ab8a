import datetime

import pytest

from plansheets.grid import serial
from plansheets.plan.model import ErrorValue
from plansheets.render.markup import escape, fault, spell_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("中文 😀", "中文 😀"),
        ('a & b < c > "d"', 'a &amp; b &lt; c &gt; "d"'),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\r\x00\x1f", "_x000D__x0000__x001F_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("_x004_", "_x004_"),
        ("\uffff", "_xFFFF_"),
    ],
)
def test_text_is_escaped_as_excel_reads_it(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(1900, 3, 1), 61),
        (datetime.date(2024, 2, 29), 45351),
        (datetime.datetime(2024, 2, 29, 18, 0), 45351.75),  # noqa: DTZ001  # Excel knows no zones
        (datetime.date(9999, 12, 31), 2958465),
    ],
)
def test_dates_are_serial_numbers(day: datetime.date, expected: float) -> None:
    assert serial(day) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ("", "")),
        ("", (' t="str"', "")),
        (True, (' t="b"', "1")),
        (False, (' t="b"', "0")),
        (0, ("", "0")),
        (0.1 + 0.2, ("", "0.30000000000000004")),
        (1e-7, ("", "1e-07")),
        (datetime.date(2024, 6, 18), ("", "45461")),
        (ErrorValue("#N/A"), (' t="e"', "#N/A")),
    ],
)
def test_values_say_their_type(value: object, expected: tuple[str, str]) -> None:
    assert spell_value(value) == expected  # type: ignore[arg-type]


def test_an_error_that_only_excel_can_store_is_not_cached() -> None:
    assert spell_value(ErrorValue("#SPILL!")) == ("", "")


class Price(float):
    """A number that prints its type's name, as numpy's do."""

    def __repr__(self) -> str:
        return "Price(1.5)"


def test_numbers_of_other_makers_are_written_bare() -> None:
    assert spell_value(Price(1.5)) == ("", "1.5")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "PS342"),
        (float("-inf"), "PS342"),
        (10**400, "PS342"),
        ("x" * 32_768, "PS341"),
        ("😀" * 16_384, "PS341"),
        ("\n" * 254, "PS341"),
        ("\ud800", "PS349"),
        (datetime.date(1900, 2, 28), "PS347"),
        (datetime.datetime(1899, 12, 31, 12, 0), "PS347"),  # noqa: DTZ001
    ],
)
def test_what_a_cell_cannot_hold_is_a_fault(value: object, code: str) -> None:
    found = fault(value)  # type: ignore[arg-type]
    assert found is not None
    assert found[0] == code


@pytest.mark.parametrize(
    "value", ["", "x" * 32_767, "\n" * 253, 1.7e308, -5, True, None, datetime.date(1900, 3, 1)]
)
def test_what_a_cell_holds_is_no_fault(value: object) -> None:
    assert fault(value) is None  # type: ignore[arg-type]
