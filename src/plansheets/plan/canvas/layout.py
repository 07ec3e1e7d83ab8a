"""The columns of a sheet: blocks side by side share edges, and reach from one margin to the other.

Tables and period grids dictate the widths of the columns they stand in. Cards and charts have no
columns of their own: they stand over stretches of equal width, which the columns below are made
to meet wherever a table can spare it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Sheet
from plansheets.lengths import display_width
from plansheets.plan.canvas.canvas import Canvas, characters, pixels
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.cuts import CALM, calm, cuts

PAGE_PIXELS = 1_280
"""How wide a sheet of cards and charts is: a laptop shows it whole, A4 prints it at four fifths."""
PORTRAIT_PIXELS = 880
"""The same on a page that stands upright."""
_WIDEST = 1.3
"""How many times as wide a sheet may be made for its cards, and still be printed large enough."""
_MOST_CARDS = 7
"""Cards side by side; more stand in several rows."""
_LEAST_CARDS = 3
"""Cards stand in more rows rather than unevenly, but not fewer than these side by side."""
_TITLE_SIZE = 1.7
"""How much wider a title's letters are than a cell's."""
_VERDICT_WIDTH = 30.0
_LEAST_COLUMNS = 24
_MOST_COLUMNS = 48
_STEPS = 7
_GROWTH_COST, _ROW_COST = 0.1, 0.5
"""What it costs to make a sheet a twentieth wider, and to take one more row of cards, so that the
columns meet the cards."""
_MOST_LOWERED, _MOST_HEIGHTENED = 0.65, 1.7
"""How far the height of a chart on a front page follows the page."""
_LOWERED_TO_FIT = 0.15
"""By how much of their height charts may be lower so that a page is filled from side to side."""
_MOST_UNEVEN_DRAWINGS = 1.25
_MOST_UNEVEN = 1.6
"""How much more than the columns on the whole one of numbers may be widened."""
_MOST_GROWN = 1.06
"""How many times as wide a sheet that is worked on may be made so that its cards look alike."""
_MOST_WIDENED = 1.12
"""The same of one that is looked at: texts on two lines would make it too high for its page."""
_NAME = 32.0
"""Characters that a column of words keeps where cards above it would be wider than others."""


def lay_out(canvas: Canvas, sheet: Sheet, around: Surroundings) -> None:
    """Settle the columns of *sheet*, whose tables, grids and forms have claimed theirs."""
    page = PAGE_PIXELS if sheet.landscape else PORTRAIT_PIXELS
    rows = [in_a_row(widths, max(_whole(canvas), page)) for widths in canvas.beside]
    if not canvas.widths:
        _even_columns(canvas, rows)
    elif (rows or sheet.one_page) and not _grows(sheet, around):
        _widen(canvas, max(rows, default=1), page)
    elif rows:
        whole = _whole(canvas)
        canvas.cards_across = max(in_a_row(widths, whole) for widths in canvas.beside)
        _make_calm(canvas, canvas.cards_across, page, _MOST_GROWN, CALM)
    elif len(canvas.widths) > 2 and _whole(canvas) < (needed := pixels(band_width(canvas.title))):
        _scale(canvas, _shown(canvas), needed)


def band_width(title: str) -> float:
    """Characters that the title band needs for its title and, at its end, the verdict."""
    return display_width(title) * _TITLE_SIZE + _VERDICT_WIDTH


def in_a_row(widths: Sequence[int], whole: int) -> int:
    """How many things of so many pixels each stand side by side in *whole*, in even rows."""
    most = max(1, min(_MOST_CARDS, whole // max(widths, default=whole)))
    return math.ceil(len(widths) / math.ceil(len(widths) / most)) if widths else 1


def stretches(canvas: Canvas, count: int) -> list[tuple[int, int]]:
    """First and last column of *count* stretches of the sheet, as even as its columns allow."""
    shown = _shown(canvas)
    count = min(count, len(shown))
    edges = [0]
    for column in shown:
        edges.append(edges[-1] + pixels(canvas.width(column)))
    ideal = edges[-1] / count
    found = cuts(len(shown), count, lambda start, stop: (edges[stop] - edges[start] - ideal) ** 2)
    assert found is not None
    return [(shown[start], shown[stop - 1]) for start, stop in itertools.pairwise(found[1])]


def place_at(canvas: Canvas, offset: int) -> tuple[int, int]:
    """The column that lies *offset* pixels from the content's left edge, and the pixels into it."""
    left = 0
    for column in _shown(canvas):
        right = left + pixels(canvas.width(column))
        if offset < right:
            return column, offset - left
        left = right
    return canvas.last_column + 1, offset - left


