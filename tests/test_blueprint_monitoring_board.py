"""monitoring-board on the source documents' table T6, their channel returns, and its daily data."""

from __future__ import annotations

import csv
import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest

from filled import Row, Shown, column, found_by, named, open_values, shown, table_rows
from libreoffice import differences, recalculate
from plansheets import build

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
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
LIGHTS = {
    "zh-CN": ["▲ 黄灯", "▼ 红灯", "▲ 黄灯", "▼ 红灯"],
    "en": ["▲ Amber", "▼ Red", "▲ Amber", "▼ Red"],
}
WORDS = {
    "zh-CN": ("偏差率", "状态", "达成率", "手填实际值"),
    "en": ("Deviation", "Status", "Attainment", "Typed actual"),
}


def written(folder: Path, text: str, name: str = "metrics") -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


def daily(folder: Path, *rows: tuple[str, str, str, object]) -> Path:
    lines = [f"{day},{key},{channel},{value}" for day, key, channel, value in rows]
    return written(folder, "\n".join(["date,key,channel,value", *lines, ""]), "daily")


def row_of(book: Shown, table: str, header: str, value: object) -> Row:
    return next(row for row in table_rows(book, table) if row[header] == value)


@pytest.fixture(scope="module")
def sample() -> Shown:
    """The English sample, opened."""
    return shown("monitoring-board")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_t6_deviates_by_15_28_12_5_and_26_7_per_cent(locale: str) -> None:
    book = shown("monitoring-board", locale=locale)
    deviation, status, attainment, typed = (
        column(book, "metrics", header)[:4] for header in WORDS[locale]
    )
    assert deviation == pytest.approx([-0.15, -0.28, -0.125, -0.8 / 3])
    assert status == LIGHTS[locale]
    assert attainment == pytest.approx([0.85, 0.72, 0.875, 2.2 / 3])
    assert typed == [None] * 4  # all four come from the daily data


def test_the_chinese_sample_begins_with_table_t6_to_the_letter() -> None:
    book = shown("monitoring-board", locale="zh-CN")
    rows = [tuple(row[header] for header in HEADERS) for row in table_rows(book, "metrics")]
    assert rows[:4] == T6


def test_gmv_reaches_95_per_cent_of_the_quarter(sample: Shown) -> None:
    gmv = row_of(sample, "metrics", "Key", "gmv")
    assert (gmv["Target"], gmv["Actual"]) == (5_105_527, 4_850_250.65)
    assert gmv["Attainment"] == pytest.approx(0.95, abs=1e-9)


def test_the_months_of_the_sample_are_those_of_the_annual_plan(sample: Shown) -> None:
    actual = column(sample, "board_months", "Actual")
    exact = [1_498_000, 1_102_000, 1_533_000, 1_140_000, 1_195_000, 2_515_250.65]
    assert actual == [*(pytest.approx(one) for one in exact), *[None] * 6]
    assert sum(column(sample, "board_months", "Target")) == 20_000_000


def test_alerts_stand_worst_first(sample: Shown) -> None:
    alerts = [row for row in table_rows(sample, "alerts") if row["Metric"]]
    shown = [str(row["Metric"]) for row in alerts]
    assert shown[:5] == [
        "New strategies launched",
        "Cart-to-order conversion",
        "Campaign ROI",
        "DAU",
        "7-day retention",
    ]
    assert column(sample, "worst_three", "Metric") == shown[:3]
    assert [row["Days left"] for row in alerts[1:4]] == [5, 15, 12]


