"""Checks: those that follow from a table, those of the blueprint, and the verdict over all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from plans import Change, at, cell, planned, sheet
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Cell, ErrorConstant, Node, Number, Text
from plansheets.formula.rewrite import transform
from plansheets.formula.spell import BAR, spell
from plansheets.grid import MAX_FORMULA
from plansheets.plan.model import Plan
from plansheets.plan.names import COLUMNS_GONE

DATA = "    sample:\n"


def counts(made: Plan) -> dict[object, object]:
    """What each check counts, by its message."""
    checks = sheet(made, "checks")
    values = calculate(made).cells
    rows = [
        one.row for one in checks.cells if one.column == 2 and one.value in ("Error", "Warning")
    ]
    return {at(checks, row, 1).value: values[checks.title, row, 4] for row in rows}


def verdict(made: Plan) -> object:
    return calculate(made).cells["Checks", 3, 1]


WHOLE = "A table has lost columns"
SOUND = {
    WHOLE: 0,
    "Goods: required cells are blank": 0,
    "Goods: Name is not unique": 0,
    "Free": 0,
}


def test_a_table_with_a_key_is_checked_without_asking() -> None:
    assert counts(planned()) == SOUND


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{name: Diaper, price: 1}", {"Goods: Name is not unique": 1}),
        ("{name: 'D*', price: 1}", {}),
        ("{name: 'Bott?e', price: 1}", {}),
        ("{name: '~', price: 1}", {}),
        ("{name: Cup}", {"Goods: required cells are blank": 1}),
        ("{price: 5}", {"Goods: required cells are blank": 1}),
        ("{state: open}", {}),
        ("{name: Cup, price: 0}", {"Free": 1}),
    ],
)
def test_a_check_counts_what_should_not_be(row: str, expected: dict[str, int]) -> None:
    assert counts(planned((DATA, f"{DATA}      - {row}\n"))) == SOUND | expected


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ("{name: Diaper, state: open, price: 1}", 1),
        ("{name: Diaper, state: closed, price: 1}", 0),
        ("{name: Diaper, price: 1}", 0),
        ("{name: 'D*', state: open, price: 1}", 0),
        ("{name: DIAPER, state: open, price: 1}", 1),
    ],
)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_key_in_parts_is_not_unique_where_all_parts_are_equal(
    row: str, count: int, locale: str
) -> None:
    in_parts = ("    key: name\n", "    key: [name, state]\n")
    diaper = ("name: {zh-CN: 尿裤, en: Diaper}", "name: Diaper")
    made = planned(in_parts, diaper, (DATA, f"{DATA}      - {row}\n"), locale=locale)
    checks = [one for one in made.sheets if one.id == "checks"]
    word = {"zh-CN": "商品：名称 + 状态重复", "en": "Goods: Name + State is not unique"}[locale]
    [message] = [one for one in checks[0].cells if one.value == word]
    assert calculate(made).cells[checks[0].title, message.row, 4] == count


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "✓ All checks passed · tables not filled in: 1"),
        (["{name: Cup}"], "▲ Warnings: 1"),
        (["{name: Diaper, price: 1}"], "▼ Errors: 1"),
        (["{name: Diaper}", "{name: Cup, price: 0}"], "▼ Errors: 1 · Warnings: 2"),
    ],
)
def test_the_verdict_counts_the_checks_that_found_something(rows: list[str], expected: str) -> None:
    more = "".join(f"      - {row}\n" for row in rows)
    assert verdict(planned((DATA, f"{DATA}{more}"))) == expected


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ([("    key: name\n", "")], ["Goods: required cells are blank", "Free"]),
        ([("type: money, required: true,", "type: money,")], ["Goods: Name is not unique", "Free"]),
        ([("    key: name\n", "    key: [name, state]\n")],
         ["Goods: required cells are blank", "Goods: Name + State is not unique", "Free"]),
    ],
)  # fmt: skip
def test_only_what_a_table_declares_is_checked(changes: list[Change], messages: list[str]) -> None:
    assert list(counts(planned(*changes))) == [WHOLE, *messages]


def test_a_check_leads_to_its_table() -> None:
    checks = sheet(planned(), "checks")
    row = cell(checks, "Free").row
    assert at(checks, row, 6).link == "internal:'Goods'!B7"


def test_a_checklist_shows_every_check_where_it_stands() -> None:
    months = sheet(planned(("{table: year}", "{checklist: true}, {table: year}")), "months")
    shown = [one.value for one in months.cells if isinstance(one.value, str)]
    assert [message for message in SOUND if message not in shown] == []


def test_a_count_that_ends_in_an_error_counts_as_found() -> None:
    made = planned(("'=COUNTIF(goods[price], 0)'", "'=1/COUNTIF(goods[price], -1)'"))
    assert counts(made) == SOUND | {"Free": 1}
    assert verdict(made) == "▲ Warnings: 1"


def test_a_check_without_advice_has_none_among_what_was_found() -> None:
    made = planned((DATA, f"{DATA}      - {{name: Cup, price: 0}}\n"))
    checks = sheet(made, "checks")
    first = next(one.row for one in checks.cells if one.value == "All checks") - 1
    values = calculate(made).cells
    found = [
        values[checks.title, row, 5] for row in range(first) if (checks.title, row, 5) in values
    ]
    assert 0 not in found
    assert "" in found


def rewritten(made: Plan, change: Callable[[Node], Node], *columns: int) -> Plan:
    """*made* after a change of the formulas in some columns of its checks sheet."""
    checks = sheet(made, "checks")
    cells = tuple(
        replace(one, formula=transform(one.formula, change))
        if one.formula is not None and one.column in columns
        else one
        for one in checks.cells
    )
    others = (one if one is not checks else replace(checks, cells=cells) for one in made.sheets)
    return replace(made, sheets=tuple(others))


def test_a_deleted_column_is_an_error_and_leads_to_its_table() -> None:
    made = planned()
    goods = next(table for one in made.sheets for table in one.tables if table.id == "goods")

    def price_is_gone(node: Node) -> Node:
        match node:
            case Cell(row, column, "Goods") if (row, column) == (goods.row, goods.column + 2):
                return ErrorConstant("#REF!")
        return node

    broken = rewritten(made, price_is_gone, *range(20))
    assert counts(broken)[WHOLE] == 1
    assert verdict(broken) == "▼ Errors: 1"
    checks = sheet(broken, "checks")
    row, values = cell(checks, WHOLE).row, calculate(broken).cells
    assert values["Checks", row, 9] == "#'Goods'!B7"
    assert values["Checks", row, 10] == "Goods"


@pytest.mark.parametrize("typed", [Number(7), Text("ok"), ErrorConstant("#REF!")])
def test_a_check_that_counts_no_zero_has_not_passed(typed: Node) -> None:
    made = planned()
    checks = sheet(made, "checks")
    row = cell(checks, "Free").row
    cells = tuple(
        replace(one, formula=typed) if (one.row, one.column) == (row, 4) else one
        for one in checks.cells
    )
    others = (one if one is not checks else replace(checks, cells=cells) for one in made.sheets)
    assert verdict(replace(made, sheets=tuple(others))) == "▲ Warnings: 1"


def test_a_check_that_was_deleted_has_not_passed() -> None:
    made = planned()
    checks = sheet(made, "checks")
    row = cell(checks, "Free").row
    cells = tuple(one for one in checks.cells if one.row != row)
    others = (one if one is not checks else replace(checks, cells=cells) for one in made.sheets)
    assert verdict(replace(made, sheets=tuple(others))) == "▲ Warnings: 1"


def test_columns_of_a_wide_table_are_counted_in_pieces() -> None:
    """With each sheet's name, four hundred headers were a formula longer than Excel takes."""
    items = ", ".join(f"i_{number}: Item {number}" for number in range(450))
    few = "  months: {jan: {zh-CN: 一月, en: Jan}, feb: {zh-CN: 二月, en: Feb}}"
    column = "      - {id: stock, type: count, min: 0, label: {zh-CN: 库存, en: Stock}}"
    each = '      - {id: "s_{item}", each: {item: items}, type: count, label: "{item}"}'
    made = planned((few, f"{few}\n  items: {{{items}}}"), (column, f"{column}\n{each}"))
    witnesses = [
        spell(cell.formula, BAR)
        for cell in sheet(made, "checks").cells
        if cell.formula is not None and "ISTEXT" in spell(cell.formula, BAR)
    ]
    assert sum(one.count("ISTEXT") for one in witnesses) == 456 + 3
    assert max(map(len, witnesses)) < MAX_FORMULA / 2
    [gone] = [name.target for name in made.names if name.name == COLUMNS_GONE]
    assert isinstance(gone, Cell)
    assert calculate(made).cells[sheet(made, "checks").title, gone.row, gone.column] == 0
