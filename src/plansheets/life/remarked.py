"""The marks of a workbook brought up to date: only the lines that say something else now."""

from __future__ import annotations

import json

from plansheets.life.changes import Changes, constant
from plansheets.life.manifest import Manifest, lines_of
from plansheets.life.mark_names import MARKS
from plansheets.life.standing import StandingBook


def remark(standing: StandingBook, changes: Changes, manifest: Manifest) -> None:
    """Have the hidden sheet of marks say what *manifest* says.

    A line takes the place of the old one of its kind and name, or stands below all others.
    """
    sheet = standing.book.sheet(MARKS)
    if sheet is None:
        return
    old = {_line(line) for line in lines_of(standing.known.manifest)}
    new = {_line(line): line for line in lines_of(manifest)}
    rows: dict[tuple[str, ...], int] = {}
    last = -1
    for (row, column), held in standing.book.contents(sheet).cells.items():
        last = max(last, row)
        if column == 0 and isinstance(held.value, str) and held.value not in new:
            rows[_name(held.value)] = row
    for text in new:
        if text in old:
            continue
        row = rows.get(_name(text), last + 1)
        last = max(last, row)
        changes.put(sheet.part, (row, 0), constant(text), text)


def _line(line: tuple[str, ...]) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _name(text: str) -> tuple[str, ...]:
    """The kind of a line and what it is about."""
    try:
        line = json.loads(text)
    except ValueError:
        return ()
    return tuple(map(str, line[:2])) if isinstance(line, list) else ()
