"""Sample rows that have one key, which names a row and no two."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.model import SampleRow, Table
from plansheets.plan.report import Report
from plansheets.words import Words


def report_repeated_keys(table: Table, report: Report) -> None:
    """Warn of every sample row of *table* whose key a row above has."""
    for row, first in repeated_keys(table):
        shown = " + ".join(row.cells[id_].en for id_ in table.key)
        ids = " + ".join(table.key)
        report.add(
            "PS124",
            Words(
                f"示例里有两行的“{ids}”都是“{shown}”：第 {first} 行和这一行",
                f"two rows of the sample have '{shown}' as '{ids}': row {first} and this one",
            ),
            row.spans.get(table.key[0], row.span),
            Words("键是一行的名字：改掉其中一个", "a key names one row: change one of them"),
            level="warning",
        )


def repeated_keys(table: Table) -> Iterator[tuple[SampleRow, int]]:
    """Each sample row whose key stands in one above, and the number of that one from 1."""
    if not table.key:
        return
    known: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(table.sample, 1):
        if any(id_ not in row.cells or not row.cells[id_].en for id_ in table.key):
            continue
        key = tuple(row.cells[id_].en.casefold() for id_ in table.key)
        first = known.setdefault(key, number)
        if first != number:
            yield row, first
