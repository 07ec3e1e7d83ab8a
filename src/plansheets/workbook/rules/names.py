"""Defined names: how they are spelled, that none is given twice, what they stand for."""

from __future__ import annotations

import re

from plansheets.boxes import parse_box
from plansheets.grid import MAX_NAME, looks_like_cell
from plansheets.lengths import excel_length
from plansheets.package.digits import whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings
from plansheets.workbook.stored_tokens import SYMBOL

_NAME = re.compile(rf"(?:[^\W\d]|[_\\]|{SYMBOL})(?:[\w.\\?]|{SYMBOL})*")
_PRINTED = frozenset({"_xlnm.print_area", "_xlnm.print_titles"})


def name_fault(name: str) -> Words | None:
    """Why Excel would refuse *name* for a table or a defined name, or None.

    >>> name_fault("ROI2024").en, name_fault("my name").zh, name_fault("目标")
    ('reads as a cell', '含有名称不能用的字符', None)
    """
    if not name:
        return Words("为空", "is empty")
    if excel_length(name) > MAX_NAME:
        return Words(
            f"有 {excel_length(name)} 个字符，最多 {MAX_NAME} 个",
            f"has {excel_length(name)} characters, at most {MAX_NAME}",
        )
    if " " in name or not _NAME.fullmatch(name):
        return Words("含有名称不能用的字符", "holds a character that names cannot")
    return Words("会被当成单元格", "reads as a cell") if looks_like_cell(name) else None


def check_names(book: FoundBook, findings: Findings) -> None:
    """Check the workbook's defined names; the formulas behind them are checked with all others."""
    count = len(book.tree.findall("sheets/sheet"))
    seen: set[tuple[str, str]] = set()
    for element in book.tree.iterfind("definedNames/definedName"):
        name, scope = element.get("name", ""), element.get("localSheetId", "")
        shown = name[:60]
        builtin = name.lower().startswith("_xlnm.")
        if not builtin and (fault := name_fault(name)):
            hint = Words(
                "只用字母、数字、_ 和 .，且不能像 AB12、R1C1 这样的单元格",
                "letters, digits, _ and ., and not like a cell such as AB12 or R1C1",
            )
            findings.add(
                "PS515",
                book.part,
                Words(f"定义的名称“{shown}”{fault.zh}", f"defined name '{shown}' {fault.en}"),
                hint,
            )
        key = (name.lower(), scope)
        if key in seen:
            message = Words(f"定义的名称“{shown}”重复", f"defined name '{shown}' is given twice")
            findings.add(
                "PS516", book.part, message, Words("名称不分大小写", "names compare without case")
            )
        seen.add(key)
        if scope and not whole_within(scope, 0, count - 1):
            message = Words(
                f"定义的名称“{shown}”属于第 {scope[:20]} 张工作表，而只有 {count} 张",
                f"defined name '{shown}' belongs to sheet {scope[:20]} of {count}",
            )
            findings.add(
                "PS514", book.part, message, Words("工作表从 0 数起", "sheets count from 0")
            )
        if len(element.get("comment", "")) > MAX_NAME:
            message = Words(
                f"定义的名称“{shown}”的说明超过 {MAX_NAME} 个字符",
                f"defined name '{shown}' with a comment of more than {MAX_NAME} characters",
            )
            findings.add("PS515", book.part, message, Words("缩短", "shorten it"))
        if name.lower() in _PRINTED and any(
            parse_box(part.strip()) for part in (element.text or "").split(",")
        ):
            message = Words(
                f"“{shown}”没有写工作表：{(element.text or '')[:40]}",
                f"'{shown}' without its sheet: {(element.text or '')[:40]}",
            )
            findings.add(
                "PS568",
                book.part,
                message,
                Words("写成 Sheet1!$A$1:$C$9", "write Sheet1!$A$1:$C$9"),
            )
        if not (element.text or "").strip():
            findings.add(
                "PS517",
                book.part,
                Words(
                    f"定义的名称“{shown}”什么也不代表", f"defined name '{shown}' stands for nothing"
                ),
            )
