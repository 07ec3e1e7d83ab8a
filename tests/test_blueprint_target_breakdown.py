"""target-breakdown on the source documents' table T2, its two seasons and the year so far."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from filled import Row, Shown, column, error_values, found_by, named, open_values, shown, table_rows
from libreoffice import differences, recalculate
from plansheets import build
from printed import print_pages

pytestmark = pytest.mark.slow

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
PROMOTION_MONTHS = [
    *(1_567_839, 1_165_829, 1_567_840, 1_206_030, 1_246_231, 2_653_266),
    *(1_246_231, 1_246_231, 1_567_840, 1_246_231, 3_618_090, 1_668_342),
]


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("target-breakdown")


@pytest.fixture(scope="module")
def chinese() -> Shown:
    return shown("target-breakdown", locale="zh-CN")


def quarters_of(months: list[int]) -> list[int]:
    return [sum(months[start : start + 3]) for start in range(0, 12, 3)]


def matrix(rows: list[Row]) -> list[list[float]]:
    used = (row for row in rows if row["Channel"])
    return [[round(row[month], 2) for month in MONTHS] for row in used]  # type: ignore[call-overload]


def test_days_and_promotions_give_the_model_s_months(sample: Shown) -> None:
    assert round(sum(column(sample, "weights", "Model weight")), 9) == 497.5
    months = column(sample, "weights", "Target")
    assert months == PROMOTION_MONTHS
    assert sum(months) == 20_000_000
    assert quarters_of(months) == [4_301_508, 5_105_527, 4_060_302, 6_532_663]


B10 = [4.30, 3.33, 3.67, 5.00, 5.33, 5.67, 6.67, 8.00, 9.33, 10.00, 22.03, 16.67]
"""Shares of the months, in percent, of the source documents' year."""


