"""Cards in their places: what a metric is, its value, and what the value is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plansheets.blueprint.blocks import Cards
from plansheets.blueprint.model import Metric, Rule, Table
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, Name, Node, Text
from plansheets.formula.template import template
from plansheets.lengths import display_width
from plansheets.plan.blocks.highlights import item_rules
from plansheets.plan.canvas.canvas import Canvas, pixels
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.cuts import CALM
from plansheets.plan.canvas.inputs import first_to_fill, leads_to_fill, rows_of
from plansheets.plan.canvas.layout import content_pixels, in_a_row, pixels_between, stretches
from plansheets.plan.canvas.numbers import number_look
from plansheets.plan.look.compact import compact, compact_text
from plansheets.plan.look.number_formats import conditional_format
from plansheets.plan.look.wording import say
from plansheets.plan.model import PlannedConditional
from plansheets.plan.names import filled_name
from plansheets.plan.rules import FormulaFormat
from plansheets.records import dataclass
from plansheets.words import Locale

_GAP = 6.0
_WIDTH = 17.0
_WORDS_WIDTH = 28.0
_FIRST_ROW = 4
"""Cards of the first row of a front page, which are larger than the others."""

_MOST_UNEVEN = 1.3
"""Beyond that cards keep to the edges of those above."""

_VALUE = template('IF(value="", "—", value)')
_VALUE_OF_INPUTS = template('IF(OR(value="", AND(filled=0, N(value)=0)), "—", value)')
_IS_DASH = template('card="—"')
_LABEL = template('label&IF(period="", "", " · "&period)')
_LINE = template('IF(card="—", missing, beside)')
_BESIDE = template("MID(parts, 4, 200)")
_NO_DATA = template('IF(found="", nothing, lead&found)')
_TOLD = template('IF(note="", otherwise, note)')
_TARGET = template('IF(ISNUMBER(target), " · "&(word&said), "")')
_CHANGE = template(
    "IF(AND(ISNUMBER(card), ISNUMBER(before)), IF(before>0, "
    '" · "&(word&IF(ROUND(card/before-1, 3)=0, "0.0%", IF(card>before, "▲", "▼")&'
    'TEXT(ROUND(ABS(card/before-1), 3), "0.0%"))), ""), "")'
)
_POINTS = template(
    "IF(AND(ISNUMBER(card), ISNUMBER(before)), "
    '" · "&(word&(IF(ROUND(card-before, 3)=0, "", IF(card>before, "▲", "▼"))&'
    '(TEXT(ROUND(ABS(card-before)*100, 1), "#,##0.0")&points))), "")'
)
_NOTE = template('IF(note="", "", " · "&note)')
_OTHER = template('IF(value="", "", " · "&(called&said))')
_TOGETHER = template("one&other")


@dataclass(frozen=True, slots=True)
class _Size:
    """How high the lines of a card are, and how large its value is."""

    label: float
    value: float
    letters: float
    words: float
    line: float | None
    """None where a card has no third line."""


_LARGE = _Size(20, 32, 22, 14, 18)
_SMALL = _Size(18, 26, 15, 12, 17)
_ON_WORK_SHEETS = _Size(20, 30, 20, 13, None)
"""The table below is what the sheet is for: it begins as high up as it can."""
_HELD_AGAINST = replace(_ON_WORK_SHEETS, line=17)
"""There too, where no front page says what a card is held against."""


def measure_cards(canvas: Canvas, cards: Cards, around: Surroundings) -> None:
    """Claim room for every card; how many stand side by side is decided for the whole sheet."""
    for row, _ in _rows(canvas, _metrics(cards, around), around):
        canvas.beside.append(_widths(row, around))


def place_cards(canvas: Canvas, cards: Cards, under_way: UnderWay) -> None:
    """Metrics side by side, about equally wide."""
    around = under_way.around
    for number, (metrics, size) in enumerate(_rows(canvas, _metrics(cards, around), around)):
        if number:
            canvas.gap(_GAP)
        _place_rows(canvas, metrics, size, around)
    canvas.gap(10)


def place_rows_filled(
    canvas: Canvas, table: Table, row: int, columns: tuple[int, int], around: Surroundings
) -> None:
    """A card at *row* that says how many rows of *table* hold something."""
    theme, (first, last), size = canvas.theme, columns, _ON_WORK_SHEETS
    style = replace(
        theme.card_value, number_format=say("rows filled", around.locale), size=size.words
    )
    canvas.put(row, first, theme.card_label, table.title(around.locale))
    canvas.merge(row, first, last, replace(theme.card_label, left=None, left_thick=False))
    canvas.put(row + 1, first, style, formula=filled_name(table.id))
    canvas.merge(row + 1, first, last, replace(style, left=None, left_thick=False))
    canvas.need_height(row, size.label)
    canvas.need_height(row + 1, size.value)


def _rows(
    canvas: Canvas, metrics: list[Metric], around: Surroundings
) -> list[tuple[list[Metric], _Size]]:
    """The cards by size: a front page begins with a few large ones."""
    if not canvas.front_page:
        told = _on_front_pages(around)
        held = any(_is_held_against(one) and one.id not in told for one in metrics)
        return [(metrics, _HELD_AGAINST if held else _ON_WORK_SHEETS)]
    first, rest = metrics[:_FIRST_ROW], metrics[_FIRST_ROW:]
    return [(first, _LARGE), (rest, _SMALL)] if rest else [(first, _LARGE)]


def _place_rows(canvas: Canvas, metrics: list[Metric], size: _Size, around: Surroundings) -> None:
    across = in_a_row(_widths(metrics, around), content_pixels(canvas))
    if canvas.cards_across is not None and len(metrics) > canvas.cards_across:
        across = canvas.cards_across
    places = stretches(canvas, across)
    widths = [pixels_between(canvas, *place) for place in places]
    if canvas.front_page and max(widths) > _MOST_UNEVEN * min(widths):
        places = stretches(canvas, _FIRST_ROW)
    for start in range(0, len(metrics), len(places)):
        row = metrics[start : start + len(places)]
        if start:
            canvas.gap(_GAP)
        stands = _stands(canvas, places, len(row))
        for metric, (first, last) in zip(row, stands, strict=True):
            _place_card(canvas, metric, first, last, size, around)
        canvas.row += 2 if size.line is None else 3


def _stands(canvas: Canvas, places: Sequence[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Where the cards of a row stand; those of a short one share it."""
    even = stretches(canvas, count)
    widths = [pixels_between(canvas, *place) for place in even]
    if len(even) == count < len(places) and max(widths) <= CALM[0] * min(widths):
        return even
    return [*places[: count - 1], (places[count - 1][0], places[-1][1])]


