"""Fill a table from a file or a frame: every value typed, or every problem reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.model import Blueprint, Table
from plansheets.errors import DataError
from plansheets.frames.account import account_for
from plansheets.frames.check_header import check_header, check_lengths, no_header
from plansheets.frames.columns import given_values, parse_columns, parse_spreads
from plansheets.frames.currencies import settle_currencies
from plansheets.frames.files import read_rows
from plansheets.frames.headers import Header, HeaderIndex, find_header
from plansheets.frames.lines import count_nothing, join_lines
from plansheets.frames.melt import check_melted, fill_blanks, melt, spread_groups
from plansheets.frames.merges import read_merges
from plansheets.frames.raw import NO_HINTS, FileHints, RawRows
from plansheets.frames.rows import Filled, check_rows, keep_rows, place_by_item
from plansheets.frames.split import part_of, work_on
from plansheets.frames.table_data import TableData
from plansheets.frames.unit_row import read_units, units_below
from plansheets.frames.ways import find_ways
from plansheets.frames.work import Work, raise_all, row_items, set_owner
from plansheets.words import LOCALES, Locale

if TYPE_CHECKING:
    import pandas as pd

_MOST_BLANK = 10_000
"""Rows that hold nothing and are looked at all the same: messages name those that stand between."""


def load_table(
    file: str | Path,
    table: Table,
    blueprint: Blueprint,
    locale: Locale = LOCALES[0],
    hints: FileHints = NO_HINTS,
    given: Mapping[str, str] | None = None,
) -> TableData:
    """The rows of *file* as values of *table*.

    Parameters
    ----------
    file : str or Path
        A CSV file or a workbook, ``FILE.xlsx`` or ``FILE.xlsx#Sheet``; told apart by their
        content.
    table : Table
        Columns are matched by id, label in any language or alias; see the documentation of PS408.
    locale : str
        The language whose labels messages name columns by.
    hints : FileHints
        What the user says about how the file is written; the rest is found by evidence.
    given : mapping of str to str, optional
        What stands in columns that the file leaves blank, by id.

    Raises
    ------
    DataError
        With every problem of the file; nothing is returned then.
    """
    raw = raw_rows_of(file, table, hints, blueprint)
    return fill_table(raw, table, blueprint, locale, hints, given)


def load_frame(
    frame: pd.DataFrame,
    table: Table,
    blueprint: Blueprint,
    locale: Locale = LOCALES[0],
    hints: FileHints = NO_HINTS,
    given: Mapping[str, str] | None = None,
) -> TableData:
    """The rows of a pandas *frame* as values of *table*, under the same rules as a file."""
    raw = raw_rows_of(frame, table, hints)
    return fill_table(raw, table, blueprint, locale, hints, given)


def raw_rows_of(
    source: str | Path | pd.DataFrame,
    table: Table,
    hints: FileHints,
    blueprint: Blueprint | None = None,
) -> RawRows:
    """The rows of a file or a frame, before *table* gives them a meaning."""
    if isinstance(source, str | Path):
        return read_rows(str(source), table, hints, blueprint)
    from plansheets.frames.pandas import raw_rows  # noqa: PLC0415  # pandas only where it is used

    return raw_rows(source)


def fill_table(
    raw: RawRows,
    table: Table,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints = NO_HINTS,
    given: Mapping[str, str] | None = None,
) -> TableData:
    """The values of *table* that *raw* holds."""
    return fill(survey(raw, table, blueprint, locale, hints, given))


def survey(
    raw: RawRows,
    table: Table,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
    given: Mapping[str, str] | None = None,
    owner: Collection[str] = (),
) -> Work:
    """*raw* with its header found and its ways of writing settled, before any row is judged.

    What is wrong with the file as a whole stands in the work's problems. *owner* are the folded
    names of the column that says whose each row is.
    """
    given = given or {}
    index = HeaderIndex.of(table, hints.names)
    header = index.match(raw.rows[0], 0) if raw.headed else find_header(raw.rows, index)
    if header is None or not _certain(header, table, given):
        raise DataError([no_header(raw, table, locale)])
    units = units_below(header, raw.rows)
    first, last = header.row + (2 if units else 1), len(raw.rows)
    while last > first and all(cell in (None, "") for cell in raw.rows[last - 1]):
        last -= 1
    work = Work(raw, table, blueprint, header, first, raw.rows[first:last], locale, hints, given)
    work = _without_gaps(work)
    if owner:
        set_owner(work, owner)
    read_units(work, units)
    spread_groups(work)
    check_header(work)
    check_lengths(work)
    read_merges(work)
    check_melted(work)
    find_ways(work)
    settle_currencies(work)
    return work


def _without_gaps(work: Work) -> Work:
    """*work* without the rows that hold nothing, where a stray cell leaves a great many of them."""
    if work.raw.merged or work.raw.turned_rows or len(work.lines) < _MOST_BLANK:
        return work
    held = [row for row, line in enumerate(work.lines) if line]
    if len(work.lines) - len(held) < _MOST_BLANK:
        return work
    return work_on(work, part_of(work, held))


def fill(work: Work) -> TableData:
    """The values of the rows of *work*, or every problem with it."""
    table = work.table
    columns, spreads = parse_columns(work), parse_spreads(work)
    kept = keep_rows(work, columns, spreads)
    filled = Filled(columns, range(len(work.lines)))
    if len(kept) < len(work.lines):
        filled = filled.of(kept)
    account = account_for(work, filled, spreads)
    filled = melt(work, filled, spreads)
    fill_blanks(filled, given_values(work))
    filled = join_lines(work, filled)
    count_nothing(work, filled)
    check_rows(work, filled)
    height = len(filled.rows)
    values = {
        column.id: tuple(filled.columns.get(column.id) or (None,) * height)
        for column in table.columns
        if column.role != "formula" or table.names_rows(column)
    }
    numbers = tuple(work.number(row) for row in filled.rows)
    account = replace(account, rows=height)
    if items := row_items(work):
        values, height = place_by_item(values, table.columns[0].id, items), len(items.items)
    raise_all(work)
    notices = tuple(work.notices)
    return TableData(table.id, values, height, notices, account, numbers, work.currency)


def _certain(header: Header, table: Table, given: Collection[str]) -> bool:
    """Whether a header row names enough to be one: a key column, or two, or all there are."""
    ids = {match.column.id for match in header.matches}
    enough = header.weight + len(given) >= min(2, len(table.columns))
    return bool(enough and header.weight) or not ids.isdisjoint(table.key)
