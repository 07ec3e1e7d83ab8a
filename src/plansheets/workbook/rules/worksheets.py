"""A worksheet around its cells: columns, merged cells, links, views, headers and page breaks."""

from __future__ import annotations

from plansheets.boxes import first_overlap, parse_box
from plansheets.grid import (
    MAX_COLUMN_WIDTH,
    MAX_COLUMNS,
    MAX_HEADER_FOOTER,
    MAX_SHEET_LINKS,
    MAX_URL,
    cell_name,
)
from plansheets.lengths import excel_length
from plansheets.package.digits import real_within, whole_number, whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook, FoundSheet
from plansheets.workbook.cells import MAX_OUTLINE
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.filters import check_filter

MAX_BREAKS = 1_026
_ZOOMS = ("zoomScale", "zoomScaleNormal", "zoomScaleSheetLayoutView", "zoomScalePageLayoutView")
_PANES = frozenset({"bottomRight", "topRight", "bottomLeft", "topLeft"})


def check_worksheets(book: FoundBook, findings: Findings) -> None:
    """Run every rule of this family over every sheet."""
    windows = len(book.tree.findall("bookViews/workbookView"))
    for sheet in book.sheets:
        _check_columns(sheet, book.styles.cell_formats, findings)
        _check_merges(sheet, findings)
        _check_links(book, sheet, findings)
        _check_views(sheet, windows, findings)
        _check_page(sheet, findings)
        _check_ranges(sheet, findings)
        _check_metadata(book, sheet, findings)
    _check_chain(book, findings)


def _check_chain(book: FoundBook, findings: Findings) -> None:
    """Every cell of the calculation chain must hold a formula, or lie in an array's range."""
    sheets = {sheet.sheet_id: sheet for sheet in book.sheets}
    for sheet_id, left in book.chained.items():
        sheet = sheets.get(sheet_id)
        arrays = [box for ref in (sheet.cells.arrays if sheet else ()) if (box := parse_box(ref))]
        for cell in sorted(left):
            spot = parse_box(cell)
            if spot and any(spot.overlaps(box) for box in arrays):
                continue
            findings.add(
                "PS506",
                sheet.place(cell[:20]) if sheet else book.part,
                Words(
                    f"计算链里有 {cell[:20]}，而它没有公式",
                    f"the calculation chain names {cell[:20]}, which has no formula",
                ),
                Words(
                    "去掉 calcChain.xml，连同它的链接和内容类型",
                    "take calcChain.xml out with its link and content type",
                ),
                group="chain",
            )


def _check_columns(sheet: FoundSheet, cell_formats: int, findings: Findings) -> None:
    before = 0
    for element in sheet.tree.iterfind("cols/col"):
        first, last = whole_number(element.get("min")), whole_number(element.get("max"))
        if first is None or last is None or not 1 <= first <= last <= MAX_COLUMNS:
            low, high = (element.get(key, "")[:20] for key in ("min", "max"))
            message = Words(
                f"第 {low} 至 {high} 列，应在 1 到 {MAX_COLUMNS:,} 之间",
                f"columns {low} to {high}, they go from 1 to {MAX_COLUMNS:,}",
            )
            findings.add("PS524", sheet.part, message)
            continue
        place = sheet.place(cell_name(0, first - 1))
        if first <= before:
            message = Words(
                f"第 {first} 至 {last} 列与前面的重叠，前面到第 {before} 列为止",
                f"columns {first} to {last} overlap those before them, which end at {before}",
            )
            findings.add(
                "PS524",
                place,
                message,
                Words("每列只写一次，从左到右", "describe each column once, from left to right"),
            )
        before = max(before, last)
        width = element.get("width", "8")
        if not real_within(width, 0, MAX_COLUMN_WIDTH + 1):
            message = Words(
                f"列宽是 {width[:20]}，最大 {MAX_COLUMN_WIDTH}",
                f"column width {width[:20]}, at most {MAX_COLUMN_WIDTH}",
            )
            findings.add("PS524", place, message)
        level = element.get("outlineLevel", "0")
        if not whole_within(level, 0, MAX_OUTLINE):
            message = Words(
                f"列的分级是 {level[:20]}，最大 {MAX_OUTLINE}",
                f"outline level {level[:20]} of a column, at most {MAX_OUTLINE}",
            )
            findings.add("PS525", place, message)
        style = element.get("style", "0")
        if not whole_within(style, 0, cell_formats - 1):
            message = Words(
                f"列用到第 {style[:20]} 种单元格格式，文件里只有 {cell_formats} 种",
                f"cell format {style[:20]} of a column, the file has {cell_formats}",
            )
            findings.add("PS575", place, message)


