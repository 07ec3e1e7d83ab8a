"""Upgrade: what is called otherwise by now is the same where a blueprint or the user says so."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from plansheets import (
    WorkbookError,
    build,
    diff,
    extract,
    fill,
    upgrade,
)
from plansheets.errors import PlansheetsError
from test_frames_grids import ACROSS, TEXT
from versions import AFTER, plans, to_after

__all__ = ["plans"]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


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
