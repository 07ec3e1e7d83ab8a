"""Plan to text: what golden files hold and a reader looks over; one planned thing a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from plansheets.formula.ast import Node
from plansheets.grid import cell_name, column_name, range_name
from plansheets.plan.model import (
    Looks,
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedSheet,
    PlannedSparklines,
    PlannedTable,
    PrintSetup,
    Style,
    Value,
    Values,
)
from plansheets.render.text_charts import chart_lines, chart_look_line
from plansheets.render.text_parts import box_name, listed, quote, show, spelled
from plansheets.render.text_rules import conditional_line, validation_line

SHOWN_ROWS = 40
"""Rows of a table whose values are listed; the rest are counted."""


def describe(plan: Plan, values: Values | None = None) -> str:
    """The whole plan as text, sheet by sheet, with the *values* of its formulas where given.

    Cells stand in reading order, whatever their order in the plan; numbers show 12 digits, so that
    engines which differ in the last one give the same text. What all sheets have in common stands
    once, at the top. Of the looks of cells only number formats are shown and whether a cell is open
    for input; blank cells that only have a look are left out.
    """
    known = values or Values({}, {})
    lines = [*_head(plan)]
    for sheet in plan.sheets:
        lines += ["", *_sheet(sheet, known)]
    return "\n".join(lines) + "\n"


def _head(plan: Plan) -> Iterator[str]:
    yield f"plan {plan.blueprint} {plan.version} {quote(plan.title)}"
    yield f"  {plan.locale}, {plan.profile}, font {plan.looks.font}"
    yield f"  today {plan.today.isoformat()}, created {plan.created.isoformat()}"
    yield f"  opens at {quote(plan.sheets[plan.active_sheet].title)}"
    yield from _looks(plan.looks)
    for kind, properties in (("property", plan.properties), ("custom", plan.custom)):
        for key, text in sorted(properties.items()):
            yield f"  {kind} {key} = {quote(text)}"
    for name in plan.names:
        hidden = " (hidden)" if name.hidden else ""
        comment = f"  {quote(name.comment)}" if name.comment else ""
        yield f"  name {name.name}{hidden} {spelled(name.target)}{comment}"


def _looks(looks: Looks) -> Iterator[str]:
    yield f"  {chart_look_line(looks.chart)}"
    note, paper = looks.note, looks.paper
    shown = ", shown" if note.shown else ""
    yield f"  notes {note.size:g} on {note.fill} by {quote(note.author)}{shown}"
    centered = ", centered" if paper.centered else ""
    wide = f"{paper.pages_wide} wide"
    yield f"  paper {paper.size}, {wide}, margins {paper.side:g} and {paper.end:g}{centered}"
    yield f"  protected sheets allow {', '.join(looks.allowed) or 'nothing'}"


def _sheet(sheet: PlannedSheet, values: Values) -> Iterator[str]:
    facts = [
        "hidden" if sheet.hidden else "",
        "protected" if sheet.protected else "",
        "gridlines" if sheet.gridlines else "",
        f"tab {sheet.tab_color}" if sheet.tab_color else "",
        f"frozen at {cell_name(*sheet.freeze)}" if sheet.freeze else "",
        f"zoom {sheet.zoom}" if sheet.zoom != 100 else "",
    ]
    yield f"sheet {quote(sheet.title)}{listed(facts)}"
    if sheet.widths:
        yield "  widths " + _runs(sheet.widths, column_name)
    if sheet.hidden_columns:
        yield "  hidden columns " + ", ".join(map(column_name, sheet.hidden_columns))
    if sheet.heights:
        yield "  heights " + _runs(sheet.heights, lambda row: str(row + 1))
    if sheet.fitted:
        yield "  fitted heights " + _runs(sheet.fitted, lambda row: str(row + 1))
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.value is not None or cell.formula or not cell.style.locked:
            yield _cell(cell, values.cells.get((sheet.title, cell.row, cell.column)))
    for box in sheet.merges:
        yield f"  merge {box_name(box)}"
    for table in sheet.tables:
        yield from _table(table, values)
    for conditional in sheet.conditionals:
        yield conditional_line(conditional)
    for validation in sheet.validations:
        yield validation_line(validation)
    for chart in sheet.charts:
        yield from chart_lines(chart)
    for lines in sheet.sparklines:
        yield _sparklines(lines)
    for note in sheet.notes:
        size = f"{note.width}x{note.height}"
        yield f"  note {cell_name(note.row, note.column)} {size} {quote(note.text)}"
    for cells in sheet.unmarked:
        yield f"  unmarked {box_name(cells.box)} {', '.join(cells.marks)}"
    yield _printing(sheet.printing)


def _cell(cell: PlannedCell, value: Value) -> str:
    shown = _computed(cell.formula, value) if cell.formula else show(cell.value)
    tip = f" ({cell.tip})" if cell.tip else ""
    link = f" to {cell.link}{tip}" if cell.link else ""
    return f"  {cell_name(cell.row, cell.column)} = {shown}{_style(cell.style)}{link}"


def _table(table: PlannedTable, values: Values) -> Iterator[str]:
    place = range_name(table.row, table.column, table.last_row, table.last_column)
    filtered = ", filter" if table.autofilter else ""
    yield f"  table {table.name} ({table.id}) {place}, {table.height} rows{filtered}"
    for number, column in enumerate(table.columns, table.column):
        yield from _column(table, column, number, values)


def _column(
    table: PlannedTable, column: PlannedColumn, number: int, values: Values
) -> Iterator[str]:
    head = f"    {column_name(number)} {column.id} {quote(column.header)} {column.role}"
    yield f"{head}{_style(column.style)}"
    computed = column.formula is not None
    if column.formula is not None and column.first is None:
        yield f"      {spelled(column.formula)}"
    found = values.columns.get((table.name, column.id), ()) if computed else column.values or ()
    if column.first is not None:
        for row in range(min(table.height, SHOWN_ROWS)):
            value = found[row] if row < len(found) else None
            if (formula := column.at(row)) is not None:
                yield f"      {_computed(formula, value)}"
    elif any(value is not None for value in found):
        yield f"      {_values(found)}"


def _sparklines(lines: PlannedSparklines) -> str:
    facts = [f"last {lines.last}" if lines.last else "", "also hidden" if lines.hidden else ""]
    look = f"{lines.color} {lines.width:g}{listed(facts)}"
    return f"  sparklines {box_name(lines.box)} over {box_name(lines.data)} {look}"


def _printing(printing: PrintSetup) -> str:
    facts = ["landscape" if printing.landscape else "portrait"]
    if printing.repeat_first is not None:
        last = printing.repeat_first if printing.repeat_last is None else printing.repeat_last
        facts.append(f"rows {printing.repeat_first + 1}:{last + 1} on each page")
    if printing.pages_high:
        facts.append(f"{printing.pages_high} pages high")
    if printing.side is not None:
        facts.append(f"sides {printing.side:g}")
    facts += [f"area {box_name(area)}" for area in printing.areas]
    for name, text in (("header", printing.header), ("footer", printing.footer)):
        if text:
            facts.append(f"{name} {quote(text)}")
    return "  print " + ", ".join(facts)


def _values(values: Sequence[Value]) -> str:
    shown = ", ".join(map(show, values[:SHOWN_ROWS]))
    more = len(values) - SHOWN_ROWS
    return f"{shown}, … {more:,} more" if more > 0 else shown


def _computed(formula: Node, value: Value) -> str:
    return spelled(formula) + ("" if value is None else f" -> {show(value)}")


def _style(style: Style) -> str:
    facts = [
        "" if style.number_format == "General" else style.number_format,
        "" if style.locked else "open",
    ]
    shown = " | ".join(fact for fact in facts if fact)
    return f"  [{shown}]" if shown else ""


def _runs(sizes: Sequence[tuple[int, float]], name: Callable[[int], str]) -> str:
    """Sizes of rows or columns, neighbours of one size together: ``A 2.5, B:D 12``."""
    ordered = enumerate(sorted(sizes))
    runs = []
    for (size, _), run in groupby(ordered, lambda each: (each[1][1], each[1][0] - each[0])):
        indices = [index for _, (index, _) in run]
        first, last = name(indices[0]), name(indices[-1])
        runs.append(f"{first if first == last else f'{first}:{last}'} {size:g}")
    return ", ".join(runs)
