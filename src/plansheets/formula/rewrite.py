"""Walking over formula trees and making new ones from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter, is_
from typing import Any, Final

from plansheets.formula.ast import (
    Binary,
    Call,
    Cell,
    CellRange,
    Invoke,
    Lines,
    Name,
    Node,
    Postfix,
    Structured,
    Unary,
)

_Below = Callable[[Any], tuple[Node, ...]]

_BELOW: Final[Mapping[type, _Below]] = {
    Binary: attrgetter("left", "right"),
    Call: attrgetter("arguments"),
    Invoke: lambda node: (node.function, *node.arguments),
    Unary: lambda node: (node.operand,),
    Postfix: lambda node: (node.operand,),
}
"""The nodes below those that have any, by kind: walks ask for them half a million times a build."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below *node*; a range's corners and an array's constants are part of it."""
    below = _BELOW.get(type(node))
    return below(node) if below else ()


def walk(node: Node) -> Iterator[Node]:
    """*node* and everything below it, in the order it is written.

    >>> from plansheets.formula.parse import parse
    >>> [type(each).__name__ for each in walk(parse("=-a+1"))]
    ['Binary', 'Unary', 'Name', 'Number']
    """
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        if below := _BELOW.get(type(each)):
            waiting += below(each)[::-1]


def transform(node: Node, function: Callable[[Node], Node]) -> Node:
    """*node* with *function* applied to every node, the lowest first; what stays is shared."""
    below = _BELOW.get(type(node))
    if below is None:
        return function(node)
    before = below(node)
    after = tuple([transform(child, function) for child in before])
    return function(with_children(node, before, after))


def with_leaves(node: Node, function: Callable[[Node], Node]) -> Node:
    """*node* with *function* applied to what has nothing below it; what stays is shared."""
    below = _BELOW.get(type(node))
    if below is None:
        return function(node)
    before = below(node)
    return with_children(node, before, tuple([with_leaves(each, function) for each in before]))


def with_children(node: Node, before: tuple[Node, ...], after: tuple[Node, ...]) -> Node:
    """*node* with *after* in the place of its children *before*; itself where they are the same."""
    if all(map(is_, after, before)):
        return node
    match node:
        case Binary(operator, _, _, at):
            return Binary(operator, after[0], after[1], at)
        case Call(name, _, at, name_at):
            return Call(name, after, at, name_at)
        case Invoke():
            return Invoke(after[0], after[1:], node.at)
        case Unary(operator, _, at):
            return Unary(operator, after[0], at)
        case Postfix(operator, _, at):
            return Postfix(operator, after[0], at)
        case _:
            return node


def moved_along(node: Node, rows: int, columns: int = 0) -> Node:
    """*node* as it reads *rows* further down and *columns* further right: what is relative moves.

    >>> from plansheets.formula.parse import parse
    >>> from plansheets.formula.spell import spell
    >>> spell(moved_along(parse("=SUM(B$2:B4)*A4+SUM($1:4)+SUM(A:A)"), 3))
    '=SUM(B$2:B7)*A7+SUM($1:7)+SUM(A:A)'
    """

    def moved(cell: Cell) -> Cell:
        down = 0 if cell.row_absolute else rows
        right = 0 if cell.column_absolute else columns
        if not down and not right:
            return cell
        return replace(cell, row=cell.row + down, column=cell.column + right)

    def moved_lines(lines: Lines) -> Lines:
        away = rows if lines.axis == "rows" else columns
        first = 0 if lines.first_absolute else away
        last = 0 if lines.last_absolute else away
        if not first and not last:
            return lines
        return replace(lines, first=lines.first + first, last=lines.last + last)

    def rewritten(node: Node) -> Node:
        match node:
            case Cell():
                return moved(node)
            case CellRange(first, last):
                return CellRange(moved(first), moved(last))
            case Lines():
                return moved_lines(node)
            case _:
                return node

    return with_leaves(node, rewritten) if rows or columns else node


def factors(node: Node) -> Iterator[Node]:
    """What is multiplied in *node*, from left to right; a node that is no product is one factor."""
    match node:
        case Binary("*", left, right):
            yield from factors(left)
            yield from factors(right)
        case _:
            yield node


