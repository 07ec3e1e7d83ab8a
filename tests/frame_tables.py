"""Tables as the loader's tests need them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plansheets.blueprint.model import Blueprint, Column, Item, ItemList, Table
from plansheets.blueprint.rows import EachItem, Growing
from plansheets.blueprint.types import TYPES
from plansheets.formula.ast import Number
from plansheets.source import Source, Span
from plansheets.words import Words

SOURCE = Source("blueprint.yaml", "x: 1\n")
SPAN = Span(SOURCE, 1, 1)


def words(zh: str, en: str | None = None) -> Words:
    return Words(zh, en or zh)


def column(id_: str, type_: str, zh: str, en: str | None = None, **more: Any) -> Column:
    return Column(id_, TYPES[type_], words(zh, en or id_), SPAN, **more)


def computed(id_: str, type_: str, zh: str) -> Column:
    from plansheets.blueprint.model import Formula

    return column(id_, type_, zh, role="formula", formula=Formula("=1", Number(1), SPAN))


def items(id_: str, *rows: tuple[str, str, str] | tuple[str, str, str, str]) -> ItemList:
    return ItemList(
        id_,
        tuple(
            Item(r[0], words(r[1], r[2]), SPAN, measure=r[3] if len(r) > 3 else None) for r in rows
        ),
        SPAN,
    )


STATUS = items(
    "status",
    ("on_sale", "在售", "On sale"),
    ("presale", "预售", "Presale"),
    ("clearing", "清退", "Clearing"),
)
UNITS = items(
    "units",
    ("cny", "元", "CNY", "money"),
    ("people", "人", "people", "count"),
    ("share", "%", "%", "percent"),
    ("to_one", "比", "to 1", "ratio"),
    ("pieces", "个", "count", "count"),
)
COMPARATORS = items("comparators", ("ge", "≥", "≥"), ("le", "≤", "≤"), ("eq", "=", "="))
MONTHS = items("months", *((f"m{n:02}", f"{n}月", f"Month {n}") for n in range(1, 13)))

SKUS = Table(
    "skus",
    words("商品运营管理表", "SKU table"),
    (
        column("sku", "key", "商品SKU", "SKU", aliases=("商品ID", "宝贝ID")),
        column("name", "text", "商品名称", "Name", aliases=("SKU名称",)),
        column("status", "choice", "状态", "Status", list_id="status"),
        column("listed", "date", "上架日期", "Listed on", aliases=("统计日期", "时间")),
        column("cost", "money", "进货价", "Cost"),
        column("price", "money", "售价", "Price", minimum=0),
        column("stock", "count", "库存量", "Stock", minimum=0),
        column("sales", "count", "30天销量", "Units sold", aliases=("支付件数", "成交商品件数")),
        column("amount", "money", "支付金额", "Revenue", aliases=("成交金额",)),
        column("returns", "percent", "退货率", "Return rate", aliases=("商品支付转化率",)),
        column("roi", "ratio", "活动ROI", "ROI"),
        column("promoted", "flag", "主推款", "Promoted"),
        computed("sell_through", "percent", "动销率"),
    ),
    SPAN,
    rows=Growing(1_000),
    key=("sku",),
)
GOALS = Table(
    "goals",
    words("运营目标设定表", "Goals"),
    (
        column("metric", "text", "具体指标", "Metric", required=True),
        column("comparator", "choice", "比较符", "Comparator", list_id="comparators"),
        column(
            "target", "amount", "目标值", "Target", unit_from="unit", comparator_from="comparator"
        ),
        column("actual", "amount", "实际值", "Actual", unit_from="unit"),
        column("unit", "choice", "单位", "Unit", list_id="units"),
        column("due", "quarter", "完成时间", "Due"),
    ),
    SPAN,
    rows=Growing(1_000),
)
WEIGHTS = Table(
    "weights",
    words("权重", "Weights"),
    (
        column("month", "choice", "月", "Month", list_id="months"),
        column("weight", "percent", "权重", "Weight"),
    ),
    SPAN,
    rows=EachItem("months"),
)
CHANNELS = Table(
    "channels",
    words("渠道", "Channels"),
    (
        column("channel", "text", "渠道", "Channel"),
        column("period", "text", "周期", "Period"),
        column("gmv", "money", "成交额(万元)", "GMV (10k CNY)"),
    ),
    SPAN,
    rows=Growing(1_000),
    key=("channel", "period"),
)

BLUEPRINT = Blueprint(
    "shop",
    "1.0.0",
    words("商品", "Shop"),
    SOURCE,
    "0" * 64,
    lists=(STATUS, UNITS, COMPARATORS, MONTHS),
    tables=(SKUS, GOALS, WEIGHTS, CHANNELS),
)


def without_key(table: Table) -> Table:
    return replace(table, key=())
