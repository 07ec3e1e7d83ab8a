"""Grids: rows across a list of periods, roles, channels; computed or typed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plansheets.blueprint.model import Column, Item
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.repeats import bind
from plansheets.boxes import Box
from plansheets.formula.ast import Call, Cell, CellRange, Node, Structured
from plansheets.formula.rewrite import transform, with_leaves
from plansheets.plan.blocks.column_widths import spelled
from plansheets.plan.blocks.highlights import item_rules, show_rules
from plansheets.plan.blocks.validations import accepts, typed_in
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.formulas import rewrite_planned
from plansheets.plan.look.measure import INDENT, PADDING, longest_word, text_width
from plansheets.plan.look.wording import say
from plansheets.plan.model import Plan, PlannedConditional, Style, Value
from plansheets.plan.rules import FormulaFormat
from plansheets.plan.write_out.localise import optional_words
from plansheets.words import Locale

HEADER = ""
"""The row of a grid that names its items."""
_WIDEST_NAME = 34
_WIDEST_TEXT = 24.0


def measure_grid(canvas: Canvas, grid: PeriodGrid, around: Surroundings) -> None:
    items = _items(grid, around)
    labels = [text_width(_name(row, around.locale), bold=True) for row in grid.rows]
    canvas.need_width(canvas.left, min(max(labels) + PADDING + 2 * INDENT, _WIDEST_NAME))
    count = len(items)
    totals = any(row.total for row in grid.rows)
    words = [longest_word(item.label(around.locale), bold=True) for item in items]
    least = max(
        *(row.type.width for row in grid.rows),
        max(words) + PADDING + INDENT,
        *(_typed_width(row, grid, around) for row in grid.rows),
    )
    for offset in range(count + totals):
        canvas.need_width(canvas.left + 1 + offset, least)
    canvas.elastic |= {canvas.left, canvas.left + count + 1} if totals else {canvas.left}


def _typed_width(row: Column, grid: PeriodGrid, around: Surroundings) -> float:
    """What the values need that stand in a row, or may be picked there."""
    items = around.blueprint.list(row.list_id) if row.list_id else None
    texts = [item.label(around.locale) for item in items.items] if items else []
    texts += [
        spelled(value, row, around.locale)
        for value in around.rows[grid.id].columns.get(row.id, ())
        if value is not None
    ]
    widest = max((text_width(text) for text in texts), default=0)
    return min(widest + PADDING + INDENT, _WIDEST_TEXT) if texts else 0


def place_grid(canvas: Canvas, grid: PeriodGrid, under_way: UnderWay) -> None:
    """A grid's cells; the range of each row's cells, and of its header, is noted."""
    around = under_way.around
    items = _items(grid, around)
    first, last = canvas.left + 1, canvas.left + len(items)
    header = canvas.row
    _place_header(canvas, grid, items, around)
    rows = {row.id: header + 1 + index for index, row in enumerate(grid.rows)}
    for row in grid.rows:
        _place_row(canvas, grid, row, rows, items, under_way)
    hot = [rows[row.id] for row in grid.rows if row.show == "heat"]
    if hot:
        whole = Box(hot[0], first, hot[-1], last)
        canvas.conditionals.append(PlannedConditional(whole, canvas.theme.heat))
    under_way.tables[grid.id] = (canvas.title, header, canvas.left)
    canvas.row = header + 1 + len(grid.rows)
    canvas.gap(10)
    for id_, at in (*rows.items(), (HEADER, header)):
        under_way.grids[grid.id, id_] = _row_range(canvas, at, first, last)


def _place_header(
    canvas: Canvas, grid: PeriodGrid, items: tuple[Item, ...], around: Surroundings
) -> None:
    locale, theme, header = around.locale, canvas.theme, canvas.row
    first = canvas.left + 1
    canvas.put(header, canvas.left, theme.text_header, optional_words(grid.title, locale) or "")
    right = any(row.type.align == "right" for row in grid.rows)
    heads = theme.header_of("right" if right else "center")
    for offset, item in enumerate(items):
        canvas.put(header, first + offset, heads, item.label(locale))
    if any(row.total for row in grid.rows):
        label = optional_words(grid.total_label, locale) or say("total", locale)
        canvas.put(header, first + len(items), heads, label)
    canvas.need_height(
        header,
        canvas.header_points(
            (item.label(locale), canvas.width(first + offset) - INDENT)
            for offset, item in enumerate(items)
        ),
    )


def _place_row(
    canvas: Canvas,
    grid: PeriodGrid,
    row: Column,
    rows: dict[str, int],
    items: tuple[Item, ...],
    under_way: UnderWay,
) -> None:
    around, words, theme = under_way.around, under_way.words, canvas.theme
    locale, count, at = around.locale, len(items), rows[row.id]
    first = canvas.left + 1
    totals = any(one.total for one in grid.rows)
    box = Box(at, first, at, first + count - 1)
    name = replace(theme.label, bold=True)
    if row.role == "input":
        name = replace(name, color=theme.palette.input_ink)
    canvas.put(at, canvas.left, name, _name(row, locale))
    look = number_look(
        canvas, box._replace(last_column=box.last_column + totals), row.type, row.number_format,
        locale,
    )  # fmt: skip
    style = replace(theme.cell, **look)
    if row.formula is not None:
        for offset, item in enumerate(items):
            bound = words.localise(bind(row.formula.tree, grid.each, item, offset + 1))
            canvas.put(
                at, first + offset, style,
                formula=_in_grid(bound, grid.id, rows, first + offset, first),
            )  # fmt: skip
    else:
        _place_typed(canvas, row, box, replace(theme.input, **look), grid, around)
    if row.total is not None:
        canvas.put(at, first + count, replace(style, bold=True), formula=row.total.tree)
    elif totals:
        canvas.put(at, first + count, style)
    canvas.need_height(at, 22)
    canvas.conditionals += show_rules(canvas, row, box)
    for rule in row.rules:
        look_of_rule = theme.highlight(rule.mean)
        trees = [
            words.localise(bind(rule.formula.tree, grid.each, item, index))
            for index, item in enumerate(items, 1)
        ]
        for where, tree in _rule_boxes(trees, box):
            at_first = _in_grid(tree, grid.id, rows, where.first_column, first)
            canvas.conditionals.append(
                PlannedConditional(where, FormulaFormat(at_first, look_of_rule))
            )


def _place_typed(
    canvas: Canvas,
    row: Column,
    box: Box,
    style: Style,
    grid: PeriodGrid,
    around: Surroundings,
) -> None:
    """The cells into which people type, with what they accept and how they light up."""
    count = box.last_column - box.first_column + 1
    values: Iterable[Value] = around.rows[grid.id].columns.get(row.id, (None,) * count)
    for column, value in enumerate(values, box.first_column):
        canvas.put(box.first_row, column, style, value)
    accepted = typed_in(row, box, around, accepts(box, row, around.locale))
    if accepted is not None:
        canvas.validations.append(accepted)
    canvas.conditionals += item_rules(canvas, row.list_id, box, around)


def _items(grid: PeriodGrid, around: Surroundings) -> tuple[Item, ...]:
    items = around.blueprint.list(grid.each.list_id)
    assert items is not None
    return items.items


def _name(row: Column, locale: Locale) -> str:
    """What a row is called, with its unit."""
    if row.unit is None:
        return row.label(locale)
    unit = f"（{row.unit(locale)}）" if locale == "zh-CN" else f" ({row.unit(locale)})"
    return row.label(locale) + unit


def _rule_boxes(trees: list[Node], box: Box) -> Iterator[tuple[Box, Node]]:
    """One rule for the whole row, or one for each item where the formula names the item."""
    if all(one == trees[0] for one in trees):
        yield box, trees[0]
        return
    for column, one in enumerate(trees, box.first_column):
        yield box._replace(first_column=column, last_column=column), one


def _row_range(canvas: Canvas, row: int, first: int, last: int) -> CellRange:
    return CellRange(canvas.reference(row, first), replace(canvas.reference(row, last), sheet=None))


def _in_grid(tree: Node, grid: str, rows: dict[str, int], column: int, first_column: int) -> Node:
    """*tree* with the cells of one item in place of the grid's other rows.

    ``prior`` is the cell to the left and, in the first column, what stands for it.
    """

    def rewritten(node: Node) -> Node:
        match node:
            case Structured(table=table, rows="this row", first=str(row), last=last) if (
                table == grid
            ):
                top = Cell(rows[row], column)
                return CellRange(top, Cell(rows[last], column)) if last else top
            case Call(name="prior", arguments=(Cell(row=row), start)):
                return start if column == first_column else Cell(row, column - 1)
            case _:
                return node

    return transform(tree, rewritten)


def resolve_grids(plan: Plan) -> Plan:
    """References to rows of grids become the cells they stand in."""
    grids = plan.grids
    if not grids:
        return plan

    def rewritten(node: Node) -> Node:
        match node:
            case Structured(table=str(table), rows="data", first=str(row), last=last) if (
                table,
                row,
            ) in grids:
                whole = grids[table, row]
                return replace(whole, last=grids[table, last].last) if last else whole
        return node

    return rewrite_planned(plan, lambda formula, _: with_leaves(formula, rewritten))
