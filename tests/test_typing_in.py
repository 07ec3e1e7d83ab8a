"""A blank template, filled as its user would, shows what the sample shows."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from libreoffice import CellKey, CellValue, cached_values, equal, recalculate
from plansheets import build
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan, PlannedTable
from variants import ALONE

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]


def type_in(blank: Path, sample: Plan) -> None:
    """Type the sample's inputs into the blank workbook's cells; formulas are left alone."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        book = load_workbook(blank)
    for sheet in sample.sheets:
        for table in sheet.tables:
            _type_table(book, sheet.title, table)
        for cell in sheet.cells:
            if not cell.style.locked and cell.value is not None:
                book[sheet.title].cell(cell.row + 1, cell.column + 1).value = cell.value
    book.save(blank)


def _type_table(book: Workbook, title: str, table: PlannedTable) -> None:
    _grow(book, title, table)
    left, top, *_ = range_boundaries(book[title].tables[table.name].ref)
    for offset, column in enumerate(table.columns):
        for row, value in enumerate(column.values or ()):
            if column.role != "formula" and value is not None:
                book[title].cell(top + 1 + row, left + offset).value = value


def _grow(book: Workbook, title: str, table: PlannedTable) -> None:
    """Make the table as long as *table*, as Excel does while someone types below its last row."""
    sheet, found = book[title], book[title].tables[table.name]
    left, top, right, bottom = range_boundaries(found.ref)
    last = max(bottom, top + table.height)
    for row in range(bottom + 1, last + 1):
        for column in range(left, right + 1):
            above = sheet.cell(bottom, column).value
            if isinstance(above, str) and above.startswith("="):
                sheet.cell(row, column).value = above
    found.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last}"
    if found.autoFilter is not None:
        found.autoFilter.ref = found.ref


def shown(
    found: dict[CellKey, CellValue], described: Plan, rows: dict[str, int]
) -> dict[tuple[str, str, int], CellValue]:
    """Every computed cell of the tables' first rows, and every named value."""
    values: dict[tuple[str, str, int], CellValue] = {}
    for sheet in described.sheets:
        for table in sheet.tables:
            for offset, column in enumerate(table.columns):
                if column.formula is None:
                    continue
                for row in range(rows[table.name]):
                    key = (sheet.title, table.first_row + row, table.column + offset)
                    values[table.name, column.id, row] = found.get(key)
    for name in described.names:
        if not name.hidden:
            target = name.target
            key = (target.sheet, target.row, target.column)
            values["name", name.name, 0] = found.get(key)
    return values


@pytest.mark.parametrize("name", ALONE)
def test_a_blank_template_typed_into_shows_what_the_sample_shows(name: str, tmp_path: Path) -> None:
    blueprint = read_blueprint(shipped()[name])
    sample, _ = plan(blueprint, Choices())
    template, _ = plan(blueprint, Choices(blank=True))
    rows = {table.name: table.height for sheet in sample.sheets for table in sheet.tables}
    filled = build(name, tmp_path / "sample.xlsx").path
    typed = build(name, tmp_path / "typed.xlsx", blank=True).path
    type_in(typed, sample)
    wanted = shown(cached_values(filled), sample, rows)
    found = shown(recalculate([typed])[typed], template, rows)
    assert {
        key: (value, found[key])
        for key, value in wanted.items()
        if not equal("" if value is None else value, found[key])
    } == {}
