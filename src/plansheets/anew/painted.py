"""What people have coloured, hidden and widened on the blueprint's own sheets, brought along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from plansheets.anew.carry import Carrying
from plansheets.anew.looks import OwnLooks, hidden_columns_of, widths_of
from plansheets.anew.places import NewPlaces
from plansheets.anew.results import Leftover
from plansheets.life.cells import Spot
from plansheets.life.recognise import KnownTable
from plansheets.life.whereabouts import SheetHome, TableHome
from plansheets.plan.model import Plan, PlannedSheet, Style
from plansheets.words import Words

_PLACELESS = Words(
    "自己涂的颜色没有带过去：那里今天是别的内容",
    "a colour of your own did not come along: something else stands there today",
)
_WIDER = 0.7
"""Characters by which programs may differ about the same width."""
_MOST = 0.5
"""The share of cells or columns from which on another program has drawn them, and no person."""
_MOST_CELLS = 200_000
"""Of a sheet whose looks are read."""
_WHITE, _BLACK = "FFFFFF", "000000"


class Paint(NamedTuple):
    """How people have made a cell look, where that is not the plan's; None where it is."""

    fill: str | None
    color: str | None
    marks: frozenset[str]
    """What of bold, italic, underlined and struck out is theirs: the elements of a font."""


class Painted:
    """Looks of people's own on sheets of the blueprint: they follow their cells."""

    def __init__(self, carrying: Carrying, places: NewPlaces, looks: OwnLooks) -> None:
        self._carrying, self._places, self._looks = carrying, places, looks
        self.cells: dict[str, dict[Spot, Paint]] = {}
        """By titles of the new workbook, what is to be seen in its cells."""
        self.leftovers: list[Leftover] = []

    def added(self, plan: Plan) -> Plan:
        """*plan* with rows and columns hidden and widened; colours are noted in ``cells``."""
        old = self._carrying.old
        if old.standing is None:
            return plan
        rows: dict[str, dict[int, float]] = {}
        hidden: dict[str, set[int]] = {}
        widths: dict[str, dict[int, float]] = {}
        same = plan.locale == old.known.manifest.locale
        for home in old.standing.homes.values():
            if not home.tables or len(old.book.contents(home.sheet).cells) > _MOST_CELLS:
                continue
            self._colour(home)
            for title, row in self._hidden_rows(home):
                rows.setdefault(title, {})[row] = 0.0
            for title, column, width in self._columns(home, plan, same=same):
                if width is None:
                    hidden.setdefault(title, set()).add(column)
                else:
                    widths.setdefault(title, {})[column] = width

        def drawn(sheet: PlannedSheet) -> PlannedSheet:
            wide = dict(sheet.widths) | widths.get(sheet.title, {})
            gone = {*sheet.hidden_columns, *hidden.get(sheet.title, ())}
            heights = dict(sheet.heights) | rows.get(sheet.title, {})
            return replace(
                sheet,
                widths=tuple(wide.items()),
                hidden_columns=tuple(sorted(gone)),
                heights=tuple(heights.items()),
            )

        touched = {*rows, *hidden, *widths}
        return replace(
            plan, sheets=tuple(drawn(one) if one.title in touched else one for one in plan.sheets)
        )

    # -- colours ---------------------------------------------------------------------------------

    def _colour(self, home: SheetHome) -> None:
        shown = self._looks.sheet(home.sheet).cells
        held = {spot: style for spot, style in _planned(home) if spot in shown}
        found = {
            spot: paint
            for spot, style in held.items()
            if (paint := _own_paint(style, shown[spot])) is not None
        }
        if len(found) > _MOST * len(held):
            return
        lost = 0
        for spot, paint in found.items():
            place = self._places.cell(home.sheet.title, *spot)
            if place is None:
                lost += 1
            else:
                self.cells.setdefault(place[0], {})[place[1:]] = paint
        if lost:
            self.leftovers.append(Leftover("own cell", home.sheet.title, _PLACELESS))

    # -- rows and columns ------------------------------------------------------------------------

    def _hidden_rows(self, home: SheetHome) -> Iterator[tuple[str, int]]:
        """Rows that somebody has hidden, and no filter: who filters wants to see others later."""
        heights = self._looks.sheet(home.sheet).heights
        for table in home.tables:
            if self._is_filtered(table.known):
                continue
            column = min(table.known.columns.values())
            for row in range(table.known.first_row, table.known.last_row + 1):
                if heights.get(row) == 0.0:
                    place = self._places.cell(home.sheet.title, row, column)
                    if place is not None:
                        yield place[0], place[1]

    def _is_filtered(self, known: KnownTable) -> bool:
        package = self._carrying.old.book.package
        trees = [package.tree(part) for part in package.related(known.sheet.part, "table")]
        trees.append(self._carrying.old.book.contents(known.sheet).tree)
        return any(tree.find(".//filterColumn/*") is not None for tree in trees)

    def _columns(
        self, home: SheetHome, plan: Plan, *, same: bool
    ) -> Iterator[tuple[str, int, float | None]]:
        """Columns that somebody has made wider, or narrower in the *same* language; those that
        are hidden have no width.
        """
        tree = self._carrying.old.book.contents(home.sheet).tree
        now, hidden = dict(widths_of(tree)), set(hidden_columns_of(tree))
        before = dict(home.planned.widths)
        today = {sheet.title: dict(sheet.widths) for sheet in plan.sheets}
        drawn = [(table, place, index) for table in home.tables for place, index in _places(table)]
        other = {
            place: now[place]
            for _, place, index in drawn
            if place in now and index in before and abs(now[place] - before[index]) > _WIDER
        }
        if len(other) > _MOST * len(drawn):
            other = {}
        for table, place, index in drawn:
            found = self._places.cell(home.sheet.title, table.known.header_row, place)
            if found is None:
                continue
            title, _, column = found
            if place in hidden and index not in home.planned.hidden_columns:
                yield title, column, None
            elif place in other and place not in hidden:
                width = other[place]
                yield (
                    title,
                    column,
                    width if same else max(width, today.get(title, {}).get(column, 0.0)),
                )


def _planned(home: SheetHome) -> Iterator[tuple[Spot, Style]]:
    """Cells of tables as the workbook has them, and how the plan has them look.

    Those of hidden columns are left out: who colours a row means none of them.
    """
    for table in home.tables:
        known = table.known
        for place, index in _places(table):
            if index in home.planned.hidden_columns:
                continue
            column = table.planned.columns[index - table.planned.column]
            yield (known.header_row, place), column.header_style
            for row in range(known.first_row, known.last_row + 1):
                yield (row, place), column.style


def _places(table: TableHome) -> Iterator[tuple[int, int]]:
    """Where each column stands, and where the plan has it."""
    at: Mapping[str, int] = {one.id: place for place, one in enumerate(table.planned.columns)}
    for id_, place in table.known.columns.items():
        if id_ in at:
            yield place, table.planned.column + at[id_]


def _own_paint(planned: Style, shown: Style) -> Paint | None:
    fill = shown.fill if shown.fill not in (planned.fill, None) else None
    color = shown.color if shown.color not in (planned.color, None) else None
    if fill == _WHITE and planned.fill is None:
        fill = None
    if color == _BLACK and planned.color is None:
        color = None
    marks = frozenset(
        name
        for name, here, there in (
            ("b", shown.bold, planned.bold),
            ("i", shown.italic, planned.italic),
            ("u", shown.underline, planned.underline),
            ("strike", shown.strike, planned.strike),
        )
        if here and not there
    )
    return Paint(fill, color, marks) if fill or color or marks else None
