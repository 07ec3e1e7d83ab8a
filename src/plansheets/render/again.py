"""Workbooks that differ in their values alone: what stands around the cells is written once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, PlannedTable, Style
from plansheets.records import dataclass
from plansheets.render.formats import looks_like_formula

MAX_WORKBOOKS = 8
MAX_STYLES = 20_000


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part: its text, in pieces between what depends on values; None where all of it does."""

    name: str
    pieces: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Imprint:
    """A workbook that was written, but for its values."""

    plan: Plan
    """Whose parts are told apart by their identity, and so are held."""
    parts: tuple[WrittenPart, ...]
    rows: tuple[Mapping[int, str], ...]
    """The attributes of each sheet's rows."""


class Imprints:
    """The last workbooks of a run, by all that stands around their values."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Imprint] = {}
        self._styles: dict[int, tuple[Style, int]] = {}
        self._numbers: dict[Style, int] = {}

    def of(self, plan: Plan) -> tuple[Hashable, Imprint | None]:
        """What a plan is known by, and the workbook of one that differs in its values alone."""
        mark = self._mark(plan)
        return mark, self._known.get(mark)

    def keep(self, mark: Hashable, imprint: Imprint) -> None:
        """Keep a workbook that was written."""
        while len(self._known) >= MAX_WORKBOOKS:
            del self._known[next(iter(self._known))]
        self._known[mark] = imprint

    def _mark(self, plan: Plan) -> Hashable:
        return (
            plan.profile,
            plan.created,
            plan.active_sheet,
            plan.cell_references,
            plan.macros,
            id(plan.looks),
            tuple(plan.properties.items()),
            tuple(plan.custom.items()),
            tuple((one.name, one.target, one.comment, one.hidden) for one in plan.names),
            tuple(self._sheet(sheet) for sheet in plan.sheets),
        )

    def _sheet(self, sheet: PlannedSheet) -> Hashable:
        return (
            sheet.title,
            tuple(self._cell(cell) for cell in sheet.cells),
            tuple(self._table(table) for table in sheet.tables),
            sheet.tall,
            sheet.freeze,
            sheet.gridlines,
            sheet.tab_color,
            sheet.hidden,
            sheet.very_hidden,
            sheet.protected,
            sheet.zoom,
            *map(
                id,
                (
                    sheet.merges,
                    sheet.conditionals,
                    sheet.validations,
                    sheet.charts,
                    sheet.sparklines,
                    sheet.notes,
                    sheet.unmarked,
                    sheet.widths,
                    sheet.hidden_columns,
                    sheet.heights,
                    sheet.fitted,
                    sheet.printing,
                ),
            ),
        )

    def _cell(self, cell: PlannedCell) -> Hashable:
        return (
            cell.row,
            cell.column,
            self._style(cell.style),
            id(cell.formula),
            looks_like_formula(cell.value),
            cell.link,
            cell.tip,
        )

    def _table(self, table: PlannedTable) -> Hashable:
        return (
            table.name,
            table.row,
            table.column,
            table.height,
            table.autofilter,
            tuple(
                (
                    column.id,
                    column.header,
                    self._style(column.style),
                    self._style(column.header_style),
                    id(column.first),
                    id(column.formula),
                    any(map(looks_like_formula, column.values or ())),
                )
                for column in table.columns
            ),
        )

    def _style(self, style: Style) -> int:
        """The number of *style*, which is the same for equal ones."""
        known = self._styles.get(id(style))
        if known is None:
            if len(self._styles) > MAX_STYLES:
                self._styles.clear()
            number = self._numbers.setdefault(style, len(self._numbers))
            known = self._styles[id(style)] = style, number
        return known[1]
