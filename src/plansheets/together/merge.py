"""Parts of many workbooks as one table each, through DuckDB, which reads no more than it needs."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from plansheets.errors import DataError, Problem
from plansheets.grid import cell_name
from plansheets.life.extracted import plain
from plansheets.life.files import safe_cell
from plansheets.together.judge import BookUnit
from plansheets.together.part import PartColumn, PartTable
from plansheets.together.results import RejectedBook
from plansheets.words import Words

if TYPE_CHECKING:
    import duckdb

TableFormat = Literal["csv", "parquet"]
_ADDED = frozenset({"money", "amount", "count", "number", "days"})
"""Types whose numbers can be added; shares and ratios cannot."""
_AT_ONCE = 10_000
_WHOLE = 1e15
"""Below it, a number without a fraction is written as a whole one."""


def require_duckdb() -> None:
    """Refuse to begin without what merges; it is loaded later, while others read."""
    if find_spec("duckdb") is None:
        raise _lacking_duckdb()


def _lacking_duckdb() -> DataError:
    message = Words("汇总工作簿需要 DuckDB", "to consolidate workbooks, DuckDB is needed")
    hint = Words("pip install 'plansheets[duckdb]'", "pip install 'plansheets[duckdb]'")
    return DataError([Problem.told("PS446", message, hint=hint)])


class Merger:
    """Puts the tables of units together, each row with what its workbook is called by."""

    def __init__(self, by: Sequence[str], parts: Path) -> None:
        try:
            import duckdb  # noqa: PLC0415  # an extra
        except ImportError:  # it is there, and broken
            raise _lacking_duckdb() from None
        self._by, self._parts = by, parts
        self._base: duckdb.DuckDBPyConnection = duckdb.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._base.close()

    def called(self, unit: BookUnit) -> frozenset[tuple[Hashable, ...]]:
        """Every combination of keys that *unit* has rows of."""
        if not unit.in_rows:
            return frozenset({tuple(_word(unit.keys.get(name)) for name in self._by)})
        found: set[tuple[Hashable, ...]] = set()
        for table in self._whole(unit):
            held_by = {one.id: one for one in table.columns}
            names = ", ".join(
                _as_word(held_by[unit.in_rows[name][table.id]], "")
                for name in self._by
                if name in unit.in_rows
            )
            rows = self._base.execute(
                f"SELECT DISTINCT {names} FROM read_parquet({sql_text(self._file(table))})"
            ).fetchall()
            for row in rows:
                held = iter(row)
                found.add(
                    tuple(
                        next(held) if name in unit.in_rows else _word(unit.keys.get(name))
                        for name in self._by
                    )
                )
        return frozenset(found)

    def nameless(self, unit: BookUnit) -> Iterator[RejectedBook]:
        """Rows that do not say what they are to be called by."""
        for table in self._whole(unit):
            for name, columns in unit.in_rows.items():
                column = next(one for one in table.columns if one.id == columns[table.id])
                [(row, count)] = self._base.execute(
                    f"SELECT min(_row), count(*) FROM read_parquet({sql_text(self._file(table))}) "
                    f"WHERE {sql_name(column.id)} IS NULL"
                ).fetchall()
                if count:
                    reason = Words(
                        f"{count} 行没有填“{column.header}”（{name}）",
                        f"{count} rows do not say '{column.header}' ({name})",
                    )
                    sheet = column.cell.rpartition("!")[0]
                    cell = f"{sheet}!{cell_name(row - 1, column.place)}"
                    hint = Words("在这一格填上", "type it into this cell")
                    yield RejectedBook(str(unit.path), "PS744", reason, cell, hint)

    def _whole(self, unit: BookUnit) -> Iterator[PartTable]:
        """The tables whose rows hold every key that rows hold."""
        for table in unit.tables:
            if table.rows and all(table.id in columns for columns in unit.in_rows.values()):
                yield table

    def _file(self, table: PartTable) -> str:
        return (self._parts / table.file).as_posix()

    def put_together(self, units: Sequence[BookUnit], table: str, *, add: bool) -> int:
        """Make the table called *table* of all *units*; gives its rows. *add* sums those alike."""
        having = [
            (unit, one) for unit in units for one in unit.tables if one.id == table
        ]  # fmt: skip
        self._units_of(having)
        columns = _union(one for _, one in having)
        by_id = {one.id: one for one in columns}
        held = [
            f"u.k{number}" if not (id_ := self._held(units, name, table)) else (
                f"coalesce(u.k{number}, {_as_word(by_id[id_], 'p.')})"
            )
            for number, name in enumerate(self._by)
        ]  # fmt: skip
        keys = [f"{value} AS {sql_name(name)}" for value, name in zip(held, self._by, strict=True)]
        values = [
            f"{self._value(having, table, column)} AS {sql_name(column.id)}"
            for column in columns
            if column.id not in self._by
        ]
        files = ", ".join(dict.fromkeys(sql_text(self._file(one)) for _, one in having))
        self._base.execute(
            f"CREATE OR REPLACE TABLE {sql_name(table)} AS "
            f"SELECT {', '.join([*keys, 'u.file AS _book', 'p._row', 'p._inside', *values])} "
            f"FROM read_parquet([{files}], union_by_name = true, filename = true) p "
            "JOIN units u ON u.part = p.filename ORDER BY u.number, u.copy, p._row"
        )
        if add:
            self._add(table, columns)
        [(count,)] = self._base.execute(f"SELECT count(*) FROM {sql_name(table)}").fetchall()
        return int(count)

    def _units_of(self, having: Sequence[tuple[BookUnit, PartTable]]) -> None:
        names = "".join(f", k{number} VARCHAR" for number in range(len(self._by)))
        self._base.execute(
            f"CREATE OR REPLACE TABLE units (number INTEGER, copy VARCHAR, file VARCHAR, "
            f"part VARCHAR{names})"
        )
        lines = [
            [unit.number, unit.copy, str(unit.path), self._file(one),
             *(_word(unit.keys.get(name)) for name in self._by)]
            for unit, one in having
        ]  # fmt: skip
        marks = ", ".join("?" * (4 + len(self._by)))
        self._base.execute("BEGIN")
        self._base.executemany(f"INSERT INTO units VALUES ({marks})", lines)
        self._base.execute("COMMIT")

    def _held(self, units: Sequence[BookUnit], name: str, table: str) -> str | None:
        """The column of *table* whose rows hold the key *name*."""
        found = (unit.in_rows.get(name, {}).get(table) for unit in units)
        return next((one for one in found if one), None)

    def _value(
        self, having: Sequence[tuple[BookUnit, PartTable]], table: str, column: PartColumn
    ) -> str:
        """A column's values, in the unit of all; what was calculated of others is left out."""
        name = f"p.{sql_name(column.id)}"
        cases = []
        for unit, _ in having:
            factor = unit.factors.get((table, column.id))
            if factor is not None:
                then = f"TRY_CAST({name} AS DOUBLE) * {factor!r}"
            elif column.role == "formula" and any(one == table for one, _ in unit.factors):
                then = "NULL"
            else:
                continue
            cases.append(
                f"WHEN u.number = {unit.number} AND u.copy = {sql_text(unit.copy)} THEN {then}"
            )
        return f"CASE {' '.join(cases)} ELSE {name} END" if cases else name

    def _add(self, table: str, columns: Sequence[PartColumn]) -> None:
        """Rows of the same keys as one, with their numbers added."""
        naming = [one.id for one in columns if one.key or one.role == "given"]
        if not naming:
            return
        group = [
            *map(sql_name, self._by),
            *(sql_name(one) for one in naming if one not in self._by),
        ]
        told = ["string_agg(DISTINCT _book, '; ') AS _book", "min(_row) AS _row",
                "bool_and(_inside) AS _inside"]  # fmt: skip
        for one in columns:
            name = sql_name(one.id)
            if name in group:
                continue
            if one.role != "formula" and one.type_id in _ADDED:
                told.append(f"sum({name}) AS {name}")
            else:
                alike = f"count(*) = 1 OR (count(DISTINCT {name}) = 1 AND count({name}) = count(*))"
                told.append(f"CASE WHEN {alike} THEN any_value({name}) END AS {name}")
        self._base.execute(
            f"CREATE OR REPLACE TABLE {sql_name(table)} AS SELECT {', '.join([*group, *told])} "
            f"FROM {sql_name(table)} GROUP BY {', '.join(group)} ORDER BY {', '.join(group)}"
        )

    def figure(
        self, table: str, column: str, way: Literal["sum", "mean"]
    ) -> Iterator[tuple[tuple[Any, ...], float]]:
        """A column's sum or mean for each combination of keys."""
        keys = ", ".join(map(sql_name, self._by))
        how = "sum" if way == "sum" else "avg"
        found = self._base.execute(
            f"SELECT {keys}, {how}(TRY_CAST({sql_name(column)} AS DOUBLE)) FROM {sql_name(table)} "
            f"GROUP BY {keys} ORDER BY {keys}"
        )
        for *key, value in found.fetchall():
            if value is not None:
                yield tuple(key), value

    def rows(self, table: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """The names of a table's columns, and its rows."""
        found = self._base.execute(f"SELECT * FROM {sql_name(table)}")
        names = [one[0] for one in found.description or ()]

        def fetched() -> Iterator[tuple[Any, ...]]:
            while rows := found.fetchmany(_AT_ONCE):
                yield from rows

        return names, fetched()

    def as_csv(self, table: str) -> bytes:
        """A table as a CSV file that spreadsheets open."""
        return csv_of(*self.rows(table))

    def as_parquet(self, table: str) -> bytes:
        """A table as a Parquet file."""
        path = self._parts / f".{table}.merged"
        try:
            self._base.execute(
                f"COPY {sql_name(table)} TO {sql_text(path.as_posix())} (FORMAT parquet)"
            )
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)


