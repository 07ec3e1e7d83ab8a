"""The xlwings add-in: a workbook and an add-in for Excel on Windows, with all that they need."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import xlsxwriter

from plansheets.addin.examples import write_examples, write_settings
from plansheets.addin.wrappers import MODULE, PYTHON_MODULE, wrapper_module
from plansheets.errors import PlansheetsError, Problem

NAME = "plansheets-functions"
_PROJECT = "plansheets"
"""What the add-in's settings are called: the sheet ``plansheets.conf``."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_BOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

_OPEN = """
Private Sub Workbook_Open()
    RegisterHelp
End Sub
"""

_PYTHON = '''\
"""What Excel asks for: the functions of plansheets, and below them your own if you like."""

from plansheets.udfs import *  # noqa: F403
'''


@dataclass(frozen=True, slots=True)
class BuiltAddin:
    """The files of an add-in, and the version of xlwings that they need."""

    files: tuple[Path, ...]
    xlwings: str


def build_xlwings(folder: Path, python: str | None = None) -> BuiltAddin:
    """Write the add-in's files into *folder*.

    Parameters
    ----------
    folder
        Made where it is not there; files of the same names are replaced.
    python
        The interpreter that Excel starts, on the machine with Excel; the one named in Excel's
        settings, or the first on the path, where it is not given.

    Raises
    ------
    PlansheetsError
        Where xlwings or pyOpenVBA is not installed.
    """
    home = _home_of_xlwings()
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        f"{NAME}.xlsm": _workbook(home / "quickstart_standalone.xlsm", python),
        f"{NAME}.xlam": _addin(home / "quickstart_addin.xlam", python),
        f"{PYTHON_MODULE}.py": _PYTHON.encode(),
        "README.txt": _readme(version("xlwings")).encode("utf-8-sig"),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return BuiltAddin(tuple(folder / name for name in contents), version("xlwings"))


def _home_of_xlwings() -> Path:
    """Where xlwings is installed: its VBA comes from there, so that it fits its version."""
    found = find_spec("xlwings")
    missing = [
        name
        for name, there in (("xlwings", found), ("pyOpenVBA", find_spec("pyopenvba")))
        if there is None
    ]
    if found is None or missing:
        raise PlansheetsError(
            [
                Problem(
                    "PS601",
                    f"{' and '.join(missing)} not installed, which the add-in is made of",
                    hint="pip install 'plansheets[addin]'",
                )
            ]
        )
    return Path(str(found.origin)).parent


def _workbook(template: Path, python: str | None) -> bytes:
    """The workbook: an example of every function, settings, and the VBA of both."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": _CREATED})
        book.add_vba_project(io.BytesIO(_project(template)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        write_examples(book, book.add_worksheet("Functions")).set_vba_name("Sheet1")
        write_settings(book.add_worksheet("xlwings.conf"), python).set_vba_name("Sheet2")
    return _dated(buffer.getvalue())


def _addin(template: Path, python: str | None) -> bytes:
    """The add-in: the same VBA without the examples; its name is what its settings are called."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": _CREATED})
        book.add_vba_project(io.BytesIO(_project(template)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet(f"{_PROJECT}.conf")
        write_settings(sheet, python).set_vba_name("Sheet2")
    return _dated(buffer.getvalue(), (_BOOK_TYPE, _ADDIN_TYPE))


def _project(template: Path) -> bytes:
    """Xlwings' VBA project with our module in it."""
    from pyopenvba import ExcelFile  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / template.name
        shutil.copyfile(template, path)
        with ExcelFile(path) as file:
            project = file.vba_project()
            project.add_module(MODULE, wrapper_module())
            named = f'PROJECT_NAME As String = "{_PROJECT}"'
            source = file.get_module("xlwings")
            file.set_module("xlwings", source.replace('PROJECT_NAME As String = "myaddin"', named))
            opened = file.get_module("ThisWorkbook") + _OPEN.replace("\n", "\r\n")
            file.set_module("ThisWorkbook", opened)
            file.save()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")


def _dated(content: bytes, change: tuple[str, str] | None = None) -> bytes:
    """The same package with one date for all its parts, and a content type changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if change and part.filename == "[Content_Types].xml":
                data = data.replace(change[0].encode(), change[1].encode())
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return buffer.getvalue()


def _readme(xlwings: str) -> str:
    return f"""\
plansheets functions for Excel on Windows
=========================================

1. On the machine with Excel: pip install plansheets "xlwings=={xlwings}"
   The VBA in these files belongs to xlwings {xlwings}; another version needs another add-in.
2. Keep {PYTHON_MODULE}.py beside {NAME}.xlsm and {NAME}.xlam.
3. Open {NAME}.xlsm, allow its macros, and recalculate: every function shows an example.
4. For every workbook: File > Options > Add-ins > Excel Add-ins > Browse > {NAME}.xlam
5. Something is #VALUE!: =PS_LAST_ERROR() says what failed, and `plansheets addin doctor` why.

If Excel finds another Python than yours, write its path as Interpreter_Win on the sheet
xlwings.conf (or build again with --python C:\\path\\to\\pythonw.exe).

Not tried in Excel by its makers, who have none: please tell us what you find.

Excel（Windows）里的 plansheets 函数
===================================

1. 在装有 Excel 的电脑上：pip install plansheets "xlwings=={xlwings}"
   这些文件里的 VBA 与 xlwings {xlwings} 配套，换版本请重新生成加载项。
2. {PYTHON_MODULE}.py 要与 {NAME}.xlsm、{NAME}.xlam 放在同一文件夹。
3. 打开 {NAME}.xlsm，启用宏并重新计算：每个函数都有一个例子。
4. 所有工作簿都要用：文件 > 选项 > 加载项 > Excel 加载项 > 浏览 > {NAME}.xlam
5. 出现 #VALUE! 时：=PS_LAST_ERROR() 显示出错原因，`plansheets addin doctor` 帮助排查。

Excel 找到的不是你的 Python 时，在 xlwings.conf 工作表的 Interpreter_Win 填写路径，
或用 --python C:\\path\\to\\pythonw.exe 重新生成。

作者手边没有 Excel，未实际试用；欢迎反馈。
"""
