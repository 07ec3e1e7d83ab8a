"""Plan to text: what golden files hold and a reader looks over; one planned thing a line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from plansheets.boxes import Box
from plansheets.formula.ast import Node
from plansheets.formula.spell import BAR, spell
from plansheets.grid import cell_name, column_name, range_name
from plansheets.plan.model import (
    ErrorValue,
    Plan,
    PlannedCell,
    PlannedChart,
    PlannedColumn,
    PlannedConditional,
    PlannedSheet,
    PlannedTable,
    PlannedValidation,
    PrintSetup,
    Style,
    Value,
    Values,
)
from plansheets.plan.rules import (
    Accepted,
    AnyValue,
    Between,
    Custom,
    DataBar,
    FormulaFormat,
    HeatMap,
    Highlight,
    ItemsFrom,
    ListedItems,
)

SHOWN_ROWS = 40
"""Rows of a table whose values are listed; the rest are counted."""


def describe(plan: Plan, values: Values | None = None) -> str:
    """The whole plan as text, sheet by sheet, with the *values* of its formulas where given.

    Cells stand in reading order, whatever their order in the plan; numbers show 12 digits, so that
    engines which differ in the last one give the same text. Looks are left out but for number
    formats and whether a cell is open for input; so are blank cells that only have a look.
    """
    known = values or Values({}, {})
    lines = [*_head(plan)]
    for sheet in plan.sheets:
        lines += ["", *_sheet(sheet, known)]
    return "\n".join(lines) + "\n"


def _head(plan: Plan) -> Iterator[str]:
    yield f"plan {plan.blueprint} {plan.version} {_quote(plan.title)}"
    yield f"  {plan.locale}, {plan.profile}, font {plan.font}"
    yield f"  today {plan.today.isoformat()}, created {plan.created.isoformat()}"
    yield f"  opens at {_quote(plan.sheets[plan.active_sheet].title)}"
    for kind, properties in (("property", plan.properties), ("custom", plan.custom)):
        for key, text in sorted(properties.items()):
            yield f"  {kind} {key} = {_quote(text)}"
    for name in plan.names:
        hidden = " (hidden)" if name.hidden else ""
        comment = f"  {_quote(name.comment)}" if name.comment else ""
        yield f"  name {name.name}{hidden} {_formula(name.target)}{comment}"


def _sheet(sheet: PlannedSheet, values: Values) -> Iterator[str]:
    facts = [
        "hidden" if sheet.hidden else "",
        "protected" if sheet.protected else "",
        "gridlines" if sheet.gridlines else "",
        f"tab {sheet.tab_color}" if sheet.tab_color else "",
        f"frozen at {cell_name(*sheet.freeze)}" if sheet.freeze else "",
        f"zoom {sheet.zoom}" if sheet.zoom != 100 else "",
    ]
    yield f"sheet {_quote(sheet.title)}{_listed(facts)}"
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
        yield f"  merge {_box(box)}"
    for table in sheet.tables:
        yield from _table(table, values)
    for conditional in sheet.conditionals:
        yield _conditional(conditional)
    for validation in sheet.validations:
        yield _validation(validation)
    for chart in sheet.charts:
        yield from _chart(chart)
    for lines in sheet.sparklines:
        hidden = ", also hidden" if lines.hidden else ""
        yield f"  sparklines {_box(lines.box)} over {_box(lines.data)} {lines.color}{hidden}"
    for note in sheet.notes:
        yield f"  note {cell_name(note.row, note.column)} {_quote(note.text)}"
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
    head = f"    {column_name(number)} {column.id} {_quote(column.header)} {column.role}"
    yield f"{head}{_style(column.style)}"
    computed = column.formula is not None
    if column.formula is not None and column.first is None:
        yield f"      {_formula(column.formula)}"
    found = values.columns.get((table.name, column.id), ()) if computed else column.values or ()
    if column.first is not None:
        for row in range(min(table.height, SHOWN_ROWS)):
            value = found[row] if row < len(found) else None
            if (formula := column.at(row)) is not None:
                yield f"      {_computed(formula, value)}"
    elif any(value is not None for value in found):
        yield f"      {_values(found)}"
    if column.note:
        yield f"      note {_quote(column.note)}"


def _conditional(conditional: PlannedConditional) -> str:
    where = _box(conditional.box)
    match conditional.shows:
        case FormulaFormat(formula, highlight, stop):
            look = _highlight(highlight) + (", stop" if stop else "")
            return f"  format {where} {_formula(formula)} gives {look}"
        case DataBar(color, minimum, maximum):
            low, high = ("auto" if end is None else show(end) for end in (minimum, maximum))
            return f"  bar {where} {color} from {low} to {high}"
        case HeatMap(color):
            return f"  heat {where} {color}"
        case other:
            assert_never(other)


def _highlight(highlight: Highlight) -> str:
    facts = [
        f"color {highlight.color}" if highlight.color else "",
        f"fill {highlight.fill}" if highlight.fill else "",
        {True: "bold", False: "not bold", None: ""}[highlight.bold],
        "strike" if highlight.strike else "",
        _quote(highlight.number_format) if highlight.number_format else "",
        f"left {highlight.left}" if highlight.left else "",
        f"right {highlight.right}" if highlight.right else "",
        f"bottom {highlight.bottom}" if highlight.bottom else "",
    ]
    return ", ".join(fact for fact in facts if fact) or "nothing"


def _validation(validation: PlannedValidation) -> str:
    facts = [f"  validation {_box(validation.box)} {_accepted(validation.accepts)}"]
    if not validation.ignore_blank:
        facts.append("no blanks")
    if validation.prompt or validation.prompt_title:
        facts.append(f"asks {_quote(validation.prompt_title)} {_quote(validation.prompt)}")
    if validation.error_level == "none":
        facts.append("and others")
    if validation.error or validation.error_title:
        said = f"{_quote(validation.error_title)} {_quote(validation.error)}"
        facts.append(f"{validation.error_level} {said}")
    return " ".join(facts)


def _accepted(accepts: Accepted) -> str:
    match accepts:
        case AnyValue():
            return "any"
        case ListedItems(items):
            return "list " + ", ".join(map(_quote, items))
        case ItemsFrom(source):
            return f"list {_formula(source)}"
        case Between(measure, minimum, maximum):
            return f"{measure} >= {show(minimum)} <= {show(maximum)}"
        case Custom(formula):
            return f"custom {_formula(formula)}"
        case other:
            assert_never(other)


def _chart(chart: PlannedChart) -> Iterator[str]:
    size = f"{chart.width}x{chart.height}"
    place = cell_name(chart.row, chart.column)
    if chart.indent:
        place += f"+{chart.indent}"
    facts = [
        f"x {_quote(chart.x_title)}" if chart.x_title else "",
        _axis("y", chart.y_title, chart.y_format),
        "" if chart.y_minimum is None else f"y from {chart.y_minimum:g}",
        "" if chart.y_maximum is None else f"y up to {chart.y_maximum:g}",
        _axis("y2", chart.y2_title, chart.y2_format),
        "" if chart.y2_minimum is None else f"y2 from {chart.y2_minimum:g}",
        "" if chart.y2_maximum is None else f"y2 up to {chart.y2_maximum:g}",
        "" if chart.legend else "no legend",
        f"x {_quote(chart.x_format)}" if chart.x_format else "",
        f"stacked {chart.stack}" if chart.stack else "",
        f"points {' '.join(chart.point_colors)}" if chart.point_colors else "",
    ]
    yield f"  chart {place} {size} {chart.kind} {_quote(chart.title)}{_listed(facts)}"
    if chart.description:
        yield f"    {_quote(chart.description)}"
    for series in chart.series:
        facts = [
            series.kind or "",
            series.color or "",
            "secondary" if series.secondary else "",
            "labels" if series.labels else "",
            "target" if series.target else "",
            _quote(series.number_format) if series.number_format else "",
        ]
        ranges = f"{_formula(series.values)} by {_formula(series.categories)}"
        yield f"    series {_quote(series.name)} {ranges}{_listed(facts)}"


def _axis(name: str, title: str, number_format: str | None) -> str:
    facts = [_quote(text) for text in (title, number_format) if text]
    return f"{name} {' '.join(facts)}" if facts else ""


def _printing(printing: PrintSetup) -> str:
    facts = ["landscape" if printing.landscape else "portrait"]
    if printing.repeat_first is not None:
        last = printing.repeat_first if printing.repeat_last is None else printing.repeat_last
        facts.append(f"rows {printing.repeat_first + 1}:{last + 1} on each page")
    if printing.pages_high:
        facts.append(f"{printing.pages_high} pages high")
    if printing.area:
        facts.append(f"area {_box(printing.area)}")
    for name, text in (("header", printing.header), ("footer", printing.footer)):
        if text:
            facts.append(f"{name} {_quote(text)}")
    return "  print " + ", ".join(facts)


def show(value: Value) -> str:
    """A value as the text writes it.

    >>> show("a"), show(0.1 + 0.2), show(None), show(True)
    ('"a"', '0.3', 'empty', 'TRUE')
    """
    match value:
        case None:
            return "empty"
        case str():
            return _quote(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return int.__repr__(value)
        case float():
            return f"{value:.12g}"
        case datetime.date():
            return value.isoformat()
        case ErrorValue(code):
            return code


def _values(values: Sequence[Value]) -> str:
    shown = ", ".join(map(show, values[:SHOWN_ROWS]))
    more = len(values) - SHOWN_ROWS
    return f"{shown}, … {more:,} more" if more > 0 else shown


def _computed(formula: Node, value: Value) -> str:
    return _formula(formula) + ("" if value is None else f" -> {show(value)}")


def _formula(node: Node) -> str:
    return "{" + spell(node, BAR).replace("\n", "\\n") + "}"


def _style(style: Style) -> str:
    facts = [
        "" if style.number_format == "General" else style.number_format,
        "" if style.locked else "open",
    ]
    shown = " | ".join(fact for fact in facts if fact)
    return f"  [{shown}]" if shown else ""


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    return '"' + escaped.replace("\n", "\\n") + '"'


def _box(box: Box) -> str:
    return range_name(box.first_row, box.first_column, box.last_row, box.last_column)


def _listed(facts: Sequence[str]) -> str:
    shown = ", ".join(fact for fact in facts if fact)
    return f", {shown}" if shown else ""


def _runs(sizes: Sequence[tuple[int, float]], name: Callable[[int], str]) -> str:
    """Sizes of rows or columns, neighbours of one size together: ``A 2.5, B:D 12``."""
    ordered = enumerate(sorted(sizes))
    runs = []
    for (size, _), run in groupby(ordered, lambda each: (each[1][1], each[1][0] - each[0])):
        indices = [index for _, (index, _) in run]
        first, last = name(indices[0]), name(indices[-1])
        runs.append(f"{first if first == last else f'{first}:{last}'} {size:g}")
    return ", ".join(runs)
