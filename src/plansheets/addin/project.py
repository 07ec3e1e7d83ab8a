"""The VBA project of a workbook: the modules of an add-in, and one for each sheet."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from importlib.util import find_spec
from pathlib import Path

import xlsxwriter

from plansheets.addin.wrappers import MODULE, wrapper_module
from plansheets.errors import PlansheetsError, Problem
from plansheets.words import Words

STANDALONE = "quickstart_standalone.xlsm"
"""Xlwings' workbook that needs no add-in of xlwings': its modules are in it."""

ADDIN = "quickstart_addin.xlam"
"""Xlwings' add-in, which looks at the workbook in front and serves all."""

_CLASS = "Dictionary"
_NAME = re.compile(r'(PROJECT_NAME As String = )"\w+"')
_NOTHING_COMPILED = bytes.fromhex("CC61 FFFF 00 0000")
"""Reserved, a version that no Excel has, reserved: every Excel compiles what it opens."""

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
    require("xlwings", "pyOpenVBA")
    found = find_spec("xlwings")
    assert found is not None
    return Path(str(found.origin)).parent


def require(*packages: str) -> None:
    """What functions for Excel are made with is installed, or one message says what is not."""
    missing = [name for name in packages if find_spec(name.lower()) is None]
    if missing:
        many = "are" if len(missing) > 1 else "is"
        raise PlansheetsError(
            [
                Problem.told(
                    "PS601",
                    Words(
                        f"没有安装 {'、'.join(missing)}，Excel 的函数要用它来做",
                        f"{' and '.join(missing)} {many} not installed, "
                        "which functions for Excel are made with",
                    ),
                    hint=Words.told(lambda _: f"pip install {' '.join(missing)}"),
                )
            ]
        )


def project_for(sheets: int, template: str = STANDALONE, name: str | None = None) -> bytes:
    """A VBA project for a workbook of so many sheets, each with its module: Sheet1, Sheet2 …

    Xlwings' modules are those of its file *template*; of an add-in, *name* is what its settings
    are called: the sheet ``name.conf``.
    """
    home = home_of_xlwings()
    from pyopenvba import ExcelFile  # noqa: PLC0415 - loaded where it is used

    with ExcelFile(home / template) as file:
        xlwings, dictionary = file.get_module("xlwings"), file.get_module(_CLASS)
    if name is not None:
        xlwings = _NAME.sub(rf'\g<1>"{name}"', xlwings)
    modules = {"xlwings": xlwings, _CLASS: dictionary, MODULE: wrapper_module()}
    return project_of(modules, sheets, classes=[_CLASS])


def project_of(modules: Mapping[str, str], sheets: int, classes: Collection[str] = ()) -> bytes:
    """A VBA project of *modules*, in which a workbook that is opened runs ``RegisterHelp``.

    Those among *classes* are classes; every sheet has its module, too: Sheet1, Sheet2 …

    Raises
    ------
    PlansheetsError
        Where pyOpenVBA is not installed.
    """
    require("pyOpenVBA")
    from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415 - loaded where it is used

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        with xlsxwriter.Workbook(path) as book:
            for _ in range(sheets):
                book.add_worksheet()
        with ExcelFile(path) as file:
            project = file.add_vba_project()
            for name, code in modules.items():
                if name in classes:
                    project.add_module(name, code, kind=VBAModuleKind.other)
                else:
                    project.add_module(name, code)
            opened = file.get_module("ThisWorkbook") + _OPEN.replace("\n", "\r\n")
            file.set_module("ThisWorkbook", opened)
            for sheet in range(1, sheets + 1):
                # written anew, without the compiled code of the file that it is a copy of
                file.set_module(f"Sheet{sheet}", file.get_module(f"Sheet{sheet}"))
            file.save()
        with zipfile.ZipFile(path) as package:
            return _conforming(package.read("xl/vbaProject.bin"))


def _conforming(project: bytes) -> bytes:
    """*project* as [MS-OVBA] 2.3.4.1 wants it written: no compiled code, which could be stale."""
    from pyopenvba.cfb import CFB  # noqa: PLC0415 - loaded where it is used

    stored = CFB.from_bytes(project)
    stored.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOTHING_COMPILED)
    conforming: bytes = stored.to_bytes()
    return conforming
