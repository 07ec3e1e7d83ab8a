"""What prices and promotions do to sales and profit."""

from __future__ import annotations

from plansheets.functions.function import Argument, Example, Function
from plansheets.words import Words

SALES = Argument("sales", Words("本期销售额", "sales of this period"))
UNITS = Argument("units", Words("本期销量", "units of this period"))
SALES_BEFORE = Argument(
    "sales_before", Words("基期销售额", "sales of the earlier period"), like="sales"
)
UNITS_BEFORE = Argument(
    "units_before", Words("基期销量", "units of the earlier period"), like="units"
)
TOTAL = Argument("total", Words("本期总销量(全部商品)", "units of all items, this period"))
TOTAL_BEFORE = Argument(
    "total_before", Words("基期总销量(全部商品)", "units of all items, earlier"), like="total"
)

_ADD_UP = Words(
    "价、量、结构分解，每个商品一行：price_effect + "
    "volume_effect + mix_effect = 销售额 − 基期销售额，"
    "每行如此，合计也如此。",
    "Price–volume–mix, an item a row: price_effect + volume_effect + mix_effect is sales − "
    "sales_before, for each row and so for their sum.",
)
_AT_OLD_PRICE = "units*sales_before/units_before"
_AT_OLD_SHARE = "sales_before*total/total_before"

