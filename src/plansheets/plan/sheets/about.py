"""The about sheet: what the workbook is for, how to use it, where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets import __version__
from plansheets.blueprint.model import Blueprint, Meaning
from plansheets.boxes import Box
from plansheets.formula.ast import Name
from plansheets.plan.blocks.simple import place_heading, place_note
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas, internal_link
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.look.wording import say
from plansheets.plan.model import Profile, Style
from plansheets.plan.names import VERDICT
from plansheets.plan.sheets.checks import verdict_formats
from plansheets.records import dataclass
from plansheets.words import Locale

_WIDTHS = (5.0, 19.0, 39.0, 39.0)
_FIRST, _NAME_END, _LAST = FIRST_COLUMN, FIRST_COLUMN + 1, FIRST_COLUMN + 3
"""Numbers stand in the first column, names over the first two, sentences in the rest."""
_MEANINGS: tuple[Meaning, ...] = ("good", "warn", "bad")


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A sheet of the workbook, for navigation."""

    title: str
    purpose: str
    group: str = ""
    """The included blueprint it comes from, by its title."""


def place_about(
    canvas: Canvas,
    blueprint: Blueprint,
    sheets: Sequence[SheetLink],
    around: Surroundings,
    profile: Profile,
    *,
    sample: bool,
) -> None:
    """What the workbook is for, how to use it, what the colours mean, where everything is."""
    locale = around.locale
    for offset, width in enumerate(_WIDTHS):
        canvas.need_width(_FIRST + offset, width)
    canvas.row = 2
    canvas.gap(12)
    if blueprint.purpose:
        canvas.paragraph(blueprint.purpose(locale), canvas.theme.lead, _FIRST, _LAST)
        canvas.gap(12)
    if sample:
        place_note(canvas, say("sample note", locale))
        canvas.gap()
    _verdict(canvas, locale)
    _steps(canvas, blueprint, locale)
    _sheets(canvas, sheets, locale)
    _legend(canvas, blueprint, locale)
    _origin(canvas, blueprint, profile, locale)


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


def _sheets(canvas: Canvas, sheets: Sequence[SheetLink], locale: Locale) -> None:
    theme = canvas.theme
    place_heading(canvas, say("sheets", locale))
    group = ""
    for sheet in sheets:
        if sheet.group != group:
            group = sheet.group
            canvas.put(canvas.row, _FIRST, replace(theme.total, align="left", indent=1), group)
            canvas.fill(canvas.row, _FIRST, _LAST, theme.total)
            canvas.need_height(canvas.row, 24)
            canvas.row += 1
        link = internal_link(sheet.title)
        _name(canvas, theme.hyperlink, sheet.title, link=link)
        _sentence(canvas, sheet.purpose, _NAME_END + 1)
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
    """What made the workbook: enough to make it again."""
    place_heading(canvas, say("made by", locale))
    facts = (
        (say("blueprint", locale), f"{blueprint.id} {blueprint.version}"),
        (say("digest", locale), blueprint.digest[:12]),
        (say("program", locale), f"plansheets {__version__}"),
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
