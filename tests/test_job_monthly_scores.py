"""A job as teams have it: three people, scored by the month, read by month, quarter, half and year.

The scores are computed here once more, by hand: the metrics are few enough.
"""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from filled import Shown, column, error_values, found_by, named, shown, table_rows

pytestmark = pytest.mark.slow

PEOPLE = ("Ann", "Bob", "Cai")
ACTUALS = {
    # two metrics of 60 % and 40 %, each in proportion to its target of 100, at most 120 %
    ("Ann", "2024-05"): (95, 110),
    ("Bob", "2024-05"): (80, 90),
    ("Cai", "2024-05"): (130, 100),
    ("Ann", "2024-06"): (105, 100),
    ("Bob", "2024-06"): (100, 70),
    ("Cai", "2024-06"): (90, None),
}


def total(person: str, month: str) -> float:
    """Points over the weight that has points, out of 100."""
    scored = [
        (weight, min(actual / 100, 1.2))
        for weight, actual in zip((60, 40), ACTUALS[person, month], strict=True)
        if actual is not None
    ]
    points = sum(weight * rate for weight, rate in scored)
    return round(points / sum(weight for weight, _ in scored) * 100, 2)


def book(folder: Path, period: str, as_of: str, more: str = "", **values: str) -> Shown:
    rows = "".join(
        f"{person},{month},{metric},{weight}%,100,{actual or ''},Proportional,120%\n"
        for (person, month), actuals in ACTUALS.items()
        for metric, weight, actual in zip(("Sales", "Service"), (60, 40), actuals, strict=True)
    )
    scores, people = folder / "scores.csv", folder / "people.csv"
    scores.write_text(
        f"person,period,metric,weight,target,actual,method,cap\n{rows}{more}", "utf-8"
    )
    people.write_text("person,post\n" + "".join(f"{one},Seller\n" for one in PEOPLE), "utf-8")
    given = {"score_period": period, "as_of": as_of, "score_person": "Ann", **values}
    return shown(
        "performance-scoring", data={"scores": scores, "score_people": people}, values=given
    )


def ranking(found: Shown) -> dict[str, float]:
    return {
        row["Person"]: row["Total"] for row in table_rows(found, "score_ranking") if row["Person"]
    }


def of_quarter(found: Shown, quarter: int) -> dict[str, tuple[float, str]]:
    return {
        row["Person"]: (row[f"Q{quarter} points"], row[f"Q{quarter} grade"])
        for row in table_rows(found, "quarter_scores")
        if row["Person"]
    }


QUARTER = {one: round(fmean([total(one, "2024-05"), total(one, "2024-06")]), 2) for one in PEOPLE}


@pytest.mark.parametrize("as_of", ["2024-05-20", "2024-06-15", "2024-07-01"])
def test_months_make_the_quarter_at_any_date(tmp_path: Path, as_of: str) -> None:
    found = book(tmp_path, "2024Q2", as_of)
    assert ranking(found) == QUARTER
    assert named(found, "score_average") == pytest.approx(fmean(QUARTER.values()))
    assert named(found, "score_made_of") == "Shorter periods weighted by their months"
    over = as_of > "2024-06-30"
    grades = {one: grade for one, (_, grade) in of_quarter(found, 2).items()}
    assert of_quarter(found, 2)["Bob"][0] == QUARTER["Bob"]
    # Cai's June lacks an actual; the others are final once the quarter is over
    assert (grades["Bob"], grades["Cai"]) == (
        "Good" if over else "▲ Provisional",
        "▲ Provisional",
    )
    assert error_values(found) == []


def test_a_month_is_read_alone(tmp_path: Path) -> None:
    found = book(tmp_path, "2024-06", "2024-06-30")
    assert ranking(found) == {one: total(one, "2024-06") for one in PEOPLE}
    change = fmean(total(one, "2024-06") - total(one, "2024-05") for one in PEOPLE)
    assert named(found, "score_average_change") == pytest.approx(change, abs=0.011)
    assert named(found, "score_made_of") is None


