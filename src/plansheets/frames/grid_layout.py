"""How a file holds a grid: its items across, its items below one another, or a value a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from plansheets.blueprint.model import ItemList
from plansheets.frames.headers import HeaderIndex
from plansheets.frames.items import item_reader
from plansheets.frames.raw import HEAD_ROWS
from plansheets.records import dataclass

CellRows = Sequence[Sequence[object]]
_MOST_PLACES = 60
"""Columns of a file in which names are looked for."""


@dataclass(frozen=True, slots=True)
class Across:
    """The items stand in a row, as in the workbook; the names of the grid's rows in a column."""

    row: int
    place: int


@dataclass(frozen=True, slots=True)
class Down:
    """The items stand below one another; the names of the grid's rows in the row above."""

    row: int
    place: int


@dataclass(frozen=True, slots=True)
class Long:
    """Each line has the name of a row, an item and one value, from line *first* on."""

    first: int
    names: int
    items: int


Layout = Across | Down | Long
Find = Callable[[object], str | None]
"""The id that a cell names, or nothing."""


def find_layout(rows: CellRows, find_row: Find, find_item: Find) -> Layout | None:
    """The layout in which most cells of *rows* name a row of the grid or an item of its list.

    >>> rows = [["", "1月", "2月"], ["访客", 10, 20]]
    >>> find_layout(rows, {"访客": "visits"}.get, {"1月": "jan", "2月": "feb"}.get)
    Across(row=0, place=0)
    """
    found = [*_long(rows, find_row, find_item), *_across(rows, find_row, find_item)]
    best = max(found, key=lambda one: one[0], default=None)
    return best[1] if best is not None else None


def _across(rows: CellRows, find_row: Find, find_item: Find) -> Iterator[tuple[int, Layout]]:
    for kind, heads, names in ((Across, find_item, find_row), (Down, find_row, find_item)):
        for row, place, count in _headed(rows, heads, names):
            yield count, kind(row, place)


def _headed(rows: CellRows, find_head: Find, find_name: Find) -> Iterator[tuple[int, int, int]]:
    """The row with the most heads and the column with the most names below it, and their count."""
    heads = [(len(_named(cells, find_head)), -row) for row, cells in enumerate(rows[:HEAD_ROWS])]
    most, negative = max(heads, default=(0, 0))
    row = -negative
    names = [
        (len(_named(_column(rows[row + 1 :], place), find_name)), -place)
        for place in range(_width(rows))
    ]
    named, place = max(names, default=(0, 0))
    if most and named:
        yield row, -place, most * named


def _long(rows: CellRows, find_row: Find, find_item: Find) -> Iterator[tuple[int, Layout]]:
    """The two columns of which one names rows and the other items, in as many lines as can be."""
    items = _ids_by_place(rows, find_item)
    for names, row_ids in _ids_by_place(rows, find_row).items():
        for place, item_ids in items.items():
            pairs = zip(row_ids, item_ids, strict=True)
            first = next((line for line, pair in enumerate(pairs) if all(pair)), None)
            if place != names and first is not None:
                count = len(set(filter(None, row_ids))) * len(set(filter(None, item_ids)))
                yield count, Long(first, names, place)


def _ids_by_place(rows: CellRows, find: Find) -> dict[int, list[str | None]]:
    """What the cells of each column name, where it is a column with names at all."""
    columns = ((place, list(map(find, _column(rows, place)))) for place in range(_width(rows)))
    return {place: ids for place, ids in columns if any(ids)}


def _named(cells: Sequence[object], find: Find) -> set[str]:
    return {id_ for cell in cells if (id_ := find(cell))}


def _column(rows: CellRows, place: int) -> list[object]:
    return [cells[place] if place < len(cells) else None for cells in rows]


def _width(rows: CellRows) -> int:
    return min(max(map(len, rows), default=0), _MOST_PLACES)


def item_finder(items: ItemList) -> Find:
    """Which item a cell names, by id or label in any language."""
    named = item_reader(items)
    known = {word for one in items.items for word in (one.id, *one.label.by_locale.values())}

    def find(text: str) -> str | None:
        if text.strip().isdigit() and text not in known:
            return None  # a number is a value here, and not the month that it might be
        return named(text)

    return _of_texts(find)


def row_finder(index: HeaderIndex, items: str) -> Find:
    """Which row of the grid a cell names; *items* is what the column of items is called."""

    def find(text: str) -> str | None:
        matches = index.match([text], 0).matches
        id_ = matches[0].column.id if matches else None
        return None if id_ == items else id_

    return _of_texts(find)


def _of_texts(find: Callable[[str], str | None]) -> Find:
    """*find* for cells of every kind: only a text names something, and each is looked up once."""
    once = cache(find)
    return lambda cell: once(cell) if isinstance(cell, str) else None
