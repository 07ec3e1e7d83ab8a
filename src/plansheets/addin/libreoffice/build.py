"""The LibreOffice add-in: an extension that needs nothing but LibreOffice, and how to use it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from plansheets import __version__
from plansheets.addin.libreoffice.examples import examples_sheet
from plansheets.addin.libreoffice.interface import (
    description,
    functions_idl,
    functions_xcu,
    manifest,
)
from plansheets.addin.libreoffice.ods import ods
from plansheets.addin.libreoffice.package import packed
from plansheets.addin.libreoffice.python import python_module
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.customers import segments
from plansheets.whole import Written, write_all

_SHIPPED: Final = Path(__file__).with_name("shipped")
_PACKAGE: Final = "pythonpath/plansheets_cells"
"""Where LibreOffice's Python finds what a component imports."""

_KINDS: Final = (
    ("functions.idl", "application/vnd.sun.star.uno-typelibrary;type=RDB"),
    ("component.py", "application/vnd.sun.star.uno-component;type=Python"),
    ("functions.xcu", "application/vnd.sun.star.configuration-data"),
)

EXTENSION: Final = "plansheets.oxt"
EXAMPLES: Final = "plansheets-functions.ods"
README: Final = "README-libreoffice.txt"


def build_libreoffice(folder: Path, *, force: bool = False) -> Written:
    """Write the extension, its examples and a readme into *folder*.

    The folder is made where it is not there; files of the same names are kept, unless *force*
    replaces them, each when its new content is complete.
    """
    contents = {
        EXTENSION: extension(),
        EXAMPLES: ods([examples_sheet(FUNCTIONS)]),
        README: _README.encode("utf-8-sig"),
    }
    return write_all(contents, folder, force=force)


def extension() -> bytes:
    """The ``.oxt``: the same bytes each time."""
    parts: Mapping[str, str] = {
        "META-INF/manifest.xml": manifest(_KINDS),
        "description.xml": description(__version__),
        "description/en.txt": f"{len(FUNCTIONS)} functions for plans, for cells: PS_ROI …\n",
        "description/zh-CN.txt": f"{len(FUNCTIONS)} 个计划函数，在单元格中调用：PS_ROI……\n",
        "functions.idl": functions_idl(FUNCTIONS),
        "functions.xcu": functions_xcu(FUNCTIONS),
        "component.py": _shipped("component.py"),
        f"{_PACKAGE}/__init__.py": _shipped("__init__.py"),
        f"{_PACKAGE}/calls.py": _shipped("calls.py"),
        f"{_PACKAGE}/excel.py": _shipped("excel.py"),
        f"{_PACKAGE}/names.py": Path(segments.__file__).read_text(encoding="utf-8"),
        f"{_PACKAGE}/tables.py": _shipped("tables.py"),
        f"{_PACKAGE}/formulas.py": python_module(FUNCTIONS),
    }
    return packed(parts)


def _shipped(name: str) -> str:
    return (_SHIPPED / name).read_text(encoding="utf-8")


_README: Final = f"""\
plansheets functions for LibreOffice Calc
=========================================

1. In LibreOffice: Tools > Extensions (Extension Manager) > Add > {EXTENSION}, then start it again.
   Or in a terminal: unopkg add {EXTENSION}; unopkg remove plansheets.functions takes it away.
2. Open {EXAMPLES}: every function shows an example.
3. In any cell: =PS_ROI(500;100). The function wizard (Ctrl+F2) lists them under Add-In.

Nothing else is needed: no Python of your own, no plansheets. Some Linux systems keep LibreOffice's
Python apart: on Debian and Ubuntu install python3-uno.

A range may stand for a single value; the answer is then a range (Ctrl+Shift+Enter).

What LibreOffice does differently:
- It hands over a single blank cell as 0. A blank counts as missing (#N/A) where the cell is given
  as a range, =PS_DEVIATION(A1:A1;B1:B1), or as a formula that gives "".
- It hands over no range that holds an error: the answer is then Err:504.
- TRUE and FALSE are the numbers 1 and 0.
- An .xlsx file does not keep these functions; save as .ods.

LibreOffice Calc 里的 plansheets 函数
====================================

1. LibreOffice 中：工具 > 扩展管理器 > 添加 > {EXTENSION}，然后重新启动 LibreOffice。
   或在终端运行：unopkg add {EXTENSION}；卸载用 unopkg remove plansheets.functions。
2. 打开 {EXAMPLES}：每个函数都有一个例子。
3. 任意单元格：=PS_ROI(500;100)。函数向导(Ctrl+F2)的“加载项”类别列出全部函数。

不需要另装 Python，也不需要 plansheets。有些 Linux 系统把 LibreOffice 的 Python 单独打包：
Debian、Ubuntu 请安装 python3-uno。

单个数值的位置也可以给区域，结果即为区域(Ctrl+Shift+Enter)。

LibreOffice 的不同之处：
- 单个空单元格按 0 传入。要按缺数处理(#N/A)，请写成区域 =PS_DEVIATION(A1:A1;B1:B1)，
  或让单元格公式返回 ""。
- 含错误值的区域不会传入，结果为 Err:504。
- TRUE、FALSE 就是数字 1、0。
- .xlsx 文件不保存这些函数，请存为 .ods。
"""
