"""How steady, how concentrated, how unusual numbers are."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

SPREAD: tuple[Function, ...] = (
    Function(
        "variation",
        Words("变异系数", "Coefficient of variation"),
        "spread",
        (Argument("values", Words("各期销量(一列或一行)", "the units of each period"), many=True),),
        gives="percent",
        undefined="SUM(values)<=0",
        value="STDEVP(values)/(SUM(values)/COUNT(values))",
        words=Words(
            "标准差 ÷ 平均；空白期不算，0 算；没有销量时留空",
            "standard deviation ÷ mean; blank periods do not count, zeros do; blank without units",
        ),
        source=(
            "Of these periods themselves (n, not n − 1). An item that came later has blanks "
            "before, not zeros, which would make it look unsteady."
        ),
        examples=(
            Example(((10, 10, 10),), 0),
            Example(((8, 12),), 0.2),
            Example(((0, 20, None),), 1),
            Example(((5, None),), 0),
            Example(((0, 0),), "", "#DIV/0!"),
            Example(((None, None),), "", "#DIV/0!"),
        ),
    ),
    Function(
        "xyz_class",
        Words("XYZ 分类", "XYZ class"),
        "spread",
        (
            Argument("variation", Words("变异系数", "the coefficient of variation")),
            Argument(
                "cut_x",
                Words("不超过它为 X", "up to this it is X"),
                default="50%",
                like="variation",
            ),
            Argument(
                "cut_y",
                Words("不超过它为 Y", "up to this it is Y"),
                default="100%",
                like="variation",
            ),
            Argument("class_x", Words("X 类文字", "the text for X"), takes="any", default='"X"'),
            Argument("class_y", Words("Y 类文字", "the text for Y"), takes="any", default='"Y"'),
            Argument("class_z", Words("Z 类文字", "the text for Z"), takes="any", default='"Z"'),
        ),
        gives="any",
        like="class_x",
        needs=("variation", "cut_x", "cut_y"),
        unusable="OR(variation<0, cut_x>cut_y)",
        value=(
            "IF(ROUND(variation-cut_x, 10)<=0, class_x, "
            "IF(ROUND(variation-cut_y, 10)<=0, class_y, class_z))"
        ),
        words=Words(
            "变异系数 ≤ 50% 为 X(平稳)，≤ 100% 为 Y(波动)，否则为 Z(难以预测)",
            "variation up to 50 % is X (steady), up to 100 % Y (moving), else Z (hard to foresee)",
        ),
        source=(
            "XYZ beside ABC, by what can be foreseen. There is no standard, so the cuts are "
            "yours. A whole column at once: hand over a range."
        ),
        examples=(
            Example((0.3,), "X"),
            Example((0.5,), "X"),
            Example((0.8,), "Y"),
            Example((1.4,), "Z"),
            Example((0.3, 0.1, 0.25), "Z"),
            Example((0.8, 0.5, 1, "稳", "动", "乱"), "动"),
            Example((-0.1,), "", "#VALUE!"),
            Example(("",), "", "#N/A"),
        ),
    ),
    Function(
        "outlier_score",
        Words("异常值得分", "Outlier score"),
        "spread",
        (
            Argument("value", Words("数值", "the number")),
            Argument("median", Words("中位数", "the median of all"), like="value"),
            Argument(
                "mad",
                Words("绝对偏差中位数 MAD", "the median of |value − median|"),
                like="value",
            ),
        ),
        gives="plain",
        needs=("value", "median", "mad"),
        undefined="mad<=0",
        value="0.6745*(value-median)/mad",
        words=Words(
            "0.6745 × (数值 − 中位数) ÷ MAD；绝对值超过 3.5 视为异常；半数以上相同时留空",
            "0.6745 × (value − median) ÷ MAD; beyond ±3.5 is an outlier; blank where more than "
            "half are the same",
        ),
        source=(
            "Modified z score (Iglewicz & Hoaglin, 1993): a wild number moves mean and deviation "
            "and hides behind them; medians it does not move."
        ),
        examples=(
            Example((25, 11, 1), 9.443),
            Example((11, 11, 1), 0),
            Example((9, 11, 2), -0.6745),
            Example((25, 11, 0), "", "#DIV/0!"),
            Example((None, 11, 1), "", "#N/A"),
        ),
    ),
)
