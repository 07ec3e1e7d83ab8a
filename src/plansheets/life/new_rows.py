"""New rows put into the rows that a workbook has: below them, in their place, or by their keys."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from plansheets.blueprint.model import Blueprint, Table
from plansheets.errors import Problem
from plansheets.grid import serial
from plansheets.life.recognise import KnownTable
from plansheets.life.standing import StandingBook, values_of
from plansheets.plan.canvas.rows import in_order
from plansheets.plan.choices import GivenRows
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.words import Locale, Words

Mode = Literal["append", "replace", "upsert"]
MODES: tuple[Mode, ...] = get_args(Mode)
_LISTED = 5


@dataclass(frozen=True, slots=True)
class MergedRows:
    """What a table is to hold, as cells show it: days as numbers, items by their labels."""

    table: Table
    columns: Mapping[str, tuple[Value, ...]]
    height: int
    """Rows that hold something, and blank ones between them."""
    added: int = 0
    changed: int = 0
    removed: int = 0
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Merging:
    """The rows of a table on their way to new ones, a list of cells a row."""

    def __init__(self, rows: list[list[Value]], key: list[int]) -> None:
        self.rows, self.key = rows, key
        self.added = self.changed = 0
        self.by_key: dict[tuple[object, ...], int] = {}
        for number, row in enumerate(rows):
            if (named := self.named(row)) is not None:
                self.by_key.setdefault(named, number)

    def named(self, row: Sequence[Value]) -> tuple[object, ...] | None:
        """What a row is called; None where it has no name."""
        named = tuple(_folded(row[place]) for place in self.key)
        return named if named and None not in named else None

    def add(self, row: list[Value]) -> None:
        self.added += 1
        if (named := self.named(row)) is not None:
            self.by_key.setdefault(named, len(self.rows))
        self.rows.append(row)

    def change(self, number: int, row: Sequence[Value], brought: Sequence[int]) -> None:
        old = self.rows[number]
        new = [*old]
        for place in brought:
            if row[place] is not None:
                new[place] = row[place]
        self.changed += list(map(_folded, new)) != list(map(_folded, old))
        self.rows[number] = new


def merge(
    table: Table,
    known: KnownTable,
    standing: StandingBook,
    data: GivenRows,
    blueprint: Blueprint,
    mode: Mode,
) -> MergedRows:
    """The rows of *table* in the workbook with those of *data*."""
    locale = standing.made.choices.locale
    formulas = {
        column.id
        for sheet in standing.plan.sheets
        for one in sheet.tables
        if one.id == table.id
        for column in one.columns
        if column.formula is not None
    }
    ids = [column.id for column in table.columns if column.id not in formulas]
    new = _cells(table, data, blueprint, locale, ids)
    old = [list(row) for row in zip(*(values_of(standing, known, id_) for id_ in ids), strict=True)]
    entered = [
        place
        for place, id_ in enumerate(ids)
        if (column := table.column(id_)) is not None and column.role != "formula"
        and not (table.row_list and place == 0)
    ]  # fmt: skip
    brought = [place for place, id_ in enumerate(ids) if id_ in data.columns and place in entered]
    if table.row_list:
        return _by_place(table, ids, old, new, brought, entered, mode)
    while old and all(old[-1][place] in (None, "") for place in entered):
        old.pop()
    named_by = table.key or (table.lines.by if table.lines is not None else ())
    key = [ids.index(id_) for id_ in named_by if id_ in ids]
    if mode == "replace":
        return MergedRows(table, _columns(table, ids, new), len(new), len(new), removed=len(old))
    merging = _Merging(old, key)
    problems: list[Problem] = []
    again: list[str] = []
    if mode == "upsert" and not key:
        problems.append(_no_key(table, locale))
    for place, row in enumerate(new):
        named = merging.named(row)
        number = merging.by_key.get(named) if named is not None else None
        if number is None:
            merging.add(row)
        elif mode == "upsert":
            merging.change(number, row, brought)
        elif all(
            row[at] is None or _folded(row[at]) == _folded(merging.rows[number][at])
            for at in brought
        ):
            again.append(_said(row, key, ids, data, place))
        else:
            said = _said(row, key, ids, data, place)
            problems.append(_there(table, said, known, number, locale))
    notices = (_again(table, again, locale),) if again else ()
    return MergedRows(
        table,
        _columns(table, ids, merging.rows),
        len(merging.rows),
        merging.added,
        merging.changed,
        0,
        notices,
        tuple(problems[:20]),
    )


def _by_place(
    table: Table,
    ids: list[str],
    old: list[list[Value]],
    new: list[list[Value]],
    brought: list[int],
    entered: list[int],
    mode: Mode,
) -> MergedRows:
    """Rows that stand for the items of a list, each of which has its place."""
    changed = 0
    for number, row in enumerate(new[: len(old)]):
        before = [*old[number]]
        for place in entered if mode == "replace" else brought:
            if mode == "replace" or row[place] is not None:
                old[number][place] = row[place]
        changed += list(map(_folded, before)) != list(map(_folded, old[number]))
    return MergedRows(table, _columns(table, ids, old), len(old), 0, changed)


def _columns(table: Table, ids: list[str], rows: list[list[Value]]) -> dict[str, tuple[Value, ...]]:
    columns: dict[str, tuple[Value, ...]] = {
        id_: tuple(row[place] for row in rows) for place, id_ in enumerate(ids)
    }
    return in_order(columns, table) if table.sorted_by else columns


def _cells(
    table: Table, data: GivenRows, blueprint: Blueprint, locale: Locale, ids: list[str]
) -> list[list[Value]]:
    """The rows of *data* as cells show them."""
    made: list[Sequence[Value]] = []
    for id_ in ids:
        values = data.columns.get(id_, (None,) * data.height)
        column = table.column(id_)
        items = blueprint.list(column.list_id) if column and column.list_id else None
        labels = {item.id: item.label(locale) for item in items.items} if items else {}
        made.append([cell_value(value, labels) for value in values])
    return [list(row) for row in zip(*made, strict=True)]


def cell_value(value: Value, labels: Mapping[str, str]) -> Value:
    """What a cell holds for *value*."""
    if isinstance(value, datetime.date):
        return serial(value)
    return labels.get(value, value) if isinstance(value, str) else value


def _folded(value: Value) -> object:
    """A value as keys are compared: as Excel's lookups do, without upper case."""
    if isinstance(value, str):
        return value.strip().casefold() or None
    if isinstance(value, bool) or value is None:
        return value
    return float(value) if isinstance(value, int | float) else value