def test_table_t6_is_read_as_it_is_written(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "指标维度,核心指标,数据来源,统计周期,目标值,实际值,偏差率,原因分析与优化措施\n"
        "流量,DAU,后台用户系统,日均,10万,8.5万,-15%,a\n转化,加购-下单转化率,电商后台漏斗分析,周,25%,18%,-28%,b\n"
        "用户,7日留存率,用户行为分析系统,周,40%,35%,-12.5%,c\n财务,活动ROI,财务系统+运营数据,单活动,3:1,2.2:1,-26.7%,d\n",
    )
    book = shown("monitoring-board", locale="zh-CN", keep_samples=True, data={"metrics": table})
    assert column(book, "metrics", "目标值") == [100_000, 0.25, 0.4, 3]
    assert column(book, "metrics", "手填实际值") == [85_000, 0.18, 0.35, 2.2]
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
    built = build(
        "monitoring-board", tmp_path / "m.xlsx", keep_samples=True, data={"metrics": table}
    )
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
    assert column(book, "trend", "Change")[:4] == [pytest.approx(-0.45), None, None, None]
    assert named(book, "board_worst") == pytest.approx(-0.16)
    assert named(book, "board_worst_metric") == "Complaints"
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
def test_the_limits_are_parameters(amber: str, red: str, lights: list[str]) -> None:
    values = {"amber_from": amber, "red_from": red}
    assert column(shown("monitoring-board", values=values), "metrics", "Status")[:4] == lights


@pytest.mark.parametrize(
    ("period", "first"),
    [("week", "2024-06-24"), ("month", "2024-06-01"), ("quarter", "2024-04-01")],
)
def test_the_board_period_decides_what_a_daily_average_covers(period: str, first: str) -> None:
    book = shown("monitoring-board", values={"board_period": period})
    with (ROOT / "blueprints" / "monitoring-board-daily.csv").open(encoding="utf-8") as file:
        days = [
            int(row["value"])
            for row in csv.DictReader(file)
            if row["key"] == "dau" and row["date"] >= first
        ]
    average = row_of(book, "metrics", "Key", "dau")["Actual"]
    assert average == pytest.approx(round(sum(days) / len(days), 2))
    assert (average == 85_000) == (period == "month")


def test_each_row_covers_its_own_period_and_compares_as_many_days(tmp_path: Path) -> None:
    data = daily(
        tmp_path,
        *(
            (str(date(2023, 1, 1) + timedelta(days)), "orders", "", 1)
            for days in range((date(2024, 6, 30) - date(2023, 1, 1)).days + 1)
        ),
    )
    periods = ("day", "week", "month", "quarter", "year", "daily_average")
    table = written(
        tmp_path,
        "dimension,metric,period,unit,target,key\n"
        + "".join(f"conversion,{period},{period},people,100,orders\n" for period in periods),
    )
    book = shown(
        "monitoring-board",
        keep_samples=True,
        data={"metrics": table, "daily": data},
        values={"as_of": "2024-05-20"},
    )
    assert column(book, "metrics", "Actual") == [1, 7, 20, 50, 141, 1]
    trend = table_rows(book, "trend")[: len(periods)]
    assert [row["Previous"] for row in trend] == [1, 7, 20, 50, 141, 1]
    # as many days as now: 20 of a month, 50 of a quarter, 141 of a year
    assert [row["Last year"] for row in trend] == [1, 7, 20, 50, 140, 1]


def test_a_ratio_is_a_sum_over_a_sum_not_a_mean_of_daily_ratios(tmp_path: Path) -> None:
    data = daily(
        tmp_path,
        ("2024-06-29", "orders", "", 10),
        ("2024-06-29", "carts", "", 100),
        ("2024-06-30", "orders", "", 90),
        ("2024-06-30", "carts", "", 100),
        ("2024-06-30", "dau", "", 7),
    )
    table = written(
        tmp_path,
        "dimension,metric,period,unit,target,key\nconversion,Rate,week,percent,25%,cart_order_rate\n"
        "traffic,Seen,week,people,10,dau\n",
    )
    assert column(
        shown("monitoring-board", keep_samples=True, data={"metrics": table, "daily": data}),
        "metrics",
        "Actual",
    ) == [0.5, 7]


def test_the_channels_of_the_source_return_5_and_5_625(sample: Shown) -> None:
    jd, douyin = (row_of(sample, "channel_roi", "Channel", name) for name in ("JD", "Douyin"))
    assert (jd["Spend in 4 weeks"], jd["GMV in 4 weeks"], jd["ROI of 4 weeks"]) == (
        pytest.approx(100_000),
        pytest.approx(500_000),
        pytest.approx(5),
    )
    assert (douyin["Spend in 4 weeks"], douyin["GMV in 4 weeks"]) == (
        pytest.approx(80_000),
        pytest.approx(450_000),
    )
    assert douyin["ROI of 4 weeks"] == pytest.approx(5.625)


