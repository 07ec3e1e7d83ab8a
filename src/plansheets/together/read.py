"""One workbook read into parts, in whatever process; what was read before is not read again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plansheets import __version__
from plansheets.blueprint.types import TYPES, UNREAD
from plansheets.collecting import collecting_rarely
from plansheets.errors import PlansheetsError, Problem
from plansheets.grid import cell_name
from plansheets.life.book import OpenBook, opened_book
from plansheets.life.extract import TableValues, read_copy, read_known
from plansheets.life.extracted import plain
from plansheets.life.known import know
from plansheets.life.others import copied_table, original_of, other_sheets
from plansheets.life.recognise import KnownTable, Recognised
from plansheets.opened import CannotOpenError, open_file
from plansheets.together.merge import sql_text
from plansheets.together.part import (
    BookPart,
    PartColumn,
    PartParameter,
    PartTable,
    ToldProblem,
)
from plansheets.together.units import noted_unit
from plansheets.words import Words, reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KINDS = {"number": "DOUBLE", "date": "TIMESTAMP", "boolean": "BOOLEAN"}
_PLAIN = frozenset({str, int, float, bool, type(None)})
_ABOVE = 6
"""Rows above a table in which a note may give its unit."""


def read_packed(common: bytes, task: bytes) -> str:
    """What :func:`read_book` makes of the JSON of a *task*, as text; *common* says where to."""
    job = json.loads(common)
    with collecting_rarely():
        return read_book(Path(json.loads(task)), Path(job["parts"]), job["blueprint"]).as_text()


def read_book(path: Path, parts: Path, blueprint: str | None) -> BookPart:
    """The workbook at *path* as a part, its rows as files in the folder *parts*."""
    try:
        digest = _digest(path)
    except (CannotOpenError, OSError) as error:
        why = reason(error)
        message = Words(f"文件读不了：{why.zh}", f"the file cannot be read: {why.en}")
        return BookPart("", problems=(ToldProblem.of(Problem.told("PS700", message)),))
    known_as = sha256(f"{digest} {__version__} {blueprint}".encode()).hexdigest()[:40]
    about = parts / f"{known_as}.json"
    kept = _kept(about, parts)
    if kept is not None:
        return kept
    try:
        with opened_book(path) as book:
            part = _read(book, path, digest, parts / known_as, blueprint)
    except PlansheetsError as error:
        return BookPart(digest, problems=tuple(map(ToldProblem.of, error.problems)))
    _write(about, part.as_text().encode())
    return part


def _digest(path: Path) -> str:
    """The SHA-256 of the file, of which no more than a piece is in memory at once."""
    found = sha256()
    with open_file(path) as stream:
        while piece := stream.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def _kept(about: Path, parts: Path) -> BookPart | None:
    try:
        part = BookPart.of_text(about.read_text("utf-8"))
    except OSError:
        return None
    whole = part is not None and all((parts / one.file).exists() for one in part.tables)
    return part if whole else None


def _read(book: OpenBook, path: Path, digest: str, stem: Path, blueprint: str | None) -> BookPart:
    known = know(book, blueprint)
    read, own = read_known(known, path)
    problems = list(read.problems)
    tables: list[PartTable] = []
    copies: list[str] = []
    base = _base().cursor()  # threads of one process share what it is of
    for number, (known_table, table, copy) in enumerate(_tables(known, own, problems, copies)):
        file = stem.with_name(f"{stem.name}-{number}.parquet")
        columns = tuple(_columns(known, known_table, table))
        _write_rows(base, table, columns, file)
        tables.append(
            PartTable(
                table.id,
                table.sheet,
                copy,
                len(table.rows),
                file.name,
                columns,
                tuple(_notes(known, known_table)),
                next((one.was for one in known.manifest.tables if one.id == table.id), ""),
            )
        )
    was = {one.id: one.was for one in known.manifest.parameters}
    return BookPart(
        digest,
        read.blueprint,
        read.version,
        read.locale,
        _modified(book),
        tuple(tables),
        tuple(
            PartParameter(
                one.id,
                one.label,
                one.cell,
                plain(one.default if one.value is None else one.value),
                one.value is not None,
                was.get(one.id, ""),
            )
            for one in read.parameters.values()
        ),
        tuple(map(ToldProblem.of, problems)),
        tuple(copies),
        tuple((one.list_id, one.id, one.was) for one in known.manifest.items),
    )


@lru_cache(maxsize=1)
def _base() -> DuckDBPyConnection:
    """What writes Parquet; making one takes longer than all that is written with it."""
    import duckdb  # noqa: PLC0415  # an extra

    base = duckdb.connect()
    base.execute("SET threads = 1")
    return base


def _tables(
    known: Recognised,
    own: Mapping[str, TableValues],
    problems: list[Problem],
    copies: list[str],
) -> Iterator[tuple[KnownTable, TableValues, str]]:
    """The tables that people fill, then those of copied sheets."""
    for id_, table in own.items():
        yield known.tables[id_], table, ""
    for sheet in other_sheets(known):
        original = original_of(known, sheet)
        if original is None:
            continue
        copies.append(sheet.title)
        name = sheet.title.removeprefix(original.title).strip(" ()（）-_") or sheet.title
        for marked in known.manifest.tables:
            if marked.id not in own or known.tables[marked.id].sheet is not original:
                continue
            twin = copied_table(known, known.tables[marked.id], sheet)
            if twin is not None:
                table, told = read_copy(known, marked, twin)
                problems += told
                yield twin, table, name


def _columns(known: Recognised, found: KnownTable, table: TableValues) -> Iterator[PartColumn]:
    cells = known.book.contents(found.sheet).cells
    marked = {one.id: one for one in known.manifest.columns_of(table.id)}
    for id_, _ in table.columns:
        one, place = marked[id_], found.columns[id_]
        held = cells.get((found.header_row, place))
        yield PartColumn(
            id_,
            TYPES.get(one.type_id, UNREAD).kind,
            one.type_id,
            one.role,
            bool(one.key),
            str(held.value) if held is not None and held.value is not None else one.header,
            one.header,
            found.sheet.place(cell_name(found.header_row, place)),
            place,
            one.list_id,
            one.was,
        )


def _notes(known: Recognised, found: KnownTable) -> Iterator[tuple[str, str]]:
    """Cells above the table that give a unit."""
    first = max(found.header_row - _ABOVE, 0)
    for (row, column), held in known.book.contents(found.sheet).cells.items():
        if (
            first <= row < found.header_row
            and isinstance(held.value, str)
            and held.formula is None
            and noted_unit(held.value) is not None
        ):
            yield found.sheet.place(cell_name(row, column)), held.value


def _modified(book: OpenBook) -> str:
    for part in book.package.related("", "core-properties"):
        for element in book.package.tree(part):
            if element.tag.rpartition("|")[2] == "modified":
                return (element.text or "").strip()
    return ""


def _write_rows(
    base: DuckDBPyConnection, table: TableValues, columns: tuple[PartColumn, ...], file: Path
) -> None:
    """The rows as a Parquet file, each column of its type, through lines of JSON."""
    types = {"_row": "INTEGER", "_inside": "BOOLEAN"}
    types |= {one.id: _KINDS.get(one.kind, "VARCHAR") for one in columns}
    values: dict[str, Sequence[Any]] = {}
    for at, one in enumerate(columns):
        held: list[Any] = [row.cells[at][0] for row in table.rows]
        if not set(map(type, held)) <= _PLAIN:
            held = list(map(plain, held))
        if one.role == "formula" and one.kind in _KINDS and str in set(map(type, held)):
            # a formula has given something else than its column's kind: a text for a number
            types[one.id] = "VARCHAR"
            held = [None if value is None else str(value) for value in held]
        values[one.id] = held
    as_line = json.JSONEncoder(ensure_ascii=False).encode
    names = list(types)
    rows = zip(
        [row.number for row in table.rows],
        [row.inside for row in table.rows],
        *values.values(),
        strict=True,
    )
    lines = [
        as_line({name: value for name, value in zip(names, row, strict=True) if value is not None})
        for row in rows
    ]
    source = file.with_name(f".{file.name}-{os.getpid()}.jsonl")
    written = file.with_name(f".{file.name}-{os.getpid()}.tmp")
    try:
        source.write_text("\n".join(lines) + "\n", "utf-8")
        told = ", ".join(f"{sql_text(name)}: {sql_text(type_)}" for name, type_ in types.items())
        base.execute(
            f"COPY (SELECT * FROM read_json({sql_text(str(source))}, format = 'newline_delimited', "
            f"columns = {{{told}}})) TO {sql_text(str(written))} (FORMAT parquet)"
        )
        written.replace(file)
    finally:
        source.unlink(missing_ok=True)
        written.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    written = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    written.write_bytes(content)
    written.replace(path)
