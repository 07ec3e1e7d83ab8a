"""A table in its place: header, rows, look, what its cells accept and how they light up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plansheets.blueprint.model import Column, Role, Table
from plansheets.blueprint.types import Align
from plansheets.boxes import Box
from plansheets.formula.ast import Call, Cell, Node, Structured, Text
from plansheets.formula.rewrite import transform, walk
from plansheets.formula.template import template
from plansheets.plan.blocks.column_widths import (
    RIGHT_OF_BUTTON,
    column_width,
    has_filter,
    leads,
    texts_of,
)
from plansheets.plan.blocks.highlights import column_formats, item_rules, ruled_where_filled
from plansheets.plan.blocks.sparklines import sparklines
from plansheets.plan.blocks.validations import validation
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.inputs import first_to_fill, leads_to_fill
from plansheets.plan.canvas.rows import TableRows
from plansheets.plan.look.measure import INDENT, PADDING, text_width
from plansheets.plan.look.number_formats import shown, whole_format, written_format
from plansheets.plan.look.wording import say
from plansheets.plan.look.workbook import note
from plansheets.plan.model import (
    ROW_POINTS,
    PlannedColumn,
    PlannedConditional,
    PlannedTable,
    Style,
    Unmarked,
)
from plansheets.plan.rules import FormulaFormat
from plansheets.plan.write_out.localise import optional_words
from plansheets.words import Locale

_WHILE_EMPTY = template('IF(INDEX(values, 1)="", nothing, "")')
_MISSING = template('IF(found="", nothing, lead&found)')
_FITTED_ROWS = 2_000
_MOST_SLOTS = 12
"""A list of no more rows is seen whole, with the room that it keeps for more."""
_SHRUNK = 1.3
_VIEW_POINTS = 50.0
"""A row of a view is never higher than three lines."""
_MOST_POINTS = 200.0
"""Higher rows would fill a page by themselves, and Excel allows none above 409 points."""


def measure_table(canvas: Canvas, table: Table, around: Surroundings) -> None:
    """Claim the widths of the columns *table* will stand in."""
    for offset, column in enumerate(table.columns):
        canvas.need_width(
            canvas.left + offset,
            column_width(column, table, around, one_line=canvas.for_screen),
        )
        if column.hidden:
            canvas.hidden_columns.append(canvas.left + offset)
        elif column.type.align == "left" and column.type.id != "key":
            canvas.elastic.add(canvas.left + offset)
    if table.printed_to is not None:
        canvas.printed_to = canvas.left + table.column_ids.index(table.printed_to)


def place_table(canvas: Canvas, table: Table, around: Surroundings) -> PlannedTable:
    """Draw *table* from the canvas' next row down."""
    total_row = None
    if any(column.total for column in table.columns):
        total_row = canvas.row
        _place_totals(canvas, table, around)
        canvas.row += 1
    rows = around.rows[table.id]
    header_row = canvas.row
    if table.looks_at is not None:
        _say_what_is_missing(canvas, table, around)
    planned = PlannedTable(
        id=table.id,
        name=table.id,
        row=header_row,
        column=canvas.left,
        height=rows.height,
        columns=tuple(
            _planned_column(canvas, place, table, rows, around)
            for place in range(len(table.columns))
        ),
        autofilter=has_filter(table, around),
        total_row=total_row,
    )
    canvas.need_height(
        header_row,
        canvas.header_points(
            (column.header, canvas.width(place) - max(column.header_style.indent, 1) * INDENT)
            for place, column in enumerate(planned.columns, planned.column)
            if place not in canvas.hidden_columns
        ),
    )
    clipped = _row_heights(canvas, table, rows, around, planned)
    planned = _from_the_top(planned, clipped)
    canvas.tables.append(planned)
    canvas.last_column = max(canvas.last_column, planned.last_column)
    rules: list[PlannedConditional] = []
    for offset, column in enumerate(table.columns):
        box = Box(planned.first_row, canvas.left + offset, planned.last_row, canvas.left + offset)
        rules += column_formats(canvas, column, table, box, around)
        accepted = validation(column, table, box, around)
        if accepted is not None:
            canvas.validations.append(accepted)
        if lines := sparklines(canvas, column, table, box):
            canvas.sparklines.append(lines)
        said = say("clipped", around.locale) if column in clipped else _note(column, around)
        if said:
            canvas.notes.append(note(header_row, canvas.left + offset, said))
    whole = Box(planned.first_row, canvas.left, planned.last_row, planned.last_column)
    canvas.unmarked += _unmarked(planned, whole)
    rules += [
        PlannedConditional(
            whole,
            FormulaFormat(rule.formula.tree, canvas.theme.highlight(rule.mean, strong=False)),
        )
        for rule in table.rules
    ]
    if _shows_rows(table):
        first = _first_shown(planned, table)
        slots = table.looks_at is not None and planned.height <= _MOST_SLOTS
        rules = ruled_where_filled(canvas, rules, whole, first, slots=slots)
    canvas.conditionals += rules
    canvas.row = planned.last_row + 1
    return planned


