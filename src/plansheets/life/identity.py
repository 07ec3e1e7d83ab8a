"""Formulas by what they mean: tables, columns and sheets by id, whatever they are called now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from hashlib import sha256

from plansheets.formula.ast import Cell, CellRange, Lines, Name, Node, Structured
from plansheets.formula.rewrite import with_leaves
from plansheets.formula.spell import BAR, spell
from plansheets.plan.model import Plan
from plansheets.records import dataclass

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

    return with_leaves(node, leaf)


def formula_hash(node: Node, titles: Titles, sheet: str) -> str:
    """What a formula is known by, in every language and under every name."""
    return sha256(spell(by_ids(node, titles, sheet), BAR).encode()).hexdigest()[:_DIGITS]
