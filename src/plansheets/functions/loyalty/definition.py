"""Customers who stay, and what they are worth today."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

_KEPT = "retention/(1+discount)"

LOYALTY: tuple[Function, ...] = (
    Function(
        "retention_rate",
        Words("留存率", "Retention rate"),
        "customer",
        (
            Argument("at_start", Words("期初客户数", "customers at the start")),
            Argument("at_end", Words("期末客户数", "customers at the end"), like="at_start"),
            Argument(
                "won",
                Words("其中本期新客", "those of them won meanwhile"),
                like="at_start",
                default="0",
            ),
        ),
        gives="percent",
        needs=("at_start", "at_end", "won"),
        undefined="at_start<=0",
        unusable="OR(won<0, won>at_end, at_end-won>at_start)",
        value="(at_end-won)/at_start",
        words=Words(
            "(期末客户 − 本期新客) ÷ 期初客户；期初没有客户时留空",
            "(customers at the end − those won) ÷ customers at the start; blank without any",
        ),
        source=Words(
            "期初在、现在还在的客户占比。按批次看：来了多少、"
            "其中多少还活跃，不计新增（次日留存、30 日留存）。",
            "Whoever was there at the start and still is. Of a cohort: how many came, "
            "how many of them are active, and nothing won (次日留存, 30 日留存).",
        ),
        examples=(
            Example((1000, 1100, 300), 0.8),
            Example((500, 150), 0.3, note=Words("同批用户", "a cohort")),
            Example((500, 0), 0),
            Example((0, 100, 100), "", "#DIV/0!"),
            Example((1000, 1400, 300), "", "#VALUE!"),
            Example((1000, None, 300), "", "#N/A"),
        ),
    ),
    Function(
        "discounted_ltv",
        Words("折现终身价值 LTV", "Discounted lifetime value LTV"),
        "customer",
        (
            Argument("profit", Words("每年毛利(每客户)", "gross profit a year, of a customer")),
            Argument("retention", Words("年留存率", "the share that stays each year")),
            Argument("discount", Words("年折现率", "the discount rate a year"), default="10%"),
            Argument(
                "years",
                Words("年数，空白为不限", "how many years, blank for ever"),
                default='""',
            ),
        ),
        gives="money",
        like="profit",
        needs=("profit", "retention", "discount"),
        undefined="1+discount<=retention",
        unusable=("OR(retention<0, retention>1, discount<0, IF(COUNT(years)=0, 1, years)<=0)"),
        value=f"profit*IF(COUNT(years)=0, 1, 1-POWER({_KEPT}, years))/(1-{_KEPT})",
        words=Words(
            "每年毛利 × Σ(留存率 ÷ (1 + 折现率))的 0、1、2……次方；首年全额，不限年数时为 "
            "毛利 ÷ (1 − 留存率 ÷ (1 + 折现率))",
            "profit × Σ (retention ÷ (1 + discount)) to the 0, 1, 2 …, the first year whole; for "
            "ever: profit ÷ (1 − retention ÷ (1 + discount))",
        ),
        source=Words(
            "Gupta 和 Lehmann（2003），第一年的利润计在年初。没有流失、不折现时就是 ltv。",
            "Gupta & Lehmann (2003), with the first year's profit at its start. "
            "Without leavers and discount it is ltv.",
        ),
        examples=(
            Example((480, 0.6), 1056),
            Example((480, 0.6, 0.2, 2), 720),
            Example((480, 0, 0.1), 480),
            Example((480, 1, 0.25), 2400),
            Example((480, 1, 0), "", "#DIV/0!"),
            Example((480, 1.05, 0.1), "", "#VALUE!"),
            Example((480, 0.6, 0.1, 0), "", "#VALUE!"),
            Example((None, 0.6), "", "#N/A"),
        ),
    ),
)
