"""The xlwings add-in: a workbook and an add-in for Excel on Windows, with all that they need."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import xlsxwriter

from plansheets.addin.examples import write_examples, write_settings
from plansheets.addin.project import STANDALONE, completed_project, home_of_xlwings
from plansheets.addin.wrappers import PYTHON_FILE, PYTHON_SOURCE
from plansheets.whole import write_all

NAME = "plansheets-functions"
_PROJECT = "plansheets"
"""What the add-in's settings are called: the sheet ``plansheets.conf``."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_BOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


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
        Where xlwings or pyOpenVBA is not installed, or a file cannot be written.
    """
    home = home_of_xlwings()
    contents = {
        f"{NAME}.xlsm": _workbook(home / STANDALONE, python),
        f"{NAME}.xlam": _addin(home / "quickstart_addin.xlam", python),
        PYTHON_FILE: PYTHON_SOURCE.encode(),
        "README.txt": _readme(version("xlwings")).encode("utf-8-sig"),
    }
    return BuiltAddin(write_all(contents, folder), version("xlwings"))


def _workbook(template: Path, python: str | None) -> bytes:
    """The workbook: an example of every function, settings, and the VBA of both."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": _CREATED})
        book.add_vba_project(io.BytesIO(completed_project(template, _PROJECT)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        write_examples(book, book.add_worksheet("Functions")).set_vba_name("Sheet1")
        write_settings(book.add_worksheet("xlwings.conf"), python).set_vba_name("Sheet2")
    return _dated(buffer.getvalue())


def _addin(template: Path, python: str | None) -> bytes:
    """The add-in: the same VBA without the examples; its name is what its settings are called."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "plansheets functions", "created": _CREATED})
        book.add_vba_project(io.BytesIO(completed_project(template, _PROJECT)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet(f"{_PROJECT}.conf")
        write_settings(sheet, python).set_vba_name("Sheet2")
    return _dated(buffer.getvalue(), (_BOOK_TYPE, _ADDIN_TYPE))


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

1. On the machine with Excel: pip install "plansheets[addin]" "xlwings=={xlwings}"
   (with a checkout of plansheets, in its folder: pip install ".[addin]" "xlwings=={xlwings}").
   The VBA in these files belongs to xlwings {xlwings}; another version needs another add-in.
2. Keep {PYTHON_FILE} beside {NAME}.xlsm and {NAME}.xlam.
3. Open {NAME}.xlsm, allow its macros, and recalculate: every function shows an example.
4. For every workbook: File > Options > Add-ins > Excel Add-ins > Browse > {NAME}.xlam
5. Something is #VALUE!: =PS_LAST_ERROR() says what failed, and why:
   plansheets addin doctor {NAME}.xlsm

If Excel finds another Python than yours, write its path as Interpreter_Win on the sheet
xlwings.conf (or build again with --python C:\\path\\to\\pythonw.exe).

Not tried in Excel by its makers, who have none: please tell us what you find.

Excel（Windows）里的 plansheets 函数
===================================

1. 在装有 Excel 的电脑上：pip install "plansheets[addin]" "xlwings=={xlwings}"
   （有 plansheets 源码时，在其文件夹里：pip install ".[addin]" "xlwings=={xlwings}"）
   这些文件里的 VBA 与 xlwings {xlwings} 配套，换版本请重新生成加载项。
2. {PYTHON_FILE} 要与 {NAME}.xlsm、{NAME}.xlam 放在同一文件夹。
3. 打开 {NAME}.xlsm，启用宏并重新计算：每个函数都有一个例子。
4. 所有工作簿都要用：文件 > 选项 > 加载项 > Excel 加载项 > 浏览 > {NAME}.xlam
5. 出现 #VALUE! 时：=PS_LAST_ERROR() 显示出错原因，`plansheets addin doctor {NAME}.xlsm` 帮助排查。

Excel 找到的不是你的 Python 时，在 xlwings.conf 工作表的 Interpreter_Win 填写路径，
或用 --python C:\\path\\to\\pythonw.exe 重新生成。

作者手边没有 Excel，未实际试用；欢迎反馈。
"""
