"""Lowered formulas over all rows of their column at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from plansheets.calc.columnar.alone import OF_REFERENCES, alone, branch_of, is_computed_alone
from plansheets.calc.columnar.grid import (
    BOOLEAN,
    CODES,
    ERROR,
    NUMBER,
    TEXT,
    DeclinedError,
    Grid,
    SizesVaryError,
    UnsureError,
    VariesError,
    one_value,
    some,
)
from plansheets.calc.columnar.library import LIBRARY
from plansheets.calc.columnar.library.logic import branched
from plansheets.calc.columnar.operators import binary, negated, percent
from plansheets.calc.columnar.scene import Scene, Yielded
from plansheets.calc.columnar.sheets import Area, RowNumbers
from plansheets.calc.spread import ANY_ROW
from plansheets.formula.ast import (
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Invoke,
    Missing,
    Name,
    Node,
    Number,
    Postfix,
    Text,
    Unary,
)
from plansheets.formula.functions import functions
from plansheets.grid import MAX_ROWS


def evaluate(node: Node, scene: Scene, *, forced: bool) -> Yielded:
    """What *node* yields; raises DeclinedError for what this engine is not sure of."""
    match node:  # what formulas hold most of comes first
        case Cell():
            return _range(node, node, scene)
        case Binary(":", left, right):
            return _between(left, right, scene)
        case Binary(operator, left, right) if operator not in OF_REFERENCES:
            if not forced and len(scene.rows) == 1:
                return one_value(*alone(node, scene, evaluate))
            one, other = _item(left, scene, forced), _item(right, scene, forced)
            return binary(operator, one, other, scene.pool)
        case Call("LET", arguments):
            return _let(arguments, scene, forced)
        case Invoke(Call("LAMBDA", (*names, body)), given) if len(names) == len(given):
            return _called(names, given, body, scene, forced)
        case Call(name, arguments):
            function = LIBRARY.get(name)
            if function is None or not functions()[name].takes(len(arguments)):
                raise DeclinedError(f"the function {name}")
            if not forced and len(scene.rows) == 1:
                if name == "IF" and (branch := branch_of(node, scene, evaluate)) is not None:
                    return branched(branch, scene, evaluate, forced)
                if is_computed_alone(node):
                    return one_value(*alone(node, scene, evaluate))
            try:
                return function(arguments, scene, evaluate, forced)
            except VariesError as reason:
                groups = _groups(reason, scene)
                if not 1 < len(groups) <= _MOST_GROUPS:
                    raise
                return _group_by_group(node, scene, groups, forced)
        case Number(value):
            return one_value(NUMBER, value)
        case Text(value):
            return one_value(TEXT, scene.pool.id(value))
        case CellRange(first, last):
            return _range(first, last, scene)
        case Boolean(value):
            return one_value(BOOLEAN, value)
        case ErrorConstant(code) if code in CODES:
            return one_value(ERROR, CODES.index(code))
        case ArrayConstant(rows):
            return _constants(rows, scene)
        case Name(name) if name.casefold() in scene.bound:
            return scene.bound[name.casefold()]
        case Unary("+", operand):
            return evaluate(operand, scene, forced=forced)
        case Unary("-", operand):
            return negated(_item(operand, scene, forced), scene.pool)
        case Postfix("%", operand):
            return percent(_item(operand, scene, forced), scene.pool)
        case _:
            raise DeclinedError(f"a part of the kind {type(node).__name__}")


_MOST_GROUPS = 20_000
"""Groups of rows that a part of a formula may be computed for one by one."""


def _groups(reason: VariesError, scene: Scene) -> list[RowNumbers]:
    """The rows of *scene* that can be computed together, by their places: each alone, at worst."""
    alike = reason.alike
    if alike is not None and len(alike) == len(scene.rows) > 1:
        order = np.argsort(alike, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(alike[order])) + 1)
        if len(groups) > 1:
            return groups
    return list(np.arange(len(scene.rows)).reshape(-1, 1))


def _group_by_group(node: Node, scene: Scene, groups: Sequence[RowNumbers], forced: bool) -> Grid:
    """*node*, which cannot be computed for all rows at once."""
    made = []
    for rows in groups:
        inside = scene.at(rows)
        made.append(inside.whole(inside.read(evaluate(node, inside, forced=forced))))
    back = np.argsort(np.concatenate(groups), kind="stable")
    sizes = {one.shape[1:]: number for number, one in enumerate(made)}
    if len(sizes) > 1:
        alike = [np.full(len(one.number), sizes[one.shape[1:]]) for one in made]
        raise SizesVaryError(np.concatenate(alike)[back])
    return Grid(
        np.concatenate([one.kind for one in made])[back],
        np.concatenate([one.number for one in made])[back],
    )


def _item(node: Node, scene: Scene, forced: bool) -> Grid:
    """An operand that is computed item by item, which a range is only where arrays are forced."""
    found = evaluate(node, scene, forced=forced)
    return scene.read(found) if forced else scene.one(found)


def _constants(rows: tuple[tuple[Node, ...], ...], scene: Scene) -> Grid:
    made = [[evaluate(each, scene, forced=False) for each in row] for row in rows]
    kinds = [[one.kind.item() for one in row if isinstance(one, Grid)] for row in made]
    found = [[one.number.item() for one in row if isinstance(one, Grid)] for row in made]
    return Grid(np.array([kinds], dtype=np.uint8), np.array([found], dtype=np.float64))


def _range(first: Cell, last: Cell, scene: Scene) -> Area:
    """The cells from *first* to *last*; rows near ANY_ROW move along with the formula's own."""
    top, sheet = _row(first, scene), first.sheet or scene.sheet
    if first is last:
        return Area(sheet, top, top, first.column, first.column)
    bottom = _row(last, scene)
    left, right = sorted((first.column, last.column))
    if len(top) != len(bottom) or some(top > bottom):
        top, bottom = np.broadcast_arrays(top, bottom)
        top, bottom = np.minimum(top, bottom), np.maximum(top, bottom)
    return Area(sheet, top, bottom, left, right)