def _said(
    row: Sequence[Value], key: Sequence[int], ids: Sequence[str], data: GivenRows, place: int
) -> str:
    """The key of *row*, the one at *place* of *data*; days are told as days."""
    given = [data.columns[ids[at]][place] if ids[at] in data.columns else None for at in key]
    return " / ".join(
        str(one if isinstance(one, datetime.date) else row[at])
        for at, one in zip(key, given, strict=True)
    )


def _no_key(table: Table, locale: Locale) -> Problem:
    title = table.title(locale)
    message = Words(
        f"表“{title}”没有键，不知道该改哪一行",
        f"table '{title}' has no key that tells which row is meant",
    )
    return Problem.told("PS751", message, hint=Words("用 --mode append", "take --mode append"))


def _there(table: Table, said: str, known: KnownTable, number: int, locale: Locale) -> Problem:
    title, row = table.title(locale), known.first_row + number + 1
    message = Words(
        f"表“{title}”第 {row} 行已有“{said}”，内容不同",
        f"table '{title}' has '{said}' in row {row} already, and says something else there",
    )
    hint = Words("用 --mode upsert 更新它", "--mode upsert brings it up to date")
    return Problem.told("PS751", message, hint=hint, where=known.sheet.place(f"{row}:{row}"))


def _again(table: Table, again: list[str], locale: Locale) -> Problem:
    title, count = table.title(locale), len(again)
    named = ", ".join(again[:_LISTED]) + " …" * (count > _LISTED)
    message = Words(
        f"表“{title}”里已有 {count} 行，略过：{named}",
        f"left out {count} row{'s' * (count > 1)} that table '{title}' has already: {named}",
    )
    return Problem.told("PS444", message, level="warning")
