"""What people have to fill in, how much of it is filled, and which figure waits for which of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from plansheets.blueprint.formulas import Context, each_formula
from plansheets.blueprint.model import Blueprint, Parameter, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.formula.ast import Call, Name, Node, Structured, Text
from plansheets.formula.rewrite import references
from plansheets.formula.template import template
from plansheets.plan.look.wording import say
from plansheets.plan.names import filled_name
from plansheets.records import dataclass
from plansheets.words import Locale, Words

_FILLED = template("COUNTA(cells)")
_AND_THOSE = template("one+other")
_TO_FILL = template("IF(empty, called, otherwise)")
_NO_ROWS = template("rows=0")
_NOTHING = template('value=""')
_MOST_NAMED = 6

Fillable = Table | PeriodGrid
"""What people fill cell by cell, and of which the workbook counts how much is filled."""
_Figure = tuple[str, str]
"""A column by table and header, a row by grid and id, anything else by ``""`` and its id."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What people fill, and what every figure is computed from."""

    tables: tuple[Fillable, ...]
    _headers: dict[str, tuple[str, ...]]
    _filled: dict[_Figure, Fillable | Parameter]
    _needs: dict[_Figure, tuple[_Figure, ...]]

    def counted_by(self, tree: Node) -> tuple[Fillable, ...]:
        """The tables whose rows *tree* counts or adds up: without any, its 0 is made of nothing.

        They are all that it is computed from, where it looks at others than people fill.
        """
        known = {one.id: one for one in self.tables}
        looked_at = {id_: None for id_, _ in _looked_at(tree, "", self._headers) if id_}
        if looked_at and known.keys() >= looked_at.keys():
            return tuple(known[id_] for id_ in looked_at)
        return tuple(one for one in self.of(tree) if not isinstance(one, Parameter))

    def of(self, *trees: Node) -> tuple[Fillable | Parameter, ...]:
        """What *trees* are computed from in the end and people fill, the nearest first."""
        waiting = [key for tree in trees for key in _looked_at(tree, "", self._headers)]
        seen = set(waiting)
        for key in waiting:  # which grows under way
            new = [one for one in self._needs.get(key, ()) if one not in seen]
            seen.update(new)
            waiting += new
        found = {one.id: one for key in waiting if (one := self._filled.get(key))}
        return tuple(found.values())


def inputs(blueprint: Blueprint, locale: Locale) -> Inputs:
    """What people fill in *blueprint*, whose formulas are in the words of *locale*.

    Tables that a blank workbook keeps are rules of the team, and none that somebody must fill. Nor
    does a figure wait for a parameter that holds a text: it picks whom or what to look at.
    """
    hidden = [block for sheet in blueprint.sheets if sheet.hidden for block in sheet.blocks]
    out_of_sight = {id_ for block in hidden for id_ in block.holds.tables}
    out_of_sight |= {grid.id for block in hidden for grid in block.grids}
    every: tuple[Fillable, ...] = (*blueprint.tables, *blueprint.grids)
    tables = tuple(
        one for one in every if one.filled and not one.keep and one.id not in out_of_sight
    )
    headers = {
        table.id: tuple(column.label(locale) for column in table.columns)
        for table in blueprint.tables
    }
    filled: dict[_Figure, Fillable | Parameter] = {
        (one.id, name): one for one in tables for name in _names_of(one, locale)
    }
    filled |= {
        ("", one.id): one
        for one in blueprint.parameters
        if one.default is None and one.formula is None and one.type.kind != "text"
    }
    needs: dict[_Figure, tuple[_Figure, ...]] = {}
    for formula, context in each_formula(blueprint):
        key = _defined(context, locale)
        if key is not None:
            needs[key] = tuple(dict.fromkeys(_looked_at(formula.tree, key[0], headers)))
    return Inputs(tables, headers, filled, needs)


def filled_rows(one: Fillable, locale: Locale) -> Node:
    """How many rows of a table hold something, by its key or by its fullest column; how many cells
    of a grid do.
    """
    names = _names_of(one, locale)
    if isinstance(one, PeriodGrid):
        return Call("COUNTA", tuple(Structured(one.id, "data", name) for name in names))
    keys = [column.label(locale) for column in one.filled if column.id in one.key]
    counts = tuple(_FILLED(cells=Structured(one.id, "data", name)) for name in keys[:1] or names)
    return counts[0] if len(counts) == 1 else Call("MAX", counts)


def _names_of(one: Fillable, locale: Locale) -> tuple[str, ...]:
    """What formulas call the columns or rows that people fill."""
    if isinstance(one, PeriodGrid):
        return tuple(row.id for row in one.filled)
    return tuple(column.label(locale) for column in one.filled)


def rows_of(tables: Iterable[Fillable]) -> Node:
    """How many rows of *tables* are filled: 0 where nobody has begun."""
    names: list[Node] = [filled_name(table.id) for table in tables]
    return reduce(lambda one, other: _AND_THOSE(one=one, other=other), names)


def first_to_fill(things: Sequence[Fillable | Parameter], locale: Locale) -> Node:
    """What the first of *things* is called that holds nothing; "" where all hold something."""
    found: Node = Text("")
    for thing in reversed(things[:_MOST_NAMED]):
        match thing:
            case Parameter():
                empty = _NOTHING(value=Name(thing.id))
                called = thing.label(locale)
            case _:
                empty = _NO_ROWS(rows=filled_name(thing.id))
                called = called_in_words(thing)(locale)
        found = _TO_FILL(empty=empty, called=called, otherwise=found)
    return found


def leads_to_fill(things: Sequence[Fillable | Parameter], locale: Locale) -> Node:
    """The words before what is to be filled in first.

    What lies nearest is asked for. Where that is filled, a figure may lack something else, such as
    a day that has passed: what is farther and blank is said to be so, and not asked for.
    """
    asked = Text(say("fill first", locale))
    if len(things) < 2:
        return asked
    nearest = things[0]
    empty = (
        _NOTHING(value=Name(nearest.id))
        if isinstance(nearest, Parameter)
        else _NO_ROWS(rows=filled_name(nearest.id))
    )
    said = Text(say("no data", locale) + say("not filled yet", locale))
    return _TO_FILL(empty=empty, called=asked, otherwise=said)


def called_in_words(one: Fillable) -> Words:
    """The title of a table or grid; that of a grid's first row where it has none."""
    return (one.title or one.rows[0].label) if isinstance(one, PeriodGrid) else one.title


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
