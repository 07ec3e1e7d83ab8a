"""Slips of people who know Excel and write their first blueprint: each message says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

WATCH = """
blueprint: stock-watch
version: 1.0.0
title: {zh-CN: 库存监控, en: Stock watch}
parameters:
  least: {type: multiple, default: 1.5, min: 0, label: {zh-CN: 备货倍数下限, en: Least multiple}}
lists:
  status: {on_sale: {zh-CN: 在售, en: On sale}, clearing: {zh-CN: 清退, en: Clearing}}
  months: {jan: {zh-CN: 1月, en: Jan}, feb: {zh-CN: 2月, en: Feb}}
tables:
  skus:
    title: {zh-CN: 商品表, en: SKU table}
    key: sku
    columns:
      - {id: sku, type: key, label: {zh-CN: 商品SKU, en: SKU}, required: true}
      - {id: status, type: choice, list: status, label: {zh-CN: 状态, en: Status}}
      - {id: stock, type: count, min: 0, label: {zh-CN: 库存量, en: Stock}}
      - {id: sold, type: count, min: 0, label: {zh-CN: 30天销量, en: Units sold}}
      - {id: listed, type: date, label: {zh-CN: 上架, en: Listed}}
      - {id: owner, type: text, label: {zh-CN: 负责人, en: Owner}}
      - {id: 'm_{month}', each: {month: months}, type: count, label: '{month}'}
      - {id: cover, type: multiple, label: {zh-CN: 备货倍数, en: Stock multiple},
         formula: '=stock_multiple([@stock], [@sold])', when: {bad: '=[@cover]<least'}}
    sample:
      - {sku: MB001, status: on_sale, stock: 200, sold: 120}
metrics:
  short: {type: count, label: {zh-CN: 备货不足, en: Short}, formula: '=SUM(skus[stock])'}
sheets:
  - id: main
    title: {zh-CN: 商品, en: SKUs}
    blocks:
      - cards: [short]
      - chart: {type: column, title: {zh-CN: 库存, en: Stock}, over: skus, category: sku,
                series: [{column: stock}]}
      - table: skus
"""
SLIPS = {
    "a formula without quotes": (
        ("formula: '=SUM(skus[stock])'", 'formula: =COUNTIFS(skus[stock], "<"&least)'),
        "PS101 not readable as YAML: a formula stands without quotes",
        "a formula always stands in quotes: '=…'",
        "公式总要放进引号：'=…'",
    ),
    "a column by its label": (
        ("([@stock], [@sold])", "([@库存量], [@sold])"),
        "PS220 no column '库存量' in 'skus'",
        "formulas name it by its id, 'stock': write stock",
        "公式里按 id“stock”写：stock",
    ),
    "a table by its title": (
        ("=SUM(skus[stock])", "=SUM(商品表[stock])"),
        "PS221 no table '商品表'",
        "formulas name it by its id, 'skus': write skus[…]",
        "公式里按 id“skus”写：skus[…]",
    ),
    "a parameter by its label": (
        ("[@cover]<least", "[@cover]<备货倍数下限"),
        "PS222 nothing is called '备货倍数下限'",
        "formulas name it by its id, 'least': write least",
        "公式里按 id“least”写：least",
    ),
    "a full-width percent sign": (
        ("default: 1.5", "default: 150％"),
        "PS108 'default' of parameter 'least': '150％' is not a number",
        "write 150%",
        "写成 150%",
    ),
    "a day with slashes": (
        ("sold: 120", "listed: 2024/5/1"),
        "PS116 column 'listed' is date: '2024/5/1' is not a day such as 2024-05-01",
        "write 2024-05-01",
        "写成 2024-05-01",
    ),
    "a choice by its label": (
        ("status: on_sale, stock", "status: 在售, stock"),
        "PS116 the list 'status' has no item '在售'",
        "write its id, on_sale, which serves every language",
        "写它的 id：on_sale",
    ),
    "a chart of texts": (
        ("series: [{column: stock}]", "series: [{column: status}]"),
        "PS114 a chart draws numbers, and 'status' is choice",
        (
            "name a column of numbers; how many there are of each item is counted with COUNTIFS "
            "in a table with rows: {each: LIST}"
        ),
        "换成数字列；要数各项有多少，就做一张 rows: {each: 列表} 的表，用 COUNTIFS 数",
    ),
    "an id with another variable": (
        ("each: {month: months}", "each: {m: months}"),
        "PS109 the column 'm_{month}' repeats, so its id needs the variable",
        "write 'm_{m}'",
        "写成“m_{m}”",
    ),
    "options written out": (
        ("{id: owner, type: text,", "{id: owner, type: text, options: [Ann, Bob],"),
        "PS107 'options' takes a single value; a list was found",
        "write table[column]; fixed items belong into a list: type: choice, list: …",
        "写成 表[列]；固定的几项放进 lists，这一列写 type: choice, list: …",
    ),
    "a list as a list": (
        ("months: {jan: {zh-CN: 1月, en: Jan}, feb: {zh-CN: 2月, en: Feb}}", "months: [Jan, Feb]"),
        "PS107 list 'months' takes keys such as 'label', 'ordered', 'items'; a list was found",
        "write an id and the words of each item: {jan: January, feb: February}",
        "每项写 id 和名称：{jan: 1月, feb: 2月}",
    ),
    "a row where no row is": (
        ("=SUM(skus[stock])", "=[@stock]"),
        "PS221 metric 'short' stands outside tables, so its columns need one",
        "name the whole column, as in SUM(skus[stock])",
        "写整列，如 SUM(skus[stock])",
    ),
    "null": (
        ("=[@cover]<least", "=[@cover]=null"),
        "PS222 nothing is called 'null'",
        'a blank is written ""',
        '空白写成 ""',
    ),
    "a text where a number is declared": (
        ("=SUM(skus[stock])", '=\\"缺\\"&SUM(skus[stock])'.replace("\\", "")),
        "PS267 metric 'short' is declared count, but \"缺\"&SUM(skus[stock]) is text",
        (
            'where there is no value, give "": it shows nothing and counts as nothing; where a '
            "text is meant, declare it text"
        ),
        '没有值就给 ""：什么也不显示，也不计入；要的就是文字，则声明为 text',
    ),
}


def test_the_plan_itself_is_sound() -> None:
    assert check(examine_text(WATCH, "watch.yaml", Path())) == ()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_what_to_write(slip: str) -> None:
    (old, new), said, hint, chinese = SLIPS[slip]
    assert WATCH.count(old) == 1
    found = check(examine_text(WATCH.replace(old, new), "watch.yaml", Path()))
    first = next(problem for problem in found if problem.code == said[:5])
    assert (f"{first.code} {first.message}", first.hint) == (said, hint)
    assert first.said("zh-CN").hint == chinese
