"""One small blueprint that plan tests change a word or a line of, and what becomes of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from plansheets.blueprint.read import examine_text, read_text
from plansheets.formula.ast import Node
from plansheets.formula.spell import BAR, spell
from plansheets.plan.build import check, plan
from plansheets.plan.choices import Choices
from plansheets.plan.look.theme import theme
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedConditional,
    PlannedSheet,
    PlannedTable,
    PlannedValidation,
)
from plansheets.plan.rules import FormulaFormat, Highlight

SHOP = """\
blueprint: shop
version: 1.0.0
title: {zh-CN: 商店, en: Shop}
parameters:
  least: {type: count, default: 5, min: 0, label: {zh-CN: 最低库存, en: Least stock}}
lists:
  state:
    open: {zh-CN: 在售, en: On sale}
    closed: {label: {zh-CN: 停售, en: Closed}, mean: bad}
  months: {jan: {zh-CN: 一月, en: Jan}, feb: {zh-CN: 二月, en: Feb}}
tables:
  goods:
    title: {zh-CN: 商品, en: Goods}
    key: name
    columns:
      - {id: name, type: key, required: true, label: {zh-CN: 名称, en: Name}}
      - {id: state, type: choice, list: state, label: {zh-CN: 状态, en: State}}
      - {id: price, type: money, required: true, label: {zh-CN: 单价, en: Price}}
      - {id: stock, type: count, min: 0, label: {zh-CN: 库存, en: Stock}}
      - {id: worth, type: money, label: {zh-CN: 金额, en: Worth}, formula: '=[@price]*[@stock]'}
      - {id: short, type: flag, label: {zh-CN: 缺货, en: Short}, formula: '=[@stock]<least'}
    sample:
      - {name: {zh-CN: 尿裤, en: Diaper}, state: open, price: 99.5, stock: 12}
      - {name: {zh-CN: 奶瓶, en: Bottle}, state: closed, price: 45, stock: 3}
  year:
    title: {zh-CN: 年度, en: Year}
    rows: {each: months}
    columns:
      - {id: month, type: text, label: {zh-CN: 月份, en: Month}}
      - {id: sold, type: count, label: {zh-CN: 销量, en: Sold}}
      - {id: left, type: count, label: {zh-CN: 剩余, en: Left},
         formula: '=prior([@left], 20)-[@sold]'}
metrics:
  total: {type: money, label: {zh-CN: 总额, en: Total}, formula: '=SUM(goods[worth])'}
  on_sale: {type: count, label: {zh-CN: 在售数, en: On sale},
            formula: '=COUNTIF(goods[state], state.open)'}
checks:
  - {id: free, level: warning, table: goods, count: '=COUNTIF(goods[price], 0)',
     message: {zh-CN: 免费, en: Free}}
sheets:
  - {id: months, title: {zh-CN: 月度, en: Months}, blocks: [{table: year}]}
  - {id: goods, title: {zh-CN: 商品, en: Goods},
     blocks: [{cards: [total, on_sale]}, {table: goods}]}
"""

Change = tuple[str, str]


def changed(*changes: Change) -> str:
    """SHOP with each of *changes* made; every one must fit exactly one place."""
    text = SHOP
    for written, instead in changes:
        assert text.count(written) == 1, (written, text.count(written))
        text = text.replace(written, instead)
    return text


def told(*changes: Change) -> list[tuple[str, str, str | None]]:
    """Code, message and hint of every problem of the changed blueprint, in both languages."""
    found = check(examine_text(changed(*changes), "shop.yaml", Path()))
    return [(problem.code, problem.message, problem.hint) for problem in found]


def planned(*changes: Change, **choices: Any) -> Plan:
    """The plan of the changed blueprint, which must be sound."""
    made = plan(read_text(changed(*changes), "shop.yaml", Path()), Choices(**CHOSEN | choices))
    return made[0]


SLOT = theme("en").slot
CHOSEN: dict[str, Any] = {"created": datetime.datetime(2024, 6, 18, 9, 30)}  # noqa: DTZ001


def sheet(plan_: Plan, id_: str) -> PlannedSheet:
    [found] = [one for one in plan_.sheets if one.id == id_]
    return found


def table(plan_: Plan, id_: str) -> PlannedTable:
    return plan_.table(id_)[1]


def column(plan_: Plan, table_id: str, id_: str) -> PlannedColumn:
    [found] = [one for one in table(plan_, table_id).columns if one.id == id_]
    return found


def place(plan_: Plan, table_id: str, id_: str) -> int:
    """The sheet's column that a table's column stands in."""
    found = table(plan_, table_id)
    return found.column + [one.id for one in found.columns].index(id_)


def formula(node: Node | None) -> str:
    """*node* as the formula bar shows it."""
    assert node is not None
    return spell(node, BAR)


def by_formula(rule: PlannedConditional) -> FormulaFormat:
    """What *rule* shows, which a formula decides."""
    assert isinstance(rule.shows, FormulaFormat)
    return rule.shows


def cell(sheet_: PlannedSheet, value: object) -> PlannedCell:
    """The one cell of a sheet that holds *value*."""
    [found] = [one for one in sheet_.cells if one.value == value]
    return found


def at(sheet_: PlannedSheet, row: int, column_: int) -> PlannedCell:
    """The last cell put at a place: later ones lie over earlier."""
    return [one for one in sheet_.cells if (one.row, one.column) == (row, column_)][-1]


def validation(plan_: Plan, table_id: str, id_: str) -> PlannedValidation:
    where = plan_.table(table_id)[0]
    wanted = place(plan_, table_id, id_)
    first = table(plan_, table_id).first_row
    [found] = [
        one
        for one in where.validations
        if (one.box.first_row, one.box.first_column) == (first, wanted)
    ]
    return found


def conditionals(plan_: Plan, table_id: str, id_: str) -> list[PlannedConditional]:
    """What lights up in a column, the lines under its rows and the shade of others aside."""
    where = plan_.table(table_id)[0]
    wanted = place(plan_, table_id, id_)
    first = table(plan_, table_id).first_row
    return [
        one
        for one in where.conditionals
        if one.box.first_row == first and one.box.first_column == one.box.last_column == wanted
        if not (
            isinstance(one.shows, FormulaFormat)
            and one.shows.highlight in (Highlight(bottom=one.shows.highlight.bottom), SLOT)
        )
    ]
