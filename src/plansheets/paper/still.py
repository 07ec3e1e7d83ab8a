"""A workbook that stands still: its values in place of its formulas.

A program that prints a workbook calculates anew whatever depends on today: minutes for a large one,
and other figures than the file holds.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from plansheets.errors import Problem, WorkbookError
from plansheets.opened import CannotOpenError, open_file
from plansheets.package.archive import PackageError, open_package
from plansheets.words import Words

_SHEETS = "xl/worksheets/"
_CELL = re.compile(rb"<c(?: [^>]*[^/>])?>.*?</c>", re.DOTALL)
"""A cell that holds something."""
_FORMULA = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)")
_EMPTY = re.compile(rb"<v></v>|<v/>")
_LINKS = re.compile(rb"<hyperlinks>.*?</hyperlinks>", re.DOTALL)
"""LibreOffice gives a text with a link its own colour in place of the cell's."""
_NOTHING = b'<f>""</f>'
"""A formula that shows nothing stays one: into a blank cell its neighbour's text would reach."""


def write_still(book: Path, target: Path) -> None:
    """Write a copy of the workbook *book* as *target*, formulas replaced by their cached values.

    A formula without a cached value stays, for the program that opens the copy to calculate.

    Raises
    ------
    WorkbookError
        If *book* cannot be read, or is no workbook that is safe to open.
    """
    try:
        with open_file(book) as stream:
            open_package(stream)
            with zipfile.ZipFile(stream) as source, zipfile.ZipFile(target, "w") as copy:
                for name in source.namelist():
                    part = source.read(name)
                    if name.startswith(_SHEETS) and name.endswith(".xml"):
                        part = still_sheet(part)
                    copy.writestr(name, part, zipfile.ZIP_DEFLATED)
    except CannotOpenError as error:
        why = error.message
        message = Words(f"读不了“{book}”：{why.zh}", f"'{book}' cannot be read: {why.en}")
        raise WorkbookError([Problem.told("PS500", message)]) from None
    except PackageError as error:
        problem = Problem.told(error.code, error.message, hint=error.hint, where=book.name)
        raise WorkbookError([problem]) from None


def still_sheet(part: bytes) -> bytes:
    """The XML of a sheet with its cached values alone, without links.

    >>> still_sheet(b'<row><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f></c></row>')
    b'<row><c r="A1"><v>2</v></c><c r="B1"><f>A1</f></c></row>'
    >>> still_sheet(b'<c r="A1" t="str"><f>B1</f><v></v></c>')
    b'<c r="A1" t="str"><f>""</f><v></v></c>'
    """
    return _LINKS.sub(b"", _CELL.sub(lambda cell: _still_cell(cell[0]), part))


def _still_cell(cell: bytes) -> bytes:
    if b"<f" not in cell or b"<v" not in cell:
        return cell
    return _FORMULA.sub(_NOTHING if _EMPTY.search(cell) else b"", cell, count=1)
