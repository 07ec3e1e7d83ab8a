"""Every id in every formula is looked up: made explicit, or reported where it names nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from plansheets.blueprint.formulas import Context, renewed, rewrite_formulas
from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.blueprint.repeats import filled
from plansheets.errors import nearest
from plansheets.formula.ast import Call, Cell, CellRange, Lines, Name, Node, Postfix, Structured
from plansheets.formula.rewrite import references, walk, with_leaves
from plansheets.plan.report import Report
from plansheets.plan.write_out.row_calls import check_prior, refuse_group
from plansheets.words import Words, write

PLACE: Final = ".index"
_MOST_HINTS: Final = 200
"""So many different hints are made for a blueprint: problems beyond the first are counted."""


def resolve_names(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with every structured reference naming its table; unknown ids are reported.

    Ids stay ids: labels come last, when the file's language is chosen.
    """
    scope = Scope(blueprint)

    def rewritten(formula: Formula, context: Context) -> Formula:
        return renewed(formula, tree=_resolve(formula, context, scope, report))

    return rewrite_formulas(blueprint, rewritten)


class Scope:
    """What formulas of a blueprint may name."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.tables = {
            table.id: {column.id for column in table.columns} for table in blueprint.tables
        }
        self.grids = {grid.id: {row.id for row in grid.rows} for grid in blueprint.grids}
        self.variables = {grid.each.variable for grid in blueprint.grids}
        self.fixed = {table.id for table in blueprint.tables if not table.growing}
        self.lists = {list_.id: {item.id for item in list_.items} for list_ in blueprint.lists}
        self.names = {parameter.id for parameter in blueprint.parameters}
        self.names |= {metric.id for metric in blueprint.metrics}
        self.columns_by_label = {
            table.id: _by_label((one.label, one.id) for one in table.columns)
            for table in blueprint.tables
        }
        self.tables_by_title = _by_label((one.title, one.id) for one in blueprint.tables)
        self.names_by_label = _by_label(
            [(one.label, one.id) for one in blueprint.parameters]
            + [(one.label, one.id) for one in blueprint.metrics]
        )
        self.lost = blueprint.lost
        self.items = {list_.id: list_.items for list_ in blueprint.lists}
        self._hints: dict[tuple[str, ...], Words | None] = {}

    def hint(self, made: Callable[[], Words | None], *about: str) -> Words | None:
        """A hint that is made once: repeated columns ask for the same, and few are ever shown."""
        if about not in self._hints:
            self._hints[about] = made() if len(self._hints) < _MOST_HINTS else None
        return self._hints[about]

    def written_out(self, column: str, context: Context) -> list[str]:
        """The ids that *column* stands for where a formula is written out for each item."""
        each = context.each
        if each is None or "{" not in column:
            return [column]
        items = self.items.get(each.list_id, ())
        return [filled(column, each, item, at) for at, item in enumerate(items, 1)]

    def blameless(self, *ids: str | None) -> bool:
        """Whether an id that names nothing may be one of those that could not be read."""
        return "*" in self.lost or not self.lost.isdisjoint(ids)

    def owners(self, column: str) -> list[str]:
        """The tables that have a column of that id."""
        return sorted(table for table, columns in self.tables.items() if column in columns)


def _by_label(pairs: Iterable[tuple[Words, str]]) -> dict[str, str]:
    """Ids by the labels that people read."""
    return {text.casefold(): id_ for words, id_ in pairs for text in words.by_locale.values()}


def _by_its_id(id_: str, written: str) -> Words:
    return Words(
        f"公式里按 id“{id_}”写：{written}", f"formulas name it by its id, '{id_}': write {written}"
    )


def _resolve(formula: Formula, context: Context, scope: Scope, report: Report) -> Node:
    for named in references(formula.tree):
        if isinstance(named, Name):
            _check_name(named, formula, context, scope, report)
    for part in walk(formula.tree):
        match part:
            case Cell() | CellRange() | Lines() if not scope.blameless(_written(part, formula)):
                report.add_at(
                    formula,
                    part.at,
                    "PS225",
                    Words("蓝图里没有单元格地址", "a blueprint has no cell addresses"),
                    Words(
                        "写列、参数或指标的 id；位置由程序安排",
                        "name a column, a parameter or a metric; the compiler places them",
                    ),
                )
            case Call(name="prior"):
                check_prior(part, formula, context, scope.fixed, report)
            case Call(name="group"):
                refuse_group(part, formula, context, report)
            case _:
                pass

    def rewritten(node: Node) -> Node:
        match node:
            case Structured():
                return _structured(node, formula, context, scope, report)
            case Name(name, at) if name.endswith(PLACE) and name.removesuffix(PLACE) in scope.names:
                return Postfix(PLACE, Name(name.removesuffix(PLACE), at), at)
            case _:
                return node

    return with_leaves(formula.tree, rewritten)


def _check_name(
    node: Name, formula: Formula, context: Context, scope: Scope, report: Report
) -> None:
    name = node.name
    if name in scope.names or name.removesuffix(PLACE) in scope.names:
        return
    each = context.each
    if each is not None and name in (
        each.variable,
        f"{each.variable}.index",
        f"{each.variable}.id",
    ):
        return
    list_, dot, item = name.partition(".")
    if scope.blameless(name, list_):
        return
    if dot and list_ in scope.lists:
        if item not in scope.lists[list_] and not scope.blameless(item):
            report.add_at(
                formula,
                node.at,
                "PS224",
                Words(
                    f"列表“{list_}”没有“{item}”这一项", f"the list '{list_}' has no item '{item}'"
                ),
                _place_hint(item, list_, context)
                or scope.hint(partial(nearest, item, scope.lists[list_]), "item", item, list_),
            )
        return
    own = context.table.id if context.table else ""
    hint: Words | None
    if dot and list_ in ("parameters", "metrics", "parameter", "metric") and item in scope.names:
        hint = write(item)
    elif dot and each is not None and list_ == each.variable:
        known = f"{list_}, {list_}.index, {list_}.id"
        hint = Words(
            f"可用：{known}；“{list_}”本身就是这一项",
            f"known here: {known}; '{list_}' is the item itself",
        )
    elif item == "index" and list_ in scope.tables.get(own, ()):
        hint = write(f"[@{list_}].index")
    elif name in scope.tables.get(own, ()):
        hint = Words(
            f"本行写 [@{name}]，整列写 {own}[{name}]",
            f"write [@{name}] for this row, or {own}[{name}] for the column",
        )
    elif owners := scope.owners(name):
        hint = write(f"{owners[0]}[{name}]")
    elif name in scope.tables or name in scope.grids:
        part = "column" if name in scope.tables else "row"
        whole = "table" if name in scope.tables else "grid"
        report.add_at(
            formula,
            node.at,
            "PS222",
            Words(
                f"“{name}”是整{KINDS[whole].zh}，不是一个值",
                f"'{name}' is a whole {whole}, no value",
            ),
            Words(
                f"写它的一{KINDS[part].zh}，如 {name}[…]", f"name a {part} of it, as in {name}[…]"
            ),
        )
        return
    elif name in scope.lists:
        hint = Words(
            f"写列表里的一项，如 {name}.{min(scope.lists[name])}",
            f"name an item of the list, as in {name}.{min(scope.lists[name])}",
        )
    else:
        hint = scope.hint(partial(_name_hint, name, own, scope), "name", name, own)
    report.add_at(
        formula,
        node.at,
        "PS222",
        Words(f"没有叫“{name}”的东西", f"nothing is called '{name}'"),
        hint,
    )


def _place_hint(item: str, list_: str, context: Context) -> Words | None:
    """Where a list has no item 'index', and this row's place in the list is meant."""
    columns = context.table.columns if context.table and item == "index" else ()
    return next((write(f"[@{one.id}].index") for one in columns if one.list_id == list_), None)


