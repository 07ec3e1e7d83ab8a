"""Visits, clicks and orders: how many go on, what each costs, what each brings."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function, Gives
from plansheets.words import Words

IMPRESSIONS = Argument("impressions", Words("曝光次数", "how often it was shown"))
CLICKS = Argument("clicks", Words("点击次数", "how often it was clicked"))
SPEND = Argument("spend", Words("推广费用", "what was spent on advertising"))
SALES = Argument("sales", Words("成交金额", "what was sold, in money"))


def _quotient(
    name: str,
    title: Words,
    arguments: tuple[Argument, Argument],
    gives: Gives,
    words: Words,
    source: Words,
    examples: tuple[Example, ...],
    *,
    times: str = "",
) -> Function:
    """One number by another, which a base of zero does not have."""
    above, below = (argument.name for argument in arguments)
    return Function(
        name,
        title,
        "traffic",
        arguments,
        gives=gives,
        like=above if gives == "money" else None,
        needs=(above, below),
        undefined=f"{below}<=0",
        value=f"{above}/{below}{times}",
        words=words,
        source=source,
        examples=(
            *examples,
            Example((examples[0].arguments[0], 0), "", "#DIV/0!"),
            Example((None, examples[0].arguments[1]), "", "#N/A"),
        ),
    )


TRAFFIC: tuple[Function, ...] = (
    _quotient(
        "ctr",
        Words("点击率 CTR", "Click-through rate CTR"),
        (CLICKS, IMPRESSIONS),
        "percent",
        Words("点击次数 ÷ 曝光次数；没有曝光时留空", "clicks ÷ impressions; blank without any"),
        Words(
            "IAB：点击 ÷ 展现。平台把点击计在发生的那天，"
            "展现可能在前几天，所以单日可以超过 100 %。",
            "IAB: clicks ÷ impressions. Platforms count a click on an impression of an "
            "earlier day, so a day may exceed 100 %.",
        ),
        (Example((350, 10000), 0.035), Example((0, 10000), 0), Example((12, 10), 1.2)),
    ),
    _quotient(
        "cvr",
        Words("转化率 CVR", "Conversion rate CVR"),
        (
            Argument("won", Words("成交人数或订单数", "buyers, or orders")),
            Argument("visitors", Words("访客数或点击数", "visitors, or clicks")),
        ),
        "percent",
        Words(
            "成交人数 ÷ 访客数(推广：订单数 ÷ 点击数)；没有访客时留空",
            "buyers ÷ visitors (advertising: orders ÷ clicks); blank without any",
        ),
        Words(
            "京东商智：成交转化率 = 成交人数 ÷ 访客数；"
            "京准通用订单数 ÷ 点击数。请说明用的是哪一种。",
            "JD 商智: 成交转化率 = 成交人数 ÷ 访客数; 京准通 counts orders ÷ clicks. Say which.",
        ),
        (Example((45, 1500), 0.03), Example((0, 1500), 0), Example((1, 3), 1 / 3)),
    ),
    _quotient(
        "cpm",
        Words("千次曝光成本 CPM", "Cost per thousand impressions CPM"),
        (SPEND, IMPRESSIONS),
        "money",
        Words(
            "推广费用 ÷ 曝光次数 × 1000；没有曝光时留空",
            "spend ÷ impressions × 1000; blank without impressions",
        ),
        Words("IAB：mille 指一千次展现。", "IAB: mille is a thousand impressions."),
        (Example((300, 20000), 15), Example((0, 20000), 0), Example((1, 3), 1000 / 3)),
        times="*1000",
    ),
    _quotient(
        "cpc",
        Words("点击成本 CPC", "Cost per click CPC"),
        (SPEND, CLICKS),
        "money",
        Words("推广费用 ÷ 点击次数；没有点击时留空", "spend ÷ clicks; blank without clicks"),
        Words(
            "京准通：平均点击成本 = 总费用 ÷ 点击数。就是 unit_cost，只是用了团队平时叫的名字。",
            "JD 京准通: 平均点击成本 = 总费用 ÷ 点击数. It is unit_cost by the name "
            "that teams type.",
        ),
        (Example((300, 150), 2), Example((0, 150), 0), Example((100, 7), 100 / 7)),
    ),
    _quotient(
        "cpe",
        Words("互动成本 CPE", "Cost per engagement CPE"),
        (
            SPEND,
            Argument(
                "engagements",
                Words("互动次数：赞、藏、评、转、关注", "likes, saves, comments, shares, follows"),
            ),
        ),
        "money",
        Words("推广费用 ÷ 互动次数；没有互动时留空", "spend ÷ engagements; blank without any"),
        Words(
            "小红书计点赞、收藏、评论、分享和关注，其他平台口径不同。请说明用的是哪一种。",
            "小红书 counts likes, saves, comments, shares and follows; other platforms "
            "others. Say which.",
        ),
        (Example((5000, 2500), 2), Example((0, 2500), 0), Example((100, 3), 100 / 3)),
    ),
    _quotient(
        "ad_cost_of_sales",
        Words("广告成本销售比 ACOS", "Advertising cost of sales ACOS"),
        (
            SPEND,
            Argument("ad_sales", Words("广告带来的销售额", "the sales it brought"), like="spend"),
        ),
        "percent",
        Words(
            "推广费用 ÷ 广告带来的销售额；没有销售额时留空",
            "spend ÷ the sales that advertising brought; blank without such sales",
        ),
        Words(
            "Amazon Ads：ACOS = 广告费 ÷ 广告销售额，"
            "是毛口径投产比的倒数。高于毛利率时，广告花的比赚的多。",
            "Amazon Ads: ACOS = spend ÷ sales of ads, the reverse of the gross return. "
            "Above the gross margin advertising costs more than it earns.",
        ),
        (Example((200, 1000), 0.2), Example((0, 1000), 0), Example((150, 100), 1.5)),
    ),
    _quotient(
        "total_ad_cost_of_sales",
        Words("总广告成本销售比 TACOS", "Total advertising cost of sales TACOS"),
        (
            SPEND,
            Argument(
                "all_sales",
                Words("全店销售额(含自然成交)", "all sales, those without ads too"),
                like="spend",
            ),
        ),
        "percent",
        Words("推广费用 ÷ 全店销售额；没有销售额时留空", "spend ÷ all sales; blank without sales"),
        Words(
            "总 ACOS：除以全部销售额，所以广告带动了自然成交时会下降。",
            "Total ACOS: over all sales, so it falls where advertising lifts what comes by itself.",
        ),
        (Example((200, 4000), 0.05), Example((0, 4000), 0), Example((30, 90), 1 / 3)),
    ),
    _quotient(
        "sales_per_customer",
        Words("客单价", "Sales per customer"),
        (SALES, Argument("customers", Words("成交客户数", "customers who bought"))),
        "money",
        Words(
            "成交金额 ÷ 成交客户数；没有客户时留空",
            "sales ÷ customers who bought; blank without any",
        ),
        Words(
            "京东商智：客单价 = 成交金额 ÷ 成交人数。按订单算的是笔单价，见 sales_per_order。",
            "JD 商智: 客单价 = 成交金额 ÷ 成交人数. Per order it is 笔单价, sales_per_order.",
        ),
        (Example((30000, 150), 200), Example((0, 150), 0), Example((-60, 3), -20)),
    ),
    _quotient(
        "sales_per_order",
        Words("笔单价", "Average order value AOV"),
        (SALES, Argument("orders", Words("订单数或小票数", "orders, or receipts"))),
        "money",
        Words("成交金额 ÷ 订单数；没有订单时留空", "sales ÷ orders; blank without orders"),
        Words(
            "即 AOV。线下门店不知道是谁买的，客单价就是它：销售额 ÷ 小票数。",
            "AOV. In shops, where nobody knows who bought, 客单价 is this: sales ÷ receipts.",
        ),
        (Example((30000, 200), 150), Example((0, 200), 0), Example((100, 3), 100 / 3)),
    ),
    _quotient(
        "sales_per_unit",
        Words("件单价", "Sales per unit"),
        (SALES, Argument("units", Words("销售件数", "units sold"))),
        "money",
        Words("成交金额 ÷ 销售件数；没有销量时留空", "sales ÷ units sold; blank without any"),
        Words(
            "扣除优惠后平均每件卖多少钱。× units_per_order 就是 sales_per_order。",
            "What a unit was sold for on average, after what was given off. × "
            "units_per_order it is sales_per_order.",
        ),
        (Example((30000, 400), 75), Example((0, 400), 0), Example((100, 3), 100 / 3)),
    ),
    _quotient(
        "units_per_order",
        Words("连带率", "Units per order"),
        (
            Argument("units", Words("销售件数", "units sold")),
            Argument("orders", Words("订单数或小票数", "orders, or receipts")),
        ),
        "ratio",
        Words("销售件数 ÷ 订单数；没有订单时留空", "units sold ÷ orders; blank without orders"),
        Words("零售业的连带率，UPT。", "Retail: units per transaction, UPT."),
        (Example((400, 200), 2), Example((0, 200), 0), Example((260, 200), 1.3)),
    ),
    _quotient(
        "sales_per_visitor",
        Words("UV价值", "Sales per visitor"),
        (SALES, Argument("visitors", Words("访客数 UV", "visitors, each counted once"))),
        "money",
        Words("成交金额 ÷ 访客数；没有访客时留空", "sales ÷ visitors; blank without visitors"),
        Words(
            "UV 价值 = 转化率 × 客单价：cvr × sales_per_customer。",
            "UV 价值 = 转化率 × 客单价: cvr × sales_per_customer.",
        ),
        (Example((30000, 5000), 6), Example((0, 5000), 0), Example((100, 3), 100 / 3)),
    ),
)
