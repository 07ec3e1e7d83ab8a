"""Rows like one above: what they have in common was judged with it, the rest is read at once.

A table's rows differ in their row numbers and their values. One expression holds all that they
share, letter by letter, formulas and formats included; a row that it fits brings nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plansheets.grid import MAX_ROWS, column_number
from plansheets.package.decode import without_entities
from plansheets.records import dataclass
from plansheets.workbook.cells import ERRORS, CellScan, ColumnUse, FirstUse
from plansheets.workbook.stored_tokens import BRACKETS, COLUMN, ROW

NUMBER = r"-?[0-9]{1,17}(?:\.[0-9]{1,25})?(?:[eE][-+]?[0-9]{1,2})?"
"""Any number that is one at first sight; other spellings are looked at more closely."""
LONG_TEXT = 8_000
"""Texts of fewer bytes are below every limit on a cell's text, and so are fewer line feeds."""
MANY_LINE_FEEDS = 250

_ROW_NUMBER = "[1-9][0-9]{0,6}"
_VALUES = {
    "n": f"(?:{NUMBER})?",
    "b": "[01]",
    "s": "([0-9]{1,9})",
    "e": f"(?:{'|'.join(map(re.escape, sorted(ERRORS)))})",
    "str": "([^<]*)",
    "inlineStr": "([^<]*)",
}
_KIND = re.compile(r'[^>]* t="([A-Za-z]+)"')
_VALUE = re.compile(r"((?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?)(<v>|<is><t(?: [^>]*)?>)([^<]*)(</.*)")
_FORMULA = re.compile(r"(<f[^>]*>)([^<]*)(</f>.*)")
_MOVING = re.compile(
    rf"""(?:"[^"]*"|&quot;(?:(?!&quot;).)*&quot;|'[^']*'|&apos;(?:(?!&apos;).)*&apos;|{BRACKETS})
    |(?<![\w.\\$])(\$?{COLUMN})({ROW})(?![\w.(\[\\?!])""",
    re.VERBOSE | re.DOTALL,
)
"""A quoted or bracketed stretch, or a cell whose row may move along with the formula's."""
_NEAR = 10_000
_UNSOUND = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&(?!(?:amp|lt|gt|quot|apos);)|\]\]>|\xef\xbf[\xbe\xbf]"
)
"""What XML cannot hold as it is, and what only the parser resolves."""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row that was judged cell by cell, without a finding."""

    number: int
    head: str
    """The row's own tag, and what stands before it."""
    cells: Sequence[tuple[str, str]]
    """The letters of each cell's column, and its XML."""
    formulas: tuple[FirstUse, ...]
    columns: tuple[ColumnUse, ...]
    """The calculated columns whose formula a cell of the row holds."""
    computed: tuple[str, ...]
    """The letters of cells that hold a formula."""


class Mould:
    """Takes rows that are like the one *seen*, and counts what they use."""

    def __init__(self, seen: SeenRow, scan: CellScan) -> None:
        self._seen, self._scan = seen, scan
        self._groups = 1
        self._moves = {0: 1}
        """By the number of rows away: the group that holds such a row number."""
        self._shared: list[tuple[int, str]] = []
        self._texts: list[int] = []
        head = re.escape(seen.head).replace(f'r="{seen.number}"', f'r="(?P<r1>{_ROW_NUMBER})"', 1)
        cells = [self._cell(letters, cell) for letters, cell in seen.cells]
        self._pattern = re.compile("".join((head, *cells)).encode())
        self._last_row = min(scan.alike_below(seen.number - 1), MAX_ROWS - max(self._moves))

    def take(self, row: bytes) -> bool:
        """Whether *row* is alike and sound; then all that its cells use is counted."""
        found = self._pattern.fullmatch(row)
        if found is None:
            return False
        scan, seen, groups = self._scan, self._seen, found.groups()
        number = int(groups[0])
        if not max(seen.number, scan.row_number) < number <= self._last_row:
            return False
        for away, group in self._moves.items():
            if int(groups[group - 1]) != number + away:
                return False
        if self._texts and not are_sound(b"\n".join([groups[one - 1] for one in self._texts])):
            return False
        scan.row_number = number
        for group, letters in self._shared:
            if (index := int(groups[group - 1])) > scan.facts.highest_string:
                scan.shared_string(index, f"{letters}{number}")
        for formula in seen.formulas:
            formula.count += 1
        for column in seen.columns:
            column.same += 1
        if scan.facts.chained:
            names = [f"{letters}{number}" for letters in seen.computed]
            scan.facts.chained.difference_update(names)
        return True

    def _cell(self, letters: str, cell: str) -> str:
        """The expression for a cell of this column in any row; groups count as they open."""
        start, end, inside = cell.partition(">")
        opened = re.escape(start).replace(
            f'r="{letters}{self._seen.number}"', f'r="{letters}(?P=r1)"', 1
        )
        found = _VALUE.fullmatch(inside)
        if found is None:
            return opened + end + self._formula(inside, letters)
        formula, before, _, after = found.groups()
        kind = found[1] if (found := _KIND.match(start)) else "n"
        written = opened + end + self._formula(formula, letters) + re.escape(before)
        match kind:
            case "s":
                self._groups += 1
                self._shared.append((self._groups, letters))
            case "str" | "inlineStr":
                self._groups += 1
                self._texts.append(self._groups)
            case _:
                pass
        return written + _VALUES[kind] + re.escape(after)

    def _formula(self, written: str, letters: str) -> str:
        """The expression for a formula filled down: rows of cells near its own move along."""
        found = _FORMULA.fullmatch(written)
        if found is None:
            return re.escape(written)
        start, formula, end = found.groups()
        row, column = self._seen.number - 1, column_number(letters)
        if not self._scan.moves_along(row, column, without_entities(formula)):
            return re.escape(written)
        pieces, place = [], 0
        for cell in _MOVING.finditer(formula):
            if cell[2] is None or abs(away := int(cell[2]) - self._seen.number) > _NEAR:
                continue
            pieces += [re.escape(formula[place : cell.start(2)]), self._row(away)]
            place = cell.end(2)
        pieces.append(re.escape(formula[place:]))
        return re.escape(start) + "".join(pieces) + re.escape(end)

    def _row(self, away: int) -> str:
        known = self._moves.get(away)
        if known is not None:
            return f"(?P=r{known})"
        self._groups += 1
        self._moves[away] = self._groups
        return f"(?P<r{self._groups}>{_ROW_NUMBER})"


def are_sound(texts: bytes) -> bool:
    """Whether texts of a row are within all limits, and the parser would read them as they are."""
    if len(texts) > LONG_TEXT or texts.count(b"\n") > MANY_LINE_FEEDS or _UNSOUND.search(texts):
        return False
    try:
        texts.decode()
    except UnicodeDecodeError:
        return False
    return True
