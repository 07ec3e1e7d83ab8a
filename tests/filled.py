"""Workbooks as their readers see them: tables by header and named values.

Most tests want the figures and no file: :func:`shown` plans and calculates as a build does, and
writes nothing. That a file holds what was calculated is for the gates to say.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel

from libreoffice import CellKey
from plansheets import Built, build
from plansheets.blueprint.model import Blueprint
from plansheets.calc.calculate import calculate
from plansheets.errors import Problem
from plansheets.flow import Ready
from plansheets.formula.ast import Cell
from plansheets.grid import cell_name, parse_cell
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import GAP, ErrorValue, Plan, Style, Values

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table's header and rows stand, counted from 0."""

    sheet: str
    rows: range
    columns: range


@dataclass(frozen=True, slots=True)
class Shown:
    """What the cells of a workbook show; empty ones, and formulas that show nothing, are None."""

    cells: Mapping[CellKey, object]
    tables: Mapping[str, Place]
    names: Mapping[str, CellKey]
    warnings: tuple[Problem, ...] = field(default=())


def shown(blueprint: str | Path, **choices: object) -> Shown:
    """What the workbook shows that *choices* build; the same is calculated once."""
    if choices.get("data"):
        return _calculated(blueprint, choices)
    chosen = {
        name: tuple(one.items()) if isinstance(one, dict) else one for name, one in choices.items()
    }
    return _calculated_once(blueprint, tuple(sorted(chosen.items())))


@cache
def _calculated_once(blueprint: str | Path, chosen: tuple[tuple[str, object], ...]) -> Shown:
    choices = dict(chosen)
    if "values" in choices:
        choices["values"] = dict(choices["values"])  # type: ignore[call-overload]
    return _calculated(blueprint, choices)


def _calculated(blueprint: str | Path, choices: Mapping[str, object]) -> Shown:
    taken: list[tuple[Blueprint, Choices, tuple[Problem, ...]]] = []

    def take(
        ready: Ready,
        target: Path,
        notices: tuple[Problem, ...],
        *_: object,
        **__: object,
    ) -> Built:
        read, chosen = ready.blueprint, ready.choices
        taken.append((read, chosen, notices))
        return Built(target, read.id, read.version, chosen.locale, chosen.profile, {}, 0, notices)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plansheets.flow.write_blueprint", take)
        build(blueprint, force=True, **choices)  # type: ignore[arg-type]
    [(read, chosen, notices)] = taken
    planned, found = plan(read, chosen)
    return as_shown(planned, calculate(planned), (*notices, *found))


def as_shown(planned: Plan, values: Values, notices: tuple[Problem, ...] = ()) -> Shown:
    """What a workbook shows that is planned and calculated."""
    return Shown(
        cells=dict(_cells(planned, values)),
        tables={
            table.name: Place(
                sheet.title,
                range(table.row, table.last_row + 1),
                range(table.column, table.last_column + 1),
            )
            for sheet in planned.sheets
            for table in sheet.tables
        },
        names={
            name.name: (name.target.sheet, name.target.row, name.target.column)
            for name in planned.names
            if isinstance(name.target, Cell) and name.target.sheet is not None
        },
        warnings=(*notices, *values.notices),
    )


def _cells(planned: Plan, values: Values) -> Iterator[tuple[CellKey, object]]:
    for sheet in planned.sheets:
        for cell in sheet.cells:
            key = sheet.title, cell.row, cell.column
            value = cell.value if cell.formula is None else values.cells.get(key)
            yield key, _as_opened(value, cell.style)
        for table in sheet.tables:
            for at, column in enumerate(table.columns, table.column):
                yield (sheet.title, table.row, at), column.header
                rows = column.values or values.columns.get((table.name, column.id), ())
                for row, value in enumerate(rows, table.first_row):
                    yield (sheet.title, row, at), _as_opened(value, column.style)


def _as_opened(value: object, style: Style) -> object:
    """A value as openpyxl gives it: days are moments, and what shows nothing is None."""
    match value:
        case "":
            return None
        case bool() | ErrorValue():
            return value
        case int() | float() if is_date_format(style.number_format):
            return from_excel(value)
        case datetime.date() if not isinstance(value, datetime.datetime):
            return datetime.datetime.combine(value, datetime.time())
    return value


def open_values(path: Path) -> Shown:
    """What a file shows: the values that its formulas carry."""
    with warnings.catch_warnings():
        # openpyxl says that it would lose Excel 2010's data bars; it only reads here
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        warnings.filterwarnings("ignore", message="Print area cannot be set")
        book = load_workbook(path, data_only=True)
    places = {}
    for sheet in book.worksheets:
        for name, reference in sheet.tables.items():
            left, top, right, bottom = range_boundaries(reference)
            places[name] = Place(sheet.title, range(top - 1, bottom), range(left - 1, right))
    return Shown(
        cells={
            (sheet.title, cell.row - 1, cell.column - 1): (
                ErrorValue(cell.value) if cell.data_type == "e" else cell.value
            )
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
        },
        tables=places,
        names={
            name: (found["sheet"].strip("'").replace("''", "'"), *_place(found["cell"]))
            for name, defined in book.defined_names.items()
            if (found := _ONE_CELL.fullmatch(defined.attr_text))
        },
    )


_ONE_CELL = re.compile(r"(?P<sheet>'.+'|[^'!]+)!(?P<cell>\$[A-Z]+\$\d+)")


def _place(cell: str) -> tuple[int, int]:
    place = parse_cell(cell.replace("$", ""))
    assert place is not None
    return place


def table_rows(book: Shown, name: str) -> list[Row]:
    """The rows of a table, by header."""
    place = book.tables[name]
    first, *rest = place.rows
    headers = {column: str(book.cells[place.sheet, first, column]) for column in place.columns}
    return [
        {header: book.cells.get((place.sheet, row, at)) for at, header in headers.items()}
        for row in rest
    ]


def column(book: Shown, table: str, header: str) -> list[object]:
    """One column of a table."""
    return [row[header] for row in table_rows(book, table)]


def named(book: Shown, name: str) -> object:
    """The value of the cell that a defined name stands for."""
    return book.cells.get(book.names[name])


def is_gap(sheet: str, value: object) -> bool:
    """Whether it is no error that a cell shows, but a point that a chart's line leaves out."""
    return sheet == "_charts" and value in (GAP, GAP.code)


def error_values(book: Shown) -> list[str]:
    """Every cell that shows an error, as ``Sheet!A1 #VALUE!``."""
    return [
        f"{sheet}!{cell_name(row, column)} {value.code}"
        for (sheet, row, column), value in book.cells.items()
        if isinstance(value, ErrorValue) and not is_gap(sheet, value)
    ]


def found_by(book: Shown, message: str) -> object:
    """How often the check with that message found something."""
    for (sheet, row, column), value in book.cells.items():
        level, count = (book.cells.get((sheet, row, column + offset)) for offset in (2, 3))
        if column == 1 and value == message and level is not None:
            return count
    raise KeyError(message)
