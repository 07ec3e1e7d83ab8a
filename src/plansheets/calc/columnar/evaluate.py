"""Lowered formulas over all rows of their column at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from plansheets.calc.columnar.frame import Frame, Operand
from plansheets.calc.columnar.grid import (
    BOOLEAN,
    CODES,
    ERROR,
    NUMBER,
    TEXT,
    DeclinedError,
    Grid,
    UnsureError,
    VariesError,
    grid,
)
from plansheets.calc.columnar.library import LIBRARY
from plansheets.calc.columnar.operators import binary, negated, percent
from plansheets.calc.columnar.sheets import Reference
from plansheets.calc.spread import ANY_ROW
from plansheets.formula.ast import (
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Name,
    Node,
    Number,
    Postfix,
    Text,
    Unary,
)
from plansheets.formula.functions import functions
from plansheets.grid import MAX_ROWS


def evaluate(node: Node, frame: Frame, *, forced: bool) -> Operand:
    """What *node* yields; raises DeclinedError for what this engine is not sure of."""
    match node:
        case Number(value):
            return grid(NUMBER, float(value))
        case Text(value):
            return grid(TEXT, float(frame.pool.id(value)))
        case Boolean(value):
            return grid(BOOLEAN, float(value))
        case ErrorConstant(code) if code in CODES:
            return grid(ERROR, float(CODES.index(code)))
        case ArrayConstant(rows):
            return _constants(rows, frame)
        case Cell():
            return _range(node, node, frame)
        case CellRange(first, last):
            return _range(first, last, frame)
        case Name(name) if name.casefold() in frame.bound:
            return frame.bound[name.casefold()]
        case Binary(":", left, right):
            return _between(left, right, frame)
        case Binary(operator, left, right) if operator not in (" ", ","):
            one, other = _item(left, frame, forced), _item(right, frame, forced)
            return binary(operator, one, other, frame.pool)
        case Unary("+", operand):
            return evaluate(operand, frame, forced=forced)
        case Unary("-", operand):
            return negated(_item(operand, frame, forced), frame.pool)
        case Postfix("%", operand):
            return percent(_item(operand, frame, forced), frame.pool)
        case Call("LET", arguments):
            return _let(arguments, frame, forced)
        case Call(name, arguments):
            function = LIBRARY.get(name)
            if function is None or not functions()[name].takes(len(arguments)):
                raise DeclinedError(f"the function {name}")
            try:
                return function(arguments, frame, evaluate, forced)
            except VariesError:
                if not 1 < len(frame.rows) <= _MOST_ROWS:
                    raise
                return _row_by_row(node, frame, forced)
        case _:
            raise DeclinedError(f"a part of the kind {type(node).__name__}")


_MOST_ROWS = 20_000
"""Rows that a part of a formula may be computed for one by one."""


def _row_by_row(node: Node, frame: Frame, forced: bool) -> Grid:
    """*node*, which cannot be computed for all rows at once."""
    made = []
    for row in range(len(frame.rows)):
        inside = frame.at(row)
        made.append(inside.read(evaluate(node, inside, forced=forced)))
    if len({one.shape for one in made}) > 1:
        raise UnsureError("a result that is larger in one row than in another")
    return Grid(
        np.concatenate([one.kind for one in made]), np.concatenate([one.number for one in made])
    )


def _item(node: Node, frame: Frame, forced: bool) -> Grid:
    """An operand that is computed item by item, which a range is only where arrays are forced."""
    found = frame.read(evaluate(node, frame, forced=forced))
    if not forced and not found.single:
        raise UnsureError("a range where one value is wanted")
    return found


def _constants(rows: tuple[tuple[Node, ...], ...], frame: Frame) -> Grid:
    made = [[evaluate(each, frame, forced=False) for each in row] for row in rows]
    kinds = [[one.kind.item() for one in row if isinstance(one, Grid)] for row in made]
    found = [[one.number.item() for one in row if isinstance(one, Grid)] for row in made]
    return Grid(np.array([kinds], dtype=np.uint8), np.array([found], dtype=np.float64))


def _range(first: Cell, last: Cell, frame: Frame) -> Reference:
    """The cells from *first* to *last*; rows near ANY_ROW move along with the formula's own."""
    top, bottom = _row(first, frame), _row(last, frame)
    left, right = sorted((first.column, last.column))
    sheet = first.sheet or frame.sheet
    if len(top) != len(bottom) or (top > bottom).any():
        top, bottom = np.broadcast_arrays(top, bottom)
        top, bottom = np.minimum(top, bottom), np.maximum(top, bottom)
    return Reference(sheet, top, bottom, left, right)


def _row(cell: Cell, frame: Frame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if cell.row < MAX_ROWS:
        return np.array([cell.row], dtype=np.int64)
    return frame.rows + (cell.row - ANY_ROW)


def _between(left: Node, right: Node, frame: Frame) -> Reference:
    """The rectangle that two references span, as in ``INDEX(c,1):$C5``."""
    one = evaluate(left, frame, forced=False)
    other = evaluate(right, frame, forced=False)
    if not isinstance(one, Reference) or not isinstance(other, Reference):
        raise DeclinedError("a range between what are no cells")
    if one.sheet != other.sheet:
        raise DeclinedError("a range between two sheets")
    first, last = np.minimum(one.first, other.first), np.maximum(one.last, other.last)
    return Reference(one.sheet, first, last, min(one.left, other.left), max(one.right, other.right))


def _let(arguments: tuple[Node, ...], frame: Frame, forced: bool) -> Operand:
    *written, result = arguments
    bound = dict(frame.bound)
    for name, value in zip(written[::2], written[1::2], strict=True):
        if not isinstance(name, Name):
            raise DeclinedError("LET binds names alone")
        inside = replace(frame, bound=dict(bound))
        bound[name.name.casefold()] = evaluate(value, inside, forced=forced)
    return evaluate(result, replace(frame, bound=bound), forced=forced)
