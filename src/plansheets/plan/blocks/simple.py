"""Blocks other than tables in their places: headings, notes, cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.blocks import Cards
from plansheets.blueprint.model import Metric, Rule
from plansheets.boxes import Box
from plansheets.formula.ast import Name
from plansheets.lengths import display_width
from plansheets.plan.blocks.highlights import item_rules
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas, pixels
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.layout import content_pixels, in_a_row, stretches
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.model import PlannedConditional
from plansheets.plan.rules import FormulaFormat
from plansheets.words import Locale

_WORDS_SIZE = 13.0
_CARD_GAP = 6.0
_CARD_WIDTH = 17.0
_WORDS_CARD_WIDTH = 28.0


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


def measure_cards(canvas: Canvas, cards: Cards, around: Surroundings) -> None:
    """Claim room for every card; how many stand side by side is decided for the whole sheet."""
    canvas.beside.append(_card_widths(cards, around))


def place_cards(canvas: Canvas, cards: Cards, under_way: UnderWay) -> None:
    """Metrics side by side, equally wide; the last of a short row takes what is left."""
    around = under_way.around
    metrics = _metrics(cards, around)
    across = in_a_row(_card_widths(cards, around), content_pixels(canvas))
    if canvas.cards_across is not None and len(metrics) > canvas.cards_across:
        across = canvas.cards_across
    places = stretches(canvas, across)
    for start in range(0, len(metrics), len(places)):
        row = metrics[start : start + len(places)]
        if start:
            canvas.gap(_CARD_GAP)
        stands = [*places[: len(row) - 1], (places[len(row) - 1][0], places[-1][1])]
        for metric, (first, last) in zip(row, stands, strict=True):
            _place_card(canvas, metric, canvas.row, first, last, around)
        canvas.row += 2
    canvas.gap(10)


def _metrics(cards: Cards, around: Surroundings) -> list[Metric]:
    return [metric for id_ in cards.metrics if (metric := around.blueprint.metric(id_))]


def _card_widths(cards: Cards, around: Surroundings) -> tuple[int, ...]:
    return tuple(pixels(_card_width(one, around.locale)) for one in _metrics(cards, around))


def _card_width(metric: Metric, locale: Locale) -> float:
    least = _WORDS_CARD_WIDTH if _holds_words(metric) else _CARD_WIDTH
    return max(least, display_width(metric.label(locale)) + 3)


def _holds_words(metric: Metric) -> bool:
    """Whether a metric shows a text of its own, which needs more room than a number."""
    return metric.type.kind == "text" and metric.list_id is None


def _place_card(
    canvas: Canvas, metric: Metric, top: int, first: int, last: int, around: Surroundings
) -> None:
    theme, locale = canvas.theme, around.locale
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
    canvas.conditionals.extend(item_rules(canvas, metric.list_id, box, around, filled=False))


def rule_formats(canvas: Canvas, rules: Sequence[Rule], box: Box) -> list[PlannedConditional]:
    """Conditional formats for rules by meaning; a value on a card keeps its panel."""
    return [
        PlannedConditional(
            box,
            FormulaFormat(rule.formula.tree, replace(canvas.theme.highlight(rule.mean), fill=None)),
        )
        for rule in rules
    ]
