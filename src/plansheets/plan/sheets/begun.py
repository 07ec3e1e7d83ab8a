"""A sheet before its blocks are drawn: its columns settled, its first rows left to the band."""

from __future__ import annotations

from plansheets.blueprint.model import Sheet
from plansheets.plan.blocks.drawings import measure_blocks
from plansheets.plan.canvas.canvas import FIRST_COLUMN, Canvas
from plansheets.plan.canvas.context import Surroundings
from plansheets.plan.canvas.layout import fill_page, lay_out
from plansheets.plan.canvas.paper import page_heights
from plansheets.plan.look.theme import Theme
from plansheets.plan.sheets.ribbon import RIBBON_ROW, leave_room

_GAP = 4


def measured(
    sheet: Sheet, look: Theme, around: Surroundings, *, left: int = FIRST_COLUMN
) -> Canvas:
    """A canvas for *sheet*, or for the one it is joined to, with its columns from *left* on."""
    whole = sheet.joined or sheet
    canvas = Canvas(
        whole.id,
        whole.title(around.locale),
        look,
        left=left,
        last_column=left,
        front_page=sheet.front_page,
        for_screen=not sheet.on_paper,
    )
    measure_blocks(canvas, sheet.blocks, around)
    lay_out(canvas, sheet, around)
    return canvas


def begin_below_band(canvas: Canvas, around: Surroundings) -> None:
    """Go to the first row under the title band and the ribbon."""
    canvas.row = RIBBON_ROW
    canvas.gap(_GAP)
    leave_room(canvas, around.ribbon)


def fill_its_page(canvas: Canvas, sheet: Sheet) -> None:
    """Fit the charts of a *sheet* that is one page to it."""
    if sheet.one_page:
        fill_page(canvas, *page_heights(canvas, landscape=sheet.landscape))
