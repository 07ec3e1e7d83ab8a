"""The plan's formulas in the words of a workbook: its cells, sheets, tables and headers of now."""

from __future__ import annotations

from dataclasses import replace

from plansheets.formula.ast import Cell, CellRange, Lines, Node, Structured
from plansheets.formula.rewrite import with_leaves
from plansheets.formula.spell import FILE, spell
from plansheets.life.cells import Spot
from plansheets.life.plan_moves import moves_between
from plansheets.life.standing import StandingBook
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable


class GoneError(Exception):
    """Something of the plan that has no place in the workbook; its text is what."""


class InBook:
    """From *plan* to the workbook of *standing*, whose own plan may be less high."""

    def __init__(self, standing: StandingBook, plan: Plan) -> None:
        self._standing = standing
        self._sheets = {sheet.title: sheet for sheet in plan.sheets}
        self._tables = {
            table.name: (sheet, table) for sheet in plan.sheets for table in sheet.tables
        }
        self._same = {
            sheet.id: (home := standing.homes.get(sheet.id)) is not None
            and home.unmoved
            and _headers_kept(standing, home)
            for sheet in plan.sheets
        }
        self.moves = moves_between(standing.plan, plan)
        self._unmoved = all(self._same.values()) and not self.moves.steps
        self._ends = {id_: _ends(home.planned) for id_, home in standing.homes.items()}
        self._spelled: dict[int, tuple[Node, str]] = {}

    def text(self, formula: Node, sheet: PlannedSheet) -> str:
        """A formula of that sheet as the file is to spell it, without ``=``.

        Raises
        ------
        GoneError
            where it looks at what is not in the workbook any more.
        """
        kept = self._spelled.get(id(formula))
        if kept is not None and kept[0] is formula:
            return kept[1]
        tree = formula if self._unmoved else self.tree(formula, sheet)
        text = spell(tree, FILE).removeprefix("=")
        self._spelled[id(formula)] = formula, text
        return text

    def tree(self, formula: Node, sheet: PlannedSheet) -> Node:
        """*formula* with the workbook's places and names."""

        def cell(node: Cell, on: PlannedSheet) -> Cell:
            row, column = self.spot(on, node.row, node.column)
            title = None if node.sheet is None else self.home(on).sheet.title
            return replace(node, row=row, column=column, sheet=title, at=None)

        def leaf(node: Node) -> Node:
            match node:
                case Cell():
                    return cell(node, self._sheet(node.sheet, sheet))
                case CellRange(first, last):
                    on = self._sheet(first.sheet, sheet)
                    return CellRange(cell(first, on), cell(last, on))
                case Structured():
                    return self._structured(node)
                case Lines():
                    return self._lines(node, self._sheet(node.sheet, sheet))
                case _:
                    return node

        return with_leaves(formula, leaf)

    def home(self, sheet: PlannedSheet) -> SheetHome:
        found = self._standing.homes.get(sheet.id)
        if found is None:
            raise GoneError(sheet.title)
        return found

    def spot(self, sheet: PlannedSheet, row: int, column: int) -> Spot:
        """Where a cell of the plan stands, or will stand once the workbook is as high."""
        home = self.home(sheet)
        for table in sheet.tables:
            if table.row <= row <= table.last_row and table.column <= column <= table.last_column:
                known = self._standing.known.tables.get(table.id)
                id_ = table.columns[column - table.column].id
                if known is None or id_ not in known.columns:
                    raise GoneError(table.columns[column - table.column].header)
                return known.header_row + row - table.row, known.columns[id_]
        old = self.moves.old_row(sheet.id, row)
        inside = min(old.row, self._ends[sheet.id][0]), min(column, self._ends[sheet.id][1])
        found = home.forth(*inside)
        if found is None:
            raise GoneError(sheet.title)
        return found[0] + old.row + old.beyond - inside[0], found[1] + column - inside[1]

    def _sheet(self, title: str | None, own: PlannedSheet) -> PlannedSheet:
        return own if title is None else self._sheets[title]

    def _structured(self, node: Structured) -> Structured:
        if node.table is None or node.table not in self._tables:
            return node
        _, table = self._tables[node.table]
        known = self._standing.known.tables.get(table.id)
        found = self._standing.book_table(known) if known is not None else None
        if known is None or found is None:
            raise GoneError(table.name)

        def header(written: str | None) -> str | None:
            if written is None:
                return None
            id_ = _id_of(table, written)
            place = known.columns.get(id_) if id_ is not None else None
            if place is None:
                raise GoneError(written)
            return found.headers[place - found.box.first_column]

        return replace(
            node, table=found.name, first=header(node.first), last=header(node.last), at=None
        )

    def _lines(self, node: Lines, sheet: PlannedSheet) -> Lines:
        home = self.home(sheet)
        if node.axis == "columns":
            first, last = home.columns.forth(node.first), home.columns.forth(node.last)
        else:
            rows = (self.moves.old_row(sheet.id, one).row for one in (node.first, node.last))
            first, last = map(home.rows.forth, rows)
        if first is None or last is None:
            raise GoneError(sheet.title)
        title = None if node.sheet is None else home.sheet.title
        return replace(node, first=first, last=last, sheet=title, at=None)


def _ends(sheet: PlannedSheet) -> tuple[int, int]:
    """The last row and column of a sheet of the plan."""
    rows = [cell.row for cell in sheet.cells] + [table.last_row for table in sheet.tables]
    columns = [cell.column for cell in sheet.cells]
    columns += [table.last_column for table in sheet.tables]
    return max(rows, default=0), max(columns, default=0)


def _id_of(table: PlannedTable, header: str) -> str | None:
    folded = header.casefold()
    return next((one.id for one in table.columns if one.header.casefold() == folded), None)


def _headers_kept(standing: StandingBook, home: SheetHome) -> bool:
    """Whether tables and headers are called as the plan calls them."""
    for table in home.tables:
        found = standing.book_table(table.known)
        if found is None or found.name != table.planned.name:
            return False
        if found.headers != tuple(one.header for one in table.planned.columns):
            return False
    return True
