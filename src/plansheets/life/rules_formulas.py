"""The formulas of a workbook, each held against the one of its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plansheets.formula.ast import Cell, Node, Structured
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import moved_along, with_leaves
from plansheets.formula.spell import BAR, FILE, spell
from plansheets.formula.tokens import FormulaError
from plansheets.grid import cell_name, range_name
from plansheets.life.cells import HeldCell, Spot
from plansheets.life.compare import (
    Difference,
    difference,
    expected_form,
    found_form,
    looks_at_cells,
    tree_of,
)
from plansheets.life.deviation import PlanDeviation
from plansheets.life.identity import Titles, hash_of, normal
from plansheets.life.rebuild import Rebuilt
from plansheets.life.recognise import Recognised
from plansheets.life.shared_formulas import cell_at
from plansheets.life.typed_in import shown_text
from plansheets.life.whereabouts import SheetHome, TableHome
from plansheets.plan.model import PlannedColumn
from plansheets.records import dataclass
from plansheets.words import Words
from plansheets.workbook.stored_tokens import with_own_row

_SAID = {
    "PS710": Words("公式被值盖掉了", "a value stands where a formula was"),
    "PS711": Words("公式改看别的单元格了", "the formula looks at other cells now"),
    "PS712": Words("公式被改成另一个", "another formula stands here"),
    "PS714": Words("公式没有了", "the formula is gone"),
}
_COPY = Words(
    "从上下相邻的单元格把公式复制过来", "copy the formula from the cell above or below it"
)
_HINTS = {
    "PS711": Words(
        "多半是删了列或行：撤销，或取早先的副本",
        "most likely a column or row was deleted: undo, or take an earlier copy",
    )
}
_CODES: dict[Difference, str] = {"looks elsewhere": "PS711", "another": "PS712"}


@dataclass(frozen=True, slots=True)
class _Wrong:
    code: str
    expected: Node
    found: str


@dataclass(frozen=True, slots=True)
class WrongFormula:
    """A cell that is not as its plan has it; ``row`` and ``column`` are the workbook's."""

    home: SheetHome
    row: int
    column: int
    wrong: _Wrong
    table: TableHome | None = None
    id: str = ""
    """Of its column, where it stands in a table."""

    @property
    def code(self) -> str:
        return self.wrong.code

    @property
    def place(self) -> str:
        return self.home.sheet.place(cell_name(self.row, self.column))


