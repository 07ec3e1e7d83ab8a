"""Sparklines: a small line in each cell over the numbers of its row."""

from __future__ import annotations

from plansheets.blueprint.model import Column, Table
from plansheets.boxes import Box
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.model import PlannedSparklines

_WIDTH = 1.5


def sparklines(canvas: Canvas, column: Column, table: Table, box: Box) -> PlannedSparklines | None:
    """The lines in the cells of *column*, which stand in *box*."""
    line = column.sparkline
    if line is None:
        return None
    color = canvas.theme.palette.accent
    drawn = table.between(line.first, line.last)
    first = canvas.left + table.columns.index(drawn[0])
    return PlannedSparklines(
        box,
        Box(box.first_row, first, box.last_row, first + len(drawn) - 1),
        color=color,
        width=_WIDTH,
        last=color,
        hidden=any(one.hidden for one in drawn),
    )
