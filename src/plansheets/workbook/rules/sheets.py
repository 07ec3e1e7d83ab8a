"""The list of sheets: their titles, ids, who is visible and who is active."""

from __future__ import annotations

from plansheets.grid import MAX_SHEET_TITLE
from plansheets.lengths import excel_length
from plansheets.package.digits import whole_within
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings

_FORBIDDEN = "[]:*?/\\"
_STATES = frozenset({"visible", "hidden", "veryHidden"})


def check_sheets(book: FoundBook, findings: Findings) -> None:
    """Check the sheets as the workbook lists them."""
    elements = book.tree.findall("sheets/sheet")
    if not elements:
        findings.add("PS513", book.part, "a workbook without sheets")
        return
    titles: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for element in elements:
        title = element.get("name", "")
        _check_title(title, book.part, findings)
        folded = title.lower()
        if folded in titles:
            message = f"two sheets called '{titles[folded]}' and '{title}'"
            findings.add("PS511", book.part, message, "titles must differ by more than case")
        titles.setdefault(folded, title)
        for key, what in (("sheetId", "sheet id"), ("r|id", "link")):
            value = element.get(key, "")
            if not value or (key, value) in seen:
                wrong = f"{what} '{value[:20]}' of another sheet" if value else f"no {what}"
                findings.add("PS512", book.part, f"sheet '{title[:60]}' has {wrong}")
            seen.add((key, value))
        if element.get("state", "visible") not in _STATES:
            message = f"sheet '{title[:60]}' has the state '{element.get('state')}'"
            findings.add("PS513", book.part, message, "visible, hidden or veryHidden")
    if all(element.get("state", "visible") != "visible" for element in elements):
        findings.add("PS513", book.part, "no sheet is visible", "show at least one")
    _check_views(book, len(elements), findings)


def _check_title(title: str, part: str, findings: Findings) -> None:
    shown = title[:60]
    length = excel_length(title)
    if not title:
        findings.add("PS510", part, "a sheet without a title")
    if length > MAX_SHEET_TITLE:
        message = f"sheet title '{shown}' has {length} characters, at most {MAX_SHEET_TITLE}"
        findings.add("PS510", part, message)
    if wrong := sorted(set(title) & set(_FORBIDDEN)):
        message = f"sheet title '{shown}' holds {' '.join(wrong)}"
        findings.add("PS510", part, message, f"none of {' '.join(_FORBIDDEN)} may stand in a title")
    if title.startswith("'") or title.endswith("'"):
        findings.add("PS510", part, f"sheet title '{shown}' begins or ends with an apostrophe")
    if any(character < " " for character in title):
        findings.add("PS510", part, f"sheet title {shown!r} holds a control character")
    if title.lower() == "history":
        findings.add("PS510", part, f"sheet title '{shown}' is reserved by Excel")


def _check_views(book: FoundBook, count: int, findings: Findings) -> None:
    for view in book.tree.iterfind("bookViews/workbookView"):
        for key in ("activeTab", "firstSheet"):
            value = view.get(key, "0")
            if not whole_within(value, 0, count - 1):
                message = f"{key} {value[:20]}, the workbook has {count} sheets"
                findings.add("PS514", book.part, message, "sheets count from 0")
