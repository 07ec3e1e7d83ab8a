"""Which figures of a blueprint head office compares, and how those of many rows become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from plansheets.records import dataclass
from plansheets.together.part import PartTable
from plansheets.words import Words

MOST_FOUND = 20
"""Figures of a blueprint that names none."""


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A column of a table, added up or averaged over the rows of a workbook."""

    table: str
    column: str
    label: Words
    way: Literal["sum", "mean"] = "sum"


_KNOWN: dict[str, tuple[ReportFigure, ...]] = {
    "sku-management": (
        ReportFigure("skus", "sales_value", Words("30天销售额", "Sales in 30 days")),
        ReportFigure("skus", "sales_30d", Words("30天销量", "Units sold in 30 days")),
        ReportFigure("skus", "gross_profit", Words("30天毛利额", "Gross profit in 30 days")),
        ReportFigure("skus", "stock", Words("库存量", "Stock")),
        ReportFigure("skus", "stock_value", Words("库存金额", "Stock at cost")),
        ReportFigure("skus", "shortage_value", Words("缺货损失", "Sales at risk")),
        ReportFigure("skus", "clear_value", Words("待清金额", "To clear")),
        ReportFigure("skus", "campaign_value", Words("活动预计GMV", "Expected campaign GMV")),
    ),
    "target-breakdown": (
        ReportFigure("weights", "actual_used", Words("实际销售额", "Actual sales")),
        ReportFigure("weights", "target", Words("目标销售额", "Target")),
        ReportFigure("channels", "budget", Words("渠道费用预算", "Channel budgets")),
        ReportFigure("channels", "contribution", Words("渠道贡献", "Channel contribution")),
    ),
    "performance-scoring": (
        ReportFigure(
            "score_pay", "score", Words("本期平均总分", "Average total of the period"), "mean"
        ),
        ReportFigure("scores", "rate", Words("平均得分率", "Average score rate"), "mean"),
        ReportFigure("score_pay", "bonus", Words("绩效工资", "Performance pay")),
        ReportFigure("score_pay", "whole", Words("工资合计", "Pay")),
        ReportFigure("okrs", "progress", Words("OKR平均进度", "Average OKR progress"), "mean"),
    ),
    "monitoring-board": (
        ReportFigure("board_months", "actual", Words("GMV", "GMV")),
        ReportFigure("board_months", "target", Words("GMV目标", "GMV target")),
        ReportFigure("board_months", "last_year", Words("去年GMV", "GMV of last year")),
        ReportFigure("metrics", "attainment", Words("平均完成率", "Average attainment"), "mean"),
        ReportFigure("funnel", "rate", Words("漏斗平均转化率", "Average step rate"), "mean"),
    ),
}


def figures_of(blueprint: str, tables: Iterable[PartTable]) -> tuple[ReportFigure, ...]:
    """The figures of *blueprint* that *tables* have; of others, their amounts and counts."""
    given = list(tables)
    columns = {(table.id, column.id) for table in given for column in table.columns}
    known = _KNOWN.get(blueprint)
    if known is not None:
        return tuple(one for one in known if (one.table, one.column) in columns)
    return tuple(dict.fromkeys(_found(given)))[:MOST_FOUND]


def _found(tables: Iterable[PartTable]) -> Iterator[ReportFigure]:
    seen: set[tuple[str, str]] = set()
    for table in tables:
        for column in table.columns:
            at = (table.id, column.id)
            if column.type_id in ("money", "count") and at not in seen:
                seen.add(at)
                yield ReportFigure(*at, Words(column.made, column.made))
