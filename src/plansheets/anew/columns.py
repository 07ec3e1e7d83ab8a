"""Columns that people have put into tables: where they stood, else at the right end."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from dataclasses import replace

from plansheets.anew.carry import Carrying
from plansheets.anew.looks import OwnLooks, widths_of
from plansheets.anew.places import NewPlaces, NoPlaceError
from plansheets.anew.results import Leftover
from plansheets.anew.widened import CannotWidenError, widened
from plansheets.blueprint.model import Column
from plansheets.formula.ast import Cell, CellRange, Lines, Node
from plansheets.formula.rewrite import walk
from plansheets.grid import MAX_COLUMNS, cell_name
from plansheets.life.others import own_places
from plansheets.life.recognise import KnownTable
from plansheets.life.typed_in import holds, shown_text
from plansheets.plan.model import Plan, PlannedColumn, PlannedSheet, PlannedTable, Value
from plansheets.plan.names import own_id
from plansheets.words import Locale, Words

_VALUE = Words(
    "公式没有带过去，带过去的是它的值",
    "its value was carried over, and not the formula",
)
_WIDTH = 14.0


class OwnColumns:
    """The columns that come along: where they stood, else at the right end where the page has room.

    They are put in blank, and filled once everything else has its place.
    """

    def __init__(self, carrying: Carrying, crowded: Container[str] = ()) -> None:
        """*crowded* are titles of sheets on which none is put between others."""
        self._carrying, self._crowded = carrying, crowded
        self._book = carrying.old.book
        self.brought: dict[tuple[str, int], str] = {}
        """Old tables, and where the column stands on its sheet; the id of today's table."""
        self.leftovers: list[Leftover] = []

    def added(self, plan: Plan) -> Plan:
        """*plan* with the columns, which are blank so far."""
        for id_, known in self._carrying.old.known.tables.items():
            target = self._carrying.matching.tables.get(id_)
            if target is None or not target.growing or target.sorted_by or not known.in_table:
                continue
            for place in own_places(known):
                wider = self._with_one(plan, target.id, id_, known, place)
                if wider is not None:
                    self.brought[id_, place] = target.id
                    plan = wider
        return plan

    def _with_one(
        self, plan: Plan, id_: str, old: str, known: KnownTable, place: int
    ) -> Plan | None:
        """*plan* with one more column in the table *id_*; None where it has no room."""
        home = next(one for one in plan.sheets if any(each.id == id_ for each in one.tables))
        table = next(one for one in home.tables if one.id == id_)
        header = self._header(known, place)
        if not header or header.casefold() in {one.header.casefold() for one in table.columns}:
            return None
        before, after = self._neighbours(old, known, place)
        among = (
            before is not None and after is not None and 0 < before.repetition < after.repetition
        )
        ids = [one.id for one in table.columns]
        left = self._left(old, known, place, before)
        if left in ids and left != ids[-1] and home.title not in self._crowded:
            like = table.columns[ids.index(left)]
            width = dict(home.widths).get(table.column + ids.index(left), _WIDTH)
            if not among:
                width = dict(widths_of(self._book.contents(known.sheet).tree)).get(place, _WIDTH)
            column = _blank(place, header, table, like if among else None)
            with suppress(CannotWidenError):
                return widened(plan, id_, str(left), column, width, alike=among)
        at = table.last_column + 1
        if not _free(home, table, at):
            return None
        if among and before is not None and after is not None:
            self.leftovers.append(self._passed_over(old, known, place, before, after))
        made = replace(table, columns=(*table.columns, _blank(place, header, table, None)))
        wider = replace(
            home,
            tables=tuple(made if one is table else one for one in home.tables),
            widths=(*(one for one in home.widths if one[0] != at), (at, _WIDTH)),
        )
        return replace(plan, sheets=tuple(wider if one is home else one for one in plan.sheets))

    def _header(self, known: KnownTable, place: int) -> str:
        held = self._book.contents(known.sheet).cells.get((known.header_row, place))
        return shown_text(held.value) if held is not None and held.value is not None else ""

    def _neighbours(
        self, old: str, known: KnownTable, place: int
    ) -> tuple[Column | None, Column | None]:
        """Today's columns of those that stood left and right of *place*."""
        ids = {at: column for column, at in known.columns.items()}
        left = max((at for at in ids if at < place), default=-1)
        right = min((at for at in ids if at > place), default=-1)
        columns = self._carrying.matching.columns
        return columns.get((old, ids.get(left, ""))), columns.get((old, ids.get(right, "")))

    def _left(self, old: str, known: KnownTable, place: int, before: Column | None) -> str | None:
        """The id of the column that it is put right of."""
        own = max((at for table, at in self.brought if table == old and at < place), default=-1)
        if own > max((at for at in known.columns.values() if at < place), default=-1):
            return own_id(own)
        return before.id if before is not None else None

    def _passed_over(
        self, old: str, known: KnownTable, place: int, before: Column, after: Column
    ) -> Leftover:
        """What is to be said of a column that stood among repetitions: formulas count all columns
        from the first of those to the last, and no other.
        """
        why = Words(
            f"原来在“{before.label.zh}”和“{after.label.zh}”之间，现在在表的右端，"
            "数这几列的公式不再数它：请移回原处",
            f"it stood between '{before.label.en}' and '{after.label.en}' and now stands at the "
            "right end, where formulas that count those columns pass it over: move it back",
        )
        cell = known.sheet.place(cell_name(known.header_row, place))
        said = self._header(known, place)
        return Leftover("own column", said, why, cell, said, table=old, carried=True)

    # -- what stands in them ---------------------------------------------------------------------

    def filled(self, plan: Plan, places: NewPlaces, looks: OwnLooks) -> Plan:
        """*plan* with what the columns hold; formulas look at where things stand in *places*."""
        for (old, place), id_ in self.brought.items():
            home = next(one for one in plan.sheets if any(each.id == id_ for each in one.tables))
            table = next(one for one in home.tables if one.id == id_)
            known = self._carrying.old.known.tables[old]
            column = next(one for one in table.columns if one.id == own_id(place))
            made = self._filled(column, table, old, known, place, places, looks, plan.locale)
            full = replace(
                table, columns=tuple(made if one is column else one for one in table.columns)
            )
            sheet = replace(
                home, tables=tuple(full if one is table else one for one in home.tables)
            )
            plan = replace(plan, sheets=tuple(sheet if one is home else one for one in plan.sheets))
        return plan

    def _filled(
        self,
        column: PlannedColumn,
        table: PlannedTable,
        old: str,
        known: KnownTable,
        place: int,
        places: NewPlaces,
        looks: OwnLooks,
        locale: Locale,
    ) -> PlannedColumn:
        cells = self._book.contents(known.sheet).cells
        if not column.list_id and column.type_id == "text":
            shown = looks.cells(known.sheet).get((known.first_row, place))
            if shown is not None:
                style = replace(column.style, number_format=shown.number_format)
                column = replace(column, style=style)
        spots = [(row, place) for row in range(known.first_row, known.last_row + 1)]
        found = [cells.get(spot) for spot in spots]
        written = [one.formula if one is not None else None for one in found]
        formula = _formula(written, known, places)
        if formula is not None:
            return replace(column, role="formula", formula=formula, values=None)
        values: list[Value] = []
        labels = self._labels(column.list_id, locale)
        for spot, one in zip(spots, found, strict=True):
            value = one.value if one is not None and holds(one) else None
            values.append(labels.get(value, value) if isinstance(value, str) else value)
            if one is not None and one.formula:
                where = known.sheet.place(cell_name(*spot))
                self.leftovers.append(
                    Leftover("own column", column.header, _VALUE, where, one.value,
                             f"={one.formula}", old, carried=one.calculated)
                )  # fmt: skip
        values = values[: table.height] + [None] * (table.height - len(values))
        return replace(column, values=tuple(values))

    def _labels(self, list_id: str | None, locale: Locale) -> dict[str, str]:
        """What items of a list are called today, by what they were."""
        matching = self._carrying.matching
        items = matching.blueprint.list(list_id) if list_id else None
        found = {}
        for (list_, id_), label in matching.labels.items() if items is not None else ():
            today = items.item(matching.item(list_, id_, items) or "") if items else None
            if list_ == list_id and today is not None:
                found[label] = today.label(locale)
        return found


