"""Drawings: anchors on the grid, charts over real ranges, sparklines, comments."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from plansheets.boxes import parse_box
from plansheets.grid import MAX_CELL_TEXT, MAX_COLUMNS, MAX_ROWS, parse_cell
from plansheets.package.archive import PackageError
from plansheets.package.digits import whole_number, whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook, FoundSheet
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.ranges import range_faults

MAX_SERIES = 255
_AXES = frozenset({"c|catAx", "c|valAx", "c|dateAx", "c|serAx"})
_WITHOUT_AXES = frozenset({"c|pieChart", "c|pie3DChart", "c|doughnutChart", "c|ofPieChart"})


def check_drawings(book: FoundBook, findings: Findings) -> None:
    """Check what lies on top of the cells of each sheet."""
    sheets = {sheet.title.lower() for sheet in book.sheets}
    for sheet in book.sheets:
        for part in book.package.related(sheet.part, "drawing"):
            try:
                _check_anchors(part, book.package.tree(part), findings)
                for chart in book.package.related(part, "chart"):
                    _check_chart(book, chart, book.package.tree(chart), findings)
            except PackageError as error:
                findings.add(error.code, error.part, error.message, error.hint)
        for part in book.package.related(sheet.part, "comments"):
            try:
                _check_comments(sheet, book.package.tree(part), part, findings)
            except PackageError as error:
                findings.add(error.code, error.part, error.message, error.hint)
            if sheet.tree.find("legacyDrawing") is None:
                message = Words(
                    "批注缺少显示它们的图形", "comments without the drawing that shows them"
                )
                hint = Words(
                    "legacyDrawing 要指向一个 VML 部件", "legacyDrawing must name a VML part"
                )
                findings.add("PS537", sheet.part, message, hint, level="warning")
        _check_sparklines(sheet, sheets, findings)


def _check_anchors(part: str, tree: Element, findings: Findings) -> None:
    for corner in (*tree.iter("xdr|from"), *tree.iter("xdr|to")):
        column, row = corner.findtext("xdr|col", ""), corner.findtext("xdr|row", "")
        if not (whole_within(column, 0, MAX_COLUMNS) and whole_within(row, 0, MAX_ROWS)):
            message = Words(
                f"图形锚定在第“{row[:20]}”行、第“{column[:20]}”列",
                f"a drawing anchored at row '{row[:20]}', column '{column[:20]}'",
            )
            findings.add(
                "PS535",
                part,
                message,
                Words(
                    "行列从 0 数起，且须在表格之内", "rows and columns count from 0, on the grid"
                ),
            )


def _check_chart(book: FoundBook, part: str, tree: Element, findings: Findings) -> None:
    sheets = {sheet.title.lower() for sheet in book.sheets}
    names = {name for name, _ in book.names}
    for element in tree.iter("c|f"):
        for message, hint in range_faults((element.text or "").strip(), sheets, names):
            findings.add(
                "PS536",
                part,
                Words(f"图表的数据区域{message.zh}", f"chart range {message.en}"),
                hint,
            )
    plot = tree.find("c|chart/c|plotArea")
    if plot is None:
        findings.add("PS536", part, Words("图表没有绘图区", "a chart without a plot area"))
        return
    charts = [child for child in plot if child.tag.endswith("Chart")]
    if not charts:
        findings.add(
            "PS536",
            part,
            Words("图表没有类型，什么也没有画", "a chart without a kind: nothing is plotted"),
        )
    axes = [axis for axis in plot if axis.tag in _AXES]
    ids = [_value(axis, "c|axId") for axis in axes]
    if len(set(ids)) != len(ids):
        findings.add(
            "PS536", part, Words("图表的两条坐标轴用了同一个 id", "two axes of a chart with one id")
        )
    for axis in axes:
        crossed = _value(axis, "c|crossAx")
        if crossed and crossed not in ids:
            findings.add(
                "PS536",
                part,
                Words(
                    f"坐标轴与轴 {crossed[:20]} 相交，而图中没有这条轴",
                    f"an axis crosses axis {crossed[:20]}, which is not there",
                ),
            )
    seen: dict[str, set[str]] = {"c|idx": set(), "c|order": set()}
    count = 0
    for chart in charts:
        if chart.tag not in _WITHOUT_AXES:
            for wanted in chart.findall("c|axId"):
                if wanted.get("val") not in ids and wanted.get("val") != "0":
                    message = Words(
                        f"图表用到轴 {wanted.get('val', '')[:20]}，而图中没有这条轴",
                        f"a chart names axis {wanted.get('val', '')[:20]}, which is not there",
                    )
                    findings.add("PS536", part, message)
        for series in chart.findall("c|ser"):
            count += 1
            for key, values in seen.items():
                value = _value(series, key)
                if value in values or whole_number(value) is None:
                    message = Words(
                        f"图表有两个系列的 {key.removeprefix('c:')} 都是“{value[:20]}”",
                        f"two series of a chart with {key.removeprefix('c:')} '{value[:20]}'",
                    )
                    hint = Words(
                        "每个系列要有自己的，否则 Excel 会弄混颜色与名称",
                        "every series needs its own, or Excel mixes their colours and names up",
                    )
                    findings.add("PS536", part, message, hint, level="warning")
                values.add(value)
    if count > MAX_SERIES:
        findings.add(
            "PS536",
            part,
            Words(
                f"图表有 {count} 个系列，最多 {MAX_SERIES} 个",
                f"a chart of {count} series, at most {MAX_SERIES}",
            ),
        )


def _value(element: Element, child: str) -> str:
    found = element.find(child)
    return found.get("val", "") if found is not None else ""


def _check_comments(sheet: FoundSheet, tree: Element, part: str, findings: Findings) -> None:
    authors = len(tree.findall("authors/author"))
    seen: set[str] = set()
    for comment in tree.iterfind("commentList/comment"):
        ref = comment.get("ref", "")
        if parse_cell(ref) is None:
            findings.add(
                "PS537",
                part,
                Words(
                    f"批注所在的“{ref[:20]}”不是单元格",
                    f"a comment on '{ref[:20]}', which is no cell",
                ),
            )
        elif ref in seen:
            findings.add(
                "PS537", sheet.place(ref), Words("一个单元格有两条批注", "two comments on one cell")
            )
        seen.add(ref)
        author = comment.get("authorId", "")
        if not whole_within(author, 0, authors - 1):
            message = Words(
                f"批注的作者是第 {author[:20]} 位，文件里只有 {authors} 位",
                f"a comment by author {author[:20]}, the file has {authors}",
            )
            findings.add(
                "PS537",
                sheet.place(ref[:20]),
                message,
                Words("作者从 0 数起", "authors count from 0"),
            )
        length = sum(len(text.text or "") for text in comment.iter("t"))
        if length > MAX_CELL_TEXT:
            message = Words(
                f"批注有 {length:,} 个字符，最多 {MAX_CELL_TEXT:,} 个",
                f"a comment of {length:,} characters, at most {MAX_CELL_TEXT:,}",
            )
            findings.add("PS537", sheet.place(ref[:20]), message)


def _check_sparklines(sheet: FoundSheet, sheets: set[str], findings: Findings) -> None:
    tree = sheet.tree
    for group in tree.iter("x14|sparklineGroup"):
        if group.find("x14|sparklines/x14|sparkline") is None:
            findings.add(
                "PS538",
                sheet.part,
                Words("一组迷你图里一个也没有", "a group of sparklines with none in it"),
            )
    for line in tree.iter("x14|sparkline"):
        where, data = line.findtext("xm|sqref", "").strip(), line.findtext("xm|f", "").strip()
        box = parse_box(where)
        place = sheet.place(where[:20]) if where else sheet.part
        if box is None or not box.is_cell:
            message = Words(
                f"迷你图所在的“{where[:40]}”不是单个单元格",
                f"a sparkline in '{where[:40]}', which is no single cell",
            )
            findings.add("PS538", sheet.part, message)
        if data:
            for message, hint in range_faults(data, sheets, set()):
                findings.add(
                    "PS538",
                    place,
                    Words(f"迷你图的数据区域{message.zh}", f"sparkline range {message.en}"),
                    hint,
                )
