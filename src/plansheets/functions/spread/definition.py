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
        source=Words(
            "只看这些周期本身（除以 n，不是 n − 1）。"
            "后来才上架的商品，之前留空，不要填零，否则会显得不稳定。",
            "Of these periods themselves (n, not n − 1). An item that came later has "
            "blanks before, not zeros, which would make it look unsteady.",
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
        source=Words(
            "ABC 之外再按可预测程度分 XYZ。没有统一标准，"
            "分界由您定。可一次算整列：给一个区域即可。",
            "XYZ beside ABC, by what can be foreseen. There is no standard, so the "
            "cuts are yours. A whole column at once: hand over a range.",
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
        source=Words(
            "修正的 z 分数（Iglewicz 和 Hoaglin，1993）：异常值会拉动平均值和标准差，把"
            "自己藏起来；中位数拉不动。",
            "Modified z score (Iglewicz & Hoaglin, 1993): a wild number moves mean and "
            "deviation and hides behind them; medians it does not move.",
        ),
        examples=(
            Example((25, 11, 1), 9.443),
            Example((11, 11, 1), 0),
            Example((9, 11, 2), -0.6745),
            Example((25, 11, 0), "", "#DIV/0!"),
            Example((None, 11, 1), "", "#N/A"),
        ),
    ),
    Function(
        "abc_xyz_classes",
        Words("整列 ABC-XYZ 分类", "ABC-XYZ classes"),
        "spread",
        (
            Argument("values", Words("销售额列", "a column of sales"), many=True),
            Argument(
                "variations",
                Words("变异系数列(见 variation)", "the variation of each, see variation"),
                many=True,
            ),
            Argument("share_a", Words("A 类累计占比", "share that A holds"), default="80%"),
            Argument("share_b", Words("A、B 类累计占比", "share of A and B"), default="95%"),
            Argument("cut_x", Words("不超过它为 X", "up to this it is X"), default="50%"),
            Argument("cut_y", Words("不超过它为 Y", "up to this it is Y"), default="100%"),
        ),
        gives="text",
        needs=("share_a", "share_b", "cut_x", "cut_y"),
        alike=("values", "variations"),
        value="",
        shape="column",
        words=Words(
            "AX 到 CZ：按销售额累计占比分 ABC，按变异系数分 XYZ；缺一为 #N/A",
            "AX to CZ: ABC by the share of sales, XYZ by the variation; #N/A where one is missing",
        ),
        source=Words(
            "abc_classes 与 xyz_class 合一：AX "
            "可按规则补货，CZ 按需下单。没有波动值的商品仍计入占比。",
            "abc_classes and xyz_class in one: AX can be ordered by rule, CZ on "
            "demand. An item without a variation still counts in the shares.",
        ),
        examples=(
            Example(((50, 30, 15, 5), (0.2, 0.8, 1.4, 0.5)), ("AX", "AY", "BZ", "CX")),
            Example(((50, 30), (0.2, 0.8), 0.5, 0.8, 0.1, 0.5), ("AY", "BZ")),
            Example(((50, None, 15), (0.2, 0.8, None)), ("AX", "#N/A", "#N/A")),
            Example(((0, 0), (1, 1)), "", "#DIV/0!"),
            Example(((50, 30), (0.2, -0.8)), "", "#VALUE!"),
            Example(((50, 30), (0.2, 0.8), None), "", "#N/A"),
        ),
    ),
    Function(
        "pareto_shares",
        Words("整列帕累托累计占比", "Pareto shares"),
        "spread",
        (Argument("values", Words("数值列", "a column of numbers"), many=True),),
        gives="percent",
        value="",
        shape="column",
        words=Words(
            "由大到小排到本行为止的合计 ÷ 总计，同值同占比；空白处为 #N/A，不接受负数",
            "the sum of all that are as great or greater ÷ the sum of all, equal ones alike; #N/A "
            "for a blank, none may be negative",
        ),
        source=Words(
            "二八法则背后的曲线，行的顺序不限：累计到 80 % 为止的，就是关键的少数。",
            "The curve behind 80/20, whatever order the rows are in: where it reaches "
            "80 %, the few that matter end.",
        ),
        examples=(
            Example(((5, 50, 15, 30),), (1, 0.5, 0.95, 0.8)),
            Example(((10, 10, 20),), (1, 1, 0.5)),
            Example(((10, None, 30),), (1, "#N/A", 0.75)),
            Example(((0, 0),), "", "#DIV/0!"),
            Example(((10, -2),), "", "#VALUE!", Words("有负数", "a negative number")),
            Example(((10, "x"),), "", "#VALUE!"),
        ),
    ),
    Function(
        "outlier_scores",
        Words("整列异常值得分", "Outlier scores"),
        "spread",
        (Argument("values", Words("数值列", "a column of numbers"), many=True),),
        gives="plain",
        value="",
        shape="column",
        words=Words(
            "0.6745 × (数值 − 中位数) ÷ 绝对偏差中位数；绝对值超过 3.5 视为异常；空白处为 #N/A",
            "0.6745 × (value − median) ÷ median of |value − median|; beyond ±3.5 is an outlier; "
            "#N/A for a blank",
        ),
        source=Words(
            "修正的 z 分数（Iglewicz 和 Hoaglin，1993）。过半数值相同就无从衡量："
            "#DIV/0!。outlier_score 是它的单元格版本。",
            "Modified z scores (Iglewicz & Hoaglin, 1993). Where more than half are "
            "the same there is nothing to measure by: #DIV/0!. outlier_score is its "
            "twin for cells.",
        ),
        examples=(
            Example(((10, 11, 12, 11, 25),), (-0.6745, 0, 0.6745, 0, 9.443)),
            Example(((1, None, 3),), (-0.6745, "#N/A", 0.6745)),
            Example(((5, 5, 5, 9),), "", "#DIV/0!", Words("过半相同", "most are the same")),
            Example(((10, "x"),), "", "#VALUE!"),
        ),
    ),
    Function(
        "moving_averages",
        Words("整列移动平均", "Moving averages"),
        "spread",
        (
            Argument(
                "values", Words("数值列，按时间先后", "a column, in the order of time"), many=True
            ),
            Argument("window", Words("期数", "how many together"), default="7"),
        ),
        gives="plain",
        like="values",
        needs=("window",),
        value="",
        shape="column",
        words=Words(
            "本行及之前共若干个数的平均；不足时与空白处为 #N/A",
            "the mean of so many numbers up to the row; #N/A until there are as many, and for a "
            "blank",
        ),
        source=Words(
            "按行的顺序取移动平均；空白跳过。moving_average 则按日历计算。",
            "The trailing simple moving average over rows as they come; a blank is "
            "passed over. moving_average goes by the calendar.",
        ),
        examples=(
            Example(((10, 12, 17), 1), (10, 12, 17)),
            Example(((1, 2, 3, 4, 8), 3), ("#N/A", "#N/A", 2, 3, 5)),
            Example(((1, None, 3, 5), 2), ("#N/A", "#N/A", 2, 4)),
            Example(((1, 2), 0.5), "", "#VALUE!"),
            Example(((1, 2), None), "", "#N/A"),
        ),
    ),
)
