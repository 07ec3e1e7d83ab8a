"""Upgrade: a filled workbook built anew holds what people typed, and what it cannot is listed."""

from __future__ import annotations

import csv
import datetime
import json
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from edited import Edit, edit_in_libreoffice, edit_with_openpyxl
from openxml import validate
from plansheets import (
    Leftover,
    Upgraded,
    WorkbookError,
    build,
    check,
    diff,
    extract,
    fill,
    upgrade,
    verify,
)
from plansheets.cli import cli
from plansheets.errors import PlansheetsError
from plansheets.life.cells import HeldCell
from plansheets.life.extracted import Extracted, ExtractedCell
from plansheets.life.grid_labels import GridLabels
from plansheets.life.mark_names import MARKS
from plansheets.life.pairing import known_by
from test_frames_grids import ACROSS, TEXT

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
OLDER = Path(__file__).with_name("older")
BEFORE = """
blueprint: plan
version: 1.0.0
title: {zh-CN: 计划, en: Plan}
purpose: {zh-CN: 看花费, en: Watches spend}
parameters:
  target: {type: ratio, default: 2, min: 0, label: {zh-CN: 目标, en: Target}}
  owner: {type: text, label: {zh-CN: 负责人, en: Owner}}
  lead: {type: days, label: {zh-CN: 提前期, en: Lead time}}
lists:
  channel:
    search: {zh-CN: 搜索, en: Search}
    social: {zh-CN: 社交, en: Social}
    print: {zh-CN: 报纸, en: Print}
tables:
  works:
    title: {zh-CN: 活动表, en: Campaign table}
    key: name
    columns:
      - {id: name, type: key, label: {zh-CN: 活动, en: Campaign}}
      - {id: channel, type: choice, list: channel, label: {zh-CN: 渠道, en: Channel}}
      - {id: start, type: date, label: {zh-CN: 开始, en: Start}}
      - {id: spend, type: money, label: {zh-CN: 花费, en: Spend}}
      - {id: sold, type: money, label: {zh-CN: 成交, en: Revenue}}
      - {id: roi, type: ratio, label: ROI, formula: '=roi([@sold], [@spend])'}
      - {id: share, type: percent, label: {zh-CN: 占比, en: Share},
         formula: '=share([@spend], SUM(works[spend]))'}
      - {id: notes, type: note, label: {zh-CN: 备注, en: Notes}}
    sample:
      - {name: A, channel: search, start: 2024-05-20, spend: 80, sold: 208,
         notes: {zh-CN: 好, en: good}}
      - {name: B, channel: print, start: 2024-06-01, spend: 120, sold: 180}
      - {name: C, channel: social, start: 2024-06-10, spend: 50, sold: 145}
  budgets:
    title: {zh-CN: 渠道预算, en: Budgets}
    rows: {each: channel}
    columns:
      - {id: item, type: choice, list: channel, label: {zh-CN: 渠道, en: Channel}}
      - {id: budget, type: money, label: {zh-CN: 预算, en: Budget}}
    sample: [{budget: 10}, {budget: 20}, {budget: 30}]
sheets:
  - {id: main, title: {zh-CN: 活动, en: Campaigns}, blocks: [{table: works}]}
  - {id: money, title: {zh-CN: 预算, en: Money}, blocks: [{table: budgets}]}
checks:
  - {id: low, level: warning, message: {zh-CN: 低, en: Low},
     count: '=COUNTIFS(works[roi], "<"&target)'}
  - {id: mine, level: warning, message: {zh-CN: 有负责人, en: Owned},
     count: '=LEN(owner)-LEN(owner)'}
  - {id: late, level: warning, message: {zh-CN: 提前期, en: Late},
     count: '=COUNT(lead)-COUNT(lead)'}
"""
AFTER = (
    BEFORE.replace("version: 1.0.0", "version: 2.0.0")
    # a list in another order, with an item less and one more, another label
    .replace("    print: {zh-CN: 报纸, en: Print}\n", "")
    .replace("    search: {zh-CN: 搜索, en: Search}\n", "")
    .replace(
        "    social: {zh-CN: 社交, en: Social}\n",
        "    live: {zh-CN: 直播, en: Live}\n    social: {zh-CN: 社媒, en: Social media}\n"
        "    search: {zh-CN: 搜索, en: Search}\n",
    )
    # a key that is called otherwise, a column and a parameter that are gone or new
    .replace("key: name", "key: campaign")
    .replace("{id: name, type", "{id: campaign, type")
    .replace("{name: ", "{campaign: ")
    .replace("channel: print", "channel: live")
    .replace("      - {id: notes, type: note, label: {zh-CN: 备注, en: Notes}}\n", "")
    .replace(",\n         notes: {zh-CN: 好, en: good}", "")
    .replace("  owner: {type: text, label: {zh-CN: 负责人, en: Owner}}\n", "")
    .replace("LEN(owner)-LEN(owner)", "0*target")
    .replace("  lead: {type: days", "  lead_time: {type: days")
    .replace("COUNT(lead)-COUNT(lead)", "COUNT(lead_time)-COUNT(lead_time)")
    # typed in before and calculated now, and the other way round
    .replace(
        "{id: sold, type: money, label: {zh-CN: 成交, en: Revenue}}",
        "{id: sold, type: money, label: {zh-CN: 成交, en: Revenue}, formula: '=[@spend]*2'}",
    )
    .replace(", sold: 208", "").replace(", sold: 180", "").replace(", sold: 145", "")
    .replace(
        ",\n         formula: '=share([@spend], SUM(works[spend]))'}",
        "}",
    )
    .replace("sample: [{budget: 10}, {budget: 20}, {budget: 30}]", "sample: [{budget: 10}]")
)  # fmt: skip
Typed = Counter[tuple[str, str, Hashable]]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both versions of a blueprint, and a workbook of the first."""
    folder = tmp_path_factory.mktemp("plans")
    (folder / "before.yaml").write_text(BEFORE, "utf-8")
    (folder / "after.yaml").write_text(AFTER, "utf-8")
    build(folder / "before.yaml", folder / "plan.xlsx", locale="zh-CN", values={"lead": 7})
    return folder


def content(cell: ExtractedCell) -> Hashable:
    return known_by(cell)


def typed(read: Extracted) -> Typed:
    """How often each value was typed into each column and parameter."""
    found = Counter(
        (table.id, id_, content(row.cells[id_]))
        for table in read.tables.values()
        for row in table.rows
        for id_ in table.inputs
        if content(row.cells[id_]) is not None
    )
    found.update(
        ("", one.id, known_by(ExtractedCell("", one.value, "input", one.text)))
        for one in read.parameters.values()
        if one.state != "default"
    )
    return found


def left(leftovers: Sequence[Leftover]) -> Typed:
    """What of the inputs was left over: formulas and people's own things are none."""
    return Counter(
        (one.table, one.id, known_by(ExtractedCell("", one.value, "input")))
        for one in leftovers
        if one.kind in ("value", "parameter")
    )


