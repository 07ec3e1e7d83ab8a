"""Merged cells of data: what one cell says for several rows, said in each of them.

A merged name, day or choice holds for every row beside it. A merged number may be the sum of those
rows or the number of each: nothing in the file tells, so a person must.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plansheets.boxes import Box
from plansheets.frames.headers import Match, Spread
from plansheets.frames.work import Work, is_read
from plansheets.grid import range_name
from plansheets.records import dataclass
from plansheets.values.written import is_missing
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class _Merge:
    """Rows below the header that show one cell of a column; ``anchor`` is None in the header."""

    box: Box
    anchor: int | None
    covered: range


def read_merges(work: Work) -> None:
    """Give the rows of *work* what merged cells say for them; a merged number is a problem."""
    if not work.raw.merged:
        return
    columns: dict[int, Match | Spread] = {one.place: one for one in work.header.spreads}
    columns |= {one.place: one for one in work.header.matches if is_read(one, work.table)}
    owned = _rows_of_their_own(work, columns)
    lines = [list(line) for line in work.lines]
    spread: dict[int, None] = {}
    numbers: list[tuple[Match | Spread, _Merge, object, list[int]]] = []
    for place, column in columns.items():
        for merge in _merges(work, place):
            value = None if merge.anchor is None else _cell(lines, merge.anchor, place)
            rows = [
                row
                for row in merge.covered
                if row in owned and is_missing(_cell(lines, row, place))
            ]
            if is_missing(value) or not rows:
                continue
            if isinstance(column, Spread) or column.column.type.kind == "number":
                numbers.append((column, merge, value, rows))
                continue
            for row in rows:
                lines[row] += [None] * (place + 1 - len(lines[row]))
                lines[row][place] = value
            spread.update(dict.fromkeys(rows))
    work.lines = lines
    for column, merge, value, rows in numbers:
        if not _is_one_row(work, [merge.covered.start - 1, *rows]):
            _refuse(work, column, merge, value)
    if spread:
        named = work.rows_named(sorted(spread))
        work.notice(
            "PS416",
            Words(
                f"合并单元格的内容算在其中每一行：第 {named.zh} 行",
                f"merged cells are read for each of their rows: row {named.en}",
            ),
        )


def said_in(work: Work, place: int) -> list[object]:
    """What stands in a column of *work*, and what a merged cell says in each row it covers."""
    cells = work.cells_at(place)
    for merge in _merges(work, place):
        if merge.anchor is not None:
            value = cells[merge.anchor]
            for row in merge.covered:
                cells[row] = value if is_missing(cells[row]) else cells[row]
    return cells


def _refuse(work: Work, column: Match | Spread, merge: _Merge, value: object) -> None:
    first, left, last, right = merge.box
    shift, count = work.raw.first_row - 1, last - first + 1
    cells = range_name(first + shift, left, last + shift, right)
    shown = str(value)[:40]
    work.problem(
        "PS439",
        Words(
            f"“{column.written}”里 {count:,} 行只有一个数 {shown}：{cells} 是合并单元格",
            f"'{column.written}' holds one number, {shown}, for {count:,} rows: {cells} is merged",
        ),
        Words(
            "取消合并，在每一行写只属于这一行的数",
            "take the cells apart, and write in each row what belongs to it alone",
        ),
        column,
    )


def _is_one_row(work: Work, rows: list[int]) -> bool:
    """Whether *rows* are lines of one row, so that a number said once is said for it."""
    lines = work.table.lines
    by = {one.place for one in work.header.matches if lines and one.column.id in lines.by}
    named = {tuple(_cell(work.lines, row, place) for place in sorted(by)) for row in rows}
    return bool(by) and len(named) == 1


def _merges(work: Work, place: int) -> Iterator[_Merge]:
    """The merges that cover rows below the header in the column at *place*, none twice."""
    reached = -1
    for box in sorted(box for box in work.raw.merged if box.first_column == place):
        top = box.first_row - work.first
        bottom = min(box.last_row - work.first, len(work.lines) - 1)
        covered = range(max(top + 1, reached + 1, 0), bottom + 1)
        if covered:
            yield _Merge(box, top if top >= 0 else None, covered)
            reached = bottom


def _rows_of_their_own(work: Work, columns: Mapping[int, Match | Spread]) -> set[int]:
    """Rows that say something themselves, and do not only make merged cells higher."""
    return {
        row
        for row, line in enumerate(work.lines)
        if any(place < len(line) and not is_missing(line[place]) for place in columns)
    }


def _cell(lines: Sequence[Sequence[object]], row: int, place: int) -> object:
    return lines[row][place] if place < len(lines[row]) else None
