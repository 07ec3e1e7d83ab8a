"""What has to change in a workbook's cells so that it says what its plan says now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache

from plansheets.formula.ast import Node
from plansheets.formula.rewrite import moved_along
from plansheets.formula.spell import FILE, spell
from plansheets.grid import cell_name
from plansheets.life.cells import HeldCell, Spot
from plansheets.life.compare import difference, tree_as_written, tree_of
from plansheets.life.in_book import GoneError, InBook
from plansheets.life.ranges import Growth, grown_formula
from plansheets.life.recognise import KnownTable
from plansheets.life.same import same_value
from plansheets.life.shared_formulas import cell_at
from plansheets.life.standing import StandingBook
from plansheets.life.whereabouts import SheetHome
from plansheets.package.sheet_splice import CellPatch
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable, Style, Value, Values
from plansheets.records import dataclass
from plansheets.render.formulas import needs_array
from plansheets.render.markup import escape, spell_value
from plansheets.render.own_row import ByAddress, in_row


@dataclass(slots=True)
class Changes:
    """The cells that change, by sheet part; what the file's own cells hold stays known."""

    cells: dict[str, dict[int, dict[int, CellPatch]]] = field(default_factory=dict)
    rows_like: dict[str, dict[int, int]] = field(default_factory=dict)
    _values: dict[str, dict[int, dict[int, Value]]] = field(default_factory=dict)
    """What changed cells show, by part, column and row: there may be a million of them."""
    formulas: int = 0
    """Formulas that are written."""
    inputs: int = 0
    """Cells without a formula that change."""
    recalculated: int = 0
    """Formulas that stay and show another value."""
    waiting: int = 0
    """Formulas without a value until a spreadsheet calculates them."""

    def put(self, part: str, spot: Spot, patch: CellPatch, value: Value) -> None:
        self.cells.setdefault(part, {}).setdefault(spot[0], {})[spot[1]] = patch
        self._values.setdefault(part, {}).setdefault(spot[1], {})[spot[0]] = value

    def known(self, part: str, spot: Spot) -> bool:
        """Whether a cell changes."""
        return spot[0] in self._values.get(part, {}).get(spot[1], {})

    def value(self, part: str, spot: Spot) -> Value:
        """What a changed cell shows; None of any other."""
        return self._values.get(part, {}).get(spot[1], {}).get(spot[0])

    def patch(self, part: str, spot: Spot) -> CellPatch | None:
        return self.cells.get(part, {}).get(spot[0], {}).get(spot[1])


def constant(value: Value, like: Spot | None = None) -> CellPatch:
    """A cell that holds *value* itself."""
    if isinstance(value, str) and value:
        return CellPatch("inlineStr", escape(value), like=like)
    kind, content = spell_value(value if value != "" else None)
    return CellPatch(_kind(kind), content if content or kind else None, like=like)


def computed(value: Value, formula: str | None, *, array: bool, like: Spot | None) -> CellPatch:
    """A cell with a formula; without one it keeps that which it has."""
    kind, content = spell_value(value)
    return CellPatch(
        _kind(kind),
        content if content or kind else None,
        None if formula is None else _escaped(formula),
        keeps_formula=formula is None,
        array=array,
        like=like,
    )


@lru_cache(maxsize=256)
def _escaped(formula: str) -> str:
    """A formula as XML: one text for all the rows of a column."""
    return escape(formula)


@lru_cache(maxsize=16)
def _kind(attribute: str) -> str:
    return attribute.removeprefix(' t="').removesuffix('"')


class _Ours:
    """The cells of a sheet that are the plan's: those of tables by their columns."""

    def __init__(self) -> None:
        self.cells: set[Spot] = set()
        self._columns: dict[int, list[tuple[int, int]]] = {}

    def rows(self, column: int, first: int, last: int) -> None:
        self._columns.setdefault(column, []).append((first, last))

    def hold(self, spot: Spot) -> bool:
        ranges = self._columns.get(spot[1], ())
        return spot in self.cells or any(first <= spot[0] <= last for first, last in ranges)


