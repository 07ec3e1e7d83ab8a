"""A workbook known again: which plan it follows, and where each of its parts stands now.

What is surest is asked first: hidden names that follow their cells, then what the workbook says of
itself, tables by their names, and headers by what they say. How sure it is gets said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal

from plansheets.life.book import BookCell, BookSheet, BookTable, OpenBook
from plansheets.life.cells import HeldCell, Spot
from plansheets.life.manifest import Manifest, MarkedColumn, MarkedTable, read_lines
from plansheets.life.mark_names import MARKS, column_mark, sheet_mark, typed_mark
from plansheets.records import dataclass
from plansheets.words import Words

FoundBy = Literal["marks", "table", "headers"]
"""How a table was found: by hidden names, by its own name, or by what its headers say."""
Sure = Literal["certain", "likely", "unsure"]


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table of the plan in the workbook: ``columns`` says where each of its columns stands."""

    id: str
    sheet: BookSheet
    header_row: int
    last_row: int
    columns: Mapping[str, int]
    way: FoundBy
    in_table: bool
    """Whether it is still a table of Excel's, whose end is known."""

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def height(self) -> int:
        return self.last_row - self.header_row


@dataclass(frozen=True, slots=True)
class Recognised:
    """A workbook and what it is."""

    book: OpenBook
    manifest: Manifest
    marked: bool
    """Whether the workbook itself says what it is."""
    sheets: Mapping[str, BookSheet]
    """By id; a sheet that is not there is left out, and so are tables and cells of forms."""
    tables: Mapping[str, KnownTable]
    typed: Mapping[str, BookCell]
    doubts: tuple[Words, ...] = ()
    lost_names: tuple[str, ...] = field(default=())
    """Marks that point at nothing now, or are not there."""

    @property
    def sure(self) -> Sure:
        if self.marked and not any(one.way != "marks" for one in self.tables.values()):
            return "certain"
        return "likely" if self.marked and not self.doubts else "unsure"


def read_manifest(book: OpenBook) -> Manifest | None:
    """What *book* says of itself; None where it says nothing that can be read."""
    sheet = book.sheet(MARKS)
    if sheet is None:
        return None
    cells = book.contents(sheet).cells
    texts = (cell.value for (_, column), cell in sorted(cells.items()) if column == 0)
    return read_lines(text for text in texts if isinstance(text, str))


def recognise(
    book: OpenBook, manifest: Manifest, *, marked: bool = True, other: bool = False
) -> Recognised:
    """Where everything of *manifest* stands in *book*, of which it may tell of an *other* version,
    that computes other columns.
    """
    finding = _Search(book, manifest, other=other)
    filled = {one.table for one in manifest.columns if one.role in ("input", "link")}
    places = {}
    for table in sorted(manifest.tables, key=lambda one: one.id not in filled):
        finding.wary = finding.wary or table.id in filled
        places[table.id] = finding.table(table)
        finding.wary = bool(finding.doubts)
    tables = {one.id: found for one in manifest.tables if (found := places[one.id]) is not None}
    sheets = dict(finding.sheets(tables))
    typed = {
        one.id: place
        for one in manifest.parameters
        if (place := book.place(typed_mark(one.id)) or _beside_used(book, one.id)) is not None
    }
    return Recognised(
        book, manifest, marked, sheets, tables, typed, tuple(finding.doubts), tuple(finding.lost)
    )


def _beside_used(book: OpenBook, parameter: str) -> BookCell | None:
    """The cell left of the value in use, which has been named by its id ever since."""
    from plansheets.plan.blocks.form import TYPED_TO_USED  # noqa: PLC0415  # much, seldom needed

    used = book.place(parameter)
    if used is None or used.column < TYPED_TO_USED:
        return None
    return replace(used, column=used.column - TYPED_TO_USED)


