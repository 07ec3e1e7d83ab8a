"""Spreading: an array argument becomes one scratch cell for each of its items.

Formualizer computes ``ISNUMBER(A1:A9)`` for the first cell alone, and finds nothing in
``SUMIF(A1:A9,C1:C3,B1:B9)``; with single values it is right. So whatever must be computed item by
item inside SUMPRODUCT is written item by item into a scratch sheet, and the formula looks there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from functools import cache

from plansheets.calc.shapes import COUNTERS, extent
from plansheets.formula.ast import (
    ArrayConstant,
    Binary,
    Call,
    Cell,
    CellRange,
    Lines,
    Node,
    Number,
    Postfix,
    Unary,
)
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import children, transform, walk, with_children
from plansheets.formula.template import template
from plansheets.grid import MAX_ROWS
from plansheets.records import dataclass

MAX_CELLS = 1_000_000
MAX_SINGLE_ITEMS = 20_000
"""Items that may be written down one by one, where a fill downwards cannot make them."""

ANY_ROW = 4_294_967_290
"""The row a formula is lowered for that is to be filled down; no sheet has rows near it."""

_IS_NUMBER = template('IFERROR(cells<"", FALSE)')
"""Numbers sort before every text, also the empty one, and booleans behind."""
_SEQUENCE = template("SEQUENCE(height, width)")
_LAST_MATCH = template(
    "INDEX(given, MATCH(SUMPRODUCT(MAX(IFERROR(wanted*1<>0, FALSE)*numbers)), numbers, 0))"
)


@dataclass(frozen=True, slots=True)
class Fill:
    """Scratch formulas down a column: *node* with ANY_ROW standing for *source* and below."""

    row: int
    column: int
    height: int
    source: int
    node: Node


@dataclass(frozen=True, slots=True)
class Items:
    """Scratch formulas of a rectangle, each written for itself."""

    row: int
    column: int
    nodes: tuple[tuple[Node, ...], ...]


@dataclass(slots=True)
class Scratch:
    """A sheet of our own beside the plan's, with what formulas had in their array arguments."""

    title: str
    parts: list[Fill | Items] = field(default_factory=list)
    _known: dict[tuple[str, Node], CellRange] = field(default_factory=dict)
    _free: dict[int, tuple[int, int]] = field(default_factory=dict)
    _columns: int = 0
    _cells: int = 0

    def known(self, sheet: str, node: Node) -> CellRange | None:
        """Where the items of *node* stand already."""
        return self._known.get((sheet, node))

    def place(self, sheet: str, node: Node, height: int, width: int) -> CellRange | None:
        """Room for the items of *node*; None when the sheet holds enough."""
        self._cells += height * width
        if self._cells > MAX_CELLS:
            return None
        row, column = self._free.get(width, (MAX_ROWS, 0))
        if row + height > MAX_ROWS:
            row, column = 0, self._columns
            self._columns += width
        self._free[width] = row + height, column
        first = Cell(row, column, self.title, row_absolute=True, column_absolute=True)
        last = Cell(row + height - 1, column + width - 1, None, True, True)
        found = self._known[sheet, node] = CellRange(first, last)
        return found

    def hold(self, sheet: str, node: Node, rows: Sequence[Sequence[Node]]) -> CellRange | None:
        """The items of *node*, each a formula of its own."""
        found = self.place(sheet, node, len(rows), len(rows[0]))
        if found is not None:
            nodes = tuple(map(tuple, rows))
            self.parts.append(Items(found.first.row, found.first.column, nodes))
        return found


def spread(node: Node, sheet: str, scratch: Scratch) -> Node:
    """*node*, which stands on *sheet*, with what it computes item by item moved to *scratch*.

    What is left alone: arrays outside the functions that compute them, and items that would have
    to be computed anew for each row of a table.
    """
    if any(
        type(each) is ArrayConstant or (type(each) is Call and each.name in _array_functions())
        for each in walk(node)
    ):
        return _Spreading(sheet, scratch)(node, forced=False)
    return node


@cache
def _array_functions() -> frozenset[str]:
    """Functions that compute what stands in some argument cell by cell."""
    return frozenset(name for name, each in functions().items() if "a" in each.arguments)


