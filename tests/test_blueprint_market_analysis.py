"""market-analysis on the source documents' table T1: evidence, forces, rivals and opportunities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from filled import Shown, found_by, named, shown, table_rows

HEADERS = ("分析维度", "具体内容", "数据来源", "结论与建议")
T1 = """
宏观环境(PESTEL) | 政策:跨境电商税收新规;技术:直播电商渗透率提升至35% | 官网、行业白皮书 | 建议加大直播板块投入,合规申报税务
行业竞争格局 | 头部平台占据60%市场份额,中小平台聚焦垂直细分领域 | 艾瑞咨询、第三方监测数据 | 定位“母婴用品正品保障”细分赛道
目标用户核心特征 | 25-35岁女性,一二线城市,注重成分安全,客单价200-500元 | 用户调研问卷、后台行为数据 | 推出“成分”专题页,强化正品溯源
市场机会点 | 母婴市场年增速15%,用户对“二手母婴用品消毒认证”需求强烈 | 行业报告、用户评论分析 | 联合第三方机构推出消毒认证服务
"""  # noqa: E501  # as it stands there
HEADS = {
    "market_report": "dimension,finding,source,conclusion,source_date,owner,state",
    "competitors": "competitor,tier,share,price_from,price_to,rating",
    "opportunities": "opportunity,size,growth,fit,competition,effort,reach,win",
    "macro_factors": "factor,what,impact,likelihood",
}
DAY = date(2024, 6, 30)


def made(folder: Path, table: str, *rows: str, **values: object) -> Shown:
    """The English workbook with those rows of one table."""
    path = folder / f"{table}.csv"
    path.write_text("\n".join((HEADS[table], *rows, "")), "utf-8")
    return shown("market-analysis", locale="en", as_of=DAY, data={table: path}, values=values)


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("market-analysis", locale="en")


def test_the_rows_are_those_of_the_source() -> None:
    rows = table_rows(shown("market-analysis", locale="zh-CN"), "market_report")
    told = [" | ".join(str(row[header]) for header in HEADERS) for row in rows]
    assert told == T1.strip().split("\n")


@pytest.mark.parametrize(
    ("source", "dated", "evidence"),
    [
        ("Report", "2024-06-01", "● Fresh"),
        ("Report", "2023-06-30", "● Fresh"),
        ("Report", "2023-06-29", "▲ Stale"),
        ("Report", "", "▲ No date"),
        ("", "2024-06-01", "▼ No source"),
    ],
)
def test_a_source_holds_for_twelve_months(
    source: str, dated: str, evidence: str, tmp_path: Path
) -> None:
    book = made(tmp_path, "market_report", f"macro,It grows,{source},Do it,{dated},Ann,open")
    assert table_rows(book, "market_report")[0]["Evidence"] == evidence
    assert named(book, "market_loose") == (0 if evidence == "● Fresh" else 1)
    assert found_by(book, "Dimension without a conclusion") == 3


def test_a_conclusion_needs_somebody_who_acts_on_it(tmp_path: Path) -> None:
    rows = ("macro,A,S,Do it,2024-06-01,,open", "users,B,S,No,2024-06-01,,dropped")
    assert found_by(made(tmp_path, "market_report", *rows), "Conclusion without an owner") == 1


def test_leading_platforms_hold_60_percent(sample: Shown) -> None:
    assert named(sample, "market_head") == pytest.approx(0.6)
    assert found_by(sample, "Shares add up to more than 100%") == 0


def test_shares_beyond_the_whole_are_an_error(tmp_path: Path) -> None:
    rows = ("A,head,60%,,,", "B,niche,38.3%,,,")
    over = made(tmp_path, "competitors", *rows, own_share="1.8%")
    assert found_by(over, "Shares add up to more than 100%") == 1
    whole = made(tmp_path, "competitors", *rows, own_share="1.7%")
    assert found_by(whole, "Shares add up to more than 100%") == 0


@pytest.mark.parametrize(
    ("prices", "place"),
    [
        ("39,98", "We are pricier"),
        ("39,99", "▲ Head to head"),
        ("299,500", "▲ Head to head"),
        ("300,500", "We are cheaper"),
        (",500", None),
    ],
)
def test_prices_that_touch_ours_are_head_to_head(
    prices: str, place: str | None, tmp_path: Path
) -> None:
    book = made(
        tmp_path, "competitors", f"A,head,34%,{prices},4.79",
        own_from="99", own_to="299", own_rating="4.82", own_share="1.8%",
    )  # fmt: skip
    [row] = table_rows(book, "competitors")
    assert row["Our prices"] == place
    assert row["Rating lead"] == pytest.approx(0.03)
    assert row["Share gap"] == pytest.approx(-32.2)


def test_impact_times_likelihood_by_factor(sample: Shown) -> None:
    rows = {row["Factor"]: row for row in table_rows(sample, "macro_sum")}
    assert [rows["P Political"][one] for one in ("Opportunities", "Threats", "Net score")] == [
        0,
        -10,
        -10,
    ]
    assert rows["T Technological"]["Net score"] == 15  # live shopping reaches 35%
    assert named(sample, "market_outlook") == sum(row["Net score"] for row in rows.values())  # type: ignore[misc]


def test_the_mean_of_the_five_forces(sample: Shown) -> None:
    assert named(sample, "market_forces") == pytest.approx((4 + 3 + 2 + 3 + 5) / 5)


def test_an_opportunity_is_scored_by_weight_and_ranked(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "opportunities",
        "Second-hand,260000,15%,4,2,4,30%,1.5%",
        "Live,1040000,60%,5,1,1,,",
    )
    small, large = table_rows(book, "opportunities")
    # 20% of a quarter and of half, 30% of 4/5, 15% of 4/5 and of 2/5
    assert small["Score"] == pytest.approx(5 + 10 + 24 + 12 + 6)
    assert (large["Score"], large["Rank"], small["Rank"]) == (100, 1, 2)
    assert (small["SAM reachable"], small["SOM winnable"]) == (78_000, 1_170)
    assert named(book, "market_focus") == "Live"
    assert named(book, "market_som") is None


def test_the_market_of_the_opportunity_in_focus(tmp_path: Path) -> None:
    rows = ("Second-hand,260000,15%,4,2,4,30%,1.5%", "Live,1040000,60%,5,1,1,,")
    book = made(tmp_path, "opportunities", *rows, focus="Second-hand")
    money = [named(book, f"market_{one}") for one in ("tam", "sam", "som")]
    assert money == [2_600_000_000, 780_000_000, pytest.approx(11_700_000)]
    assert named(book, "market_growth") == 0.15
    unknown = made(tmp_path, "opportunities", *rows, focus="Elsewhere")
    assert found_by(unknown, "Opportunity in focus is not listed") == 1


def test_the_weights_make_a_whole(tmp_path: Path) -> None:
    book = made(tmp_path, "opportunities", "A,1,1%,1,1,1,,", w_fit="31%")
    assert found_by(book, "Weights do not add up to 100%") == 1
