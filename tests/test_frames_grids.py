"""Files that fill a grid: as the workbook has it, on its side, or one value a line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from plansheets import build
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_text, read_blueprint
from plansheets.errors import PlansheetsError, Problem
from plansheets.frames.table_data import TableData
from plansheets.given import Loaded, find_table, load_data

TEXT = """
blueprint: forecast
version: 1.0.0
title: {zh-CN: 预测, en: Forecast}
parameters:
  opening: {type: number, default: 5000, label: {zh-CN: 期初, en: Opening}}
lists:
  months: {jan: {zh-CN: 1月, en: Jan}, feb: {zh-CN: 2月, en: Feb}, mar: {zh-CN: 3月, en: Mar}}
  shops: {tmall: {zh-CN: 天猫, en: Tmall}, jd: {zh-CN: 京东, en: JD}}
  moods: {calm: {zh-CN: 平稳, en: Calm}, busy: {zh-CN: 大促, en: Busy}}
tables:
  goals:
    title: {zh-CN: 目标, en: Goals}
    rows: {each: months}
    columns:
      - {id: month, type: choice, list: months, label: {zh-CN: 月份, en: Month}}
      - {id: goal, type: money, label: {zh-CN: 目标, en: Goal}}
sheets:
  - id: main
    title: {zh-CN: 预测, en: Forecast}
    blocks:
      - grid:
          id: forecast
          title: {zh-CN: 月度预测, en: Monthly forecast}
          each: {month: months}
          rows:
            - {id: 'v_{shop}', each: {shop: shops}, type: count, min: 0, label: '{shop}'}
            - {id: visits, type: count, label: {zh-CN: 访客, en: Visits},
               formula: '=SUM([@v_{shop}])'}
            - {id: rate, type: percent, label: {zh-CN: 转化率, en: Conversion}, required: true}
            - {id: mood, type: choice, list: moods, label: {zh-CN: 节奏, en: Pace}}
            - {id: left, type: number, label: {zh-CN: 期末, en: Left},
               formula: '=prior([@left], opening)-[@visits]*N([@rate])'}
          sample: {v_tmall: {jan: 1}, rate: {jan: 50%}}
      - table: goals
