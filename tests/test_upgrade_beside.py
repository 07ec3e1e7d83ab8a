"""Upgrade: what people put beside a plan, and how they painted it, comes along or is told."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

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
from versions import edited, plans, to_after

__all__ = ["plans"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
OWN_FORMULAS = (
    "=活动!E5*2",
    "=SUM(works[花费])",
    "=SUM(活动!E5:E7)",
    "=lead+1",
    "=B$3+$B$4",
    "=活动!I5",  # a column that is gone
    "=SUM(活动!A:A)",
    "=预算!C5",  # a row of a list that is in another order now
)


def test_what_people_put_beside_is_named(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["活动"]
        sheet["B1"] = "我们的计划"
        sheet["P9"] = "记得问小林"
        sheet["E5"] = "=40*2"
        sheet["E4"] = "花费(含税)"
        sheet["P9"].comment = Comment("为什么？", "Lin")
        book["预算"].title = "钱"
        form = book["参数"]
        default = next(cell for row in form.iter_rows() for cell in row if cell.value == 2)
        default.value = 5

    book = edited(plans, edit, tmp_path)
    done = upgrade(book, tmp_path / "new.xlsx")
    named = Counter((one.kind, one.label) for one in done.leftovers)
    assert named == Counter(
        {
            ("value", "活动表 · 花费"): 1,  # which openpyxl saves without a value
            ("text", "活动"): 1,
            ("own cell", "活动"): 1,
            ("comment", "活动"): 1,
            ("default", "目标"): 1,
        }
    )
    by_kind = {one.kind: one for one in done.leftovers}
    assert by_kind["comment"].value == "为什么？"
    assert by_kind["default"].value == 5
    assert by_kind["value"].formula == "=40*2"


def test_who_colours_a_row_means_no_hidden_column(tmp_path: Path) -> None:
    risks = build("risk-register", tmp_path / "risks.xlsx", locale="en").path
    book = openpyxl.load_workbook(risks)
    sheet = next(one for one in book if "risks" in one.tables)
    row = openpyxl.utils.range_boundaries(sheet.tables["risks"].ref)[1] + 1
    for cell in sheet[row]:
        cell.fill = PatternFill("solid", fgColor="FFAA00")
    book.save(tmp_path / "coloured.xlsx")
    done = upgrade(tmp_path / "coloured.xlsx", tmp_path / "new.xlsx")
    assert [one for one in done.leftovers if one.kind == "own cell"] == []
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")[sheet.title]
    assert sheet.cell(row, 2).fill.fgColor.rgb == "FFFFAA00"


def test_headings_that_people_typed_over_stay(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["活动"]
        heading(sheet, "花费", "花费(含税)")
        heading(sheet, "备注", "Start")  # another column of the new workbook is called so

    book = edited(plans, edit, tmp_path)
    done = to_after(plans, book, tmp_path, locale="en")
    left = [(one.label, one.value) for one in done.leftovers if one.kind == "header"]
    assert left == [("备注", "Start")]
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["Campaigns"]
    assert [cell.value for cell in sheet[4]].count("花费(含税)") == 1
    assert [one for one in sheet[5] if "[花费(含税)]" in str(one.value)]  # a formula that names it
    assert verify(tmp_path / "new.xlsx") == ()
    assert check(tmp_path / "new.xlsx").clean
    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx", locale="zh-CN")
    assert again.whole
    assert "花费(含税)" in [cell.value for cell in openpyxl.load_workbook(again.path)["活动"][4]]
    more = tmp_path / "more.csv"
    more.write_text("Campaign,花费(含税)\nZ,7\n", "utf-8")
    fill(again.path, tmp_path / "filled.xlsx", data={"works": more})
    assert check(tmp_path / "filled.xlsx").clean


def heading(sheet: Worksheet, before: str, text: str) -> None:
    """Type *text* over a heading, as Excel does it: the table's column is called so, too."""
    next(cell for cell in sheet[4] if cell.value == before).value = text
    [table] = [one for one in sheet.tables.values() if one.ref.startswith("B4")]
    next(one for one in table.tableColumns if one.name == before).name = text


