"""How the columns of a file write numbers, days and shares: by what they show, or a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from plansheets.blueprint.values import holds_months
from plansheets.errors import Problem
from plansheets.frames.headers import Match, Spread
from plansheets.frames.shares import settle_shares
from plansheets.frames.work import Work, is_read
from plansheets.values.days import DayOrder, DayStyle, is_serial, read_date, shown_order
from plansheets.values.marks import DecimalMark, Evidence, weigh
from plansheets.values.written import is_missing
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
            work.days[match.place] = DayStyle(
                work.hints.year,
                _order(work, match),
                months=holds_months(match.column.number_format),
                serial=_holds_serials(work, match),
            )
    settle_shares(work)


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
        mark = evidence.certain or whole_file.certain
        if mark is None and evidence.open and not whole_file.divided:
            mark = likely_mark(work.raw.separator, evidence)
        if evidence.divided or (mark is None and evidence.open):
            work.ask(column.place, ask_mark(column.written, evidence, work.column_named(column)))
        if mark is not None:
            work.marks[column.place] = mark


def likely_mark(separator: str, evidence: Evidence) -> DecimalMark | None:
    """The mark that a file's separator speaks for, where its numbers leave it open."""
    likely = _SEPARATED.get(separator)
    if likely == ",":  # thousands would stand behind a point there, and 2,500 looks like neither
        return None if evidence.either_comma else ","
    if likely is None and evidence.either_point:
        return None
    return "."


def ask_mark(written: str, evidence: Evidence, where: Words | str) -> Problem:
    """The question that the numbers under the header *written* leave open."""
    if evidence.divided:
        message = Words(
            f"“{written}”里既有 {evidence.point} 又有 {evidence.comma}：小数点是“.”还是“,”？",
            f"'{written}' holds {evidence.point} and {evidence.comma}: which sign stands before "
            "the decimals?",
        )
    else:
        one = evidence.either_point or evidence.either_comma or ""
        grouped = one.replace(",", "").replace(".", "")
        decimal = f"{float(one.replace(',', '.')):g}"
        message = Words(
            f"“{written}”里的 {one} 是 {grouped} 还是 {decimal}？文件里没有别的数能说明",
            f"is {one} in '{written}' {grouped} or {decimal}? no other number here tells",
        )
    hint = Words(
        "用 --decimal . 或 --decimal , 说明小数点是哪个",
        "say which with --decimal . or --decimal ,",
    )
    return Problem.told("PS441", message, hint=hint, where=where)


def order_of(cells: Iterable[object]) -> DayOrder | Literal["open"] | None:
    """What a column's texts show of the order of day and month; None where they need none."""
    shown = {shown_order(cell.strip()) for cell in set(cells) if isinstance(cell, str)}
    if "open" not in shown:
        return None
    if ("day-first" in shown) == ("month-first" in shown):
        return "open"
    return "day-first" if "day-first" in shown else "month-first"


def ask_order(written: str, cells: Iterable[object], where: Words | str) -> Problem:
    """The question that the days under the header *written* leave open."""
    texts = {cell.strip() for cell in cells if isinstance(cell, str)}
    by_order: dict[str, str] = {}
    for text in sorted(texts):
        by_order.setdefault(shown_order(text), text)
    one, other = by_order.get("day-first"), by_order.get("month-first")
    disagree = Words("", "")
    if one is not None:
        disagree = Words(f"；{one} 和 {other} 又不一致", f"; {one} and {other} disagree")
    shown = by_order["open"]
    return Problem.told(
        "PS442",
        Words(
            f"“{written}”里的 {shown} 先写日还是先写月？{disagree.zh}",
            f"does the day or the month come first in {shown} of '{written}'?{disagree.en}",
        ),
        hint=Words(
            "用 --dates day-first 或 --dates month-first 说明",
            "say which with --dates day-first or --dates month-first",
        ),
        where=where,
    )


def _order(work: Work, match: Match) -> DayOrder | None:
    """The order of day and month in a column, asked for where its days leave it open."""
    if work.hints.order:
        return work.hints.order
    order = order_of(work.cells(match))
    if order == "open":
        problem = ask_order(match.written, work.cells(match), work.column_named(match))
        work.ask(match.place, problem)
        return "month-first"
    return order


def _holds_serials(work: Work, match: Match) -> bool:
    """Whether every value of a text file's column is the number of a day, which is then told."""
    cells = [cell for cell in work.cells(match) if not is_missing(cell)]
    if work.raw.first_day is not None or not cells or not all(map(is_serial, cells)):
        return False
    day = read_date(cells[0], style=DayStyle(serial=True))
    said = f"{cells[0]} → {day:%Y-%m-%d}"
    work.notice(
        "PS466",
        Words(
            f"“{match.written}”里的数按 Excel 的日期序号读：{said}",
            f"numbers in '{match.written}' are read as Excel's numbers of days: {said}",
        ),
        Words("不对的话写成 2024-05-01", "write 2024-05-01 where they are not"),
    )
    return True
