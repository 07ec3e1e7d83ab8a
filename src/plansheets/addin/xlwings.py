"""The xlwings add-in: a workbook and an add-in for Excel on Windows, with all that they need."""

from __future__ import annotations

import io
from importlib.metadata import version
from pathlib import Path

import xlsxwriter

from plansheets.addin.examples import write_examples, write_settings
from plansheets.addin.office_file import CREATED, as_addin, dated
from plansheets.addin.project import ADDIN, project_for
from plansheets.addin.wrappers import PYTHON_FILE, PYTHON_SOURCE
from plansheets.whole import Written, write_all

NAME = "plansheets-functions"
_README = Path(__file__).with_name("readme.txt")
_PROJECT = "plansheets"
"""What the add-in's settings are called: the sheet ``plansheets.conf``."""


def build_xlwings(folder: Path, python: str | None = None, *, force: bool = False) -> Written:
    """Write the add-in's files into *folder*.

    Parameters
    ----------
    folder
        Made where it is not there.
    python
        The interpreter that Excel starts, on the machine with Excel. Where it is not given: on
        Windows the one that builds, elsewhere what that machine's own settings of xlwings or its
        path say.
    force
        Whether files that are there already are replaced.

    Raises
    ------
    PlansheetsError
        Where xlwings or pyOpenVBA is not installed, or a file cannot be written.
    """
    contents = {
        f"{NAME}.xlsm": _workbook(python),
        f"{NAME}.xlam": _addin(python),
        PYTHON_FILE: PYTHON_SOURCE.encode(),
        "README.txt": _readme(version("xlwings")).encode("utf-8-sig"),
    }
    return write_all(contents, folder, force=force)


def _workbook(python: str | None) -> bytes:
    """The workbook: an example of every function, settings, and the VBA of both."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": CREATED})
        book.add_vba_project(io.BytesIO(project_for(2)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        write_examples(book, book.add_worksheet("Functions")).set_vba_name("Sheet1")
        write_settings(book.add_worksheet("xlwings.conf"), python).set_vba_name("Sheet2")
    return dated(buffer.getvalue())


def _addin(python: str | None) -> bytes:
    """The add-in: the same VBA without the examples; its name is what its settings are called."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": CREATED})
        book.add_vba_project(io.BytesIO(project_for(1, ADDIN, _PROJECT)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet(f"{_PROJECT}.conf")
        write_settings(sheet, python).set_vba_name("Sheet1")
    return as_addin(buffer.getvalue())


def _readme(xlwings: str) -> str:
    return _README.read_text(encoding="utf-8").format(xlwings=xlwings, name=NAME, file=PYTHON_FILE)
