"""The bars of a timeline: conditional formats over cells that hold nothing to read.

Every cell of the grid holds a 0 that its number format hides, so that the number format of a rule
can show a mark in its place. Rules stand in their order and each is complete, because LibreOffice
applies the first that holds and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from plansheets.blueprint.model import ItemList
from plansheets.boxes import Box
from plansheets.formula.ast import Node, Number, Text
from plansheets.formula.template import template
from plansheets.plan.look.colors import mix
from plansheets.plan.look.palettes import WHITE, Palette
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedConditional
from plansheets.plan.rules import FormulaFormat, Highlight
from plansheets.records import dataclass
from plansheets.words import Locale

HIDDEN = ";;;"
"""The number format that shows nothing."""
MARKS: Final[dict[str, Node]] = {
    "today_mark": Number(2),
    "off_mark": Number(1),
    "plain_mark": Number(0),
}
"""What a column of the axis is, as the row above it says."""

_IN_NO_ROW = template('task=""')
_ON_TODAY = template("mark=today_mark")
_OFF = template("mark=off_mark")
_NEW_MONTH = template('month<>""')
_MONDAY = template("AND(step=1, WEEKDAY(day, 2)=1)")

_COVERS = template("AND(N(first)>0, day+step>first, day<=N(last))")
_DONE = template("MIN(day+step-1, last)<first+ROUND(N(done)*(last-first+1), 0)")
_LATE = template("MIN(day+step-1, last)<N(today)")
_MILESTONE = template('AND(N(last)>=day, N(last)<day+step, OR(first=last, milestone<>""))')

_BOTH = template("AND(condition, other)")
_MISSED = template("AND(is_milestone, N(done)<1, last<N(today))")
_BEHIND = template("AND(covers, late, NOT(is_done))")
_IN_PHASE = template("AND(phase=label, covers)")
_DONE_IN_PHASE = template("AND(phase=label, covers, is_done)")

_PALE = 0.62
"""How much lighter what is only planned is: dark and pale print apart in black and white."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """An entry of the legend: how cells look, and what that means."""

    looks: tuple[Highlight, ...]
    label: str


def bar_rules(
    box: Box, cells: dict[str, Node], phases: ItemList | None, palette: Palette, locale: Locale
) -> Iterator[PlannedConditional]:
    """The rules of the cells in *box*.

    *cells* are the references that the rules are made of, relative to the first cell of the box:
    ``day``, ``step``, ``today``, ``mark`` and ``month`` of the axis, ``task``, ``first``, ``last``,
    ``done``, ``phase`` and ``milestone`` of the row.
    """
    today, off = _today(palette), _off(palette)
    begins = Highlight(left=palette.header_line, bottom=palette.line)
    known = cells | MARKS
    on_today, is_off, new_month = (
        condition.among(known) for condition in (_ON_TODAY, _OFF, _NEW_MONTH)
    )
    yield _rule(box, _IN_NO_ROW.among(cells), Highlight(bottom=WHITE))
    for condition, look in _bars(cells, phases, palette, locale):
        framed = replace(
            today,
            fill=look.fill,
            color=look.color,
            bold=look.bold,
            number_format=look.number_format,
        )
        yield _rule(box, _BOTH(condition=on_today, other=condition), framed)
        yield _rule(box, condition, look)
    yield _rule(box, on_today, today)
    first_off = replace(begins, fill=off.fill)
    yield _rule(box, _BOTH(condition=is_off, other=new_month), first_off)
    yield _rule(box, is_off, off)
    yield _rule(box, new_month, begins)
    yield _rule(box, _MONDAY.among(cells), replace(begins, left=palette.line))


def axis_rules(
    box: Box, cells: dict[str, Node], palette: Palette, bottom: str | None
) -> Iterator[PlannedConditional]:
    """Today, days off and the first day of a month, on a row of the axis itself."""
    today = Highlight(color=palette.on_band, fill=palette.bad, bold=True, bottom=bottom)
    off = Highlight(color=palette.faint, fill=_off(palette).fill)
    begins = Highlight(left=palette.header_line, bottom=bottom)
    known = cells | MARKS
    on_today, is_off, new_month = (
        condition.among(known) for condition in (_ON_TODAY, _OFF, _NEW_MONTH)
    )
    yield _rule(box, on_today, today)
    first_off = replace(begins, color=off.color, fill=off.fill)
    yield _rule(box, _BOTH(condition=is_off, other=new_month), first_off)
    yield _rule(box, is_off, off)
    yield _rule(box, new_month, begins)


def swatches(phases: ItemList | None, palette: Palette, locale: Locale) -> Iterator[Swatch]:
    """What the legend explains: done and planned, each phase, late parts, milestones, today."""
    looks = list(_phase_looks(phases, palette))
    if not looks:
        yield Swatch((_done(palette),), say("bar done", locale))
        yield Swatch((_planned(palette),), say("bar planned", locale))
    for item, (done, planned) in zip(phases.items if phases else (), looks, strict=True):
        yield Swatch((done, planned), item.label(locale))
    yield Swatch((_late(palette),), say("bar late", locale))
    yield Swatch((_diamond(palette),), say("milestone", locale))
    yield Swatch((_today(palette),), say("today", locale))
    yield Swatch((_off(palette),), say("day off", locale))
    if looks:
        yield Swatch((), say("bar shades", locale))


def _rule(box: Box, condition: Node, look: Highlight) -> PlannedConditional:
    return PlannedConditional(box, FormulaFormat(condition, look, stop=True))


def _bars(
    cells: dict[str, Node], phases: ItemList | None, palette: Palette, locale: Locale
) -> Iterator[tuple[Node, Highlight]]:
    """What a cell of a bar can be, the most telling first."""
    diamond = _diamond(palette)
    milestone, covers, done, late = (
        condition.among(cells) for condition in (_MILESTONE, _COVERS, _DONE, _LATE)
    )
    yield _MISSED.among(cells, is_milestone=milestone), replace(diamond, color=palette.bad)
    yield milestone, diamond
    yield _BEHIND(covers=covers, late=late, is_done=done), _late(palette)
    looks = _phase_looks(phases, palette)
    for item, (dark, pale) in zip(phases.items if phases else (), looks, strict=False):
        known = cells | {"label": Text(item.label(locale)), "covers": covers, "is_done": done}
        yield _DONE_IN_PHASE.among(known), dark
        yield _IN_PHASE.among(known), pale
    yield _BOTH(condition=covers, other=done), _done(palette)
    yield covers, _planned(palette)


def _phase_looks(
    phases: ItemList | None, palette: Palette
) -> Iterator[tuple[Highlight, Highlight]]:
    """Dark for what is done, pale for what is planned, a colour for each phase."""
    for index, _ in enumerate(phases.items if phases else ()):
        color = mix(palette.series[index % len(palette.series)], palette.ink, 0.15)
        yield Highlight(fill=color), Highlight(fill=mix(color, WHITE, _PALE))


def _done(palette: Palette) -> Highlight:
    return Highlight(fill=palette.title)


def _planned(palette: Palette) -> Highlight:
    return Highlight(fill=mix(palette.accent, WHITE, _PALE))


def _late(palette: Palette) -> Highlight:
    return Highlight(color=palette.bad, fill=palette.bad_fill, bold=True, number_format='"×"')


def _diamond(palette: Palette) -> Highlight:
    return Highlight(color=palette.ink, bold=True, number_format='"◆"')


def _today(palette: Palette) -> Highlight:
    return Highlight(left=palette.bad, right=palette.bad, bottom=palette.line)


def _off(palette: Palette) -> Highlight:
    return Highlight(fill=mix(palette.faint, WHITE, 0.88))
