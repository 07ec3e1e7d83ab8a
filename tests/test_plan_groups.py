"""Sorted tables, a row for each of their groups, and what tells that they are not sorted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from plans import cell, sheet, table
from plansheets.blueprint.read import examine_text, read_text
from plansheets.boxes import Box
from plansheets.calc.calculate import calculate
from plansheets.plan.build import check, plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan, Value
from plansheets.plan.rules import HeatMap

SHOP = """\
blueprint: shop
version: 1.0.0
title: Shop
tables:
  orders:
    title: Orders
    sorted: [buyer, day]
    columns:
      - {id: buyer, type: text, label: Buyer}
      - {id: day, type: date, label: Day}
      - {id: paid, type: count, label: Paid}
  buyers:
    title: Buyers
    rows: {from: orders, by: buyer, spare: 1}
    columns:
      - {id: buyer, from: buyer}
      - {id: paid, type: count, label: Paid,
         formula: '=IF([@buyer]="", "", SUM(group(orders[paid])))'}
      - {id: rows, type: count, label: Rows,
         formula: '=IF([@buyer]="", "", ROWS(group(orders[paid])))'}
sheets:
  - {id: buyers, title: Buyers, blocks: [{table: buyers}]}
  - {id: orders, title: Orders, blocks: [{table: orders}]}
