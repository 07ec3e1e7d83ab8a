"""Boxes of cells as a file's references name them: ``B2:D9``, ``A:C``, ``3:5``."""

from __future__ import annotations

import re

from plansheets.grid import MAX_COLUMNS, MAX_ROWS, column_number, parse_cell

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 0 and belong to the box."""

_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")


def parse_box(text: str | None) -> Box | None:
    """The box that a range such as ``B2:D9``, ``A:C`` or ``3:5`` names, or None.

    >>> parse_box("B2:D9"), parse_box("B2"), parse_box("D9:B2")
    ((1, 1, 8, 3), (1, 1, 1, 1), None)
    """
    if not text:
        return None
    first, mark, last = text.partition(":")
    start, stop = parse_cell(first), parse_cell(last if mark else first)
    if start and stop:
        box = (*start, *stop)
    elif columns := _COLUMNS.fullmatch(text):
        box = (0, column_number(columns[1]), MAX_ROWS - 1, column_number(columns[2]))
    elif rows := _ROWS.fullmatch(text):
        box = (int(rows[1]) - 1, 0, int(rows[2]) - 1, MAX_COLUMNS - 1)
    else:
        return None
    inside = 0 <= box[0] <= box[2] < MAX_ROWS and 0 <= box[1] <= box[3] < MAX_COLUMNS
    return box if inside else None


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a cell."""
    return not (
        one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    )  # fmt: skip


def first_overlap(boxes: list[tuple[Box, str]]) -> tuple[str, str] | None:
    """The words of the first two boxes that share a cell; a sweep from top to bottom."""
    open_boxes: list[tuple[Box, str]] = []
    for box, word in sorted(boxes):
        open_boxes = [entry for entry in open_boxes if entry[0][2] >= box[0]]
        for other, other_word in open_boxes:
            if overlap(box, other):
                return other_word, word
        open_boxes.append((box, word))
    return None
