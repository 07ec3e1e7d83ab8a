"""Ranges from a column's start to a cell, as plain ranges: ``INDEX(c,1):C5`` is ``$C$2:C5``.

Formualizer computes what looks at such a range once, and hands it to every row whose cell holds an
equal value, although the range ends elsewhere: a running total over 5, 5, 5 came out as 5, 5, 5.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.formula.ast import Binary, Call, Cell, CellRange, Node, Number
from plansheets.formula.rewrite import transform


def plain_ranges(lowered: Node) -> Node:
    """*lowered* with every range that starts in a column's or row's first cell spelled plainly.

    >>> from plansheets.formula.parse import parse
    >>> from plansheets.formula.spell import ENGINE, spell
    >>> spell(plain_ranges(parse("=SUM(INDEX(C2:C9,1):C5)")), ENGINE)
    'SUM($C$2:C5)'
    """
    return transform(lowered, _plain)


def _plain(node: Node) -> Node:
    match node:
        case Binary(":", Call("INDEX", (CellRange(first, last), Number(1))), Cell() as cell) if (
            _is_line(first, last) and first.sheet == cell.sheet
        ):
            start = replace(first, row_absolute=True, column_absolute=True)
            return CellRange(start, replace(cell, sheet=None))
        case _:
            return node


def _is_line(first: Cell, last: Cell) -> bool:
    return first.row == last.row or first.column == last.column