LADDER = {"A": (500, 500), "B": (160, 150), "C": (120, 90), "D": (250, 280), "E": (310, 361)}
"""GMV of last week and this week for a spend of 100 each."""


@pytest.mark.parametrize(
    ("pause", "trim", "actions", "warned"),
    [
        ("1", "1.5", ["● Scale up", "▲ Review", "▼ Pause", "▲ Review", "● Scale up"], 0),
        ("1.5", "1", ["● Scale up", "▲ Review", "▼ Pause", "▲ Review", "● Scale up"], 1),
        ("0.5", "1.6", ["● Scale up", "▼ Trim", "▼ Trim", "▲ Review", "● Scale up"], 0),
    ],
)
def test_the_most_severe_action_that_applies_is_shown(
    pause: str, trim: str, actions: list[str], warned: int, tmp_path: Path
) -> None:
    rows = [
        (day, key, channel, value)
        for channel, (before, now) in LADDER.items()
        for number, gmv in enumerate([before] * 7 + [now] * 7, 17)
        for day in [f"2024-06-{number}"]
        for key, value in (("gmv", gmv), ("ad_spend", 100))
    ]
    channels = written(tmp_path, "channel,goal\nA,\nB,\nC,\nD,\nE,3\n", "channels")
    book = shown(
        "monitoring-board",
        keep_samples=True,
        data={"daily": daily(tmp_path, *rows), "channel_goals": channels},
        values={"pause_roi": pause, "trim_roi": trim},
    )
    assert column(book, "channel_roi", "Action") == actions
    inverted = "The pause line is above the trim line, so nothing is trimmed"
    assert found_by(book, inverted) == warned


def test_the_funnel_names_its_weakest_step(sample: Shown) -> None:
    rates = column(sample, "funnel", "Step rate")
    assert rates[2] == pytest.approx(0.18)
    verdicts = [None, "▲ Below target", "▼ Weakest", "● On target"]
    assert column(sample, "funnel", "Verdict") == verdicts
    assert named(sample, "funnel_worst") == "Ordered"


def test_misses_run_back_to_the_last_period_that_met_the_target(tmp_path: Path) -> None:
    weeks = [date(2024, 5, 26) + timedelta(7 * week) for week in range(6)]
    orders = [9, 10, 9, 9, 9, 9]
    data = daily(
        tmp_path,
        *(
            (str(week - timedelta(back)), key, "", value)
            for week, count in zip(weeks, orders, strict=True)
            for back in range(7)
            for key, value in (("orders", count), ("refunds", 20 - count))
        ),
    )
    table = written(
        tmp_path,
        "dimension,metric,period,direction,unit,target,key\n"
        "conversion,Orders,week,higher,people,70,orders\n"
        "service,Refunds,week,lower,yuan,70,refunds\nservice,Enough,week,higher,yuan,56,orders\n",
    )
    book = shown("monitoring-board", keep_samples=True, data={"metrics": table, "daily": data})
    assert column(book, "trend", "Misses running")[:3] == [4, 4, 0]


