"""Margins that let a sheet end with its page: none is printed for a few last rows.

Excel and LibreOffice print a sheet as wide as the page lets them. Wider margins at its sides make
it a little smaller, so that more rows stand on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plansheets.boxes import Box
from plansheets.plan.canvas.canvas import POINTS_A_PIXEL, Canvas
from plansheets.plan.canvas.paper import LEAST_SCALE, page_room, pixels_to
from plansheets.plan.look.workbook import PAPER
from plansheets.plan.model import PrintSetup
from plansheets.records import dataclass

_STEP = 0.05
_LEAST_FILLED = 0.42
"""How full the last page is to be; less looks like a mistake."""
_SAFETY = 1.01
"""Programs differ a little in how high they print a row."""
_SMALL = 0.5
"""Smaller still, a part that no row is added to goes on to a second page."""
_LEGIBLE = LEAST_SCALE * _SAFETY


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What is printed in one piece: its width and the heights of its rows, in points."""

    wide: float
    rows: tuple[float, ...]
    repeated: float
    """The height of what stands on each page again."""


def on_paper(canvas: Canvas, area: Box | None, printing: PrintSetup) -> OnPaper:
    """What of *canvas* is printed: *area*, or all there is."""
    last_row = max([canvas.row - 1, *(table.last_row for table in canvas.tables)])
    last_column = canvas.last_column
    if area is not None:
        last_row, last_column = min(last_row, area.last_row), area.last_column
    wide = pixels_to(canvas, last_column)
    again = range(0)
    if printing.repeat_first is not None and printing.repeat_last is not None:
        again = range(printing.repeat_first, printing.repeat_last + 1)
    return OnPaper(
        wide * POINTS_A_PIXEL,
        tuple(canvas.height(row) for row in range(last_row + 1)),
        sum(canvas.height(row) for row in again),
    )


def on_one_page(parts: Sequence[OnPaper], *, landscape: bool) -> bool:
    """Whether each of *parts* can be read on one page, the longest in small print."""
    wide, high = page_room(landscape=landscape)
    return all(min(wide / one.wide, high / sum(one.rows)) >= _SMALL for one in parts)


def side_margins(parts: Sequence[OnPaper], *, landscape: bool) -> float | None:
    """The margins in inches with which the fewest of *parts* end on an all but empty page.

    None where those of the paper are as good.
    """
    wide, high = page_room(landscape=landscape)
    best = min(
        (sum(_spills(part, across, high) for part in parts), side)
        for side, across in _margins(wide, max(part.wide for part in parts))
    )
    return None if best[1] == PAPER.side else best[1]


def _margins(room: float, wide: float) -> Iterator[tuple[float, float]]:
    """Margins from those of the paper on, and how wide they let a page be."""
    side, across = PAPER.side, room
    yield side, across
    while (across := across - 2 * 72 * _STEP) / wide >= _LEGIBLE:
        side = round(side + _STEP, 2)
        yield side, across


def _spills(part: OnPaper, across: float, high: float) -> bool:
    """Whether the last of several pages holds little."""
    room = high / min(across / part.wide, 1.0) / _SAFETY
    left, pages = room, 1
    for height in part.rows:
        if height > left:
            left, pages = room - part.repeated, pages + 1
        left -= height
    return pages > 1 and room - left < _LEAST_FILLED * room
