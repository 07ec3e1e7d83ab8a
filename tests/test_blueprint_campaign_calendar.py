"""campaign-calendar: due dates counted back from the sale, the next campaign, clashes, months."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows
from plansheets import build

HEAD = "campaign,kind,start,days,warm_days,return_days,gmv_goal,budget,owner"
DAY = date(2024, 6, 30)


def made(folder: Path, *rows: str, head: str = HEAD, as_of: date = DAY, **values: object) -> Shown:
    """The English workbook with those campaigns."""
    (folder / "promotions.csv").write_text("\n".join((head, *rows, "")), "utf-8")
    return shown(
        "campaign-calendar",
        locale="en",
        as_of=as_of,
        data={"promotions": folder / "promotions.csv"},
        values=values,
    )


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("campaign-calendar", locale="en")


def due(book: Shown, campaign: str) -> dict[object, object]:
    """When each step of a campaign is due, by step."""
    return {
        row["Step"]: row["Due"].date()
        for row in table_rows(book, "lead_dates")
        if row["Campaign"] == campaign and isinstance(row["Due"], datetime)
    }


def test_double_11_is_prepared_a_month_two_weeks_and_five_workdays_ahead(sample: Shown) -> None:
    assert due(sample, "Double 11") == {
        "Plan and products": date(2024, 8, 1),
        "Platform placements": date(2024, 10, 1),
        "Warm-up begins": date(2024, 10, 1),
        "Listing review": date(2024, 10, 18),
        "Stock in warehouse": date(2024, 10, 22),
        "Service training": date(2024, 10, 25),
        "Brief to tech": date(2024, 10, 25),
    }


@pytest.mark.parametrize(
    ("sale", "brief"),
    [
        (date(2024, 11, 11), date(2024, 11, 4)),
        # over the National Day holidays, with Sunday 29 September worked in exchange
        (date(2024, 10, 10), date(2024, 9, 27)),
        # a first day that is a make-up day, and one that is a holiday
        (date(2024, 10, 12), date(2024, 9, 30)),
        (date(2024, 10, 1), date(2024, 9, 25)),
        (date(2024, 1, 5), date(2023, 12, 28)),
    ],
)
def test_five_workdays_know_holidays_and_make_up_days(
    sale: date, brief: date, tmp_path: Path
) -> None:
    book = made(tmp_path, f"A,category,{sale},3,,,100,10,Ann")
    assert due(book, "A")["Brief to tech"] == brief


def test_members_days_and_categories_need_fewer_steps(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "M,members,2024-08-26,1,,,100,10,Ann",
        "C,category,2024-09-09,3,,,100,10,Ann",
        "P,platform,2024-09-20,3,,,100,10,Ann",
    )
    assert set(due(book, "M")) == {"Listing review", "Brief to tech"}
    assert set(due(book, "C")) == {"Listing review", "Stock in warehouse", "Brief to tech"}
    assert len(due(book, "P")) == 6  # warming up early is for Double 11 alone


@pytest.mark.parametrize(
    ("mark", "as_of", "state", "late"),
    [
        ("", date(2024, 8, 11), "○ Open", 0),
        ("", date(2024, 8, 12), "▲ Due soon", 0),
        ("", date(2024, 8, 26), "▲ Due soon", 0),
        ("", date(2024, 8, 27), "▼ Overdue", 1),
        ("done", date(2024, 8, 27), "● Done", 0),
        ("spared", date(2024, 8, 27), None, 0),
        ("", date(2024, 9, 13), None, 0),
    ],
)
def test_a_step_is_late_once_its_day_is_past_and_nobody_ticked_it(
    mark: str, as_of: date, state: str | None, late: int, tmp_path: Path
) -> None:
    book = made(
        tmp_path,
        f"C,category,2024-09-09,3,{mark}",
        head="campaign,kind,start,days,d_listing",
        as_of=as_of,
    )
    [row] = [
        one
        for one in table_rows(book, "lead_dates")
        if (one["Campaign"], one["Step"]) == ("C", "Listing review")
    ]
    assert row["Status"] == state
    listing = next(one for one in table_rows(book, "lead_times") if one["Step"] == "Listing review")
    assert listing["Overdue"] == late


@pytest.mark.parametrize(
    ("as_of", "phase", "to_go"),
    [
        (date(2024, 8, 31), "○ Ahead", 9),
        (date(2024, 9, 4), "▲ Warming up", 5),
        (date(2024, 9, 9), "● On sale", 0),
        (date(2024, 9, 11), "● On sale", None),
        (date(2024, 9, 13), "● Encore", None),
        (date(2024, 9, 14), "○ Over", None),
    ],
)
def test_a_campaign_passes_from_warm_up_to_encore(
    as_of: date, phase: str, to_go: int | None, tmp_path: Path
) -> None:
    book = made(tmp_path, "C,category,2024-09-09,3,5,2,100,10,Ann", as_of=as_of)
    [row] = table_rows(book, "promotions")
    assert (row["Phase"], row["Days to go"]) == (phase, to_go)


def test_the_front_page_names_the_next_campaign_and_what_is_late(sample: Shown) -> None:
    assert named(sample, "calendar_next") == "Summer"
    assert named(sample, "calendar_next_in") == 12
    assert named(sample, "calendar_next_late") == 1
    first = table_rows(sample, "lead_first")[0]
    assert (first["Campaign"], first["Step"], first["Days left"]) == (
        "Summer",
        "Listing review",
        -2,
    )


def test_campaigns_on_sale_on_the_same_day_clash(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,platform,2024-09-05,5,,,100,10,Ann",
        "B,category,2024-09-09,3,,,100,10,Ann",
        "C,category,2024-09-12,1,,,100,10,Ann",
    )
    rows = table_rows(book, "promotions")
    assert [(row["Clashes"], row["Clashes with"]) for row in rows] == [
        (1, "B"),
        (1, "A"),
        (0, None),
    ]
    assert found_by(book, "Campaigns on sale on the same days") == 2
    september = table_rows(book, "promotion_months")[8]
    assert (september["Most at once"], september["Promotion days"]) == (2, 8)


def test_months_and_kinds_add_up_to_the_year(sample: Shown) -> None:
    months, kinds = (table_rows(sample, name) for name in ("promotion_months", "promotion_kinds"))
    for rows in (months, kinds):
        assert sum(row["GMV goal"] for row in rows) == named(sample, "calendar_gmv") == 22_970_000  # type: ignore[misc]
        assert sum(row["Budget"] for row in rows) == named(sample, "calendar_budget") == 3_250_000  # type: ignore[misc]
        assert sum(row["Campaigns"] for row in rows) == named(sample, "calendar_count") == 23  # type: ignore[misc]
    june = months[5]
    assert (june["Main campaign"], june["Promotion days"], june["Cost ratio"]) == (
        "618",
        18,  # the members' day of 26 June is left out
        pytest.approx(1_005_000 / 8_060_000),
    )


def test_a_campaign_of_another_year_is_pointed_out(tmp_path: Path) -> None:
    book = made(tmp_path, "A,platform,2025-01-05,5,,,100,10,Ann")
    assert found_by(book, "Campaign outside the year") == 1
    assert named(book, "calendar_gmv") is None
    book = made(tmp_path, "A,platform,2025-01-05,5,,,100,10,Ann", plan_year="2025")
    assert found_by(book, "Campaign outside the year") == 0
    assert named(book, "calendar_gmv") == 100


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_calendar_is_the_list_of_the_campaign_plan(language: str, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.xlsx"
    build("campaign-calendar", calendar, locale=language)  # type: ignore[arg-type]
    book = shown("activity-progress", data={"campaigns": f"{calendar}#promotions"}, as_of=DAY)
    rows = {row["Campaign"]: row for row in table_rows(book, "campaigns") if row["Campaign"]}
    assert len(rows) == 23
    double_11 = rows["双11" if language == "zh-CN" else "Double 11"]
    days = ("Warm-up from", "Sale starts", "Sale to", "Encore to")
    assert [double_11[day].date() for day in days] == [  # type: ignore[attr-defined]
        date(2024, 9, 17),
        date(2024, 11, 1),
        date(2024, 11, 11),
        date(2024, 11, 14),
    ]
    assert (double_11["Kind"], double_11["GMV goal"], double_11["Budget"]) == (
        "Platform sale",
        5_000_000,
        700_000,
    )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_months_of_the_calendar_give_the_weights_of_the_targets(
    language: str, tmp_path: Path
) -> None:
    calendar = tmp_path / "calendar.xlsx"
    build("campaign-calendar", calendar, locale=language)  # type: ignore[arg-type]
    source = f"{calendar}#promotion_months"
    book = shown("target-breakdown", data={"weights[uplift=2]": source}, values={"year": "2024"})
    days = column(book, "weights", "Promotion days")
    assert days[10:] == [11, 3]
    assert column(book, "weights", "Model weight")[10:] == [30 + 11, 31 + 3]
    assert column(book, "weights", "Promotion")[10] in {"双11", "Double 11"}
    assert found_by(book, "Promotion days without an uplift") == 0
    plain = shown("target-breakdown", data={"weights": source}, values={"year": "2024"})
    assert found_by(plain, "Promotion days without an uplift") == sum(1 for one in days if one)
