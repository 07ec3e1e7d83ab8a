"""content-plan: what is late, what creators and live shows bring, and what platforms spend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from filled import Shown, found_by, named, shown, table_rows
from plansheets.errors import DataError

POSTS = "date,platform,form,topic,author,state,views,interactions,orders,gmv,cost"
CREATORS = "creator,platform,fee,commission,contracted,signed_on,paid_on"
SHOWS = "date,platform,show,viewers,gmv,refund,cost"
DAY = date(2024, 6, 30)


def made(folder: Path, as_of: date = DAY, **tables: str) -> Shown:
    """The English workbook with those rows of posts, creators and live shows."""
    heads = {"posts": POSTS, "creators": CREATORS, "live_shows": SHOWS}
    data = {}
    for table, rows in tables.items():
        data[table] = folder / f"{table}.csv"
        data[table].write_text(f"{heads[table]}\n{rows}\n", "utf-8")
    return shown("content-plan", locale="en", as_of=as_of, data=data)


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("content-plan", locale="en")


@pytest.mark.parametrize(
    ("post", "alert"),
    [
        ("2024-06-29,douyin,short,A,,making", "▼ Late"),
        ("2024-06-30,douyin,short,A,,scheduled", "▲ Due soon"),
        ("2024-07-03,douyin,short,A,,idea", "▲ Due soon"),
        ("2024-07-04,douyin,short,A,,idea", "○ Planned"),
        ("2024-06-29,douyin,short,A,,posted", "▲ No figures"),
        ("2024-06-29,douyin,live,A,,posted", "● Published"),
        ("2024-06-29,douyin,short,A,,posted,10", "▲ No figures"),
        ("2024-06-29,douyin,short,A,,posted,10,,,0", "● Published"),
        ("2024-06-01,douyin,short,A,,dropped", None),
    ],
)
def test_a_post_is_late_the_day_after_it_should_be_out(
    post: str, alert: str | None, tmp_path: Path
) -> None:
    [row] = table_rows(made(tmp_path, posts=post), "posts")
    assert row["Alert"] == alert


def test_a_creator_is_judged_by_the_posts_on_that_platform(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        posts="2024-06-01,douyin,short,A,Ann,posted,100000,2000,50,6000,500\n"
        "2024-06-05,douyin,short,B,Ann,posted,50000,500,10,4000,\n"
        "2024-06-07,bilibili,short,C,Ann,posted,9000,90,1,900,\n"
        "2024-07-09,douyin,short,D,Ann,idea,,,,,",
        creators="Ann,douyin,2000,10%,2,2024-05-20,",
    )
    [row] = table_rows(book, "creators")
    assert (row["Published"], row["Views"], row["GMV"], row["Orders"]) == (2, 150_000, 10_000, 60)
    assert row["Cost"] == 3_000  # the fee, and 10% of what was sold
    assert row["CPM"] == pytest.approx(20)
    assert row["CPE"] == pytest.approx(1.2)
    assert row["ROI"] == pytest.approx(10 / 3)
    assert row["Break-even GMV"] == pytest.approx(2_000 / 0.3)  # 40% margin less 10%
    assert row["Verdict"] == "● Renew"
    assert found_by(book, "Author is not listed on that platform") == 1


@pytest.mark.parametrize(
    ("gmv", "agreed", "verdict"),
    [
        (0, 1, "▼ Stop"),
        (4_999, 1, "▼ Stop"),
        (4_999, 2, "▲ Watch"),
        (5_000, 1, "▲ Watch"),
        (5_999, 1, "▲ Watch"),
        (6_000, 1, "● Renew"),
    ],
)
def test_break_even_then_the_return_decide_whether_to_renew(
    gmv: int, agreed: int, verdict: str, tmp_path: Path
) -> None:
    book = made(
        tmp_path,
        posts=f"2024-06-01,douyin,short,A,Ann,posted,1000,10,1,{gmv},",
        creators=f"Ann,douyin,2000,0%,{agreed},2024-05-20,",
    )
    [row] = table_rows(book, "creators")
    assert (row["Break-even GMV"], row["Verdict"]) == (5_000, verdict)


def test_nothing_is_said_of_a_creator_without_figures(tmp_path: Path) -> None:
    book = made(tmp_path, creators="Ann,douyin,2000,0%,1,2024-05-20,")
    assert table_rows(book, "creators")[0]["Verdict"] == "○ Too early"


@pytest.mark.parametrize(
    ("as_of", "paid", "days", "found"),
    [
        (date(2024, 7, 1), "", 30, 0),
        (date(2024, 7, 2), "", 31, 1),
        (date(2024, 7, 2), "2024-06-20", None, 0),
    ],
)
def test_a_fee_is_overdue_30_days_after_the_last_post_agreed(
    as_of: date, paid: str, days: int | None, found: int, tmp_path: Path
) -> None:
    book = made(
        tmp_path,
        as_of,
        posts="2024-05-01,douyin,short,A,Ann,posted,10,1,1,9,\n2024-06-01,douyin,short,B,Ann,posted,10,1,1,9,",
        creators=f"Ann,douyin,2000,0%,2,2024-04-20,{paid}",
    )
    assert table_rows(book, "creators")[0]["Days unpaid"] == days
    assert found_by(book, "Creator’s fee overdue") == found


def test_a_creator_stands_once_on_each_platform(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="key 'Ann / douyin' stands in row 2 already"):
        made(tmp_path, creators="Ann,douyin,1,,1,2024-05-20,\nAnn,douyin,2,,1,2024-05-20,")
    once = made(tmp_path, creators="Ann,douyin,1,,1,2024-05-20,\nAnn,bilibili,2,,1,2024-05-20,")
    assert [row["Fee"] for row in table_rows(once, "creators")] == [1, 2]


def test_gmv_of_a_thousand_viewers_and_profit_of_a_show(tmp_path: Path) -> None:
    book = made(tmp_path, live_shows="2024-06-01,douyin,A,128000,326800,19600,62000")
    [row] = table_rows(book, "live_shows")
    assert row["Value of a viewer"] == pytest.approx(2.553125)
    assert row["GMV per 1000"] == pytest.approx(2553.125)
    assert row["Profit"] == pytest.approx((326_800 - 19_600) * 0.4 - 62_000)


def test_platforms_and_forms_add_up_to_the_same_gmv(sample: Shown) -> None:
    platforms = table_rows(sample, "content_platforms")
    forms = table_rows(sample, "content_forms")
    gmv = named(sample, "content_gmv")
    assert sum(row["GMV"] for row in platforms) == sum(row["GMV"] for row in forms) == gmv  # type: ignore[misc]
    assert [row["Budget of the year"] for row in platforms] == [
        660_000,
        65_000,
        99_000,
        50_000,
        29_000,
    ]
    assert sum(row["Spent"] for row in platforms) == named(sample, "content_used")  # type: ignore[misc]


def test_fees_boosts_shows_and_rewards_use_the_month_and_more_than_its_budget_is_found(
    sample: Shown,
) -> None:
    kuaishou = table_rows(sample, "content_platforms")[1]
    assert kuaishou["Spent"] == 2_600 + 2_000 + 15_000  # of a budget of 15,000 in June
    assert found_by(sample, "Months in which a platform is over budget") == 1


def test_the_front_page_says_what_to_post_next_and_what_sold_best(sample: Shown) -> None:
    first, second, *_ = table_rows(sample, "post_next")
    assert (first["Alert"], first["Topic"]) == ("▼ Late", "Nappy rash in summer")
    assert (second["Alert"], second["Status"]) == ("▲ Due soon", "Scheduled")
    assert table_rows(sample, "post_best")[0]["GMV"] == 111_440
