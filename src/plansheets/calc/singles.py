"""What one value among the arguments of a function of many values may be.

``MAX(0,B3)`` passes over a text in B3 and ``MAX(0,B3&"")`` is an error, so an engine that is right
about numbers is not proven on the rest: each kind is a word of its own in the key of a shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    Cell,
    ErrorConstant,
    Missing,
    Node,
    Number,
    Postfix,
    Text,
    Unary,
)
from plansheets.formula.functions import functions

Single = Literal["value", "boolean", "cell", "found", "text", "unclear"]
"""A number or a named cell, a computed truth value, a cell that a function chooses, what
may be a text, and what programs disagree on; what is later in this list goes before."""

_ORDER: Sequence[Single] = get_args(Single)
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_CHOOSING = {"CHOOSE": slice(1, None), "IF": slice(1, None), "IFS": slice(1, None, 2)}
"""Functions that hand on one of these arguments, a cell as a cell."""
_UNSURE = frozenset({"IFERROR", "IFNA", "SWITCH"})
"""Functions of which engines disagree whether they hand on a cell or what stands in it."""
_OF_RESULT: dict[str, Single] = {
    "number": "value",
    "date": "value",
    "boolean": "boolean",
    "text": "text",
    "any": "text",
}


def single(node: Node) -> Single:
    """What *node*, one value, may be where a function takes many.

    >>> from plansheets.formula.parse import parse
    >>> [single(parse(text)) for text in ('A1', 'IF(A1,B1,0)', 'IF(A1,B1&"",0)', 'A1>2')]
    ['value', 'cell', 'text', 'boolean']
    """
    match node:
        case Number() | Cell() | ErrorConstant() | Missing() | Postfix() | Unary("-"):
            return "value"
        case Boolean():
            return "boolean"
        case Text():
            return "text"
        case Unary(_, operand):
            return "value" if not isinstance(operand, Cell) and _is_number(operand) else "unclear"
        case Binary("&"):
            return "text"
        case Binary(operator):
            return "boolean" if operator in _COMPARISONS else "value"
        case Call(name, arguments) if name in _CHOOSING:
            found = _last(map(_chosen, arguments[_CHOOSING[name]]))
            return _last((found, "boolean")) if name == "IF" and len(arguments) == 2 else found
        case Call(name, arguments) if name in _UNSURE:
            return "value" if all(map(_is_number, arguments)) else "unclear"
        case Call("INDEX" | "OFFSET" | "INDIRECT"):
            return "found"
        case Call(name):
            function = functions().get(name)
            return "value" if function is None else _OF_RESULT.get(function.result, "unclear")
        case _:
            return "unclear"


def _chosen(branch: Node) -> Single:
    return "cell" if isinstance(branch, Cell) else single(branch)


def _is_number(node: Node) -> bool:
    return _chosen(node) == "value"


def _last(found: Iterable[Single]) -> Single:
    return max(found, key=_ORDER.index)
