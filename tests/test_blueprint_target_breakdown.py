"""target-breakdown on the source documents' table T2 and the twelve weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from filled import column, named, open_values, table_rows
from libreoffice import differences, recalculate
from plansheets import build

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_months_give_the_year_and_quarters_the_documents_numbers(tmp_path: Path) -> None:
    book = open_values(build("target-breakdown", tmp_path / "t.xlsx").path)
    months = column(book, "weights", "Target")
    assert sum(months) == 20_000_000
    quarters = [sum(months[start : start + 3]) for start in range(0, 12, 3)]
    assert quarters == [2_260_000, 3_200_000, 4_800_000, 9_740_000]
    grid = [cell.value for row in book["Weights"]["C5:G5"] for cell in row]
    assert grid == [*quarters, 20_000_000]


def test_the_matrix_ties_along_both_axes(tmp_path: Path) -> None:
    book = open_values(build("target-breakdown", tmp_path / "t.xlsx").path)
    plan = table_rows(book, "plan")
    assert [sum(row[month] for month in MONTHS) for row in plan] == column(
        book, "channels", "Target"
    )
    assert [sum(row[month] for row in plan) for month in MONTHS] == column(
        book, "weights", "Target"
    )


@pytest.mark.libreoffice
@pytest.mark.parametrize("digits", ["2", "0", "-4"])
def test_awkward_shares_still_tie_exactly(digits: str, tmp_path: Path) -> None:
    channels = tmp_path / "channels.csv"
    channels.write_text("channel,share\n" + "\n".join(f"C{n},{1 / 7}" for n in range(7)), "utf-8")
    weights = tmp_path / "weights.csv"
    weights.write_text(
        "month,weight\n" + "\n".join(f"{month},{1 / 3 + n}" for n, month in enumerate(MONTHS)),
        "utf-8",
    )
    built = build(
        "target-breakdown",
        tmp_path / "t.xlsx",
        values={"year_target": "12345678.9", "digits": digits},
        data={"channels": channels, "weights": weights},
    )
    book = open_values(built.path)
    places = int(digits)
    whole = round(12_345_678.9, places)
    assert round(sum(column(book, "weights", "Target")), 2) == whole
    plan = table_rows(book, "plan")
    rows = [round(sum(row[month] for month in MONTHS), 2) for row in plan]
    assert rows == [round(one, 2) for one in column(book, "channels", "Target")]
    columns = [round(sum(row[month] for row in plan), 2) for month in MONTHS]
    assert columns == [round(one, 2) for one in column(book, "weights", "Target")]
    assert str(named(book, "checks_verdict"))[0] in "✓▲"
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_the_chinese_sample_is_table_t2(tmp_path: Path) -> None:
    book = open_values(build("target-breakdown", tmp_path / "t.xlsx", locale="zh-CN").path)
    headers = ("目标层级", "目标类型", "具体指标", "比较符", "目标值", "单位", "完成时间", "责任人")
    rows = table_rows(book, "goals")
    assert [tuple(row[header] for header in headers) for row in rows] == [
        ("战略目标", "业务指标", "GMV", None, 20_000_000, "元", "2024年Q4", "运营总监*"),
        ("阶段目标", "用户指标", "新增注册用户", None, 300_000, "人", "2024年Q2", "用户运营经理*"),
        ("具体指标", "运营指标", "活动转化率", "≥", 0.08, "%", "2024年Q3", "活动策划*"),
        ("具体指标", "财务指标", "CAC", "≤", 50, "元", "2024年Q2", "市场经理*"),
    ]
    assert [row["资源需求"] for row in rows] == [
        "市场费用300万,团队扩编10人",
        "推广预算150万,合作渠道20个",
        "活动物料设计费20万,奖品50万",
        "优化投放渠道,提升精准度",
    ]
    assert [f"{row['截止日']:%Y-%m-%d}" for row in rows] == [
        "2024-12-31",
        "2024-06-30",
        "2024-09-30",
        "2024-06-30",
    ]


def test_goals_given_as_people_write_them_fill_sign_unit_and_value(tmp_path: Path) -> None:
    goals = tmp_path / "goals.csv"
    goals.write_text(
        "目标层级,具体指标,目标值,完成时间,实际值\n战略目标,GMV,2000万元,2024年Q4,2100万元\n具体指标,CAC,≤50元,2024年Q2,60元\n"
        "具体指标,活动转化率,≥8%,2024年Q3,7.2%\n",
        "gb18030",
    )
    built = build("target-breakdown", tmp_path / "t.xlsx", locale="zh-CN", data={"goals": goals})
    book = open_values(built.path)
    assert column(book, "goals", "目标值") == [20_000_000, 50, 0.08]
    assert column(book, "goals", "单位") == ["元", "元", "%"]
    assert [round(one, 4) for one in column(book, "goals", "达成率")] == [1.05, 0.8, 0.9]
    assert column(book, "goals", "状态") == ["● 达成", "▼ 未达成", "▼ 未达成"]


def test_a_blank_year_target_shows_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    book = open_values(build("target-breakdown", tmp_path / "t.xlsx", blank=True).path)
    assert column(book, "weights", "Target") == [None] * 12
    assert named(book, "checks_verdict") == "✓ All checks passed"
