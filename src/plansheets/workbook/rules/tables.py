"""Tables: names, places, columns, and header cells that say what the columns are called."""

from __future__ import annotations

from plansheets.boxes import first_overlap, parse_box
from plansheets.grid import MAX_NAME, column_name
from plansheets.lengths import excel_length
from plansheets.package.decode import unescape, with_line_feeds
from plansheets.package.digits import whole_number, whole_within
from plansheets.words import Words
from plansheets.workbook.book import FoundBook, FoundSheet, FoundTable
from plansheets.workbook.findings import Findings
from plansheets.workbook.rules.filters import check_filter
from plansheets.workbook.rules.names import name_fault


def check_tables(book: FoundBook, findings: Findings) -> None:
    """Check every table, and all of them against each other."""
    names = {name for name, _ in book.names}
    seen: dict[str, str] = {}
    ids: set[str] = set()
    for sheet in book.sheets:
        _check_parts(sheet, book, findings)
        for table in sheet.tables:
            _check_name(table, names, seen, findings)
            number = table.tree.get("id", "")
            if not whole_number(number) or number in ids:
                message = Words(f"表的编号是“{number[:20]}”", f"table id '{number[:20]}'")
                findings.add(
                    "PS541",
                    table.part,
                    message,
                    Words("每个表要有自己的编号", "tables need numbers of their own"),
                )
            ids.add(number)
            _check_shape(table, findings)
            _check_columns(table, book.styles.differential, findings)
            _check_formulas(sheet, table, findings)
        _check_neighbours(sheet, findings)


def _check_parts(sheet: FoundSheet, book: FoundBook, findings: Findings) -> None:
    """The sheet must list each table part it links to, and list it once."""
    listed = [element.get("r|id") for element in sheet.tree.iterfind("tableParts/tablePart")]
    linked = [link.id for link in book.package.relationships(sheet.part) if link.kind == "table"]
    if len(set(listed)) != len(listed):
        findings.add(
            "PS541", sheet.part, Words("一个表部件列了两次", "one table part is listed twice")
        )
    for id_ in linked:
        if id_ not in listed:
            message = Words(
                f"表部件“{id_}”有链接，却没有列在 tableParts 里",
                f"table part '{id_}' is linked and not listed in tableParts",
            )
            findings.add("PS541", sheet.part, message, level="warning")


def _check_name(
    table: FoundTable, names: set[str], seen: dict[str, str], findings: Findings
) -> None:
    shown = table.name[:60]
    if fault := name_fault(table.name):
        hint = Words(
            "只用字母、数字、_ 和 .，且不能像 AB12、R1C1 这样的单元格",
            "letters, digits, _ and ., and not like a cell such as AB12 or R1C1",
        )
        findings.add(
            "PS540",
            table.part,
            Words(f"表名“{shown}”{fault.zh}", f"table name '{shown}' {fault.en}"),
            hint,
        )
    folded = table.name.lower()
    if folded in seen:
        findings.add(
            "PS540",
            table.part,
            Words(f"两个表都叫“{shown}”", f"two tables called '{shown}'"),
            Words(f"见 {seen[folded]}", f"see {seen[folded]}"),
        )
    seen.setdefault(folded, table.part)
    if folded in names:
        findings.add(
            "PS540",
            table.part,
            Words(
                f"一个表和一个定义的名称都叫“{shown}”",
                f"a table and a defined name called '{shown}'",
            ),
        )


