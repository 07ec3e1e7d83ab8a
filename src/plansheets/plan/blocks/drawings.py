"""How every kind of block is drawn: the width it claims, and how it is put on its sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from plansheets.blueprint.block import Block
from plansheets.blueprint.blocks import Cards, Checklist, Form, Heading, Note, Place
from plansheets.blueprint.chart import Chart
from plansheets.blueprint.model import Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.timeline import Timeline
from plansheets.plan.blocks.cards import measure_cards, place_cards
from plansheets.plan.blocks.charts import place_charts
from plansheets.plan.blocks.checklist import place_checklist
from plansheets.plan.blocks.form import measure_form, place_form
from plansheets.plan.blocks.grid import measure_grid, place_grid
from plansheets.plan.blocks.simple import place_heading, place_note
from plansheets.plan.blocks.table import measure_table, place_table
from plansheets.plan.blocks.timeline import measure_timeline, place_timeline
from plansheets.plan.canvas.canvas import Canvas
from plansheets.plan.canvas.context import Surroundings, UnderWay
from plansheets.records import dataclass

_AnyBlock = TypeVar("_AnyBlock", bound=Block)


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one kind of block is drawn; all blocks of a sheet are measured before any is placed."""

    measure: Callable[[Canvas, Any, Surroundings], None]
    place: Callable[[Canvas, Sequence[Any], UnderWay], None]
    """Draws those that follow each other."""


def measure_blocks(canvas: Canvas, blocks: Iterable[Block], around: Surroundings) -> None:
    """Let every block claim the width it needs."""
    for block in blocks:
        DRAWINGS[type(block)].measure(canvas, block, around)


def place_blocks(canvas: Canvas, blocks: Iterable[Block], under_way: UnderWay) -> None:
    """Draw the blocks from the canvas' next row down."""
    for kind, run in groupby(blocks, type):
        DRAWINGS[kind].place(canvas, tuple(run), under_way)


def _anywhere(canvas: Canvas, block: Block, around: Surroundings) -> None:
    """Stands over the columns that others have claimed."""
    del canvas, block, around


def _each(
    kind: type[_AnyBlock],
    place: Callable[[Canvas, _AnyBlock, UnderWay], None],
    measure: Callable[[Canvas, _AnyBlock, Surroundings], None] = _anywhere,
) -> tuple[type[Block], Drawing]:
    """Blocks that are drawn one below the other."""

    def place_all(canvas: Canvas, blocks: Sequence[_AnyBlock], under_way: UnderWay) -> None:
        for block in blocks:
            place(canvas, block, under_way)

    return kind, Drawing(measure, place_all)


def _together(
    kind: type[_AnyBlock], place: Callable[[Canvas, Sequence[_AnyBlock], UnderWay], None]
) -> tuple[type[Block], Drawing]:
    """Blocks that share a row where they follow each other."""
    return kind, Drawing(_anywhere, place)


def _heading(canvas: Canvas, heading: Heading, under_way: UnderWay) -> None:
    place_heading(canvas, heading.words(under_way.around.locale))


def _note(canvas: Canvas, note: Note, under_way: UnderWay) -> None:
    place_note(canvas, note.words(under_way.around.locale))
    canvas.gap(6)


def _measure_table(canvas: Canvas, place: Place, around: Surroundings) -> None:
    measure_table(canvas, _table_of(place, around), around)


def _table(canvas: Canvas, place: Place, under_way: UnderWay) -> None:
    table = _table_of(place, under_way.around)
    if table.titled:
        place_heading(canvas, table.title(under_way.around.locale))
    planned = place_table(canvas, table, under_way.around)
    under_way.tables[table.id] = (canvas.title, planned.row, planned.column)
    if not table.growing:
        canvas.gap(14)


def _table_of(place: Place, around: Surroundings) -> Table:
    table = around.blueprint.table(place.table)
    assert table is not None
    return table


DRAWINGS: dict[type[Block], Drawing] = dict(
    (
        _each(Heading, _heading),
        _each(Note, _note),
        _each(Form, place_form, measure_form),
        _each(Place, _table, _measure_table),
        _each(PeriodGrid, place_grid, measure_grid),
        _each(Cards, place_cards, measure_cards),
        _together(Chart, place_charts),
        _each(Timeline, place_timeline, measure_timeline),
        _each(Checklist, place_checklist),
    )
)
"""How a block is drawn, by its kind."""
