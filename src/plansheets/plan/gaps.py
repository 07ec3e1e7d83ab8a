"""Lines that stop where their numbers stop: formulas that give nothing are no zeros in a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Call, Cell, CellRange, Node
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedChart,
    PlannedSeries,
    PlannedSheet,
    Style,
)

SHEET = "_charts"
"""The hidden sheet of what lines are drawn from; blueprints' own sheets are called by words."""


def leave_gaps(plan: Plan, blueprint: Blueprint) -> Plan:
    """*plan* with every line over formulas drawn from numbers and ``#N/A``.

    Excel draws an empty text as 0, so that a line falls to the ground behind its last number, and
    where a point lies it counts instead; only ``#N/A`` is a gap to it. Tables that grow keep their
    own cells, which lines follow as they grow.
    """
    growing = {table.id for table in blueprint.tables if table.growing}
    work = _Gaps({sheet.title: frozenset(_computed(sheet, growing)) for sheet in plan.sheets})
    sheets = tuple(
        replace(sheet, charts=tuple(work.chart(chart) for chart in sheet.charts))
        if sheet.charts
        else sheet
        for sheet in plan.sheets
    )
    if not work.ranges:
        return plan
    return replace(plan, sheets=(*sheets, work.sheet(plan.font)))


def _computed(sheet: PlannedSheet, growing: set[str]) -> Iterator[tuple[int, int]]:
    """The cells of *sheet* that hold formulas and stay where they are."""
    yield from ((cell.row, cell.column) for cell in sheet.cells if cell.formula is not None)
    for table in sheet.tables:
        for place, column in enumerate(table.columns, table.column):
            if column.formula is not None and table.id not in growing:
                yield from ((row, place) for row in range(table.first_row, table.last_row + 1))


@dataclass(frozen=True, slots=True)
class _Gaps:
    computed: dict[str, frozenset[tuple[int, int]]]
    ranges: dict[CellRange, str] = field(default_factory=dict)
    """The ranges that are not drawn themselves, each with the name of what it holds."""

    def chart(self, chart: PlannedChart) -> PlannedChart:
        return replace(chart, series=tuple(self.series(one, chart) for one in chart.series))

    def series(self, series: PlannedSeries, chart: PlannedChart) -> PlannedSeries:
        match series.kind or chart.kind:
            case "line" | "radar":
                return replace(series, values=self.drawn(series.values, series.name))
            case "scatter":
                return replace(
                    series,
                    values=self.drawn(series.values, series.name),
                    categories=self.drawn(series.categories, chart.x_title),
                )
        return series

    def drawn(self, values: Node, name: str) -> Node:
        """What is drawn in place of *values*: a column of the hidden sheet, or they themselves."""
        if not isinstance(values, CellRange):
            return values
        cells = list(_cells(values))
        if not any((one.row, one.column) in self.computed[one.sheet or ""] for one in cells):
            return values
        self.ranges.setdefault(values, name)
        column = list(self.ranges).index(values)
        return CellRange(
            Cell(1, column, SHEET, row_absolute=True, column_absolute=True),
            Cell(len(cells), column, row_absolute=True, column_absolute=True),
        )

    def sheet(self, font: str) -> PlannedSheet:
        style = Style(font=font)
        made = []
        for column, (values, name) in enumerate(self.ranges.items()):
            made.append(PlannedCell(0, column, style, name))
            for row, cell in enumerate(_cells(values), 1):
                number = Call("IF", (Call("ISNUMBER", (cell,)), cell, Call("NA")))
                made.append(PlannedCell(row, column, style, formula=number))
        return PlannedSheet(SHEET, SHEET, cells=tuple(made), hidden=True)


def _cells(values: CellRange) -> Iterator[Cell]:
    first, last = values.first, values.last
    for row in range(first.row, last.row + 1):
        for column in range(first.column, last.column + 1):
            yield Cell(row, column, first.sheet, row_absolute=True, column_absolute=True)
