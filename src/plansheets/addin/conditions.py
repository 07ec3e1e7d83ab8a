"""Conditions on the cells of a column, as formulas say them, made ready for other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from plansheets.formula.ast import Binary, Name, Node, Number, Text
from plansheets.formula.rewrite import factors

Condition = tuple[str, Node]
"""A comparison and what a cell is compared with."""

_COMPARISONS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})
_WHOLE: Final = 1e15
"""Below, a condition's number is written as the whole number it is."""
_WRITTEN = re.compile(r"(<=|>=|<>|[=<>])(.*)")


def condition_of(node: Node) -> Condition:
    """A condition of COUNTIF: ``"<="&x`` or ``"<9E+99"``."""
    match node:
        case Binary("&", Text(operator), bound) if operator in _COMPARISONS:
            return operator, bound
        case Text(text) if found := _WRITTEN.fullmatch(text):
            number = float(found[2])
            return found[1], Number(
                int(number) if number.is_integer() and abs(number) < _WHOLE else number
            )
    message = f"no condition is known in {node}"
    raise ValueError(message)


def conditioned(pairs: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """The columns of SUMIFS or COUNTIFS, each with its condition as the formula says it."""
    return zip(pairs[::2], pairs[1::2], strict=True)


def counted_where(product: Node) -> tuple[Name, list[Condition]]:
    """``(a>b)*(a<>"")`` over a column *a*: the column and the conditions on its numbers."""
    columns: set[Name] = set()
    asked: list[Condition] = []
    for factor in factors(product):
        match factor:
            case Binary("<>", Name() as column, Text("")):
                columns.add(column)
            case Binary(operator, Name() as column, bound) if operator in _COMPARISONS:
                columns.add(column)
                asked.append((operator, bound))
            case _:
                message = f"no condition is known in {factor}"
                raise ValueError(message)
    if len(columns) != 1:
        message = f"no column is known whose cells {product} counts"
        raise ValueError(message)
    return columns.pop(), asked
