"""Tree to text: one tree, several spellings, all of them with the fewest parentheses."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import Final

from plansheets.formula.ast import (
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Invoke,
    Lines,
    Missing,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.binding import BINDING, PERCENT, RANGE, SIGN, SPILL, UNION
from plansheets.formula.functions import LAMBDA_TAKERS, file_prefix, is_excel_function
from plansheets.formula.rewrite import scopes, walk
from plansheets.grid import MAX_COLUMNS, cell_name, column_name, column_number, quote_sheet
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a target wants its formulas spelled."""

    name: str
    lead: str = ""
    """What a formula begins with."""
    prefixes: bool = False
    """``_xlfn.`` and its kin, and functions in place of ``@`` and ``#``."""
    qualified: bool = False
    """Structured references name their table and say ``[#This Row]``."""


BAR: Final = Dialect("formula bar", lead="=")
FILE: Final = Dialect("file", prefixes=True, qualified=True)
ENGINE: Final = Dialect("engine")

_ATOM = SPILL + 1
_KEYWORDS: Final = {
    "this row": "[#This Row]",
    "headers": "[#Headers]",
    "totals": "[#Totals]",
    "all": "[#All]",
    "data": "[#Data]",
    "headers and data": "[#Headers],[#Data]",
    "data and totals": "[#Data],[#Totals]",
}
_ESCAPED = re.compile(r"[\[\]#']")
_SIMPLE_COLUMN = re.compile(r"\w+")
_UNSAFE_IN_SINGLE_BRACKETS = re.compile(r"^[\s@]|\s$|[,:\n\r\t]")
_PLAIN_INTEGERS = 10**16


def spell(node: Node, dialect: Dialect = BAR) -> str:
    """*node* as *dialect* writes it.

    >>> from plansheets.formula.parse import parse
    >>> spell(parse("=ifs( t[@a]>1 , (1+2)*3 )"))
    '=IFS(t[@a]>1,(1+2)*3)'
    >>> spell(parse("=ifs( t[@a]>1 , (1+2)*3 )"), FILE)
    '_xlfn.IFS(t[[#This Row],[a]]>1,(1+2)*3)'

    Raises
    ------
    ValueError
        for what no spelling can hold: not a finite number, or in a file a structured reference
        without its table.
    """
    return _spelled(_ThisTree(node), dialect)


class _ThisTree:
    """A tree as a key. Trees do not change: the same object is spelled the same again."""

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    def __hash__(self) -> int:
        return id(self.node)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ThisTree) and self.node is other.node


