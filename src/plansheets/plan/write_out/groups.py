"""Sorted tables: whether rows are in order, which of them stand together, and a row for each group.

Every program sorts texts in its own way, so nothing here asks which of two texts comes first. Rows
belong together where they stand together and are equal; numbers and days are in order where none
is below the one above; and texts are, where none comes again further down.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.blocks import Place
from plansheets.blueprint.model import Blueprint, Column, Formula, Sheet, Table
from plansheets.blueprint.rows import Count, From, Groups
from plansheets.blueprint.types import TYPES
from plansheets.formula.ast import Binary, Call, Node, Number, Structured
from plansheets.formula.rewrite import transform
from plansheets.formula.template import template
from plansheets.plan.look.wording import said
from plansheets.plan.report import Report
from plansheets.source import Span
from plansheets.words import Words

GROUPS = "_groups"
"""The hidden sheet of what counts the groups."""
HEAD, GROUP = "_head", "_group"
FIRST, LAST = "_first", "_last"

_PARTS = 128
"""Rows are numbered part by part, so that none adds up all the rows above it."""
_PROBES = 300
"""So many rows are looked for above: all of a shorter table, else half of them at its end."""

_HERE = template("ROW()-ROW(header)")
_ABOVE = template("INDEX(column, MAX(1, here-1))")
"""The cell above; in the first row, which never asks, its own."""

_BEGINS = template('IF(cell="", "", IF(here=1, 1, IF(cell=above, later, below)))')
_LATER = template("IF(cell=above, after, below)")
_BELOW = template("IF(COUNT(cell, above)<2, otherwise, IF(cell<above, -1, otherwise))")

_PROBED_ROW = template(
    "IF(ROWS(column)<=probes, here, "
    "IF(here<=half, INT(here*(ROWS(column)-half)/half), ROWS(column)-probes+here))"
)
_AGAIN = template(
    'IF([@row]>ROWS(column), "", IF(N(INDEX(heads, [@row]))=1, '
    'IF(MATCH(IF(ISNUMBER(key), key, letters&""), column, 0)<[@row], 1, 0), ""))'
)
"""A number that was pasted among texts is found by itself alone."""
_PROBED = template("INDEX(column, [@row])")

_WITHOUT_WILDCARDS = template(
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(key, "~", "~~"), "*", "~*"), "?", "~?")'
)

_SIZE = template("INT((ROWS(heads)-1)/parts)+1")
_PART = template("INT((here-1)/size)")
_GROUP_NUMBER = template(
    'IF(head="", "", INDEX(before, part+1)+COUNTIF(INDEX(heads, part*size+1):head, 1))'
)
_HEADS = template(
    "IF((here-1)*size+1>ROWS(heads), 0, COUNTIF("
    "INDEX(heads, (here-1)*size+1):INDEX(heads, MIN(ROWS(heads), here*size)), 1))"
)
_BEFORE = template("prior([@before], 0)+prior([@heads], 0)")
_TOTAL = template("INDEX(before, parts)+INDEX(heads, parts)")

_FIRST_OF_PART = template("(MATCH(here-1, before, 1)-1)*size")
_FIRST_ROW = template(
    'IF(here>total, "", start+MATCH(here, '
    "INDEX(groups, start+1):INDEX(groups, MIN(ROWS(groups), start+size)), 0))"
)
_LAST_ROW = template(
    'IF(first="", "", IF(here>=total, MATCH(here, groups, 1), '
    "IF(here<ROWS(firsts), INDEX(firsts, here+1)-1, "
    "first-2+MATCH(here+1, INDEX(groups, first):INDEX(groups, ROWS(groups)), 0))))"
)
"""A view that is outgrown has no row for the group after its last, and looks for its end."""

_OF_GROUP = template("INDEX(column, first):INDEX(column, last)")
_FIRST_OF_GROUP = template("INDEX(column, first)")


def write_out_groups(blueprint: Blueprint, _report: Report) -> Blueprint:
    """*blueprint* with the hidden columns of sorted tables, and of those with a row for a group.

    ``group(orders[amount])`` becomes the range of that column which the row's group takes up.
    """
    grouped_tables = {
        source.id for table in blueprint.tables if (source := _source(table, blueprint)) is not None
    }
    tables, hidden = [], []
    for table in blueprint.tables:
        if isinstance(table.rows, Groups):
            tables.append(_view(table, table.rows, _source(table, blueprint)))
        elif known := tuple(id_ for id_ in table.sorted_by if table.column(id_)):
            in_order = replace(table, sorted_by=known)
            made = [_head(in_order)]
            if has_probes(in_order):
                hidden.append(_probes(in_order))
            if table.id in grouped_tables:
                made.append(_group(in_order))
                hidden.append(_parts(in_order))
            tables.append(replace(in_order, columns=(*table.columns, *made)))
        else:
            tables.append(table)
    if not hidden:
        return replace(blueprint, tables=tuple(tables))
    places = tuple(Place(one.id, span=one.span) for one in hidden)
    title = Words(GROUPS, GROUPS)
    sheet = Sheet(GROUPS, title, places, hidden[0].span, hidden=True)
    return replace(blueprint, tables=(*tables, *hidden), sheets=(*blueprint.sheets, sheet))


def _source(table: Table, blueprint: Blueprint) -> Table | None:
    """The sorted table that *table* has the groups of."""
    if not isinstance(table.rows, Groups) or not table.columns:
        return None
    source = blueprint.table(table.rows.table)
    return source if source and source.sorted_by[:1] == (table.rows.by,) else None


def _head(table: Table) -> Column:
    """1 where a group begins, 0 where it goes on, −1 where a number or day is below the one above.

    Later columns have an order among the rows that are equal by the ones before.
    """
    by, *others = table.sorted_by
    later: Node = Number(0)
    for id_ in reversed(others):
        later = _LATER(
            cell=_cell(id_), above=_above(table, id_), after=later, below=_below(table, id_, 0)
        )
    begins = _BEGINS(
        cell=_cell(by),
        here=_here(table),
        above=_above(table, by),
        later=later,
        below=_below(table, by, 1),
    )
    return _made(HEAD, begins, table.span, column=_label(table, by))


def _probes(table: Table) -> Table:
    """Rows whose text is looked for among those above: 1 where the same group began before.

    An exact MATCH reads down to what it finds, so that not every row of a long table can ask.
    """
    id_, column = probes_id(table), Structured(table.id, "data", table.sorted_by[0])
    row = _PROBED_ROW(
        column=column,
        probes=_PROBES,
        here=_HERE(header=Structured(id_, "headers", "row")),
        half=_PROBES // 2,
    )
    key = _PROBED(column=column)
    again = _AGAIN(column=column, heads=_heads(table.id), key=key, letters=without_wildcards(key))
    return Table(
        id=id_,
        title=said("probes", table=table.title),
        span=table.span,
        columns=(_made("row", row, table.span), _made("again", again, table.span)),
        rows=Count(_PROBES),
    )


def without_wildcards(key: Node) -> Node:
    """*key* as MATCH finds it letter by letter: ``~`` before wildcards keeps them letters."""
    return _WITHOUT_WILDCARDS(key=key)


def probes_id(table: Table) -> str:
    return f"_{table.id}_probes"


def has_probes(table: Table) -> bool:
    """Whether *table* is sorted by texts, of which none should come again."""
    return bool(table.sorted_by) and not _has_order(table, table.sorted_by[0])


def _has_order(table: Table, id_: str) -> bool:
    column = table.column(id_)
    return column is not None and column.type.kind in ("number", "date")


def _below(table: Table, id_: str, otherwise: int) -> Node:
    """−1 where a number is below the one above; texts have no order that programs agree on."""
    if not _has_order(table, id_):
        return Number(otherwise)
    return _BELOW(cell=_cell(id_), above=_above(table, id_), otherwise=otherwise)


def _group(table: Table) -> Column:
    """The number of the row's group: those of the parts above, and those of its own part so far."""
    size = _size(table.id)
    number = _GROUP_NUMBER(
        head=_cell(HEAD),
        before=Structured(_parts_id(table.id), "data", "before"),
        part=_PART(here=_here(table), size=size),
        heads=_heads(table.id),
        size=size,
    )
    return _made(GROUP, number, table.span)