def _say_what_is_missing(canvas: Canvas, table: Table, around: Surroundings) -> None:
    """At the end of the heading above *table*, while it shows nothing: what is to be filled in."""
    if canvas.heading_row is None or canvas.heading_row < canvas.row - 2:
        return
    locale = around.locale
    shown = next(column for column in table.columns if not column.hidden)
    values = Structured(table.id, "data", shown.label(locale))
    nothing: Node = Text(say("no rows", locale))
    if inputs := around.inputs.of(values):
        found, lead = first_to_fill(inputs, locale), leads_to_fill(inputs, locale)
        nothing = _MISSING(found=found, nothing=nothing, lead=lead)
    last = max(
        place
        for place in range(canvas.left, canvas.last_column + 1)
        if place not in canvas.hidden_columns
    )
    row = canvas.heading_row
    canvas.cells[:] = [cell for cell in canvas.cells if (cell.row, cell.column) != (row, last)]
    formula = _WHILE_EMPTY(values=values, nothing=nothing)
    canvas.put(row, last, canvas.theme.heading_note, formula=formula)


def _shows_rows(table: Table) -> bool:
    """Whether *table* only shows rows, few or many, and nobody types into it."""
    return all(
        column.role == "formula" and not table.names_rows(column) for column in table.columns
    )


def _first_shown(planned: PlannedTable, table: Table) -> int:
    return next(
        place for place, column in enumerate(table.columns, planned.column) if not column.hidden
    )


def _unmarked(table: PlannedTable, whole: Box) -> Iterator[Unmarked]:
    """Keys may be digits, and a column that looks at the row above differs in its first row."""
    yield Unmarked(whole, ("digits as text",))
    for place, column in enumerate(table.columns, table.column):
        if column.first is not None:
            cells = whole._replace(first_column=place, last_column=place)
            yield Unmarked(cells, ("formula differs", "range differs"))


def _place_totals(canvas: Canvas, table: Table, around: Surroundings) -> None:
    style = canvas.theme.total
    label = table.total_label(around.locale) if table.total_label else say("total", around.locale)
    labelled = False
    for offset, column in enumerate(table.columns):
        place = canvas.left + offset
        if column.total is not None:
            cell_style = _told_apart(_styled(style, column, around), table, offset)
            canvas.put(canvas.row, place, cell_style, formula=column.total.tree)
            box = Box(canvas.row, place, canvas.row, place)
            canvas.conditionals.extend(item_rules(canvas, column.list_id, box, around))
            canvas.conditionals.extend(whole_format(box, written_format(column, around.locale)))
        elif not labelled:
            canvas.put(canvas.row, place, replace(style, align="left", indent=1), label)
            labelled = True
        else:
            canvas.put(canvas.row, place, style)
    canvas.need_height(canvas.row, 24)


def _aligned(column: Column) -> Align:
    """LibreOffice lets half of a centred text out of its hidden column, over the cell before it."""
    align = column.type.align
    return "left" if column.hidden and align == "center" else align


def _styled(style: Style, column: Column, around: Surroundings) -> Style:
    align = _aligned(column)
    return replace(
        style,
        number_format=shown(written_format(column, around.locale)).number_format,
        align=align,
        indent=0 if align == "center" else 1,
        shrink=True,
    )


def _told_apart(style: Style, table: Table, offset: int) -> Style:
    """*style* of the column at *offset*, in a font that is written otherwise than its neighbours'.

    LibreOffice forgets the indent of numbers that stand right of others in an equal font.
    """
    if style.align != "right":
        return style
    shown = sum(not column.hidden for column in table.columns[:offset])
    return replace(style, apart=shown % 2 == 1)


def _planned_column(
    canvas: Canvas, place: int, table: Table, rows: TableRows, around: Surroundings
) -> PlannedColumn:
    theme, column = canvas.theme, table.columns[place]
    given = table.names_rows(column)
    width = canvas.width(canvas.left + place)
    role = "formula" if given else column.role
    base = {"input": theme.input, "formula": theme.cell, "link": theme.link}[role]
    if given:
        base = replace(theme.cell, bold=True)
    elif column.linked:
        base = theme.linked
    if given or leads(column, table, around):
        column = replace(column, type=replace(column.type, align="left"))
    wraps = _wraps(column, table, width, around)
    style = replace(_styled(base, column, around), wrap=wraps, shrink=not wraps)
    style = _told_apart(style, table, place)
    if _shows_rows(table):
        style = replace(style, bottom=None)
    tree = column.formula.tree if column.formula else None
    first = None
    if tree is not None and _looks_back(tree):
        first = _at_row(tree, 0, canvas.left, table, canvas.row, around.locale)
        tree = _at_row(tree, 1, canvas.left, table, canvas.row, around.locale)
    computed = role == "formula" and not given
    return PlannedColumn(
        id=column.id,
        header=column.label(around.locale),
        role=role,
        style=style,
        header_style=_header_style(column, role, canvas, filtered=has_filter(table, around)),
        formula=tree if computed else None,
        first=first if computed else None,
        values=None if computed else rows.columns.get(column.id, (None,) * rows.height),
        type_id=column.type.id,
        list_id=column.list_id,
    )


