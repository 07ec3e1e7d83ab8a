"""Blocks other than tables in their places: headings, notes, forms, cards, period grids, charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from plansheets.blueprint.model import (
    Cards,
    Chart,
    ChartSeries,
    Metric,
    Parameter,
    PeriodGrid,
    Rule,
    Words,
)
from plansheets.blueprint.types import Type
from plansheets.errors import display_width
from plansheets.formula.ast import Binary, Call, Cell, CellRange, Name, Node, Structured, Text
from plansheets.formula.rewrite import transform
from plansheets.plan.canvas import FIRST_COLUMN, Canvas, header_points, pixels
from plansheets.plan.localise import Dictionary
from plansheets.plan.model import (
    Box,
    Locale,
    PlannedChart,
    PlannedConditional,
    PlannedName,
    PlannedSeries,
    Value,
)
from plansheets.plan.number_formats import shown, whole_format
from plansheets.plan.place_table import TableParts, accepts, item_rules, written_format
from plansheets.plan.repeats import bind
from plansheets.plan.theme import Meaning
from plansheets.plan.wording import say

CARD_WIDTH = 17.0
_FORM_WIDTHS = (26.0, 18.0, 14.0, 14.0, 10.0, 54.0)
_ROW_PIXELS = 20


def place_heading(canvas: Canvas, words: str) -> None:
    """A heading with a line under it."""
    style = canvas.theme.heading
    canvas.put(canvas.row, FIRST_COLUMN, style, words)
    canvas.fill(canvas.row, FIRST_COLUMN, canvas.last_column, style)
    canvas.need_height(canvas.row, 24)
    canvas.row += 1


def place_note(canvas: Canvas, words: str) -> None:
    """A line of explanation across the sheet."""
    canvas.paragraph(words, canvas.theme.note, FIRST_COLUMN, canvas.last_column)


def measure_form(canvas: Canvas) -> None:
    for offset, width in enumerate(_FORM_WIDTHS):
        canvas.need_width(FIRST_COLUMN + offset, width)


def place_form(
    canvas: Canvas, parameters: Sequence[Parameter], values: dict[str, Value], parts: TableParts
) -> list[PlannedName]:
    """Parameters to fill in; gives the names that formulas know them by.

    The value in use is what was typed or, where the cell is blank or holds a text in place of a
    number, the default: a threshold is never blank.
    """
    locale = parts.locale
    heads = ("parameter", "typed", "default", "used", "unit", "explanation")
    for offset, key in enumerate(heads):
        style = canvas.theme.input_header if key == "typed" else canvas.theme.header
        canvas.put(canvas.row, FIRST_COLUMN + offset, style, say(key, locale))
    canvas.need_height(canvas.row, 26)
    canvas.row += 1
    return [_form_row(canvas, one, values.get(one.id), parts) for one in parameters]


def _form_row(canvas: Canvas, parameter: Parameter, value: Value, parts: TableParts) -> PlannedName:
    theme, locale, row = canvas.theme, parts.locale, canvas.row
    first = FIRST_COLUMN
    values_box = Box(row, first + 1, row, first + 3)
    look = number_look(canvas, values_box, parameter.type, parameter.number_format, locale)
    canvas.put(row, first, theme.label, parameter.label(locale))
    typed = canvas.put(row, first + 1, replace(theme.input, **look), value)
    default_style = replace(theme.cell, color=theme.palette.faint, **look)
    default: Node
    if parameter.formula is not None:
        default = canvas.put(row, first + 2, default_style, formula=parameter.formula.tree)
    else:
        shown = _default(parameter, parts)
        default = canvas.put(row, first + 2, default_style, shown)
        if shown is None:
            default = Text("")
    typed_here, default_here = _here(typed), _here(default)
    usable: Node = Binary("=", typed_here, Text(""))
    formula = Call("IF", (usable, default_here, typed_here))
    if parameter.type.kind in ("number", "date"):
        formula = Call("IF", (Call("ISNUMBER", (typed_here,)), typed_here, default_here))
    used = canvas.put(row, first + 3, replace(theme.cell, bold=True, **look), formula=formula)
    canvas.put(row, first + 4, replace(theme.cell, align="center"), _words(parameter.unit, locale))
    help_style = replace(theme.label, size=9, color=theme.palette.faint)
    canvas.put(row, first + 5, help_style, _words(parameter.help, locale))
    lines = display_width(_words(parameter.help, locale) or "") / (canvas.width(first + 5) - 2)
    canvas.need_height(row, 22 if lines <= 1 else 34)
    rule = accepts(
        Box(row, first + 1, row, first + 1),
        parameter.type.kind,
        parameter.type.whole,
        parameter.minimum,
        parameter.maximum,
        parts.lists.get(parameter.list_id or ""),
        locale,
        percent=parameter.type.measure == "percent",
    )
    if rule is not None:
        canvas.validations.append(rule)
    canvas.row += 1
    return PlannedName(parameter.id, used, parameter.label(locale))


def _here(node: Node) -> Node:
    """A reference from the same sheet, which needs no sheet and moves with its row."""
    if isinstance(node, Cell):
        return Cell(node.row, node.column)
    return node


def _default(parameter: Parameter, parts: TableParts) -> Value:
    items = parts.blueprint.list(parameter.list_id) if parameter.list_id else None
    if items is not None and isinstance(parameter.default, str):
        item = items.item(parameter.default)
        return item.label(parts.locale) if item else parameter.default
    return parameter.default


def _words(words: Words | None, locale: Locale) -> str | None:
    return words(locale) if words else None


def number_look(
    canvas: Canvas, box: Box, type_: Type, number_format: Words | None, locale: Locale
) -> dict[str, Any]:
    """Number format and alignment of the cells in *box*, for ``replace`` on a style."""
    written = number_format(locale) if number_format else type_.number_format
    canvas.conditionals.extend(whole_format(box, written))
    return {
        "number_format": shown(written).number_format,
        "align": type_.align,
        "indent": 0 if type_.align == "center" else 1,
    }


def place_cards(canvas: Canvas, cards: Cards, parts: TableParts) -> None:
    """Metrics side by side; each takes as many columns as its width needs."""
    metrics = [parts.blueprint.metric(id_) for id_ in cards.metrics]
    column = FIRST_COLUMN
    top = canvas.row
    for metric in metrics:
        if metric is None:
            continue
        first, last = _card_columns(canvas, column, metric, parts.locale)
        if last > canvas.last_column and column > FIRST_COLUMN:
            top += 3
            first, last = _card_columns(canvas, FIRST_COLUMN, metric, parts.locale)
        _place_card(canvas, metric, top, first, last, parts)
        column = last + 1
    canvas.row = top + 2
    canvas.gap(10)


def _card_columns(canvas: Canvas, first: int, metric: Metric, locale: Locale) -> tuple[int, int]:
    wanted = max(CARD_WIDTH, display_width(metric.label(locale)) + 4)
    last = first
    while canvas.width_of(first, last) < wanted and last < first + 8:
        last += 1
    return first, last


def _place_card(
    canvas: Canvas, metric: Metric, top: int, first: int, last: int, parts: TableParts
) -> None:
    theme, locale = canvas.theme, parts.locale
    box = Box(top + 1, first, top + 1, first)
    look = number_look(canvas, box, metric.type, metric.number_format, locale)
    canvas.put(top, first, theme.card_label, metric.label(locale))
    canvas.merge(top, first, last, replace(theme.card_label, left=None, left_thick=False))
    value_style = replace(theme.card_value, number_format=look["number_format"])
    canvas.put(top + 1, first, value_style, formula=Name(metric.id))
    canvas.merge(top + 1, first, last, replace(theme.card_value, left=None, left_thick=False))
    canvas.need_height(top, 20)
    canvas.need_height(top + 1, 30)
    canvas.conditionals.extend(rule_formats(canvas, metric.rules, box))
    canvas.conditionals.extend(item_rules(canvas, metric.list_id, box, parts))
    if top > canvas.row:
        canvas.need_height(top - 1, 6)


def rule_formats(canvas: Canvas, rules: Sequence[Rule], box: Box) -> list[PlannedConditional]:
    """Conditional formats for rules by meaning; a value on a card keeps its panel."""
    return [
        PlannedConditional(
            box,
            "formula",
            rule.formula.tree,
            replace(canvas.theme.highlight(rule.mean), fill=None),
        )
        for rule in rules
    ]


def measure_grid(canvas: Canvas, grid: PeriodGrid, parts: TableParts) -> None:
    items = parts.blueprint.list(grid.each.list_id)
    label_width = max(display_width(row.label(parts.locale)) for row in grid.rows) + 3
    canvas.need_width(FIRST_COLUMN, min(label_width, 30))
    count = len(items.items) if items else 0
    totals = any(row.total for row in grid.rows)
    least = max(row.type.width for row in grid.rows)
    for offset in range(count + totals):
        canvas.need_width(FIRST_COLUMN + 1 + offset, least)


def place_grid(
    canvas: Canvas, grid: PeriodGrid, parts: TableParts, words: Dictionary
) -> dict[tuple[str, str], CellRange]:
    """A grid's cells; gives the range of each row's periods, and of its header under ``""``."""
    locale, theme = parts.locale, canvas.theme
    items = parts.blueprint.list(grid.each.list_id)
    assert items is not None
    count = len(items.items)
    first = FIRST_COLUMN + 1
    totals = any(row.total for row in grid.rows)
    header = canvas.row
    canvas.put(header, FIRST_COLUMN, theme.header, _words(grid.title, locale) or "")
    for offset, item in enumerate(items.items):
        canvas.put(header, first + offset, theme.header, item.label(locale))
    if totals:
        label = _words(grid.total_label, locale) or say("total", locale)
        canvas.put(header, first + count, theme.header, label)
    canvas.need_height(
        header,
        header_points(
            (item.label(locale), canvas.width(first + offset))
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
            tree = _in_grid(rule.formula.tree, grid.id, rows, first)
            canvas.conditionals.append(
                PlannedConditional(box, "formula", tree, canvas.theme.highlight(rule.mean))
            )
    canvas.row = header + 1 + len(grid.rows)
    canvas.gap(10)
    ranges = {
        (grid.id, id_): _row_range(canvas, at, first, first + count - 1) for id_, at in rows.items()
    }
    ranges[grid.id, ""] = _row_range(canvas, header, first, first + count - 1)
    return ranges


def _row_range(canvas: Canvas, row: int, first: int, last: int) -> CellRange:
    return CellRange(canvas.reference(row, first), replace(canvas.reference(row, last), sheet=None))


def _in_grid(tree: Node, grid: str, rows: dict[str, int], column: int) -> Node:
    """*tree* with the cells of one period in place of the grid's other rows."""

    def one(node: Node) -> Node:
        match node:
            case Structured(table=table, rows="this row", first=str(row)) if table == grid:
                return Cell(rows[row], column)
        return node

    return transform(tree, one)


