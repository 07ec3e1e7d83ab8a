"""performance-scoring on the source documents' table T8 and on the periods around it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from filled import Row, Shown, column, error_values, found_by, named, open_values, shown, table_rows
from libreoffice import differences, recalculate
from plansheets import build
from plansheets.blueprint.catalog import shipped

pytestmark = pytest.mark.slow

BLUEPRINT = "performance-scoring"
MANAGER = {"zh-CN": "运营经理*", "en": "Operations manager*"}
WORDS = {
    "zh-CN": ("得分", "考核等级", ["良好", "优秀", "优秀", "待改进"], "良好"),
    "en": ("Points", "Grade", ["Good", "Excellent", "Excellent", "To improve"], "Good"),
}
HEADER = "metric,weight,target,actual,unit,comparator,method,cap,floor,step,points,limit\n"
T8_HEADER = "考核维度,考核指标,权重,目标值,实际值\n"
T8 = (
    "业绩达成,GMV达成率,40%,100%,95%\n"
    "运营效率,活动ROI,30%,3:1,3.2:1\n"
    "团队管理,团队成员流失率,15%,≤5%,3%\n"
    "创新能力,新策略落地数量,15%,≥2个,1个\n"
)


def made(path: Path, **choices: object) -> Shown:
    return shown(BLUEPRINT, **choices)  # type: ignore[arg-type]


def scores_of(path: Path, csv: str, **choices: object) -> Shown:
    data = path / "scores.csv"
    data.write_text(csv, "utf-8")
    return made(path, data={"scores": data}, keep_samples=True, **choices)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The sample in English."""
    return made(tmp_path_factory.mktemp("sample"))


def row_of(book: Shown, table: str, person: str, header: str = "Person") -> Row:
    return next(row for row in table_rows(book, table) if row[header] == person)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_shows_the_documents_points_and_grades(locale: str, tmp_path: Path) -> None:
    points, grade, grades, total = WORDS[locale]
    book = made(tmp_path, locale=locale)
    assert column(book, "scores", points)[:4] == [38, 32, 15, 10]
    assert column(book, "scores", grade)[:4] == grades
    assert named(book, "total_score") == 95
    assert named(book, "total_grade") == total
    assert named(book, "total_weight") == 1


def test_the_chinese_sample_begins_with_table_t8_to_the_letter(tmp_path: Path) -> None:
    book = made(tmp_path, locale="zh-CN")
    headers = ("考核维度", "考核指标", "权重", "目标值", "实际值", "得分", "考核等级")
    rows = table_rows(book, "scores")[:4]
    assert [tuple(row[header] for header in headers) for row in rows] == [
        ("业绩达成", "GMV达成率", 0.4, 1, 0.95, 38, "良好"),
        ("运营效率", "活动ROI", 0.3, 3, 3.2, 32, "优秀"),
        ("团队管理", "团队成员流失率", 0.15, 0.05, 0.03, 15, "优秀"),
        ("创新能力", "新策略落地数量", 0.15, 2, 1, 10, "待改进"),
    ]
    assert {(row["被考核人"], row["周期"]) for row in rows} == {("运营经理*", "2024Q2")}


def test_t8_loads_by_its_own_header_into_a_blank_workbook(tmp_path: Path) -> None:
    book = scores_of(tmp_path, T8_HEADER + T8, locale="zh-CN", blank=True)
    assert column(book, "scores", "得分") == [38, 32, 15, 10]
    assert named(book, "total_score") == 95
    assert named(book, "total_grade") == "良好"
    assert table_rows(book, "score_reviews")[0]["综合得分"] == 95


def test_rows_without_a_name_belong_to_the_person_on_the_scorecard(tmp_path: Path) -> None:
    book = scores_of(tmp_path, T8_HEADER + T8, locale="zh-CN")
    first = table_rows(book, "score_reviews")[0]
    assert (first["被考核人"], first["周期"], first["综合得分"]) == ("运营经理*", "2024Q2", 95)


def test_the_fourth_row_by_tiers_gives_ten_points_too(tmp_path: Path) -> None:
    text = shipped()[BLUEPRINT].read_text("utf-8")
    changed = re.sub(r"method: deduct, step: 1, points: 5, limit: 0", "method: tiers", text)
    assert changed != text
    path = tmp_path / "tiers.yaml"
    path.write_text(changed, "utf-8")
    book = shown(path)
    assert column(book, "scores", "Points")[:4] == [38, 32, 15, 10]
    assert named(book, "total_score") == 95


