"""What the cells of a sheet hold: values, and formulas as the file spells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from plansheets.boxes import Box, parse_box
from plansheets.grid import MAX_COLUMNS, MAX_ROWS, parse_cell
from plansheets.package.decode import unescape
from plansheets.package.digits import plain_number, whole_number
from plansheets.package.markup import MarkupError, TreeReader, short_name
from plansheets.package.row_cells import CellHead, RowCells
from plansheets.package.shared_texts import misplaced, no_number, text_at
from plansheets.package.sheet_rows import TakeRow, sift_rows
from plansheets.plan.model import ErrorValue
from plansheets.records import dataclass
from plansheets.words import ToldError, Words

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


class _PlacedCell(NamedTuple):
    """A cell of a plain row of which something is kept by its place."""

    kind: str
    value: str
    formula: str | None
    sharing: Mapping[str, str]


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
        self._depth = 0
        """How many elements are open inside of ``sheetData``; below 0 outside of it."""

    def read(self, chunks: Iterable[bytes]) -> SheetContents:
        tree = TreeReader({"sheetData": self.take_over}).read(chunks)
        return SheetContents(self.cells, self.shared, self.arrays, tree, self.unread)

    def take_over(self, reader: TreeReader) -> None:
        self._reader, self._names = reader, reader.names
        self._depth = 0
        reader.parser.StartElementHandler = self._start
        reader.parser.EndElementHandler = self._end
        reader.parser.CharacterDataHandler = self._data

    def rows_are(self, prefix: bytes, stretched: bool) -> TakeRow:
        """Takes the rows that need no parser, wherever that stands between two rows."""
        plain: RowCells[HeldCell | _PlacedCell] = RowCells(
            prefix, self._plain_cell, stretched=stretched
        )

        def take(row: bytes) -> bool:
            between = self._reader is not None and not self._depth and not self._inline
            found = plain.read(row) if between else None
            if (
                found is None
                or found.number <= self._row
                or len(self.cells) + len(found.cells) > MAX_CELLS
            ):
                return False
            number, self._column, cells = found
            self._row, self._row_text = number, str(number + 1)
            kept = self.cells
            for column, cell in cells:
                if isinstance(cell, HeldCell):
                    kept[number, column] = cell
                else:
                    self._keep((number, column), *cell)
            return True

        return take

    def _plain_cell(self, head: CellHead, value: str) -> HeldCell | _PlacedCell | None:
        """A cell that is the same wherever it stands, or what is kept of it in its place."""
        formula = head.formula
        if formula is None and not value:
            return None
        if not value or formula == "" or head.sharing or (formula or "").startswith(_UNREAD):
            return _PlacedCell(head.kind, value, formula, head.sharing)
        kind = head.kind
        return HeldCell(_number(value) if kind == "n" else self._meaning(kind, value), formula)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
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
            known = None if letters == written else self._columns.get(letters)
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
        self._depth -= 1
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
        self._keep(
            (self._row, self._column), self._kind, self._value, self._formula, self._attributes
        )

    def _keep(
        self,
        spot: Spot,
        kind: str,
        text: str | None,
        formula: str | None,
        sharing: Mapping[str, str],
    ) -> None:
        """Keep the cell at *spot*, if it holds something."""
        if formula is None and not text:
            return
        if len(self.cells) >= MAX_CELLS:
            raise MarkupError(
                Words(
                    f"一张工作表超过 {MAX_CELLS:,} 个单元格",
                    f"more than {MAX_CELLS:,} cells on one sheet",
                )
            )
        if formula is not None and formula.startswith(_UNREAD):
            formula = formula.removeprefix(_UNREAD).removesuffix('")').replace('""', '"')
            self.unread.append(spot)
            if kind == "e":
                text = None  # the formula once more
        value = self._meaning(kind, text) if text else None
        if formula is None:
            self.cells[spot] = HeldCell(value)
            return
        shared = self._shared(formula, spot, sharing) if sharing else None
        calculated = bool(text) or kind == "str"
        self.cells[spot] = HeldCell(
            "" if calculated and value is None else value, formula or None, calculated, shared
        )

    def _shared(self, formula: str, spot: Spot, sharing: Mapping[str, str]) -> int | None:
        kind = sharing.get("t")
        if kind == "array" and (box := parse_box(sharing.get("ref"))):
            self.arrays.append(box)
        if kind != "shared":
            return None
        number = whole_number(sharing.get("si"))
        if number is not None and formula:
            self.shared[number] = SharedFormula(formula, spot)
        return number

    def _meaning(self, kind: str, text: str) -> CellValue:
        match kind:
            case "n":
                return _number(text)
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
                return _number(text)


def _number(text: str) -> float:
    number = plain_number(text)
    if number is None:
        raise no_number(text)
    return number


def read_contents(
    read_again: Callable[[], Iterable[bytes]], strings: Sequence[str]
) -> SheetContents:
    """The cells of a sheet's part and its tree without them; raises MarkupError.

    Plain rows are kept from the parser. Where anything is wrong, it reads the whole part and says
    what, and in which line: so *read_again* gives the part anew each time.
    """
    try:
        return sifted_contents(read_again(), strings)
    except ToldError:
        return parsed_contents(read_again(), strings)


def sifted_contents(chunks: Iterable[bytes], strings: Sequence[str]) -> SheetContents:
    """The same with plain rows kept from the parser, which then counts no lines."""
    events = _Events(strings)
    return events.read(sift_rows(chunks, events.rows_are))


def parsed_contents(chunks: Iterable[bytes], strings: Sequence[str]) -> SheetContents:
    """The same by the parser alone."""
    return _Events(strings).read(chunks)
