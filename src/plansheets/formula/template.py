"""Formulas that we make, written as formulas: names stand for what is put in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property

from plansheets.formula.ast import (
    At,
    Binary,
    Boolean,
    Call,
    Name,
    Node,
    Number,
    Postfix,
    Text,
    Unary,
)
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import children, names, substitute, with_children

Filling = Node | str | float
"""What is put in a place: a formula, or a text, number or truth that becomes a constant."""


class Template:
    """A formula whose free names are places for other formulas, or for plain values.

    It is parsed when it is filled in first: a build needs a third of those that modules hold.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def tree(self) -> Node:
        return parse(self.text)

    @cached_property
    def places(self) -> frozenset[str]:
        return names(self.tree)

    def __call__(self, at: At = None, /, **values: Filling) -> Node:
        """The formula with *values* in their places, everything else placed at *at*.

        Raises TypeError unless there is a value for each place and a place for each value.
        """
        if values.keys() != self.places:
            missing, left_over = self.places - values.keys(), values.keys() - self.places
            problems = [f"no value for '{name}'" for name in sorted(missing)]
            problems += [f"no place for '{name}'" for name in sorted(left_over)]
            message = f"{', '.join(problems)} in {self.text}"
            raise TypeError(message)
        return fill(self.tree, {name: _node(value) for name, value in values.items()}, at)

    def among(self, known: Mapping[str, Filling], /, **values: Filling) -> Node:
        """The formula with *values*, and for its other places those of *known* that it asks for."""
        return self(**{name: known[name] for name in self.places & known.keys()} | values)


@cache
def template(text: str) -> Template:
    """The formula *text*, to be filled in as often as needed.

    >>> from plansheets.formula.spell import spell
    >>> share = template('=IF(total=0, "", value/total)')
    >>> spell(share(value=parse("[@a]+[@b]"), total=100))
    '=IF(100=0,"",([@a]+[@b])/100)'
    """
    return Template(text)


def fill(formula: Node, values: Mapping[str, Node], at: At) -> Node:
    """*formula* with *values* in place of names, everything else placed at *at*.

    Nodes are made outright: dataclasses.replace would take most of the time of a build's formulas.
    """
    match formula:
        case Name(name):
            return values.get(name) or Name(name, at)
        case Call("LET" | "LAMBDA") if values:  # whose own names must not catch those of a value
            return substitute(fill(formula, {}, at), values)
        case Call(name, arguments):
            return Call(name, tuple([fill(each, values, at) for each in arguments]), at)
        case Binary(sign, left, right):
            return Binary(sign, fill(left, values, at), fill(right, values, at), at)
        case Unary(sign, operand):
            return Unary(sign, fill(operand, values, at), at)
        case Postfix(sign, operand):
            return Postfix(sign, fill(operand, values, at), at)
        case Number(value):
            return Number(value, at)
        case Text(value):
            return Text(value, at)
        case _:
            before = children(formula)
            after = tuple([fill(each, values, at) for each in before])
            return replace(with_children(formula, before, after), at=at)


def _node(value: Filling) -> Node:
    match value:
        case bool():
            return Boolean(value)
        case int() | float():
            return Number(value)
        case str():
            return Text(value)
        case _:
            return value
