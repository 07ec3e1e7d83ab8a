"""service-quality: replies within their standards, complaints, overdue tickets and the roster."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows

DAY = date(2024, 6, 30)
TABLES = {
    "service_days": "day,agent,chats,first,mean,rated,satisfied,asked,bought,bad,followed",
    "service_weeks": "week,refund_rate,dsr",
    "tickets": "code,opened,reason,level,closed",
}


def made(folder: Path, values: dict[str, str] | None = None, **rows: str) -> Shown:
    """The English workbook with those rows, by table."""
    data = {}
    for table, lines in rows.items():
        data[table] = folder / f"{table}.csv"
        data[table].write_text(f"{TABLES[table]}\n{lines}\n", "utf-8")
    return shown("service-quality", locale="en", as_of=DAY, data=data, values=values or {})


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("service-quality", locale="en")


def test_the_standards_are_30_and_15_seconds(tmp_path: Path) -> None:
    told = {
        "30,15": "● Met",
        "31,15": "▼ Slow first reply",
        "31,16": "▼ Slow first reply",
        "30,16": "▲ Slow replies",
        ",15": None,
        "30,": None,
    }
    lines = "\n".join(f"2024-06-2{place},A,10,{line},,,,,," for place, line in enumerate(told))
    assert column(made(tmp_path, service_days=lines), "service_days", "Standard") == [
        *told.values()
    ]


def test_shares_and_means_are_weighted_by_chats(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        service_days="2024-06-24,A,300,20,10,100,96,50,20,2,1\n2024-06-30,B,100,60,30,100,84,50,10,1,1\n"
        "2024-06-23,A,100,20,10,10,9,5,1,,\n2024-06-18,B,100,60,30,10,7,5,1,,\n"
        "2024-07-01,A,999,99,99,,,,,9,",
    )
    assert named(book, "service_chats") == 400
    assert named(book, "service_within") == 0.75
    assert named(book, "service_first") == 30
    assert named(book, "service_mean") == 15
    assert named(book, "service_satisfaction") == 0.9
    assert (named(book, "bad_all"), named(book, "bad_open")) == (3, 1)
    assert named(book, "answer_in_time") == "▲ Nearly"  # 75% of a goal of 90%
    people = {row["Agent"]: row for row in table_rows(book, "agents")}
    assert (people["A"]["Satisfaction"], people["B"]["Conversion"]) == (0.96, 0.2)


def test_people_have_one_rank_of_speed_satisfaction_and_conversion(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        service_days="2024-06-30,A,100,10,10,100,80,100,10,,\n2024-06-30,B,100,20,10,100,90,100,30,,\n"
        "2024-06-30,C,100,30,10,100,95,100,20,,\n2024-06-30,D,100,5,10,,,,,,",
    )
    people = {row["Agent"]: row["Rank"] for row in table_rows(book, "agents") if row["Agent"]}
    # places A 2 3 3, B 3 2 1, C 4 1 2 weigh 30% 40% 30%: 2.7, 2.0, 2.2; D was never rated
    assert people == {"A": 3, "B": 1, "C": 2, "D": None}


def test_a_week_takes_up_its_seven_days(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        service_days="2024-06-17,A,10,20,10,4,3,,,,\n2024-06-23,A,30,40,10,4,4,,,,\n2024-06-24,A,5,5,5,,,,,,",
        service_weeks="2024-06-17,4%,4.8\n2024-06-25,4%,4.8",
    )
    week = table_rows(book, "service_weeks")[0]
    assert (week["Chats"], week["First reply (s)"], week["Within standard"]) == (40, 35, 0.25)
    assert week["Satisfaction"] == pytest.approx(7 / 8)
    assert found_by(book, "Week does not begin on a Monday") == 1


def test_a_ticket_is_due_by_its_level(tmp_path: Path) -> None:
    told = {  # urgent within a day, important two, normal four
        "2024-06-29,slow,urgent,": ("○ Open", None),
        "2024-06-28,slow,urgent,": ("▼ Overdue", 1),
        "2024-06-26,slow,normal,": ("○ Open", None),
        "2024-06-20,slow,important,2024-06-22": ("● Closed in time", None),
        "2024-06-20,slow,important,2024-06-25": ("▲ Closed late", 3),
    }
    lines = "\n".join(f"T{place},{line}" for place, line in enumerate(told))
    book = made(tmp_path, tickets=f"{lines}\nT9,2024-06-20,quality,urgent,2024-06-19")
    rows = table_rows(book, "tickets")
    assert [(row["State"], row["Days over"]) for row in rows[:5]] == [*told.values()]
    assert [row["Ticket"] for row in table_rows(book, "overdue_tickets") if row["Ticket"]] == ["T1"]
    assert found_by(book, "Closed before it was opened") == 1


def test_reasons_stand_by_number_with_their_running_share(sample: Shown) -> None:
    rows = table_rows(sample, "reason_order")
    counts = [row["Tickets"] for row in rows]
    assert counts == sorted(counts, reverse=True)  # type: ignore[type-var]
    assert sum(counts) == 16  # type: ignore[arg-type]
    assert rows[0]["Reason"] == named(sample, "main_reason") == "Slow delivery"
    assert rows[0]["Running share"] == rows[0]["Share"] == 6 / 16
    assert rows[-1]["Running share"] == pytest.approx(1)


def test_reasons_are_those_of_the_last_days_and_of_none_to_come(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text(
        "code,opened,reason,level\nT1,2024-05-31,Quality,Normal\nT2,2024-06-01,Slow refund,Normal\n"
        "T3,2024-06-30,Slow refund,Normal\nT4,2024-07-01,Quality,Normal\n",
        "utf-8",
    )
    book = shown(
        "service-quality", locale="en", as_of=date(2024, 6, 30),
        data={"tickets": tmp_path / "tickets.csv"},
    )  # fmt: skip
    counts = {row["Reason"]: row["Tickets"] for row in table_rows(book, "reasons")}
    assert (counts["Quality"], counts["Slow refund"]) == (0, 2)
    assert named(book, "reasons_period") == "2024-06-01–06-30"


def test_people_needed_follow_from_chats_length_and_occupancy(sample: Shown) -> None:
    for row in table_rows(sample, "staffing"):  # 8 minutes, five at once, 80% occupied
        assert row["Needed"] == -(-row["Chats"] * 8 // (30 * 5 * 0.8))  # type: ignore[operator]
        assert row["Gap"] == row["On the roster"] - row["Needed"]  # type: ignore[operator]
    assert named(sample, "staff_short") == 4
    alone = shown("service-quality", locale="en", values={"at_once": "1"})
    assert named(alone, "staff_most") == 21  # 62 × 8 ÷ (30 × 0.8) = 20.7