def test_the_posts_of_a_raci_chart_stay_those_of_the_team(tmp_path: Path) -> None:
    """The workbook asks for it: "type your posts over the column headings"."""
    made = build("team-roles", tmp_path / "team.xlsx", locale="zh-CN").path
    book = openpyxl.load_workbook(made)
    for title in ("RACI", "会议"):
        sheet = book[title]
        [table] = sheet.tables.values()
        row = openpyxl.utils.range_boundaries(table.ref)[1]
        for number, column in enumerate(
            one for one in table.tableColumns if one.name == "活动策划"
        ):
            cell = next(each for each in sheet[row] if each.value == column.name)
            cell.value = column.name = f"直播运营{number or ''}"
    book.save(tmp_path / "renamed.xlsx")
    done = upgrade(tmp_path / "renamed.xlsx", tmp_path / "new.xlsx", locale="en")
    assert [one for one in done.leftovers if one.kind == "header"] == []
    rows = tmp_path / "raci.csv"
    rows.write_text("Activity,直播运营\nLive plan,A\n", "utf-8")
    fill(tmp_path / "new.xlsx", tmp_path / "filled.xlsx", data={"raci_matrix": rows})
    last = extract(tmp_path / "filled.xlsx").tables["raci_matrix"].rows[-1].cells
    assert (last["activity"].value, last["r_planner"].value) == ("Live plan", "accountable")
    for title in ("RACI", "Meetings"):
        sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")[title]
        assert "直播运营" in [cell.value for row in sheet.iter_rows(max_row=9) for cell in row]


