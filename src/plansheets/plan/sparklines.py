"""Sparklines: a small line in each cell over the numbers of its row."""

from __future__ import annotations

from plansheets.blueprint.missing import no_column
from plansheets.blueprint.model import Blueprint, Column, Sparkline, Table
from plansheets.blueprint.types import UNREAD
from plansheets.plan.canvas import FIRST_COLUMN, Canvas
from plansheets.plan.model import Box, PlannedSparklines
from plansheets.plan.report import Report


def check_sparklines(blueprint: Blueprint, report: Report) -> Blueprint:
    """Report sparklines over columns that are not there, not numbers, or in no order."""
    for table in blueprint.tables:
        for column in table.columns:
            if column.sparkline is not None and not blueprint.excuses(table.id):
                _check(column.sparkline, table, report)
    return blueprint


def _check(line: Sparkline, table: Table, report: Report) -> None:
    for end in (line.first, line.last):
        if table.column(end) is None:
            report.note(no_column(end, table.id, table.column_ids, line.span))
            return
    drawn = _drawn(line, table)
    if len(drawn) < 2:
        report.add(
            "PS108",
            f"a sparkline runs from left to right, and '{line.last}' does not stand right of "
            f"'{line.first}'",
            line.span,
            "name the leftmost column in 'from' and the rightmost in 'to'",
        )
    for column in drawn:
        if column.type.kind != "number" and column.type is not UNREAD:
            report.add(
                "PS108",
                f"a sparkline draws numbers, and '{column.id}' between '{line.first}' and "
                f"'{line.last}' holds {column.type.id}",
                line.span,
                "move the column, so that only numbers stand between the two",
            )


def _drawn(line: Sparkline, table: Table) -> tuple[Column, ...]:
    ids = table.column_ids
    return table.columns[ids.index(line.first) : ids.index(line.last) + 1]


def sparklines(canvas: Canvas, column: Column, table: Table, box: Box) -> PlannedSparklines | None:
    """The lines in the cells of *column*, which stand in *box*."""
    line = column.sparkline
    if line is None:
        return None
    drawn = _drawn(line, table)
    first = FIRST_COLUMN + table.columns.index(drawn[0])
    return PlannedSparklines(
        box,
        Box(box.first_row, first, box.last_row, first + len(drawn) - 1),
        color=canvas.theme.palette.accent,
        hidden=any(one.hidden for one in drawn),
    )
