"""The job of a 618 campaign: a goal of 500万, its range, its stages and its review.

The figures are worked out by hand, before the campaign, inside it and after it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from filled import Row, Shown, column, error_values, found_by, named, shown, table_rows

pytestmark = pytest.mark.slow

BEFORE, INSIDE, AFTER = "2026-05-20", "2026-06-10", "2026-06-25"
"""The sale runs from 1 to 18 June 2026, its return sale ends on the 20th."""

RANGE = pd.DataFrame(
    [
        # A001 hardly sells without the campaign: 60 a month of 5,000
        ("A001", "空气炸锅", 520, 999, 5000, 60, 3000, 899, "2025-01-01"),
        ("A002", "电热水壶", 212, 399, 2300, 400, 1500, 349, "2025-01-01"),
        ("A003", "旧款榨汁机", 90, 199, 800, 20, "", "", "2024-01-01"),
        ("A004", "主推咖啡机", 700, 1599, 900, 30, "", "", "2024-01-01"),
    ],
    columns=[
        "商品SKU",
        "商品名称",
        "进货价(元)",
        "售价(元)",
        "库存量",
        "30天销量",
        "计划活动销量",
        "活动价(元)",
        "上架日期",
    ],
).assign(主推=["", "", "", "★"])


def written(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    path = folder / f"{name}.csv"
    frame.to_csv(path, index=False)
    return path


def skus(folder: Path, as_of: str, **values: str) -> Shown:
    given = {
        "as_of": as_of,
        "sku_campaign": "618",
        "campaign_end": "2026-06-20",
        "campaign_goal": "5000000",
        "margin_floor": "40%",
    }
    return shown(
        "sku-management",
        locale="zh-CN",
        blank=True,
        data={"skus": written(folder, "skus", RANGE)},
        values=given | values,
    )


def by(book: Shown, table: str, header: str) -> dict[str, Row]:
    return {str(row[header]): row for row in table_rows(book, table) if row[header]}


@pytest.mark.parametrize("as_of", [BEFORE, INSIDE, AFTER])
def test_the_range_adds_up_to_322_of_500(as_of: str, tmp_path: Path) -> None:
    book = skus(tmp_path, as_of)
    assert named(book, "plan_sku_gmv") == 3000 * 899 + 1500 * 349 == 3_220_500
    assert named(book, "plan_sku_gap") == -1_779_500
    assert named(book, "plan_sku_cover") == pytest.approx(0.6441)
    assert found_by(book, "选品预计GMV撑不起活动目标") == 1
    rows = by(book, "campaign_skus", "商品SKU")
    assert list(rows) == ["A001", "A002"]
    assert rows["A001"]["占目标"] == pytest.approx(2_697_000 / 5_000_000)
    assert error_values(book) == []


def test_the_margin_of_each_and_of_all_is_held_against_the_floor(tmp_path: Path) -> None:
    book = skus(tmp_path, BEFORE)
    rows = by(book, "campaign_skus", "商品SKU")
    assert rows["A001"]["活动毛利率"] == pytest.approx((899 - 520) / 899)  # 42.2 %
    assert rows["A002"]["活动毛利率"] == pytest.approx((349 - 212) / 349)  # 39.3 %
    assert [rows[sku]["毛利结论"] for sku in rows] == ["● 达标", "▼ 低于下限"]
    profit = 3000 * (899 - 520) + 1500 * (349 - 212)
    assert named(book, "plan_sku_margin") == pytest.approx(profit / 3_220_500)
    assert named(book, "plan_sku_below") == 1
    assert found_by(book, "活动毛利率低于下限") == 1


@pytest.mark.parametrize(
    ("as_of", "a001", "a002"),
    [
        (BEFORE, "● 备战活动", "● 备战活动"),
        (INSIDE, "● 备战活动", "● 备战活动"),
        (AFTER, "◆ 促销清仓", "◆ 促销清仓"),
    ],
)
def test_a_sku_that_the_campaign_needs_is_not_told_to_clear(
    as_of: str, a001: str, a002: str, tmp_path: Path
) -> None:
    book = skus(tmp_path, as_of)
    advice = {sku: row["建议动作"] for sku, row in by(book, "skus", "商品SKU").items()}
    assert advice == {"A001": a001, "A002": a002, "A003": "◆ 促销清仓", "A004": "▲ 主推提流"}
    wanted = {"A003"} | ({"A001", "A002"} if as_of == AFTER else set())
    assert set(by(book, "clearance", "商品SKU")) == wanted


def test_a_campaign_that_lacks_stock_says_how_much(tmp_path: Path) -> None:
    book = skus(tmp_path, BEFORE, stock_target="2")
    assert [row["建议动作"] for row in table_rows(book, "skus")[:2]] == ["▼ 活动备货"] * 2
    rows = by(book, "restock", "商品SKU")
    assert {sku: row["缺口件数"] for sku, row in rows.items()} == {"A001": 1000, "A002": 700}
    assert named(book, "short_count") == 2


STAGES = pd.DataFrame(
    [
        ("蓄水期", "策划"),
        ("备货期", "准备"),
        ("爆发期", "执行"),
        ("返场期", "执行"),
        ("复盘", "复盘"),
    ],
    columns=["活动阶段", "性质"],
)
TASKS = pd.DataFrame(
    [
        ("蓄水期", "定方案", "2026-05-01", "2026-05-10", "2026-05-10"),
        ("备货期", "备货与页面", "2026-05-11", "2026-05-25", "2026-05-26"),
        ("爆发期", "盯盘", "2026-06-01", "2026-06-18", ""),
        ("返场期", "清尾货", "2026-06-19", "2026-06-20", ""),
        ("复盘", "写报告", "2026-06-21", "2026-06-25", ""),
    ],
    columns=["活动阶段", "关键任务", "开始时间", "结束时间", "实际结束"],
).assign(活动="618", 负责人="店长", 完成标准="验收")
CAMPAIGN = pd.DataFrame(
    [("618", "2026-05-26", "2026-06-01", "2026-06-18", "2026-06-20", "500万", "60万", 8000, "40%")],
    columns=[
        *("活动", "预热开始", "爆发开始", "爆发结束", "返场结束"),
        *("目标GMV(元)", "预算(元)", "新客目标", "毛利率目标"),
    ],
)
DONE = CAMPAIGN.assign(**{"实际GMV(元)": "465万", "实际成本(元)": "63万"})
REVIEW = pd.DataFrame(
    [("618", 6_000_000, 5_400_000, 300_000, 310_000, 15_000, 14_260, 7_400, "41.5%")],
    columns=[
        *("活动", "目标曝光", "实际曝光", "目标点击", "实际点击"),
        *("目标支付人数", "实际支付人数", "实际新客", "实际毛利率"),
    ],
)


def campaign(folder: Path, as_of: str) -> Shown:
    tasks = TASKS.copy()
    if as_of == AFTER:
        tasks["实际结束"] = tasks["结束时间"]
    data = {
        "tasks": written(folder, "tasks", tasks),
        "stage_list": written(folder, "stages", STAGES),
        "campaigns": written(folder, "campaigns", DONE if as_of == AFTER else CAMPAIGN),
    }
    if as_of == AFTER:
        data["reviews"] = written(folder, "reviews", REVIEW)
    return shown(
        "activity-progress",
        locale="zh-CN",
        blank=True,
        data=data,
        values={"as_of": as_of, "campaign": "618"},
    )


@pytest.mark.parametrize(
    ("as_of", "planned", "done"),
    [
        # ten days of planning and ten of fifteen of preparation, of fifty in all
        (BEFORE, 20 / 50, 10 / 50),
        (INSIDE, 35 / 50, 25 / 50),
        (AFTER, 1, 1),
    ],
)
def test_stages_that_the_team_named_carry_the_progress(
    as_of: str, planned: float, done: float, tmp_path: Path
) -> None:
    book = campaign(tmp_path, as_of)
    rows = by(book, "campaigns", "活动")
    assert rows["618"]["计划进度"] == pytest.approx(planned)
    assert rows["618"]["实际进度"] == pytest.approx(done)
    stages = by(book, "stage_list", "活动阶段")
    assert list(stages) == STAGES["活动阶段"].tolist()
    assert found_by(book, "任务的阶段不在活动阶段表") == 0
    # 15 % of the 25 days of planning and preparation, up to whole days
    assert rows["618"]["应留缓冲(天)"] == 4
    assert error_values(book) == []


def test_a_stage_that_is_not_on_the_list_is_pointed_out(tmp_path: Path) -> None:
    tasks = written(tmp_path, "tasks", TASKS.assign(活动阶段="造势期"))
    book = shown("activity-progress", locale="zh-CN", blank=True, data={"tasks": tasks})
    assert found_by(book, "任务的阶段不在活动阶段表") == 5


def test_every_goal_of_the_campaign_reaches_its_review(tmp_path: Path) -> None:
    book = campaign(tmp_path, AFTER)
    card = by(book, "review_card", "复盘指标")
    assert {name: (row["目标"], row["实际"]) for name, row in card.items()} == {
        "曝光": (6_000_000, 5_400_000),
        "点击": (300_000, 310_000),
        "点击率": (0.05, pytest.approx(310_000 / 5_400_000)),
        "活动转化率": (0.05, 0.046),
        "GMV": (5_000_000, 4_650_000),
        "新客": (8000, 7400),
        "毛利率": (0.4, 0.415),
        "成本（预算）": (600_000, 630_000),
        "投产比 ROI": (pytest.approx(5 / 0.6), pytest.approx(4.65 / 0.63)),
    }
    states = {name: row["结论"] for name, row in card.items()}
    assert states["新客"] == "▲ 接近"  # 7.5 % short, 10 % allowed
    assert states["毛利率"] == "● 达成"
    assert states["成本（预算）"] == "▲ 接近"  # 5 % over
    assert found_by(book, "实际成本超预算") == 1
    assert found_by(book, "活动毛利率低于目标") == 0


@pytest.mark.parametrize("as_of", [BEFORE, INSIDE])
def test_goals_stand_in_the_review_before_there_are_results(as_of: str, tmp_path: Path) -> None:
    card = by(campaign(tmp_path, as_of), "review_card", "复盘指标")
    assert (card["新客"]["目标"], card["毛利率"]["目标"], card["GMV"]["目标"]) == (
        8000,
        0.4,
        5_000_000,
    )
    assert (
        {row["实际"] for row in card.values()} == {row["结论"] for row in card.values()} == {None}
    )


def test_the_annual_plan_hands_the_range_the_goal_of_the_campaign_ahead() -> None:
    book = shown("annual-plan", locale="zh-CN")
    summer = by(book, "campaigns", "活动")["暑期清凉季"]
    assert named(book, "sku_campaign_shown") == "暑期清凉季"
    assert named(book, "campaign_goal_shown") == summer["目标GMV(元)"]
    assert named(book, "margin_floor") == summer["毛利率目标"]
    assert named(book, "plan_sku_cover") == pytest.approx(199_040 / 190_000)
    assert column(book, "campaign_skus", "商品SKU")[:2] == ["MB003", "MB004"]
