"""How the new workbook is drawn: with what was carried over, and samples that nobody touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plansheets.anew.carry import Carrying
from plansheets.blueprint.model import Table
from plansheets.flow import Ready
from plansheets.life.rebuild import BlankRows
from plansheets.plan.canvas.rows import TableRows, table_rows
from plansheets.plan.choices import Choices
from plansheets.plan.model import Value
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats


def fitted_choices(ready: Ready, carrying: Carrying) -> Choices:
    """The choices with everything that was carried; what a table has no row for is cut off."""
    heights = {
        id_: max(one.room, one.height)
        for id_, one in carrying.tables.items()
        if isinstance(one.table, Table) and one.table.growing and max(one.room, one.height)
    }
    choices = replace(ready.choices, values=carrying.values, heights=heights)
    choices = replace(choices, data=_rows(carrying))
    found = table_rows(carrying.blueprint, choices, Report())
    for id_, one in carrying.tables.items():
        if isinstance(one.table, Table) and one.height > found[id_].height:
            carrying.leftovers += one.cut(found[id_].height)
    return _with_samples(replace(choices, data=_rows(carrying)), carrying)


def other_rows(carrying: Carrying, choices: Choices) -> Iterator[str]:
    """Tables of which the blueprint has rows of its own, rules and lists, that are others."""
    held = table_rows(carrying.blueprint, choices, Report())
    written = table_rows(carrying.blueprint, replace(choices, data={}, heights={}), Report())
    for id_, one in carrying.tables.items():
        if one.table.keep and one.table.sample and not _alike(written[id_], held[id_]):
            yield id_


def leave_to_today(carrying: Carrying, choices: Choices) -> None:
    """Carry no table whose rows are the blueprint's own and were never changed.

    Another stage or industry has rows of its own, such as definitions of its metrics.
    """
    old = carrying.old.standing
    if old is None:
        return
    before = expand_repeats(old.made.blueprint, Report())
    written = table_rows(before, replace(choices, data={}, heights={}), Report())
    held = table_rows(carrying.blueprint, choices, Report())
    for id_, one in list(carrying.tables.items()):
        own = one.table.keep and one.table.sample and id_ in written
        if own and _alike(written[id_], held[id_]):
            del carrying.tables[id_]


def _with_samples(choices: Choices, carrying: Carrying) -> Choices:
    """*choices* under which tables that hold today's sample still are said to hold it.

    Nothing else shows a sample then: no table that is new, no grid, and no parameter.
    """
    old, blueprint = carrying.old.standing, carrying.blueprint
    if old is None or not old.made.choices.samples:
        return choices
    shown = replace(choices, blank=False, keep_samples=True, data={}, heights={})
    held = table_rows(blueprint, choices, Report())
    written = table_rows(blueprint, shown, Report())
    left = {
        table.id
        for table in blueprint.tables
        if table.id in carrying.tables
        and shown.shows_sample(table)
        and _alike(written[table.id], held[table.id])
    }
    if not left:
        return choices
    data = {id_: rows for id_, rows in choices.data.items() if id_ not in left}
    empty = [one.id for one in blueprint.tables if not one.keep]
    empty += [one.id for one in blueprint.grids if not one.keep]
    data |= {id_: BlankRows(0) for id_ in empty if id_ not in data and id_ not in left}
    values: Mapping[str, Value] = {
        **{one.id: None for one in blueprint.parameters if one.sample},
        **choices.values,
    }
    return replace(choices, blank=False, keep_samples=True, data=data, values=values)


def _alike(one: TableRows, other: TableRows) -> bool:
    """Whether two tables hold the same; blank rows at their ends do not count."""
    ids = {*one.columns, *other.columns}
    return all(_filled(one, id_) == _filled(other, id_) for id_ in ids)


def _filled(rows: TableRows, column: str) -> list[Value]:
    values = [*rows.columns.get(column, ())]
    while values and values[-1] in (None, ""):
        values.pop()
    return values


def _rows(carrying: Carrying) -> dict[str, BlankRows]:
    return {
        id_: BlankRows(
            one.height,
            {
                column: tuple(values + [None] * (one.height - len(values)))
                for column, values in one.columns.items()
            },
        )
        for id_, one in carrying.tables.items()
    }
