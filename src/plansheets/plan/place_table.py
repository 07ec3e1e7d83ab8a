"""A table in its place: header, rows, look, what its cells accept and how they light up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from plansheets.blueprint.model import Blueprint, Column, ItemList, Table
from plansheets.errors import display_width
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    Node,
    Number,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.rewrite import transform
from plansheets.grid import MAX_PROMPT, MAX_PROMPT_TITLE
from plansheets.plan.canvas import FIRST_COLUMN, Canvas, header_points, row_points
from plansheets.plan.model import (
    Box,
    Locale,
    PlannedColumn,
    PlannedConditional,
    PlannedNote,
    PlannedTable,
    PlannedValidation,
    Style,
    Value,
)
from plansheets.plan.number_formats import (
    conditional_format,
    is_whole,
    prefixed,
    shown,
    whole_format,
)
from plansheets.plan.rows import TableRows
from plansheets.plan.wording import say

WIDEST_TEXT = 42.0
_WIDEST_HEADER = 14.0
_FIRST_DAY = datetime.date(1900, 3, 1)
_LAST_DAY = datetime.date(9999, 12, 31)
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class TableParts:
    """What placing tables needs to know of the rest of the workbook."""

    blueprint: Blueprint
    locale: Locale
    rows: dict[str, TableRows]
    lists: dict[str, CellRange]
    """Where the items of each list stand."""
    words: dict[str, str]
    """Computed columns, metrics and parameters in words, by owner."""


def measure_table(canvas: Canvas, table: Table, parts: TableParts) -> None:
    """Claim the widths of the columns *table* will stand in."""
    for offset, column in enumerate(table.columns):
        canvas.need_width(FIRST_COLUMN + offset, column_width(column, table, parts))


def column_width(column: Column, table: Table, parts: TableParts) -> float:
    """Characters a column needs for its type, its header and its values."""
    header = display_width(column.label(parts.locale))
    values = parts.rows[table.id].columns.get(column.id, ())
    longest = max((_value_width(value, column) for value in values[:2_000]), default=0)
    if column.list_id is not None:
        items = parts.blueprint.list(column.list_id)
        labels = [display_width(item.label(parts.locale)) for item in items.items] if items else []
        longest = max([longest, *labels]) + 1.5
    least = column.width or max(column.type.width, min(header + 4.0, _WIDEST_HEADER))
    most = max(least, WIDEST_TEXT if column.type.wrap else 30.0)
    return round(min(max(least, longest + 3.0), most), 1)


def _value_width(value: Value, column: Column) -> float:
    match value:
        case str():
            return max((display_width(line) for line in value.split("\n")), default=0) * 1.05
        case bool() | None:
            return 5
        case int() | float():
            if column.type.measure == "money":
                return len(f"{value:,.2f}") + 1
            return len(f"{value:,}") if isinstance(value, int) else 8
        case datetime.datetime():
            return 17
    return 11


def place_table(canvas: Canvas, table: Table, parts: TableParts) -> PlannedTable:
    """Draw *table* from the canvas' next row down."""
    total_row = None
    if any(column.total for column in table.columns):
        total_row = canvas.row
        _place_totals(canvas, table, parts)
        canvas.row += 1
    rows = parts.rows[table.id]
    header_row = canvas.row
    planned = PlannedTable(
        id=table.id,
        name=table.id,
        row=header_row,
        column=FIRST_COLUMN,
        height=rows.height,
        columns=tuple(
            _planned_column(canvas, column, table, rows, parts) for column in table.columns
        ),
        total_row=total_row,
    )
    widths = [canvas.width(FIRST_COLUMN + offset) for offset in range(len(table.columns))]
    canvas.need_height(
        header_row,
        header_points(
            (column.label(parts.locale), width - 2.0)
            for column, width in zip(table.columns, widths, strict=True)
        ),
    )
    _row_heights(canvas, table, rows, widths, header_row)
    canvas.tables.append(planned)
    canvas.hidden_columns += [
        FIRST_COLUMN + offset for offset, column in enumerate(table.columns) if column.hidden
    ]
    canvas.last_column = max(canvas.last_column, planned.last_column)
    for offset, column in enumerate(table.columns):
        box = Box(planned.first_row, FIRST_COLUMN + offset, planned.last_row, FIRST_COLUMN + offset)
        canvas.conditionals.extend(_conditionals(canvas, column, table, box, parts))
        validation = _validation(column, table, box, parts)
        if validation is not None:
            canvas.validations.append(validation)
        note = _note(column, table, parts)
        if note:
            canvas.notes.append(PlannedNote(header_row, FIRST_COLUMN + offset, note))
    whole = Box(planned.first_row, FIRST_COLUMN, planned.last_row, planned.last_column)
    for rule in table.rules:
        canvas.conditionals.append(
            PlannedConditional(
                whole,
                "formula",
                rule.formula.tree,
                canvas.theme.highlight(rule.mean, strong=False),
            )
        )
    canvas.row = planned.last_row + 1
    return planned


