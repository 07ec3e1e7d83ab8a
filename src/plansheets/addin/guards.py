"""What a function asks of its arguments before it calculates, in order, for any language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from plansheets.formula.ast import Node
from plansheets.formula.parse import parse
from plansheets.functions.function import Function
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class NumbersOrBlanks:
    """``#VALUE!`` where one of the arguments is, or holds, anything else."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition: a number is one, a text is ``#VALUE!``."""

    name: str


@dataclass(frozen=True, slots=True)
class OneOfWords:
    """One of a few words, in any case; another is ``#VALUE!``."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameLength:
    """``#VALUE!`` where columns do not have as many cells."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """``#N/A`` where one is blank."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailsIf:
    """An error where a condition holds."""

    condition: Node
    code: Literal["#DIV/0!", "#VALUE!"]


@dataclass(frozen=True, slots=True)
class InOrder:
    """``#VALUE!`` where the numbers of a column do not ascend, or go both ways."""

    name: str
    either: bool


Guard = NumbersOrBlanks | Truth | OneOfWords | SameLength | Needed | FailsIf | InOrder


def guards(function: Function) -> Iterator[Guard]:
    """The guards of *function* in the catalogue's order: what is told first comes first."""
    numbers = tuple(one.name for one in function.arguments if one.counted)
    if numbers:
        yield NumbersOrBlanks(numbers)
    for one in function.arguments:
        if one.takes == "boolean":
            yield Truth(one.name)
        elif one.takes == "option":
            yield OneOfWords(one.name, one.options)
    if function.alike:
        yield SameLength(function.alike)
    needed = (*function.needs, *(one.name for one in function.arguments if one.word))
    if needed:
        yield Needed(needed)
    if function.undefined:
        yield FailsIf(parse(function.undefined), "#DIV/0!")
    if function.unusable:
        yield FailsIf(parse(function.unusable), "#VALUE!")
    for one in function.arguments:
        if one.order:
            yield InOrder(one.name, one.order == "either")