def _check_merges(sheet: FoundSheet, findings: Findings) -> None:
    merged = sheet.tree.find("mergeCells")
    if merged is not None and len(merged) == 0:
        findings.add(
            "PS526",
            sheet.part,
            Words("合并单元格的清单是空的", "a list of merged cells with none in it"),
        )
    boxes = []
    for element in sheet.tree.iterfind("mergeCells/mergeCell"):
        ref = element.get("ref", "")
        box = parse_box(ref)
        if box is None:
            findings.add(
                "PS526",
                sheet.part,
                Words(
                    f"合并单元格“{ref[:40]}”不是单元格区域",
                    f"merged cells '{ref[:40]}', which is no range",
                ),
            )
        elif box.is_cell:
            message = Words(f"合并的只有 {ref} 一个单元格", f"a merge of the one cell {ref}")
            findings.add(
                "PS526",
                sheet.place(ref),
                message,
                Words("两个以上的单元格才能合并", "a merge takes two cells or more"),
            )
        else:
            boxes.append((box, ref))
    if pair := first_overlap(boxes):
        findings.add(
            "PS526",
            sheet.place(pair[0]),
            Words(
                f"合并单元格 {pair[0]} 与 {pair[1]} 重叠",
                f"merged cells {pair[0]} and {pair[1]} overlap",
            ),
        )


def _check_links(book: FoundBook, sheet: FoundSheet, findings: Findings) -> None:
    links = {link.id: link for link in book.package.relationships(sheet.part)}
    count = 0
    for element in sheet.tree.iterfind("hyperlinks/hyperlink"):
        count += 1
        ref = element.get("ref", "")
        place = sheet.place(ref[:40])
        if parse_box(ref) is None:
            findings.add(
                "PS530",
                sheet.part,
                Words(
                    f"链接所在的“{ref[:40]}”不是单元格", f"a link in '{ref[:40]}', which is no cell"
                ),
            )
        link = links.get(element.get("r|id", ""))
        length = excel_length(link.target) if link else 0
        if length > MAX_URL:
            message = Words(
                f"地址有 {length:,} 个字符，最多 {MAX_URL:,} 个",
                f"an address of {length:,} characters, at most {MAX_URL:,}",
            )
            findings.add("PS530", place, message, Words("缩短", "shorten it"))
        for key in ("location", "tooltip", "display"):
            allowed = MAX_URL if key == "location" else 255 if key == "tooltip" else 1 << 30
            length = excel_length(element.get(key, ""))
            if length > allowed:
                message = Words(
                    f"链接的 {key} 有 {length:,} 个字符，最多 {allowed:,} 个",
                    f"{key} of a link with {length:,} characters, at most {allowed:,}",
                )
                findings.add("PS530", place, message, Words("缩短", "shorten it"))
    if count > MAX_SHEET_LINKS:
        message = Words(
            f"一张工作表有 {count:,} 个链接，最多 {MAX_SHEET_LINKS:,} 个",
            f"{count:,} links on a sheet, at most {MAX_SHEET_LINKS:,}",
        )
        findings.add(
            "PS530", sheet.part, message, Words("改用 HYPERLINK 公式", "use HYPERLINK formulas")
        )


def _check_views(sheet: FoundSheet, windows: int, findings: Findings) -> None:
    for view in sheet.tree.iterfind("sheetViews/sheetView"):
        named = whole_number(view.get("workbookViewId", "0"))
        if named is not None and named > max(windows - 1, 0):
            message = Words(
                f"用到第 {named} 个窗口，工作簿只有 {windows} 个",
                f"the view of window {named}, the workbook has {windows}",
            )
            findings.add(
                "PS528", sheet.part, message, Words("窗口从 0 数起", "windows count from 0")
            )
        for key in _ZOOMS:
            value = view.get(key, "0")
            if value != "0" and not whole_within(value, 10, 400):
                message = Words(
                    f"{key} 是 {value[:20]}，应在 10 到 400 之间",
                    f"{key} {value[:20]}, it goes from 10 to 400",
                )
                findings.add("PS528", sheet.part, message)
        for pane in view.iterfind("pane"):
            if pane.get("activePane", "topLeft") not in _PANES:
                message = Words(
                    f"当前窗格是“{pane.get('activePane', '')[:20]}”",
                    f"active pane '{pane.get('activePane', '')[:20]}'",
                )
                findings.add("PS528", sheet.part, message)
        for element in view.iter():
            top_left = element.get("topLeftCell")
            if top_left is not None and parse_box(top_left) is None:
                message = Words(
                    f"左上角“{top_left[:20]}”不是单元格",
                    f"top left cell '{top_left[:20]}', which is no cell",
                )
                findings.add("PS528", sheet.part, message)
            sqref = element.get("sqref")
            if sqref is not None and any(parse_box(each) is None for each in sqref.split()):
                findings.add(
                    "PS528",
                    sheet.part,
                    Words(
                        f"选区“{sqref[:40]}”不是单元格区域",
                        f"selection '{sqref[:40]}', which is no range",
                    ),
                )


