"""Where the cached value and LibreOffice's differ, formulon is a third judge, where it can be."""

from __future__ import annotations

from generated_columns import Asked, Difference, planned_over
from libreoffice import CellValue, equal
from plansheets.calc.calculate import calculate
from plansheets.calc.formulon import Formulon
from plansheets.errors import PlansheetsError
from plansheets.plan.model import ErrorValue


def side(one: Difference) -> str:
    """On whose side formulon is: as cached, as LibreOffice, otherwise, or not asked."""
    value = _value(one)
    if value is None:
        return "not asked"
    if equal(value, one.cached):  # type: ignore[arg-type]
        return "as cached"
    return "as LibreOffice" if equal(value, one.found) else "otherwise"


def _value(one: Difference) -> CellValue:
    """What formulon makes of the formula in that row; None where it is not proven on it."""
    engine = Formulon()
    if not engine.available():
        return None
    try:
        found = calculate(planned_over(Asked((one.formula,), one.rows)), engine)
    except PlansheetsError:
        return None
    column = found.columns.get(("t", "f0"))
    if column is None:
        return None
    value = column[one.row]
    return value.code if isinstance(value, ErrorValue) else value  # type: ignore[return-value]
