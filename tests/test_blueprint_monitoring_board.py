"""monitoring-board on the source documents' table T6."""

from __future__ import annotations

from pathlib import Path

import pytest

from filled import column, found_by, named, open_values, table_rows
from libreoffice import differences, recalculate
from plansheets import build

T6 = [
    (
        "流量",
        "DAU",
        "后台用户系统",
        "日均",
        100_000,
        85_000,
        "搜索引擎流量下降20%,需优化SEO关键词布局",
    ),
    (
        "转化",
        "加购-下单转化率",
        "电商后台漏斗分析",
        "周",
        0.25,
        0.18,
        "购物车运费门槛过高,推出“满99包邮”活动",
    ),
    (
        "用户",
        "7日留存率",
        "用户行为分析系统",
        "周",
        0.40,
        0.35,
        "新用户首单未收到物流提醒,优化订单推送策略",
    ),
    (
        "财务",
        "活动ROI",
        "财务系统+运营数据",
        "单活动",
        3,
        2.2,
        "活动奖品成本占比过高,调整为“小额券+积分”组合",
    ),
]
HEADERS = ("指标维度", "核心指标", "数据来源", "统计周期", "目标值", "实际值", "原因分析与优化措施")
COMPUTED = {
    "zh-CN": ("偏差率", "状态", "达成率", "环比"),
    "en": ("Deviation", "Status", "Attainment", "Change"),
}
LIGHTS = {
    "zh-CN": ["▲ 黄灯", "▼ 红灯", "▲ 黄灯", "▼ 红灯"],
    "en": ["▲ Amber", "▼ Red", "▲ Amber", "▼ Red"],
}


def written(folder: Path, text: str) -> Path:
    path = folder / "metrics.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_shows_the_documents_numbers(locale: str, tmp_path: Path) -> None:
    book = open_values(build("monitoring-board", tmp_path / "m.xlsx", locale=locale).path)
    deviation, status, attainment, change = (
        column(book, "metrics", header) for header in COMPUTED[locale]
    )
    assert deviation == pytest.approx([-0.15, -0.28, -0.125, -0.8 / 3])
    assert status == LIGHTS[locale]
    assert attainment == pytest.approx([0.85, 0.72, 0.875, 2.2 / 3])
    assert change == [None] * 4
    counts = ("metric_count", "green_count", "amber_count", "red_count")
    assert [named(book, name) for name in counts] == [4, 0, 2, 2]
    assert named(book, "worst") == pytest.approx(-0.28)
    assert named(book, "worst_metric") == column(book, "metrics", COMPUTED_KEY[locale])[1]
    assert str(named(book, "checks_verdict")).startswith("✓")


COMPUTED_KEY = {"zh-CN": "核心指标", "en": "Metric"}


def test_the_chinese_sample_is_table_t6_to_the_letter(tmp_path: Path) -> None:
    book = open_values(build("monitoring-board", tmp_path / "m.xlsx", locale="zh-CN").path)
    rows = [tuple(row[header] for header in HEADERS) for row in table_rows(book, "metrics")]
    assert rows == T6


def test_table_t6_is_read_as_it_is_written(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "指标维度,核心指标,数据来源,统计周期,目标值,实际值,偏差率,原因分析与优化措施\n"
        "流量,DAU,后台用户系统,日均,10万,8.5万,-15%,a\n转化,加购-下单转化率,电商后台漏斗分析,周,25%,18%,-28%,b\n"
        "用户,7日留存率,用户行为分析系统,周,40%,35%,-12.5%,c\n财务,活动ROI,财务系统+运营数据,单活动,3:1,2.2:1,-26.7%,d\n",
    )
    built = build("monitoring-board", tmp_path / "m.xlsx", locale="zh-CN", data={"metrics": table})
    book = open_values(built.path)
    assert column(book, "metrics", "目标值") == [100_000, 0.25, 0.4, 3]
    assert column(book, "metrics", "实际值") == [85_000, 0.18, 0.35, 2.2]
    assert column(book, "metrics", "单位")[1:] == ["%", "%", "比"]
    assert column(book, "metrics", "状态") == LIGHTS["zh-CN"]


