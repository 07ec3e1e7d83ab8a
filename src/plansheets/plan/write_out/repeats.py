"""Columns that repeat over a list become one column for each item."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.formulas import Context, rewrite_column
from plansheets.blueprint.model import Blueprint, Column, Each, Formula, Item, Table
from plansheets.formula.ast import Name, Node, Number, Structured, Text
from plansheets.formula.rewrite import transform
from plansheets.plan.report import Report
from plansheets.words import Words


def expand_repeats(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every ``each:`` of its columns written out.

    In a repeated formula the variable becomes the item ``months.jan``, ``month.index`` its place in
    the list, from 1. Period grids keep their ``each:``; their cells are made when they are placed.
    """
    tables = []
    for table in blueprint.tables:
        columns: list[Column] = []
        for column in table.columns:
            columns.extend(_repeat(column, table, blueprint, report))
        tables.append(replace(table, columns=tuple(columns)))
    return replace(blueprint, tables=tuple(tables))


def _repeat(column: Column, table: Table, blueprint: Blueprint, report: Report) -> list[Column]:
    each = column.each
    if each is None:
        return [column]
    items = blueprint.list(each.list_id)
    if items is None:
        return []
    if "{" not in column.id:
        report.add(
            "PS109",
            f"the column '{column.id}' repeats, so its id needs the variable",
            column.span,
            f"write '{column.id}_{{{each.variable}}}'",
        )
        return []
    return [_one(column, table, each, item, index) for index, item in enumerate(items.items, 1)]


def _one(column: Column, table: Table, each: Each, item: Item, index: int) -> Column:
    def bound(formula: Formula, _: Context) -> Formula:
        return replace(formula, tree=bind(formula.tree, each, item, index))

    variable = each.variable
    id_ = column.id.replace(f"{{{variable}.index}}", str(index))
    return replace(
        rewrite_column(table, column, bound),
        id=id_.replace(f"{{{variable}}}", item.id),
        label=fill_words(column.label, variable, item),
        help=fill_words(column.help, variable, item) if column.help else None,
        each=None,
        repetition=index,
        shows=replace(column.shows, column=_filled(column.shows.column, each, item))
        if column.shows
        else None,
    )


def fill_words(words: Words, variable: str, item: Item) -> Words:
    """*words* with ``{variable}`` filled by the item's label in each language."""
    mark = f"{{{variable}}}"
    return Words.told(lambda locale: words(locale).replace(mark, item.label(locale)), words.span)


def bind(tree: Node, each: Each, item: Item, index: int) -> Node:
    """*tree* with the variable of *each* bound to *item*, the list's *index*-th."""
    variable = each.variable

    def one(node: Node) -> Node:
        match node:
            case Name(name=name) if name == variable:
                return Name(f"{each.list_id}.{item.id}", node.at)
            case Name(name=name) if name == f"{variable}.index":
                return Number(index, node.at)
            case Name(name=name) if name == f"{variable}.id":
                return Text(item.id, node.at)
            case Structured(first=first, last=last):
                return replace(
                    node,
                    first=_filled(first, each, item) if first else None,
                    last=_filled(last, each, item) if last else None,
                )
            case _:
                return node

    return transform(tree, one)


def _filled(id_: str, each: Each, item: Item) -> str:
    return id_.replace(f"{{{each.variable}}}", item.id)
