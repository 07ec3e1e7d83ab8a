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
GROUPED = """\
  sums:
    title: Sums
    rows: {from: skus, by: ownner}
    columns: [{id: owner, from: owner}]
metrics:
"""
SLIPS = {
    "a comma in a number": (
        ("stock: 200, sold: 120}", "stock: 1,200, sold: 120}"),
        "PS109 '200' cannot be an id",
        (
            "a comma cuts what it stands in: write numbers without separators of thousands, "
            "and a text that holds a comma in quotes"
        ),
        "数字里不写千分位逗号，逗号会把它断成两截；含逗号的文字放进引号",
    ),
    "a day that no month has": (
        ("sold: 120}", "sold: 120, listed: 2024-13-01}"),
        "PS116 column 'listed' is date: '2024-13-01' is not a day such as 2024-05-01",
        "write year-month-day; months run from 01 to 12, days to the last of their month",
        "写成 年-月-日：月为 01–12，日不超过当月天数",
    ),
    "a colon in a text": (
        ("label: {zh-CN: 上架, en: Listed}", "label: {zh-CN: 上架: 日期, en: Listed}"),
        "PS101 not readable as YAML: brackets and commas do not match here",
        (
            "check this line and the one above; a text that holds a comma, a colon or a bracket "
            "needs quotes"
        ),
        "检查这一行和上一行；含逗号、冒号或括号的文字要放进引号",
    ),
    "a column behind a dot": (
        ("'=SUM(skus[stock])'", "'=SUM(skus.stock)'"),
        "PS222 nothing is called 'skus.stock'",
        "write skus[stock]",
        "写成 skus[stock]",
    ),
    "a column in quotes": (
        ("'=SUM(skus[stock])'", "'=SUM(\"skus[stock]\")'"),
        "PS267 metric 'short' is declared count, but SUM(\"skus[stock]\") is text",
        "what stands in quotes is a text, no column: write skus[stock] without them",
        "引号里的是文字，不是列：去掉引号，写成 skus[stock]",
    ),
    "a full-width comma between ids": (
        ("cards: [short]", "cards: [short， short]"),
        "PS113 no metric 'short， short'",
        "'，' separates nothing: write ','",
        "全角的“，”不分隔：写半角的“,”",
    ),
    "a tab in the indentation": (
        ("      - {id: owner, type", "\t- {id: owner, type"),
        "PS101 not readable as YAML: a tab in the indentation",
        "indent with spaces",
        "用空格缩进",
    ),
    "cells by their addresses": (
        ("'=SUM(skus[stock])'", "'=VLOOKUP(\"MB001\", 商品!A:D, 3, 0)'"),
        "PS225 a blueprint has no cell addresses",
        "name a column, a parameter or a metric; the compiler places them",
        "写列、参数或指标的 id；位置由程序安排",
    ),
    "a text in single quotes": (
        ("'=SUM(skus[stock])'", "\"=COUNTIF(skus[owner], '张三')\""),
        "PS204 '张三' is no text",
        'write "张三"',
        '写成 "张三"',
    ),
    "a sheet title that Excel refuses": (
        ("title: {zh-CN: 商品, en: SKUs}", "title: {zh-CN: 商品/库存, en: SKUs}"),
        "PS304 the sheet title '商品/库存' holds a character Excel refuses",
        "leave out [ ] : * ? / \\, line breaks and quotes at its ends",
        "去掉 [ ] : * ? / \\、换行和首尾的引号",
    ),
    "a language that is not one": (
        ("title: {zh-CN: 商品, en: SKUs}", "title: {zh: 商品, en: SKUs}"),
        "PS105 'zh' is no language of 'title'",
        "write zh-CN",
        "写成 zh-CN",
    ),
    "a repeated column without its variable": (
        ("id: 'm_{month}', each", "id: m, each"),
        "PS109 the column 'm' repeats, so its id needs the variable",
        "write 'm_{month}'",
        "写成“m_{month}”",
    ),
    "a default that its bounds refuse": (
        ("{type: multiple, default: 1.5, min: 0", "{type: percent, default: 150, min: 0, max: 1"),
        "PS117 'default' of parameter 'least' is 150; at most 1 is allowed",
        "lower it, or raise 'max: 1'",
        "改小，或调高“max: 1”",
    ),
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
    "a least value in words": (
        ("min: 0, label: {zh-CN: 备货", "min: 2万, label: {zh-CN: 备货"),
        "PS108 'min': '2万' is not a number",
        "write 20000",
        "写成 20000",
    ),
    "a month where a day stands": (
        ("sold: 120", "listed: 2024年5月"),
        "PS116 column 'listed' is date: '2024年5月' is a month, and no day of it",
        (
            "write a day such as 2024-05-01; a column of months says so in its blueprint, by"
            " format: yyyy-mm"
        ),
        "写到日，如 2024-05-01；这一列本来按月记，就在蓝图里给它写 format: yyyy-mm",
    ),
    "a dash for what is not known": (
        ("sold: 120", "sold: '-'"),
        "PS116 column 'sold' is count: '-' is not a number",
        "leave it out where there is no value",
        "没有值就不写",
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
        (
            "PS107 list 'months' takes keys such as 'label', 'ordered', 'items', 'only'; "
            "a list was found"
        ),
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


MANY = "{id: many, level: error, table: skus, where: '=short>3', message: Many}"
ONCE = {
    "a table's key beside its block": (
        ("      - table: skus\n", "      - {table: skus, titled: true}\n"),
        "PS105 a block has no key 'titled'",
        "write it below 'skus' in 'tables'",
        "写在“tables”里“skus”的下面",
    ),
    "a language by another name": (
        ("label: {zh-CN: 库存量, en: Stock}", "label: {zh: 库存量, en: Stock}"),
        "PS105 'zh' is no language of 'label'",
        "write zh-CN",
        "写成 zh-CN",
    ),
    "a metric written out on its card": (
        ("cards: [short]", "cards: [{metric: short, target: '=5'}]"),
        "PS107 an item of 'cards' takes a single value; a mapping with 'metric' was found",
        (
            "write the metric's id alone, as in [gmv, roi]; its formula, target and all else stand"
            " in 'metrics'"
        ),
        "只写指标的 id，如 [gmv, roi]；它的公式、target 等写在“metrics”里",
    ),
    "AND between conditions": (
        ("=[@cover]<least", "=[@cover]<least AND [@stock]>0"),
        "PS208 two values with no operator between them",
        "Excel writes AND in front: AND(condition, condition)",
        "Excel 的“AND”写在前面：AND(条件, 条件)",
    ),
    "a check of rows that looks at none": (
        ("metrics:\n", f"checks: [{MANY}]\nmetrics:\n"),
        "PS114 'where' looks through the rows of 'skus', and names no column of it",
        "name columns of it, as in skus[sku]",
        "写它的列，如 skus[sku]",
    ),
    "an item's words as a criterion": (
        ("=SUM(skus[stock])", '=SUMIFS(skus[stock], skus[status], "在售")'),
        "PS266 '在售' is written out, but each language has its own word for an item of 'status'",
        "write status.on_sale",
        "写成 status.on_sale",
    ),
    "a text that is no item": (
        ("owner, type: text,", "owner, type: choice, list: status, formula: '=\"清\"',"),
        "PS224 '清' is no item of the list 'status'",
        "write status.clearing",
        "写成 status.clearing",
    ),
    "a function of a later Excel": (
        ("=SUM(skus[stock])", "=IFS(SUM(skus[stock])>0, 1, TRUE, 2)"),
        "PS232 'IFS' needs Excel 2019; this is for Excel 2016, WPS and LibreOffice",
        (
            "write a ladder, first: [{when: …, then: …}, {else: …}], or IF(test, value, "
            "IF(test, value, …))"
        ),
        "改用 阶梯 first: [{when: …, then: …}, {else: …}]，或 IF(条件, 值, IF(条件, 值, …))",
    ),
    "a function by its Chinese name": (
        ("=SUM(skus[stock])", "=求和(skus[stock])"),
        "PS230 no function '求和'",
        "write functions by their English names, as in SUM, IF, AVERAGE, COUNTIFS",
        "函数写英文名，如 SUM、IF、AVERAGE、COUNTIFS",
    ),
    "a parameter by its place": (
        ("=[@cover]<least", "=[@cover]<parameters.least"),
        "PS222 nothing is called 'parameters.least'",
        "write least",
        "写成 least",
    ),
    "a sum of texts": (
        ("=SUM(skus[stock])", "=SUM(skus[owner])"),
        "PS265 SUM takes numbers: skus[owner] is text",
        "name a column of numbers",
        "写数字列",
    ),
    "a list that is not there": (
        ("each: {month: months}", "each: {month: month}"),
        "PS113 no list 'month'",
        "did you mean 'months'?",
        "是不是“months”？",
    ),
    "another word for else": (
        (
            "formula: '=SUM(skus[stock])'",
            "formula: {first: [{when: '=least>1', then: '=1'}, {default: '=2'}]}",
        ),
        "PS105 a rung has no key 'default'",
        "write {else: …} as the last rung",
        "最后一级写 {else: …}",
    ),
    "a required key misspelled": (
        ("sheets:\n", "sheet:\n"),
        "PS105 the blueprint has no key 'sheet'",
        "did you mean 'sheets'?",
        "是不是“sheets”？",
    ),
    "a sample of what is computed": (
        ("sold: 120}", "sold: 120, cover: 2}"),
        "PS116 column 'cover' of table 'skus' is computed and takes no sample",
        "leave it out, or delete the column's formula to have it typed in",
        "去掉示例；要手工填写就删去这一列的公式",
    ),
    "two blocks in one item": (
        ("      - table: skus\n", "        table: skus\n"),
        "PS114 a block has exactly one key; 2 were found",
        "write each block as an item, behind a '- ' of its own",
        "每块各写一项，前面各有“- ”",
    ),
    "a quarter that Excel reads as a cell, and a sample of it": (
        ("feb: {zh-CN: 2月, en: Feb}}", "q1: {zh-CN: 2月, en: Feb}}"),
        "PS109 'q1' cannot be an id: Excel reads it as a cell",
        "write 'q_1'",
        "写成“q_1”",
    ),
    "checks by their ids, as lists have their items": (
        ("metrics:\n", "checks:\n  few: {level: error, message: Few, count: '=1'}\nmetrics:\n"),
        "PS107 'checks' takes a list; a mapping with 'few' was found",
        "write each as an item, with its id inside: - {id: few, …}",
        "每个写成一项，id 写在里面：- {id: few, …}",
    ),
    "an id in Chinese, and a sample of it": (
        ("{id: sold, type", "{id: 销量, type"),
        "PS109 '销量' cannot be an id",
        "ids are English words in snake_case: a-z, 0-9 and _, a letter first",
        "id 用英文小写加下划线：a-z、0-9 和 _，字母开头",
    ),
    "an id with a letter that is not seen": (
        ("{id: sold, type", "{id: so\u200bld, type"),
        "PS109 'sold' holds a character that is not seen, U+200B",
        "type it anew",
        "整个重打一遍",
    ),
    "a list to repeat over, without a variable": (
        ("each: {month: months}", "each: months"),
        "PS107 'each' takes ids and their values; 'months' was found",
        "name the variable, too: {item: months}, and write {item} in the id and label",
        "给变量起个名字：{item: months}，id 和 label 里写 {item}",
    ),
    "a variant that nobody declared": (
        ("{id: owner, type: text,", "{id: owner, only: {stage: mature}, type: text,"),
        "PS113 'only' names no variant: there is no 'stage'",
        "declare it, as in variants: {stage: {label: …, items: {…}}}, or delete 'only'",
        "在“variants”里写出它：stage: {label: …, items: {…}}，或删去“only”",
    ),
    "a quote that is closed much further down": (
        ("- {sku: MB001,", "- {sku: 'MB001,"),
        "PS101 not readable as YAML: this quote is closed only in line 27",
        "close it where the text ends",
        "在文字结尾处合上引号",
    ),
    "a group by a column that is not there": (
        ("metrics:\n", GROUPED),
        "PS220 no column 'ownner' in 'skus'",
        "did you mean 'owner'?",
        "是不是“owner”？",
    ),
    "a share of ten times the whole": (
        ("least: {type: multiple, default: 1.5,", "least: {type: percent, default: 10,"),
        "PS117 'default' of parameter 'least' is 10, which is 1,000%",
        "write 10%, or 1000% where that is meant",
        "写成 10%；确实要 1,000%，就写 1000%",
    ),
}
"""Slips that were told twice or without what to write, or not at all."""


@pytest.mark.parametrize("slip", ONCE)
def test_a_slip_is_told_once(slip: str) -> None:
    (old, new), said, hint, chinese = ONCE[slip]
    assert WATCH.count(old) == 1
    text = WATCH.replace("MB001,", "MB001, m_q1: 4,") if "q1" in new else WATCH
    found = check(examine_text(text.replace(old, new), "watch.yaml", Path()))
    told = [one for one in found if one.code != "PS118"]
    assert len(told) == 1, told
    problem = told[0]
    assert (f"{problem.code} {problem.message}", problem.hint) == (said, hint)
    assert problem.said("zh-CN").hint == chinese


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


GRID = """\
      - grid:
          id: plan
          title: {zh-CN: 计划, en: Plan}
          each: {month: months}
          rows:
            - {id: 's_{state}', each: {state: status}, type: count, label: '{state}'}
            - {id: all, type: count, label: {zh-CN: 合计, en: All}, formula: '=SUM([@s_{state}])'}
          sample: {s_on_sale: {jan: 1}}
"""


@pytest.mark.parametrize(
    ("change", "said", "hint"),
    [
        (
            ("id: 's_{state}'", "id: s"),
            "PS109 the row 's' repeats, so its id needs the variable",
            "write 's_{state}'",
        ),
        (
            ("each: {month: months}\n          rows", "each: months\n          rows"),
            "PS107 'each' takes ids and their values; 'months' was found",
            "name the variable, too: {item: months}, and write {item} in the id and label",
        ),
        (
            ("=SUM(skus[stock])", "=SUM(skus[stock])*month.index"),
            "PS222 nothing is called 'month.index'",
            "'month' is known in the rows of its grid alone",
        ),
    ],
)
def test_a_slip_in_a_grid_is_told_once(change: tuple[str, str], said: str, hint: str) -> None:
    text = WATCH.replace("      - chart: ", GRID + "      - chart: ").replace(*change)
    (told,) = check(examine_text(text, "watch.yaml", Path()))
    assert (f"{told.code} {told.message}", told.hint) == (said, hint)


def test_a_series_may_be_its_column_alone() -> None:
    alone = WATCH.replace("series: [{column: stock}]", "series: [stock, sold]")
    assert check(examine_text(alone, "watch.yaml", Path())) == ()
