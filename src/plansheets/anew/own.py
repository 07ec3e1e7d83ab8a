"""What people have put beside the tables and forms of a workbook: found, and told by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element

from plansheets.anew.held import OldBook
from plansheets.anew.own_settings import own_settings
from plansheets.anew.results import Leftover, LeftoverKind
from plansheets.anew.shapes import DRAWINGS
from plansheets.anew.titles import own_titles
from plansheets.formula.ast import Node
from plansheets.grid import cell_name, parse_cell
from plansheets.life.book import BookSheet, OpenBook
from plansheets.life.cells import CellValue, HeldCell, Spot
from plansheets.life.compare import shape_of, tree_of
from plansheets.life.headings import own_headings
from plansheets.life.identity import normal
from plansheets.life.others import other_sheets, own_places
from plansheets.life.recognise import KnownTable
from plansheets.life.same import same_value
from plansheets.life.shared_formulas import cell_at
from plansheets.life.typed_in import holds, shown_text
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.model import Plan, PlannedCell, Value
from plansheets.words import Words

_OWN_CELL = Words("蓝图这里没有东西", "the blueprint has nothing here")
_OWN_COLUMN = Words("自己加的列", "a column of your own")
_OWN_SHEET = Words("自己加的工作表", "a sheet of your own")
_COMMENT = Words("批注", "a comment")
_TEXT = Words("蓝图这里写的是别的", "the blueprint says something else here")
_HEADER = Words("改过的表头", "a header that was changed")
_TITLE = Words("改过名的工作表", "a sheet that was renamed")
_DEFAULT = Words("参数的默认值被改过", "the default of a parameter that was typed over")
_FORMULA = Words("这里原来是公式", "a formula stood here")
_OTHER_FORMULA = Words("公式被改过", "the formula was another one")
_CHART_SHEET = Words("图表工作表没有带过去", "a sheet that is a chart, which did not come along")
_MACROS = Words("自己的宏", "macros of your own")


class OwnThings:
    """Looks through all cells that hold neither inputs nor what the plan has there."""

    def __init__(
        self,
        old: OldBook,
        told: Collection[str],
        brought: Collection[str] = (),
        noted: Collection[str] = (),
        columns: Collection[tuple[str, int]] = (),
        titled: Collection[str] = (),
    ) -> None:
        """*brought* are the folded titles of sheets that come along, *noted* the cells on other
        sheets whose comments do, *columns* the tables and places of columns, *titled* the ids of
        sheets that keep their titles.
        """
        self.old, self.told, self.brought, self.noted = old, told, brought, noted
        self.brought_columns, self.titled = columns, titled
        self.known = old.known
        plan = old.standing.plan if old.standing is not None else None
        self.below = {
            id_: frozenset(row.row - 1 for row in table.rows if not row.inside)
            for id_, table in old.read.tables.items()
        }
        self._shapes: dict[str, frozenset[Node]] = {}
        """Formulas of sheets without what they look at, by the sheet's id."""
        self.texts = _texts(plan) if plan is not None else frozenset()

    def leftovers(self) -> Iterator[Leftover]:
        """Everything that is there; cells that are *told* already are passed over."""
        for one in self._all():
            if one.cell not in (self.noted if one.kind == "comment" else self.told):
                yield one

    def _all(self) -> Iterator[Leftover]:
        standing = self.old.standing
        homes = {home.sheet.title: home for home in standing.homes.values()} if standing else {}
        if standing is not None:
            yield from self._formulas(homes)
        for one in own_headings(self.known, self.old.book):
            cell = one.table.sheet.place(cell_name(*one.spot))
            id_, column = one.table.id, one.column
            yield Leftover("header", one.before, _HEADER, cell, one.text, "", id_, column)
        for id_, before, sheet in own_titles(self.known):
            if id_ not in self.titled:
                cell = sheet.place("A1")
                yield Leftover("header", before, _TITLE, cell, sheet.title, id=id_)
        for sheet in self.known.sheets.values():
            home = homes.get(sheet.title)
            yield from self._columns(sheet)
            yield from self._page(sheet, home)
            yield from self._comments(sheet, home)
            yield from self._drawings(sheet, home)
            if home is not None and self._alike(home):
                yield from own_settings(self.old, home)
        planned = [one.title for one in standing.plan.sheets] if standing else []
        for sheet in other_sheets(self.known, planned):
            vba = self.known.manifest.choices.get("vba") and sheet.state != "visible"
            if not vba and sheet.title.casefold() not in self.brought:
                yield from self._sheet(sheet)
        for sheet in self.old.book.sheets:
            if sheet.part.startswith("xl/chartsheets"):
                yield Leftover("own sheet", sheet.title, _CHART_SHEET)
        yield from self._macros()

    # -- what stands where the plan has something ------------------------------------------------

    def _formulas(self, homes: Mapping[str, SheetHome]) -> Iterator[Leftover]:
        """Values over formulas, and formulas that are others, inside tables and outside."""
        standing = self.old.standing
        assert standing is not None
        for home in homes.values():
            for one in standing.check.wrong_cells(home):
                held = standing.held(home, (one.row, one.column))
                if held is None or one.code not in ("PS710", "PS712"):
                    continue
                label = home.sheet.title
                if one.table is not None:
                    header = next(
                        each.header for each in one.table.planned.columns if each.id == one.id
                    )
                    label = f"{one.table.planned.name} · {header}"
                yield Leftover(
                    "formula",
                    label,
                    _FORMULA if one.code == "PS710" else _OTHER_FORMULA,
                    one.place,
                    _value(held),
                    f"={held.formula}" if held.formula else "",
                    one.table.planned.id if one.table is not None else "",
                    one.id,
                )

    def _page(self, sheet: BookSheet, home: SheetHome | None) -> Iterator[Leftover]:
        """Cells outside tables, each held against the plan's."""
        planned: dict[Spot, PlannedCell] = {}
        defaults: dict[Spot, str] = {}
        alike = home is not None
        if home is not None:
            standing = self.old.standing
            assert standing is not None
            alike = self._alike(home)
            planned = {(cell.row, cell.column): cell for cell in home.planned.cells}
            defaults = {
                (typed.row, typed.column + 1): id_
                for id_, typed in standing.plan.typed.items()
                if typed.sheet == home.planned.title
            }
        areas = [
            _TableCells(one, self.below.get(one.id, frozenset()))
            for one in self.known.tables.values()
            if one.sheet is sheet
        ]
        typed = {
            (place.row, place.column)
            for place in self.known.typed.values()
            if place.sheet.casefold() == sheet.title.casefold()
        }
        typed |= {spot for grid in self.old.grids for title, spot in grid.spots
                  if title == sheet.title}  # fmt: skip
        for spot, held in self.old.book.contents(sheet).cells.items():
            if not holds(held) or spot in typed or any(one.holds(*spot) for one in areas):
                continue
            place = home.back(*spot, None) if home is not None else None
            cell = planned.get(place) if place is not None else None
            if not alike and (held.formula is not None or self._said_somewhere(held)):
                continue
            if home is not None and place is None and self._is_planned(sheet, spot, home):
                continue  # of a row that is known no more, since others beside it are gone
            if cell is None:
                yield self._cell("own cell", sheet, spot, held, _OWN_CELL)
            elif cell.formula is None and not self._stands(cell.value, held):
                if place in defaults:
                    one = self._cell("default", sheet, spot, held, _DEFAULT)
                    yield _called(one, defaults[place], self.known.manifest.parameters)
                else:
                    yield self._cell("text", sheet, spot, held, _TEXT)

    def _is_planned(self, sheet: BookSheet, spot: Spot, home: SheetHome) -> bool:
        """Whether the plan of a sheet has the formula of a cell, wherever it looks."""
        full = cell_at(self.old.book.contents(sheet), spot)
        tree = tree_of(full.formula) if full is not None and full.formula else None
        if tree is None:
            return False
        if home.planned.id not in self._shapes:
            self._shapes[home.planned.id] = frozenset(
                shape_of(normal(cell.formula)) for cell in home.planned.cells if cell.formula
            )
        return shape_of(tree) in self._shapes[home.planned.id]

    def _alike(self, home: SheetHome) -> bool:
        """Whether this program draws a sheet as the one did that made the workbook."""
        standing = self.old.standing
        return standing is not None and home.planned.id not in standing.check.not_compared

    def _said_somewhere(self, held: HeldCell) -> bool:
        """Whether the plan has that text in some place: another program drew the page."""
        return isinstance(held.value, str) and held.value in self.texts

    def _stands(self, planned: Value, held: HeldCell) -> bool:
        from_1904 = self.old.book.from_1904
        return held.formula is None and same_value(planned, held.value, from_1904=from_1904)

    # -- what is people's own --------------------------------------------------------------------

    def _columns(self, sheet: BookSheet) -> Iterator[Leftover]:
        """Columns inside a table that the plan does not have."""
        for id_, table in self.known.tables.items():
            if table.sheet is not sheet:
                continue
            cells = self.old.book.contents(sheet).cells
            for place in own_places(table):
                if (id_, place) in self.brought_columns:
                    continue
                header = cells.get((table.header_row, place))
                label = shown_text(header.value) if header is not None else cell_name(0, place)[:-1]
                for row in range(table.first_row, table.last_row + 1):
                    held = cells.get((row, place))
                    if held is not None and holds(held):
                        one = self._cell("own column", sheet, (row, place), held, _OWN_COLUMN)
                        yield Leftover(
                            one.kind, label, one.why, one.cell, one.value, one.formula, id_
                        )

    def _sheet(self, sheet: BookSheet) -> Iterator[Leftover]:
        empty = True
        for spot, held in self.old.book.contents(sheet).cells.items():
            if holds(held):
                empty = False
                yield self._cell("own sheet", sheet, spot, held, _OWN_SHEET)
        drawn = bool(self.old.book.package.related(sheet.part, "drawing"))
        if empty and not drawn:
            yield Leftover("own sheet", sheet.title, _OWN_SHEET)
        if drawn:
            yield Leftover("own sheet", sheet.title, DRAWINGS)
        yield from self._comments(sheet, None)

    def _comments(self, sheet: BookSheet, home: SheetHome | None) -> Iterator[Leftover]:
        ours = {note.text.strip() for note in home.planned.notes} if home is not None else set()
        for spot, text in comments_of(self.old.book, sheet):
            if text not in ours:
                yield Leftover(
                    "comment", sheet.title, _COMMENT, sheet.place(cell_name(*spot)), text
                )

    def _drawings(self, sheet: BookSheet, home: SheetHome | None) -> Iterator[Leftover]:
        """Charts and pictures on a sheet of the blueprint, where it has more than are planned."""
        package = self.old.book.package
        found = sum(
            sum(not one.tag.startswith("{") for one in package.tree(part))
            for part in package.related(sheet.part, "drawing")
        )
        planned = len(home.planned.charts) if home is not None else found
        if found > planned:
            count = found - planned
            yield Leftover("own sheet", sheet.title, Words(
                f"这一页上自己加的 {count} 个图表、图片或图形没有带过去",
                f"{count} chart{'s' if count > 1 else ''}, picture{'s' if count > 1 else ''} or "
                f"shape{'s' if count > 1 else ''} of your own on it did not come along",
            ))  # fmt: skip

    def _macros(self) -> Iterator[Leftover]:
        package, choices = self.old.book.package, self.known.manifest.choices
        if package.related(self.old.book.part, "vbaProject") and not (
            choices.get("vba") or choices.get("udf")
        ):
            yield Leftover("macros", "vbaProject", _MACROS)

    def _cell(
        self, kind: LeftoverKind, sheet: BookSheet, spot: Spot, held: HeldCell, why: Words
    ) -> Leftover:
        formula = f"={held.formula}" if held.formula else ""
        return Leftover(
            kind, sheet.title, why, sheet.place(cell_name(*spot)), _value(held), formula
        )


