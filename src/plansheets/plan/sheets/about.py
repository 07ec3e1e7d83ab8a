"""The about sheet: what the workbook is for, how to use it, where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets import __version__
from plansheets.blueprint.model import Blueprint, Meaning
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, CellRange, Name
from plansheets.formula.template import template
from plansheets.plan.blocks.simple import place_heading, place_note
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas, internal_link
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.inputs import Fillable, called_in_words, filled_rows
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedConditional, PlannedName, Profile, Style
from plansheets.plan.names import FILLED, VERDICT, filled_name
from plansheets.plan.rules import FormulaFormat
from plansheets.plan.sheets.checks import verdict_formats
from plansheets.records import dataclass
from plansheets.words import Locale

_WIDTHS = (5.0, 19.0, 39.0, 39.0)
_FIRST, _NAME_END, _LAST = FIRST_COLUMN, FIRST_COLUMN + 1, FIRST_COLUMN + 3
"""Numbers stand in the first column, names over the first two, sentences in the rest."""
_TICK = template('IF(rows>0, "☑", "☐")')
_EMPTY = template("rows=0")
_MEANINGS: tuple[Meaning, ...] = ("good", "warn", "bad")


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A sheet of the workbook, for navigation."""

    title: str
    purpose: str
    group: str = ""
    """The included blueprint it comes from, by its title."""
    folded: bool = False
    """Whether it is hidden until someone wants to see it."""


def place_about(
    canvas: Canvas,
    sheets: Sequence[SheetLink],
    places: dict[str, tuple[str, int, int]],
    around: Surroundings,
    profile: Profile,
) -> list[PlannedName]:
    """What the workbook is for, how to use it, what the colours mean, where everything is.

    *places* says where each table stands. Gives the names of how much of each is filled.
    """
    blueprint, locale = around.blueprint, around.locale
    for offset, width in enumerate(_WIDTHS):
        canvas.need_width(_FIRST + offset, width)
    canvas.row = 2
    canvas.gap(12)
    if blueprint.purpose:
        canvas.paragraph(blueprint.purpose(locale), canvas.theme.lead, _FIRST, _LAST)
        canvas.gap(12)
    _verdict(canvas, locale)
    _steps(canvas, blueprint, locale)
    names = _to_fill(canvas, places, around)
    _sheets(canvas, sheets, locale)
    _legend(canvas, blueprint, locale)
    _origin(canvas, blueprint, profile, locale)
    return names


def _verdict(canvas: Canvas, locale: Locale) -> None:
    theme = canvas.theme
    _name(canvas, replace(theme.total, align="left", indent=1), say("verdict", locale))
    style = replace(theme.total, align="left", indent=1, size=12)
    link = internal_link(say("checks", locale))
    canvas.put(canvas.row, _NAME_END + 1, style, formula=Name(VERDICT), link=link)
    canvas.merge(canvas.row, _NAME_END + 1, _LAST, style)
    box = Box(canvas.row, _NAME_END + 1, canvas.row, _NAME_END + 1)
    canvas.conditionals.extend(verdict_formats(canvas, box))
    canvas.need_height(canvas.row, 30)
    canvas.row += 1
    canvas.gap(12)


def _steps(canvas: Canvas, blueprint: Blueprint, locale: Locale) -> None:
    if not blueprint.steps:
        return
    theme = canvas.theme
    place_heading(canvas, say("steps", locale))
    number_style = replace(
        theme.cell, align="center", size=12, bold=True, color=theme.palette.accent
    )
    for number, step in enumerate(blueprint.steps, 1):
        canvas.put(canvas.row, _FIRST, number_style, number)
        _sentence(canvas, step(locale), _FIRST + 1)
    canvas.gap(12)


def _to_fill(
    canvas: Canvas, places: dict[str, tuple[str, int, int]], around: Surroundings
) -> list[PlannedName]:
    """A list that ticks itself: all tables and grids that people fill, and how far they are."""
    blueprint, locale, theme = around.blueprint, around.locale, canvas.theme
    tables = [table for table in around.inputs.tables if table.id in places]
    if not tables:
        return []
    place_heading(canvas, say("to fill", locale))
    place_note(canvas, say("to fill note", locale))
    tick = replace(theme.cell, align="center", size=12, color=theme.palette.accent)
    counts = replace(theme.label, wrap=False)
    names, group, first = [], None, canvas.row
    for table in sorted(tables, key=lambda one: _order(one, blueprint)):
        part = blueprint.part(blueprint.part_of(table.id))
        if part is not None and part != group:
            group = part
            _group_row(canvas, part.title(locale))
        sheet, top, left = places[table.id]
        count = Cell(canvas.row, _LAST)
        canvas.put(canvas.row, _FIRST, tick, formula=_TICK(rows=count))
        link = internal_link(sheet, top, left)
        title = called_in_words(table)(locale)
        canvas.put(canvas.row, _FIRST + 1, theme.hyperlink, title, link=link)
        canvas.merge(canvas.row, _FIRST + 1, _LAST - 1, theme.hyperlink)
        filled = "cells filled" if isinstance(table, PeriodGrid) else "rows filled"
        style = replace(counts, number_format=say(filled, locale))
        target = canvas.put(canvas.row, _LAST, style, formula=filled_rows(table, locale))
        names.append(PlannedName(filled_name(table.id).name, target, hidden=True))
        canvas.need_height(canvas.row, 22)
        canvas.row += 1
    box = Box(first, _FIRST, canvas.row - 1, _LAST)
    empty = _EMPTY(rows=Cell(first, _LAST, column_absolute=True))
    canvas.conditionals.append(
        PlannedConditional(box, FormulaFormat(empty, theme.highlight("muted")))
    )
    canvas.gap(12)
    counted = CellRange(
        canvas.reference(first, _LAST), Cell(canvas.row - 2, _LAST, None, True, True)
    )
    return [PlannedName(FILLED, counted, hidden=True), *names]


