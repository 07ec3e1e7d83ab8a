"""One of two workbooks that are compared: what it is, what was read, where its plan stands."""

from __future__ import annotations

from collections.abc import Mapping

from plansheets.life.extracted import Extracted
from plansheets.life.manifest import Manifest
from plansheets.life.rebuild import Rebuilder, Rebuilt
from plansheets.life.recognise import KnownTable, Recognised
from plansheets.life.renames import Renames, renames_of
from plansheets.life.rules_formulas import FormulaCheck, WrongFormula
from plansheets.life.whereabouts import SheetHome


class DiffSide:
    """A workbook of the two; its plan is made when both are known to be of one blueprint."""

    def __init__(self, known: Recognised, read: Extracted) -> None:
        self.known, self.read = known, read
        self.manifest: Manifest = known.manifest
        """What it says of itself, in the ids of the later of the two."""
        self.tables: Mapping[str, KnownTable] = known.tables
        self.renames: Renames | None = None
        self.homes: Mapping[str, SheetHome] = {}
        self._made: Rebuilt | None = None
        self._check: FormulaCheck | None = None

    def rename(self, other: DiffSide) -> None:
        """Call everything as *other* does, where that says what it was called before."""
        self.renames = renames = renames_of(self.known.manifest, other.known.manifest)
        self.manifest = renames.manifest(self.known.manifest)
        self.tables = renames.known_tables(self.known.tables)
        self.read = renames.extracted(self.read, self.known.manifest)

    def called(self, table: str, column: str) -> tuple[str, str]:
        """What a column of its plan is called in the later of the two."""
        if self.renames is None:
            return table, column
        return self.renames.table(table), self.renames.column(table, column)

    def rebuild(self, rebuilder: Rebuilder) -> None:
        """Make the plan that it was made from."""
        made = rebuilder.rebuild(self.known.manifest, self.known.book.name)
        self.homes = {
            sheet.id: SheetHome(sheet, found, self.known, made.plan)
            for sheet in made.plan.sheets
            if (found := self.known.sheets.get(sheet.id)) is not None
        }
        self._made = made
        self._check = FormulaCheck(self.known, made, self.homes)

    @property
    def made(self) -> Rebuilt:
        assert self._made is not None
        return self._made

    @property
    def formulas(self) -> FormulaCheck:
        assert self._check is not None
        return self._check

    @property
    def missing(self) -> list[tuple[str, str]]:
        """Columns of tables that are not there any more."""
        return [
            (one.table, one.id)
            for one in self.known.manifest.columns
            if one.table in self.known.tables and one.id not in self.known.tables[one.table].columns
        ]

    def wrong(self) -> list[WrongFormula]:
        """Every formula that is not as the plan has it."""
        return [
            one
            for sheet in self.made.plan.sheets
            if (home := self.homes.get(sheet.id)) is not None
            for one in self.formulas.wrong_cells(home)
        ]