@pytest.mark.parametrize("period", ["2024H1", "2024上半年", "2024", "2024年", "2024h1"])
def test_half_and_year_are_read_too(tmp_path: Path, period: str) -> None:
    found = book(tmp_path, period, "2024-12-31")
    assert ranking(found) == QUARTER
    assert {row["Year"] for row in table_rows(found, "quarter_scores") if row["Person"]} == set(
        QUARTER.values()
    )


def test_a_review_of_the_quarter_takes_the_place_of_its_months(tmp_path: Path) -> None:
    more = (
        "Ann,2024Q2,Sales,60%,100,50,Proportional,\nAnn,2024Q2,Service,40%,100,100,Proportional,\n"
    )
    found = book(tmp_path, "2024Q2", "2024-07-01", more)
    assert ranking(found)["Ann"] == 70
    assert ranking(found)["Bob"] == QUARTER["Bob"]
    assert found_by(found, "Rows that do not count beside a longer review of the person") == 4


def test_quarters_and_months_of_a_year_weigh_by_their_months(tmp_path: Path) -> None:
    more = "Bob,2024Q1,Sales,100%,100,100,Proportional,\n"
    found = book(tmp_path, "2024", "2024-12-31", more)
    months = [100, 100, 100, total("Bob", "2024-05"), total("Bob", "2024-06")]
    assert ranking(found)["Bob"] == round(fmean(months), 2)


def test_rows_of_a_longer_period_are_pointed_out(tmp_path: Path) -> None:
    more = "Bob,2024Q2,Sales,100%,100,100,Proportional,\n"
    found = book(tmp_path, "2024-06", "2024-06-30", more)
    assert found_by(found, "Rows of a longer period that do not count in the current one") == 1
    assert ranking(found)["Bob"] == total("Bob", "2024-06")


@pytest.mark.parametrize("period", ["2024Q5", "2024-13", "2024H3", "zzz", "24Q1", "2024-6.5", "Q2"])
def test_a_period_that_is_none_is_an_error_of_the_checks(tmp_path: Path, period: str) -> None:
    found = book(tmp_path, period, "2024-06-30")
    assert found_by(found, "The parameter Current period is no period") == 1
    assert error_values(found) == []


def test_a_period_with_nothing_in_it_is_pointed_out(tmp_path: Path) -> None:
    found = book(tmp_path, "2025Q1", "2025-01-10")
    assert found_by(found, "Nothing is scored in the current period") == 1
    assert error_values(found) == []


def test_the_scorecard_of_a_quarter_names_the_months(tmp_path: Path) -> None:
    found = book(tmp_path, "2024Q2", "2024-07-01")
    assert [one for one in column(found, "scorecard", "Metric") if one] == [
        "Sales · 2024-05",
        "Service · 2024-05",
        "Sales · 2024-06",
        "Service · 2024-06",
    ]
    assert (named(found, "total_weight"), named(found, "total_score")) == (1, QUARTER["Ann"])
    place = 1 + sum(score > QUARTER["Ann"] for score in QUARTER.values())
    assert named(found, "card_rank") == f"{place} / 3"


def test_the_inverse_method_means_less_is_better_where_no_sign_is_typed(tmp_path: Path) -> None:
    """A refund rate of 4 % against 5 % once scored 80 % of its weight, as sales would."""
    path = tmp_path / "scores.csv"
    rows = "person,period,metric,weight,target,actual,method,comparator\n"
    rows += "A,2026-04,Refunds,100%,5%,4%,inverse,\nB,2026-04,Refunds,100%,5%,4%,inverse,≤\n"
    path.write_text(rows + "C,2026-04,Sales,100%,500,400,proportional,\n", "utf-8")
    seen = shown("performance-scoring", locale="en", data={"scores": path})
    assert column(seen, "scores", "Points")[:3] == [120, 120, 80]
