"""Types and units of every formula, checked against what its ids are declared to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from plansheets.blueprint.formulas import Context, each_formula
from plansheets.blueprint.model import (
    Blueprint,
    Each,
    Formula,
    Item,
    ItemList,
    Metric,
    Parameter,
)
from plansheets.blueprint.repeats import filled
from plansheets.blueprint.types import TYPES, UNREAD, Type
from plansheets.errors import nearest
from plansheets.plan.check.declared import declared_faults, item_faults
from plansheets.plan.check.infer import kind_faults
from plansheets.plan.check.kinds import Kind, kind_of
from plansheets.plan.report import Report
from plansheets.records import dataclass
from plansheets.words import Words, write


def check_kinds(blueprint: Blueprint, report: Report) -> None:
    """Report what cannot be added, compared, or stored where it stands."""
    columns, names = _declared(blueprint)
    lists = {list_.id: list_ for list_ in blueprint.lists}
    for formula, context in each_formula(blueprint):
        if context.slot == "column":
            continue
        own = context.table.id if context.table else context.grid.id if context.grid else None
        items = blueprint.list(context.each.list_id) if context.each else None
        first = items.items[0] if items and items.items else None
        known = names | _variable(context.each)
        environment = _Declared(columns, known, own, lists, context.each, first)
        faults = kind_faults(formula.tree, environment)
        wanted = _type(context)
        if wanted is not None:
            told = {(fault.start, fault.end) for fault in faults if fault.code == "PS265"}
            faults += [
                fault
                for fault in declared_faults(formula.tree, wanted, context.what, environment)
                if not any(fault.start <= start and end <= fault.end for start, end in told)
            ]
        holder = context.column or context.row or context.metric
        if context.slot == "formula" and holder and holder.list_id in lists:
            faults += item_faults(formula.tree, str(holder.list_id), environment)
        for fault in faults:
            _report(formula, fault.start, fault.end, fault.code, fault.message, fault.hint, report)


def _report(
    formula: Formula,
    start: int,
    end: int,
    code: str,
    message: Words,
    hint: Words | None,
    report: Report,
) -> None:
    report.add_at(formula, (start, end), code, message, hint)


@dataclass(frozen=True, slots=True)
class _Declared:
    """What the blueprint says its ids are."""

    columns: dict[tuple[str, str], Kind]
    names: dict[str, Kind]
    own: str | None
    lists: Mapping[str, ItemList]
    each: Each | None
    first: Item | None
    """What the formula is written out for first, where it is for each item of a list."""

    def column(self, table: str | None, column: str) -> Kind | None:
        if self.each is not None and self.first is not None:
            column = filled(column, self.each, self.first, 1)
        return self.columns.get((table or self.own or "", column))

    def name(self, name: str) -> Kind | None:
        return self.names.get(name)

    def ordered(self, list_id: str) -> bool:
        return self.lists[list_id].ordered

    def has_item(self, list_id: str, text: str) -> bool:
        """Whether *text* is what an item is called in every language."""
        return any(text == one.label.zh == one.label.en for one in self.lists[list_id].items)

    def item_named(self, list_id: str, text: str) -> Words | None:
        """How to name the item whose words are *text* in one language, and others in another."""
        for one in self.lists[list_id].items:
            if one.label.zh != one.label.en and text in (one.id, one.label.zh, one.label.en):
                return write(f"{list_id}.{one.id}")
        return None

    def item_hint(self, list_id: str, text: str) -> Words:
        items = self.lists[list_id].items
        meant = next(
            (one for one in items if text in (one.id, *one.label.by_locale.values())), None
        )
        if meant is None:  # without its mark, as in 复投 for ● 复投
            held = [one for one in items if text in one.label.zh or text in one.label.en]
            meant = held[0] if len(held) == 1 else None
        if meant is not None:
            return write(f"{list_id}.{meant.id}")
        names = [f"{list_id}.{one.id}" for one in items]
        near = 0.6 if text.isascii() else 1.0
        return nearest(f"{list_id}.{text}", names, listed=12, cutoff=near) or Words(
            f"按 id 写选项，如 {names[0]}", f"name the item by its id, as in {names[0]}"
        )


def _declared(blueprint: Blueprint) -> tuple[dict[tuple[str, str], Kind], dict[str, Kind]]:
    counts = Counter((table.id, one.id) for table in blueprint.tables for one in table.columns)
    columns = {
        (table.id, column.id): kind_of(column.type, column.list_id)
        for table in blueprint.tables
        for column in table.columns
        if column.type is not UNREAD and counts[table.id, column.id] == 1
    }
    for grid in blueprint.grids:
        rows = (row for row in grid.rows if row.type is not UNREAD)
        columns |= {(grid.id, row.id): kind_of(row.type, row.list_id) for row in rows}
    named: tuple[Parameter | Metric, ...] = (*blueprint.parameters, *blueprint.metrics)
    names = {one.id: kind_of(one.type, one.list_id) for one in named if one.type is not UNREAD}
    for list_ in blueprint.lists:
        names |= {f"{list_.id}.{item.id}": Kind("text", list_id=list_.id) for item in list_.items}
    return columns, names


def _variable(each: Each | None) -> dict[str, Kind]:
    if each is None:
        return {}
    item = Kind("text", list_id=each.list_id)
    return {each.variable: item, f"{each.variable}.index": Kind("number")}


def _type(context: Context) -> Type | None:
    """What the formula is declared to give; the total of texts may be how many there are."""
    match context.slot:
        case "rule":
            return None
        case "count":
            return TYPES["number"]
        case "period" | "note":
            return TYPES["text"]
        case _:
            pass
    for thing in (context.column, context.row, context.metric, context.parameter):
        if thing is None:
            continue
        counted = context.slot == "total" and thing.type.kind != "number"
        return None if counted or thing.type is UNREAD else thing.type
    return None
