"""What was typed into the old tables, grids and parameters as data of the new workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import partial

from plansheets.anew.fitting import (
    CALCULATED_VALUE,
    COMPUTED,
    FORMULA,
    NO_COLUMN,
    NO_ITEM_ROW,
    NO_PARAMETER,
    NO_PLACE,
    NO_ROW_OF_GRID,
    NO_TABLE,
    MisfitError,
    fitted,
    require_holdable,
)
from plansheets.anew.held import HeldGrid, OldBook
from plansheets.anew.matching import Matching
from plansheets.anew.results import Leftover, LeftoverKind
from plansheets.blueprint.model import Blueprint, Column, Parameter, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.rows import EachItem
from plansheets.given import read_value
from plansheets.life.cells import HeldCell
from plansheets.life.extracted import ExtractedCell, ExtractedRow, ExtractedTable, plain
from plansheets.life.manifest import MarkedColumn, MarkedTable
from plansheets.life.recognise import KnownTable
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.values.numbers import BadValueError
from plansheets.words import Words

Origin = Callable[[], Leftover]
"""What a cell of the old workbook is called there: seldom asked, and there may be millions."""


@dataclass(slots=True)
class CarriedTable:
    """A table or grid on its way into the new workbook: a choice is its item's id."""

    was: str
    table: Table | PeriodGrid
    columns: dict[str, list[Value]]
    height: int
    """Rows that are data; of a table that grows, blank ones between them count."""
    room: int = 0
    """How high a table that grows was."""
    taken_in: int = 0
    """Rows that stood below the table, and are of it now."""
    origins: dict[tuple[str, int], Origin] = field(default_factory=dict)
    """What a cell is called where it stood, should it have no place after all."""

    def put(self, column: str, index: int, value: Value, origin: Origin) -> None:
        values = self.columns.setdefault(column, [])
        values += [None] * (index + 1 - len(values))
        values[index] = value
        self.height = max(self.height, index + 1)
        self.origins[column, index] = origin

    def cut(self, height: int) -> Iterator[Leftover]:
        """Take out what lies below *height* rows."""
        for (column, index), origin in list(self.origins.items()):
            if index >= height:
                del self.origins[column, index]
                yield _left(origin(), NO_PLACE)
        for values in self.columns.values():
            del values[height:]
        self.height = min(self.height, height)

    @property
    def rows(self) -> int:
        return len({index for _, index in self.origins})