def csv_of(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows under their names, no text of which runs as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    source = iter(rows)
    while some := list(islice(source, _AT_ONCE)):
        columns = [_cells(column) for column in zip(*some, strict=True)]
        writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _cells(column: Sequence[Any]) -> Sequence[Any]:
    """The values of a column as a file has them: most columns hold one kind, which is known."""
    kinds = set(map(type, column)) - {type(None)}
    if kinds <= {int}:
        return column
    if kinds == {float}:
        return [
            int(one) if one is not None and one.is_integer() and abs(one) < _WHOLE else one
            for one in column
        ]
    if kinds == {str}:  # few texts, in many rows
        shown = {one: safe_cell(one) for one in set(column)}
        return [shown[one] for one in column]
    return [_cell(one) for one in column]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return safe_cell(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    if hasattr(value, "hour") and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return safe_cell(plain(value))


def _union(tables: Iterable[PartTable]) -> list[PartColumn]:
    """The columns of any of *tables*, in the order of the first that has each."""
    found: dict[str, PartColumn] = {}
    for table in tables:
        for column in table.columns:
            found.setdefault(column.id, column)
    return list(found.values())


def _word(value: object) -> str | None:
    """A key as text, as `_as_word` spells those that rows hold."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_AFTER_WORDS = {"number": r"\.0$", "date": " 00:00:00$"}
"""What DuckDB writes behind whole numbers and days, and no one else does."""


def _as_word(column: PartColumn, of: str) -> str:
    """SQL for a key that rows hold, as text; *of* says whose rows, ``p.``."""
    text = f"CAST({of}{sql_name(column.id)} AS VARCHAR)"
    behind = _AFTER_WORDS.get(column.kind)
    return f"regexp_replace({text}, '{behind}', '')" if behind else text


def sql_name(name: str) -> str:
    """*name* as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def sql_text(text: str) -> str:
    """*text* as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
