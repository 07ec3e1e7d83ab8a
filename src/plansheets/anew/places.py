"""Where what stood in a cell of the old workbook stands in the new plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from plansheets.anew.carry import Carrying
from plansheets.blueprint.model import Table
from plansheets.boxes import Box
from plansheets.formula.ast import Call, Cell, CellRange, Lines, Name, Node, Structured
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import walk, with_leaves
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.compare import tree_as_written
from plansheets.plan.model import Plan, PlannedName, PlannedSheet, PlannedTable
from plansheets.records import dataclass

NewPlace = tuple[str, int, int]
"""A sheet's title, a row and a column of the new plan."""


class NoPlaceError(Exception):
    """What a formula looks at has no place in the new workbook that is certain."""


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table of Excel's on a sheet of people's own that comes along."""

    name: str
    sheet: BookSheet
    part: str
    """Of the old workbook."""
    box: Box
    """With its header and totals."""
    headers: tuple[str, ...]
    totals: int
    """Rows of them."""

    def cells(self, node: Structured, row: int | None) -> CellRange:
        """The cells that *node* stands for in a formula of that *row*.

        Raises
        ------
        NoPlaceError
            where the table does not have them.
        """
        folded = [one.casefold() for one in self.headers]
        ends = [one.casefold() for one in (node.first, node.last or node.first) if one is not None]
        if any(one not in folded for one in ends):
            raise NoPlaceError(self.name)
        columns = [folded.index(one) for one in ends] or [0, len(folded) - 1]
        top, end = self.box.first_row, self.box.last_row - self.totals
        rows: dict[str, tuple[int, int]] = {
            "data": (top + 1, end),
            "headers": (top, top),
            "all": (top, self.box.last_row),
            "headers and data": (top, end),
            "data and totals": (top + 1, self.box.last_row),
        }
        if row is not None and top < row <= end:
            rows["this row"] = row, row
        if self.totals:
            rows["totals"] = end + 1, self.box.last_row
        if node.rows not in rows or rows[node.rows][0] > rows[node.rows][1]:
            raise NoPlaceError(self.name)
        left, right = (self.box.first_column + min(columns), self.box.first_column + max(columns))
        first, last = rows[node.rows]
        free = node.rows == "this row"
        return CellRange(
            Cell(first, left, self.sheet.title, not free, column_absolute=True),
            Cell(last, right, None, not free, column_absolute=True),
        )


def tables_on(
    book: OpenBook, sheets: Collection[BookSheet], taken: Collection[str]
) -> dict[str, OwnTable]:
    """The tables of *sheets* that can come along, by folded name; none that is *taken*."""
    found: dict[str, OwnTable] = {}
    for sheet in sheets:
        cells = book.contents(sheet).cells
        for part in book.package.related(sheet.part, "table"):
            tree = book.package.tree(part)
            name = tree.get("displayName", "")
            one = next((each for each in sheet.tables if each.name == name), None)
            if one is None or name.casefold() in taken or tree.get("headerRowCount") == "0":
                continue
            shown = [
                held.value if (held := cells.get((one.box.first_row, column))) else None
                for column in range(one.box.first_column, one.box.last_column + 1)
            ]
            folded = {header.casefold() for header in one.headers}
            if shown == list(one.headers) and len(folded) == len(shown) and "" not in folded:
                found[name.casefold()] = OwnTable(
                    name, sheet, part, one.box, one.headers, one.totals
                )
    return found


class NewPlaces:
    """From the cells, tables and names of the old workbook to those of *plan*."""

    def __init__(
        self,
        carrying: Carrying,
        plan: Plan,
        own: Mapping[str, str],
        tables: Mapping[str, OwnTable] | None = None,
    ) -> None:
        """*own* are the folded titles of sheets that come along, and what they are called;
        *tables* those on them, by folded name.
        """
        self._carrying, self.own, self.tables = carrying, own, tables or {}
        self._known = carrying.old.known
        self._tables: dict[str, tuple[PlannedSheet, PlannedTable]] = {
            table.id: (sheet, table) for sheet in plan.sheets for table in sheet.tables
        }
        self._titles = {sheet.id: sheet.title for sheet in plan.sheets}
        self._names = {name.name.casefold(): name for name in plan.names if not name.hidden}
        self._typed = plan.typed
        self._by_cell: dict[tuple[str, int, int], str] = {}
        book = self._known.book
        for name in book.names:
            if name in self._names and (cell := book.place(name)) is not None:
                self._by_cell[cell.sheet.casefold(), cell.row, cell.column] = name

    def know(self, name: PlannedName) -> None:
        """Let formulas look at a *name* that people have given."""
        self._names[name.name.casefold()] = name

    def cell(self, title: str, row: int, column: int) -> NewPlace | None:
        """Where a cell of the old workbook is today; None where that is not certain."""
        folded = title.casefold()
        if folded in self.own:
            return self.own[folded], row, column
        for id_, known in self._known.tables.items():
            if known.sheet.title.casefold() != folded or not (
                known.header_row <= row <= known.last_row and column in known.columns.values()
            ):
                continue
            old = next(one for one, place in known.columns.items() if place == column)
            return self._in_table(id_, old, row - known.header_row)
        for id_, place in self._known.typed.items():
            if (place.sheet.casefold(), place.row, place.column) == (folded, row, column):
                target = self._carrying.matching.parameters.get(id_)
                typed = self._typed.get(target.id) if target is not None else None
                return (typed.sheet or "", typed.row, typed.column) if typed is not None else None
        name = self._by_cell.get((folded, row, column))
        found = self._names[name].target if name is not None else None
        return (found.sheet or "", found.row, found.column) if isinstance(found, Cell) else None

    def sheet(self, title: str) -> str | None:
        """What the sheet of that title is called today; None where it is there no more."""
        folded = title.casefold()
        if folded in self.own:
            return self.own[folded]
        for id_, sheet in self._known.sheets.items():
            if sheet.title.casefold() == folded:
                return self._titles.get(id_)
        return None

    def _in_table(self, old: str, column: str, offset: int) -> NewPlace | None:
        target = self._carrying.matching.tables.get(old)
        new = self._carrying.matching.columns.get((old, column))
        found = self._tables.get(target.id) if target is not None else None
        if not isinstance(target, Table) or new is None or found is None:
            return None
        sheet, table = found
        ids = [one.id for one in table.columns]
        if new.id not in ids or offset > table.height or (offset and not target.growing):
            return None
        if offset and target.sorted_by:
            return None
        return sheet.title, table.row + offset, table.column + ids.index(new.id)

    def formula(self, text: str, title: str, row: int | None = None, *, keep: bool = False) -> Node:
        """A formula of the sheet called *title* that comes along, as the new plan spells it.

        Of tables on sheets that come along it names the cells as seen from *row*, or their
        names where it is to *keep* those.

        Raises
        ------
        NoPlaceError
            where it looks at what has no certain place, or cannot be read.
        """
        tree = tree_as_written(text)
        if tree is None:
            raise NoPlaceError(text)
        known = functions()
        for node in walk(tree):
            if isinstance(node, Call):
                function = known.get(node.name)
                if function is None or function.reaches_out or node.name == "HYPERLINK":
                    raise NoPlaceError(node.name)

        def moved(node: Cell, on: str) -> Cell:
            place = self.cell(on, node.row, node.column)
            if place is None:
                raise NoPlaceError(on)
            sheet = None if node.sheet is None else place[0]
            return replace(node, sheet=sheet, row=place[1], column=place[2], at=None)

        def leaf(node: Node) -> Node:
            match node:
                case Cell():
                    return moved(node, node.sheet or title)
                case CellRange(first, last):
                    on = first.sheet or title
                    one, other = moved(first, on), moved(last, on)
                    whole = last.row - first.row, last.column - first.column
                    if (other.row - one.row, other.column - one.column) != whole:
                        raise NoPlaceError(on)
                    if self.cell(on, last.row, last.column) is None:
                        raise NoPlaceError(on)
                    return CellRange(one, other)
                case Lines():
                    if (node.sheet or title).casefold() not in self.own:
                        raise NoPlaceError(node.sheet or title)
                    return node
                case Structured():
                    own = self.tables.get((node.table or "").casefold())
                    if own is None:
                        return self._structured(node)
                    cells = own.cells(node, row)
                    return node if keep else cells
                case Name(name):
                    return self._name(name)
                case _:
                    return node

        return with_leaves(tree, leaf)

    def _structured(self, node: Structured) -> Structured:
        standing = self._carrying.old.standing
        for id_, known in self._known.tables.items():
            box = standing.book_table(known) if standing is not None else None
            if box is None or box.name.casefold() != (node.table or "").casefold():
                continue
            target = self._carrying.matching.tables.get(id_)
            found = self._tables.get(target.id) if target is not None else None
            if found is None:
                break
            at = {place: one for one, place in known.columns.items()}
            ids = {
                header.casefold(): at[place]
                for place, header in enumerate(box.headers, box.box.first_column)
                if place in at
            }
            first, last = (
                None if one is None else self._header(id_, ids.get(one.casefold(), ""), found[1])
                for one in (node.first, node.last)
            )
            return replace(node, table=found[1].name, first=first, last=last, at=None)
        raise NoPlaceError(node.table or "")

    def _header(self, old: str, column: str, table: PlannedTable) -> str:
        """What a column of an old table is called today."""
        new = self._carrying.matching.columns.get((old, column))
        for one in table.columns:
            if new is not None and one.id == new.id:
                return one.header
        raise NoPlaceError(column)

    def _name(self, name: str) -> Name:
        parameter = self._carrying.matching.parameters.get(name)
        found = self._names.get((parameter.id if parameter is not None else name).casefold())
        if found is None:
            raise NoPlaceError(name)
        return Name(found.name)
