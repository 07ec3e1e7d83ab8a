"""Columns of tables and rows of grids that repeat over a list become one for each item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from plansheets.blueprint.block import Block
from plansheets.blueprint.formulas import (
    Context,
    Rewrite,
    renewed,
    rewrite_column,
    rewrite_formulas,
)
from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.model import Blueprint, Column, Each, Formula, Item, ItemList
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.errors import Problem
from plansheets.formula.ast import Name, Node, Number, Structured, Text
from plansheets.formula.rewrite import transform, with_leaves
from plansheets.grid import MAX_COLUMNS
from plansheets.words import Words

MOST_GRID_CELLS = 500_000
"""More would take a minute to build, and nobody could read them."""

_Repeating = tuple[str, str]
"""The id of a table or grid, and that of a column or row in it."""
_RewriteOne = Callable[[Column, Rewrite], Column]


def repeated(blueprint: Blueprint, problems: list[Problem]) -> Blueprint:
    """*blueprint* with every ``each:`` of its columns and of the rows of its grids written out.

    In a repeated formula the variable becomes the item ``months.jan``, ``month.index`` its place in
    the list, from 1. Where nothing gives the variable a value, ``b_{month}`` is all of them. Grids
    keep their own ``each:``; their cells are made when they are placed.
    """
    whole: dict[_Repeating, tuple[str, str]] = {}
    refused: set[str] = set()

    def written_out(
        held: Iterable[Column], kind: str, owner: str, rewrite_one: _RewriteOne, across: int = 1
    ) -> tuple[Column, ...]:
        made: list[Column] = []
        most = MAX_COLUMNS if kind == "column" else MOST_GRID_CELLS // max(across, 1)
        for one in held:
            if _is_too_much(one, kind, blueprint, most - len(made), problems):
                refused.add(one.id)
                continue
            if (named := _by_its_variable(one, kind, blueprint, problems)) is not one:
                refused.add(one.id)
                one = named  # noqa: PLW2901  # what names it so is judged all the same
            ones = _repeat(one, blueprint, rewrite_one)
            if one.each is not None and ones:
                whole[owner, one.id] = ones[0].id, ones[-1].id
            made += ones
        return tuple(made)

    def block(one: Block) -> Block:
        if not isinstance(one, PeriodGrid):
            return one
        items = blueprint.list(one.each.list_id)
        across = len(items.items) if items else 0
        return renewed(one, rows=written_out(one.rows, "row", one.id, one.rewritten_row, across))

    made = renewed(
        blueprint,
        tables=tuple(
            renewed(
                table,
                columns=written_out(
                    table.columns, "column", table.id, partial(rewrite_column, table)
                ),
            )
            for table in blueprint.tables
        ),
        sheets=tuple(
            renewed(sheet, blocks=tuple(map(block, sheet.blocks))) for sheet in blueprint.sheets
        ),
    )
    if unmade := refused.union(_unmade(blueprint)):
        made = renewed(made, lost=made.lost | unmade)
    return _all_named(made, whole) if whole else made


def _is_too_much(
    column: Column, kind: str, blueprint: Blueprint, left: int, problems: list[Problem]
) -> bool:
    """Whether *column* repeats more often than is *left*; said before any of it is written out."""
    items = blueprint.list(column.each.list_id) if column.each else None
    if items is None or len(items.items) <= left:
        return False
    count = len(items.items)
    if kind == "column":
        most = Words(f"一个工作表只有 {MAX_COLUMNS:,} 列", f"a sheet has {MAX_COLUMNS:,} columns")
    else:
        most = Words(
            f"一个网格最多 {MOST_GRID_CELLS:,} 个单元格",
            f"a grid has {MOST_GRID_CELLS:,} cells at most",
        )
    message = Words(
        f"{KINDS[kind].zh}“{column.id}”要重复 {count:,} 次；{most.zh}",
        f"the {kind} '{column.id}' repeats {count:,} times; {most.en}",
    )
    hint = Words(
        "缩短列表，或一行写一个值：键、项目、数值",
        "shorten the list, or write one value a row: key, item, number",
    )
    problems.append(Problem.told("PS305", message, column.span, hint))
    return True


def _unmade(blueprint: Blueprint) -> Iterator[str]:
    """The ids that columns over a list that is not there might have had: no news elsewhere."""
    known = {list_.id for list_ in blueprint.lists}
    for column in (one for table in blueprint.tables for one in table.columns):
        if (each := column.each) and each.list_id not in known:
            yield column.id
            for list_ in blueprint.lists:
                for at, item in enumerate(list_.items, 1):
                    yield filled(column.id, each, item, at)


def _all_named(blueprint: Blueprint, whole: Mapping[_Repeating, tuple[str, str]]) -> Blueprint:
    """*blueprint* with ``b_{month}`` as all columns of its kind, where no month is meant."""

    def rewritten(formula: Formula, context: Context) -> Formula:
        if "{" not in formula.text:
            return formula
        tree = with_leaves(formula.tree, lambda node: all_of(node, context))
        return renewed(formula, tree=tree)

    def all_of(node: Node, context: Context) -> Node:
        match node:
            case Structured(table=table, first=str(first), last=last) if "{" in first:
                own = context.table or context.grid
                owner = table or (own.id if own else "")
                meant = context.each is not None and f"{{{context.each.variable}" in first
                if (owner, first) in whole and not meant:
                    _, end = whole.get((owner, last or first), ("", last))
                    return replace(node, first=whole[owner, first][0], last=end)
            case _:
                pass
        return node

    return rewrite_formulas(blueprint, rewritten)


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


def _by_its_variable(
    column: Column, kind: str, blueprint: Blueprint, problems: list[Problem]
) -> Column:
    """*column* with the id that it should have, where what repeats has none with its variable."""
    each = column.each
    if each is None or blueprint.list(each.list_id) is None:
        return column
    variable = each.variable
    if f"{{{variable}}}" in column.id or f"{{{variable}.index}}" in column.id:
        return column
    meant = f"{column.id.partition('{')[0].rstrip('_')}_{{{variable}}}"
    message = Words(
        f"{KINDS[kind].zh}“{column.id}”会重复，id 里要有变量",
        f"the {kind} '{column.id}' repeats, so its id needs the variable",
    )
    hint = Words(f"写成“{meant}”", f"write '{meant}'")
    problems.append(Problem.told("PS109", message, column.span, hint))
    return renewed(column, id=meant)


def _repeat(column: Column, blueprint: Blueprint, rewrite_one: _RewriteOne) -> list[Column]:
    each = column.each
    if each is None:
        return [column]
    items = blueprint.list(each.list_id)
    if items is None:
        return []
    return [
        _one(column, each, item, index, rewrite_one) for index, item in enumerate(items.items, 1)
    ]


def _one(column: Column, each: Each, item: Item, index: int, rewrite_one: _RewriteOne) -> Column:
    def bound(formula: Formula, _: Context) -> Formula:
        return replace(formula, tree=bind(formula.tree, each, item, index))

    variable = each.variable
    return replace(
        rewrite_one(column, bound),
        id=filled(column.id, each, item, index),
        was=tuple(filled(one, each, item, index) for one in column.was),
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
