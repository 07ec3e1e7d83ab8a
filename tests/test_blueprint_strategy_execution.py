"""strategy-execution on the source documents' table T3, and the sums behind its promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from filled import Shown, found_by, named, shown, table_rows

HEADERS = ("策略类型", "具体措施", "执行时间", "负责人", "资源投入", "预期效果")
T3 = """
流量获取-付费 | 抖音信息流广告:定向25-35岁女性,母婴兴趣人群,预算80万/月 | 2024年Q2 | 市场专员* | 广告费80万 | 获客成本≤45元,引流20万UV
转化提升-页面优化 | 商品详情页增加“成分安全检测报告”入口,优化“立即购买”按钮颜色与位置 | 2024年Q3 | 产品经理* | UI设计费用5万 | 详情页转化率提升2%
用户留存-会员体系 | 推出“钻石会员”专属权益:全年包邮、每月1张95折券、优先参与新品内测 | 2024年Q4 | 会员运营* | 会员成本20万 | 钻石会员复购率≥60%
"""  # noqa: E501  # as it stands there
HEAD = "code,kind,measure,period,done,budget,spent,monthly"
PROMISED = "code,metric,comparator,target,unit,actual"


def made(folder: Path, measures: str, promises: str = "", as_of: date = date(2024, 8, 15)) -> Shown:
    """The English workbook with those rows of measures and promises."""
    (folder / "measures.csv").write_text(f"{HEAD}\n{measures}\n", "utf-8")
    (folder / "promises.csv").write_text(f"{PROMISED}\n{promises}\n", "utf-8")
    data = {"measures": folder / "measures.csv"}
    if promises:
        data["promises"] = folder / "promises.csv"
    return shown("strategy-execution", locale="en", as_of=as_of, data=data)


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("strategy-execution", locale="en")


def test_the_first_rows_are_those_of_the_source() -> None:
    rows = table_rows(shown("strategy-execution", locale="zh-CN"), "measures")
    told = [" | ".join(str(row[header]) for header in HEADERS) for row in rows]
    assert told[:3] == T3.strip().split("\n")


def test_a_visit_costs_four_yuan_and_17778_must_pay(sample: Shown) -> None:
    row = table_rows(sample, "measure_sums")[0]
    assert row["Approved budget"] == 800_000
    assert row["Expected visits"] == 200_000
    assert row["Cost per visit"] == 4
    assert row["CAC cap"] == 45
    assert row["Customers needed"] == 17_778
    assert row["Share of visits"] == pytest.approx(0.08889)


def test_three_months_at_800_000_are_more_than_was_approved(sample: Shown) -> None:
    row = table_rows(sample, "measure_sums")[0]
    assert (row["Three months’ budget"], row["Budget check"]) == (2_400_000, "▼ Too little money")
    assert found_by(sample, "Three months cost more than was approved") == 1


@pytest.mark.parametrize(
    ("done", "day", "state"),
    [
        ("", date(2024, 6, 30), "○ Not started"),
        ("45%", date(2024, 8, 15), "● On time"),
        ("40%", date(2024, 8, 15), "● On time"),
        ("39%", date(2024, 8, 15), "▲ Late"),
        ("99%", date(2024, 10, 1), "▼ Overdue"),
        ("100%", date(2024, 10, 1), "● Done"),
        ("100%", date(2024, 7, 2), "● Done"),
    ],
)
def test_a_measure_is_held_to_its_quarter(done: str, day: date, state: str, tmp_path: Path) -> None:
    book = made(tmp_path, f"A,paid,Ads,2024Q3,{done},100,,", as_of=day)
    [row] = table_rows(book, "measures")
    assert [str(row[one])[:10] for one in ("Begins", "Ends")] == ["2024-07-01", "2024-09-30"]
    assert row["Progress"] == state


@pytest.mark.parametrize(
    ("promise", "period", "state"),
    [
        ("uv,at_least,1000,visits,1000", "2024Q2", "● Reached"),
        ("uv,at_least,1000,visits,900", "2024Q2", "▲ Nearly"),
        ("uv,at_least,1000,visits,899", "2024Q2", "▼ Missed"),
        ("uv,at_least,1000,visits,10", "2024Q3", "○ Not due"),
        ("uv,at_least,1000,visits,1000", "2024Q3", "● Reached"),
        ("cac,at_most,45,yuan,45", "2024Q2", "● Reached"),
        ("cac,at_most,45,yuan,49.5", "2024Q2", "▲ Nearly"),
        ("cac,at_most,45,yuan,50", "2024Q2", "▼ Missed"),
        ("uv,at_least,1000,visits,", "2024Q2", "○ No actual"),
    ],
)
def test_a_promise_is_settled_once_it_is_due(
    promise: str, period: str, state: str, tmp_path: Path
) -> None:
    book = made(tmp_path, f"A,paid,Ads,{period},,100,,", f"A,{promise}")
    [row] = table_rows(book, "promises")
    assert row["Result"] == state


def test_what_one_costs_is_spent_by_actual_or_budget_by_promise(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,paid,Ads,2024Q2,100%,800,600,\nB,owned,Cards,2024Q3,,500,100,",
        "A,uv,at_least,200,visits,150\nB,new_users,at_least,50,people,\nB,repeat,at_least,5%,percent,",
    )
    assert [row["Cost per unit"] for row in table_rows(book, "promises")] == [4, 10, None]


def test_kinds_add_up_to_the_whole(sample: Shown) -> None:
    rows = table_rows(sample, "strategy_kinds")
    assert sum(row["Budget"] or 0 for row in rows) == named(sample, "strategy_budget") == 1_230_000  # type: ignore[misc]
    assert sum(row["Spent"] or 0 for row in rows) == named(sample, "strategy_spent") == 967_000  # type: ignore[misc]
    assert sum(row["Outcomes"] or 0 for row in rows) == named(sample, "promise_count") == 6  # type: ignore[misc]
    assert named(sample, "promise_rate") == pytest.approx(2 / 3)


def test_points_typed_as_a_percentage_are_pointed_out(tmp_path: Path) -> None:
    book = made(
        tmp_path, "A,page,Pages,2024Q3,,100,,", "A,conversion,at_least,0.02,percentage_points,"
    )
    assert found_by(book, "Percentage points typed as a percentage") == 1
    book = made(tmp_path, "A,page,Pages,2024Q3,,100,,", "A,conversion,at_least,2%,relative,")
    assert found_by(book, "Percentage points typed as a percentage") == 0


def test_money_is_shared_out_over_measures_whose_budget_and_spend_are_known(tmp_path: Path) -> None:
    """A spend that nobody typed looked like money left, one without a budget like too much."""
    book = made(
        tmp_path,
        "S1,Traffic – paid,Known,2024Q3,50%,1000,400,\n"
        "S2,Traffic – paid,Not typed,2024Q3,50%,9000,,\n"
        "S3,Traffic – paid,Not approved,2024Q3,50%,,700,\n"
        "S4,Traffic – paid,Not begun,2024Q4,,1000,,",
    )
    assert named(book, "strategy_use") == 400 / 2000
    assert (named(book, "strategy_spent"), named(book, "strategy_budget")) == (1100, 11000)
    message = "Measure without its budget or spend, left out of the share spent"
    assert found_by(book, message) == 2
    texts = " | ".join(str(value) for value in book.cells.values())
    assert "started, spend not entered: 1" in texts
    assert "20% of the budget spent, most on" in texts
