"""What the cells of a sheet hold: values, and formulas as the file spells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from plansheets.boxes import Box, parse_box
from plansheets.grid import MAX_COLUMNS, MAX_ROWS, parse_cell
from plansheets.package.decode import unescape
from plansheets.package.digits import plain_number, whole_number
from plansheets.package.markup import MarkupError, TreeReader, short_name
from plansheets.package.shared_texts import misplaced, no_number, text_at
from plansheets.plan.model import ErrorValue
from plansheets.records import dataclass
from plansheets.words import Words

_UNREAD = '_xlfngnumeric.ERROR("'
"""How Gnumeric keeps a formula that it cannot read: those that name tables."""
MAX_CELLS = 20_000_000
Spot = tuple[int, int]
"""Row and column, counted from 0."""
CellValue = str | int | float | bool | ErrorValue | None


class HeldCell(NamedTuple):
    """A cell that holds something; a formula that was never calculated has no value."""

    value: CellValue
    formula: str | None = None
    """As the file stores it, without ``=``."""
    calculated: bool = True
    shared: int | None = None
    """The number of the shared formula that it is filled from."""


@dataclass(slots=True)
class SharedFormula:
    """A formula that a block of cells has in common, and the cell it is written in."""

    text: str
    at: Spot


@dataclass(slots=True)
class SheetContents:
    """A sheet: its cells, and the tree of everything around them."""

    cells: dict[Spot, HeldCell]
    shared: dict[int, SharedFormula]
    arrays: list[Box]
    tree: Element
    unread: list[Spot]
    """Formulas that a program kept as texts; here they are what they were."""


class _Events:
    """Takes the parser over inside ``sheetData`` and gives it back."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.cells: dict[Spot, HeldCell] = {}
        self.shared: dict[int, SharedFormula] = {}
        self.arrays: list[Box] = []
        self.unread: list[Spot] = []
        self._spelled: dict[str, str] = {}
        """Each spelling of a formula once: a column has one of them in all of its rows."""
        self._strings = strings
        self._names: dict[str, str] = {}
        self._row = self._column = -1
        self._row_text = ""
        self._columns: dict[str, int] = {}
        """By their letters: a sheet has few columns and many cells."""
        self._kind = "n"
        self._text: list[str] = []
        self._inline: list[str] = []
        self._reading = ""
        self._value: str | None = None
        self._formula: str | None = None
        self._attributes: Mapping[str, str] = {}
        self._phonetic = False
        self._reader: TreeReader | None = None

    def take_over(self, reader: TreeReader) -> None:
        self._reader, self._names = reader, reader.names
        reader.parser.StartElementHandler = self._start
        reader.parser.EndElementHandler = self._end
        reader.parser.CharacterDataHandler = self._data

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        short = self._names.get(name) or short_name(name, self._names)
        if short == "c":
            self._start_cell(attributes)
        elif short in ("v", "f"):
            self._reading = short
            if short == "f":
                self._attributes, self._formula = attributes, ""
        elif short == "t":
            self._reading = "" if self._phonetic else "t"
        elif short == "row":
            self._start_row(attributes.get("r"))
        elif short == "rPh":
            self._phonetic = True

    def _start_row(self, written: str | None) -> None:
        row = self._row + 1 if written is None else (whole_number(written) or 0) - 1
        if not self._row < row < MAX_ROWS:
            raise MarkupError(
                Words(
                    f"第“{(written or '')[:20]}”行排在第 {self._row + 1} 行之后",
                    f"row '{(written or '')[:20]}' stands after row {self._row + 1}",
                )
            )
        self._row, self._column = row, -1
        self._row_text = str(row + 1)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        if written is None:
            column = self._column + 1
        else:
            letters = written.removesuffix(self._row_text)
            known = self._columns.get(letters)
            column = self._new_column(written, letters) if known is None else known
        if not self._column < column < MAX_COLUMNS:
            raise misplaced(written or "", self._row + 1)
        self._column = column
        self._kind = attributes.get("t", "n")
        self._value = self._formula = None

    def _new_column(self, written: str, letters: str) -> int:
        """The column that *letters* name, which stand before the number of the row."""
        place = parse_cell(written)
        if place is None or place[0] != self._row:
            raise misplaced(written, self._row + 1)
        if letters.isalpha():
            self._columns[letters] = place[1]
        return place[1]

    def _data(self, text: str) -> None:
        if self._reading == "t":
            self._inline.append(text)
        elif self._reading:
            self._text.append(text)

    def _end(self, name: str) -> None:
        ended = self._names[name]
        if ended == "v":
            self._value = "".join(self._text)
            self._text.clear()
        elif ended == "f":
            formula = "".join(self._text)
            self._formula = self._spelled.setdefault(formula, formula)
            self._text.clear()
        elif ended == "c":
            self._end_cell()
        elif ended == "rPh":
            self._phonetic = False
        elif ended == "sheetData" and self._reader is not None:
            self._reader.resume()
            self._reader.end(name)
        self._reading = ""

    def _end_cell(self) -> None:
        if self._inline:
            self._value = "".join(self._inline)
            self._inline.clear()
        formula, text = self._formula, self._value
        if formula is None and not text:
            return
        if len(self.cells) >= MAX_CELLS:
            raise MarkupError(
                Words(
                    f"一张工作表超过 {MAX_CELLS:,} 个单元格",
                    f"more than {MAX_CELLS:,} cells on one sheet",
                )
            )
        spot = (self._row, self._column)
        if formula is not None and formula.startswith(_UNREAD):
            formula = formula.removeprefix(_UNREAD).removesuffix('")').replace('""', '"')
            self.unread.append(spot)
            if self._kind == "e":
                text = None  # the formula once more
        value = self._meaning(text) if text else None
        if formula is None:
            self.cells[spot] = HeldCell(value)
            return
        shared = self._shared(formula, spot)
        calculated = bool(text) or self._kind == "str"
        self.cells[spot] = HeldCell(
            "" if calculated and value is None else value, formula or None, calculated, shared
        )

    def _shared(self, formula: str, spot: Spot) -> int | None:
        kind = self._attributes.get("t")
        if kind == "array" and (box := parse_box(self._attributes.get("ref"))):
            self.arrays.append(box)
        if kind != "shared":
            return None
        number = whole_number(self._attributes.get("si"))
        if number is not None and formula:
            self.shared[number] = SharedFormula(formula, spot)
        return number

    def _meaning(self, text: str) -> CellValue:
        match self._kind:
            case "s":
                return text_at(self._strings, text)
            case "str" | "inlineStr":
                return unescape(text)
            case "b":
                return text in ("1", "true")
            case "e":
                return ErrorValue(text)
            case "d":
                return text
            case _:
                number_read = plain_number(text)
                if number_read is None:
                    raise no_number(text)
                return number_read


def read_contents(chunks: Iterable[bytes], strings: Sequence[str]) -> SheetContents:
    """The cells of a sheet's part and its tree without them; raises MarkupError."""
    events = _Events(strings)
    tree = TreeReader({"sheetData": events.take_over}).read(chunks)
    return SheetContents(events.cells, events.shared, events.arrays, tree, events.unread)
