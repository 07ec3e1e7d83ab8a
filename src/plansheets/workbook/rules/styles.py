"""Styles: every index inside its list, number formats that can be read, not too many of either."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.grid import MAX_CELL_FORMATS
from plansheets.package.digits import real_within, whole_number, whole_within
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.number_formats import number_format_fault

_MAX_NUMBER_FORMATS = 200
_MAX_FONT_SIZE = 409.55
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))


def check_styles(book: FoundBook, findings: Findings) -> None:
    """Check ``styles.xml`` in itself; cells' formats are checked as the cells stream by."""
    tree = book.styles.tree
    if tree is None:
        return
    part = book.package.related(book.part, "styles")[0]
    counts = {
        what: len(found) if (found := tree.find(what)) is not None else 0 for _, what in _PARTS
    }
    base_formats = tree.findall("cellStyleXfs/xf")
    last_base = max(len(base_formats), 1) - 1
    formats = tree.findall("cellXfs/xf")
    for kind, xfs in (("cellStyleXfs", base_formats), ("cellXfs", formats)):
        for number, xf in enumerate(xfs):
            for key, what in _PARTS:
                if not whole_within(xf.get(key, "0"), 0, counts[what] - 1):
                    message = f"{kind} {number}: {key} {xf.get(key)}, the file has {counts[what]}"
                    findings.add("PS579", part, message, "they count from 0", group=key)
            if kind == "cellXfs" and not whole_within(xf.get("xfId", "0"), 0, last_base):
                message = (
                    f"cellXfs {number}: xfId {xf.get('xfId')}, the file has {len(base_formats)}"
                )
                findings.add("PS579", part, message, "they count from 0", group="xfId")
    for style in tree.iterfind("cellStyles/cellStyle"):
        if not whole_within(style.get("xfId", "0"), 0, last_base):
            message = f"cell style '{style.get('name', '')[:40]}': xfId {style.get('xfId')}"
            findings.add("PS579", part, message, f"the file has {len(base_formats)}")
    if book.styles.cell_formats > MAX_CELL_FORMATS:
        message = f"{book.styles.cell_formats:,} cell formats, at most {MAX_CELL_FORMATS:,}"
        findings.add("PS579", part, message, "use one format for cells that look alike")
    for size in tree.iterfind("fonts/font/sz"):
        if not real_within(size.get("val", "11"), 0, _MAX_FONT_SIZE):
            findings.add("PS579", part, f"font size {size.get('val', '')[:20]}, at most 409")
    _check_number_formats(tree, part, findings)


def _check_number_formats(tree: Element, part: str, findings: Findings) -> None:
    formats = tree.findall("numFmts/numFmt")
    seen: set[str] = set()
    for element in (*formats, *tree.iterfind("dxfs/dxf/numFmt")):
        code = element.get("formatCode", "")
        if fault := number_format_fault(code):
            message = f"number format '{code[:60]}' {fault}"
            findings.add("PS578", part, message, 'put words in quotes: 0.0"%"')
    for element in formats:
        number = element.get("numFmtId", "")
        if whole_number(number) is None:
            findings.add("PS578", part, f"number format with the id '{number[:20]}'")
        elif number in seen:
            findings.add("PS578", part, f"two number formats with the id {number}")
        seen.add(number)
    if len(formats) > _MAX_NUMBER_FORMATS:
        message = f"{len(formats):,} number formats, Excel promises about {_MAX_NUMBER_FORMATS}"
        findings.add("PS578", part, message, level="warning")
