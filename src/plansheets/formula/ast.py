"""The formula tree: what a formula says, with nothing of how it is spelled.

One tree serves three stages. As written in a blueprint, names and structured references hold ids.
As planned, they hold the names of the file: tables, headers, defined names, sheet titles. As
lowered for an engine, no structured reference is left, only cells and ranges. ``at`` is the stretch
of the formula's text a node was read from; it takes no part in equality.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from plansheets.records import dataclass

At = tuple[int, int] | None
"""Start and end offset in the formula's text (with the leading ``=``), or None when made by us."""

Rows = Literal[
    "this row", "data", "headers", "totals", "all", "headers and data", "data and totals"
]
BinaryOperator = Literal[
    "=", "<>", "<", "<=", ">", ">=", "&", "+", "-", "*", "/", "^", ":", " ", ","
]
"""Excel's binary operators; ``:`` range, space intersection, ``,`` union (only in parentheses)."""


def _at() -> At:
    return field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    value: float | int
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Boolean:
    value: bool
    at: At = _at()


@dataclass(frozen=True, slots=True)
class ErrorConstant:
    """``#N/A``, ``#DIV/0!``, ``#REF!`` …, written as a constant."""

    code: str
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument left out: the middle of ``IF(a,,b)``."""

    at: At = _at()


@dataclass(frozen=True, slots=True)
class ArrayConstant:
    """``{1,2;3,4}``: rows of constants."""

    rows: tuple[tuple[Number | Text | Boolean | ErrorConstant, ...], ...]
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name: a parameter, metric or loop variable, a list item ``status.on_sale``, a defined
    name, or a parameter of LET or LAMBDA; ``optional`` where LAMBDA declares it in brackets.
    """

    name: str
    at: At = _at()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Structured:
    """A structured reference: rows of a table: of one column, of several, of all (``first`` None).

    ``table`` None means the table the formula stands in, as in ``[@stock]``.
    """

    table: str | None
    rows: Rows = "data"
    first: str | None = None
    last: str | None = None
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, counted from 0; ``sheet`` None means the sheet the formula stands in."""

    row: int
    column: int
    sheet: str | None = None
    row_absolute: bool = False
    column_absolute: bool = False
    at: At = _at()


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of cells; ``sheet`` stands on ``first`` alone."""

    first: Cell
    last: Cell
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole rows or whole columns: ``3:5``, ``A:C``."""

    axis: Literal["rows", "columns"]
    first: int
    last: int
    sheet: str | None = None
    first_absolute: bool = False
    last_absolute: bool = False
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Call:
    """A function call by name; ``name`` is upper case and without prefix for Excel's functions and
    lower case, as written, for the project's own.
    """

    name: str
    arguments: tuple[Node, ...] = ()
    at: At = _at()
    name_at: At = _at()


@dataclass(frozen=True, slots=True)
class Invoke:
    """A value called as a function: ``LAMBDA(x, x+1)(2)``."""

    function: Node
    arguments: tuple[Node, ...] = ()
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign before its operand, or ``@``: implicit intersection."""

    operator: Literal["-", "+", "@"]
    operand: Node
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Postfix:
    """``%``, ``#`` (the spilled range) or ``.index`` (an item's place) after its operand."""

    operator: Literal["%", "#", ".index"]
    operand: Node
    at: At = _at()


@dataclass(frozen=True, slots=True)
class Binary:
    operator: BinaryOperator
    left: Node
    right: Node
    at: At = _at()


Node = (
    Number
    | Text
    | Boolean
    | ErrorConstant
    | Missing
    | ArrayConstant
    | Name
    | Structured
    | Cell
    | CellRange
    | Lines
    | Call
    | Invoke
    | Unary
    | Postfix
    | Binary
)