def assert_nothing_lost(
    before: Path, after: Path, done: Upgraded, today: Mapping[str, str] | None = None
) -> None:
    """What can be extracted before is what can be extracted after, with what was left over."""
    today = today or {}

    def called(table: str, id_: str, value: Hashable) -> tuple[str, str, Hashable]:
        table, id_ = today.get(table, table), today.get(f"{table}.{id_}".lstrip("."), id_)
        return table, id_, value

    old = Counter({called(*one): count for one, count in typed(extract(before)).items()})
    gone = Counter({called(*one): count for one, count in left(done.leftovers).items()})
    year = extract(before).parameters.get("year")
    if year is not None and year.state == "default":
        # was not typed and is now: a plan does not move to another year by itself
        old["", "year", known_by(ExtractedCell("", year.default, "input"))] += 1
    assert typed(extract(after)) + gone == old


def edited(plans: Path, edit: Edit, folder: Path) -> Path:
    return edit_with_openpyxl(plans / "plan.xlsx", edit, folder / "edited.xlsx")


def to_after(plans: Path, book: Path, folder: Path, **wishes: object) -> Upgraded:
    return upgrade(book, folder / "new.xlsx", blueprint=plans / "after.yaml", **wishes)  # type: ignore[arg-type]


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
RENAMED = {"works.name": "campaign", "lead": "lead_time"}


def test_another_version_takes_what_it_has_a_place_for_and_the_rest_is_listed(
    plans: Path, tmp_path: Path
) -> None:
    book = edited(plans, lambda _: None, tmp_path)
    done = to_after(plans, book, tmp_path)
    assert_nothing_lost(book, tmp_path / "new.xlsx", done, RENAMED)
    told = {(one.id, str(one.value)): one.why.en for one in done.leftovers}
    assert told["channel", "print"] == "today's list does not have '报纸'"
    assert told["notes", "好"] == "today's blueprint has no such column"
    assert told["sold", "208"] == "this column is calculated by now"
    assert told["budget", "30"] == "today's list does not have this item"
    assert not done.whole
    assert (done.version_before, done.version, done.locale) == ("1.0.0", "2.0.0", "zh-CN")
    after = extract(tmp_path / "new.xlsx")
    rows = [row.cells for row in after.tables["works"].rows]
    assert [row["campaign"].value for row in rows] == ["A", "B", "C"]
    assert [row["channel"].value for row in rows] == ["search", None, "social"]
    items = {row.cells["item"].value: row.cells["budget"].value
             for row in after.tables["budgets"].rows}  # fmt: skip
    assert items == {"social": 20, "search": 10}
    assert after.parameters["lead_time"].value == 7
    assert check(tmp_path / "new.xlsx").clean
    assert verify(tmp_path / "new.xlsx") == ()


def test_what_was_left_over_stands_in_a_file_beside(plans: Path, tmp_path: Path) -> None:
    done = to_after(plans, plans / "plan.xlsx", tmp_path)
    assert done.beside == tmp_path / "new-leftovers.csv"
    with done.beside.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(done.leftovers)
    told = {(row["id"], row["key"]): (row["value"], row["cell"]) for row in rows}
    assert told["channel", "B"] == ("print", "活动!C6")
    assert rows[0]["why"] in [one.why.zh for one in done.leftovers]


def test_doing_it_again_changes_nothing(plans: Path, tmp_path: Path) -> None:
    to_after(plans, plans / "plan.xlsx", tmp_path)
    again = upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    assert again.beside is None
    assert diff(tmp_path / "new.xlsx", tmp_path / "again.xlsx").same


