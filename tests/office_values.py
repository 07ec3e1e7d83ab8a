"""What LibreOffice calculates in many files: a program for the Python that has its ``uno``.

    python3 office_values.py SOFFICE PROFILE FILE…

PROFILE and each FILE are addresses (``file:///…``). For each file there is a line of JSON: the rows
of every sheet by its title, an error by its name. Nothing is saved, which is half of what
converting costs.
"""

from __future__ import annotations

import json
import sys

import uno  # noqa: F401 - the names below come with it
from com.sun.star.sheet.FormulaResult import ERROR

from office_desktop import desktop, properties


def rows_of(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    whole = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    rows = [[*row] for row in whole.getDataArray()]
    for box in whole.queryFormulaCells(ERROR).RangeAddresses:
        for row in range(box.StartRow, box.EndRow + 1):
            for column in range(box.StartColumn, box.EndColumn + 1):
                rows[row][column] = sheet.getCellByPosition(column, row).String
    return rows


def main(soffice: str, profile: str, *files: str) -> None:
    with desktop(soffice, profile) as office:
        for file in files:
            book = office.loadComponentFromURL(file, "_blank", 0, properties(Hidden=True))
            json.dump({sheet.Name: rows_of(sheet) for sheet in book.Sheets}, sys.stdout)
            print(flush=True)
            book.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
