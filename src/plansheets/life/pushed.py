"""Rows put into sheets, as a spreadsheet does when a table grows: where everything is then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from plansheets.boxes import Box, parse_box
from plansheets.formula.ast import Cell, CellRange, Lines, Node
from plansheets.formula.rewrite import walk, with_leaves
from plansheets.formula.spell import FILE, spell
from plansheets.grid import MAX_ROWS, cell_name, quote_sheet, range_name
from plansheets.life.book import OpenBook
from plansheets.life.compare import tree_as_written
from plansheets.life.ranges import reference
from plansheets.records import dataclass
from plansheets.words import Words


class CannotPushError(Exception):
    """What stands below a table and cannot be moved exactly; ``why`` says it."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


_FULL = Words("下面的行会超出工作表", "rows below it would fall off the sheet")
_SEVERAL = Words("有公式一次看好几页", "a formula looks through several sheets at once")
_UNREAD = Words("有公式读不懂，它看的地方跟不过去", "a formula cannot be read, to follow it")


@dataclass(frozen=True, slots=True)
class PushedRows:
    """Rows that are put into sheets, by the title of each: in front of which row, and how many."""

    pushes: Mapping[str, Sequence[tuple[int, int]]]

    def touches(self, title: str) -> bool:
        return title.casefold() in self.pushes

    def row(self, title: str, row: int) -> int:
        """Where a row of the sheet of that title is then."""
        down = sum(count for at, count in self.pushes.get(title.casefold(), ()) if row >= at)
        if row + down >= MAX_ROWS:
            if row == MAX_ROWS - 1:
                return row  # whole columns, which end there
            raise CannotPushError(_FULL)
        return row + down

    def counts(self, book: OpenBook) -> Iterator[tuple[str, int]]:
        """The titles of the sheets in *book*, and how many rows each gets."""
        for sheet in book.sheets:
            if self.touches(sheet.title):
                yield sheet.title, sum(count for _, count in self.pushes[sheet.title.casefold()])

    def splits(self, title: str, box: Box) -> bool:
        """Whether rows come between those of *box*."""
        pushes = self.pushes.get(title.casefold(), ())
        return any(box.first_row < at <= box.last_row for at, _ in pushes)

    def box(self, title: str, box: Box) -> Box:
        """Where cells are then; those between which rows come are more of them."""
        first, last = self.row(title, box.first_row), self.row(title, box.last_row)
        return box._replace(first_row=first, last_row=last)

    # -- as files write them ---------------------------------------------------------------------

    def ranges(self, title: str, text: str) -> str:
        """Ranges of the sheet of that title, apart by spaces.

        >>> PushedRows({"a": [(4, 10)]}).ranges("A", "B2:C9 D5 E1 A:C")
        'B2:C19 D15 E1 A:C'
        """
        return " ".join(self._range(title, one) for one in text.split())

    def _range(self, title: str, text: str) -> str:
        box = parse_box(text.replace("$", ""))
        if box is None or (box.first_row, box.last_row) == (0, MAX_ROWS - 1):
            return text
        new = self.box(title, box)
        if new == box:
            return text
        if ":" not in text:
            return cell_name(*new[:2])
        if text.replace("$", "").replace(":", "").isdecimal():
            return f"{new.first_row + 1}:{new.last_row + 1}"
        return range_name(*new)

    def location(self, title: str, text: str) -> str:
        """Where a link within the workbook leads."""
        found = reference(text.removeprefix("#"))
        if found is None:
            return self._range(title, text) if parse_box(text) is not None else text
        on, box = found
        new = self.box(on, box)
        if new == box:
            return text
        cells = cell_name(*new[:2]) if new.is_cell else range_name(*new)
        return f"{'#' * text.startswith('#')}{quote_sheet(on)}!{cells}"

    def formula(self, title: str, text: str) -> str:
        """A formula, without ``=``, of the sheet of that title: it looks at the same cells.

        >>> PushedRows({"a": [(4, 10)]}).formula("B", "SUM(A!B2:B9)+B9+A!$C$5")
        'SUM(A!B2:B19)+B9+A!$C$15'
        """
        tree = tree_as_written(text)
        if tree is None:
            raise CannotPushError(_UNREAD)
        if any(":" in _sheet_of(one) for one in walk(tree)):
            raise CannotPushError(_SEVERAL)
        moved = with_leaves(tree, lambda node: self._leaf(node, title))
        return text if moved is tree or moved == tree else spell(moved, FILE).removeprefix("=")

    def _leaf(self, node: Node, title: str) -> Node:
        match node:
            case Cell() if self.touches(node.sheet or title):
                row = self.row(node.sheet or title, node.row)
                return node if row == node.row else replace(node, row=row)
            case CellRange(first, last) if self.touches(first.sheet or title):
                on = first.sheet or title
                rows = self.row(on, first.row), self.row(on, last.row)
                if rows == (first.row, last.row):
                    return node
                return CellRange(replace(first, row=rows[0]), replace(last, row=rows[1]))
            case Lines(axis="rows") if self.touches(node.sheet or title):
                on = node.sheet or title
                return replace(node, first=self.row(on, node.first), last=self.row(on, node.last))
            case _:
                return node


def _sheet_of(node: Node) -> str:
    cell = node.first if isinstance(node, CellRange) else node
    return (cell.sheet or "") if isinstance(cell, Cell | Lines) else ""