"""
Orders = Sequence[tuple[Value, int, Value]]


@dataclass(frozen=True)
class Data:
    """Rows as ``--data`` brings them."""

    columns: Mapping[str, tuple[Value, ...]]
    height: int


def day(number: int) -> datetime.date:
    return datetime.date(2024, 1, 1) + datetime.timedelta(number)


def given(orders: Orders) -> Data:
    buyers, days, paid = zip(*orders, strict=True)
    return Data({"buyer": buyers, "day": tuple(map(day, days)), "paid": paid}, len(orders))


def shop(orders: Orders = (), text: str = SHOP, **choices: object) -> Plan:
    data = {"orders": given(orders)} if orders else {}
    return plan(read_text(text, "shop.yaml", Path()), Choices(data=data, **choices))[0]  # type: ignore[arg-type]


def typed(orders: Orders, of: Plan) -> Plan:
    """The plan after someone typed *orders* over those it was built with, unsorted as they are."""
    data = given(orders).columns
    height = table(of, "orders").height
    sheets = tuple(
        replace(
            one,
            tables=tuple(
                replace(
                    each,
                    columns=tuple(
                        replace(column, values=(*data[column.id], *(None,) * height)[:height])
                        if each.id == "orders" and column.id in data
                        else column
                        for column in each.columns
                    ),
                )
                for each in one.tables
            ),
        )
        for one in of.sheets
    )
    return replace(of, sheets=sheets)


def shown(made: Plan, *columns: str) -> list[tuple[object, ...]]:
    """The rows of the buyers that show one."""
    values = calculate(made).columns
    rows = zip(*(values["buyers", one] for one in columns), strict=True)
    return [row for row in rows if row[0] != ""]


def found(made: Plan, message: str) -> tuple[object, object]:
    """What the check with that message counts, and the words of its link."""
    checks = sheet(made, "checks")
    row = cell(checks, message).row
    values = calculate(made).cells
    return values[checks.title, row, 4], values.get((checks.title, row, 6))


UNSORTED = "Orders: not sorted by Buyer, then Day"
FEW = "Buyers: too few rows, not every Buyer is listed"
BUYS: Orders = [("Wu", 5, 10), ("Li", 9, 20), ("li", 3, 30), (None, 1, 5), ("Wu", 2, 40)]


def test_data_are_sorted_texts_in_any_case_and_blanks_last() -> None:
    columns = {column.id: column.values for column in table(shop(BUYS), "orders").columns}
    assert columns["buyer"] == ("li", "Li", "Wu", "Wu", None)
    assert columns["paid"] == (30, 20, 40, 10, 5)


def test_a_row_for_each_group_adds_up_its_rows() -> None:
    assert shown(shop(BUYS), "buyer", "paid", "rows") == [("li", 50, 2), ("Wu", 50, 2)]


def test_there_are_as_many_rows_as_groups_and_those_to_spare() -> None:
    assert table(shop(BUYS), "buyers").height == 3
    assert table(shop(BUYS, rows=9), "buyers").height == 6  # four more rows, each a buyer at most
    assert table(shop(blank=True), "buyers").height == 30  # those of the blank orders do
    few = SHOP.replace("spare: 1}\n", "spare: 1}\n    expected_rows: 12\n")
    assert table(shop(text=few, blank=True), "buyers").height == 12  # no page of headings alone


def test_a_blank_workbook_shows_no_group_and_no_fault() -> None:
    made = shop(blank=True)
    assert shown(made, "buyer") == []
    assert found(made, UNSORTED) == (0, "Orders")


@pytest.mark.slow
def test_groups_of_thousands_of_rows_are_those_of_python() -> None:
    chance = Random(1)
    orders = [(f"B{chance.randrange(400)}", chance.randrange(300), 1) for _ in range(1_500)]
    made = shop(orders)
    counts: dict[object, int] = {}
    for buyer, *_ in orders:
        counts[buyer] = counts.get(buyer, 0) + 1
    assert dict(shown(made, "buyer", "paid")) == counts  # type: ignore[arg-type]
    assert found(made, UNSORTED) == (0, "Orders")


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([("Li", 1, 1), ("Li", 2, 1), ("Wu", 1, 1)], (0, "Orders")),
        # each program sorts texts in its own way: any order will do
        ([("Wu", 1, 1), ("小熊", 1, 1), ("Li", 1, 1)], (0, "Orders")),
        ([("Li", 1, 1), ("Wu", 1, 1), ("li", 2, 1), ("Wu", 5, 1)], (2, "Row 7")),
        ([("Li", 4, 1), ("Li", 2, 1), ("Wu", 9, 1)], (1, "Row 6")),
        ([("小**", 1, 1), ("小熊", 1, 1), ("小*", 1, 1)], (0, "Orders")),
        ([("小**", 1, 1), ("小熊", 1, 1), ("小**", 1, 1)], (1, "Row 7")),
        ([(7, 1, 1), ("8", 1, 1), (7, 2, 1)], (1, "Row 7")),
    ],
)
def test_a_check_counts_the_rows_out_of_order_and_leads_to_the_first(
    orders: Orders, expected: tuple[int, str]
) -> None:
    assert found(typed(orders, shop(BUYS)), UNSORTED) == expected


@pytest.mark.slow
def test_in_a_long_table_rows_pasted_at_the_end_are_found() -> None:
    orders: Orders = [(f"B{number:04}", 1, 1) for number in range(1_200)]
    pasted = [*orders[:-3], *orders[:3]]
    count, _ = found(typed(pasted, shop(orders)), UNSORTED)
    assert count == 3


def test_numbers_come_in_their_own_order() -> None:
    text = SHOP.replace("sorted: [buyer, day]", "sorted: day").replace("by: buyer", "by: day")
    text = text.replace("{id: buyer, from: buyer}", "{id: buyer, from: day}")
    made = shop(BUYS, text)
    assert shown(made, "paid") == [(5,), (40,), (30,), (10,), (20,)]
    wrong: Orders = [("Li", 3, 1), ("Li", 1, 1), ("Wu", 2, 1)]
    assert found(typed(wrong, made), "Orders: not sorted by Day") == (1, "Row 6")


def test_more_groups_than_rows_are_told_and_the_last_row_keeps_to_its_own() -> None:
    made = shop([("Li", 1, 1), ("Li", 2, 1), ("Li", 3, 1), ("Li", 4, 1), ("Li", 5, 1)])
    typed_in = typed([(name, 1, 2) for name in "ABBCD"], made)
    assert shown(typed_in, "buyer", "paid") == [("A", 2), ("B", 4)]
    assert found(typed_in, FEW) == (2, None)  # no row to lead to: it links to the table


def test_only_group_costs_no_more_than_the_column_once() -> None:
    text = SHOP.replace("    sorted:", "    expected_rows: 100000\n    sorted:")
    assert check(examine_text(text, "shop.yaml", Path())) == ()
    scan = text.replace("SUM(group(orders[paid]))", "SUMIF(orders[buyer], [@buyer], orders[paid])")
    problems = check(examine_text(scan, "shop.yaml", Path()))
    assert {problem.code for problem in problems} == {"PS227"}


@pytest.mark.parametrize(
    ("written", "instead", "code", "message"),
    [
        ("by: buyer,", "by: byer,", "PS220", "no column 'byer' in 'orders'"),
        ("sorted: [buyer, day]", "sorted: [buyer, dya]", "PS220",
         "no column 'dya' in 'orders'"),
        ("SUM(group(orders[paid]))", "SUM(group([@buyer]))", "PS240",
         "group is several cells of a column of 'orders', for a function to take"),
        ("    sorted: [buyer, day]\n", "    rows: {count: 5}\n    sorted: [buyer, day]\n", "PS114",
         "the rows of table 'orders' are given, so 'sorted' has no effect"),
        ("type: date, label: Day}", "type: date, label: Day, formula: '=DATE(2024, 1, 1)'}",
         "PS114",
         "table 'orders' cannot be sorted by 'day', which is computed"),
    ],
)  # fmt: skip
def test_what_cannot_be_sorted_or_grouped_is_told(
    written: str, instead: str, code: str, message: str
) -> None:
    assert SHOP.count(written) == 1
    problems = check(examine_text(SHOP.replace(written, instead), "shop.yaml", Path()))
    assert [(problem.code, problem.message) for problem in problems] == [(code, message)]


def test_a_table_of_groups_without_columns_is_told() -> None:
    before, columns = SHOP.split("spare: 1}\n    columns:\n")
    sheets = columns[columns.index("sheets:") :]
    text = f"{before}spare: 1}}\n    columns: []\n{sheets}"
    problems = check(examine_text(text, "shop.yaml", Path()))
    assert [problem.message for problem in problems] == ["table 'buyers' has no columns"]


def test_by_needs_the_table_whose_groups_are_meant() -> None:
    text = SHOP.replace("{from: orders, by: buyer, spare: 1}", "{count: 4, by: buyer}")
    problems = check(examine_text(text, "shop.yaml", Path()))
    assert problems[0].message == (
        "'by' takes the values of another table's column, and 'from' names none"
    )


def test_columns_side_by_side_share_one_heat_scale() -> None:
    heat = SHOP.replace("label: Paid,\n", "label: Paid, show: heat,\n")
    heat = heat.replace("label: Rows,\n", "label: Rows, show: heat,\n")
    made = shop(BUYS, heat)
    scales = [one for one in sheet(made, "buyers").conditionals if isinstance(one.shows, HeatMap)]
    buyers = table(made, "buyers")
    box = Box(buyers.first_row, buyers.column + 1, buyers.last_row, buyers.column + 2)
    assert [one.box for one in scales] == [box]


APART = SHOP.replace("    sorted: [buyer, day]\n", "")
SCATTERED: Orders = [
    ("B", 3, 5),
    ("a", 1, 2),
    ("b", 2, 1),
    ("*", 0, 7),
    ("A", 5, None),
    (">1", 4, 9),
]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_rows_that_do_not_stand_together_are_grouped_where_they_stand(locale: str) -> None:
    made = shop(SCATTERED, APART, locale=locale)
    assert shown(made, "buyer", "paid", "rows") == [
        ("B", 6, 2),
        ("a", 2, 2),
        ("*", 7, 1),
        (">1", 9, 1),
    ]


def test_what_is_typed_later_finds_its_group() -> None:
    made = shop(SCATTERED, APART)
    later: Orders = [*SCATTERED[:2], ("new", 2, 1), *SCATTERED[3:]]
    assert shown(typed(later, made), "buyer", "paid") == [
        ("B", 5),
        ("a", 2),
        ("new", 1),
        ("*", 7),
        (">1", 9),
    ]


def test_one_table_may_be_grouped_by_several_columns() -> None:
    days = """\
  days:
    title: Days
    rows: {from: orders, by: day, spare: 1}
    columns:
      - {id: day, from: day}
      - {id: paid, type: count, label: Paid,
         formula: '=IF([@day]="", "", SUM(group(orders[paid])))'}
