"""Period grids: rows of formulas across a list of periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.blueprint.model import ItemList
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.repeats import bind
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, CellRange, Node, Structured
from plansheets.formula.rewrite import with_leaves
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.formulas import rewrite_planned
from plansheets.plan.look.measure import INDENT, PADDING, longest_word, text_width
from plansheets.plan.look.wording import say
from plansheets.plan.model import Plan, PlannedConditional
from plansheets.plan.rules import FormulaFormat
from plansheets.plan.write_out.localise import Dictionary, optional_words

HEADER = ""
"""The row of a grid that names its periods."""


def measure_grid(canvas: Canvas, grid: PeriodGrid, around: Surroundings) -> None:
    items = around.blueprint.list(grid.each.list_id)
    assert items is not None
    labels = [text_width(row.label(around.locale), bold=True) for row in grid.rows]
    canvas.need_width(FIRST_COLUMN, min(max(labels) + PADDING + 2 * INDENT, 34))
    count = len(items.items)
    totals = any(row.total for row in grid.rows)
    words = [longest_word(item.label(around.locale), bold=True) for item in items.items]
    least = max(*(row.type.width for row in grid.rows), max(words) + PADDING + INDENT)
    for offset in range(count + totals):
        canvas.need_width(FIRST_COLUMN + 1 + offset, least)
    canvas.elastic |= {FIRST_COLUMN, FIRST_COLUMN + count + 1} if totals else {FIRST_COLUMN}


def place_grid(canvas: Canvas, grid: PeriodGrid, under_way: UnderWay) -> None:
    """A grid's cells; the range of each row's periods, and of its header, is noted."""
    around, words = under_way.around, under_way.words
    locale, theme = around.locale, canvas.theme
    items = around.blueprint.list(grid.each.list_id)
    assert items is not None
    count = len(items.items)
    first = FIRST_COLUMN + 1
    totals = any(row.total for row in grid.rows)
    header = canvas.row
    canvas.put(header, FIRST_COLUMN, theme.text_header, optional_words(grid.title, locale) or "")
    right = all(row.type.align == "right" for row in grid.rows)
    heads = replace(theme.header, align="right", indent=1) if right else theme.header
    for offset, item in enumerate(items.items):
        canvas.put(header, first + offset, heads, item.label(locale))
    if totals:
        label = optional_words(grid.total_label, locale) or say("total", locale)
        canvas.put(header, first + count, heads, label)
    canvas.need_height(
        header,
        canvas.header_points(
            (item.label(locale), canvas.width(first + offset) - INDENT)
            for offset, item in enumerate(items.items)
        ),
    )
    rows = {row.id: header + 1 + index for index, row in enumerate(grid.rows)}
    for row in grid.rows:
        at = rows[row.id]
        canvas.put(at, FIRST_COLUMN, replace(theme.label, bold=True), row.label(locale))
        box = Box(at, first, at, first + count - 1)
        cells = Box(at, first, at, first + count - 1 + totals)
        look = number_look(canvas, cells, row.type, row.number_format, locale)
        style = replace(theme.cell, **look)
        for offset, item in enumerate(items.items):
            bound = words.localise(bind(row.formula.tree, grid.each, item, offset + 1))
            canvas.put(
                at, first + offset, style, formula=_in_grid(bound, grid.id, rows, first + offset)
            )
        if row.total is not None:
            canvas.put(at, first + count, replace(style, bold=True), formula=row.total.tree)
        elif totals:
            canvas.put(at, first + count, style)
        canvas.need_height(at, 22)
        for rule in row.rules:
            look_of_rule = theme.highlight(rule.mean)
            for where, tree in _rule_boxes(rule.formula.tree, grid, items, box, words):
                at_first = _in_grid(tree, grid.id, rows, where.first_column)
                canvas.conditionals.append(
                    PlannedConditional(where, FormulaFormat(at_first, look_of_rule))
                )
    canvas.row = header + 1 + len(grid.rows)
    canvas.gap(10)
    for id_, at in (*rows.items(), (HEADER, header)):
        under_way.grids[grid.id, id_] = _row_range(canvas, at, first, first + count - 1)


def _rule_boxes(
    tree: Node, grid: PeriodGrid, items: ItemList, box: Box, words: Dictionary
) -> Iterator[tuple[Box, Node]]:
    """One rule for the whole row, or one a period where the formula names the period."""
    bound = [
        words.localise(bind(tree, grid.each, item, index))
        for index, item in enumerate(items.items, 1)
    ]
    if all(one == bound[0] for one in bound):
        yield box, bound[0]
        return
    for column, one in enumerate(bound, box.first_column):
        yield box._replace(first_column=column, last_column=column), one


def _row_range(canvas: Canvas, row: int, first: int, last: int) -> CellRange:
    return CellRange(canvas.reference(row, first), replace(canvas.reference(row, last), sheet=None))


def _in_grid(tree: Node, grid: str, rows: dict[str, int], column: int) -> Node:
    """*tree* with the cells of one period in place of the grid's other rows."""

    def rewritten(node: Node) -> Node:
        match node:
            case Structured(table=table, rows="this row", first=str(row)) if table == grid:
                return Cell(rows[row], column)
        return node

    return with_leaves(tree, rewritten)


def resolve_grids(plan: Plan, grids: dict[tuple[str, str], CellRange]) -> Plan:
    """References to rows of period grids become the cells they stand in."""
    if not grids:
        return plan

    def rewritten(node: Node) -> Node:
        match node:
            case Structured(table=str(table), rows="data", first=str(row)) if (table, row) in grids:
                return grids[table, row]
        return node

    return rewrite_planned(plan, lambda formula, _: with_leaves(formula, rewritten))