def place_charts(
    canvas: Canvas,
    charts: Sequence[Chart],
    parts: TableParts,
    grids: dict[tuple[str, str], CellRange],
) -> None:
    """Charts side by side, at most two in a row."""
    whole = sum(pixels(canvas.width(c)) for c in range(FIRST_COLUMN, canvas.last_column + 1))
    for start in range(0, len(charts), 2):
        pair = charts[start : start + 2]
        width = min(whole, 1_250) // len(pair) - 8
        height = max(chart.height for chart in pair)
        for index, chart in enumerate(pair):
            column = _column_at(canvas, index * (width + 16))
            canvas.charts.append(_planned_chart(canvas, chart, column, width, height, parts, grids))
        canvas.row += height // _ROW_PIXELS + 2


def _column_at(canvas: Canvas, offset: int) -> int:
    """The column whose left edge is at least *offset* pixels from the content's."""
    column, left = FIRST_COLUMN, 0
    while left < offset and column < canvas.last_column:
        left += pixels(canvas.width(column))
        column += 1
    return column


def _planned_chart(
    canvas: Canvas,
    chart: Chart,
    column: int,
    width: int,
    height: int,
    parts: TableParts,
    grids: dict[tuple[str, str], CellRange],
) -> PlannedChart:
    locale = parts.locale
    table = parts.blueprint.table(chart.over)
    series = []
    for index, one in enumerate(chart.series):
        if table is not None:
            drawn = table.column(one.column)
            category = table.column(chart.category or "")
            assert drawn is not None
            assert category is not None
            categories: Node = Structured(table.id, "data", category.label(locale))
            values: Node = Structured(table.id, "data", drawn.label(locale))
            name = one.label(locale) if one.label else drawn.label(locale)
            number_format = shown(written_format(drawn, locale)).number_format
        else:
            categories, values = grids[chart.over, ""], grids[chart.over, one.column]
            name = one.label(locale) if one.label else one.column
            number_format = "General"
        series.append(_series(canvas, one, index, name, categories, values, number_format))
    primary = next((one for one in series if not one.secondary), None)
    secondary = next((one for one in series if one.secondary), None)
    return PlannedChart(
        row=canvas.row,
        column=column,
        width=width,
        height=height,
        kind=chart.kind,
        title=chart.title(locale),
        series=tuple(series),
        font=canvas.theme.font,
        x_title=_words(chart.x_title, locale) or "",
        y_title=_words(chart.y_title, locale) or "",
        y2_title=_words(chart.y2_title, locale) or "",
        y_format=primary.number_format if primary else None,
        y2_format=secondary.number_format if secondary else None,
        legend=len(series) > 1 or chart.kind in ("pie", "doughnut"),
        description=chart.title(locale),
        point_colors=canvas.theme.palette.series if chart.kind in ("pie", "doughnut") else (),
    )


def _series(
    canvas: Canvas,
    one: ChartSeries,
    index: int,
    name: str,
    categories: Node,
    values: Node,
    number_format: str,
) -> PlannedSeries:
    return PlannedSeries(
        name=name,
        categories=categories,
        values=values,
        color=canvas.theme.series_color(one.mean, index),
        kind=one.kind,
        secondary=one.secondary,
        number_format=number_format,
    )


def check_formats(canvas: Canvas, box: Box, locale: Locale) -> list[PlannedConditional]:
    """How the result of a check looks."""
    cell = Cell(box.first_row, box.first_column, column_absolute=True)
    meanings: tuple[tuple[str, Meaning], ...] = (
        ("passed", "good"),
        ("noticed", "warn"),
        ("failed", "bad"),
    )
    return [
        PlannedConditional(
            box, "formula", Binary("=", cell, Text(say(key, locale))), canvas.theme.highlight(mean)
        )
        for key, mean in meanings
    ]