sheets:
"""
    block = ("[{table: buyers}]", "[{table: buyers}, {table: days}]")
    orders: Orders = [("x", 1, 2), ("y", 1, 3), ("x", 2, 4)]
    for text in (SHOP, APART):
        made = shop(orders, text.replace("sheets:\n", days).replace(*block))
        assert shown(made, "buyer", "paid") == [("x", 6), ("y", 3)]
        found = calculate(made).columns["days", "paid"]
        assert [one for one in found if one != ""] == [5, 4]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("AVERAGE(group(orders[paid]))", [3, 2, 7, 9]),
        ("COUNT(group(orders[paid]))", [2, 1, 1, 1]),
        ("COUNTA(group(orders[paid]))", [2, 1, 1, 1]),
        ("ROWS(group(orders[day]))", [2, 2, 1, 1]),
    ],
)
def test_what_can_be_said_of_rows_that_stand_apart(said: str, expected: list[int]) -> None:
    text = APART.replace("SUM(group(orders[paid]))", said)
    assert [row[1] for row in shown(shop(SCATTERED, text), "buyer", "paid")] == expected


def test_what_needs_rows_that_stand_together_is_told() -> None:
    text = APART.replace("SUM(group(orders[paid]))", "MAX(group(orders[paid]))")
    [problem] = check(examine_text(text, "shop.yaml", Path()))
    assert (problem.code, problem.message) == (
        "PS240",
        "MAX of a group needs rows that stand together, and 'orders' is not sorted by 'buyer'",
    )
    assert problem.hint == (
        "give 'orders' the key 'sorted: buyer'; without it there are SUM, COUNT, COUNTA, ROWS, "
        "AVERAGE"
    )