class Carrying:
    """Goes through everything that was typed, and knows what is left."""

    def __init__(self, old: OldBook, matching: Matching) -> None:
        self.old, self.matching = old, matching
        self.blueprint: Blueprint = matching.blueprint
        self.tables: dict[str, CarriedTable] = {}
        self.values: dict[str, Value] = {}
        self.leftovers: list[Leftover] = []
        self.typed_over: set[str] = set()
        """Cells of formulas that were typed over and are inputs today."""

    def carry(self) -> None:
        marked = {one.id: one for one in self.old.known.manifest.tables}
        for id_, table in self.old.read.tables.items():
            self._table(marked[id_], table, self.old.known.tables[id_])
        for grid in self.old.grids:
            self._grid(grid)
        self._parameters()

    # -- tables ----------------------------------------------------------------------------------

    def _table(self, marked: MarkedTable, table: ExtractedTable, known: KnownTable) -> None:
        target = self.matching.tables.get(marked.id)
        columns = self.old.columns(marked.id)
        carried: CarriedTable | None = None
        if target is not None and target.filled and table.inputs:
            carried = CarriedTable(marked.id, target, {}, 0)
            carried.columns = {one.id: [] for one in target.filled}
            if target.growing:
                carried.room = known.height
            self.tables[target.id] = carried
        below = known.height
        for row in table.rows:
            index: int | None = row.row - 1 - known.first_row
            if not row.inside:
                index, below = below, below + 1
                if carried is not None:
                    carried.taken_in += 1
            if target is not None and isinstance(target.rows, EachItem):
                index = self._place_of(row, table, columns, target)
            for id_, cell in row.cells.items():
                self._cell(marked, columns[id_], row, cell, carried, index)

    def _gone(self, why: Words, id_: str) -> Words:
        """*why* something has no place, and for what it is there where that can be chosen."""
        only = self.blueprint.left_out.why.get(id_)
        return Words(f"只在 {only} 时才有", f"there only for {only}") if only else why

    def _place_of(
        self,
        row: ExtractedRow,
        table: ExtractedTable,
        columns: Mapping[str, MarkedColumn],
        target: Table,
    ) -> int | None:
        """The row of today's table that stands for the item which *row* stood for."""
        assert isinstance(target.rows, EachItem)
        items = self.blueprint.list(target.rows.list_id)
        first = next((id_ for id_ in table.columns if columns[id_].role == "given"), None)
        if items is None or first is None or not isinstance(row.cells[first].value, str):
            return None
        found = self.matching.item(columns[first].list_id, str(row.cells[first].value), items)
        return next((n for n, item in enumerate(items.items) if item.id == found), None)

    def _cell(
        self,
        marked: MarkedTable,
        column: MarkedColumn,
        row: ExtractedRow,
        cell: ExtractedCell,
        carried: CarriedTable | None,
        index: int | None,
    ) -> None:
        if column.role == "given" and cell.state in ("given", "blank"):
            return
        held_here = cell.value is not None or cell.text is not None or cell.state == "unknown"
        if not held_here or (column.role == "formula" and cell.state != "overwritten"):
            return
        target = self.matching.columns.get((marked.id, column.id))
        origin = partial(self._origin, marked, column, row, cell)
        if column.role == "formula" and (carried is None or not self._filled(carried, target)):
            self.leftovers.append(_left(origin(), FORMULA, "formula"))
            return
        if carried is None:
            known = marked.id in self.matching.tables
            gone = self._gone(NO_TABLE, marked.id)
            self.leftovers.append(_left(origin(), COMPUTED if known else gone))
        elif target is None or not self._filled(carried, target):
            gone = self._gone(NO_COLUMN, f"{marked.id}[{column.id}]")
            self.leftovers.append(_left(origin(), gone if target is None else COMPUTED))
        elif index is None:
            self.leftovers.append(_left(origin(), NO_ITEM_ROW))
        else:
            held = self._held(marked.id, column.id, row)
            typed = held is not None and bool(held.formula)
            number = held.value if held is not None else None
            self._put(carried, index, cell, column, target, origin, formula=typed, number=number)
            if column.role == "formula":
                self.typed_over.add(origin().cell)

    def _put(
        self,
        carried: CarriedTable,
        index: int,
        cell: ExtractedCell,
        column: MarkedColumn,
        target: Column,
        origin: Origin,
        *,
        formula: bool = False,
        number: Value = None,
    ) -> None:
        try:
            value = fitted(
                cell, column.type_id, column.list_id, target, self.matching, self.blueprint
            )
            if isinstance(number, int | float) and value == cell.text:
                value = number  # where days, truth values or items of a list belong
            require_holdable(value)
        except MisfitError as misfit:
            self.leftovers.append(_left(origin(), misfit.why))
            return
        carried.put(target.id, index, value, origin)
        if formula:
            self.leftovers.append(_left(origin(), CALCULATED_VALUE, "formula", carried=True))

    def _filled(self, carried: CarriedTable, column: Column | None) -> bool:
        table = carried.table
        return (
            column is not None
            and isinstance(table, Table)
            and any(one.id == column.id for one in table.filled)
        )

    def _origin(
        self, marked: MarkedTable, column: MarkedColumn, row: ExtractedRow, cell: ExtractedCell
    ) -> Leftover:
        known = self.old.known.tables[marked.id]
        naming = [
            one.id
            for one in self.old.columns(marked.id).values()
            if (one.key or one.role == "given") and one.id in row.cells
        ]
        key = " / ".join(str(plain(_content(row.cells[id_]))) for id_ in naming)
        return Leftover(
            "value",
            f"{marked.title or marked.id} · {column.header}",
            NO_PLACE,
            known.sheet.place(cell.cell),
            _content(cell),
            self._held_formula(marked.id, column.id, row),
            marked.id,
            column.id,
            key,
        )

    def _held(self, table: str, column: str, row: ExtractedRow) -> HeldCell | None:
        known = self.old.known.tables[table]
        spot = row.row - 1, known.columns[column]
        return self.old.book.contents(known.sheet).cells.get(spot)

    def _held_formula(self, table: str, column: str, row: ExtractedRow) -> str:
        """The formula that stands in a cell, with its ``=``."""
        held = self._held(table, column, row)
        return f"={held.formula}" if held is not None and held.formula else ""

    # -- grids -----------------------------------------------------------------------------------

    def _grid(self, held: HeldGrid) -> None:
        target = self.matching.grid(held.grid.id, held.title)
        items = self.blueprint.list(target.each.list_id) if target is not None else None
        carried: CarriedTable | None = None
        if target is not None and items is not None:
            carried = CarriedTable(held.grid.id, target, {}, len(items.items))
            self.tables[target.id] = carried
        rows = self.matching.rows_of_grid(held.grid, target) if target is not None else {}
        locale = self.old.known.manifest.locale
        for (id_, item), cell in held.cells.items():
            if cell.state == "blank":
                continue
            old = held.rows[id_]
            label = self.matching.labels.get((held.list_id, item), item)
            origin = Leftover(
                "value",
                f"{held.title} · {old.label(locale)}",
                NO_TABLE,
                cell.cell,
                _content(cell),
                held.formulas.get((id_, item), ""),
                held.grid.id,
                id_,
                label,
            )
            new = rows.get(id_)
            if carried is None or items is None:
                self.leftovers.append(_left(origin, self._gone(NO_TABLE, held.grid.id)))
            elif new is None:
                self.leftovers.append(_left(origin, NO_ROW_OF_GRID))
            elif new.formula is not None:
                self.leftovers.append(_left(origin, COMPUTED))
            else:
                found = self.matching.item(held.list_id, item, items)
                index = next((n for n, one in enumerate(items.items) if one.id == found), None)
                if index is None:
                    self.leftovers.append(_left(origin, NO_ITEM_ROW))
                    continue
                column = MarkedColumn("", id_, "", "input", old.type.id, "", old.list_id or "")
                self._put(
                    carried, index, cell, column, new, partial(_same, origin),
                    formula=bool(origin.formula),
                )  # fmt: skip

    # -- parameters ------------------------------------------------------------------------------

    def _parameters(self) -> None:
        types = {one.id: one for one in self.old.known.manifest.parameters}
        for id_, one in self.old.read.parameters.items():
            target = self.matching.parameters.get(id_)
            if one.state == "default":
                if target is not None and target.keeps_its_year and one.default is not None:
                    self.values[target.id] = one.default
                continue
            marked = types[id_]
            content = one.text if one.value is None else one.value
            origin = Leftover("parameter", one.label, NO_PARAMETER, one.cell, content, id=id_)
            if target is None:
                self.leftovers.append(_left(origin, self._gone(NO_PARAMETER, id_)))
                continue
            cell = ExtractedCell(one.cell, one.value, one.state, one.text)
            try:
                value = self._parameter(cell, marked.type_id, marked.list_id, target)
            except MisfitError as misfit:
                self.leftovers.append(_left(origin, misfit.why))
            else:
                self.values[target.id] = value

    def _parameter(
        self, cell: ExtractedCell, old_type: str, old_list: str, target: Parameter
    ) -> Value:
        column = Column(target.id, target.type, target.label, target.span, list_id=target.list_id)
        value = fitted(cell, old_type, old_list, column, self.matching, self.blueprint)
        if cell.state != "input":
            raise MisfitError(_NOT_TAKEN)
        try:
            return read_value(plain(value), target, self.blueprint)
        except BadValueError as fault:
            raise MisfitError(fault.reason) from None


_NOT_TAKEN = Words("参数不接受这个值", "the parameter does not take this value")


def _same(origin: Leftover) -> Leftover:
    return origin


def _content(cell: ExtractedCell) -> Value:
    return cell.text if cell.value is None else cell.value


def _left(
    origin: Leftover, why: Words, kind: LeftoverKind | None = None, *, carried: bool = False
) -> Leftover:
    return Leftover(
        kind or origin.kind, origin.label, why, origin.cell, origin.value, origin.formula,
        origin.table, origin.id, origin.key, carried,
    )  # fmt: skip
