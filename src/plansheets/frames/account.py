"""What became of a file that was read into a table, gathered while it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from plansheets.frames.encodings import NAMES
from plansheets.frames.read_file import ReadFile
from plansheets.frames.rows import Filled
from plansheets.frames.work import Work, is_read
from plansheets.plan.model import Value


def account_for(work: Work, filled: Filled, spreads: Sequence[Sequence[Value]]) -> ReadFile:
    """The account of *work*, when its rows are known and not yet melted or joined."""
    missing: Counter[str] = Counter()
    for match in work.header.matches:
        if is_read(match, work.table):
            missing[match.written] = filled.columns[match.column.id].count(None)
    for spread, values in zip(work.header.spreads, spreads, strict=True):
        missing[spread.written] = sum(values[row] is None for row in filled.rows)
    return account_of(work, len(filled.rows), missing)


def account_of(work: Work, rows: int, missing: Mapping[str, int]) -> ReadFile:
    """The account of *work*, of which so many rows were taken."""
    header, raw = work.header, work.raw
    used = {one.written: one.column.id for one in header.matches if is_read(one, work.table)}
    used |= {one.written: one.name for one in header.spreads}
    orders = {style.order for style in work.days.values() if style.order}
    return ReadFile(
        table=work.table.id,
        file=raw.name,
        rows=rows,
        rows_read=len(work.lines),
        header_row=raw.first_row + header.row,
        used=used,
        left=header.unmatched,
        computed=tuple(m.written for m in header.matches if not is_read(m, work.table)),
        personal=header.personal,
        missing={written: count for written, count in missing.items() if count},
        encoding=NAMES.get(raw.encoding, raw.encoding) or None,
        separator=raw.separator or None,
        decimal=" ".join(sorted(set(work.marks.values()))) or None,
        dates=" ".join(sorted(orders)) or None,
        currency=", ".join(dict.fromkeys(work.currencies)) or None,
    )
