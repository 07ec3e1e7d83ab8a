"""Sheets side by side on one: each keeps its columns, and tables whose headers can meet do."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import TypeVar

from plansheets.blueprint.block import Block
from plansheets.blueprint.blocks import Cards, Place
from plansheets.blueprint.model import Blueprint, Sheet
from plansheets.boxes import Box
from plansheets.grid import MAX_ROWS
from plansheets.lengths import display_width
from plansheets.plan.blocks.cards import place_rows_filled
from plansheets.plan.blocks.drawings import place_blocks
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas, internal_link
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.plan.canvas.margins import on_one_page, on_paper, side_margins
from plansheets.plan.canvas.paper import rows_on_a_page
from plansheets.plan.look.theme import Theme
from plansheets.plan.model import ROW_POINTS, PlannedSheet
from plansheets.plan.sheets.begun import begin_below_band, fill_its_page, measured
from plansheets.plan.sheets.finish import FREEZE_AT_MOST, finish_sheet, scrolls, settle_band
from plansheets.plan.sheets.ribbon import RIBBON_ROW
from plansheets.records import dataclass
from plansheets.words import Locale

_NEIGHBOUR_ROW = RIBBON_ROW + 1
_NEIGHBOUR_POINTS = 20.0
_CARD_LABEL, _COUNT_WIDTH = 18.0, 24.0
"""Points of a row that cards have their labels in, and characters of a card of one's own."""
_FREEZE_AT_MOST = FREEZE_AT_MOST + _NEIGHBOUR_POINTS

_Held = TypeVar("_Held")


@dataclass(slots=True)
class Panel:
    """One of the sheets, with the columns it takes."""

    sheet: Sheet
    canvas: Canvas
    rest: tuple[Block, ...] = ()
    """Its first table, and what follows it."""
    header_row: int | None = None
    """Where that table's header would stand; None where it has none."""
    left_free: set[int] = field(default_factory=set)
    """Rows with nothing in them, so that the headers meet."""


def place_joined(
    sheets: Sequence[Sheet], look: Theme, under_way: UnderWay
) -> tuple[PlannedSheet, list[PlannedSheet]]:
    """The sheet on which *sheets* stand side by side, and each of them as drawn on it."""
    around, locale = under_way.around, under_way.around.locale
    panels = list(_measured(sheets, look, under_way))
    for panel in panels:
        _begin(panel, panels, under_way)
    meet = _let_headers_meet(panels)
    for panel in panels:
        _count_rows(panel, panels, around)
    planned = []
    for panel in panels:
        place_blocks(panel.canvas, panel.rest, under_way)
        fill_its_page(panel.canvas, panel.sheet)
        made = finish_sheet(panel.canvas, around, sheet=panel.sheet, protected=True)
        planned.append(made)
    title = sheets[0].joined
    assert title is not None
    whole = _side_by_side(panels, planned, meet, around.blueprint)
    shared = [replace(one, heights=whole.heights, fitted=whole.fitted) for one in planned]
    return replace(whole, title=title.title(locale)), shared


def _measured(sheets: Sequence[Sheet], look: Theme, under_way: UnderWay) -> Iterator[Panel]:
    around, left = under_way.around, FIRST_COLUMN
    for sheet in sheets:
        canvas = measured(sheet, look, around, left=left)
        settle_band(canvas, sheet.title(around.locale))
        left = canvas.last_column + 2
        yield Panel(sheet, canvas)


def _begin(panel: Panel, panels: Sequence[Panel], under_way: UnderWay) -> None:
    """Draw what stands above a panel's first table, and find where its header comes."""
    canvas, blocks, around = panel.canvas, panel.sheet.blocks, under_way.around
    begin_below_band(canvas, around)
    _place_neighbours(panel, panels, around.locale)
    first = next((at for at, one in enumerate(blocks) if isinstance(one, Place)), len(blocks))
    place_blocks(canvas, blocks[:first], under_way)
    panel.rest = blocks[first:]
    if panel.rest and isinstance(place := panel.rest[0], Place):
        table = around.blueprint.table(place.table)
        assert table is not None
        above = table.titled + any(column.total for column in table.columns)
        panel.header_row = canvas.row + above