def _on_front_pages(around: Surroundings) -> set[str]:
    """The metrics that a front page has on its cards."""
    sheets = [sheet for sheet in around.blueprint.sheets if sheet.front_page]
    blocks = [block for sheet in sheets for block in sheet.blocks]
    return {id_ for block in blocks if isinstance(block, Cards) for id_ in block.metrics}


def _is_held_against(metric: Metric) -> bool:
    """Whether its card holds its value against a target, or what it was before."""
    return any(one is not None for one in (metric.target, metric.before, metric.last_year))


def _metrics(cards: Cards, around: Surroundings) -> list[Metric]:
    return [metric for id_ in cards.metrics if (metric := around.blueprint.metric(id_))]


def _widths(metrics: list[Metric], around: Surroundings) -> tuple[int, ...]:
    return tuple(pixels(_width(one, around.locale)) for one in metrics)


def _width(metric: Metric, locale: Locale) -> float:
    least = _WORDS_WIDTH if _holds_words(metric) else _WIDTH
    return max(least, display_width(metric.label(locale)) + 3)


def _holds_words(metric: Metric) -> bool:
    """Whether a metric shows a text of its own, which needs more room than a number."""
    return metric.type.kind == "text" and metric.list_id is None


def _place_card(
    canvas: Canvas, metric: Metric, first: int, last: int, size: _Size, around: Surroundings
) -> None:
    theme, locale, top = canvas.theme, around.locale, canvas.row
    box = Box(top + 1, first, top + 1, first)
    label: Node | None = None
    if metric.period is not None:
        label = _LABEL(label=metric.label(locale), period=metric.period.tree)
    words = None if label else metric.label(locale)
    canvas.put(top, first, theme.card_label, words, formula=label)
    canvas.merge(top, first, last, replace(theme.card_label, left=None, left_thick=False))
    letters = size.words if _holds_words(metric) else size.letters
    style = replace(
        theme.card_value, number_format=_number_format(canvas, metric, box, locale), size=letters
    )
    canvas.put(top + 1, first, style, formula=_value(metric, around))
    canvas.merge(top + 1, first, last, replace(style, left=None, left_thick=False))
    if size.line is not None:
        line = _line(metric, Cell(top + 1, first), around)
        canvas.put(top + 2, first, theme.card_line, formula=line)
        canvas.merge(top + 2, first, last, replace(theme.card_line, left=None, left_thick=False))
        canvas.need_height(top + 2, size.line)
    canvas.need_height(top, size.label)
    canvas.need_height(top + 1, size.value)
    dash = _IS_DASH(card=Cell(box.first_row, box.first_column))
    muted = FormulaFormat(dash, canvas.theme.highlight("muted"), stop=True)
    canvas.conditionals.append(PlannedConditional(box, muted))
    canvas.conditionals.extend(rule_formats(canvas, metric.rules, box))
    canvas.conditionals.extend(item_rules(canvas, metric.list_id, box, around, filled=False))


