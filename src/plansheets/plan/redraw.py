"""Many workbooks of one blueprint: a plan that was drawn before is filled anew."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from plansheets.blueprint.model import Column, Table
from plansheets.blueprint.timeline import Timeline
from plansheets.errors import Problem
from plansheets.formula.ast import Node
from plansheets.plan.blocks.column_widths import spelled, values_of
from plansheets.plan.canvas.rows import TableRows, table_rows
from plansheets.plan.choices import Choices
from plansheets.plan.draw import Understood, draw
from plansheets.plan.formulas import Standing, rewrite_planned
from plansheets.plan.look.measure import text_width
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable, Value
from plansheets.plan.report import Report, Timed, untimed
from plansheets.plan.sheets.place import parameter_values
from plansheets.records import dataclass

MAX_PLANS = 8
MAX_ROWS = 20_000
"""Rows of a plan that is kept."""
MAX_FORMULAS = 50_000
MAX_WIDTHS = 200_000


@dataclass(frozen=True, slots=True)
class _DrawnPlan:
    """A plan, and what there was to warn of while it was drawn."""

    plan: Plan
    warnings: tuple[Problem, ...]


class Drawings:
    """The last plans of a run, by all that drawing looks at.

    Rows decide how high tables, and how wide columns are; texts, how high their rows are, too. For
    the rest what is given only stands in its cells, and so does what is typed into forms. So a plan
    serves all rows that look alike, whatever their values are. Formulas that are equal are the same
    objects in all plans.
    """

    def __init__(self, understood: Understood) -> None:
        self._understood = understood
        self._plans: dict[Hashable, _DrawnPlan] = {}
        self._formulas: dict[Node, Node] = {}
        self._widths: dict[tuple[str, str, type, Value], tuple[float, float]] = {}
        controls = {
            id_
            for block in understood.blueprint.blocks
            if isinstance(block, Timeline)
            for id_ in block.controls
        }
        self._typed = {one.id for one in understood.blueprint.parameters} - controls
        """Parameters whose value only stands in a cell."""

    def draw(self, choices: Choices, timed: Timed = untimed) -> tuple[Plan, tuple[Problem, ...]]:
        """What :func:`plansheets.plan.draw.draw` makes of *choices*.

        Of those of a run, only values and data differ.
        """
        blueprint = self._understood.blueprint
        rows = table_rows(blueprint, choices, Report(choices=choices))
        values = parameter_values(blueprint, choices)
        looks = self._looks(choices, rows, values)
        known = self._plans.get(looks)
        if known is None:
            plan, warnings = draw(self._understood, choices, timed)
            known = _DrawnPlan(rewrite_planned(plan, self._same), warnings)
            if sum(table.height for table in rows.values()) <= MAX_ROWS:
                self._keep(looks, known)
        return _filled(known.plan, rows, values), known.warnings

    def _same(self, formula: Node, _at: Standing) -> Node:
        """*formula* as the object that it was before, in whatever plan."""
        if len(self._formulas) > MAX_FORMULAS:
            self._formulas.clear()
        return self._formulas.setdefault(formula, formula)

    def _keep(self, looks: Hashable, drawn: _DrawnPlan) -> None:
        while len(self._plans) >= MAX_PLANS:
            del self._plans[next(iter(self._plans))]
        self._plans[looks] = drawn

    def _looks(
        self, choices: Choices, rows: Mapping[str, TableRows], values: Mapping[str, Value]
    ) -> Hashable:
        """All that drawing looks at in *rows* and *values*."""
        blueprint = self._understood.blueprint
        return (
            tuple(sorted(choices.data)),
            tuple((id_, one.height, one.used) for id_, one in rows.items()),
            tuple(
                self._look(column, table, rows, choices)
                for table in blueprint.tables
                for column in table.columns
            ),
            tuple(
                (grid.id, row, _typed(held))
                for grid in blueprint.grids
                for row, held in rows[grid.id].columns.items()
            ),
            tuple(
                (id_, _typed([value])) for id_, value in values.items() if id_ not in self._typed
            ),
        )

    def _look(
        self, column: Column, table: Table, rows: Mapping[str, TableRows], choices: Choices
    ) -> Hashable:
        """What there is to see of a column: its texts, or how wide the others are at most."""
        held = values_of(column, table, rows)
        if column.type.wrap or column.type.kind == "text" or str in set(map(type, held)):
            return _typed(held)
        return tuple(map(max, zip(*self._widths_of(held, column, table, choices), strict=True)))

    def _widths_of(
        self, held: Sequence[Value], column: Column, table: Table, choices: Choices
    ) -> Iterator[tuple[float, float]]:
        """The width of each value, and in bold; of nothing at least."""
        yield 0.0, 0.0
        for value in held:
            if value is None:
                continue
            key = table.id, column.id, type(value), value
            found = self._widths.get(key) if value else None  # -0 is written otherwise than 0
            if found is None:
                if len(self._widths) > MAX_WIDTHS:
                    self._widths.clear()
                text = spelled(value, column, choices.locale)
                found = self._widths[key] = text_width(text), text_width(text, bold=True)
            yield found


def _typed(values: Sequence[Value]) -> Hashable:
    """*values*, of which 1 and TRUE are two."""
    return tuple(map(type, values)), tuple(values)


def _filled(plan: Plan, rows: Mapping[str, TableRows], values: Mapping[str, Value]) -> Plan:
    """*plan* with other *rows* in its tables and other *values* in its forms."""
    typed: dict[str | None, dict[tuple[int, int], Value]] = {}
    for id_, cell in plan.typed.items():
        typed.setdefault(cell.sheet, {})[cell.row, cell.column] = values.get(id_)
    return replace(
        plan, sheets=tuple(_sheet(one, rows, typed.get(one.title, {})) for one in plan.sheets)
    )


def _sheet(
    sheet: PlannedSheet,
    rows: Mapping[str, TableRows],
    typed: Mapping[tuple[int, int], Value],
) -> PlannedSheet:
    tables, cells = sheet.tables, sheet.cells
    if any(table.id in rows for table in tables):
        tables = tuple(_table(table, rows) for table in tables)
    if typed:
        cells = tuple(
            replace(cell, value=typed[cell.row, cell.column])
            if (cell.row, cell.column) in typed
            else cell
            for cell in cells
        )
    if tables is sheet.tables and cells is sheet.cells:
        return sheet
    return replace(sheet, tables=tables, cells=cells)


def _table(table: PlannedTable, rows: Mapping[str, TableRows]) -> PlannedTable:
    held = rows.get(table.id)
    if held is None:
        return table
    return replace(
        table,
        columns=tuple(
            column
            if column.values is None
            else replace(column, values=held.columns.get(column.id, (None,) * held.height))
            for column in table.columns
        ),
    )
