"""Blocks of words in their places: headings and notes."""

from __future__ import annotations

from plansheets.plan.canvas.canvas import Canvas


def place_heading(canvas: Canvas, words: str) -> None:
    """A heading with a line under it."""
    style = canvas.theme.heading
    canvas.put(canvas.row, canvas.left, style, words)
    canvas.fill(canvas.row, canvas.left, canvas.last_column, style)
    canvas.need_height(canvas.row, 24)
    canvas.heading_row = canvas.row
    canvas.row += 1


def place_note(canvas: Canvas, words: str) -> None:
    """A line of explanation across the sheet."""
    canvas.paragraph(words, canvas.theme.note, canvas.left, canvas.last_column)
