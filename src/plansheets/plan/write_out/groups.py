"""Sorted tables: whether rows are in order, which of them stand together, and a row for each group.

Every program sorts texts in its own way, so nothing here asks which of two texts comes first. Rows
belong together where they stand together and are equal; numbers and days are in order where none
is below the one above; and texts are, where none comes again further down.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from plansheets.blueprint.model import Blueprint, Column, Formula, Place, Sheet, Table, Words
from plansheets.blueprint.rows import Count, From, Groups
from plansheets.blueprint.types import TYPES
from plansheets.formula.ast import Binary, Call, Node, Structured
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import transform
from plansheets.formula.spell import BAR, spell
from plansheets.plan.look.wording import said
from plansheets.plan.report import Report
from plansheets.source import Span

GROUPS = "_groups"
"""The hidden sheet of what counts the groups."""
HEAD, GROUP = "_head", "_group"
FIRST, LAST = "_first", "_last"

_PARTS = 128
"""Rows are numbered part by part, so that none adds up all the rows above it."""
_PROBES = 300
"""So many rows are looked for above: all of a shorter table, else half of them at its end."""


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
    places = tuple(Place(one.id, one.span) for one in hidden)
    title = Words(dict.fromkeys(hidden[0].title.by_locale, GROUPS))
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
    later = reduce(
        lambda after, id_: f"IF([@{id_}]={_above(table, id_)}, {after}, {_below(table, id_, 0)})",
        reversed(others),
        "0",
    )
    begins = _below(table, by, 1)
    return _made(
        HEAD,
        f'=IF([@{by}]="", "", IF({_here(table)}=1, 1, IF([@{by}]={_above(table, by)}, {later}, '
        f"{begins})))",
        table.span,
        column=_label(table, by),
    )


def _probes(table: Table) -> Table:
    """Rows whose text is looked for among those above: 1 where the same group began before.

    An exact MATCH reads down to what it finds, so that not every row of a long table can ask.
    """
    id_, by = probes_id(table), table.sorted_by[0]
    column, header = f"{table.id}[{by}]", f"{id_}[[#Headers],[row]]"
    here, half = f"(ROW()-ROW({header}))", _PROBES // 2
    spread = f"INT({here}*(ROWS({column})-{half})/{half})"
    last = f"ROWS({column})-{_PROBES}+{here}"
    key = f"INDEX({column}, [@row])"
    text = key
    for wildcard in "~*?":
        text = f'SUBSTITUTE({text}, "{wildcard}", "~{wildcard}")'
    # a number that was pasted among texts is found by itself alone
    found = f'MATCH(IF(ISNUMBER({key}), {key}, {text}&""), {column}, 0)'
    return Table(
        id=id_,
        title=said("probes", table=table.title),
        span=table.span,
        columns=(
            _made(
                "row",
                f"=IF(ROWS({column})<={_PROBES}, {here}, IF({here}<={half}, {spread}, {last}))",
                table.span,
            ),
            _made(
                "again",
                f'=IF([@row]>ROWS({column}), "", IF(N(INDEX({table.id}[{HEAD}], [@row]))=1, '
                f'IF({found}<[@row], 1, 0), ""))',
                table.span,
            ),
        ),
        rows=Count(_PROBES),
    )


def probes_id(table: Table) -> str:
    return f"_{table.id}_probes"


def has_probes(table: Table) -> bool:
    """Whether *table* is sorted by texts, of which none should come again."""
    return bool(table.sorted_by) and not _has_order(table, table.sorted_by[0])


def _has_order(table: Table, id_: str) -> bool:
    column = table.column(id_)
    return column is not None and column.type.kind in ("number", "date")


def _below(table: Table, id_: str, fine: int) -> str:
    """−1 where a number is below the one above; texts have no order that programs agree on."""
    if not _has_order(table, id_):
        return str(fine)
    above = _above(table, id_)
    return f"IF(COUNT([@{id_}], {above})<2, {fine}, IF([@{id_}]<{above}, -1, {fine}))"


def _group(table: Table) -> Column:
    """The number of the row's group: those of the parts above, and those of its own part so far."""
    parts, size = _parts_id(table), _size(table)
    part = f"INT(({_here(table)}-1)/{size})"
    return _made(
        GROUP,
        f'=IF([@{HEAD}]="", "", INDEX({parts}[before], {part}+1)'
        f"+COUNTIF(INDEX({table.id}[{HEAD}], {part}*{size}+1):[@{HEAD}], 1))",
        table.span,
    )


