"""What people have to fill in, how much of it is filled, and which figure waits for which of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from plansheets.blueprint.formulas import Context, each_formula
from plansheets.blueprint.model import Blueprint, Table
from plansheets.formula.ast import Call, Name, Node, Structured
from plansheets.formula.rewrite import references
from plansheets.formula.template import template
from plansheets.plan.names import filled_name
from plansheets.records import dataclass
from plansheets.words import Locale

_FILLED = template("COUNTA(cells)")
_AND_THOSE = template("one+other")

_Figure = tuple[str, str]
"""A column by table and header, a row by grid and id, anything else by ``""`` and its id."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The tables that people fill, and what every figure is computed from."""

    tables: tuple[Table, ...]
    _headers: dict[str, tuple[str, ...]]
    _filled: dict[_Figure, Table]
    _needs: dict[_Figure, tuple[_Figure, ...]]

    def of(self, *trees: Node) -> tuple[Table, ...]:
        """The tables that *trees* are computed from in the end, the nearest first."""
        waiting = [key for tree in trees for key in _looked_at(tree, "", self._headers)]
        seen = set(waiting)
        for key in waiting:  # which grows under way
            new = [one for one in self._needs.get(key, ()) if one not in seen]
            seen.update(new)
            waiting += new
        found = {table.id: table for key in waiting if (table := self._filled.get(key))}
        return tuple(found.values())


def inputs(blueprint: Blueprint, locale: Locale) -> Inputs:
    """What people fill in *blueprint*, whose formulas are in the words of *locale*.

    Tables that a blank workbook keeps are rules of the team, and none that somebody must fill.
    """
    out_of_sight = {
        id_
        for sheet in blueprint.sheets
        if sheet.hidden
        for block in sheet.blocks
        for id_ in block.holds.tables
    }
    tables = tuple(
        table
        for table in blueprint.tables
        if table.filled and not table.keep and table.id not in out_of_sight
    )
    headers = {
        table.id: tuple(column.label(locale) for column in table.columns)
        for table in blueprint.tables
    }
    filled = {
        (table.id, column.label(locale)): table for table in tables for column in table.filled
    }
    needs: dict[_Figure, tuple[_Figure, ...]] = {}
    for formula, context in each_formula(blueprint):
        key = _defined(context, locale)
        if key is not None:
            needs[key] = tuple(dict.fromkeys(_looked_at(formula.tree, key[0], headers)))
    return Inputs(tables, headers, filled, needs)


def filled_rows(table: Table, locale: Locale) -> Node:
    """How many rows of *table* hold something: by its key, or by its fullest column."""
    keys = [column for column in table.filled if column.id in table.key]
    counts = tuple(
        _FILLED(cells=Structured(table.id, "data", column.label(locale)))
        for column in keys[:1] or table.filled
    )
    return counts[0] if len(counts) == 1 else Call("MAX", counts)


def rows_of(tables: Sequence[Table]) -> Node:
    """How many rows of *tables* are filled: 0 where nobody has begun."""
    names: list[Node] = [filled_name(table.id) for table in tables]
    return reduce(lambda one, other: _AND_THOSE(one=one, other=other), names)


def _defined(context: Context, locale: Locale) -> _Figure | None:
    """What a formula gives its value to."""
    if context.slot != "formula":
        return None
    if context.table is not None and context.column is not None:
        return context.table.id, context.column.label(locale)
    if context.grid is not None and context.row is not None:
        return context.grid.id, context.row.id
    return ("", context.owner) if context.owner else None


def _looked_at(tree: Node, own: str, headers: dict[str, tuple[str, ...]]) -> Iterator[_Figure]:
    """What *tree* looks at; it stands in the table or grid *own*."""
    for named in references(tree):
        match named:
            case Name(name=name):
                yield "", name
            case Structured(rows="headers"):
                pass
            case Structured(table=table, first=first, last=last):
                columns = _between(first, last, headers.get(table or own, ()))
                yield from ((table or own, column) for column in columns)


def _between(first: str | None, last: str | None, headers: Sequence[str]) -> Sequence[str]:
    """The columns that a reference names: one, those up to another, or all of the table."""
    if not first:
        return headers
    if not last or first not in headers or last not in headers:
        return (first,)
    start, end = sorted((headers.index(first), headers.index(last)))
    return headers[start : end + 1]
