"""How a sheet comes onto paper, and a warning where it would have to become too small to read."""

from __future__ import annotations

import math

from plansheets.blueprint.model import Sheet
from plansheets.plan.canvas.canvas import MARGIN_WIDTH, POINTS_A_PIXEL, Canvas, pixels
from plansheets.plan.canvas.layout import content_pixels
from plansheets.plan.look.workbook import PAPER
from plansheets.plan.model import ROW_POINTS, PlannedSheet
from plansheets.plan.report import Report
from plansheets.words import Words

A4_POINTS = (595.28, 841.89)
LEAST_SCALE = 0.6
"""Smaller print is hard to read on paper."""
EASY_SCALE = 0.7
_USUAL_WIDTH = 9.14


def print_scale(sheet: PlannedSheet) -> float:
    """How large *sheet* is printed on exactly one page; 1 is its own size."""
    wide, high = size_points(sheet)
    room = page_room(landscape=sheet.printing.landscape)
    return min(room[0] / wide, room[1] / high, 1.0)


def page_heights(canvas: Canvas, *, landscape: bool) -> tuple[float, float]:
    """How high a sheet is that fills its page, and how high it may be and be read with ease."""
    margin = canvas.widths.get(canvas.left - 1, MARGIN_WIDTH)
    wide = (content_pixels(canvas) + pixels(margin)) * POINTS_A_PIXEL
    room = page_room(landscape=landscape)
    return wide / room[0] * room[1], room[1] / EASY_SCALE


def pixels_to(canvas: Canvas, last_column: int) -> int:
    """How wide the sheet is to the end of *last_column*, its margin at the left among it."""
    return sum(
        pixels(canvas.width(column))
        for column in range(canvas.left - 1, last_column + 1)
        if column not in canvas.hidden_columns
    )


def rows_on_a_page(canvas: Canvas, last_column: int, *, landscape: bool) -> int:
    """How many rows, from the first, one page holds that is as wide as the sheet."""
    room = page_room(landscape=landscape)
    wide = pixels_to(canvas, last_column)
    left = room[1] * max(wide * POINTS_A_PIXEL / room[0], 1.0)
    row = 0
    while (left := left - canvas.height(row)) >= 0:
        row += 1
    return row


def pages_filled(canvas: Canvas, rows: int, *, landscape: bool) -> int:
    """How many pages the first *rows* of a sheet fill, small but legible."""
    points = sum(canvas.height(row) for row in range(rows))
    return math.ceil(points * LEAST_SCALE / page_room(landscape=landscape)[1])


def page_room(*, landscape: bool) -> tuple[float, float]:
    """Width and height of a page between its margins."""
    short, long = A4_POINTS
    wide, high = (long, short) if landscape else (short, long)
    return wide - 2 * 72 * PAPER.side, high - 2 * 72 * PAPER.end


def size_points(sheet: PlannedSheet) -> tuple[float, float]:
    """Width and height of what *sheet* holds."""
    widths, heights = dict(sheet.widths), dict(sheet.fitted) | dict(sheet.heights)
    hidden = set(sheet.hidden_columns)
    last_row = max(
        [
            max((cell.row for cell in sheet.cells), default=0),
            max(heights, default=0),
            *(table.last_row for table in sheet.tables),
        ]
    )
    last_column = max(
        [
            max((cell.column for cell in sheet.cells), default=0),
            *(table.last_column for table in sheet.tables),
        ]
    )
    wide = sum(
        pixels(widths.get(column, _USUAL_WIDTH))
        for column in range(min(widths, default=0), last_column + 1)
        if column not in hidden
    )
    high = sum(heights.get(row, ROW_POINTS) for row in range(last_row + 1))
    return wide * POINTS_A_PIXEL, high


def check_page(sheet: Sheet, planned: PlannedSheet, report: Report) -> None:
    """Warn of a sheet that is to be one page and would be printed too small for it."""
    if not sheet.one_page:
        return
    scale = print_scale(planned)
    if scale < LEAST_SCALE:
        report.add(
            "PS315",
            Words(
                f"工作表“{sheet.id}”要印成一页，会缩到 {scale:.0%}；低于 "
                f"{LEAST_SCALE:.0%} 就看不清了",
                f"sheet '{sheet.id}' is to be one page and would be printed at "
                f"{scale:.0%}; below {LEAST_SCALE:.0%} it is hard to read",
            ),
            sheet.span,
            Words(
                "少放些行、卡片或图表，或去掉“page: one”",
                "show fewer rows, cards or charts on it, or leave out 'page: one'",
            ),
            "warning",
        )
