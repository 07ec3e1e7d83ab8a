"""One blueprint that says everything the language can say, read into its model."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint import model
from plansheets.blueprint.grammar import OBJECTS
from plansheets.blueprint.read import examine_text
from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree, read_tree
from plansheets.source import Source

EVERYTHING = """\
blueprint: every-key
version: 1.2.3
title: {zh-CN: 全部, en: Everything}
purpose: Shows every key
steps: [Fill in, Look]
keywords: [all]
parameters:
  as_of: {type: date, label: As of, formula: '=TODAY()', sample: 2024-06-30}
  least: {type: ratio, label: Least, default: 1.5, min: 1, max: 9, unit: ':1', help: A bound,
          format: '0.0'}
  state_shown: {type: choice, label: State, list: state, default: open}
lists:
  state: {open: Open, closed: {label: {zh-CN: 关闭, en: Closed}, mean: muted}}
  units:
    label: Units
    items:
      yuan: {label: CNY, format: '#,##0.00', measure: money}
      pieces: {label: pcs, format: '0'}
  signs: {at_least: {label: '>=', format: '>='}}
  months: {jan: Jan, feb: Feb}
tables:
  goods:
    title: Goods
    key: name
    expected_rows: 500
    help: What is sold
    total_label: All
    keep: yes
    when: {muted: '=[@state]=state.closed'}
    sample:
      rows:
        - {name: {zh-CN: 尿裤, en: Diaper}, state: open, price: 1.50, unit: pieces, sign: at_least}
    columns:
      - {id: name, type: key, label: Name, required: true, example: Diaper, aliases: [SKU, Item]}
      - {id: state, type: choice, label: State, list: state}
      - {id: unit, type: choice, label: Unit, list: units, hidden: true}
      - {id: sign, type: choice, label: Sign, list: signs, width: 4}
      - {id: price, type: amount, label: Price, unit: CNY, unit_from: unit, comparator_from: sign,
         min: 0, max: 1e6, help: Net}
      - {id: 'm_{month}', type: count, label: 'In {month}', each: {month: months}, source: Shop}
      - {id: sold, type: count, label: Sold, formula: '=[@m_jan]+[@m_feb]', how: both months,
         total: '=SUM(goods[sold])', show: bar, format: '0',
         when: {bad: '=[@sold]<least', good: '=[@sold]>10*least'}}
      - {id: budget, type: money, label: Budget, link: true}
  by_month:
    title: By month
    rows: {each: months}
    columns: [{id: month, type: text, label: Month}, {id: days, type: days, label: Days}]
  five: {title: Five, rows: {count: 5}, columns: [{id: a, type: text, label: A}]}
  beside: {title: Beside, rows: {from: goods}, columns: [{id: a, type: text, label: A}]}
metrics:
  sold_total: {type: count, label: Sold, formula: '=SUM(goods[sold])', unit: pcs, help: Sum,
               source: Shop, how: sum, format: '0', when: {warn: '=sold_total<1'}}
  first_state: {type: choice, list: state, label: First,
                formula: '=IF(as_of>0, state_shown, state.open)'}
checks:
  - {id: unsold, level: warning, count: '=COUNTIF(goods[sold], 0)', message: Unsold, hint: Sell,
     table: goods, sample: 1}
sheets:
  - id: main
    title: Main
    subtitle: All of it
    portrait: true
    blocks:
      - heading: Heading
      - note: A note
      - form: {title: Form, parameters: [least]}
      - form: [state_shown]
      - cards: [sold_total, first_state]
      - grid: {id: year, title: Year, each: {month: months}, total: Sum, rows: [
          {id: number, type: count, label: Number, formula: '=month.index',
           total: '=SUM(year[number])', format: '0', when: {good: '=[@number]>1'}}]}
      - chart: {type: column, title: Sold, over: goods, category: name, height: 200,
                x_title: Name, y_title: Units, y2_title: Price,
                series: [{column: sold, label: Units, mean: good},
                         {column: price, type: line, second_axis: true}]}
      - checklist: true
      - table: by_month
      - table: five
      - table: beside
      - table: goods
  - {id: empty, title: Empty, hidden: true, blocks: []}
