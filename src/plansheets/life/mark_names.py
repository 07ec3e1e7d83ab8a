"""What the marks of a workbook are called: the sheet that tells what it is, and hidden names."""

from __future__ import annotations

MARKS = "_plansheets"
"""The title of the sheet of marks."""
_SHEET, _COLUMN, _TYPED, _CHECK = "_sheet", "_column", "_typed", "_check"


def sheet_mark(sheet: str) -> str:
    """The hidden name of a sheet's first cell."""
    return f"{_SHEET}.{sheet}"


def column_mark(table: str, column: str) -> str:
    """The hidden name of a column's header cell."""
    return f"{_COLUMN}.{table}.{column}"


def typed_mark(parameter: str) -> str:
    """The hidden name of the cell that a parameter is typed into."""
    return f"{_TYPED}.{parameter}"


def check_mark(check: str) -> str:
    """The hidden name of a check's result, which lists of checks look at, too."""
    return f"{_CHECK}_{check}"
