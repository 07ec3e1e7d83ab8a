"""A formula's guards cover every cell that its arithmetic uses."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Binary, Call, Node, Unary
from plansheets.formula.rewrite import children
from plansheets.plan.check.blanks import ARITHMETIC, Blanks, FilledCells, cells_counted, key_of
from plansheets.plan.check.bound import written_out
from plansheets.plan.check.operands import shown
from plansheets.plan.report import Report
from plansheets.words import Words

_CATCHING = frozenset({"COUNT", "IFERROR", "ISERROR", "ISNUMBER", "ISTEXT", "AGGREGATE"})
"""Functions whose first argument may be an error without harm."""
_NUMERIC = frozenset(
    ["ABS", "CEILING", "DATE", "DAY", "EDATE", "EOMONTH", "EXP", "FLOOR", "INT", "LN", "MOD",
     "MONTH", "MROUND", "POWER", "ROUND", "ROUNDDOWN", "ROUNDUP", "SIGN", "SQRT", "TRUNC",
     "WEEKDAY", "YEAR"]
)  # fmt: skip
"""Functions that answer ``#VALUE!`` to a blank text."""
_PLACES = frozenset({"INDEX", "LARGE", "SMALL", "REPT", "LEFT", "RIGHT", "MID"})
"""Functions whose arguments behind the first are numbers, likewise."""

_LOOK_UPS = frozenset({"INDEX", "XLOOKUP"})
"""Functions that find a cell of another row, at which no guard of this one looks."""


def check_guards(blueprint: Blueprint, report: Report) -> None:
    """Warn of arithmetic over cells that may hold ``""`` where no guard has looked at them."""
    if report.failed:
        return  # a formula that is wrong already says nothing reliable
    blanks = Blanks(
        {
            **{
                (table.id, column.id): written_out(column.formula.tree) or column.formula.tree
                for table in blueprint.tables
                for column in table.columns
                if column.formula
            },
            **{
                ("", metric.id): written_out(metric.formula.tree) or metric.formula.tree
                for metric in blueprint.metrics
            },
        }
    )
    for formula, context in each_formula(blueprint):
        tree = written_out(formula.tree)
        if context.slot in ("column", "rule") or tree is None:
            continue
        for node in _unguarded(tree, blanks, frozenset(), frozenset(), frozenset()):
            report.add_at(
                formula,
                node.at,
                "PS270",
                Words(
                    f'{shown(node)} 可能是 ""，拿它计算会得 #VALUE!',
                    f'{shown(node)} may be "", and arithmetic with that is #VALUE!',
                ),
                Words(
                    f'也给它加上判断：IF(COUNT({shown(node)}, …)<…, "", …)，写上公式用到的每一格',
                    f'guard it as well: IF(COUNT({shown(node)}, …)<…, "", …) with '
                    "every cell that the formula uses",
                ),
                "warning",
            )


def _unguarded(
    node: Node, blanks: Blanks, known: FilledCells, looked_at: FilledCells, counted: FilledCells
) -> Iterator[Node]:
    """The cells in arithmetic in *node* that may be blank texts where *known* cells are not.

    *looked_at* are the inputs that decide over the conditions around: a cell that is blank for
    these alone is blank together with what the conditions look at. The cells that they *counted*
    have no such excuse: what is not known then was counted wrong.
    """
    match node:
        case Call("IF", (condition, *branches)):
            yield from _unguarded(condition, blanks, known, looked_at, counted)
            looked_at |= blanks.sources(condition)
            counted |= cells_counted(condition)
            for branch, more in zip(branches, blanks.learnt(condition), strict=False):
                yield from _unguarded(branch, blanks, known | more, looked_at, counted)
        case Call("IFS", arguments):
            for condition, branch in zip(arguments[::2], arguments[1::2], strict=False):
                yield from _unguarded(condition, blanks, known, looked_at, counted)
                looked_at |= blanks.sources(condition)
                counted |= cells_counted(condition)
                holds, fails = blanks.learnt(condition)
                yield from _unguarded(branch, blanks, known | holds, looked_at, counted)
                known |= fails
        case Call(name, arguments) if name in _CATCHING:
            for argument in arguments[1:] if name == "IFERROR" else ():
                yield from _unguarded(argument, blanks, known, looked_at, counted)
        case _:
            for operand in _operands(node):
                key = key_of(operand)
                if key is not None and key[1].startswith("_"):
                    continue  # columns that we add are ours to guard
                if blanks.may_be_blank(operand, known) and (
                    key in counted
                    or (isinstance(operand, Call) and operand.name in _LOOK_UPS)
                    or not blanks.deciding_over(operand) <= looked_at
                ):
                    yield operand
            for child in children(node):
                yield from _unguarded(child, blanks, known, looked_at, counted)


def _operands(node: Node) -> tuple[Node, ...]:
    match node:
        case Binary(operator, left, right) if operator in ARITHMETIC:
            return left, right
        case Unary("-", operand):
            return (operand,)
        case Call(name, (first, *_)) if name in _NUMERIC:
            return (first,)
        case Call(name, (_, *places)) if name in _PLACES:
            return tuple(places)
        case _:
            return ()
