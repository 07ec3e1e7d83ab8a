"""Items by their places in their list: asked for, and compared where programs compare letters.

An item named outright becomes the items that stand where it says: they are few, they read well, and
rules of cells, which take no arrays, calculate them like everything else. Two cells are looked up.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Final

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.model import Blueprint, Formula, ItemList
from plansheets.formula.ast import Binary, Boolean, Call, Name, Node, Postfix, Structured
from plansheets.formula.rewrite import transform
from plansheets.formula.template import template
from plansheets.plan.names import list_name
from plansheets.plan.report import Report
from plansheets.records import dataclass

IN_ORDER: Final[dict[str, Callable[[int, int], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""The comparisons that ask which of two comes first."""
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_PLACE = template('IF(cell="", "", MATCH(cell, items, 0))')
_IS = template("cell=item")
_EITHER = template("one+other")
_ANY = template("many>0")
_AFTER = {
    sign: template(f"ISNUMBER(1/(MATCH(left, items, 0){sign}MATCH(right, items, 0)))")
    for sign in IN_ORDER
}
"""Also for whole columns, over which IFERROR would be an array formula of its own."""


def write_out_order(blueprint: Blueprint, _report: Report) -> Blueprint:
    """*blueprint* with comparisons of items by their places; a blank cell stands nowhere."""
    lists = {list_.id: list_ for list_ in blueprint.lists}
    compared = any(list_.ordered for list_ in blueprint.lists)
    named = {one.id: one.list_id for one in blueprint.parameters}
    named |= {one.id: one.list_id for one in blueprint.metrics}
    columns = {
        (table.id, column.id): column.list_id
        for table in blueprint.tables
        for column in table.columns
    } | {(grid.id, row.id): row.list_id for grid in blueprint.grids for row in grid.rows}

    def rewritten(formula: Formula, context: Context) -> Formula:
        if not compared and ".index" not in formula.text:
            return formula
        each = {context.each.variable: context.each.list_id} if context.each else {}
        where = _Where(lists, {**named, **each}, columns)
        return renewed(formula, tree=transform(formula.tree, where.written_out))

    return rewrite_formulas(blueprint, rewritten)


@dataclass(frozen=True, slots=True)
class _Where:
    """What the parts of a formula hold items of."""

    lists: dict[str, ItemList]
    named: dict[str, str | None]
    columns: dict[tuple[str, str], str | None]

    def written_out(self, node: Node) -> Node:
        match node:
            case Postfix(".index", cell, at) if self.single(cell):
                items = self.list_of(cell)
                return _PLACE(at, cell=cell, items=list_name(items.id)) if items else node
            case Binary(sign, left, right, at) if sign in IN_ORDER:
                items = self.list_of(left) or self.list_of(right)
                if items is None or not items.ordered:
                    return node
                if (place := self.place(right, items)) is not None:
                    return self.items(left, sign, place, items, node)
                if (place := self.place(left, items)) is not None:
                    return self.items(right, _TURNED[sign], place, items, node)
                return _AFTER[sign](at, left=left, right=right, items=list_name(items.id))
            case _:
                return node

    def list_of(self, node: Node) -> ItemList | None:
        """The list of which *node* holds an item."""
        match node:
            case Name(name):
                return self.lists.get(self.named.get(name) or name.partition(".")[0])
            case Structured(table=str(table), first=str(first), last=None):
                return self.lists.get(self.columns.get((table, first)) or "")
            case Call("INDEX" | "prior" | "IFERROR", (first, *_)):
                return self.list_of(first)
            case _:
                return None

    @staticmethod
    def place(node: Node, items: ItemList) -> int | None:
        """The place of the item that *node* names."""
        if not isinstance(node, Name):
            return None
        ids = [f"{items.id}.{item.id}" for item in items.items]
        return ids.index(node.name) if node.name in ids else None

    def items(self, cell: Node, sign: str, place: int, items: ItemList, whole: Binary) -> Node:
        """Whether *cell* holds one of the items that stand *sign* the one at *place*."""
        wanted = [
            _IS(whole.at, cell=cell, item=Name(f"{items.id}.{item.id}"))
            for at, item in enumerate(items.items)
            if IN_ORDER[sign](at, place)
        ]
        if len(wanted) < 2:
            return wanted[0] if wanted else Boolean(value=False, at=whole.at)
        if self.single(cell):
            return Call("OR", tuple(wanted), whole.at)
        many = reduce(lambda one, other: _EITHER(whole.at, one=one, other=other), wanted)
        return _ANY(whole.at, many=many)

    def single(self, node: Node) -> bool:
        """Whether *node* is one cell, of which OR asks what it should."""
        match node:
            case Name(name):
                return name in self.named
            case Structured(rows="this row", last=None):
                return True
            case _:
                return False
