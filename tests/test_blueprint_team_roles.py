"""team-roles on the source documents' table T7: reporting lines, RACI, meetings, skills."""

from __future__ import annotations

from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows

HEADERS = ("岗位名称", "核心职责", "汇报对象", "协作部门")
T7 = [
    "运营总监 | 制定运营战略、审批运营方案、统筹资源分配、团队管理 | CEO | 市场、技术、财务、人力",
    (
        "运营经理 | 拆解运营目标、制定月度/季度计划、监控执行进度、跨部门协调 | 运营总监"
        " | 活动策划、用户运营、数据分析师"
    ),
    (
        "活动策划 | 活动方案设计、创意策划、物料准备、活动效果追踪 | 运营经理"
        " | 设计、技术、客服、仓储"
    ),
    (
        "数据分析师 | 数据监控与分析、出具数据报告、提出优化建议、支持决策 | 运营经理"
        " | 运营团队、市场部"
    ),
]
CYCLE = "Reporting line runs in a circle, or is more than eight levels deep"


def made(folder: Path, **tables: str) -> Shown:
    """The English workbook with those tables of CSV text, the others blank."""
    data = {}
    for name, text in tables.items():
        data[name] = folder / f"{name}.csv"
        data[name].write_text(text, "utf-8")
    return shown("team-roles", locale="en", data=data)


def roles(*lines: str) -> str:
    return "\n".join(("role,holder,backup,reports_to", *lines))


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("team-roles", locale="en")


def test_the_first_rows_are_those_of_the_source() -> None:
    rows = table_rows(shown("team-roles", locale="zh-CN"), "roles")
    assert [" | ".join(str(row[one]) for one in HEADERS) for row in rows[:4]] == T7
    assert [row["岗位名称"] for row in rows[4:]] == ["用户运营", "客服主管"]
    assert [row["层级"] for row in rows] == [1, 2, 3, 3, 3, 3]
    assert [row["直接下属"] for row in rows] == [1, 4, 0, 0, 0, 0]


def test_levels_follow_the_line_down_to_the_eighth(tmp_path: Path) -> None:
    lines = [f"P{number},x,y,{f'P{number - 1}' if number else 'CEO'}" for number in range(8)]
    book = made(tmp_path, roles=roles(*lines))
    assert column(book, "roles", "Level") == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found_by(book, CYCLE) == 0
    lines.append("P8,x,y,P7")
    book = made(tmp_path, roles=roles(*lines))
    assert column(book, "roles", "Level")[-1] is None
    assert found_by(book, CYCLE) == 1


def test_a_circle_and_whoever_hangs_on_it_are_found(tmp_path: Path) -> None:
    book = made(tmp_path, roles=roles("A,x,y,CEO", "B,x,y,C", "C,x,y,D", "D,x,y,B", "E,x,y,D"))
    assert column(book, "roles", "Level") == [1, None, None, None, None]
    assert found_by(book, CYCLE) == 4


def test_a_superior_is_listed_or_outside_the_team(tmp_path: Path) -> None:
    book = made(tmp_path, roles=roles("A,x,y,CEO", "B,x,y,A", "C,x,y,Nobody"))
    assert found_by(book, "Manager is not listed") == 1


def test_posts_without_a_holder_or_a_back_up_are_told(sample: Shown, tmp_path: Path) -> None:
    assert (named(sample, "role_vacant"), named(sample, "role_alone")) == (1, 1)
    book = made(tmp_path, roles=roles("A,x,y,CEO", "B,,y,A", "C,z,,A", "D,,,A", "E,q,q,A"))
    assert column(book, "roles", "Staffing") == [
        "● Backed up", "▼ Vacant", "▲ No back-up", "▼ Vacant", "● Backed up",
    ]  # fmt: skip
    assert found_by(book, "Back-up is the holder") == 1
    away = [row["Role"] for row in table_rows(book, "role_trouble") if row["Role"]]
    assert away == ["B", "D", "C"]


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [("A,R", "● Clear"), ("A/R,", "● Clear"), ("A,A", "▼ Several A"), ("A/R,A", "▼ Several A"),
     ("R,C", "▼ No A"), ("A,I", "▲ No R"), (",", "▼ No A")],
)  # fmt: skip
def test_one_answers_for_an_activity_and_at_least_one_does_it(
    parts: str, verdict: str, tmp_path: Path
) -> None:
    book = made(tmp_path, raci_matrix=f"activity,r_director,r_planner\nPlan,{parts}\n")
    [row] = table_rows(book, "raci_matrix")
    assert row["Verdict"] == verdict
    assert found_by(book, "Activity with more than one A") == (verdict == "▼ Several A")
    assert found_by(book, "Activity without an A") == (verdict == "▼ No A")