def scopes(call: Call) -> Iterator[tuple[Node, frozenset[str], bool]]:
    """Each argument, the folded names that *call* itself binds in it, whether it binds one.

    A name of LET holds from the next pair on, the parameters of LAMBDA in its last argument.
    """
    bound: frozenset[str] = frozenset()
    last = len(call.arguments) - 1
    for place, argument in enumerate(call.arguments):
        binds = isinstance(argument, Name) and place < last
        match call.name:
            case "LAMBDA":
                if binds and isinstance(argument, Name):
                    bound |= {argument.name.casefold()}
                yield argument, bound, binds
            case "LET":
                yield argument, bound, binds and place % 2 == 0
                before = call.arguments[place - 1]
                if place % 2 and isinstance(before, Name):
                    bound |= {before.name.casefold()}
            case _:
                yield argument, bound, False


def references(node: Node) -> Iterator[Name | Structured]:
    """Free names and structured references, in the order they are written.

    >>> from plansheets.formula.parse import parse
    >>> [spot.at for spot in references(parse("=LET(x, a, x + [@b])"))]
    [(8, 9), (15, 19)]
    """
    yield from _references(node, frozenset())


def _references(node: Node, bound: frozenset[str]) -> Iterator[Name | Structured]:
    match node:
        case Name(name):
            if name.casefold() not in bound:
                yield node
        case Structured():
            yield node
        case Call():
            for argument, own, binds in scopes(node):
                if not binds:
                    yield from _references(argument, bound | own)
        case _:
            for child in children(node):
                yield from _references(child, bound)


def names(node: Node) -> frozenset[str]:
    """The free names of *node*, as written.

    >>> from plansheets.formula.parse import parse
    >>> sorted(names(parse("=LET(x, rate, x * base + x)")))
    ['base', 'rate']
    """
    return frozenset(each.name for each in references(node) if isinstance(each, Name))


def substitute(node: Node, values: Mapping[str, Node]) -> Node:
    """*node* with free names replaced by *values*; letter case does not matter.

    A name bound by LET or LAMBDA stays, and is renamed where it would capture a name of a value.

    >>> from plansheets.formula.parse import parse
    >>> from plansheets.formula.spell import spell
    >>> spell(substitute(parse("=LET(x, a, x + a)"), {"a": parse("x * 2")}))
    '=LET(x_1,x*2,x_1+x*2)'
    """
    return _substitute(node, {name.casefold(): value for name, value in values.items()})


def _substitute(node: Node, values: Mapping[str, Node]) -> Node:
    if not values:
        return node
    match node:
        case Name(name):
            return values.get(name.casefold(), node)
        case Call("LET" | "LAMBDA"):
            return _substitute_in_scope(node, values)
        case _:
            before = children(node)
            after = tuple([_substitute(child, values) for child in before])
            return with_children(node, before, after)


def _substitute_in_scope(call: Call, values: Mapping[str, Node]) -> Call:
    free = {name.casefold() for name in names(call)}
    used = {name: value for name, value in values.items() if name in free}
    captured = {name.casefold() for value in used.values() for name in names(value)}
    taken = captured | {each.name.casefold() for each in walk(call) if isinstance(each, Name)}
    renamed: dict[str, Node] = {}
    arguments: list[Node] = []
    for argument, own, binds in scopes(call):
        if binds and isinstance(argument, Name):
            folded = argument.name.casefold()
            if folded in captured:
                argument = replace(argument, name=_fresh(argument.name, taken))  # noqa: PLW2901
                renamed[folded] = Name(argument.name)
            arguments.append(argument)
        else:
            visible = {name: value for name, value in used.items() if name not in own}
            visible |= {name: value for name, value in renamed.items() if name in own}
            arguments.append(_substitute(argument, visible))
    after = tuple(arguments)
    same = all(new is old for new, old in zip(after, call.arguments, strict=True))
    return call if same else replace(call, arguments=after)


def _fresh(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}_{number}".casefold() in taken:
        number += 1
    taken.add(f"{name}_{number}".casefold())
    return f"{name}_{number}"


def depth(node: Node) -> int:
    """Levels of functions inside one another, as Excel counts them: 64 are allowed.

    >>> from plansheets.formula.parse import parse
    >>> depth(parse("=1+2")), depth(parse("=IF(a, SUM(b, MAX(c)), 1)"))
    (0, 3)
    """
    deepest = 0
    waiting: list[tuple[Node, int]] = [(node, 0)]
    while waiting:
        each, level = waiting.pop()
        if isinstance(each, Call | Invoke):
            level += 1
            deepest = max(deepest, level)
        waiting += [(child, level) for child in children(each)]
    return deepest