def _place_neighbours(panel: Panel, panels: Sequence[Panel], locale: Locale) -> None:
    """Where a click leads to the others: a row of links under the band."""
    canvas, row = panel.canvas, _NEIGHBOUR_ROW
    style = replace(canvas.theme.hyperlink, bottom=None, wrap=False, size=9, shrink=True)
    free = [
        column for column in range(canvas.left, canvas.last_column + 1) if _in_sight(canvas, column)
    ]
    before = True
    for other in panels:
        if other is panel:
            before = False
            continue
        title = other.sheet.title(locale)
        words = f"← {title}" if before else f"{title} →"
        taken = _enough(canvas, free, display_width(words) + 3)
        if not taken:
            break
        free = free[len(taken) :]
        link = internal_link(canvas.title, 0, other.canvas.left)
        canvas.put(row, taken[0], style, words, link=link)
        if taken[-1] - taken[0] + 1 == len(taken):
            canvas.merge(row, taken[0], taken[-1], style)
    canvas.need_height(row, _NEIGHBOUR_POINTS)
    canvas.row = row + 1


def _enough(canvas: Canvas, columns: Sequence[int], width: float) -> list[int]:
    """The first of *columns* that together are *width* wide; none where they are not."""
    taken: list[int] = []
    for column in columns:
        taken.append(column)
        if sum(map(canvas.width, taken)) >= width:
            return taken
    return []


def _let_headers_meet(panels: Sequence[Panel]) -> int | None:
    """Move first tables down to one row; the row, where that of the first panel stands there."""
    low = [
        panel
        for panel in panels
        if panel.header_row is not None
        and sum(map(panel.canvas.height, range(panel.header_row))) <= _FREEZE_AT_MOST
    ]
    meet = max((panel.header_row or 0 for panel in low), default=0)
    for panel in low:
        assert panel.header_row is not None
        moved = meet - panel.header_row
        panel.left_free.update(range(panel.canvas.row, panel.canvas.row + moved))
        panel.canvas.row += moved
    return meet if panels[0] in low else None


def _count_rows(panel: Panel, panels: Sequence[Panel], around: Surroundings) -> None:
    """Say how far a panel's table is filled where others have their cards and it has none."""
    canvas = panel.canvas
    if not panel.rest or any(isinstance(block, Cards) for block in panel.sheet.blocks):
        return
    table = (
        around.blueprint.table(panel.rest[0].table) if isinstance(panel.rest[0], Place) else None
    )
    shown = [one for one in range(canvas.left, canvas.last_column + 1) if _in_sight(canvas, one)]
    columns = _enough(canvas, shown, _COUNT_WIDTH)
    if table not in around.inputs.tables or not columns:
        return

    def height(row: int) -> float:
        return max(one.canvas.heights.get(row, 0.0) for one in panels)

    beside = [
        row
        for row in sorted(panel.left_free)
        if row + 1 in panel.left_free and height(row) >= _CARD_LABEL < height(row + 1)
    ]
    if table is not None and beside:
        row = beside[-1]
        place_rows_filled(canvas, table, row, (columns[0], columns[-1]), around)
        panel.left_free -= {row, row + 1}


def _in_sight(canvas: Canvas, column: int) -> bool:
    return column not in canvas.hidden_columns and (
        canvas.printed_to is None or column <= canvas.printed_to
    )


