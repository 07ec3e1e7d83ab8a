"""The native add-in: the functions for all workbooks, an example of each, and how to use them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import xlsxwriter

from plansheets.addin.examples import write_examples
from plansheets.addin.office_file import CREATED, as_addin, dated
from plansheets.addin.project import project_of
from plansheets.addin.vba.help import HELP_SHEET, help_rows
from plansheets.addin.vba.modules import vba_modules
from plansheets.whole import Written, write_all

ADDIN: Final = "plansheets.xlam"
EXAMPLES: Final = "plansheets-examples.xlsm"
README: Final = "README-excel.txt"

_README: Final = Path(__file__).with_name("shipped") / "readme.txt"


def build_vba(folder: Path, *, force: bool = False) -> Written:
    """Write the add-in, its examples and a readme into *folder*.

    The folder is made where it is not there; files of the same names are kept, unless *force*
    replaces them, each when its new content is complete.

    Raises
    ------
    PlansheetsError
        Where pyOpenVBA is not installed, or a file cannot be written.
    """
    told = _README.read_text(encoding="utf-8").format(addin=ADDIN, examples=EXAMPLES)
    contents = {
        ADDIN: as_addin(_book(examples=False)),
        EXAMPLES: dated(_book(examples=True)),
        README: told.encode("utf-8-sig"),
    }
    return write_all(contents, folder, force=force)


def _book(*, examples: bool) -> bytes:
    """A workbook with the VBA and the sheet of help, below the *examples* where they are wanted."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": CREATED})
        project = project_of(vba_modules(), sheets=2 if examples else 1)
        book.add_vba_project(io.BytesIO(project), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        if examples:
            write_examples(book, book.add_worksheet("Functions")).set_vba_name("Sheet1")
        sheet = book.add_worksheet(HELP_SHEET)
        sheet.set_vba_name("Sheet2" if examples else "Sheet1")
        for row, texts in enumerate(help_rows()):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
        if examples:
            sheet.hide()
    return buffer.getvalue()
