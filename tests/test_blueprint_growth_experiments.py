"""growth-experiments: what each step of the funnel costs, and what experiments may say."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows
from plansheets.functions import (
    two_proportion_interval,
    two_proportion_p,
    two_proportion_size,
    two_proportion_z,
)

DAY = date(2024, 6, 30)
TABLES = {
    "funnel": "period,channel,visits,browses,carts,orders,paid",
    "trials": "code,idea,object,base,lift,daily,begin,ended,size_a,won_a,size_b,won_b",
    "promos": "name,form,visits,orders,price,taken_off,cost,other",
    "push_log": "day,hour,channel,sent,opened,orders",
}


def made(folder: Path, **rows: str) -> Shown:
    """The English workbook with those rows, by table."""
    data = {}
    for table, lines in rows.items():
        data[table] = folder / f"{table}.csv"
        data[table].write_text(f"{TABLES[table]}\n{lines}\n", "utf-8")
    return shown("growth-experiments", locale="en", as_of=DAY, data=data)


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("growth-experiments", locale="en")


def test_cart_to_order_is_28_percent_below_its_target(sample: Shown) -> None:
    step = table_rows(sample, "funnel_steps")[3]
    assert (step["Step"], step["Target"]) == ("Cart → order", 0.25)
    assert step["Step rate"] == pytest.approx(0.18)
    assert step["Against target"] == pytest.approx(-0.28)
    assert step["Orders lost"] == 595  # 1,530 × (25% ÷ 18% − 1)
    assert (named(sample, "worst_step"), named(sample, "worst_lost")) == ("Cart → order", 595)


def test_the_funnel_compares_the_latest_period_with_the_one_before(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        funnel="2024-06-24,A,100,80,20,10,8\n2024-06-24,B,100,40,10,5,2\n2024-06-17,A,50,40,20,8,6\n"
        "2024-06-10,A,9,9,9,9,9\n2024-07-01,A,7,7,7,7,7",
    )
    rows = table_rows(book, "funnel_steps")
    assert [row["People"] for row in rows] == [200, 120, 30, 15, 10]
    assert [row["People before"] for row in rows] == [50, 40, 20, 8, 6]
    assert [row["Step rate"] for row in rows] == [None, 0.6, 0.25, 0.5, pytest.approx(2 / 3)]
    assert [row["Lost here"] for row in rows] == [None, 80, 90, 15, 5]
    channels = {row["Channel"]: row for row in table_rows(book, "funnel_channels")}
    assert [channels["B"][one] for one in ("Browse", "Cart", "Order", "Pay")] == [
        0.4,
        0.25,
        0.5,
        0.4,
    ]
    assert (channels["A"]["Before"], channels["B"]["Before"]) == (0.12, None)


def test_100_of_1000_against_120_of_1000_is_not_significant(sample: Shown) -> None:
    row = table_rows(sample, "results")[1]
    assert row["z"] == pytest.approx(1.4293, abs=5e-5)
    assert row["p-value"] == pytest.approx(0.1529, abs=5e-5)
    assert (row["Lift"], row["Verdict"]) == (pytest.approx(0.2), "– Not significant")
    assert row["Difference from"] == pytest.approx(-0.00741148)
    assert row["Difference to"] == pytest.approx(0.0474115)


def test_statistics_are_those_of_the_functions(tmp_path: Path) -> None:
    chance = random.Random(7)
    trials = []
    for _ in range(40):
        size_a, size_b = chance.randint(40, 9000), chance.randint(40, 9000)
        won_a, won_b = chance.randint(5, size_a - 5), chance.randint(5, size_b - 5)
        base, lift = chance.randint(1, 60) / 100, chance.randint(1, 60) / 100
        trials.append((won_a, size_a, won_b, size_b, base, lift))
    lines = "\n".join(
        f"T{place},Idea,page,{base},{lift},100,2024-06-01,,{size_a},{won_a},{size_b},{won_b}"
        for place, (won_a, size_a, won_b, size_b, base, lift) in enumerate(trials)
    )
    book = made(tmp_path, trials=lines)
    needs = column(book, "trials", "Sample per group")
    for need, row, (*groups, base, lift) in zip(
        needs, table_rows(book, "results"), trials, strict=False
    ):
        assert need == two_proportion_size(base, base * (1 + lift))
        assert row["z"] == pytest.approx(two_proportion_z(*groups))
        assert row["p-value"] == pytest.approx(two_proportion_p(*groups), abs=1e-12)
        assert row["Difference from"] == pytest.approx(two_proportion_interval(*groups))
        assert row["Difference to"] == pytest.approx(two_proportion_interval(*groups, "high"))


def test_no_verdict_before_the_sample_is_full_or_with_an_uneven_split(tmp_path: Path) -> None:
    told = {  # baseline 10% and a lift of 20% need 3,841 in each group
        "10%,20%,400,2024-06-01,,3841,384,3841,484": "● B wins",
        "10%,20%,400,2024-06-01,,3841,484,3841,384": "▼ B loses",
        "10%,20%,400,2024-06-01,,3841,384,3841,390": "– Not significant",
        "10%,20%,400,2024-06-01,2024-06-05,3840,384,3841,484": "▲ Sample too small",
        "10%,20%,400,2024-06-01,,5000,500,4600,600": "▼ Uneven split",
        "10%,20%,400,2024-06-01,,3840,384,3841,484": "○ Keep running",
        ",,400,2024-06-01,2024-06-05,1000,4,1000,40": "▲ Sample too small",
        ",,400,2024-06-01,,1000,100,1000,110": "○ Keep running",
        ",,400,2024-06-01,,1000,100,1000,160": "● B wins",
        "10%,20%,400,2024-06-30,,,,,": "○ Running",
        "10%,20%,400,2024-07-01,,,,,": "○ Planned",
        "10%,20%,400,,,,,,": "○ Planned",
    }
    lines = "\n".join(f"T{place},Idea,page,{line}" for place, line in enumerate(told))
    book = made(tmp_path, trials=lines)
    assert column(book, "results", "Verdict")[: len(told)] == [*told.values()]
    so_far = column(book, "results", "So far / needed")
    assert so_far[2:8] == [
        *("3,841 / 3,841", "3,840 / 3,841", "4,600 / 3,841", "3,840 / 3,841"),
        *("1,000 / ?", "1,000 / ?"),
    ]  # fmt: skip
    assert found_by(book, "Stopped before the sample was full") == 1
    assert found_by(book, "Groups of unequal size, the split is broken") == 1
    assert found_by(book, "Fewer than five conversions: the test does not hold") == 1
    assert found_by(book, "Begun without a sample size") == 3
    gains = [one for one in column(book, "results", "More orders a month") if one is not None]
    assert gains == [round((484 - 384) / 3841 * 400 * 30), 720]


def test_promotions_are_compared_by_profit_not_by_conversion(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        promos="Deep,discount,1000,200,100,40,55,0\nGift,gift,1000,100,100,,65,500\n"
        "Off,threshold,1000,90,100,10,55,900\nLoss,discount,1000,50,100,50,60,0",
    )
    rows = table_rows(book, "promos")
    assert [row["Per 1000 visitors"] for row in rows] == [1000, 3000, 2250, -500]
    assert [row["Comparison"] for row in rows] == [
        "▲ Converts best, earns less", "● Earns most", "Between", "▼ Loses money",
    ]  # fmt: skip
    assert named(book, "promo_best") == "Gift"
    assert found_by(book, "Promotion loses money") == 1


def test_an_hour_with_too_few_sent_shows_no_rate(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        push_log="2024-06-01,h_20,sms,1000,150,8\n2024-06-02,h_20,app,400,80,9\n2024-06-03,h_09,sms,499,99,99",
    )
    hours = {row["Hour"]: row for row in table_rows(book, "push_hours")}
    evening = hours["20h"]
    assert (evening["Text message"], evening["App push"]) == (0.008, None)
    assert evening["Order rate"] == pytest.approx(17 / 1400)
    assert hours["9h"]["Order rate"] is None
    assert named(book, "push_best") == "20h"