def _side_by_side(
    panels: Sequence[Panel], planned: Sequence[PlannedSheet], meet: int | None, whole: Blueprint
) -> PlannedSheet:
    """One sheet with what stands on all of *planned*."""
    first = planned[0]
    heights, fitted = _heights(panels)
    printed = [(p, one) for p, one in zip(panels, planned, strict=True) if p.sheet.on_paper]
    repeat = meet if meet is not None else _alone(one.printing.repeat_first for _, one in printed)
    frozen = None
    if meet is not None and any(scrolls(table, whole) for one in planned for table in one.tables):
        above = sum((heights | fitted).get(row, ROW_POINTS) for row in range(meet + 1))
        frozen = (meet + 1, 0) if above <= _FREEZE_AT_MOST else None
    for panel in panels:
        panel.canvas.heights = {**fitted, **heights}
    printing = replace(
        first.printing,
        landscape=any(one.printing.landscape for _, one in printed),
        pages_high=0,
        repeat_first=repeat,
        repeat_last=repeat,
        side=None,
    )
    landscape = printing.landscape
    areas = tuple(_area(panel, one, whole, landscape=landscape) for panel, one in printed)
    parts = [
        on_paper(panel.canvas, area, printing)
        for (panel, _), area in zip(printed, areas, strict=True)
    ]
    if all(one.printing.pages_high for _, one in printed) and on_one_page(
        parts, landscape=landscape
    ):
        printing = replace(printing, pages_high=1)
    elif parts:
        printing = replace(printing, side=side_margins(parts, landscape=landscape))
    printing = replace(printing, areas=areas)
    return replace(
        first,
        cells=tuple(
            sorted(
                itertools.chain.from_iterable(one.cells for one in planned),
                key=lambda cell: (cell.row, cell.column),
            )
        ),
        tables=_all(one.tables for one in planned),
        merges=_all(one.merges for one in planned),
        conditionals=_all(one.conditionals for one in planned),
        validations=_all(one.validations for one in planned),
        charts=_all(one.charts for one in planned),
        sparklines=_all(one.sparklines for one in planned),
        notes=_all(one.notes for one in planned),
        unmarked=_all(one.unmarked for one in planned),
        widths=_all(one.widths for one in planned),
        hidden_columns=_all(one.hidden_columns for one in planned),
        heights=tuple(sorted(heights.items())),
        fitted=tuple(sorted(fitted.items())),
        freeze=frozen,
        printing=printing,
        protected=not any(one.tables for one in planned),
    )


def _all(parts: Iterable[tuple[_Held, ...]]) -> tuple[_Held, ...]:
    return tuple(itertools.chain.from_iterable(parts))


def _alone(values: Iterable[int | None]) -> int | None:
    """The one value there is; None where there are several."""
    found = list(values)
    return found[0] if len(found) == 1 else None


def _heights(panels: Sequence[Panel]) -> tuple[dict[int, float], dict[int, float]]:
    """The heights of rows that panels share: none is lower than what stands in it needs."""
    heights: dict[int, float] = {}
    fitted: dict[int, float] = {}
    last = [
        max([panel.canvas.row - 1, *(table.last_row for table in panel.canvas.tables)])
        for panel in panels
    ]
    for row in range(max(last) + 1):
        fixed = [panel.canvas.heights.get(row) for panel in panels]
        fits = [panel.canvas.fitted.get(row) for panel in panels]
        plain = any(
            one is None and fit is None and row <= end and row not in panel.left_free
            for panel, one, fit, end in zip(panels, fixed, fits, last, strict=True)
        )
        needed = [one for one in (*fixed, *fits) if one is not None]
        if not needed:
            continue
        points = max([*needed, ROW_POINTS] if plain else needed)
        only_fits = all(one is None for one in fixed)
        (fitted if only_fits else heights)[row] = points
    return heights, fitted


def _area(panel: Panel, planned: PlannedSheet, whole: Blueprint, *, landscape: bool) -> Box:
    """What of a panel goes onto paper; whole columns where its rows may become more."""
    last = panel.canvas.last_column
    for given in planned.printing.areas:
        if not panel.sheet.first_page:
            return given
        last = given.last_column
    tables = (whole.table(table.id) for table in planned.tables)
    grows = any(one is not None and one.growing for one in tables)
    end = max([panel.canvas.row - 1, *(table.last_row for table in planned.tables)])
    if panel.sheet.first_page:
        end = min(end, rows_on_a_page(panel.canvas, last, landscape=landscape) - 1)
    elif grows:
        end = MAX_ROWS - 1
    return Box(0, panel.canvas.left - 1, end, last)
