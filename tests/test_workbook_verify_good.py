"""``verify`` is silent about what Excel writes itself, or opens without a word."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import LineChart, Reference, ScatterChart, Series
from openpyxl.chart.axis import DateAxis

from mutated_files import pack, unpack
from plansheets.workbook.verify import verify_bytes
from workbook_faults import CORE, formula, name, own_properties
from workbook_samples import (
    BOOK,
    BOOK_LINKS,
    HIDDEN,
    SHEET,
    SHEET_LINKS,
    STRINGS,
    TABLE,
    Change,
    Parts,
    damaged,
    drop,
    insert_before,
    put,
    replace,
)

OPEN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
DELETED = (
    f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}">'
    f'<x14:dataValidations count="1" xmlns:xm="{XM}"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>#REF!</xm:f></x14:formula1><xm:sqref>#REF!</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def link(part: str, target: str, kind: str = "printerSettings", id_: str = "rId77") -> Change:
    written = f'<Relationship Id="{id_}" Type="{OPEN}/{kind}" Target="{target}"/>'
    return insert_before(part, "</Relationships>", written)


def renamed(part: str, other: str) -> Change:
    """The member called otherwise, while links and content types stay as they are."""

    def change(parts: Parts) -> None:
        parts[other] = parts.pop(part)

    return change


def header(written: str) -> tuple[Change, ...]:
    """A line break in a header, written *written* in the formula of every row."""

    def change(parts: Parts) -> None:
        text = parts[SHEET].decode().replace("[Unit price]", f"[Unit{written}price]")
        parts[SHEET] = text.encode()

    return (
        change,
        replace(STRINGS, "Unit price", "Unit\nprice"),
        replace(TABLE, 'name="Unit price"', 'name="Unit_x000a_price"'),
        replace(TABLE, "[Unit price]", f"[Unit{written}price]"),
    )


GOOD: dict[str, tuple[Change, ...]] = {
    "a print scale of 0": (replace(SHEET, "<pageSetup ", '<pageSetup scale="0" '),),
    "what Excel leaves behind": (put("[trash]/0000.dat", b"\0\0"),),
    "a calculation chain that is not there": (drop("xl/calcChain.xml"),),
    "a link that climbs above the root": (
        put("customXml/item1.xml", "<a/>"),
        link("_rels/.rels", "../customXml/item1.xml", "customXml"),
    ),
    "a name with a symbol": (name("kontakt.✉_mail"), formula("kontakt.✉_mail+1")),
    "a sheet with a dot of Japanese, unquoted": (
        replace(BOOK, 'name="列表"', 'name="売上・表"'),
        replace(SHEET, "'列表'!A1", "売上・表!A1"),
    ),
    "a 2010 validation whose cells were deleted": (insert_before(HIDDEN, "</worksheet>", DELETED),),
    "a header of two lines, CRLF": header("\r\n"),
    "a header of two lines, LF": header("\n"),
    "a header of two lines, by its number": header("&#10;"),
    "backslashes in member names": (renamed(SHEET, SHEET.replace("/", "\\")),),
    "an open line break and an entity of HTML in VML": (
        replace(
            "xl/drawings/vmlDrawing1.vml", "</div></v:textbox>", "a<br>b&nbsp;</div></v:textbox>"
        ),
    ),
    "custom properties": own_properties(2, 3),
    "percent signs in member names": (renamed(SHEET, SHEET.replace("sheet1", "sheet%31")),),
    "32,767 characters, some escaped": (replace(STRINGS, "sold out", "_x000D_" + "x" * 32_766),),
}


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD)
def test_verify_is_silent_about(changes: tuple[Change, ...]) -> None:
    assert [str(problem) for problem in verify_bytes(damaged(*changes), "good.xlsx")] == []


@pytest.mark.parametrize(
    "change",
    [
        link(SHEET_LINKS, "../printerSettings/printerSettings1.bin"),
        link("_rels/.rels", "docProps/thumbnail.jpeg", "thumbnail"),
        link(BOOK_LINKS, "", "worksheet", id_=""),
    ],
    ids=["gone", "gone, from the root", "without an id"],
)
def test_a_link_that_no_element_names_is_a_warning(change: Change) -> None:
    problems = verify_bytes(damaged(change), "links.xlsx")
    assert {(problem.code, problem.level) for problem in problems} == {("PS505", "warning")}


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/charts/chart1.xml"])
def test_a_part_that_excel_needs_is_a_problem_when_it_is_gone(part: str) -> None:
    problems = verify_bytes(damaged(drop(part)), "gone.xlsx")
    assert ("PS505", "error") in {(problem.code, problem.level) for problem in problems}


def test_charts_as_openpyxl_and_libreoffice_write_them_are_fine(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for day in range(1, 9):
        sheet.append([datetime.date(2024, 5, day), day, day * 1.5])
    days, sold = (Reference(sheet, min_col=column, min_row=1, max_row=8) for column in (1, 2))
    scattered = ScatterChart()
    scattered.series.append(Series(sold, days))
    sheet.add_chart(scattered, "E1")
    lines = LineChart()
    lines.add_data(sold)
    lines.x_axis = DateAxis(crossAx=100)
    lines.y_axis.crossAx = lines.x_axis.axId
    sheet.add_chart(lines, "E20")
    path = tmp_path / "openpyxl.xlsx"
    book.save(path)
    parts = unpack(path.read_bytes())
    name = next(name for name, content in parts.items() if b"dateAx>" in content)
    assert b"noMultiLvlLbl" not in parts[name]
    parts[name] = parts[name].replace(b"</dateAx>", b'<noMultiLvlLbl val="0"/></dateAx>')
    assert b"noMultiLvlLbl" in parts[name]
    assert verify_bytes(path.read_bytes(), "openpyxl.xlsx") == ()
    assert verify_bytes(pack(parts), "libreoffice.xlsx") == ()


def test_half_a_character_in_a_header_ends_in_no_traceback() -> None:
    halved: Callable[[Parts], None] = replace(TABLE, 'name="Item"', 'name="_xD83D_"')
    (problem,) = verify_bytes(damaged(halved), "half.xlsx")
    assert problem.code == "PS542"
    assert str(problem).encode()


def core(*properties: str) -> Change:
    """Document properties of these alone."""
    names = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    inside = "".join(properties)
    return put(CORE, f"<cp:coreProperties {names}>{inside}</cp:coreProperties>".encode())


@pytest.mark.parametrize(
    "moment",
    [
        *("2024", "2024-05", "2024-05-20", "2024-05-20T08:30Z", "2024-05-20T08:30:00+08:00", ""),
        *("2024-05-20T08:30:00Z", "2024-05-20T08:30:00.1234567Z", " 2024-05-20T08:30:00 "),
    ],
)
def test_document_properties_in_any_order_with_any_written_moment(moment: str) -> None:
    kind = 'xsi:type="dcterms:W3CDTF"'
    change = core(
        f"<dcterms:modified {kind}>{moment}</dcterms:modified>",
        "<cp:keywords><cp:value>a</cp:value><cp:value>b</cp:value></cp:keywords>",
        f"<cp:lastPrinted>{moment}</cp:lastPrinted><dc:title/><cp:version/>",
        f"<dc:creator>甲</dc:creator><dcterms:created {kind}>{moment}</dcterms:created>",
    )
    assert verify_bytes(damaged(change), "book.xlsx") == ()