def _blank(
    place: int, header: str, table: PlannedTable, like: PlannedColumn | None
) -> PlannedColumn:
    """A column of people's own, as one *like* it or as a plain one."""
    if like is not None:
        return replace(
            like, id=own_id(place), header=header, role="input", formula=None, first=None, values=()
        )
    other = next((one for one in table.columns if one.formula is None), table.columns[0])
    style = replace(other.style, number_format="General", fill=None)
    return PlannedColumn(own_id(place), header, "input", style, other.header_style, values=())


def _formula(written: list[str | None], known: KnownTable, places: NewPlaces) -> Node | None:
    """The formula of all rows, where they have one, which names columns and no cells."""
    texts = set(written)
    if len(texts) != 1 or None in texts:
        return None
    tree: Node | None = None
    with suppress(NoPlaceError):
        tree = places.formula(str(written[0]), known.sheet.title)
    if tree is None or any(isinstance(one, Cell | CellRange | Lines) for one in walk(tree)):
        return None
    return tree


def _free(sheet: PlannedSheet, table: PlannedTable, at: int) -> bool:
    """Whether nothing stands right of *table*, so that it may be a column wider."""
    rows = range(table.row, table.last_row + 1)
    return (
        at < MAX_COLUMNS
        and not any(one.row in rows and one.column >= at for one in sheet.cells)
        and not any(
            one is not table and one.last_column >= at and one.row <= table.last_row
            and one.last_row >= table.row
            for one in sheet.tables
        )
        and not any(one.column >= at and one.row <= table.last_row for one in sheet.charts)
    )  # fmt: skip
