"""What looks and works the same on all sheets: charts, comments, paper, what is protected."""

from __future__ import annotations

from plansheets.lengths import display_width
from plansheets.plan.look.chart_looks import chart_look
from plansheets.plan.look.theme import Theme
from plansheets.plan.model import Looks, NoteLook, Paper, PlannedNote

PAPER = Paper("A4", pages_wide=1, side=0.4, end=0.6, centered=True)
_NOTE_SIZE = 9
_NOTE_COLUMNS = 36
"""Letters of that size in a line of a comment."""
_NOTE_WIDTH, _NOTE_LINE, _NOTE_EDGE = 240, 16, 14
"""Pixels of a comment, of a line in it, and of its upper and lower edge."""


def looks(theme: Theme) -> Looks:
    """What all sheets of a workbook have in common."""
    palette = theme.palette
    return Looks(
        font=theme.font,
        chart=chart_look(palette),
        note=NoteLook(_NOTE_SIZE, palette.comment, "plansheets", shown=False),
        paper=PAPER,
        allowed=("format columns", "format rows", "sort", "filter"),
    )


def note(row: int, column: int, text: str) -> PlannedNote:
    """A comment large enough to show all of *text*."""
    lines = sum(
        max(1, -(-display_width(line) // _NOTE_COLUMNS)) for line in text.splitlines() or [""]
    )
    return PlannedNote(row, column, text, _NOTE_WIDTH, lines * _NOTE_LINE + _NOTE_EDGE)
