"""Boxes of cells: rectangles of a sheet, and the ranges of a file that name them."""

from __future__ import annotations

import re
from typing import NamedTuple

from plansheets.grid import MAX_COLUMNS, MAX_ROWS, column_number, parse_cell

_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")


class Box(NamedTuple):
    """A rectangle of cells on a sheet; rows and columns count from 0, the last belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def is_cell(self) -> bool:
        return self[:2] == self[2:]

    def holds(self, row: int, column: int) -> bool:
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )


def parse_box(text: str | None) -> Box | None:
    """The box that a range such as ``B2:D9``, ``A:C`` or ``3:5`` names, or None.

    >>> parse_box("B2:D9")
    Box(first_row=1, first_column=1, last_row=8, last_column=3)
    >>> parse_box("D9:B2") is None
    True
    """
    if not text:
        return None
    first, mark, last = text.partition(":")
    start, stop = parse_cell(first), parse_cell(last if mark else first)
    if start and stop:
        box = Box(*start, *stop)
    elif columns := _COLUMNS.fullmatch(text):
        box = Box(0, column_number(columns[1]), MAX_ROWS - 1, column_number(columns[2]))
    elif rows := _ROWS.fullmatch(text):
        box = Box(int(rows[1]) - 1, 0, int(rows[2]) - 1, MAX_COLUMNS - 1)
    else:
        return None
    in_rows = 0 <= box.first_row <= box.last_row < MAX_ROWS
    in_columns = 0 <= box.first_column <= box.last_column < MAX_COLUMNS
    return box if in_rows and in_columns else None


def first_overlap(boxes: list[tuple[Box, str]]) -> tuple[str, str] | None:
    """The words of the first two boxes that share a cell; a sweep from top to bottom."""
    open_boxes: list[tuple[Box, str]] = []
    for box, word in sorted(boxes):
        open_boxes = [entry for entry in open_boxes if entry[0].last_row >= box.first_row]
        for other, other_word in open_boxes:
            if box.overlaps(other):
                return other_word, word
        open_boxes.append((box, word))
    return None
