"""A timeline in its place: its table, the axis beside it, the legend and the controls above."""

from __future__ import annotations

import math
from dataclasses import replace

from plansheets.blueprint.model import Formula, ItemList, Parameter, Table
from plansheets.blueprint.timeline import Timeline
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, Node, Number, Structured, Text
from plansheets.formula.template import template
from plansheets.grid import MAX_NAME, MAX_PROMPT, MAX_PROMPT_TITLE
from plansheets.lengths import display_width, excel_cut
from plansheets.plan.blocks.column_widths import column_width, header_width
from plansheets.plan.blocks.form import default_of, value_in_use
from plansheets.plan.blocks.table import place_table
from plansheets.plan.blocks.timeline_bars import HIDDEN, MARKS, axis_rules, bar_rules, swatches
from plansheets.plan.blocks.validations import accepts_parameter
from plansheets.plan.canvas.canvas import Canvas, Pinned
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedName, PlannedTable, Style, Value
from plansheets.records import dataclass

DAY_WIDTH = 2.6
"""Characters of a column of the axis: as wide as a row is high."""
_ROW_POINTS = 18.0
_AXIS_ROWS = 2
"""Months and days; the weekdays stand beside the table's header."""
_SMALL = 0.92
"""How wide a letter of the legend is against one of a cell."""

_STEP = template("IF(N(step)=7, 7, 1)")
_TODAY = template('IF(N(day)>0, day, "")')
_BEGIN = template("IF(N(begin)>0, begin, MAX(1, N(today)))")
_FIRST_DAY = template("MIN(starts)")

_MARK = template(
    "IF(AND(day<=N(today), N(today)<day+step), today_mark, "
    "IF(step=7, plain_mark, IF(off, off_mark, plain_mark)))"
)
_MONTH = template('IF(MONTH(day)=MONTH(before), "", month)')
_DAY = template("before+step")
_MONDAY = template("begin-WEEKDAY(begin, 2)+1")
_LETTER = template('IF(step=7, "", MID(letters, WEEKDAY(day, 2), 1))')

_WEEKEND = template("WEEKDAY(day, 2)>5")
_UNLESS_WORKED = template("AND(off, COUNTIF(worked, day)=0)")
_OR_FREE = template("OR(off, COUNTIF(free, day)>0)")


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Where the axis of a timeline stands: months and days above its header row."""

    marks: int
    """The narrow row that says what each column is."""
    header: int
    margin_column: int
    first_column: int
    last_column: int

    @property
    def months(self) -> int:
        return self.header - 2

    @property
    def days(self) -> int:
        return self.header - 1

    @property
    def legend(self) -> int:
        return self.header - 3

    def cells(self) -> dict[str, Node]:
        """The cells that rules look at, relative to the column of the axis' first cell."""
        column = self.first_column
        return {
            "day": Cell(self.days, column, row_absolute=True),
            "month": Cell(self.months, column, row_absolute=True),
            "mark": Cell(self.marks, column, row_absolute=True),
        } | self.margin()

    def margin(self) -> dict[str, Node]:
        """The cells in the margin: days in a column, today, and the day the axis begins."""
        rows = {"step": self.months, "today": self.days, "begin": self.header}
        return {
            name: Cell(row, self.margin_column, row_absolute=True, column_absolute=True)
            for name, row in rows.items()
        }


def measure_timeline(canvas: Canvas, timeline: Timeline, around: Surroundings) -> None:
    """Claim the widths of the columns beside the axis: as written, for every row is one line."""
    table = around.blueprint.table(timeline.table)
    assert table is not None
    for offset, column in enumerate(table.columns):
        width = max(
            column.width or column_width(column, table, around),
            header_width(column, table, around),
        )
        canvas.need_width(canvas.left + offset, width)
        if column.hidden:
            canvas.hidden_columns.append(canvas.left + offset)


