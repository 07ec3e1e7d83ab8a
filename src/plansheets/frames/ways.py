"""How the columns of a file write numbers, days and shares: by what they show, or a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plansheets.frames.headers import Match, Spread
from plansheets.frames.work import Work, is_read
from plansheets.plan.model import ErrorValue
from plansheets.values.days import DayOrder, DayStyle, shown_order
from plansheets.values.marks import DecimalMark, Evidence, weigh
from plansheets.values.numbers import Share
from plansheets.values.written import number_of
from plansheets.words import Words

_SEPARATED: dict[str, DecimalMark] = {",": ".", ";": ","}
"""The decimal mark of countries whose spreadsheets part fields so."""


def find_ways(work: Work) -> None:
    """Settle decimal marks, the order of day and month, and bare shares, column by column."""
    header = work.header
    read = [match for match in header.matches if is_read(match, work.table)]
    _settle_marks(work, [m for m in read if m.column.type.kind == "number"], header.spreads)
    for match in read:
        if match.column.type.kind == "date":
            work.days[match.place] = DayStyle(work.hints.year, _order(work, match))
    matches = tuple(_settle_share(work, match) for match in header.matches)
    if matches != header.matches:
        work.header = replace(header, matches=matches)


def _settle_marks(work: Work, matches: Sequence[Match], spreads: Sequence[Spread]) -> None:
    columns: list[Match | Spread] = [*matches, *spreads]
    if work.hints.decimal:
        work.marks.update((column.place, work.hints.decimal) for column in columns)
        return
    shown = {
        column.place: weigh(
            work.cells(column), whole=isinstance(column, Match) and column.column.type.whole
        )
        for column in columns
    }
    whole_file = Evidence()
    for evidence in shown.values():
        whole_file |= evidence
    for column in columns:
        evidence = shown[column.place]
        if evidence.divided:
            _ask_mark(work, column, evidence.point, evidence.comma)
            continue
        mark = evidence.certain or whole_file.certain
        if mark is None and evidence.open:
            mark = _by_separator(work, evidence, whole_file)
            if mark is None:
                _ask_mark(work, column, evidence.either_point or evidence.either_comma)
        if mark is not None:
            work.marks[column.place] = mark


def _by_separator(work: Work, evidence: Evidence, whole_file: Evidence) -> DecimalMark | None:
    """The mark that the file's separator speaks for, where its numbers leave it open."""
    if whole_file.divided:
        return None
    likely = _SEPARATED.get(work.raw.separator)
    if likely == ",":  # thousands would stand behind a point there, and 2,500 looks like neither
        return None if evidence.either_comma else ","
    if likely is None and evidence.either_point:
        return None
    return "."


def _ask_mark(
    work: Work, column: Match | Spread, one: str | None, other: str | None = None
) -> None:
    work.marks[column.place] = "." if other is None else ","
    if other is not None:
        message = Words(
            f"“{column.written}”里既有 {one} 又有 {other}：小数点是“.”还是“,”？",
            f"'{column.written}' holds {one} and {other}: which sign stands before the decimals?",
        )
    else:
        grouped = (one or "").replace(",", "").replace(".", "")
        decimal = f"{float((one or '').replace(',', '.')):g}"
        message = Words(
            f"“{column.written}”里的 {one} 是 {grouped} 还是 {decimal}，文件里没有别的数能说明",
            f"is {one} in '{column.written}' {grouped} or {decimal}? no other number here tells",
        )
    work.problem(
        "PS441",
        message,
        Words(
            "用 --decimal . 或 --decimal , 说明小数点是哪个",
            "say which with --decimal . or --decimal ,",
        ),
        column.place,
    )


def _order(work: Work, match: Match) -> DayOrder | None:
    """The order of day and month in a column, asked for where its days leave it open."""
    if work.hints.order:
        return work.hints.order
    texts = {cell.strip() for cell in work.cells(match) if isinstance(cell, str)}
    by_order: dict[str, str] = {}
    for text in sorted(texts):
        by_order.setdefault(shown_order(text), text)
    day, month = by_order.get("day-first"), by_order.get("month-first")
    if "open" not in by_order:
        return None
    if bool(day) != bool(month):
        return "day-first" if day else "month-first"
    shown = by_order["open"]
    both = (
        Words(f"，{day} 和 {month} 又不一致", f"; {day} and {month} disagree")
        if day
        else Words("", "")
    )
    work.problem(
        "PS442",
        Words(
            f"“{match.written}”里的 {shown} 先写日还是先写月{both.zh}",
            f"does the day or the month come first in {shown} of '{match.written}'{both.en}?",
        ),
        Words(
            "用 --dates day-first 或 --dates month-first 说明",
            "say which with --dates day-first or --dates month-first",
        ),
        match.place,
    )
    return "month-first"


def _settle_share(work: Work, match: Match) -> Match:
    """*match*, its bare numbers read as percentages where the column's other values say so."""
    column = match.column
    if column.type.measure != "percent" or match.powers.bare or not is_read(match, work.table):
        return match
    signed, small, large = False, None, None
    for cell in work.cells(match):
        if isinstance(cell, Share) or (isinstance(cell, str) and any(m in cell for m in "%％‰")):
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
            match.place,
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
