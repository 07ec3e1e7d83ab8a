"""Formulas without LET and LAMBDA: their names replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plansheets.formula.ast import Call, Invoke, Name, Node, Number, Structured
from plansheets.formula.rewrite import children, with_children

_MOST_NODES = 5_000
"""What a formula may grow to: names that stand for each other double it each time."""
_ITEMS = {"MAP": 0, "REDUCE": 1, "SCAN": 1}
"""Functions that call a LAMBDA with the items of ranges, and its first argument that is an item."""

Bound = Mapping[str, Node]


def written_out(tree: Node) -> Node | None:
    """*tree* without names of its own; None where that would be too long to look at.

    What a LAMBDA is given by something else than a cell or a column counts as the number 1.
    """
    found = _written_out(tree, {})
    sizes: dict[int, int] = {}
    return found if _size(found, sizes) <= _MOST_NODES else None


def _written_out(node: Node, bound: Bound) -> Node:
    match node:
        case Name(name) if name.casefold() in bound:
            return bound[name.casefold()]
        case Call("LET", (*written, result)):
            inside = dict(bound)
            for one, value in zip(written[::2], written[1::2], strict=False):
                if isinstance(one, Name):
                    inside[one.name.casefold()] = _written_out(value, inside)
            return _written_out(result, inside)
        case Call("LAMBDA"):
            return _called(node, (), bound)
        case Invoke(Call("LAMBDA") as function, arguments):
            return _called(function, [_written_out(one, bound) for one in arguments], bound)
        case Call(caller, (*ranges, Call("LAMBDA") as function)) if caller in _ITEMS:
            given = [_written_out(one, bound) for one in ranges]
            items = [_item(one) for one in given]
            first = _ITEMS[caller]
            called = _called(function, [*given[:first], *items[first:]], bound)
            return replace(node, arguments=(*given, called))
        case _:
            before = children(node)
            after = tuple([_written_out(child, bound) for child in before])
            return with_children(node, before, after)


def _called(function: Call, given: Sequence[Node], bound: Bound) -> Node:
    """What the LAMBDA *function* computes of *given*; of what is not given, as of a number."""
    *parameters, body = function.arguments
    inside = dict(bound)
    for place, name in enumerate(parameters):
        if isinstance(name, Name):
            known = place < len(given)
            inside[name.name.casefold()] = given[place] if known else Number(1, function.at)
    return _written_out(body, inside)


def _item(given: Node) -> Node:
    """One item of *given*: of a column the cell of some row."""
    match given:
        case Structured(rows="data", first=str(), last=None):
            return replace(given, rows="this row")
        case Structured():
            return Number(1, given.at)
        case _:
            return given


def _size(node: Node, sizes: dict[int, int]) -> int:
    """How many nodes *node* has, each counted as often as it is looked at."""
    key = id(node)
    if key not in sizes:
        sizes[key] = 1 + sum(_size(child, sizes) for child in children(node))
    return sizes[key]
