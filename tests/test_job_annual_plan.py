"""The job of an annual plan: 5,600万 over three platforms, typed as amounts, from January on.

Every figure is computed here a second time, from the rows that were typed, with pandas and by the
rules that the workbook states: months by weight, sums tied by cumulative rounding, and only months
that have an actual held against their targets.
"""

from __future__ import annotations

import calendar
import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from filled import Shown, column, error_values, found_by, named, shown, table_rows

pytestmark = pytest.mark.slow

YEAR = 2026
AMOUNTS = {"天猫": 38_000_000, "京东": 12_000_000, "抖音": 6_000_000}
PROMOTIONS = {1: (10, 1.8), 3: (8, 2), 6: (18, 3), 9: (9, 2), 11: (20, 4), 12: (7, 2.5)}
"""Days and uplift of the promotions that a blank workbook begins with."""
ACTUALS = pd.DataFrame(
    {
        "天猫": [2_900_000, 2_150_000, 2_880_000, 740_000],
        "京东": [840_000, 610_000, 805_000, 196_000],
        "抖音": [505_000, 398_000, 520_000, 171_000],
    },
    index=range(1, 5),
)
"""January to March in full, and April up to its tenth."""
LAST_YEAR = pd.Series(
    [30, 24, 31, 27, 28, 52, 27, 28, 34, 29, 78, 42], index=range(1, 13), dtype=float
).mul(100_000)