def _header_style(column: Column, role: Role, canvas: Canvas, *, filtered: bool) -> Style:
    theme = canvas.theme
    align = _aligned(column)
    style = theme.header_of(align)
    if align == "right" and filtered:
        style = replace(style, indent=RIGHT_OF_BUTTON)
    return style if role == "formula" else replace(style, color=theme.palette.input_ink)


def _looks_back(tree: Node) -> bool:
    return any(isinstance(node, Call) and node.name == "prior" for node in walk(tree))


def _at_row(
    tree: Node, index: int, first_column: int, table: Table, header_row: int, locale: Locale
) -> Node:
    """The formula of one row, where ``prior`` is the cell above or, in the first row, its start."""
    columns = {
        column.label(locale): first_column + offset for offset, column in enumerate(table.columns)
    }

    def rewritten(node: Node) -> Node:
        match node:
            case Call(name="prior", arguments=(Structured(first=str(header)), start)):
                return start if index == 0 else Cell(header_row + index, columns[header])
            case _:
                return node

    return transform(tree, rewritten)


def _wraps(column: Column, table: Table, width: float, around: Surroundings) -> bool:
    """Whether texts take more lines than one.

    Computed texts change by themselves, and Excel then fits no height: they get a little smaller
    in their one line. In a view, those that are far too long take more.
    """
    if column.type.kind != "text":
        return column.type.wrap
    if table.looks_at is None:
        return column.type.wrap or column.role != "formula"
    room = (width - PADDING - INDENT) * _SHRUNK
    return any(text_width(text) > room for text in texts_of(column, table, around))


def _row_heights(
    canvas: Canvas, table: Table, rows: TableRows, around: Surroundings, planned: PlannedTable
) -> list[Column]:
    """Rows of a filled table are as high as their texts; very long tables keep one height.

    Any row of a view may come to show the longest text of the table it looks at. Gives the columns
    with texts that no row can be high enough for.
    """
    texts = [
        (column, canvas.width(planned.column + offset) + (0 if style.indent else INDENT))
        for offset, column in enumerate(table.columns)
        if (style := planned.columns[offset].style).wrap and not column.hidden
    ]
    if table.looks_at is not None:
        shown = (
            (text, width) for column, width in texts for text in texts_of(column, table, around)
        )
        points = min(canvas.row_points(shown), _VIEW_POINTS)
        if points > ROW_POINTS:
            for row in range(planned.first_row, planned.last_row + 1):
                canvas.fit_height(row, points)
        return []
    if rows.used > _FITTED_ROWS:
        return []
    written = [(one, rows.columns[one.id], width) for one, width in texts if one.id in rows.columns]
    clipped = []
    for index in range(rows.used):
        row, highest = planned.first_row + index, canvas.row_points([])
        for column, values, width in written:
            if isinstance(value := values[index], str):
                points = canvas.row_points([(value, width)])
                highest = max(highest, points)
                if points > _MOST_POINTS and column not in clipped:
                    clipped.append(column)
        if highest > _MOST_POINTS:  # Excel is not to fit it again, to more than a page holds
            canvas.need_height(row, _MOST_POINTS)
        else:
            canvas.fit_height(row, highest)
    return clipped


def _from_the_top(planned: PlannedTable, clipped: list[Column]) -> PlannedTable:
    """*planned* with its *clipped* columns beginning where their rows do."""
    if not clipped:
        return planned
    ids = {column.id for column in clipped}
    columns = (
        replace(one, style=replace(one.style, vertical="top")) if one.id in ids else one
        for one in planned.columns
    )
    return replace(planned, columns=tuple(columns))


def _note(column: Column, around: Surroundings) -> str | None:
    """The comment on a computed header: what it means, and the formula in words."""
    if column.role != "formula":
        return None
    lines = [column.help(around.locale)] if column.help else []
    words = optional_words(column.how, around.locale)
    if words:
        lines.append(
            f"{say('how', around.locale)}: {words}"
            if around.locale == "en"
            else f"{say('how', around.locale)}：{words}"
        )
    return "\n".join(lines) or None
