"""Checks that follow from the tables: columns that are there, required cells, unique keys, views
that hold all rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plansheets.blueprint.model import Blueprint, Check, Column, Formula, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.rows import From, Groups
from plansheets.errors import Level
from plansheets.formula.ast import Call, Name, Node, Rows, Structured
from plansheets.formula.template import template
from plansheets.grid import MAX_ROWS
from plansheets.plan.look.wording import said
from plansheets.plan.names import COLUMNS_GONE
from plansheets.plan.write_out.groups import (
    HEAD,
    Grouping,
    has_probes,
    probes_id,
    without_wildcards,
)
from plansheets.plan.write_out.row_checks import count_rows, filled_cells, first_row
from plansheets.words import Locale, Words

COLUMNS = "_columns"
"""The check that every column is there; ids begin with a letter, so no other is called this."""

_STARTED = template("(filled>0)*missing")
_MISSING = template("required-filled")
_IF_BEGUN = template("IF(filled=0, 0, missing)")
_SUM = template("SUMPRODUCT(numbers)")
_INCOMPLETE = template("(filled>0)*(missing>0)")

_DUPLICATE = "duplicate"
_AGAIN = template('whole*ISNUMBER(1/(MATCH(letters&"", joined, 0)<ROW(key)-ROW(header)))')
_JOINED = template("joined&CHAR(10)&key")
_FILLED = template('(key<>"")')
_BOTH = template("whole*filled")
_UNLESS_MANY = template("IF(ROWS(key)>10000, 0, otherwise)")

_BELOW = template('(ROW(key)-ROW(header)>ROWS(shown))*(key<>"")')
_OUT_OF_ORDER = template("here=-1")
_WITH_AGAIN = template("out_of_order+SUM(again)")
_FIRST_OF_BOTH = template("MIN(first, end-SUMPRODUCT(MAX((again=1)*(end-(row+ROW(header))))))")
_GROUPS = template("COUNTIF(heads, 1)")
_BEYOND = template("MAX(0, groups-ROWS(shown))")


def all_checks(blueprint: Blueprint, locale: Locale) -> list[Check]:
    """The checks of the checks sheet, in their order: what follows from the tables comes first."""
    return [*automatic_checks(blueprint, locale), *blueprint.checks]


def automatic_checks(blueprint: Blueprint, locale: Locale) -> list[Check]:
    """Checks that follow from the tables themselves."""
    checks = [_columns_check(blueprint)] if blueprint.tables else []
    for table in blueprint.tables:
        if isinstance(table.rows, From | Groups):
            source = blueprint.table(table.rows.table)
            if source is not None and source.growing:
                checks.append(_more_rows_check(table, table.rows, source, locale))
        if table.sorted_by:
            checks.append(_unsorted_check(table, locale))
        if not table.growing:
            continue
        required = [column for column in table.columns if column.required]
        if len(required) > 1:
            checks.append(_required_check(table, [column.id for column in required], locale))
        if table.key:
            checks.append(_unique_check(table, locale))
    checks += [check for grid in blueprint.grids if (check := _blank_in_grid(grid))]
    return checks


def _columns_check(blueprint: Blueprint) -> Check:
    """Columns that somebody has deleted: LibreOffice points formulas at the next one instead."""
    [first, *_] = blueprint.tables
    return Check(
        id=COLUMNS,
        level="error",
        count=Formula.made(Name(COLUMNS_GONE), first.span),
        message=said("columns gone"),
        span=first.span,
        hint=said("columns gone hint"),
    )


def _more_rows_check(view: Table, rows: From | Groups, source: Table, locale: Locale) -> Check:
    match rows:
        case From():
            return _outgrown_check(view, source, locale)
        case Groups(by=by):
            return _more_groups_check(view, source, by, locale)


def _required_check(table: Table, columns: list[str], locale: Locale) -> Check:
    """Rows that have something in a required column must have it in all of them."""
    cells = [_column(table, column, locale) for column in columns]
    filled = filled_cells(cells)
    missing = _MISSING(required=len(columns), filled=filled)
    return _made(
        table,
        "missing",
        _SUM(numbers=_STARTED(filled=filled, missing=missing)),
        first_row(_INCOMPLETE(filled=filled, missing=missing), cells[0]),
        "warning",
        said("missing key", table=table.title),
        said("missing key hint"),
    )


def _blank_in_grid(grid: PeriodGrid) -> Check | None:
    """Required cells of a grid that are blank although people have begun to fill it."""
    required = [row for row in grid.filled if row.required]
    if not required:
        return None

    def counted(name: str, row: Column) -> Node:
        return Call(name, (Structured(grid.id, "data", row.id),))

    count = _IF_BEGUN(
        filled=Call("SUM", tuple(counted("COUNTA", row) for row in grid.filled)),
        missing=Call("SUM", tuple(counted("COUNTBLANK", row) for row in required)),
    )
    title = grid.title or required[0].label
    return Check(
        id=f"{grid.id}_missing",
        level="warning",
        count=Formula.made(count, grid.span),
        message=said("missing key", table=title),
        span=grid.span,
        hint=said("missing in grid hint", rows=_named(required, said("and then"))),
        table=grid.id,
    )


def _unique_check(table: Table, locale: Locale) -> Check:
    """Keys that stand in more than one row, compared as text; a key in parts is one where all are.

    MATCH takes the first equal row; ``~`` before wildcards keeps them letters. Above 10,000 rows it
    would slow every recalculation, and the build has compared the keys exactly.
    """
    key = _column(table, table.key[0], locale)
    header = _column(table, table.key[0], locale, "headers")
    joined: Node = key
    whole = _FILLED(key=key)
    for part in (_column(table, id_, locale) for id_ in table.key[1:]):
        joined = _JOINED(joined=joined, key=part)
        whole = _BOTH(whole=whole, filled=_FILLED(key=part))
    again = _AGAIN(
        whole=whole, letters=without_wildcards(joined), joined=joined, key=key, header=header
    )
    label = _labels(table, table.key, " + ")
    return _made(
        table,
        _DUPLICATE,
        _UNLESS_MANY(key=key, otherwise=_SUM(numbers=again)),
        _UNLESS_MANY(key=key, otherwise=first_row(again, key)),
        "error",
        said("duplicate key", table=table.title, key=label),
        said("duplicate key hint", key=label),
    )


def _outgrown_check(view: Table, source: Table, locale: Locale) -> Check:
    """Filled rows of *source* below the last that *view* shows."""
    column = source.key[0] if source.key else source.columns[0].id
    key = _column(source, column, locale)
    header = _column(source, column, locale, "headers")
    shown = _column(view, view.columns[0].id, locale)
    below = _BELOW(key=key, header=header, shown=shown)
    return _made(
        source,
        f"in_{view.id}",
        _SUM(numbers=below),
        first_row(below, key),
        "warning",
        said("outgrown", view=view.title, table=source.title),
        said("outgrown hint"),
    )


def _unsorted_check(table: Table, locale: Locale) -> Check:
    """Rows that do not stand where ``sorted`` says, and groups that begin more than once."""
    here = _column(table, HEAD, locale)
    below = _OUT_OF_ORDER(here=here)
    count, first = count_rows(below), first_row(below, here)
    if has_probes(table):
        again, row = (
            Structured(probes_id(table), "data", said(f"group {one}")(locale))
            for one in ("again", "row")
        )
        header = _column(table, HEAD, locale, "headers")
        count = _WITH_AGAIN(out_of_order=count, again=again)
        first = _FIRST_OF_BOTH(first=first, end=MAX_ROWS + 1, again=again, row=row, header=header)
    order = _labels(table, table.sorted_by, said("and then"))
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
    groups = _GROUPS(heads=_column(source, Grouping(source, by).head, locale))
    shown = _column(view, view.columns[0].id, locale)
    column = source.column(by)
    assert column is not None
    check = _made(
        view,
        f"of_{source.id}",
        _BEYOND(groups=groups, shown=shown),
        groups,
        "error",
        said("more groups", view=view.title, column=column.label),
        said("more groups hint", view=view.title),
    )
    return replace(check, first=None)


def _labels(table: Table, ids: Iterable[str], between: Words | str) -> Words:
    """What the columns *ids* are called, one after the other."""
    columns = [table.column(id_) for id_ in ids]
    sign = Words(between, between) if isinstance(between, str) else between
    return _named([column for column in columns if column is not None], sign)


def _named(columns: Iterable[Column], sign: Words) -> Words:
    """What *columns* are called, one after the other, with *sign* between them."""
    labels = [column.label for column in columns]
    return Words.told(lambda locale: sign(locale).join(label(locale) for label in labels))


def _column(table: Table, column_id: str, locale: Locale, rows: Rows = "data") -> Structured:
    column = table.column(column_id)
    assert column is not None
    return Structured(table.id, rows, column.label(locale))


def key_check(table: Table) -> str:
    """The id of the check that the keys of *table* are unique."""
    return _id(table, _DUPLICATE)


def _id(table: Table, about: str) -> str:
    return f"{table.id}_{about}"


def _made(
    table: Table, id_: str, count: Node, first: Node, level: Level, message: Words, hint: Words
) -> Check:
    return Check(
        id=_id(table, id_),
        level=level,
        count=Formula.made(count, table.span),
        message=message,
        span=table.span,
        hint=hint,
        table=table.id,
        first=Formula.made(first, table.span),
    )
