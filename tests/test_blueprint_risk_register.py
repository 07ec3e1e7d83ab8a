"""risk-register: scores, alerts, the map, tolerance by category, and what happened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows

DAY = date(2024, 6, 30)
HEAD = (
    "code,risk,category,probability,impact,response,plan,owner,review,status,"
    "indicator,side,threshold,actual,unit"
)
CATEGORIES = [
    "Data accuracy", "Flexibility", "Teamwork", "Compliance",  # the source documents' four
    "Market", "Technology", "Supply chain", "Traffic cost",
]  # fmt: skip


def made(
    folder: Path, *risks: str, incidents: str = "", values: Mapping[str, str] | None = None
) -> Shown:
    """The English workbook with those rows of risks and incidents."""
    (folder / "risks.csv").write_text("\n".join((HEAD, *risks)), "utf-8")
    data = {"risks": folder / "risks.csv"}
    if incidents:
        (folder / "incidents.csv").write_text(f"day,code,lesson,closed_on\n{incidents}", "utf-8")
        data["incidents"] = folder / "incidents.csv"
    return shown("risk-register", locale="en", as_of=DAY, data=data, values=values or {})


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("risk-register", locale="en")


def test_every_category_of_the_source_documents_has_a_risk(sample: Shown) -> None:
    assert column(sample, "risk_categories", "Category") == CATEGORIES
    assert {row["Category"] for row in table_rows(sample, "risks")} == {*CATEGORIES}


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [(1, 1, "● Low"), (1, 5, "● Low"), (2, 4, "▲ Medium"), (2, 5, "▲ Medium"), (3, 5, "▼ High"),
     (5, 3, "▼ High"), (5, 5, "▼ High")],
)  # fmt: skip
def test_the_score_is_likelihood_times_impact(
    likelihood: int, impact: int, level: str, tmp_path: Path
) -> None:
    book = made(tmp_path, f"A,Fire,supply,{likelihood},{impact},,,,,open,,,,,")
    [row] = table_rows(book, "risks")
    assert (row["Score"], row["Level"]) == (likelihood * impact, level)


@pytest.mark.parametrize(
    ("side", "threshold", "actual", "state"),
    [("above", 5, 5.1, "▼ Triggered"), ("above", 5, 5, "● Quiet"), ("below", 7, 6, "▼ Triggered"),
     ("below", 7, 7, "● Quiet"), ("", 5, 6, "▼ Triggered"), ("above", 5, "", "○ No value"),
     ("above", "", 5, "○ No value"), ("above", 0, 0, "● Quiet")],
)  # fmt: skip
def test_an_alert_needs_a_value_beyond_its_threshold(
    side: str, threshold: object, actual: object, state: str, tmp_path: Path
) -> None:
    risk = f"A,Fire,supply,3,3,,,,,open,Smoke,{side},{threshold},{actual},times"
    [row] = table_rows(made(tmp_path, risk), "risks")
    assert row["Alert"] == state


def test_a_closed_risk_neither_alerts_nor_counts(tmp_path: Path) -> None:
    book = made(tmp_path, "A,Fire,supply,5,5,,,,2024-01-01,closed,Smoke,above,1,9,times")
    [row] = table_rows(book, "risks")
    assert (row["Level"], row["Alert"], row["Days left"]) == ("▼ High", None, None)
    for name in ("risk_open", "risk_red", "risk_hit", "risk_late", "risk_beyond"):
        assert named(book, name) == 0
    assert found_by(book, "High risk without a plan") == 0


def test_the_map_counts_every_open_risk_in_its_place(sample: Shown) -> None:
    rows = table_rows(sample, "risk_map")
    where = {
        (5 - place, impact): count
        for place, row in enumerate(rows)
        for impact, count in enumerate(list(row.values())[1:], 1)
    }
    open_ = [row for row in table_rows(sample, "risks") if row["Status"] == "Open"]
    expected = dict.fromkeys(where, 0)
    for row in open_:
        expected[row["Likelihood"], row["Impact"]] += 1  # type: ignore[index]
    assert where == expected
    assert sum(expected.values()) == named(sample, "risk_open") == 11


def test_a_category_is_held_to_the_worst_of_its_open_risks(sample: Shown) -> None:
    told = {
        row["Category"]: (row["Highest"], row["Tolerated"], row["Tolerance"])
        for row in table_rows(sample, "risk_categories")
    }
    assert told["Compliance"] == (15, 9, "▼ Beyond")
    assert told["Supply chain"] == (20, 15, "▼ Beyond")
    assert told["Data accuracy"] == (12, 12, "● Within")
    assert told["Market"] == (12, 12, "● Within")
    assert named(sample, "risk_beyond") == 3


def test_what_is_triggered_comes_first_then_what_is_overdue(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,High,supply,5,5,,P,O,2024-07-10,open,,,,,",
        "B,Late,supply,1,2,,P,O,2024-06-29,open,,,,,",
        "C,Hit,supply,1,1,,P,O,2024-07-10,open,Smoke,above,1,2,times",
        "D,Closed,supply,5,5,,P,O,2024-01-01,closed,Smoke,above,1,2,times",
    )
    assert [row["Risk"] for row in table_rows(book, "risk_urgent") if row["Risk"]] == [
        "Hit", "Late", "High",
    ]  # fmt: skip


def test_plans_are_ready_once_medium_and_high_risks_have_one_and_an_owner(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        "A,High,supply,5,5,,P,O,2024-07-10,open,,,,,",
        "B,Medium,supply,3,3,,P,,2024-07-10,open,,,,,",
        "C,High,supply,5,4,,,O,2024-09-10,open,,,,,",
        "D,Low,supply,1,1,,,,,open,,,,,",
    )
    assert named(book, "risk_ready") == pytest.approx(1 / 3)
    assert found_by(book, "High risk without a plan") == 1
    assert found_by(book, "Medium or high risk without an owner") == 1
    assert found_by(book, "High risk without a review soon") == 1


def test_what_happens_again_is_counted_up_to_its_day(sample: Shown, tmp_path: Path) -> None:
    assert column(sample, "incidents", "Occurrence") == [1, 1, 2]
    assert (named(sample, "incident_count"), named(sample, "incident_again")) == (3, 1)
    book = made(
        tmp_path,
        "A,Fire,supply,3,3,,,,,open,Smoke,above,1,2,times",
        incidents="2023-12-31,A,learned,2024-01-02\n2024-02-01,A,,2024-02-02\n2024-07-01,Z,,",
    )
    assert named(book, "incident_count") == 1
    assert found_by(book, "Incident closed, without its lesson") == 1
    assert found_by(book, "Incident of a risk that is not listed") == 1
    assert found_by(book, "Incident after the as-of day") == 1
    assert found_by(book, "Triggered, without an incident of late") == 1


@pytest.mark.parametrize(
    ("incident", "told"),
    [
        ("", 1), ("2024-05-30,A,x,2024-05-31", 1), ("2024-06-02,A,x,2024-06-03", 0),
        ("2023-05-30,A,,", 0), ("2024-06-02,B,x,", 1),
    ],
)  # fmt: skip
def test_an_incident_answers_an_alert_while_it_is_open_or_recent(
    incident: str, told: int, tmp_path: Path
) -> None:
    book = made(
        tmp_path,
        "A,Fire,supply,3,3,,,,,open,Smoke,above,1,2,times\nB,Flood,supply,3,3,,,,,open,,,,,",
        incidents=incident,
    )
    assert found_by(book, "Triggered, without an incident of late") == told


def test_owners_are_told_with_what_waits_for_them(sample: Shown) -> None:
    told = {row["Owner"]: row for row in table_rows(sample, "risk_owners") if row["Owner"]}
    marketing = told["Marketing manager"]
    assert [marketing[one] for one in ("Open", "High", "Triggered", "Reviews overdue")] == [1] * 4
    assert sum(row["Open"] for row in told.values()) == 11  # type: ignore[misc]


def test_trials_stay_within_their_part_of_marketing(sample: Shown) -> None:
    assert named(sample, "trial_share") == pytest.approx(260_000 / 2_992_000)
    assert found_by(sample, "Trials exceed their part of marketing") == 0
    over = shown("risk-register", locale="en", values={"trial_money": "300000"})
    assert found_by(over, "Trials exceed their part of marketing") == 1


def test_no_category_has_a_highest_score_before_a_risk_is_listed() -> None:
    blank = shown("risk-register", locale="en", blank=True)
    assert set(column(blank, "risk_categories", "Highest")) == {None}
