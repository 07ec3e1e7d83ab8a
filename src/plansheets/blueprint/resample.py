"""Sample rows of included blueprints that a composite changes, so that all tell one story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plansheets.blueprint.model import LOCALES, Blueprint, SampleRow, Table, Words
from plansheets.blueprint.sample import read_sample_rows
from plansheets.errors import Problem, did_you_mean
from plansheets.source import Span

Changed = Mapping[str, tuple[tuple[dict[str, tuple[Words, Span]], ...], Span]]
"""By table: rows by column id."""


def change_samples(blueprint: Blueprint, changed: Changed, problems: list[Problem]) -> Blueprint:
    """*blueprint* with cells of its sample rows changed, each row found by its table's key."""
    if not changed:
        return blueprint
    tables = {table.id: table for table in blueprint.tables}
    for id_, (rows, span) in changed.items():
        table = tables.get(id_)
        if table is not None:
            tables[id_] = _change(table, rows, span, problems)
        elif blueprint.lost.isdisjoint((id_, "*")):
            hint = did_you_mean(id_, tables)
            problems.append(Problem("PS113", f"no table '{id_}'", span, hint))
    return replace(blueprint, tables=tuple(tables.values()))


def _change(
    table: Table,
    rows: tuple[dict[str, tuple[Words, Span]], ...],
    span: Span,
    problems: list[Problem],
) -> Table:
    if not table.key:
        message = f"the table '{table.id}' has no key, so none of its sample rows can be named"
        problems.append(Problem("PS123", message, span, "give the table a 'key'"))
        return table
    ids = tuple(column.id for column in table.columns)
    sample = list(table.sample)
    places = {_key(row, table): at for at, row in enumerate(sample)}
    for row in read_sample_rows(rows, ids, table.id, problems.append):
        at = places.get(_key(row, table))
        if at is None:
            problems.append(_no_row(row, table, places))
        else:
            old = sample[at]
            sample[at] = SampleRow({**old.cells, **row.cells}, {**old.spans, **row.spans}, row.span)
    return replace(table, sample=tuple(sample))


def _key(row: SampleRow, table: Table) -> tuple[str, ...]:
    """What names a row, in every language."""
    words = (row.cells.get(column) for column in table.key)
    return tuple(one(locale) if one else "" for one in words for locale in LOCALES)


def _no_row(row: SampleRow, table: Table, known: Mapping[tuple[str, ...], int]) -> Problem:
    named = ", ".join(dict.fromkeys(text for text in _key(row, table) if text))
    nearest = did_you_mean(named, {", ".join(dict.fromkeys(filter(None, key))) for key in known})
    keys = ", ".join(f"'{column}'" for column in table.key)
    return Problem(
        "PS123",
        f"no sample row of table '{table.id}' is '{named}'",
        row.span,
        nearest or f"rows are found by {keys}, written in every language as the sample has them",
    )
