"""Extract: what people typed, by id, whatever they and their programs did to the workbook."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from edited import SKUS, Edit, edit_with_openpyxl, skus
from plansheets import WorkbookError, build, extract, upgrade
from plansheets.life.extracted import Extracted
from plansheets.life.files import files_of
from plansheets.life.mark_names import MARKS

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

PARAMETERS = "参数"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    return build("sku-management", folder / "skus.xlsx", locale="zh-CN").path


@pytest.fixture
def edited(fresh: Path, tmp_path: Path) -> Callable[[Edit], Path]:
    return lambda edit: edit_with_openpyxl(fresh, edit, tmp_path / "edited.xlsx")


def codes(extracted: Extracted) -> set[str]:
    return {problem.code for problem in extracted.problems}


def test_a_fresh_workbook_gives_what_its_sample_says(fresh: Path) -> None:
    found = extract(fresh)
    assert (found.blueprint, found.locale, found.sure) == ("sku-management", "zh-CN", "certain")
    assert found.problems == ()
    table = found.tables["skus"]
    assert len(table.rows) == 15
    first = table.rows[0]
    assert (first.row, first.inside) == (5, True)
    assert (first.cells["stock"].cell, first.cells["stock"].value) == ("H5", 200)
    assert first.cells["status"].value == "on_sale"
    assert first.cells["listed"].value == datetime.date(2023, 9, 12)
    assert first.cells["sell_through"].state == "calculated"
    assert found.parameters["rate_slow"].state == "default"
    assert found.parameters["rate_slow"].default == 0.2
    assert found.parameters["as_of"].value == datetime.date(2024, 6, 30)


def test_a_blank_workbook_has_no_rows(tmp_path: Path) -> None:
    path = build("sku-management", tmp_path / "blank.xlsx", blank=True).path
    found = extract(path)
    assert found.tables["skus"].rows == ()
    assert found.problems == ()


def test_a_formula_without_a_value_is_unknown_and_not_blank(
    edited: Callable[[Edit], Path],
) -> None:
    found = extract(edited(lambda book: None))
    cell = found.tables["skus"].rows[0].cells["sell_through"]
    assert (cell.value, cell.state) == (None, "unknown")
    assert codes(found) == {"PS724"}


def test_situation_8_rows_typed_below_the_table_are_read_as_outside(
    edited: Callable[[Edit], Path],
) -> None:
    def type_below(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        for row in (20, 21, 24):
            sheet[f"B{row}"], sheet[f"H{row}"] = f"NEW{row}", 100
        sheet["H24"] = "缺货"

    found = extract(edited(type_below))
    outside = [row for row in found.tables["skus"].rows if not row.inside]
    assert [(row.row, row.cells["sku"].value) for row in outside] == [
        (20, "NEW20"), (21, "NEW21"), (24, "NEW24"),
    ]  # fmt: skip
    assert outside[2].cells["stock"].text == "缺货"
    told = next(problem for problem in found.problems if problem.code == "PS719")
    assert re.search(r"!B20:[A-Z]+24$", told.where)


def test_a_truth_value_or_an_endless_number_is_no_amount(
    edited: Callable[[Edit], Path], tmp_path: Path
) -> None:
    """A sum of a sheet passes over TRUE; DuckDB would add 1."""

    def odd(book: openpyxl.Workbook) -> None:
        skus(book)["H5"], skus(book)["H6"] = True, 1.7e308

    book = edited(odd)
    found = extract(book)
    states = [row.cells["stock"] for row in found.tables["skus"].rows[:2]]
    assert [(one.value, one.state, one.text) for one in states] == [
        (None, "text", "TRUE"), (None, "text", "1.7e+308"),
    ]  # fmt: skip
    assert "PS718" in codes(found)
    upgrade(book, tmp_path / "new.xlsx")
    held = openpyxl.load_workbook(tmp_path / "new.xlsx")[SKUS]
    assert held["H5"].value is True


def test_totals_and_notes_below_a_table_are_no_rows_of_it(
    edited: Callable[[Edit], Path], tmp_path: Path
) -> None:
    def sum_up(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        sheet["B20"], sheet["H20"] = "NEW20", 100
        sheet["C21"], sheet["H21"] = "总库存", "=SUM(H5:H19)"
        sheet["B22"], sheet["F22"] = "合计", 1234
        sheet["H23"] = "=SUBTOTAL(101,skus[库存量])"
        sheet["B24"] = "备注：价格都含税"
        sheet["B26"] = "六月起涨价"
        sheet["B27"], sheet["F27"] = "NEW27", "=VLOOKUP(B27,参数!A:C,3,0)"

    book = edited(sum_up)
    rows = extract(book).tables["skus"].rows
    assert [row.row for row in rows if not row.inside] == [20, 27]
    done = upgrade(book, tmp_path / "new.xlsx")
    assert (done.tables["skus"].taken_in, done.tables["skus"].rows) == (2, 17)
    own = {one.cell.rpartition("!")[2] for one in done.leftovers if one.kind == "own cell"}
    assert own == {"C21", "H21", "B22", "F22", "H23", "B24", "B26"}


def test_situation_6_what_was_typed_over_is_told_with_its_cell(
    fresh: Path, edited: Callable[[Edit], Path]
) -> None:
    lead_time = extract(fresh).parameters["lead_time"].cell.rpartition("!")[2]

    def tamper(book: openpyxl.Workbook) -> None:
        sheet = skus(book)
        for row in range(5, 20):
            sheet[f"K{row}"] = 1
        sheet["H5"] = "1,200件"
        sheet["E6"] = "卖完了"
        book[PARAMETERS][lead_time] = "很久"

    found = extract(edited(tamper))
    told = {
        (problem.code, problem.where.rpartition("!")[2])
        for problem in found.problems
        if problem.level == "error"
    }
    assert told == {("PS710", "K5:K19"), ("PS718", "H5"), ("PS718", "E6"), ("PS718", lead_time)}
    row = found.tables["skus"].rows[0]
    assert (row.cells["stock"].value, row.cells["stock"].text) == (None, "1,200件")
    assert row.cells["sales_value"].state == "overwritten"
    assert found.parameters["lead_time"].text == "很久"


def test_a_renamed_sheet_and_header_are_known_by_their_marks(fresh: Path, tmp_path: Path) -> None:
    """What Excel does when a sheet is renamed: names follow."""
    book = openpyxl.load_workbook(fresh)
    for name, defined in list(book.defined_names.items()):
        if defined.value and f"{SKUS}!" in defined.value:
            book.defined_names[name] = DefinedName(
                name, attr_text=defined.value.replace(f"{SKUS}!", "'我的 商品'!"), hidden=True
            )
    sheet = skus(book)
    sheet.title = "我的 商品"
    sheet["H4"] = "可售库存"
    path = tmp_path / "renamed.xlsx"
    book.save(path)
    found = extract(path)
    assert found.tables["skus"].sheet == "我的 商品"
    assert found.tables["skus"].rows[0].cells["stock"].value == 200
    assert found.sure == "certain"


def test_without_tables_the_marks_are_enough(edited: Callable[[Edit], Path]) -> None:
    """As exceljs, SheetJS and Gnumeric leave it."""
    found = extract(edited(lambda book: skus(book).tables.clear()))
    assert len([row for row in found.tables["skus"].rows if row.inside]) == 15
    assert found.sure == "certain"


def test_without_names_the_tables_are_known_by_theirs(edited: Callable[[Edit], Path]) -> None:
    found = extract(edited(lambda book: book.defined_names.clear()))
    assert len(found.tables["skus"].rows) == 15
    assert found.sure == "likely"
    assert "PS716" in codes(found)


def test_without_names_and_tables_headers_are_left(edited: Callable[[Edit], Path]) -> None:
    def strip(book: openpyxl.Workbook) -> None:
        book.defined_names.clear()
        skus(book).tables.clear()

    found = extract(edited(strip))
    assert len(found.tables["skus"].rows) == 15
    assert found.tables["skus"].rows[0].cells["stock"].value == 200


def test_a_workbook_made_before_is_known_by_its_properties(edited: Callable[[Edit], Path]) -> None:
    def unmark(book: openpyxl.Workbook) -> None:
        del book[MARKS]
        for name in [one for one in book.defined_names if "." in one]:
            del book.defined_names[name]

    found = extract(edited(unmark))
    assert (found.blueprint, found.sure) == ("sku-management", "unsure")
    assert len(found.tables["skus"].rows) == 15
    assert found.parameters["as_of"].value == datetime.date(2024, 6, 30)


def test_a_workbook_of_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(WorkbookError, match="PS701"):
        extract(path)
    (tmp_path / "no.xlsx").write_bytes(b"PK but no more")
    with pytest.raises(WorkbookError, match="PS700"):
        extract(tmp_path / "no.xlsx")


@pytest.mark.parametrize("name", ["budget-roi", "target-breakdown", "performance-scoring"])
def test_other_blueprints_are_read_without_a_finding(name: str, tmp_path: Path) -> None:
    found = extract(build(name, tmp_path / "one.xlsx", locale="en").path, everything=True)
    assert found.problems == ()
    assert found.sure == "certain"
    assert any(table.rows for table in found.tables.values())


def test_the_files_hold_what_was_extracted(edited: Callable[[Edit], Path]) -> None:
    def tamper(book: openpyxl.Workbook) -> None:
        skus(book)["H5"], skus(book)["C5"] = "many", "=1+1"
        skus(book)["C6"] = "-5 度保温杯"

    files = files_of(extract(edited(tamper)), "csv")
    assert set(files) == {"skus.csv", "_parameters.csv", "_cells.csv", "_book.json"}
    rows = list(csv.DictReader(io.StringIO(files["skus.csv"].decode("utf-8-sig"))))
    assert len(rows) == 15
    assert (rows[0]["_row"], rows[0]["stock"], rows[1]["stock"]) == ("5", "", "80")
    assert rows[1]["name"] == "'-5 度保温杯"
    cells = list(csv.DictReader(io.StringIO(files["_cells.csv"].decode("utf-8-sig"))))
    assert ("H5", "text", "many") in [(one["cell"], one["state"], one["text"]) for one in cells]
    assert json.loads(files["_book.json"])["blueprint"] == "sku-management"


def test_parquet_holds_the_same_rows(fresh: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "skus.parquet"
    path.write_bytes(files_of(extract(fresh), "parquet")["skus.parquet"])
    [(count, stock)] = duckdb.sql(f"SELECT count(*), sum(stock) FROM '{path}'").fetchall()
    assert count == 15
    assert stock == sum(row.cells["stock"].value for row in extract(fresh).tables["skus"].rows)


def test_a_frame_has_the_rows_of_the_sheet(fresh: Path) -> None:
    frame = extract(fresh).tables["skus"].frame(inputs=True)
    assert list(frame.index) == list(range(5, 20))
    assert "sell_through" not in frame
    assert frame.loc[5, "stock"] == 200