CASES = [
    ("proportional", "A,40%,100%,95%,%,,Proportional,,,,,", 38),
    ("a cap of its own", "A,40%,100%,200%,%,,Proportional,150%,,,,", 60),
    ("the default cap", "A,40%,100%,200%,%,,Proportional,,,,,", 48),
    ("a floor", "A,40%,100%,10%,%,,Proportional,,50%,,,", 20),
    ("lower is better, linear", "A,15%,5%,6%,%,≤,Proportional,,,,,", 12),
    ("lower is better, inverse", "A,15%,5%,6%,%,≤,Inverse,,,,,", 12.5),
    ("exactly as planned is best", "A,20%,100,110,,=,Proportional,,,,,", 18),
    ("two decimals", "A,10%,3,1,,,Proportional,,,,,", 3.33),
    ("passed", "A,15%,2,2,,≥,Pass or fail,,,,,", 15),
    ("failed", "A,15%,2,1,,≥,Pass or fail,,,,,", 0),
    ("passed where less is better", "A,15%,5%,3%,%,≤,Pass or fail,,,,,", 15),
    ("a deduction by part of a step", "A,20%,3,2.65,,,Deduction,,,0.1,1,0", 16),
    ("a deduction no further than its limit", "A,15%,9,1,,,Deduction,,,1,5,3", 3),
    ("a bonus", "A,20%,100%,110%,%,,Bonus,,,5%,1,5", 22),
    ("a bonus up to its limit", "A,20%,100%,200%,%,,Bonus,,,5%,1,5", 25),
    ("judgement", "A,20%,,12.345,,,Judgement,,,,,", 12.35),
    ("no actual yet", "A,20%,3,,,,Proportional,,,,,", None),
]


@pytest.mark.libreoffice
def test_every_method_scores_as_the_row_declares(tmp_path: Path) -> None:
    data = tmp_path / "scores.csv"
    rows = [line.replace("A,", f"M{number},", 1) for number, (_, line, _) in enumerate(CASES)]
    data.write_text(HEADER + "\n".join(rows), "utf-8")
    built = build(BLUEPRINT, tmp_path / "p.xlsx", data={"scores": data})
    found = column(open_values(built.path), "scores", "Points")
    assert {case[0]: points for case, points in zip(CASES, found, strict=True)} == {
        name: points for name, _, points in CASES
    }
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_missing_actuals_give_a_provisional_total(tmp_path: Path) -> None:
    rows = "A,40%,100%,95%,%,,Proportional,,,,,\nB,60%,3,,,,Proportional,,,,,\n"
    book = scores_of(tmp_path, HEADER + rows)
    assert named(book, "total_score") == 38
    assert named(book, "provisional") == 95
    assert named(book, "total_grade") is None
    review = table_rows(book, "score_reviews")[0]
    assert (review["Total"], review["State"], review["Actuals missing"]) == (95, "▲ Provisional", 1)
    assert review["Total grade"] is None
    assert str(named(book, "checks_verdict")).startswith("▲")


def test_the_sample_has_somebody_whose_score_is_provisional(sample: Shown) -> None:
    review = row_of(sample, "score_reviews", "User operations")
    assert (review["State"], review["Weight scored"]) == ("▲ Provisional", 0.85)
    assert review["Total"] == round((35 + 27.6 + 15.75) / 0.85, 2)


def test_weights_that_miss_one_hundred_percent_are_an_error(tmp_path: Path) -> None:
    book = scores_of(tmp_path, HEADER + "A,40%,100%,95%,%,,Proportional,,,,,\n")
    assert str(named(book, "checks_verdict")).startswith("▼ Errors: 1")


def test_three_excellent_quarters_running_come_first_for_promotion(sample: Shown) -> None:
    runs = {
        row["Person"]: (row["Excellent running"], row["Promotion"])
        for row in table_rows(sample, "quarter_scores")
        if row["Person"]
    }
    assert runs == {
        "Operations manager*": (0, None),
        "Data analyst*": (3, "★ Promote first"),
        "Campaign planner*": (0, None),
        "User operations": (0, None),
        "Live streaming": (0, None),
    }
    assert named(sample, "score_promotions") == 1


def test_the_run_of_an_unfinished_quarter_is_that_of_the_quarter_before(tmp_path: Path) -> None:
    book = made(tmp_path, values={"score_period": "2024Q3"})
    analyst = row_of(book, "quarter_scores", "Data analyst*")
    assert (analyst["Excellent running"], analyst["Promotion"]) == (3, "★ Promote first")