def _order(table: Fillable, blueprint: Blueprint) -> int:
    """Tables of one part stand together, in the order of the parts."""
    parts = [part.id for part in blueprint.parts]
    part = blueprint.part_of(table.id)
    return parts.index(part) if part in parts else -1


def _group_row(canvas: Canvas, title: str) -> None:
    style = canvas.theme.total
    canvas.put(canvas.row, _FIRST, replace(style, align="left", indent=1), title)
    canvas.fill(canvas.row, _FIRST, _LAST, style)
    canvas.need_height(canvas.row, 24)
    canvas.row += 1


def _sheets(canvas: Canvas, sheets: Sequence[SheetLink], locale: Locale) -> None:
    theme = canvas.theme
    place_heading(canvas, say("sheets", locale))
    group = ""
    for sheet in sheets:
        if sheet.folded:
            continue
        if sheet.group != group:
            group = sheet.group
            _group_row(canvas, group)
        link = internal_link(sheet.title)
        _name(canvas, theme.hyperlink, sheet.title, link=link)
        _sentence(canvas, sheet.purpose, _NAME_END + 1)
    if folded := [sheet.title for sheet in sheets if sheet.folded]:
        _name(canvas, theme.label, say("folded", locale))
        words = say("folded help", locale) + say("sample tables between", locale).join(folded)
        _sentence(canvas, words, _NAME_END + 1)
    canvas.gap(12)


def _legend(canvas: Canvas, blueprint: Blueprint, locale: Locale) -> None:
    """Every look that means something, as it looks, and what it means."""
    theme = canvas.theme
    place_heading(canvas, say("legend", locale))
    kinds = [("input", theme.input), ("formula", theme.cell)]
    if any(column.role == "link" for table in blueprint.tables for column in table.columns):
        kinds.append(("link", theme.link))
    if any(column.linked for table in blueprint.tables for column in table.columns):
        kinds.append(("linked", theme.linked))
    for mean in _MEANINGS:
        look = theme.highlight(mean)
        style = replace(theme.cell, color=look.color, fill=look.fill, bold=bool(look.bold))
        kinds.append((mean, style))
    for key, style in kinds:
        centred = replace(style, align="center", locked=True)
        _name(canvas, centred, say(key, locale))
        _sentence(canvas, say(f"{key} help", locale), _NAME_END + 1)
    canvas.gap(12)


def _origin(canvas: Canvas, blueprint: Blueprint, profile: Profile, locale: Locale) -> None:
    """What made the workbook, as people say it; ids and digests stand in its hidden sheet."""
    place_heading(canvas, say("made by", locale))
    facts = (
        *(
            (variant.label(locale), variant.shown(locale))
            for variant in blueprint.variants
            if variant.part is None  # the parts that are in it are named above
        ),
        (say("blueprint", locale), f"{blueprint.title(locale)} {blueprint.version}"),
        (say("program", locale), f"plansheets {__version__} · {say('look over', locale)}"),
        (
            say("profile", locale),
            "Excel 2016+ · WPS · LibreOffice" if profile == "excel2016" else "Excel 365",
        ),
    )
    for name, fact in facts:
        _name(canvas, replace(canvas.theme.label, color=canvas.theme.palette.faint), name)
        _sentence(canvas, fact, _NAME_END + 1)


def _name(canvas: Canvas, style: Style, words: str, *, link: str | None = None) -> None:
    canvas.put(canvas.row, _FIRST, style, words, link=link)
    canvas.merge(canvas.row, _FIRST, _NAME_END, style)


def _sentence(canvas: Canvas, words: str, first: int) -> None:
    """The end of a row: a text from *first* to the last column, as high as it needs."""
    style = canvas.theme.label
    canvas.put(canvas.row, first, style, words)
    canvas.merge(canvas.row, first, _LAST, style)
    canvas.need_height(canvas.row, canvas.row_points([(words, canvas.width_of(first, _LAST))]) + 2)
    canvas.row += 1
