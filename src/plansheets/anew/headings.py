"""What people call columns, in the new workbook, too."""

from __future__ import annotations

from plansheets.anew.carry import Carrying
from plansheets.grid import MAX_NAME, cell_name
from plansheets.life.headings import own_headings
from plansheets.values.written import fold
from plansheets.words import Locale


def carried_headings(
    carrying: Carrying, locale: Locale
) -> tuple[dict[tuple[str, str], str], frozenset[str]]:
    """What columns of today are to be called, and the cells in which that was typed.

    A heading that another column of its table has, or that no cell may hold, stays behind.
    """
    old, matching = carrying.old, carrying.matching
    headings: dict[tuple[str, str], str] = {}
    cells = set()
    for one in own_headings(old.known, old.book):
        table = matching.tables.get(one.table.id)
        column = matching.columns.get((one.table.id, one.column))
        if (
            table is None
            or column is None
            or len(one.text) > MAX_NAME
            or not one.text.isprintable()
        ):
            continue
        others = {
            fold(headings.get((table.id, each.id), each.label(locale)))
            for each in table.columns
            if each.id != column.id
        }
        if fold(one.text) not in others:
            headings[table.id, column.id] = one.text
            cells.add(one.table.sheet.place(cell_name(*one.spot)))
    return headings, frozenset(cells)