class FormulaCheck:
    """Compares formulas; equal texts of a column are compared once."""

    def __init__(self, known: Recognised, made: Rebuilt, homes: Mapping[str, SheetHome]) -> None:
        self.compared = 0
        self.not_compared: dict[str, str] = {}
        """Sheets that this program draws otherwise than the one that made the workbook, by id."""
        self._known = known
        self._expected = made.expected
        self._planned = made.expected.titles
        self._titles = _titles_now(known, self._planned, made)
        self._homes = {home.sheet.title.casefold(): home for home in homes.values()}
        self._unmoved = all(home.unmoved for home in homes.values())
        self._drawn = {one.id: one.formulas for one in known.manifest.sheets if known.marked}
        self._hashes = {
            (one.table, one.id): one.formula for one in known.manifest.columns if one.formula
        }

    def of_sheet(self, home: SheetHome) -> Iterator[PlanDeviation]:
        """What is wrong with the formulas of a sheet, in a line for each run of rows that differ
        in the same way.
        """
        run: list[WrongFormula] = []
        for one in self.wrong_cells(home):
            if run and not _goes_on(run[-1], one):
                yield _told(run)
                run = []
            run.append(one)
        if run:
            yield _told(run)

    def wrong_cells(self, home: SheetHome) -> Iterator[WrongFormula]:
        """The cells of a sheet that are wrong: those that stand alone, then tables by column."""
        if self._drawn_alike(home):
            yield from self._alone(home)
        else:
            self.not_compared[home.planned.id] = home.sheet.title
        for table in home.tables:
            for column in table.planned.columns:
                if column.formula is not None and column.id in table.known.columns:
                    yield from self._column(home, table, column)

    def _drawn_alike(self, home: SheetHome) -> bool:
        """Whether this program draws a sheet as the one did that made the workbook."""
        known = self._drawn.get(home.planned.id)
        return known is None or known == self._expected.sheet_hash(home.planned)

    def _alone(self, home: SheetHome) -> Iterator[WrongFormula]:
        """The cells that stand in no table."""
        contents = self._known.book.contents(home.sheet)
        for cell in home.planned.cells:
            if cell.formula is None:
                continue
            spot = home.forth(cell.row, cell.column)
            if spot is None:
                continue  # its row or column is gone, which is told as such where it matters
            self.compared += 1
            held = cell_at(contents, spot)
            wrong = self.judge(cell.formula, held, home, None, kept=True)
            if wrong is not None:
                yield WrongFormula(home, *spot, wrong)

    def _column(
        self, home: SheetHome, table: TableHome, column: PlannedColumn
    ) -> Iterator[WrongFormula]:
        assert column.formula is not None
        contents = self._known.book.contents(home.sheet)
        place = table.known.columns[column.id]
        same_program = self._same_program(table.planned.id, column, home.planned.id)
        by_row = column.first is not None or looks_at_cells(column.formula)
        judged: dict[str, _Wrong | None] = {}
        for row in range(table.known.first_row, table.known.last_row + 1):
            self.compared += 1
            spot = (row, place)
            held = cell_at(contents, spot)
            text = held.formula if held is not None else None
            alike = text
            if not by_row and text is not None and str(row + 1) in text:
                alike = with_own_row(text, row)
            if not by_row and alike is not None and alike in judged:
                wrong = judged[alike]
            else:
                formula = at_row(column, table, row) if by_row else column.formula
                wrong = self.judge(formula, held, home, spot, kept=not by_row, table=table)
                if wrong is not None and not same_program and text is not None:
                    wrong = self._by_hash(table, column.id, text, home, spot)
                if alike is not None and not by_row:
                    judged[alike] = wrong
            if wrong is not None:
                yield WrongFormula(home, *spot, wrong, table, column.id)

    def meaning(self, one: WrongFormula) -> str:
        """What stands in the cell of *one*, in words that are alike in every book that has it."""
        held = cell_at(self._known.book.contents(one.home.sheet), (one.row, one.column))
        if held is None or held.formula is None:
            return one.wrong.found
        try:
            tree = parse(held.formula)
        except FormulaError:
            return one.wrong.found
        inside = None
        if one.table is not None:  # as it would read in the first row
            inside = (one.table.known.first_row, one.column)
            tree = moved_along(tree, inside[0] - one.row)
        back = self._back_from(inside)
        found = found_form(normal(tree), self._titles, one.home.sheet.title, back)
        if one.table is not None and inside is not None:
            found = own_row_named(found, one.home, one.table, inside[0])
        return spell(found, BAR)

    def _same_program(self, table: str, column: PlannedColumn, sheet: str) -> bool:
        """Whether this program makes the formula that the workbook was made with."""
        known = self._hashes.get((table, column.id))
        assert column.formula is not None
        return known is None or known == self._expected.hash(column.formula, sheet)

    def _by_hash(
        self, table: TableHome, column: str, text: str, home: SheetHome, spot: Spot
    ) -> _Wrong | None:
        """A formula made by another version of the program is known by its hash alone."""
        tree = tree_of(text)
        if tree is None:
            return None
        found = found_form(tree, self._titles, home.sheet.title, self._back_from(spot))
        known = self._hashes[table.planned.id, column]
        if known in (hash_of(found), hash_of(own_row_named(found, home, table, spot[0]))):
            return None
        return _Wrong("PS712", found, f"={text}")

    def judge(
        self,
        formula: Node,
        held: HeldCell | None,
        home: SheetHome,
        inside: Spot | None,
        *,
        kept: bool,
        table: TableHome | None = None,
    ) -> _Wrong | None:
        """What is wrong with a cell that is to hold *formula*; *inside* is its place in *table*.

        *kept* says that the formula is one of the plan's own nodes, which are made ready once.
        """
        if held is None or (held.formula is None and held.value in (None, "")):
            return _Wrong("PS714", formula, "")
        if held.formula is None:
            return _Wrong("PS710", formula, shown_text(held.value))
        wanted = self._expected
        if self._unmoved and held.formula == (
            wanted.spelled(formula) if kept else spell(formula, FILE)
        ):
            return None
        tree = tree_of(held.formula)
        found = (
            None
            if tree is None
            else found_form(tree, self._titles, home.sheet.title, self._back_from(inside))
        )
        sheet = home.planned.id
        expected = (
            wanted.form(formula, sheet) if kept else expected_form(formula, self._planned, sheet)
        )
        differs = difference(expected, found)
        if differs == "looks elsewhere" and found is not None and table is not None and inside:
            differs = difference(expected, own_row_named(found, home, table, inside[0]))
        if differs == "none":
            return None
        return _Wrong(_CODES[differs], formula, f"={held.formula}")

    def _back_from(self, inside: Spot | None) -> BackFrom:
        return BackFrom(self._homes, inside)


