"""Formulas by what they mean: tables, columns and sheets by id, whatever they are called now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from hashlib import sha256

from plansheets.formula.ast import (
    Boolean,
    Call,
    Cell,
    CellRange,
    Lines,
    Name,
    Node,
    Number,
    Structured,
    Unary,
)
from plansheets.formula.rewrite import transform, with_leaves
from plansheets.formula.spell import BAR, spell
from plansheets.plan.model import Plan, PlannedSheet
from plansheets.records import dataclass

MAX_FORMULAS = 20_000
"""Of which hashes are kept."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Titles:
    """The ids of what formulas name, by the folded names of a file."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By table id and folded header."""


def titles_of(plan: Plan) -> Titles:
    """The names of *plan*."""
    tables = [table for sheet in plan.sheets for table in sheet.tables]
    return Titles(
        {sheet.title.casefold(): sheet.id for sheet in plan.sheets},
        {table.name.casefold(): table.id for table in tables},
        {
            (table.id, column.header.casefold()): column.id
            for table in tables
            for column in table.columns
        },
    )


def by_ids(node: Node, titles: Titles, sheet: str) -> Node:
    """*node* of a cell on the sheet whose id is *sheet*, with ids in the place of names.

    Every cell says which sheet it is on. What no id is known for keeps its name, after ``?``.
    """
    return with_leaves(node, _by_id(titles, sheet))


def _by_id(titles: Titles, sheet: str) -> Callable[[Node], Node]:
    """What has nothing below it, by ids; anything else as it is."""

    def sheet_id(title: str | None) -> str:
        return sheet if title is None else titles.sheets.get(title.casefold(), f"?{title}")

    def leaf(node: Node) -> Node:
        match node:
            case Structured(table, rows, first, last):
                id_ = titles.tables.get((table or "").casefold(), f"?{table}")

                def column(header: str | None) -> str | None:
                    if header is None:
                        return None
                    return titles.columns.get((id_, header.casefold()), f"?{header}")

                return Structured(id_, rows, column(first), column(last))
            case Cell():
                return replace(node, sheet=sheet_id(node.sheet), at=None)
            case CellRange(first_cell, last_cell):
                corner = replace(first_cell, sheet=sheet_id(first_cell.sheet), at=None)
                return CellRange(corner, replace(last_cell, sheet=None, at=None))
            case Lines():
                return replace(node, sheet=sheet_id(node.sheet), at=None)
            case Name(name):
                return Name(name.casefold())
            case _:
                return node

    return leaf


def normal(node: Node) -> Node:
    """*node* as every program would write it."""
    return transform(node, _normal)


def _normal(node: Node) -> Node:
    match node:
        case Call("TRUE" | "FALSE", ()):
            return Boolean(node.name == "TRUE")
        case Unary("-", Number(value)):
            return Number(-value)
        case Unary("+", operand):
            return operand
        case Cell():
            return replace(node, row_absolute=False, column_absolute=False)
        case CellRange(first, last):
            corner = _normal(first)
            assert isinstance(corner, Cell)
            other = replace(last, row_absolute=False, column_absolute=False, sheet=None)
            return corner if replace(corner, sheet=None) == other else CellRange(corner, other)
        case Lines():
            return replace(node, first_absolute=False, last_absolute=False)
        case _:
            return node


class Forms:
    """What formulas are known by, in every language and under every name, each found out once."""

    def __init__(self, titles: Titles) -> None:
        self.titles = titles
        self._hashes: dict[tuple[int, str], tuple[Node, str]] = {}
        """By the formula itself, which is held, and the sheet."""

    def formula_hash(self, node: Node, sheet: str) -> str:
        """What a formula of the sheet with that id is known by."""
        key = id(node), sheet
        known = self._hashes.get(key)
        if known is None:
            leaf = _by_id(self.titles, sheet)
            form = transform(node, lambda each: _normal(leaf(each)))
            if len(self._hashes) >= MAX_FORMULAS:
                self._hashes.clear()
            known = self._hashes[key] = node, hash_of(form)
        return known[1]

    def formulas_hash(self, sheet: PlannedSheet) -> str:
        """What the formulas of a sheet that stand in no table are known by; blank without any."""
        found = sha256()
        count = 0
        for cell in sheet.cells:
            if cell.formula is not None:
                count += 1
                known = self.formula_hash(cell.formula, sheet.id)
                found.update(f"{cell.row},{cell.column},{known};".encode())
        return found.hexdigest()[:_DIGITS] if count else ""


def names_hash(plan: Plan) -> str:
    """What the names of a plan are known by."""
    names = ";".join(sorted(name.name for name in plan.names))
    return sha256(names.encode()).hexdigest()[:_DIGITS]


def hash_of(form: Node) -> str:
    """What a formula is known by that is in its normal form, with ids."""
    return sha256(spell(form, BAR).encode()).hexdigest()[:_DIGITS]
