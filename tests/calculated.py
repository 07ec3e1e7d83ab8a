"""What an engine finds for a plan, cell by cell and as a file spells it."""

from __future__ import annotations

from libreoffice import CellKey, CellValue
from plansheets.plan.model import ErrorValue, Plan, Value, Values


def by_cell(planned: Plan, values: Values) -> dict[CellKey, CellValue]:
    """Every formula's value by the place of its cell."""
    found: dict[CellKey, Value] = dict(values.cells)
    for (name, id_), column in values.columns.items():
        sheet, table = planned.table(name)
        at = table.column + [each.id for each in table.columns].index(id_)
        found |= {
            (sheet.title, row, at): value for row, value in enumerate(column, table.first_row)
        }
    return {
        key: value.code if isinstance(value, ErrorValue) else value  # type: ignore[misc]
        for key, value in found.items()
    }
