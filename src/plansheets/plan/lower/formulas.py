"""Lowering: planned formulas become formulas over plain cells.

Structured references turn into cells and ranges, defined names into what they stand for. Nothing
but cells, constants, operators and function calls is left, which every engine understands, and
conditional formats, validations and charts too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from plansheets.errors import PlansheetsError, Problem, nearest
from plansheets.formula.ast import (
    Binary,
    Call,
    Cell,
    CellRange,
    Lines,
    Name,
    Node,
    Structured,
    Unary,
)
from plansheets.formula.rewrite import children, scopes, with_children
from plansheets.plan.model import Plan, PlannedName, PlannedSheet, PlannedTable
from plansheets.records import dataclass
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands, and the column each of its headers heads."""

    sheet: str
    table: PlannedTable
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Places:
    """What planned formulas refer to, by the names the file gives it; lookups ignore case."""

    tables: Mapping[str, TablePlace]
    names: Mapping[str, Node]


def places(sheets: Iterable[PlannedSheet], names: Iterable[PlannedName] = ()) -> Places:
    """The index of tables and names that lowering looks things up in."""
    return Places(
        tables={
            table.name.casefold(): TablePlace(
                sheet.title,
                table,
                {
                    column.header.casefold(): table.column + offset
                    for offset, column in enumerate(table.columns)
                },
            )
            for sheet in sheets
            for table in sheet.tables
        },
        names={name.name.casefold(): name.target for name in names},
    )


def plan_places(plan: Plan) -> Places:
    """The index of everything a plan's own formulas refer to."""
    return places(plan.sheets, plan.names)


def lower(
    node: Node,
    where: Places,
    sheet: str | None = None,
    row: int | None = None,
    *,
    keep_names: bool = False,
) -> Node:
    """*node* with every structured reference and name resolved to cells and ranges.

    A formula that stands on *sheet* refers to that sheet's cells without naming it; without
    *sheet* (charts, defined names) every reference names its sheet. This-row references mean
    *row*: the formula's own row, or the first row of a conditional format's box. They come out
    with a relative row (``$C5``), everything else absolute (``$C$5:$C$9``). Defined names become
    what they stand for, unless they are to be kept.

    Raises PlansheetsError for a table, column or name that the plan does not hold.
    """
    return _Lowering(where, sheet, row, keep_names)(node, frozenset(), ())


@dataclass(frozen=True, slots=True)
class _Lowering:
    places: Places
    sheet: str | None
    row: int | None
    keep_names: bool = False

    def __call__(self, node: Node, bound: frozenset[str], opened: tuple[str, ...]) -> Node:
        match node:
            case Structured():
                return self.reference(node)
            case Binary(_, left, right):
                lowered = self(left, bound, opened), self(right, bound, opened)
                return with_children(node, (left, right), lowered)
            case Name(name):
                return node if name.casefold() in bound else self.named(name, opened)
            case Cell() | Lines() if node.sheet is not None and node.sheet == self.sheet:
                return replace(node, sheet=None)
            case CellRange(first, last) if first.sheet is not None and first.sheet == self.sheet:
                return CellRange(replace(first, sheet=None), last)
            case Call("LET" | "LAMBDA"):
                arguments = [
                    argument if binds else self(argument, bound | own, opened)
                    for argument, own, binds in scopes(node)
                ]
                return with_children(node, node.arguments, tuple(arguments))
            case Unary("@", Structured() | Name() | Cell() as operand):
                inside = self(operand, bound, opened)
                return inside if isinstance(inside, Cell) else Unary("@", inside)
            case _:
                before = children(node)
                after = tuple([self(child, bound, opened) for child in before])
                return with_children(node, before, after)

    def named(self, name: str, opened: tuple[str, ...]) -> Node:
        folded = name.casefold()
        target = self.places.names.get(folded)
        if target is None and folded in self.places.tables:
            return self.reference(Structured(name))
        if target is None:
            raise _unresolved(
                Words(f"没有名称“{name}”", f"no name '{name}'"), nearest(name, self.places.names)
            )
        if self.keep_names:
            return Name(name)
        if folded in opened:
            raise _unresolved(
                Words(f"名称“{name}”引用了自己", f"name '{name}' refers to itself"), None
            )
        return self(target, frozenset(), (*opened, folded))

    def reference(self, node: Structured) -> Node:
        name = node.table or ""
        place = self.places.tables.get(name.casefold())
        if place is None:
            raise _unresolved(
                Words(f"没有表“{name}”", f"no table '{name}'"), nearest(name, self.places.tables)
            )
        first, last = self.columns(place, node)
        table = place.table
        sheet = None if place.sheet == self.sheet else place.sheet
        match node.rows:
            case "this row":
                return self.this_row(sheet, first, last)
            case "data":
                rows = table.first_row, table.last_row
            case "headers":
                rows = table.row, table.row
            case "all" | "headers and data":
                rows = table.row, table.last_row
            case "totals" | "data and totals":
                raise _unresolved(
                    Words(
                        f"表“{name}”没有 Excel 的汇总行",
                        f"table '{name}' has no totals row of Excel's",
                    ),
                    None,
                )
        top = Cell(rows[0], first, sheet, row_absolute=True, column_absolute=True)
        bottom = Cell(rows[1], last, row_absolute=True, column_absolute=True)
        if node.rows == "headers" and first == last:
            return top
        return CellRange(top, bottom)

    def columns(self, place: TablePlace, node: Structured) -> tuple[int, int]:
        if node.first is None:
            return place.table.column, place.table.last_column
        found = []
        for header in (node.first, node.last or node.first):
            column = place.columns.get(header.casefold())
            if column is None:
                raise _unresolved(
                    Words(
                        f"表“{place.table.name}”没有“{header}”这一列",
                        f"no column '{header}' in table '{place.table.name}'",
                    ),
                    nearest(header, [each.header for each in place.table.columns]),
                )
            found.append(column)
        return min(found), max(found)

    def this_row(self, sheet: str | None, first: int, last: int) -> Node:
        if self.row is None:
            raise _unresolved(
                Words(
                    "引用本行的写法不在表的行里",
                    "a this-row reference stands outside a table's rows",
                ),
                None,
            )
        left = Cell(self.row, first, sheet, column_absolute=True)
        if first == last:
            return left
        return CellRange(left, Cell(self.row, last, column_absolute=True))


def _unresolved(message: Words, hint: Words | None) -> PlansheetsError:
    return PlansheetsError([Problem.told("PS330", message, hint=hint)])
