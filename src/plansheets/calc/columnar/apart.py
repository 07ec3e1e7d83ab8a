"""Calls that this engine does not know get cells of their own, and so does what they are given.

``=IF(LOWER([@a])="é", CONVERT([@b]*2,"kg","g"), 0)`` is one formula of which another engine would
have to know everything. Taken apart, CONVERT alone stands in a cell that another engine computes,
``[@b]*2`` in one beside it, and all else is computed here. The cells are those of a sheet that only
the calculation sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from plansheets.calc.columnar.blocks import FormulaBlock
from plansheets.calc.columnar.library import LIBRARY
from plansheets.calc.shapes import extent
from plansheets.calc.singles import single
from plansheets.calc.spread import ANY_ROW
from plansheets.formula.ast import (
    Binary,
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
    Structured,
    Text,
)
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import children, transform, walk, with_children
from plansheets.records import dataclass

_WHOLE = (Invoke, Lines, Name, Structured)
"""What makes a formula one that is not taken apart."""
_PLACED = frozenset({"CELL", "COLUMN", "FORMULATEXT", "LAMBDA", "LET", "OFFSET", "INDIRECT"})
"""Functions that look at where they stand or at their arguments' place, or bind names."""
_NUMBERS = (ErrorConstant, Missing, Number)
_WRITTEN = (ErrorConstant, Missing, Number, Text)
_ALONE = (Cell, *_WRITTEN)
_LOOKED_AT = frozenset({"DAYS360", "FIXED", "PERCENTRANK", "XLOOKUP", "YEARFRAC"})
"""Functions of which this engine knows whether programs agree, and another computes them."""
_OF_NUMBERS = frozenset(
    {"FACT", "FIXED", "FORECAST", "FV", "NPER", "NPV", "PERCENTILE.EXC", "PERCENTRANK", "PMT",
     "PV"}
)  # fmt: skip
"""Functions whose single values are read as numbers; formualizer reads no blank and no "007"."""
_CELLS = "rafp"
"""Arguments in which a cell is not the same as the value in it."""


def taken_apart(blocks: Sequence[FormulaBlock], title: str) -> list[FormulaBlock]:
    """*blocks*, and behind them those on the sheet *title* that they look at now."""
    work = _Apart(title)
    outside = [work.block(block, number) for number, block in enumerate(blocks)]
    return [*outside, *work.parts]


