"""Customers: what they are worth, how recent, how frequent, and what to call them."""

from __future__ import annotations

from datetime import date

from plansheets.functions.customers.segments import EIGHT, HEADERS
from plansheets.functions.deviations.definition import LOWER
from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

LEVELS = Argument("levels", Words("分几档", "how many levels"), default="5")
RANKED = Argument(
    "values", Words("全部数值列", "the column of all numbers to be ranked"), many=True
)
LANGUAGE = Argument(
    "language",
    Words("表头与分类的语言", "the language of header and segments"),
    takes="option",
    default='"zh-CN"',
    options=("zh-CN", "en"),
)
TIES = Argument(
    "ties",
    Words(
        "equal 同值同分；first 先出现的低分", "equal: equal numbers score alike; first: by order"
    ),
    takes="option",
    default='"equal"',
    options=("equal", "first"),
)

_EIGHT = tuple(EIGHT["zh-CN"])
_GRID = tuple(tuple(f"R{r}F{f}" for f in range(1, 6)) for r in range(1, 6))
_MONEY = (200, 1000, 3000)
_DAYS = (30, 90, 180, 365)
_HEADER = tuple(HEADERS["en"])

_LESS = 'SUMPRODUCT((values<value-1E-12*ABS(value))*(values<>""))'
_MORE = 'SUMPRODUCT((values>value+1E-12*ABS(value))*(values<9E+99)*(values<>""))'
"""How many numbers are less, and more, to twelve digits: some programs compare 15 digits, others
17. No text is less than 9E+99, and a blank would be zero."""