def test_a_quarter_less_than_excellent_ends_the_run(tmp_path: Path) -> None:
    rows = "".join(
        f"Data analyst*,{period},A,100%,100,{actual},Proportional\n"
        for period, actual in [("2023Q3", 101), ("2023Q4", 99), ("2024Q1", 100), ("2024Q2", 105)]
    )
    book = scores_of(tmp_path, "person,period,metric,weight,target,actual,method\n" + rows)
    analyst = row_of(book, "quarter_scores", "Data analyst*")
    assert (analyst["Excellent running"], analyst["Promotion"]) == (2, None)


def test_the_quarter_summary_shows_points_and_grades_of_the_year(sample: Shown) -> None:
    row = row_of(sample, "quarter_scores", MANAGER["en"])
    assert [row[f"Q{quarter} points"] for quarter in (1, 2, 3, 4)] == [92.2, 95, None, None]
    assert [row[f"Q{quarter} grade"] for quarter in (1, 2, 3, 4)] == ["Good", "Good", None, None]
    assert (row["Year"], row["Trend"]) == (93.6, "▲ Up")


def test_the_scorecard_shows_the_chosen_person_and_period(tmp_path: Path) -> None:
    chosen = {"score_person": "Campaign planner*", "card_period": "2023Q4"}
    book = made(tmp_path, values=chosen)
    shown = [row["Metric"] for row in table_rows(book, "scorecard") if row["Metric"]]
    assert shown == [
        "Lead campaign ROI",
        "Milestones on time",
        "Campaign conversion",
        "Answered within 2 hours",
    ]
    assert (named(book, "total_score"), named(book, "card_rank")) == (104, "1 / 3")


def test_reviews_rank_people_within_the_period(sample: Shown) -> None:
    rows = [row for row in table_rows(sample, "score_reviews") if row["Period"] == "2024Q2"]
    assert [(row["Rank"], row["Person"], row["Total"]) for row in rows] == [
        (1, "Data analyst*", 106.26),
        (2, "Live streaming", 99.27),
        (3, "Operations manager*", 95),
        (4, "User operations", 92.18),
        (5, "Campaign planner*", 84.33),
    ]


def test_weak_points_lead_to_their_training_weakest_first(sample: Shown) -> None:
    rows = table_rows(sample, "weak_points")
    assert [(row["Metric"], row["Training"]) for row in rows if row["Metric"]] == [
        ("New strategies launched", "Innovation workshop"),
        ("Lead campaign ROI", "Coupons and points"),
        ("Campaign conversion", "A/B tests of pages"),
    ]


def test_an_adjustment_counts_and_needs_a_reason(tmp_path: Path) -> None:
    header = "metric,weight,target,actual,method,adjustment,reason\n"
    book = scores_of(tmp_path, header + "A,100%,100,90,Proportional,5,\n")
    assert named(book, "total_score") == 95
    assert found_by(book, "Adjustment without a reason") == 1


def test_the_board_gives_the_actual_of_the_current_period_where_none_is_typed(
    tmp_path: Path,
) -> None:
    header = "period,metric,weight,target,actual,board_value,method\n"
    rows = (
        "2024Q2,A,50%,100,,90,Proportional\n"
        "2024Q2,B,50%,100,80,90,Proportional\n"
        "2024Q1,C,100%,100,,90,Proportional\n"
    )
    book = scores_of(tmp_path, header + rows)
    assert column(book, "scores", "Points") == [45, 40, None]


def test_performance_pay_is_salary_times_share_times_coefficient(tmp_path: Path) -> None:
    row = row_of(made(tmp_path, values={"pay_on": "on"}), "score_pay", MANAGER["en"])
    assert (row["Coefficient"], row["Performance pay (CNY)"], row["Pay (CNY)"]) == (1, 6000, 15000)


def test_performance_pay_is_silent_while_it_is_off(tmp_path: Path) -> None:
    book = made(tmp_path, values={"pay_on": "off"})
    assert set(column(book, "score_pay", "Performance pay (CNY)")) == {None}
    assert set(column(book, "score_pay", "Fixed pay (CNY)")) == {None}


def test_okrs_are_no_part_of_the_score(tmp_path: Path) -> None:
    data = tmp_path / "okrs.csv"
    data.write_text("person,period,key_result,confidence,progress\nA,2024Q2,B,0.1,0%\n", "utf-8")
    book = made(tmp_path, data={"okrs": data}, keep_samples=True)
    assert (named(book, "okr_count"), named(book, "total_score")) == (1, 95)


