"""Slips with columns that repeat, groups, ladders and places: one message, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

ROTA = """\
blueprint: rota
version: 1.0.0
title: {zh-CN: 排班, en: Rota}
lists:
  days: {mon: {zh-CN: 周一, en: Mon}, tue: {zh-CN: 周二, en: Tue}}
tables:
  people:
    title: {zh-CN: 人员, en: People}
    key: name
    columns:
      - {id: name, type: key, label: {zh-CN: 姓名, en: Name}}
      - {id: team, type: text, label: {zh-CN: 班组, en: Team}}
      - {id: weekday, type: choice, list: days, label: {zh-CN: 星期, en: Weekday}}
      - {id: paid, type: money, label: {zh-CN: 工资, en: Paid}}
      - {id: 'd_{day}', each: {day: days}, type: count, label: '{day}'}
      - {id: hours, type: number, label: {zh-CN: 工时, en: Hours}, formula: '=SUM([@d_{day}])'}
    sample: [{name: Ann, team: A, d_mon: 8}]
  teams:
    title: {zh-CN: 班组, en: Teams}
    rows: {from: people, by: team}
    columns:
      - {id: team, from: team}
      - {id: hours, type: number, label: Hours, formula: '=SUM(group(people[hours]))'}
  needs:
    title: {zh-CN: 需要, en: Needs}
    rows: {each: days}
    columns:
      - {id: day, type: choice, list: days, label: {zh-CN: 日, en: Day}}
      - {id: place, type: count, label: {zh-CN: 位次, en: Place}, formula: '=[@day].index'}
sheets:
  - {id: main, title: {zh-CN: 排班, en: Rota}, blocks: [{table: people}]}
  - {id: sums, title: {zh-CN: 合计, en: Sums}, blocks: [{table: needs}, {table: teams}]}
checks:
  - {id: idle, level: warning, table: people, where: '=people[hours]=0', message: Idle}