def _of_table(table: str, column: str, node: Structured) -> Words:
    """How a column of *table* is named where no row is; one value takes a sum of it."""
    whole = f"{table}[{column}]"
    if node.rows == "this row":
        return Words(f"写整列，如 SUM({whole})", f"name the whole column, as in SUM({whole})")
    return write(whole)


_NOTHING = frozenset({"null", "none", "nil", "nan", "blank", "empty"})


def _name_hint(name: str, own: str, scope: Scope) -> Words | None:
    if (meant := scope.names_by_label.get(name.casefold())) is not None:
        return _by_its_id(meant, meant)
    if name.casefold() in _NOTHING:
        return Words('空白写成 ""', 'a blank is written ""')
    table, _, column = name.partition(".")
    if table in scope.variables:
        return Words(
            f"“{table}”是网格的变量，只在它的行里有",
            f"'{table}' is known in the rows of its grid alone",
        )
    if table in scope.tables and column in scope.tables[table]:
        return write(f"{table}[{column}]")
    known = scope.names | scope.tables.get(own, set()) | set(scope.lists)
    return nearest(name, known, listed=0)


def _table_hint(table: str, scope: Scope) -> Words | None:
    if (meant := scope.tables_by_title.get(table.casefold())) is not None:
        return _by_its_id(meant, f"{meant}[…]")
    return nearest(table, [*scope.tables, *scope.grids])