FAULTY = """person,metric,weight,target,actual,method,cap
A,same,50%,1,1,Proportional,
A,same,50%,1,1,Proportional,
B,other,100%,1,1,Proportional,
B,weightless,0%,1,1,Proportional,
C,aimless,100%,,1,Proportional,
D,aimed at nothing,100%,0,1,Proportional,
E,stepless,100%,1,1,Deduction,
F,capped,100%,1,1,Proportional,90%
G,unruly,100%,1,1,,
H,untiered,100%,1,1,Tiers,
I,light,90%,1,1,Proportional,
"""
FAULTS = (
    "The same metric twice for a person and period",
    "Weight not above zero (bonus excepted)",
    "Target missing (judgement and tiers excepted)",
    "Proportional or inverse with a target of zero",
    "Deduction or bonus without a step, points or limit",
    "Cap below 100%",
    "Metric without a method",
    "No tier found for a tier metric",
    "Weights of a person and period do not add up to 100%",
)


def test_every_fault_of_a_scorecard_is_found_once(tmp_path: Path) -> None:
    book = scores_of(tmp_path, FAULTY)
    assert {message: found_by(book, message) for message in FAULTS} == dict.fromkeys(FAULTS, 1)
    assert found_by(book, "Person who is not on People reviewed") == 11


def test_tiers_and_grades_must_ascend_from_zero(tmp_path: Path) -> None:
    tiers, grades = tmp_path / "tiers.csv", tmp_path / "grades.csv"
    tiers.write_text("metric,bound,points\nA,0,0\nA,2,15\nA,1,10\nB,1,5\n", "utf-8")
    grades.write_text("bound,grade\n0%,C\n90%,B\n80%,A\n", "utf-8")
    book = made(tmp_path, data={"tiers": tiers, "grades": grades})
    assert found_by(book, "Tiers do not ascend from 0, or have no points") == 2
    assert found_by(book, "Grade bounds do not ascend from 0%") == 1


def test_a_period_that_is_none_leaves_the_change_blank(tmp_path: Path) -> None:
    book = made(tmp_path, values={"score_period": "zzz"})
    assert named(book, "score_period_no") is None
    assert error_values(book) == []


def test_the_front_page_of_a_first_review_asks_for_nothing_that_is_filled(tmp_path: Path) -> None:
    rows = "person,period,metric,weight,target,actual\nAnn,2026-03,Sales,100%,100,93\n"
    (tmp_path / "scores.csv").write_text(rows, "utf-8")
    (tmp_path / "people.csv").write_text("person,post\nAnn,Seller\n", "utf-8")
    data = {"scores": tmp_path / "scores.csv", "score_people": tmp_path / "people.csv"}
    book = made(tmp_path, data=data, values={"score_period": "2026-03"})
    assert line_of(book, "Average on the period before · 2026-03") == "No data yet"


def test_an_empty_review_says_what_to_fill_though_its_period_runs(tmp_path: Path) -> None:
    book = made(tmp_path, blank=True, as_of=date(2026, 4, 20))
    assert line_of(book, "Team average · 2026Q2") == "Fill in: Scores"
    assert line_of(book, "Weak points · 2026Q2") == "Fill in: Scores"


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("2031Q9", "Current period is no period"),
        ("2025Q3", "Nothing is scored in it; last scored 2024Q2"),
    ],
)
def test_a_period_without_reviews_is_told_on_the_front_page(
    period: str, says: str, tmp_path: Path
) -> None:
    book = made(tmp_path, values={"score_period": period})
    for card in ("First", "People reviewed", "Team average", "Average on the period before"):
        assert line_of(book, f"{card} · {period}") == says


def line_of(book: Shown, label: str) -> object:
    """The small line of the card with that label on the front page."""
    [(sheet, row, at)] = [
        key for key, value in book.cells.items() if value == label and key[0] == "Score dashboard"
    ]
    return book.cells[sheet, row + 2, at]


@pytest.mark.parametrize(
    ("further", "note"),
    [
        ("", "Nothing is scored in it; last scored 2025Q4"),
        ("A,2026Q1,GMV,100%,proportional,100,\n", "No points in it yet; last scored 2025Q4"),
        (
            "A,,GMV,100%,proportional,100,\n",
            "No points in it yet; last scored 2025Q4",
        ),  # blank is this one
        ("A,2026Q1,GMV,100%,proportional,100,90\n", "Not over yet, provisional"),
    ],
)
def test_a_period_without_points_points_to_the_last_one_with_some(
    further: str, note: str, tmp_path: Path
) -> None:
    """On 2 January all cards were empty, and the scores of December nowhere to be seen."""
    book = scores_of(
        tmp_path,
        "person,period,metric,weight,method,target,actual\n"
        "A,2025Q3,GMV,100%,proportional,100,95\nA,2025Q4,GMV,100%,proportional,100,80\n" + further,
        as_of=date(2026, 1, 2),
        values={"score_period": "2026Q1"},
        locale="en",
    )
    assert (named(book, "score_average") is None) == ("last scored" in note)
    assert note in book.cells.values()
