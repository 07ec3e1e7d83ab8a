"""Days, and how far work should be and is."""

from __future__ import annotations

from datetime import date

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

START = Argument("start", Words("开始日期", "the first day"), takes="date")
END = Argument("end", Words("结束日期", "the last day"), takes="date")
AS_OF = Argument("as_of", Words("统计日期", "the day on which to look"), takes="date")
HOLIDAYS = Argument(
    "holidays",
    Words("节假日列，可为空", "a column of days off, may be empty"),
    takes="date",
    many=True,
)
MAKE_UP = Argument(
    "make_up_days",
    Words("调休上班日列(周末)，可为空", "a column of weekend days worked, may be empty"),
    takes="date",
    many=True,
)

_NONE = (None, None, None)
_DAYS_OFF = (*(date(2024, 5, day) for day in range(1, 6)), date(2024, 6, 10), None)
_WORKED = (date(2024, 5, 11), None, None)
_STAGES = (
    (date(2024, 5, 1), date(2024, 5, 10)),
    (date(2024, 5, 11), date(2024, 5, 25)),
    (date(2024, 5, 26), date(2024, 6, 18)),
    (date(2024, 6, 19), date(2024, 6, 30)),
)
_LOOKS = (date(2024, 5, 20), date(2024, 6, 1), date(2024, 6, 18))
_PLANNED = ((1, 10 / 15, 0, 0), (1, 1, 7 / 24, 0), (1, 1, 1, 0))

