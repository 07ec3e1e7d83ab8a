"""Formulas that wait for themselves, reported whole and by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plansheets.blueprint.formulas import Context, each_formula
from plansheets.blueprint.model import Blueprint, Formula, Table
from plansheets.blueprint.repeats import bind
from plansheets.formula.ast import At, Call, Name, Node, Structured
from plansheets.formula.rewrite import references, transform
from plansheets.plan.report import Report
from plansheets.words import Words

Needs = dict[str, dict[str, At]]


def check_cycles(blueprint: Blueprint, report: Report) -> None:
    """Report every circle of formulas once."""
    tables = {table.id: table for table in blueprint.tables}
    needs: Needs = {}
    places: dict[str, Formula] = {}
    for formula, context in each_formula(blueprint):
        if context.owner is not None:
            places[context.owner] = formula
            needs[context.owner] = {
                id_: at
                for tree in _written_out(formula, context, blueprint)
                for id_, at in _needed(tree, tables)
            }
    for circle in _circles(needs):
        first, second = circle[0], circle[1 % len(circle)]
        path = " → ".join([*circle, first])
        report.add_at(
            places[first],
            needs[first][second],
            "PS226",
            Words(f"公式互相引用，成了一圈：{path}", f"formulas go round in a circle: {path}"),
            Words(
                "其中一个要手工填写，或改看别的单元格",
                "one of them must be typed in, or look at other cells",
            ),
        )


def _written_out(formula: Formula, context: Context, blueprint: Blueprint) -> Iterator[Node]:
    """The formula's tree, for each item where it is written out for each."""
    items = blueprint.list(context.each.list_id) if context.each else None
    if context.each is None or items is None:
        yield formula.tree
        return
    for at, item in enumerate(items.items, 1):
        yield bind(formula.tree, context.each, item, at)


def _needed(node: Node, tables: dict[str, Table]) -> Iterator[tuple[str, At]]:
    """What *node* must know before it can be computed, and where it says so."""
    for named in references(transform(node, _in_first_row)):
        match named:
            case Name(name=name):
                yield name, named.at
            case Structured(table=str(table), rows=rows) if rows != "headers":
                for column in _columns(named, tables.get(table)):
                    yield f"{table}[{column}]", named.at
            case Structured():
                pass


def _in_first_row(node: Node) -> Node:
    """A call of ``prior`` as its first value: the row above is no circle."""
    match node:
        case Call(name="prior", arguments=(_, first)):
            return first
        case _:
            return node


def _columns(node: Structured, table: Table | None) -> Sequence[str]:
    first, last = node.first or "", node.last or node.first or ""
    if table is None or first == last:
        return [first]
    ids = table.column_ids
    if first not in ids or last not in ids:
        return [first, last]
    start, end = sorted((ids.index(first), ids.index(last)))
    return ids[start : end + 1]


def _circles(needs: Needs) -> Iterator[list[str]]:
    """One circle out of every group of formulas that need each other."""
    done: set[str] = set()
    for start in needs:
        if start in done:
            continue
        path: list[str] = [start]
        on_path = {start}
        waiting = [iter(needs[start])]
        while path:
            step = next(waiting[-1], None)
            if step is None:
                waiting.pop()
                left = path.pop()
                on_path.discard(left)
                done.add(left)
            elif step in on_path:
                circle = path[path.index(step) :]
                yield circle
                done.update(circle)
            elif step in needs and step not in done:
                path.append(step)
                on_path.add(step)
                waiting.append(iter(needs[step]))
