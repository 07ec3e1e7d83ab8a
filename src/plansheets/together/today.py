"""Workbooks of earlier versions in the ids of today, as the latest of them says with ``was:``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.life.manifest import (
    Manifest,
    MarkedColumn,
    MarkedItem,
    MarkedParameter,
    MarkedTable,
)
from plansheets.life.renames import Renames, renames_of
from plansheets.together.merge import sql_name, sql_text
from plansheets.together.part import BookPart, PartColumn, PartTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def by_todays_ids(read: Sequence[BookPart], parts: Path) -> list[BookPart]:
    """What was *read*, everything of a blueprint called as its latest version calls it."""
    latest: dict[str, BookPart] = {}
    for part in read:
        if _renaming(part) and _age(part) >= _age(latest.get(part.blueprint)):
            latest[part.blueprint] = part
    if not latest:
        return list(read)
    import duckdb  # noqa: PLC0415  # an extra

    today = {blueprint: _manifest(part) for blueprint, part in latest.items()}
    with duckdb.connect() as base:
        return [
            _renamed(part, renames_of(_manifest(part), now), parts, base)
            if (now := today.get(part.blueprint)) is not None
            else part
            for part in read
        ]


def _renaming(part: BookPart) -> bool:
    return any(was for _, _, was in part.items) or any(
        table.was or any(column.was for column in table.columns) for table in part.tables
    ) or any(one.was for one in part.parameters)  # fmt: skip


def _age(part: BookPart | None) -> tuple[int, ...]:
    if part is None:
        return ()
    return tuple(int(one) if one.isdecimal() else 0 for one in part.version.split("."))


def _manifest(part: BookPart) -> Manifest:
    """As much of what a workbook says of itself as tells what is called how."""
    tables = [table for table in part.tables if not table.copy]
    return Manifest(
        tables=tuple(MarkedTable(one.id, "", "", "", "", was=one.was) for one in tables),
        columns=tuple(
            MarkedColumn(table.id, one.id, "", one.role, list_id=one.list_id, was=one.was)
            for table in tables
            for one in table.columns
        ),
        items=tuple(MarkedItem(list_id, id_, "", was) for list_id, id_, was in part.items),
        parameters=tuple(MarkedParameter(one.id, "", "", was=one.was) for one in part.parameters),
    )


def _renamed(part: BookPart, renames: Renames, parts: Path, base: DuckDBPyConnection) -> BookPart:
    if not (renames.tables or renames.columns or renames.parameters or renames.items):
        return part
    return replace(
        part,
        tables=tuple(_table(one, renames, parts, base) for one in part.tables),
        parameters=tuple(
            replace(one, id=renames.parameters.get(one.id, one.id)) for one in part.parameters
        ),
    )


def _table(table: PartTable, renames: Renames, parts: Path, base: DuckDBPyConnection) -> PartTable:
    """*table* with its rows in a file of their own, which is kept as the one it is made of."""
    columns = tuple(replace(one, id=renames.column(table.id, one.id)) for one in table.columns)
    told = ", ".join(
        f"{_value(one, renames.items)} AS {sql_name(new.id)}"
        for one, new in zip(table.columns, columns, strict=True)
    )
    source = sql_text((parts / table.file).as_posix())
    query = f"SELECT _row, _inside, {told} FROM read_parquet({source})"
    stem = table.file.removesuffix(".parquet")
    file = f"{stem}-{sha256(told.encode()).hexdigest()[:12]}.parquet"
    if not (parts / file).exists():
        fresh = parts / f".{file}.tmp"
        base.execute(f"COPY ({query}) TO {sql_text(fresh.as_posix())} (FORMAT parquet)")
        fresh.replace(parts / file)
    return replace(table, id=renames.table(table.id), file=file, columns=columns)


def _value(column: PartColumn, items: Mapping[tuple[str, str], str]) -> str:
    name = sql_name(column.id)
    cases = " ".join(
        f"WHEN {sql_text(was)} THEN {sql_text(today)}"
        for (list_id, was), today in items.items()
        if list_id == column.list_id
    )
    return f"CASE {name} {cases} ELSE {name} END" if cases else name