"""
WIDE = "wide: {names: weekday, values: paid, columns: {mon: [周一], tue: [周二]}}"
SLIPS = {
    "a key of many columns": (
        ("key: name", "key: [name, 'd_{day}']"),
        "PS220 'd_{day}' is several columns, and one is named here",
        "as in 'd_mon'",
        "如“d_mon”",
    ),
    "an order by many columns": (
        ("key: name", "key: name\n    sorted: 'd_{day}'"),
        "PS220 'd_{day}' is several columns, and one is named here",
        "as in 'd_mon'",
        "如“d_mon”",
    ),
    "paper that ends at many columns": (
        ("key: name", "key: name\n    print: 'd_{day}'"),
        "PS220 'd_{day}' is several columns, and one is named here",
        "as in 'd_mon'",
        "如“d_mon”",
    ),
    "a variable without anything that repeats": (
        ("id: team, type: text", "id: 'team_{day}', type: text"),
        "PS109 the id 'team_{day}' holds a variable, and nothing repeats this column",
        "add each: {day: LIST}, or leave out the braces",
        "写上 each: {day: 列表}，或去掉花括号",
    ),
    "a group of another table": (
        ("group(people[hours])", "group(needs[place])"),
        "PS240 group is several cells of a column of 'people', for a function to take",
        "as in SUM(group(people[…])), ROWS(group(people[…]))",
        "如 SUM(group(people[…]))、ROWS(group(people[…]))",
    ),
    "a group alone": (
        ("SUM(group(people[hours]))", "group(people[hours])"),
        "PS240 group is several cells of a column of 'people', for a function to take",
        "as in SUM(group(people[…])), ROWS(group(people[…]))",
        "如 SUM(group(people[…]))、ROWS(group(people[…]))",
    ),
    "a group of nothing": (
        ("group(people[hours])", "group()"),
        "PS240 group is several cells of a column of 'people', for a function to take",
        "as in SUM(group(people[…])), ROWS(group(people[…]))",
        "如 SUM(group(people[…]))、ROWS(group(people[…]))",
    ),
    "the row above without a first value": (
        ("'=[@day].index'", "'=LEN(prior([@day]))'"),
        "PS228 prior takes a cell of this row and a first value",
        "write prior([@balance], 0): the row above, and 0 in the first row",
        "写成 prior([@balance], 0)：取上一行，首行取 0",
    ),
    "a place by another word": (
        ("[@day].index", "[@day].number"),
        "PS214 '.' means nothing here",
        "behind a cell only .index may stand, as in [@month].index: its place in the list",
        "一格后面只能写 .index，如 [@month].index：它在列表里的位次",
    ),
    "a place without a cell": (
        ("[@day].index", "day.index"),
        "PS222 nothing is called 'day.index'",
        "write [@day].index",
        "写成 [@day].index",
    ),
    "the place of a list": (
        ("[@day].index", "days.index"),
        "PS224 the list 'days' has no item 'index'",
        "write [@day].index",
        "写成 [@day].index",
    ),
    "a ladder without its first": (
        (
            "formula: '=SUM([@d_{day}])'",
            "formula: [{when: '=[@team]=\"\"', then: '=0'}, {else: '=1'}]",
        ),
        "PS107 'formula' takes a single value; a list was found",
        "write a ladder as {first: [{when: …, then: …}, {else: …}]}",
        "阶梯写成 {first: [{when: …, then: …}, {else: …}]}",
    ),
    "fewer than none": (
        ("level: warning,", "level: warning, sample: -1,"),
        "PS108 'sample': '-1' is below 0",
        None,
        None,
    ),
    "a check of nothing": (
        (" where: '=people[hours]=0',", ""),
        "PS114 a check has exactly one of 'count', 'where'; 0 were found",
        "write one of 'count', 'where'",
        "写上“count”“where”中的一个",
    ),
    "a name of wide files that is no item": (
        ("key: name", f"key: name\n    {WIDE.replace('tue:', 'wed:')}"),
        "PS113 the list 'days' has no item 'wed'",
        "known here: 'mon', 'tue'",
        "可用：“mon”“tue”",
    ),
    "a header of two names": (
        ("key: name", f"key: name\n    {WIDE.replace('周二', '周一')}"),
        "PS110 the header '周一' is given to both 'mon' and 'tue'",
        "leave it with one of them",
        "只留一处",
    ),
    "a check of all rows at once": (
        ("'=people[hours]=0'", "'=SUM(people[hours])=0'"),
        "PS114 'where' is one value for all rows of 'people'",
        "compare row by row, as in people[hours]=0; one number for the whole table is 'count:'",
        "逐行比较，如 people[hours]=0；整表的一个数写“count:”",
    ),
    "a row of totals that Excel does not have": (
        ("'=[@day].index'", "'=COUNT(people[[#Totals],[paid]])'"),
        "PS229 table 'people' has no totals row of Excel's",
        "write SUM(people[paid])",
        "写成 SUM(people[paid])",
    ),
    "a whole row of totals": (
        ("'=[@day].index'", "'=COUNT(people[#Totals])'"),
        "PS229 table 'people' has no totals row of Excel's",
        "write SUM(people[d_mon])",
        "写成 SUM(people[d_mon])",
    ),
    "a field that no export has": (
        ("{id: paid,", "{id: paid, field: order_amout,"),
        "PS108 'field' cannot be 'order_amout'",
        "did you mean 'order_amount'?",
        "是不是“order_amount”？",
    ),
    "what names a row and is added up": (
        ("key: name", "key: name\n    lines: {by: paid, add: paid}"),
        "PS114 'paid' both says which rows belong together and is added up",
        "leave it in one of them",
        "只留一处",
    ),
    "a key of nothing": (
        ("key: name", "key: []"),
        "PS107 the list of 'key' is empty",
        "fill it, or delete the key",
        "写上内容，或删去这个键",
    ),
    "a key that names a column twice": (
        ("key: name", "key: [name, name]"),
        "PS110 'name' stands in 'key' twice",
        "delete one of them",
        "删去一个",
    ),
    "a least value of texts": (
        ("type: text, label: {zh-CN: 班组, en: Team}", "type: text, min: 3, label: Team"),
        "PS114 'team' is of type 'text', and 'min' is about numbers",
        "delete 'min'",
        "删去“min”",
    ),
    "colours by the number of a choice": (
        ("list: days, label: {zh-CN: 星期,", "list: days, show: heat, label: {zh-CN: 星期,"),
        "PS114 'weekday' is of type 'choice', and 'show' is about numbers",
        "items of lists are coloured with 'mean:', others with 'when:'",
        "列表的选项用“mean:”着色，别的用“when:”",
    ),
    "a unit from many columns": (
        ("{id: paid, type: money,", "{id: paid, type: amount, unit_from: 'd_{day}',"),
        "PS220 'd_{day}' is several columns, and one is named here",
        "as in 'd_mon'",
        "如“d_mon”",
    ),
    "a unit from a number": (
        ("{id: paid, type: money,", "{id: paid, type: amount, unit_from: paid,"),
        "PS114 'unit_from' names a column of words, and 'paid' is of type 'amount'",
        "name a column that is a text or a choice",
        "写一个文字列或选择列",
    ),
    "a category beside the list of a grid": (
        (
            "[{table: people}]",
            (
                "[{grid: {id: free, each: {day: days},"
                " rows: [{id: off, type: count, label: Off}]}},"
                " {chart: {type: column, title: Off, over: free, category: off,"
                " series: [{column: off}]}}, {table: people}]"
            ),
        ),
        "PS114 the list of grid 'free' goes along the axis, so 'category' has no effect",
        "delete 'category'",
        "删去“category”",
    ),
    "a label with another variable": (
        ("label: '{day}'}", "label: '{day} {tag}'}"),
        "PS109 '{tag}' in the label is not the variable of 'each'",
        "write '{day}'",
        "写“{day}”",
    ),
    "a column of no width": (
        ("type: text, label: {zh-CN: 班组", "type: text, width: -4, label: {zh-CN: 班组"),
        "PS108 'width' is -4; a column is 1 to 255 characters wide",
        None,
        None,
    ),
    "a table that grows to no rows": (
        ("key: name", "key: name\n    expected_rows: 0"),
        "PS108 'expected_rows' cannot be 0: it takes 1 to 1,048,575",
        None,
        None,
    ),
    "an axis that ends before it begins": (
        (
            "[{table: people}]",
            (
                "[{chart: {type: column, title: Paid, over: people, category: name, y_min: 5,"
                " y_max: 1, series: [{column: paid}]}}, {table: people}]"
            ),
        ),
        "PS114 the axis goes from 5 to 1: nothing lies between",
        "make 'y_min' less than 'y_max'",
        "让“y_min”小于“y_max”",
    ),
    "a check that says nothing": (
        ("message: Idle", "message: ' '"),
        "PS108 'message' is empty",
        None,
        None,
    ),
    "a word for two items": (
        ("{zh-CN: 周一, en: Mon}", "{label: {zh-CN: 周一, en: Mon}, aliases: [礼拜一, Tue]}"),
        "PS110 'Tue', an alias of 'mon', is a name of 'tue', too",
        "keep it at one of them",
        "留一处",
    ),
    "a key of colours that is none": (
        (
            "label: {zh-CN: 工资, en: Paid}",
            "label: {zh-CN: 工资, en: Paid}, when: {red: '=[@paid]>goal'}",
        ),
        "PS105 'when' has no key 'red'",
        "known here: 'bad', 'good', 'muted', 'warn'",
        "可用：“bad”“good”“muted”“warn”",
    ),
    "a formula where colours stand": (
        ("label: {zh-CN: 工资, en: Paid}", "label: {zh-CN: 工资, en: Paid}, when: '=[@paid]>goal'"),
        "PS107 'when' takes ids and their values; '=[@paid]>goal' was found",
        "write {good: …}; known here: good, warn, bad, muted",
        "写成 {good: …}；可用：good, warn, bad, muted",
    ),
    "an else that is not the last": (
        (
            "formula: '=SUM([@d_{day}])'",
            "formula: {first: [{else: '=1'}, {when: '=[@d_mon]=0', then: '=0'}]}",
        ),
        "PS114 nothing below this 'else' of 'formula' can ever hold",
        "put {else: …} last",
        "把 {else: …} 放到最后",
    ),
    "one key of two rows": (
        (
            "sample: [{name: Ann, team: A, d_mon: 8}]",
            "sample: [{name: Ann}, {name: Bo}, {name: ann}]",
        ),
        "PS124 two rows of the sample have 'ann' as 'name': row 1 and this one",
        "a key names one row: change one of them",
        "键是一行的名字：改掉其中一个",
    ),
    "a check by the cells of one row": (
        ("where: '=people[hours]=0'", "where: '=[@hours]>[@paid]'"),
        "PS221 'where' looks at whole columns, and '[@hours]' is the cell of one row",
        "write people[hours]",
        "写成 people[hours]",
    ),
    "a condition in the words of a database": (
        ("where: '=people[hours]=0'", "where: hours > paid"),
        "PS108 'where' is not a formula: it does not begin with '='",
        "write '=hours > paid' in quotes",
        "写成 '=hours > paid'，带引号",
    ),
    "a condition by the ids of columns alone": (
        ("where: '=people[hours]=0'", "where: '=hours > paid'"),
        "PS114 'where' looks through the rows of 'people', and names no column of it",
        "write people[hours]",
        "写成 people[hours]",
    ),
    "a title that says nothing in one language": (
        ("title: {zh-CN: 需要, en: Needs}", "title: {zh-CN: 需要, en: }"),
        "PS111 'title' has no text in 'en'",
        "add en: …, or write one text that serves every language",
        "加上“en: …”，或只写一个各语言通用的文字",
    ),
    "a title that says nothing": (
        ("title: {zh-CN: 需要, en: Needs}", "title: {zh-CN: , en: }"),
        "PS108 'title' is empty",
        None,
        None,
    ),
    "an id of what repeats, without quotes": (
        ("id: 'd_{day}'", "id: d_{day}"),
        "PS101 not readable as YAML: an id with {…} stands without quotes",
        "write 'd_{day}'",
        "写成 'd_{day}'",
    ),
    "a key that stands twice": (
        ("tables:\n", "checks:\n  - {id: x, level: error, count: '=0', message: X}\ntables:\n"),
        "PS104 the key 'checks' stands here twice",
        "it was first given on line 6; delete one of them",
        "第一次在第 6 行；删去其中一个",
    ),
    "an item that cannot be named so, and a sample of it": (
        (
            "{mon: {zh-CN: 周一, en: Mon}",
            "{h20: {zh-CN: 周三, en: Wed}, mon: {zh-CN: 周一, en: Mon}",
        ),
        "PS109 'h20' cannot be an id: Excel reads it as a cell",
        "write 'h_20'",
        "写成“h_20”",
    ),
    "a function of a later Excel over a condition": (
        (
            "formula: '=SUM(group(people[hours]))'",
            "formula: '=SUM(FILTER(people[hours], people[paid]>1))'",
        ),
        "PS232 'FILTER' needs Excel 2021; this is for Excel 2016, WPS and LibreOffice",
        "write a helper column that numbers the wanted rows, and INDEX/MATCH on the number",
        "改用 给要的行编号的辅助列，再按编号 INDEX/MATCH",
    ),
    "a function that nobody has": (
        ("SUM([@d_{day}])", "zzzyx([@d_{day}])"),
        "PS230 no function 'zzzyx'",
        "plansheets functions list names those that there are beside Excel's",
        "Excel 的函数照写；另有哪些函数，plansheets functions list 会列出",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_once_with_what_to_do(slip: str) -> None:
    (old, new), said, hint, chinese = SLIPS[slip]
    assert ROTA.count(old) == 1
    text = ROTA.replace(old, new)
    if "team_{day}" in new:
        text = text.replace("team: A, ", "").partition("  teams:")[0]
        text += "sheets: [{id: main, title: Main, blocks: [{table: people}]}]\n"
    found = check(examine_text(text, "rota.yaml", Path()))
    assert [f"{one.code} {one.message}" for one in found] == [said]
    assert (found[0].hint, found[0].said("zh-CN").hint) == (hint, chinese)


def test_a_table_that_stands_on_a_sheet_twice_is_told_once() -> None:
    twice = ROTA.replace("blocks: [{table: people}]", "blocks: [{table: people}, {table: people}]")
    found = check(examine_text(twice, "rota.yaml", Path()))
    assert [one.code for one in found] == ["PS303"]


@pytest.mark.parametrize("key", ["key: [name, d_mon]", "key: name\n    print: d_tue"])
def test_a_table_names_one_of_the_columns_that_repeat(key: str) -> None:
    found = check(examine_text(ROTA.replace("key: name", key), "rota.yaml", Path()))
    assert found == ()
