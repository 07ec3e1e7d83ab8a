"""Checks over rows: how many offend, and a link to the first of them."""

from __future__ import annotations

from typing import Any

import pytest

from plans import Change, at, cell, planned, sheet, told
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Call, Cell

COUNT = "count: '=COUNTIF(goods[price], 0)'"
DATA = "    sample:\n"


def rows(*written: str) -> Change:
    return DATA, DATA + "".join(f"      - {{{one}}}\n" for one in written)


def found(message: str, *changes: Change, **choices: Any) -> tuple[object, object]:
    """What a check counts, and the words of its link."""
    made = planned(*changes, **choices)
    checks = sheet(made, "checks")
    row = cell(checks, message).row
    values = calculate(made).cells
    return values[checks.title, row, 4], values[checks.title, row, 6]


def where(condition: str) -> Change:
    return COUNT, f"where: '{condition}'"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("=goods[price]>50", (1, "Row 10")),
        ("=goods[price]<50", (3, "Row 8")),
        ("=ISNUMBER(goods[stock])*(goods[stock]<4)", (2, "Row 9")),
        ("=goods[stock]", (4, "Row 8")),
        ("=goods[price]>1000", (0, "Goods")),
        ("=(goods[state]=state.closed)*(goods[worth]>0)", (1, "Row 11")),
        ('=goods[state]=""', (2, "Row 8")),
    ],
)
def test_rows_are_counted_and_the_first_is_linked(
    condition: str, expected: tuple[int, str]
) -> None:
    changes = rows("name: Cup, price: 5, stock: 9", "name: Bib, price: 0, stock: 1")
    assert found("Free", where(condition), changes) == expected


def test_rows_in_which_nothing_is_typed_never_offend() -> None:
    assert found("Free", where('=goods[name]=""'), rows=5) == (0, "Goods")


def test_a_row_with_anything_typed_in_is_looked_at() -> None:
    assert found("Free", where('=goods[name]=""'), rows("stock: 4")) == (1, "Row 8")


def test_a_blank_workbook_has_no_offending_rows() -> None:
    assert found("Free", where("=goods[price]<50"), blank=True) == (0, "Goods")


def test_a_condition_that_ends_in_an_error_counts_as_found_and_leads_to_the_table() -> None:
    assert found("Free", where("=1/(goods[stock]-12)>0")) == (1, "Goods")


def test_rows_of_a_table_with_given_rows_are_looked_at_too() -> None:
    change = f"table: goods, {COUNT}", "table: year, where: '=year[sold]=\"\"'"
    assert found("Free", change) == (2, "Row 5")


@pytest.mark.parametrize(
    ("row", "message", "expected"),
    [
        ("name: Cup", "Goods: required cells are blank", (1, "Row 8")),
        ("name: Diaper, price: 1", "Goods: Name is not unique", (1, "Row 9")),
        ("state: open", "Goods: required cells are blank", (0, "Goods")),
    ],
)
def test_the_checks_without_asking_lead_to_the_row(
    row: str, message: str, expected: tuple[int, str]
) -> None:
    assert found(message, rows(row)) == expected


def test_the_link_leads_to_the_row_of_the_table() -> None:
    made = planned(where("=goods[price]<50"))
    checks = sheet(made, "checks")
    row = cell(checks, "Free").row
    link, target = (at(checks, row, place).formula for place in (6, 9))
    assert isinstance(link, Call)
    assert link.arguments[0] == Cell(row, 9)
    assert "#'Goods'!B" in repr(target)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((f"table: goods, {COUNT}", "where: '=goods[price]<1'"),
         ("PS106", "check 'free' has 'where' and lacks 'table'")),
        ((COUNT, f"{COUNT}, where: '=goods[price]<1'"),
         ("PS114", "a check has exactly one of 'count', 'where'; 2 were found")),
        ((f"{COUNT},", ""),
         ("PS114", "a check has exactly one of 'count', 'where'; 0 were found")),
        ((COUNT, "where: '=[@price]<1'"),
         ("PS221", "'where' looks at whole columns, and '[@price]' is the cell of one row")),
        ((COUNT, "where: '=goods[prise]<1'"), ("PS220", "no column 'prise' in 'goods'")),
        ((COUNT, "where: '=goods[price]<goods[name]'"),
         ("PS261",
          "money and text cannot be compared: goods[price] is money, goods[name] is text")),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_told_once(change: Change, expected: tuple[str, str]) -> None:
    assert [(code, message) for code, message, _ in told(change)] == [expected]