"""
EXPECTED = {
    "v_tmall": (1200, 900, None),
    "v_jd": (300, 400, 500),
    "rate": (0.02, 0.025, 0.03),
    "mood": ("calm", "busy", None),
}
ACROSS = """店铺月度数据
指标,1月,Feb,mar,合计
天猫,"1,200",900,-,2100
JD,300,400,500,1200
访客,1500,1300,500,3300
转化率,2%,2.5%,0.03,
节奏,平稳,大促,,
备注,x,y,,
"""
DOWN = """月份;节奏;天猫;rate;v_jd
2026年3月;;--;3%;500
2026年1月;Calm;1200;2%;300
2026年2月;大促;900;2,5%;400
合计;;2100;;1200
"""
LONG = """来源：后台,,
项目,月份,数值
天猫,1月,1200
天猫,feb,900
v_jd,Jan,300
v_jd,2月,400
v_jd,3月,500
Conversion,1月,2%
Conversion,2月,2.5%
Conversion,3月,3%
节奏,1月,平稳
节奏,2月,Busy
"""


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    read = examine_text(TEXT, "forecast.yaml", Path()).blueprint
    assert read is not None
    return read


def load(blueprint: Blueprint, tmp_path: Path, *texts: str, named: str = "forecast") -> Loaded:
    paths = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.csv"
        path.write_text(text, "utf-8")
        paths.append(path)
    return load_data(blueprint, {named: paths}, "en")


def refused(blueprint: Blueprint, tmp_path: Path, *texts: str) -> list[str]:
    with pytest.raises(PlansheetsError) as caught:
        load(blueprint, tmp_path, *texts)
    return str(caught.value).splitlines()


def filled(loaded: Loaded, id_: str = "forecast") -> dict[str, tuple[object, ...]]:
    data = loaded.rows[id_]
    return {name: values for name, values in data.columns.items() if name in EXPECTED}


@pytest.mark.parametrize("text", [ACROSS, DOWN, LONG], ids=["across", "down", "long"])
def test_a_grid_is_filled_however_the_file_holds_it(
    blueprint: Blueprint, tmp_path: Path, text: str
) -> None:
    assert filled(load(blueprint, tmp_path, text)) == EXPECTED


def test_a_grid_is_named_by_its_title_too(blueprint: Blueprint, tmp_path: Path) -> None:
    assert filled(load(blueprint, tmp_path, ACROSS, named="月度预测")) == EXPECTED


def test_the_account_says_what_was_taken(blueprint: Blueprint, tmp_path: Path) -> None:
    (across,) = load(blueprint, tmp_path, ACROSS).accounts
    assert across.used == {
        "指标": "months", "天猫": "v_tmall", "JD": "v_jd", "转化率": "rate", "节奏": "mood",
    }  # fmt: skip
    assert (across.computed, across.left, across.header_row) == (("访客",), ("备注",), 2)
    assert across.missing == {"天猫": 1, "节奏": 1}
    (long,) = load(blueprint, tmp_path, LONG).accounts
    assert (long.rows_read, long.header_row) == (10, 2)
    assert long.used["数值"] == "v_tmall, v_jd, rate, mood"


def test_a_workbook_and_a_frame_are_read_alike(blueprint: Blueprint, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Shop", "1月", "2月"], ["天猫", 1200, 900], ["Conversion", 0.02, 0.025]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    frame = pd.DataFrame({"Shop": ["天猫", "rate"], "Jan": [1200, 0.02], "Feb": [900, 0.025]})
    for source in (tmp_path / "a.xlsx", frame):
        found = filled(load_data(blueprint, {"forecast": source}, "en"))
        assert found["v_tmall"] == (1200, 900, None)
        assert found["rate"] == (0.02, 0.025, None)
        assert found["v_jd"] == found["mood"] == (None, None, None)


def test_two_files_fill_one_grid(blueprint: Blueprint, tmp_path: Path) -> None:
    first = "指标,1月,2月\n天猫,1200,900\n"
    second = "指标,3月\n天猫,700\n京东,5\n"
    assert filled(load(blueprint, tmp_path, first, second))["v_tmall"] == (1200, 900, 700)
    assert "0.csv" not in refused(blueprint, tmp_path, first, "指标,1月\n天猫,7\n")[0]


def test_two_files_fill_a_table_with_a_row_for_each_item(
    blueprint: Blueprint, tmp_path: Path
) -> None:
    loaded = load(blueprint, tmp_path, "月份,目标\n1月,5\n", "月份,目标\n3月,7\n", named="goals")
    data = loaded.rows["goals"]
    assert isinstance(data, TableData)
    assert data.columns["goal"] == (5, None, 7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "指标,1月,2月\n天猫,1200,many\n京东,-5,400\n",
            ["0.csv column B, '京东': PS423 '-5' is not at least 0",
             "0.csv column C, '天猫': PS420 'many' is not a number"],
        ),
        (
            "指标,1月,Febr\n天猫,1,2\n",
            ["0.csv column C: PS426 'Febr' is not an item of list 'months'"],
        ),
        ("指标,1月,1月\n天猫,1,2\n",
         ["0.csv column C, '指标': PS434 key 'jan' stands in column B already"]),
        (
            "项目,月份,数值\n天猫,1月,12\n拼多多,1月,3\n天猫,1月,9\n天猫,13月,4\n",
            ["0.csv row 3: PS426 '拼多多' is no row of grid 'forecast'",
             "0.csv row 4, '月份': PS434 key 'jan' stands in row 2 already",
             "0.csv row 5, '月份': PS426 '13月' is not an item of list 'months'"],
        ),
        (
            "项目,月份,数值,去年\n天猫,1月,12,10\n天猫,2月,12,10\n",
            [
                (
                    "0.csv: PS407 beside a row's name and its column, a line has one value; "
                    "here are C, D"
                )
            ],
        ),
        ("a,b\n1,2\n", ["0.csv: PS405 nothing names the rows and columns of grid 'forecast'"]),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_where_it_stands(
    blueprint: Blueprint, tmp_path: Path, text: str, said: list[str]
) -> None:
    lines = refused(blueprint, tmp_path, text)
    assert [line for line in lines if " PS4" in line] == said


@pytest.mark.parametrize(
    ("owner", "table", "said"),
    [
        ("performance-scoring", "team_quarters", "all of grid 'team_quarters' is computed"),
        ("budget-roi", "ad_returns", "all of table 'ad_returns' is computed"),
    ],
)
def test_what_is_computed_alone_takes_no_data(owner: str, table: str, said: str) -> None:
    problems: list[Problem] = []
    whole = read_blueprint(shipped()[owner])
    assert find_table(whole, table, problems) == (None, {})
    (told,) = problems
    assert told.code == "PS313"
    assert said in told.message
    assert "tables that take data: " in str(told.hint)


def test_the_workbook_computes_with_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "months.csv").write_text(ACROSS, "utf-8")
    built = build(
        tmp_path / "plan.yaml",
        tmp_path / "plan.xlsx",
        locale="zh-CN",
        data={"forecast": tmp_path / "months.csv"},
    )
    sheet = openpyxl.load_workbook(built.path, data_only=True)["预测"]
    rows = {row[0]: row[1:4] for row in sheet.iter_rows(min_col=2, values_only=True) if row[0]}
    assert rows["天猫"] == (1200, 900, None)
    assert rows["访客"] == (1500, 1300, 500)
    assert rows["期末"] == (4970, 4937.5, 4922.5)
    assert rows["节奏"] == ("平稳", "大促", None)
