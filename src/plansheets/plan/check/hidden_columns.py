"""A column hidden by one table of a sheet is hidden for all that stand above and below it."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint, Column, Sheet, Table
from plansheets.plan.report import Report
from plansheets.words import Words


def check_hidden_columns(blueprint: Blueprint, report: Report) -> None:
    """Warn of columns to read which another table of their sheet hides."""
    for sheet in blueprint.sheets:
        hidden = {at: (table, one) for table, at, one in _columns(sheet, blueprint) if one.hidden}
        for table, at, column in _columns(sheet, blueprint):
            if not column.hidden and not sheet.hidden and at in hidden:
                other, hides = hidden[at]
                report.add(
                    "PS316",
                    Words(
                        f"表“{table.id}”的列“{column.id}”看不见：在工作表“{sheet.id}”上，"
                        f"它与“{other.id}”隐藏的列“{hides.id}”在同一列",
                        f"column '{column.id}' of table '{table.id}' is not seen: on the "
                        f"sheet '{sheet.id}' it stands in the same column as '{hides.id}' "
                        f"of '{other.id}', which is hidden",
                    ),
                    column.span,
                    Words(
                        f"把“{other.id}”的隐藏列移到最后，或把这张表放到单独的工作表",
                        f"move the hidden columns of '{other.id}' to its end, or the "
                        "table to a sheet of its own",
                    ),
                    "warning",
                )


def _columns(sheet: Sheet, blueprint: Blueprint) -> Iterator[tuple[Table, int, Column]]:
    """The columns of the tables on a sheet, each with its place from the left."""
    for id_ in (id_ for block in sheet.blocks for id_ in block.holds.tables):
        table = blueprint.table(id_)
        if table is not None:
            yield from ((table, at, column) for at, column in enumerate(table.columns))
