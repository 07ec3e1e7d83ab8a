"""Cells as values, column by column; a fault for each that cannot be one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from plansheets.blueprint.model import Column, Table
from plansheets.blueprint.values import holds_months
from plansheets.errors import Problem
from plansheets.frames.headers import Match, Spread
from plansheets.frames.personal import masking
from plansheets.frames.quantities import (
    comparator_parser,
    measure_of,
    only_item,
    quantity_parser,
    unit_parser,
)
from plansheets.frames.shares import is_signed
from plansheets.frames.values import (
    FORBIDDEN,
    Parser,
    choice_parser,
    number_parser,
    parse_value,
    value_parser,
)
from plansheets.frames.work import Work, inputs, is_read, row_items
from plansheets.plan.model import Value
from plansheets.values.days import PLAIN_DAYS, DayStyle
from plansheets.values.numbers import BadValueError
from plansheets.words import Words


def parse_columns(work: Work) -> dict[str, list[Value]]:
    """Every matched column's values, with a fault for each that cannot be one."""
    matches = {m.column.id: m for m in work.header.matches if is_read(m, work.table)}
    columns: dict[str, list[Value]] = {}
    quantities = {
        column.id: replace(
            column,
            unit_from=_typed_in(work.table, column.unit_from),
            comparator_from=_typed_in(work.table, column.comparator_from),
        )
        for column in inputs(work.table)
        if column.unit_from or column.comparator_from
    }
    beside = {id_ for column in quantities.values() for id_ in _beside(column)}
    for id_, match in matches.items():
        if id_ not in quantities and id_ not in beside:
            parser = _parser(work, match)
            columns[id_] = _parse(work, match, masking(parser) if match.masked else parser)
            _look_again(work, match, columns[id_])
    _parse_quantities(work, matches, quantities, columns)
    return columns


def _typed_in(table: Table, id_: str | None) -> str | None:
    """Where a unit or a comparator is typed: in *id_*, or in an input of the same list."""
    column = table.column(id_) if id_ else None
    if column is None or column.role != "formula":
        return id_
    same = (one.id for one in inputs(table) if one.list_id == column.list_id)
    return next(same, id_)


def _beside(column: Column) -> tuple[str, ...]:
    return tuple(id_ for id_ in (column.unit_from, column.comparator_from) if id_)


def _parser(work: Work, match: Match) -> Parser:
    column = match.column
    items = row_items(work) if column is work.table.columns[0] else None
    items = items or (work.list_of(column) if column.type.kind == "text" else None)
    if items:
        return choice_parser(items)
    return value_parser(
        column.type,
        minimum=column.minimum,
        maximum=column.maximum,
        first_day=work.raw.first_day,
        powers=match.powers,
        mark=work.marks.get(match.place, "."),
        days=work.days.get(match.place, PLAIN_DAYS),
    )


def parse_spreads(work: Work) -> list[list[Value]]:
    """The numbers of each column of a wide file, of whatever unit, with a fault for each other."""
    return [
        _parse(
            work,
            spread,
            number_parser(None, powers=spread.powers, mark=work.marks.get(spread.place, ".")),
        )
        for spread in work.header.spreads
    ]


def given_values(work: Work) -> dict[str, Value]:
    """What the user gave for whole columns, as values of theirs."""
    values: dict[str, Value] = {}
    for id_, written in work.given.items():
        column = work.table.column(id_)
        assert column is not None
        try:
            values[id_] = parse_value(
                written,
                column.type,
                items=work.list_of(column),
                minimum=column.minimum,
                maximum=column.maximum,
                days=DayStyle(months=holds_months(column.number_format)),
            )
        except BadValueError as error:
            work.problems.append(
                Problem.told(
                    error.code, error.reason, hint=error.hint, where=f"{work.table.id}[{id_}]"
                )
            )
    return values


def _parse(work: Work, match: Match | Spread, parser: Parser) -> list[Value]:
    values: list[Value] = []
    add = values.append
    for row, cell in enumerate(work.cells(match)):
        try:
            add(parser(cell))
        except BadValueError as error:
            add(None)
            work.fault(row, match, error)
    conversion = work.conversions.get(match.place)
    return conversion.of(work.lines, values) if conversion else values


def _look_again(work: Work, match: Match, values: Sequence[Value]) -> None:
    """Notice what can be read and may still not be meant."""
    column = match.column
    if column.type.measure == "percent" and not match.powers.bare:
        large = (row for row, value in enumerate(values) if _exceeds_one(value))
        _notice_large_shares(work, match, large)
    elif column.type.kind == "text":
        cleaned = [
            row
            for row, cell in enumerate(work.cells(match))
            if isinstance(cell, str) and FORBIDDEN.search(cell)
        ]
        if cleaned:
            work.notice(
                "PS430",
                Words(
                    f"去掉了“{match.written}”里的控制字符，在第 {work.rows_named(cleaned).zh} 行",
                    f"control characters were removed from '{match.written}'"
                    f" in row {work.rows_named(cleaned).en}",
                ),
            )


