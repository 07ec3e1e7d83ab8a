"""Sample rows of included blueprints that a composite changes, so that all tell one story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from plansheets.blueprint.found import Found
from plansheets.blueprint.missing import no_table
from plansheets.blueprint.model import Blueprint, SampleRow, Table
from plansheets.blueprint.repeats import repeated_ids
from plansheets.blueprint.sample import IsLeftOut, read_sample_rows
from plansheets.errors import Problem, nearest
from plansheets.source import Span
from plansheets.words import LOCALES, Words

Cells = dict[str, tuple[Words, Span]]


def change_samples(
    blueprint: Blueprint,
    changes: Mapping[str, tuple[tuple[Found, ...], Span]],
    problems: list[Problem],
) -> Blueprint:
    """*blueprint* with cells of its sample rows changed; what names no row is reported."""
    if not changes:
        return blueprint
    tables = {table.id: table for table in blueprint.tables}
    for id_, (found, span) in changes.items():
        if id_ not in tables:
            if not blueprint.may_lack(id_):
                problems.append(no_table(id_, tables, span))
            continue
        for change in found:
            ids = repeated_ids(tables[id_].columns, blueprint.lists)
            is_left_out = partial(blueprint.left_out.column, id_)
            tables[id_] = _change(tables[id_], ids, is_left_out, change, problems)
    return replace(blueprint, tables=tuple(tables.values()))


def _change(
    table: Table,
    ids: tuple[str, ...],
    is_left_out: IsLeftOut,
    change: Found,
    problems: list[Problem],
) -> Table:
    if "add" in change:
        added = _row(table, ids, is_left_out, change["add"], problems)
        return replace(table, sample=(*table.sample, added)) if added else table
    wanted, new = (_row(table, ids, is_left_out, change[key], problems) for key in ("of", "set"))
    if wanted is None or new is None:
        return table
    rows = tuple(
        SampleRow({**row.cells, **new.cells}, {**row.spans, **new.spans}, row.span)
        if _holds(row, wanted)
        else row
        for row in table.sample
    )
    if not any(_holds(row, wanted) for row in table.sample):
        problems.append(_no_row(table, wanted))
    return replace(table, sample=rows)


def _row(
    table: Table,
    ids: tuple[str, ...],
    is_left_out: IsLeftOut,
    cells: Cells,
    problems: list[Problem],
) -> SampleRow | None:
    rows = read_sample_rows((cells,), ids, is_left_out, table.id, problems.append)
    return next(iter(rows), None)


def _holds(row: SampleRow, wanted: SampleRow) -> bool:
    """Whether *row* has the cells of *wanted*, in every language."""
    return all(_texts(row.cells.get(id_)) == _texts(cell) for id_, cell in wanted.cells.items())


def _texts(words: Words | None) -> tuple[str, ...]:
    return tuple(words(locale) if words else "" for locale in LOCALES)


def _no_row(table: Table, wanted: SampleRow) -> Problem:
    """The first cell that no row has is what was mistyped, as a rule."""
    for id_, cell in wanted.cells.items():
        known = {_texts(row.cells.get(id_)): row.cells.get(id_) for row in table.sample}
        if _texts(cell) not in known:
            span = wanted.spans[id_]
            text = next((one for one in _texts(cell)), "")
            near = nearest(text, {texts[0] for texts in known if texts[0]})
            hint = near or Words(
                "每种语言都照示例里的写法写", "write it in every language as the sample has it"
            )
            message = Words(
                f"表“{table.id}”的示例里没有一行的“{id_}”是“{text}”",
                f"no sample row of table '{table.id}' has '{text}' in '{id_}'",
            )
            return Problem.told("PS123", message, span, hint)
    message = Words(
        f"表“{table.id}”的示例里没有一行同时有这些值",
        f"no sample row of table '{table.id}' has all of these cells",
    )
    return Problem.told(
        "PS123",
        message,
        wanted.span,
        Words("去掉不需要的条件", "take out those that are not needed"),
    )
