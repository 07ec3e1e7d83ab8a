"""Checks row by row: how many rows of a table offend, and which is the first of them."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.model import Blueprint, Check, Table
from plansheets.formula.ast import Binary, Call, Node, Number, Structured, Text, Unary
from plansheets.grid import MAX_ROWS
from plansheets.plan.report import Report


def write_out_row_checks(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with a count and a first row for every check that says ``where``."""
    checks = tuple(_written_out(check, blueprint, report) for check in blueprint.checks)
    return replace(blueprint, checks=checks)


def count_rows(offends: Node) -> Node:
    """How many of the truths *offends*, one a row, hold."""
    return Call("SUMPRODUCT", (Unary("-", Unary("-", offends)),))


def first_row(offends: Node, column: Structured) -> Node:
    """The sheet's row in which the first of *offends* holds; below the sheet where none does.

    The largest distance from the end needs no array entry, which the smallest row would.
    """
    end = Number(MAX_ROWS + 1)
    above_end = Binary("-", end, Call("ROW", (column,)))
    farthest = Call("SUMPRODUCT", (Call("MAX", (Binary("*", offends, above_end),)),))
    return Binary("-", end, farthest)


def _written_out(check: Check, blueprint: Blueprint, report: Report) -> Check:
    where = check.where
    if where is None:
        return check
    table = blueprint.table(check.table) if check.table else None
    if table is None or not table.columns:
        if check.table is None:
            report.add(
                "PS106",
                f"check '{check.id}' has 'where' and lacks 'table'",
                where.span,
                "table: the table whose rows it looks through",
            )
        return check
    offends = Binary("<>", Binary("*", where.tree, _in_use(table)), Number(0))
    column = Structured(table.id, "data", table.columns[0].id)
    return replace(
        check,
        count=replace(where, tree=count_rows(offends)),
        first=replace(where, tree=first_row(offends, column)),
    )


def _in_use(table: Table) -> Node:
    """Whether anything is typed into each row: rows that wait to be filled never offend.

    A product with it also makes numbers of truths, which Excel never finds equal to 0.
    """
    typed = [column for column in table.columns if column.role != "formula"]
    if table.row_list is not None:
        typed = typed[:1]
    filled: list[Node] = [
        Binary("<>", Structured(table.id, "data", column.id), Text(""))
        for column in typed or table.columns[:1]
    ]
    together = filled[0]
    for one in filled[1:]:
        together = Binary("+", together, one)
    return Binary(">", together, Number(0)) if len(filled) > 1 else together
