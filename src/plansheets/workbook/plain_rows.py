"""Plain rows: cells with a name, a style, a type, a value, judged without the parser."""

from __future__ import annotations

import re
from operator import lt
from typing import NamedTuple

from plansheets.grid import MAX_COLUMNS, column_number
from plansheets.package.decode import with_line_feeds, without_entities
from plansheets.package.digits import whole_number
from plansheets.package.plain_xml import is_odd, is_sound, without_prefix
from plansheets.workbook.cells import ERRORS, CellScan, ColumnUse, FirstUse
from plansheets.workbook.known_rows import JudgedCell, KnownRows, RowsSeenBefore
from plansheets.workbook.moulds import LONG_TEXT, MANY_LINE_FEEDS, NUMBER, Mould, SeenRow

MAX_ORDERS = 4_096
MAX_MOULDS = 16
MAX_MOULDED_CELLS = 500
_WORTH_A_MOULD = frozenset({64, 256, 4_096, 65_536})
"""How many rows of a kind have been judged before one becomes a mould: none of small tables."""

_ROW = re.compile(r'\s*<row((?: (?:[A-Za-z]+|x14ac:dyDescent)="[^"<&]*")*)\s*>')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_CELL = re.compile(
    rf"""(<c\ r="([A-Z]{{1,3}})([1-9][0-9]*)"(?:\ s="([0-9]+)")?
    (?:/>
      |(?:\ t="n")?><v>{NUMBER}</v></c>
      |\ t="s"><v>([0-9]{{1,9}})</v></c>
      |(?:\ t="(str|b|e|n)")?>
       <f(?:\ aca="[a-z01]+")?(?:\ ca="[a-z01]+")?
         (?:>([^<]+)</f>
          |\ t="shared"(?:\ ref="([^"<&]*)")?\ si="([0-9]{{1,9}})"(?:/>|>([^<]*)</f>))
       (?:<v/>|<v></v>|<v>([^<]*)</v>)?</c>
      |\ t="inlineStr"><is><t(?:\ xml:space="preserve")?>([^<]*)</t></is></c>
      |\ t="b"><v>[01]</v></c>))""",
    re.VERBOSE,
)
_PLAIN_NUMBER = re.compile(NUMBER)
_GAP = re.compile(rb">\s+<")


class _FoundCells(NamedTuple):
    """The cells of a row, part by part as ``_CELL`` finds them."""

    whole: tuple[str, ...]
    letters: tuple[str, ...]
    numbers: tuple[str, ...]
    styles: tuple[str, ...]
    shared: tuple[str, ...]
    """Indices of shared strings."""
    kinds: tuple[str, ...]
    """Types of cells with a formula."""
    plain: tuple[str, ...]
    """Formulas that are not shared."""
    ranges: tuple[str, ...]
    indices: tuple[str, ...]
    """Indices of shared formulas."""
    filled: tuple[str, ...]
    """Shared formulas, where they are written out."""
    values: tuple[str, ...]
    """Values of formulas."""
    texts: tuple[str, ...]
    """Texts that stand in their cell."""


