"""What a large workbook goes without, so that LibreOffice can draw it."""

from __future__ import annotations

import pytest

from plans import planned
from plansheets.plan.lower.lighten import asks_itself, lighten
from plansheets.plan.model import Plan
from plansheets.plan.report import Report

SHARE = "type: percent, format: '0.##%'"
HALF = (
    "      - {id: left,",
    f"      - {{id: half, label: Half, {SHARE}, formula: '=1/2'}}\n      - {{id: left,",
)


def asking(plan: Plan) -> int:
    return sum(asks_itself(rule) for sheet in plan.sheets for rule in sheet.conditionals)


def test_a_small_workbook_keeps_its_formats() -> None:
    made = planned(HALF)
    assert asking(made) > 0
    assert lighten(made, Report()) is made


def test_a_large_one_keeps_them_where_numbers_are_typed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "      - {id: sold,", f"      - {{id: rate, label: Rate, {SHARE}}}\n      - {{id: sold,"
    made = planned(HALF, typed)
    monkeypatch.setattr("plansheets.plan.lower.lighten._FORMULAS", 0)
    assert (asking(made), asking(lighten(made, Report()))) == (2, 1)