def rounded(number: float, digits: int = 0) -> float:
    """As Excel rounds: halves away from zero."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(round(number, 6))).quantize(step, ROUND_HALF_UP))


def parts(total: float, weights: pd.Series) -> pd.Series:
    """*total* by *weights*, rounded so that the parts give it exactly."""
    upto = (weights.cumsum() / weights.sum() * total).map(rounded)
    return upto.diff().fillna(upto.iloc[0])


def season() -> pd.Series:
    months = pd.Series(
        {month: float(calendar.monthrange(YEAR, month)[1]) for month in range(1, 13)}
    )
    for month, (days, uplift) in PROMOTIONS.items():
        months[month] += days * (uplift - 1)
    return months


def matrix(amounts: dict[str, int], weights: pd.Series) -> pd.DataFrame:
    """Channels by month: both axes tie."""
    cumulated = pd.Series(amounts).cumsum()
    share = weights.cumsum() / weights.sum()
    corner = pd.DataFrame({name: (share * upto).map(rounded) for name, upto in cumulated.items()}).T
    return corner.diff(axis=1).fillna(corner).diff().fillna(corner.diff(axis=1).fillna(corner))


def written(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    path = folder / f"{name}.csv"
    frame.to_csv(path, index=False)
    return path


def channels(folder: Path, amounts: dict[str, int] = AMOUNTS) -> Path:
    """As a person types them: 3800万."""
    rows = [(name, f"{amount // 10_000}万") for name, amount in amounts.items()]
    return written(folder, "channels", pd.DataFrame(rows, columns=["渠道", "金额"]))


def actuals(folder: Path, months: int = 4) -> Path:
    wide = ACTUALS.head(months).T
    wide.columns = [f"{month}月" for month in wide.columns]
    return written(folder, "actuals", wide.rename_axis("渠道").reset_index())


def book(folder: Path, as_of: str, months: int = 4, **values: str) -> Shown:
    return shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": channels(folder), "channel_actuals": actuals(folder, months)},
        values={"year": str(YEAR), "as_of": as_of, **values},
    )


def plan_of(seen: Shown) -> pd.DataFrame:
    frame = pd.DataFrame([row for row in table_rows(seen, "plan") if row["渠道"]])
    return frame.set_index("渠道")[[f"{month}月" for month in range(1, 13)]].astype(float)


def test_three_platforms_by_amount_give_the_year_its_shares_and_every_month(tmp_path: Path) -> None:
    seen = book(tmp_path, "2026-04-10")
    assert named(seen, "year_target") == 56_000_000
    assert column(seen, "channels", "年目标")[:3] == [38_000_000, 12_000_000, 6_000_000]
    assert column(seen, "channels", "占全年")[:3] == [38 / 56, 12 / 56, 6 / 56]
    wanted = matrix(AMOUNTS, season())
    assert plan_of(seen).to_numpy().tolist() == wanted.to_numpy().tolist()
    assert wanted.sum(axis=1).tolist() == list(AMOUNTS.values())
    assert wanted.sum().tolist() == column(seen, "weights", "月目标")
    assert named(seen, "channels_gap") == named(seen, "months_gap") == 0
    assert error_values(seen) == []


def due(as_of: datetime.date, months: int) -> tuple[pd.DataFrame, pd.Series]:
    """Targets and how much of each month counts, of the months that have actuals."""
    counted = pd.Series(0.0, index=range(1, 13))
    for month in range(1, months + 1):
        days = calendar.monthrange(YEAR, month)[1]
        passed = (as_of - datetime.date(YEAR, month, 1)).days + 1
        counted[month] = min(1.0, max(0.0, passed / days))
    return matrix(AMOUNTS, season()) * counted.to_numpy(), counted


@pytest.mark.parametrize(
    ("day", "months"),
    [("2026-04-10", 4), ("2026-04-10", 3), ("2027-01-10", 4)],
    ids=["inside", "inside, the running month not typed yet", "after"],
)
def test_the_front_page_says_how_far_the_year_is_and_which_platform_lags(
    day: str, months: int, tmp_path: Path
) -> None:
    seen = book(tmp_path, day, months)
    by_channel, counted = due(datetime.date.fromisoformat(day), months)
    typed = ACTUALS.head(months)
    assert named(seen, "plan_ytd_actual") == typed.sum().sum()
    assert named(seen, "plan_ytd_target") == pytest.approx(by_channel.sum().sum(), abs=0.01)
    attainment = typed.sum().sum() / by_channel.sum().sum()
    assert named(seen, "plan_ytd_attainment") == pytest.approx(attainment)
    running = counted[months] < 1
    assert named(seen, "plan_through") == (f"{months}月 (至04-10)" if running else f"{months}月")
    assert named(seen, "plan_pace") == ("当月按天数计33%" if running else None)
    quarter = 2 if months == 4 else 1
    inside = [month for month in counted.index if (month - 1) // 3 + 1 == quarter]
    assert named(seen, "plan_quarter_attainment") == pytest.approx(
        typed.loc[typed.index.isin(inside)].sum().sum()
        / by_channel.iloc[:, [month - 1 for month in inside]].sum().sum()
    )
    each = typed.sum() / by_channel.sum(axis=1)
    rows = {row["渠道"]: row for row in table_rows(seen, "channel_progress") if row["渠道"]}
    assert list(rows) == list(each.sort_values().index)
    for name, share in each.items():
        assert rows[name]["累计达成率"] == pytest.approx(share)
    worst = each.idxmin()
    assert named(seen, "plan_lagging") == f"{worst} {each[worst]:.1%}"
    assert error_values(seen) == []


def test_the_card_the_chart_and_the_quarter_of_one_figure_say_the_same(tmp_path: Path) -> None:
    """A card once showed 88.5 % and the chart of the same name 98.6 %."""
    seen = book(tmp_path, "2026-04-10", 3)
    row = table_rows(seen, "month_track")[2]
    assert row["累计达成率"] == pytest.approx(named(seen, "plan_ytd_attainment"))
    assert named(seen, "plan_quarter") == "Q1"
    assert named(seen, "plan_quarter_attainment") == pytest.approx(row["累计达成率"])


def test_before_the_year_nothing_is_held_against_it(tmp_path: Path) -> None:
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": channels(tmp_path)},
        values={"year": str(YEAR), "as_of": "2025-12-15"},
    )
    for card in ("plan_ytd_actual", "plan_ytd_attainment", "plan_quarter_attainment", "plan_time"):
        assert named(seen, card) is None, card
    assert named(seen, "plan_lagging") is None
    assert sum(column(seen, "weights", "月目标")) == 56_000_000
    assert column(seen, "month_track", "滚动目标") == column(seen, "weights", "月目标")
    assert error_values(seen) == []


def test_after_the_year_the_months_without_actuals_are_named(tmp_path: Path) -> None:
    seen = book(tmp_path, "2027-01-10")
    assert found_by(seen, "已过月份未填实际") == 8
    assert found_by(seen, "有渠道缺实际月份") == 3


def test_a_month_that_one_platform_lacks_is_left_out_on_both_sides(tmp_path: Path) -> None:
    wide = ACTUALS.head(3).T
    wide.columns = ["1月", "2月", "3月"]
    wide = wide.astype(object)
    wide.loc["京东", "2月"] = ""
    path = written(tmp_path, "gap", wide.rename_axis("渠道").reset_index())
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": channels(tmp_path), "channel_actuals": path},
        values={"year": str(YEAR), "as_of": "2026-03-31"},
    )
    rows = {row["渠道"]: row for row in table_rows(seen, "channel_progress") if row["渠道"]}
    targets = matrix(AMOUNTS, season()).loc["京东"]
    assert rows["京东"]["有实际的月数"] == 2
    assert rows["京东"]["应达目标"] == targets[1] + targets[3]
    assert rows["京东"]["累计达成率"] == pytest.approx(
        (840_000 + 805_000) / (targets[1] + targets[3])
    )
    assert found_by(seen, "有渠道缺实际月份") == 1
    whole = matrix(AMOUNTS, season())
    reported = whole.loc[:, 1:3].sum().sum() - whole.loc["京东", 2]
    sold = ACTUALS.head(3).sum().sum() - 610_000
    assert named(seen, "plan_ytd_target") == pytest.approx(reported)
    assert named(seen, "plan_ytd_attainment") == pytest.approx(sold / reported)
    assert named(seen, "plan_time") == pytest.approx(reported / 56_000_000, abs=1e-6)
    assert named(seen, "plan_partial") == 1


def test_a_hole_before_the_running_month_is_no_less_a_hole(tmp_path: Path) -> None:
    """As many months as have passed, but not the same ones: once no check saw that."""
    wide = ACTUALS.T.astype(object)
    wide.columns = ["1月", "2月", "3月", "4月"]
    wide.loc["京东", "2月"] = wide.loc["抖音", "4月"] = ""
    path = written(tmp_path, "holes", wide.rename_axis("渠道").reset_index())
    last = written(
        tmp_path,
        "last",
        pd.DataFrame([(f"{m}月", v) for m, v in LAST_YEAR.items()], columns=["月份", "上年GMV"]),
    )
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": channels(tmp_path), "channel_actuals": path, "weights": last},
        values={"year": str(YEAR), "as_of": "2026-04-10"},
    )
    assert found_by(seen, "有渠道缺实际月份") == 2
    assert named(seen, "plan_partial") == 2
    sold = ACTUALS.loc[[1, 3]].sum().sum()
    assert named(seen, "plan_yoy") == pytest.approx(sold / (3_000_000 + 3_100_000) - 1)
    assert [row["同比"] for row in table_rows(seen, "month_track")][1] is None
    assert error_values(seen) == []


@pytest.mark.parametrize("typed", [{1: 900, 2: 1400, 3: 1100, 4: 2200}, {2: 1600}, {1: 0}])
def test_quarters_typed_top_down_are_kept_and_split_into_their_months(
    typed: dict[int, int], tmp_path: Path
) -> None:
    rows = [(f"Q{quarter}", f"{amount}万") for quarter, amount in typed.items()]
    quarters = written(tmp_path, "quarters", pd.DataFrame(rows, columns=["季度", "金额"]))
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": channels(tmp_path), "quarter_plan": quarters},
        values={"year": str(YEAR), "as_of": "2026-04-10"},
    )
    weights = season()
    quarter = pd.Series([(month - 1) // 3 + 1 for month in weights.index], index=weights.index)
    own = weights.groupby(quarter).sum()
    free = own[[one for one in own.index if one not in typed]]
    left = 56_000_000 - sum(typed.values()) * 10_000
    amounts = {
        one: typed[one] * 10_000 if one in typed else left * own[one] / free.sum()
        for one in own.index
    }
    effective = pd.Series(
        {
            month: amounts[quarter[month]] * weights[month] / own[quarter[month]]
            for month in weights.index
        }
    )
    months = column(seen, "weights", "月目标")
    assert months == parts(56_000_000, effective).tolist()
    for one, amount in typed.items():
        assert sum(months[one * 3 - 3 : one * 3]) == amount * 10_000
    assert sum(months) == 56_000_000
    assert plan_of(seen).sum().tolist() == months
    assert plan_of(seen).sum(axis=1).tolist() == list(AMOUNTS.values())
    assert error_values(seen) == []


def test_amounts_that_miss_the_year_are_kept_and_the_difference_is_said(tmp_path: Path) -> None:
    seen = book(tmp_path, "2026-04-10", year_target="60000000")
    assert column(seen, "channels", "年目标")[:3] == [38_000_000, 12_000_000, 6_000_000]
    assert named(seen, "channels_gap") == -4_000_000
    assert found_by(seen, "渠道目标合计与全年目标不一致") == 1


@pytest.mark.parametrize(("share", "differ"), [("67.9%", 0), ("70%", 1)])
def test_an_amount_and_a_share_of_one_platform_must_agree(
    share: str, differ: int, tmp_path: Path
) -> None:
    rows = [("天猫", "3800万", share), ("京东", "1200万", ""), ("抖音", "600万", "")]
    path = written(tmp_path, "both", pd.DataFrame(rows, columns=["渠道", "金额", "占比"]))
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": path},
        values={"year": str(YEAR), "year_target": "56000000"},
    )
    assert column(seen, "channels", "年目标")[:3] == [38_000_000, 12_000_000, 6_000_000]
    assert found_by(seen, "渠道的金额与占比不一致（按金额）") == differ


def test_amounts_and_shares_may_stand_side_by_side(tmp_path: Path) -> None:
    rows = [("天猫", "3800万", ""), ("京东", "", f"{12 / 56:.10f}"), ("抖音", "", f"{6 / 56:.10f}")]
    path = written(tmp_path, "mixed", pd.DataFrame(rows, columns=["渠道", "金额", "占比"]))
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": path},
        values={"year": str(YEAR), "year_target": "56000000"},
    )
    assert column(seen, "channels", "年目标")[:3] == [38_000_000, 12_000_000, 6_000_000]
    assert named(seen, "channels_gap") == 0


def test_growth_compares_as_many_days_of_last_year(tmp_path: Path) -> None:
    rows = [(f"{month}月", amount) for month, amount in LAST_YEAR.items()]
    last = written(tmp_path, "last", pd.DataFrame(rows, columns=["月份", "上年GMV(元)"]))
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={
            "channels": channels(tmp_path),
            "channel_actuals": actuals(tmp_path),
            "weights": last,
        },
        values={"year": str(YEAR), "as_of": "2026-04-10"},
    )
    rows_seen = table_rows(seen, "month_track")
    assert rows_seen[0]["同比"] == pytest.approx(4_245_000 / 3_000_000 - 1)
    assert rows_seen[3]["同比"] == pytest.approx(1_107_000 / (2_700_000 * 10 / 30) - 1)
    whole = ACTUALS.sum().sum() / (3_000_000 + 2_400_000 + 3_100_000 + 900_000) - 1
    assert named(seen, "plan_yoy") == pytest.approx(whole)


def test_the_plan_holds_thirty_platforms_and_says_when_it_is_outgrown(tmp_path: Path) -> None:
    many = {f"渠道{number}": 1_000_000 + number * 10_000 for number in range(1, 31)}
    seen = shown(
        "target-breakdown",
        locale="zh-CN",
        blank=True,
        data={"channels": channels(tmp_path, many)},
        values={"year": str(YEAR)},
    )
    wanted = matrix(many, season())
    assert plan_of(seen).to_numpy().tolist() == wanted.to_numpy().tolist()
    assert plan_of(seen).sum(axis=1).tolist() == list(many.values())