@lru_cache(maxsize=8192)
def _spelled(tree: _ThisTree, dialect: Dialect) -> str:
    """A plan is judged by what its formulas are in a file, and a moment later written as that."""
    return dialect.lead + Speller(dialect).spell(tree.node, frozenset())


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells a tree part by part; :func:`spell` is what asks for a whole one."""

    dialect: Dialect

    def spell(self, node: Node, bound: frozenset[str]) -> str:
        match node:  # what formulas hold most of comes first
            case Binary():
                return self.binary(node, bound)
            case Structured():
                return self.structured(node)
            case Call():
                return self.call(node, bound)
            case Number(value):
                return spell_number(value)
            case Text(value):
                return '"' + value.replace('"', '""') + '"'
            case Boolean(value):
                return "TRUE" if value else "FALSE"
            case ErrorConstant(code):
                return code
            case Missing():
                return ""
            case ArrayConstant(rows):
                lines = (",".join(self.spell(value, bound) for value in row) for row in rows)
                return "{" + ";".join(lines) + "}"
            case Name():
                return self.name(node, bound)
            case Cell(row, column, sheet, row_absolute, column_absolute):
                return _sheet(sheet) + _cell(row, column, row_absolute, column_absolute)
            case CellRange(first, last):
                return f"{self.spell(first, bound)}:{self.spell(last, bound)}"
            case Lines():
                return _lines(node)
            case Invoke(function, arguments):
                shown = self.spell(function, bound)
                if not _called_bare(function, bound):
                    shown = f"({shown})"
                return f"{shown}({','.join(self.spell(each, bound) for each in arguments)})"
            case Unary("@", operand) if self.dialect.prefixes:
                return f"_xlfn.SINGLE({self.spell(operand, bound)})"
            case Unary(operator, operand):
                return operator + self.inside(operand, SIGN, bound)
            case Postfix("#", operand) if self.dialect.prefixes:
                return f"_xlfn.ANCHORARRAY({self.spell(operand, bound)})"
            case Postfix("#" | ".index" as operator, operand):
                return self.inside(operand, SPILL, bound) + operator
            case Postfix(operator, operand):
                return self.inside(operand, PERCENT, bound) + operator

    def inside(self, node: Node, weakest: int, bound: frozenset[str]) -> str:
        """*node* as an operand, in parentheses where it binds weaker than *weakest*."""
        text = self.spell(node, bound)
        own = self.binding(node)
        # a union always stands in parentheses of its own, which ``binary`` writes
        return f"({text})" if own < weakest and own != UNION else text

    def binding(self, node: Node) -> int:
        match node:  # what formulas hold most of comes first
            case Call() | Structured() | Cell() | Name() | Text():
                return _ATOM
            case Binary(operator):
                return BINDING[operator]
            case Unary("@") | Postfix("#") if self.dialect.prefixes:
                return _ATOM
            case Unary():
                return SIGN
            case Postfix("%"):
                return PERCENT
            case Postfix():
                return SPILL
            case Number(value) if value < 0:
                return SIGN
            case CellRange() | Lines():
                return RANGE
            case _:
                return _ATOM

    def binary(self, node: Binary, bound: frozenset[str]) -> str:
        """A run of operators of one strength, from its leftmost operand on."""
        binding = BINDING[node.operator]
        parts: list[str] = []
        operands: list[Node] = []
        left: Node = node
        while isinstance(left, Binary) and BINDING[left.operator] == binding:
            right = self.inside(left.right, binding + 1, bound)
            if left.operator == " " and right.startswith("("):
                return self.guarded_intersection(node, bound)
            parts += (right, left.operator)
            operands += (left.right, left)
            left = left.left
        parts.append(self.inside(left, binding, bound))
        operands.append(left)
        if node.operator == ":":
            parts = _guarded(parts, operands)
        joined = "".join(reversed(parts))
        return f"({joined})" if node.operator == "," else joined

    def guarded_intersection(self, node: Binary, bound: frozenset[str]) -> str:
        """``a (b:c)`` would call *a*: the name goes into parentheses."""
        left = self.inside(node.left, BINDING[" "], bound)
        right = self.inside(node.right, BINDING[" "] + 1, bound)
        if right.startswith("("):
            left = f"({left})"
        return f"{left} {right}"

    def name(self, node: Name, bound: frozenset[str]) -> str:
        if node.optional:
            return f"_xlop.{node.name}" if self.dialect.prefixes else f"[{node.name}]"
        if self.dialect.prefixes and node.name.casefold() in bound:
            return f"_xlpm.{node.name}"
        return node.name

    def call(self, node: Call, bound: frozenset[str]) -> str:
        if node.name in ("LET", "LAMBDA"):
            words = [
                self.name(argument, frozenset({argument.name.casefold()}))
                if binds and isinstance(argument, Name)
                else self.spell(argument, bound | own)
                for argument, own, binds in scopes(node)
            ]
        elif self.dialect.prefixes and node.name in LAMBDA_TAKERS:
            words = [
                "_xleta." * _is_bare_function(argument, bound) + self.spell(argument, bound)
                for argument in node.arguments
            ]
        else:
            words = [self.spell(argument, bound) for argument in node.arguments]
        prefix = file_prefix(node.name) if self.dialect.prefixes else ""
        return f"{prefix}{node.name}({','.join(words)})"

    def structured(self, node: Structured) -> str:
        if self.dialect.qualified and node.table is None:
            message = f"a file's reference to {node.first!r} must name its table"
            raise ValueError(message)
        table = node.table or ""
        first, last, rows = node.first, node.last, node.rows
        if first is None:
            return table + self.whole(rows, named=bool(table))
        escaped = _ESCAPED.sub(lambda found: "'" + found[0], first)
        run = f"[{escaped}]"
        if last is not None:
            run += ":[" + _ESCAPED.sub(lambda found: "'" + found[0], last) + "]"
        if rows == "this row" and not self.dialect.qualified:
            simple = last is None and _SIMPLE_COLUMN.fullmatch(first)
            return f"{table}[@{first if simple else run}]"
        if rows == "data":
            if last is None and not _UNSAFE_IN_SINGLE_BRACKETS.search(first):
                return f"{table}[{escaped}]"
            return f"{table}[{run}]"
        return f"{table}[{_KEYWORDS[rows]},{run}]"

    def whole(self, rows: str, *, named: bool) -> str:
        if rows == "data" and named:
            return "[]"
        if rows == "this row" and not self.dialect.qualified:
            return "[@]"
        keyword = _KEYWORDS[rows]
        return f"[{keyword}]" if "," in keyword else keyword


def _is_bare_function(argument: Node, bound: frozenset[str]) -> bool:
    """Whether a file marks *argument* as a function handed over by its name alone."""
    if not isinstance(argument, Name) or argument.name.casefold() in bound:
        return False
    return is_excel_function(argument.name.upper())


def at_most(node: Node) -> int:
    """A number of UTF-16 units that no spelling of *node* exceeds, in a tenth of the time.

    A character counts as four: two units, and twice where it is escaped.
    """
    return sum(map(_most, walk(node)))


def _most(node: Node) -> int:
    """What *node* adds to the length by itself, parentheses and separators included."""
    match node:
        case Binary() | Missing():
            return 5
        case Structured(table, _, first, last):
            return 60 + 4 * (len(table or "") + len(first or "") + len(last or ""))
        case Call(name, arguments):
            return 30 + 4 * len(name) + 8 * len(arguments)
        case Text(text) | Name(text):
            return 12 + 4 * len(text)
        case Number() | Boolean() | ErrorConstant() | Unary() | Postfix():
            return 40
        case Cell(sheet=sheet) | CellRange(Cell(sheet=sheet)) | Lines(sheet=sheet):
            return 80 + 4 * len(sheet or "")
        case Invoke(_, arguments):
            return 10 + len(arguments)
        case ArrayConstant(rows):
            return 10 + sum(1 + _most(value) for row in rows for value in row)


def spell_number(value: float) -> str:
    """*value* with every digit it has, and no more.

    >>> spell_number(5.0), spell_number(0.1), spell_number(1e21), spell_number(1e-7)
    ('5', '0.1', '1E+21', '1E-07')
    """
    if not -inf < value < inf:
        message = f"{value} is no number of Excel"
        raise ValueError(message)
    if value == int(value) and abs(value) < _PLAIN_INTEGERS:
        return str(int(value))
    return repr(float(value)).upper()


def _sheet(title: str | None) -> str:
    return "" if title is None else quote_sheet(title) + "!"


def _cell(row: int, column: int, row_absolute: bool, column_absolute: bool) -> str:
    if row_absolute == column_absolute:
        return cell_name(row, column, absolute=row_absolute)
    if row_absolute:
        return f"{column_name(column)}${row + 1}"
    return f"${column_name(column)}{row + 1}"


def _lines(node: Lines) -> str:
    ends = []
    for number, fixed in ((node.first, node.first_absolute), (node.last, node.last_absolute)):
        shown = str(number + 1) if node.axis == "rows" else column_name(number)
        ends.append(f"${shown}" if fixed else shown)
    return _sheet(node.sheet) + ":".join(ends)


def _called_bare(function: Node, bound: frozenset[str]) -> bool:
    match function:
        case Call() | Invoke():
            return True
        case Name(name):
            return name.casefold() in bound
        case _:
            return False


def _guarded(parts: list[str], operands: list[Node]) -> list[str]:
    """``a:b`` would be whole columns and ``a:b!A1`` sheets: such names go into parentheses."""
    sheets = any("!" in part for part in parts)
    return [
        f"({part})" if isinstance(operand, Name) and (sheets or _is_column(part)) else part
        for part, operand in zip(parts, operands, strict=True)
    ]


def _is_column(text: str) -> bool:
    if not (text.isascii() and text.isalpha() and len(text) <= 3):
        return False
    return column_number(text) < MAX_COLUMNS
