from __future__ import annotations

import datetime
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from frame_tables import BLUEPRINT, GOALS, SKUS, without_key
from plansheets.errors import DataError, Problem
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData

HEADER = ["商品SKU", "商品名称", "库存量", "上架日期", "退货率", "活动ROI", "主推款"]


def made(folder: Path, rows: list[list[Any]], change: Callable[[Any], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if change:
        change(book)
    file = folder / "data.xlsx"
    book.save(file)
    return file


def load(file: Path | str) -> TableData:
    return load_table(file, SKUS, BLUEPRINT)


def codes(file: Path | str) -> list[str]:
    with pytest.raises(DataError) as caught:
        load(file)
    return [problem.code for problem in caught.value.problems]


def rewritten(file: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file


def test_cells_are_read_as_their_columns_mean_them(tmp_path: Path) -> None:
    day = datetime.datetime.fromisoformat("2024-05-01")
    file = made(
        tmp_path,
        [
            ["导出"],
            [],
            HEADER,
            ["00123", "连体衣", 200, day, 0.125, "2.2:1", True],
            [610000123456, 42, "1,234", 45413, "12.5%", 3, "否"],
            [None] * 7,
            ["合计", None, 1434],
        ],
    )
    data = load(file)
    assert data.columns["sku"] == ("00123", "610000123456")
    assert data.columns["name"] == ("连体衣", "42")
    assert data.columns["stock"] == (200, 1234)
    assert data.columns["listed"] == (day.date(), day.date())
    assert data.columns["returns"] == (0.125, 0.125)
    assert data.columns["roi"] == (2.2, 3)
    assert data.columns["promoted"] == (True, False)
    assert [notice.message for notice in data.notices] == [
        "left out, because nothing stands in the table's columns: row 6",
        "left out as totals: row 7",
    ]


def test_a_last_row_of_zeros_is_not_blank(tmp_path: Path) -> None:
    file = made(tmp_path, [["stock", "promoted"], [5, True], [0, False], [None, None]])
    data = load_table(file, without_key(SKUS), BLUEPRINT)
    assert (data.columns["stock"], data.columns["promoted"]) == ((5, 0), (True, False))


def test_digits_shown_by_a_format_belong_to_the_key(tmp_path: Path) -> None:
    def pad(book: Any) -> None:
        book.active["A2"].number_format = "00000"

    assert load(made(tmp_path, [HEADER, [123]], pad)).columns["sku"] == ("00123",)


def test_a_key_whose_digits_excel_lost_is_a_problem(tmp_path: Path) -> None:
    assert codes(made(tmp_path, [HEADER, [1.23456789012346e17]])) == ["PS432"]


def test_error_cells_are_problems_with_their_place(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1", "a", "#DIV/0!"], ["2", "#N/A", 3]])
    with pytest.raises(DataError) as caught:
        load(file)
    assert [(p.code, p.where) for p in caught.value.problems] == [
        ("PS431", "data.xlsx#Sheet row 2, '库存量'"),
        ("PS431", "data.xlsx#Sheet row 3, '商品名称'"),
    ]


def test_a_ratio_that_became_a_time_gets_a_hint(tmp_path: Path) -> None:
    row = ["1", "a", 2, None, None, datetime.time(3, 1)]
    with pytest.raises(DataError) as caught:
        load(made(tmp_path, [HEADER, row]))
    assert "type '3:1 or 3" in str(caught.value)


def test_a_header_over_two_merged_rows_is_one(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        for area in ("A1:A2", "B1:C1", "D1:D2"):
            book.active.merge_cells(area)

    rows = [["商品SKU", "数量", None, "状态"], [None, "库存量", "30天销量"], ["1", 2, 3, "在售"]]
    data = load(made(tmp_path, rows, merge))
    assert (data.columns["sku"], data.columns["stock"], data.columns["sales"]) == (
        ("1",),
        (2,),
        (3,),
    )
    assert data.columns["status"] == ("on_sale",)


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    def more(book: Any) -> None:
        sheet = book.create_sheet("商品 #2")
        sheet.append(HEADER)
        sheet.append(["7"])

    file = made(tmp_path, [["x"]], more)
    assert load(f"{file}#商品 #2").columns["sku"] == ("7",)
    with pytest.raises(DataError) as caught:
        load(file)
    assert "data.xlsx#…': '商品 #2'" in str(caught.value)
    with pytest.raises(DataError) as caught:
        load(f"{file}#Shet")
    assert str(caught.value) == (
        "data.xlsx: PS404 no sheet 'Shet' in the workbook\n  = help: did you mean 'Sheet'?"
    )


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        sheet = book.create_sheet("hidden", 0)
        sheet.append(HEADER)
        sheet.append(["9"])
        sheet.sheet_state = "hidden"

    assert load(made(tmp_path, [HEADER, ["1"]], hide)).columns["sku"] == ("1",)


def test_days_of_a_1904_workbook_are_right(tmp_path: Path) -> None:
    def mac(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    data = load(made(tmp_path, [HEADER, ["1", "a", 1, 43951]], mac))
    assert data.columns["listed"] == (datetime.date(2024, 5, 1),)


def test_formulas_never_calculated_are_a_problem(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1", "a", "=1+1"], ["2", "a", 2], ["3", "a", "=2+2"]])
    with pytest.raises(DataError) as caught:
        load(file)
    assert str(caught.value) == (
        "data.xlsx#Sheet: PS414 '库存量' holds formulas that were never calculated, in row 2, 4\n"
        "  = help: open the file in Excel or WPS, save it, and try again"
    )


def test_formulas_with_values_are_read_by_their_values(tmp_path: Path) -> None:
    file = tmp_path / "data.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["1", "a"])
    sheet.write_formula(1, 2, "=1+1", None, 2)
    sheet.write_formula(1, 4, '=""', None, "empty")
    book.close()
    empty = re.compile(rb"<v>empty</v>")
    rewritten(file, "xl/worksheets/sheet1.xml", lambda part: empty.sub(b"<v></v>", part))
    data = load(file)
    assert (data.columns["stock"], data.columns["returns"]) == ((2,), (None,))


def test_a_share_shown_as_percent_is_not_scaled_again(tmp_path: Path) -> None:
    def shown(book: Any) -> None:
        book.active["B2"].number_format = "0.0%"

    file = made(tmp_path, [["商品SKU", "退货率(%)"], ["1", 0.125], ["2", 12.5]], shown)
    assert load(file).columns["returns"] == (0.125, 0.125)


def test_a_share_shown_as_percent_brings_its_unit(tmp_path: Path) -> None:
    def shown(book: Any) -> None:
        book.active["B2"].number_format = "0%"

    file = made(tmp_path, [["metric", "target"], ["rate", 0.08]], shown)
    data = load_table(file, GOALS, BLUEPRINT)
    assert (data.columns["target"], data.columns["unit"]) == ((0.08,), ("share",))


def test_a_lying_dimension_hides_nothing(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1", "a", 1], ["2", "a", 2]])
    lie = re.compile(rb'<dimension ref="[^"]*"')
    rewritten(file, "xl/worksheets/sheet1.xml", lambda part: lie.sub(b'<dimension ref="A1"', part))
    assert load(file).columns["stock"] == (1, 2)


def test_a_stray_cell_at_the_end_of_the_grid_does_no_harm(tmp_path: Path) -> None:
    def stray(book: Any) -> None:
        book.active["XFD5000"] = "x"

    assert load(made(tmp_path, [HEADER, ["1"]], stray)).height == 1


def test_a_stray_cell_in_the_last_row_costs_no_look_at_the_rows_between(tmp_path: Path) -> None:
    def last(book: Any) -> None:
        book.active["A1048576"] = "last"

    def uncalculated(book: Any) -> None:
        last(book)
        book.active["C1048576"] = "=1+1"

    file = made(tmp_path, [HEADER, ["1"]], uncalculated)
    with pytest.raises(DataError) as caught:
        load(file)
    assert "'库存量' holds formulas that were never calculated, in row 1048576" in str(caught.value)
    found = load(made(tmp_path, [HEADER, ["1"]], last))
    assert found.columns["sku"] == ("1", "last")
    assert found.numbers == (2, 1_048_576)
    assert not any(notice.code == "PS410" for notice in found.notices)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (b'<c r="C2"><v>1e999</v></c>', "cell C2: '1e999' is stored as a number and is none"),
        (b'<c r="C2" t="s"><v>99</v></c>', "cell C2: it names text '99', which is not in the file"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, cell: bytes, said: str) -> None:
    file = made(tmp_path, [HEADER, ["1", "x", 7]])
    rewritten(
        file,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b'<c r="C2" t="n"><v>7</v></c>', cell),
    )
    with pytest.raises(DataError, match=f"PS403 .*{said}"):
        load(file)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]),
        ("xl/worksheets/sheet1.xml", lambda part: b"not xml"),
        ("xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="A1"', b'r="?"')),
        ("xl/workbook.xml", lambda part: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + part),
        ("xl/workbook.xml", lambda part: part.replace(b"<sheets>", b"<sheets><sheet/>")),
        ("xl/styles.xml", lambda part: b"<"),
        ("[Content_Types].xml", lambda part: b""),
    ],
)
def test_a_broken_workbook_gets_one_message(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes]
) -> None:
    file = rewritten(made(tmp_path, [HEADER, ["1"]]), part, change)
    assert codes(file) == ["PS403"]


def test_a_cut_package_is_refused(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1"]])
    file.write_bytes(file.read_bytes()[:2000])
    assert codes(file) == ["PS403"]


def test_a_zip_bomb_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plansheets.package.archive.MAX_TOTAL_BYTES", 100_000)
    file = rewritten(
        made(tmp_path, [HEADER, ["1"]]), "docProps/app.xml", lambda part: part + b" " * 100_000
    )
    assert codes(file) == ["PS403"]


def test_a_sheet_of_too_many_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plansheets.frames.xlsx_cells.MAX_CELLS", 20)
    assert codes(made(tmp_path, [HEADER] * 4)) == ["PS403"]


def test_the_lock_file_of_an_open_workbook_is_refused_with_its_name(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1"]]).rename(tmp_path / "~$data.xlsx")
    with pytest.raises(DataError) as caught:
        load(file)
    assert caught.value.problems[0].hint == "name the workbook itself: 'data.xlsx'"


def test_a_document_type_behind_a_long_comment_is_refused(tmp_path: Path) -> None:
    head = b"<!--" + b"x" * 100_000 + b"--><!DOCTYPE a [<!ENTITY b 'c'>]>"
    file = made(tmp_path, [HEADER, ["1"]])
    rewritten(file, "xl/worksheets/sheet1.xml", lambda part: head + part)
    assert codes(file) == ["PS403"]


def test_cells_far_to_the_right_in_thousands_of_rows_are_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(10, 4000))
    file = made(tmp_path, [HEADER, ["1"]])
    more = rows.encode() + b"</sheetData>"
    rewritten(
        file,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", more),
    )
    with pytest.raises(DataError, match=r"PS403 .*cells far apart"):
        load(file)


def test_half_a_million_cell_formats_are_refused(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1"]])
    many = b"<xf/>" * 500_000 + b"</cellXfs>"
    rewritten(file, "xl/styles.xml", lambda part: part.replace(b"</cellXfs>", many))
    with pytest.raises(DataError, match=r"PS403 .*cell formats"):
        load(file)


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1", "a", 3]])
    transitional = b"http://schemas.openxmlformats.org/"
    strict = b"http://purl.oclc.org/ooxml/"
    main, links = b"spreadsheetml/2006/main", b"officeDocument/2006/relationships"
    for part in (
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
    ):
        rewritten(
            file,
            part,
            lambda text: text.replace(transitional + main, strict + b"spreadsheetml/main").replace(
                transitional + links, strict + b"officeDocument/relationships"
            ),
        )
    assert load(file).columns["stock"] == (3,)


def test_backslashes_in_member_names_are_read(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1", "a", 3]])
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(name.replace("/", "\\"), data)
    assert load(file).columns["stock"] == (3,)


def test_escaped_characters_of_texts_are_read(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["1", "two_x000D_\nlines", 3]])
    assert load(file).columns["name"] == ("two\nlines",)


@pytest.mark.parametrize("more", [b"<v>9</v>", b"<v/>"])
def test_a_cell_of_two_values_is_refused(tmp_path: Path, more: bytes) -> None:
    file = made(tmp_path, [HEADER, ["00123", "x", 200]])
    rewritten(
        file,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<v>200</v>", b"<v>200</v>" + more),
    )
    with pytest.raises(DataError, match=r"PS403 .*two values"):
        load(file)


def test_a_cell_of_a_kind_that_there_is_not_is_refused(tmp_path: Path) -> None:
    file = made(tmp_path, [HEADER, ["00123", "x", 200]])
    rewritten(file, "xl/worksheets/sheet1.xml", lambda part: part.replace(b't="n"', b't="zz"'))
    with pytest.raises(DataError, match=r"PS403 .*cell type 'zz'"):
        load(file)


@pytest.mark.parametrize("odd", ["9" * 400, "9" * 5_000, "1_0", "nan", "-inf", "1e999", "٣"])
@pytest.mark.parametrize("place", ["<v>{}</v>", 'r="{}"', 's="{}"'])
def test_a_number_that_no_program_writes_is_one_message(
    odd: str, place: str, tmp_path: Path
) -> None:
    file = made(tmp_path, [HEADER, ["00123", "连体衣", 200]])
    part = "xl/worksheets/sheet1.xml"

    def change(content: bytes) -> bytes:
        text = content.decode()
        number = {"r": '"2"', "s": '"1"', "<": ">200<"}[place[0]]
        if place[0] == "s":
            return text.replace(' r="A2"', f' r="A2" s="{odd}"').encode()
        assert number in text
        old = "<v>200</v>" if place[0] == "<" else 'r="2"'
        return text.replace(old, place.format(odd), 1).encode()

    rewritten(file, part, change)
    found: tuple[Problem, ...] = ()
    try:
        load(file)
    except DataError as error:
        found = error.problems
    assert [one for one in found if len(one.message) > 400] == []


def merging(*areas: str) -> Callable[[Any], None]:
    def merge(book: Any) -> None:
        for area in areas:
            book.active.merge_cells(area)

    return merge


def test_a_merged_text_or_choice_holds_for_each_of_its_rows(tmp_path: Path) -> None:
    header = ["商品SKU", "商品名称", "库存量", "状态"]
    rows = [
        header,
        ["1", "杯", 2, "在售"],
        ["2", None, 3, None],
        ["3", None, 4, "预售"],
        ["4", "盘", 5, None],
    ]
    data = load(made(tmp_path, rows, merging("B2:B4", "D2:D3", "D4:D5")))
    assert data.columns["name"] == ("杯", "杯", "杯", "盘")
    assert data.columns["status"] == ("on_sale", "on_sale", "presale", "presale")
    assert [(one.code, one.message, one.level) for one in data.notices] == [
        ("PS416", "merged cells are read for each of their rows: row 3, 4, 5", "warning")
    ]


def test_a_merged_number_is_asked_about(tmp_path: Path) -> None:
    rows = [["商品SKU", "库存量"], ["1", 12], ["2", None], ["3", 4]]
    file = made(tmp_path, rows, merging("B2:B3"))
    with pytest.raises(DataError) as caught:
        load(file)
    assert [(one.code, one.message) for one in caught.value.problems] == [
        ("PS439", "'库存量' holds one number, 12, for 2 rows: B2:B3 is merged")
    ]


def test_a_merged_key_names_one_row(tmp_path: Path) -> None:
    rows = [["商品SKU", "商品名称"], ["1", "杯"], [None, "盘"]]
    file = made(tmp_path, rows, merging("A2:A3"))
    assert codes(file) == ["PS434", "PS416"]


def test_rows_that_only_make_cells_higher_are_no_rows(tmp_path: Path) -> None:
    rows = [["商品SKU", "商品名称", "库存量"], ["1", "杯", 2], [], ["2", "盘", 3], []]
    areas = [f"{letter}{row}:{letter}{row + 1}" for letter in "ABC" for row in (2, 4)]
    data = load(made(tmp_path, rows, merging(*areas)))
    assert data.columns["sku"] == ("1", "2")
    assert data.columns["stock"] == (2, 3)


def test_a_total_over_merged_rows_is_left_out(tmp_path: Path) -> None:
    rows = [["商品SKU", "商品名称", "库存量"], ["1", "杯", 2], ["合计", "件", 2], [None, "箱", 1]]
    data = load(made(tmp_path, rows, merging("A3:A4")))
    assert data.columns["sku"] == ("1",)


def test_what_stands_under_a_merge_is_kept(tmp_path: Path) -> None:
    def change(content: bytes) -> bytes:
        merged = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
        return content.replace(b"</sheetData>", merged)

    rows = [["商品SKU", "库存量"], ["1", 12], ["2", 5]]
    file = rewritten(made(tmp_path, rows), "xl/worksheets/sheet1.xml", change)
    assert load(file).columns["stock"] == (12, 5)


def test_merges_that_lie_on_each_other_cost_no_more_than_the_rows(tmp_path: Path) -> None:
    areas = "".join(f'<mergeCell ref="B{row}:B1048576"/>' for row in range(2, 90_000))

    def change(content: bytes) -> bytes:
        return content.replace(
            b"</sheetData>", f"</sheetData><mergeCells>{areas}</mergeCells>".encode()
        )

    rows: list[list[Any]] = [
        ["商品SKU", "商品名称"],
        ["1", "杯"],
        *([n, None] for n in range(2, 900)),
    ]
    file = rewritten(made(tmp_path, rows), "xl/worksheets/sheet1.xml", change)
    started = time.process_time()
    assert set(load(file).columns["name"]) == {"杯"}
    assert time.process_time() - started < 10
