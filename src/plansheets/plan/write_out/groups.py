"""Sorted tables, and a row for each group of a table's rows, whether they stand together or not.

Every program sorts texts in its own way, so nothing here asks which of two texts comes first. Rows
belong together where they stand together and are equal; numbers and days are in order where none
is below the one above; and texts are, where none comes again further down.

In a table that is sorted by the column, a group's rows are a range. In one that is not, a group
begins where its value stands first, and its rows are those that equal it.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.blocks import Place
from plansheets.blueprint.model import Blueprint, Column, Formula, Sheet, Table
from plansheets.blueprint.rows import Count, From, Groups
from plansheets.blueprint.types import TYPES
from plansheets.formula.ast import Binary, Call, Node, Number, Structured
from plansheets.formula.rewrite import transform, walk
from plansheets.formula.template import template
from plansheets.plan.look.wording import said
from plansheets.plan.report import Report
from plansheets.records import dataclass
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
_PROBED = template('IF([@row]>ROWS(column), "", INDEX(column, [@row]))')
_AGAIN = template(
    'IF([@row]>ROWS(column), "", IF(N(INDEX(heads, [@row]))=1, '
    'IF(MATCH(IF(ISNUMBER([@key]), [@key], letters&""), column, 0)<[@row], 1, 0), ""))'
)
"""A number that was pasted among texts is found by itself alone."""

_WITHOUT_WILDCARDS = template(
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(key, "~", "~~"), "*", "~*"), "?", "~?")'
)

_FIRST_OF_ALL = template(
    'IF(cell="", "", IF(MATCH(IF(ISNUMBER(cell), cell, letters&""), column, 0)=here, 1, 0))'
)

_SIZE = template("INT((ROWS(heads)-1)/parts)+1")
_PART = template("INT((here-1)/size)")
_GROUP_NUMBER = template(
    'IF(head="", "", INDEX(before, part+1)+COUNTIF(INDEX(heads, part*size+1):head, 1))'
)
_BEGIN = template("(here-1)*size+1")
_HEADS = template(
    "IF([@begin]>ROWS(heads), 0, COUNTIF("
    "INDEX(heads, [@begin]):INDEX(heads, MIN(ROWS(heads), [@begin]+size-1)), 1))"
)
_BEFORE = template("prior([@before], 0)+prior([@heads], 0)")
_TOTAL = template("INDEX(before, parts)+INDEX(heads, parts)")

_PART_OF_GROUP = template("MATCH(here-1, before, 1)")
_FIRST_ROW = template(
    'IF(here>total, "", (part-1)*size+MATCH(here, '
    "INDEX(groups, (part-1)*size+1):INDEX(groups, MIN(ROWS(groups), part*size)), 0))"
)
_LAST_ROW = template(
    'IF(first="", "", IF(here>=total, MATCH(here, groups, 1), '
    "IF(here<ROWS(firsts), INDEX(firsts, here+1)-1, "
    "first-2+MATCH(here+1, INDEX(groups, first):INDEX(groups, ROWS(groups)), 0))))"
)
"""A view that is outgrown has no row for the group after its last, and looks for its end."""

APART = {
    "SUM": template("SUMPRODUCT(--(by=key), column)"),
    "COUNT": template("SUMPRODUCT((by=key)*ISNUMBER(column))"),
    "COUNTA": template('SUMPRODUCT((by=key)*(column<>""))'),
    "ROWS": template("SUMPRODUCT(--(by=key))"),
    "AVERAGE": template("SUMPRODUCT(--(by=key), column)/SUMPRODUCT((by=key)*ISNUMBER(column))"),
}
"""What can be said of a group whose rows do not stand together; SUMIF would read signs and
wildcards into its name."""

_OF_GROUP = template("INDEX(column, first):INDEX(column, last)")
_WHERE_IT_BEGINS = template("INDEX(column, MATCH(here, groups, 0))")
_FIRST_OF_GROUP = template("INDEX(column, first)")


@dataclass(frozen=True, slots=True)
class Grouping:
    """A table's rows by one of its columns."""

    table: Table
    by: str

    @property
    def together(self) -> bool:
        """Whether the rows of a group stand together."""
        return self.table.sorted_by[:1] == (self.by,)

    @property
    def head(self) -> str:
        """The column that has 1 where a group begins."""
        return HEAD if self.together else f"{HEAD}_{self.by}"

    @property
    def group(self) -> str:
        """The column of the groups' numbers."""
        return GROUP if self.together else f"{GROUP}_{self.by}"

    @property
    def parts(self) -> str:
        """The table that counts the groups part by part."""
        return f"_{self.table.id}{'' if self.together else f'_{self.by}'}_groups"

    @property
    def heads(self) -> Structured:
        return Structured(self.table.id, "data", self.head)

    @property
    def size(self) -> Node:
        """Rows of a part."""
        return _SIZE(heads=self.heads, parts=_PARTS)

    @property
    def total(self) -> Node:
        """How many groups there are."""
        before, heads = (Structured(self.parts, "data", one) for one in ("before", "heads"))
        return _TOTAL(before=before, heads=heads, parts=_PARTS)


