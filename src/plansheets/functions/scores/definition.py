"""Points for a metric by its own method, and grades; a weight is a share, points are out of 100."""

from __future__ import annotations

from plansheets.functions.deviations.definition import INVERSE, LOWER
from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

WEIGHT = Argument("weight", Words("权重", "the weight, a share"))
ACTUAL = Argument("actual", Words("实际值", "what was reached"))
TARGET = Argument("target", Words("目标值", "what was to be reached"), like="actual")
CAP = Argument("cap", Words("封顶(权重的倍数)", "at most this share of the weight"), default="1.2")
FLOOR = Argument(
    "floor", Words("保底(权重的倍数)", "at least this share of the weight"), default="0"
)
STEP = Argument("step", Words("每一步的大小", "the size of one step"), like="actual")
POINTS = Argument("points", Words("每一步的分数", "points for one step"))


def _parts(default: str) -> Argument:
    return Argument(
        "parts",
        Words(
            "不足一步：begun 算一步，full 不算，exact 按比例",
            "a part of a step: begun counts it whole, full not at all, exact in proportion",
        ),
        takes="option",
        default=f'"{default}"',
        options=("begun", "full", "exact"),
    )


def _counted(steps: str) -> str:
    """How many steps count; to nine decimals, for 2.7 lies three steps of 0.1 below 3."""
    steps = f"ROUND({steps}/step, 9)"
    return f'IF(parts="begun", ROUNDUP({steps}, 0), ROUNDDOWN({steps}, IF(parts="full", 0, 9)))'


_MET = "ROUND(IF(lower, target-actual, actual-target), 10)>=0"

_SHORT = "MAX(0, IF(lower, actual-target, target-actual))"
_BEYOND = "IF(lower, target-actual, actual-target)"

_REACHED = 'MAX(1, COUNTIF(bounds, "<="&ROUND(points/(weight*100), 10)))'
"""The row of the highest bound reached, if bounds ascend."""

