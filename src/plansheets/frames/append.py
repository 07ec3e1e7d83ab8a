"""Several files for one table: their rows one below the other, none of them twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.blueprint.model import Table
from plansheets.errors import DataError, Problem
from plansheets.frames.table_data import TableData
from plansheets.frames.work import LISTED, MOST_PROBLEMS
from plansheets.plan.model import Value
from plansheets.values.currencies import written_codes
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
    _check_currencies(parts)
    if table.row_list:
        return _filled_together(table, parts)
    key = table.key
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


def _check_currencies(parts: Sequence[TableData]) -> None:
    """Refuse files that name different currencies for columns which are in none of their own."""
    said = [part for part in parts if part.currency]
    for part in said[1:]:
        if part.currency.isdisjoint(said[0].currency):
            one, two = written_codes(said[0].currency), written_codes(part.currency)
            code = two.partition("/")[0]
            message = Words(
                f"金额是 {two}，而 {_name(said[0])} 的是 {one}",
                f"amounts are {two}, and those of {_name(said[0])} {one}",
            )
            hint = Words(
                f"按一种货币导出，或用 --rate {code}=… 折算",
                f"export one currency, or have it converted with --rate {code}=…",
            )
            raise DataError([Problem.told("PS456", message, hint=hint, where=_name(part))])


def _filled_together(table: Table, parts: Sequence[TableData]) -> TableData:
    """The cells that *parts* say of the items that name the rows; each says some."""
    first, *others = parts
    item_column = table.columns[0].id
    columns = {id_: list(values) for id_, values in first.columns.items()}
    items = first.columns[item_column]
    problems: list[Problem] = []
    for part in others:
        for id_, values in part.columns.items():
            known = columns.setdefault(id_, [None] * len(items))
            for row, value in enumerate(values):
                if value is None or known[row] in (None, value):
                    known[row] = known[row] if value is None else value
                else:
                    problems.append(_says_otherwise(table, id_, items[row], part))
    if problems:
        raise DataError(problems[:MOST_PROBLEMS])
    return replace(
        first,
        columns={id_: tuple(values) for id_, values in columns.items()},
        notices=tuple(one for part in parts for one in part.notices),
    )


def _says_otherwise(table: Table, id_: str, item: Value, part: TableData) -> Problem:
    column = table.column(id_)
    label = column.label if column else Words(id_, id_)
    return Problem.told(
        "PS434",
        Words(
            f"“{item}”的“{label.zh}”在前面的文件里是另一个值",
            f"'{label.en}' of '{item}' has another value in an earlier file",
        ),
        hint=Words("留下其中一个", "keep one of the two"),
        where=_name(part),
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
