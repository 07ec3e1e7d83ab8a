"""Exports of ten back ends in their real shape, made up, into the blueprints they belong to."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from filled import named, shown
from plansheets import build
from plansheets.blueprint.read import read_blueprint
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData
from plansheets.given import find_table, read_given
from plansheets.words import Locale

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"


class Export(NamedTuple):
    """A file as a back end writes it, and what the table has of it."""

    blueprint: str
    table: str
    text: str
    encoding: str
    columns: Mapping[str, tuple[object, ...]]
    left: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    suffix: str = ".csv"
    currency: str | None = None


def day(number: int) -> dt.date:
    return dt.date(2024, 6, number)


EXPORTS = {
    "生意参谋": Export(
        "monitoring-board",
        "daily[channel=天猫]",
        "【生意参谋平台】- 自助取数,,,,,,,,\n"
        "统计时间：2024-06-01 至 2024-06-02,,,,,,,,\n\n"
        "统计日期,支付金额,访客数,浏览量,支付买家数,加购人数,支付转化率,成功退款金额,客单价\n"
        '2024-06-01,"125,830.50","18,452","50,210",520,"1,204",2.82%,"3,120.00",241.98\n'
        "2024-06-02,98000.00,15000,-,410,980,2.73%,-,239.02\n"
        '汇总,"223,830.50",33452,50210,930,2184,2.78%,3120.00,-\n',
        "gb18030",
        {
            "date": (day(1),) * 6 + (day(2),) * 4,
            "key": (
                "gmv",
                "uv",
                "pv",
                "buyers",
                "carts",
                "refunds",
                "gmv",
                "uv",
                "buyers",
                "carts",
            ),
            "channel": ("天猫",) * 10,
            "value": (125830.5, 18452, 50210, 520, 1204, 3120, 98000, 15000, 410, 980),
        },
        left=("支付转化率", "客单价"),
        notices=("PS411",),
    ),
    "京东商智": Export(
        "monitoring-board",
        "日数据[渠道=京东]",
        "时间\t浏览量\t访客数\t成交客户数\t成交转化率\t成交单量\t成交金额\t加购客户数\t取消及售后退款金额\n"
        "20240601\t30,110\t9,871\t212\t2.15%\t230\t50,880.00\t402\t880.00\n"
        "20240602\t28,000\t9,000\t190\t2.11%\t201\t45,600.00\t388\t--\n",
        "gb18030",
        {
            "key": (
                "pv",
                "uv",
                "buyers",
                "gmv",
                "carts",
                "refunds",
                "pv",
                "uv",
                "buyers",
                "gmv",
                "carts",
            ),
            "value": (30110, 9871, 212, 50880, 402, 880, 28000, 9000, 190, 45600, 388),
            "channel": ("京东",) * 11,
        },
        left=("成交转化率", "成交单量"),
    ),
    "抖店": Export(
        "rfm-segmentation",
        "orders",
        "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,收件人,收件人手机号,"
        "详细地址,订单提交时间,支付完成时间,订单状态\n"
        "6920001\t,6920001\t,奶瓶,240ml,1,3501\t,BT-240\t,59.9,59.90,0,李*,13800001111\t,某路1号,"
        "2024-06-01 09:10:11\t,2024-06-01 09:11:00\t,已完成\n"
        "6920001\t,6920002\t,奶嘴,M,2,3502\t,NP-M\t,10,20.10,0,李*,13800001111\t,某路1号,"
        "2024-06-01 09:10:11\t,2024-06-01 09:11:00\t,已完成\n"
        "6920003\t,6920003\t,湿巾,80抽,3,3503\t,WP-80\t,9.9,29.70,0,王*,13900002222\t,某路2号,"
        "2024-06-02 20:00:00\t,\t,已关闭\n",
        "utf-8-sig",
        {
            "order": ("6920001", "6920003"),
            "amount": (80, 29.7),
            "paid_on": (dt.datetime(2024, 6, 1, 9, 11), None),  # noqa: DTZ001
            "status": ("已完成", "已关闭"),
        },
        left=(
            "子订单编号",
            "选购商品",
            "商品规格",
            "商品数量",
            "商品ID",
            "商家编码",
            "商品单价",
            "运费",
            "订单提交时间",
        ),
        notices=("PS445", "PS443"),
    ),
    "千牛": Export(
        "rfm-segmentation",
        "orders",
        "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,"
        "收货地址 ,"
        "联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,宝贝总数量,退款金额\n"
        '="2153000000012345678",tb_ann,ann@example.com,198.00,0.00,198.00,198.00,交易成功,安某,某省某市,'
        "'13800001111,2024-06-01 10:00:00,2024-06-01 10:01:02,连体衣,1,2,0.00\n"
        '="2153000000012345679",tb_bob,bob@example.com,299.00,0.00,299.00,299.00,交易成功,鲍某,某省某市,'
        "'13900002222,2024-06-03 11:00:00,2024-06-03 11:05:00,温奶器,1,1,299.00\n"
        '="2153000000012345680",tb_eve,eve@example.com,99.00,0.00,99.00,0.00,等待买家付款,伊某,某省某市,'
        "'13700003333,2024-06-04 11:00:00,,湿巾,1,1,0.00\n",
        "gb18030",
        {
            "order": ("2153000000012345678", "2153000000012345679", "2153000000012345680"),
            "customer": ("tb_ann", "tb_bob", "tb_eve"),
            "amount": (198, 299, 0),
            "refund": (0, 299, 0),
            "paid_on": (
                dt.datetime(2024, 6, 1, 10, 1, 2),  # noqa: DTZ001
                dt.datetime(2024, 6, 3, 11, 5),  # noqa: DTZ001
                None,
            ),
            "status": ("交易成功", "交易成功", "等待买家付款"),
        },
    ),
    "Shopify": Export(
        "rfm-segmentation",
        "orders",
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,"
        "Subtotal,"
        "Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,"
        "Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Phone,Shipping Address1,"
        "Refunded Amount,Id\n"
        "#1001,ann@example.com,paid,2024-06-01 09:15:22 -0400,fulfilled,no,USD,60.00,5.00,0.00,"
        "65.00,,"
        "0.00,2024-06-01 09:15:20 -0400,1,Mug,20.00,MUG-1,Ann A,555-0100,1 Road,0.00,5001001\n"
        "#1001,ann@example.com,,,,,,,,,,,,2024-06-01 09:15:20 -0400,2,Plate,20.00,PLT-1,,,,,\n"
        "#1002,bob@example.com,refunded,2024-06-02 23:50:00 -0400,fulfilled,no,USD,20.00,5.00,0.00,"
        "25.00,,0.00,2024-06-02 23:49:58 -0400,1,Mug,20.00,MUG-1,Bob B,555-0101,2 Road,25.00,"
        "5001002\n",
        "utf-8",
        {
            "order": ("#1001", "#1002"),
            "amount": (65, 25),
            "refund": (0, 25),
            "status": ("paid", "refunded"),
        },
        notices=("PS445", "PS457", "PS443"),
        currency="USD",
    ),
    "Amazon": Export(
        "monitoring-board",
        "daily[channel=Amazon]",
        "Date,Ordered Product Sales,Ordered Product Sales - B2B,Units Ordered,Total Order Items,"
        "Total Order Items - B2B,Page Views - Total,Sessions - Total,Unit Session Percentage\n"
        '06/01/24,"$12,905.25",$210.00,512,488,5,"12,131","8,402",6.09%\n'
        '06/02/24,"$9,000.00",$0.00,400,390,0,"10,000","7,000",5.71%\n'
        '06/14/24,"$11,000.00",$0.00,430,401,2,"11,000","7,500",5.73%\n',
        "utf-8-sig",
        {
            "date": (day(1),) * 4 + (day(2),) * 4 + (day(14),) * 4,
            "key": ("gmv", "buyers", "pv", "uv") * 3,
            "value": (12905.25, 488, 12131, 8402, 9000, 390, 10000, 7000, 11000, 401, 11000, 7500),
        },
        left=(
            "Ordered Product Sales - B2B",
            "Units Ordered",
            "Total Order Items - B2B",
            "Unit Session Percentage",
        ),
        notices=("PS457",),
        currency="$",
    ),
    "Google Ads": Export(
        "budget-roi",
        "ad_weeks[channel=Google Ads]",
        "Campaign performance\nJune 1, 2024 - June 7, 2024\n"
        "Campaign\tDay\tCurrency code\tCost\tImpr.\tClicks\tConversions\tConv. value\n"
        'Brand\t2024-06-03\tCNY\t"1,204.50"\t"20,100"\t801\t41.00\t"6,010.00"\n'
        'Shopping\t2024-06-03\tCNY\t800.25\t"15,000"\t620\t22.00\t"2,990.50"\n'
        "Brand\t2024-06-04\tCNY\t995.00\t18000\t700\t30.00\t4000.00\n"
        'Total: Account\t --\t --\t"2,999.75"\t"53,100"\t"2,121"\t93.00\t"13,000.50"\n',
        "utf-16",
        {
            "week": (day(3), day(4)),
            "channel": ("Google Ads", "Google Ads"),
            "spend": (2004.75, 995),
            "sales": (9000.5, 4000),
            "orders": (63, 30),
        },
        left=("Campaign", "Currency code", "Impr.", "Clicks"),
        notices=("PS411", "PS443"),
    ),
    "Meta Ads": Export(
        "budget-roi",
        "ad_weeks[channel=Meta]",
        "Campaign name,Day,Amount spent (USD),Impressions,Purchases,Purchases conversion value,"
        "Reporting starts,Reporting ends\n"
        ",,530.10,61000,21,2600.4,2024-06-03,2024-06-04\n"
        "Prospecting,2024-06-03,310.1,40000,12,1500.4,2024-06-03,2024-06-03\n"
        "Prospecting,2024-06-04,220,21000,9,1100,2024-06-04,2024-06-04\n",
        "utf-8",
        {
            "week": (day(3), day(4)),
            "spend": (310.1, 220),
            "sales": (1500.4, 1100),
            "orders": (12, 9),
        },
        left=("Campaign name", "Impressions", "Reporting starts", "Reporting ends"),
        notices=("PS457", "PS411"),
        currency="USD",
    ),
    "万相台": Export(
        "budget-roi",
        "ad_weeks[渠道=万相台]",
        "日期,场景ID,场景名字,计划ID,计划名字,展现量,点击量,花费,点击率,总成交金额,总成交笔数,投入产出比\n"
        "2024-06-03,371,关键词推广,90001,618主推,20110,830,1204.50,4.13%,6010.00,41,4.99\n"
        "2024-06-03,376,人群推广,90002,拉新,15000,410,795.50,2.73%,1590.00,12,2.00\n",
        "gb18030",
        {
            "week": (day(3),),
            "channel": ("万相台",),
            "spend": (2000,),
            "sales": (7600,),
            "orders": (53,),
        },
        left=(
            "场景ID",
            "场景名字",
            "计划ID",
            "计划名字",
            "展现量",
            "点击量",
            "点击率",
            "投入产出比",
        ),
        notices=("PS443",),
    ),
    "巨量千川": Export(
        "budget-roi",
        "渠道周数据[渠道=巨量千川]",
        '<html><head><meta charset="utf-8"></head><body><table>'
        "<tr><th>日期</th><th>计划名称</th><th>消耗(元)</th><th>展示次数</th><th>点击次数</th>"
        "<th>成交订单数</th><th>成交订单金额(元)</th><th>支付ROI</th></tr>"
        "<tr><td>总计-2</td><td>-</td><td>3,300.00</td><td>91000</td><td>2100</td><td>70</td>"
        "<td>9,900.00</td><td>3.00</td></tr>"
        "<tr><td>2024-06-03</td><td>直播间引流</td><td>1,800.00</td><td>50000</td><td>1200</td><td>40</td>"
        "<td>5,400.00</td><td>3.00</td></tr>"
        "<tr><td>2024-06-04</td><td>直播间引流</td><td>1,500.00</td><td>41000</td><td>900</td><td>30</td>"
        "<td>4,500.00</td><td>3.00</td></tr></table></body></html>",
        "utf-8",
        {
            "week": (day(3), day(4)),
            "channel": ("巨量千川", "巨量千川"),
            "spend": (1800, 1500),
            "sales": (5400, 4500),
            "orders": (40, 30),
        },
        left=("计划名称", "展示次数", "点击次数", "支付ROI"),
        notices=("PS411",),
        suffix=".xls",
    ),
}


def written(export: Export, folder: Path) -> Path:
    file = folder / f"export{export.suffix}"
    mark = codecs.BOM_UTF16_LE if export.encoding == "utf-16" else b""
    encoding = "utf-16-le" if mark else export.encoding
    file.write_bytes(mark + export.text.encode(encoding))
    return file


def loaded(export: Export, folder: Path) -> TableData:
    blueprint = read_blueprint(BLUEPRINTS / f"{export.blueprint}.yaml")
    table, given = find_table(blueprint, export.table, [])
    assert table is not None
    return load_table(written(export, folder), table, blueprint, given=given)


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_gives_the_values_that_it_shows(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    data = loaded(export, tmp_path)
    assert {id_: data.columns[id_] for id_ in export.columns} == export.columns
    assert tuple(notice.code for notice in data.notices) == export.notices
    assert data.account is not None
    assert data.account.currency == export.currency
    if export.left:
        assert data.account.left == export.left


@pytest.mark.parametrize("name", EXPORTS)
def test_no_export_brings_a_person_into_the_workbook(name: str, tmp_path: Path) -> None:
    data = loaded(EXPORTS[name], tmp_path)
    said = {str(value) for column in data.columns.values() for value in column}
    assert not any("@" in text or text.startswith(("138", "139", "555")) for text in said)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_workbook_is_built_of_an_export(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    built = build(
        export.blueprint,
        tmp_path / "out.xlsx",
        locale="zh-CN",
        data={export.table: str(written(export, tmp_path))},
        as_of=dt.date(2024, 6, 30),
    )
    (account,) = built.data
    height = len(next(iter(export.columns.values())))
    assert (account.rows, built.tables[account.table]) == (height, height)


@pytest.mark.parametrize(
    ("returns", "refunds"),
    [
        (("-45.00", "-1,200.50", "3"), (45, 1200.5, -3)),
        (("45.00", "1,200.50", "0"), (45, 1200.5, 0)),
    ],
)
def test_returns_that_a_shop_writes_below_zero_are_refunds(
    returns: tuple[str, ...], refunds: tuple[float, ...], tmp_path: Path
) -> None:
    lines = [f'2024-06-0{day},"{said}",900.00' for day, said in enumerate(returns, 1)]
    text = "Day,Returns,Net sales\n" + "\n".join(lines) + "\n"
    export = Export("monitoring-board", "daily[channel=Shopify]", text, "utf-8", {})
    data = loaded(export, tmp_path)
    pairs = zip(data.columns["key"], data.columns["value"], strict=True)
    assert tuple(value for key, value in pairs if key == "refunds") == refunds
    told = [one.code for one in data.notices]
    assert told == (["PS447"] if returns[0].startswith("-") else [])


STATES = {
    "千牛": [
        "交易成功",
        "卖家已发货，等待买家确认",
        "买家已付款，等待卖家发货",
        "等待买家付款",
        "交易关闭",
    ],
    "京东": ["已完成", "等待出库", "等待确认收货", "已取消"],
    "抖店": ["已完成", "已发货", "备货中", "待支付", "已关闭"],
    "Shopify": ["paid", "partially_refunded", "refunded", "voided", "pending", "authorized"],
    "Amazon": ["Shipped", "Pending", "Unshipped", "Cancelled", "Shipped - Delivered to Buyer"],
}
COUNTED = {
    *("交易成功", "卖家已发货，等待买家确认", "买家已付款，等待卖家发货", "已完成", "等待出库"),
    *("等待确认收货", "已发货", "备货中", "paid", "partially_refunded", "Shipped", "Unshipped"),
    "Shipped - Delivered to Buyer",
}
WORKBOOKS: list[tuple[str, Locale]] = [
    *((platform, "zh-CN") for platform in STATES),
    ("Shopify", "en"),
    ("Amazon", "en"),
]
"""An English workbook holds no Chinese: there the other states are told."""


def of_states(folder: Path, states: list[str]) -> Path:
    """A file with an order of a customer of its own in each of *states*."""
    file = folder / "orders.csv"
    rows = [f"{place},c{place},2024-06-0{place + 1},10,{one}" for place, one in enumerate(states)]
    file.write_text("\n".join(["订单号,客户ID,付款时间,实付金额,状态", *rows]), "utf-8")
    return file


@pytest.mark.slow
@pytest.mark.parametrize(("platform", "locale"), WORKBOOKS)
def test_orders_count_by_the_states_of_their_back_end(
    platform: str, locale: Locale, tmp_path: Path
) -> None:
    states = STATES[platform]
    data = {"orders": of_states(tmp_path, states)}
    book = shown("rfm-segmentation", locale=locale, as_of=dt.date(2024, 6, 30), data=data)
    assert named(book, "rfm_orders") == len(COUNTED.intersection(states))


@pytest.mark.parametrize(("platform", "locale"), WORKBOOKS)
def test_no_state_of_a_back_end_is_unknown(platform: str, locale: Locale, tmp_path: Path) -> None:
    blueprint = read_blueprint(BLUEPRINTS / "rfm-segmentation.yaml")
    data = {"orders": of_states(tmp_path, STATES[platform])}
    _, loaded = read_given(blueprint, {}, data, locale)
    assert not loaded.notices


def test_states_that_no_row_lists_are_told(tmp_path: Path) -> None:
    blueprint = read_blueprint(BLUEPRINTS / "rfm-segmentation.yaml")
    data = {"orders": of_states(tmp_path, ["on_hold", "PAID", "on_hold", "risk"])}
    _, loaded = read_given(blueprint, {}, data, "en")
    (told,) = loaded.notices
    assert (told.code, told.where) == ("PS449", "table 'orders' column 'State'")
    assert "3 of 4 rows" in told.message
    assert told.message.endswith("'on_hold' (2), 'risk' (1)")
    assert "'Order states'" in (told.hint or "")


def test_a_list_that_waits_for_its_rows_is_not_compared_and_one_that_is_given_is(
    tmp_path: Path,
) -> None:
    blueprint = read_blueprint(BLUEPRINTS / "budget-roi.yaml")
    weeks, channels = tmp_path / "weeks.csv", tmp_path / "channels.csv"
    weeks.write_text(
        "日期,渠道,花费,成交金额\n2024-06-03,抖音,10,50\n2024-06-03,快手,5,9\n", "utf-8"
    )
    channels.write_text("渠道,年度预算\n抖音,1000\n", "utf-8")
    _, alone = read_given(blueprint, {}, {"ad_weeks": weeks}, "zh-CN")
    assert not alone.notices
    _, both = read_given(blueprint, {}, {"ad_weeks": weeks, "ad_channels": channels}, "zh-CN")
    assert [(one.code, "'快手' (1)" in one.message) for one in both.notices] == [("PS449", True)]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("商品状态", ["当前在线", "仓库中", "清退", "-"]),
        ("Status", ["Active", "Draft", "Clearing", ""]),
    ],
)
def test_items_are_found_by_the_words_of_back_ends(
    header: str, said: list[str], tmp_path: Path
) -> None:
    rows = [f"A-{place},a,{one}" for place, one in enumerate(said)]
    text = "\n".join([f"SKU,商品名称,{header}", *rows])
    data = loaded(Export("sku-management", "skus", text, "utf-8", {}), tmp_path)
    assert data.columns["status"] == ("on_sale", "off_shelf", "clearing", None)


def test_returns_in_money_are_no_rate_of_returns(tmp_path: Path) -> None:
    text = "Product title,Variant SKU,Net items sold,Returns\nMug,MUG-1,45,-20.00\n"
    data = loaded(Export("sku-management", "skus", text, "utf-8", {}), tmp_path)
    assert data.account is not None
    assert data.account.left == ("Returns",)