@dataclass(slots=True)
class _Apart:
    title: str
    parts: list[FormulaBlock] = field(default_factory=list)

    def block(self, block: FormulaBlock, number: int) -> FormulaBlock:
        if not any(_is_unknown(node) for node in walk(block.formula)) or _is_whole(block.formula):
            return block
        return replace(block, formula=self.within(block.formula, block, number, valued=True))

    def within(self, node: Node, block: FormulaBlock, number: int, *, valued: bool) -> Node:
        """*node* with cells for the calls in it; *valued* where a cell would do in its place."""
        if isinstance(node, Call) and _is_unknown(node):
            return self.call(node, block, number, valued=valued)
        before = children(node)
        after = tuple(
            self.within(child, block, number, valued=_is_valued(node, place, valued))
            for place, child in enumerate(before)
        )
        made = with_children(node, before, after)
        if isinstance(made, Call) and made.name in functions() and any(map(_goes_away, after)):
            return self.holder(made, block, number, valued=valued)
        return made

    def holder(self, node: Call, block: FormulaBlock, number: int, *, valued: bool) -> Node:
        """A known call that goes elsewhere with an unknown one in it; what stands beside does not.

        ``COUNT(FIXED([@a],1), MATCH([@b],t[c],0))`` counts a text, which no cell can stand for: the
        place that MATCH finds is computed here all the same.
        """
        function = functions()[node.name]
        given = []
        for place, argument in enumerate(node.arguments):
            ours = not _goes_away(argument) and any(isinstance(one, Call) for one in walk(argument))
            exact = function.kind(place) in "vxrap" and single(argument) == "value"
            cut = ours and exact and extent(argument).single
            given.append(self.cell(argument, block, number) if cut else argument)
        return self.settled(
            replace(node, arguments=tuple(given)), node, block, number, valued=valued
        )

    def settled(
        self, made: Call, node: Call, block: FormulaBlock, number: int, *, valued: bool
    ) -> Node:
        """What *node* was made into, in a cell of its own wherever one can stand for it."""
        anywhere = valued or functions()[made.name].result in ("number", "date")
        if node is block.formula or not anywhere or not extent(made).single:
            return made
        return self.cell(made, block, number)

    def call(self, node: Call, block: FormulaBlock, number: int, *, valued: bool) -> Node:
        """The cell of an unknown call, or the call with cells for what it is given."""
        function = functions()[node.name]
        given: list[Node] = []
        for place, argument in enumerate(node.arguments):
            kind = function.kind(place)
            inside = self.within(argument, block, number, valued=kind in "vx")
            if node.name in _OF_NUMBERS and kind == "v" and not isinstance(inside, _NUMBERS):
                read = Call("IF", (Call("ISTEXT", (inside,)), _plus_nothing(inside), inside))
                given.append(self.cell(read, block, number) if extent(inside).single else inside)
                continue
            if kind not in "vxra" or isinstance(inside, _ALONE) or not extent(inside).single:
                given.append(inside)
                continue
            found = single(inside)
            as_text = kind in "vx" or function.result == "text"
            exact = found not in ("cell", "found", "unclear") if as_text else found == "value"
            given.append(self.cell(inside, block, number) if exact else inside)
        sure = tuple(self.sure_places(one, block, number) for one in given)
        return self.settled(replace(node, arguments=sure), node, block, number, valued=valued)

    def sure_places(self, node: Node, block: FormulaBlock, number: int) -> Node:
        """*node* with the places of INDEX in cells that have no value where we are not sure."""

        def in_cells(one: Node) -> Node:
            match one:
                case Call("INDEX", (source, *places)):
                    # which has no value where INDEX has none, and else is the place
                    known = Call("ISERROR", (one,))
                    sure = [
                        place
                        if isinstance(place, _WRITTEN)
                        else self.cell(Call("IF", (known, place, place)), block, number)
                        for place in places
                    ]
                    return replace(one, arguments=(source, *sure))
                case _:
                    return one

        return transform(node, in_cells)

    def cell(self, node: Node, block: FormulaBlock, number: int) -> Cell:
        """A cell of its own for *node*, in each row of *block*."""
        column = len(self.parts)
        formula = transform(node, lambda each: _on(each, block.sheet))
        self.parts.append(
            FormulaBlock(self.title, block.row, block.height, column, formula, part_of=number)
        )
        return Cell(ANY_ROW, column, self.title, column_absolute=True)


def _plus_nothing(node: Node) -> Node:
    return Binary("+", node, Number(0))


def _is_unknown(node: Node) -> bool:
    if not isinstance(node, Call) or node.name not in functions():
        return False
    return node.name not in LIBRARY or node.name in _LOOKED_AT


def _goes_away(node: Node) -> bool:
    """Whether a call in *node* is still one that another engine computes."""
    return any(map(_is_unknown, walk(node)))


def _is_whole(formula: Node) -> bool:
    return any(
        isinstance(node, _WHOLE) or (isinstance(node, Call) and node.name in _PLACED)
        for node in walk(formula)
    )


def _is_valued(node: Node, place: int, valued: bool) -> bool:
    """Whether a cell would do where the child at *place* of *node* stands."""
    match node:
        case Call(name) if name in functions():
            kind = functions()[name].kind(place)
            return valued if kind == "p" else kind not in _CELLS
        case Call():
            return False
        case Binary(":"):
            return False
        case _:
            return True


def _on(node: Node, sheet: str) -> Node:
    """*node*, which stands on *sheet*, as it is written on another one."""
    match node:
        case Cell(sheet=None):
            return replace(node, sheet=sheet)
        case CellRange(first, _) if first.sheet is None:
            return replace(node, first=replace(first, sheet=sheet))
        case _:
            return node
