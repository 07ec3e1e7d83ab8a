"""The VBA project of a workbook: xlwings' own modules, our wrappers, a module for each sheet."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from plansheets.addin.wrappers import MODULE, wrapper_module
from plansheets.errors import PlansheetsError, Problem

if TYPE_CHECKING:
    from pyopenvba import ExcelFile

STANDALONE = "quickstart_standalone.xlsm"
"""Xlwings' workbook that needs no add-in of xlwings': its modules are in it."""

_CLASS = "Dictionary"
_OPEN = """
Private Sub Workbook_Open()
    RegisterHelp
End Sub
"""


def home_of_xlwings() -> Path:
    """Where xlwings is installed: its VBA comes from there, so that it fits its version.

    Raises
    ------
    PlansheetsError
        Where xlwings or pyOpenVBA is not installed.
    """
    found = find_spec("xlwings")
    missing = [
        name
        for name, there in (("xlwings", found), ("pyOpenVBA", find_spec("pyopenvba")))
        if there is None
    ]
    if found is None or missing:
        many = "are" if len(missing) > 1 else "is"
        raise PlansheetsError(
            [
                Problem(
                    "PS601",
                    f"{' and '.join(missing)} {many} not installed, "
                    "which functions for Excel are made with",
                    hint="pip install 'plansheets[addin]'",
                )
            ]
        )
    return Path(str(found.origin)).parent


def completed_project(template: Path, name: str) -> bytes:
    """The VBA project of xlwings' file *template* with our module; its settings are *name*.conf."""
    from pyopenvba import ExcelFile  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / template.name
        shutil.copyfile(template, path)
        with ExcelFile(path) as file:
            source = file.get_module("xlwings")
            named = f'PROJECT_NAME As String = "{name}"'
            file.set_module("xlwings", source.replace('PROJECT_NAME As String = "myaddin"', named))
            _complete(file)
        return _project_in(path)


def project_for(sheets: int) -> bytes:
    """A VBA project for a workbook of so many sheets, each with its module: Sheet1, Sheet2 …"""
    from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415 - an extra

    with ExcelFile(home_of_xlwings() / STANDALONE) as file:
        xlwings, dictionary = file.get_module("xlwings"), file.get_module(_CLASS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        with xlsxwriter.Workbook(path) as book:
            for _ in range(sheets):
                book.add_worksheet()
        with ExcelFile(path) as file:
            project = file.add_vba_project()
            project.add_module("xlwings", xlwings)
            project.add_module(_CLASS, dictionary, kind=VBAModuleKind.other)
            _complete(file)
        return _project_in(path)


def _complete(file: ExcelFile) -> None:
    file.vba_project().add_module(MODULE, wrapper_module())
    opened = file.get_module("ThisWorkbook") + _OPEN.replace("\n", "\r\n")
    file.set_module("ThisWorkbook", opened)
    file.save()


def _project_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read("xl/vbaProject.bin")