class BackFrom:
    """From a cell of the workbook to the plan's; rows of a table count from where one stands."""

    def __init__(self, homes: Mapping[str, SheetHome], inside: Spot | None) -> None:
        self._homes, self._inside = homes, inside

    def __call__(self, title: str, row: int, column: int) -> tuple[str, int, int] | None:
        home = self._homes.get(title.casefold())
        place = home.back(row, column, self._inside) if home else None
        return (home.planned.id, *place) if home and place else None


def own_row_named(found: Node, home: SheetHome, table: TableHome, row: int) -> Node:
    """*found*, of that row of *table*, with column ids for the cells of its own row."""
    planned, own = table.planned, table.plan_row(row)
    columns = dict(enumerate(planned.columns, planned.column))

    def leaf(node: Node) -> Node:
        match node:
            case Cell(at, column, sheet) if (at, sheet) == (own, home.planned.id):
                known = columns.get(column)
                return node if known is None else Structured(planned.id, "this row", known.id)
            case _:
                return node

    return with_leaves(found, leaf)


def at_row(column: PlannedColumn, table: TableHome, row: int) -> Node:
    """The formula of the plan's row that a row of the workbook is like."""
    index = table.plan_row(row) - table.planned.first_row
    if row > table.known.first_row and index == 0:
        index = 1
    found = column.at(index)
    assert found is not None
    if column.first is None:
        return moved_along(found, index)
    return found


def _goes_on(last: WrongFormula, one: WrongFormula) -> bool:
    """Whether a cell is the next of a run that is told in one line."""
    return (
        one.table is not None
        and one.table is last.table
        and (one.id, one.code, one.row) == (last.id, last.code, last.row + 1)
    )


def _told(run: Sequence[WrongFormula]) -> PlanDeviation:
    first, count = run[0], len(run)
    said = _SAID[first.code]
    if count > 1:
        said = Words(f"{said.zh}（{count} 格）", f"{said.en} ({count} cells)")
    return PlanDeviation(
        first.code,
        said,
        first.home.sheet.place(range_name(first.row, first.column, run[-1].row, first.column)),
        spell(first.wrong.expected, BAR),
        first.wrong.found,
        _HINTS.get(first.code, _COPY),
        count=count,
    )


def _titles_now(known: Recognised, planned: Titles, made: Rebuilt) -> Titles:
    """What sheets, tables and headers are called now, and the ids they had all along."""
    sheets = {sheet.title.casefold(): id_ for id_, sheet in known.sheets.items()}
    columns = dict[tuple[str, str], str]()
    names = {table.name.casefold(): table.id for one in made.plan.sheets for table in one.tables}
    for id_, table in known.tables.items():
        cells = known.book.contents(table.sheet).cells
        for column, place in table.columns.items():
            held = cells.get((table.header_row, place))
            if held is not None and held.value is not None:
                columns[id_, str(held.value).casefold()] = column
        for (owner, header), column in planned.columns.items():
            if owner == id_ and column in table.columns:
                columns.setdefault((id_, header), column)
    return Titles({**planned.sheets, **sheets}, names, columns)
