"""Growth: against a year or a month ago, over years, and to the end of a period."""

from __future__ import annotations

from datetime import date

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

VALUES = Argument("values", Words("数值列", "a column of numbers"), many=True)
DATES = Argument("dates", Words("日期列", "the day of each"), takes="date", many=True)
AS_OF = Argument("as_of", Words("统计日期", "the day on which to look"), takes="date")


def _upto(back: int, months: str) -> str:
    """What lies in the *months* that end *back* months before the as-of day.

    The 30th of April has come as far as the 31st of March, and the 28th of February 2025 as far as
    the 29th of 2024: the last day of a month meets the last day, and so does a day that the earlier
    month has not.
    """
    first = f"EOMONTH(as_of, -{back}-{months})+1"
    beyond = f"MAX(EDATE(as_of, -{back})+1, EDATE(as_of+1, -{back}))"
    return f'SUMIFS(values, dates, ">="&{first}, dates, "<"&{beyond})'


def _against(back: int, months: str) -> str:
    """The *months* that end with the as-of day against those *back* months before; without rows
    there is nothing to set against anything, which is not a fall to zero.
    """
    now = f'dates, ">="&EOMONTH(as_of, -{months})+1, dates, "<"&INT(as_of)+1'
    sold = f"SUMIFS(values, {now})/{_upto(back, months)}-1"
    return f'IF(COUNTIFS(values, "<9E+99", {now})=0, missing, {sold})'


_MONTH_ENDS = Words(
    "月末对月末；那个月没有 31 日或 2 月 29 日时，对它的最后一天。",
    "The last day of a month meets the last day of the earlier one, and the 31st, or the 29th of "
    "February, the last that the earlier month has.",
)

_DAYS = (
    date(2023, 5, 10),
    date(2023, 5, 31),
    date(2024, 4, 15),
    date(2024, 5, 10),
    date(2024, 5, 20),
)
_SOLD = (80, 40, 50, 90, 70)
_LEAP = (date(2024, 2, 10), date(2024, 2, 29), date(2025, 1, 31), date(2025, 2, 28))
_LEAP_SOLD = (60, 40, 50, 120)
_WEEK = tuple(date(2024, 6, day) for day in range(1, 9))

_SEASON = '"="&season'
_IN_SEASON = f'COUNTIFS(seasons, {_SEASON}, values, "<9E+99")'
_QUARTERS = (1, 2, 3, 4, 1, 2, 3, 4)

