"""Columns that repeat over a list become one column for each item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plansheets.blueprint.formulas import Context, rewrite_column
from plansheets.blueprint.model import Blueprint, Column, Each, Formula, Item, ItemList, Table
from plansheets.errors import Problem
from plansheets.formula.ast import Name, Node, Number, Structured, Text
from plansheets.formula.rewrite import transform
from plansheets.words import Words


def repeated(blueprint: Blueprint, problems: list[Problem]) -> Blueprint:
    """*blueprint* with every ``each:`` of its columns written out.

    In a repeated formula the variable becomes the item ``months.jan``, ``month.index`` its place in
    the list, from 1. Period grids keep their ``each:``; their cells are made when they are placed.
    """
    tables = []
    for table in blueprint.tables:
        columns: list[Column] = []
        for column in table.columns:
            columns.extend(_repeat(column, table, blueprint, problems))
        tables.append(replace(table, columns=tuple(columns)))
    return replace(blueprint, tables=tuple(tables))


def repeated_ids(columns: Iterable[Column], lists: Iterable[ItemList]) -> tuple[str, ...]:
    """The ids of *columns* as formulas and samples name them: one for each item."""
    known = {list_.id: list_ for list_ in lists}
    ids: list[str] = []
    for column in columns:
        if column.each is None:
            ids.append(column.id)
        elif column.each.list_id in known:
            items = known[column.each.list_id].items
            ids += [filled(column.id, column.each, item, at) for at, item in enumerate(items, 1)]
    return tuple(ids)


def _repeat(
    column: Column, table: Table, blueprint: Blueprint, problems: list[Problem]
) -> list[Column]:
    each = column.each
    if each is None:
        return [column]
    items = blueprint.list(each.list_id)
    if items is None:
        return []
    if "{" not in column.id:
        message = f"the column '{column.id}' repeats, so its id needs the variable"
        hint = f"write '{column.id}_{{{each.variable}}}'"
        problems.append(Problem("PS109", message, column.span, hint))
        return []
    return [_one(column, table, each, item, index) for index, item in enumerate(items.items, 1)]


def _one(column: Column, table: Table, each: Each, item: Item, index: int) -> Column:
    def bound(formula: Formula, _: Context) -> Formula:
        return replace(formula, tree=bind(formula.tree, each, item, index))

    variable = each.variable
    return replace(
        rewrite_column(table, column, bound),
        id=filled(column.id, each, item, index),
        label=fill_words(column.label, variable, item),
        help=fill_words(column.help, variable, item) if column.help else None,
        each=None,
        repetition=index,
        shows=replace(column.shows, column=filled(column.shows.column, each, item, index))
        if column.shows
        else None,
    )


def filled(id_: str, each: Each, item: Item, index: int) -> str:
    """*id_* with the variable of *each* in it filled by *item*, the list's *index*-th."""
    number = id_.replace(f"{{{each.variable}.index}}", str(index))
    return number.replace(f"{{{each.variable}}}", item.id)


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
                    first=filled(first, each, item, index) if first else None,
                    last=filled(last, each, item, index) if last else None,
                )
            case _:
                return node

    return transform(tree, one)
