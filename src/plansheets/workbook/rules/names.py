"""Defined names: how they are spelled, that none is given twice, what they stand for."""

from __future__ import annotations

import re

from plansheets.grid import MAX_NAME, looks_like_cell
from plansheets.lengths import excel_length
from plansheets.package.digits import whole_within
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings
from plansheets.workbook.stored_tokens import SYMBOL

_NAME = re.compile(rf"(?:[^\W\d]|[_\\]|{SYMBOL})(?:[\w.\\?]|{SYMBOL})*")


def name_fault(name: str) -> str | None:
    """Why Excel would refuse *name* for a table or a defined name, or None.

    >>> name_fault("ROI2024"), name_fault("my name"), name_fault("目标")
    ('reads as a cell', 'holds a character that names cannot', None)
    """
    if not name:
        return "is empty"
    if excel_length(name) > MAX_NAME:
        return f"has {excel_length(name)} characters, at most {MAX_NAME}"
    if " " in name or not _NAME.fullmatch(name):
        return "holds a character that names cannot"
    return "reads as a cell" if looks_like_cell(name) else None


def check_names(book: FoundBook, findings: Findings) -> None:
    """Check the workbook's defined names; the formulas behind them are checked with all others."""
    count = len(book.tree.findall("sheets/sheet"))
    seen: set[tuple[str, str]] = set()
    for element in book.tree.iterfind("definedNames/definedName"):
        name, scope = element.get("name", ""), element.get("localSheetId", "")
        shown = name[:60]
        builtin = name.lower().startswith("_xlnm.")
        if not builtin and (fault := name_fault(name)):
            hint = "letters, digits, _ and ., and not like a cell such as AB12 or R1C1"
            findings.add("PS515", book.part, f"defined name '{shown}' {fault}", hint)
        key = (name.lower(), scope)
        if key in seen:
            message = f"defined name '{shown}' is given twice"
            findings.add("PS516", book.part, message, "names compare without case")
        seen.add(key)
        if scope and not whole_within(scope, 0, count - 1):
            message = f"defined name '{shown}' belongs to sheet {scope[:20]} of {count}"
            findings.add("PS514", book.part, message, "sheets count from 0")
        if not (element.text or "").strip():
            findings.add("PS517", book.part, f"defined name '{shown}' stands for nothing")
