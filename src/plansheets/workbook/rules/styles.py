"""Styles: every index inside its list, number formats that can be read, not too many of either."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.grid import MAX_CELL_FORMATS
from plansheets.package.digits import real_within, whole_number, whole_within
from plansheets.values.number_formats import number_format_fault
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings

_MAX_NUMBER_FORMATS = 200
_MAX_FONT_SIZE = 409.55
_MAX_FONT_NAME = 31
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
                    message = Words(
                        f"{kind} {number}：{key} 是 {xf.get(key)}，文件里只有 {counts[what]} 个",
                        f"{kind} {number}: {key} {xf.get(key)}, the file has {counts[what]}",
                    )
                    findings.add(
                        "PS579", part, message, Words("从 0 数起", "they count from 0"), group=key
                    )
            if kind == "cellXfs" and not whole_within(xf.get("xfId", "0"), 0, last_base):
                message = Words(
                    f"cellXfs {number}：xfId 是 {xf.get('xfId')}，文件有 {len(base_formats)} 个",
                    f"cellXfs {number}: xfId {xf.get('xfId')}, the file has {len(base_formats)}",
                )
                findings.add(
                    "PS579", part, message, Words("从 0 数起", "they count from 0"), group="xfId"
                )
    for style in tree.iterfind("cellStyles/cellStyle"):
        if not whole_within(style.get("xfId", "0"), 0, last_base):
            message = Words(
                f"单元格样式“{style.get('name', '')[:40]}”的 xfId 是 {style.get('xfId')}",
                f"cell style '{style.get('name', '')[:40]}': xfId {style.get('xfId')}",
            )
            findings.add(
                "PS579",
                part,
                message,
                Words(f"文件里只有 {len(base_formats)} 个", f"the file has {len(base_formats)}"),
            )
    if book.styles.cell_formats > MAX_CELL_FORMATS:
        message = Words(
            f"有 {book.styles.cell_formats:,} 种单元格格式，最多 {MAX_CELL_FORMATS:,} 种",
            f"{book.styles.cell_formats:,} cell formats, at most {MAX_CELL_FORMATS:,}",
        )
        findings.add(
            "PS579",
            part,
            message,
            Words("看上去一样的单元格共用一种格式", "use one format for cells that look alike"),
        )
    for size in tree.iterfind("fonts/font/sz"):
        if not real_within(size.get("val", "11"), 1, _MAX_FONT_SIZE):
            findings.add(
                "PS579",
                part,
                Words(
                    f"字号是 {size.get('val', '')[:20]}，应在 1 到 409 之间",
                    f"font size {size.get('val', '')[:20]}, it goes from 1 to 409",
                ),
            )
    for name in tree.iterfind("fonts/font/name"):
        if len(name.get("val", "")) > _MAX_FONT_NAME:
            message = Words(
                f"字体名“{name.get('val', '')[:40]}”超过 {_MAX_FONT_NAME} 个字符",
                f"font name '{name.get('val', '')[:40]}', at most {_MAX_FONT_NAME} characters",
            )
            findings.add("PS579", part, message)
    _check_number_formats(tree, part, findings)


def _check_number_formats(tree: Element, part: str, findings: Findings) -> None:
    formats = tree.findall("numFmts/numFmt")
    seen: set[str] = set()
    for element in (*formats, *tree.iterfind("dxfs/dxf/numFmt")):
        code = element.get("formatCode", "")
        if fault := number_format_fault(code):
            message = Words(
                f"数字格式“{code[:60]}”{fault.zh}", f"number format '{code[:60]}' {fault.en}"
            )
            findings.add(
                "PS578",
                part,
                message,
                Words('文字放在引号里：0.0"%"', 'put words in quotes: 0.0"%"'),
            )
    for element in formats:
        number = element.get("numFmtId", "")
        if whole_number(number) is None:
            findings.add(
                "PS578",
                part,
                Words(
                    f"数字格式的编号是“{number[:20]}”", f"number format with the id '{number[:20]}'"
                ),
            )
        elif number in seen:
            findings.add(
                "PS578",
                part,
                Words(
                    f"两种数字格式的编号都是 {number}", f"two number formats with the id {number}"
                ),
            )
        seen.add(number)
    if len(formats) > _MAX_NUMBER_FORMATS:
        message = Words(
            f"有 {len(formats):,} 种数字格式，Excel 只保证约 {_MAX_NUMBER_FORMATS} 种",
            f"{len(formats):,} number formats, Excel promises about {_MAX_NUMBER_FORMATS}",
        )
        findings.add("PS578", part, message, level="warning")