def test_posts_of_ones_own_need_columns_of_their_names(sample: Shown, tmp_path: Path) -> None:
    assert found_by(sample, "Column of RACI that is no listed role") == 0
    assert found_by(sample, "Roles of RACI and Meetings differ") == 0
    own = roles("Shop manager,x,y,CEO", "Head of operations,v,w,Shop manager")
    assert found_by(made(tmp_path, roles=own), "Column of RACI that is no listed role") == 5


def test_activities_are_counted_by_post(sample: Shown) -> None:
    told = {
        row["Role"]: (row["Accountable"], row["Responsible"]) for row in table_rows(sample, "roles")
    }
    assert told["Operations manager"] == (7, 2)
    assert told["Head of operations"] == (1, 0)
    assert told["Data analyst"] == (1, 4)
    assert sum(accountable for accountable, _ in told.values()) == 10  # type: ignore[misc]


def test_meetings_are_hours_a_month_by_post(sample: Shown) -> None:
    daily, weekly, monthly = 15 * 22 / 60, 120 * 52 / 12 / 60, 240 / 60
    told = {row["Role"]: row["Meetings (hours)"] for row in table_rows(sample, "roles")}
    assert told["Operations manager"] == pytest.approx(daily + weekly + monthly)
    assert told["Head of operations"] == pytest.approx(weekly + monthly)
    assert told["Service lead"] == pytest.approx(daily + weekly)
    assert named(sample, "meeting_total") == pytest.approx(5 * daily + 6 * weekly + 3 * monthly)


def test_a_skill_is_short_below_the_people_wanted(sample: Shown) -> None:
    told = {
        row["Skill"]: (row["Qualified"], row["Enough"]) for row in table_rows(sample, "skill_needs")
    }
    assert told == {
        "Data": (3, "● Enough"),
        "Marketing": (4, "● Enough"),
        "Supply chain": (2, "● Enough"),
        "Compliance": (1, "▼ Too few"),
    }
    gaps = {row["Person"]: row["Levels missing"] for row in table_rows(sample, "skill_matrix")}
    assert gaps["Chen Lan"] == 0
    assert gaps["Shen Zhou"] == 0 + 1 + 2 + 2


def test_the_hand_over_takes_two_days_instead_of_five(sample: Shown) -> None:
    assert named(sample, "handover_days") == 2
    assert named(sample, "handover_saved") == pytest.approx(-0.6)


def test_nobody_is_counted_against_a_need_before_anyone_is_rated() -> None:
    blank = shown("team-roles", locale="en", blank=True)
    assert set(column(blank, "skill_needs", "Qualified")) == {None}


def test_a_step_without_a_time_is_told_and_left_out_of_the_change(tmp_path: Path) -> None:
    """It had been counted as done at once: half as many days, and -70 % in place of -60 %."""
    book = made(tmp_path, handover="step,before,standard\nAsk,1,0.5\nReview,3,\nReply,1,0.5\n")
    assert named(book, "handover_saved") == pytest.approx(-0.5)
    assert found_by(book, "Handover step without its days") == 1


def test_skills_without_a_level_or_a_need_are_told(tmp_path: Path) -> None:
    matrix = "person,s_data,s_marketing,s_supply,s_compliance\nAnn,3,,0,2\nBo,1,1,1,1\n"
    book = made(tmp_path, skill_matrix=matrix)
    assert found_by(book, "Skill not rated") == 1
    book = made(tmp_path, skill_needs="skill,need,wanted\nData,3,2\nMarketing,2,\n")
    assert found_by(book, "Skill without its need") == 3
