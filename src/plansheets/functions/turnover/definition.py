"""How often stock turns, and how much to order at once."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

TURNOVER: tuple[Function, ...] = (
    Function(
        "stock_to_sales",
        Words("库销比", "Stock to sales"),
        "stock",
        (
            Argument("stock", Words("期末库存(件数或金额)", "stock at the end, units or money")),
            Argument(
                "sold", Words("期间销售(同一口径)", "what was sold, in the same"), like="stock"
            ),
        ),
        gives="ratio",
        needs=("stock", "sold"),
        undefined="sold<=0",
        value="stock/sold",
        words=Words(
            "期末库存 ÷ 期间销售(同用件数或同用金额)；没有销售时留空",
            "stock at the end ÷ sales of the period, both in units or both in money; blank without "
            "sales",
        ),
        source=Words(
            "零售业的库销比：库存够卖几个这样的周期。库存与销售的计价口径要一致：都按成本，或都按售价。",
            "Retail's stock-to-sales ratio: how many such periods the stock lasts. The "
            "stock of a price and the sales of another give no ratio: both at cost, or "
            "both at retail.",
        ),
        examples=(
            Example((200, 120), 5 / 3),
            Example((80, 160), 0.5),
            Example((0, 160), 0),
            Example((80, 0), "", "#DIV/0!"),
            Example((None, 160), "", "#N/A"),
            Example((80, ""), "", "#N/A"),
        ),
    ),
    Function(
        "stock_turns",
        Words("库存周转率(次)", "Stock turns"),
        "stock",
        (
            Argument("sold_cost", Words("期间销售成本", "cost of what was sold")),
            Argument(
                "stock_cost", Words("平均库存成本", "average stock at cost"), like="sold_cost"
            ),
        ),
        gives="ratio",
        needs=("sold_cost", "stock_cost"),
        undefined="stock_cost<=0",
        value="sold_cost/stock_cost",
        words=Words(
            "期间销售成本 ÷ 平均库存成本；没有库存时留空",
            "cost of sales ÷ average stock at cost; blank without stock",
        ),
        source=Words(
            "存货周转率。平均库存是（期初 + 期末）÷ 2，"
            "波动大时多取几天；按售价计的销售额会让周转快出一个毛利。",
            "存货周转率. The average is (opening + closing) ÷ 2, or of more days where "
            "it swings; sales at their price would turn too fast by the margin.",
        ),
        examples=(
            Example((600000, 100000), 6),
            Example((100000, 150000), 2 / 3),
            Example((0, 100000), 0),
            Example((600000, 0), "", "#DIV/0!"),
            Example((None, 100000), "", "#N/A"),
        ),
    ),
    Function(
        "stock_turn_days",
        Words("库存周转天数", "Days of stock turnover"),
        "stock",
        (
            Argument("stock_cost", Words("平均库存成本", "average stock at cost")),
            Argument(
                "sold_cost", Words("期间销售成本", "cost of what was sold"), like="stock_cost"
            ),
            Argument("days", Words("期间天数", "days of the period"), default="365"),
        ),
        gives="days",
        needs=("stock_cost", "sold_cost", "days"),
        undefined="OR(sold_cost<=0, days<=0)",
        value="stock_cost/(sold_cost/days)",
        words=Words(
            "平均库存成本 ÷ 日均销售成本；没有销售时留空",
            "average stock at cost ÷ cost of sales a day; blank without sales",
        ),
        source=Words(
            "存货周转天数，天数 ÷ stock_turns；未填时按 365 天。cover_days 看的是今天的"
            "库存还能卖多久，不是已经放了多久。",
            "存货周转天数, days ÷ stock_turns; 365 days unless told. cover_days is of "
            "the stock of today: how long it will last, not how long it lay.",
        ),
        examples=(
            Example((100000, 600000), 365 / 6),
            Example((100000, 50000, 30), 60),
            Example((0, 600000), 0),
            Example((100000, 0), "", "#DIV/0!"),
            Example((100000, 600000, 0), "", "#DIV/0!"),
            Example((100000, None), "", "#N/A"),
        ),
    ),
    Function(
        "safety_stock_uncertain_lead",
        Words("安全库存(补货周期不定)", "Safety stock with an uncertain lead time"),
        "stock",
        (
            Argument("daily", Words("日均销量", "units sold a day")),
            Argument(
                "spread", Words("日销量标准差", "standard deviation of daily sales"), like="daily"
            ),
            Argument("lead_days", Words("平均补货周期(天)", "days until goods arrive, on average")),
            Argument(
                "lead_spread",
                Words("补货周期标准差(天)", "standard deviation of those days"),
                like="lead_days",
            ),
            Argument("service", Words("不缺货概率", "chance not to run out"), default="95%"),
        ),
        gives="count",
        like="daily",
        needs=("daily", "spread", "lead_days", "lead_spread", "service"),
        unusable=("OR(MIN(daily, spread, lead_days, lead_spread)<0, service<0.5, service>=1)"),
        value="NORMSINV(service)*SQRT(lead_days*spread*spread+daily*daily*lead_spread*lead_spread)",
        words=Words(
            "服务水平系数 × √(补货周期 × 日销量标准差² + 日均销量² × 补货周期标准差²)",
            "service factor × √(lead time × deviation of daily sales² + daily sales² × deviation "
            "of the lead time²)",
        ),
        source=Words(
            "需求与交期都服从正态分布，且互不相关（Silver、Pyke 和 Thomas）。交期确定时"
            "就是 safety_stock。",
            "Demand and lead time both normal and independent of each other (Silver, "
            "Pyke & Thomas). With a lead time that is sure it is safety_stock.",
        ),
        examples=(
            Example((20, 5, 9, 2), 70.26817774586249),
            Example((20, 10, 9, 0), 49.34560880854415),
            Example((20, 5, 9, 2, 0.5), 0),
            Example((20, 5, 9, -2), "", "#VALUE!"),
            Example((20, 5, 9, 2, 1), "", "#VALUE!"),
            Example(
                (20, 5, 9, 2, 0.05), "", "#VALUE!", Words("是缺货概率", "the chance to run out")
            ),
            Example((None, 5, 9, 2), "", "#N/A"),
        ),
    ),
    Function(
        "eoq",
        Words("经济订货批量 EOQ", "Economic order quantity EOQ"),
        "stock",
        (
            Argument("demand", Words("全年需求量", "units needed a year")),
            Argument("order_cost", Words("每次订货费用", "what an order costs, whatever its size")),
            Argument(
                "holding_cost",
                Words("每件每年持有成本", "what it costs to hold a unit for a year"),
                like="order_cost",
            ),
        ),
        gives="count",
        like="demand",
        needs=("demand", "order_cost", "holding_cost"),
        undefined="holding_cost<=0",
        unusable="MIN(demand, order_cost)<0",
        value="SQRT(2*demand*order_cost/holding_cost)",
        words=Words(
            "√(2 × 全年需求 × 每次订货费 ÷ 每件每年持有成本)",
            "√(2 × demand a year × cost of an order ÷ cost of holding a unit for a year)",
        ),
        source=Words(
            "Harris（1913）：需求平稳，单价与批量无关。需求与持有成本取同一时间段；持有成本包括资金、仓储和损耗。",
            "Harris (1913): steady demand, one price whatever the size. Demand and "
            "holding are of the same stretch of time; holding is capital, space and "
            "loss.",
        ),
        examples=(
            Example((12000, 50, 3), 632.4555320336759),
            Example((1000, 20, 4), 100),
            Example((0, 50, 3), 0),
            Example((12000, 50, 0), "", "#DIV/0!"),
            Example((-12000, 50, 3), "", "#VALUE!"),
            Example((None, 50, 3), "", "#N/A"),
        ),
    ),
)
