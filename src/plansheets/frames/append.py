"""Several files for one table: their rows one below the other, none of them twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Table
from plansheets.errors import DataError, Problem
from plansheets.frames.table_data import TableData
from plansheets.frames.work import LISTED, MOST_PROBLEMS
from plansheets.plan.model import Value
from plansheets.words import Words


def append(table: Table, parts: Sequence[TableData]) -> TableData:
    """The rows of all *parts* in their order; a row that an earlier part has is left out, and told.

    Raises
    ------
    DataError
        Where two parts say different things under one key.
    """
    if len(parts) == 1:
        return parts[0]
    key = table.key or ((table.columns[0].id,) if table.row_list else ())
    rows: dict[tuple[Value, ...], tuple[TableData, int]] = {}
    by_key: dict[tuple[Value, ...], tuple[TableData, int]] = {}
    kept: list[tuple[Value, ...]] = []
    numbers: list[int] = []
    notices: list[Problem] = []
    problems: list[Problem] = []
    ids = list(parts[0].columns)
    for part in parts:
        notices.extend(part.notices)
        again: list[int] = []
        fresh: list[tuple[tuple[Value, ...], int]] = []
        for row, number in zip(_rows(part, ids), part.numbers, strict=True):
            named = tuple(row[ids.index(id_)] for id_ in key)
            if row in rows:
                again.append(number)
            elif key and None not in named and named in by_key:
                problems.append(_contradiction(named, by_key[named], part, number))
            else:
                fresh.append((row, number))
        for row, number in fresh:
            rows.setdefault(row, (part, number))
            if key:
                by_key.setdefault(tuple(row[ids.index(id_)] for id_ in key), (part, number))
            kept.append(row)
            numbers.append(number)
        if again:
            notices.append(_told_again(part, again))
    if problems:
        raise DataError(problems[:MOST_PROBLEMS])
    columns = (
        dict(zip(ids, zip(*kept, strict=True), strict=True)) if kept else dict(parts[0].columns)
    )
    return replace(
        parts[0],
        columns=columns,
        height=len(kept),
        notices=tuple(notices),
        numbers=tuple(numbers),
    )


def _rows(part: TableData, ids: Sequence[str]) -> list[tuple[Value, ...]]:
    return list(zip(*(part.columns[id_] for id_ in ids), strict=True))


def _contradiction(
    named: tuple[Value, ...], earlier: tuple[TableData, int], part: TableData, number: int
) -> Problem:
    said = " / ".join(str(one) for one in named)
    first, row = _name(earlier[0]), earlier[1]
    return Problem.told(
        "PS434",
        Words(
            f"键“{said}”在 {first} 第 {row} 行已经有了，内容不同",
            f"key '{said}' stands in row {row} of {first} already, and says something else there",
        ),
        hint=Words("留下其中一行", "keep one of the two rows"),
        where=Words(f"{_name(part)} 第 {number} 行", f"{_name(part)} row {number}"),
    )


def _told_again(part: TableData, again: Sequence[int]) -> Problem:
    more = len(again) - LISTED
    named = ", ".join(map(str, again[:LISTED]))
    return Problem.told(
        "PS444",
        Words(
            f"略过 {len(again):,} 行，前面的文件已经有了：第 {named} 行"
            + ("等" if more > 0 else ""),
            f"left out {len(again):,} rows that an earlier file has: row {named}"
            + (f" and {more:,} more" if more > 0 else ""),
        ),
        where=_name(part),
        level="warning",
    )


def _name(part: TableData) -> str:
    return part.account.file if part.account else part.table
