"""Which parts of a formula are cells, and whether they are one or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from plansheets.formula.ast import (
    Binary,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Invoke,
    Lines,
    Missing,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Unary,
)
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import walk

_GIVE_CELLS: Final = frozenset(
    {"CHOOSE", "IF", "IFS", "INDEX", "INDIRECT", "LET", "OFFSET", "SWITCH", "TRIMRANGE", "XLOOKUP"}
)
"""Functions whose result may stand where only cells are allowed."""


def is_one_cell(node: Structured | CellRange | Lines) -> bool:
    match node:
        case Structured(_, "this row" | "headers" | "totals", str(), None):
            return True
        case CellRange(first, last):
            return (first.row, first.column) == (last.row, last.column)
        case _:
            return False


def may_be_cells(node: Node, own: Mapping[str, tuple[int, int]]) -> bool:
    match node:
        case Cell() | CellRange() | Lines() | Structured() | Name() | Invoke() | Missing():
            return True
        case Binary(":" | " " | ",") | Postfix("#") | Unary("@") | ErrorConstant("#REF!"):
            return True
        case Call(name):
            return name in _GIVE_CELLS or name in own or name not in functions()
        case _:
            return False


def has_range(node: Node) -> bool:
    return any(
        isinstance(each, Structured | CellRange | Lines) and not is_one_cell(each)
        for each in walk(node)
    )


def takes_whole_line(node: Call) -> bool:
    """Whether an INDEX leaves its row or column open: ``INDEX(t, 0, 2)``."""
    match node.arguments[1:3]:
        case (Number(0) | Missing(),) | (Number(0) | Missing(), _) | (_, Number(0)):
            # one column of one row number 0, or a row of a table of several columns
            return True
        case ():
            return True
        case _:
            return False
