"""Sheets that people have added, and their comments, brought along into the new workbook."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from plansheets.anew.carry import Carrying
from plansheets.anew.columns import OwnColumns
from plansheets.anew.looks import (
    OwnLooks,
    freeze_of,
    hidden_columns_of,
    is_protected,
    merges_of,
    widths_of,
)
from plansheets.anew.own import comments_of
from plansheets.anew.own_links import own_links
from plansheets.anew.own_names import OwnNames
from plansheets.anew.own_paper import paper_of
from plansheets.anew.painted import Paint, Painted
from plansheets.anew.places import NewPlaces, NoPlaceError, tables_on
from plansheets.anew.results import Leftover
from plansheets.formula.ast import Node
from plansheets.formula.spell import FILE, spell
from plansheets.grid import cell_name
from plansheets.life.book import BookSheet
from plansheets.life.cells import HeldCell, SheetContents, Spot
from plansheets.life.others import original_of, other_sheets
from plansheets.life.shared_formulas import cell_at
from plansheets.life.typed_in import holds
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedNote,
    PlannedSheet,
    Style,
)
from plansheets.words import Words

_VALUE = Words(
    "公式看的地方在新工作簿里不确定，带过去的是它的值",
    "what it looks at has no certain place by now: its value was carried over",
)
_MOST_CELLS = 200_000
_MOST_BLANK = 20_000
"""Cells that show nothing but their colours and lines."""
_DAY_WIDTH = 12.0
"""Of a column without a width of its own that shows days."""
_NOTE = 220, 90
"""Width and height of a comment, in pixels."""


class OwnSheets:
    """The sheets that come along: those of the old workbook that are neither ours nor copies."""

    def __init__(
        self, carrying: Carrying, crowded: Container[str] = (), *, formulas: bool = True
    ) -> None:
        """*crowded* are titles of sheets whose tables get no column between others."""
        self._carrying, self._crowded, self._formulas = carrying, crowded, formulas
        self._book = carrying.old.book
        self.leftovers: list[Leftover] = []
        self.brought: dict[str, str] = {}
        """Their titles, by folded title."""
        self.columns: frozenset[tuple[str, int]] = frozenset()
        """Columns of people's own that come along: the old table, and where they stood."""
        self.noted: set[str] = set()
        """Cells of the old workbook whose comments come along, on sheets of ours."""
        self.places: NewPlaces | None = None
        """Where things stand in the new plan, once that is made."""
        self.sheets: list[BookSheet] = []
        self.structured: dict[str, dict[Spot, str]] = {}
        """Formulas that name tables of their own, by title and cell, as the file spells them."""
        self.painted: Mapping[str, Mapping[Spot, Paint]] = {}
        """What people have coloured on sheets of ours, by the titles of today."""

    def choose(self, taken: frozenset[str]) -> None:
        """Say which come along; none that is called as a sheet of the new workbook is."""
        old = self._carrying.old
        planned = [one.title for one in old.standing.plan.sheets] if old.standing else []
        choices = old.known.manifest.choices
        if choices.get("vba") or choices.get("udf"):
            return  # macros come with a module for each sheet
        for sheet in other_sheets(old.known, planned):
            cells = len(self._book.contents(sheet).cells)
            if (
                sheet.title.casefold() not in taken
                and (sheet.state == "visible" or not sheet.title.startswith("_"))
                and cells <= _MOST_CELLS
                and original_of(old.known, sheet) is None
            ):
                self.sheets.append(sheet)
                self.brought[sheet.title.casefold()] = sheet.title

    def added(self, plan: Plan) -> Plan:
        """*plan* with the sheets behind those of its own."""
        self.leftovers = []
        taken = frozenset(one.title.casefold() for one in plan.sheets)
        self.sheets = []
        self.brought = {}
        self.choose(taken)
        columns = OwnColumns(self._carrying, self._crowded)
        if self._formulas:
            plan = columns.added(plan)
        names = {one.name.casefold() for one in plan.names}
        names |= {table.name.casefold() for sheet in plan.sheets for table in sheet.tables}
        tables = tables_on(self._book, self.sheets, names) if self._formulas else {}
        places = self.places = NewPlaces(self._carrying, plan, self.brought, tables)
        self.structured = {}
        plan = self._hidden(self._annotated(plan, places))
        given = OwnNames(self._carrying, places)
        if self._formulas:
            plan = given.added(plan)
        else:
            given.leave()
        self.leftovers += given.leftovers
        looks = OwnLooks(self._book, plan.looks.font)
        paint = Painted(self._carrying, places, looks)
        plan, self.painted = paint.added(plan), paint.cells
        self.leftovers += paint.leftovers
        if self._formulas:
            plan = columns.filled(plan, places, looks)
            self.leftovers += columns.leftovers
            self.columns = frozenset(columns.brought)
        if not self.sheets:
            return plan
        made = [
            self._planned(number, sheet, places, looks, plan)
            for number, sheet in enumerate(self.sheets, 1)
        ]
        visible = [one for one in plan.sheets if not one.very_hidden]
        hidden = [one for one in plan.sheets if one.very_hidden]
        return replace(plan, sheets=(*visible, *made, *hidden))

    def _hidden(self, plan: Plan) -> Plan:
        """*plan* with those of its sheets hidden that people have hidden."""
        old = self._carrying.old
        before = {one.id: one.hidden for one in old.standing.plan.sheets} if old.standing else {}
        hidden = {
            id_
            for id_, sheet in old.known.sheets.items()
            if sheet.state == "hidden" and before.get(id_) is False
        }
        shown = [
            number
            for number, one in enumerate(plan.sheets)
            if not (one.hidden or one.very_hidden or one.id in hidden)
        ]
        if not hidden or not shown:
            return plan
        active = plan.active_sheet if plan.active_sheet in shown else shown[0]
        sheets = tuple(
            replace(one, hidden=True) if one.id in hidden else one for one in plan.sheets
        )
        return replace(plan, sheets=sheets, active_sheet=active)

    def _planned(
        self, number: int, sheet: BookSheet, places: NewPlaces, looks: OwnLooks, plan: Plan
    ) -> PlannedSheet:
        contents = self._book.contents(sheet)
        shown = looks.sheet(sheet)
        styles = shown.cells
        plain = Style(font=plan.looks.font)
        links = own_links(self._book, sheet, places, self.leftovers)
        cells = [
            self._cell(sheet, spot, held, styles.get(spot, plain), places)
            for spot, held in sorted(contents.cells.items())
            if holds(held)
        ]
        blank = links.keys() - {(one.row, one.column) for one in cells}
        cells += [PlannedCell(*spot, styles.get(spot, plain)) for spot in sorted(blank)]
        cells = [
            replace(one, link=link.target, tip=link.tip)
            if (link := links.get((one.row, one.column))) is not None
            else one
            for one in cells
        ]
        filled = {(one.row, one.column) for one in cells}
        cells += [
            PlannedCell(*spot, style)
            for spot, style in styles.items()
            if spot not in filled and (style.fill or style.top or style.bottom or style.left
                                       or style.right)
        ][:_MOST_BLANK]  # fmt: skip
        tree = contents.tree
        tab = tree.find("sheetPr/tabColor")
        widths = {
            column: _DAY_WIDTH for (_, column), one in styles.items() if "y" in one.number_format
        }
        return PlannedSheet(
            f"own_{number}",
            sheet.title,
            tuple(cells),
            merges=merges_of(tree),
            notes=tuple(self._notes(sheet)),
            widths=tuple((widths | dict(widths_of(tree))).items()),
            hidden_columns=hidden_columns_of(tree),
            heights=tuple(shown.heights.items()),
            freeze=freeze_of(tree),
            printing=paper_of(self._book, sheet),
            gridlines=all(
                one.get("showGridLines") not in ("0", "false")
                for one in tree.iterfind("sheetViews/sheetView")
            ),
            tab_color=looks.colours.of(tab),
            hidden=sheet.state == "hidden",
            very_hidden=sheet.state == "veryHidden",
            protected=is_protected(tree),
        )

    def _cell(
        self,
        sheet: BookSheet,
        spot: Spot,
        held: HeldCell,
        style: Style,
        places: NewPlaces,
    ) -> PlannedCell:
        full = cell_at(self._book.contents(sheet), spot)
        written = full.formula if full is not None else None
        if written is None:
            return PlannedCell(*spot, style, held.value)
        tree: Node | None = None
        with suppress(NoPlaceError):
            if self._formulas and not _in_array(spot, self._book.contents(sheet)):
                tree = places.formula(written, sheet.title, spot[0])
                if places.tables and tree != (
                    named := places.formula(written, sheet.title, spot[0], keep=True)
                ):
                    spelled = spell(named, FILE).removeprefix("=")
                    self.structured.setdefault(sheet.title, {})[spot] = spelled
        if tree is not None:
            return PlannedCell(*spot, style, formula=tree)
        place = sheet.place(cell_name(*spot))
        self.leftovers.append(
            Leftover("own sheet", sheet.title, _VALUE, place, held.value, f"={written}",
                     carried=held.calculated)
        )  # fmt: skip
        return PlannedCell(*spot, style, held.value)

    def _annotated(self, plan: Plan, places: NewPlaces) -> Plan:
        """*plan* with the comments that people have put on its cells, where those are known."""
        notes: dict[str, list[PlannedNote]] = {}
        taken = {(sheet.title, note.row, note.column) for sheet in plan.sheets
                 for note in sheet.notes}  # fmt: skip
        old = self._carrying.old
        ours = {note.text.strip() for sheet in (old.standing.plan.sheets if old.standing else ())
                for note in sheet.notes}  # fmt: skip
        for sheet in old.known.sheets.values():
            for spot, text in comments_of(self._book, sheet):
                found = places.cell(sheet.title, *spot) if text not in ours else None
                if found is not None and found not in taken:
                    taken.add(found)
                    self.noted.add(sheet.place(cell_name(*spot)))
                    notes.setdefault(found[0], []).append(PlannedNote(*found[1:], text, *_NOTE))
        return replace(
            plan,
            sheets=tuple(
                replace(sheet, notes=(*sheet.notes, *notes[sheet.title]))
                if sheet.title in notes
                else sheet
                for sheet in plan.sheets
            ),
        )

    def _notes(self, sheet: BookSheet) -> Iterator[PlannedNote]:
        for (row, column), text in comments_of(self._book, sheet):
            yield PlannedNote(row, column, text, *_NOTE)


def _in_array(spot: Spot, contents: SheetContents) -> bool:
    """Whether a formula is one of several cells, which a plan does not know."""
    return any(box.holds(*spot) and not box.is_cell for box in contents.arrays)
