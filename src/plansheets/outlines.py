"""What a blueprint holds, as plain data: for ``plansheets show`` and ``list``, and for programs.

The keys are documented in docs/json.md and stay as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plansheets.blueprint.catalog import find_blueprint, shipped
from plansheets.blueprint.groups import GROUPS
from plansheets.blueprint.model import (
    Blueprint,
    Check,
    Column,
    Formula,
    ItemList,
    Metric,
    Parameter,
    Sheet,
    Table,
)
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.read import read_blueprint
from plansheets.blueprint.variant import Variant
from plansheets.formula.ast import Cell, CellRange
from plansheets.given import read_values
from plansheets.grid import cell_name, quote_sheet, range_name
from plansheets.plan.build import NAMES, plan
from plansheets.plan.check.reaching_out import WayOut, reaches
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan
from plansheets.plan.report import Report
from plansheets.records import dataclass
from plansheets.words import LOCALES, Locale, Words

Outline = dict[str, Any]
"""Plain dictionaries, lists, texts, numbers, booleans and None, as JSON has them."""

_BOTH: tuple[Locale, ...] = ("zh-CN", "en")


def list_blueprints() -> list[Outline]:
    """Every shipped blueprint: its name, version, title, purpose, keywords, question and file.

    .. versionadded:: 0.1.0
    """
    return [_head(read_blueprint(path), path) for path in shipped().values()]


def outline(blueprint: str | Path, values: Mapping[str, object] | None = None) -> Outline:
    """Everything that the blueprint of that name, or at that path, holds.

    Places are those of the workbook with its sample rows; a repeated column is listed once for each
    item, under the id it has in formulas.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    blueprint
        The name of a shipped blueprint, or the path of a YAML file.
    values
        Items of its variants, by the variant's id; the defaults where nothing is said. Parameters
        may stand among them: they are judged as a build judges them, and change nothing here.

    Returns
    -------
    dict
        With the keys of docs/json.md.

    Raises
    ------
    PlansheetsError
        With every problem of the blueprint.
    """
    path = find_blueprint(str(blueprint))
    read = read_blueprint(path, values)
    read_values(read, values or {})  # one that a build would refuse is refused
    places = _CellPlaces({one: _places(plan(read, _choices(one))[0]) for one in _BOTH})
    for repeat in NAMES:
        read = repeat(read, Report())
    return _head(read, path) | {
        "digest": read.digest,
        "variants": [_variant(variant) for variant in read.variants],
        "left_out": [{"id": id_, "only": only} for id_, only in sorted(read.left_out.why.items())],
        "parameters": [_parameter(parameter, places) for parameter in read.parameters],
        "lists": [_list(list_) for list_ in read.lists],
        "tables": [_table(table, read, places) for table in read.tables],
        "grids": [_grid(grid, read, places) for grid in read.grids],
        "metrics": [_metric(metric, places) for metric in read.metrics],
        "sheets": [_sheet(sheet) for sheet in read.sheets],
        "checks": [_check(check) for check in read.checks],
        "reaches_out": [_way_out(reach) for reach in reaches(read)],
    }


@dataclass(frozen=True, slots=True)
class _CellPlaces:
    """The cells of every id in the workbook of each language; a sheet's title is part of them."""

    by_locale: Mapping[str, Mapping[str, str]]

    def __getitem__(self, id_: str) -> dict[str, str] | None:
        found = {locale: places[id_] for locale, places in self.by_locale.items() if id_ in places}
        return found or None


def _choices(locale: Locale) -> Choices:
    """What leaves nothing out: an outline is looked at, and nothing of it calculates."""
    return Choices(locale=locale, profile="excel365", allow_network=True)


def _places(planned: Plan) -> dict[str, str]:
    places = {}
    for name in planned.names:
        if isinstance(name.target, Cell):
            cell = name.target
            places[name.name] = (
                f"{quote_sheet(cell.sheet or '')}!{cell_name(cell.row, cell.column)}"
            )
    held: dict[str, list[CellRange]] = {}
    for (grid, row), stretch in planned.grids.items():
        held.setdefault(grid, []).append(stretch)
        if row:
            places[f"{grid}[{row}]"] = _cells(stretch.first, stretch.last)
    for grid, stretches in held.items():
        first = min((one.first for one in stretches), key=lambda cell: cell.row)
        last = max((one.last for one in stretches), key=lambda cell: cell.row)
        places[grid] = _cells(first, last)
    for sheet in planned.sheets:
        title = quote_sheet(sheet.title)
        for table in sheet.tables:
            whole = range_name(table.row, table.column, table.last_row, table.last_column)
            places[table.id] = f"{title}!{whole}"
            for at, column in enumerate(table.columns, table.column):
                cells = range_name(table.first_row, at, table.last_row, at)
                places[f"{table.id}[{column.id}]"] = f"{title}!{cells}"
    return places