class PlainRows:
    """Judges the plain ones among the rows of a sheet; what the last ones were like is kept."""

    def __init__(
        self, scan: CellScan, prefix: bytes, known: KnownRows | None, *, stretched: bool
    ) -> None:
        self._scan = scan
        self._before = None
        """The rows that are known, where there is nothing more to a row than itself."""
        if known is not None and not prefix and not scan.wishes.chained:
            self._before = RowsSeenBefore(known, scan, stretched=stretched)
        self._prefix = prefix
        self._stretched = stretched
        self._gaps = False
        """Whether the tags of this sheet stand apart, as in XML made for reading."""
        self._styles = {"", *scan.styles}
        self._header_rows = {row for row, _ in scan.wishes.headers}
        self._orders: dict[tuple[str, ...], bool] = {}
        """Whether a row's column letters rise, for the letters met so far."""
        self._kinds: dict[tuple[tuple[str, ...], ...], int] = {}
        """How many rows had the same columns, styles and kinds of cells, and no finding."""
        self._moulds: list[Mould] = []
        """The last used is the first."""

    def take(self, row: bytes) -> bool:
        """Check *row*, without its end tag, and remember what counts; False leaves it untouched."""
        bare = without_prefix(row, self._prefix)
        if bare is None:
            return False
        if self._before is not None and self._before.take(bare):
            return True
        row = _GAP.sub(b"><", bare.rstrip()) if self._gaps else bare
        for place, mould in enumerate(self._moulds):
            if mould.take(row):
                if place:
                    self._moulds.insert(0, self._moulds.pop(place))
                return True
        if self._judge(row):
            return True
        if self._gaps or not _GAP.search(row):
            return False
        self._gaps = True
        return self._judge(_GAP.sub(b"><", row.rstrip()))

    def _judge(self, row: bytes) -> bool:
        """Check *row* cell by cell, if it is plain and not odd."""
        if is_odd(row):
            return False
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return False
        opened = _ROW.match(text)
        if opened is None:
            return False
        pairs = _ATTRIBUTE.findall(opened[1])
        attributes = dict(pairs)
        number = attributes.get("r", "")
        if (
            len(attributes) != len(pairs)
            or (row_number := whole_number(number)) is None
            or ("x14ac:dyDescent" in attributes and not self._stretched)
        ):
            return False
        found = _CELL.findall(text, opened.end())
        if not found:
            if len(text) != opened.end():
                return False
            self._scan.row(attributes)
            return True
        cells = _FoundCells(*zip(*found, strict=True))
        if row_number - 1 in self._header_rows and not all(cells.shared):
            return False
        if not (self._are_plain(cells, number, len(text) - opened.end()) and _is_short(text)):
            return False
        reported = self._scan.reported
        self._scan.row(attributes)
        seen = self._keep(cells, row_number, text[: opened.end()])
        if self._scan.reported != reported:
            return True
        if self._is_worth_a_mould(cells):
            self._moulds.insert(0, Mould(seen, self._scan))
            del self._moulds[MAX_MOULDS:]
        if self._before is not None and not any(cells.indices):
            self._before.remember(row, row_number, attributes, _judged(cells))
        return True

    def _is_worth_a_mould(self, cells: _FoundCells) -> bool:
        """Whether so many rows of this kind were read cell by cell that a mould pays."""
        if len(cells.whole) > MAX_MOULDED_CELLS:
            return False
        filled = tuple(["s" if index else "" for index in cells.shared])
        ends = tuple([cell[-2:] for cell in cells.whole])  # a blank cell has no end tag
        kind = cells.letters, cells.styles, cells.kinds, filled, ends
        times = self._kinds.get(kind, 0) + 1
        if times > 1 or len(self._kinds) < MAX_ORDERS:
            self._kinds[kind] = times
        return times in _WORTH_A_MOULD

    def _are_plain(self, cells: _FoundCells, number: str, length: int) -> bool:
        """Whether *cells* make up the whole row, in their places, with formats and values."""
        lengths = list(map(len, cells.whole))
        return (
            sum(lengths) == length
            and max(lengths) <= LONG_TEXT
            and set(cells.numbers) == {number}
            and self._styles.issuperset(cells.styles)
            and self._rise(cells.letters)
            and all(
                _is_plain_value(kind, value)
                for cell, kind, value in zip(cells.whole, cells.kinds, cells.values, strict=True)
                if "<f" in cell
            )
        )

    def _keep(self, cells: _FoundCells, number: int, head: str) -> SeenRow:
        """Note what is kept of a plain row's cells."""
        scan = self._scan
        formulas: list[FirstUse] = []
        columns: list[ColumnUse] = []
        computed: list[str] = []
        for place, whole in enumerate(cells.whole):
            letters = cells.letters[place]
            cell = f"{letters}{number}"
            if index := cells.shared[place]:
                scan.shared_string(int(index), cell)
                if number - 1 in self._header_rows:
                    scan.header(number - 1, column_number(letters), "s", index)
            if "<f" not in whole:
                continue
            computed.append(letters)
            formula = _stored(cells.plain[place] or cells.filled[place])
            sharing = {"t": "shared", "si": cells.indices[place]} if cells.indices[place] else {}
            if cells.ranges[place]:
                sharing["ref"] = cells.ranges[place]
            if use := scan.formula(cell, formula, sharing):
                formulas.append(use)
            if scan.wishes.columns:
                column = column_number(letters)
                columns += scan.column_cell(number - 1, column, cell, formula)
        return SeenRow(
            number,
            head,
            tuple(zip(cells.letters, cells.whole, strict=True)),
            tuple(formulas),
            tuple(columns),
            tuple(computed),
        )

    def _rise(self, letters: tuple[str, ...]) -> bool:
        known = self._orders.get(letters)
        if known is None:
            columns = [column_number(each) for each in letters]
            known = columns[-1] < MAX_COLUMNS and all(map(lt, columns, columns[1:]))
            if len(self._orders) < MAX_ORDERS:
                self._orders[letters] = known
        return known


def _stored(written: str) -> str:
    """A formula that is *written* in XML."""
    return with_line_feeds(without_entities(written))


def _judged(cells: _FoundCells) -> list[JudgedCell]:
    return [
        JudgedCell(letters, whole, _stored(formula) if formula else None)
        for letters, whole, formula in zip(cells.letters, cells.whole, cells.plain, strict=True)
    ]


def _is_short(text: str) -> bool:
    """Whether *text* is below the limit of line feeds, and XML as it is."""
    return text.count("\n") <= MANY_LINE_FEEDS and is_sound(text)


def _is_plain_value(kind: str, value: str) -> bool:
    match kind:
        case "str":
            return True
        case "b":
            return value in ("0", "1")
        case "e":
            return value in ERRORS
        case _:
            return not value or _PLAIN_NUMBER.fullmatch(value) is not None