def place_timeline(canvas: Canvas, timeline: Timeline, under_way: UnderWay) -> None:
    """Draw *timeline* from the canvas' next row down; its axis and columns stay in sight."""
    around = under_way.around
    table = around.blueprint.table(timeline.table)
    assert table is not None
    first = canvas.left + len(table.columns)
    marks = canvas.row
    canvas.gap(6)
    top = canvas.row
    header = top + max(len(timeline.controls), _AXIS_ROWS + 1)
    axis = DayAxis(marks, header, canvas.left - 1, first, first + timeline.columns - 1)
    for column in range(first, axis.last_column + 1):
        canvas.need_width(column, DAY_WIDTH)
    for row in range(top, header):
        canvas.need_height(row, 20)
    under_way.names += _controls(canvas, timeline, table, top, under_way)
    canvas.row = header
    planned = place_table(canvas, table, around)
    planned = _on_one_line(canvas, planned)
    _draw_margin(canvas, axis, timeline, table, around)
    _draw_axis(canvas, axis, timeline, around)
    phases = _phases(table, timeline, around)
    _legend(canvas, axis, phases, around)
    box = Box(planned.first_row, first, planned.last_row, axis.last_column)
    _draw_grid(canvas, box)
    cells = axis.cells() | _row_cells(timeline, table, around)
    palette = canvas.theme.palette
    canvas.conditionals.extend(bar_rules(box, cells, phases, palette, around.locale))
    under_way.tables[table.id] = (canvas.title, planned.row, planned.column)
    canvas.pinned = Pinned((header + 1, first), axis.months, header)


def _on_one_line(canvas: Canvas, planned: PlannedTable) -> PlannedTable:
    """*planned* with rows of one line, as high as a column of the axis is wide."""
    canvas.heights.update(
        dict.fromkeys(range(planned.first_row, planned.last_row + 1), _ROW_POINTS)
    )
    flat = replace(
        planned,
        columns=tuple(
            replace(column, style=replace(column.style, wrap=False)) for column in planned.columns
        ),
    )
    canvas.tables[canvas.tables.index(planned)] = flat
    return flat


def _phases(table: Table, timeline: Timeline, around: Surroundings) -> ItemList | None:
    column = table.column(timeline.phase) if timeline.phase else None
    return around.blueprint.list(column.list_id) if column and column.list_id else None


def _row_cells(timeline: Timeline, table: Table, around: Surroundings) -> dict[str, Node]:
    """The cells of a row that its bar is drawn from; a text that is none for those not given."""
    named = {
        "first": timeline.start,
        "last": timeline.end,
        "done": timeline.done,
        "phase": timeline.phase,
        "milestone": timeline.milestone,
    }
    shown = next(column for column in table.columns if not column.hidden)
    cells: dict[str, Node] = {"task": Structured(table.id, "this row", shown.label(around.locale))}
    for name, id_ in named.items():
        column = table.column(id_) if id_ else None
        cells[name] = (
            Structured(table.id, "this row", column.label(around.locale)) if column else Text("")
        )
    return cells


def _tree(formula: Formula | None, otherwise: Node) -> Node:
    return formula.tree if formula is not None else otherwise


def _draw_margin(
    canvas: Canvas, axis: DayAxis, timeline: Timeline, table: Table, around: Surroundings
) -> None:
    start = table.column(timeline.start)
    assert start is not None
    starts = Structured(table.id, "data", start.label(around.locale))
    today = axis.margin()["today"]
    begin = _tree(timeline.begin, _FIRST_DAY(starts=starts))
    formulas = {
        axis.months: _STEP(step=_tree(timeline.step, Number(1))),
        axis.days: _TODAY(day=_tree(timeline.today, Text(""))),
        axis.header: _BEGIN(begin=begin, today=today),
    }
    for row, formula in formulas.items():
        canvas.put(row, axis.margin_column, _hidden(canvas), formula=formula)


def _hidden(canvas: Canvas) -> Style:
    return replace(canvas.theme.base, number_format=HIDDEN, size=8)


def _draw_axis(canvas: Canvas, axis: DayAxis, timeline: Timeline, around: Surroundings) -> None:
    """Months, days and weekdays, and above them what each column is."""
    theme, colors, locale = canvas.theme, canvas.theme.palette, around.locale
    quiet = replace(theme.base, size=9, align="center", color=colors.faint, fill=colors.header)
    month_style = replace(quiet, size=8, bold=True, color=colors.title)
    day_style = replace(quiet, color=colors.ink, number_format="d")
    letter_style = replace(quiet, bottom=colors.header_line)
    letters = say("weekday letters", locale)
    month_words = template(say("month label", locale))
    for column in range(axis.first_column, axis.last_column + 1):
        day = Cell(axis.days, column, row_absolute=True)
        before = Cell(axis.days, column - 1, row_absolute=True)
        known = axis.margin() | {"day": day, "before": before, "off": _off_day(timeline, day)}
        month = month_words(day=day)
        is_first = column == axis.first_column
        for row, style, formula in (
            (axis.marks, _hidden(canvas), _MARK.among(known | MARKS)),
            (axis.months, month_style, month if is_first else _MONTH.among(known, month=month)),
            (axis.days, day_style, (_MONDAY if is_first else _DAY).among(known)),
            (axis.header, letter_style, _LETTER.among(known, letters=letters)),
        ):
            canvas.put(row, column, style, formula=formula)
    for row in (axis.months, axis.days, axis.header):
        box = Box(row, axis.first_column, row, axis.last_column)
        bottom = colors.header_line if row == axis.header else None
        canvas.conditionals.extend(axis_rules(box, axis.cells(), colors, bottom))


