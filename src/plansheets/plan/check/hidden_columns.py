"""A column hidden by one table of a sheet is hidden for all that stand above and below it."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import Blueprint, Column, Sheet, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.plan.report import Report
from plansheets.source import Span
from plansheets.words import Words

_Seen = tuple[int, Words, Span]
"""A column to read: its place from the left, what messages call it, where it was written."""


def check_hidden_columns(blueprint: Blueprint, report: Report) -> None:
    """Warn of columns to read which a table of their sheet hides."""
    for sheet in blueprint.sheets:
        if sheet.hidden:
            continue
        told: set[tuple[Span, str]] = set()
        hidden = {at: (table, one) for table, at, one in _columns(sheet, blueprint) if one.hidden}
        for at, named, span in _seen(sheet, blueprint):
            if at not in hidden:
                continue
            table, hides = hidden[at]
            if (span, table.id) in told:
                continue
            told.add((span, table.id))
            if made := hides.id.startswith("_"):  # what the program adds, behind all others
                why = Words(
                    f"程序在“{table.id}”后面隐藏了计算分组的列",
                    f"the program hides columns behind those of '{table.id}', which find its "
                    "groups",
                )
            else:
                why = Words(
                    f"它与“{table.id}”隐藏的列“{hides.id}”在同一列",
                    f"it stands in the same column as '{hides.id}' of '{table.id}', which is "
                    "hidden",
                )
            alone = Words(
                f"把表“{table.id}”放到单独的工作表", f"give table '{table.id}' a sheet of its own"
            )
            behind = Words(
                f"把“{table.id}”的隐藏列移到最后，或把它放到单独的工作表",
                f"move the hidden columns of '{table.id}' to its end, or the table to a sheet of "
                "its own",
            )
            report.add(
                "PS316",
                Words(
                    f"{named.zh}看不见：在工作表“{sheet.id}”上，{why.zh}",
                    f"{named.en} is not seen: on the sheet '{sheet.id}' {why.en}",
                ),
                span,
                alone if made else behind,
                "warning",
            )


def _columns(sheet: Sheet, blueprint: Blueprint) -> Iterator[tuple[Table, int, Column]]:
    """The columns of the tables on a sheet, each with its place from the left."""
    for id_ in (id_ for block in sheet.blocks for id_ in block.holds.tables):
        table = blueprint.table(id_)
        if table is not None:
            yield from ((table, at, column) for at, column in enumerate(table.columns))


def _seen(sheet: Sheet, blueprint: Blueprint) -> Iterator[_Seen]:
    for table, at, column in _columns(sheet, blueprint):
        if not column.hidden:
            named = Words(
                f"表“{table.id}”的列“{column.id}”", f"column '{column.id}' of table '{table.id}'"
            )
            yield at, named, column.span
    for block in sheet.blocks:
        if isinstance(block, PeriodGrid):
            yield from _of_grid(block, blueprint)


def _of_grid(grid: PeriodGrid, blueprint: Blueprint) -> Iterator[_Seen]:
    """The items of a grid, behind the names of its rows, and its totals."""
    if not grid.rows:
        return
    items = blueprint.list(grid.each.list_id)
    ids = [item.id for item in items.items] if items else []
    for at, id_ in enumerate(ids, 1):
        named = Words(
            f"网格“{grid.id}”从“{id_}”起的列", f"grid '{grid.id}' from its column '{id_}' on"
        )
        yield at, named, grid.rows[0].span
    if any(row.total for row in grid.rows):
        named = Words(f"网格“{grid.id}”的合计列", f"the column of totals of grid '{grid.id}'")
        yield len(ids) + 1, named, grid.rows[0].span