def _parts(table: Table) -> Table:
    """How many groups begin in each part of the rows, and in those before it."""
    id_ = _parts_id(table.id)
    here = _HERE(header=Structured(id_, "headers", "heads"))
    heads = _HEADS(here=here, size=_size(table.id), heads=_heads(table.id))
    return Table(
        id=id_,
        title=said("groups", table=table.title),
        span=table.span,
        columns=(
            _made("heads", heads, table.span),
            _made("before", _BEFORE(), table.span),
        ),
        rows=Count(_PARTS),
    )


def _first(view: Table, source: str) -> Column:
    """The row of the sorted table in which the group begins."""
    here = _here(view)
    before, size = Structured(_parts_id(source), "data", "before"), _size(source)
    first = _FIRST_ROW(
        here=here,
        total=_total(source),
        start=_FIRST_OF_PART(here=here, before=before, size=size),
        groups=Structured(source, "data", GROUP),
        size=size,
    )
    return _made(FIRST, first, view.span)


def _last(view: Table, source: str) -> Column:
    """The row in which it ends: before the next one begins."""
    last = _LAST_ROW(
        first=_cell(FIRST),
        here=_here(view),
        total=_total(source),
        groups=Structured(source, "data", GROUP),
        firsts=Structured(view.id, "data", FIRST),
    )
    return _made(LAST, last, view.span)