def _parts(table: Table) -> Table:
    """How many groups begin in each part of the rows, and in those before it."""
    id_, head, size = _parts_id(table), f"{table.id}[{HEAD}]", _size(table)
    here = f"(ROW()-ROW({id_}[[#Headers],[heads]]))"
    first, last = f"({here}-1)*{size}+1", f"MIN(ROWS({head}), {here}*{size})"
    return Table(
        id=id_,
        title=said("groups", table=table.title),
        span=table.span,
        columns=(
            _made(
                "heads",
                f"=IF({first}>ROWS({head}), 0, "
                f"COUNTIF(INDEX({head}, {first}):INDEX({head}, {last}), 1))",
                table.span,
            ),
            _made("before", "=prior([@before], 0)+prior([@heads], 0)", table.span),
        ),
        rows=Count(_PARTS),
    )


def _first(view: Table, source: str) -> Column:
    """The row of the sorted table in which the group begins."""
    here = _here(view)
    parts, group, head = f"_{source}_groups", f"{source}[{GROUP}]", f"{source}[{HEAD}]"
    size = f"(INT((ROWS({head})-1)/{_PARTS})+1)"
    part = f"(MATCH({here}-1, {parts}[before], 1)-1)*{size}"
    return _made(
        FIRST,
        f'=IF({here}>{_total(source)}, "", {part}+MATCH({here}, INDEX({group}, {part}+1):'
        f"INDEX({group}, MIN(ROWS({group}), {part}+{size})), 0))",
        view.span,
    )


def _last(view: Table, source: str) -> Column:
    """The row in which it ends: before the next one begins."""
    here = _here(view)
    group, first = f"{source}[{GROUP}]", f"{view.id}[{FIRST}]"
    # a view that is outgrown has no row for the group after its last
    rest = f"INDEX({group}, [@{FIRST}]):INDEX({group}, ROWS({group}))"
    alone = f"[@{FIRST}]-2+MATCH({here}+1, {rest}, 0)"
    return _made(
        LAST,
        f'=IF([@{FIRST}]="", "", IF({here}>={_total(source)}, MATCH({here}, {group}, 1), '
        f"IF({here}<ROWS({first}), INDEX({first}, {here}+1)-1, {alone})))",
        view.span,
    )


def _view(view: Table, rows: Groups, source: Table | None) -> Table:
    """*view* with the rows of its groups; without a sorted table, which was reported, without."""
    columns = [_with_groups(one, rows.table, source) for one in view.columns]
    if source is None:
        return replace(view, rows=From(rows.table, rows.spare), columns=tuple(columns))
    return replace(view, columns=(*columns, _first(view, source.id), _last(view, source.id)))


def _with_groups(column: Column, grouped_table: str, source: Table | None) -> Column:
    """*column* with its calls of ``group`` written out."""

    def one(node: Node) -> Node:
        match node:
            case Call(name="group", arguments=(Structured(table=table, rows="data") as whole,)) if (
                table == grouped_table and whole.last is None
            ):
                return group_range(whole) if source else whole
        return node

    if column.formula is None:
        return column
    tree = transform(column.formula.tree, one)
    return replace(column, formula=replace(column.formula, tree=tree))


def group_range(whole: Structured) -> Node:
    """The rows of a column that the group of this row takes up."""
    ends = [
        Call("INDEX", (whole, Structured(None, "this row", end)), at=whole.at)
        for end in (FIRST, LAST)
    ]
    return Binary(":", ends[0], ends[1], at=whole.at)


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
    return Call("INDEX", (whole, Structured(None, "this row", FIRST)))


def counts_groups(table: Table, column: Column | None) -> bool:
    """Whether a formula of *column* was made here, to look at parts of a column only."""
    ours = {HEAD, GROUP, FIRST, LAST}
    parts = table.id.startswith("_") and table.id.endswith(("_groups", "_probes"))
    return parts or (column is not None and column.id in ours)


def _total(source: str) -> str:
    parts = f"_{source}_groups"
    return f"(INDEX({parts}[before], {_PARTS})+INDEX({parts}[heads], {_PARTS}))"


def _parts_id(table: Table) -> str:
    return f"_{table.id}_groups"


def _size(table: Table) -> str:
    """Rows of a part."""
    return f"(INT((ROWS({table.id}[{HEAD}])-1)/{_PARTS})+1)"


def _here(table: Table) -> str:
    """The number of this row, from 1."""
    first = table.sorted_by[0] if table.sorted_by else table.columns[0].id
    return f"(ROW()-ROW({table.id}[[#Headers],[{first}]]))"


def _above(table: Table, id_: str) -> str:
    """The cell above; in the first row, which never asks, its own."""
    return f"INDEX({table.id}[{id_}], MAX(1, {_here(table)}-1))"


def _label(table: Table, id_: str) -> Words:
    column = table.column(id_)
    assert column is not None
    return column.label


def _made(id_: str, text: str, span: Span, **words: Words) -> Column:
    tree = parse(text)
    name = id_.lstrip("_")
    return Column(
        id_,
        TYPES["count"],
        said(f"group {name}"),
        span,
        "formula",
        Formula(spell(tree, BAR), tree, span, exact=False),
        how=said(f"group {name} how", **words),
        hidden=id_.startswith("_"),
    )
