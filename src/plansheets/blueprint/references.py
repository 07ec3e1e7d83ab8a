"""Ids that name something elsewhere in the blueprint: each must exist, be unique and be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.found import Reference
from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.missing import no_column, no_such, no_table
from plansheets.blueprint.model import Blueprint, Table
from plansheets.blueprint.repeats import repeated
from plansheets.blueprint.rows import From, Groups
from plansheets.blueprint.was import check_was
from plansheets.blueprint.without import needed
from plansheets.errors import Problem, nearest
from plansheets.formula.ast import Missing, Name
from plansheets.formula.rewrite import walk
from plansheets.source import Span
from plansheets.words import Words

_WORD = re.compile(r"[a-z][a-z0-9_]*")


def check_references(
    blueprint: Blueprint, references: Iterable[tuple[str, Reference]], problems: list[Problem]
) -> None:
    """Add a problem for every id that names nothing, names two things, or is never used."""
    known = {
        "list": {list_.id for list_ in blueprint.lists},
        "table": set(blueprint.table_ids),
        "metric": {metric.id for metric in blueprint.metrics},
        "parameter": {parameter.id for parameter in blueprint.parameters},
    }
    misnamed = False
    for kind, reference in references:
        if kind in known and reference.id not in known[kind] | blueprint.lost:
            problems.append(no_such(kind, reference.id, known[kind], reference.span))
            misnamed = True
    written_out = repeated(blueprint, [])
    problems.extend(_twice(blueprint))
    problems.extend(check_was(written_out))
    problems.extend(_borrowed(written_out))
    for block in blueprint.blocks:
        problems.extend(block.problems(written_out))
    problems.extend(_choices(blueprint))
    problems.extend(_options(written_out))
    if not blueprint.lost and not misnamed:  # what was lost or misspelled may have used it
        problems.extend(_unused(blueprint))


def _twice(blueprint: Blueprint) -> Iterator[Problem]:
    """Everything formulas can name shares one space of ids; sheets and checks have their own."""
    spaces: list[list[tuple[str, str, Span]]] = [
        list(blueprint.named()),
        [("sheet", sheet.id, sheet.span) for sheet in blueprint.sheets],
        [("check", check.id, check.span) for check in blueprint.checks],
    ]
    for space in spaces:
        seen: dict[str, tuple[str, Span]] = {}
        for kind, id_, span in space:
            if id_ in seen:
                other, first = seen[id_]
                yield Problem.told(
                    "PS110",
                    Words(f"id“{id_}”用了两次", f"the id '{id_}' is taken twice"),
                    span,
                    Words(
                        f"第 {first.line} 行的{KINDS[other].zh}也叫这个，公式分不清；给其"
                        "中一个换个 id",
                        f"it is also the {other} on line {first.line}, and formulas could "
                        "not tell them apart",
                    ),
                )
            seen.setdefault(id_, (kind, span))


def _borrowed(blueprint: Blueprint) -> Iterator[Problem]:
    """A table takes its rows from one that has rows of its own, so that none wait in a circle."""
    for table in blueprint.tables:
        if not isinstance(table.rows, From | Groups):
            continue
        source = blueprint.table(table.rows.table)
        if source is not None and isinstance(source.rows, From | Groups):
            yield Problem.told(
                "PS114",
                Words(
                    f"表“{table.id}”的行取自“{source.id}”，而它自己没有行",
                    f"table '{table.id}' takes its rows from '{source.id}', which has "
                    "none of its own",
                ),
                table.span,
                Words(
                    "换成会增长的表，或行数由列表、数字给定的表",
                    "name a table that grows, or whose rows are given by a list or a number",
                ),
            )
        elif source is not None and isinstance(table.rows, Groups):
            yield from _grouped(table, table.rows, source, blueprint)


def _grouped(table: Table, rows: Groups, source: Table, blueprint: Blueprint) -> Iterator[Problem]:
    """A table has a row for each value of a column that the other table has."""
    by = rows.by
    if source.column(by) is None and not blueprint.excuses(by):
        hint = nearest(by, source.column_ids, listed=14)
        yield Problem.told(
            "PS220",
            Words(f"“{source.id}”没有“{by}”这一列", f"no column '{by}' in '{source.id}'"),
            rows.span or table.span,
            hint,
        )


def _choices(blueprint: Blueprint) -> Iterator[Problem]:
    """Parameters that are set to an item which their list does not have."""
    for parameter in blueprint.parameters:
        list_ = blueprint.list(parameter.list_id) if parameter.list_id else None
        if list_ is None:
            continue
        for key, value, span in (
            ("default", parameter.default, parameter.default_span),
            ("sample", parameter.sample, parameter.sample_span),
        ):
            known = {item.id for item in list_.items} | blueprint.lost
            if isinstance(value, str) and value not in known:
                message = Words(
                    f"参数“{parameter.id}”的“{key}”：列表“{list_.id}”没有“{value}”这一项",
                    f"'{key}' of parameter '{parameter.id}': '{list_.id}' has no item '{value}'",
                )
                yield Problem.told("PS108", message, span, nearest(value, known, listed=12))


def _options(blueprint: Blueprint) -> Iterator[Problem]:
    """Drop-downs that name no column."""
    offered = [column.options for table in blueprint.tables for column in table.columns]
    offered += [parameter.options for parameter in blueprint.parameters]
    for options in offered:
        if options is None or blueprint.excuses(options.table, options.column):
            continue
        table = blueprint.table(options.table)
        if table is None:
            yield no_table(options.table, blueprint.table_ids, options.span)
        elif table.column(options.column) is None:
            yield no_column(options.column, table.id, table.column_ids, options.span)


def _unused(blueprint: Blueprint) -> Iterator[Problem]:
    used: set[str] = set(blueprint.left_out.words)
    for formula, _ in each_formula(blueprint):
        if isinstance(formula.tree, Missing):  # it could not be read; its words may be ids
            used.update(_WORD.findall(formula.text))
        else:
            names = (node.name for node in walk(formula.tree) if isinstance(node, Name))
            used.update(name.split(".")[0] for name in names)
    lists = {column.list_id for table in blueprint.tables for column in table.columns}
    lists |= {parameter.list_id for parameter in blueprint.parameters}
    lists |= {metric.list_id for metric in blueprint.metrics}
    lists |= {table.row_list for table in blueprint.tables}
    for table in blueprint.tables:
        lists |= {column.each.list_id for column in table.columns if column.each}
    lists.update(id_ for block in blueprint.blocks for id_ in block.holds.lists)
    placed = {id_ for block in blueprint.blocks for id_ in block.holds.tables}
    for parameter in blueprint.parameters:
        if parameter.id not in used:
            yield Problem.told(
                "PS118",
                Words(
                    f"参数“{parameter.id}”没有用到",
                    f"the parameter '{parameter.id}' is used nowhere",
                ),
                parameter.span,
                Words(
                    f"在公式里写 {parameter.id} 来用它，或删去它",
                    f"write {parameter.id} in a formula, or delete it",
                ),
            )
    for list_ in blueprint.lists:
        if list_.id not in lists and list_.id not in used:
            yield Problem.told(
                "PS118",
                Words(f"列表“{list_.id}”没有用到", f"the list '{list_.id}' is used nowhere"),
                list_.span,
                Words(
                    f"给某一列写上“type: choice, list: {list_.id}”，或删去它",
                    f"give a column 'type: choice, list: {list_.id}', or delete it",
                ),
            )
    loose = [table for table in blueprint.tables if table.id not in placed]
    asked = needed(blueprint) if loose and blueprint.left_out.words else set()
    for table in loose:
        if table.id not in blueprint.left_out.words or table.id in asked:
            yield Problem.told(
                "PS118",
                Words(
                    f"表“{table.id}”没有放到任何工作表上",
                    f"the table '{table.id}' stands on no sheet",
                ),
                table.span,
                Words(
                    f"在某个工作表的“blocks”里加上“- table: {table.id}”，或删去这张表",
                    f"add the block '- table: {table.id}' to a sheet, or delete the table",
                ),
            )
