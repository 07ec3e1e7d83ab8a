"""The marks of a workbook: a very hidden sheet that tells what it is, hidden names that tell where.

Of all that a file may hold, plain cells and names of single cells are what every program keeps.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from plansheets import __version__
from plansheets.blueprint.model import Blueprint, Role
from plansheets.formula.ast import Cell
from plansheets.grid import MAX_NAME
from plansheets.life.again import KnownForms
from plansheets.life.carried import Chunk
from plansheets.life.identity import Forms, names_hash, titles_of
from plansheets.life.manifest import (
    Manifest,
    MarkedCheck,
    MarkedColumn,
    MarkedItem,
    MarkedParameter,
    MarkedSheet,
    MarkedTable,
    lines_of,
)
from plansheets.life.mark_names import column_mark, sheet_mark, typed_mark
from plansheets.plan.blocks.column_widths import ROWS_LOOKED_AT, spelled, spelled_day
from plansheets.plan.choices import Choices
from plansheets.plan.look.measure import blurred, text_width
from plansheets.plan.look.numerals import numeral
from plansheets.plan.look.wording import say
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedName,
    PlannedSheet,
    PlannedTable,
    Style,
)
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats


def with_marks(
    ready: Plan,
    blueprint: Blueprint,
    choices: Choices,
    extras: Mapping[str, object] | None = None,
    *,
    source: bool = True,
    before: KnownForms | None = None,
) -> Plan:
    """*ready* with its marks; *source* says whether it carries the blueprint's files.

    *extras* are choices that no plan knows of. What workbooks of the run had *before* is not found
    out again.
    """
    before = before or KnownForms()
    chunks = before.pack(blueprint.files) if source else ()
    forms = before.forms(titles_of(ready))
    manifest = manifest_of(ready, blueprint, choices, extras or {}, chunks, forms)
    style = Style(font=ready.looks.font)
    cells = tuple(
        PlannedCell(row, 0, style, json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        for row, line in enumerate(lines_of(manifest))
    )
    sheet = PlannedSheet("marks", say("marks", ready.locale), cells, hidden=True, very_hidden=True)
    return replace(ready, sheets=(*ready.sheets, sheet), names=(*ready.names, *_names(ready)))


def widest_of(ready: Plan, choices: Choices) -> dict[str, dict[str, object]]:
    """What the drawing of sheets depends on in rows that were data: how many, and how wide."""
    return {
        table.id: {
            "used": choices.data[table.id].height,
            "widest": {
                column.id: blurred(max(texts, key=text_width))
                for column in table.columns
                if column.values is not None and (texts := list(_lines(column)))
            },
        }
        for _, table in _tables(ready)
        if table.id in choices.data
    }


def grids_of(blueprint: Blueprint, choices: Choices) -> dict[str, dict[str, object]]:
    """The same of grids that were data; items of lists need no more room than their list."""
    found: dict[str, dict[str, object]] = {}
    if not any(grid.id in choices.data for grid in blueprint.grids):
        return found
    for grid in expand_repeats(blueprint, Report()).grids:
        given = choices.data.get(grid.id)
        items = blueprint.list(grid.each.list_id)
        if given is None or items is None:
            continue
        written = {
            row.id: [
                spelled(value, row, choices.locale)
                for value in given.columns.get(row.id, ())
                if value is not None
            ]
            for row in grid.rows
            if row.role == "input" and row.list_id is None
        }
        found[grid.id] = {
            "items": len(items.items),
            "widest": {
                id_: blurred(max(texts, key=text_width)) for id_, texts in written.items() if texts
            },
        }
    return found


def _lines(column: PlannedColumn) -> Iterator[str]:
    """Every line of the texts, days and numbers of a column that widths are taken of."""
    for value in (column.values or ())[:ROWS_LOOKED_AT]:
        if isinstance(value, str):
            yield from value.split("\n")
        elif isinstance(value, datetime.date):
            yield spelled_day(value)
        elif isinstance(value, int | float):
            yield numeral(value, column.style.number_format)


def manifest_of(
    ready: Plan,
    blueprint: Blueprint,
    choices: Choices,
    extras: Mapping[str, object],
    source: tuple[Chunk, ...],
    forms: Forms | None = None,
) -> Manifest:
    """What the workbook of *ready* says of itself."""
    forms = forms or Forms(titles_of(ready))
    return Manifest(
        facts={
            "blueprint": blueprint.id,
            "version": blueprint.version,
            "digest": blueprint.digest,
            "program": __version__,
            "source": "carried" if source else "left out",
            "names": names_hash(ready),
        },
        choices={
            **_choices(choices, blueprint),
            **({"data": widest} if (widest := widest_of(ready, choices)) else {}),
            **({"grids": grids} if (grids := grids_of(blueprint, choices)) else {}),
            **extras,
        },
        sheets=tuple(
            MarkedSheet(sheet.id, sheet.title, forms.formulas_hash(sheet)) for sheet in ready.sheets
        ),
        tables=tuple(
            MarkedTable(
                table.id,
                table.name,
                sheet.id,
                _title(blueprint, table.id, ready.locale),
                str(table.height),
                _room(sheet, table),
                " ".join(written.was) if (written := blueprint.table(table.id)) else "",
            )
            for sheet, table in _tables(ready)
        ),
        columns=tuple(
            column
            for sheet, table in _tables(ready)
            for column in _columns(sheet, table, blueprint, forms)
        ),
        items=tuple(
            MarkedItem(list_.id, item.id, item.label(ready.locale), " ".join(item.was))
            for list_ in blueprint.lists
            for item in list_.items
        ),
        parameters=tuple(_parameters(ready, blueprint)),
        checks=tuple(MarkedCheck(id_, message) for id_, message in ready.checks.items()),
        source=source,
    )


def _choices(choices: Choices, blueprint: Blueprint) -> dict[str, object]:
    """How the workbook was built, in what JSON can say."""
    given = {
        **{variant.id: variant.chosen for variant in blueprint.variants},
        **{id_: _plain(value) for id_, value in choices.values.items()},
    }
    chosen: dict[str, object] = {
        "locale": choices.locale,
        "profile": choices.profile,
        "theme": choices.theme,
        "today": choices.today.isoformat() if choices.today else None,
        "created": choices.created.isoformat(),
        "as_of": choices.as_of.isoformat() if choices.as_of else None,
        "brand": choices.brand,
        "cell_references": choices.cell_references,
        "lambdas": choices.lambdas,
        "blank": choices.blank,
        "keep_samples": choices.keep_samples,
        "rows": choices.rows,
        "allow_network": choices.allow_network,
        "headings": _by_table(choices.headings) or None,
        "titles": dict(choices.titles) or None,
        "set": given or None,
    }
    return {name: value for name, value in chosen.items() if value not in (None, False)}


def _by_table(headings: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for (table, column), text in headings.items():
        tables.setdefault(table, {})[column] = text
    return tables


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _tables(ready: Plan) -> Iterator[tuple[PlannedSheet, PlannedTable]]:
    for sheet in ready.sheets:
        for table in sheet.tables:
            yield sheet, table


def _title(blueprint: Blueprint, table: str, locale: str) -> str:
    written = blueprint.table(table)
    return written.title(locale) if written else ""


def _room(sheet: PlannedSheet, table: PlannedTable) -> str:
    """The free rows below a table, up to the next thing in its columns; blank without an end."""
    below = [
        cell.row
        for cell in sheet.cells
        if cell.row > table.last_row and table.column <= cell.column <= table.last_column
    ]
    below += [
        other.row
        for other in sheet.tables
        if other.row > table.last_row
        and other.column <= table.last_column
        and table.column <= other.last_column
    ]
    return str(min(below) - table.last_row - 1) if below else ""


def _columns(
    sheet: PlannedSheet, table: PlannedTable, blueprint: Blueprint, forms: Forms
) -> Iterator[MarkedColumn]:
    written = blueprint.table(table.id)
    keys = written.key if written else ()
    for column in table.columns:
        yield MarkedColumn(
            table.id,
            column.id,
            column.header,
            "formula" if column.formula is not None else _typed_role(column.role),
            column.type_id,
            "1" if column.id in keys else "",
            column.list_id or "",
            forms.formula_hash(column.formula, sheet.id) if column.formula is not None else "",
            " ".join(before.was) if written and (before := written.column(column.id)) else "",
        )


def _typed_role(role: Role) -> str:
    """A column without a formula is typed in, or given: the items that its rows stand for."""
    return "given" if role == "formula" else role


def _parameters(ready: Plan, blueprint: Blueprint) -> Iterator[MarkedParameter]:
    held = {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in ready.sheets
        for cell in sheet.cells
    }
    for parameter in blueprint.parameters:
        cell = ready.typed.get(parameter.id)
        if cell is None:
            continue
        value = held.get((cell.sheet or "", cell.row, cell.column))
        item = blueprint.item(parameter.list_id, parameter.default)
        default = item.label(ready.locale) if item else parameter.default
        yield MarkedParameter(
            parameter.id,
            parameter.label(ready.locale),
            parameter.type.id,
            parameter.list_id or "",
            "" if default is None else json.dumps(_plain(default), ensure_ascii=False),
            "" if value is None else json.dumps(_plain(value), ensure_ascii=False),
            " ".join(parameter.was),
        )


def _names(ready: Plan) -> Iterator[PlannedName]:
    """Hidden names of every sheet's corner, every header and every cell of a form.

    Checks have theirs already: lists of checks look at their results by name.
    """
    for sheet in ready.sheets:
        yield _mark(sheet_mark(sheet.id), Cell(0, 0, sheet.title))
    for sheet, table in _tables(ready):
        for offset, column in enumerate(table.columns):
            cell = Cell(table.row, table.column + offset, sheet.title)
            name = column_mark(table.id, column.id)
            if len(name) <= MAX_NAME:
                yield _mark(name, cell)
    for parameter, typed in ready.typed.items():
        yield _mark(typed_mark(parameter), typed)


def _mark(name: str, cell: Cell) -> PlannedName:
    return PlannedName(name, replace(cell, row_absolute=True, column_absolute=True), hidden=True)
