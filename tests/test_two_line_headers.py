"""Headers of two lines, as people and back ends make them of cells merged downwards, are read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from plansheets import build, extract
from plansheets.blueprint.read import read_blueprint
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData
from plansheets.given import find_table

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"


def loaded(source: str, blueprint: str, named: str) -> TableData:
    plan = read_blueprint(BLUEPRINTS / f"{blueprint}.yaml")
    table, given = find_table(plan, named, [])
    assert table is not None
    return load_table(Path(source), table, plan, given=given)


def test_a_header_merged_downwards_beside_groups_merged_across(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["日期", "流量", None, "交易", None])
    sheet.append([None, "访客数", "浏览量", "支付金额", "支付买家数"])
    sheet.append([dt.date(2024, 6, 1), 100, 300, 5000.5, 20])
    sheet.append([dt.date(2024, 6, 2), 110, 310, 5200, 22])
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "export.xlsx")

    read = loaded(str(tmp_path / "export.xlsx"), "monitoring-board", "daily[channel=天猫]").columns

    assert read["key"] == ("uv", "pv", "gmv", "buyers") * 2
    assert read["value"] == (100, 300, 5000.5, 20, 110, 310, 5200, 22)
    assert read["date"] == (dt.date(2024, 6, 1),) * 4 + (dt.date(2024, 6, 2),) * 4


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "skus.xlsx"
    build("sku-management", path, locale="zh-CN")
    return path


def test_a_workbook_of_ours_merges_no_cell_with_the_one_below(own: Path) -> None:
    with zipfile.ZipFile(own) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        merged = [
            rows
            for name in sheets
            for rows in re.findall(rb'<mergeCell ref="[A-Z]+(\d+):[A-Z]+(\d+)"', package.read(name))
        ]
    assert len(merged) > 20
    assert [rows for rows in merged if rows[0] != rows[1]] == []


def test_a_workbook_of_ours_is_data_for_the_next(own: Path) -> None:
    read = loaded(f"{own}#skus", "sku-management", "skus").columns
    assert read["sku"][:2] == ("MB001", "MB002")
    assert read["sales_30d"][:2] == (120, 15)


def test_extract_reads_it_by_the_ids_of_its_columns(own: Path) -> None:
    rows = extract(own).tables["skus"].rows
    read = [(row.cells["sku"].value, row.cells["sales_30d"].value) for row in rows]
    assert read[:2] == [("MB001", 120), ("MB002", 15)]
