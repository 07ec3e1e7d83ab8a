"""Conditional formats of a table's cells: rules and items by meaning, bars, units row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Column, ItemList, Table
from plansheets.boxes import Box
from plansheets.formula.ast import Call, Cell, Node, Structured
from plansheets.formula.template import template
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.look.number_formats import (
    conditional_format,
    is_whole,
    prefixed,
    shown,
    whole_format,
    written_format,
)
from plansheets.plan.model import PlannedConditional
from plansheets.plan.rules import FormulaFormat, Highlight
from plansheets.words import Locale

_HOLDS = template("cell=label")
_FILLED = template('cell<>""')
_EMPTY = template('cell=""')


def column_formats(
    canvas: Canvas, column: Column, table: Table, box: Box, around: Surroundings
) -> list[PlannedConditional]:
    """How the cells of *column* in *box* light up, and the formats that follow their rows."""
    found = item_rules(canvas, column.list_id, box, around)
    found += [
        PlannedConditional(box, FormulaFormat(rule.formula.tree, canvas.theme.highlight(rule.mean)))
        for rule in column.rules
    ]
    found += show_rules(canvas, column, box)
    if column.show == "heat":
        hot = [one.id for one in table.columns if one.show == "heat"]
        if column.id == hot[0]:
            whole = box._replace(last_column=box.first_column + len(hot) - 1)
            found.append(PlannedConditional(whole, canvas.theme.heat))
    found += _unit_formats(column, table, box, around)
    found += whole_format(box, written_format(column, around.locale))
    return found


def show_rules(canvas: Canvas, column: Column, box: Box) -> list[PlannedConditional]:
    """The bars of cells that show them."""
    if column.show != "bar":
        return []
    most = 1 if column.type.measure == "percent" else None
    return [PlannedConditional(box, canvas.theme.bar(most))]


def item_rules(
    canvas: Canvas, list_id: str | None, box: Box, around: Surroundings, *, filled: bool = True
) -> list[PlannedConditional]:
    """Cells that hold an item with a meaning look like it; the words alone, if not *filled*."""
    items = around.blueprint.list(list_id) if list_id else None
    if items is None:
        return []
    one_column = box.first_column == box.last_column
    cell = Cell(box.first_row, box.first_column, column_absolute=one_column)
    return [
        PlannedConditional(
            box,
            FormulaFormat(
                _HOLDS(cell=cell, label=item.label(around.locale)),
                look if filled else replace(look, fill=None),
            ),
        )
        for item in items.items
        if item.mean is not None
        for look in (canvas.theme.highlight(item.mean),)
    ]


def _unit_formats(
    column: Column, table: Table, box: Box, around: Surroundings
) -> list[PlannedConditional]:
    """Number formats that follow each row's unit, and its comparator where there is one."""
    locale = around.locale
    units = _items_of(table, column.unit_from, around)
    comparators = _items_of(table, column.comparator_from, around)
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
        is_unit = _HOLDS(cell=unit_cell, label=item.label(locale))
        plain = item.number_format(locale)
        for label, mark in marks:
            is_mark = _HOLDS(cell=mark_cell, label=label)
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


def _items_of(table: Table, column_id: str | None, around: Surroundings) -> ItemList | None:
    column = table.column(column_id) if column_id else None
    return around.blueprint.list(column.list_id) if column and column.list_id else None


def _row_cell(table: Table, column_id: str | None, locale: Locale) -> Node:
    column = table.column(column_id) if column_id else None
    return Structured(table.id, "this row", column.label(locale) if column else None)


def ruled_where_filled(
    canvas: Canvas, rules: Sequence[PlannedConditional], box: Box, column: int, *, slots: bool
) -> list[PlannedConditional]:
    """*rules* of *box*, and a line under each row that holds something in *column*, no other.

    With *slots* the other rows are shaded: they are kept free for what may come. LibreOffice
    applies the first rule that holds, and no second: each draws the line itself.
    """
    line = canvas.theme.palette.line
    cell = Cell(box.first_row, column, column_absolute=True)
    holds = PlannedConditional(box, FormulaFormat(_FILLED(cell=cell), Highlight(bottom=line)))
    lined = [*(_lined(rule, line) for rule in rules), holds]
    if slots:
        empty = FormulaFormat(_EMPTY(cell=cell), canvas.theme.slot)
        lined.append(PlannedConditional(box, empty))
    return lined


def _lined(rule: PlannedConditional, line: str) -> PlannedConditional:
    if not isinstance(rule.shows, FormulaFormat):
        return rule
    return replace(
        rule, shows=replace(rule.shows, highlight=replace(rule.shows.highlight, bottom=line))
    )
