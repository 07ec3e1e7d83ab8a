"""Which rows of a file are data, and whether each is whole and stands once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from plansheets.blueprint.model import ItemList
from plansheets.blueprint.rows import Count, Top
from plansheets.errors import Problem
from plansheets.frames.work import Work, is_read, needed
from plansheets.grid import MAX_ROWS
from plansheets.plan.model import Value
from plansheets.values.numbers import BadValueError
from plansheets.values.written import fold, is_missing

_TOTAL_SIGN = re.compile("计|汇总|得分|total|sum", re.IGNORECASE)
_TOTALS = frozenset(
    ("合计", "总计", "小计", "汇总", "综合得分", "total", "totals", "grandtotal", "subtotal", "sum")
)


def keep_rows(work: Work, columns: Mapping[str, Sequence[Value]]) -> list[int]:
    """The rows that are data: without blank ones, and without totals."""
    height = len(work.lines)
    bad = {fault.row for fault in work.faults}
    blank = [row for row in range(height) if row not in bad]
    for values in columns.values():
        blank = [row for row in blank if values[row] is None]
    last = max(set(range(height)).difference(blank), default=-1)
    said = [row for row in blank if row < last or _says_something(work, row)]
    if said:
        work.notice(
            "PS410",
            f"left out, because nothing stands in the table's columns: row {work.rows_named(said)}",
        )
    totals = _total_rows(work, set(blank))
    if totals:
        work.notice(
            "PS411",
            f"left out as totals: row {work.rows_named(totals)}",
            "the workbook computes its own totals",
        )
        gone = set(totals)
        work.faults[:] = [fault for fault in work.faults if fault.row not in gone]
    out = {*blank, *totals}
    return _without_further_lines(work, columns, [row for row in range(height) if row not in out])


def _without_further_lines(
    work: Work, columns: Mapping[str, Sequence[Value]], rows: list[int]
) -> list[int]:
    """Exports write what belongs to a whole order on its first line alone."""
    key = work.table.key
    if not key or not all(id_ in columns for id_ in key):
        return rows
    others = [values for id_, values in columns.items() if id_ not in key]
    first: dict[tuple[Value, ...], int] = {}
    further = []
    for row in rows:
        named = tuple(columns[id_][row] for id_ in key)
        earlier = first.setdefault(named, row)
        if earlier != row and None not in named and _adds_nothing(others, earlier, row):
            further.append(row)
    if further:
        work.notice(
            "PS410",
            "left out, because it repeats a key and adds nothing to that row: row "
            + work.rows_named(further),
        )
    gone = set(further)
    work.faults[:] = [fault for fault in work.faults if fault.row not in gone]
    return [row for row in rows if row not in gone]


def _adds_nothing(others: Sequence[Sequence[Value]], earlier: int, row: int) -> bool:
    """Whether all that a row says beside its key are texts that the earlier one says, too."""
    pairs = [(values[earlier], values[row]) for values in others]
    alike = all(isinstance(new, str) and new == old for old, new in pairs if new is not None)
    return alike and any(new is None and old is not None for old, new in pairs)


def _says_something(work: Work, row: int) -> bool:
    return any(not is_missing(cell) for cell in work.lines[row])


def _total_rows(work: Work, blank: set[int]) -> list[int]:
    """Rows that say 合计 or total in a key column, or in the leftmost that is read."""
    read = [match for match in work.header.matches if is_read(match, work.table)]
    leftmost = min(read, key=lambda match: match.place, default=None)
    rows = {
        row
        for match in read
        if match is leftmost or match.column.id in work.table.key
        for row, cell in enumerate(work.cells(match))
        if isinstance(cell, str)
        and len(cell) < 16
        and _TOTAL_SIGN.search(cell)
        and fold(cell).rstrip(":") in _TOTALS
    }
    return sorted(rows - blank)


def check_rows(work: Work, columns: Mapping[str, Sequence[Value]], kept: Sequence[int]) -> None:
    table = work.table
    if len(kept) > MAX_ROWS - 1:
        message = f"{len(kept):,} rows; a sheet holds {MAX_ROWS - 1:,} below the header"
        work.problems.append(Problem("PS412", message, where=work.raw.name))
    if isinstance(table.rows, Count | Top) and len(kept) > table.rows.count:
        message = f"{len(kept):,} rows; table '{table.id}' has {table.rows.count}"
        work.problems.append(Problem("PS412", message, where=work.raw.name))
    if not kept and not work.faults:
        work.notice("PS412", "no rows of data below the header")
    _check_needed(work, columns, kept)
    _check_calculated(work)
    key = [table.columns[0].id] if table.row_list else list(table.key)
    if key and all(id_ in columns for id_ in key):
        _check_duplicates(work, [columns[id_] for id_ in key], key, kept)


def _check_needed(work: Work, columns: Mapping[str, Sequence[Value]], kept: Sequence[int]) -> None:
    bad = {(fault.row, fault.place) for fault in work.faults}
    for match in work.header.matches:
        id_ = match.column.id
        if id_ not in columns or id_ not in needed(work.table):
            continue
        values = columns[id_]
        for row in kept:
            if values[row] is None and (row, match.place) not in bad:
                error = BadValueError("PS433", "the value is missing, and every row needs it")
                work.fault(row, match, error)


def _check_calculated(work: Work) -> None:
    first, last = work.first, work.first + len(work.lines)
    for match in work.header.matches:
        if not work.raw.uncalculated or not is_read(match, work.table):
            continue
        rows = sorted(
            row - first
            for row, place in work.raw.uncalculated
            if place == match.place and first <= row < last
        )
        if rows:
            work.problems.append(
                Problem(
                    "PS414",
                    f"'{match.written}' holds formulas that were never calculated,"
                    f" in row {work.rows_named(rows)}",
                    hint="open the file in Excel or WPS, save it, and try again",
                    where=work.raw.name,
                )
            )


def _check_duplicates(
    work: Work, keys: Sequence[Sequence[Value]], ids: Sequence[str], kept: Sequence[int]
) -> None:
    match = next(match for match in work.header.matches if match.column.id == ids[-1])
    first: dict[tuple[Value, ...], int] = {}
    for row in kept:
        key = tuple(values[row] for values in keys)
        if None in key:
            continue
        earlier = first.setdefault(key, row)
        if earlier != row:
            said = " / ".join(str(part) for part in key)
            error = BadValueError(
                "PS434",
                f"key '{said}' stands in row {work.number(earlier)} already",
                "a key names one row: remove or rename one of the two",
            )
            work.fault(row, match, error)


def place_by_item(
    columns: Mapping[str, tuple[Value, ...]], item_column: str, items: ItemList
) -> dict[str, tuple[Value, ...]]:
    """Rows in the order of the list that gives them; an item the file leaves out stays blank."""
    rows = {item: row for row, item in enumerate(columns[item_column])}
    order = [rows.get(item.id) for item in items.items]
    placed: dict[str, tuple[Value, ...]] = {
        id_: tuple(None if row is None else values[row] for row in order)
        for id_, values in columns.items()
    }
    placed[item_column] = tuple(item.id for item in items.items)
    return placed
