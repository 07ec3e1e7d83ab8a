"""performance-scoring on the source documents' table T8."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from filled import column, named, open_values, table_rows
from libreoffice import differences, recalculate
from plansheets import build
from plansheets.blueprint.catalog import shipped

WORDS = {
    "zh-CN": ("得分", "考核等级", ["良好", "优秀", "优秀", "待改进"], "良好"),
    "en": ("Points", "Grade", ["Good", "Excellent", "Excellent", "To improve"], "Good"),
}
HEADER = "metric,weight,target,actual,unit,comparator,method,cap,floor,step,points,limit\n"


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_shows_the_documents_points_and_grades(locale: str, tmp_path: Path) -> None:
    points, grade, grades, total = WORDS[locale]
    book = open_values(build("performance-scoring", tmp_path / "p.xlsx", locale=locale).path)
    assert column(book, "scores", points) == [38, 32, 15, 10]
    assert column(book, "scores", grade) == grades
    assert named(book, "total_score") == 95
    assert named(book, "total_grade") == total
    assert named(book, "total_weight") == 1


def test_the_chinese_sample_is_table_t8_to_the_letter(tmp_path: Path) -> None:
    book = open_values(build("performance-scoring", tmp_path / "p.xlsx", locale="zh-CN").path)
    headers = ("考核维度", "考核指标", "权重", "目标值", "实际值", "得分", "考核等级")
    assert [tuple(row[header] for header in headers) for row in table_rows(book, "scores")] == [
        ("业绩达成", "GMV达成率", 0.4, 1, 0.95, 38, "良好"),
        ("运营效率", "活动ROI", 0.3, 3, 3.2, 32, "优秀"),
        ("团队管理", "团队成员流失率", 0.15, 0.05, 0.03, 15, "优秀"),
        ("创新能力", "新策略落地数量", 0.15, 2, 1, 10, "待改进"),
    ]


def test_the_fourth_row_by_tiers_gives_ten_points_too(tmp_path: Path) -> None:
    text = shipped()["performance-scoring"].read_text("utf-8")
    changed = re.sub(r"method: deduct, step: 1, points: 5, limit: 0", "method: tiers", text)
    assert changed != text
    path = tmp_path / "tiers.yaml"
    path.write_text(changed, "utf-8")
    book = open_values(build(path, tmp_path / "p.xlsx").path)
    assert column(book, "scores", "Points") == [38, 32, 15, 10]
    assert named(book, "total_score") == 95


CASES = [
    ("proportional", "A,40%,100%,95%,%,,Proportional,,,,,", 38),
    ("a cap of its own", "A,40%,100%,200%,%,,Proportional,150%,,,,", 60),
    ("the default cap", "A,40%,100%,200%,%,,Proportional,,,,,", 48),
    ("a floor", "A,40%,100%,10%,%,,Proportional,,50%,,,", 20),
    ("lower is better, linear", "A,15%,5%,6%,%,≤,Proportional,,,,,", 12),
    ("lower is better, inverse", "A,15%,5%,6%,%,≤,Inverse,,,,,", 12.5),
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
def test_every_method_scores_as_declared(tmp_path: Path) -> None:
    data = tmp_path / "scores.csv"
    rows = [line.replace("A,", f"M{number},", 1) for number, (_, line, _) in enumerate(CASES)]
    data.write_text(HEADER + "\n".join(rows), "utf-8")
    built = build("performance-scoring", tmp_path / "p.xlsx", data={"scores": data})
    found = column(open_values(built.path), "scores", "Points")
    assert {case[0]: points for case, points in zip(CASES, found, strict=True)} == {
        name: points for name, _, points in CASES
    }
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_missing_actuals_give_a_provisional_total(tmp_path: Path) -> None:
    data = tmp_path / "scores.csv"
    data.write_text(
        HEADER + "A,40%,100%,95%,%,,Proportional,,,,,\nB,60%,3,,,,Proportional,,,,,\n", "utf-8"
    )
    book = open_values(
        build("performance-scoring", tmp_path / "p.xlsx", data={"scores": data}).path
    )
    assert named(book, "total_score") == 38
    assert named(book, "provisional") == 95
    assert named(book, "total_grade") is None
    assert str(named(book, "checks_verdict")).startswith("▲")


def test_weights_that_miss_one_hundred_percent_are_an_error(tmp_path: Path) -> None:
    data = tmp_path / "scores.csv"
    data.write_text(HEADER + "A,40%,100%,95%,%,,Proportional,,,,,\n", "utf-8")
    book = open_values(
        build("performance-scoring", tmp_path / "p.xlsx", data={"scores": data}).path
    )
    assert str(named(book, "checks_verdict")).startswith("▼ Errors: 1")