def test_a_value_over_a_formula_goes_where_people_type_today(plans: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["活动"]["H5"] = 0.25  # its share, which was calculated
        book["活动"]["G6"] = 3  # the ROI, which is calculated still
        book["活动"]["G7"] = "=1+1"

    book = edited(plans, edit, tmp_path)
    done = to_after(plans, book, tmp_path)
    rows = extract(tmp_path / "new.xlsx").tables["works"].rows
    assert [row.cells["share"].value for row in rows] == [0.25, None, None]
    formulas = {one.cell: one for one in done.leftovers if one.kind == "formula"}
    assert set(formulas) == {"活动!G6", "活动!G7"}
    assert formulas["活动!G6"].value == 3
    assert formulas["活动!G7"].formula == "=1+1"
    inputs = typed(extract(tmp_path / "new.xlsx")) - Counter([("works", "share", 0.25)])
    assert inputs + left(done.leftovers) == +Counter(
        {(table, RENAMED.get(f"{table}.{id_}".lstrip("."), id_), value): count
         for (table, id_, value), count in typed(extract(book)).items()}
    )  # fmt: skip


def test_names_that_are_given_go_first(plans: Path, tmp_path: Path) -> None:
    book = plans / "plan.xlsx"
    done = to_after(plans, book, tmp_path, renamed={"works.notes": "works.share"})
    assert [one.why.en for one in done.leftovers if one.id == "notes"] == [
        "a number belongs here by now"
    ]
    item = to_after(plans, book, tmp_path, renamed={"channel.print": "channel.live"}, force=True)
    assert not [one for one in item.leftovers if one.id in ("channel", "budget")]
    rows = extract(tmp_path / "new.xlsx").tables["works"].rows
    assert [row.cells["channel"].value for row in rows] == ["search", "live", "social"]


RENAMES = (
    AFTER.replace("  lead_time: {type: days,", "  lead_time: {type: days, was: lead,")
    .replace("{id: campaign, type", "{id: campaign, was: [name, title], type")
    .replace("    live: {zh-CN: 直播", "    live: {was: print, label: {zh-CN: 直播")
    .replace("en: Live}", "en: Live}}")
    .replace("  works:\n", "  campaigns:\n    was: works\n")
    .replace("works[", "campaigns[")
    .replace("table: works", "table: campaigns")
    # called otherwise, so that nothing but `was` says it
    .replace("zh-CN: 活动, en: Campaign}", "zh-CN: 名字, en: Called}")
    .replace("zh-CN: 活动表, en: Campaign table", "zh-CN: 推广, en: Promotions")
    .replace("zh-CN: 提前期, en: Lead time", "zh-CN: 备货天数, en: Days ahead")
)


@pytest.fixture(scope="module")
def renamed(plans: Path) -> Path:
    """Today's blueprint, which says what tables, columns, parameters and items were called."""
    path = plans / "renamed.yaml"
    path.write_text(RENAMES, "utf-8")
    return path


def test_what_a_blueprint_says_was_called_otherwise_is_the_same(
    plans: Path, renamed: Path, tmp_path: Path
) -> None:
    done = upgrade(plans / "plan.xlsx", tmp_path / "new.xlsx", blueprint=renamed)
    after = extract(tmp_path / "new.xlsx")
    rows = [row.cells for row in after.tables["campaigns"].rows]
    assert [row["campaign"].value for row in rows] == ["A", "B", "C"]
    assert [row["channel"].value for row in rows] == ["search", "live", "social"]
    items = {row.cells["item"].value: row.cells["budget"].value
             for row in after.tables["budgets"].rows}  # fmt: skip
    assert items == {"live": 30, "social": 20, "search": 10}
    assert after.parameters["lead_time"].value == 7
    assert {one.id for one in done.leftovers} == {"notes", "sold"}


def test_what_is_called_otherwise_is_no_difference(
    plans: Path, renamed: Path, tmp_path: Path
) -> None:
    upgrade(plans / "plan.xlsx", tmp_path / "new.xlsx", blueprint=renamed)
    changes = diff(plans / "plan.xlsx", tmp_path / "new.xlsx").changes
    told = {(one.of, one.kind, one.id) for one in changes}
    assert ("blueprint", "removed", "notes") in told
    assert not {id_ for _, _, id_ in told} & {"name", "campaign", "channel", "lead", "lead_time"}
    assert not [one for one in changes if one.of == "row"]
    back = diff(tmp_path / "new.xlsx", plans / "plan.xlsx").changes
    assert not [one for one in back if one.of in ("row", "parameter")]


def test_data_and_values_are_known_by_what_they_were_called(renamed: Path, tmp_path: Path) -> None:
    data = tmp_path / "works.csv"
    data.write_text("name,spend\nX,5\n", "utf-8")
    book = build(renamed, tmp_path / "book.xlsx", data={"works": data}, values={"lead": 9}).path
    done = fill(book, tmp_path / "filled.xlsx", data={"works": _named(data, "Y")},
                values={"lead": 11})  # fmt: skip
    assert (done.tables["campaigns"].added, done.parameters) == (1, {"lead_time": 11})
    rows = extract(tmp_path / "filled.xlsx").tables["campaigns"].rows
    assert [row.cells["campaign"].value for row in rows] == ["X", "Y"]


def _named(data: Path, name: str) -> Path:
    other = data.with_name(f"{name}.csv")
    other.write_text(data.read_text("utf-8").replace("X", name), "utf-8")
    return other


def test_what_was_called_so_must_be_gone(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(RENAMES.replace("was: lead,", "was: target,"), "utf-8")
    with pytest.raises(PlansheetsError, match=r"PS114 .*'was' of 'lead_time' names 'target'"):
        build(path, tmp_path / "no.xlsx")


@pytest.mark.parametrize(("wrong", "said"), [
    ({"works.nmae": "works.campaign"}, "there is no 'works.nmae' in the old workbook"),
    ({"works.name": "works.compaign"}, "there is no 'works.compaign' in blueprint plan"),
])  # fmt: skip
def test_names_that_nobody_has_are_refused(
    plans: Path, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(WorkbookError) as caught:
        to_after(plans, plans / "plan.xlsx", tmp_path, renamed=wrong)
    assert [(one.code, one.message) for one in caught.value.problems] == [("PS754", said)]
    assert list(tmp_path.iterdir()) == []


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


@pytest.fixture(scope="module")
def drawn(plans: Path) -> Path:
    """A workbook with charts and pictures on a sheet of one's own, and a chart on another."""

    def edit(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("看图", 1)
        own["A1"] = "花费"
        for spot, column in (("C2", "E"), ("C20", "I")):  # the second column is gone
            chart = BarChart()
            chart.title = f"列 {column}"
            values = Reference(book["活动"], range_string=f"活动!${column}$4:${column}$7")
            chart.add_data(values, titles_from_data=True)
            chart.set_categories(Reference(book["活动"], range_string="活动!$B$5:$B$7"))
            own.add_chart(chart, spot)
        over = BarChart()
        over.add_data(Reference(book["活动"], range_string="活动!$E$5:$E$7"))
        book["活动"].add_chart(over, "N20")
        alone = book.create_chartsheet("整页图")
        alone.add_chart(BarChart())

    bare = edit_with_openpyxl(plans / "plan.xlsx", edit, plans / "bare.xlsx")
    return with_picture_and_shape(bare, plans / "drawn.xlsx")


def with_picture_and_shape(book: Path, path: Path) -> Path:
    """*book* with a red picture, and a shape that shows a cell and leads out, beside its charts."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        drawing = next(name for name in old.namelist() if name.startswith("xl/drawings/drawing")
                       and old.read(name).count(b"oneCellAnchor>") == 4)  # fmt: skip
        rels = drawing.replace("drawings/", "drawings/_rels/") + ".rels"
        for name in old.namelist():
            content = old.read(name)
            if name == drawing:
                content = content.replace(b"</wsDr>", ANCHORS.encode() + b"</wsDr>")
            elif name == rels:
                content = content.replace(b"</Relationships>", LINKS.encode())
            elif name == "[Content_Types].xml":
                png = b'<Default Extension="png" ContentType="image/png"/><Override'
                content = content.replace(b"<Override", png, 1)
            new.writestr(name, content)
        new.writestr("xl/media/image1.png", RED)
    return path


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(
        ">I", zlib.crc32(kind + content))  # fmt: skip


RED = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"\xc8\x10\x2e" * 8) * 6))
    + _chunk(b"IEND", b"")
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = (
    f'<Relationship Id="rId98" Type="{_OFFICE}/hyperlink" Target="https://example.com/" '
    f'TargetMode="External"/><Relationship Id="rId99" Type="{_OFFICE}/image" '
    'Target="../media/image1.png"/></Relationships>'
)
_PLACED = (
    '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
    'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}"><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{{}}'
    '</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="900000" cy="600000"/>'
)
_FRAME = (
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="600000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
)
ANCHORS = (
    f'{_PLACED.format(19)}<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="98" name="商标"/><xdr:cNvPicPr/>'
    f'</xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId99"/><a:stretch><a:fillRect/></a:stretch>'
    f"</xdr:blipFill>{_FRAME}</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
    f'{_PLACED.format(25)}<xdr:sp macro="[0]!go" textlink="活动!$E$6"><xdr:nvSpPr>'
    '<xdr:cNvPr id="99" name="花费框"><a:hlinkClick r:id="rId98"/></xdr:cNvPr><xdr:cNvSpPr/>'
    f'</xdr:nvSpPr>{_FRAME}<xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="zh-CN"/><a:t>120</a:t>'
    "</a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>"
)


def charts(path: Path) -> list[tuple[str, list[str], list[str]]]:
    """The charts of a workbook: the part, what they look at, and the values they remember."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()
                 if name.startswith("xl/charts/chart")}  # fmt: skip
    return [
        (name, re.findall("<(?:c:)?f>(.*?)</", text), re.findall("<(?:c:)?v>(.*?)</", text))
        for name, text in found.items()
    ]


def shapes(path: Path) -> tuple[list[str], list[str], bool]:
    """The cells that shapes show, the macros that they call, and whether the picture is there."""
    with zipfile.ZipFile(path) as archive:
        texts = "".join(archive.read(name).decode() for name in archive.namelist()
                        if name.startswith("xl/drawings/drawing"))  # fmt: skip
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    boxes = re.findall("<xdr:sp [^>]*>", texts)
    return (
        [cell for one in boxes for cell in re.findall('textlink="(.*?)"', one)],
        [macro for one in boxes for macro in re.findall('macro="(.*?)"', one)],
        media == [RED],
    )


def test_charts_and_pictures_of_ones_own_come_along(
    plans: Path, drawn: Path, tmp_path: Path
) -> None:
    done = to_after(plans, drawn, tmp_path, locale="en")
    new = tmp_path / "new.xlsx"
    assert verify(new) == ()
    assert not validate(new)
    assert [looks for _, looks, _ in charts(new)] == [
        ["Campaigns!$E$4", "Campaigns!$B$5:$B$7", "Campaigns!$E$5:$E$7"]
    ]
    assert openpyxl.load_workbook(new)["看图"]._charts[0].anchor._from.row == 1
    assert shapes(new) == (["Campaigns!$E$6"], [""], True)
    told = [(one.label, one.why.en, one.cell, one.formula) for one in done.leftovers
            if one.kind == "own sheet"]  # fmt: skip
    assert told == [
        ("看图", "what it looks at has no certain place by now: it did not come along",
         "看图!C20", "='活动'!I4"),
        ("看图", "it came along, without the link on it", "看图!A26", ""),
        ("活动", "1 chart, picture or shape of your own on it did not come along", "", ""),
        ("整页图", "a sheet that is a chart, which did not come along", "", ""),
    ]  # fmt: skip
    again = upgrade(new, tmp_path / "again.xlsx", locale="zh-CN")
    assert again.whole
    assert charts(tmp_path / "again.xlsx")[0][1][0] == "活动!$E$4"
    assert shapes(tmp_path / "again.xlsx") == (["活动!$E$6"], [""], True)


def test_charts_that_libreoffice_has_saved_come_along(
    plans: Path, drawn: Path, tmp_path: Path
) -> None:
    book = edit_in_libreoffice(drawn, tmp_path / "edited", saved=[])["saved"]
    to_after(plans, book, tmp_path, locale="en")
    assert verify(tmp_path / "new.xlsx") == ()
    assert not validate(tmp_path / "new.xlsx")
    (_, looks, remembered), *others = charts(tmp_path / "new.xlsx")
    assert looks[0] == "Campaigns!$E$4"
    assert remembered[:4] == ["Spend", "A", "B", "C"]
    assert [float(one) for one in remembered[4:7]] == [80, 120, 50]
    # it makes a sheet of the one that is a chart, which shows nothing
    assert [looks for _, looks, _ in others] == [[]]


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


def test_rows_below_a_table_are_of_it_and_texts_stay_where_they_were(
    plans: Path, tmp_path: Path
) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["活动"]
        sheet["B8"], sheet["E8"] = "D", 12
        sheet["E6"] = "1,200件"
        sheet["C7"] = "电视"

    book = edited(plans, edit, tmp_path)
    done = upgrade(book, tmp_path / "new.xlsx")
    assert done.whole
    assert (done.tables["works"].rows, done.tables["works"].taken_in) == (4, 1)
    rows = extract(tmp_path / "new.xlsx").tables["works"].rows
    assert all(row.inside for row in rows)
    assert rows[1].cells["spend"].text == "1,200件"
    assert rows[2].cells["channel"].text == "电视"
    assert_nothing_lost(book, tmp_path / "new.xlsx", done)
    assert [one.code for one in check(tmp_path / "new.xlsx").problems] == ["PS718", "PS718"]


def test_an_empty_workbook_stays_empty_and_keeps_its_room(plans: Path, tmp_path: Path) -> None:
    build(plans / "before.yaml", tmp_path / "old.xlsx", blank=True, rows=45)
    done = upgrade(tmp_path / "old.xlsx", tmp_path / "new.xlsx", blueprint=plans / "after.yaml")
    assert done.whole
    read = extract(tmp_path / "new.xlsx")
    assert typed(read) == Counter()
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["Campaigns"]
    first, last = sheet.tables["works"].ref.split(":")
    assert int(last.strip("ABCDEFGHI")) - int(first.strip("ABCDEFGHI")) == 45


def test_grids_are_carried_over(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "across.csv").write_text(ACROSS, "utf-8")
    data = {"forecast": tmp_path / "across.csv"}
    old = build(tmp_path / "old.yaml", tmp_path / "old.xlsx", locale="zh-CN", data=data).path
    newer = TEXT.replace("{jan: {zh-CN: 1月, en: Jan}, ", "{").replace("id: mood", "id: pace")
    newer = newer.replace(", sample: {v_tmall: {jan: 1}, rate: {jan: 50%}}", "")
    newer = newer.replace("          sample: {v_tmall: {jan: 1}, rate: {jan: 50%}}\n", "")
    (tmp_path / "new.yaml").write_text(newer, "utf-8")
    same = upgrade(old, tmp_path / "same.xlsx", locale="en")
    assert same.whole
    assert same.tables["forecast"].values == 10
    done = upgrade(tmp_path / "same.xlsx", tmp_path / "new.xlsx", blueprint=tmp_path / "new.yaml")
    assert Counter((one.id, one.value) for one in done.leftovers) == Counter(
        {("v_tmall", 1200): 1, ("v_jd", 300): 1, ("rate", 0.02): 1, ("mood", "calm"): 1}
    )
    assert {one.why.en for one in done.leftovers} == {"today's list does not have this item"}
    assert done.tables["forecast"].values == 6
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx", data_only=True)["Forecast"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["Tmall", 900] in rows
    assert ["JD", 400, 500] in rows
    assert ["Pace", "Busy"] in rows


@pytest.mark.slow
@pytest.mark.libreoffice
def test_months_of_a_grid_keep_their_values_where_a_column_was_put_between_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "plan.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "across.csv").write_text(ACROSS, "utf-8")
    data = {"forecast": tmp_path / "across.csv"}
    book = build(tmp_path / "plan.yaml", tmp_path / "book.xlsx", locale="zh-CN", data=data).path
    deeds = [("insert_column", "预测", 4), ("set", "预测", "D4", "中旬"), ("set", "预测", "D5", 77)]
    put = edit_in_libreoffice(book, tmp_path / "edited", put=deeds)["put"]
    assert check(put).clean
    done = upgrade(put, tmp_path / "new.xlsx", locale="en")
    assert [(one.kind, one.cell, one.value) for one in done.leftovers] == [
        ("own cell", "预测!D4", "中旬"), ("own cell", "预测!D5", 77),
    ]  # fmt: skip
    filled = fill(put, tmp_path / "filled.xlsx", values={"opening": 6000})
    assert (filled.waiting, filled.problems) == (0, ())
    for path, title, months in (
        ("new.xlsx", "Forecast", ["Jan", "Feb", "Mar"]),
        ("filled.xlsx", "预测", ["1月", "2月", "3月"]),
    ):
        sheet = openpyxl.load_workbook(tmp_path / path, data_only=True)[title]
        at = {cell.value: cell.column for cell in sheet[4]}
        found = [[sheet.cell(row, at[month]).value for month in months] for row in (5, 6, 8)]
        assert found == [[1200, 900, None], [300, 400, 500], [0.02, 0.025, 0.03]]


def test_labels_of_a_grid_in_another_order_say_nothing_of_its_places() -> None:
    labels = GridLabels({4: "a", 5: "b", 6: "c"}, {2: "Jan", 3: "Feb"})

    def places(*cells: tuple[int, int, str]) -> object:
        return labels.labels_in({(row, column): HeldCell(text) for row, column, text in cells})

    down = [(7, 1, "a"), (8, 1, "b"), (9, 1, "c")]
    assert places(*down, (3, 2, "Jan"), (3, 4, "Feb")) == ({4: 7, 5: 8, 6: 9}, {2: 2, 3: 4})
    assert places((7, 1, "b"), (8, 1, "a"), (9, 1, "c"), (3, 2, "Jan")) == ({}, {})
    assert places((7, 1, "a"), (8, 1, "a"), (9, 1, "c")) == ({}, {})


def test_rows_of_grids_are_known_by_what_they_were_called(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "across.csv").write_text(ACROSS, "utf-8")
    data = {"forecast": tmp_path / "across.csv"}
    old = build(tmp_path / "old.yaml", tmp_path / "old.xlsx", locale="zh-CN", data=data).path
    newer = (
        TEXT.replace("{id: mood, type", "{id: rhythm, was: [beat, mood], type")
        .replace("zh-CN: 节奏, en: Pace", "zh-CN: 快慢, en: Speed")
        .replace("{id: 'v_{shop}', each: {shop: shops}, type",
                 "{id: 'people_{shop}', was: 'v_{shop}', each: {shop: shops}, type")
        .replace("[@v_{shop}]", "[@people_{shop}]")
        .replace("min: 0, label: '{shop}'", "min: 0, label: '{shop} in'")
        .replace("sample: {v_tmall: {jan: 1}", "sample: {people_tmall: {jan: 1}")
    )  # fmt: skip
    (tmp_path / "new.yaml").write_text(newer, "utf-8")
    done = upgrade(old, tmp_path / "new.xlsx", blueprint=tmp_path / "new.yaml")
    assert done.whole
    assert done.tables["forecast"].values == 10
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx", data_only=True)["预测"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["快慢", "平稳", "大促"] in rows
    assert ["天猫 in", 1200, 900] in rows
    # and so are files that are made for the old version
    by_id = tmp_path / "by-id.csv"
    by_id.write_text("row,jan\nmood,calm\nv_jd,8\n", "utf-8")
    book = build(tmp_path / "new.yaml", tmp_path / "ids.xlsx", data={"forecast": by_id}).path
    sheet = openpyxl.load_workbook(book, data_only=True)["Forecast"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert ["Speed", "Calm"] in rows
    assert ["JD in", 8] in rows
    (tmp_path / "wrong.yaml").write_text(newer.replace("[beat, mood]", "[rate]"), "utf-8")
    with pytest.raises(PlansheetsError, match=r"PS114 .*'was' of 'rhythm' names 'rate'"):
        build(tmp_path / "wrong.yaml", tmp_path / "no.xlsx")
    elsewhere = TEXT.replace("{id: mood, type", "{id: rhythm, type").replace("en: Pace", "en: Go")
    (tmp_path / "new.yaml").write_text(elsewhere.replace("zh-CN: 节奏", "zh-CN: 快慢"), "utf-8")
    mapped = upgrade(old, tmp_path / "mapped.xlsx", blueprint=tmp_path / "new.yaml",
                     renamed={"forecast.mood": "forecast.rhythm"})  # fmt: skip
    assert mapped.whole


@pytest.mark.parametrize(
    "name", ["team-roles", pytest.param("target-breakdown", marks=pytest.mark.slow)]
)
def test_a_workbook_of_before_there_were_marks_and_of_another_version(
    name: str, tmp_path: Path
) -> None:
    """Its inputs are carried over; its formulas are held against no plan that is not its own."""

    def unmark(book: openpyxl.Workbook) -> None:
        del book[MARKS]
        for mark in [one for one in book.defined_names if "." in one]:
            del book.defined_names[mark]
        [digest] = [one for one in book.custom_doc_props.props if one.name == "plansheets.digest"]
        digest.value = "another"

    made = build(name, tmp_path / "made.xlsx", locale="zh-CN").path
    old = edit_with_openpyxl(made, unmark, tmp_path / "old.xlsx")
    with pytest.raises(PlansheetsError, match="PS727"):
        check(old)
    done = upgrade(old, tmp_path / "new.xlsx", locale="en")
    assert {one.code for one in done.problems} <= {"PS702"}
    lost = typed(extract(made)) - typed(extract(tmp_path / "new.xlsx")) - left(done.leftovers)
    assert lost == Counter()
    assert check(tmp_path / "new.xlsx").clean


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sku-management", "target-breakdown"])
def test_released_versions_become_todays(name: str, tmp_path: Path) -> None:
    old = build(OLDER / f"{name}-1.0.0.yaml", tmp_path / "old.xlsx", locale="zh-CN").path
    done = upgrade(old, tmp_path / "new.xlsx", locale="en", theme="jade", profile="excel365")
    assert (done.version_before, done.version) == ("1.0.0", "2.0.0")
    assert_nothing_lost(old, tmp_path / "new.xlsx", done)
    assert check(tmp_path / "new.xlsx").clean
    there = upgrade(tmp_path / "new.xlsx", tmp_path / "back.xlsx", locale="zh-CN", theme="ink")
    assert there.whole
    assert typed(extract(tmp_path / "back.xlsx")) == typed(extract(tmp_path / "new.xlsx"))


def released(name: str, folder: Path) -> tuple[Upgraded, Extracted, Typed]:
    """A book of a blueprint's first version built anew, and what typed values it is without."""
    old = build(OLDER / f"{name}-1.0.0.yaml", folder / "old.xlsx", locale="zh-CN").path
    done = upgrade(old, folder / "new.xlsx", locale="en", theme="jade")
    assert (done.version_before, done.version) == ("1.0.0", "2.0.0")
    assert check(folder / "new.xlsx").clean
    after = extract(folder / "new.xlsx")
    return done, after, typed(extract(old)) - typed(after) - left(done.leftovers)


def test_situation_2_a_performance_book_of_the_first_version_takes_every_input_by_its_id(
    tmp_path: Path,
) -> None:
    done, after, gone = released("performance-scoring", tmp_path)
    assert [(one.kind, one.id, one.value) for one in done.leftovers] == [
        ("parameter", "period", "2024Q2")
    ]
    assert gone == Counter({("", "person", "运营经理*"): 1})  # which is called otherwise today
    assert after.parameters["score_person"].value == "运营经理*"


def test_an_item_that_is_a_row_by_now_is_called_as_that_in_the_new_language(
    tmp_path: Path,
) -> None:
    done, after, gone = released("activity-progress", tmp_path)
    assert done.whole
    assert {(table, id_) for table, id_, _ in gone} == {("tasks", "stage")}
    tables = (after.tables["tasks"], after.tables["stage_list"])
    stages = [[row.cells["stage"].value for row in table.rows] for table in tables]
    assert stages[0] == stages[1] == ["Planning", "Preparation", "Execution", "Review"]


def test_there_and_back_ten_times_is_as_it_was(plans: Path, tmp_path: Path) -> None:
    book = plans / "plan.xlsx"
    start = typed(extract(book))
    themes = ["jade", "graphite", "ink"]
    for number in range(10):
        done = upgrade(
            book,
            tmp_path / f"{number}.xlsx",
            locale="en" if number % 2 == 0 else "zh-CN",
            theme=themes[number % 3],
            profile="excel365" if number % 4 == 0 else "excel2016",
            brand="#C8102E" if number == 5 else None,
        )
        assert done.whole
        book = tmp_path / f"{number}.xlsx"
        assert typed(extract(book)) == start
    assert diff(plans / "plan.xlsx", book).same


def test_a_blueprint_whose_file_is_lost_is_in_the_workbook(plans: Path, tmp_path: Path) -> None:
    build(plans / "after.yaml", tmp_path / "mine.xlsx")
    done = upgrade(tmp_path / "mine.xlsx", locale="zh-CN")
    assert done.path == tmp_path / "mine-upgraded.xlsx"
    assert done.whole
    build(plans / "after.yaml", tmp_path / "bare.xlsx", source=False)
    with pytest.raises(PlansheetsError) as caught:
        upgrade(tmp_path / "bare.xlsx")
    assert [one.code for one in caught.value.problems] == ["PS727"]
    assert upgrade(tmp_path / "bare.xlsx", blueprint=plans / "after.yaml").whole


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


def test_a_workbook_of_someone_else_is_refused_in_one_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "hello"
    book.save(tmp_path / "theirs.xlsx")
    told = CliRunner().invoke(cli, ["upgrade", str(tmp_path / "theirs.xlsx")])
    assert told.exit_code == 1
    assert told.stderr.count("PS7") == 1
    assert "PS701" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.xlsx"]


def test_a_workbook_of_another_blueprint_is_refused(plans: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        upgrade(plans / "plan.xlsx", tmp_path / "new.xlsx", blueprint="risk-register")
    assert [one.code for one in caught.value.problems] == ["PS755"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["new.xlsx", "new-leftovers.csv"])
def test_nothing_that_exists_is_overwritten(plans: Path, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")
    with pytest.raises(WorkbookError) as caught:
        to_after(plans, plans / "plan.xlsx", tmp_path)
    assert [one.code for one in caught.value.problems] == ["PS309"]
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(there, "mine")]
    assert to_after(plans, plans / "plan.xlsx", tmp_path, force=True).path is not None


def test_the_old_workbook_is_never_its_own_place(plans: Path) -> None:
    before = (plans / "plan.xlsx").read_bytes()
    with pytest.raises(WorkbookError):
        upgrade(plans / "plan.xlsx", plans / "plan.xlsx", force=True)
    assert (plans / "plan.xlsx").read_bytes() == before


def test_the_command_says_what_it_did_in_both_languages(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    words = ["upgrade", str(plans / "plan.xlsx"), "--blueprint", str(plans / "after.yaml")]
    told = CliRunner().invoke(cli, [*words, "-o", str(tmp_path / "new.xlsx")])
    assert told.exit_code == 1
    lines = told.stdout.splitlines()
    assert lines[0] == "蓝图 plan：1.0.0 → 2.0.0，zh-CN → zh-CN"
    assert "  活动表：3 行，11 个值" in lines
    assert "  内容“活动表 · 成交”：这一列现在由公式计算，3 处，第一处（活动!F5，208）" in lines
    assert lines[-2:] == [str(tmp_path / "new.xlsx"), str(tmp_path / "new-leftovers.csv")]
    told = CliRunner().invoke(cli, [*words, "--locale", "en", "--dry-run", "--json"])
    facts = json.loads(told.stdout)
    assert (facts["written"], facts["whole"], facts["locale"]) == (None, False, "en")
    assert facts["tables"]["works"]["rows"] == 3
    assert [one["why"] for one in facts["leftovers"] if one["id"] == "budget"] == [
        "today's list does not have this item"
    ]
    assert not (plans / "plan-upgraded.xlsx").exists()


@pytest.mark.parametrize(
    "name", ["risk-register", "team-roles", "strategy-execution", "target-breakdown"]
)
def test_nothing_of_an_untouched_workbook_is_left_over(name: str, tmp_path: Path) -> None:
    old = build(name, tmp_path / "old.xlsx", locale="zh-CN").path
    done = upgrade(old, tmp_path / "new.xlsx", locale="en", theme="graphite", brand="#C8102E")
    assert done.whole
    assert done.problems == ()
    assert_nothing_lost(old, tmp_path / "new.xlsx", done)
    assert check(tmp_path / "new.xlsx").problems == ()
    assert upgrade(tmp_path / "new.xlsx", tmp_path / "again.xlsx").whole


def ribbon(workbook: Path) -> object:
    """What stands over the page of campaigns about the sample."""
    sheet = openpyxl.load_workbook(workbook, data_only=True)["活动"]
    said = [cell.value for row in sheet.iter_rows(max_row=3) for cell in row]
    return next((text for text in said if "示例" in str(text)), "")


def test_a_sample_that_nobody_touched_is_one_still(plans: Path, tmp_path: Path) -> None:
    upgrade(plans / "plan.xlsx", tmp_path / "new.xlsx")
    assert ribbon(tmp_path / "new.xlsx") == ribbon(plans / "plan.xlsx") != ""

    book = edited(plans, lambda book: book["活动"].__setitem__("E5", 81), tmp_path)
    upgrade(book, tmp_path / "newer.xlsx")
    assert ribbon(tmp_path / "newer.xlsx") == "◇ 示例数据 · 还没换成自己的：渠道预算"
    assert typed(extract(tmp_path / "newer.xlsx")) == typed(extract(book))


STAGED = """
blueprint: club
version: 1.0.0
title: {zh-CN: 会员店, en: Club}
variants:
  stage:
    label: {zh-CN: 阶段, en: Stage}
    items: {young: {zh-CN: 初创, en: Young}, old: {zh-CN: 成熟, en: Old}}
parameters:
  seeds: {type: count, label: {zh-CN: 种子用户, en: Seed users}, only: {stage: young}}
tables:
  goods:
    title: {zh-CN: 商品表, en: Goods}
    key: sku
    columns:
      - {id: sku, type: key, label: SKU}
      - {id: reviews, type: count, label: {zh-CN: 评价, en: Reviews}, only: {stage: young}}
      - {id: repeat, type: percent, label: {zh-CN: 复购率, en: Repeat rate}, only: {stage: old}}
    sample: [{sku: A-01, reviews: 4, repeat: 30%}]
  starts:
    title: {zh-CN: 冷启动, en: Cold start}
    only: {stage: young}
    columns: [{id: step, type: text, label: {zh-CN: 步骤, en: Step}}]
    sample: [{step: {zh-CN: 上架, en: Listed}}]
  terms:
    title: {zh-CN: 口径, en: Definitions}
    key: term
    keep: true
    columns: [{id: term, type: key, label: {zh-CN: 指标, en: Term}}]
    sample: [{term: GMV}, {term: LTV, only: {stage: old}}]
sheets:
  - {id: main, title: {zh-CN: 商品, en: Goods}, blocks: [{form: [seeds],
     only: {stage: young}}, {table: goods}]}
  - {id: start, title: {zh-CN: 冷启动, en: Start}, only: {stage: young}, blocks: [{table: starts}]}
  - {id: words, title: {zh-CN: 口径, en: Terms}, blocks: [{table: terms}]}
checks:
  - {id: few, level: warning, message: {zh-CN: 少, en: Few}, only: {stage: young},
     count: '=IF(N(seeds)<0, 1, 0)'}
"""


@pytest.fixture
def young(tmp_path: Path) -> Path:
    """A filled workbook of the young stage."""
    (tmp_path / "club.yaml").write_text(STAGED, "utf-8")
    (tmp_path / "goods.csv").write_text("sku,reviews\nB-01,7\nB-02,9\n", "utf-8")
    (tmp_path / "starts.csv").write_text("step\nFirst ten\n", "utf-8")
    return build(
        tmp_path / "club.yaml", tmp_path / "young.xlsx", locale="en", values={"seeds": 500},
        data={"goods": tmp_path / "goods.csv", "starts": tmp_path / "starts.csv"},
    ).path  # fmt: skip


def terms(book: Path) -> list[object]:
    return [row.cells["term"].value for row in extract(book).tables["terms"].rows]


def test_a_filled_workbook_moves_to_another_stage(young: Path, tmp_path: Path) -> None:
    done = upgrade(young, tmp_path / "old.xlsx", values={"stage": "成熟"})
    held = extract(tmp_path / "old.xlsx")
    assert held.tables.keys() == {"goods", "terms"}
    assert [row.cells["sku"].value for row in held.tables["goods"].rows][:2] == ["B-01", "B-02"]
    assert "repeat" in held.tables["goods"].columns
    left = [(one.kind, one.id, one.value, one.why.en) for one in done.leftovers]
    why = "there only for stage: young"
    assert left == [
        ("value", "reviews", 7, why),
        ("value", "reviews", 9, why),
        ("value", "step", "First ten", why),
        ("parameter", "seeds", 500, why),
    ]
    assert done.beside is not None
    kept = list(csv.DictReader(done.beside.read_text("utf-8-sig").splitlines()))
    assert [row["value"] for row in kept] == ["7", "9", "First ten", "500"]
    # what nobody changed of the blueprint's own rows is what the new stage has
    assert (terms(young), terms(tmp_path / "old.xlsx")) == (["GMV"], ["GMV", "LTV"])
    assert check(tmp_path / "old.xlsx").problems == ()
    again = upgrade(tmp_path / "old.xlsx", tmp_path / "again.xlsx")
    assert again.whole
    assert terms(tmp_path / "again.xlsx") == ["GMV", "LTV"]


def test_rows_of_the_blueprint_that_were_changed_are_kept(young: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(young)
    spots = [cell for row in book["Terms"].iter_rows() for cell in row if cell.value == "GMV"]
    spots[0].value = "Net sales"
    book.save(tmp_path / "changed.xlsx")
    upgrade(tmp_path / "changed.xlsx", tmp_path / "old.xlsx", values={"stage": "old"})
    assert terms(tmp_path / "old.xlsx") == ["Net sales"]


def test_upgrade_refuses_what_is_no_variant(young: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(
        cli, ["upgrade", str(young), "--set", "seeds=3", "--locale", "en", "--dry-run"]
    )
    assert told.exit_code == 1
    assert "no variant 'seeds' in club" in told.stderr
    with pytest.raises(PlansheetsError, match="there is no 'middle'"):
        upgrade(young, tmp_path / "new.xlsx", values={"stage": "middle"})
    assert not (tmp_path / "new.xlsx").exists()


def test_the_command_names_what_only_the_old_stage_has(young: Path, tmp_path: Path) -> None:
    words = ["upgrade", str(young), "--set", "stage=old", "--locale", "zh-CN", "-o",
             str(tmp_path / "new.xlsx")]  # fmt: skip
    told = CliRunner().invoke(cli, words)
    assert told.exit_code == 1
    assert "  参数“Seed users”：只在 stage: young 时才有" in told.stdout.replace("（", "\n（")