def _exceeds_one(value: Value) -> bool:
    return isinstance(value, (int, float)) and abs(value) > 1


def _notice_large_shares(work: Work, match: Match, large: Iterable[int]) -> None:
    rows = [row for row in large if not is_signed(work.lines[row][match.place])]
    if rows:
        cell = work.lines[rows[0]][match.place]
        work.notice(
            "PS436",
            Words(
                f"“{match.written}”里有大于 1 又不带百分号的数："
                f"第 {work.number(rows[0])} 行的 {cell}"
                + (f" 等 {len(rows):,} 个" if rows[1:] else ""),
                f"'{match.written}' holds numbers above 1 without a percent sign: {cell} in row"
                f" {work.number(rows[0])}" + (f" and {len(rows) - 1:,} more" if rows[1:] else ""),
            ),
            Words(
                f"{cell} 读作 {_percentage(cell)}；若是百分数，写 {cell}%",
                f"{cell} is read as {_percentage(cell)}; write {cell}% if that is meant",
            ),
        )


def _percentage(cell: object) -> str:
    try:
        return f"{float(str(cell)):,.0%}"
    except ValueError:
        return "a hundredfold"


def _parse_quantities(
    work: Work,
    matches: Mapping[str, Match],
    quantities: Mapping[str, Column],
    columns: dict[str, list[Value]],
) -> None:
    """Columns whose cells may bring a comparator or a unit, and the columns these go to."""
    height = len(work.lines)
    powers: dict[str, list[int]] = {}
    parsers: dict[str, Callable[[object], Value]] = {}
    for column in quantities.values():
        if (id_ := column.comparator_from) and id_ not in columns:
            target = work.table.column(id_)
            parsers[id_] = comparator_parser(work.list_of(target) if target else None)
            match = matches.get(id_)
            columns[id_] = _parse(work, match, parsers[id_]) if match else [None] * height
        if (id_ := column.unit_from) and id_ not in columns:
            columns[id_], powers[id_] = _parse_units(work, matches.get(id_), id_)
    for id_, column in quantities.items():
        if id_ in matches:
            columns[id_] = _parse_quantity(
                work,
                matches[id_],
                columns.get(column.unit_from or ""),
                columns.get(column.comparator_from or ""),
                powers.get(column.unit_from or "") or [0] * height,
                parsers.get(column.comparator_from or ""),
            )


def _parse_units(work: Work, match: Match | None, id_: str) -> tuple[list[Value], list[int]]:
    target = work.table.column(id_)
    items = work.list_of(target) if target else None
    height = len(work.lines)
    powers = [0] * height
    if match is None:
        return [None] * height, powers
    if items is None:
        return _parse(work, match, value_parser(match.column.type)), powers
    read = unit_parser(items)
    values: list[Value] = [None] * height
    for row, cell in enumerate(work.cells(match)):
        try:
            unit = read(cell)
        except BadValueError as error:
            work.fault(row, match, error)
        else:
            if unit:
                values[row], powers[row] = unit
    return values, powers


def _parse_quantity(
    work: Work,
    match: Match,
    units: list[Value] | None,
    comparators: list[Value] | None,
    powers: Sequence[int],
    comparator: Callable[[object], Value] | None,
) -> list[Value]:
    column = match.column
    unit_column = work.table.column(column.unit_from) if column.unit_from else None
    items = work.list_of(unit_column) if unit_column else None
    read = quantity_parser(items, comparator, work.marks.get(match.place, "."))
    number = _parser(work, match)
    values: list[Value] = []
    for row, cell in enumerate(work.cells(match)):
        try:
            written = read(cell, powers[row])
            values.append(number(written.number))
            unit = written.unit
            if units and "percent" == measure_of(items, unit) == measure_of(items, units[row]):
                unit = None  # a % fits each unit of shares, such as a relative change
            _settle_beside(units, row, unit, Words("单位", "unit"))
            _settle_beside(comparators, row, written.comparator, Words("比较符", "comparator"))
        except BadValueError as error:
            values[row:] = [None]
            work.fault(row, match, error)
    share = only_item(items, "percent")
    if units and share:
        large = (row for row, value in enumerate(values) if _exceeds_one(value))
        _notice_large_shares(work, match, (row for row in large if units[row] == share))
    return values


def _settle_beside(column: list[Value] | None, row: int, said: str | None, what: Words) -> None:
    if column is None or said is None:
        return
    if column[row] is None:
        column[row] = said
    elif column[row] != said:
        raise BadValueError(
            "PS437",
            Words(
                f"值里的{what.zh}是“{said}”，而它的列写的是“{column[row]}”",
                f"the value brings the {what.en} '{said}', and its column says '{column[row]}'",
            ),
            Words("留下其中一个", "keep one of the two"),
        )
