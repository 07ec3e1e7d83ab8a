"""Sheets that a workbook has beside those of its plan: copies of them, and those of others."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from plansheets.life.book import BookSheet
from plansheets.life.mark_names import MARKS, column_mark, sheet_mark
from plansheets.life.recognise import KnownTable, Recognised

_MOST_HEADERS = 0.8
"""The share of a table's headers that makes a row of another sheet its copy."""
_OF_FUNCTIONS = frozenset({"xlwings.conf", "functions"})


def other_sheets(known: Recognised, planned: Collection[str] = ()) -> Iterator[BookSheet]:
    """The sheets that are not the plan's own; *planned* are titles that it has, too."""
    own = {sheet.title.casefold() for sheet in known.sheets.values()} | {MARKS}
    own |= {title.casefold() for title in planned}
    if known.manifest.choices.get("udf"):
        own |= _OF_FUNCTIONS
    for sheet in known.book.sheets:
        if sheet.title.casefold() not in own and not sheet.part.startswith("xl/chartsheets"):
            yield sheet


def original_of(known: Recognised, sheet: BookSheet) -> BookSheet | None:
    """The sheet that *sheet* was copied from; names that follow a copy tell, or its headers do."""
    twins = {name for name, title in known.book.own_names if title == sheet.title}
    for id_, found in known.sheets.items():
        if sheet_mark(id_).casefold() in twins:
            return found
    for id_, table in known.tables.items():
        if any(column_mark(id_, column).casefold() in twins for column in table.columns):
            return table.sheet
    rows: dict[int, set[str]] = {}
    for (row, _), held in known.book.contents(sheet).cells.items():
        if isinstance(held.value, str):
            rows.setdefault(row, set()).add(held.value)
    best: tuple[int, BookSheet] | None = None
    for id_, table in known.tables.items():
        headers = {one.header for one in known.manifest.columns if one.table == id_}
        for texts in rows.values():
            share = len(headers & texts)
            if share >= max(2, _MOST_HEADERS * len(headers)) and (not best or share > best[0]):
                best = share, table.sheet
    return best[1] if best else None


def copied_table(known: Recognised, table: KnownTable, sheet: BookSheet) -> KnownTable | None:
    """*table* as it stands on *sheet*, a copy of its own: the row that has most of its headers."""
    cells = known.book.contents(sheet).cells
    held = known.book.contents(table.sheet).cells
    headers = {
        str(cell.value): id_
        for id_, place in table.columns.items()
        if (cell := held.get((table.header_row, place))) is not None
    }
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in cells.items():
        if isinstance(cell.value, str) and cell.value in headers:
            rows.setdefault(row, {}).setdefault(headers[cell.value], column)
    if not rows:
        return None
    row, columns = max(rows.items(), key=lambda one: len(one[1]))
    box = next((one for one in sheet.tables if one.box.first_row == row), None)
    last = box.last_row if box is not None else row + table.height
    return KnownTable(
        table.id, sheet, row, max(last, row + 1), columns, "headers", in_table=box is not None
    )


def own_places(table: KnownTable) -> Iterator[int]:
    """Columns between the first and the last of *table*, or in its box, that are not the plan's."""
    ours = set(table.columns.values())
    left, right = min(ours), max(ours)
    for one in table.sheet.tables:
        if one.box.first_row == table.header_row and one.box.holds(table.header_row, left):
            left, right = min(left, one.box.first_column), max(right, one.box.last_column)
    yield from (place for place in range(left, right + 1) if place not in ours)
