"""The cells of a sheet as the parser meets them, one event at a time."""

from __future__ import annotations

from collections.abc import Mapping

from plansheets.grid import MAX_COLUMNS, cell_name
from plansheets.package.digits import whole_number
from plansheets.package.markup import TreeReader, short_name
from plansheets.words import Words
from plansheets.workbook.cells import KINDS, CellScan, FirstUse

NO_RECORD = 1 << 31
"""Stands for an index that is no number: a record that no file has."""


class CellEvents:
    """Takes over the parser inside ``sheetData``, hands every cell to *scan*, gives it back."""

    def __init__(self, scan: CellScan, reader: TreeReader) -> None:
        self._scan, self._reader, self._names = scan, reader, reader.names
        self._column = -1
        self._cell, self._kind, self._element = "", "n", ""
        self._value: str | None = None
        self._formula: str | None = None
        self._met = ""
        """The values and formulas that the cell has had, by their elements' names."""
        self._formula_attributes: Mapping[str, str] = {}
        self._text: list[str] = []
        """Text of the element that is open: a value, a formula, or the runs of an inline text."""
        self._inline: list[str] = []

    @classmethod
    def take_over(cls, scan: CellScan, reader: TreeReader) -> None:
        """Put the handlers for cells in place; called when ``sheetData`` starts."""
        events = cls(scan, reader)
        reader.parser.StartElementHandler = events.start
        reader.parser.EndElementHandler = events.end
        reader.parser.CharacterDataHandler = events.data

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._element = short_name(name, self._names)
        match self._element:
            case "row":
                self._scan.row(attributes)
                self._column = -1
            case "c":
                self._start_cell(attributes)
            case "f":
                self._formula_attributes, self._formula = attributes, ""
            case _:
                pass

    def _start_cell(self, attributes: dict[str, str]) -> None:
        scan = self._scan
        written = attributes.get("r")
        if written is None:
            self._column += 1
            self._cell = cell_name(scan.row_number - 1, self._column)
            if self._column == MAX_COLUMNS:  # said once: the cells after it are no news
                message = Words(
                    f"一行超过 {MAX_COLUMNS:,} 个单元格",
                    f"more than {MAX_COLUMNS:,} cells in a row",
                )
                scan.report("PS521", f"A{scan.row_number}", message)
        else:
            self._cell = written
            self._column = scan.column(written, self._column)
        scan.attributes("c", attributes, self._cell)
        style = attributes.get("s")
        if style is not None and style not in scan.styles:
            scan.style(style, self._cell, Words("单元格", "cell"))
        self._kind = attributes.get("t", "n")
        self._value = self._formula = None
        self._met = ""
        if "cm" in attributes or "vm" in attributes:
            facts, index = scan.facts, whole_number(attributes.get("cm", "0"))
            facts.rich_values = facts.rich_values or FirstUse(self._cell)
            facts.highest_metadata = max(
                facts.highest_metadata, NO_RECORD if index is None else index
            )

    def end(self, name: str) -> None:
        ended = self._names[name]
        self._element = ""
        if ended in ("v", "f"):
            text = "".join(self._text)
            self._text.clear()
            if ended in self._met:
                message = Words(f"一个“c”里有两个“{ended}”", f"'{ended}' stands twice in one 'c'")
                self._scan.report("PS507", self._cell, message)
            self._met += ended
            if ended == "v":
                self._value = text
                return
            self._formula = text
            if self._value is not None:
                message = Words(
                    "单元格的值写在公式之前", "the value of a cell stands before its formula"
                )
                self._scan.report("PS507", self._cell, message)
        elif ended == "c":
            self._end_cell()
        elif ended == "sheetData":
            self._reader.resume()
            self._reader.end(name)

    def _end_cell(self) -> None:
        scan, cell, formula = self._scan, self._cell, self._formula
        if self._inline:
            self._value = "".join(self._inline)
            self._inline.clear()
        if self._value is not None or self._kind not in KINDS:
            scan.value(cell, self._kind, self._value or "")
        if formula is not None:
            scan.formula(cell, formula, self._formula_attributes)
        row, column = scan.row_number - 1, self._column
        held = "formula" if formula is not None else self._kind
        scan.header(row, column, held, self._value or "")
        if scan.wishes.columns:
            scan.column_cell(row, column, cell, formula)

    def data(self, text: str) -> None:
        if self._element in ("v", "f"):
            self._text.append(text)
        elif self._element == "t":
            self._inline.append(text)
