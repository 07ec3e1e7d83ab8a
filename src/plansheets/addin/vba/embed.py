"""The functions in a planned workbook of one's own: native VBA, and its sheet of help."""

from __future__ import annotations

from dataclasses import replace

from plansheets.addin.project import project_of
from plansheets.addin.vba.help import HELP_SHEET, help_rows
from plansheets.addin.vba.modules import vba_modules
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.outline import excel_name
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, Style


def with_vba(ready: Plan) -> Plan:
    """*ready* as a workbook with macros that brings every function of the catalogue along.

    LAMBDA names that profile excel365 brings are left out: they would have the same names.

    Raises
    ------
    PlansheetsError
        Where pyOpenVBA is not installed.
    """
    own = {excel_name(function) for function in FUNCTIONS}
    sheets = (*ready.sheets, _help_sheet(ready))
    return replace(
        ready,
        sheets=sheets,
        names=tuple(name for name in ready.names if name.name not in own),
        macros=project_of(vba_modules(), len(sheets)),
    )


def _help_sheet(ready: Plan) -> PlannedSheet:
    plain = Style(font=ready.looks.font)
    cells = tuple(
        PlannedCell(row, column, plain, text)
        for row, texts in enumerate(help_rows())
        for column, text in enumerate(texts)
        if text
    )
    return PlannedSheet(id="help", title=HELP_SHEET, cells=cells, hidden=True)
