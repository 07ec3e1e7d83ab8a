"""Rows that another workbook of the run had, but for their values: what else they say is judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import count

from plansheets.grid import column_number
from plansheets.records import dataclass
from plansheets.workbook.cells import ERRORS, CellScan, ColumnUse, FirstUse
from plansheets.workbook.moulds import NUMBER, are_sound
from plansheets.workbook.stored_tokens import formula_pattern

MAX_BYTES = 32 << 20
"""Of rows that are remembered; beyond it all are forgotten."""
_TYPE = re.compile(r'<c [^>]* t="([A-Za-z]+)"')
_NUMBERS = re.compile(f"(?:{NUMBER})?(?:<(?:{NUMBER})?)*".encode())
_ERRORS = frozenset(error.encode() for error in ERRORS)
_TRUTHS = frozenset({b"0", b"1"})


@dataclass(frozen=True, slots=True)
class _KnownRow:
    """A row that was judged without a finding; values are named by their place in the row."""

    region: int
    number: int
    attributes: Mapping[str, str]
    numbers: tuple[int, ...]
    typed: tuple[int, ...]
    """Numbers that no formula gives, which none may lack."""
    texts: tuple[int, ...]
    truths: tuple[int, ...]
    errors: tuple[int, ...]
    shared: tuple[tuple[int, str], ...]
    """Indices of shared strings, with their cells."""
    headers: tuple[tuple[int, int], ...]
    """Those of them that are headers of a table's columns, with their columns."""
    formulas: tuple[tuple[str, str, str], ...]
    """The cell, text and pattern of each."""
    columns: tuple[tuple[int, int], ...]
    """The first row and the column of calculated columns whose formula it holds."""


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """A cell of a row that was judged, and its formula as it is stored."""

    letters: str
    whole: str
    formula: str | None


class KnownRows:
    """The rows of all workbooks of a run."""

    def __init__(self) -> None:
        self.rows: dict[bytes, _KnownRow] = {}
        """By all that they say but for their values."""
        self._regions: dict[object, int] = {}
        self._numbers = count()
        self._patterns: dict[str, str] = {}
        self._size = 0

    def region(self, judged_by: object) -> int:
        """The number of what rows are judged by, which is the same for the same."""
        found = self._regions.get(judged_by)
        if found is None:
            found = self._regions[judged_by] = next(self._numbers)
        return found

    def pattern(self, formula: str) -> str:
        """What a formula has in common with those that are filled down from it."""
        found = self._patterns.get(formula)
        if found is None:
            found = self._patterns[formula] = formula_pattern(formula)
            self._grown(len(formula))
        return found

    def remember(self, skeleton: bytes, row: _KnownRow) -> None:
        """Keep a row that may come again."""
        self.rows[skeleton] = row
        self._grown(len(skeleton))

    def _grown(self, size: int) -> None:
        self._size += size
        if self._size > MAX_BYTES:
            self.rows.clear()
            self._regions.clear()
            self._patterns.clear()
            self._size = 0