CUSTOMERS: tuple[Function, ...] = (
    Function(
        "ltv",
        Words("客户终身价值 LTV", "Lifetime value LTV"),
        "customer",
        (
            Argument("order_value", Words("客单价(每单金额)", "what an order is worth")),
            Argument("orders", Words("每年单数", "orders a year")),
            Argument("margin", Words("毛利率", "the gross margin")),
            Argument("years", Words("年数", "years that a customer stays"), default="1"),
        ),
        gives="money",
        like="order_value",
        needs=("order_value", "orders", "margin", "years"),
        unusable="MIN(order_value, orders, years)<0",
        value="order_value*orders*margin*years",
        words=Words(
            "每单金额 × 每年单数 × 毛利率 × 年数；默认只看 12 个月",
            "order value × orders a year × gross margin × years; twelve months unless told",
        ),
        source=Words(
            "先按十二个月算：更长的生命周期只是猜测。",
            "Twelve months first: a longer life is a guess.",
        ),
        examples=(
            Example((200, 6, 0.4), 480, note=Words("12 个月", "twelve months")),
            Example((350, 4, 0.35, 3), 1470),
            Example((200, -1, 0.4), "", "#VALUE!"),
            Example((None, 6, 0.4), "", "#N/A"),
        ),
    ),
    Function(
        "ltv_to_cac",
        Words("LTV:CAC", "LTV to CAC"),
        "customer",
        (
            Argument("ltv", Words("客户终身价值", "the lifetime value")),
            Argument("cac", Words("获客成本(见 unit_cost)", "cost of a new customer"), like="ltv"),
        ),
        gives="ratio",
        needs=("ltv", "cac"),
        undefined="cac<=0",
        value="ltv/cac",
        words=Words(
            "终身价值 ÷ 获客成本；3 为目标，低于 1 是亏本拉新",
            "lifetime value ÷ cost of a new customer; 3 is the aim, below 1 each one costs money",
        ),
        source=Words(
            "CAC 即 unit_cost（拉新费用，新付费客户数）。",
            "CAC is unit_cost(spend on new customers, new paying customers).",
        ),
        examples=(
            Example((480, 160), 3),
            Example((480, 45), 480 / 45),
            Example((40, 50), 0.8),
            Example((480, 0), "", "#DIV/0!"),
            Example((480, -1), "", "#DIV/0!"),
            Example((480, None), "", "#N/A"),
        ),
    ),
    Function(
        "repeat_rate",
        Words("复购率", "Repeat purchase rate"),
        "customer",
        (
            Argument(
                "orders", Words("每个客户的单数列", "a column: each customer's orders"), many=True
            ),
        ),
        gives="percent",
        undefined='COUNTIF(orders, ">=1")=0',
        value='COUNTIF(orders, ">=2")/COUNTIF(orders, ">=1")',
        words=Words(
            "两单及以上的客户 ÷ 有单的客户；无人下单时留空",
            "customers with two orders or more ÷ customers with any; blank without buyers",
        ),
        source=Words(
            "京东：近 30/90 天 ≥2 单客户 ÷ 全部成交客户；订单取同一时间窗内的。",
            "JD: 近 30/90 天 ≥2 单客户 ÷ 全部成交客户; the orders are those of the window.",
        ),
        examples=(
            Example(((1, 2, 3, 1, None),), 0.5),
            Example(((1, 0, 2),), 0.5, note=Words("0 单不算客户", "no order, no buyer")),
            Example(((0, None),), "", "#DIV/0!"),
        ),
    ),
    Function(
        "recency_days",
        Words("最近一次消费(天)", "Recency in days"),
        "customer",
        (
            Argument("as_of", Words("统计日期", "the day on which to look"), takes="date"),
            Argument("last_order", Words("最近付款日期", "the last paid day"), takes="date"),
        ),
        gives="days",
        needs=("as_of", "last_order"),
        unusable="INT(last_order)>INT(as_of)",
        value="INT(as_of)-INT(last_order)",
        words=Words(
            "统计日期 − 最近付款日期，整天；付款在统计日之后时留空",
            "as-of day − last paid day, whole days; blank for a day to come",
        ),
        source=Words(
            "RFM 中的 R；带时间的日期按整天计。", "The R of RFM; a day with its time counts whole."
        ),
        examples=(
            Example((date(2024, 6, 30), date(2024, 6, 20)), 10),
            Example((date(2024, 6, 30), date(2024, 6, 30)), 0),
            Example((45473, 45463.75), 10, note=Words("带时间", "with its time")),
            Example((date(2024, 6, 30), date(2024, 7, 1)), "", "#VALUE!"),
            Example((date(2024, 6, 30), None), "", "#N/A"),
        ),
    ),
    Function(
        "fixed_score",
        Words("按界限打分", "Score by fixed bounds"),
        "customer",
        (
            Argument("value", Words("数值", "the number")),
            Argument(
                "bounds",
                Words("界限列，逐行升高或逐行降低", "a column of bounds, ascending or descending"),
                many=True,
                order="either",
            ),
            LOWER,
        ),
        gives="count",
        needs=("value",),
        unusable="COUNT(bounds)=0",
        value=(
            '1+IF(lower, COUNTIF(bounds, ">="&ROUND(value, 10)), '
            'COUNTIF(bounds, "<="&ROUND(value, 10)))'
        ),
        words=Words(
            "1 分，每达到一个界限加 1 分；越低越好时界限是各分的上限",
            "1, and one more for each bound reached; where less is better bounds are the most "
            "for a score",
        ),
        source=Words(
            "客户少，或多数只买过一次时，固定分界比排名分得更开。",
            "Few customers, or most with one order: fixed bounds part better than ranks.",
        ),
        examples=(
            Example((150, _MONEY), 1),
            Example((200, _MONEY), 2),
            Example((5000, _MONEY), 4),
            Example((30, _DAYS, True), 5),
            Example((31, _DAYS, True), 4),
            Example((400, _DAYS, True), 1),
            Example((150, (None,)), "", "#VALUE!", Words("没有界限", "no bounds")),
            Example((2000, (200, 3000, 1000)), 3, "#VALUE!", Words("界限颠倒", "out of order")),
            Example((None, _MONEY), "", "#N/A"),
        ),
    ),
    Function(
        "rank_score",
        Words("按排名打分", "Score by rank"),
        "customer",
        (Argument("value", Words("数值", "the number"), like="values"), RANKED, LEVELS, LOWER),
        gives="count",
        needs=("value", "levels"),
        unusable="OR(COUNT(values)=0, levels<1, levels<>INT(levels))",
        value=f"MIN(levels, INT(levels*IF(lower, {_MORE}, {_LESS})/COUNT(values))+1)",
        words=Words(
            "1 + ⌊档数 × 不如它的个数 ÷ 总个数⌋，不超过档数；同值同分",
            "1 + ⌊levels × how many are worse ÷ how many there are⌋, at most the levels; equal "
            "numbers score alike",
        ),
        source=Words(
            "每行一条公式，耗时按行数的平方增长；rank_scores 一次得出整列。",
            "One call a row takes the square of the rows: rank_scores gives the whole column.",
        ),
        examples=(
            Example((2, (1, 2, 2, 3, 9)), 2),
            Example((9, (1, 2, 2, 3, 9)), 5),
            Example((1, (1, 10, 20, 30, 40), 5, True), 5),
            Example((3, (1, 2, 3, 4), 2), 2),
            Example((3, (None, "")), "", "#VALUE!"),
            Example((None, (1, 2)), "", "#N/A"),
        ),
    ),
    Function(
        "rank_scores",
        Words("整列按排名打分", "Scores by rank"),
        "customer",
        (RANKED, LEVELS, TIES, LOWER),
        gives="count",
        needs=("levels",),
        value="",
        shape="column",
        words=Words(
            "每个数按排名得 1 到 5 分，各档人数相近；空白处为 #N/A",
            "a score from 1 to 5 by rank for each number, about as many each; #N/A for a blank",
        ),
        source=Words(
            'pandas 的 rank(method="first") 加 qcut，按人数等分：ties="first"。',
            'pandas\' rank(method="first") with qcut parts equal numbers: ties="first".',
        ),
        examples=(
            Example(((1, 2, 2, 3, 9),), (1, 2, 2, 4, 5)),
            Example(((1, 2, 2, 3, 9), 5, "first"), (1, 2, 3, 4, 5)),
            Example(((1, 10, 20, 30, 40), 5, "equal", True), (5, 4, 3, 2, 1)),
            Example(((1, None, 3), 2), (1, "#N/A", 2)),
            Example(((None, ""),), "", "#VALUE!"),
            Example(((1, 2), None), "", "#N/A"),
        ),
    ),
    Function(
        "rfm_segment",
        Words("RFM 八类客户", "RFM segment"),
        "customer",
        (
            Argument("recency", Words("最近一次(天)", "days since the last order")),
            Argument("frequency", Words("次数", "orders")),
            Argument("monetary", Words("金额", "what they paid")),
            Argument("days", Words("不超过此天数为近", "at most so many days are recent")),
            Argument("least_orders", Words("达到此次数为高", "so many orders are frequent")),
            Argument("least_paid", Words("达到此金额为高", "so much is high"), like="monetary"),
            Argument(
                "segments",
                Words(
                    "八类名称列：按 4 × 金额高 + 2 × 次数高 + 近 排列",
                    "the eight names, by 4 × high value + 2 × frequent + recent",
                ),
                takes="any",
                many=True,
            ),
        ),
        gives="any",
        like="segments",
        needs=("recency", "frequency", "monetary", "days", "least_orders", "least_paid"),
        unusable="ROWS(segments)*COLUMNS(segments)<>8",
        value=(
            "INDEX(segments, 1+4*(monetary-least_paid>=-1E-9*ABS(least_paid))"
            "+2*(ROUND(frequency-least_orders, 9)>=0)+(ROUND(recency-days, 9)<=0))"
        ),
        words=Words(
            "近/远、次数高/低、金额高/低的组合；恰在界限上算高(近)",
            "recent or not, frequent or not, of high value or not; at the bound is high",
        ),
        source=Words(
            "国内通行的八类客户。分界可用固定值（10 天、3 单、200 元），也可用整列算一次的平均值。",
            "The Chinese trade's eight. Bounds are fixed ones (10 days, 3 orders, 200 "
            "yuan) or means, found once for the column.",
        ),
        examples=(
            Example((5, 5, 500, 10, 3, 200, _EIGHT), "重要价值客户"),
            Example((10, 3, 200, 10, 3, 200, _EIGHT), "重要价值客户"),
            Example((40, 5, 500, 10, 3, 200, _EIGHT), "重要保持客户"),
            Example((5, 1, 500, 10, 3, 200, _EIGHT), "重要发展客户"),
            Example((40, 1, 500, 10, 3, 200, _EIGHT), "重要挽留客户"),
            Example((5, 5, 50, 10, 3, 200, _EIGHT), "一般价值客户"),
            Example((40, 5, 50, 10, 3, 200, _EIGHT), "一般保持客户"),
            Example((5, 1, 50, 10, 3, 200, _EIGHT), "一般发展客户"),
            Example((40, 1, 50, 10, 3, 200, _EIGHT), "一般挽留客户"),
            Example((5, 5, 500, 10, 3, 200, _EIGHT[:7]), "", "#VALUE!"),
            Example((None, 5, 500, 10, 3, 200, _EIGHT), "", "#N/A"),
        ),
    ),
    Function(
        "rfm_cell",
        Words("RF 网格分类", "Cell of the RF grid"),
        "customer",
        (
            Argument("r", Words("R 分", "the recency score")),
            Argument("f", Words("F 分", "the frequency score")),
            Argument(
                "grid",
                Words(
                    "网格区域：行为 R 分 1 到 5，列为 F 分 1 到 5",
                    "the grid: a row for each recency score, a column for each frequency score",
                ),
                takes="any",
                many=True,
                table=True,
            ),
        ),
        gives="any",
        like="grid",
        needs=("r", "f"),
        unusable="OR(r<1, r>=ROWS(grid)+1, f<1, f>=COLUMNS(grid)+1)",
        value="INDEX(grid, r, f)",
        words=Words("网格中 R 分一行、F 分一列的名称", "what the grid holds for the two scores"),
        source=Words(
            "可修改的 5 × 5 近度、频次对照图。", "The editable 5 × 5 map of recency by frequency."
        ),
        examples=(
            Example((5, 5, _GRID), "R5F5"),
            Example((1, 3, _GRID), "R1F3"),
            Example((2, 1, (("a", "b"), ("c", "d"))), "c"),
            Example((6, 1, _GRID), "", "#VALUE!"),
            Example((None, 1, _GRID), "", "#N/A"),
        ),
    ),
    Function(
        "rfm",
        Words("RFM 客户表", "RFM table"),
        "customer",
        (
            Argument(
                "customers", Words("订单的客户列", "whose order each is"), takes="any", many=True
            ),
            Argument("dates", Words("付款日期列", "the paid days"), takes="date", many=True),
            Argument(
                "amounts",
                Words("金额列，单独一行的退款为负", "the amounts, a refund of its own negative"),
                many=True,
            ),
            Argument("as_of", Words("统计日期", "the day on which to look"), takes="date"),
            Argument("window_days", Words("统计天数", "days that count"), default="365"),
            LEVELS,
            TIES,
            LANGUAGE,
            Argument(
                "orders",
                Words(
                    "订单编号列，同号的行是一单", "the order of each row; its rows are one order"
                ),
                takes="any",
                default='""',
                many=True,
            ),
            Argument(
                "refunds",
                Words("退款金额列", "what of each amount was paid back"),
                like="amounts",
                default='""',
                many=True,
            ),
        ),
        gives="any",
        needs=("as_of", "window_days", "levels"),
        alike=("customers", "dates", "amounts"),
        value="",
        shape="table",
        words=Words(
            "每个客户一行：最近一次(天)、次数、金额、三个按排名的分、八类(按平均)、网格分类",
            "a row for each customer: recency, frequency, monetary value, three scores by rank, "
            "segment of eight (by means), cell of the grid",
        ),
        source=Words(
            "实付大于退款的订单才计数；负的金额会减少消费额。消费额为零或负的客户、未付"
            "款的订单（没有日期或金额）、时间窗以外（包括统计日之后）的订单都不计。过半"
            "客户只买过一次时，满三单才算高频，不用平均值，表头会说明。5 × 5 格需要分五"
            "级。",
            "An order counts where more was paid than refunded; a negative amount "
            "lowers the value. Customers whose value is zero or less, unpaid orders "
            "(no day or no amount) and orders outside the window, later than the as-of "
            "day too, are left out. Where more than half bought once, three orders are "
            "frequent, not the mean, and the header says so. The cells need five "
            "levels.",
        ),
        examples=(
            Example(
                (
                    ("Li", "Wu", "Li", "Wu"),
                    (45000, 45010, 45020, 45025),
                    (100, 50, 80, -10),
                    45030,
                    365,
                    5,
                    "equal",
                    "en",
                ),
                (
                    _HEADER,
                    ("Li", 10, 2, 180, 3, 3, 3, "High value, active", "Need attention"),
                    ("Wu", 20, 1, 40, 1, 1, 1, "Lapsed, low value", "Hibernating"),
                ),
            ),
            Example(
                (
                    ("Li", "Li", "Wu"),
                    (45000, None, 45010),
                    (100, 20, 50),
                    45030,
                    365,
                    5,
                    "equal",
                    "en",
                    ("A1", "A1", "A2"),
                    (None, None, 10),
                ),
                (
                    (*_HEADER[:7], "segment (frequent from 3)", _HEADER[8]),
                    ("Li", 30, 1, 120, 1, 1, 3, "High value, lapsed", "Hibernating"),
                    ("Wu", 20, 1, 40, 3, 1, 1, "New, low value", "About to sleep"),
                ),
                note=Words("订单号与退款列", "orders of several rows, refunds"),
            ),
            Example(
                (("Li", "Wu"), (45000, "soon"), (100, 50), 45030),
                "",
                "#VALUE!",
                Words("文字日期", "a text for a day"),
            ),
            Example((("Li", "Wu"), (45000, 45001), (100, 50), None), "", "#N/A"),
            Example(((None,), (None,), (None,), 45030), "", "#VALUE!"),
        ),
    ),
)
