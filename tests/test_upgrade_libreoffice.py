"""Upgrade: what people did to a workbook in LibreOffice is carried over."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from edited import edit_in_libreoffice
from plansheets import (
    build,
    check,
    diff,
    extract,
    fill,
    upgrade,
    verify,
)
from versions import assert_nothing_lost, plans, to_after

__all__ = ["plans"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.mark.slow
@pytest.mark.libreoffice
def test_columns_of_ones_own_come_back_where_they_stood(tmp_path: Path) -> None:
    """A post between the posts of a RACI chart, as its workbook asks for, is one more to count."""
    team = build("team-roles", tmp_path / "team.xlsx", locale="en").path
    deeds = [
        ("insert_column", "RACI", 8),
        ("set", "RACI", "H7", "Live"),
        ("set", "RACI", "H8", "A"),
        ("insert_column", "Skills", 5),
        ("set", "Skills", "E11", "Words"),
        *(("set", "Skills", f"E{row}", 3) for row in range(12, 18)),
        ("insert_column", "Meetings", 13),
        ("set", "Meetings", "M7", "Room"),
        ("set", "Meetings", "M8", "12b"),
    ]
    book = edit_in_libreoffice(team, tmp_path / "edited", inserted=deeds)["inserted"]
    before = extract(book, everything=True)
    assert before.tables["raci_matrix"].rows[0].cells["verdict"].value == "several"
    assert upgrade(book, tmp_path / "new.xlsx").whole
    after = extract(tmp_path / "new.xlsx", everything=True)
    for table, column in (("raci_matrix", "answers"), ("skill_matrix", "gap"), ("roles", "doing")):
        assert [row.cells[column].value for row in after.tables[table].rows] == [
            row.cells[column].value for row in before.tables[table].rows
        ], column
    new = openpyxl.load_workbook(tmp_path / "new.xlsx")
    headings = [cell.value for cell in new["RACI"][7][6:9]]
    assert headings == ["Operations manager", "Live", "Campaign planner"]
    assert "H8:H17" in [str(one.sqref) for one in new["RACI"].data_validations.dataValidation]
    assert [cell.value for cell in new["Meetings"][7][11:14]] == ["Roles", "Room", "Hours a month"]
    assert new["Meetings"]["M8"].value == "12b"
    assert verify(tmp_path / "new.xlsx") == ()
    assert check(tmp_path / "new.xlsx").clean
    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    assert diff(tmp_path / "new.xlsx", tmp_path / "again.xlsx").same
    assert upgrade(again.path, tmp_path / "zh.xlsx", locale="zh-CN").whole
    sheet = openpyxl.load_workbook(tmp_path / "zh.xlsx")["RACI"]
    assert [cell.value for cell in sheet[7][6:9]] == ["运营经理", "Live", "活动策划"]


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_column_in_a_table_below_a_wider_one_comes_back_there(tmp_path: Path) -> None:
    """The columns of the sheet are those of the table above, many of which are hidden."""
    made = build("monitoring-board", tmp_path / "board.xlsx", locale="en").path
    deeds = [
        ("insert_column", "Channel ROI", 3),
        ("set", "Channel ROI", "C29", "Mine"),
        ("set", "Channel ROI", "C30", 4),
    ]
    book = edit_in_libreoffice(made, tmp_path / "edited", inserted=deeds)["inserted"]
    assert upgrade(book, tmp_path / "new.xlsx").whole
    before, after = (
        openpyxl.load_workbook(one)["Channel ROI"] for one in (made, tmp_path / "new.xlsx")
    )
    assert [cell.value for cell in after[29][1:4]] == ["Channel", "Mine", "Target ROI"]
    assert after["C30"].value == 4
    assert [cell.value for cell in after[22]] == [cell.value for cell in before[22]]
    assert verify(tmp_path / "new.xlsx") == ()
    assert check(tmp_path / "new.xlsx").clean


@pytest.mark.slow
@pytest.mark.libreoffice
def test_sheets_are_called_as_people_renamed_them(plans: Path, tmp_path: Path) -> None:
    deeds = [
        ("rename_sheet", "活动", "我的 Q1 & Q2's 活动"),
        ("rename_sheet", "检查", "核对"),
        ("rename_sheet", "预算", "Dictionary"),  # what another sheet of the new workbook is called
        ("rename_sheet", "说明", "History"),  # which Excel keeps for itself
    ]
    book = edit_in_libreoffice(plans / "plan.xlsx", tmp_path / "edited", renamed=deeds)["renamed"]
    done = to_after(plans, book, tmp_path, locale="en")
    assert [(one.label, one.value) for one in done.leftovers if one.kind == "header"] == [
("说明", "History"), ("预算", "Dictionary"),
    ]  # fmt: skip
    assert verify(tmp_path / "new.xlsx") == ()
    checked = check(tmp_path / "new.xlsx")
    assert checked.clean
    assert checked.problems == ()
    new = openpyxl.load_workbook(tmp_path / "new.xlsx")
    mine = "我的 Q1 & Q2's 活动"
    assert {mine, "核对", "Money", "About"} <= set(new.sheetnames)
    named = [one.attr_text for one in new.defined_names.values()]
    assert not [one for one in named if "Campaigns!" in one or "Checks!" in one]
    menu = [cell for row in new["About"] for cell in row if cell.hyperlink is not None]
    assert {cell.value for cell in menu if cell.hyperlink.location.endswith("A1")} >= {mine, "核对"}
    assert {cell.hyperlink.location.rpartition("!")[0].strip("'").replace("''", "'")
            for cell in menu} <= set(new.sheetnames)  # fmt: skip
    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx", locale="zh-CN")
    assert again.whole
    assert {mine, "核对"} <= set(openpyxl.load_workbook(again.path).sheetnames)
    rows = tmp_path / "more.csv"
    rows.write_text("活动,花费\nZ,7\n", "utf-8")
    fill(again.path, tmp_path / "filled.xlsx", data={"works": rows})
    assert check(tmp_path / "filled.xlsx").clean
    assert extract(tmp_path / "filled.xlsx").tables["works"].sheet == mine


@pytest.mark.slow
@pytest.mark.libreoffice
def test_what_colleagues_did_in_libreoffice_is_carried_over(tmp_path: Path) -> None:
    shop = build("sku-management", tmp_path / "shop.xlsx", locale="zh-CN").path
    left_over = {
        "rename_sheet": [],
        "insert_column": [],  # a column of their own
        "sort_rows": [],
        "delete_column": [],
    }
    books = edit_in_libreoffice(shop, tmp_path / "edited", *left_over)
    for edit, book in books.items():
        done = upgrade(book, tmp_path / f"{edit}.xlsx", locale="en")
        assert_nothing_lost(book, tmp_path / f"{edit}.xlsx", done)
        assert [one.kind for one in done.leftovers] == left_over[edit], edit
        gone = ["PS713"] if edit == "delete_column" else []
        assert [one.code for one in done.problems] == gone, edit


@pytest.mark.slow
@pytest.mark.libreoffice
def test_rows_that_are_known_no_more_are_not_taken_for_ones_own(tmp_path: Path) -> None:
    """One of the checks' list of what was found is gone: which of its rows, nobody can say."""
    shop = build("sku-management", tmp_path / "shop.xlsx", locale="zh-CN").path
    gone = [("delete_row", "检查", 13)]
    book = edit_in_libreoffice(shop, tmp_path / "edited", gone=gone)["gone"]
    done = upgrade(book, tmp_path / "new.xlsx")
    assert done.leftovers == ()
    assert check(tmp_path / "new.xlsx").clean