@dataclass(frozen=True, slots=True)
class _Spreading:
    sheet: str
    scratch: Scratch

    def __call__(self, node: Node, *, forced: bool) -> Node:
        match node:
            case Call("LOOKUP", (Number(), Binary("/", Number(1), wanted), CellRange() as given)):
                return self.last_match(wanted, given) or node
            case Call("ISNUMBER", (CellRange() as cells,)) if forced:
                return _IS_NUMBER(cells=cells)
            case Call("IF", (condition, *branches)) if (chosen := _decided(condition)) is not None:
                taken = branches[: 2 - chosen][-1] if len(branches) >= 2 - chosen else None
                return node if taken is None else self(taken, forced=forced)
            case Call():
                return self.call(node, forced=forced)
            case _:
                return _rebuilt(node, [self(each, forced=forced) for each in children(node)])

    def call(self, node: Call, *, forced: bool) -> Node:
        function = functions().get(node.name)
        if function is None:
            return node
        takes = [function.kind(place) for place in range(len(node.arguments))]
        one_by_one = [
            argument
            for argument, kind in zip(node.arguments, takes, strict=True)
            if (kind == "v" or node.name in COUNTERS)
            and (isinstance(argument, ArrayConstant) or (forced and not extent(argument).single))
        ]
        if one_by_one and (moved := self.moved(node)):
            return moved
        return _rebuilt(
            node,
            [
                self.constants(argument) or self(argument, forced=forced or kind == "a")
                if node.name in ("LOOKUP", "MATCH")
                else self(argument, forced=forced or kind == "a")
                for argument, kind in zip(node.arguments, takes, strict=True)
            ],
        )

    def constants(self, node: Node) -> CellRange | None:
        """Scratch cells that hold the constants of ``{…}``.

        The engine builds the array anew for every formula: five times the work of the search.
        """
        if not isinstance(node, ArrayConstant):
            return None
        return self.scratch.known("", node) or self.scratch.hold("", node, node.rows)

    def numbers(self, height: int, width: int) -> CellRange | None:
        """Scratch cells that hold 1, 2, 3 … row by row."""
        node = _SEQUENCE(height=height, width=width)
        first = range(1, height * width + 1, width)
        return self.scratch.known("", node) or self.scratch.hold(
            "", node, [[Number(start + across) for across in range(width)] for start in first]
        )

    def moved(self, node: Node) -> CellRange | None:
        """The scratch cells that hold the items of *node*."""
        if known := self.scratch.known(self.sheet, node):
            return known
        size = extent(node)
        if size.height is None or size.width is None or _differs_by_row(node):
            return None
        source = _common_column(node, size.height)
        if source is None and size.height * size.width > MAX_SINGLE_ITEMS:
            return None
        if source is None:
            rows = [
                [self.item(node, down, across) for across in range(size.width)]
                for down in range(size.height)
            ]
            return self.scratch.hold(self.sheet, node, rows)
        found = self.scratch.place(self.sheet, node, size.height, size.width)
        if found is not None:
            filled = self.item(node, ANY_ROW - source, 0)
            first = found.first
            self.scratch.parts.append(Fill(first.row, first.column, size.height, source, filled))
        return found

    def item(self, node: Node, down: int, across: int) -> Node:
        """The item of *node* at that place, as a formula of the scratch sheet."""
        if extent(node).single:
            return transform(self(node, forced=True), self.qualified)
        match node:
            case CellRange(first, last):
                row = first.row + down * (first.row != last.row)
                column = first.column + across * (first.column != last.column)
                return Cell(row, column, first.sheet or self.sheet)
            case ArrayConstant(rows):
                line = rows[down % len(rows)]
                return line[across % len(line)]
            case Call(name, arguments):
                function = functions()[name]
                return _rebuilt(
                    node,
                    [
                        self.item(argument, down, across)
                        if function.kind(place) in "vxp" or name in COUNTERS
                        else transform(self(argument, forced=True), self.qualified)
                        for place, argument in enumerate(arguments)
                    ],
                )
            case _:
                return _rebuilt(node, [self.item(each, down, across) for each in children(node)])

    def qualified(self, node: Node) -> Node:
        match node:
            case Cell(sheet=None) | Lines(sheet=None):
                return replace(node, sheet=self.sheet)
            case CellRange(Cell(sheet=None) as first, last):
                return CellRange(replace(first, sheet=self.sheet), last)
            case _:
                return node

    def last_match(self, wanted: Node, given: CellRange) -> Node | None:
        """``LOOKUP(2,1/(a=b),c)``, the last row where all is true, without the search by halves
        that formualizer does and that errors in the array lead astray.
        """
        size = extent(wanted)
        if size.kind != "booleans" and not _is_product_of_booleans(wanted):
            return None
        if size.height is None or size.width is None:
            return None
        numbers = self.numbers(size.height, size.width)
        if numbers is None:
            return None
        return _LAST_MATCH(wanted=self(wanted, forced=True), numbers=numbers, given=given)


def _decided(condition: Node) -> bool | None:
    """The outcome of ``ROWS(range)>1000``, known before anything is calculated.

    A formula guards itself so against work that would take too long; its other branch must not
    be spread.
    """
    match condition:
        case Binary(
            (">" | "<") as operator, Call("ROWS", (CellRange(first, last),)), Number(limit)
        ):
            height = last.row - first.row + 1
            return height > limit if operator == ">" else height < limit
        case _:
            return None


def _rebuilt(node: Node, parts: Sequence[Node]) -> Node:
    return with_children(node, children(node), tuple(parts))


def _is_product_of_booleans(node: Node) -> bool:
    match node:
        case Binary("*", left, right):
            return all(
                extent(side).kind == "booleans" or _is_product_of_booleans(side)
                for side in (left, right)
            )
        case _:
            return False


def _differs_by_row(node: Node) -> bool:
    """Whether *node* holds a cell of the row that is to be filled down."""
    return any(
        each.row >= MAX_ROWS
        for part in walk(node)
        for each in ((part.first, part.last) if isinstance(part, CellRange) else (part,))
        if isinstance(each, Cell)
    )


def _common_column(node: Node, height: int) -> int | None:
    """The first row of every range that *node* runs through, when all are columns side by side."""
    starts: set[int | None] = set()
    _column_starts(node, height, starts)
    return starts.pop() if len(starts) == 1 else None


def _column_starts(node: Node, height: int, starts: set[int | None]) -> None:
    match node:
        case _ if extent(node).single:
            return
        case CellRange(first, last):
            fits = first.column == last.column and last.row - first.row + 1 == height > 1
            starts.add(first.row if fits else None)
        case Call(name, arguments):
            function = functions()[name]
            for place, argument in enumerate(arguments):
                if function.kind(place) in "vxp" or name in COUNTERS:
                    _column_starts(argument, height, starts)
        case Binary() | Unary() | Postfix():
            for each in children(node):
                _column_starts(each, height, starts)
        case _:
            starts.add(None)