@pytest.mark.libreoffice
def test_the_light_looks_at_the_favourable_side_and_bounds_are_inclusive(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "dimension,metric,source,period,direction,unit,target,actual,previous,action\n"
        "service,First response,desk,day,lower,seconds,30,33,60,\n"
        "service,Average response,desk,day,lower,seconds,100,115,,\n"
        "service,Complaints,desk,week,lower,pieces,100,116,,x\n"
        "finance,Cost per customer,books,month,lower,yuan,50,25,0,\n"
        "goods,At amber,shop,week,higher,pieces,10,9,,\n"
        "goods,At red,shop,week,higher,pieces,1,0.85,,\n"
        "goods,Loss,books,month,higher,yuan,-100,-50,,\n"
        "brand,No actual,shop,week,higher,pieces,10,,5,\n"
        "brand,No base,shop,week,higher,pieces,0,5,,\n",
    )
    built = build("monitoring-board", tmp_path / "m.xlsx", data={"metrics": table})
    book = open_values(built.path)
    assert column(book, "metrics", "Deviation") == [
        *(pytest.approx(one) for one in (0.1, 0.15, 0.16, -0.5, -0.1, -0.15, 0.5)),
        None,
        None,
    ]
    assert column(book, "metrics", "Status") == [
        "● Green",
        "▲ Amber",
        "▼ Red",
        "● Green",
        "● Green",
        "▲ Amber",
        "● Green",
        None,
        None,
    ]
    assert column(book, "metrics", "Change")[:4] == [pytest.approx(-0.45), None, None, None]
    assert named(book, "worst") == pytest.approx(-0.16)
    assert named(book, "worst_metric") == "Complaints"
    assert found_by(book, "Metric without an actual") == 1
    assert found_by(book, "Target of zero has no deviation rate") == 1
    assert differences(built.path, recalculate([built.path])[built.path]) == []


@pytest.mark.parametrize(
    ("amber", "red", "lights"),
    [
        ("15%", "30%", ["● Green", "▲ Amber", "● Green", "▲ Amber"]),
        ("5%", "12.5%", ["▼ Red", "▼ Red", "▲ Amber", "▼ Red"]),
    ],
)
def test_the_limits_are_parameters(amber: str, red: str, lights: list[str], tmp_path: Path) -> None:
    values = {"amber_from": amber, "red_from": red}
    built = build("monitoring-board", tmp_path / "m.xlsx", values=values)
    assert column(open_values(built.path), "metrics", "Status") == lights


@pytest.mark.libreoffice
def test_what_is_missing_on_a_board_is_found(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "dimension,metric,source,period,direction,unit,target,actual,action\n"
        "conversion,Red and silent,shop,week,higher,percent,25%,18%,\n"
        "conversion,Beyond the whole,shop,week,higher,percent,90%,120%,\n"
        "users,No target,,week,,,,35,\n",
    )
    built = build(
        "monitoring-board",
        tmp_path / "m.xlsx",
        data={"metrics": table},
        values={"amber_from": "15%", "red_from": "15%"},
    )
    book = open_values(built.path)
    found = {
        "Red without a cause and remedy": 1,
        "Metric without a target": 1,
        "Metric without an actual": 0,
        "Percentage outside 0–100%": 1,
        "Metric without a unit": 1,
        "Metric without a direction": 1,
        "Metric without a source": 1,
        "The red limit must be beyond the amber one": 1,
    }
    assert {message: found_by(book, message) for message in found} == found
    assert str(named(book, "checks_verdict")).startswith("▼")
    assert differences(built.path, recalculate([built.path])[built.path]) == []


@pytest.mark.libreoffice
def test_a_blank_board_shows_nothing(tmp_path: Path) -> None:
    built = [
        build("monitoring-board", tmp_path / f"{locale}.xlsx", locale=locale, blank=True)
        for locale in ("zh-CN", "en")
    ]
    for one in built:
        book = open_values(one.path)
        rows = [value for row in table_rows(book, "metrics") for value in row.values()]
        assert {value for value in rows if value is not None} == set()
        assert named(book, "worst") in (None, "")
        assert named(book, "worst_metric") in (None, "")
        assert [named(book, name) for name in ("metric_count", "red_count")] == [0, 0]
    found = recalculate([one.path for one in built])
    assert [differences(one.path, found[one.path]) for one in built] == [[], []]
