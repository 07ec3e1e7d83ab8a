"""What a file brings for a grid, as the cells that it goes into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plansheets.blueprint.model import Blueprint
from plansheets.formula.ast import Cell
from plansheets.life.new_rows import cell_value
from plansheets.plan.choices import GivenRows
from plansheets.plan.model import Plan, Value
from plansheets.words import Locale

CellPlace = tuple[str, int, int]
"""Title of a sheet, row and column, as the plan has them."""


def grid_cells(
    plan: Plan,
    blueprint: Blueprint,
    rows: Mapping[str, GivenRows],
    locale: Locale,
    *,
    replacing: bool,
) -> dict[CellPlace, Value]:
    """The cells of the grids among *rows*, with their new values.

    Cells for which the file has nothing stay as they are, or are emptied when *replacing*.
    """
    found: dict[CellPlace, Value] = {}
    for grid in blueprint.grids:
        given = rows.get(grid.id)
        if given is None:
            continue
        for row in grid.rows:
            if row.formula is not None or row.id not in given.columns:
                continue
            items = blueprint.list(row.list_id) if row.list_id else None
            labels = {item.id: item.label(locale) for item in items.items} if items else {}
            places = _places(plan, grid.id, row.id)
            for place, value in zip(places, given.columns[row.id], strict=True):
                if value is not None or replacing:
                    found[place] = cell_value(value, labels)
    return found


def _places(plan: Plan, grid: str, row: str) -> Iterator[CellPlace]:
    whole = plan.grids[grid, row]
    first, last = whole.first, whole.last
    assert isinstance(first, Cell)
    assert isinstance(last, Cell)
    for column in range(first.column, last.column + 1):
        yield first.sheet or "", first.row, column