class _Search:
    def __init__(self, book: OpenBook, manifest: Manifest, *, other: bool = False) -> None:
        self.book, self.manifest, self._other = book, manifest, other
        self.doubts: list[Words] = []
        self.lost: list[str] = []
        self.wary = False
        """Whether headers are held against their names: of tables that people fill, whose cells are
        read anyway, and of all once those do not agree.
        """
        self._columns: dict[str, list[MarkedColumn]] = {}
        for column in manifest.columns:
            self._columns.setdefault(column.table, []).append(column)

    def sheets(self, tables: Mapping[str, KnownTable]) -> Iterator[tuple[str, BookSheet]]:
        """Each sheet by its mark, by a table on it, or by its title."""
        standing: dict[str, BookSheet] = {}
        for table in self.manifest.tables:
            if table.id in tables:
                standing.setdefault(table.sheet, tables[table.id].sheet)
        for sheet in self.manifest.sheets:
            place = self.book.place(sheet_mark(sheet.id))
            found = self.book.sheet(place.sheet) if place else None
            if found is None:
                self.lost.append(sheet_mark(sheet.id))
            found = found or standing.get(sheet.id) or self.book.sheet(sheet.title)
            if found is not None:
                yield sheet.id, found

    def table(self, table: MarkedTable) -> KnownTable | None:
        return self._by_marks(table) or self._by_name(table) or self._by_headers(table)

    def _by_marks(self, table: MarkedTable) -> KnownTable | None:
        columns = self._columns.get(table.id, [])
        marks = {one.id: self.book.place(column_mark(table.id, one.id)) for one in columns}
        places = {id_: place for id_, place in marks.items() if place is not None}
        gone = [column_mark(table.id, id_) for id_, place in marks.items() if place is None]
        self.lost += gone
        if not places:
            return None
        named = self._named(table.name)
        where = [(place.sheet.casefold(), place.row) for place in places.values()]
        title, row = max(set(where), key=where.count)
        sheet = self.book.sheet(title)
        if sheet is None:
            return None
        standing = {
            id_: place.column
            for id_, place in places.items()
            if (place.sheet.casefold(), place.row) == (title, row)
        }
        box = named[1] if named and named[0] is sheet and named[1].box.first_row == row else None
        stayed = self._left_behind(columns, sheet, row, standing) if self.wary else None
        if stayed is not None:
            row, standing, box = *stayed, None
            self.doubts.append(_left_behind(table))
        elif gone:
            standing |= self._unmarked(table, sheet, row, standing)
        return self._found(table, sheet, row, standing, "marks", box)

    def _left_behind(
        self,
        columns: Sequence[MarkedColumn],
        sheet: BookSheet,
        row: int,
        standing: Mapping[str, int],
    ) -> tuple[int, dict[str, int]] | None:
        """Where the headers are that some program has moved without their names.

        Nobody calls a column as another of its table is called, so a header that says so is it.
        """
        cells = self.book.contents(sheet).cells
        labels = {_folded(one.header): one.id for one in columns}
        owner = {place: id_ for id_, place in standing.items()}

        def said(at: int, place: int) -> str | None:
            held = cells.get((at, place))
            return labels.get(_folded(held.value)) if held and isinstance(held.value, str) else None

        told = {id_: said(row, place) for id_, place in standing.items()}
        if any(one not in (None, id_) for id_, one in told.items()):
            here = {id_: place for at, place in cells if at == row and (id_ := said(row, place))}
            others = {
                id_: place for place, id_ in owner.items()
                if id_ not in here and said(row, place) is None and (row, place) in cells
            }  # fmt: skip
            return row, here | others
        if not standing or any(told.values()):
            return None
        found = self._best_row(columns, sheet)
        return None if found is None or len(found[1]) * 2 < len(standing) else found

    def _unmarked(
        self, table: MarkedTable, sheet: BookSheet, row: int, standing: Mapping[str, int]
    ) -> dict[str, int]:
        """Columns that lost their names and not their places: their headers still say it."""
        cells = self.book.contents(sheet).cells
        taken = set(standing.values())
        headers = {
            place: held.value
            for (at, place), held in cells.items()
            if at == row and place not in taken and isinstance(held.value, str)
        }
        wanted = [one for one in self._columns.get(table.id, []) if one.id not in standing]
        places = sorted(headers)
        known = _by_label(wanted, [str(headers[place]) for place in places])
        return {id_: places[place] for id_, place in known.items()}

    def _by_name(self, table: MarkedTable) -> KnownTable | None:
        named = self._named(table.name)
        if named is None:
            return None
        sheet, box = named
        known = _by_label(self._columns.get(table.id, []), box.headers)
        columns = {id_: box.box.first_column + place for id_, place in known.items()}
        self._doubt_of(table, columns)
        return self._found(table, sheet, box.box.first_row, columns, "table", box)

    def _by_headers(self, table: MarkedTable) -> KnownTable | None:
        """The row that says most of the table's headers, on the sheet of its title."""
        titles = [one.title for one in self.manifest.sheets if one.id == table.sheet]
        sheet = self.book.sheet(titles[0]) if titles else None
        wanted = self._columns.get(table.id, [])
        if sheet is None or not wanted:
            return None
        best = self._best_row(wanted, sheet)
        if best is None or len(best[1]) * 2 < len(wanted):
            return None
        self._doubt_of(table, best[1])
        return self._found(table, sheet, *best, "headers", None)

    def _best_row(
        self, wanted: Sequence[MarkedColumn], sheet: BookSheet
    ) -> tuple[int, dict[str, int]] | None:
        """The row of *sheet* that says most of the headers, and where each of them stands."""
        rows: dict[int, dict[int, str]] = {}
        for (row, column), cell in self.book.contents(sheet).cells.items():
            if isinstance(cell.value, str) and cell.formula is None:
                rows.setdefault(row, {})[column] = cell.value
        best: tuple[int, dict[str, int]] | None = None
        for row, texts in rows.items():
            places = sorted(texts)
            known = _by_label(wanted, [texts[place] for place in places])
            if best is None or len(known) > len(best[1]):
                best = row, {id_: places[place] for id_, place in known.items()}
        return best

    def _named(self, name: str) -> tuple[BookSheet, BookTable] | None:
        folded = name.casefold()
        return next((one for one in self.book.tables() if one[1].name.casefold() == folded), None)

    def _doubt_of(self, table: MarkedTable, columns: Mapping[str, int]) -> None:
        missing = [one for one in self._columns.get(table.id, []) if one.id not in columns]
        for column in missing:
            if self._other and column.role == "formula":
                continue
            self.doubts.append(
                Words(
                    f"表“{table.title or table.id}”里找不到列“{column.header}”",
                    f"no column '{column.header}' is found in table '{table.title or table.id}'",
                )
            )

    def _found(
        self,
        table: MarkedTable,
        sheet: BookSheet,
        row: int,
        columns: Mapping[str, int],
        way: FoundBy,
        box: BookTable | None,
    ) -> KnownTable:
        if box is not None:
            last = max(box.last_row, row + 1)
            return KnownTable(table.id, sheet, row, last, columns, way, in_table=True)
        last = self._last_row(table, sheet, row, columns)
        return KnownTable(table.id, sheet, row, last, columns, way, in_table=False)

    def _last_row(
        self, table: MarkedTable, sheet: BookSheet, row: int, columns: Mapping[str, int]
    ) -> int:
        """Where rows end that are no table of Excel's any more: with the last formula of theirs."""
        computed = [one.id for one in self._columns.get(table.id, []) if one.role == "formula"]
        places = [columns[id_] for id_ in computed if id_ in columns]
        cells = self.book.contents(sheet).cells
        last = row + table.rows
        if not places:
            return last
        while not _any_formula(cells, last, places) and last > row + 1:
            last -= 1
        while _any_formula(cells, last + 1, places):
            last += 1
        return last


def _any_formula(cells: Mapping[Spot, HeldCell], row: int, columns: list[int]) -> bool:
    return any((cell := cells.get((row, one))) and cell.formula for one in columns)


def _left_behind(table: MarkedTable) -> Words:
    title = table.title or table.id
    return Words(
        f"表“{title}”的列被挪动过，名称却留在原处：按标题认列",
        f"columns of table '{title}' were moved without their names: they are known by their "
        "headers",
    )


def _by_label(columns: Sequence[MarkedColumn], headers: Sequence[str]) -> dict[str, int]:
    """The place of each column among *headers*, by what they say."""
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        places.setdefault(_folded(header), place)
    return {one.id: places[_folded(one.header)] for one in columns if _folded(one.header) in places}


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