def comments_of(book: OpenBook, sheet: BookSheet) -> Iterator[tuple[Spot, str]]:
    """The comments of *sheet*, with their cells."""
    for part in book.package.related(sheet.part, "comments"):
        for element in book.package.tree(part).iter("comment"):
            text, spot = _said(element), parse_cell(element.get("ref", ""))
            if text and spot is not None:
                yield spot, text


def _texts(plan: Plan) -> frozenset[str]:
    return frozenset(
        cell.value for sheet in plan.sheets for cell in sheet.cells if isinstance(cell.value, str)
    )


def _value(held: HeldCell) -> Value:
    value: CellValue = held.value
    return value


def _called(one: Leftover, id_: str, parameters: tuple[object, ...]) -> Leftover:
    label = next((getattr(each, "label", id_) for each in parameters
                  if getattr(each, "id", None) == id_), id_)  # fmt: skip
    return Leftover(one.kind, label, one.why, one.cell, one.value, one.formula, "", id_)


class _TableCells:
    """The cells of a table: its header and rows with people's own columns, and rows below it."""

    def __init__(self, table: KnownTable, below: frozenset[int]) -> None:
        self._rows, self._below = range(table.header_row, table.last_row + 1), below
        self._columns = frozenset(table.columns.values())
        self._all = self._columns | frozenset(own_places(table))

    def holds(self, row: int, column: int) -> bool:
        return (row in self._rows and column in self._all) or (
            row in self._below and column in self._columns
        )


def _said(comment: Element) -> str:
    return "".join(one.text or "" for one in comment.iter("t")).strip()
