"""Formulas whose cost grows with the square of the rows are flagged, with what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint, Table
from plansheets.blueprint.rows import Count, EachItem, From, Groups, Growing, Top
from plansheets.formula.ast import Binary, Call, Node, Structured
from plansheets.formula.rewrite import children
from plansheets.plan.report import Report
from plansheets.plan.write_out.groups import counts_groups, grouped
from plansheets.words import Words

MOST_CELLS = 4_000_000
"""Cells that one column of formulas may read at each recalculation: 2,000 rows times 2,000."""

_FREE = frozenset({"ROWS", "COLUMNS", "ROW", "COLUMN"})


def check_costs(blueprint: Blueprint, report: Report) -> None:
    """Warn of every per-row formula that scans whole columns which may grow."""
    tables = {table.id: table for table in blueprint.tables}
    for formula, context in each_formula(blueprint):
        own = context.table
        if own is None or context.slot not in ("formula", "rule"):
            continue
        if counts_groups(own, context.column):
            continue
        rows = expected_rows(own, blueprint)
        for node in _scans(formula.tree):
            scanned = tables.get(node.table or "")
            if scanned is None:
                continue
            read = expected_rows(scanned, blueprint)
            if rows * read > MOST_CELLS:
                report.add_at(
                    formula,
                    node.at,
                    "PS227",
                    Words(
                        f"“{own.id}”的 {rows:,} 行，每行都要读“{scanned.id}”的 {read:,} 行"
                        f"：每次重算 {rows * read:,} 格",
                        f"each of {rows:,} rows of '{own.id}' reads {read:,} rows of "
                        f"'{scanned.id}': {rows * read:,} cells at every recalculation",
                    ),
                    Words(
                        "在指标或行数给定的表里算一次，再与它比较",
                        "compute it once, in a metric or in a table with given rows, and "
                        "compare with that",
                    ),
                    level="warning",
                )


def expected_rows(table: Table, blueprint: Blueprint) -> int:
    """How many rows *table* may come to hold."""
    match table.rows:
        case Growing(expected):
            return expected
        case EachItem(list_id):
            items = blueprint.list(list_id)
            return len(items.items) if items else 1
        case Count(count) | Top(count=count):
            return count
        case Groups(expected=int() as expected):
            return expected
        case Groups(source_id, by, spare) if (
            (source := blueprint.table(source_id))
            and (column := source.column(by))
            and (choices := blueprint.list(column.list_id or ""))
        ):
            return len(choices.items) + spare
        case From(source_id, spare) | Groups(source_id, spare=spare):
            source = blueprint.table(source_id)
            if source is None or isinstance(source.rows, From | Groups):
                return 1 + spare
            return expected_rows(source, blueprint) + spare


def _scans(node: Node) -> Iterator[Structured]:
    """Whole columns that evaluating *node* reads."""
    match node:
        case Structured(rows="data" | "all"):
            yield node
        case Binary() if grouped(node):
            pass  # all groups together are the column once
        case Binary(operator=":", left=Call(name="INDEX", arguments=(Structured() as column, *_))):
            yield column
        case _:
            for part in _read(node):
                yield from _scans(part)


def _read(node: Node) -> Sequence[Node]:
    """The parts of *node* of which it reads more than their size, or one cell."""
    match node:
        case Call(name=name) if name in _FREE:
            return ()
        case Call(name="INDEX", arguments=(Structured(), *rest)):
            return rest
        case _:
            return children(node)