def _check_page(sheet: FoundSheet, findings: Findings) -> None:
    for element in sheet.tree.iterfind("headerFooter/*"):
        length = excel_length(element.text or "")
        if length > MAX_HEADER_FOOTER:
            message = Words(
                f"{element.tag} 有 {length} 个字符，最多 {MAX_HEADER_FOOTER} 个",
                f"{element.tag} of {length} characters, at most {MAX_HEADER_FOOTER}",
            )
            findings.add("PS529", sheet.part, message, Words("缩短", "shorten it"))
    for setup in sheet.tree.iterfind("pageSetup"):
        scale = setup.get("scale", "100")
        # Excel 2010 and 2013 write 0 for a scale that was never set
        if scale != "0" and not whole_within(scale, 10, 400):
            findings.add(
                "PS532",
                sheet.part,
                Words(
                    f"打印缩放是 {scale[:20]}，应在 10 到 400 之间",
                    f"print scale {scale[:20]}, it goes from 10 to 400",
                ),
            )
        for key in ("fitToWidth", "fitToHeight"):
            pages = setup.get(key, "1")
            if not whole_within(pages, 0, 32_767):
                findings.add(
                    "PS532",
                    sheet.part,
                    Words(
                        f"{key} 是 {pages[:20]}，最大 32,767", f"{key} {pages[:20]}, at most 32,767"
                    ),
                )
    for margins in sheet.tree.iterfind("pageMargins"):
        for side, width in margins.items():
            if not real_within(width, 0, 49):
                findings.add(
                    "PS532",
                    sheet.part,
                    Words(f"{side} 页边距是 {width[:20]}", f"{side} margin {width[:20]}"),
                )
    for kind in ("rowBreaks", "colBreaks"):
        breaks = sheet.tree.findall(f"{kind}/brk")
        if len(breaks) > MAX_BREAKS:
            message = Words(
                f"有 {len(breaks):,} 个分页符，最多 {MAX_BREAKS:,} 个",
                f"{len(breaks):,} page breaks, at most {MAX_BREAKS:,}",
            )
            findings.add("PS532", sheet.part, message)


def _check_ranges(sheet: FoundSheet, findings: Findings) -> None:
    dimension = sheet.tree.find("dimension")
    if dimension is not None and parse_box(dimension.get("ref")) is None:
        message = Words(
            f"dimension 是“{dimension.get('ref', '')[:40]}”，不是单元格区域",
            f"dimension '{dimension.get('ref', '')[:40]}', which is no range",
        )
        findings.add("PS527", sheet.part, message, level="warning")
    filter_ = sheet.tree.find("autoFilter")
    if filter_ is not None:
        check_filter(filter_, sheet.part, findings)
        box = parse_box(filter_.get("ref"))
        for table in sheet.tables:
            if box is not None and table.box is not None and box.overlaps(table.box):
                message = Words(
                    f"工作表的筛选盖住了表格“{table.name[:40]}”",
                    f"the sheet's filter lies over the table '{table.name[:40]}'",
                )
                hint = Words(
                    "表格有自己的筛选：去掉工作表的", "tables filter themselves: take it out"
                )
                findings.add("PS531", sheet.part, message, hint)
    names: set[str] = set()
    for protected in sheet.tree.iterfind("protectedRanges/protectedRange"):
        name, sqref = protected.get("name", ""), protected.get("sqref", "")
        if not sqref or any(parse_box(each) is None for each in sqref.split()):
            findings.add(
                "PS533",
                sheet.part,
                Words(
                    f"受保护区域“{name[:40]}”的范围是“{sqref[:40]}”",
                    f"protected range '{name[:40]}': '{sqref[:40]}'",
                ),
            )
        if name.lower() in names:
            findings.add(
                "PS533",
                sheet.part,
                Words(
                    f"两个受保护区域都叫“{name[:40]}”", f"two protected ranges called '{name[:40]}'"
                ),
            )
        names.add(name.lower())
    for ignored in sheet.tree.iterfind("ignoredErrors/ignoredError"):
        sqref = ignored.get("sqref", "")
        if not sqref or any(parse_box(each) is None for each in sqref.split()):
            findings.add(
                "PS533",
                sheet.part,
                Words(f"忽略错误的范围是“{sqref[:40]}”", f"ignored errors in '{sqref[:40]}'"),
            )


def _check_metadata(book: FoundBook, sheet: FoundSheet, findings: Findings) -> None:
    """Cells that spill or hold pictures name records of ``metadata.xml``."""
    first = sheet.cells.rich_values
    if first is None:
        return
    parts = book.package.related(book.part, "sheetMetadata")
    place = sheet.place(first.first)
    if not parts:
        findings.add(
            "PS572",
            place,
            Words(
                "单元格用到元数据，而文件里没有 metadata.xml",
                "a cell names metadata, and the file has no metadata.xml",
            ),
        )
        return
    found = book.package.tree(parts[0]).find("cellMetadata")
    count = len(found) if found is not None else 0
    if sheet.cells.highest_metadata > count:
        message = Words(
            f"用到第 {sheet.cells.highest_metadata} 个单元格元数据，文件里只有 {count} 个",
            f"cell metadata {sheet.cells.highest_metadata}, the file has {count}",
        )
        findings.add("PS572", place, message, Words("从 1 数起", "they count from 1"))