def write_out_groups(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with the hidden columns of sorted tables, and of those with a row for a group.

    ``group(orders[amount])`` becomes the range of that column which the row's group takes up or,
    in a table that is not sorted by it, part of a sum over the rows that equal it.
    """
    groupings: dict[tuple[str, str], Grouping] = {}
    for table in blueprint.tables:
        if (grouping := grouping_of(table, blueprint)) is not None:
            groupings.setdefault((grouping.table.id, grouping.by), grouping)
    tables, hidden = [], []
    for table in blueprint.tables:
        if isinstance(table.rows, Groups):
            tables.append(_view(table, table.rows, grouping_of(table, blueprint), report))
            continue
        known = tuple(id_ for id_ in table.sorted_by if table.column(id_))
        in_order = replace(table, sorted_by=known)
        made = [_head(in_order)] if known else []
        if has_probes(in_order):
            hidden.append(_probes(in_order))
        for grouping in (one for one in groupings.values() if one.table.id == table.id):
            if not grouping.together:
                made.append(_first_head(grouping))
            made.append(_group(grouping))
            hidden.append(_parts(grouping))
        tables.append(replace(in_order, columns=(*table.columns, *made)) if made else table)
    if not hidden:
        return replace(blueprint, tables=tuple(tables))
    places = tuple(Place(one.id, span=one.span) for one in hidden)
    title = Words(GROUPS, GROUPS)
    sheet = Sheet(GROUPS, title, places, hidden[0].span, hidden=True)
    return replace(blueprint, tables=(*tables, *hidden), sheets=(*blueprint.sheets, sheet))


def grouping_of(view: Table, blueprint: Blueprint) -> Grouping | None:
    """What *view* has a row for each group of; None where no such column is there."""
    if not isinstance(view.rows, Groups) or not view.columns:
        return None
    source = blueprint.table(view.rows.table)
    by = view.rows.by
    return Grouping(source, by) if source and source.column(by) else None


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


def _first_head(grouping: Grouping) -> Column:
    """1 where a value stands for the first time, wherever the others do."""
    table, by = grouping.table, grouping.by
    first = _FIRST_OF_ALL(
        cell=_cell(by),
        letters=without_wildcards(_cell(by)),
        column=Structured(table.id, "data", by),
        here=_HERE(header=Structured(table.id, "headers", by)),
    )
    return _made(grouping.head, first, table.span, column=_label(table, by))


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
    again = _AGAIN(
        column=column,
        heads=Structured(table.id, "data", HEAD),
        letters=without_wildcards(_cell("key")),
    )
    key = replace(_made("key", _PROBED(column=column), table.span), type=TYPES["text"])
    return Table(
        id=id_,
        title=said("probes", table=table.title),
        span=table.span,
        columns=(_made("row", row, table.span), key, _made("again", again, table.span)),
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


def _group(grouping: Grouping) -> Column:
    """The number of the row's group: those of the parts above, and those of its own part so far.

    Where rows do not stand together, it is so in the rows in which groups begin.
    """
    table, size = grouping.table, grouping.size
    header = Structured(table.id, "headers", grouping.by)
    number = _GROUP_NUMBER(
        head=_cell(grouping.head),
        before=Structured(grouping.parts, "data", "before"),
        part=_PART(here=_HERE(header=header), size=size),
        heads=grouping.heads,
        size=size,
    )
    return _made(grouping.group, number, table.span, column=_label(table, grouping.by))


def _parts(grouping: Grouping) -> Table:
    """How many groups begin in each part of the rows, and in those before it."""
    id_, table = grouping.parts, grouping.table
    here = _HERE(header=Structured(id_, "headers", "begin"))
    begin = _BEGIN(here=here, size=grouping.size)
    heads = _HEADS(size=grouping.size, heads=grouping.heads)
    return Table(
        id=id_,
        title=said("groups", table=table.title),
        span=table.span,
        columns=(
            _made("begin", begin, table.span),
            _made("heads", heads, table.span),
            _made("before", _BEFORE(), table.span),
        ),
        rows=Count(_PARTS),
    )


def _first(view: Table, grouping: Grouping) -> Column:
    """The row of the other table in which the group begins."""
    here = _here(view)
    before, size = Structured(grouping.parts, "data", "before"), grouping.size
    first = _FIRST_ROW(
        here=here,
        total=grouping.total,
        part=_PART_OF_GROUP(here=here, before=before),
        groups=Structured(grouping.table.id, "data", grouping.group),
        size=size,
    )
    return _made(FIRST, first, view.span)


def _last(view: Table, grouping: Grouping) -> Column:
    """The row in which it ends: before the next one begins."""
    last = _LAST_ROW(
        first=_cell(FIRST),
        here=_here(view),
        total=grouping.total,
        groups=Structured(grouping.table.id, "data", grouping.group),
        firsts=Structured(view.id, "data", FIRST),
    )
    return _made(LAST, last, view.span)


def _view(view: Table, rows: Groups, grouping: Grouping | None, report: Report) -> Table:
    """*view* with the rows of its groups; without the column, which was reported, without."""
    columns = [
        replace(column, formula=_with_groups(column.formula, view, rows, grouping, report))
        if column.formula
        else column
        for column in view.columns
    ]
    if grouping is None:
        return replace(view, rows=From(rows.table, rows.spare), columns=tuple(columns))
    if grouping.together:
        columns += [_first(view, grouping), _last(view, grouping)]
    return replace(view, columns=tuple(columns))


def _with_groups(
    formula: Formula, view: Table, rows: Groups, grouping: Grouping | None, report: Report
) -> Formula:
    """*formula* with its calls of ``group`` written out."""

    def together(node: Node) -> Node:
        match node:
            case Call("group", (Structured(table=table, rows="data", last=None) as whole,)) if (
                table == rows.table
            ):
                return group_range(whole) if grouping else whole
            case _:
                return node

    def apart(node: Node) -> Node:
        assert grouping is not None
        match node:
            case Call(
                name, (Call("group", (Structured(rows="data", last=None) as whole,)) as group,)
            ) if whole.table == rows.table:
                if name in APART:
                    return APART[name].among(_rows_that_equal(whole, view, grouping))
                report.add_at(
                    formula,
                    group.at,
                    "PS240",
                    Words(
                        f"分组的 {name} 要求同组的行连在一起，而“{rows.table}”没有按"
                        f"“{rows.by}”排序",
                        f"{name} of a group needs rows that stand together, and "
                        f"'{rows.table}' is not sorted by '{rows.by}'",
                    ),
                    Words(
                        f"给“{rows.table}”写上“sorted: {rows.by}”；不排序时只能用 "
                        f"{', '.join(APART)}",
                        f"give '{rows.table}' the key 'sorted: {rows.by}'; without it "
                        f"there are {', '.join(APART)}",
                    ),
                )
                return Call(name, (whole,), node.at)
            case _:
                return node

    standing = apart if grouping and not grouping.together else together
    return replace(formula, tree=transform(formula.tree, standing))


def _rows_that_equal(whole: Structured, view: Table, grouping: Grouping) -> dict[str, Node]:
    """What the formulas of ``APART`` are filled with for a column of this row's group."""
    by = Structured(grouping.table.id, "data", grouping.by)
    shown = (one for one in view.columns if one.shows and one.shows.column == grouping.by)
    own = next(shown, None)
    key = _cell(own.id) if own else first_of_group(by, view, grouping)
    return {"by": by, "key": key, "column": whole}


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


def grouped_apart(node: Node) -> tuple[str, Structured] | None:
    """What is said of a group's column where its rows do not stand together, and the column."""
    parts = [part for part in walk(node) if isinstance(part, Structured)]
    for name, said_of in APART.items():
        match parts:
            case [by, key, *columns] if len(columns) == said_of.text.count("column"):
                column = columns[0] if columns else by
                if said_of.among({"by": by, "key": key, "column": column}) == node:
                    return name, column
            case _:
                pass
    return None


def first_of_group(whole: Structured, view: Table, grouping: Grouping) -> Node:
    """A column's value in the first row of this row's group."""
    if grouping.together:
        return _FIRST_OF_GROUP(column=whole, first=_cell(FIRST))
    groups = Structured(grouping.table.id, "data", grouping.group)
    return _WHERE_IT_BEGINS(column=whole, here=_here(view), groups=groups)


def counts_groups(table: Table, column: Column | None) -> bool:
    """Whether a formula of *column* was made here, to look at parts of a column only."""
    parts = table.id.startswith("_") and table.id.endswith(("_groups", "_probes"))
    return parts or (column is not None and column.id.startswith((HEAD, GROUP, FIRST, LAST)))


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
    name, _, by = id_.lstrip("_").partition("_")
    word = f"group {name}{' apart' * bool(by)}"
    return Column(
        id_,
        TYPES["count"],
        said(word, **words),
        span,
        "formula",
        Formula.made(formula, span),
        how=said(f"{word} how", **words),
        hidden=id_.startswith("_"),
    )