def _place_totals(canvas: Canvas, table: Table, parts: TableParts) -> None:
    style = canvas.theme.total
    label = table.total_label(parts.locale) if table.total_label else say("total", parts.locale)
    labelled = False
    for offset, column in enumerate(table.columns):
        place = FIRST_COLUMN + offset
        if column.total is not None:
            cell_style = _styled(style, column, parts)
            canvas.put(canvas.row, place, cell_style, formula=column.total.tree)
            box = Box(canvas.row, place, canvas.row, place)
            canvas.conditionals.extend(item_rules(canvas, column.list_id, box, parts))
            canvas.conditionals.extend(whole_format(box, written_format(column, parts.locale)))
        elif not labelled:
            canvas.put(canvas.row, place, style, label)
            labelled = True
        else:
            canvas.put(canvas.row, place, style)
    canvas.need_height(canvas.row, 24)


def written_format(column: Column, locale: Locale) -> str:
    """The column's number format as its author wrote it, or its type's."""
    return column.number_format(locale) if column.number_format else column.type.number_format


def _styled(style: Style, column: Column, parts: TableParts) -> Style:
    return replace(
        style,
        number_format=shown(written_format(column, parts.locale)).number_format,
        align=column.type.align,
        wrap=column.type.wrap or column.type.kind == "text",
        indent=0 if column.type.align == "center" else 1,
    )


def _planned_column(
    canvas: Canvas, column: Column, table: Table, rows: TableRows, parts: TableParts
) -> PlannedColumn:
    theme = canvas.theme
    given = table.rows_list is not None and column is table.columns[0]
    role = "formula" if given else column.role
    base = {"input": theme.input, "formula": theme.cell, "link": theme.link}[role]
    if given:
        base = replace(theme.cell, bold=True)
    style = _styled(base, column, parts)
    tree = column.formula.tree if column.formula else None
    cells = None
    if tree is not None and _looks_back(tree):
        cells = tuple(
            _at_row(tree, index, FIRST_COLUMN, table, canvas.row, parts.locale)
            for index in range(rows.height)
        )
        tree = None
    computed = role == "formula" and not given
    return PlannedColumn(
        id=column.id,
        header=column.label(parts.locale),
        role=role,
        style=style,
        header_style=theme.header if role == "formula" else theme.input_header,
        formula=tree if computed else None,
        cells=cells,
        values=None if computed else rows.columns.get(column.id, (None,) * rows.height),
        note=None,
    )


def _looks_back(tree: Node) -> bool:
    found = False

    def one(node: Node) -> Node:
        nonlocal found
        found = found or (isinstance(node, Call) and node.name == "prior")
        return node

    transform(tree, one)
    return found


def _at_row(
    tree: Node, index: int, first_column: int, table: Table, header_row: int, locale: Locale
) -> Node:
    """The formula of one row, where ``prior`` is the cell above or, in the first row, its start."""
    columns = {
        column.label(locale): first_column + offset for offset, column in enumerate(table.columns)
    }

    def one(node: Node) -> Node:
        match node:
            case Call(name="prior", arguments=(Structured(first=str(header)), start)):
                return start if index == 0 else Cell(header_row + index, columns[header])
        return node

    return transform(tree, one)


