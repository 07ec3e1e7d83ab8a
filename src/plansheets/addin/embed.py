"""The functions in a planned workbook of one's own: VBA, xlwings' settings, what to install."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

from plansheets.addin.examples import settings
from plansheets.addin.project import project_for
from plansheets.addin.wrappers import PYTHON_FILE
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.outline import excel_name
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, Style
from plansheets.words import Words

SETTINGS_SHEET = "xlwings.conf"
"""What xlwings looks for."""

_NOTES = 3
"""The column of the notes: xlwings reads the first two, down to the first blank cell."""


def with_functions(ready: Plan) -> Plan:
    """*ready* as a workbook with macros, whose cells may call every function of the catalogue.

    LAMBDA names that profile excel365 brings are left out: they would have the same names.

    Raises
    ------
    PlansheetsError
        Where xlwings or pyOpenVBA is not installed.
    """
    own = {excel_name(function) for function in FUNCTIONS}
    sheets = (*ready.sheets, _settings_sheet(ready))
    return replace(
        ready,
        sheets=sheets,
        names=tuple(name for name in ready.names if name.name not in own),
        macros=project_for(len(sheets)),
    )


def _settings_sheet(ready: Plan) -> PlannedSheet:
    plain = Style(font=ready.looks.font)
    name, value = replace(plain, bold=True), replace(plain, locked=False)
    cells = []
    for row, (key, setting) in enumerate(settings()):
        cells.append(PlannedCell(row, 0, name, key))
        cells.append(PlannedCell(row, 1, value, setting))
    for row, note in enumerate(_notes()):
        cells.append(PlannedCell(row, _NOTES, plain, note(ready.locale)))
    return PlannedSheet(
        id="xlwings",
        title=SETTINGS_SHEET,
        cells=tuple(cells),
        widths=((0, 20), (1, 40), (2, 3), (_NOTES, 90)),
    )


def _notes() -> tuple[Words, ...]:
    wanted = f'pip install plansheets "xlwings=={version("xlwings")}"'
    return (
        Words(
            "任意单元格可调用函数，例如 =PS_ROI(450,80)；`plansheets functions list` 列出全部。",
            "Any cell may call the functions, as in =PS_ROI(450,80); "
            "`plansheets functions list` names them.",
        ),
        Words(
            f"需要 Windows 版 Excel 并启用宏，每台电脑先安装：{wanted}",
            f"They need Excel on Windows with macros allowed, and on each computer: {wanted}",
        ),
        Words(
            f"{PYTHON_FILE} 要与本工作簿放在同一文件夹，一起发送。",
            f"{PYTHON_FILE} belongs into the folder of this workbook: pass both on together.",
        ),
        Words(
            "邮件或网页下载的文件，宏会被拦截：右键文件 > 属性 > 解除锁定，或放进受信任位置。",
            "Macros of files that came by mail or from the web are blocked: right-click the file > "
            "Properties > Unblock, or put it into a trusted location.",
        ),
        Words(
            "Excel 2016、2019 中结果是区域时：先选中区域，输入公式，按 Ctrl+Shift+Enter。",
            "In Excel 2016 and 2019, for an answer of several cells: select them, type the "
            "formula, press Ctrl+Shift+Enter.",
        ),
        Words(
            "Excel 找到的不是你的 Python 时，在 A 列第一个空行写 Interpreter_Win，"
            "右边写 pythonw.exe 的完整路径；那里是别的电脑的路径时，清除这两格。",
            "Where Excel finds another Python than yours: Interpreter_Win in the first free cell "
            "of column A, and beside it the path of your pythonw.exe. Where another computer's "
            "path stands there, clear both cells.",
        ),
        Words(
            "出现 #VALUE! 时：=PS_LAST_ERROR() 显示原因，`plansheets addin doctor 文件名` 可排查。",
            "Where a cell shows #VALUE!: =PS_LAST_ERROR() says what failed, "
            "and `plansheets addin doctor FILE` why.",
        ),
        Words(
            "没有函数，工作簿照常计算：表内公式都不依赖它们。",
            "The workbook calculates without them: none of its own formulas calls one.",
        ),
    )
