"""Sparklines in XlsxWriter's words: a line a row."""

from __future__ import annotations

from typing import Any

from plansheets.grid import cell_name, range_name
from plansheets.plan.model import PlannedSparklines
from plansheets.render.refusals import place
from plansheets.render.worksheet import PlanWorksheet


def add_sparklines(sheet: PlanWorksheet, lines: PlannedSparklines) -> None:
    """Write a group of sparklines, one in each row of its box."""
    box, data = lines.box, lines.data
    rows = range(box.first_row, box.last_row + 1)
    options: dict[str, Any] = {
        "location": [cell_name(row, box.first_column) for row in rows],
        "range": [range_name(row, data.first_column, row, data.last_column) for row in rows],
        "series_color": f"#{lines.color}",
        "weight": lines.width,
        "show_hidden": lines.hidden,
    }
    if lines.last:
        options |= {"last_point": True, "last_color": f"#{lines.last}"}
    where = place(sheet.name, box.first_row, box.first_column)
    sheet.refusals.call(where, sheet.add_sparkline, box.first_row, box.first_column, options)