PRICING: tuple[Function, ...] = (
    Function(
        "price_effect",
        Words("价格影响", "Price effect"),
        "price",
        (SALES, UNITS, SALES_BEFORE, UNITS_BEFORE),
        gives="money",
        like="sales",
        needs=("sales", "units", "sales_before", "units_before"),
        value=f"IF(units_before=0, 0, sales-{_AT_OLD_PRICE})",
        words=Words(
            "本期销售额 − 本期销量 × 基期单价；新品没有基期单价，为 0",
            "sales − units × the earlier price; a new item, which had none, has 0",
        ),
        source=Words(
            f"{_ADD_UP.zh}新品的销售额计入结构影响。",
            f"{_ADD_UP.en} What a new item sells is its mix effect.",
        ),
        examples=(
            Example((1320, 110, 1000, 100), 220),
            Example((720, 90, 1000, 100), -180),
            Example((0, 0, 1000, 100), 0, note=Words("停售", "no longer sold")),
            Example((500, 50, 0, 0), 0, note=Words("新品", "new")),
            Example((None, 110, 1000, 100), "", "#N/A"),
        ),
    ),
    Function(
        "volume_effect",
        Words("销量影响", "Volume effect"),
        "price",
        (Argument("sales_before", SALES_BEFORE.help), TOTAL, TOTAL_BEFORE),
        gives="money",
        like="sales_before",
        needs=("sales_before", "total", "total_before"),
        undefined="total_before<=0",
        value=f"{_AT_OLD_SHARE}-sales_before",
        words=Words(
            "基期销售额 × (本期总销量 ÷ 基期总销量 − 1)；基期没有销量时留空",
            "earlier sales × (units of all items ÷ their units before − 1); blank where none were "
            "sold before",
        ),
        source=Words(
            f"{_ADD_UP.zh}假定各商品的销量占比和价格都不变。",
            f"{_ADD_UP.en} As if every item had kept its share of the units, at its old price.",
        ),
        examples=(
            Example((1000, 220, 200), 100),
            Example((1000, 150, 200), -250),
            Example((0, 220, 200), 0),
            Example((1000, 220, 0), "", "#DIV/0!"),
            Example((None, 220, 200), "", "#N/A"),
        ),
    ),
    Function(
        "mix_effect",
        Words("结构影响", "Mix effect"),
        "price",
        (SALES, UNITS, SALES_BEFORE, UNITS_BEFORE, TOTAL, TOTAL_BEFORE),
        gives="money",
        like="sales",
        needs=("sales", "units", "sales_before", "units_before", "total", "total_before"),
        undefined="total_before<=0",
        value=f"IF(units_before=0, sales, {_AT_OLD_PRICE})-{_AT_OLD_SHARE}",
        words=Words(
            "(本期销量 − 基期销量 × 总销量之比) × 基期单价；新品为其全部销售额",
            "(units − earlier units × growth of all units) × the earlier price; of a new item all "
            "its sales",
        ),
        source=Words(
            f"{_ADD_UP.zh}贵的商品卖得更多，不涨价、不多卖也能抬高销售额。",
            f"{_ADD_UP.en} More of the dear items lifts sales without a price or a unit more.",
        ),
        examples=(
            Example((1320, 110, 1000, 100, 220, 200), 0),
            Example((1320, 110, 1000, 100, 200, 200), 100),
            Example((0, 0, 1000, 100, 220, 200), -1100, note=Words("停售", "no longer sold")),
            Example((500, 50, 0, 0, 220, 200), 500, note=Words("新品", "new")),
            Example((1320, 110, 1000, 100, 220, 0), "", "#DIV/0!"),
            Example((1320, None, 1000, 100, 220, 200), "", "#N/A"),
        ),
    ),
    Function(
        "price_elasticity",
        Words("价格弹性(中点法)", "Price elasticity by midpoints"),
        "price",
        (
            Argument("price_before", Words("调价前价格", "the price before")),
            Argument("price", Words("调价后价格", "the price after"), like="price_before"),
            Argument("units_before", Words("调价前销量", "units sold before")),
            Argument("units", Words("调价后销量", "units sold after"), like="units_before"),
        ),
        gives="ratio",
        needs=("price_before", "price", "units_before", "units"),
        undefined="OR(ROUND(price-price_before, 10)=0, units+units_before=0)",
        unusable="MIN(price_before, price, units_before, units)<0",
        value=(
            "(units-units_before)*(price+price_before)/((units+units_before)*(price-price_before))"
        ),
        words=Words(
            "(销量变化 ÷ 前后平均销量) ÷ (价格变化 ÷ 前后平均价格)；价格未变时留空；"
            "低于 −1 时降价增收",
            "(change of units ÷ their mean) ÷ (change of price ÷ its mean); blank where the price "
            "is the same; below −1 a lower price brings in more money",
        ),
        source=Words(
            "弧弹性（Allen，1934）：涨价与降价算出的结果相同。两段时间要一样长，其他条件不变。",
            "Arc elasticity (Allen, 1934): up and down give the same. Equal stretches "
            "of time, and nothing else changed.",
        ),
        examples=(
            Example((10, 8, 100, 140), -1.5),
            Example((8, 10, 140, 100), -1.5),
            Example((10, 12, 100, 100), 0),
            Example((10, 10, 100, 140), "", "#DIV/0!"),
            Example((10, 8, 0, 0), "", "#DIV/0!"),
            Example((10, -8, 100, 140), "", "#VALUE!"),
            Example((None, 8, 100, 140), "", "#N/A"),
        ),
    ),
    Function(
        "break_even_uplift",
        Words("促销保本增量", "Break-even uplift of a promotion"),
        "price",
        (
            Argument("margin", Words("平时毛利率", "the gross margin without it")),
            Argument("discount", Words("折让(8 折为 20%)", "what is given off, a share")),
            Argument("fixed", Words("活动固定费用", "what it costs besides, in all"), default="0"),
            Argument(
                "sales",
                Words(
                    "平时同期销售额(有固定费用时必填)",
                    "usual sales, a must where it costs besides",
                ),
                like="fixed",
                default="1",
            ),
        ),
        gives="percent",
        needs=("margin", "discount", "fixed", "sales"),
        undefined="OR(ROUND(margin-discount, 10)<=0, sales<=0)",
        unusable="MIN(discount, fixed)<0",
        value="(discount+fixed/sales)/(margin-discount)",
        words=Words(
            "(折让 + 固定费用 ÷ 平时销售额) ÷ (毛利率 − 折让)：销量要多卖这么多才不亏；"
            "折让不低于毛利率时留空",
            "(discount + fixed cost ÷ usual sales) ÷ (margin − discount): so many more units must "
            "be sold; blank where the discount takes the whole margin",
        ),
        source=Words(
            "平时销售额 ×（1 + 增幅）×（毛利率 − 折扣）− "
            "固定费用 = 平时销售额 × 毛利率，均按平时的价格。",
            "Usual sales × (1 + uplift) × (margin − discount) − fixed cost = usual "
            "sales × margin, all at the usual price.",
        ),
        examples=(
            Example((0.4, 0.2), 1),
            Example((0.5, 0.1), 0.25),
            Example((0.4, 0.2, 5000, 100000), 1.25),
            Example((0.4, 0), 0),
            Example((0.4, 0.4), "", "#DIV/0!"),
            Example((0.4, -0.1), "", "#VALUE!"),
            Example((None, 0.2), "", "#N/A"),
        ),
    ),
)
