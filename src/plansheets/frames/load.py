"""Fill a table from a file or a frame: every value typed, or every problem reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.model import Blueprint, Table
from plansheets.errors import DataError
from plansheets.frames.check_header import check_header, no_header
from plansheets.frames.columns import parse_columns
from plansheets.frames.files import read_rows
from plansheets.frames.headers import Header, HeaderIndex, find_header
from plansheets.frames.raw import RawRows
from plansheets.frames.rows import check_rows, keep_rows, place_by_item
from plansheets.frames.table_data import TableData
from plansheets.frames.work import Work, raise_all, row_items
from plansheets.words import LOCALES, Locale

if TYPE_CHECKING:
    import pandas as pd


def load_table(
    file: str | Path, table: Table, blueprint: Blueprint, locale: Locale = LOCALES[0]
) -> TableData:
    """The rows of *file* as values of *table*.

    Parameters
    ----------
    file : str or Path
        A CSV file (UTF-8, UTF-16 with a mark, GBK or GB18030) or a workbook, ``FILE.xlsx`` or
        ``FILE.xlsx#Sheet``; told apart by their content.
    table : Table
        Columns are matched by id, label in any language or alias; see the documentation of PS408.
    locale : str
        The language whose labels messages name columns by.

    Raises
    ------
    DataError
        With every problem of the file; nothing is returned then.
    """
    return fill_table(read_rows(str(file), table), table, blueprint, locale)


def load_frame(
    frame: pd.DataFrame, table: Table, blueprint: Blueprint, locale: Locale = LOCALES[0]
) -> TableData:
    """The rows of a pandas *frame* as values of *table*, under the same rules as a file."""
    from plansheets.frames.pandas import raw_rows  # noqa: PLC0415  # pandas only where it is used

    return fill_table(raw_rows(frame), table, blueprint, locale)


def fill_table(raw: RawRows, table: Table, blueprint: Blueprint, locale: Locale) -> TableData:
    """The values of *table* that *raw* holds."""
    index = HeaderIndex.of(table)
    header = index.match(raw.rows[0], 0) if raw.headed else find_header(raw.rows, index)
    if header is None or not _certain(header, table):
        raise DataError([no_header(raw, table, locale)])
    first, last = header.row + 1, len(raw.rows)
    while last > first and all(cell in (None, "") for cell in raw.rows[last - 1]):
        last -= 1
    work = Work(raw, table, blueprint, header, first, raw.rows[first:last], locale)
    check_header(work)
    columns = parse_columns(work)
    kept = keep_rows(work, columns)
    check_rows(work, columns, kept)
    every = len(kept) == len(work.lines)
    filled = {
        column.id: tuple(values if every else [values[row] for row in kept])
        if (values := columns.get(column.id)) is not None
        else (None,) * len(kept)
        for column in table.columns
        if column.role != "formula" or table.names_rows(column)
    }
    height = len(kept)
    if items := row_items(work):
        filled, height = place_by_item(filled, table.columns[0].id, items), len(items.items)
    raise_all(work)
    return TableData(table.id, filled, height, tuple(work.notices))


def _certain(header: Header, table: Table) -> bool:
    """Whether a header row names enough to be one: a key column, or two, or all there are."""
    ids = {match.column.id for match in header.matches}
    return len(ids) >= min(2, len(table.columns)) or not ids.isdisjoint(table.key)