def _number_format(canvas: Canvas, metric: Metric, box: Box, locale: Locale) -> str:
    """The format of a card's value: large amounts in the units of the page."""
    own = metric.number_format(locale) if metric.number_format else metric.type.number_format
    short = compact(metric.type, own, locale)
    if short is None:
        look = number_look(canvas, box, metric.type, metric.number_format, locale)
        return str(look["number_format"])
    cell = Cell(box.first_row, box.first_column)
    canvas.conditionals.extend(
        conditional_format(box, condition(cell=cell), number_format)
        for condition, number_format in short.otherwise
    )
    return short.usual


def _value(metric: Metric, around: Surroundings) -> Node:
    """What a card shows: a dash where there is nothing, and for a 0 that is made of nothing."""
    value = Name(metric.id)
    tables = around.inputs.counted_by(metric.formula.tree)
    if not tables:
        return _VALUE(value=value)
    return _VALUE_OF_INPUTS(value=value, filled=rows_of(tables))


def _line(metric: Metric, card: Cell, around: Surroundings) -> Node:
    """The small line under a value: what it is held against, or what is to be filled in first."""
    locale = around.locale
    inputs = around.inputs.of(metric.formula.tree)
    missing: Node = Text(say("no data", locale))
    if inputs:
        missing = _NO_DATA(
            found=first_to_fill(inputs, locale),
            nothing=missing,
            lead=leads_to_fill(inputs, locale),
        )
    if metric.note is not None:  # which knows better why there is nothing
        missing = _TOLD(note=metric.note.tree, otherwise=missing)
    parts = [*_parts(metric, card, locale), *_others(metric, around)]
    beside: Node = Text("")
    if parts:
        together = parts[0]
        for part in parts[1:]:
            together = _TOGETHER(one=together, other=part)
        beside = _BESIDE(parts=together)
    return _LINE(card=card, missing=missing, beside=beside)


def _parts(metric: Metric, card: Cell, locale: Locale) -> list[Node]:
    """What a value is held against, each begun by a dot."""
    parts = []
    if metric.target is not None:
        own = metric.number_format(locale) if metric.number_format else metric.type.number_format
        target = metric.target.tree
        said = compact_text(target, metric.type, own, locale)
        parts.append(_TARGET(target=target, word=say("target", locale), said=said))
    for formula, key in ((metric.before, "change"), (metric.last_year, "change in a year")):
        if formula is None:
            continue
        held = {"card": card, "before": formula.tree, "word": say(key, locale)}
        if metric.type.measure == "percent":
            parts.append(_POINTS(**held, points=say("points", locale)))
        else:
            parts.append(_CHANGE(**held))
    if metric.note is not None:
        parts.append(_NOTE(note=metric.note.tree))
    return parts


def _others(metric: Metric, around: Surroundings) -> Iterator[Node]:
    """Other metrics by their labels and values."""
    locale = around.locale
    for id_ in metric.beside:
        other = around.blueprint.metric(id_)
        if other is None:
            continue
        value = Name(other.id)
        said: Node = value
        if other.type.kind == "number":
            own = other.number_format(locale) if other.number_format else other.type.number_format
            said = compact_text(value, other.type, own, locale)
        yield _OTHER(value=value, called=f"{other.label(locale)} ", said=said)


def rule_formats(canvas: Canvas, rules: Sequence[Rule], box: Box) -> list[PlannedConditional]:
    """Conditional formats for rules by meaning; a value on a card keeps its panel."""
    return [
        PlannedConditional(
            box,
            FormulaFormat(rule.formula.tree, replace(canvas.theme.highlight(rule.mean), fill=None)),
        )
        for rule in rules
    ]
