"""Goods: what they earn, how fast they go, how long they last."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

STOCK_ON_HAND = Argument("stock", Words("库存量", "units in stock"))
SOLD = Argument("sold", Words("期间销量", "units sold in the period"), like="stock")
DAYS = Argument("days", Words("期间天数", "days of the period"), default="30")

STOCK: tuple[Function, ...] = (
    Function(
        "gross_margin",
        Words("毛利率", "Gross margin"),
        "stock",
        (
            Argument("price", Words("售价或销售额", "price, or sales")),
            Argument("cost", Words("进货价或成本", "cost, or cost of sales"), like="price"),
        ),
        gives="percent",
        needs=("price", "cost"),
        undefined="price<=0",
        value="(price-cost)/price",
        words=Words(
            "(售价 − 成本) ÷ 售价；没有售价时留空",
            "(price − cost) ÷ price; blank without a price",
        ),
        source=Words(
            "占售价的比例，不是成本加成率。", "Share of the price, not a mark-up on cost."
        ),
        examples=(
            Example((99, 50), 49 / 99),
            Example((299, 180), 119 / 299),
            Example((199, 120), 79 / 199),
            Example((74.25, 50), 24.25 / 74.25, note=Words("第二件半价", "second item half price")),
            Example((0, 50), "", "#DIV/0!"),
            Example((99, None), "", "#N/A"),
        ),
    ),
    Function(
        "sales_to_stock",
        Words("动销率(销量/库存)", "Sales to stock"),
        "stock",
        (
            Argument("sold", Words("期间销量", "units sold in the period")),
            Argument("stock", Words("库存量", "units in stock"), like="sold"),
        ),
        gives="percent",
        needs=("sold", "stock"),
        undefined="stock<=0",
        value="sold/stock",
        words=Words(
            "期间销量 ÷ 库存量；无库存时留空", "units sold ÷ units in stock; blank without stock"
        ),
        source=Words(
            "按单个商品计算；不是行业里的售罄率，售罄率的分母是到货量。"
            "另一种动销率（有销量的商品数 ÷ 在售商品数）是全店的指标。",
            "Per item; not the trade's sell-through, which is of what was received. "
            "The other 动销率 (items with a sale ÷ items on sale) is a figure of the "
            "whole shop.",
        ),
        examples=(
            Example((120, 200), 0.6),
            Example((15, 80), 0.1875),
            Example((350, 500), 0.7),
            Example((0, 80), 0),
            Example((10, 0), "", "#DIV/0!"),
            Example((None, 80), "", "#N/A"),
            Example((10, None), "", "#N/A"),
        ),
    ),
    Function(
        "sell_through",
        Words("售罄率(销量/到货)", "Sell-through"),
        "stock",
        (
            Argument("sold", Words("期间销量", "units sold of it")),
            Argument("received", Words("到货量", "units received"), like="sold"),
        ),
        gives="percent",
        needs=("sold", "received"),
        undefined="received<=0",
        value="sold/received",
        words=Words(
            "销量 ÷ 到货量；没有到货时留空",
            "units sold ÷ units received; blank where none were received",
        ),
        source=Words(
            "零售业的售罄率：一批到货、一季或一次上新卖掉了多少。",
            "Retail's sell-through rate: what of a delivery, a season or a launch was sold.",
        ),
        examples=(
            Example((120, 200), 0.6),
            Example((350, 850), 350 / 850),
            Example((0, 80), 0),
            Example((90, 80), 1.125, note=Words("含期初库存", "from older stock, too")),
            Example((10, 0), "", "#DIV/0!"),
            Example((None, 80), "", "#N/A"),
        ),
    ),
    Function(
        "sell_through_on_hand",
        Words("售罄率(销量/(销量+库存))", "Sell-through of what was on hand"),
        "stock",
        (
            Argument("sold", Words("期间销量", "units sold in the period")),
            Argument("stock", Words("期末库存", "units left"), like="sold"),
        ),
        gives="percent",
        needs=("sold", "stock"),
        undefined="sold+stock<=0",
        value="sold/(sold+stock)",
        words=Words(
            "销量 ÷ (销量 + 期末库存)；两者都没有时留空",
            "units sold ÷ (units sold + units left); blank where there are neither",
        ),
        source=Words(
            "不知道到货量时用它：卖掉的加上剩下的，就是曾经到的货。",
            "The same where deliveries are not known: what is sold or left was once received.",
        ),
        examples=(
            Example((120, 200), 0.375),
            Example((15, 80), 15 / 95),
            Example((350, 500), 350 / 850),
            Example((5, 0), 1),
            Example((0, 0), "", "#DIV/0!"),
            Example((10, None), "", "#N/A"),
        ),
    ),
    Function(
        "cover_days",
        Words("可售天数", "Days of cover"),
        "stock",
        (STOCK_ON_HAND, SOLD, DAYS),
        gives="days",
        needs=("stock", "sold", "days"),
        undefined="OR(sold<=0, days<=0)",
        value="stock/(sold/days)",
        words=Words(
            "库存量 ÷ 日均销量；无销量时留空", "stock ÷ daily sales; blank where nothing is sold"
        ),
        source=Words(
            "按本期速度库存还能卖多少天；未填时按 30 天。",
            "How long the stock lasts at the pace of the period; 30 days unless told.",
        ),
        examples=(
            Example((200, 120), 50),
            Example((80, 15), 160),
            Example((500, 350, 30), 500 / (350 / 30)),
            Example((0, 15), 0),
            Example((80, 0), "", "#DIV/0!"),
            Example((80, None), "", "#N/A"),
        ),
    ),
    Function(
        "stock_multiple",
        Words("备货倍数", "Stock multiple"),
        "stock",
        (STOCK_ON_HAND, Argument("planned", Words("预计销量", "units expected"), like="stock")),
        gives="ratio",
        needs=("stock", "planned"),
        undefined="planned<=0",
        value="stock/planned",
        words=Words(
            "库存量 ÷ 预计销量；无预计时留空",
            "stock ÷ expected units; blank without expected units",
        ),
        source=Words(
            "活动备货按预计销量的 1.5 倍。",
            "A campaign wants 1.5 times the units it expects to sell.",
        ),
        examples=(
            Example((200, 120), 5 / 3),
            Example((80, 15), 16 / 3),
            Example((500, 350), 500 / 350, note=Words("低于 1.5", "below 1.5")),
            Example((500, 0), "", "#DIV/0!"),
            Example((None, 350), "", "#N/A"),
        ),
    ),
    Function(
        "abc_class",
        Words("ABC 分类", "ABC class"),
        "stock",
        (
            Argument("value", Words("销售额", "the sales of the item")),
            Argument("cut_a", Words("A 类分界：高于它为 A", "above this it is A"), like="value"),
            Argument("cut_b", Words("B 类分界：高于它为 B", "above this it is B"), like="value"),
            Argument("class_a", Words("A 类文字", "the text for A"), takes="any"),
            Argument("class_b", Words("B 类文字", "the text for B"), takes="any"),
            Argument("class_c", Words("C 类文字", "the text for C"), takes="any"),
        ),
        gives="any",
        like="class_a",
        needs=("value", "cut_a", "cut_b"),
        value=(
            "IF(value-cut_a>1E-12*ABS(cut_a), class_a, "
            "IF(value-cut_b>1E-12*ABS(cut_b), class_b, class_c))"
        ),
        words=Words(
            "销售额高于 A 分界为 A，高于 B 分界为 B，否则为 C；分界使更大商品合计占比不到 80%、95%",
            "sales above the A cut are A, above the B cut B, the rest C; a cut lies "
            "where all greater items together hold less than 80 %, 95 %",
        ),
        source=Words(
            "看本商品之前的累计占比，所以跨过 80 % 的那个商品仍是 A，数值相同的同类。分"
            "界整列只算一次：逐行求和耗时按行数的平方增长。",
            "Share before the item, so the item that crosses 80 % stays A and equal "
            "items share a class. The cuts are found once for the column: a sum for "
            "each row costs the square.",
        ),
        examples=(
            Example((11880, 69649.99, 4484.99, "A", "B", "C"), "B"),
            Example((4485, 69649.99, 4484.99, "A", "B", "C"), "B"),
            Example((69650, 69649.99, 4484.99, "A", "B", "C"), "A"),
            Example((0, 69649.99, 4484.99, "A", "B", "C"), "C"),
            Example(
                (0.1 + 0.2, 0.3, 0.1, "A", "B", "C"),
                "B",
                note=Words("看不见的尾数不算", "to twelve digits"),
            ),
            Example((3e-9, 2e-9, 1e-9, "A", "B", "C"), "A", note=Words("以亿元计", "tiny ones")),
            Example(("", 69649.99, 4484.99, "A", "B", "C"), "", "#N/A"),
            Example((0, "", "", "A", "B", "C"), "", "#N/A", Words("全部为零", "all are zero")),
        ),
    ),
    Function(
        "gmroi",
        Words("库存毛利回报 GMROI", "Gross margin return on stock"),
        "stock",
        (
            Argument("profit", Words("毛利额", "gross profit of the period")),
            Argument("stock_cost", Words("平均库存成本", "average stock at cost"), like="profit"),
        ),
        gives="ratio",
        needs=("profit", "stock_cost"),
        undefined="stock_cost<=0",
        value="profit/stock_cost",
        words=Words(
            "毛利额 ÷ 平均库存成本；无库存时留空",
            "gross profit ÷ average stock at cost; blank without stock",
        ),
        source=Words(
            "压在库存上的每一元，本期赚回多少毛利。",
            "What a unit of money in stock earns in the period.",
        ),
        examples=(
            Example((49000, 20000), 2.45),
            Example((-500, 20000), -0.025),
            Example((49000, 0), "", "#DIV/0!"),
            Example((49000, -1), "", "#DIV/0!"),
            Example((None, 20000), "", "#N/A"),
        ),
    ),
    Function(
        "abc_classes",
        Words("整列 ABC 分类", "ABC classes"),
        "stock",
        (
            Argument("values", Words("销售额列", "a column of sales"), many=True),
            Argument("share_a", Words("A 类累计占比", "share that A holds"), default="80%"),
            Argument("share_b", Words("A、B 类累计占比", "share of A and B"), default="95%"),
        ),
        gives="text",
        needs=("share_a", "share_b"),
        value="",
        shape="column",
        words=Words(
            "更大的商品合计占比不到 80% 为 A，不到 95% 为 B，否则为 C；空白处为 #N/A",
            "A where all greater items together hold less than 80 %, B less than 95 %, else C; "
            "#N/A for a blank",
        ),
        source=Words(
            "看本商品之前的累计占比，所以跨过 80 % 的那个商品仍是 A，数值相同的同类；没"
            "有数的是 C。abc_class 是它的单元格版本。",
            "Share before the item, so the item that crosses 80 % stays A and equal "
            "items share a class; none are C. abc_class is its twin for cells.",
        ),
        examples=(
            Example(((11880, 4485, 69650),), ("B", "B", "A")),
            Example(((50, 30, 15, 5),), ("A", "A", "B", "C")),
            Example(((50, 30, 15, 5), 0.5, 0.8), ("A", "B", "C", "C")),
            Example(((10, None, 0),), ("A", "#N/A", "C")),
            Example(((0, 0),), "", "#DIV/0!", Words("全部为零", "all are zero")),
            Example(((10, "x"),), "", "#VALUE!"),
            Example(((10, 5), None), "", "#N/A"),
        ),
    ),
    Function(
        "safety_stock",
        Words("安全库存", "Safety stock"),
        "stock",
        (
            Argument("spread", Words("日销量标准差", "standard deviation of daily sales")),
            Argument("lead_days", Words("补货周期(天)", "days until goods arrive")),
            Argument("service", Words("不缺货概率", "chance not to run out"), default="95%"),
        ),
        gives="count",
        like="spread",
        needs=("spread", "lead_days", "service"),
        unusable="OR(spread<0, lead_days<0, service<0.5, service>=1)",
        value="NORMSINV(service)*spread*SQRT(lead_days)",
        words=Words(
            "服务水平系数 × 日销量标准差 × √补货周期",
            "service factor × standard deviation of daily sales × √lead time",
        ),
        source=Words(
            "假定需求服从正态分布、交期固定。服务水平低于一半，算出来比零还少；标准差不会为负：两者都报错。",
            "Normal demand, fixed lead time. A chance below one half would ask for "
            "less than nothing, and a deviation is never negative: both are errors.",
        ),
        examples=(
            Example((10, 9), 49.34560880854415),
            Example((10, 9, 0.5), 0),
            Example((10, 9, 1), "", "#VALUE!"),
            Example((-10, 9), "", "#VALUE!", Words("标准差为负", "a negative deviation")),
            Example((10, 9, 0.05), "", "#VALUE!", Words("是缺货概率", "the chance to run out")),
            Example((None, 9), "", "#N/A"),
        ),
    ),
    Function(
        "reorder_point",
        Words("补货点", "Reorder point"),
        "stock",
        (
            Argument("daily", Words("日均销量", "units sold a day")),
            Argument("lead_days", Words("补货周期(天)", "days until goods arrive")),
            Argument("safety", Words("安全库存", "safety stock"), like="daily", default="0"),
        ),
        gives="count",
        like="daily",
        needs=("daily", "lead_days", "safety"),
        unusable="MIN(daily, lead_days, safety)<0",
        value="daily*lead_days+safety",
        words=Words(
            "日均销量 × 补货周期 + 安全库存；库存降到此数就该补货",
            "daily sales × lead time + safety stock; order when the stock falls to it",
        ),
        source=Words(
            "到货之前要卖掉的量，加上安全库存。",
            "What is sold until goods arrive, and the reserve.",
        ),
        examples=(
            Example((4, 7, 28), 56),
            Example((4, 7), 28),
            Example((11.5, 9, 49.35), 152.85),
            Example((-4, 7, 28), "", "#VALUE!"),
            Example((None, 7, 28), "", "#N/A"),
        ),
    ),
    Function(
        "order_quantity",
        Words("建议补货", "Suggested order"),
        "stock",
        (
            Argument("daily", Words("日均销量", "units sold a day")),
            Argument("cover", Words("补货周期加盘点周期(天)", "days of lead time and review")),
            Argument("safety", Words("安全库存", "safety stock"), like="daily"),
            Argument("stock", Words("库存量", "units in stock"), like="daily"),
            Argument("ordered", Words("在途", "units on their way"), like="daily", default="0"),
            Argument("pack", Words("装箱数", "units in a pack"), default="1"),
        ),
        gives="count",
        needs=("daily", "cover", "safety", "stock", "pack"),
        undefined="pack<=0",
        unusable="MIN(daily, cover, safety)<0",
        value="MAX(0, ROUNDUP(ROUND((daily*cover+safety-stock-N(ordered))/pack, 9), 0)*pack)",
        words=Words(
            "日均销量 × 周期 + 安全库存 − 库存 − 在途，按整箱进位，不为负",
            "daily sales × days + safety stock − stock − on order, in whole packs, never negative",
        ),
        source=Words(
            "补到能撑到下一次到货的水平。",
            "Order up to the level that lasts until the next delivery.",
        ),
        examples=(
            Example((4, 21, 28, 100, 0, 1), 12),
            Example((4, 21, 28, 100, 0, 10), 20),
            Example((4, 21, 28, 100, None, 10), 20, note=Words("无在途", "nothing on order")),
            Example((4, 21, 28, 100, 12, 10), 0),
            Example((4, 21, 28, 200), 0),
            Example((0.1, 30, 0, 0, 0, 1), 3),
            Example((4, 21, 28, 100, 0, 0), "", "#DIV/0!"),
            Example((-4, 21, 28, 100), "", "#VALUE!"),
            Example((None, 21, 28, 100), "", "#N/A"),
        ),
    ),
)
