"""``extract``: what people typed into a workbook, by id, each value with its cell and state."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from plansheets.blueprint.types import TYPES, UNREAD, Storage
from plansheets.collecting import collecting_rarely
from plansheets.errors import Problem
from plansheets.grid import FIRST_DAY, LAST_DAY, cell_name, column_name, range_name
from plansheets.lengths import on_one_line
from plansheets.life.below import BelowTable
from plansheets.life.book import opened_book
from plansheets.life.extracted import (
    CLEAN,
    Extracted,
    ExtractedCell,
    ExtractedParameter,
    ExtractedRow,
    ExtractedTable,
    State,
)
from plansheets.life.known import know
from plansheets.life.manifest import MarkedColumn, MarkedParameter, MarkedTable
from plansheets.life.recognise import KnownTable, Recognised
from plansheets.life.typed_in import CellMeaning, TypedReader, holds, is_no_day
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.words import Words

_ENTERED = frozenset({"input", "link"})
_SAID: dict[State, Words] = {
    "overwritten": Words("这里原来是公式，现在是手填的值", "a value stands where a formula was"),
    "text": Words("应是数字、日期或是否，却是文字", "a text where a number, day or yes/no belongs"),
    "unlisted": Words("不在下拉列表里", "not in the list of this column"),
    "error": Words("单元格是错误值", "the cell holds an error"),
    "unknown": Words(
        "公式还没有算出值", "a formula without a value: no spreadsheet has calculated it"
    ),
}
_NO_DAY = Words(
    f"不是 {FIRST_DAY} 到 {LAST_DAY} 之间的日期", f"no day from {FIRST_DAY} to {LAST_DAY}"
)
_CODES: dict[State, str] = {
    "overwritten": "PS710",
    "text": "PS718",
    "unlisted": "PS718",
    "error": "PS718",
    "unknown": "PS724",
}


@collecting_rarely()
def extract(
    book: str | Path, *, blueprint: str | Path | None = None, everything: bool = False
) -> Extracted:
    """What people typed into the workbook *book*, typed and by id.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    book
        A workbook that plansheets made, as people and their programs left it. It is only read.
    blueprint
        The blueprint that it was made from, for a workbook that does not say so itself.
    everything
        Also the tables that nobody fills: views and calculations.

    Raises
    ------
    WorkbookError
        Where *book* cannot be read, or nothing tells what it is.
    """
    path = Path(book)
    with opened_book(path) as opened:
        return extract_known(know(opened, blueprint), path, everything=everything)


def extract_known(
    known: Recognised,
    path: Path,
    *,
    everything: bool = False,
    steps: bool = True,
    clean: bool = True,
) -> Extracted:
    """What people typed into a workbook that is known already, and open.

    Without *steps* the columns are left out that hold nothing but steps of a calculation; without
    *clean*, the rows of which there is nothing to say.
    """
    reading = _Extraction(known, steps=steps, clean=clean)
    tables = {id_: table.extracted() for id_, table in reading.tables(everything=everything)}
    return reading.extracted(path, tables)


def read_known(known: Recognised, path: Path) -> tuple[Extracted, dict[str, TableValues]]:
    """The same as values alone, without the steps of calculations; and its tables, which it lacks.

    A name and a record for each cell are most of what telling them costs.
    """
    reading = _Extraction(known, steps=False)
    tables = dict(reading.tables(everything=False))
    return reading.extracted(path, {}), tables


def read_copy(
    known: Recognised, marked: MarkedTable, found: KnownTable
) -> tuple[TableValues, tuple[Problem, ...]]:
    """What stands in a table of a sheet that was copied, and what is to be said of it."""
    reading = _Extraction(known, steps=False)
    table = reading.table(marked, found, known.manifest.columns_of(marked.id))
    return table, tuple(reading.problems)


class RowValues(NamedTuple):
    """A row of the sheet, counted from 1: what its cells mean, in the order of the columns."""

    number: int
    inside: bool
    cells: list[CellMeaning]


@dataclass(frozen=True, slots=True)
class TableValues:
    """What an :class:`ExtractedTable` is made of."""

    id: str
    title: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    """The ids and the letters of the columns that were found, in the order of the plan."""
    inputs: tuple[str, ...]
    rows: tuple[RowValues, ...]

    def extracted(self) -> ExtractedTable:
        rows = (
            ExtractedRow(
                number,
                inside,
                {
                    id_: ExtractedCell(f"{letters}{number}", *cell)
                    for (id_, letters), cell in zip(self.columns, cells, strict=True)
                },
            )
            for number, inside, cells in self.rows
        )
        ids = tuple(id_ for id_, _ in self.columns)
        return ExtractedTable(self.id, self.title, self.sheet, ids, self.inputs, tuple(rows))


class _Extraction:
    def __init__(self, known: Recognised, *, steps: bool, clean: bool = True) -> None:
        self.known = known
        self._steps, self._clean = steps, clean
        self.reader = TypedReader(known)
        self.problems: list[Problem] = []

        for doubt in known.doubts:
            self._problem("PS702", doubt, "", level="warning")

    def tables(self, *, everything: bool) -> Iterator[tuple[str, TableValues]]:
        """The tables that people fill, or all, by id; to be asked for before the parameters."""
        known = self.known
        for marked in known.manifest.tables:
            columns = known.manifest.columns_of(marked.id)
            if not everything and not any(one.role in _ENTERED for one in columns):
                continue
            found = known.tables.get(marked.id)
            if found is None:
                self._problem("PS723", _no_table(marked), "")
                continue
            yield marked.id, self.table(marked, found, columns)

    def extracted(self, path: Path, tables: Mapping[str, ExtractedTable]) -> Extracted:
        known = self.known
        facts = known.manifest.facts
        parameters = {
            one.id: typed
            for one in known.manifest.parameters
            if (typed := self.parameter(one)) is not None
        }
        return Extracted(
            str(path),
            facts.get("blueprint", ""),
            facts.get("version", ""),
            facts.get("digest", ""),
            known.manifest.locale,
            known.sure,
            tables,
            parameters,
            tuple(self.problems),
        )

    def table(
        self, marked: MarkedTable, found: KnownTable, columns: tuple[MarkedColumn, ...]
    ) -> TableValues:
        present = [
            one
            for one in columns
            if one.id in found.columns and (self._steps or not one.id.startswith("_"))
        ]
        entered = [one for one in present if one.role in _ENTERED]
        rows = tuple(self._rows(marked, found, present, entered))
        for one in columns:
            if one.id not in found.columns:
                self._problem("PS713", _no_column(marked, one), found.sheet.title)
        self._tell_cells(found, present, rows)
        outside = [row.number for row in rows if not row.inside]
        if outside:
            left, right = min(found.columns.values()), max(found.columns.values())
            where = found.sheet.place(range_name(outside[0] - 1, left, outside[-1] - 1, right))
            self._problem("PS719", _outside(marked, len(outside)), where, _GROW)
        return TableValues(
            marked.id,
            marked.title,
            found.sheet.title,
            tuple((one.id, column_name(found.columns[one.id])) for one in present),
            tuple(one.id for one in entered),
            rows,
        )

    def _rows(
        self,
        marked: MarkedTable,
        found: KnownTable,
        present: list[MarkedColumn],
        entered: list[MarkedColumn],
    ) -> Iterator[RowValues]:
        """The rows that hold something: those of the table, then what stands below it."""
        cells = self.known.book.contents(found.sheet).cells
        places = [found.columns[one.id] for one in (entered or present)]
        ours = set(places)
        rows = {row for row, column in cells if column in ours and row > found.header_row}
        end = self._end(marked, found)
        keys = [found.columns[one.id] for one in present if one.key]
        columns = [self.reader.column(one, found.columns[one.id]) for one in present]
        below = BelowTable(found, self.known.book.contents(found.sheet), places, keys)
        for row in sorted(rows):
            filled = [place for place in places if holds(cells.get((row, place)))]
            inside = row <= found.last_row
            if row > end or not filled or not (inside or below.holds_row(row, filled)):
                continue
            read = [one.cell(cells.get((row, one.place)), inside=inside) for one in columns]
            if self._clean or not inside or any(one[1] not in CLEAN for one in read):
                yield RowValues(row + 1, inside, read)

    def _end(self, marked: MarkedTable, found: KnownTable) -> int:
        """The last row that can belong to a table: up to what comes next below it."""
        others = [
            other.header_row - 1
            for other in self.known.tables.values()
            if other.sheet is found.sheet and other.header_row > found.last_row
        ]
        places = found.columns.values()
        others += [
            one.box.first_row - 1
            for one in found.sheet.tables
            if one.box.first_row > found.last_row
            and any(one.box.first_column <= place <= one.box.last_column for place in places)
        ]
        if marked.room.isdecimal():
            grown = max(found.height - marked.rows, 0)
            others.append(found.last_row + max(int(marked.room[:7]) - grown, 0))
        return min(others, default=1 << 21)

    def parameter(self, marked: MarkedParameter) -> ExtractedParameter | None:
        place = self.known.typed.get(marked.id)
        sheet = self.known.book.sheet(place.sheet) if place else None
        label = marked.label
        if place is None or sheet is None:
            message = Words(
                f"找不到参数“{label}”的单元格", f"the cell of parameter '{label}' is not found"
            )
            self._problem("PS716", message, "", level="warning")
            return None
        held = self.known.book.contents(sheet).cells.get((place.row, place.column))
        where = sheet.place(cell_name(place.row, place.column))
        kind = TYPES.get(marked.type_id, UNREAD).kind
        default = self._default(marked, kind)
        if held is None or not holds(held):
            return ExtractedParameter(marked.id, label, where, None, default, "default")
        if not held.calculated:
            return ExtractedParameter(marked.id, label, where, None, default, "unknown")
        value, state, text = self.reader.typed(held, kind, marked.list_id)
        if state not in CLEAN:
            self._tell((value, state, text), marked.type_id, where)
        return ExtractedParameter(marked.id, label, where, value, default, state, text)

    def _default(self, marked: MarkedParameter, kind: Storage) -> Value:
        try:
            default = json.loads(marked.default) if marked.default else None
        except ValueError:
            return None
        if isinstance(default, str):
            if kind == "date":
                try:
                    return datetime.date.fromisoformat(default)
                except ValueError:
                    return default
            return self.reader.items.get(marked.list_id, {}).get(default, default)
        return default if isinstance(default, int | float) else None

    # -- what is told ----------------------------------------------------------------------------

    def _tell_cells(
        self, found: KnownTable, columns: list[MarkedColumn], rows: tuple[RowValues, ...]
    ) -> None:
        """A problem for each run of rows in which a column is wrong in the same way.

        Formulas that were never calculated are told together: all are, when one is.
        """
        wrong = [
            (place, row.number, cell)
            for row in rows
            if row.inside
            for place, cell in enumerate(row.cells)
            if cell[1] not in CLEAN
        ]
        places = [found.columns[one.id] for one in columns]
        unknown = [(number, places[at]) for at, number, cell in wrong if cell[1] == "unknown"]
        if unknown:
            first = cell_name(unknown[0][0] - 1, unknown[0][1])
            self._problem("PS724", _uncalculated(len(unknown)), found.sheet.place(first), _SAVE)
        by_column: dict[int, list[tuple[int, CellMeaning]]] = {}
        for at, number, cell in wrong:
            if cell[1] != "unknown":
                by_column.setdefault(at, []).append((number, cell))
        for at, column in enumerate(columns):
            run: list[tuple[int, CellMeaning]] = []
            for number, cell in (*by_column.get(at, ()), _END):
                if run and (cell[1] != run[-1][1][1] or number != run[-1][0] + 1):
                    where = range_name(run[0][0] - 1, places[at], run[-1][0] - 1, places[at])
                    self._tell(run[0][1], column.type_id, found.sheet.place(where))
                    run = []
                run.append((number, cell))

    def _tell(self, cell: CellMeaning, type_id: str, where: str) -> None:
        _, state, text = cell
        said = _SAID[state]
        if TYPES.get(type_id, UNREAD).kind == "date" and is_no_day(text):
            said = _NO_DAY
        if text is not None:
            shown = on_one_line(text[:60])
            said = Words(f"{said.zh}：“{shown}”", f"{said.en}: '{shown}'")
        self._problem(_CODES[state], said, where)

    def _problem(
        self, code: str, message: Words, where: str, hint: Words | None = None, level: str = "error"
    ) -> None:
        name = self.known.book.name
        place = f"{name}: {where}" if where else name
        told = "warning" if level == "warning" or code == "PS724" else "error"
        self.problems.append(
            Problem.told(code, message, hint=hint, where=place, level=told)  # type: ignore[arg-type]
        )


_END: tuple[int, CellMeaning] = (-1, (None, "blank", None))
"""Ends the last run."""
_GROW = Words(
    "把表格右下角的小三角拖到这些行下面，公式和图表才会带上它们",
    "drag the corner of the table below them, so that its formulas and charts see them",
)


_SAVE = Words(
    "用 Excel、WPS 或 LibreOffice 打开再保存", "open it in Excel, WPS or LibreOffice and save it"
)


def _uncalculated(count: int) -> Words:
    return Words(
        f"{count} 个公式还没有算出值，这是第一个",
        f"{count} formula{'s' if count > 1 else ''} without a value, of which this is the first: no"
        " spreadsheet has calculated it",
    )


def _outside(marked: MarkedTable, count: int) -> Words:
    return Words(
        f"表“{marked.title}”下面有 {count} 行没有算进表里",
        f"{count} row{'s' if count > 1 else ''} below table '{marked.title}' that it does not hold",
    )


def _no_table(marked: MarkedTable) -> Words:
    return Words(f"找不到表“{marked.title}”", f"table '{marked.title}' is not found")


def _no_column(marked: MarkedTable, column: MarkedColumn) -> Words:
    return Words(
        f"表“{marked.title}”的列“{column.header}”被删除了",
        f"column '{column.header}' of table '{marked.title}' was deleted",
    )
