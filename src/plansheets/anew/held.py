"""The old workbook: what it is, what was typed into it, and its plan where that can be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from plansheets.blueprint.model import Column
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.types import TYPES, UNREAD
from plansheets.errors import BlueprintError, PlansheetsError
from plansheets.formula.ast import Cell
from plansheets.grid import cell_name
from plansheets.life.book import OpenBook
from plansheets.life.cells import HeldCell, Spot
from plansheets.life.extract import extract_known
from plansheets.life.extracted import Extracted, ExtractedCell
from plansheets.life.known import know
from plansheets.life.manifest import MarkedColumn
from plansheets.life.rebuild import Rebuilder
from plansheets.life.recognise import Recognised
from plansheets.life.standing import StandingBook
from plansheets.life.typed_in import TypedReader, holds
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.records import dataclass
from plansheets.words import Locale, Words


@dataclass(frozen=True, slots=True)
class HeldGrid:
    """A grid of the old workbook: cells by the row's id and the item's, and where each stands."""

    grid: PeriodGrid
    title: str
    list_id: str
    rows: Mapping[str, Column]
    cells: Mapping[tuple[str, str], ExtractedCell]
    """Their ``cell`` names the sheet, too."""
    formulas: Mapping[tuple[str, str], str]
    """Those that people typed into it, with ``=``."""
    spots: frozenset[tuple[str, Spot]]
    """The cells of its inputs, by the title of their sheet."""


class OldBook:
    """A recognised workbook of which everything is read."""

    def __init__(
        self, book: OpenBook, path: Path, blueprint: str | Path | None, *, planned: bool = True
    ) -> None:
        """*planned* says whether its plan is made, which tells grids and people's own things."""
        self.book = book
        self.known: Recognised = know(book, blueprint)
        self.read: Extracted = extract_known(self.known, path, everything=planned, steps=planned)
        self.reader = TypedReader(self.known)
        self.doubts: list[Words] = []
        self.standing: StandingBook | None = self._standing(blueprint) if planned else None
        self.grids: tuple[HeldGrid, ...] = tuple(self._grids())

    @property
    def blueprint(self) -> str:
        return self.known.manifest.facts.get("blueprint", "")

    def columns(self, table: str) -> Mapping[str, MarkedColumn]:
        return {one.id: one for one in self.known.manifest.columns_of(table)}

    def cells(self, title: str) -> Mapping[Spot, HeldCell]:
        sheet = self.book.sheet(title)
        return self.book.contents(sheet).cells if sheet is not None else {}

    def labels(self, locale: Locale) -> dict[tuple[str, str], str]:
        """What its blueprint calls the items of lists in that language, by list and item."""
        lists = self.standing.made.blueprint.lists if self.standing is not None else ()
        return {(one.id, item.id): item.label(locale) for one in lists for item in one.items}

    def _standing(self, blueprint: str | Path | None) -> StandingBook | None:
        """The old plan: of what the workbook carries, else of the blueprint that was named."""
        for given in (None, blueprint):
            try:
                made = Rebuilder(given).rebuild(self.known.manifest, self.book.name)
                return StandingBook(self.known, made)
            except (BlueprintError, PlansheetsError):
                if blueprint is None:
                    break
        self.doubts.append(
            Words(
                "工作簿当初的蓝图读不出来，表和参数以外的单元格都列为未带过去",
                "the blueprint that it was made from cannot be read: all cells outside tables and "
                "parameters are listed as left over",
            )
        )
        return None

    def _grids(self) -> Iterator[HeldGrid]:
        if self.standing is None:
            return
        blueprint = expand_repeats(self.standing.made.blueprint, Report())
        for grid in blueprint.grids:
            items = blueprint.list(grid.each.list_id)
            rows = {one.id: one for one in grid.rows if one.formula is None}
            if items is None or not rows:
                continue
            ids = [item.id for item in items.items]
            cells: dict[tuple[str, str], ExtractedCell] = {}
            formulas: dict[tuple[str, str], str] = {}
            spots: set[tuple[str, Spot]] = set()
            for row in rows.values():
                for item, (title, spot) in zip(ids, self._places(grid.id, row.id), strict=False):
                    spots.add((title, spot))
                    cells[row.id, item] = self._cell(title, spot, row)
                    held = self.cells(title).get(spot)
                    if held is not None and held.formula:
                        formulas[row.id, item] = f"={held.formula}"
            title = grid.title(self.known.manifest.locale) if grid.title else grid.id
            yield HeldGrid(grid, title, items.id, rows, cells, formulas, frozenset(spots))

    def _places(self, grid: str, row: str) -> Iterator[tuple[str, Spot]]:
        """Where the cells of a grid's row stand now: their sheet's title, and the cell."""
        standing = self.standing
        assert standing is not None
        whole = standing.plan.grids.get((grid, row))
        if whole is None:
            return
        first, last = whole.first, whole.last
        assert isinstance(first, Cell)
        assert isinstance(last, Cell)
        sheet = next(one for one in standing.plan.sheets if one.title == first.sheet)
        home = standing.homes.get(sheet.id)
        for column in range(first.column, last.column + 1) if home is not None else ():
            spot = home.forth(first.row, column) if home is not None else None
            yield (home.sheet.title if home is not None else ""), spot or (-1, -1)

    def _cell(self, title: str, spot: Spot, row: Column) -> ExtractedCell:
        held = self.cells(title).get(spot)
        sheet = self.book.sheet(title)
        place = sheet.place(cell_name(*spot)) if sheet is not None and spot[0] >= 0 else ""
        if held is None or not holds(held):
            return ExtractedCell(place, None, "blank")
        if not held.calculated:
            return ExtractedCell(place, None, "unknown")
        kind = TYPES.get(row.type.id, UNREAD).kind
        value, state, text = self.reader.typed(held, kind, row.list_id or "")
        return ExtractedCell(place, value, state, text)
