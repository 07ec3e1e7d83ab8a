"""A key that somebody deletes in the open workbook takes its row out of figures: that is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from filled import as_shown, found_by
from plansheets.calc.calculate import calculate
from plansheets.plan.draw import draw
from plansheets.plan.model import Plan
from refilled import prepared

pytestmark = pytest.mark.slow


def without(planned: Plan, table: str, column: str, row: int) -> Plan:
    """*planned* with one cell of a table emptied; rows count from 0."""
    sheet, found = planned.table(table)
    columns = tuple(
        replace(one, values=(*one.values[:row], None, *one.values[row + 1 :]))
        if one.id == column and one.values is not None
        else one
        for one in found.columns
    )
    tables = tuple(replace(one, columns=columns) if one is found else one for one in sheet.tables)
    changed = replace(sheet, tables=tables)
    return replace(
        planned, sheets=tuple(changed if one is sheet else one for one in planned.sheets)
    )


@pytest.mark.parametrize(
    ("blueprint", "table", "column", "message"),
    [
        ("sku-management", "skus", "sku", "Row without a SKU code"),
        ("target-breakdown", "channel_actuals", "channel", "Actuals without a channel"),
    ],
)
def test_a_row_whose_key_is_gone_is_told(
    blueprint: str, table: str, column: str, message: str
) -> None:
    ready = prepared(blueprint, "en", date(2026, 6, 30))
    planned, _ = draw(ready.understand(), ready.choices)
    assert found_by(as_shown(planned, calculate(planned)), message) == 0
    gone = without(planned, table, column, 2)
    assert found_by(as_shown(gone, calculate(gone)), message) == 1
