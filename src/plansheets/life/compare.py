"""A formula of the workbook held against the one it should be: as trees, in the plan's own terms.

Programs spell the same formula in many ways: LibreOffice writes ``TRUE()``, spaces and numbers
without exponents. Sheets, tables and headers may have other names by now, and cells other places.
None of that is a difference; what a formula looks at, and what it does with that, is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from plansheets.formula.ast import (
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Lines,
    Name,
    Node,
    Number,
    Structured,
    Text,
)
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import walk, with_leaves
from plansheets.formula.tokens import FormulaError
from plansheets.life.identity import Titles, by_ids, normal

Back = Callable[[str, int, int], tuple[str, int, int] | None]
"""From a sheet's title, a row and a column of the workbook to a sheet's id and the plan's place."""
Difference = Literal["none", "looks elsewhere", "another"]
_SAME = 1e-13


@lru_cache(maxsize=20_000)
def tree_of(text: str) -> Node | None:
    """The tree of a stored formula in its normal form; None where it cannot be read."""
    tree = tree_as_written(text)
    return normal(tree) if tree is not None else None


@lru_cache(maxsize=1_000)
def tree_as_written(text: str) -> Node | None:
    """The tree of a stored formula with its ``$``, which say what moves; None without one."""
    try:
        return parse(text)
    except FormulaError:
        return None


def shape_of(node: Node) -> Node:
    """What a formula does, and not with which cells.

    >>> shape_of(parse("=SUM(A1:B9)*C4")) == shape_of(parse("=SUM(D2)*A1"))
    True
    """
    anywhere = Cell(0, 0)

    def leaf(node: Node) -> Node:
        return anywhere if isinstance(node, Cell | CellRange | Lines) else node

    return with_leaves(node, leaf)


def looks_at_cells(node: Node) -> bool:
    """Whether a formula names cells by their places, which move."""
    return any(isinstance(one, Cell | CellRange | Lines) for one in walk(node))


def expected_form(node: Node, titles: Titles, sheet: str) -> Node:
    """What a formula of the plan, on the sheet of that id, is compared as."""
    return normal(by_ids(node, titles, sheet))


def found_form(node: Node, titles: Titles, title: str, back: Back) -> Node:
    """What a formula of the workbook is compared as, which stands on the sheet called *title*.

    *titles* are the names that tables and headers have now; *back* knows where cells come from.
    """

    def planned(cell: Cell, sheet: str) -> Cell:
        place = back(sheet, cell.row, cell.column)
        if place is None:
            return replace(cell, sheet=f"?{sheet}", at=None)
        return replace(cell, sheet=place[0], row=place[1], column=place[2], at=None)

    def leaf(node: Node) -> Node:
        match node:
            case Cell():
                return planned(node, node.sheet or title)
            case CellRange(first, last):
                sheet = first.sheet or title
                corner = replace(planned(last, sheet), sheet=None)
                return CellRange(planned(first, sheet), corner)
            case Structured():
                return by_ids(node, titles, "")
            case Lines():
                sheet = titles.sheets.get((node.sheet or title).casefold(), "?")
                return replace(node, sheet=sheet)
            case Name(name):
                return Name(name.casefold())
            case _:
                return node

    return with_leaves(node, leaf)


def difference(expected: Node, found: Node | None) -> Difference:
    """Whether two formulas say the same, or the same of other cells, or something else."""
    if found is None:
        return "another"
    if _same(expected, found, exactly=True):
        return "none"
    return "looks elsewhere" if _same(expected, found, exactly=False) else "another"


_PLACES = (Cell, CellRange, Structured, Name, Lines, ErrorConstant)
"""What says where a formula looks; one that was deleted is an error."""


def _same(one: Node, other: Node, *, exactly: bool) -> bool:
    first, second = list(walk(one)), list(walk(other))
    return len(first) == len(second) and all(
        _alike(left, right, exactly=exactly) for left, right in zip(first, second, strict=True)
    )


def _alike(left: Node, right: Node, *, exactly: bool) -> bool:
    match left, right:
        case Number(value), Number(number):
            return abs(value - number) <= _SAME * max(abs(value), abs(number))
        case Text(value), Text(text):
            return value.replace("\r\n", "\n") == text.replace("\r\n", "\n")
        case Call(name), Call(called):
            return name.casefold() == called.casefold()
        case (left_, right_) if not exactly and isinstance(left_, _PLACES):
            return isinstance(right_, _PLACES)
        case _ if type(left) is not type(right):
            return False
        case _ if hasattr(left, "operator"):
            return left.operator == getattr(right, "operator", None)
        case _ if hasattr(left, "function"):
            return True  # what is called is compared by itself
        case _:
            return left == right