def _check_shape(table: FoundTable, findings: Findings) -> None:
    ref = table.tree.get("ref", "")
    if table.box is None:
        findings.add(
            "PS545",
            table.part,
            Words(f"表的范围“{ref[:40]}”不是单元格区域", f"table range '{ref[:40]}' is no range"),
        )
        return
    top, left, bottom, right = table.box
    if bottom - top + 1 - table.header_rows - table.totals_rows < 1:
        message = Words(
            f"{ref} 的表“{table.name[:60]}”没有数据行",
            f"table '{table.name[:60]}' at {ref} has no data row",
        )
        findings.add(
            "PS545",
            table.part,
            message,
            Words("表头下面留一个空行", "leave one empty row below the header"),
        )
    width = right - left + 1
    if width != len(table.columns):
        message = Words(
            f"表“{table.name[:60]}”有 {len(table.columns)} 列，却占工作表的 {width} 列",
            f"table '{table.name[:60]}' has {len(table.columns)} columns on {width} of the sheet",
        )
        findings.add(
            "PS545",
            table.part,
            message,
            Words("范围要与列的清单一致", "the range and the list of columns must agree"),
        )
    if table.header_rows > 1 or table.totals_rows > 1:
        message = Words(
            f"表“{table.name[:60]}”的表头行或汇总行多于一行",
            f"table '{table.name[:60]}' has more than one header or totals row",
        )
        findings.add("PS545", table.part, message)
    counted = table.tree.find("tableColumns")
    count = counted.get("count") if counted is not None else None
    if count is not None and count != str(len(table.columns)):
        message = Words(
            f"tableColumns 写着 {count[:20]} 列，实有 {len(table.columns)} 列",
            f"tableColumns says {count[:20]} and holds {len(table.columns)}",
        )
        findings.add("PS545", table.part, message, level="warning")
    filter_ = table.tree.find("autoFilter")
    if filter_ is None:
        return
    if not table.header_rows:
        findings.add(
            "PS547",
            table.part,
            Words("没有表头行的表上有筛选", "a filter on a table without a header row"),
        )
    fitting = (top, left, bottom - table.totals_rows, right)
    if parse_box(filter_.get("ref")) not in (fitting, table.box):  # LibreOffice filters totals too
        message = Words(
            f"筛选的范围是“{filter_.get('ref', '')[:40]}”，表的范围是 {ref}",
            f"the filter covers '{filter_.get('ref', '')[:40]}', the table {ref}",
        )
        findings.add(
            "PS547",
            table.part,
            message,
            Words("筛选包括表头和数据，不包括汇总行", "it covers header and data, without totals"),
        )
    check_filter(filter_, table.part, findings)


def _check_columns(table: FoundTable, differential: int, findings: Findings) -> None:
    seen: set[str] = set()
    ids: set[str] = set()
    for element, name in zip(table.tree.iterfind("*/tableColumn"), table.columns, strict=True):
        shown = name[:60]
        if not name:
            findings.add("PS543", table.part, Words("有一列没有名称", "a column without a name"))
        elif name.lower() in seen:
            message = Words(
                f"表“{table.name[:60]}”有两列都叫“{shown}”",
                f"two columns called '{shown}' in table '{table.name[:60]}'",
            )
            findings.add(
                "PS543", table.part, message, Words("名称不分大小写", "names compare without case")
            )
        if excel_length(name) > MAX_NAME:
            message = Words(
                f"列“{shown}…”有 {excel_length(name)} 个字符，最多 {MAX_NAME} 个",
                f"column '{shown}…' has {excel_length(name)} characters, at most {MAX_NAME}",
            )
            findings.add("PS543", table.part, message)
        seen.add(name.lower())
        number = element.get("id", "")
        if not whole_number(number) or number in ids:
            message = Words(
                f"列“{shown}”的编号是“{number[:20]}”",
                f"column '{shown}' has the id '{number[:20]}'",
            )
            findings.add(
                "PS546",
                table.part,
                message,
                Words("每列要有自己的编号，从 1 起", "columns need numbers of their own, from 1"),
            )
        ids.add(number)
        for key in ("dataDxfId", "headerRowDxfId", "totalsRowDxfId"):
            value = element.get(key)
            if value is not None and not whole_within(value, 0, differential - 1):
                message = Words(
                    f"列“{shown}”的 {key} 是 {value[:20]}，文件里只有 {differential} 个",
                    f"column '{shown}': {key} {value[:20]}, the file has {differential}",
                )
                findings.add("PS576", table.part, message, Words("从 0 数起", "they count from 0"))
    for key in ("headerRowDxfId", "dataDxfId", "totalsRowDxfId"):
        value = table.tree.get(key)
        if value is not None and not whole_within(value, 0, differential - 1):
            message = Words(
                f"{key} 是 {value[:20]}，文件里只有 {differential} 个",
                f"{key} {value[:20]}, the file has {differential}",
            )
            findings.add("PS576", table.part, message, Words("从 0 数起", "they count from 0"))


