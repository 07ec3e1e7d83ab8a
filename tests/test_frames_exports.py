"""What back ends call an Excel export: web pages and the XML of Excel 2003, saved as ``.xls``."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from frame_tables import BLUEPRINT, SKUS
from plansheets.errors import DataError
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{charset}">
<style>td {{mso-number-format:"\\@"}}</style></head><body><table><tr><td>导出</td></tr></table>
<table border=1><tr><th>商品SKU<th>商品名称<th>库存量<th>上架日期</tr>
<tr><td>00123</td><td>连体&nbsp;衣<br>白 &amp; 灰</td><td> 1,234 </td><td>2024-05-01</td></tr>
<tr><td colspan=2>9</td><td>5</td><td></td></tr></table></body></html>"""
BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="导出"><Table><Row ss:Index="3">
<Cell><Data ss:Type="String">商品SKU</Data></Cell>
<Cell><Data ss:Type="String">商品名称</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">库存量</Data></Cell></Row>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">00123</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="Number">12.5E1</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def load(file: Path, text: str, encoding: str = "utf-8") -> TableData:
    file.write_bytes(text.encode(encoding))
    return load_table(file, SKUS, BLUEPRINT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_largest_table_of_a_web_page_is_read(tmp_path: Path, encoding: str) -> None:
    data = load(tmp_path / "orders.xls", PAGE.format(charset=encoding), encoding)
    assert data.columns["sku"] == ("00123", "9")
    assert data.columns["name"] == ("连体 衣\n白 & 灰", None)
    assert data.columns["stock"] == (1234, 5)


def test_a_web_page_longer_than_a_sheet_is_refused_and_not_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "<html><table><tr><th>商品SKU<th>库存量" + "<tr><td>{}<td>2" * 3 + "</table></html>"
    text = page.format(1, 2, 3)
    monkeypatch.setattr("plansheets.frames.web_page.MAX_ROWS", 4)
    assert load(tmp_path / "fits.xls", text).columns["sku"] == ("1", "2", "3")
    monkeypatch.setattr("plansheets.frames.web_page.MAX_ROWS", 3)
    with pytest.raises(DataError, match=r"PS403 .*more than 3 rows"):
        load(tmp_path / "long.xls", text)


def test_a_cell_over_several_rows_of_a_web_page_moves_nothing(tmp_path: Path) -> None:
    page = """<html><table><tr><th>商品名称<th>商品SKU<th>库存量</tr>
    <tr><td rowspan=3 colspan=1>杯</td><td>1</td><td>2</td></tr>
    <tr><td>2</td><td>3</td></tr><tr><td>3<td>4</tr><tr><td>盘<td>4<td>5</tr></table></html>"""
    data = load(tmp_path / "orders.xls", page)
    assert data.columns["sku"] == ("1", "2", "3", "4")
    assert data.columns["name"] == ("杯", "杯", "杯", "盘")
    assert data.columns["stock"] == (2, 3, 4, 5)
    with pytest.raises(DataError, match="PS439 '库存量' holds one number, 2, for 2 rows: C2:C3"):
        load(
            tmp_path / "orders.xls",
            "<html><table><tr><th>商品名称<th>商品SKU<th>库存量</tr>"
            "<tr><td>杯<td>1<td rowspan=2>2</tr><tr><td>盘<td>2</tr></table></html>",
        )


def test_a_cell_merged_downwards_in_the_xml_of_excel_2003_holds_for_its_rows(
    tmp_path: Path,
) -> None:
    def cell(text: str, more: str = "") -> str:
        return f'<Cell{more}><Data ss:Type="String">{text}</Data></Cell>'

    first = cell("1") + cell("杯", ' ss:MergeDown="1"')
    rows = f"<Row>{first}</Row><Row>{cell('2')}</Row><Row>{cell('3') + cell('盘')}</Row>"
    start = BOOK.index("<Row><Cell ss:MergeAcross")
    data = load(tmp_path / "orders.xls", BOOK[:start] + rows + BOOK[BOOK.index("</Table>") :])
    assert data.columns["name"] == ("杯", "杯", "盘")


def test_cells_over_thousands_of_rows_and_columns_cost_what_they_hold(tmp_path: Path) -> None:
    wide = "<tr>" + "<td rowspan=9999 colspan=9999>x" * 400 + "<tr><td>y" * 20_000
    page = PAGE.format(charset="utf-8").replace("</table></body>", f"</table><table>{wide}</table>")
    started = time.process_time()
    with pytest.raises(DataError):
        load(tmp_path / "orders.xls", page)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("mark", ["<![CDATA[5]]>", "<![if !vml]>", "<!x", "<!", "<?x"])
def test_marks_of_other_programs_are_passed_over(tmp_path: Path, mark: str) -> None:
    page = PAGE.format(charset="utf-8").replace("<td>2024-05-01", f"<td>{mark}<b>2024-05-01</b>")
    data = load(tmp_path / "orders.xls", page)
    assert data.columns["sku"][0] == "00123"


def test_a_web_page_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="PS403 the file is a web page without a table"):
        load(tmp_path / "login.xls", "<!DOCTYPE html><html><body>Please log in</body></html>")


def test_the_xml_of_excel_2003_is_read(tmp_path: Path) -> None:
    data = load(tmp_path / "orders.xls", BOOK)
    assert (data.columns["sku"], data.columns["stock"]) == (("00123",), (125,))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<?mso", "<!DOCTYPE a [<!ENTITY b 'c'>]><?mso"),
        ('ss:Index="4"', 'ss:Index="99999"'),
        ('ss:Index="3"', 'ss:Index="9999999"'),
        ("12.5E1", "many"),
        ("</Workbook>", ""),
    ],
)
def test_a_broken_one_gets_one_message(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataError) as caught:
        load(tmp_path / "orders.xls", BOOK.replace(old, new))
    assert [problem.code for problem in caught.value.problems] == ["PS403"]


def test_a_binary_xls_is_refused_with_how_to_save_it(tmp_path: Path) -> None:
    file = tmp_path / "old.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with pytest.raises(DataError, match=r"save it as \.xlsx"):
        load_table(file, SKUS, BLUEPRINT)
