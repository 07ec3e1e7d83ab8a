"""Sparklines run from left to right over columns of numbers."""

from __future__ import annotations

from plansheets.blueprint.missing import no_column
from plansheets.blueprint.model import Blueprint, Table
from plansheets.blueprint.other_columns import Sparkline
from plansheets.blueprint.types import UNREAD
from plansheets.plan.report import Report
from plansheets.words import Words


def check_sparklines(blueprint: Blueprint, report: Report) -> None:
    """Report sparklines over columns that are not there, not numbers, or in no order."""
    for table in blueprint.tables:
        for column in table.columns:
            if column.sparkline is not None and not blueprint.excuses(table.id):
                _check(column.sparkline, table, report)


def _check(line: Sparkline, table: Table, report: Report) -> None:
    for end in (line.first, line.last):
        if table.column(end) is None:
            report.note(no_column(end, table.id, table.column_ids, line.span))
            return
    drawn = table.between(line.first, line.last)
    if len(drawn) < 2:
        report.add(
            "PS108",
            Words(
                f"迷你图从左到右，“{line.last}”不在“{line.first}”的右边",
                f"a sparkline runs from left to right, and '{line.last}' does not "
                f"stand right of '{line.first}'",
            ),
            line.span,
            Words(
                "“from”写最左一列，“to”写最右一列",
                "name the leftmost column in 'from' and the rightmost in 'to'",
            ),
        )
    for column in drawn:
        if column.type.kind != "number" and column.type is not UNREAD:
            report.add(
                "PS108",
                Words(
                    f"迷你图画数字，“{line.first}”到“{line.last}”之间的“{column.id}”却"
                    f"是 {column.type.id}",
                    f"a sparkline draws numbers, and '{column.id}' between "
                    f"'{line.first}' and '{line.last}' holds {column.type.id}",
                ),
                line.span,
                Words(
                    "把这一列挪开，两者之间只留数字",
                    "move the column, so that only numbers stand between the two",
                ),
            )