SCORES: tuple[Function, ...] = (
    Function(
        "score_proportional",
        Words("比率法得分", "Score in proportion"),
        "score",
        (WEIGHT, ACTUAL, TARGET, CAP, FLOOR, LOWER, INVERSE),
        gives="plain",
        needs=("weight", "actual", "target"),
        # attainment(…), in which an inverse form without anything to divide by is worth the cap
        value=(
            "ROUND(weight*100*MAX(0, floor, MIN(cap, "
            "IF(target=0, IF(IF(lower, actual<=0, actual>=0), 1, 0), "
            "IF(AND(lower, inverse), IF(actual<=0, MAX(1, cap), target/actual), "
            "1+IF(lower, target-actual, actual-target)/ABS(target))))), 2)"
        ),
        words=Words(
            "权重 × 100 × 达成率，限于保底与封顶之间，两位小数",
            "weight × 100 × attainment, between floor and cap, to 2 decimals",
        ),
        source=Words("比率法。封顶留空即不封顶。", "比率法, in proportion. A blank cap is no cap."),
        examples=(
            Example((0.4, 0.95, 1), 38),
            Example((0.3, 3.2, 3, 1.2), 32),
            Example((0.15, 0.03, 0.05, 1, 0, True, True), 15),
            Example((0.15, 0.03, 0.05, 1.2, 0, True, False), 18),
            Example((0.15, 0.03, 0.05, None, None, True, False), 21),
            Example((0.15, 0, 0.05, 1.2, 0, True, True), 18),
            Example((0.15, 0.2, 0.05, 1.2, 0, True, False), 0),
            Example((0.15, 0.2, 0.05, 1.2, None, True, False), 0),
            Example((0.15, 1, 2, 1.2, 2 / 3), 10),
            Example((0.4, 5, 1), 48),
            Example((0.1, 1, 3), 3.33),
            Example((0.1, 0, 0), 10),
            Example((0.4, None, 1), "", "#N/A"),
            Example((0.4, 0.95, ""), "", "#N/A"),
        ),
    ),
    Function(
        "score_pass_fail",
        Words("非此即彼得分", "Score pass or fail"),
        "score",
        (WEIGHT, ACTUAL, TARGET, LOWER),
        gives="plain",
        needs=("weight", "actual", "target"),
        value=f"ROUND(IF({_MET}, weight*100, 0), 2)",
        words=Words(
            "达到目标得满分，否则 0 分", "full points where the target is met, otherwise none"
        ),
        source=Words("非此即彼。", "非此即彼, pass or fail."),
        examples=(
            Example((0.15, 0.03, 0.05, True), 15),
            Example((0.15, 0.06, 0.05, True), 0),
            Example((0.4, 0.95, 1), 0),
            Example((0.4, 0.1 + 0.2, 0.3), 40),
            Example((0.4, 0.3, 0.1 + 0.2), 40),
            Example((0.4, None, 1), "", "#N/A"),
        ),
    ),
    Function(
        "score_deduct",
        Words("减分法得分", "Score by deduction"),
        "score",
        (
            WEIGHT,
            ACTUAL,
            TARGET,
            STEP,
            POINTS,
            Argument("least", Words("最低分", "the fewest points"), default="0"),
            LOWER,
            _parts("begun"),
        ),
        gives="plain",
        needs=("weight", "actual", "target", "step", "points"),
        undefined="step<=0",
        unusable="points<0",
        value=f"ROUND(MAX(N(least), weight*100-points*{_counted(_SHORT)}), 2)",
        words=Words(
            "满分减：每差一步(不足一步算一步)扣若干分，不低于最低分",
            "full points less so many for each step short, a part of a step counting whole, "
            "not below the fewest",
        ),
        source=Words(
            "减分法：每少 1 个扣 5 分。达成率100%得满分，每低1%扣2分，最低0："
            "score_deduct(1, 0.95, 1, 1%, 2)；ROI为3得满分，每低0.1扣1分："
            "score_deduct(1, 2.7, 3, 0.1, 1)。扣分写正数。",
            "减分法, by deduction: 5 points off for each one short; full points at 100 "
            "%, 2 off for each 1 % below, none below 0: score_deduct(1, 0.95, 1, 1%, "
            "2); full points for a return of 3, 1 off for each 0.1 below: "
            "score_deduct(1, 2.7, 3, 0.1, 1). Points to take off are positive.",
        ),
        examples=(
            Example((0.15, 1, 2, 1, 5, 0), 10),
            Example((0.15, 2, 2, 1, 5), 15),
            Example((0.15, 3, 2, 1, 5), 15),
            Example((0.15, -5, 2, 1, 5), 0),
            Example((0.15, -5, 2, 1, 5, -10), -10),
            Example((0.2, 0.97, 1, 0.01, 2), 14),
            Example((0.2, 2.65, 3, 0.1, 1), 16),
            Example((1, 2.7, 3, 0.1, 1), 97, note=Words("正好三步", "three steps exactly")),
            Example((1, 0.955, 1, 0.01, 2, 0, False, "full"), 92),
            Example((1, 0.955, 1, 0.01, 2, 0, False, "exact"), 91),
            Example((0.2, 0.08, 0.05, 0.01, 2, 0, True), 14),
            Example((0.15, 1, 2, 0, 5), "", "#DIV/0!"),
            Example(
                (0.15, 1, 2, 1, -5),
                "",
                "#VALUE!",
                Words("扣分写成了负数", "points to take off are not negative"),
            ),
            Example((0.15, 1, 2, None, 5), "", "#N/A"),
            Example((0.15, None, 2, 1, 5), "", "#N/A"),
        ),
    ),
    Function(
        "score_bonus",
        Words("加分法得分", "Score with a bonus"),
        "score",
        (
            WEIGHT,
            ACTUAL,
            TARGET,
            STEP,
            POINTS,
            Argument("most", Words("最多加分", "the most points added")),
            LOWER,
            _parts("full"),
        ),
        gives="plain",
        needs=("weight", "actual", "target", "step", "points", "most"),
        undefined="step<=0",
        unusable="OR(points<0, most<0)",
        value=(f"ROUND(IF({_MET}, weight*100+MIN(most, points*{_counted(_BEYOND)}), 0), 2)"),
        words=Words(
            "达到目标得满分，每超一整步加若干分，至多加到上限；未达到 0 分",
            "full points where the target is met and so many more for each whole step beyond, "
            "up to the most; none where it is not met",
        ),
        source=Words(
            "加分法：每高5%加1分，最高加5分：score_bonus(0, 1.14, 1, 5%, 1, 5)。权重填 "
            "0，这一行就只加分。",
            "加分法, by bonus: 1 point for each 5 % beyond, 5 at most: score_bonus(0, "
            "1.14, 1, 5%, 1, 5). A weight of 0 makes a row that only adds.",
        ),
        examples=(
            Example((0.2, 1.1, 1, 0.05, 1, 5), 22),
            Example((0.2, 1.14, 1, 0.05, 1, 5), 22),
            Example((0.2, 1.14, 1, 0.05, 1, 5, False, "exact"), 22.8),
            Example((0.2, 2, 1, 0.05, 1, 5), 25),
            Example((0.2, 1, 1, 0.05, 1, 5), 20),
            Example((0.2, 0.99, 1, 0.05, 1, 5), 0),
            Example((0, 3, 1, 1, 2, 5), 4),
            Example((0.2, 0.03, 0.05, 0.01, 1, 5, True), 22),
            Example((0.2, 1.1, 1, 0, 1, 5), "", "#DIV/0!"),
            Example((0.2, 1.1, 1, 0.05, -1, 5), "", "#VALUE!"),
            Example((0.2, 1.1, 1, 0.05, 1, -5), "", "#VALUE!"),
            Example((0.2, None, 1, 0.05, 1, 5), "", "#N/A"),
        ),
    ),
    Function(
        "score_tiers",
        Words("层差法得分", "Score by tiers"),
        "score",
        (
            ACTUAL,
            Argument("looked_up", Words("按层差表查到的分数", "the points its tier gives")),
        ),
        gives="plain",
        needs=("actual", "looked_up"),
        value="ROUND(looked_up, 2)",
        words=Words(
            "层差表中实际值所在一层的分数", "the points of the tier in which the actual lies"
        ),
        source=Words(
            "层差法。在有层差表的地方查出本层的分数。",
            "层差法, by tiers. The tier is looked up where its table is known.",
        ),
        examples=(
            Example((1, 10), 10),
            Example((2, 15), 15),
            Example((1, 3.456), 3.46),
            Example((None, 15), "", "#N/A"),
            Example((1, ""), "", "#N/A"),
        ),
    ),
    Function(
        "score_manual",
        Words("说明法得分", "Score by judgement"),
        "score",
        (Argument("given", Words("评定的分数", "the points given")),),
        gives="plain",
        needs=("given",),
        value="ROUND(given, 2)",
        words=Words("评定的分数，两位小数", "the points given, to 2 decimals"),
        source=Words("说明法。", "说明法, as somebody judged."),
        examples=(Example((12.345,), 12.35), Example((0,), 0), Example((None,), "", "#N/A")),
    ),
    Function(
        "score",
        Words("得分", "Score"),
        "score",
        (
            Argument(
                "method",
                Words(
                    "方法：1 比率 2 非此即彼 3 减分 4 加分 5 层差 6 说明",
                    "1 in proportion, 2 pass or fail, 3 deduction, 4 bonus, 5 tiers, 6 judgement",
                ),
            ),
            WEIGHT,
            ACTUAL,
            TARGET,
            LOWER,
            INVERSE,
            CAP,
            FLOOR,
            Argument("step", STEP.help, default="0"),
            Argument("points", POINTS.help, default="0"),
            Argument("least", Words("减分法最低分", "deduction: the fewest points"), default="0"),
            Argument("most", Words("加分法最多加分", "bonus: the most points added"), default="0"),
            Argument("given", Words("层差或评定的分数", "points looked up or given"), default='""'),
        ),
        gives="plain",
        needs=("method",),
        unusable="OR(method<1, method>=7)",
        value=(
            "IF(method>=6, score_manual(given), IF(method>=5, score_tiers(actual, given), "
            "IF(COUNT(weight, actual, target)<3, missing, CHOOSE(method, "
            "score_proportional(weight, actual, target, cap, floor, lower, inverse), "
            "score_pass_fail(weight, actual, target, lower), "
            "score_deduct(weight, actual, target, step, points, least, lower), "
            "score_bonus(weight, actual, target, step, points, most, lower)))))"
        ),
        words=Words("按本行的方法计分，两位小数", "points by the row's own method, to 2 decimals"),
        source=Words(
            "六种方法合一，供用编号选方法的表使用。",
            "All six methods in one, for callers that number them.",
        ),
        examples=(
            Example((1, 0.4, 0.95, 1), 38),
            Example((1, 0.3, 3.2, 3, False, False, 1.2), 32),
            Example((1, 0.15, 0.03, 0.05, True, True, 1), 15),
            Example((2, 0.15, 0.03, 0.05, True), 15),
            Example((3, 0.15, 1, 2, False, False, None, None, 1, 5, 0), 10),
            Example((4, 0.2, 1.1, 1, False, False, None, None, 0.05, 1, 0, 5), 22),
            Example((5, 0.15, 1, 2, False, False, None, None, None, None, None, None, 10), 10),
            Example((6, 0.15, None, None, False, False, 1, 0, 0, 0, 0, 0, 12), 12),
            Example((1, 0.4, None, 1), "", "#N/A"),
            Example((3, 0.15, 1, 2, False, False, None, None, None, 5), "", "#N/A"),
            Example((7, 0.4, 0.95, 1), "", "#VALUE!"),
            Example((None, 0.4, 0.95, 1), "", "#N/A"),
        ),
    ),
    Function(
        "grade",
        Words("考核等级", "Grade"),
        "score",
        (
            Argument("points", Words("得分", "the points")),
            WEIGHT,
            Argument(
                "bounds",
                Words("等级下限列，升序", "lower bounds, ascending"),
                many=True,
                order="up",
            ),
            Argument("grades", Words("等级列", "the grades"), takes="any", many=True),
        ),
        gives="any",
        like="grades",
        needs=("points", "weight"),
        undefined="weight=0",
        alike=("bounds", "grades"),
        unusable=f'COUNTIF(bounds, "<="&N(INDEX(bounds, {_REACHED}))+1E-9)<>{_REACHED}',
        value=f"INDEX(grades, {_REACHED})",
        words=Words(
            "得分 ÷ (权重 × 100) 所达到的最高下限对应的等级",
            "the grade of the highest bound that points ÷ (weight × 100) reaches",
        ),
        source=Words(
            "数一数达到了几个下限：名单下面的空行不碍事，也不会因第 15 "
            "位小数掉一级。下限未按升序或没有下限时报错，不会给错等级。",
            "Counts the bounds reached: blank rows below the list do no harm, and the "
            "15th digit does not cost a grade. Bounds out of order, or none, are an "
            "error, no wrong grade.",
        ),
        examples=(
            Example((38, 0.4, (0, 0.8, 1), ("待改进", "良好", "优秀")), "良好"),
            Example((32, 0.3, (0, 0.8, 1), ("待改进", "良好", "优秀")), "优秀"),
            Example((15, 0.15, (0, 0.8, 1), ("待改进", "良好", "优秀")), "优秀"),
            Example((10, 0.15, (0, 0.8, 1), ("待改进", "良好", "优秀")), "待改进"),
            Example((95, 1, (0, 0.8, 1), ("待改进", "良好", "优秀")), "良好"),
            Example((80, 1, (0, 0.8, 1, None), ("待改进", "良好", "优秀", None)), "良好"),
            Example((-5, 1, (0, 0.8, 1), ("待改进", "良好", "优秀")), "待改进"),
            Example(
                (90, 1, (0, 1, 0.8), ("待改进", "优秀", "良好")),
                "",
                "#VALUE!",
                Words("下限未按升序", "bounds out of order"),
            ),
            Example((5, 0, (0, 0.8, 1), ("待改进", "良好", "优秀")), "", "#DIV/0!"),
            Example(("", 1, (0, 0.8, 1), ("待改进", "良好", "优秀")), "", "#N/A"),
        ),
    ),
)
