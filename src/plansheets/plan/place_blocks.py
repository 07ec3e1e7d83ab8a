"""Blocks other than tables in their places: headings, notes, forms, cards, period grids, charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Cards, Locale, Metric, Rule
from plansheets.errors import display_width
from plansheets.formula.ast import Name
from plansheets.plan.canvas import FIRST_COLUMN, Canvas
from plansheets.plan.highlights import item_rules
from plansheets.plan.model import Box, PlannedConditional
from plansheets.plan.number_formats import number_look
from plansheets.plan.parts import TableParts

CARD_WIDTH = 17.0
WORDS_CARD_WIDTH = 28.0
_WORDS_SIZE = 13.0


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
    least = WORDS_CARD_WIDTH if _holds_words(metric) else CARD_WIDTH
    wanted = max(least, display_width(metric.label(locale)) + 4)
    last = first
    while canvas.width_of(first, last) < wanted and last < first + 8:
        last += 1
    return first, last


def _holds_words(metric: Metric) -> bool:
    return metric.type.kind == "text" and metric.list_id is None


def _place_card(
    canvas: Canvas, metric: Metric, top: int, first: int, last: int, parts: TableParts
) -> None:
    theme, locale = canvas.theme, parts.locale
    box = Box(top + 1, first, top + 1, first)
    look = number_look(canvas, box, metric.type, metric.number_format, locale)
    canvas.put(top, first, theme.card_label, metric.label(locale))
    canvas.merge(top, first, last, replace(theme.card_label, left=None, left_thick=False))
    size = _WORDS_SIZE if _holds_words(metric) else theme.card_value.size
    value_style = replace(theme.card_value, number_format=look["number_format"], size=size)
    canvas.put(top + 1, first, value_style, formula=Name(metric.id))
    canvas.merge(top + 1, first, last, replace(theme.card_value, left=None, left_thick=False))
    canvas.need_height(top, 20)
    canvas.need_height(top + 1, 30)
    canvas.conditionals.extend(rule_formats(canvas, metric.rules, box))
    canvas.conditionals.extend(
        replace(one, highlight=replace(one.highlight, fill=None))
        for one in item_rules(canvas, metric.list_id, box, parts)
    )
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