def side_by_side(canvas: Canvas, count: int, gutter: int) -> list[tuple[int, int, int]]:
    """Where each of *count* drawings side by side begins, as in ``place_at``, and its pixels.

    They begin with columns, as the words above them do, wherever that leaves them about as wide.
    """
    places = stretches(canvas, count)
    widths = [pixels_between(canvas, *place) for place in places]
    if len(places) == count and max(widths) <= _MOST_UNEVEN_DRAWINGS * min(widths):
        last = len(places) - 1
        return [
            (first, 0, width - (gutter if number < last else 0))
            for number, ((first, _), width) in enumerate(zip(places, widths, strict=True))
        ]
    width = (content_pixels(canvas) + gutter) // count - gutter
    return [(*place_at(canvas, number * (width + gutter)), width) for number in range(count)]


def content_pixels(canvas: Canvas) -> int:
    """The width of the sheet's content."""
    return _whole(canvas)


def _shown(canvas: Canvas) -> list[int]:
    """The columns that are seen and, where some are for the screen alone, printed."""
    hidden = set(canvas.hidden_columns)
    last = canvas.last_column
    if canvas.printed_to is not None:
        last = min(last, canvas.printed_to)
    return [column for column in range(canvas.left, last + 1) if column not in hidden]


def _whole(canvas: Canvas) -> int:
    return sum(pixels(canvas.width(column)) for column in _shown(canvas))


def _grows(sheet: Sheet, around: Surroundings) -> bool:
    held = (id_ for block in sheet.blocks for id_ in block.holds.tables)
    tables = (around.blueprint.table(id_) for id_ in held)
    return any(table is not None and table.growing for table in tables)