@pytest.mark.libreoffice
def test_what_is_missing_on_a_board_is_found(tmp_path: Path) -> None:
    table = written(
        tmp_path,
        "dimension,metric,source,period,direction,unit,target,actual,action,key,due,closed\n"
        "conversion,Red and silent,shop,week,higher,percent,25%,18%,,,2024-06-01,\n"
        "conversion,Beyond the whole,shop,week,higher,percent,90%,120%,,,2024-06-01,closed\n"
        "users,No target,,week,,,,35,,,,\n"
        "traffic,Typed against data,shop,day,higher,people,10,12,,uv,,\n"
        "traffic,Turned round,shop,day,lower,people,10,10,,uv,,\n"
        "traffic,Misspelled,shop,day,higher,people,10,10,,uvv,,\n"
        "users,Out of date,shop,day,higher,people,10,,,orders,,\n",
    )
    rows = (
        ("2024-06-26", "uv", "", 10),
        ("2024-06-26", "uv", "", 11),
        ("2024-06-25", "orders", "", 10),
        ("2024-06-26", "gvm", "", 10),
        ("2024-06-26", "gmv", "Nowhere", 10),
    )
    built = build(
        "monitoring-board",
        tmp_path / "m.xlsx",
        keep_samples=True,
        data={"metrics": table, "daily": daily(tmp_path, *rows)},
        values={"amber_from": "15%", "red_from": "15%", "as_of": "2024-06-30"},
    )
    assert "PS443" in [one.code for one in built.warnings]  # a day twice is added up
    book = open_values(built.path)
    found = {
        "Red without a cause and remedy": 1,
        "Metric without a target": 1,
        "Metric without an actual": 1,
        "Percentage outside 0–100%": 1,
        "Metric without a unit": 1,
        "Metric without a direction": 1,
        "Metric without a source": 1,
        "Key on the board that is not defined": 1,
        "One key with both directions": 1,
        "No daily data in the metric’s period": 1,
        "Remedy past its date and not closed": 1,
        "Daily data are out of date": 1,
        "Key in the daily data that is not defined": 1,
        "Channel with a target but no daily data": 4,
        "The red limit must be beyond the amber one": 1,
    }
    assert {message: found_by(book, message) for message in found} == found
    assert str(named(book, "checks_verdict")).startswith("▼")
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_two_sources_and_typed_values_that_disagree_are_found(tmp_path: Path) -> None:
    data = written(
        tmp_path,
        "date,key,channel,value,second\n2024-06-30,uv,,100,104\n2024-06-30,dau,,100,102\n",
        "daily",
    )
    table = written(
        tmp_path,
        "dimension,metric,source,period,direction,unit,target,actual,key\n"
        "traffic,UV,shop,day,higher,people,100,110,uv\ntraffic,DAU,shop,day,higher,people,100,,dau\n",
    )
    book = shown("monitoring-board", keep_samples=True, data={"metrics": table, "daily": data})
    assert found_by(book, "Two sources differ by more than allowed") == 1
    assert found_by(book, "Typed actual differs from the daily data") == 1


@pytest.mark.parametrize(
    ("typed", "red", "note"),
    [
        ("100,", None, "No actuals: fill in daily data, or type them"),
        (",90", None, "No target for what is measured: type it"),
        ("100,99", 0, "▲ Amber 0 · ● Green 1 · ◇ Incomplete 0"),
        ("100,9", 1, "▲ Amber 0 · ● Green 0 · ◇ Incomplete 0"),
    ],
)
def test_no_light_is_red_only_where_there_are_lights(
    typed: str, red: int | None, note: str, tmp_path: Path
) -> None:
    """A board that nothing was filled into said that nothing was red."""
    table = tmp_path / "metrics.csv"
    table.write_text(
        "dimension,metric,source,period,direction,unit,target,actual\n"
        f"traffic,UV,shop,day,higher,people,{typed}\n"
    )
    book = shown("monitoring-board", locale="en", data={"metrics": table})
    assert named(book, "board_red") == red
    assert note in book.cells.values()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_blank_board_shows_nothing(locale: str) -> None:
    book = shown("monitoring-board", locale=locale, blank=True)
    seen = 18  # columns up to the key; those behind are hidden, and count from zero
    rows = [value for row in table_rows(book, "metrics") for value in [*row.values()][:seen]]
    assert {value for value in rows if value is not None} == set()
    assert named(book, "board_worst") in (None, "")
    assert named(book, "board_worst_metric") in (None, "")
    assert [named(book, name) for name in ("board_count", "board_red")] == [0, None]
    assert str(named(book, "checks_verdict")).startswith("○")


def test_the_daily_sample_is_what_its_script_writes() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "sample_daily.py"))
    file = ROOT / "blueprints" / "monitoring-board-daily.csv"
    assert file.read_text("utf-8") == script["text"]()
    assert file.stat().st_size < 250_000