def _view(view: Table, rows: Groups, source: Table | None) -> Table:
    """*view* with the rows of its groups; without a sorted table, which was reported, without."""
    columns = [_with_groups(column, rows.table, source) for column in view.columns]
    if source is None:
        return replace(view, rows=From(rows.table, rows.spare), columns=tuple(columns))
    return replace(view, columns=(*columns, _first(view, source.id), _last(view, source.id)))


def _with_groups(column: Column, grouped_table: str, source: Table | None) -> Column:
    """*column* with its calls of ``group`` written out."""

    def rewritten(node: Node) -> Node:
        match node:
            case Call(name="group", arguments=(Structured(table=table, rows="data") as whole,)) if (
                table == grouped_table and whole.last is None
            ):
                return group_range(whole) if source else whole
        return node

    if column.formula is None:
        return column
    tree = transform(column.formula.tree, rewritten)
    return replace(column, formula=replace(column.formula, tree=tree))


def group_range(whole: Structured) -> Node:
    """The rows of a column that the group of this row takes up."""
    return _OF_GROUP(whole.at, column=whole, first=_cell(FIRST), last=_cell(LAST))


def grouped(node: Node) -> Structured | None:
    """The column of which *node* is a group's range."""
    match node:
        case Binary(
            operator=":", left=Call(name="INDEX", arguments=(Structured() as whole, begin))
        ) if isinstance(begin, Structured) and begin.first == FIRST:
            return whole
    return None


def first_of_group(whole: Structured) -> Node:
    """A column's value in the first row of this row's group."""
    return _FIRST_OF_GROUP(column=whole, first=_cell(FIRST))


def counts_groups(table: Table, column: Column | None) -> bool:
    """Whether a formula of *column* was made here, to look at parts of a column only."""
    ours = {HEAD, GROUP, FIRST, LAST}
    parts = table.id.startswith("_") and table.id.endswith(("_groups", "_probes"))
    return parts or (column is not None and column.id in ours)


def _total(source: str) -> Node:
    """How many groups there are."""
    id_ = _parts_id(source)
    return _TOTAL(
        before=Structured(id_, "data", "before"),
        heads=Structured(id_, "data", "heads"),
        parts=_PARTS,
    )


def _parts_id(table: str) -> str:
    return f"_{table}_groups"


def _size(table: str) -> Node:
    """Rows of a part."""
    return _SIZE(heads=_heads(table), parts=_PARTS)


def _heads(table: str) -> Structured:
    return Structured(table, "data", HEAD)


def _here(table: Table) -> Node:
    """The number of this row, from 1."""
    first = table.sorted_by[0] if table.sorted_by else table.columns[0].id
    return _HERE(header=Structured(table.id, "headers", first))


def _cell(id_: str) -> Structured:
    return Structured(None, "this row", id_)


def _above(table: Table, id_: str) -> Node:
    return _ABOVE(column=Structured(table.id, "data", id_), here=_here(table))


def _label(table: Table, id_: str) -> Words:
    column = table.column(id_)
    assert column is not None
    return column.label


def _made(id_: str, formula: Node, span: Span, **words: Words) -> Column:
    name = id_.lstrip("_")
    return Column(
        id_,
        TYPES["count"],
        said(f"group {name}"),
        span,
        "formula",
        Formula.made(formula, span),
        how=said(f"group {name} how", **words),
        hidden=id_.startswith("_"),
    )