class RowsSeenBefore:
    """The rows of one sheet, as far as they are known."""

    def __init__(self, known: KnownRows, scan: CellScan, *, stretched: bool) -> None:
        self._known, self._scan, self._stretched = known, scan, stretched
        wishes = scan.wishes
        self._columns = wishes.columns
        self._headers: dict[int, list[int]] = {}
        for row, column in sorted(wishes.headers):
            self._headers.setdefault(row, []).append(column)
        edges = {one.first_row for one in self._columns}
        edges |= {one.last_row + 1 for one in self._columns}
        self._edges = sorted(edges)
        self._regions: dict[tuple[int, int | None], int] = {}
        """By how many edges lie above, and the row itself where it is a header's."""

    def take(self, row: bytes) -> bool:
        """Whether *row* is known, its values are sound, and all that it uses is noted."""
        skeleton, values = _parted(row)
        known = self._known.rows.get(skeleton)
        if (
            known is None
            or known.region != self._region(known.number - 1)
            or not _are_sound(known, values)
        ):
            return False
        scan = self._scan
        if known.number > scan.row_number:
            scan.row_number = known.number
        else:
            scan.row(known.attributes)  # out of order, which it says
        for place, cell in known.shared:
            scan.shared_string(int(values[place]), cell)
        for place, column in known.headers:
            scan.header(known.number - 1, column, "s", values[place].decode())
        formulas, calculated = scan.facts.formulas, scan.facts.calculated
        for cell, text, pattern in known.formulas:
            first = formulas.get(pattern)
            if first is None:
                first = formulas[pattern] = FirstUse(cell, 0, text)
            first.count += 1
        for top in known.columns:
            use = calculated.get(top)
            if use is None:
                use = calculated[top] = ColumnUse()
            use.same += 1
        return True

    def remember(
        self, row: bytes, number: int, attributes: Mapping[str, str], cells: Sequence[JudgedCell]
    ) -> None:
        """Keep a row that was judged cell by cell, without a finding."""
        formulas = [
            (f"{one.letters}{number}", one.formula, self._scan.pattern(one.formula))
            for one in cells
            if one.formula is not None
        ]
        columns = self._held(number - 1, cells)
        if columns is None:
            return
        places: dict[str, list[int]] = {}
        shared: list[tuple[int, str]] = []
        headers: list[tuple[int, int]] = []
        for place, one in enumerate(one for one in cells if "<v>" in one.whole):
            found = _TYPE.match(one.whole)
            kind = found[1] if found else "n"
            places.setdefault(kind, []).append(place)
            if kind == "s":
                shared.append((place, f"{one.letters}{number}"))
                if number - 1 in self._headers:
                    headers.append((place, column_number(one.letters)))
            elif kind == "n" and one.formula is None:
                places.setdefault("typed", []).append(place)
        kept = {kind: tuple(found) for kind, found in places.items()}
        skeleton, _ = _parted(row)
        self._known.remember(
            skeleton,
            _KnownRow(
                region=self._region(number - 1),
                number=number,
                attributes=attributes,
                numbers=kept.get("n", ()),
                typed=kept.get("typed", ()),
                texts=kept.get("str", ()),
                truths=kept.get("b", ()),
                errors=kept.get("e", ()),
                shared=tuple(shared),
                headers=tuple(headers),
                formulas=tuple(formulas),
                columns=columns,
            ),
        )

    def _held(self, row: int, cells: Sequence[JudgedCell]) -> tuple[tuple[int, int], ...] | None:
        """The calculated columns whose formula *cells* hold; None where any holds another one."""
        held = []
        computed = {
            column_number(one.letters): one.formula for one in cells if one.formula is not None
        }
        for one in self._columns:
            formula = computed.get(one.column)
            if formula is not None and one.first_row <= row <= one.last_row:
                if formula not in (one.formula, one.in_row(row)):
                    return None
                held.append((one.first_row, one.column))
        return tuple(held)

    def _region(self, row: int) -> int:
        headers = self._headers.get(row, ())
        place = bisect_right(self._edges, row), row if headers else None
        found = self._regions.get(place)
        if found is None:
            standing = tuple(
                (one.first_row, one.column, one.formula, one.by_cells)
                for one in self._columns
                if one.first_row <= row <= one.last_row
            )
            found = self._regions[place] = self._known.region(
                (self._scan.wishes.style_count, self._stretched, standing, tuple(headers))
            )
        return found


def _parted(row: bytes) -> tuple[bytes, list[bytes]]:
    """What *row* says but for its values, and those.

    >>> _parted(b'<row r="1"><c r="A1"><v>2</v></c>')
    (b'<row r="1"><c r="A1"><v></v></c>', [b'2'])
    """
    first, *rest = row.split(b"<v>")
    pieces, values = [first], []
    for piece in rest:
        value, end, after = piece.partition(b"</v>")
        values.append(value)
        pieces.append(end + after)
    return b"<v>".join(pieces), values


def _are_sound(known: _KnownRow, values: Sequence[bytes]) -> bool:
    """Whether *values* are of the kinds that they are said to be, and no tags are among them."""
    if b"<".join(values).count(b"<") != max(len(values) - 1, 0):
        return False
    texts = b"\n".join([values[place] for place in known.texts])
    numbers = b"<".join([values[place] for place in known.numbers])
    return (
        _NUMBERS.fullmatch(numbers) is not None
        and (not known.typed or b"" not in {values[place] for place in known.typed})
        and (not known.texts or are_sound(texts))
        and _TRUTHS.issuperset([values[place] for place in known.truths])
        and _ERRORS.issuperset([values[place] for place in known.errors])
        and all(len(values[place]) < 10 and values[place].isdigit() for place, _ in known.shared)
    )
