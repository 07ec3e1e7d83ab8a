"""The checks sheet begins with what was found: errors, then warnings, each with its link."""

from __future__ import annotations

from typing import Any

import pytest

from plans import Change, cell, planned, sheet
from plansheets.calc.calculate import calculate
from plansheets.plan.sheets.checks import FOUND_ROWS

DATA = "    sample:\n"
LEAST = (
    "parameters:\n"
    "  least: {type: count, default: 5, min: 0, label: {zh-CN: 最低库存, en: Least stock}}\n"
)


def found(*changes: Change, **choices: Any) -> list[tuple[Any, ...]]:
    """The rows above all checks: check, level, result, count, and the words of the link."""
    made = planned(*changes, **choices)
    checks = sheet(made, "checks")
    first = cell(checks, {"en": "What needs attention", "zh-CN": "先看这些"}[made.locale]).row + 2
    last = cell(checks, {"en": "All checks", "zh-CN": "全部检查"}[made.locale]).row
    values = calculate(made).cells
    rows = [
        tuple(values.get((checks.title, row, column)) for column in (1, 2, 3, 4, 6))
        for row in range(first, last)
    ]
    return [row for row in rows if row[0] not in (None, "")]


def test_nothing_to_do_is_said() -> None:
    assert found() == [("Nothing to do", "", "", "", "")]
    assert found(locale="zh-CN")[0][0] == "没有要处理的"


def test_errors_come_before_warnings_wherever_they_stand() -> None:
    told = found((DATA, f"{DATA}      - {{name: Cup}}\n      - {{name: Cup, price: 0}}\n"))
    assert told == [
        ("Goods: Name is not unique", "Error", "▼ Wrong", 1, "Row 9"),
        ("Goods: required cells are blank", "Warning", "▲ Look", 1, "Row 8"),
        ("Free", "Warning", "▲ Look", 1, "Goods"),
    ]


@pytest.mark.parametrize("errors", [2, FOUND_ROWS + 3])
def test_no_more_than_fit_and_none_twice(errors: int) -> None:
    more = "".join(
        f"  - {{id: more_{number}, level: error, count: '=1', message: M{number}}}\n"
        for number in range(errors)
    )
    told = found(("\nsheets:\n", f"\n{more}sheets:\n"))
    shown = min(errors, FOUND_ROWS)
    assert [row[0] for row in told] == [f"M{number}" for number in range(shown)]


@pytest.mark.parametrize(("parameters", "led"), [(True, "Parameters"), (False, "–")])
def test_a_check_of_no_table_leads_to_the_parameters_where_there_are_some(
    led: str, *, parameters: bool
) -> None:
    check = "  - {id: of_none, level: error, count: '=1', message: Of none}\n"
    changes = [("\nsheets:\n", f"\n{check}sheets:\n")]
    if not parameters:
        changes.append((LEAST, ""))
        changes.append(("[@stock]<least", "[@stock]<5"))
    assert found(*changes) == [("Of none", "Error", "▼ Wrong", 1, led)]