def _check_formulas(sheet: FoundSheet, table: FoundTable, findings: Findings) -> None:
    """New rows get a column's formula, so some of its cells should have it."""
    if table.box is None:
        return
    top, left, _, _ = table.box
    for offset, name in enumerate(table.columns):
        use = sheet.cells.calculated.get((top + table.header_rows, left + offset))
        if use and use.other and not use.same:
            message = Words(
                f"列“{name[:60]}”没有一个单元格用这一列的公式",
                f"no cell of column '{name[:60]}' holds the formula of the column",
            )
            hint = Words(
                "表的新行会用列的公式：把两者改成一致",
                "new rows of the table get the column's formula: make them the same",
            )
            findings.add("PS548", sheet.place(use.other), message, hint, level="warning")


def _check_neighbours(sheet: FoundSheet, findings: Findings) -> None:
    """Nothing else may lie on a table: another table, a merged cell, the sheet's own filter."""
    boxes = [(table.box, table.name) for table in sheet.tables if table.box]
    if pair := first_overlap(boxes):
        message = Words(
            f"表“{pair[0][:60]}”与“{pair[1][:60]}”重叠",
            f"tables '{pair[0][:60]}' and '{pair[1][:60]}' overlap",
        )
        findings.add(
            "PS544",
            sheet.part,
            message,
            Words("两者之间留一行或一列", "leave a row or column between them"),
        )
    if not boxes:
        return
    for merge in sheet.tree.iterfind("mergeCells/mergeCell"):
        merged = parse_box(merge.get("ref"))
        for box, name in boxes:
            if merged and merged.overlaps(box):
                place = sheet.place(merge.get("ref", ""))
                findings.add(
                    "PS544",
                    place,
                    Words(
                        f"表“{name[:60]}”里有合并单元格", f"merged cells inside table '{name[:60]}'"
                    ),
                )
    filter_ = sheet.tree.find("autoFilter")
    filtered = parse_box(filter_.get("ref")) if filter_ is not None else None
    for box, name in boxes:
        if filtered and filtered.overlaps(box):
            message = Words(
                f"工作表自己的筛选压在表“{name[:60]}”上",
                f"the sheet's own filter lies on table '{name[:60]}'",
            )
            findings.add(
                "PS531", sheet.part, message, Words("表自带筛选", "a table brings its own filter")
            )


def check_headers(book: FoundBook, texts: dict[int, str], findings: Findings) -> None:
    """Compare header cells with column names; *texts* holds the shared strings they name."""
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.box and table.header_rows:
                _check_table_headers(sheet, table, texts, findings)


def _check_table_headers(
    sheet: FoundSheet, table: FoundTable, texts: dict[int, str], findings: Findings
) -> None:
    top, left = table.box[:2] if table.box else (0, 0)
    for offset, name in enumerate(table.columns):
        cell = sheet.cells.headers.get((top, left + offset))
        place = sheet.place(f"{column_name(left + offset)}{top + 1}")
        of = Words(
            f"表“{table.name[:60]}”的列“{name[:60]}”",
            f"of column '{name[:60]}' in table '{table.name[:60]}'",
        )
        hint = Words(
            "表头单元格是文本，与列名相同", "header cells hold text, the same as the column's name"
        )
        if cell is None:
            findings.add(
                "PS542",
                place,
                Words(f"{of.zh}缺少表头单元格", f"the header cell {of.en} is missing"),
                hint,
            )
        elif cell.kind == "formula":
            findings.add(
                "PS542",
                place,
                Words(f"{of.zh}的表头单元格是公式", f"the header cell {of.en} holds a formula"),
                hint,
            )
        elif cell.kind not in ("s", "inlineStr", "str"):
            message = Words(f"{of.zh}的表头单元格是空的", f"the header cell {of.en} holds nothing")
            if cell.value:
                held = cell.value[:40]
                message = Words(
                    f"{of.zh}的表头单元格是“{held}”，不是文本",
                    f"the header cell {of.en} holds '{held}', which is no text",
                )
            findings.add("PS542", place, message, hint)
        else:
            text = cell.value
            if cell.kind == "s":  # a number that is none is a finding of the cell
                text = texts.get(-1 if (number := whole_number(text)) is None else number, "")
            if with_line_feeds(unescape(text)) != name:
                message = Words(
                    f"{of.zh}的表头单元格写的是“{text[:60]}”",
                    f"the header cell {of.en} says '{text[:60]}'",
                )
                findings.add("PS542", place, message, hint)
