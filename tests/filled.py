"""Workbooks as their readers see them: tables by header and named values, as the file has them."""

from __future__ import annotations

import warnings
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

Row = dict[str, object]


def open_values(path: Path) -> Workbook:
    """The workbook with the values its formulas carry."""
    with warnings.catch_warnings():
        # openpyxl says that it would lose Excel 2010's data bars; it only reads here
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return load_workbook(path, data_only=True)


def table_rows(book: Workbook, name: str) -> list[Row]:
    """The rows of a table, by header."""
    for sheet in book.worksheets:
        if name in sheet.tables:
            left, top, right, bottom = range_boundaries(sheet.tables[name].ref)
            cells = sheet.iter_rows(top, bottom, left, right, values_only=True)
            headers = [str(header) for header in next(cells)]
            return [dict(zip(headers, row, strict=True)) for row in cells]
    raise KeyError(name)


def column(book: Workbook, table: str, header: str) -> list[object]:
    """One column of a table."""
    return [row[header] for row in table_rows(book, table)]


def named(book: Workbook, name: str) -> object:
    """The value of the cell that a defined name stands for."""
    title, cell = next(iter(book.defined_names[name].destinations))
    return book[title][cell].value


def error_values(book: Workbook) -> list[str]:
    """Every cell that shows an error, as ``Sheet!A1 #VALUE!``."""
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]


def found_by(book: Workbook, message: str) -> object:
    """How often the check with that message found something."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_col=2, max_col=5, values_only=True):
            if row[0] == message and row[2] is not None:
                return row[3]
    raise KeyError(message)
