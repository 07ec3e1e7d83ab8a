"""activity-progress on the source documents' table T5."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from filled import column, found_by, named, open_values, table_rows
from libreoffice import differences, recalculate
from plansheets import build

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
PLAN = (
    "stage,task,start,end,owner,criterion\n"
    "planning,A,2024-05-01,2024-05-10,x,y\n"
    "preparation,B,2024-05-11,2024-05-25,x,y\n"
    "execution,C,2024-05-26,2024-06-18,x,y\n"
    "review,D,2024-06-19,2024-06-30,x,y\n"
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_shows_the_documents_numbers(locale: str, tmp_path: Path) -> None:
    book = open_values(build("activity-progress", tmp_path / "a.xlsx", locale=locale).path)
    days, workdays, planned, gap, status = (
        column(book, "tasks", header) for header in COMPUTED[locale]
    )
    assert days == [10, 15, 24, 12]
    assert workdays == [8, 10, 17, 8]
    assert planned == [1, 1, pytest.approx(7 / 24), 0]
    assert gap == [0, 0, pytest.approx(0.25 - 7 / 24), None]
    assert [str(said)[0] for said in status] == ["●", "●", "▶", "○"]
    assert named(book, "total_days") == 61
    assert named(book, "planned_total") == pytest.approx(32 / 61)
    assert named(book, "done_total") == pytest.approx((10 + 15 + 24 / 4) / 61)
    assert named(book, "days_left") == 29
    assert str(named(book, "checks_verdict")).startswith("✓")


def test_the_chinese_sample_is_table_t5_to_the_letter(tmp_path: Path) -> None:
    book = open_values(build("activity-progress", tmp_path / "a.xlsx", locale="zh-CN").path)
    rows = [tuple(row[header] for header in HEADERS) for row in table_rows(book, "tasks")]
    as_dates = datetime.datetime.fromisoformat
    assert rows == [(*row[:4], as_dates(row[4]), as_dates(row[5]), row[6]) for row in T5]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_shares_done_that_no_document_states_are_marked_as_samples(
    locale: str, tmp_path: Path
) -> None:
    sample = open_values(build("activity-progress", tmp_path / "a.xlsx", locale=locale).path)
    assert (
        str(named(sample, "source_shown"))
        == {
            "zh-CN": "▲ 示例数据",
            "en": "▲ Sample figures",
        }[locale]
    )
    blank = build("activity-progress", tmp_path / "b.xlsx", locale=locale, blank=True)
    assert named(open_values(blank.path), "source_shown") in (None, "")


@pytest.mark.parametrize(
    ("day", "passed"), [("2024-05-20", 20), ("2024-06-01", 32), ("2024-06-18", 49)]
)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_planned_progress_is_the_time_passed_weighted_by_duration(
    day: str, passed: int, locale: str, tmp_path: Path
) -> None:
    as_of = datetime.date.fromisoformat(day)
    built = build("activity-progress", tmp_path / "a.xlsx", locale=locale, as_of=as_of)
    assert named(open_values(built.path), "planned_total") == pytest.approx(passed / 61, abs=1e-15)


def test_a_blank_reporting_date_is_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.datetime(2024, 5, 20, 9, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(today.timestamp())))
    tasks = written(tmp_path, "tasks", PLAN)
    built = build("activity-progress", tmp_path / "a.xlsx", blank=True, data={"tasks": tasks})
    book = open_values(built.path)
    assert named(book, "as_of") == datetime.datetime(2024, 5, 20)  # noqa: DTZ001
    assert named(book, "planned_total") == pytest.approx(20 / 61)
    assert named(book, "done_total") in (None, "")


@pytest.mark.libreoffice
def test_official_holidays_and_make_up_days_change_the_working_days(tmp_path: Path) -> None:
    holidays = written(
        tmp_path,
        "holidays",
        "日期,名称\n2024-05-01,劳动节\n2024-05-02,劳动节\n2024-05-03,劳动节\n"
        "2024/5/4,劳动节\n2024年5月5日,劳动节\n2024-06-10,端午节\n",
    )
    make_up = written(tmp_path, "make_up_days", "日期,名称\n2024-05-11,劳动节调休\n")
    built = [
        build(
            "activity-progress",
            tmp_path / f"{locale}.xlsx",
            locale=locale,
            data={"holidays": holidays, "make_up_days": make_up},
        )
        for locale in ("zh-CN", "en")
    ]
    for one in built:
        book = open_values(one.path)
        assert column(book, "tasks", COMPUTED[one.locale][0]) == [10, 15, 24, 12]
        assert column(book, "tasks", COMPUTED[one.locale][1]) == [5, 11, 16, 8]
    chinese = open_values(built[0].path)
    assert column(chinese, "holidays", "星期")[:4] == ["周三", "周四", "周五", "周六"]
    assert column(chinese, "make_up_days", "计入") == ["● 计入"]
    found = recalculate([one.path for one in built])
    assert [differences(one.path, found[one.path]) for one in built] == [[], []]


@pytest.mark.libreoffice
def test_every_status_has_its_case(tmp_path: Path) -> None:
    tasks = written(
        tmp_path,
        "tasks",
        "stage,task,start,end,done,owner,criterion\n"
        "planning,finished early,2024-06-01,2024-06-30,100%,x,y\n"
        "planning,past its end,2024-05-01,2024-05-31,99%,x,y\n"
        "planning,past its end unreported,2024-05-01,2024-05-31,,x,y\n"
        "execution,too far behind,2024-06-01,2024-06-10,39%,x,y\n"
        "execution,just allowed,2024-06-01,2024-06-10,40%,x,y\n"
        "execution,ahead of its start,2024-06-09,2024-06-10,5%,x,y\n"
        "review,not begun,2024-06-06,2024-06-10,,x,y\n"
        "review,no dates,,,,x,y\n",
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


def test_the_allowed_lag_decides_who_is_behind(tmp_path: Path) -> None:
    strict = build("activity-progress", tmp_path / "a.xlsx", values={"tolerance": "4%"})
    book = open_values(strict.path)
    assert column(book, "tasks", "Status")[2] == "▲ Behind"
    assert str(named(book, "checks_verdict")).startswith("▲")


@pytest.mark.libreoffice
def test_faulty_plans_are_found(tmp_path: Path) -> None:
    tasks = written(
        tmp_path,
        "tasks",
        "stage,task,start,end,done\n"
        "planning,backwards,2024-05-10,2024-05-01,50%\n"
        "planning,sound,2024-05-01,2024-05-10,100%\n",
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
