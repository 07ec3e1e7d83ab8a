"""The ribbon over every page of a workbook with sample data: it names the tables that hold them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plansheets.blueprint.model import Blueprint, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.boxes import Box
from plansheets.formula.ast import Binary, Call, Cell, Name, Node, Number, Structured, Text
from plansheets.formula.rewrite import walk
from plansheets.formula.template import template
from plansheets.grid import serial
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas
from plansheets.plan.canvas.inputs import called_in_words
from plansheets.plan.canvas.rows import TableRows
from plansheets.plan.choices import Choices
from plansheets.plan.look.measure import INDENT, lines_needed
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedConditional, PlannedName, PlannedSheet, Value
from plansheets.plan.names import RIBBON
from plansheets.plan.rules import FormulaFormat
from plansheets.words import Locale

RIBBON_ROW = 2
_POINTS = 17.0
_SIZE = 9.0
_CELLS_COMPARED = 3
"""So many cells tell a sample row from a team's own, which may share a channel or a month."""

_IN_ONE_CELL = 32
"""So many tables fit into a formula of the length that Excel allows."""
_LONGEST = 40
"""Longer texts would make the formula too long where many tables are named."""

_NAMED = template('IF(rows>0, title, "")')
_RIBBON = template('IF(tables="", "", words&MID(tables, skipped, most))')
_ELSEWHERE = template('IF(ribbon="", "", words)')
_JOINED = template("left&right")
_SHOWN = template('cell<>""')


def ribbon(blueprint: Blueprint, choices: Choices, rows: dict[str, TableRows]) -> tuple[Node, ...]:
    """What names the tables in which sample rows are left; nothing where there are none.

    A table is named while the first of its sample rows stands in it, a grid likewise. Where there
    are many, a second formula, for the cell left of the ribbon, names the other half.
    """
    between = say("sample tables between", choices.locale)
    named: list[Node] = []
    for table in blueprint.tables:
        if not choices.shows_sample(table):
            continue
        if (held := _held(table, rows[table.id], choices.locale)) is not None:
            title = between + table.title(choices.locale)
            named.append(_NAMED(rows=held, title=title))
    for grid in blueprint.grids:
        if not (choices.samples and grid.sample) or grid.keep:
            continue
        if (held := _held_in_grid(grid, rows[grid.id])) is not None:
            title = between + called_in_words(grid)(choices.locale)
            named.append(_NAMED(rows=held, title=title))
    if not named:
        return ()
    words = say("sample ribbon", choices.locale)
    skipped = len(between) + 1
    if len(named) <= _IN_ONE_CELL:
        return (_RIBBON(tables=_joined(named), words=words, skipped=skipped, most=500),)
    half = len(named) // 2
    tables = _joined([*named[:half], Cell(RIBBON_ROW, FIRST_COLUMN - 1)])
    shown = _RIBBON(tables=tables, words=words, skipped=skipped, most=2000)
    return (shown, _joined(named[half:]))


def _joined(named: Sequence[Node]) -> Node:
    joined = named[0]
    for one in named[1:]:
        joined = _JOINED(left=joined, right=one)
    return joined


def _held(table: Table, rows: TableRows, locale: Locale) -> Node | None:
    """How often the first sample row stands in *table*."""
    first = 1 if table.row_list else 0  # the items of a list are no sample
    return _equal(
        (Structured(table.id, "data", column.label(locale)), rows.columns[column.id][0])
        for column in table.columns[first:]
        if column.id in rows.columns
    )


def _held_in_grid(grid: PeriodGrid, rows: TableRows) -> Node | None:
    """How often what the sample has for one item, the one with most of it, stands in *grid*."""
    if not rows.columns:
        return None
    beside = list(zip(*rows.columns.values(), strict=True))
    fullest = max(beside, key=lambda values: sum(value is not None for value in values))
    cells = (Structured(grid.id, "data", id_) for id_ in rows.columns)
    return _equal(zip(cells, fullest, strict=True))


def _equal(cells: Iterable[tuple[Structured, Value]]) -> Node | None:
    """How often the first few of *cells* hold their values, side by side."""
    compared: list[Node] = []
    for whole, value in cells:
        what = _criterion(value)
        if what is not None and len(compared) < 2 * _CELLS_COMPARED:
            compared += [whole, what]
    return Call("COUNTIFS", tuple(compared)) if compared else None


def _criterion(value: Value) -> Node | None:
    """*value* as COUNTIFS finds it; None where it would read something else into it."""
    match value:
        case bool():
            return None
        case int() | float():
            return Number(value)
        case datetime.date():
            return Number(serial(value))
        case str() if value and len(value) <= _LONGEST and not value.startswith(("<", ">", "=")):
            return Text(value)
    return None


def leave_room(canvas: Canvas, words: tuple[Node, ...]) -> None:
    """Make the gap under the title band high enough for the ribbon."""
    if words:
        canvas.need_height(RIBBON_ROW, _POINTS)


def place_ribbon(
    canvas: Canvas, words: tuple[Node, ...], last: int, locale: Locale, *, many: bool
) -> None:
    """The ribbon, to the end of the title band; other sheets repeat what the about sheet's says.

    Where it may name *many* tables they say in one line where those are named.
    """
    theme = canvas.theme
    style = replace(
        theme.base, size=_SIZE, bold=True, color=theme.palette.warn, indent=1, align="left"
    )
    leave_room(canvas, words)
    names_them = canvas.id == "about"
    formula = words[0] if names_them else Name(RIBBON)
    more = words[1:] if names_them else ()
    if many and names_them:
        style = replace(style, wrap=True)
        room = canvas.width_of(canvas.left, last) - INDENT
        lines = lines_needed(_longest(words), room, size=_SIZE, bold=True)
        canvas.need_height(RIBBON_ROW, lines * theme.line_points)
    elif many:
        formula = _ELSEWHERE(ribbon=formula, words=say("sample elsewhere", locale))
    cell = canvas.put(RIBBON_ROW, canvas.left, style, formula=formula)
    if many and names_them:
        canvas.merge(RIBBON_ROW, canvas.left, last, style)
    if more:
        unseen = replace(style, wrap=False, number_format=";;;")
        canvas.put(RIBBON_ROW, canvas.left - 1, unseen, formula=more[0])
    canvas.fill(RIBBON_ROW, canvas.left - (0 if more else 1), last, style)
    shown = FormulaFormat(_SHOWN(cell=cell), theme.highlight("warn", strong=False))
    box = Box(RIBBON_ROW, canvas.left - 1, RIBBON_ROW, last)
    canvas.conditionals.append(PlannedConditional(box, shown))


def _longest(words: tuple[Node, ...]) -> str:
    """What a ribbon says while every table of it holds its sample."""
    said = ""
    for node in (node for each in words for node in walk(each)):
        match node:
            case Call("IF", (_, Text(named), _)) | Binary("&", Text(named), _):
                said += named
            case _:
                pass
    return said


def ribbon_name(about: PlannedSheet) -> PlannedName:
    """The name of the about sheet's ribbon, by which the other sheets repeat it."""
    cell = Cell(RIBBON_ROW, FIRST_COLUMN, about.title, row_absolute=True, column_absolute=True)
    return PlannedName(RIBBON, cell, hidden=True)