"""

ALONE = {"sample": {"file"}}
"""Keys that cannot stand beside another of theirs; another test has them."""


def read() -> model.Blueprint:
    return examine_text(EVERYTHING, "every-key.yaml", Path()).sound()


def keys(tree: Tree) -> set[str]:
    match tree:
        case Scalar():
            return set()
        case Sequence(items=items):
            return set().union(*map(keys, items))
        case Mapping(items=items):
            return {key.text for key, _ in items}.union(*(keys(value) for _, value in items))


@pytest.mark.parametrize("name", OBJECTS)
def test_every_key_of_the_language_is_tried_here(name: str) -> None:
    tree = read_tree(Source("every-key.yaml", EVERYTHING), [])
    assert tree is not None
    wanted = {key.name for key in OBJECTS[name].keys} - ALONE.get(name, set())
    assert wanted - keys(tree) == set()


def test_everything_the_language_can_say_is_read_without_a_problem() -> None:
    assert examine_text(EVERYTHING, "every-key.yaml", Path()).problems == ()


def test_a_parameter_is_read_with_its_bounds_and_words() -> None:
    least = read().parameter("least")
    assert least is not None
    assert (least.type.id, least.default, least.minimum, least.maximum) == ("ratio", 1.5, 1, 9)
    assert [words and words("en") for words in (least.unit, least.help, least.number_format)] == [
        ":1",
        "A bound",
        "0.0",
    ]


def test_items_are_read_from_words_and_from_objects() -> None:
    state = read().list("state")
    assert state is not None
    assert [(item.id, item.label("zh-CN"), item.mean) for item in state.items] == [
        ("open", "Open", None),
        ("closed", "关闭", "muted"),
    ]


def test_a_list_with_a_label_holds_units() -> None:
    units = read().list("units")
    assert units is not None
    assert units.label
    assert units.label("en") == "Units"
    assert [item.measure for item in units.items] == ["money", None]
    assert [item.number_format and item.number_format("en") for item in units.items] == [
        "#,##0.00",
        "0",
    ]


def test_a_table_knows_where_its_rows_come_from() -> None:
    rows = [(one.id, one.rows_list, one.rows_count, one.rows_from) for one in read().tables]
    assert rows == [
        ("goods", None, None, None),
        ("by_month", "months", None, None),
        ("five", None, 5, None),
        ("beside", None, None, "goods"),
    ]


def test_a_column_is_an_input_a_formula_or_a_link() -> None:
    goods = read().table("goods")
    assert goods is not None
    assert [column.role for column in goods.columns] == [*["input"] * 6, "formula", "link"]
    [name, *_] = goods.columns
    assert (name.required, name.aliases) == (True, ("SKU", "Item"))
    price = goods.column("price")
    assert price is not None
    assert (price.unit_from, price.comparator_from, price.minimum, price.maximum) == (
        "unit",
        "sign",
        0,
        1_000_000,
    )
    sold = goods.column("sold")
    assert sold is not None
    assert [rule.mean for rule in sold.rules] == ["bad", "good"]
    assert sold.total
    assert sold.total.text == "=SUM(goods[sold])"


def test_a_repeated_column_keeps_its_variable() -> None:
    goods = read().table("goods")
    month = goods and goods.column("m_{month}")
    assert month
    assert month.each
    assert (month.each.variable, month.each.list_id) == ("month", "months")


def test_blocks_stand_in_their_order() -> None:
    kinds = [type(block).__name__ for block in read().sheets[0].blocks]
    assert kinds == [
        *("Heading", "Note", "Form", "Form", "Cards", "PeriodGrid", "Chart", "Checklist"),
        *["Place"] * 4,
    ]


def test_a_sheet_is_upright_or_hidden_where_it_says_so() -> None:
    assert [(sheet.landscape, sheet.hidden) for sheet in read().sheets] == [
        (False, False),
        (True, True),
    ]


def test_a_chart_knows_its_series() -> None:
    chart = next(one for one in read().sheets[0].blocks if isinstance(one, model.Chart))
    assert [(one.column, one.kind, one.secondary, one.mean) for one in chart.series] == [
        ("sold", None, False, "good"),
        ("price", "line", True, None),
    ]
    assert chart.height == 200


def test_sample_texts_stand_in_every_language() -> None:
    goods = read().table("goods")
    assert goods is not None
    [row] = goods.sample
    assert [row.cells["name"](locale) for locale in model.LOCALES] == ["尿裤", "Diaper"]
    assert row.cells["price"]("en") == "1.50"
