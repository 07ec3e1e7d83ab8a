"""Formulas written out of the catalogue, freed of what is already known where they stand.

A function's guard asks again what its caller has just asked, and its options are constants.
Inside ``IF(COUNT(a, b)<2, "", …)`` both ``a`` and ``b`` are numbers; inside ``IF(b=0, "", …)``
``b`` is not zero; ``"net"="gross"`` is FALSE wherever it stands.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import floor
from typing import Any, Final

from plansheets.formula.ast import (
    Binary,
    BinaryOperator,
    Boolean,
    Call,
    Cell,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.rewrite import children, with_children
from plansheets.records import dataclass

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPPOSITE: Final[dict[str, BinaryOperator]] = {
    "=": "<>",
    "<>": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
_ALL_COUNTED: Final = frozenset(
    {
        ("<", 0, False),
        ("<>", 0, False),
        ("=", 0, True),
        (">=", 0, True),
        ("<=", -1, False),
        (">", -1, True),
    }
)
"""Comparisons of ``COUNT(…)`` with how many it was given, or one less, and how they turn out when
all of them are numbers."""
_SAME_KIND: Final = frozenset({"MIN", "MAX", "ABS", "ROUND", "ROUNDUP", "ROUNDDOWN", "INT"})
_TRUTHS: Final = frozenset({"AND", "OR", "NOT", "ISNUMBER", "ISTEXT", "ISBLANK", "ISERROR"})


@dataclass(frozen=True, slots=True)
class Known:
    """What holds at a place: conditions true or false there, and values that are numbers."""

    true: tuple[Node, ...] = ()
    false: tuple[Node, ...] = ()
    numbers: tuple[Node, ...] = ()

    def when(self, condition: Node, outcome: bool) -> Known:
        """What holds where *condition* turned out as *outcome*."""
        match condition, outcome:
            case (Call("AND", parts), True) | (Call("OR", parts), False):
                known = self
                for part in parts:
                    known = known.when(part, outcome)
                return known
            case Call("NOT", (inner,)), _:
                return self.when(inner, not outcome)
            case Call("ISNUMBER", (value,)), True:
                return Known(self.true, self.false, (*self.numbers, value))
            case Binary(sign, Call("COUNT", values), Number(bound)), _ if all(
                map(_is_single, values)
            ):
                over = bound - len(values)
                one_or_none = len(values) == 1 and (sign, over, outcome) == ("=", -1, False)
                if one_or_none or (sign, over, outcome) in _ALL_COUNTED:
                    return Known(self.true, self.false, (*self.numbers, *values))
            case _:
                pass
        if outcome:
            return Known((*self.true, condition), self.false, self.numbers)
        return Known(self.true, (*self.false, condition), self.numbers)

    def outcome(self, condition: Node) -> bool | None:
        """How *condition* turns out here, where that is known."""
        if isinstance(condition, Boolean):
            return condition.value
        if condition in self.true:
            return True
        if condition in self.false:
            return False
        match condition:
            case Binary(sign, left, right) if sign in _COMPARE:
                opposite = Binary(_OPPOSITE[sign], left, right)
                if opposite in self.false:
                    return True
                if opposite in self.true:
                    return False
                here, there = _constant(left), _constant(right)
                if None not in (here, there) and isinstance(here, str) is isinstance(there, str):
                    return _COMPARE[sign](here, there)
            case Call("ISNUMBER", (value,)) if self.is_number(value):
                return True
        return None

    def is_number(self, node: Node) -> bool:
        """Whether *node* is certainly a number here (and no error)."""
        match node:
            case Number():
                return True
            case Postfix("%", operand) | Unary("-" | "+", operand):
                return self.is_number(operand)
            case Binary("+" | "-" | "*", left, right):
                return self.is_number(left) and self.is_number(right)
            case Call(name, arguments) if name in _SAME_KIND:
                return all(map(self.is_number, arguments))
        return node in self.numbers


NOTHING: Final = Known()
_LEAVES: Final = (Structured, Number, Name, Text, Cell, Boolean)


def simplify(node: Node, known: Known | None = None) -> Node:
    """*node* without questions whose answer is known; its value is the same.

    >>> from plansheets.formula.parse import parse
    >>> from plansheets.formula.spell import spell
    >>> spell(simplify(parse('=IF(COUNT(a,b)<2,"",IF("x"="y",1,IF(COUNT(a,5)<2,"",a*1)))')))
    '=IF(COUNT(a,b)<2,"",a)'
    """
    if isinstance(node, _LEAVES):
        return node
    known = known or NOTHING
    match node:
        case Call("IF", (condition, *branches)) if branches:
            return _if(node, simplify(condition, known), branches, known)
        case Call("AND" | "OR" as name, parts):
            return _junction(node, name == "AND", parts, known)
        case Call("LET" | "LAMBDA", arguments):
            # the names they bind are others than those of the same name outside
            return _with_arguments(node, _each(arguments, NOTHING))
        case Call(_, arguments):
            return _call(_with_arguments(node, _each(arguments, known)), known)
        case Binary(sign, left, right) if sign not in _COMPARE:
            inner = Binary(sign, simplify(left, known), simplify(right, known), node.at)
            return _without_neutral(inner, known) if isinstance(inner.right, Number) else inner
        case Binary("<", Call("COUNT", values) as count, Number(least)) if least == len(values):
            return _count(node, count, known)
        case Binary(sign, left, right):
            inner = Binary(sign, simplify(left, known), simplify(right, known), node.at)
            outcome = known.outcome(inner)
            return inner if outcome is None else Boolean(outcome, node.at)
        case _:
            before = children(node)
            return with_children(node, before, _each(before, known))


def _each(nodes: tuple[Node, ...], known: Known) -> tuple[Node, ...]:
    return tuple([simplify(node, known) for node in nodes])


def _with_arguments(node: Call, arguments: tuple[Node, ...]) -> Call:
    # dataclasses.replace takes five times as long, and a formula has many calls
    return Call(node.name, arguments, node.at, node.name_at)


def _if(node: Call, condition: Node, branches: list[Node], known: Known) -> Node:
    outcome = known.outcome(condition)
    if outcome is None:
        then, *otherwise = branches
        arguments = [condition, simplify(then, known.when(condition, outcome=True))]
        if otherwise:
            arguments.append(simplify(otherwise[0], known.when(condition, outcome=False)))
        return _with_arguments(node, tuple(arguments))
    if outcome:
        return simplify(branches[0], known)
    return simplify(branches[1], known) if len(branches) > 1 else Boolean(value=False, at=node.at)


def _junction(node: Call, every: bool, parts: tuple[Node, ...], known: Known) -> Node:
    """AND where *every*, else OR: a decided part decides all of it or falls away."""
    open_: list[Node] = []
    for part in parts:
        inner = simplify(part, known)
        outcome = known.outcome(inner)
        if outcome is None:
            open_.append(inner)
        elif outcome is not every:
            return Boolean(outcome, node.at)
    if not open_:
        return Boolean(every, node.at)
    if len(open_) == 1 and _is_truth(open_[0]):
        return open_[0]
    return _with_arguments(node, tuple(open_))


def _count(node: Binary, count: Call, known: Known) -> Node:
    """``COUNT(a, b)<2`` asks only for the values that are not known to be numbers."""
    values = _each(count.arguments, known)
    open_ = tuple(value for value in values if not known.is_number(value))
    if not open_:
        return Boolean(value=False, at=node.at)
    if any(value == Text("") for value in open_) and all(map(_is_single, open_)):
        return Boolean(value=True, at=node.at)
    counted = _with_arguments(count, open_)
    inner = Binary("<", counted, Number(len(open_), node.right.at), node.at)
    outcome = known.outcome(inner)
    return inner if outcome is None else Boolean(outcome, node.at)


def _call(node: Call, known: Known) -> Node:
    name, arguments = node.name, node.arguments
    if name in ("MAX", "MIN"):
        numbers = {each: value for each in arguments if (value := _number(each)) is not None}
        if len(numbers) > 1:
            chosen = (max if name == "MAX" else min)(numbers, key=numbers.__getitem__)
            others = tuple(each for each in arguments if each not in numbers)
            return _with_arguments(node, (chosen, *others)) if others else chosen
    elif name == "N" and len(arguments) == 1:
        if known.is_number(arguments[0]):
            return arguments[0]
        if arguments[0] == Text(""):
            return Number(0, node.at)
    elif name in _TRUTHS:
        outcome = known.outcome(node)
        return node if outcome is None else Boolean(outcome, node.at)
    return node


def _without_neutral(node: Binary, known: Known) -> Node:
    """``x*1`` is ``x`` where ``x`` is a number anyway."""
    match node:
        case Binary("+" | "-", left, Number(0)) | Binary("*" | "/", left, Number(1)):
            if known.is_number(left) or _is_arithmetic(left):
                return left
        case _:
            pass
    return node


def _is_arithmetic(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator in "+-*/^"


def _is_truth(node: Node) -> bool:
    match node:
        case Binary(sign) if sign in _COMPARE:
            return True
        case Call(name) if name in _TRUTHS:
            return True
    return isinstance(node, Boolean)


def _constant(node: Node) -> float | str | None:
    """What is written out as *node*: ``5``, ``-5``, ``5%``, ``INT(7)``, ``"net"``."""
    match node:
        case Text(text):
            return text.casefold()
        case Number(number):
            return number
        case Unary("-", operand):
            value = _constant(operand)
            return -value if isinstance(value, float | int) else None
        case Call("INT", (operand,)):
            value = _constant(operand)
            return floor(value) if isinstance(value, float | int) else None
        case Postfix("%", operand):
            value = _constant(operand)
            return value / 100 if isinstance(value, float | int) else None
        case _:
            return None


def _number(node: Node) -> float | None:
    """The number that is written out as *node*."""
    value = _constant(node)
    return None if isinstance(value, str) else value


def _is_single(node: Node) -> bool:
    """Whether *node* is one value, never a range of them."""
    match node:
        case Number() | Text() | Boolean() | Cell() | Name() | Structured(rows="this row"):
            return True
        case Unary(_, operand) | Postfix(_, operand):
            return _is_single(operand)
        case Binary("+" | "-" | "*" | "/" | "^" | "&", left, right):
            return _is_single(left) and _is_single(right)
        case Call("MIN" | "MAX" | "SUM" | "COUNT" | "AVERAGE" | "SUMIFS" | "COUNTIFS"):
            return True
        case Call(name, arguments) if name in _SAME_KIND or name in ("IF", "N"):
            return all(map(_is_single, arguments))
    return False
