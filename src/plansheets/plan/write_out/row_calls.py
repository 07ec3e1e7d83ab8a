"""``group(…)`` and ``prior(…)`` where nothing could write them out."""

from __future__ import annotations

from collections.abc import Collection

from plansheets.blueprint.formulas import Context
from plansheets.blueprint.model import Formula
from plansheets.blueprint.rows import Groups
from plansheets.formula.ast import Call, Structured
from plansheets.plan.report import Report
from plansheets.words import Words


def refuse_group(node: Call, formula: Formula, context: Context, report: Report) -> None:
    """Report a ``group(…)`` that nothing could write out: no column of rows that belong here."""
    rows = context.table.rows if context.table else None
    if isinstance(rows, Groups):
        message = Words(
            f"group 是“{rows.table}”某一列里的好几格，要放进函数里",
            f"group is several cells of a column of '{rows.table}', for a function to take",
        )
        hint = Words(
            f"如 SUM(group({rows.table}[…]))、ROWS(group({rows.table}[…]))",
            f"as in SUM(group({rows.table}[…])), ROWS(group({rows.table}[…]))",
        )
    else:
        message = Words(
            "group 要写某张表的列，而这张表的分组就是这里的行",
            "group takes a column of the table whose groups are the rows here",
        )
        hint = Words(
            "在 rows: {from: orders, by: customer} 的表里写 group(orders[paid])",
            "write group(orders[paid]) in a table with rows: {from: orders, by: customer}",
        )
    report.add_at(formula, node.at, "PS240", message, hint)


def check_prior(
    node: Call, formula: Formula, context: Context, fixed: Collection[str], report: Report
) -> None:
    """Report a ``prior(…)`` that names no cell, or has no row above it; *fixed* tables have."""
    first = node.arguments[0] if node.arguments else None
    good = isinstance(first, Structured) and first.rows == "this row" and first.last is None
    if len(node.arguments) != 2 or not good:
        report.add_at(
            formula,
            node.at,
            "PS228",
            Words(
                "prior 要写本行的一格和第一个值", "prior takes a cell of this row and a first value"
            ),
            Words(
                "写成 prior([@balance], 0)：取上一行，首行取 0",
                "write prior([@balance], 0): the row above, and 0 in the first row",
            ),
        )
    elif context.grid is None and (context.table is None or context.table.id not in fixed):
        report.add_at(
            formula,
            node.at,
            "PS228",
            Words(
                "prior 只能用在网格里，或行数给定的表里",
                "prior works in grids, and in tables whose rows are given",
            ),
            Words(
                "会增长的表每行都是同一个公式；给它写上“rows”",
                "a growing table copies one formula to every row; give it 'rows'",
            ),
        )
