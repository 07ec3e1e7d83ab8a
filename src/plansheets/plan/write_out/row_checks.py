"""Checks row by row: how many rows of a table offend, and which is the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from plansheets.blueprint.model import Blueprint, Check, Table
from plansheets.formula.ast import Node, Structured
from plansheets.formula.template import template
from plansheets.grid import MAX_ROWS
from plansheets.plan.report import Report

_COUNT = template("SUMPRODUCT(--offends)")
_FIRST = template("end-SUMPRODUCT(MAX(offends*(end-ROW(column))))")
"""The largest distance from the end needs no array entry, which the smallest row would."""
_OFFENDS = template("condition*in_use<>0")
"""The product makes numbers of truths, which Excel never finds equal to 0."""
_FILLED = template('column<>""')
_BOTH = template("filled+other")
_ANY = template("filled>0")


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
    table = blueprint.table(check.table) if check.table else None
    if table is None or not table.columns:
        if check.table is None:
            report.add(
                "PS106",
                f"check '{check.id}' has 'where' and lacks 'table'",
                where.span,
                "table: the table whose rows it looks through",
            )
        return replace(check, where=None)
    offends = _OFFENDS(condition=where.tree, in_use=_in_use(table))
    column = Structured(table.id, "data", table.columns[0].id)
    return replace(
        check,
        count=replace(where, tree=count_rows(offends)),
        first=replace(where, tree=first_row(offends, column)),
        where=None,
    )


def _in_use(table: Table) -> Node:
    """Whether anything is typed into each row: rows that wait to be filled never offend."""
    typed = [column for column in table.columns if column.role != "formula"]
    if table.row_list is not None:
        typed = typed[:1]
    columns = [Structured(table.id, "data", column.id) for column in typed or table.columns[:1]]
    return filled_cells(columns) if len(columns) == 1 else _ANY(filled=filled_cells(columns))
