"""Upgrade: a filled workbook built anew holds what people typed, and what it cannot is listed."""

from __future__ import annotations

import csv
import datetime
import json
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import TableColumn

from edited import Edit, edit_in_libreoffice, edit_with_openpyxl
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
from plansheets.life.extracted import Extracted, ExtractedCell
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
    "=B3+B4",
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
            ("header", "花费"): 1,
            ("header", "预算"): 1,
            ("comment", "活动"): 1,
            ("default", "目标"): 1,
        }
    )
    by_kind = {one.kind: one for one in done.leftovers}
    assert by_kind["comment"].value == "为什么？"
    assert by_kind["default"].value == 5
    assert by_kind["value"].formula == "=40*2"


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
        "=B3+B4",
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


def test_what_colleagues_did_in_libreoffice_is_carried_over(tmp_path: Path) -> None:
    shop = build("sku-management", tmp_path / "shop.xlsx", locale="zh-CN").path
    left_over = {
        "rename_sheet": ["header"],
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


@pytest.mark.parametrize("name", ["risk-register", "team-roles", "strategy-execution"])
def test_nothing_of_an_untouched_workbook_is_left_over(name: str, tmp_path: Path) -> None:
    old = build(name, tmp_path / "old.xlsx", locale="zh-CN").path
    done = upgrade(old, tmp_path / "new.xlsx", locale="en", theme="graphite", brand="#C8102E")
    assert done.whole
    assert done.problems == ()
    assert_nothing_lost(old, tmp_path / "new.xlsx", done)
    assert check(tmp_path / "new.xlsx").problems == ()


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
