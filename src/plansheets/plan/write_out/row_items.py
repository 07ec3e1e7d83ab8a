"""The place of the item that a row stands for: with a row for each item, that is the row's number.

So formulas of such tables say ``[@month].index`` where Excel counts rows from the header.
"""

from __future__ import annotations

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.model import Blueprint, Formula, Table
from plansheets.blueprint.rows import EachItem, From
from plansheets.formula.ast import Node, Postfix, Structured
from plansheets.formula.rewrite import transform
from plansheets.formula.template import template
from plansheets.plan.report import Report

_HERE = template("ROW()-ROW(header)")


def write_out_row_items(blueprint: Blueprint, _report: Report) -> Blueprint:
    """*blueprint* with the places of rows' own items as the numbers of their rows."""
    tables = {table.id: table for table in blueprint.tables}

    def rewritten(formula: Formula, context: Context) -> Formula:
        table = context.table
        if table is None or ".index" not in formula.text:
            return formula
        own = item_column(table, tables)
        if own is None:
            return formula

        def written_out(node: Node) -> Node:
            match node:
                case Postfix(
                    ".index", Structured(None | table.id, "this row", first, None), at
                ) if first == own:
                    return _HERE(at, header=Structured(table.id, "headers", own))
                case _:
                    return node

        return renewed(formula, tree=transform(formula.tree, written_out))

    return rewrite_formulas(blueprint, rewritten)


def item_column(table: Table, tables: dict[str, Table]) -> str | None:
    """The column that holds the item of the list that each row stands for, where they do.

    A table whose rows are those of such a one may show that column.
    """
    match table.rows:
        case EachItem() if table.columns:
            return table.columns[0].id
        case From(id_, 0) if (other := tables.get(id_)) and isinstance(other.rows, EachItem):
            item = other.columns[0].id
            shown = (one.id for one in table.columns if one.shows and one.shows.column == item)
            return next(shown, None)
        case _:
            return None
