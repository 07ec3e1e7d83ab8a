"""Every formula of a plan with the place it stands in, to be read or rewritten by a pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plansheets.blueprint.formulas import renewed
from plansheets.boxes import Box
from plansheets.formula.ast import Node
from plansheets.plan.charts import PlannedChart, PlannedSeries
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedConditional,
    PlannedName,
    PlannedSheet,
    PlannedTable,
    PlannedValidation,
)
from plansheets.plan.rules import (
    Accepted,
    AnyValue,
    Between,
    CellFormat,
    Custom,
    DataBar,
    FormulaFormat,
    HeatMap,
    ItemsFrom,
    ListedItems,
)
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a formula stands: the part of the plan that holds it, and for which cells it is."""

    part: (
        PlannedCell
        | PlannedColumn
        | PlannedConditional
        | PlannedValidation
        | PlannedSeries
        | PlannedName
    )
    sheet: PlannedSheet | None = None
    """None for a defined name."""
    box: Box | None = None
    """None for a series and a name. The formula of a column stands as in the box's first row."""
    table: PlannedTable | None = None


RewritePlanned = Callable[[Node, Standing], Node]


def rewrite_planned(plan: Plan, rewrite: RewritePlanned) -> Plan:
    """*plan* with every formula replaced by what *rewrite* makes of it."""
    return renewed(
        plan,
        sheets=tuple(_sheet(sheet, rewrite) for sheet in plan.sheets),
        names=tuple(
            renewed(name, target=rewrite(name.target, Standing(name))) for name in plan.names
        ),
    )


def each_planned(plan: Plan) -> Iterator[tuple[Node, Standing]]:
    """Every formula of *plan* and where it stands: sheet by sheet, then the names."""
    found: list[tuple[Node, Standing]] = []

    def note(formula: Node, at: Standing) -> Node:
        found.append((formula, at))
        return formula

    rewrite_planned(plan, note)
    return iter(found)


def each_computed(plan: Plan) -> Iterator[tuple[Node, PlannedSheet, Box, Box]]:
    """Every formula that gives cells their values, its sheet, its cells, and those of its owner.

    The owner is the cell, or the whole column, whose first row may have a formula of its own.
    """
    for formula, at in each_planned(plan):
        match at:
            case Standing(PlannedCell(), PlannedSheet() as sheet, Box() as box):
                yield formula, sheet, box, box
            case Standing(PlannedColumn(), PlannedSheet() as sheet, Box() as box, table) if table:
                rows = {"first_row": table.first_row, "last_row": table.last_row}
                yield formula, sheet, box, box._replace(**rows)
            case _:
                pass


def _sheet(sheet: PlannedSheet, rewrite: RewritePlanned) -> PlannedSheet:
    return renewed(
        sheet,
        cells=tuple(_cell(cell, sheet, rewrite) for cell in sheet.cells),
        tables=tuple(_table(table, sheet, rewrite) for table in sheet.tables),
        conditionals=tuple(_conditional(rule, sheet, rewrite) for rule in sheet.conditionals),
        validations=tuple(_validation(rule, sheet, rewrite) for rule in sheet.validations),
        charts=tuple(_chart(chart, sheet, rewrite) for chart in sheet.charts),
    )


def _cell(cell: PlannedCell, sheet: PlannedSheet, rewrite: RewritePlanned) -> PlannedCell:
    if cell.formula is None:
        return cell
    at = Standing(cell, sheet, Box(cell.row, cell.column, cell.row, cell.column))
    return renewed(cell, formula=rewrite(cell.formula, at))


def _table(table: PlannedTable, sheet: PlannedSheet, rewrite: RewritePlanned) -> PlannedTable:
    columns = []
    for number, column in enumerate(table.columns, table.column):
        first, formula, top = column.first, column.formula, table.first_row
        if first is not None:
            at = Standing(column, sheet, Box(top, number, top, number), table)
            first, top = rewrite(first, at), top + 1
        if formula is not None:
            at = Standing(column, sheet, Box(top, number, table.last_row, number), table)
            formula = rewrite(formula, at)
        columns.append(renewed(column, first=first, formula=formula))
    return renewed(table, columns=tuple(columns))


def _conditional(
    rule: PlannedConditional, sheet: PlannedSheet, rewrite: RewritePlanned
) -> PlannedConditional:
    shows: CellFormat
    match rule.shows:
        case FormulaFormat(formula):
            new = rewrite(formula, Standing(rule, sheet, rule.box))
            shows = renewed(rule.shows, formula=new)
        case DataBar() | HeatMap():
            shows = rule.shows
    return renewed(rule, shows=shows)


def _validation(
    rule: PlannedValidation, sheet: PlannedSheet, rewrite: RewritePlanned
) -> PlannedValidation:
    at = Standing(rule, sheet, rule.box)
    accepts: Accepted
    match rule.accepts:
        case Custom(formula):
            accepts = renewed(rule.accepts, formula=rewrite(formula, at))
        case ItemsFrom(source):
            accepts = renewed(rule.accepts, source=rewrite(source, at))
        case AnyValue() | ListedItems() | Between():
            accepts = rule.accepts
    return renewed(rule, accepts=accepts)


def _chart(chart: PlannedChart, sheet: PlannedSheet, rewrite: RewritePlanned) -> PlannedChart:
    series = []
    for shown in chart.series:
        at = Standing(shown, sheet)
        categories, values = rewrite(shown.categories, at), rewrite(shown.values, at)
        series.append(renewed(shown, categories=categories, values=values))
    return renewed(chart, series=tuple(series))
