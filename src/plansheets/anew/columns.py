"""Columns that people have put into tables, brought along at the right end of the new ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from plansheets.anew.carry import Carrying
from plansheets.anew.looks import OwnLooks
from plansheets.anew.own import own_places
from plansheets.anew.places import NewPlaces, NoPlaceError
from plansheets.anew.results import Leftover
from plansheets.formula.ast import Cell, CellRange, Lines, Node
from plansheets.formula.rewrite import walk
from plansheets.grid import MAX_COLUMNS, cell_name
from plansheets.life.recognise import KnownTable
from plansheets.life.typed_in import holds, shown_text
from plansheets.plan.model import Plan, PlannedColumn, PlannedSheet, PlannedTable, Value
from plansheets.words import Words

_VALUE = Words(
    "公式没有带过去，带过去的是它的值",
    "its value was carried over, and not the formula",
)
_WIDTH = 14.0


class OwnColumns:
    """The columns that come along, where the page has room for them and rows keep their places."""

    def __init__(self, carrying: Carrying, places: NewPlaces, looks: OwnLooks) -> None:
        self._carrying, self._places, self._looks = carrying, places, looks
        self._book = carrying.old.book
        self.brought: set[tuple[str, int]] = set()
        """Old tables, and where the column stands on its sheet."""
        self.leftovers: list[Leftover] = []

    def added(self, plan: Plan) -> Plan:
        """*plan* with the columns."""
        homes = {table.id: sheet.id for sheet in plan.sheets for table in sheet.tables}
        for id_, known in self._carrying.old.known.tables.items():
            target = self._carrying.matching.tables.get(id_)
            if target is None or not target.growing or target.sorted_by or not known.in_table:
                continue
            for place in own_places(known):
                home = next(one for one in plan.sheets if one.id == homes[target.id])
                wider = self._wider(home, target.id, id_, known, place)
                if wider is not None:
                    self.brought.add((id_, place))
                    self.leftovers.extend(self._passed_over(id_, known, place))
                    plan = replace(
                        plan,
                        sheets=tuple(wider if one is home else one for one in plan.sheets),
                    )
        return plan

    def _passed_over(self, old: str, known: KnownTable, place: int) -> Iterator[Leftover]:
        """What is to be said of a column that stood among repetitions: formulas count all columns
        from the first of those to the last, and no other.
        """
        ids = {at: column for column, at in known.columns.items()}
        left = max((at for at in ids if at < place), default=-1)
        right = min((at for at in ids if at > place), default=-1)
        columns = self._carrying.matching.columns
        before, after = (columns.get((old, ids.get(at, ""))) for at in (left, right))
        if before is None or after is None or not before.repetition or before.each != after.each:
            return
        why = Words(
            f"原来在“{before.label.zh}”和“{after.label.zh}”之间，现在在表的右端，"
            "数这几列的公式不再数它：请移回原处",
            f"it stood between '{before.label.en}' and '{after.label.en}' and now stands at the "
            "right end, where formulas that count those columns pass it over: move it back",
        )
        cell = known.sheet.place(cell_name(known.header_row, place))
        header = self._book.contents(known.sheet).cells[known.header_row, place]
        said = shown_text(header.value)
        yield Leftover("own column", said, why, cell, said, table=old, carried=True)

    def _wider(
        self, sheet: PlannedSheet, id_: str, old: str, known: KnownTable, place: int
    ) -> PlannedSheet | None:
        """*sheet* with one more column in the table *id_*; None where it has no room."""
        table = next(one for one in sheet.tables if one.id == id_)
        cells = self._book.contents(known.sheet).cells
        held = cells.get((known.header_row, place))
        header = shown_text(held.value) if held is not None and held.value is not None else ""
        taken = {one.header.casefold() for one in table.columns}
        at = table.last_column + 1
        if not header or header.casefold() in taken or not _free(sheet, table, at):
            return None
        column = self._column(header, table, old, known, place)
        made = replace(table, columns=(*table.columns, column))
        return replace(
            sheet,
            tables=tuple(made if one is table else one for one in sheet.tables),
            widths=(*(one for one in sheet.widths if one[0] != at), (at, _WIDTH)),
        )

    def _column(
        self, header: str, table: PlannedTable, old: str, known: KnownTable, place: int
    ) -> PlannedColumn:
        cells = self._book.contents(known.sheet).cells
        looks = self._looks.cells(known.sheet)
        like = next((one for one in table.columns if one.formula is None), table.columns[0])
        style = replace(like.style, number_format="General", fill=None)
        shown = looks.get((known.first_row, place))
        if shown is not None:
            style = replace(style, number_format=shown.number_format)
        spots = [(row, place) for row in range(known.first_row, known.last_row + 1)]
        found = [cells.get(spot) for spot in spots]
        id_ = f"own_{place}"
        formula = self._formula([one.formula if one is not None else None for one in found], known)
        if formula is not None:
            return PlannedColumn(id_, header, "formula", style, like.header_style, formula)
        values: list[Value] = []
        for spot, one in zip(spots, found, strict=True):
            values.append(one.value if one is not None and holds(one) else None)
            if one is not None and one.formula:
                where = known.sheet.place(cell_name(*spot))
                self.leftovers.append(
                    Leftover("own column", header, _VALUE, where, one.value, f"={one.formula}",
                             old, carried=one.calculated)
                )  # fmt: skip
        values = values[: table.height] + [None] * (table.height - len(values))
        return PlannedColumn(id_, header, "input", style, like.header_style, values=tuple(values))

    def _formula(self, written: list[str | None], known: KnownTable) -> Node | None:
        """The formula of all rows, where they have one, which names columns and no cells."""
        texts = set(written)
        if len(texts) != 1 or None in texts:
            return None
        tree: Node | None = None
        with suppress(NoPlaceError):
            tree = self._places.formula(str(written[0]), known.sheet.title)
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
