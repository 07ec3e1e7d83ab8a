"""Ranges of a workbook that end where a table ends, and go on ending there when it grows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from plansheets.boxes import Box, parse_box
from plansheets.grid import cell_name, range_name

_REFERENCE = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[^\s'\"!(),;:=+\-*/&<>^%{}\[\]]+)!)?"
    r"(?P<range>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?)(?![\w(!.\]])"
)
_CORNER = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})")
_BETWEEN = re.compile(r",(?=(?:[^']*'[^']*')*[^']*$)")
"""Commas outside of titles."""


class Growth(NamedTuple):
    """A table that becomes higher or lower: where it stands with its header, and its new end."""

    sheet: str
    box: Box
    last_row: int

    def of(self, box: Box) -> Box:
        """*box* as it is to be: with the table's new end where it had the old one."""
        inside = (
            self.box.first_column <= box.first_column
            and box.last_column <= self.box.last_column
            and self.box.first_row <= box.first_row
        )
        if not inside or box.last_row != self.box.last_row:
            return box
        return box._replace(first_row=min(box.first_row, self.last_row), last_row=self.last_row)


def grown(box: Box, sheet: str, growths: Sequence[Growth]) -> Box:
    """*box* of the sheet of that title once tables have grown."""
    for growth in growths:
        if growth.sheet == sheet:
            box = growth.of(box)
    return box


def grown_list(text: str, sheet: str, growths: Sequence[Growth]) -> str:
    """Ranges apart by spaces, as rules of a sheet name their cells.

    >>> table = Growth("A", Box(3, 1, 9, 4), 12)
    >>> grown_list("B5:C10 E10 Z1", "A", [table])
    'B5:C13 E10:E13 Z1'
    """
    made = []
    for one in text.split():
        box = parse_box(one)
        new = grown(box, sheet, growths) if box is not None else None
        if box is None or new is None or new == box:
            made.append(one)
        else:
            made.append(cell_name(*new[:2]) if new.is_cell else range_name(*new))
    return " ".join(made)


def grown_formula(text: str, sheet: str, growths: Sequence[Growth]) -> str:
    """A formula, or the target of a name, whose ranges of whole columns follow their tables.

    >>> table = Growth("My sheet", Box(3, 1, 9, 4), 12)
    >>> grown_formula("SUM('My sheet'!$B$5:$B$10)*B9", "", [table])
    "SUM('My sheet'!$B$5:$B$13)*B9"
    """

    def follow(found: re.Match[str]) -> str:
        if found["text"] is not None or ":" not in found["range"]:
            return found[0]
        title = found["sheet"]
        on = sheet if title is None else _title(title)
        box = parse_box(found["range"].replace("$", ""))
        new = grown(box, on, growths) if box is not None else None
        if box is None or new is None or new == box:
            return found[0]
        first, last = found["range"].split(":")
        return f"{title or ''}{_at_row(first, new.first_row)}:{_at_row(last, new.last_row)}"

    return _REFERENCE.sub(follow, text)


def _title(written: str) -> str:
    title = written.removesuffix("!")
    return title[1:-1].replace("''", "'") if title.startswith("'") else title


def _at_row(corner: str, row: int) -> str:
    found = _CORNER.fullmatch(corner)
    assert found is not None
    return f"{found[1]}{found[2]}{found[3]}{row + 1}"


def areas(text: str) -> list[str]:
    """The ranges of a list of them, such as what is printed of a sheet.

    >>> areas("'a, b'!$A$1:$B$2,'a, b'!$D$1")
    ["'a, b'!$A$1:$B$2", "'a, b'!$D$1"]
    """
    return _BETWEEN.split(text)


def reference(text: str) -> tuple[str, Box] | None:
    """The sheet and the cells that a chart's reference names; None for what is no one range.

    >>> reference("'it''s'!$B$5:$B$9")
    ("it's", Box(first_row=4, first_column=1, last_row=8, last_column=1))
    """
    title, mark, cells = text.rpartition("!")
    box = parse_box(cells.replace("$", ""))
    return (_title(title), box) if mark and box is not None else None
