"""Cells that IF, INDEX and others hand on: what adds up ignores their texts, as in ranges.

``MAX(0,IF(a,B1,C1))`` passes over a text in B1, where ``MAX(0,IF(a,B1&"",1))`` is an error.
"""

from __future__ import annotations

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    TEXT,
    DeclinedError,
    Grid,
    Mask,
    UnsureError,
    some,
)
from plansheets.calc.columnar.scene import Evaluate, Scene
from plansheets.calc.columnar.sheets import Area
from plansheets.formula.ast import Binary, Boolean, Call, Cell, CellRange, Missing, Name, Node
from plansheets.formula.rewrite import walk

_CHOOSING = ("CHOOSE", "IF", "IFS", "SWITCH")
_UNCLEAR = ("IFERROR", "IFNA")
_PICKING = ("INDEX", "OFFSET")
_HANDING_ON = frozenset({*_CHOOSING, *_UNCLEAR, *_PICKING})


def from_cells(argument: Node, found: Grid, scene: Scene, evaluate: Evaluate) -> Mask | None:
    """In which rows *found*, the value of *argument*, is that of a cell; None where in none.

    Numbers and errors count in the same way whether they are a cell's, so only others are asked
    for. Raises UnsureError where programs disagree.
    """
    if not isinstance(argument, Call) or argument.name not in _HANDING_ON:
        return None
    if not some((found.kind == TEXT) | (found.kind == BOOLEAN) | (found.kind == BLANK)):
        return None
    if argument.name in _PICKING:
        if not _is_reference(argument):
            raise UnsureError(
                f"{argument.name} 对数组交出什么",
                f"whether {argument.name} of an array hands on a value",
            )
        return np.ones(found.shape, bool)
    choice = _asked(argument, scene)
    if not _is_ever(choice):
        return None
    asked = scene.read(evaluate(choice, scene, forced=False))
    if not asked.single:
        raise DeclinedError("an array of cells that are handed on")
    handed_on: Mask = asked.number != 0
    return handed_on


def _is_ever(choice: Node) -> bool:
    return any(isinstance(one, Boolean) and one.value for one in walk(choice))


def _is_reference(node: Node) -> bool:
    match node:
        case Cell() | CellRange() | Binary(":" | "," | " ") | Call("OFFSET"):
            return True
        case Call("INDEX", (source, *_)):
            return _is_reference(source)
        case _:
            return False


def _asked(node: Node, scene: Scene) -> Node:
    """Whether *node* gives a cell: it chooses as *node* does, between TRUE and FALSE."""
    match node:
        case Call("IF", (condition, *branches)):
            asked = (_asked(one, scene) for one in branches)
            return Call("IF", (condition, *asked))
        case Call("CHOOSE", (place, *choices)):
            return Call("CHOOSE", (place, *(_asked(one, scene) for one in choices)))
        case Call("IFS", pairs):
            return Call("IFS", _results(pairs, scene))
        case Call("SWITCH", (value, *pairs)):
            asked_pairs = _results(tuple(pairs), scene)
            if len(pairs) % 2:
                asked_pairs = (*asked_pairs[:-1], _asked(pairs[-1], scene))
            return Call("SWITCH", (value, *asked_pairs))
        case Call(name, arguments) if name in _UNCLEAR:
            if any(_is_ever(_asked(one, scene)) for one in arguments):
                raise UnsureError(
                    f"{name} 交出的是单元格还是里面的值",
                    f"whether {name} hands on a cell or what stands in it",
                )
            return Boolean(value=False)
        case Name(name):
            return Boolean(isinstance(scene.bound.get(name.casefold()), Area))
        case Missing():
            return Boolean(value=False)
        case _:
            return Boolean(_is_reference(node))


def _results(pairs: tuple[Node, ...], scene: Scene) -> tuple[Node, ...]:
    """Every second of *pairs* asked for, which its neighbour leads to."""
    return tuple(_asked(one, scene) if place % 2 else one for place, one in enumerate(pairs))
