"""Shares with and without a percent sign in one column: by what its values show, or a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plansheets.frames.headers import Match, Spread
from plansheets.frames.work import Work, is_read
from plansheets.plan.model import ErrorValue
from plansheets.values.marks import DecimalMark
from plansheets.values.numbers import Share
from plansheets.values.written import fold, number_of
from plansheets.words import Words

_MARKS = ("%", "％", "‰", "pct", "percent", "百分比")


def settle_shares(work: Work) -> None:
    """Settle what bare numbers mean beside percentages, column by column."""
    header = work.header
    matches = tuple(_settle_share(work, match) for match in header.matches)
    if matches != header.matches:
        work.header = replace(header, matches=matches)
    for match in header.matches:
        column = match.column
        plain = column.type.measure in ("plain", "ratio") and not column.unit_from
        if plain and not match.powers.bare and is_read(match, work.table):
            for cells in _each_of_one_thing(work, match):
                _refuse_mixed(work, match, cells)
    for spread in header.spreads:
        if not spread.powers.bare:
            _refuse_mixed(work, spread, work.cells(spread))


def _each_of_one_thing(work: Work, match: Match) -> Iterator[list[object]]:
    """The cells of a column; of a long file those of each name by themselves."""
    cells, wide = work.cells(match), work.table.wide
    names = [one for one in work.header.matches if wide and one.column.id == wide.names]
    if wide is None or match.column.id != wide.values or not names:
        yield cells
        return
    by_name: dict[str, list[object]] = {}
    for name, cell in zip(work.cells(names[0]), cells, strict=True):
        by_name.setdefault(fold(str(name)), []).append(cell)
    yield from by_name.values()


def _refuse_mixed(work: Work, column: Match | Spread, cells: Iterable[object]) -> None:
    """Ask what is meant where 8% stands beside 8.5; 320% beside 3.2 is the same ratio."""
    mark = work.marks.get(column.place, ".")
    share, large, most = None, None, 0.0
    for cell in cells:
        number = _bare(cell, mark)
        if number is None:
            continue
        if is_signed(cell):
            share, most = share or cell, max(most, abs(number))
        elif abs(number) > 1:
            large = large or cell
    ratio = isinstance(column, Match) and column.column.type.measure == "ratio"
    if share is None or large is None or (ratio and most > 1):
        return
    said = f"{share * 100:.6g}%" if isinstance(share, Share) else share
    work.asked.add(column.place)
    work.problem(
        "PS436",
        Words(
            f"“{column.written}”里有 {said} 也有 {large}：{large} 是不是百分数，判断不了",
            f"'{column.written}' holds {said} and {large}: is {large} a percentage?",
        ),
        Words(
            f"是的话写 {large}%；不是的话，{said} 也写成不带百分号的数",
            f"write {large}% if it is; if not, write {said} without a percent sign, too",
        ),
        column,
    )


def is_signed(cell: object) -> bool:
    """Whether a cell carries a percent sign, or a workbook shows it with one."""
    if isinstance(cell, str):
        return any(mark in cell for mark in _MARKS)
    return isinstance(cell, Share)


def _settle_share(work: Work, match: Match) -> Match:
    """*match*, its bare numbers read as percentages where the column's other values say so."""
    column = match.column
    if column.type.measure != "percent" or match.powers.bare or not is_read(match, work.table):
        return match
    signed, small, large = False, None, None
    for cell in work.cells(match):
        if is_signed(cell):
            signed = True
            continue
        number = _bare(cell, work.marks.get(match.place, "."))
        if number is None or number == 0:
            continue
        if abs(number) > 1:
            large = large or cell
        elif abs(number) < 1:
            small = small or cell
    bounded = column.maximum is not None and column.maximum <= 1
    if large is None or not (signed or bounded):
        return match
    if small is not None and not signed:
        work.asked.add(match.place)
        work.problem(
            "PS436",
            Words(
                f"“{match.written}”里有 {small} 也有 {large}：哪个是百分数，判断不了",
                f"'{match.written}' holds {small} and {large}: which of them are percentages?",
            ),
            Words(
                f"全列都写百分号，如 {large}%；或把表头写成“{match.written}(%)”",
                f"write percent signs, as in {large}%, or name the column '{match.written}(%)'",
            ),
            match,
        )
        return replace(match, powers=match.powers._replace(bare=-2))
    if small is not None:
        return match
    work.notice(
        "PS438",
        Words(
            f"“{match.written}”里不带百分号的数按百分数读：{large} 即 {large}%",
            f"numbers without a percent sign in '{match.written}' are read as percentages: "
            f"{large} is {large}%",
        ),
    )
    return replace(match, powers=match.powers._replace(bare=-2))


def _bare(cell: object, mark: DecimalMark) -> float | None:
    if isinstance(cell, bool | ErrorValue) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str):
        return None
    try:
        return number_of(cell, None, mark=mark)
    except ValueError:
        return None