def _cells(first: Cell, last: Cell) -> str:
    whole = range_name(first.row, first.column, last.row, last.column)
    return f"{quote_sheet(first.sheet or '')}!{whole}"


def _head(blueprint: Blueprint, path: Path) -> Outline:
    return {
        "name": blueprint.id,
        "version": blueprint.version,
        "title": _words(blueprint.title),
        "purpose": _words(blueprint.purpose),
        "keywords": list(blueprint.keywords),
        "group": _group(blueprint.group),
        "includes": [part.id for part in blueprint.parts],
        "file": str(path),
    }


def _group(id_: str | None) -> Outline | None:
    return None if id_ is None else {"id": id_, "question": _words(GROUPS[id_])}


def _variant(variant: Variant) -> Outline:
    return {
        "id": variant.id,
        "label": _words(variant.label),
        "items": [{"id": id_, "label": _words(label)} for id_, label in variant.items.items()],
        "default": variant.default,
        "chosen": variant.chosen,
        "part": variant.part,
        "help": _words(variant.help),
    }


def _parameter(parameter: Parameter, places: _CellPlaces) -> Outline:
    return {
        "id": parameter.id,
        "label": _words(parameter.label),
        "type": parameter.type.id,
        "default": _plain(parameter.default),
        "formula": _formula(parameter.formula),
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "list": parameter.list_id,
        "unit": _words(parameter.unit),
        "help": _words(parameter.help),
        "place": places[parameter.id],
    }


def _list(list_: ItemList) -> Outline:
    return {
        "id": list_.id,
        "label": _words(list_.label),
        "ordered": list_.ordered,
        "items": [{"id": item.id, "label": _words(item.label)} for item in list_.items],
    }


def _table(table: Table, blueprint: Blueprint, places: _CellPlaces) -> Outline:
    stands_on = (
        sheet.id
        for sheet in blueprint.sheets
        for block in sheet.blocks
        if table.id in block.holds.tables
    )
    columns = [
        _column(column, places[f"{table.id}[{column.id}]"], typed=column in table.filled)
        for column in table.columns
    ]
    return {
        "id": table.id,
        "title": _words(table.title),
        "help": _words(table.help),
        "sheet": next(stands_on, None),
        "grows": table.growing,
        "key": list(table.key),
        "place": places[table.id],
        "columns": columns,
    }


def _grid(grid: PeriodGrid, blueprint: Blueprint, places: _CellPlaces) -> Outline:
    stands_on = (sheet.id for sheet in blueprint.sheets if grid in sheet.blocks)
    return {
        "id": grid.id,
        "title": _words(grid.title),
        "sheet": next(stands_on, None),
        "each": grid.each.list_id,
        "place": places[grid.id],
        "rows": [
            _column(row, places[f"{grid.id}[{row.id}]"], typed=row.role == "input")
            for row in grid.rows
        ],
    }


def _column(column: Column, place: dict[str, str] | None, *, typed: bool) -> Outline:
    return {
        "id": column.id,
        "label": _words(column.label),
        "type": column.type.id,
        "role": column.role,
        "typed": typed,
        "formula": _formula(column.formula),
        "total": _formula(column.total),
        "list": column.list_id,
        "options": f"{column.options.table}[{column.options.column}]" if column.options else None,
        "linked": column.linked,
        "unit": _words(column.unit),
        "required": column.required,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "hidden": column.hidden,
        "help": _words(column.help),
        "aliases": list(column.aliases),
        "was": list(column.was),
        "place": place,
    }


def _metric(metric: Metric, places: _CellPlaces) -> Outline:
    return {
        "id": metric.id,
        "label": _words(metric.label),
        "type": metric.type.id,
        "formula": metric.formula.text,
        "unit": _words(metric.unit),
        "help": _words(metric.help),
        "place": places[metric.id],
    }


def _sheet(sheet: Sheet) -> Outline:
    return {
        "id": sheet.id,
        "title": _words(sheet.title),
        "hidden": sheet.hidden,
        "tables": [id_ for block in sheet.blocks for id_ in block.holds.tables],
    }


def _check(check: Check) -> Outline:
    return {
        "id": check.id,
        "level": check.level,
        "message": _words(check.message),
        "hint": _words(check.hint),
        "formula": _formula(check.count),
        "table": check.table,
    }


def _way_out(reach: WayOut) -> Outline:
    place = reach.formula.at(reach.at)
    return {
        "function": reach.function,
        "formula": reach.formula.text,
        "file": place.source.name,
        "line": place.line,
    }


def _words(words: Words | None) -> dict[str, str] | None:
    return None if words is None else {locale: words(locale) for locale in LOCALES}


def _formula(formula: Formula | None) -> str | None:
    return None if formula is None else formula.text


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value