GROWTH: tuple[Function, ...] = (
    Function(
        "cagr",
        Words("复合年增长率 CAGR", "Compound annual growth CAGR"),
        "growth",
        (
            Argument("first", Words("期初值", "the value at the start")),
            Argument("last", Words("期末值", "the value at the end"), like="first"),
            Argument(
                "periods", Words("间隔年数(2021 到 2024 是 3)", "years between (2021 to 2024: 3)")
            ),
        ),
        gives="percent",
        needs=("first", "last", "periods"),
        undefined="OR(first<=0, periods<=0)",
        unusable="last<0",
        value="POWER(last/first, 1/periods)-1",
        words=Words(
            "(期末 ÷ 期初) 的年数次方根 − 1；期初为零或负时留空",
            "the root, by the years, of end ÷ start − 1; blank where the start is zero or less",
        ),
        source=Words(
            "每年以同一速度从期初增长到期末；跨四个年份是三年。",
            "The steady yearly growth that leads from one to the other; four years are three.",
        ),
        examples=(
            Example((100, 133.1, 3), 0.1),
            Example((100, 100, 5), 0),
            Example((200, 50, 2), -0.5),
            Example((100, 0, 3), -1),
            Example((0, 133.1, 3), "", "#DIV/0!"),
            Example((100, 133.1, 0), "", "#DIV/0!"),
            Example((100, -5, 3), "", "#VALUE!"),
            Example((None, 133.1, 3), "", "#N/A"),
        ),
    ),
    Function(
        "forecast_total",
        Words("按进度推算全期", "Forecast at the present pace"),
        "growth",
        (
            Argument("reached", Words("累计实际", "what was reached so far")),
            Argument(
                "elapsed",
                Words("已过进度(时间或权重)", "the share that has passed, of time or of weights"),
            ),
        ),
        gives="money",
        like="reached",
        needs=("reached", "elapsed"),
        undefined="elapsed<=0",
        unusable="ROUND(elapsed-1, 10)>0",
        value="reached/elapsed",
        words=Words(
            "累计实际 ÷ 已过进度；尚未开始时留空",
            "reached so far ÷ share elapsed; blank before the start",
        ),
        source=Words(
            "按目前的进度推算全期。用权重（各月占全年的比重）能反映淡旺季，用天数不能。",
            "The run rate: the pace so far goes on to the end. Weights (a month's "
            "share of a year) foresee seasons, which days do not.",
        ),
        examples=(
            Example((300, 0.25), 1200),
            Example((900, 1), 900),
            Example((0, 0.5), 0),
            Example((300, 0), "", "#DIV/0!"),
            Example((300, 1.2), "", "#VALUE!", Words("超过全期", "more than the whole")),
            Example((None, 0.25), "", "#N/A"),
        ),
    ),
    Function(
        "year_on_year",
        Words("同比(按日期)", "Year on year by date"),
        "growth",
        (
            VALUES,
            DATES,
            AS_OF,
            Argument(
                "months",
                Words(
                    "含本月在内的月数，1 为本月至今；本年至今用 MONTH(统计日期)",
                    "months up to the day, its own among them: 1 is the month to date, "
                    "MONTH(as_of) the year to date",
                ),
                default="1",
            ),
        ),
        gives="percent",
        needs=("as_of", "months"),
        undefined=f"{_upto(12, 'months')}<=0",
        unusable="OR(months<1, months<>INT(months))",
        alike=("values", "dates"),
        value=_against(12, "months"),
        words=Words(
            "本月初至统计日的合计 ÷ 去年同一段的合计 − 1；月末对月末，2 月 29 日对 2 月 28 日；"
            "两段中任一段没有数时留空",
            "the month up to the day ÷ the same stretch a year ago − 1; a month's end meets the "
            "month's end, the 29th of February the 28th; blank where either has no values",
        ),
        source=Words(
            f"同比，两边都截至同一天，可按日或按月的明细计算。{_MONTH_ENDS.zh}",
            f"To date on both sides, from rows of days or of months. {_MONTH_ENDS.en}",
        ),
        examples=(
            Example((_SOLD, _DAYS, date(2024, 5, 20)), 1.0),
            Example((_SOLD, _DAYS, date(2024, 5, 31)), 160 / 120 - 1),
            Example(
                (_LEAP_SOLD, _LEAP, date(2025, 2, 28)),
                0.2,
                note=Words("2 月末对闰年 2 月末", "the end of a leap year's February"),
            ),
            Example((_LEAP_SOLD, _LEAP, date(2025, 2, 28), 2), 0.7),
            Example(
                (_SOLD, _DAYS, date(2024, 5, 9)),
                "",
                "#DIV/0!",
                Words("去年同段没有数", "nothing in the earlier stretch"),
            ),
            Example(
                (_SOLD, _DAYS, date(2025, 5, 31)),
                "",
                "#N/A",
                Words("本期还没有数", "no values yet in the month"),
            ),
            Example((_SOLD, _DAYS, date(2023, 5, 31)), "", "#DIV/0!"),
            Example((_SOLD, _DAYS, date(2024, 5, 20), 1.5), "", "#VALUE!"),
            Example((_SOLD, _DAYS, None), "", "#N/A"),
        ),
    ),
    Function(
        "month_on_month",
        Words("环比(按日期)", "Month on month by date"),
        "growth",
        (VALUES, DATES, AS_OF),
        gives="percent",
        needs=("as_of",),
        undefined=f"{_upto(1, '1')}<=0",
        alike=("values", "dates"),
        value=_against(1, "1"),
        words=Words(
            "本月初至统计日的合计 ÷ 上月同一段的合计 − 1；月末对月末；两段中任一段没有数时留空",
            "the month up to the day ÷ the same stretch of the month before − 1; a month's end "
            "meets the month's end; blank where either has no values",
        ),
        source=Words(
            f"环比，两边都截至同一天，可按日或按月的明细计算。{_MONTH_ENDS.zh}",
            f"To date on both sides, from rows of days or of months. {_MONTH_ENDS.en}",
        ),
        examples=(
            Example((_SOLD, _DAYS, date(2024, 5, 15)), 0.8),
            Example((_SOLD, _DAYS, date(2024, 5, 31)), 2.2),
            Example(
                (_LEAP_SOLD, _LEAP, date(2025, 2, 28)),
                1.4,
                note=Words("含 1 月 31 日", "the 31st of January too"),
            ),
            Example((_SOLD, _DAYS, date(2024, 4, 15)), "", "#DIV/0!"),
            Example(
                (_SOLD, _DAYS, date(2024, 6, 15)),
                "",
                "#N/A",
                Words("本月还没有数", "no values yet in the month"),
            ),
            Example((_SOLD, _DAYS, None), "", "#N/A"),
        ),
    ),
    Function(
        "moving_average",
        Words("移动平均(按日期)", "Moving average by date"),
        "growth",
        (
            VALUES,
            DATES,
            AS_OF,
            Argument("days", Words("天数(含统计日)", "days, the as-of day counted"), default="7"),
        ),
        gives="plain",
        like="values",
        needs=("as_of", "days"),
        unusable="OR(days<1, days<>INT(days))",
        alike=("values", "dates"),
        value=(
            'IF(COUNTIF(dates, "<"&INT(as_of)-days+2)=0, missing, SUMIFS(values, '
            'dates, ">="&INT(as_of)-days+1, dates, "<"&INT(as_of)+1)/days)'
        ),
        words=Words(
            "统计日及之前共若干天的合计 ÷ 天数，没有记录的日子算 0；记录不足这些天时留空",
            "the sum of so many days up to the as-of day ÷ days, a day without rows is 0; blank "
            "where the rows do not go back as far",
        ),
        source=Words(
            "按日历的移动平均：一天可以有多行，也可以没有。moving_averages 则按行的顺序计算。",
            "The trailing moving average, by the calendar: a day may have many rows or "
            "none. moving_averages takes rows as they come.",
        ),
        examples=(
            Example(((1, 2, 3, 4, 5, 6, 7, 8), _WEEK, date(2024, 6, 8)), 5),
            Example(((1, 2, 3, 4, 5, 6, 7, 8), _WEEK, date(2024, 6, 8), 2), 7.5),
            Example(((1, 2, 3, 4, 5, 6, 7, 8), _WEEK, date(2024, 6, 9), 2), 4),
            Example(
                ((1, 2, 3, 4, 5, 6, 7, 8), _WEEK, date(2024, 6, 6)),
                "",
                "#N/A",
                Words("不足 7 天", "not yet seven days"),
            ),
            Example(((1, 2, 3, 4, 5, 6, 7, 8), _WEEK, date(2024, 6, 8), 0), "", "#VALUE!"),
        ),
    ),
    Function(
        "seasonal_index",
        Words("季节指数", "Seasonal index"),
        "growth",
        (
            VALUES,
            Argument(
                "seasons",
                Words(
                    "季节列：月份 1–12、季度或星期几", "the season of each: month, quarter, weekday"
                ),
                many=True,
            ),
            Argument("season", Words("要算的季节", "the season asked for"), like="seasons"),
        ),
        gives="ratio",
        needs=("season",),
        undefined=f"OR({_IN_SEASON}=0, SUM(values)<=0)",
        alike=("values", "seasons"),
        value=(f"SUMIFS(values, seasons, {_SEASON})/{_IN_SEASON}/(SUM(values)/COUNT(values))"),
        words=Words(
            "该季节的平均 ÷ 全部的平均；1.2 为高出两成；没有该季节时留空",
            "the mean of the season ÷ the mean of all; 1.2 is a fifth above; blank without it",
        ),
        source=Words(
            "与全部平均之比：请只取完整的年份，年数也不宜多，以免把增长当成季节。空白不计，零计入。",
            "Ratio to the mean: take whole years only, and few enough that growth does "
            "not pass for a season. Blank values do not count, zeros do.",
        ),
        examples=(
            Example(((90, 100, 110, 100, 90, 100, 110, 100), _QUARTERS, 3), 1.1),
            Example(((90, 100, 110, 100, 90, 100, 110, 100), _QUARTERS, 1), 0.9),
            Example(((90, None, 110, 100, 90, 100, 110, 100), _QUARTERS, 2), 1.0),
            Example(((90, 100, 110, 100, 90, 100, 110, 100), _QUARTERS, 5), "", "#DIV/0!"),
            Example(((90, 100, 110, 100, 90, 100, 110, 100), _QUARTERS, None), "", "#N/A"),
        ),
    ),
)
