"""The columns of a sheet: blocks side by side share edges, and reach from one margin to the other.

Tables and period grids dictate the widths of the columns they stand in. Cards and charts have no
columns of their own: they stand over stretches of equal width, which the columns below are made
to meet wherever a table can spare it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from plansheets.blueprint.model import Cards, Locale, Metric, Place, Sheet
from plansheets.errors import display_width
from plansheets.plan.canvas import FIRST_COLUMN, Canvas, characters, pixels
from plansheets.plan.parts import TableParts

PAGE_PIXELS = 1_280
"""How wide a sheet of cards and charts is: a laptop shows it whole, A4 prints it at four fifths."""
MOST_CARDS = 7
"""Cards side by side; more stand in several rows."""
_TITLE_SIZE = 1.7
"""How much wider a title's letters are than a cell's."""
_VERDICT_WIDTH = 30.0
_CARD_WIDTH = 17.0
_WORDS_CARD_WIDTH = 28.0
_LEAST_COLUMNS = 24
_MOST_COLUMNS = 48
_MOST_STRETCH = 1.3
"""How much wider than it must be a sheet may become so that its columns meet its cards."""


def lay_out(canvas: Canvas, sheet: Sheet, parts: TableParts) -> None:
    """Settle the columns of *sheet*, whose tables, grids and forms have claimed theirs."""
    rows = [
        cards_in_a_row(block, parts, max(_whole(canvas), PAGE_PIXELS))
        for block in sheet.blocks
        if isinstance(block, Cards)
    ]
    if not canvas.widths:
        _even_columns(canvas, rows)
    elif (rows or sheet.one_page) and not _grows(sheet, parts):
        _widen(canvas, max(rows, default=1))
    elif len(canvas.widths) > 2 and _whole(canvas) < (needed := pixels(band_width(canvas.title))):
        _scale(canvas, _shown(canvas), needed)


def band_width(title: str) -> float:
    """Characters that the title band needs for its title and, at its end, the verdict."""
    return display_width(title) * _TITLE_SIZE + _VERDICT_WIDTH


def cards_in_a_row(cards: Cards, parts: TableParts, whole: int) -> int:
    """How many of *cards* stand side by side in *whole* pixels; the rows are as even as can be."""
    metrics = [metric for id_ in cards.metrics if (metric := parts.blueprint.metric(id_))]
    widest = max((pixels(_card_width(one, parts.locale)) for one in metrics), default=whole)
    most = max(1, min(MOST_CARDS, whole // widest))
    return math.ceil(len(metrics) / math.ceil(len(metrics) / most)) if metrics else 1


def _card_width(metric: Metric, locale: Locale) -> float:
    least = _WORDS_CARD_WIDTH if holds_words(metric) else _CARD_WIDTH
    return max(least, display_width(metric.label(locale)) + 3)


def holds_words(metric: Metric) -> bool:
    """Whether a metric shows a text of its own, which needs more room than a number."""
    return metric.type.kind == "text" and metric.list_id is None


def stretches(canvas: Canvas, count: int) -> list[tuple[int, int]]:
    """First and last column of *count* stretches of the sheet, as even as its columns allow."""
    shown = _shown(canvas)
    count = min(count, len(shown))
    edges = [0]
    for column in shown:
        edges.append(edges[-1] + pixels(canvas.width(column)))
    cuts = [0]
    for number in range(1, count):
        ideal = edges[-1] * number / count
        free = range(cuts[-1] + 1, len(shown) - (count - number) + 1)
        cuts.append(min(free, key=lambda cut: abs(edges[cut] - ideal)))
    cuts.append(len(shown))
    return [(shown[cuts[n]], shown[cuts[n + 1] - 1]) for n in range(count)]


def place_at(canvas: Canvas, offset: int) -> tuple[int, int]:
    """The column that lies *offset* pixels from the content's left edge, and the pixels into it."""
    left = 0
    for column in _shown(canvas):
        right = left + pixels(canvas.width(column))
        if offset < right:
            return column, offset - left
        left = right
    return canvas.last_column + 1, offset - left


def content_pixels(canvas: Canvas) -> int:
    """The width of the sheet's content."""
    return _whole(canvas)


def _shown(canvas: Canvas) -> list[int]:
    hidden = set(canvas.hidden_columns)
    return [
        column for column in range(FIRST_COLUMN, canvas.last_column + 1) if column not in hidden
    ]


def _whole(canvas: Canvas) -> int:
    return sum(pixels(canvas.width(column)) for column in _shown(canvas))


def _grows(sheet: Sheet, parts: TableParts) -> bool:
    tables = (parts.blueprint.table(one.table) for one in sheet.blocks if isinstance(one, Place))
    return any(table is not None and table.growing for table in tables)


def _even_columns(canvas: Canvas, rows: Sequence[int]) -> None:
    """Narrow columns of one width, as many as cards in every row can share."""
    step = math.lcm(*rows, 2)
    count = step * math.ceil(_LEAST_COLUMNS / step)
    if count > _MOST_COLUMNS:
        count = _LEAST_COLUMNS
    for column in range(FIRST_COLUMN, FIRST_COLUMN + count):
        canvas.need_width(column, characters(PAGE_PIXELS // count))


def _widen(canvas: Canvas, cards: int) -> None:
    """Give columns more room until the sheet is full and, if it can be, every card as wide."""
    shown = _shown(canvas)
    widths = [pixels(canvas.width(column)) for column in shown]
    target = max(PAGE_PIXELS, sum(widths))
    groups = _even_groups(widths, cards)
    if groups is not None:
        share = max(target / cards, *(sum(widths[start:stop]) for start, stop in groups))
        if share * cards <= target * _MOST_STRETCH:
            for start, stop in groups:
                _scale(canvas, shown[start:stop], round(share))
            return
    _scale(canvas, shown, target)


def _scale(canvas: Canvas, columns: Sequence[int], whole: int) -> None:
    """Widen *columns* alike until together they take *whole* pixels."""
    widths = [pixels(canvas.width(column)) for column in columns]
    factor, left = whole / sum(widths), whole
    for column, width in zip(columns[:-1], widths[:-1], strict=True):
        canvas.widths[column] = characters(round(width * factor))
        left -= pixels(canvas.widths[column])
    canvas.widths[columns[-1]] = characters(left)


def _even_groups(widths: Sequence[int], count: int) -> list[tuple[int, int]] | None:
    """*widths* cut into *count* stretches of which the widest is as narrow as possible."""
    if count > len(widths):
        return None
    # best[n][k]: the widest stretch of the first n columns in k stretches, and its last cut
    best: list[dict[int, tuple[int, int]]] = [{0: (0, 0)}]
    for stop in range(1, len(widths) + 1):
        found: dict[int, tuple[int, int]] = {}
        for start in range(stop):
            width = sum(widths[start:stop])
            for cuts, (widest, _) in best[start].items():
                here = max(widest, width), start
                if cuts < count and here < found.get(cuts + 1, (math.inf, 0)):
                    found[cuts + 1] = here
        best.append(found)
    groups: list[tuple[int, int]] = []
    stop = len(widths)
    for cuts in range(count, 0, -1):
        start = best[stop][cuts][1]
        groups.insert(0, (start, stop))
        stop = start
    return groups
