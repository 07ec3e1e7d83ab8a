"""Checks row by row: how many rows of a table offend, and which is the first of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce

from plansheets.blueprint.model import Blueprint, Check, Formula, Table
from plansheets.formula.ast import Binary, Call, Missing, Name, Node, Number, Structured, Text
from plansheets.formula.functions import PROFILES
from plansheets.formula.rewrite import factors, references, walk
from plansheets.formula.row_by_row import gives_many
from plansheets.formula.template import template
from plansheets.grid import MAX_ROWS
from plansheets.plan.report import Report
from plansheets.words import Words, write

_COUNT = template("SUMPRODUCT(--offends)")
_FIRST = template("end-SUMPRODUCT(MAX(offends*(end-ROW(column))))")
"""The largest distance from the end needs no array entry, which the smallest row would."""
_OFFENDS = template("condition*in_use<>0")
"""The product makes numbers of truths, which Excel never finds equal to 0."""
_HOLDS = template("product<>0")
_FILLED = template('column<>""')
_BOTH = template("filled+other")
_JOINED = template("left&right")


def write_out_row_checks(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with a count and a first row for every check that says ``where``."""
    checks = tuple(_written_out(check, blueprint, report) for check in blueprint.checks)
    return replace(blueprint, checks=checks)


def count_rows(offends: Node) -> Node:
    """How many of the truths *offends*, one a row, hold."""
    return _COUNT(offends=offends)


def first_row(offends: Node, column: Structured) -> Node:
    """The sheet's row in which the first of *offends* holds; below the sheet where none does."""
    return _FIRST(end=MAX_ROWS + 1, offends=offends, column=column)


def filled_cells(columns: Iterable[Structured]) -> Node:
    """How many of *columns* have something in each row."""
    filled = (_FILLED(column=column) for column in columns)
    return reduce(lambda before, other: _BOTH(filled=before, other=other), filled)


def _written_out(check: Check, blueprint: Blueprint, report: Report) -> Check:
    where = check.where
    if where is None:
        return check
    if isinstance(where.tree, Missing):
        return replace(check, where=None)
    table = blueprint.table(check.table) if check.table else None
    if table is None or not table.columns:
        if check.table is None:
            report.add(
                "PS106",
                Words(
                    f"检查“{check.id}”有“where”，缺少“table”",
                    f"check '{check.id}' has 'where' and lacks 'table'",
                ),
                where.span,
                Words(
                    "用“table:”写出要检查哪张表的行", "table: the table whose rows it looks through"
                ),
            )
        return replace(check, where=None)
    looked_at = {one.table for one in _columns(where.tree)}
    if looked_at.isdisjoint((table.id, None)):
        other = next((id_ for id_ in looked_at if id_ and blueprint.table(id_)), None)
        hint = Words(
            f"写它的列，如 {table.id}[{table.columns[0].id}]",
            f"name columns of it, as in {table.id}[{table.columns[0].id}]",
        )
        ids = {column.id for column in table.columns}
        bare = next(
            (one for one in walk(where.tree) if isinstance(one, Name) and one.name in ids), None
        )
        if bare:
            hint = write(f"{table.id}[{bare.name}]")
        elif other:
            hint = Words(
                f"写“table: {other}”，或写 {table.id} 的列",
                f"write 'table: {other}', or name columns of {table.id}",
            )
        report.add(
            "PS114",
            Words(
                f"“where”要看表“{table.id}”的行，却没有用到它的任何一列",
                f"'where' looks through the rows of '{table.id}', and names no column of it",
            ),
            where.span,
            hint,
        )
        return replace(check, where=None)
    cell = next((one for one in _columns(where.tree) if one.rows == "this row"), None)
    if cell is not None and cell.first:
        _tell_one_cell(where, table, cell, report)
        return replace(check, where=None)
    if not gives_many(where.tree, PROFILES["excel365"]):
        _tell_one_value(where, table, report)
        return replace(check, where=None)
    offends = _offends(where.tree, table)
    column = Structured(table.id, "data", table.columns[0].id)
    return replace(
        check,
        count=replace(where, tree=count_rows(offends)),
        first=replace(where, tree=first_row(offends, column)),
        where=None,
    )


def _columns(node: Node) -> list[Structured]:
    return [one for one in references(node) if isinstance(one, Structured)]


def _tell_one_cell(where: Formula, table: Table, cell: Structured, report: Report) -> None:
    written = where.text[slice(*cell.at)] if cell.at else f"[@{cell.first}]"
    report.add_at(
        where,
        cell.at,
        "PS221",
        Words(
            f"“where”一次看整列，“{written}”是一行的单元格",
            f"'where' looks at whole columns, and '{written}' is the cell of one row",
        ),
        write(f"{cell.table or table.id}[{cell.first}]"),
    )


def _tell_one_value(where: Formula, table: Table, report: Report) -> None:
    looked_at = (one.first for one in _columns(where.tree))
    column = f"{table.id}[{next(filter(None, looked_at), table.columns[0].id)}]"
    report.add(
        "PS114",
        Words(
            f"“where”对表“{table.id}”的每一行都是同一个值",
            f"'where' is one value for all rows of '{table.id}'",
        ),
        where.span,
        Words(
            f"逐行比较，如 {column}=0；整表的一个数写“count:”",
            f"compare row by row, as in {column}=0; one number for the whole table is 'count:'",
        ),
    )


def _offends(condition: Node, table: Table) -> Node:
    """Where *condition* holds of rows into which something is typed: others wait to be filled.

    A factor such as ``ISNUMBER(skus[price])`` says that of the row itself.
    """
    typed = [column for column in table.columns if column.role != "formula"]
    if table.row_list is not None:
        typed = typed[:1]
    ids = [column.id for column in typed or table.columns[:1]]
    parts = list(factors(condition))
    if len(parts) > 1 and any(_says_filled(part, table.id, ids) for part in parts):
        return _HOLDS(product=condition)
    columns: list[Node] = [Structured(table.id, "data", id_) for id_ in ids]
    joined = reduce(lambda left, right: _JOINED(left=left, right=right), columns)
    return _OFFENDS(condition=condition, in_use=_FILLED(column=joined))


def _says_filled(factor: Node, table: str, typed: Collection[str]) -> bool:
    """Whether *factor* is 0 wherever one of the columns *typed* is blank."""
    match factor:
        case Call("ISNUMBER" | "ISTEXT", (Structured() as cell,)):
            pass
        case Binary("<>", Structured() as cell, Text("")):
            pass
        case Binary("=", Structured() as cell, Text(value)) if value:
            pass
        case Binary(">", Structured() as cell, Number(value)) if value >= 0:
            pass
        case Binary("<", Structured() as cell, Number(value)) if value <= 0:
            pass
        case Binary("=", Structured() as cell, Name(name)) if "." in name:  # an item of a list
            pass
        case _:
            return False
    return cell.table == table and cell.rows == "data" and not cell.last and cell.first in typed
