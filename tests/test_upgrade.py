"""Upgrade: a filled workbook built anew holds what people typed, and what it cannot is listed."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from edited import edit_in_libreoffice, edit_with_openpyxl
from plansheets import (
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
from plansheets.life.extracted import Extracted
from plansheets.life.grid_labels import GridLabels
from plansheets.life.mark_names import MARKS
from test_frames_grids import ACROSS, TEXT
from versions import OLDER, Typed, assert_nothing_lost, edited, left, plans, to_after, typed

__all__ = ["plans"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


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