class Comparison:
    """A workbook held against the plan that it is to follow, whose values are *values*.

    Where cells of the plan are gone from the workbook it does not show those values, since other
    cells may look at them: formulas that are written then wait for a spreadsheet.
    """

    def __init__(
        self,
        standing: StandingBook,
        plan: Plan,
        values: Values,
        growths: Sequence[Growth] = (),
    ) -> None:
        self.standing, self.plan, self.values = standing, plan, values
        self.placed = InBook(standing, plan)
        same = plan is standing.plan
        self.before = self.placed if same else InBook(standing, standing.plan)
        """Where the cells of the workbook's own plan stand, which may be less high."""
        self.changes = Changes()
        self._ours: dict[str, _Ours] = {}
        self._whole = True
        self._growths = growths

    def compare(self) -> Changes:
        """Every cell of the plan that the workbook does not show as it is to be."""
        before = {sheet.id: sheet for sheet in self.standing.plan.sheets}
        self._whole = not any(True for _ in self._gone())
        for sheet in self.plan.sheets:
            home = self.standing.homes[sheet.id]
            ours = self._ours.setdefault(home.sheet.part, _Ours())
            self._alone(sheet, before[sheet.id], home, ours)
            for table in sheet.tables:
                self._table(sheet, table, home, ours)
                self._own_columns(table, home, ours)
        self._others()
        return self.changes

    def require_places(self) -> None:
        """Refuse a workbook in which cells of the plan are gone; raises GoneError."""
        for place in self._gone():
            raise GoneError(place)

    def _gone(self) -> Iterator[str]:
        """The cells of the plan that are in the workbook no more."""
        for sheet in self.standing.plan.sheets:
            for cell in sheet.cells:
                if _spot(self.before, sheet, cell.row, cell.column) is None:
                    yield self.standing.homes[sheet.id].sheet.place(
                        cell_name(cell.row, cell.column)
                    )

    # -- cells outside tables --------------------------------------------------------------------

    def _alone(
        self, sheet: PlannedSheet, before: PlannedSheet, home: SheetHome, ours: _Ours
    ) -> None:
        moves = self.placed.moves
        old = {(moves.new_row(sheet.id, cell.row), cell.column): cell for cell in before.cells}
        looks: dict[Style, Spot] = {}
        for cell in before.cells:
            looks.setdefault(cell.style, (cell.row, cell.column))
        now = {(cell.row, cell.column) for cell in sheet.cells}
        held_cells = self.standing.contents(home).cells
        for cell in sheet.cells:
            spot = _spot(self.placed, sheet, cell.row, cell.column)
            if spot is None:
                continue
            ours.cells.add(spot)
            known = old.get((cell.row, cell.column))
            model = looks.get(cell.style)
            like = _spot(self.before, before, *model) if known is None and model else None
            if cell.formula is not None:
                value = self.values.cells.get((sheet.title, cell.row, cell.column))
                old_formula = known.formula if known is not None else None
                wanted = self.placed.text(cell.formula, sheet)
                self._formula(home, spot, cell.formula, old_formula, wanted, value, like)
            elif known is None or known.formula is not None or known.value != cell.value:
                held = held_cells.get(spot)
                new = held is None and known is None
                if new or not same_value(held.value if held else None, cell.value):
                    self._constant(home, spot, cell.value, like)
            else:
                held = held_cells.get(spot)
                if not same_value(held.value if held else None, cell.value):
                    self._constant(home, spot, cell.value, like)
        for place in old.keys() - now:
            gone = old[place]
            if (spot := _spot(self.before, before, gone.row, gone.column)) is None:
                continue
            ours.cells.add(spot)
            if spot in held_cells:
                self.changes.put(home.sheet.part, spot, CellPatch(removed=True), None)

    # -- tables ----------------------------------------------------------------------------------

    def _table(
        self, sheet: PlannedSheet, table: PlannedTable, home: SheetHome, ours: _Ours
    ) -> None:
        known = self.standing.known.tables[table.id]
        old = next(one for one in home.planned.tables if one.id == table.id)
        part = home.sheet.part
        model = min(known.last_row, known.first_row + table.height - 1)
        for index in range(known.height, table.height):
            self.changes.rows_like.setdefault(part, {})[known.first_row + index] = model
        held_cells = self.standing.contents(home).cells
        spelled = self._spelling(sheet, table, known)
        for offset, column in enumerate(table.columns):
            place = known.columns[column.id]
            formula = column.formula
            found = self.values.columns.get((table.name, column.id)) if formula else column.values
            ours.rows(
                place, known.first_row, max(known.first_row + table.height - 1, known.last_row)
            )
            for index in range(table.height):
                spot = known.first_row + index, place
                like = (model, place) if index >= known.height else None
                value = found[index] if found is not None and index < len(found) else None
                if formula is None:
                    held = held_cells.get(spot)
                    if like or not same_value(held.value if held else None, value):
                        self._constant(home, spot, value, like)
                    continue
                node = column.at(index)
                was = old.columns[offset].at(min(index, old.height - 1))
                assert node is not None
                if column.first is None and index:
                    node = moved_along(node, index)
                    was = moved_along(was, index) if was is not None else None
                before = None if like else was
                self._formula(home, spot, node, before, spelled(node, spot[0]), value, like)
            for row in range(known.first_row + table.height, known.last_row + 1):
                self.changes.put(part, (row, place), CellPatch(removed=True), None)

    def _spelling(
        self, sheet: PlannedSheet, table: PlannedTable, known: KnownTable
    ) -> Callable[[Node, int], str]:
        """How the file is to spell a formula of *table* in one of its rows."""
        if not self.plan.cell_references:
            return lambda formula, _row: self.placed.text(formula, sheet)
        columns = {one.header: known.columns[one.id] for one in table.columns}
        by_address = ByAddress(table.name, columns)
        return lambda formula, row: in_row(self.placed.text(by_address(formula), sheet), row)

    def _own_columns(self, table: PlannedTable, home: SheetHome, ours: _Ours) -> None:
        """New rows go on with the formulas of columns that people have put into the table."""
        known = self.standing.known.tables[table.id]
        for place in self.standing.own_columns(known):
            last = self.standing.held(home, (known.last_row, place))
            tree = tree_as_written(last.formula) if last is not None and last.formula else None
            for index in range(known.height, table.height):
                spot = known.first_row + index, place
                ours.cells.add(spot)
                like = known.last_row, place
                patch = CellPatch(like=like)
                if tree is not None:
                    text = spell(moved_along(tree, spot[0] - known.last_row), FILE)
                    patch = computed(None, text.removeprefix("="), array=False, like=like)
                    self.changes.waiting += 1
                self.changes.put(home.sheet.part, spot, patch, None)
            for row in range(known.first_row + table.height, known.last_row + 1):
                ours.cells.add((row, place))
                self.changes.put(home.sheet.part, (row, place), CellPatch(removed=True), None)

    def _formula(
        self,
        home: SheetHome,
        spot: Spot,
        formula: Node,
        before: Node | None,
        wanted: str,
        value: Value,
        like: Spot | None,
    ) -> None:
        held = self.standing.contents(home).cells.get(spot)
        text = None
        if before is None or (before is not formula and before != formula) or _typed(held):
            text = wanted
        else:
            full = self.standing.held(home, spot)
            stands = full.formula if full is not None else None
            if stands is None or (stands != wanted and not alike(wanted, stands)):
                text = wanted
        shown = text is None and held is not None and held.calculated
        if shown and held and (not self._whole or same_value(held.value, value)):
            return
        value = value if self._whole else None
        self.changes.put(
            home.sheet.part,
            spot,
            computed(value, text, array=text is not None and self._array(formula), like=like),
            value,
        )
        self.changes.formulas += text is not None
        self.changes.recalculated += text is None
        self.changes.waiting += value is None

    def _array(self, formula: Node) -> bool:
        return self.plan.profile == "excel365" and needs_array(formula)

    def _constant(self, home: SheetHome, spot: Spot, value: Value, like: Spot | None) -> None:
        self.changes.put(home.sheet.part, spot, constant(value, like), value)
        self.changes.inputs += value is not None or like is None

    # -- what is not the plan's ------------------------------------------------------------------

    def _others(self) -> None:
        """Formulas of people's own, whose values nobody knows but a spreadsheet."""
        if not self.changes.cells:
            return
        for sheet in self.standing.book.sheets:
            ours = self._ours.get(sheet.part, _Ours())
            for spot, held in self.standing.book.contents(sheet).cells.items():
                if ours.hold(spot) or (held.formula is None and held.shared is None):
                    continue
                if self.changes.patch(sheet.part, spot) is not None:
                    continue
                full = cell_at(self.standing.book.contents(sheet), spot)
                text = full.formula if full is not None and full.formula else ""
                grown = grown_formula(text, sheet.title, self._growths)
                own = computed(None, None if grown == text else grown, array=False, like=None)
                self.changes.put(sheet.part, spot, own, None)
                self.changes.waiting += 1