def _row(cell: Cell, scene: Scene) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if cell.row < MAX_ROWS:
        return np.array([cell.row], dtype=np.int64)
    return scene.rows + (cell.row - ANY_ROW)


def _between(left: Node, right: Node, scene: Scene) -> Area:
    """The rectangle that two references span, as in ``INDEX(c,1):$C5``."""
    one = evaluate(left, scene, forced=False)
    other = evaluate(right, scene, forced=False)
    if not isinstance(one, Area) or not isinstance(other, Area):
        if any(isinstance(end, Grid) and end.has(ERROR) for end in (one, other)):
            raise UnsureError(
                "区域的起点或终点是错误值", "a range that begins or ends in an error"
            )  # formualizer guesses
        raise DeclinedError("a range between what are no cells")
    if one.sheet != other.sheet:
        raise DeclinedError("a range between two sheets")
    first = _once(np.minimum(one.first, other.first))
    last = _once(np.maximum(one.last, other.last))
    return Area(one.sheet, first, last, min(one.left, other.left), max(one.right, other.right))


def _once(rows: RowNumbers) -> RowNumbers:
    """*rows*, or one of them where all are the same."""
    return rows[:1] if (rows == rows[0]).all() else rows


def _let(arguments: tuple[Node, ...], scene: Scene, forced: bool) -> Yielded:
    *written, result = arguments
    bound = dict(scene.bound)
    for name, value in zip(written[::2], written[1::2], strict=True):
        if not isinstance(name, Name):
            raise DeclinedError("LET binds names alone")
        inside = replace(scene, bound=dict(bound))
        bound[name.name.casefold()] = evaluate(value, inside, forced=forced)
    return evaluate(result, replace(scene, bound=bound), forced=forced)


def _called(
    names: Sequence[Node], given: Sequence[Node], body: Node, scene: Scene, forced: bool
) -> Yielded:
    """A LAMBDA that is called where it stands; an engine of its own takes 280 MB to start."""
    bound = dict(scene.bound)
    for name, value in zip(names, given, strict=True):
        if not isinstance(name, Name) or isinstance(value, Missing):
            raise DeclinedError("a call without all that it asks for")
        bound[name.name.casefold()] = evaluate(value, scene, forced=forced)
    return evaluate(body, replace(scene, bound=bound), forced=forced)
