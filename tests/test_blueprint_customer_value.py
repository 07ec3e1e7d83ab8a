"""customer-value: cohorts, repeat orders, what a customer costs and is worth, stages and levels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pandas import DataFrame, read_csv

from filled import Shown, found_by, named, shown, table_rows
from refilled import fill

ORDERS = "order,customer,paid_on,amount,refund,channel,level"
DAY = date(2024, 6, 30)


def made_orders(folder: Path, *orders: str) -> Path:
    rows = [f"T{at},{one}" for at, one in enumerate(orders)]
    path = folder / "orders.csv"
    path.write_text("\n".join((ORDERS, *rows, "")), "utf-8")
    return path


def made(folder: Path, *orders: str, spend: str = "", as_of: date = DAY, **values: object) -> Shown:
    """The English workbook with those orders (day and after) and channels."""
    made_orders(folder, *orders)
    (folder / "acquisition.csv").write_text(f"channel,spend\n{spend}\n", "utf-8")
    return shown(
        "customer-value",
        locale="en",
        as_of=as_of,
        data={name: folder / f"{name}.csv" for name in ("orders", "acquisition")},
        values=values,
    )


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("customer-value", locale="en")


def test_a_cohort_counts_who_bought_again_in_each_month(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,2024-03-05,100,,Ads,",
        "A,2024-04-02,100,,,",
        "A,2024-04-20,100,,,",  # twice in a month counts once
        "A,2024-06-30,100,,,",
        "B,2024-03-31,100,,Ads,",
        "B,2024-05-01,100,,,",
        "C,2024-05-10,100,,Ads,",
        spend="Ads,300",
    )
    rows = {str(row["First order"])[:7]: row for row in table_rows(book, "cohorts")}
    march = rows["2024-03"]
    assert [march[one] for one in ("New", "+1", "+2", "+3", "+4")] == [2, 0.5, 0.5, 0.5, None]
    assert [rows["2024-05"][one] for one in ("New", "+1", "+2")] == [1, 0, None]
    assert [rows["2024-02"][one] for one in ("New", "+1")] == [0, None]


def test_a_month_that_is_not_over_is_blank(tmp_path: Path) -> None:
    orders = ("A,2024-05-05,100,,Ads,", "A,2024-06-02,100,,,")
    rows = table_rows(made(tmp_path, *orders, as_of=date(2024, 6, 29)), "cohorts")
    assert rows[-2]["+1"] is None
    rows = table_rows(made(tmp_path, *orders, as_of=date(2024, 6, 30)), "cohorts")
    assert rows[-2]["+1"] == 1


def test_only_those_who_have_had_the_days_count_for_repeat_orders(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,2024-05-01,100,,Ads,",
        "A,2024-05-08,100,,,",  # on the seventh day
        "B,2024-05-01,100,,Ads,",
        "B,2024-05-31,100,,,",  # on the thirtieth
        "C,2024-05-31,100,,Ads,",  # thirty days ago
        "D,2024-06-01,100,,Ads,",  # not yet: counts for seven days alone
        "E,2024-06-24,100,,Ads,",  # for neither
    )
    assert named(book, "value_within_30") == pytest.approx(2 / 3)
    assert named(book, "value_within_7") == pytest.approx(1 / 4)


def test_what_a_customer_costs_and_is_worth(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,2024-01-05,200,,Ads,",
        "A,2024-02-05,300,100,,",
        "B,2024-03-05,200,,Ads,",
        "C,2024-03-09,90,90,Ads,",  # refunded in full: no customer
        "D,2024-07-09,90,,Ads,",  # after the as-of day
        spend="Ads,80\nFree,0",
    )
    ads, free = table_rows(book, "acquisition")
    assert (ads["New customers"], ads["CAC"]) == (2, 40)
    assert (ads["Average order"], ads["Orders per customer"]) == (200, 1.5)
    assert ads["LTV in 12 months"] == pytest.approx(120)  # 200 × 1.5 × 40%
    assert (ads["LTV to CAC"], ads["Payback"]) == (pytest.approx(3), pytest.approx(4))
    assert (ads["Verdict"], free["Verdict"]) == ("● Healthy", None)
    assert found_by(book, "Paid after the as-of day and left out") == 1


def test_a_channel_without_its_spend_counts_on_neither_side_of_the_cost(tmp_path: Path) -> None:
    """Its customers made those of the others look cheap, and its verdict said that it was free."""
    orders = (
        "A,2024-01-05,200,,Ads,",
        "B,2024-03-05,200,,Live,",
        "C,2023-07-05,100,,Live,",
        "A,2024-06-05,9,,,",
    )
    known = made(tmp_path, orders[0], spend="Ads,80\nLive,0")
    lacking = fill(
        "customer-value",
        {
            "orders": read_csv(made_orders(tmp_path, *orders)),
            "acquisition": DataFrame({"channel": ["Ads", "Live"], "spend": [80, 9000]}),
        },
        DAY,
        {},
        deleted=[("acquisition", 1, "spend")],
    ).shown
    assert named(lacking, "value_cac") == named(known, "value_cac") == 80
    assert named(lacking, "value_won") == 3
    assert named(lacking, "value_cost_note") == "channels without spend 1"
    live = table_rows(lacking, "acquisition")[1]
    assert (live["New customers"], live["CAC"], live["Verdict"]) == (2, None, None)
    assert found_by(lacking, "Channels: required cells are blank") == 1


@pytest.mark.parametrize(
    ("spend", "verdict"), [(80, "● Healthy"), (81, "▲ Thin"), (240, "▲ Thin"), (241, "▼ At a loss")]
)
def test_three_is_healthy_and_below_one_is_a_loss(spend: int, verdict: str, tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,2024-01-05,200,,Ads,",
        "A,2024-02-05,200,,,",
        "B,2024-03-05,200,,Ads,",
        spend=f"Ads,{spend}",
    )
    [row] = table_rows(book, "acquisition")
    assert row["Verdict"] == verdict


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (("2024-06-01",), "New"),
        (("2024-05-01", "2024-06-01"), "Growing"),
        (("2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"), "Mature"),
        (("2024-03-02",), "New"),  # 120 days ago
        (("2023-03-01", "2023-04-01", "2023-05-01", "2024-03-01"), "Declining"),
    ],
)
def test_days_since_the_last_order_then_orders_decide_the_stage(
    days: tuple[str, ...], stage: str, tmp_path: Path
) -> None:
    book = made(tmp_path, *(f"A,{day},100,,Ads," for day in days))
    assert table_rows(book, "buyers")[0]["Stage"] == stage


def test_levels_are_those_of_the_latest_order_or_of_the_thresholds(tmp_path: Path) -> None:
    typed = made(
        tmp_path,
        "A,2024-05-01,900,,Ads,Silver",
        "A,2024-06-01,900,,,Gold",
        "B,2024-06-01,9000,,Ads,",
    )
    assert [row["Level"] for row in table_rows(typed, "buyers")[:2]] == [
        "Gold",
        "Not a member",
    ]
    bought = made(
        tmp_path,
        "A,2024-06-01,299,,Ads,",
        "B,2024-06-01,300,,Ads,",
        "C,2023-06-30,9000,,Ads,",  # a year ago to the day: out of the twelve months
        "C,2024-06-01,1500,,,",
    )
    levels = [row["Level"] for row in table_rows(bought, "buyers")[:3]]
    assert levels == ["Not a member", "Silver", "Diamond"]


def test_the_sample_meets_the_goals_of_the_documents(sample: Shown) -> None:
    assert named(sample, "value_repeat") >= 0.45  # type: ignore[operator]
    assert named(sample, "value_uplift") >= 0.35  # type: ignore[operator]
    diamond = table_rows(sample, "member_levels")[3]
    assert (diamond["Level"], diamond["Repeat goal"], diamond["Reached"]) == (
        "Diamond",
        0.6,
        "● Reached",
    )


def test_stages_levels_and_cohorts_count_every_customer_once(sample: Shown) -> None:
    customers = sum(1 for row in table_rows(sample, "buyers") if row["First order"])
    assert sum(row["Customers"] for row in table_rows(sample, "life_stages")) == customers  # type: ignore[misc]
    assert sum(row["Customers"] for row in table_rows(sample, "member_levels")) == customers  # type: ignore[misc]
    assert sum(row["New"] for row in table_rows(sample, "cohorts")) == named(sample, "value_won")  # type: ignore[misc]
