"""Formulas as the file stores them, and which of them Excel must read as arrays."""

from __future__ import annotations

from plansheets.formula.ast import (
    Binary,
    Call,
    CellRange,
    Lines,
    Node,
    Postfix,
    Structured,
    Unary,
)
from plansheets.formula.rewrite import walk
from plansheets.formula.spell import FILE, spell
from plansheets.grid import MAX_FORMULA
from plansheets.lengths import excel_length
from plansheets.plan.model import PlannedColumn
from plansheets.render.refusals import Refusals
from plansheets.words import Words

# fmt: off
ARRAY_FUNCTIONS = frozenset({
    "BYCOL", "BYROW", "CHOOSECOLS", "CHOOSEROWS", "DROP", "EXPAND", "FILTER", "GROUPBY", "HSTACK",
    "LAMBDA", "MAKEARRAY", "MAP", "PIVOTBY", "RANDARRAY", "REDUCE", "REGEXEXTRACT", "SCAN",
    "SEQUENCE", "SORT", "SORTBY", "TAKE", "TEXTSPLIT", "TOCOL", "TOROW", "TRIMRANGE", "UNIQUE",
    "VSTACK", "WRAPCOLS", "WRAPROWS", "XLOOKUP",
})
# fmt: on
"""Functions whose value may be an array; a plain formula would show them with an ``@`` before."""


MAX_FORMULAS = 20_000
"""Of which the spelling is kept."""


class SpelledFormulas:
    """Formulas that were spelled for the file without a refusal, so that none is spelled twice.

    They are known by the very tree, which is held.
    """

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Node, str]] = {}
        self._rows: dict[tuple[int, int, int], tuple[PlannedColumn, list[str]]] = {}

    def text(self, node: Node) -> str | None:
        """How *node* is spelled, if that is known."""
        known = self._texts.get(id(node))
        return known[1] if known is not None else None

    def note(self, node: Node, text: str) -> None:
        """Keep how *node* is spelled."""
        if len(self._texts) >= MAX_FORMULAS:
            self._texts.clear()
            self._rows.clear()
        self._texts[id(node)] = node, text

    def rows(self, column: PlannedColumn, first_row: int) -> list[str]:
        """The escaped formulas of a column whose rows differ, as far as they are known."""
        key = id(column.first), id(column.formula), first_row
        known = self._rows.get(key)
        return known[1] if known is not None else []

    def note_rows(self, column: PlannedColumn, first_row: int, formulas: list[str]) -> None:
        """Keep the escaped formulas of a column that begins in *first_row*."""
        self._rows[id(column.first), id(column.formula), first_row] = column, formulas


def spell_formula(node: Node, refusals: Refusals, where: Words, known: SpelledFormulas) -> str:
    """*node* spelled for the file, without ``=``; what no file can hold is a refusal."""
    if (text := known.text(node)) is not None:
        return text
    try:
        text = spell(node, FILE)
    except ValueError as reason:
        refusals.add(
            "PS343",
            Words(f"公式写不进文件：{reason}", f"the formula cannot be written: {reason}"),
            where,
        )
        return "0"
    units = excel_length(text)
    if units > MAX_FORMULA:
        refusals.add(
            "PS343",
            Words(
                f"公式有 {units:,} 个字符，一个单元格最多 {MAX_FORMULA:,} 个",
                f"the formula has {units:,} characters, a cell holds {MAX_FORMULA:,}",
            ),
            where,
            Words("拆到辅助列里", "split it over helper columns"),
        )
        return text
    known.note(node, text)
    return text


def needs_array(node: Node) -> bool:
    """Whether Excel 365 must take the formula as a dynamic array formula to calculate it as meant.

    A formula stored the plain way is read as Excel 2016 would have: ranges that meet an operator
    are cut to one cell. So is the result of a function that gives an array.
    """
    return any(map(_gives_array, walk(node)))


def _gives_array(node: Node) -> bool:
    match node:
        case Postfix("#"):
            return True
        case Call(name):
            return name in ARRAY_FUNCTIONS
        case Binary(operator, left, right) if operator not in (":", " ", ","):
            return _several(left) or _several(right)
        case Unary("-" | "+", operand) | Postfix("%", operand):
            return _several(operand)
        case _:
            return False


def _several(node: Node) -> bool:
    """Whether *node* is a reference to several cells."""
    match node:
        case Structured(_, rows):
            return rows != "this row" or node.first is None or node.last is not None
        case CellRange() | Lines():
            return True
        case Binary(":" | " " | ","):
            return True
        case _:
            return False