def _spot(placed: InBook, sheet: PlannedSheet, row: int, column: int) -> Spot | None:
    try:
        return placed.spot(sheet, row, column)
    except GoneError:
        return None


def _typed(held: HeldCell | None) -> bool:
    return held is None or (held.formula is None and held.shared is None)


def alike(wanted: str, stands: str) -> bool:
    """Whether two spellings are of one formula."""
    tree = tree_of(wanted)
    return tree is not None and difference(tree, tree_of(stands)) == "none"


def spell_shared_out(standing: StandingBook, changes: Changes) -> None:
    """Give the cells of a shared formula their own where the one that spells it is rewritten."""
    for sheet in standing.book.sheets:
        part = sheet.part
        if part not in changes.cells:
            continue
        contents = standing.book.contents(sheet)
        gone = {
            number
            for number, shared in contents.shared.items()
            if (patch := changes.patch(part, shared.at)) is not None and not patch.keeps_formula
        }
        for spot, held in contents.cells.items() if gone else ():
            patch = changes.patch(part, spot)
            if held.shared not in gone or (patch is not None and not patch.keeps_formula):
                continue
            full = cell_at(contents, spot)
            if full is None or full.formula is None:
                continue
            value = full.value if patch is None else changes.value(part, spot)
            changes.put(part, spot, computed(value, full.formula, array=False, like=None), value)
