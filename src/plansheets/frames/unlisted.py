"""Values that a list of the workbook does not have, in data whose formulas look them up there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from plansheets.blueprint.model import Blueprint, Column, Table
from plansheets.errors import Problem
from plansheets.frames.work import LISTED
from plansheets.plan.choices import GivenRows
from plansheets.plan.model import Value
from plansheets.words import Locale, Words

OfferedBy = Callable[[Table, Column], Iterable[Value]]
"""The values that stand in a column where others look them up."""


def unlisted(
    blueprint: Blueprint, given: Mapping[str, GivenRows], offered_by: OfferedBy
) -> Iterator[Problem]:
    """A warning for each column of *given* rows with values that its ``options`` do not offer.

    A list without rows is still to be filled in, and a table offers its own rows without end.
    """
    for id_, rows in given.items():
        table = blueprint.table(id_)
        for column in table.columns if table is not None else ():
            if table is None or column.options is None or column.id not in rows.columns:
                continue
            source = blueprint.table(column.options.table)
            offered = source.column(column.options.column) if source is not None else None
            if source is None or offered is None or source.id == id_ or offered.list_id:
                continue
            standing = (value for value in offered_by(source, offered) if value not in (None, ""))
            known = {_alike(value) for value in standing}
            values = [value for value in rows.columns[column.id] if value not in (None, "")]
            missing = Counter(str(value) for value in values if _alike(value) not in known)
            if known and missing:
                yield _told(blueprint, table, column, source, missing, rows.height)


def unlisted_once_built(
    blueprint: Blueprint, given: Mapping[str, GivenRows], locale: Locale
) -> Iterator[Problem]:
    """The same of a new workbook, which offers the *given* rows and what its blueprint keeps."""

    def offered(source: Table, column: Column) -> Iterable[Value]:
        if source.id in given:
            return given[source.id].columns.get(column.id, ())
        if not source.keep or column.role != "input":
            return ()
        return [row.cells[column.id](locale) for row in source.sample if column.id in row.cells]

    return unlisted(blueprint, given, offered)


def _alike(value: Value) -> str:
    """*value* as Excel compares texts: capital letters are as small ones."""
    return str(value).strip().casefold()


def _told(
    blueprint: Blueprint,
    table: Table,
    column: Column,
    source: Table,
    missing: Counter[str],
    height: int,
) -> Problem:
    ranked = missing.most_common()
    more, rows = len(ranked) - LISTED, sum(missing.values())
    on_it = [
        one.joined.title if one.joined else one.title
        for one in blueprint.sheets
        if any(source.id in block.holds.tables for block in one.blocks)
    ]
    there = on_it[0] if on_it else source.title
    named = [f"“{value}”（{count:,}）" for value, count in ranked[:LISTED]]
    chinese = "、".join(named) + (f" 等 {len(ranked):,} 种" if more > 0 else "")
    english = ", ".join(f"'{value}' ({count:,})" for value, count in ranked[:LISTED])
    english += f" and {more:,} more" if more > 0 else ""
    return Problem.told(
        "PS449",
        Words(
            f"{height:,} 行中有 {rows:,} 行的值在“{source.title.zh}”里没有：{chinese}",
            f"{rows:,} of {height:,} rows have values that '{source.title.en}' does not list: "
            f"{english}",
        ),
        hint=Words(
            f"公式在那里查不到它们：在工作簿的“{there.zh}”里补上，或把文件里的改成那里的写法",
            f"formulas will not find them: add them to '{there.en}' in the workbook, or write in "
            "the file what stands there",
        ),
        where=Words(
            f"表“{table.id}”的列“{column.label.zh}”",
            f"table '{table.id}' column '{column.label.en}'",
        ),
        level="warning",
    )