def _row_heights(
    canvas: Canvas, table: Table, rows: TableRows, widths: list[float], header_row: int
) -> None:
    """Rows of a filled table are as tall as their texts; very long tables keep one height."""
    if not rows.used or rows.used > 2_000:
        return
    texts = [
        (offset, rows.columns[column.id])
        for offset, column in enumerate(table.columns)
        if column.id in rows.columns and column.type.kind == "text"
    ]
    for index in range(rows.used):
        points = row_points(
            (value, widths[offset])
            for offset, values in texts
            if isinstance(value := values[index], str)
        )
        canvas.need_height(header_row + 1 + index, points + 4)


def item_rules(
    canvas: Canvas, list_id: str | None, box: Box, parts: TableParts
) -> list[PlannedConditional]:
    """Cells that hold an item with a meaning look like it."""
    items = parts.blueprint.list(list_id) if list_id else None
    if items is None:
        return []
    cell = Cell(box.first_row, box.first_column, column_absolute=True)
    return [
        PlannedConditional(
            box,
            "formula",
            Binary("=", cell, Text(item.label(parts.locale))),
            canvas.theme.highlight(item.mean),
        )
        for item in items.items
        if item.mean is not None
    ]


def _conditionals(
    canvas: Canvas, column: Column, table: Table, box: Box, parts: TableParts
) -> list[PlannedConditional]:
    found = item_rules(canvas, column.list_id, box, parts)
    found += [
        PlannedConditional(box, "formula", rule.formula.tree, canvas.theme.highlight(rule.mean))
        for rule in column.rules
    ]
    if column.show == "bar":
        found.append(
            PlannedConditional(
                box,
                "bar",
                bar_color=canvas.theme.palette.bar,
                bar_minimum=0,
                bar_maximum=1 if column.type.measure == "percent" else None,
            )
        )
    found += _unit_formats(column, table, box, parts)
    found += whole_format(box, written_format(column, parts.locale))
    return found


def _unit_formats(
    column: Column, table: Table, box: Box, parts: TableParts
) -> list[PlannedConditional]:
    """Number formats that follow each row's unit, and its comparator where there is one."""
    locale = parts.locale
    units = _items_of(table, column.unit_from, parts)
    comparators = _items_of(table, column.comparator_from, parts)
    marks = [
        (item.label(locale), item.number_format(locale))
        for item in (comparators.items if comparators else ())
        if item.number_format is not None
    ]
    formats: list[PlannedConditional] = []
    unit_items = [item for item in (units.items if units else ()) if item.number_format]
    unit_cell = _row_cell(table, column.unit_from, locale)
    mark_cell = _row_cell(table, column.comparator_from, locale)
    for item in unit_items:
        assert item.number_format is not None
        is_unit = Binary("=", unit_cell, Text(item.label(locale)))
        plain = item.number_format(locale)
        for label, mark in marks:
            is_mark = Binary("=", mark_cell, Text(label))
            formats += _in_unit(box, (is_unit, is_mark), prefixed(plain, mark))
        formats += _in_unit(box, (is_unit,), plain)
    return formats


def _in_unit(
    box: Box, conditions: tuple[Node, ...], number_format: str
) -> list[PlannedConditional]:
    cell = Cell(box.first_row, box.first_column, column_absolute=True)
    look = shown(number_format)
    formats = []
    if look.whole is not None:
        whole = Call("AND", (*conditions, is_whole(cell, number_format)))
        formats.append(conditional_format(box, whole, look.whole))
    held = Call("AND", conditions) if len(conditions) > 1 else conditions[0]
    return [*formats, conditional_format(box, held, look.number_format)]


def _items_of(table: Table, column_id: str | None, parts: TableParts) -> ItemList | None:
    column = table.column(column_id) if column_id else None
    return parts.blueprint.list(column.list_id) if column and column.list_id else None


def _row_cell(table: Table, column_id: str | None, locale: Locale) -> Node:
    column = table.column(column_id) if column_id else None
    return Structured(table.id, "this row", column.label(locale) if column else None)


