"""Actual against target, and against an earlier period."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

ACTUAL = Argument("actual", Words("实际值", "what was reached"))
TARGET = Argument("target", Words("目标值", "what was to be reached"), like="actual")
LOWER = Argument(
    "lower",
    Words("TRUE 表示越低越好", "TRUE where less is better"),
    takes="boolean",
    default="FALSE",
)
INVERSE = Argument(
    "inverse",
    Words(
        "越低越好时 TRUE 用反比 目标÷实际，FALSE 用线性 2−实际÷目标",
        "where less is better: TRUE for target ÷ actual, FALSE for 2 − actual ÷ target",
    ),
    takes="boolean",
    default="FALSE",
)

DEVIATIONS: tuple[Function, ...] = (
    Function(
        "deviation",
        Words("偏差", "Deviation"),
        "deviation",
        (ACTUAL, TARGET),
        gives="plain",
        like="actual",
        needs=("actual", "target"),
        value="actual-target",
        words=Words("实际 − 目标；缺数时留空", "actual − target; blank where one is missing"),
        source=Words(
            "绝对差；百分数相减，读作百分点。",
            "Plain difference; for percentages it reads in percentage points.",
        ),
        examples=(
            Example((85000, 100000), -15000),
            Example((0.18, 0.25), -0.07, note=Words("百分点", "percentage points")),
            Example((None, 100), "", "#N/A"),
            Example(("", 100), "", "#N/A"),
        ),
    ),
    Function(
        "deviation_rate",
        Words("偏差率", "Deviation rate"),
        "deviation",
        (ACTUAL, TARGET),
        gives="percent",
        needs=("actual", "target"),
        undefined="target=0",
        value="(actual-target)/ABS(target)",
        words=Words(
            "(实际 − 目标) ÷ |目标|；缺数或目标为零时留空",
            "(actual − target) ÷ |target|; blank where one is missing or the target is zero",
        ),
        source=Words(
            "相对差，带符号；分母取绝对值，计划为亏损时符号也不会反。",
            "Relative and signed; the absolute base keeps the sign right for a planned loss.",
        ),
        examples=(
            Example((85000, 100000), -0.15),
            Example((0.18, 0.25), -0.28),
            Example((0.35, 0.40), -0.125),
            Example((2.2, 3), -0.8 / 3),
            Example((-50, -100), 0.5, note=Words("亏损少于计划", "a smaller loss than planned")),
            Example((5, 0), "", "#DIV/0!"),
            Example((None, 3), "", "#N/A"),
            Example((3, None), "", "#N/A"),
            Example((3, "待定"), "", "#VALUE!"),
        ),
    ),
    Function(
        "favourable_deviation",
        Words("有利偏差率", "Favourable deviation"),
        "deviation",
        (ACTUAL, TARGET, LOWER),
        gives="percent",
        needs=("actual", "target"),
        undefined="target=0",
        value="IF(lower, target-actual, actual-target)/ABS(target)",
        words=Words(
            "偏差率，越低越好的指标取反；正数总是好",
            "the deviation rate, turned round where less is better; positive is always good",
        ),
        source=Words(
            "判断状态看有利偏差，阅读报表看带符号的偏差。",
            "A status looks at the favourable deviation, a reader at the signed one.",
        ),
        examples=(
            Example((85000, 100000), -0.15),
            Example((85000, 100000, False), -0.15),
            Example((45, 50, True), 0.1, note=Words("成本低于目标", "cost below its target")),
            Example((60, 50, True), -0.2),
            Example((60, 0, True), "", "#DIV/0!"),
            Example((None, 50, True), "", "#N/A"),
        ),
    ),
    Function(
        "attainment",
        Words("达成率", "Attainment"),
        "deviation",
        (ACTUAL, TARGET, LOWER, INVERSE),
        gives="percent",
        needs=("actual", "target"),
        undefined="AND(lower, inverse, target<>0, actual<=0)",
        value=(
            "IF(target=0, IF(IF(lower, actual<=0, actual>=0), 1, 0), "
            "IF(AND(lower, inverse), target/actual, "
            "1+IF(lower, target-actual, actual-target)/ABS(target)))"
        ),
        words=Words(
            "越高越好：实际 ÷ 目标；越低越好：2 − 实际 ÷ 目标(或反比 目标 ÷ 实际)；"
            "目标为零：达到为 100%，否则 0",
            "more is better: actual ÷ target; less is better: 2 − actual ÷ target (or target ÷ "
            "actual); a target of zero: 100 % when met, otherwise 0",
        ),
        source=Words(
            "写成 1 ±（实际 − 目标）÷ |目标|：目标为正时就是实际 ÷ 目标，目标为负时也不"
            "会算反（Infor CPM：1-(A-T)/ABS(T)）。",
            "Written as 1 ± (actual − target) ÷ |target|, which is actual ÷ target for "
            "a positive target and stays right for a negative one (Infor CPM: "
            "1-(A-T)/ABS(T)).",
        ),
        examples=(
            Example((0.95, 1), 0.95),
            Example((3.2, 3), 3.2 / 3),
            Example((55, 50, True), 0.9),
            Example((40, 50, True), 1.2),
            Example((0.03, 0.05, True, False), 1.4),
            Example((0.03, 0.05, True, True), 5 / 3),
            Example((-50, -100), 1.5, note=Words("亏损减半", "half the planned loss")),
            Example((0, 0), 1),
            Example((-1, 0), 0),
            Example((0, 0, True), 1),
            Example((1, 0, True), 0),
            Example((0, 0.05, True, True), "", "#DIV/0!"),
            Example((None, 0), "", "#N/A"),
            Example((95, None), "", "#N/A"),
        ),
    ),
    Function(
        "period_change",
        Words("环比/同比", "Change on an earlier period"),
        "deviation",
        (
            Argument("current", Words("本期值", "this period")),
            Argument("previous", Words("上期或去年同期值", "the earlier period"), like="current"),
        ),
        gives="percent",
        needs=("current", "previous"),
        undefined="previous<=0",
        value="current/previous-1",
        words=Words(
            "本期 ÷ 上期(或去年同期)− 1；基数为零或负时留空",
            "this period ÷ earlier period − 1; blank where the base is zero or less",
        ),
        source=Words(
            "与上期比是环比，与去年同期比是同比。",
            "Against the last period it is 环比, against the same period last year 同比.",
        ),
        examples=(
            Example((120, 100), 0.2),
            Example((45, 60), -0.25),
            Example((5, 0), "", "#DIV/0!"),
            Example((5, -3), "", "#DIV/0!"),
            Example((None, 3), "", "#N/A"),
            Example((3, ""), "", "#N/A"),
        ),
    ),
    Function(
        "rag",
        Words("红黄绿状态", "Traffic light"),
        "deviation",
        (
            Argument("deviation", Words("有利偏差率", "the favourable deviation")),
            Argument("good", Words("绿灯文字", "the text for good"), takes="any"),
            Argument("warn", Words("黄灯文字", "the text for a warning"), takes="any"),
            Argument("bad", Words("红灯文字", "the text for bad"), takes="any"),
            Argument(
                "amber",
                Words("低于此值变黄", "below this it turns amber"),
                default="-10%",
                like="deviation",
            ),
            Argument(
                "red",
                Words("低于此值变红", "below this it turns red"),
                default="-15%",
                like="deviation",
            ),
        ),
        gives="any",
        like="good",
        needs=("deviation", "amber", "red"),
        value=("IF(ROUND(deviation, 10)>=amber, good, IF(ROUND(deviation, 10)>=red, warn, bad))"),
        words=Words(
            "有利偏差 ≥ 黄线为绿，≥ 红线为黄，否则为红；无偏差时留空",
            "good from the amber bound up, a warning from the red bound up, bad below; blank "
            "without a deviation",
        ),
        source=Words(
            "计划留 10–15 % 的浮动空间；正好落在界限上的，算较好的一档。",
            "Plans allow 10–15 % of free play; a bound belongs to the better side.",
        ),
        examples=(
            Example((-0.15, "绿", "黄", "红", -0.1, -0.15), "黄"),
            Example((-0.28, "绿", "黄", "红", -0.1, -0.15), "红"),
            Example((-0.125, "绿", "黄", "红"), "黄"),
            Example((-0.8 / 3, "绿", "黄", "红"), "红"),
            Example(
                (0.9 - 1, "good", "warn", "bad"), "good", note=Words("恰在黄线", "at the bound")
            ),
            Example((0.3, "good", "warn", "bad"), "good"),
            Example(("", "good", "warn", "bad"), "", "#N/A"),
            Example((None, "good", "warn", "bad"), "", "#N/A"),
        ),
    ),
)
