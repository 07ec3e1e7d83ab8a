"""activity-progress on the source documents' table T5."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from filled import Row, Shown, column, found_by, named, open_values, shown, table_rows
from libreoffice import differences, recalculate
from plansheets import build

pytestmark = pytest.mark.slow

T5 = [
    (
        "策划阶段",
        "活动方案确定",
        "方案通过运营总监*审批",
        "活动策划*",
        "2024-05-01",
        "2024-05-10",
        "包含预算、风险预案",
    ),
    (
        "准备阶段",
        "页面上线、物料设计、库存备货",
        "活动页测试通过,库存≥1.5倍销量",
        "技术、设计、仓储*",
        "2024-05-11",
        "2024-05-25",
        "需客服团队提前培训活动规则",
    ),
    (
        "执行阶段",
        "活动上线、实时监控、问题处理",
        "每日数据同步,异常2小时内响应",
        "运营专员、客服",
        "2024-05-26",
        "2024-06-18",
        "重点监控秒杀时段服务器稳定性",
    ),
    (
        "复盘阶段",
        "数据分析、报告撰写、经验总结",
        "复盘报告提交管理层",
        "运营总监*",
        "2024-06-19",
        "2024-06-30",
        "形成《618活动总结手册》",
    ),
]
HEADERS = ("活动阶段", "关键任务", "完成标准", "负责人", "开始时间", "结束时间", "备注")
COMPUTED = {
    "zh-CN": ("工期(天)", "工作日", "计划进度", "进度偏差", "状态"),
    "en": ("Days", "Working days", "Planned", "Gap", "Status"),
}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


def t5(folder: Path) -> Path:
    """Table T5 as it stands in the source: no campaign, no share done."""
    lines = [",".join(HEADERS), *(",".join(f'"{word}"' for word in row) for row in T5)]
    return written(folder, "t5", "\n".join(lines) + "\n")


def weekends_alone(folder: Path) -> dict[str, Path]:
    """A calendar without the holidays of 2024, as the source documents count."""
    made = {}
    for table, day in (("holidays", "2000-01-01"), ("make_up_days", "2000-01-02")):
        made[table] = folder / f"{table}.csv"
        made[table].write_text(f"date,name\n{day},long ago\n", "utf-8")
    return made


def test_holidays_of_23_years_come_with_a_blank_workbook() -> None:
    book = shown("activity-progress", blank=True)
    days = [day for day in column(book, "holidays", "Date") if isinstance(day, datetime.datetime)]
    assert (len(days), days[0].year, days[-1].year) == (621, 2026, 2004)
    worked = [day for day in column(book, "make_up_days", "Date") if day]
    assert len(worked) == 150
    assert {day.weekday() for day in worked if isinstance(day, datetime.datetime)} == {5, 6}


def test_a_task_in_a_year_without_holidays_is_pointed_out(tmp_path: Path) -> None:
    plan = t5(tmp_path)
    plan.write_text(plan.read_text("utf-8").replace("2024", "2031"), "utf-8")
    book = shown("activity-progress", data={"tasks": plan}, as_of=datetime.date(2031, 1, 1))
    assert found_by(book, "No holidays yet for a year with tasks") == 1


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_table_t5_takes_the_days_and_working_days_of_the_source(
    locale: str, tmp_path: Path
) -> None:
    book = shown(
        "activity-progress",
        locale=locale,
        blank=True,
        data={"tasks": t5(tmp_path), **weekends_alone(tmp_path)},
        values={"as_of": "2024-06-01"},
    )
    days, workdays, planned = (column(book, "tasks", header) for header in COMPUTED[locale][:3])
    assert days == [10, 15, 24, 12]
    assert workdays == [8, 10, 17, 8]
    assert planned == [1, 1, pytest.approx(7 / 24), 0]
    assert named(book, "total_days") == 61
    assert named(book, "planned_total") == pytest.approx(32 / 61)


def test_progress_may_count_working_days(tmp_path: Path) -> None:
    planned = column(
        shown(
            "activity-progress",
            blank=True,
            data={"tasks": t5(tmp_path), **weekends_alone(tmp_path)},
            values={"as_of": "2024-06-01", "day_mode": "workdays"},
        ),
        "tasks",
        "Planned",
    )
    assert planned == [1, 1, pytest.approx(5 / 17), 0]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_takes_the_official_calendar_of_2024(locale: str) -> None:
    book = shown("activity-progress", locale=locale)
    assert column(book, "tasks", COMPUTED[locale][0])[:4] == [10, 15, 24, 12]
    assert column(book, "tasks", COMPUTED[locale][1])[:4] == [5, 11, 16, 8]


def test_the_chinese_sample_begins_with_table_t5_to_the_letter() -> None:
    book = shown("activity-progress", locale="zh-CN")
    rows = [tuple(row[header] for header in HEADERS) for row in table_rows(book, "tasks")]
    as_dates = datetime.datetime.fromisoformat
    assert rows[:4] == [(*row[:4], as_dates(row[4]), as_dates(row[5]), row[6]) for row in T5]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_shares_done_that_no_document_states_are_marked_as_samples(locale: str) -> None:
    sample = shown("activity-progress", locale=locale)
    assert (
        str(named(sample, "source_shown"))
        == {
            "zh-CN": "▲ 示例数据",
            "en": "▲ Sample figures",
        }[locale]
    )
    assert named(shown("activity-progress", locale=locale, blank=True), "source_shown") in (
        None,
        "",
    )


@pytest.mark.parametrize(
    ("day", "passed"), [("2024-05-20", 20), ("2024-06-01", 32), ("2024-06-18", 49)]
)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_planned_progress_is_the_time_passed_weighted_by_duration(
    day: str, passed: int, locale: str, tmp_path: Path
) -> None:
    as_of = datetime.date.fromisoformat(day)
    assert named(
        shown("activity-progress", locale=locale, as_of=as_of, data={"tasks": t5(tmp_path)}),
        "planned_total",
    ) == pytest.approx(passed / 61, abs=1e-15)


def test_a_blank_reporting_date_is_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.datetime(2024, 5, 20, 9, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(today.timestamp())))
    book = shown("activity-progress", blank=True, data={"tasks": t5(tmp_path)})
    assert named(book, "as_of") == datetime.datetime(2024, 5, 20)  # noqa: DTZ001
    assert named(book, "planned_total") == pytest.approx(20 / 61)
    assert named(book, "done_total") in (None, "")


def test_holidays_come_in_as_people_write_them(tmp_path: Path) -> None:
    holidays = written(
        tmp_path,
        "holidays",
        "日期,名称\n2024-05-01,劳动节\n2024-05-02,劳动节\n2024-05-03,劳动节\n"
        "2024/5/4,劳动节\n2024年5月5日,劳动节\n2024-06-10,端午节\n",
    )
    make_up = written(tmp_path, "make_up_days", "日期,名称\n2024-05-11,劳动节调休\n")
    book = shown(
        "activity-progress",
        locale="zh-CN",
        blank=True,
        data={"holidays": holidays, "make_up_days": make_up, "tasks": t5(tmp_path)},
    )
    assert column(book, "tasks", "工作日") == [5, 11, 16, 8]
    assert column(book, "holidays", "星期")[:4] == ["周三", "周四", "周五", "周六"]
    assert column(book, "make_up_days", "计入") == ["● 计入"]


@cache
def sample_book(**values: str) -> Shown:
    """The English sample, with some parameters set."""
    return shown("activity-progress", locale="en", values=values)


def sample_rows(table: str, key: str, **values: str) -> dict[str, Row]:
    """Rows of the English sample by one of their columns."""
    return {str(row[key]): row for row in table_rows(sample_book(**values), table)}


def test_tasks_without_a_start_are_scheduled_from_the_campaigns_days() -> None:
    rows = sample_rows("tasks", "Key task")
    # the sale begins on Friday 12 July, warm-up on the 5th, and the sale ends on the 18th
    assert [
        (rows[task]["Planned start"], rows[task]["Planned end"])
        for task in ("Service team trained", "Tests and load tests", "Warm-up", "Review")
    ] == [
        (day(2024, 7, 2), day(2024, 7, 3)),
        (day(2024, 7, 7), day(2024, 7, 9)),
        (day(2024, 7, 5), day(2024, 7, 11)),
        (day(2024, 7, 22), day(2024, 7, 26)),
    ]


def day(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def test_what_is_late_is_forecast_at_the_pace_so_far() -> None:
    rows = sample_rows("tasks", "Key task")
    pages = rows["Pages and materials"]
    assert pages["SPI"] == pytest.approx(0.7 / (14 / 15))
    assert pages["Forecast end"] == day(2024, 7, 6)
    assert pages["Delay"] == 5
    stock = rows["Range chosen and stocked"]
    assert (stock["Status"], stock["Alert"], stock["Days left"]) == (
        "▼ Overdue",
        "▼ Past due",
        -4,
    )
    assert stock["Forecast end"] == day(2024, 6, 30)


def test_an_actual_end_counts_as_done_from_that_day_on() -> None:
    before = sample_rows("tasks", "Key task", as_of="2024-05-20")
    assert before["Campaign plan settled"]["Progress"] == 1
    assert before["Pages live, materials designed, stock ready"]["Progress"] is None


def test_campaigns_gather_their_tasks_their_reserve_and_their_return() -> None:
    rows = sample_rows("campaigns", "Campaign")
    sale = rows["618"]
    assert [rows[name]["ROI"] for name in ("New Year", "Women’s Day", "618")] == [
        pytest.approx(4.2),
        pytest.approx(6.2),
        pytest.approx(2.2),
    ]
    # 15 % of 10 + 15 days, up to whole days
    assert (sale["Reserve days"], sale["Ready by"]) == (4, day(2024, 5, 28))
    summer = rows["Summer"]
    assert summer["Planned"] == pytest.approx((4 + 1 + 12 + 14) / 59)
    assert summer["Progress"] == pytest.approx((4 + 1 + 12 * 0.8 + 15 * 0.7) / 59)
    assert (summer["Days to go"], summer["Readiness"]) == (12, "2 / 7")
    assert (summer["Reserve"], summer["Health"]) == ("▲ Reserve used", "▼ Late")


def test_the_return_over_all_campaigns_is_that_of_the_scorecard() -> None:
    book = sample_book()
    assert named(book, "act_roi_avg") == pytest.approx(3.2)


def test_readiness_counts_back_from_the_first_day_of_the_sale() -> None:
    rows = sample_rows("readiness", "Item")
    assert {item: row["Due"] for item, row in rows.items()} == {
        "Platform placements applied for": day(2024, 6, 12),  # a month ahead
        "Listings approved": day(2024, 6, 28),  # 14 days
        "Compliance cleared": day(2024, 6, 28),
        "Stock in place": day(2024, 7, 2),
        "Brief handed to tech": day(2024, 7, 5),  # 5 working days
        "Server plan": day(2024, 7, 5),
        "Service team trained": day(2024, 7, 5),
    }
    assert rows["Stock in place"]["Status"] == "▼ Stock short"
    enough = sample_rows("readiness", "Item", stock_short="0")
    assert enough["Stock in place"]["Status"] == "▲ Due soon"


def test_the_review_compares_the_campaign_in_focus_with_its_goals() -> None:
    rows = sample_rows("review_card", "Metric")
    assert {metric: row["Deviation rate"] for metric, row in rows.items()} == {
        "Impressions": pytest.approx(-0.525),
        "Clicks": pytest.approx(-0.62),
        "Click-through rate": pytest.approx(-0.2),
        "Conversion rate": pytest.approx(-0.375),
        "GMV": pytest.approx(-0.7525),
        "New customers": pytest.approx(3050 / 12000 - 1),
        "Gross margin": pytest.approx(0.295 / 0.32 - 1),
        "Cost (budget)": pytest.approx(-0.1),
        "ROI": pytest.approx(-0.725),
    }
    assert rows["Cost (budget)"]["Verdict"] == "● Met"
    summer = sample_rows("review_card", "Metric", campaign="Summer")
    assert summer["GMV"]["Goal"] == 1_000_000
    assert {row["Actual"] for row in summer.values()} == {None}


def test_the_gantt_shows_open_campaigns_or_the_one_that_is_chosen() -> None:
    shown = sample_rows("task_gantt", "Campaign")
    assert set(shown) == {"Summer", "None"}
    chosen = sample_rows("task_gantt", "Campaign", gantt_campaign="618")
    assert set(chosen) == {"618", "None"}


def test_one_task_may_stand_in_two_campaigns(tmp_path: Path) -> None:
    tasks = written(
        tmp_path,
        "tasks",
        "campaign,stage,task,start,end,owner,criterion,predecessor\n"
        "618,Planning,Plan,2024-05-01,2024-05-10,x,y,\n"
        "Summer,Planning,Plan,2024-06-01,2024-06-10,x,y,\n"
        "Summer,Planning,Then,2024-06-09,2024-06-12,x,y,Plan\n"
        "618,Planning,Then,2024-05-12,2024-05-13,x,y,Plan\n"
        ",Planning,Lost,2024-05-12,2024-05-13,x,y,Nothing\n"
        "Elsewhere,Planning,Stray,2024-05-12,2024-05-13,x,y,\n",
    )
    book = shown("activity-progress", data={"tasks": tasks}, keep_samples=True)
    assert column(book, "tasks", "Days between") == [None, None, -2, 1, None, None]
    assert found_by(book, "Begins before the task it follows ends") == 1
    assert found_by(book, "Unknown task to follow") == 1
    assert found_by(book, "Task of an unknown campaign") == 1
    assert found_by(book, "Tasks: Task of a campaign is not unique") == 0


@pytest.mark.parametrize(("done", "unsure"), [("50%", True), ("10%", False)])
def test_tasks_that_nobody_reported_turn_no_light_red(
    done: str, unsure: bool, tmp_path: Path
) -> None:
    """A blank share done counts as 0: the index may be low for that alone, and the card says so."""
    lines = "stage,task,start,end,done,owner,criterion\n"
    lines += f"Execution,a,2024-06-01,2024-06-10,{done},x,y\n"
    lines += "Execution,b,2024-06-01,2024-06-10,,x,y\n"
    book = shown(
        "activity-progress",
        locale="en",
        data={"tasks": written(tmp_path, "tasks", lines)},
        values={"as_of": "2024-06-05"},
    )
    share = float(done.rstrip("%")) / 100
    assert named(book, "spi") == pytest.approx(share / 2 / 0.5)
    assert named(book, "spi_reported") == pytest.approx(share / 0.5)
    assert named(book, "spi_unsure") is unsure
    assert sum("not reported: 1" in str(value) for value in book.cells.values()) == 2


@pytest.mark.libreoffice
def test_every_status_has_its_case(tmp_path: Path) -> None:
    tasks = written(
        tmp_path,
        "tasks",
        "stage,task,start,end,done,owner,criterion\n"
        "Planning,finished early,2024-06-01,2024-06-30,100%,x,y\n"
        "Planning,past its end,2024-05-01,2024-05-31,99%,x,y\n"
        "Planning,past its end unreported,2024-05-01,2024-05-31,,x,y\n"
        "Execution,too far behind,2024-06-01,2024-06-10,39%,x,y\n"
        "Execution,just allowed,2024-06-01,2024-06-10,40%,x,y\n"
        "Execution,ahead of its start,2024-06-09,2024-06-10,5%,x,y\n"
        "Review,not begun,2024-06-06,2024-06-10,,x,y\n"
        "Review,no dates,,,,x,y\n",
    )
    built = build(
        "activity-progress",
        tmp_path / "a.xlsx",
        data={"tasks": tasks},
        values={"as_of": "2024-06-05"},
    )
    book = open_values(built.path)
    assert column(book, "tasks", "Status") == [
        "● Done",
        "▼ Overdue",
        "▼ Overdue",
        "▲ Behind",
        "▶ Running",
        "▶ Running",
        "○ Not started",
        None,
    ]
    assert [named(book, name) for name in ("task_count", "overdue_count", "behind_count")] == [
        8,
        2,
        1,
    ]
    assert found_by(book, "Tasks behind plan") == 1
    assert found_by(book, "Progress on a task that has not begun") == 1
    assert found_by(book, "Task without its dates") == 1
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_the_allowed_lag_decides_who_is_behind() -> None:
    pages = {
        lag: sample_rows("tasks", "Key task", tolerance=lag)["Pages and materials"]["Status"]
        for lag in ("23%", "24%")
    }
    assert pages == {"23%": "▲ Behind", "24%": "▶ Running"}


@pytest.mark.libreoffice
def test_faulty_plans_are_found(tmp_path: Path) -> None:
    tasks = written(
        tmp_path,
        "tasks",
        "stage,task,start,end,done\n"
        "Planning,backwards,2024-05-10,2024-05-01,50%\n"
        "Planning,sound,2024-05-01,2024-05-10,100%\n",
    )
    make_up = written(tmp_path, "make_up_days", "date,name\n2024-05-13,a Monday\n")
    built = build(
        "activity-progress",
        tmp_path / "a.xlsx",
        data={"tasks": tasks, "make_up_days": make_up},
        values={"as_of": "2024-05-20"},
    )
    book = open_values(built.path)
    assert found_by(book, "End before start") == 1
    assert found_by(book, "Task without an owner") == 2
    assert found_by(book, "Task without a criterion") == 2
    assert found_by(book, "Make-up day is not a weekend") == 1
    backwards = table_rows(book, "tasks")[0]
    assert [backwards[header] for header in COMPUTED["en"]] == [None] * 5
    assert named(book, "total_days") == 10
    assert named(book, "planned_total") == 1
    assert named(book, "done_total") == 1
    assert str(named(book, "checks_verdict")).startswith("▼")
    assert differences(built.path, recalculate([built.path])[built.path]) == []


@pytest.mark.parametrize(
    ("as_of", "due", "verdict"),
    [
        ("2024-05-31", None, "○ Not over"),
        ("2024-06-12", 4_800_000, "○ Not over"),  # 12 of 20 days on sale
        ("2024-06-20", 8_000_000, "○ Not over"),
        ("2024-06-21", 8_000_000, "▼ Missed"),
    ],
)
def test_a_running_campaign_is_held_against_its_goal_to_date(
    as_of: str, due: int | None, verdict: str
) -> None:
    book = shown("activity-progress", values={"as_of": as_of})
    campaigns = {row["Campaign"]: row["Goal to date"] for row in table_rows(book, "campaigns")}
    review = {row["Metric"]: row["Verdict"] for row in table_rows(book, "review_card")}
    assert campaigns["618"] == due
    assert review["GMV"] == verdict
