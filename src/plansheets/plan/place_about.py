"""The about sheet: what the workbook is for, how to use it, where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plansheets import __version__
from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Name
from plansheets.plan.canvas import FIRST_COLUMN, Canvas, internal_link
from plansheets.plan.model import Box, Profile
from plansheets.plan.parts import TableParts
from plansheets.plan.place_blocks import place_heading, place_note
from plansheets.plan.place_checks import VERDICT, verdict_formats
from plansheets.plan.wording import say

_ABOUT_WIDTHS = (22.0, 40.0, 40.0)


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
    parts: TableParts,
    profile: Profile,
    *,
    sample: bool,
) -> None:
    """What the workbook is for, how to use it, what the colours mean, where everything is."""
    locale, theme = parts.locale, canvas.theme
    first = FIRST_COLUMN
    last = first + len(_ABOUT_WIDTHS) - 1
    for offset, width in enumerate(_ABOUT_WIDTHS):
        canvas.need_width(first + offset, width)
    canvas.row = 2
    canvas.gap()
    if blueprint.purpose:
        place_heading(canvas, say("purpose", locale))
        canvas.paragraph(blueprint.purpose(locale), theme.text, first, last)
        canvas.gap()
    verdict_style = replace(theme.heading, bottom=None)
    canvas.put(canvas.row, first, replace(theme.label, bold=True), say("verdict", locale))
    canvas.put(
        canvas.row,
        first + 1,
        verdict_style,
        formula=Name(VERDICT),
        link=internal_link(say("checks", locale)),
    )
    canvas.fill(canvas.row, first, last, theme.cell)
    box = Box(canvas.row, first + 1, canvas.row, first + 1)
    canvas.conditionals.extend(verdict_formats(canvas, box))
    canvas.need_height(canvas.row, 26)
    canvas.row += 1
    canvas.gap()
    if blueprint.steps:
        place_heading(canvas, say("steps", locale))
        for number, step in enumerate(blueprint.steps, 1):
            canvas.paragraph(f"{number}. {step(locale)}", theme.text, first, last)
        canvas.gap()
    place_heading(canvas, say("sheets", locale))
    group = ""
    for sheet in sheets:
        if sheet.group != group:
            group = sheet.group
            canvas.put(canvas.row, first, replace(theme.label, bold=True), group)
            canvas.fill(canvas.row, first, last, theme.cell)
            canvas.need_height(canvas.row, 26)
            canvas.row += 1
        link = internal_link(sheet.title)
        canvas.put(canvas.row, first, theme.hyperlink, sheet.title, link=link)
        canvas.put(canvas.row, first + 1, theme.label, sheet.purpose)
        canvas.merge(canvas.row, first + 1, last, theme.label)
        canvas.need_height(canvas.row, 22)
        canvas.row += 1
    canvas.gap()
    place_heading(canvas, say("legend", locale))
    kinds = [("input", theme.input), ("formula", theme.cell)]
    if any(column.role == "link" for table in blueprint.tables for column in table.columns):
        kinds.append(("link", theme.link))
    if any(column.linked for table in blueprint.tables for column in table.columns):
        kinds.append(("linked", theme.linked))
    for key, style in kinds:
        canvas.put(canvas.row, first, replace(style, align="center", locked=True), say(key, locale))
        words = replace(theme.base, align="left", indent=1)
        canvas.put(canvas.row, first + 1, words, say(f"{key} help", locale))
        canvas.need_height(canvas.row, 22)
        canvas.row += 1
    canvas.gap()
    place_heading(canvas, say("made by", locale))
    facts = [
        (say("blueprint", locale), blueprint.id),
        (say("version", locale), blueprint.version),
        (say("digest", locale), blueprint.digest[:12]),
        (say("program", locale), f"plansheets {__version__}"),
        (
            say("profile", locale),
            "Excel 2016+ · WPS · LibreOffice" if profile == "excel2016" else "Excel 365",
        ),
    ]
    for name, fact in facts:
        canvas.put(canvas.row, first, replace(theme.label, color=theme.palette.faint), name)
        canvas.put(canvas.row, first + 1, theme.label, fact)
        canvas.fill(canvas.row, first, last, theme.cell)
        canvas.row += 1
    if sample:
        canvas.gap()
        place_note(canvas, say("sample note", locale))
