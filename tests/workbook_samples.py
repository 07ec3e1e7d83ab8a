"""Sound workbooks that the tests of ``verify`` damage on purpose, and the tools to damage them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import xlsxwriter

Parts = dict[str, bytes]
Change = Callable[[Parts], None]

SHEET = "xl/worksheets/sheet1.xml"
"""The sheet 'SKU table': the table, its formulas, formats, validations, links and comments."""
BOARD = "xl/worksheets/sheet2.xml"
"""The sheet 'Board': chart, image and sparklines, its own filter and merged cells."""
HIDDEN = "xl/worksheets/sheet3.xml"
TABLE = "xl/tables/table1.xml"
CHART = "xl/charts/chart1.xml"
DRAWING = "xl/drawings/drawing1.xml"
COMMENTS = "xl/comments1.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
SHEET_LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
TYPES = "[Content_Types].xml"

_PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x02\0\0\0\x90wS\xde"
    b"\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


@cache
def sound_workbook() -> bytes:
    """A workbook with everything ``verify`` looks at, and nothing wrong with it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        _write_table_sheet(book)
        _write_board(book)
        lists = book.add_worksheet("列表")
        lists.write_column(0, 0, ["on sale", "sold out"])
        lists.hide()
        book.define_name("Rate", "=0.13")
        book.define_name("Items", "='SKU table'!$A$4:$A$6")
        book.define_name("Board!Local", "=Board!$A$1")
    parts = unpack(stream.getvalue())
    _add_calculation_chain(parts)
    return pack(parts)


def _write_table_sheet(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("SKU table")
    money = book.add_format({"num_format": '#,##0.00" 元";[Red]-#,##0.00'})
    red = book.add_format({"font_color": "#C00000"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 3, 12, money)
    sheet.set_row(0, 30)
    sheet.merge_range("A1:D1", "SKU table")
    total = "=SKU[[#This Row],[Unit price]]*SKU[[#This Row],[Stock '#1]]"
    columns = [
        {"header": "Item"},
        {"header": "Unit price"},
        {"header": "Stock #1"},
        {"header": "Total", "formula": total},
    ]
    sheet.add_table("A3:D6", {"name": "SKU", "columns": columns})
    for row, (item, price, stock) in enumerate([("a", 1.5, 10), ("b", 2, 20), ("c", 3, 30)], 3):
        sheet.write_string(row, 0, item)
        sheet.write_number(row, 1, price)
        sheet.write_number(row, 2, stock)
        sheet.write_formula(row, 3, total, money, price * stock)
    sheet.write_formula("F3", '=IF(SUM(SKU[Total])>Rate,"yes","no")', None, "yes")
    sheet.write_formula("F4", '=_xlfn.IFNA(VLOOKUP("a",$A$4:$D$6,4,FALSE),0)', None, 15)
    sheet.write_array_formula("F5", "{=SUM(B4:B6*C4:C6)}", None, 145)
    sheet.write_dynamic_array_formula("F6", "=_xlfn.UNIQUE(A4:A6)", None, "a")
    sheet.write_boolean("G3", True)
    sheet.write_formula("G4", "=Board!A1+'列表'!A1", None, "#VALUE!")
    sheet.write_url("G5", "https://example.com/", string="link")
    sheet.write_url("G6", "internal:Board!A1", string="board")
    sheet.write_rich_string("G7", "plain ", red, "red")
    sheet.write_comment("A3", "what is sold")
    sheet.data_validation("A4:A6", {"validate": "list", "source": ["a", "b", "c"]})
    between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 9}
    prompt = {"input_title": "Price", "input_message": "0 to 9"}
    sheet.data_validation("B4:B6", between | prompt)
    sheet.data_validation("C4:C6", {"validate": "custom", "value": "=C4>=0"})
    sheet.conditional_format("D4:D6", {"type": "formula", "criteria": "=$D4>20", "format": red})
    sheet.conditional_format("C4:C6", {"type": "cell", "criteria": ">", "value": 5, "format": red})
    sheet.conditional_format("B4:B6", {"type": "3_color_scale"})
    sheet.conditional_format("B4:B6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B4:B6", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.set_header("&CSKU table")
    sheet.set_footer("&P / &N")
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)


def _write_board(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Board")
    sheet.write_row(0, 0, ["x", "y"])
    sheet.write_column(1, 0, [1, 2, 3])
    sheet.write_column(1, 1, [4, 5, 6])
    sheet.autofilter("A1:B4")
    sheet.merge_range("D1:E1", "merged")
    sheet.merge_range("D2:E2", "merged")
    sheet.set_row(2, None, None, {"level": 1})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=Board!$A$2:$A$4", "values": "=Board!$B$2:$B$4"})
    chart.add_series({"name": "=Board!$B$1", "values": "=Board!$A$2:$A$4"})
    chart.set_title({"name": "Board"})
    sheet.insert_chart("G2", chart)
    sheet.insert_image("D4", "pixel.png", {"image_data": io.BytesIO(_PIXEL)})
    sheet.add_sparkline("C2", {"range": "Board!A2:B2"})
    sheet.add_sparkline("C3", {"range": "'SKU table'!B4:C4"})


def _add_calculation_chain(parts: Parts) -> None:
    """XlsxWriter writes no calcChain; Excel always does."""
    parts["xl/calcChain.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<c r="D4" i="1"/><c r="D5"/><c r="F5" a="1"/></calcChain>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    typed = f'<Override PartName="/xl/calcChain.xml" ContentType="{kind}"/>'
    insert_before(TYPES, "</Types>", typed)(parts)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/>'
    insert_before(BOOK_LINKS, "</Relationships>", link)(parts)


# -- packing --------------------------------------------------------------------------------


def unpack(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def damaged(*changes: Change) -> bytes:
    """The sound workbook after *changes*."""
    parts = unpack(sound_workbook())
    for change in changes:
        change(parts)
    return pack(parts)


# -- changes --------------------------------------------------------------------------------


def replace(part: str, old: str, new: str) -> Change:
    """*new* in the place of the first *old*, which must be there."""

    def change(parts: Parts) -> None:
        text = parts[part].decode()
        assert old in text, f"{part} holds no {old}"
        parts[part] = text.replace(old, new, 1).encode()

    return change


def insert_before(part: str, mark: str, new: str) -> Change:
    return replace(part, mark, new + mark)


def drop(part: str) -> Change:
    def change(parts: Parts) -> None:
        del parts[part]

    return change


def put(part: str, content: str | bytes) -> Change:
    def change(parts: Parts) -> None:
        parts[part] = content.encode() if isinstance(content, str) else content

    return change


def stored_zip(members: list[tuple[str, bytes, int]]) -> bytes:
    """A zip with members as given: name, content and the size it claims to unpack to."""
    body, directory = bytearray(), bytearray()
    for name, content, claimed in members:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        sizes = (zlib.crc32(content), len(packed), claimed, len(name), 0)
        head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, *sizes)
        offset = len(body)
        body += b"PK\3\4" + head + name.encode() + packed
        directory += (
            b"PK\1\2" + struct.pack("<H", 20) + head
            + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name.encode()
        )  # fmt: skip
    count = len(members)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\5\6" + end
