"""The cells of plain rows, read without the parser: what they hold as it would say it.

What is not known here (a cell without its name, runs of an inline text, elements of other
namespaces, entities but the common five …) makes a row one for the parser, and so does all that the
parser would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar

from plansheets.grid import MAX_COLUMNS, MAX_ROWS, column_number
from plansheets.package.decode import with_line_feeds, without_entities
from plansheets.package.digits import whole_number
from plansheets.package.plain_xml import (
    DESCENT,
    is_sound,
    is_written,
    plain_attributes,
    without_prefix,
)
from plansheets.records import dataclass

_MadeCell = TypeVar("_MadeCell")
_MOST_KNOWN = 4_096
"""Spellings of rows and heads that are kept: those of one sheet are few."""
_MOST_MADE = 1 << 14
"""Cells that are kept by their spelling."""
_GAP = r"[ \t\n]*"
_ROW = re.compile(rf'{_GAP}<row r="([1-9][0-9]{{0,6}})"([^<>]*)>{_GAP}')
_CELL = '<c r="'
_OTHERS = frozenset({"r", DESCENT})
"""What no cell or formula has behind the cell's name."""
_LETTERS = re.compile("[A-Z]{1,3}")
_REST = re.compile(
    rf"""([^<>/]*)
    (?:/>
      |>{_GAP}(?:<f([^<>/]*)(?:/>|>([^<]*)</f>){_GAP})?
        (?:<v(?:\ xml:space="preserve")?>([^<]*)</v>{_GAP}|<v/>{_GAP}
          |<is>{_GAP}<t(?:\ xml:space="preserve")?>([^<]*)</t>{_GAP}</is>{_GAP})?</c>){_GAP}""",
    re.VERBOSE,
)
"""A cell behind its name: attributes, those of a formula, that, and a value of one sort."""
_VALUE, _VALUE_END = "<v>", "</v></c>"


@dataclass(frozen=True, slots=True)
class CellHead:
    """What is said of a cell before its value."""

    kind: str
    style: str
    formula: str | None
    sharing: Mapping[str, str]
    """The attributes of the formula."""


class PlainRow(NamedTuple, Generic[_MadeCell]):
    """A row, counted from 0, and what is made of those of its cells that hold something."""

    number: int
    last_column: int
    """The column of its last cell, blank or not; -1 where it has none."""
    cells: list[tuple[int, _MadeCell]]


class RowCells(Generic[_MadeCell]):
    """Reads the plain rows of one sheet, whose elements have *prefix*.

    What *make* makes of a cell's head and value (None of a blank one) is kept by their spelling:
    a column repeats its format and formula in each row, and many of its values.
    """

    def __init__(
        self, prefix: bytes, make: Callable[[CellHead, str], _MadeCell | None], *, stretched: bool
    ) -> None:
        self._prefix, self._make = prefix, make
        self._stretched = stretched
        """Whether the prefix of a row's descent is declared."""
        self._made: dict[str, _MadeCell | None] = {}
        """By all that stands behind a cell's name."""
        self._heads: dict[str, CellHead] = {}
        """By all that stands between a cell's name and its value."""
        self._columns: dict[str, int] = {}
        self._rows: set[str] = set()
        """Attributes of rows that are plain, behind their numbers."""

    def read(self, row: bytes) -> PlainRow[_MadeCell] | None:
        """What *row*, without its end tag, holds; None where it is not plain."""
        bare = without_prefix(row, self._prefix)
        try:
            text = with_line_feeds(bare.decode()) if bare is not None else ""
        except UnicodeDecodeError:
            return None
        opened = _ROW.match(text)
        number = whole_number(opened[1]) if opened else None
        if opened is None or number is None or number > MAX_ROWS:
            return None
        start, *pieces = text.split(_CELL)
        if len(start) > opened.end() or not self._is_known_row(opened[2]):
            return None
        return self._read_cells(pieces, number)

    def _is_known_row(self, written: str) -> bool:
        """Whether the attributes of a row, behind its number, are plain."""
        if written in self._rows:
            return True
        attributes = plain_attributes(written)
        plain = (
            attributes is not None
            and "r" not in attributes
            and (self._stretched or DESCENT not in attributes)
        )
        if plain and len(self._rows) < _MOST_KNOWN:
            self._rows.add(written)
        return plain

    def _read_cells(self, pieces: list[str], number: int) -> PlainRow[_MadeCell] | None:
        """A row by its cells, each a piece without what it begins with."""
        cells: list[tuple[int, _MadeCell]] = []
        row, made, columns = str(number), self._made, self._columns
        before = -1
        for piece in pieces:
            name, _, rest = piece.partition('"')
            letters = name.removesuffix(row)
            column = columns.get(letters, -1)
            if column < 0:
                column = self._new_column(letters)
            if column <= before or letters == name:
                return None
            before = column
            if rest in made:
                cell = made[rest]
            elif (read := self._read(rest)) is None:
                return None
            else:
                (cell,) = read
            if cell is not None:
                cells.append((column, cell))
        return PlainRow(number - 1, before, cells)

    def _new_column(self, letters: str) -> int:
        """The column of *letters*; -1 where they are no plain ones."""
        column = column_number(letters) if _LETTERS.fullmatch(letters) else MAX_COLUMNS
        if column >= MAX_COLUMNS:
            return -1
        self._columns[letters] = column
        return column

    def _read(self, rest: str) -> tuple[_MadeCell | None] | None:
        """What is made of a cell, by all behind its name; None where the cell is not plain."""
        spelled, mark, value = rest.rpartition(_VALUE)
        head = self._heads.get(spelled) if mark and value.endswith(_VALUE_END) else None
        if head is not None:
            value = value[:-8]
        else:
            found = _REST.fullmatch(rest)
            head = self._new_head(found) if found else None
            if found is None or head is None:
                return None
            value = found[4] or found[5] or ""
            if mark and len(self._heads) < _MOST_KNOWN:
                self._heads[spelled] = head
        if not (_is_simple(value) or ("<" not in value and is_written(value) and is_sound(value))):
            return None
        cell = self._make(head, without_entities(value) if "&" in value else value)
        if len(self._made) >= _MOST_MADE:
            self._made.clear()
        self._made[rest] = cell
        return (cell,)

    def _new_head(self, found: re.Match[str]) -> CellHead | None:
        attributes, sharing = plain_attributes(found[1]), plain_attributes(found[2] or "")
        formula = found[3] or ""
        if (
            attributes is None
            or sharing is None
            or not _OTHERS.isdisjoint((*attributes, *sharing))
            or not is_written(formula)
            or not is_sound(formula)
        ):
            return None
        return CellHead(
            attributes.get("t", "n"),
            attributes.get("s", ""),
            without_entities(formula) if found[2] is not None else None,
            sharing,
        )


def _is_simple(value: str) -> bool:
    """Whether *value* has nothing but letters and digits, and a point at most: most values do.

    >>> _is_simple("12.5"), _is_simple("A&B"), _is_simple("1.2.3")
    (True, False, False)
    """
    return value.replace(".", "", 1).isalnum()
