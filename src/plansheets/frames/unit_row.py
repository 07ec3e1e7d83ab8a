"""A row of units below a header, as exports have it: ``元``, ``人``, ``%``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plansheets.blueprint.model import Column
from plansheets.frames.header_units import split_unit
from plansheets.frames.headers import Header, Match, Spread, column_powers
from plansheets.frames.work import Work, is_read
from plansheets.values.numbers import Powers, header_scale
from plansheets.values.written import fold, is_missing
from plansheets.words import Words

_BRACKETS = "()[]【】"


def units_below(header: Header, rows: Sequence[Sequence[object]]) -> dict[int, str]:
    """The units in the row below *header*, by place, where it holds nothing but units.

    One of them stands in a column of numbers, where it could be no value.
    """
    row = rows[header.row + 1] if header.row + 1 < len(rows) else ()
    units: dict[int, str] = {}
    for place, cell in enumerate(row):
        if is_missing(cell):
            continue
        unit = fold(cell).strip(_BRACKETS) if isinstance(cell, str) else ""
        if not unit or header_scale(unit) is None:
            return {}
        units[place] = unit
    numbers = {one.place for one in header.matches if _of_numbers(one.column)}
    numbers |= {one.place for one in header.spreads}
    return {} if numbers.isdisjoint(units) else units


def read_units(work: Work, units: Mapping[int, str]) -> None:
    """Let *units* hold for their columns, as if they stood in brackets behind the headers."""
    header = work.header
    work.header = replace(
        header,
        matches=tuple(_match_in(work, one, _unit_of(one, units)) for one in header.matches),
        spreads=tuple(_spread_in(one, _unit_of(one, units)) for one in header.spreads),
    )


def _unit_of(one: Match | Spread, units: Mapping[int, str]) -> str | None:
    """The unit below a column whose header names none itself."""
    return None if split_unit(fold(one.written))[1] else units.get(one.place)


def _match_in(work: Work, match: Match, unit: str | None) -> Match:
    if unit is None or not _of_numbers(match.column) or not is_read(match, work.table):
        return match
    written = f"{match.written}({unit})"
    powers = column_powers(fold(written), match.column)
    if powers is None:
        _refuse(work, match, unit)
        return match
    return replace(match, written=written, powers=powers)


def _spread_in(spread: Spread, unit: str | None) -> Spread:
    if unit is None:
        return spread
    power, _ = header_scale(unit) or (0, "plain")
    return replace(spread, written=f"{spread.written}({unit})", powers=Powers(power))


def _of_numbers(column: Column) -> bool:
    return column.type.kind == "number" and not column.unit_from


def _refuse(work: Work, match: Match, unit: str) -> None:
    label = match.column.label
    message = Words(
        f"表头下一行说“{match.written}”以“{unit}”计，与列“{label('zh-CN')}”不合",
        f"the row below the header gives '{match.written}' the unit '{unit}', which does not fit "
        f"the column '{label('en')}'",
    )
    hint = Words("改掉单位或数值，或删去单位行", "mend the unit or the numbers, or delete the row")
    work.asked.add(match.place)
    work.problem("PS421", message, hint, match)
