"""The list of sheets: their titles, ids, who is visible and who is active."""

from __future__ import annotations

from plansheets.grid import MAX_SHEET_TITLE
from plansheets.lengths import excel_length
from plansheets.package.digits import whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings

_FORBIDDEN = "[]:*?/\\"
_STATES = frozenset({"visible", "hidden", "veryHidden"})


def check_sheets(book: FoundBook, findings: Findings) -> None:
    """Check the sheets as the workbook lists them."""
    elements = book.tree.findall("sheets/sheet")
    if not elements:
        findings.add("PS513", book.part, Words("工作簿没有工作表", "a workbook without sheets"))
        return
    titles: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for element in elements:
        title = element.get("name", "")
        _check_title(title, book.part, findings)
        folded = title.lower()
        if folded in titles:
            message = Words(
                f"两张工作表叫“{titles[folded]}”和“{title}”",
                f"two sheets called '{titles[folded]}' and '{title}'",
            )
            findings.add(
                "PS511",
                book.part,
                message,
                Words("名称不能只差大小写", "titles must differ by more than case"),
            )
        titles.setdefault(folded, title)
        for key, what in (("sheetId", Words("编号", "sheet id")), ("r|id", Words("链接", "link"))):
            value = element.get(key, "")
            if not value or (key, value) in seen:
                message = Words(
                    f"工作表“{title[:60]}”没有{what.zh}", f"sheet '{title[:60]}' has no {what.en}"
                )
                if value:
                    message = Words(
                        f"工作表“{title[:60]}”的{what.zh}“{value[:20]}”是另一张的",
                        f"sheet '{title[:60]}' has {what.en} '{value[:20]}' of another sheet",
                    )
                findings.add("PS512", book.part, message)
            seen.add((key, value))
        if element.get("state", "visible") not in _STATES:
            message = Words(
                f"工作表“{title[:60]}”的状态是“{element.get('state')}”",
                f"sheet '{title[:60]}' has the state '{element.get('state')}'",
            )
            findings.add(
                "PS513",
                book.part,
                message,
                Words("应为 visible、hidden 或 veryHidden", "visible, hidden or veryHidden"),
            )
    if all(element.get("state", "visible") != "visible" for element in elements):
        findings.add(
            "PS513",
            book.part,
            Words("没有一张工作表可见", "no sheet is visible"),
            Words("至少显示一张", "show at least one"),
        )
    _check_views(book, len(elements), findings)


def _check_title(title: str, part: str, findings: Findings) -> None:
    shown = title[:60]
    length = excel_length(title)
    if not title:
        findings.add("PS510", part, Words("工作表没有名称", "a sheet without a title"))
    if length > MAX_SHEET_TITLE:
        message = Words(
            f"工作表名称“{shown}”有 {length} 个字符，最多 {MAX_SHEET_TITLE} 个",
            f"sheet title '{shown}' has {length} characters, at most {MAX_SHEET_TITLE}",
        )
        findings.add("PS510", part, message)
    if wrong := sorted(set(title) & set(_FORBIDDEN)):
        message = Words(
            f"工作表名称“{shown}”含有 {' '.join(wrong)}",
            f"sheet title '{shown}' holds {' '.join(wrong)}",
        )
        findings.add(
            "PS510",
            part,
            message,
            Words(
                f"名称里不能有 {' '.join(_FORBIDDEN)}",
                f"none of {' '.join(_FORBIDDEN)} may stand in a title",
            ),
        )
    if title.startswith("'") or title.endswith("'"):
        findings.add(
            "PS510",
            part,
            Words(
                f"工作表名称“{shown}”以撇号开头或结尾",
                f"sheet title '{shown}' begins or ends with an apostrophe",
            ),
        )
    if any(character < " " for character in title):
        findings.add(
            "PS510",
            part,
            Words(
                f"工作表名称 {shown!r} 含有控制字符",
                f"sheet title {shown!r} holds a control character",
            ),
        )
    if title.lower() == "history":
        findings.add(
            "PS510",
            part,
            Words(
                f"工作表名称“{shown}”被 Excel 保留", f"sheet title '{shown}' is reserved by Excel"
            ),
        )


def _check_views(book: FoundBook, count: int, findings: Findings) -> None:
    for view in book.tree.iterfind("bookViews/workbookView"):
        for key in ("activeTab", "firstSheet"):
            value = view.get(key, "0")
            if not whole_within(value, 0, count - 1):
                message = Words(
                    f"{key} 是 {value[:20]}，工作簿有 {count} 张工作表",
                    f"{key} {value[:20]}, the workbook has {count} sheets",
                )
                findings.add(
                    "PS514", book.part, message, Words("工作表从 0 数起", "sheets count from 0")
                )
