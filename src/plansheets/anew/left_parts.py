"""What stands beside the cells of a sheet and does not come along: each kind is told."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.life.book import BookSheet, OpenBook
from plansheets.words import Words

_KINDS = {
    "pivotTable": Words("数据透视表（单元格的值除外）", "a pivot table, but for its values,"),
    "queryTable": Words("外部数据的查询", "a query of data from elsewhere"),
    "slicer": Words("切片器", "a slicer"),
    "timeline": Words("日程表", "a timeline"),
    "control": Words("控件", "a control"),
    "ctrlProp": Words("控件", "a control"),
    "oleObject": Words("嵌入的文件", "a file inside it"),
    "package": Words("嵌入的文件", "a file inside it"),
    "image": Words("背景图片", "a picture behind its cells"),
}
"""Links of sheets, by the last word of their type."""


def left_parts(book: OpenBook, sheet: BookSheet) -> Iterator[Words]:
    """Why something beside the cells of *sheet* is left over, once a kind."""
    kinds = {one.kind for one in book.package.relationships(sheet.part)}
    tables = book.package.related(sheet.part, "table")
    kinds |= {one.kind for part in tables for one in book.package.relationships(part)}
    for what in dict.fromkeys(one for kind, one in _KINDS.items() if kind in kinds):
        yield Words(f"{what.zh}没有带过去", f"{what.en} did not come along")
