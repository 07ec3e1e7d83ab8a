"""What a formula asks of an engine, as short keys, and which engine is proven to answer rightly.

An engine that adds two cells rightly may still be wrong on ``SUMPRODUCT(SUMIF(r,r,v))``: what
matters is each function together with what its arguments are. ``shapes`` names them, one key for
each call and operator of a lowered formula, such as ``SUMIF(range, value, range)`` or
``range = value``; ``proven.tsv`` holds the keys that a corpus of formulas proved on each engine.
It is written by ``pytest --accept tests/test_calc_engines.py``, never by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Literal

from plansheets.calc.singles import single
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
from plansheets.formula.functions import ExcelFunction, functions
from plansheets.records import dataclass

ExtentKind = Literal["value", "range", "array", "booleans", "missing"]

_MODES: dict[str, Sequence[int]] = {
    **dict.fromkeys(("DATEDIF", "MATCH", "RANK", "RANK.AVG", "RANK.EQ", "YEARFRAC"), (2,)),
    **dict.fromkeys(("HLOOKUP", "VLOOKUP"), (3,)),
    **dict.fromkeys(("NETWORKDAYS.INTL", "WORKDAY.INTL"), (2,)),
    **dict.fromkeys(("TEXT", "WEEKDAY", "WEEKNUM"), (1,)),
    **dict.fromkeys(("AGGREGATE", "SUBTOTAL"), (0,)),
    "XLOOKUP": (4, 5),
    "XMATCH": (2, 3),
}
"""Arguments whose constant decides what the function does: it is part of the key."""

COUNTERS = frozenset({"COLUMN", "ROW"})
"""Functions that take a range whole and yet give an item for each of its cells."""

_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Extent:
    """What a subtree yields; height and width are None where only a calculation can tell."""

    kind: ExtentKind
    height: int | None = 1
    width: int | None = 1

    @property
    def single(self) -> bool:
        return self.kind in ("value", "missing")


VALUE = Extent("value")
MISSING = Extent("missing")
UNKNOWN_ARRAY = Extent("array", None, None)


def shapes(lowered: Node) -> frozenset[str]:
    """The key of every call and operator in *lowered*.

    >>> from plansheets.formula.ast import Call, Cell, CellRange, Text
    >>> column = CellRange(Cell(0, 0), Cell(9, 0))
    >>> sorted(shapes(Call("SUMIF", (column, Text("a"), column))))
    ['SUMIF(range, value, range)']
    """
    reading = _ShapeReading()
    whole = reading(lowered, forced=False)
    if not whole.single:
        reading.found.add(f"result {whole.kind}")
    return frozenset(reading.found)


def extent(lowered: Node) -> Extent:
    """What *lowered* yields inside a function that computes arrays."""
    return _ShapeReading()(lowered, forced=True)


@cache
def proven() -> Mapping[str, tuple[str, ...]]:
    """Every proven shape with the names of the engines it is proven on."""
    text = Path(__file__).with_name("proven.tsv").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines())
    return {shape: tuple(engines.split()) for shape, engines in lines}


@dataclass(frozen=True, slots=True)
class _ShapeReading:
    found: set[str] = field(default_factory=set)
    bound: Mapping[str, Extent] = field(default_factory=dict)

    def __call__(self, node: Node, *, forced: bool) -> Extent:
        match node:
            case Number() | Text() | Boolean() | Cell():
                return VALUE
            case Call():
                return self.call(node, forced=forced)
            case CellRange(first, last):
                return Extent("range", last.row - first.row + 1, last.column - first.column + 1)
            case Missing():
                return MISSING
            case ErrorConstant(code):
                self.found.add(code)
                return VALUE
            case ArrayConstant(rows):
                self.found.add("{constants}")
                return Extent("array", len(rows), len(rows[0]))
            case Lines():
                self.found.add("whole lines")
                return Extent("range", None, None)
            case Unary(operator, operand):
                inside = self(operand, forced=forced)
                return self.lifted(f"{operator}{inside.kind}", [inside], forced=forced)
            case Postfix(operator, operand):
                inside = self(operand, forced=forced)
                return self.lifted(f"{inside.kind}{operator}", [inside], forced=forced)
            case Binary(":", left, right):
                self.found.add(f"{self.edge(left, forced)}:{self.edge(right, forced)}")
                return Extent("range", None, None)
            case Binary((" " | ",") as operator, left, right):
                kinds = [self(side, forced=forced).kind for side in (left, right)]
                self.found.add(operator.join(kinds))
                return Extent("range", None, None)
            case Binary(operator, left, right):
                sides = [self(left, forced=forced), self(right, forced=forced)]
                key = f"{sides[0].kind} {operator} {sides[1].kind}"
                return self.lifted(key, sides, forced=forced, booleans=operator in _COMPARISONS)
            case Invoke(function, arguments):
                for each in (function, *arguments):
                    self(each, forced=forced)
                self.found.add("call of a value")
                return VALUE
            case Name(name):
                return self.bound.get(name.casefold(), VALUE)
            case Structured():
                self.found.add("structured reference")
                return VALUE

    def edge(self, node: Node, forced: bool) -> str:
        """One end of a range that is put together, as in ``INDEX(c,1):$C5``."""
        if isinstance(node, Cell):
            return "cell"
        self(node, forced=forced)
        return node.name if isinstance(node, Call) else "reference"

    def lifted(
        self, key: str, parts: Sequence[Extent], *, forced: bool, booleans: bool = False
    ) -> Extent:
        """Note *key* for an operation done item by item, and what it yields."""
        several = [part for part in parts if not part.single]
        if not several:
            self.found.add(key)
            return VALUE
        crosswise = len({(part.height, part.width) for part in several}) > 1
        self.found.add(f"{key}{' crosswise' * crosswise}{' unforced' * (not forced)}")
        kind: ExtentKind = "booleans" if booleans else "array"
        if crosswise:
            return Extent(kind, None, None)
        return Extent(kind, several[0].height, several[0].width)

    def call(self, node: Call, *, forced: bool) -> Extent:
        name, arguments = node.name, node.arguments
        function = functions().get(name)
        if function is None:
            self.found.add(f"{name}()")
            return VALUE
        if name in ("LET", "LAMBDA"):
            return self.binding(node, forced=forced)
        takes = [function.kind(place) for place in range(len(arguments))]
        extents = [
            self(argument, forced=forced or kind == "a")
            for argument, kind in zip(arguments, takes, strict=True)
        ]
        words = [
            _mode(argument) if place in _MODES.get(name, ()) and extent.single else extent.kind
            for place, (argument, extent) in enumerate(zip(arguments, extents, strict=True))
        ]
        if function.repeated in ("r", "a"):
            self.notice_singles(name, arguments, extents)
        key = f"{name}({', '.join(_collapse(function, words))})"
        one_by_one = [
            extent
            for extent, kind in zip(extents, takes, strict=True)
            if (kind in "vx" or name in COUNTERS) and not extent.single
        ]
        if one_by_one:
            boolean = function.result == "boolean"
            return self.lifted(key, one_by_one, forced=forced, booleans=boolean)
        self.found.add(key)
        if function.result == "array":
            return UNKNOWN_ARRAY
        if name == "INDEX":
            return _indexed(arguments, extents)
        handed = [extent for extent, kind in zip(extents, takes, strict=True) if kind == "p"]
        return next((extent for extent in handed if not extent.single), VALUE)

    def notice_singles(
        self, name: str, arguments: Sequence[Node], extents: Sequence[Extent]
    ) -> None:
        """Note what else than a number may stand alone where *name* takes ranges."""
        kinds = {
            single(argument)
            for argument, extent in zip(arguments, extents, strict=True)
            if extent.kind == "value"
        }
        self.found.update(f"{kind} in {name}" for kind in kinds if kind != "value")

    def binding(self, node: Call, *, forced: bool) -> Extent:
        bound = dict(self.bound)
        *written, result = node.arguments
        if node.name == "LET":
            for name, value in zip(written[::2], written[1::2], strict=False):
                if isinstance(name, Name):
                    bound[name.name.casefold()] = _ShapeReading(self.found, dict(bound))(
                        value, forced=forced
                    )
        self.found.add(node.name)
        return _ShapeReading(self.found, bound)(result, forced=forced)


def _mode(argument: Node) -> str:
    match argument:
        case Number(value):
            return f"{value:g}"
        case Text(value):
            return f'"{value}"'
        case Boolean(value):
            return "TRUE" if value else "FALSE"
        case Unary("-", Number(value)):
            return f"-{value:g}"
        case Missing():
            return "missing"
        case _:
            return "value"


def _collapse(function: ExcelFunction, words: Sequence[str]) -> list[str]:
    """Arguments that a function takes in any number, each kind once.

    >>> _collapse(functions()["SUM"], ["range", "value", "range"])
    ['range', 'value']
    >>> _collapse(functions()["SUMIFS"], ["range", "range", "value", "range", "value"])
    ['range', 'range value']
    """
    if not function.repeated:
        return list(words)
    step = len(function.repeated)
    plain = function.required + function.optional
    fixed = len(plain) - step * plain.endswith(function.repeated)
    groups = {" ".join(words[place : place + step]) for place in range(fixed, len(words), step)}
    return [*words[:fixed], *sorted(groups)]


def _indexed(arguments: Sequence[Node], extents: Sequence[Extent]) -> Extent:
    """INDEX of a whole row or column (a place that is 0 or left out) is a range."""
    height, width = extents[0].height, extents[0].width
    whole = [isinstance(each, Missing) or each == Number(0) for each in arguments[1:]]
    if len(whole) == 2 and any(whole):
        return Extent("range", height if whole[0] else 1, width if whole[1] else 1)
    if len(whole) == 1 and whole[0]:
        return Extent("range", height, width)
    return VALUE
