"""Checks that follow from the tables: required cells, unique keys, views that hold all rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce

from plansheets.blueprint.model import LOCALES, Blueprint, Check, Formula, Locale, Table, Words
from plansheets.blueprint.rows import From, Groups
from plansheets.errors import Level
from plansheets.formula.ast import Binary, Call, Node, Number, Rows, Structured, Text
from plansheets.grid import MAX_ROWS
from plansheets.plan.look.wording import said
from plansheets.plan.write_out.groups import HEAD, has_probes, probes_id
from plansheets.plan.write_out.row_checks import count_rows, first_row


def all_checks(blueprint: Blueprint, locale: Locale) -> list[Check]:
    """The checks of the checks sheet, in their order: what follows from the tables comes first."""
    return [*automatic_checks(blueprint, locale), *blueprint.checks]


def automatic_checks(blueprint: Blueprint, locale: Locale) -> list[Check]:
    """Checks that follow from the tables themselves."""
    checks = []
    for table in blueprint.tables:
        if isinstance(table.rows, From | Groups):
            source = blueprint.table(table.rows.table)
            if source is not None and source.growing:
                checks.append(_more_rows_check(table, table.rows, source, locale))
        if table.sorted_by:
            checks.append(_unsorted_check(table, locale))
        if not table.growing or not table.key:
            continue
        required = [column for column in table.columns if column.required]
        if len(required) > 1:
            checks.append(_required_check(table, [column.id for column in required], locale))
        if len(table.key) == 1:
            checks.append(_unique_check(table, locale))
    return checks


def _more_rows_check(view: Table, rows: From | Groups, source: Table, locale: Locale) -> Check:
    match rows:
        case From():
            return _outgrown_check(view, source, locale)
        case Groups(by=by):
            return _more_groups_check(view, source, by, locale)


def _required_check(table: Table, columns: list[str], locale: Locale) -> Check:
    """Rows that have something in a required column must have it in all of them."""
    cells = [_column(table, column, locale) for column in columns]
    filled: list[Node] = [Binary("<>", each, Text("")) for each in cells]
    together = reduce(partial(Binary, "+"), filled)
    started = Binary(">", together, Number(0))
    missing = Binary("-", Number(len(columns)), together)
    return _made(
        table,
        "missing",
        Call("SUMPRODUCT", (Binary("*", started, missing),)),
        first_row(Binary("*", started, Binary(">", missing, Number(0))), cells[0]),
        "warning",
        said("missing key", table=table.title),
        said("missing key hint"),
    )


def _unique_check(table: Table, locale: Locale) -> Check:
    """Keys that stand in more than one row, compared as text.

    MATCH takes the first equal row; ``~`` before wildcards keeps them letters. Above 10,000 rows it
    would slow every recalculation, and the build has compared the keys exactly.
    """
    key = _column(table, table.key[0], locale)
    header = _column(table, table.key[0], locale, "headers")
    escaped: Node = key
    for wildcard in ("~", "*", "?"):
        escaped = Call("SUBSTITUTE", (escaped, Text(wildcard), Text(f"~{wildcard}")))
    filled = Binary("<>", key, Text(""))
    here = Binary("-", Call("ROW", (key,)), Call("ROW", (header,)))
    first = Call("MATCH", (Binary("&", escaped, Text("")), key, Number(0)))
    later = Binary(
        "*", filled, Call("ISNUMBER", (Binary("/", Number(1), Binary("<", first, here)),))
    )
    many = Binary(">", Call("ROWS", (key,)), Number(10_000))
    label = table.column(table.key[0])
    assert label is not None
    return _made(
        table,
        "duplicate",
        Call("IF", (many, Number(0), Call("SUMPRODUCT", (later,)))),
        Call("IF", (many, Number(0), first_row(later, key))),
        "error",
        said("duplicate key", table=table.title, key=label.label),
        said("duplicate key hint", key=label.label),
    )


def _outgrown_check(view: Table, source: Table, locale: Locale) -> Check:
    """Filled rows of *source* below the last that *view* shows."""
    column = source.key[0] if source.key else source.columns[0].id
    key = _column(source, column, locale)
    header = _column(source, column, locale, "headers")
    place = Binary("-", Call("ROW", (key,)), Call("ROW", (header,)))
    shown = Call("ROWS", (_column(view, view.columns[0].id, locale),))
    below = Binary("*", Binary(">", place, shown), Binary("<>", key, Text("")))
    return _made(
        source,
        f"in_{view.id}",
        Call("SUMPRODUCT", (below,)),
        first_row(below, key),
        "warning",
        said("outgrown", view=view.title, table=source.title),
        said("outgrown hint"),
    )


def _unsorted_check(table: Table, locale: Locale) -> Check:
    """Rows that do not stand where ``sorted`` says, and groups that begin more than once."""
    here = _column(table, HEAD, locale)
    below = Binary("=", here, Number(-1))
    count, first = count_rows(below), first_row(below, here)
    if has_probes(table):
        again, row = (
            Structured(probes_id(table), "data", said(f"group {one}")(locale))
            for one in ("again", "row")
        )
        count = Binary("+", count, Call("SUM", (again,)))
        end = Number(MAX_ROWS + 1)
        place = Binary("+", row, Call("ROW", (_column(table, HEAD, locale, "headers"),)))
        found = Binary("*", Binary("=", again, Number(1)), Binary("-", end, place))
        twice = Binary("-", end, Call("SUMPRODUCT", (Call("MAX", (found,)),)))
        first = Call("MIN", (first, twice))
    columns = [table.column(id_) for id_ in table.sorted_by]
    labels = [column.label for column in columns if column is not None]
    comma = said("and then")
    order = Words({one: comma(one).join(label(one) for label in labels) for one in LOCALES})
    return _made(
        table,
        "unsorted",
        count,
        first,
        "error",
        said("unsorted", table=table.title, columns=order),
        said("unsorted hint", columns=order),
    )


def _more_groups_check(view: Table, source: Table, by: str, locale: Locale) -> Check:
    """Groups of *source* beyond the last row of *view*."""
    groups = Call("COUNTIF", (_column(source, HEAD, locale), Number(1)))
    shown = Call("ROWS", (_column(view, view.columns[0].id, locale),))
    column = source.column(by)
    assert column is not None
    check = _made(
        view,
        f"of_{source.id}",
        Call("MAX", (Number(0), Binary("-", groups, shown))),
        groups,
        "error",
        said("more groups", view=view.title, column=column.label),
        said("more groups hint", view=view.title),
    )
    return replace(check, first=None)


def _column(table: Table, column_id: str, locale: Locale, rows: Rows = "data") -> Structured:
    column = table.column(column_id)
    assert column is not None
    return Structured(table.id, rows, column.label(locale))


def _made(
    table: Table, id_: str, count: Node, first: Node, level: Level, message: Words, hint: Words
) -> Check:
    return Check(
        id=f"{table.id}_{id_}",
        level=level,
        count=Formula("", count, table.span, exact=False),
        message=message,
        span=table.span,
        hint=hint,
        table=table.id,
        first=Formula("", first, table.span, exact=False),
    )