def _written(node: Node, formula: Formula) -> str | None:
    """How the words of *node* stand in the formula."""
    return formula.text[slice(*node.at)] if node.at else None


def _structured(
    node: Structured, formula: Formula, context: Context, scope: Scope, report: Report
) -> Node:
    own = context.table.id if context.table else context.grid.id if context.grid else None
    table = node.table or own
    wanted = node.first or ""
    if table is None:
        owners = scope.owners(wanted)
        report.add_at(
            formula,
            node.at,
            "PS221",
            Words(
                f"{context.what.zh}不在表里，引用列时要写明哪张表",
                f"{context.what.en} stands outside tables, so its columns need one",
            ),
            _of_table(owners[0], wanted, node) if owners else None,
        )
        return node
    columns = scope.tables.get(table, scope.grids.get(table))
    if columns is None and scope.blameless(table):
        return node
    if columns is None:
        report.add_at(
            formula,
            node.at,
            "PS221",
            Words(f"没有“{table}”这个表", f"no table '{table}'"),
            scope.hint(partial(_table_hint, table, scope), "table", table),
        )
        return node
    if node.rows == "this row" and context.slot == "total":
        report.add_at(
            formula,
            node.at,
            "PS223",
            Words(
                f"合计不在任何一行里，“[@{wanted}]”没有对应的行",
                f"a total stands outside the rows, so '[@{wanted}]' has none here",
            ),
            Words(
                f"写整列，如 SUM({table}[{wanted}])",
                f"name the whole column, as in SUM({table}[{wanted}])",
            ),
        )
        return node
    if node.rows == "this row" and table != own:
        report.add_at(
            formula,
            node.at,
            "PS223",
            Words(
                f"“{table}”是另一张表，没有与本行对应的行",
                f"'{table}' is another table; it has no row beside this one",
            ),
            Words(
                f"查出那一行：INDEX({table}[{wanted}], MATCH(…, {table}[…], 0))",
                f"look the row up: INDEX({table}[{wanted}], MATCH(…, {table}[…], 0))",
            ),
        )
        return node
    if node.rows in ("totals", "data and totals"):
        report.add_at(
            formula,
            node.at,
            "PS229",
            Words(
                f"表“{table}”没有 Excel 的汇总行", f"table '{table}' has no totals row of Excel's"
            ),
            Words(
                f"写成 SUM({table}[{wanted or _first_shown(columns)}])",
                f"write SUM({table}[{wanted or _first_shown(columns)}])",
            ),
        )
        return node
    if node.first is None:
        report.add_at(
            formula,
            node.at,
            "PS229",
            Words(
                f"“{table}”是整张表；要写它的一列",
                f"'{table}' is a whole table; name a column of it",
            ),
            write(f"{table}[{_first_shown(columns)}]"),
        )
        return node
    named = [one for one in (node.first, node.last) if one is not None]
    kind = "column" if table in scope.tables else "row"
    for column in (each for one in named for each in scope.written_out(one, context)):
        if column not in columns and scope.blameless(column):
            return node
        if column not in columns:
            report.add_at(
                formula,
                node.at,
                "PS220",
                Words(
                    f"“{table}”没有“{column}”这一{KINDS[kind].zh}",
                    f"no {kind} '{column}' in '{table}'",
                ),
                scope.hint(
                    partial(_column_hint, column, table, columns, scope), "column", column, table
                ),
            )
            return node
    return replace(node, table=table)


def _shown(columns: set[str]) -> list[str]:
    """The columns that a message may name: none that the program adds for itself."""
    return sorted(one for one in columns if one[:1] != "_") or ["column"]


def _first_shown(columns: set[str]) -> str:
    return min((one for one in columns if one[:1] != "_"), default="column")


def _column_hint(column: str, table: str, columns: set[str], scope: Scope) -> Words | None:
    before, brace, rest = column.partition("{")
    made = sorted(one for one in columns if brace and one.startswith(before))
    if made:
        variable = rest.partition("}")[0]
        return Words(
            f"生成“{made[0]}”的“each”，变量不是“{variable}”",
            f"'{variable}' is not the variable of the 'each' that made '{made[0]}'",
        )
    if (meant := scope.columns_by_label.get(table, {}).get(column.casefold())) is not None:
        return _by_its_id(meant, meant)
    known = _shown(columns)
    near = nearest(column, known, listed=0)
    if near:
        return near
    owners = [owner for owner in scope.owners(column) if owner != table]
    if owners:
        return Words(
            f"它是“{owners[0]}”的列：{owners[0]}[{column}]",
            f"it is a column of '{owners[0]}': {owners[0]}[{column}]",
        )
    return nearest(column, known, listed=14)