def _even_columns(canvas: Canvas, rows: Sequence[int]) -> None:
    """Narrow columns of one width, as many as cards in every row can share."""
    step = math.lcm(*rows, 2)
    count = step * math.ceil(_LEAST_COLUMNS / step)
    if count > _MOST_COLUMNS:
        count = _LEAST_COLUMNS
    for column in range(canvas.left, canvas.left + count):
        canvas.need_width(column, characters(PAGE_PIXELS // count))


def _widen(canvas: Canvas, cards: int, page: int) -> None:
    """Give columns more room until the sheet is full and, if it can be, every card as wide.

    Where the columns are too few for so many cards, these stand in more rows.
    """
    shown = _shown(canvas)
    widths = [pixels(canvas.width(column)) for column in shown]
    target = max(page, sum(widths))
    most = max(round(page * _WIDEST), target)
    stiff = [0.1 if column in canvas.elastic else 1.0 for column in shown]
    options = [(rows, math.ceil(cards / rows)) for rows in (1, 2, 3)]
    options = [(rows, across) for rows, across in options if across >= min(_LEAST_CARDS, cards)]
    found = [
        (cost + _GROWTH_COST * step + _ROW_COST * rows, across, share, edges)
        for rows, across in options
        for step in range(_STEPS)
        for share in [round(target / across * (1 + step / 20))]
        if share * across <= most + across
        if (grouped := _groups(widths, stiff, across, share)) is not None
        for cost, edges in [grouped]
    ]
    if not found:
        _scale(canvas, shown, target)
        canvas.cards_across = min(
            options, key=lambda option: _unevenness(canvas, option[1]) + _ROW_COST * option[0]
        )[1]
        _make_calm(canvas, canvas.cards_across, page, _MOST_WIDENED, CALM[:1])
        return
    _, canvas.cards_across, share, edges = min(found)
    for start, stop in itertools.pairwise(edges):
        _scale(canvas, shown[start:stop], share)


def _unevenness(canvas: Canvas, across: int) -> float:
    """How many times as wide as the narrowest of *across* cards the widest is."""
    taken = [pixels_between(canvas, *place) for place in stretches(canvas, across)]
    return max(taken) / min(taken)


def pixels_between(canvas: Canvas, first: int, last: int) -> int:
    """The width of the columns from *first* to *last*."""
    return sum(pixels(canvas.width(column)) for column in _shown(canvas) if first <= column <= last)


def _scale(canvas: Canvas, columns: Sequence[int], whole: int) -> None:
    """Widen *columns* alike until together they take *whole* pixels."""
    widths = [pixels(canvas.width(column)) for column in columns]
    factor, left = whole / sum(widths), whole
    for column, width in zip(columns[:-1], widths[:-1], strict=True):
        canvas.widths[column] = characters(round(width * factor))
        left -= pixels(canvas.widths[column])
    canvas.widths[columns[-1]] = characters(left)


def _groups(
    widths: Sequence[int], stiff: Sequence[float], count: int, share: int
) -> tuple[float, tuple[int, ...]] | None:
    """Cuts between columns so that each of *count* stretches can become *share* wide.

    With the least cost, which is how much more than others stiff columns are widened; None where
    columns are too few, or would become too different from each other.
    """
    all_alike = max(share * count / sum(widths), 1.0)

    def cost(start: int, stop: int) -> float | None:
        width = sum(widths[start:stop])
        uneven = share / width / all_alike
        if width > share or (max(stiff[start:stop]) == 1.0 and uneven > _MOST_UNEVEN):
            return None
        return (uneven - 1) ** 2 * sum(stiff[start:stop])

    return cuts(len(widths), count, cost)


def _make_calm(
    canvas: Canvas,
    across: int,
    page: int,
    grown: float,
    limits: Sequence[float],
) -> None:
    """Let *across* stretches look alike where they cannot be equally wide.

    The sheet may become *grown* times as wide for it; *limits* say how alike is alike enough.
    On a front page columns of words then give some of their room: their rows become higher.
    """
    shown = _shown(canvas)
    if across > len(shown) or _unevenness(canvas, across) <= CALM[0]:
        return
    widths = [pixels(canvas.width(column)) for column in shown]
    spared = [
        max(0, width - pixels(_NAME)) if canvas.front_page and column in canvas.elastic else 0
        for column, width in zip(shown, widths, strict=True)
    ]
    whole = sum(widths)
    printed = max(whole, round(page * _WIDEST))
    settled = (
        calm(widths, [0] * len(shown), across, min(printed, round(whole * grown)), limits)
        or calm(widths, spared, across, printed if canvas.front_page else whole)
        or widths
    )
    for column, before, width in zip(shown, widths, settled, strict=True):
        if width != before:
            canvas.widths[column] = characters(width)


def fill_page(canvas: Canvas, high: float, most: float) -> None:
    """Make the charts of a front page higher until it fills *high* points, lower beyond *most*."""
    rows = canvas.drawn_rows
    drawn = sum(canvas.height(row) for row in rows)
    if not drawn:
        return
    now = sum(canvas.height(row) for row in range(canvas.row))
    fitting = max(high, now - _LOWERED_TO_FIT * drawn) if now > high else high
    spare = min(fitting, max(high, most)) - now
    factor = min(max(1 + spare / drawn, _MOST_LOWERED), _MOST_HEIGHTENED)
    for row in rows:
        canvas.heights[row] = round(canvas.heights[row] * factor, 2)
    canvas.charts[:] = [
        replace(chart, height=math.floor(chart.height * factor)) for chart in canvas.charts
    ]