def test_last_year_s_months_give_the_quarters_226_320_480_974(tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    rows = (f"{month},{share * 1000:.0f}" for month, share in zip(MONTHS, B10, strict=True))
    weights.write_text("month,last_gmv\n" + "\n".join(rows), "utf-8")
    values = {"year_target": "2000万", "weight_mode": "last_year"}
    book = shown("target-breakdown", values=values, data={"weights": weights})
    months = column(book, "weights", "Target")
    assert sum(months) == 20_000_000
    assert quarters_of(months) == [2_260_000, 3_200_000, 4_800_000, 9_740_000]


def test_a_file_with_month_and_weight_is_taken_as_the_share_by_hand(tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("月份,权重\n" + "".join(f"{n}月,{n}%\n" for n in range(1, 13)), "utf-8")
    months = column(
        shown(
            "target-breakdown",
            locale="zh-CN",
            values={"weight_mode": "manual", "year_target": "7800"},
            data={"weights": weights},
        ),
        "weights",
        "月目标",
    )
    assert months == [100 * number for number in range(1, 13)]


def test_shares_by_hand_that_are_not_used_are_pointed_out(tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("month,weight\nJan,50%\nFeb,50%\n", "utf-8")
    assert (
        found_by(
            shown("target-breakdown", data={"weights": weights}),
            "Typed shares are not used",
        )
        == 2
    )


def test_the_second_quarter_stands_at_95_percent(sample: Shown) -> None:
    assert named(sample, "plan_quarter_actual") == 4_850_250.65
    assert named(sample, "plan_quarter_target") == 5_105_527
    assert round(named(sample, "plan_quarter_attainment"), 12) == 0.95


def test_time_progress_counts_elapsed_weight_and_not_days() -> None:
    book = shown("target-breakdown", values={"as_of": "2024-06-20"})
    # of June's weight of 66, its 30 days and two more for each of 618's 18 days, 10 are left
    weight = 39 + 29 + 39 + 30 + 31 + 56
    assert round(named(book, "plan_time"), 12) == round(weight / 497.5, 12)
    elapsed = sum(PROMOTION_MONTHS[:5]) + 2_653_266 * 56 / 66
    assert named(book, "plan_ytd_target") == round(elapsed, 2)


def test_the_rest_of_the_year_rolls_on_by_the_weights_left(sample: Shown) -> None:
    rolling = column(sample, "month_track", "Rolling target")
    left = [31, 31, 39, 31, 90, 41.5]
    rest = 20_000_000 - 8_983_250.65
    assert rolling[:6] == [None] * 6
    assert sum(rolling[6:]) == round(rest)
    wanted = [rest * weight / sum(left) for weight in left]
    assert all(abs(one - other) <= 1 for one, other in zip(rolling[6:], wanted, strict=True))
    assert round(named(sample, "plan_gap"), 2) == -423_784.35
    assert round(named(sample, "plan_rest_change"), 6) == round(rest / 10_592_965 - 1, 6)


def test_the_running_month_rolls_on_by_the_weight_of_its_days_left() -> None:
    rolling = column(
        shown("target-breakdown", values={"as_of": "2024-06-20"}), "month_track", "Rolling target"
    )
    rest = 20_000_000 - 8_983_250.65
    assert rolling[5] == round(rest * 10 / (10 + 263.5))
    assert sum(rolling[5:]) == round(rest)


def test_attainment_accumulates_month_by_month(sample: Shown) -> None:
    rows = table_rows(sample, "month_track")
    assert rows[5]["Target to date"] == 9_407_035
    assert rows[5]["Actual to date"] == 8_983_250.65
    assert round(rows[5]["Attainment to date"], 12) == round(8_983_250.65 / 9_407_035, 12)
    assert rows[5]["Share of year done"] == 8_983_250.65 / 20_000_000
    assert [row["Actual to date"] for row in rows[6:]] == [None] * 6


def test_the_matrix_ties_along_both_axes(sample: Shown) -> None:
    plan = table_rows(sample, "plan")
    assert [sum(row) for row in matrix(plan)] == column(sample, "channels", "Target")
    columns = [sum(one) for one in zip(*matrix(plan), strict=True)]
    assert columns == column(sample, "weights", "Target")
    used = [row for row in plan if row["Channel"]]
    quarters = [sum(row[quarter] for row in used) for quarter in QUARTERS]
    assert quarters == quarters_of(PROMOTION_MONTHS)
    assert sum(row["Year"] for row in used) == 20_000_000


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
        values={"year_target": "12345678.9", "digits": digits, "weight_mode": "manual"},
        data={"channels": channels, "weights": weights},
    )
    book = open_values(built.path)
    whole = round(12_345_678.9, int(digits))
    assert round(sum(column(book, "weights", "Target")), 2) == whole
    plan = matrix(table_rows(book, "plan"))
    rows = [round(sum(row), 2) for row in plan]
    assert rows == [round(one, 2) for one in column(book, "channels", "Target")]
    columns = [round(sum(one), 2) for one in zip(*plan, strict=True)]
    assert columns == [round(one, 2) for one in column(book, "weights", "Target")]
    assert differences(built.path, recalculate([built.path])[built.path]) == []


@pytest.mark.libreoffice
def test_a_channel_with_weights_of_its_own_keeps_its_year_and_shows_the_difference(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(f"channel,{','.join(MONTHS)}\nJD,{','.join(['10%'] * 12)}\n", "utf-8")
    built = build(
        "target-breakdown", tmp_path / "t.xlsx", data={"channel_weights": own}, keep_samples=True
    )
    book = open_values(built.path)
    plan = table_rows(book, "plan")
    assert set(matrix(plan)[1]) == {433_333, 433_334}
    assert [sum(row) for row in matrix(plan)] == column(book, "channels", "Target")
    months = [sum(one) for one in zip(*matrix(plan), strict=True)]
    differ = [one - other for one, other in zip(months, PROMOTION_MONTHS, strict=True)]
    assert 0 not in differ
    assert sum(differ) == 0
    above = [book.cells["Channel by month", 5, at] for at in range(2, 14)]
    assert above == differ
    assert found_by(book, "Months of the channels differ from the company’s") == 12
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_the_chinese_sample_begins_with_table_t2(chinese: Shown) -> None:
    headers = ("目标层级", "目标类型", "具体指标", "比较符", "目标值", "单位", "完成时间", "责任人")
    rows = table_rows(chinese, "goals")[:4]
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


def test_the_board_finds_its_targets_by_key(sample: Shown) -> None:
    targets = {row["Key"]: row["Target"] for row in table_rows(sample, "goals")}
    wanted = {"gmv": 20_000_000, "dau": 100_000, "cart_order_rate": 0.25, "retention_7d": 0.4}
    wanted |= {"act_roi:618": 3, "act_roi_avg": 3, "cac": 50, "new_users": 300_000}
    wanted |= {"stock_days": 45, "staff_turnover": 0.05, "new_strategies": 2, "spi": 1}
    assert {key: targets[key] for key in wanted} == wanted


def test_goals_given_as_people_write_them_fill_sign_unit_and_value(tmp_path: Path) -> None:
    goals = tmp_path / "goals.csv"
    goals.write_text(
        "目标层级,具体指标,目标值,完成时间,实际值\n战略目标,GMV,2000万元,2024年Q4,2100万元\n具体指标,CAC,≤50元,2024年Q2,60元\n"
        "具体指标,活动转化率,≥8%,2024年Q3,7.2%\n具体指标,好评率,≥98%,2024年Q4,50%\n",
        "gb18030",
    )
    day = datetime.date(2024, 6, 30)
    book = shown("target-breakdown", locale="zh-CN", data={"goals": goals}, as_of=day)
    assert column(book, "goals", "目标值") == [20_000_000, 50, 0.08, 0.98]
    assert column(book, "goals", "单位") == ["元", "元", "%", "%"]
    assert [round(one, 4) for one in column(book, "goals", "达成率")[:3]] == [1.05, 0.8, 0.9]
    assert column(book, "goals", "状态") == ["● 达成", "▼ 未达成", "▲ 接近目标", "○ 进行中"]


def test_goals_float_by_the_band(sample: Shown) -> None:
    rows = {row["No."]: row for row in table_rows(sample, "goal_track")}
    assert [rows["G1"]["Lower bound"], rows["G1"]["Upper bound"]] == [18_000_000, 22_000_000]
    assert [rows["G4"]["Lower bound"], rows["G4"]["Upper bound"]] == [45, 55]
    assert round(rows["G1"]["Target growth"], 6) == round(20 / 14.9 - 1, 6)


@pytest.mark.parametrize(
    ("parents", "unknown", "circles"),
    [
        ({"A": "", "B": "A", "C": "B"}, 0, 0),
        ({"A": "", "B": "Z"}, 1, 0),
        ({"A": "A"}, 0, 1),
        ({"A": "C", "B": "A", "C": "B", "D": ""}, 0, 3),
    ],
)
def test_parents_exist_and_do_not_go_round(
    parents: dict[str, str], unknown: int, circles: int, tmp_path: Path
) -> None:
    goals = tmp_path / "goals.csv"
    lines = (f"{code},{parent},Stage,metric {code},1" for code, parent in parents.items())
    goals.write_text("No.,Parent,Level,Metric,Target\n" + "\n".join(lines), "utf-8")
    book = shown("target-breakdown", data={"goals": goals})
    assert found_by(book, "No goal has that parent’s number") == unknown
    message = "Parents go round in a circle, or more than eight levels deep"
    assert found_by(book, message) == circles


def test_a_goal_is_not_due_after_the_one_it_serves(tmp_path: Path) -> None:
    goals = tmp_path / "goals.csv"
    goals.write_text(
        "No.,Parent,Level,Metric,Target,Due\nA,,Strategic,a,1,2024Q2\nB,A,Stage,b,1,2024Q3\n"
        "C,A,Stage,c,1,2024Q1\nD,A,Stage,d,1,\n",
        "utf-8",
    )
    assert (
        found_by(
            shown("target-breakdown", data={"goals": goals}), "Due later than the goal it serves"
        )
        == 1
    )


def test_feasibility_asks_for_visitors_and_new_customers(sample: Shown) -> None:
    assert round(named(sample, "plan_uv"), 6) == round(20_000_000 / (0.013 * 240), 6)
    assert round(named(sample, "plan_new_customers"), 6) == round(11_000_000 / 240, 6)
    assert named(sample, "plan_cac_have") == round(2_250_000 / (11_000_000 / 240), 2)
    assert column(sample, "feasibility", "Verdict") == [
        "● Feasible",
        "▲ Tight",
        "● Feasible",
        "● Feasible",
        "● Feasible",
    ]
    assert found_by(sample, "CAC × new customers exceeds the budget for them") == 1


def test_the_channels_fees_are_the_plan_s_fee_ratio(sample: Shown) -> None:
    assert sum(column(sample, "channels", "Budget")) == 2_938_000
    assert named(sample, "plan_fee") == 0.1469
    assert [round(one, 4) for one in column(sample, "channels", "Implied ROI")] == [
        *(7.1429, 8.3333, 5, 6.6667),
    ]


@pytest.mark.libreoffice
def test_targets_show_as_the_document_writes_them(tmp_path: Path) -> None:
    path = build("target-breakdown", tmp_path / "t.xlsx", locale="zh-CN").path
    text = next(page.text for page in print_pages([path])[path] if page.sheet == "目标总表")
    shown = ["2000.0万元", "30.0万", "≥8%", "≤50元", "10.0万", "≥3.0:1", "≥1.00"]
    assert [one for one in shown if one not in text] == []


def test_a_blank_year_target_shows_nothing_and_breaks_nothing() -> None:
    book = shown("target-breakdown", blank=True)
    assert column(book, "weights", "Target") == [None] * 12
    assert column(book, "weights", "Actual") == [None] * 12
    assert named(book, "checks_verdict") == "○ Not filled in yet"


def test_a_blank_workbook_keeps_the_season() -> None:
    book = shown("target-breakdown", blank=True, as_of=datetime.date(2024, 6, 30))
    assert round(sum(column(book, "weights", "Model weight")), 9) == 497.5
    assert column(book, "weights", "Last year (CNY)") == [None] * 12


def test_the_dashboard_lists_missed_goals_first_and_the_largest_shortfall_on_top(
    sample: Shown,
) -> None:
    rows = table_rows(sample, "goal_shortfalls")
    assert [row["No."] for row in rows] == ["G17", "G8", "G10", "G5", "G9"]
    assert {row["Status"] for row in rows} == {"▼ Missed"}


def test_weights_by_hand_that_nobody_typed_leave_the_company_s_months_blank() -> None:
    """The channels' shares alone once passed for both, and every month was #VALUE!."""
    book = shown("target-breakdown", values={"weight_mode": "manual"})
    assert column(book, "weights", "Target") == [None] * 12
    assert error_values(book) == []


def test_a_running_month_says_that_it_counts_by_weight() -> None:
    book = shown("target-breakdown", values={"as_of": "2024-06-20"})
    assert named(book, "plan_part") == pytest.approx(56 / 66)
    assert named(book, "plan_pace") == "running month by weight, 85%"


@pytest.mark.parametrize(("most", "unsure"), [(0, False), (10_000, False), (600_000, True)])
def test_missing_days_put_a_light_out_only_where_they_could_turn_it(
    most: int, unsure: bool
) -> None:
    book = shown("target-breakdown", values={"as_of": "2024-06-30", "plan_most": str(most)})
    assert named(book, "plan_unsure") is unsure


@pytest.mark.parametrize(
    ("months", "shares"), [(3, []), (12, [round(one / 100, 4) for one in B10])]
)
def test_months_of_last_year_have_shares_once_the_year_is_whole(
    tmp_path: Path, months: int, shares: list[float]
) -> None:
    weights = tmp_path / "weights.csv"
    given = zip(MONTHS[:months], B10, strict=False)
    weights.write_text(
        "month,last_gmv\n" + "\n".join(f"{one},{share * 1000:.0f}" for one, share in given), "utf-8"
    )
    book = shown("target-breakdown", data={"weights": weights})
    found = [row["Last year’s share"] for row in table_rows(book, "weights")]
    assert [round(one, 4) for one in found if isinstance(one, float)] == shares


def sold_by(
    tmp_path: Path, table: str, name: str, shares: list[str], **values: str
) -> tuple[list[list[float]], Shown]:
    """The cells of regions or categories in the year with quarters of 226/320/480/974."""
    weights, parts = tmp_path / "weights.csv", tmp_path / "parts.csv"
    months = (f"{month},{share * 1000:.0f}" for month, share in zip(MONTHS, B10, strict=True))
    weights.write_text("month,last_gmv\n" + "\n".join(months), "utf-8")
    rows = (f"{name} {at},{share}" for at, share in enumerate(shares))
    parts.write_text(f"{name},share\n" + "\n".join(rows), "utf-8")
    given = {"year_target": "2000万", "weight_mode": "last_year", **values}
    book = shown("target-breakdown", values=given, data={"weights": weights, table: parts})
    cells = [[round(row[quarter], 2) for quarter in QUARTERS]  # type: ignore[call-overload]
             for row in table_rows(book, table) if row[name]]  # fmt: skip
    return cells, book


@pytest.mark.parametrize(
    ("table", "name"), [("region_targets", "Region"), ("category_targets", "Category")]
)
def test_regions_and_categories_split_the_quarters_by_their_shares(
    tmp_path: Path, table: str, name: str
) -> None:
    cells, _ = sold_by(tmp_path, table, name, ["50%", "30%", "20%"])
    assert cells == [
        [1_130_000, 1_600_000, 2_400_000, 4_870_000],
        [678_000, 960_000, 1_440_000, 2_922_000],
        [452_000, 640_000, 960_000, 1_948_000],
    ]


@pytest.mark.parametrize(
    ("table", "name", "gap"),
    [
        ("region_targets", "Region", "region_gap"),
        ("category_targets", "Category", "category_gap"),
    ],
)
@pytest.mark.parametrize("digits", ["0", "-4", "2"])
def test_regions_and_categories_add_up_exactly_along_both_axes(
    tmp_path: Path, table: str, name: str, gap: str, digits: str
) -> None:
    shares = [33.33, 17.77, 13.13, 11.11, 9.07, 8.59, 7]
    cells, book = sold_by(tmp_path, table, name, [f"{one}%" for one in shares], digits=digits)
    quarters = [2_260_000, 3_200_000, 4_800_000, 9_740_000]
    sums = [round(sum(row[at] for row in cells), 2) for at in range(4)]
    assert sums == quarters
    assert [round(sum(row), 2) for row in cells] == [
        round(target, 2) for target in column(book, table, "Target")[: len(shares)]
    ]
    unit = 10.0 ** -int(digits)
    assert all(
        abs(cell - quarter * share / 100) < 2 * unit
        for row, share in zip(cells, shares, strict=True)
        for cell, quarter in zip(row, quarters, strict=True)
    )
    assert named(book, gap) == 0


def test_penetration_is_the_own_share_over_that_of_the_market_or_the_people(sample: Shown) -> None:
    found = {
        row["Region"]: (row["Penetration"], row["Standing"])
        for row in table_rows(sample, "region_targets")
        if row["Region"]
    }
    assert round(found["Central China"][0], 10) == round(1_240_000 / 14_900_000 / 0.125, 10)  # type: ignore[call-overload]
    assert round(found["Northwest China"][0], 10) == round(450_000 / 14_900_000 / 0.075, 10)  # type: ignore[call-overload]
    low = [region for region, (_, standing) in found.items() if standing == "▼ Low"]
    assert low == ["Central China", "Southwest China", "Northwest China"]


def test_the_mix_of_categories_moves_the_margin(sample: Shown) -> None:
    margins = [0.36, 0.47, 0.49, 0.51, 0.45, 0.53]
    planned = [0.44, 0.175, 0.135, 0.12, 0.08, 0.05]
    before = [6_900_000, 2_500_000, 1_850_000, 1_750_000, 1_200_000, 700_000]
    now = sum(share * margin for share, margin in zip(planned, margins, strict=True))
    then = sum(gmv * margin for gmv, margin in zip(before, margins, strict=True)) / 14_900_000
    assert round(named(sample, "plan_mix_margin"), 8) == round(now, 8)
    assert round(named(sample, "plan_mix_effect"), 8) == round(now - then, 8)
