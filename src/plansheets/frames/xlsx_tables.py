"""Tables that a workbook's sheets hold under names, as our own and Excel's do."""

from __future__ import annotations

from dataclasses import replace

from plansheets.frames.raw import RawRows
from plansheets.grid import parse_cell
from plansheets.package.archive import FoundPackage
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table of a sheet: its name, and its cells with the header."""

    name: str
    top: int
    left: int
    bottom: int
    right: int

    def of(self, raw: RawRows) -> RawRows:
        """The rows of the table alone, in the columns of the sheet."""
        rows = [self._between(row) for row in raw.rows[self.top : self.bottom + 1]]
        return replace(
            raw,
            rows=rows or [()],
            first_row=raw.first_row + self.top,
            uncalculated=frozenset(
                (row - self.top, column)
                for row, column in raw.uncalculated
                if self.top <= row <= self.bottom and self.left <= column <= self.right
            ),
            merged=(),  # Excel lets no table hold merged cells
            headed=True,
        )

    def _between(self, row: object) -> tuple[object, ...]:
        cells = tuple(row) if isinstance(row, list | tuple) else ()
        return (None,) * min(self.left, len(cells)) + cells[self.left : self.right + 1]


def tables_of(package: FoundPackage, sheet: str) -> list[NamedTable]:
    """The named tables on the sheet whose part is *sheet*."""
    found = []
    for part in package.related(sheet, "table"):
        tree = package.tree(part)
        first, _, last = tree.get("ref", "").partition(":")
        start, end = parse_cell(first), parse_cell(last or first)
        if start is None or end is None or tree.get("headerRowCount") == "0":
            continue
        bottom = end[0] - (tree.get("totalsRowCount", "0") not in ("", "0"))
        name = tree.get("displayName") or tree.get("name") or ""
        found.append(NamedTable(name, start[0], start[1], bottom, end[1]))
    return found