def _off_day(timeline: Timeline, day: Cell) -> Node:
    """Whether *day* is not worked: a day off, or a weekend that is not made up for."""
    off = _WEEKEND(day=day)
    if timeline.make_up_days is not None:
        off = _UNLESS_WORKED(off=off, worked=timeline.make_up_days.tree, day=day)
    if timeline.holidays is not None:
        off = _OR_FREE(off=off, free=timeline.holidays.tree, day=day)
    return off


def _draw_grid(canvas: Canvas, box: Box) -> None:
    """Cells with nothing to read."""
    style = replace(_hidden(canvas), size=10, align="center", bottom=canvas.theme.palette.line)
    for row in range(box.first_row, box.last_row + 1):
        for column in range(box.first_column, box.last_column + 1):
            canvas.put(row, column, style, 0)


def _legend(canvas: Canvas, axis: DayAxis, phases: ItemList | None, around: Surroundings) -> None:
    """What colours and marks mean, in one row above the axis, as far as there is room."""
    theme = canvas.theme
    words = replace(theme.base, size=9, color=theme.palette.faint, align="left", indent=1)
    cell = replace(theme.base, size=9, align="center")
    column = axis.first_column
    for swatch in swatches(phases, theme.palette, around.locale):
        room = math.ceil((display_width(swatch.label) * _SMALL + 2.5) / DAY_WIDTH)
        if column + len(swatch.looks) + room > axis.last_column + 1:
            break
        for look in swatch.looks:
            style = replace(
                cell,
                color=look.color or cell.color,
                bold=bool(look.bold),
                fill=look.fill,
                left=look.left,
                right=look.right,
            )
            mark = look.number_format.strip('"') if look.number_format else None
            canvas.put(axis.legend, column, style, mark)
            column += 1
        canvas.put(axis.legend, column, words, swatch.label)
        column += room


def _controls(
    canvas: Canvas,
    timeline: Timeline,
    table: Table,
    top: int,
    under_way: UnderWay,
) -> list[PlannedName]:
    """Parameters to set, beside the axis: label, what is typed, and what is in use."""
    around, values = under_way.around, under_way.values
    columns = [
        canvas.left + offset for offset, column in enumerate(table.columns) if not column.hidden
    ]
    chosen = [around.blueprint.parameter(id_) for id_ in timeline.controls]
    return [
        _control(canvas, one, row, columns, values.get(one.id), around)
        for row, one in enumerate((one for one in chosen if one is not None), top)
    ]


def _control(
    canvas: Canvas,
    parameter: Parameter,
    row: int,
    columns: list[int],
    value: Value,
    around: Surroundings,
) -> PlannedName:
    theme, locale = canvas.theme, around.locale
    label, typed, *rest = columns
    used = rest[0] if rest else typed + 1
    ends = rest[1] if len(rest) > 1 else used
    box = Box(row, typed, row, used)
    look = number_look(canvas, box, parameter.type, parameter.number_format, locale)
    look |= {"align": "center", "indent": 0}
    canvas.put(row, label, replace(theme.base, align="right", indent=1), parameter.label(locale))
    here = canvas.put(row, typed, replace(theme.input, top=theme.palette.line, **look), value)
    style = replace(theme.base, color=theme.palette.faint, **look)
    in_use = value_in_use(parameter, Cell(here.row, here.column), default_of(parameter, around))
    target = canvas.put(row, used, style, formula=in_use)
    canvas.merge(row, used, ends, style)
    accepted = accepts_parameter(Box(row, typed, row, typed), parameter, around)
    if accepted is not None:
        prompt = parameter.help(locale) if parameter.help else ""
        title = excel_cut(parameter.label(locale), MAX_PROMPT_TITLE) if prompt else ""
        canvas.validations.append(
            replace(accepted, prompt_title=title, prompt=excel_cut(prompt, MAX_PROMPT))
        )
    return PlannedName(parameter.id, target, excel_cut(parameter.label(locale), MAX_NAME))