def _validation(
    column: Column, table: Table, box: Box, parts: TableParts
) -> PlannedValidation | None:
    locale = parts.locale
    title = column.label(locale)[:MAX_PROMPT_TITLE]
    if column.role == "formula" or (table.rows_list and column is table.columns[0]):
        return PlannedValidation(
            box,
            "custom",
            formula=Boolean(False),
            error_title=say("no typing title", locale),
            error=say("no typing", locale),
            ignore_blank=False,
        )
    prompt = _prompt(column, locale)
    rule = accepts(
        box,
        column.type.kind,
        column.type.whole,
        column.minimum,
        column.maximum,
        parts.lists.get(column.list_id or ""),
        locale,
        percent=column.type.measure == "percent",
    )
    if rule is None and table.key == (column.id,):
        rule = _unique(column, table, box, locale)
    if rule is None:
        if not prompt:
            return None
        rule = PlannedValidation(box, "any")
    return replace(rule, prompt_title=title if prompt else "", prompt=prompt)


def _unique(column: Column, table: Table, box: Box, locale: Locale) -> PlannedValidation:
    """A key is compared letter by letter: COUNTIF would read wildcards and digits into it."""
    whole = Structured(table.id, "data", column.label(locale))
    this = Structured(table.id, "this row", column.label(locale))
    equal = Unary("-", Unary("-", Call("EXACT", (whole, this))))
    once = Binary("<=", Call("SUMPRODUCT", (equal,)), Number(1))
    return PlannedValidation(
        box,
        "custom",
        formula=once,
        error_title=say("invalid", locale),
        error=say("unique wanted", locale),
    )


def accepts(
    box: Box,
    kind: str,
    whole: bool,
    minimum: float | None,
    maximum: float | None,
    items: CellRange | None,
    locale: Locale,
    *,
    percent: bool = False,
) -> PlannedValidation | None:
    """What an input of that kind takes, with an error message in plain words."""
    title = say("invalid", locale)
    if items is not None:
        return PlannedValidation(
            box, "list", source=items, error_title=title, error=say("item wanted", locale)
        )
    match kind:
        case "number":
            bounds = _bounds(minimum, maximum, locale, percent=percent)
            wanted = say("whole wanted" if whole else "number wanted", locale)
            return PlannedValidation(
                box,
                "whole" if whole else "decimal",
                minimum=-_LARGEST if minimum is None else minimum,
                maximum=_LARGEST if maximum is None else maximum,
                error_title=title,
                error=wanted + bounds,
            )
        case "date":
            return PlannedValidation(
                box,
                "date",
                minimum=_FIRST_DAY,
                maximum=_LAST_DAY,
                error_title=title,
                error=say("date wanted", locale),
            )
    return None


def _bounds(minimum: float | None, maximum: float | None, locale: Locale, *, percent: bool) -> str:
    def shown(value: float) -> str:
        return f"{value * 100:g}%" if percent else f"{value:,.10g}"

    match minimum, maximum:
        case None, None:
            return ""
        case float() | int(), None:
            return say("at least", locale).format(low=shown(minimum))
        case None, float() | int():
            return say("at most", locale).format(high=shown(maximum))
    assert minimum is not None
    assert maximum is not None
    return say("between", locale).format(low=shown(minimum), high=shown(maximum))


def _prompt(column: Column, locale: Locale) -> str:
    parts = [column.help(locale)] if column.help else []
    if column.example:
        parts.append(say("example", locale) + column.example(locale))
    return "\n".join(parts)[:MAX_PROMPT]


def _note(column: Column, table: Table, parts: TableParts) -> str | None:
    """The comment on a computed header: what it means, and the formula in words."""
    if column.role != "formula":
        return None
    lines = [column.help(parts.locale)] if column.help else []
    words = parts.words.get(f"{table.id}[{column.id}]")
    if words:
        lines.append(
            f"{say('how', parts.locale)}: {words}"
            if parts.locale == "en"
            else f"{say('how', parts.locale)}：{words}"
        )
    return "\n".join(lines) or None