PROGRESS: tuple[Function, ...] = (
    Function(
        "duration_days",
        Words("工期(天)", "Duration"),
        "progress",
        (START, END),
        gives="days",
        needs=("start", "end"),
        unusable="INT(end)<INT(start)",
        value="INT(end)-INT(start)+1",
        words=Words(
            "结束 − 开始 + 1(首尾都算)；结束早于开始时留空",
            "last day − first day + 1, both counted; blank where the end comes before the start",
        ),
        source=Words("自然日，与做计划时的数法一致。", "Calendar days, the way plans count them."),
        examples=(
            *(Example(stage, days) for stage, days in zip(_STAGES, (10, 15, 24, 12), strict=True)),
            Example((date(2024, 5, 1), date(2024, 5, 1)), 1),
            Example((date(2024, 5, 2), date(2024, 5, 1)), "", "#VALUE!"),
            Example((None, date(2024, 5, 1)), "", "#N/A"),
        ),
    ),
    Function(
        "workdays",
        Words("工作日", "Working days"),
        "progress",
        (START, END, HOLIDAYS, MAKE_UP),
        gives="days",
        needs=("start", "end"),
        unusable="INT(end)<INT(start)",
        value=(
            "NETWORKDAYS(start, end, holidays)"
            '+NETWORKDAYS.INTL(start, end, "1111100")'
            '-NETWORKDAYS.INTL(start, end, "1111100", make_up_days)'
        ),
        words=Words(
            "周一至周五，减节假日，加落在周末的调休上班日；首尾都算，重复的日期只算一次",
            "Monday to Friday, less days off, plus weekend days worked; both ends counted, a day "
            "listed twice counts once",
        ),
        source=Words(
            "国内节假日会调休，所以放假和补班两张表都要。补班日本来就是工作日的，不会多算。",
            "China moves weekends around holidays, so both lists are needed. A make-up "
            "day that is no weekend day adds nothing: it is a working day already.",
        ),
        examples=(
            *(
                Example((*stage, _NONE, _NONE), days)
                for stage, days in zip(_STAGES, (8, 10, 17, 8), strict=True)
            ),
            *(
                Example((*stage, _DAYS_OFF, _WORKED), days)
                for stage, days in zip(_STAGES, (5, 11, 16, 8), strict=True)
            ),
            Example(
                (
                    date(2024, 5, 6),
                    date(2024, 5, 12),
                    _NONE,
                    (date(2024, 5, 11), date(2024, 5, 11)),
                ),
                6,
                note=Words("重复只算一次", "listed twice"),
            ),
            Example(
                (date(2024, 5, 6), date(2024, 5, 12), _NONE, (date(2024, 5, 7),)),
                5,
                note=Words("不是周末", "no weekend day"),
            ),
            Example((date(2024, 5, 2), date(2024, 5, 1), _NONE, _NONE), "", "#VALUE!"),
            Example((date(2024, 5, 2), None, _NONE, _NONE), "", "#N/A"),
        ),
    ),
    Function(
        "planned_progress",
        Words("计划进度", "Planned progress"),
        "progress",
        (AS_OF, START, END),
        gives="percent",
        needs=("as_of", "start", "end"),
        unusable="INT(end)<INT(start)",
        value="MAX(0, MIN(1, (INT(as_of)-INT(start)+1)/(INT(end)-INT(start)+1)))",
        words=Words(
            "(统计日 − 开始 + 1) ÷ 工期，限于 0 到 100 %",
            "(as-of day − first day + 1) ÷ duration, between 0 and 100 %",
        ),
        source=Words(
            "按时间计；整个计划的进度是按工期加权的平均。",
            "Time passed; the whole plan is the average weighted by duration.",
        ),
        examples=(
            *(
                Example((look, *stage), planned)
                for look, row in zip(_LOOKS, _PLANNED, strict=True)
                for stage, planned in zip(_STAGES, row, strict=True)
            ),
            Example((None, *_STAGES[0]), "", "#N/A"),
            Example((_LOOKS[0], date(2024, 5, 2), date(2024, 5, 1)), "", "#VALUE!"),
        ),
    ),
    Function(
        "planned_progress_workdays",
        Words("计划进度(工作日)", "Planned progress in working days"),
        "progress",
        (AS_OF, START, END, HOLIDAYS, MAKE_UP),
        gives="percent",
        needs=("as_of", "start", "end"),
        unusable="INT(end)<INT(start)",
        value=(
            "IF(INT(as_of)<INT(start), 0, IF(INT(as_of)>=INT(end), 1, "
            "workdays(start, as_of, holidays, make_up_days)"
            "/MAX(1, workdays(start, end, holidays, make_up_days))))"
        ),
        words=Words(
            "开始至统计日的工作日 ÷ 全部工作日，限于 0 到 100 %",
            "working days up to the as-of day ÷ all working days, between 0 and 100 %",
        ),
        source=Words(
            "同上，按工作日计；中间没有工作日的，到结束日才算完成。",
            "The same in working days; a stretch without any is done when it ends.",
        ),
        examples=(
            Example((date(2024, 6, 1), *_STAGES[2], _NONE, _NONE), 5 / 17),
            Example((date(2024, 6, 1), *_STAGES[2], _DAYS_OFF, _WORKED), 5 / 16),
            Example((date(2024, 5, 20), *_STAGES[0], _NONE, _NONE), 1),
            Example((date(2024, 5, 20), *_STAGES[3], _NONE, _NONE), 0),
            Example((date(2024, 5, 4), date(2024, 5, 4), date(2024, 5, 5), _NONE, _NONE), 0),
            Example((date(2024, 5, 5), date(2024, 5, 4), date(2024, 5, 5), _NONE, _NONE), 1),
            Example((None, *_STAGES[2], _NONE, _NONE), "", "#N/A"),
            Example((*_LOOKS[:1], *_STAGES[0][::-1], _NONE, _NONE), "", "#VALUE!"),
        ),
    ),
    Function(
        "schedule_index",
        Words("进度绩效 SPI", "Schedule performance index SPI"),
        "progress",
        (
            Argument("done", Words("完成率", "the share done")),
            Argument("planned", Words("计划进度", "the share planned"), like="done"),
        ),
        gives="ratio",
        needs=("done", "planned"),
        undefined="planned<=0",
        value="done/planned",
        words=Words(
            "完成率 ÷ 计划进度；尚无计划进度时留空",
            "done ÷ planned; blank while nothing is planned",
        ),
        source=Words("挣值法：SPI = EV / PV。", "Earned value: SPI = EV / PV."),
        examples=(
            Example((0.5, 0.5), 1),
            Example((0.25, 0.5), 0.5),
            Example((0.25, 0), "", "#DIV/0!"),
            Example((None, 0.5), "", "#N/A"),
            Example((0.5, ""), "", "#N/A"),
        ),
    ),
    Function(
        "forecast_end",
        Words("预计完成", "Forecast end"),
        "progress",
        (START, END, Argument("index", Words("进度绩效 SPI", "the schedule index SPI"))),
        gives="date",
        needs=("start", "end", "index"),
        undefined="index<=0",
        value="INT(start)+ROUNDUP(ROUND((INT(end)-INT(start)+1)/index, 9), 0)-1",
        words=Words(
            "开始 + 工期 ÷ SPI(进位到整天)− 1",
            "first day + duration ÷ SPI, up to whole days, − 1",
        ),
        source=Words("按目前的进度推算到完成。", "The pace so far goes on to the end."),
        examples=(
            Example((*_STAGES[0], 1), date(2024, 5, 10)),
            Example((*_STAGES[0], 0.5), date(2024, 5, 20)),
            Example((*_STAGES[0], 1.25), date(2024, 5, 8)),
            Example((*_STAGES[0], 0), "", "#DIV/0!"),
            Example((*_STAGES[0], ""), "", "#N/A"),
        ),
    ),
    Function(
        "cost_index",
        Words("成本绩效 CPI", "Cost performance index CPI"),
        "progress",
        (
            Argument("earned", Words("已完成工作的预算(挣值)", "the budget of what is done")),
            Argument("spent", Words("实际费用", "what it has cost"), like="earned"),
        ),
        gives="ratio",
        needs=("earned", "spent"),
        undefined="spent<=0",
        value="earned/spent",
        words=Words(
            "挣值(总预算 × 完成率)÷ 实际费用；尚无费用时留空；低于 1 是超支",
            "earned value (budget × share done) ÷ cost so far; blank while nothing is spent; below "
            "1 is over budget",
        ),
        source=Words(
            "挣值法（PMI）：CPI = EV / AC；schedule_index 则是 EV / PV。",
            "Earned value (PMI): CPI = EV / AC, beside schedule_index, which is EV / PV.",
        ),
        examples=(
            Example((40000, 50000), 0.8),
            Example((50000, 50000), 1),
            Example((0, 50000), 0),
            Example((40000, 0), "", "#DIV/0!"),
            Example((None, 50000), "", "#N/A"),
            Example((40000, ""), "", "#N/A"),
        ),
    ),
    Function(
        "forecast_cost",
        Words("完工估算 EAC", "Estimate at completion EAC"),
        "progress",
        (
            Argument("budget", Words("总预算", "the whole budget")),
            Argument("index", Words("成本绩效 CPI", "the cost index CPI")),
        ),
        gives="money",
        like="budget",
        needs=("budget", "index"),
        undefined="index<=0",
        value="budget/index",
        words=Words(
            "总预算 ÷ CPI；假定余下的工作仍按目前的 CPI 花钱",
            "budget ÷ CPI: what is left costs as what is done did",
        ),
        source=Words(
            "挣值法（PMI）：EAC = BAC / CPI；日期的推算见 forecast_end。",
            "Earned value (PMI): EAC = BAC / CPI, as forecast_end is for days.",
        ),
        examples=(
            Example((100000, 0.8), 125000),
            Example((100000, 1), 100000),
            Example((100000, 1.25), 80000),
            Example((100000, 0), "", "#DIV/0!"),
            Example((None, 0.8), "", "#N/A"),
        ),
    ),
    Function(
        "reserve_days",
        Words("缓冲天数", "Reserve days"),
        "progress",
        (
            Argument("days", Words("净工期", "days of work")),
            Argument("share", Words("缓冲比例", "share kept in reserve"), default="15%"),
        ),
        gives="days",
        needs=("days", "share"),
        value="ROUNDUP(ROUND(days*share, 9), 0)",
        words=Words("净工期 × 缓冲比例，进位到整天", "days × reserve share, up to whole days"),
        source=Words("计划留出 15 % 的时间作缓冲。", "Plans keep 15 % of their time in reserve."),
        examples=(
            Example((61,), 10),
            Example((20, 0.15), 3),
            Example((20, 0), 0),
            Example((None,), "", "#N/A"),
        ),
    ),
    Function(
        "task_status",
        Words("任务状态", "Status of a task"),
        "progress",
        (
            AS_OF,
            START,
            END,
            Argument("done", Words("完成率，空白算 0", "the share done, blank is none")),
            Argument("planned", Words("计划进度", "the share planned")),
            Argument("tolerance", Words("允许落后", "how far behind is still fine")),
            Argument("finished", Words("已完成文字", "the text for finished"), takes="any"),
            Argument("overdue", Words("逾期文字", "the text for overdue"), takes="any"),
            Argument("behind", Words("滞后文字", "the text for behind"), takes="any"),
            Argument("running", Words("进行中文字", "the text for running"), takes="any"),
            Argument("waiting", Words("未开始文字", "the text for not started"), takes="any"),
        ),
        gives="any",
        like="finished",
        needs=("as_of", "start", "end", "planned", "tolerance"),
        value=(
            "IF(N(done)>=1, finished, IF(INT(as_of)>INT(end), overdue, "
            "IF(ROUND(planned-N(done)-tolerance, 10)>0, behind, "
            "IF(OR(N(done)>0, INT(as_of)>=INT(start)), running, waiting))))"
        ),
        words=Words(
            "完成率 100 % 为已完成；过了结束日为逾期；落后超过允许值为滞后；"
            "到开始日为进行中；否则未开始",
            "done in full: finished; past its last day: overdue; behind by more than allowed: "
            "behind; begun or due to begin: running; otherwise not started",
        ),
        source=Words("同时符合几种时，取最严重的一种。", "The most serious that holds."),
        examples=(
            Example((_LOOKS[0], *_STAGES[0], 1, 1, 0.1, "完", "逾", "滞", "行", "未"), "完"),
            Example((_LOOKS[0], *_STAGES[0], 0.9, 1, 0.1, "完", "逾", "滞", "行", "未"), "逾"),
            Example((_LOOKS[0], *_STAGES[1], 0.2, 2 / 3, 0.1, "完", "逾", "滞", "行", "未"), "滞"),
            Example((_LOOKS[0], *_STAGES[1], 0.6, 0.7, 0.1, "完", "逾", "滞", "行", "未"), "行"),
            Example((_LOOKS[0], *_STAGES[2], None, 0, 0.1, "完", "逾", "滞", "行", "未"), "未"),
            Example((_LOOKS[0], *_STAGES[2], 0.1, 0, 0.1, "完", "逾", "滞", "行", "未"), "行"),
            Example((None, *_STAGES[2], 0, 0, 0.1, "完", "逾", "滞", "行", "未"), "", "#N/A"),
        ),
    ),
)
