"""What money brings back."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

RETURNS: tuple[Function, ...] = (
    Function(
        "roi",
        Words("投产比", "Return on spend"),
        "return",
        (
            Argument("revenue", Words("带来的销售额", "the sales it brought")),
            Argument("cost", Words("投入", "what was spent"), like="revenue"),
            Argument(
                "mode",
                Words(
                    "gross 投产比；net 扣除投入；margin 按毛利扣除投入",
                    "gross: sales per unit spent; net: less the spend; margin: gross profit less "
                    "the spend",
                ),
                takes="option",
                default='"gross"',
                options=("gross", "net", "margin"),
            ),
            Argument(
                "margin", Words("毛利率(margin 用)", "the gross margin, for margin"), default="100%"
            ),
        ),
        gives="ratio",
        needs=("revenue", "cost", "margin"),
        undefined="cost<=0",
        value=(
            'IF(mode="gross", revenue/cost, '
            'IF(mode="net", (revenue-cost)/cost, (revenue*margin-cost)/cost))'
        ),
        words=Words(
            "销售额 ÷ 投入；net：(销售额 − 投入) ÷ 投入；margin：(销售额 × 毛利率 − 投入) ÷ 投入；"
            "没有投入时留空",
            "sales ÷ spend; net: (sales − spend) ÷ spend; margin: (sales × gross margin − spend) ÷ "
            "spend; blank without spend",
        ),
        source=Words(
            "平台报的是毛口径（京准通：总订单金额 / 总费用），财务说的是净口径。",
            "Platforms report gross (JD 京准通: 总订单金额 / 总费用); accounting means net.",
        ),
        examples=(
            Example((500, 100), 5),
            Example((450, 80), 5.625),
            Example((500, 100, "net"), 4),
            Example((450, 80, "net"), 4.625),
            Example((50000, 10000, "margin", 0.4), 1),
            Example((500, 0), "", "#DIV/0!"),
            Example((500, -100), "", "#DIV/0!"),
            Example((None, 100), "", "#N/A"),
            Example((500, ""), "", "#N/A"),
        ),
    ),
    Function(
        "break_even_roi",
        Words("保本投产比", "Break-even return"),
        "return",
        (Argument("margin", Words("毛利率", "the gross margin")),),
        gives="ratio",
        needs=("margin",),
        undefined="margin<=0",
        value="1/margin",
        words=Words("1 ÷ 毛利率", "1 ÷ gross margin"),
        source=Words(
            "毛利正好抵掉推广费时的毛口径投产比。",
            "The gross return at which gross profit pays for the spend.",
        ),
        examples=(
            Example((0.4,), 2.5),
            Example((0,), "", "#DIV/0!"),
            Example((-0.1,), "", "#DIV/0!"),
            Example((None,), "", "#N/A"),
        ),
    ),
    Function(
        "payback_months",
        Words("回收期(月)", "Payback in months"),
        "return",
        (
            Argument("investment", Words("一次性投入", "what is spent once")),
            Argument("benefit", Words("每月收益", "what comes back each month"), like="investment"),
        ),
        gives="plain",
        needs=("investment", "benefit"),
        undefined="benefit<=0",
        value="investment/benefit",
        words=Words(
            "投入 ÷ 每月收益；无收益时留空",
            "investment ÷ monthly benefit; blank without a benefit",
        ),
        source=Words("静态回收期，不计利息。", "Simple payback, without interest."),
        examples=(
            Example((50, 8.333333333333334), 6),
            Example((50, 0), "", "#DIV/0!"),
            Example((50, None), "", "#N/A"),
        ),
    ),
    Function(
        "unit_cost",
        Words("单位成本(CAC、CPA)", "Cost per unit (CAC, CPA)"),
        "return",
        (
            Argument("spend", Words("总费用", "what was spent")),
            Argument(
                "units", Words("数量：新客、订单、注册", "customers, orders, registrations won")
            ),
        ),
        gives="money",
        like="spend",
        needs=("spend", "units"),
        undefined="units<=0",
        value="spend/units",
        words=Words(
            "费用 ÷ 数量(如 CAC = 拉新费用 ÷ 付费新客数)",
            "spend ÷ units (CAC: spend on new customers ÷ new paying customers)",
        ),
        source=Words(
            "请说清分母：注册用户不等于付费客户。",
            "Name the denominator: a registration is not a paying customer.",
        ),
        examples=(
            Example((1500000, 300000), 5),
            Example((800000, 17778), 800000 / 17778),
            Example((100, 0), "", "#DIV/0!"),
            Example((None, 10), "", "#N/A"),
        ),
    ),
)