def test_sheets_and_comments_of_ones_own_come_along(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("备忘", 1)
        own["A1"], own["A1"].font = "电话", Font(bold=True)
        own["B1"] = datetime.date(2024, 5, 1)
        own["A2"].comment = Comment("问小林", "Lin")
        own.column_dimensions["A"].width = 30
        for number, formula in enumerate(OWN_FORMULAS, 3):
            own[f"B{number}"] = formula
        book["活动"]["E6"].comment = Comment("为什么？", "Lin")
        book.copy_worksheet(book["预算"]).title = "五月预算"

    book = edited(plans, edit, tmp_path)
    done = to_after(plans, book, tmp_path, locale="en")
    assert verify(tmp_path / "new.xlsx") == ()
    left_over = [one for one in done.leftovers if one.kind in ("own sheet", "comment")]
    assert {one.formula for one in left_over if one.label == "备忘"} == {
        "=活动!I5", "=SUM(活动!A:A)", "=预算!C5",
    }  # fmt: skip
    assert {one.label for one in left_over} == {"备忘", "五月预算"}
    formulas = openpyxl.load_workbook(tmp_path / "new.xlsx")
    values = openpyxl.load_workbook(tmp_path / "new.xlsx", data_only=True)["备忘"]
    own = formulas["备忘"]
    assert [own[f"B{row}"].value for row in range(3, 8)] == [
        "=Campaigns!E5*2", "=SUM(works[Spend])", "=SUM(Campaigns!E5:E7)", "=lead_time+1",
        "=B$3+$B$4",
    ]  # fmt: skip
    assert [values[f"B{row}"].value for row in range(3, 8)] == [160, 250, 250, 8, 410]
    assert own["A1"].font.b
    assert own["B1"].number_format == "yyyy-mm-dd"
    assert own["A2"].comment.text == "问小林"
    assert own.column_dimensions["A"].width == pytest.approx(30, abs=1)
    assert formulas["Campaigns"]["E6"].comment.text == "为什么？"

    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    assert diff(tmp_path / "new.xlsx", tmp_path / "again.xlsx").same


def test_rules_and_looks_of_a_sheet_of_ones_own_come_along(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("盯着", 1)
        own["A1"], own["A1"].border = "花费", Border(bottom=Side("thin", "00FF0000"))
        own["A1"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.8))
        own["A2"], own["A3"], own["A2"].font = 5, 7, Font(size=18)
        own["D9"].fill = PatternFill("solid", fgColor="00FFFF00")
        own["D9"].alignment = Alignment("center", "top")
        own.row_dimensions[2].height, own.row_dimensions[3].hidden = 44, True
        own.column_dimensions["F"].hidden, own.column_dimensions["G"].width = True, 40
        own.freeze_panes = "B2"
        own.print_area, own.print_title_rows = "A1:B9,D1:E9", "1:2"
        own.sheet_properties.tabColor = "00C8102E"
        red = PatternFill(bgColor="00FF0000")
        formats = own.conditional_formatting
        formats.add("A2:A9", CellIsRule("greaterThan", ["活动!$E$5"], fill=red))
        formats.add("A2:A9", FormulaRule(["A2>$A$3"], font=Font(bold=True), stopIfTrue=True))
        scale = ColorScaleRule("min", None, "00FF0000", end_type="max", end_color="0000FF00")
        formats.add("B2:B9", scale)
        formats.add("C2:C9", FormulaRule(["C2>活动!I5"], fill=red))  # a column that is gone
        for cells, rule in (
            ("B2:B9", DataValidation("list", '"是,否"', errorTitle="只填是或否")),
            ("C2:C9", DataValidation("list", "活动!$B$5:$B$7")),
            ("D2:D9", DataValidation("whole", "活动!$I$5", operator="greaterThan")),
        ):
            rule.add(cells)
            own.add_data_validation(rule)
        own.auto_filter.ref = "A1:B3"

    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    new = tmp_path / "new.xlsx"
    assert verify(new) == ()
    left_over = [(one.cell, one.formula, one.why.en) for one in done.leftovers
                 if one.kind == "own sheet"]  # fmt: skip
    assert left_over == [
        ("盯着!C2:C9", "=C2>活动!I5", "a conditional format did not come along"),
        ("盯着!D2:D9", "=活动!$I$5", "an input rule did not come along"),
    ]
    own = openpyxl.load_workbook(new)["盯着"]
    assert own.print_area == "'盯着'!$A$1:$B$9,'盯着'!$D$1:$E$9"
    assert own.print_title_rows == "$1:$2"
    rules = {(str(area.sqref), one.type): one for area in own.conditional_formatting
             for one in area.rules}  # fmt: skip
    assert rules["A2:A9", "cellIs"].formula == ["Campaigns!$E$5"]
    assert rules["A2:A9", "cellIs"].dxf.fill.bgColor.rgb == "00FF0000"
    assert rules["A2:A9", "expression"].formula == ["A2>$A$3"]
    assert rules["A2:A9", "expression"].dxf.font.b
    assert rules["B2:B9", "colorScale"].colorScale.color[1].rgb == "0000FF00"
    assert own.auto_filter.ref == "A1:B3"
    inputs = {str(one.sqref): one for one in own.data_validations.dataValidation}
    assert {cells: one.formula1 for cells, one in inputs.items()} == {
        "B2:B9": '"是,否"', "C2:C9": "Campaigns!$B$5:$B$7",
    }  # fmt: skip
    assert inputs["B2:B9"].errorTitle == "只填是或否"
    assert (own.row_dimensions[2].height, own.row_dimensions[3].hidden) == (44, True)
    assert own.column_dimensions["F"].hidden
    assert own.column_dimensions["G"].width == pytest.approx(40, abs=0.01)
    assert (own.freeze_panes, own.sheet_properties.tabColor.rgb) == ("B2", "FFC8102E")
    assert own["A1"].border.bottom.color.rgb == "FFFF0000"
    assert own["A1"].fill.fgColor.rgb == "FFDCE6F2"
    assert (own["A2"].font.sz, own["D9"].fill.fgColor.rgb) == (18, "FFFFFF00")
    assert (own["D9"].alignment.horizontal, own["D9"].alignment.vertical) == ("center", "top")

    again = upgrade(new, tmp_path / "again.xlsx")
    assert again.whole
    with zipfile.ZipFile(new) as one, zipfile.ZipFile(tmp_path / "again.xlsx") as other:
        changed = {name for name in one.namelist() if one.read(name) != other.read(name)}
    assert not {one for one in changed if one.startswith(("xl/worksheets", "xl/styles"))}


def test_a_table_and_a_hidden_sheet_of_ones_own_come_along(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        own, secret = book.create_sheet("供应商", 1), book.create_sheet("底价", 2)
        for row in (["供应商", "电话"], ["甲", 138], ["乙", 139]):
            own.append(row)
        own.add_table(Table(displayName="suppliers", ref="A1:B3"))
        own["D1"] = "=SUM(suppliers[电话])+底价!A1+SUM(works[花费])"
        secret["A1"], secret.sheet_state = 7, "hidden"

    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    assert verify(tmp_path / "new.xlsx") == ()
    assert [one for one in done.leftovers if one.kind == "own sheet"] == []
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    assert [[cell.value for cell in row] for row in book["供应商"]["A1:B3"]] == [
        ["供应商", "电话"], ["甲", 138], ["乙", 139],
    ]  # fmt: skip
    assert book["供应商"].tables["suppliers"].ref == "A1:B3"
    assert book["供应商"]["D1"].value == "=SUM(suppliers[电话])+底价!A1+SUM(works[Spend])"
    shown = openpyxl.load_workbook(tmp_path / "new.xlsx", data_only=True)
    assert shown["供应商"]["D1"].value == 138 + 139 + 7 + 80 + 120 + 50
    assert (book["底价"]["A1"].value, book["底价"].sheet_state) == (7, "hidden")


def test_names_that_people_gave_come_along(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("汇报", 1)
        own["A1"], own["A2"], own["B1"] = "=my_twice+my_rate", "=my_gone", 3
        for name, text in (
            ("my_twice", "my_sum*2"),
            ("my_sum", "SUM(活动!$E$5:$E$7)"),
            ("my_rate", "汇报!$B$1"),
            ("my_gone", "活动!$I$5"),  # a column that is gone
            ("broken", "#REF!"),
            ("works", "#NAME?"),  # which Gnumeric makes of a table
        ):
            book.defined_names[name] = DefinedName(name, attr_text=text)

    done = to_after(plans, edited(plans, edit, tmp_path), tmp_path, locale="en")
    new = tmp_path / "new.xlsx"
    assert verify(new) == ()
    names = openpyxl.load_workbook(new).defined_names
    assert {name: one.attr_text for name, one in names.items() if name.startswith("my_")} == {
        "my_rate": "汇报!$B$1", "my_sum": "SUM(Campaigns!$E$5:$E$7)", "my_twice": "my_sum*2",
    }  # fmt: skip
    assert openpyxl.load_workbook(new, data_only=True)["汇报"]["A1"].value == 503
    left_over = [(one.kind, one.label, one.formula) for one in done.leftovers
                 if one.kind.startswith("own")]  # fmt: skip
    assert left_over == [("own name", "my_gone", "=活动!$I$5"), ("own sheet", "汇报", "=my_gone")]
    again = upgrade(new, tmp_path / "again.xlsx")
    assert again.whole
    assert "my_twice" in openpyxl.load_workbook(tmp_path / "again.xlsx").defined_names


def painted(book: openpyxl.Workbook) -> None:
    """Colours, a hidden row and column and a wide one on a sheet of the blueprint; sorted rows."""
    sheet = book["活动"]
    rows = [[cell.value for cell in row[1:6]] for row in sheet["A5:I7"]]
    for row, values in zip(("5", "6", "7"), reversed(rows), strict=True):
        for column, value in zip("BCDEF", values, strict=True):
            sheet[f"{column}{row}"] = value
    for column in "BCD":
        sheet[f"{column}6"].fill = PatternFill("solid", fgColor="00FFFF00")
    sheet["F5"].font = Font(bold=True, color="00FF0000")
    sheet["I7"].fill = PatternFill("solid", fgColor="0000FF00")  # a column that is gone
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["D"].hidden, sheet.column_dimensions["B"].width = True, 41


@pytest.mark.parametrize(
    "writer", ["openpyxl", pytest.param("libreoffice", marks=pytest.mark.libreoffice)]
)
def test_situation_7_colours_widths_and_hidden_and_sorted_rows_follow_their_cells(
    plans: Path, tmp_path: Path, writer: str
) -> None:
    book = edited(plans, painted, tmp_path)
    if writer == "libreoffice":
        book = edit_in_libreoffice(book, tmp_path / "saved", "save_again")["save_again"]
    done = to_after(plans, book, tmp_path, theme="ink")
    assert verify(tmp_path / "new.xlsx") == ()
    assert [(one.label, one.why.en) for one in done.leftovers if one.kind == "own cell"] == [
        ("活动", "a colour of your own did not come along: something else stands there today")
    ]
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["活动"]
    assert [sheet[f"B{row}"].value for row in (5, 6, 7)] == ["C", "B", "A"]
    filled = {cell.coordinate for row in sheet["B5:H7"] for cell in row
              if cell.fill.fgColor.rgb == "FFFFFF00"}  # fmt: skip
    assert filled == {"B6", "C6", "D6"}
    assert (sheet["F5"].font.b, sheet["F5"].font.color.rgb) == (True, "FFFF0000")
    assert not sheet["F6"].font.b
    assert sheet["B6"].number_format == sheet["B5"].number_format
    assert [row for row, one in sheet.row_dimensions.items() if one.hidden] == [7]
    assert sheet.column_dimensions["D"].hidden
    assert sheet.column_dimensions["B"].width == pytest.approx(41, abs=0.3)

    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    with (
        zipfile.ZipFile(tmp_path / "new.xlsx") as one,
        zipfile.ZipFile(tmp_path / "again.xlsx") as other,
    ):
        changed = {name for name in one.namelist() if one.read(name) != other.read(name)}
    assert not {name for name in changed if name.startswith("xl/worksheets")}


def test_what_nobody_has_painted_is_not_taken_for_it(plans: Path, tmp_path: Path) -> None:
    upgrade(plans / "plan.xlsx", tmp_path / "ink.xlsx", theme="ink")
    build(plans / "before.yaml", tmp_path / "built.xlsx", locale="zh-CN", values={"lead": 7},
          theme="ink")  # fmt: skip
    parts = []
    for name in ("ink.xlsx", "built.xlsx"):
        with zipfile.ZipFile(tmp_path / name) as one:
            sheets = [one.read(f"xl/worksheets/sheet{number}.xml") for number in (2, 3)]
        parts.append([re.sub(rb't="s"><v>[0-9]+', b"", sheet) for sheet in sheets])
    assert parts[0] == parts[1]


def test_formulas_that_share_one_keep_what_they_hold_fast(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("分享", 1)
        for row in (1, 2):
            own[f"A{row}"], own[f"B{row}"] = row, f"=A{row}*活动!$E$5+SUM($A:A)"

    saved = edited(plans, edit, tmp_path)
    book = tmp_path / "shared.xlsx"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(book, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            first = "<f>A1*活动!$E$5+SUM($A:A)</f>".encode()
            if first in text:
                text = text.replace(first, b'<f t="shared" ref="B1:B2" si="0">' + first[3:])
                text = text.replace("<f>A2*活动!$E$5+SUM($A:A)</f>".encode(),
                                    b'<f t="shared" si="0"/>')  # fmt: skip
            new.writestr(name, text)
    to_after(plans, book, tmp_path, locale="en")
    own = openpyxl.load_workbook(tmp_path / "new.xlsx")["分享"]
    assert [own[f"B{row}"].value for row in (1, 2)] == [
        "=A1*Campaigns!$E$5+SUM($A:A)", "=A2*Campaigns!$E$5+SUM($A:A)",
    ]  # fmt: skip


def test_columns_of_ones_own_come_along_at_the_right_end(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["活动"]
        table = sheet.tables["works"]
        table.ref = "B4:L7"
        for number, header in enumerate(("谁", "两倍", "看左边"), 10):
            sheet.cell(4, number, header)
            column = TableColumn(id=number, name=header)
            table.tableColumns.append(column)
        for row in range(5, 8):
            sheet.cell(row, 10, f"Lin {row}")
            sheet.cell(row, 11, "=works[[#This Row],[花费]]*2")
            sheet.cell(row, 12, f"=E{row}+1")

    book = edited(plans, edit, tmp_path)
    done = to_after(plans, book, tmp_path, locale="en")
    assert verify(tmp_path / "new.xlsx") == ()
    told = [(one.label, one.formula) for one in done.leftovers if one.kind.startswith("own")]
    assert told == [("看左边", "=E5+1"), ("看左边", "=E6+1"), ("看左边", "=E7+1")]
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx", data_only=True)["Campaigns"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=4, max_row=7, min_col=2)}
    place = {cell.value: number for number, cell in enumerate(rows["Campaign"])}
    assert [rows[one][place["谁"]].value for one in "ABC"] == ["Lin 5", "Lin 6", "Lin 7"]
    assert [rows[one][place["两倍"]].value for one in "ABC"] == [160, 240, 100]
    assert check(tmp_path / "new.xlsx").clean
    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    assert diff(tmp_path / "new.xlsx", tmp_path / "again.xlsx").same


def test_a_formula_of_ones_own_that_no_file_may_hold_is_left_with_its_value(
    plans: Path, tmp_path: Path
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("备忘")
        own["A1"], own["A2"], own["A3"] = "=A2+1", "=A1+1", '=WEBSERVICE("https://a.example")'

    book = edited(plans, edit, tmp_path)
    done = upgrade(book, tmp_path / "new.xlsx")
    assert [one.formula for one in done.leftovers] == [
        "=A2+1", "=A1+1", '=WEBSERVICE("https://a.example")',
    ]  # fmt: skip
    assert verify(tmp_path / "new.xlsx") == ()
