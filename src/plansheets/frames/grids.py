"""Fill a grid from a file, under the same rules as a table: a grid is a table on its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.model import Blueprint, Column, ItemList, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.rows import EachItem
from plansheets.blueprint.types import TYPES
from plansheets.errors import DataError, Problem, nearest
from plansheets.frames.grid_layout import (
    Across,
    Down,
    Find,
    Long,
    find_layout,
    item_finder,
    row_finder,
)
from plansheets.frames.headers import HeaderIndex
from plansheets.frames.load import fill, raw_rows_of, survey
from plansheets.frames.raw import FileHints, RawRows, refuse
from plansheets.frames.table_data import TableData
from plansheets.grid import column_name
from plansheets.values.totals import is_total
from plansheets.values.written import is_missing
from plansheets.words import Locale, Words

if TYPE_CHECKING:
    import pandas as pd

_ITEM = "{item}"
"""The id of the column of items: no row of a grid can have it."""


def grid_table(grid: PeriodGrid, blueprint: Blueprint) -> Table | None:
    """*grid* on its side: a row for each item of its list, a column for each row of the grid."""
    items = blueprint.list(grid.each.list_id)
    if items is None:
        return None
    label = items.label or Words(grid.each.variable, grid.each.variable)
    item = Column(_ITEM, TYPES["choice"], label, grid.each.span, list_id=items.id)
    # what a row needs is told by the workbook, which knows whether the grid is being filled
    rows = tuple(replace(row, required=False, each=None) for row in grid.rows)
    title = grid.title or Words(grid.id, grid.id)
    return Table(grid.id, title, (item, *rows), grid.span, EachItem(items.id), key=(_ITEM,))


def load_grid(
    source: str | Path | pd.DataFrame,
    table: Table,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
) -> TableData:
    """The values of *source* by the rows of a grid, which *table* is on its side.

    Raises
    ------
    DataError
        With every problem of the file; nothing is returned then.
    """
    items = blueprint.list(table.row_list or "")
    assert items is not None
    index = HeaderIndex.of(table, hints.names)
    find_row, find_item = row_finder(index, _ITEM), item_finder(items)
    raw = raw_rows_of(source, table, hints, blueprint)
    layout = find_layout(raw.rows, find_row, find_item)
    match layout:
        case None:
            raise DataError([_no_grid(raw, table, items, locale)])
        case Long():
            return _load_long(raw, layout, table, blueprint, locale, hints, find_row)
        case Across() | Down():
            row, place = layout.row, layout.place
            left: tuple[str, ...] = ()
            if isinstance(layout, Across):
                raw, left = _turned(raw, layout, items, find_item)
                row, place = 0, 0
            cut, named = _headed(raw, row, place, table)
            work = survey(cut, named, blueprint, locale, hints)
            return _accounted(fill(work), items, left)


def _headed(raw: RawRows, row: int, place: int, table: Table) -> tuple[RawRows, Table]:
    """*raw* from its header on, in which the column of items has a name that *table* knows."""
    header = [*raw.rows[row]]
    header += [None] * (place + 1 - len(header))
    written = str(header[place] or "").strip() or table.columns[0].label.en
    header[place] = written
    item = replace(table.columns[0], aliases=(written,))
    uncalculated = frozenset((at - row, column) for at, column in raw.uncalculated if at >= row)
    rows = [header, *raw.rows[row + 1 :]]
    cut = replace(
        raw, rows=rows, first_row=raw.first_row + row, headed=True, merged=(),
        uncalculated=uncalculated,
    )  # fmt: skip
    return cut, replace(table, columns=(item, *table.columns[1:]))


def _accounted(data: TableData, items: ItemList, left: tuple[str, ...]) -> TableData:
    """*data* with an account in which the column of items is called by their list."""
    account = data.account
    assert account is not None
    used = {head: items.id if id_ == _ITEM else id_ for head, id_ in account.used.items()}
    return replace(data, account=replace(account, used=used, left=(*account.left, *left)))


def _turned(
    raw: RawRows, layout: Across, items: ItemList, find_item: Find
) -> tuple[RawRows, tuple[str, ...]]:
    """*raw* with its rows as columns, and the heads that name no item and are left."""
    top, side = layout.row, layout.place
    lines = [
        (number, cells)
        for number, cells in enumerate(raw.rows[top + 1 :], top + 1)
        if side < len(cells) and not is_missing(cells[side])
    ]
    heads = {place: head for place, head in enumerate(raw.rows[top]) if not is_missing(head)}
    places = [place for place, head in heads.items() if place != side and find_item(head)]
    others = {
        place: str(head)
        for place, head in heads.items()
        if place != side and place not in places and not is_total(str(head))
    }
    known = [word for one in items.items for word in (one.id, *one.label.by_locale.values())]
    if mistyped := [
        _no_item(raw, place, head, items, hint)
        for place, head in others.items()
        if (hint := nearest(head, known, listed=0))
    ]:
        raise DataError(mistyped)
    rows: list[list[object]] = [[heads.get(side, ""), *(cells[side] for _, cells in lines)]]
    rows += [
        [heads[place], *(cells[place] if place < len(cells) else None for _, cells in lines)]
        for place in places
    ]
    columns = {number: column for column, (number, _) in enumerate(lines, 1)}
    turned_to = {place: row for row, place in enumerate(places, 1)}
    turned = replace(
        raw,
        rows=rows,
        first_row=raw.first_row + top,
        uncalculated=frozenset(
            (turned_to[place], columns[number])
            for number, place in raw.uncalculated
            if number in columns and place in turned_to
        ),
        turned_rows=(column_name(side), *map(column_name, places)),
        turned_columns=(raw.first_row + top, *(raw.first_row + number for number, _ in lines)),
    )
    return turned, tuple(others.values())


def _no_item(raw: RawRows, place: int, head: str, items: ItemList, hint: Words) -> Problem:
    letter = column_name(place)
    return Problem.told(
        "PS426",
        Words(
            f"“{head[:40]}”不在列表“{items.id}”里",
            f"'{head[:40]}' is not an item of list '{items.id}'",
        ),
        hint=hint,
        where=Words(f"{raw.name} {letter} 列", f"{raw.name} column {letter}"),
    )


def _load_long(
    raw: RawRows,
    layout: Long,
    table: Table,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
    find_row: Find,
) -> TableData:
    """A file of one value a line: what it says of each row of the grid is read by itself."""
    lines: dict[str, list[int]] = {}
    problems: list[Problem] = []
    for number, cells in enumerate(raw.rows[layout.first :], layout.first):
        name = cells[layout.names] if layout.names < len(cells) else None
        if is_missing(name):
            continue
        id_ = find_row(name)
        if id_ is None and not is_total(str(name)):
            problems.append(_no_row(raw, number, str(name), table))
        elif id_ is not None:
            lines.setdefault(id_, []).append(number)
    place = _value_place(raw, layout)
    parts: list[TableData] = []
    for column in table.columns[1:]:
        if column.id not in lines:
            continue
        try:
            parts.append(
                _part(raw, layout, place, column, lines[column.id], table, blueprint, locale, hints)
            )
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return _joined(raw, layout, place, table, parts)


def _part(
    raw: RawRows,
    layout: Long,
    place: int,
    column: Column,
    lines: Sequence[int],
    table: Table,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
) -> TableData:
    """What a long file says of one row of the grid."""

    def cell(number: int, place: int) -> object:
        cells = raw.rows[number]
        return cells[place] if place < len(cells) else None

    written = _head(raw, layout, layout.items)
    rows: list[list[object]] = [[written, column.id]]
    rows += ([cell(one, layout.items), cell(one, place)] for one in lines)
    own_rows = {number: row for row, number in enumerate(lines, 1)}
    uncalculated = frozenset(
        (own_rows[number], 1)
        for number, at in raw.uncalculated
        if at == place and number in own_rows
    )
    own = replace(raw, rows=rows, headed=True, merged=(), uncalculated=uncalculated)
    narrow = replace(table, columns=(replace(table.columns[0], aliases=(written,)), column))
    work = survey(own, narrow, blueprint, locale, hints)
    work.numbers = [raw.first_row + one for one in lines]
    return fill(work)


def _head(raw: RawRows, layout: Long, place: int) -> str:
    """What stands above a column of a long file, or its letter."""
    cells = raw.rows[layout.first - 1] if layout.first else ()
    written = cells[place] if place < len(cells) else None
    return column_name(place) if is_missing(written) else str(written)


def _joined(
    raw: RawRows, layout: Long, place: int, table: Table, parts: Sequence[TableData]
) -> TableData:
    """The rows of the grid together, and one account of the file."""
    accounts = [part.account for part in parts if part.account]
    first = accounts[0]
    filled = ", ".join(id_ for part in parts for id_ in part.columns if id_ != _ITEM)
    used = {
        _head(raw, layout, layout.names): table.id,
        _head(raw, layout, layout.items): table.row_list or "",
        _head(raw, layout, place): filled,
    }
    missing: dict[str, int] = {}
    for one in accounts:
        missing |= one.missing
    return replace(
        parts[0],
        columns={id_: values for part in parts for id_, values in part.columns.items()},
        notices=tuple(dict.fromkeys(one for part in parts for one in part.notices)),
        account=replace(
            first,
            rows=sum(one.rows for one in accounts),
            rows_read=sum(one.rows_read for one in accounts),
            header_row=raw.first_row + max(layout.first - 1, 0),
            used=used,
            missing=missing,
        ),
    )


def _value_place(raw: RawRows, layout: Long) -> int:
    """The one column beside names and items that says something."""
    taken = {layout.names, layout.items}
    lines = raw.rows[layout.first :]
    said = {
        place
        for cells in lines
        for place, cell in enumerate(cells)
        if place not in taken and not is_missing(cell)
    }
    if len(said) == 1:
        return said.pop()
    letters = ", ".join(column_name(one) for one in sorted(said)) or "-"
    raise refuse(
        "PS407",
        Words(
            f"每行一个值时，除了行名和列名只能再有一列；这里有 {letters}",
            f"beside a row's name and its column, a line has one value; here are {letters}",
        ),
        raw.name,
        Words("只留数值那一列", "leave the column of values alone"),
    )


def _no_row(raw: RawRows, number: int, name: str, table: Table) -> Problem:
    known = [word for row in table.columns[1:] for word in (row.id, *row.label.by_locale.values())]
    return Problem.told(
        "PS426",
        Words(
            f"“{name[:40]}”不是网格“{table.id}”的行",
            f"'{name[:40]}' is no row of grid '{table.id}'",
        ),
        hint=nearest(name, known, listed=24),
        where=Words(
            f"{raw.name} 第 {raw.first_row + number} 行",
            f"{raw.name} row {raw.first_row + number}",
        ),
    )


def _no_grid(raw: RawRows, table: Table, items: ItemList, locale: Locale) -> Problem:
    rows = ", ".join(row.label(locale) for row in table.columns[1:6])
    heads = ", ".join(item.label(locale) for item in items.items[:6])
    return Problem.told(
        "PS405",
        Words(
            f"没有找到网格“{table.id}”的行名和列名",
            f"nothing names the rows and columns of grid '{table.id}'",
        ),
        hint=Words(
            f"一边写行名（{rows} …），另一边写列名（{heads} …）；也可以三列：行、列、值",
            f"name its rows on one side ({rows} …) and its columns on the other ({heads} …), "
            "or write three columns: row, column, value",
        ),
        where=raw.name,
    )
