"""Comparisons that hold where a formula shows nothing are warned of."""

from __future__ import annotations

import pytest

from plans import told

WORTH = ("formula: '=[@price]*[@stock]'", """formula: '=IF([@stock]="", "", [@price]*[@stock])'""")
OWN = ("formula: '=[@price]*[@stock]'", "formula: '=roi([@price], [@price])'")
RATIO = ("id: worth, type: money", "id: worth, type: ratio")


def warned(formula: str, *changes: tuple[str, str]) -> list[str]:
    found = told(*changes, ("formula: '=SUM(goods[worth])'", f"formula: '{formula}'"))
    return [message for code, message, _ in found if code == "PS269"]


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("=SUMPRODUCT(--(goods[worth]>10))", "goods[worth]>10"),
        ("=SUMPRODUCT(--(10<=goods[worth]))", "10<=goods[worth]"),
        ("=SUMPRODUCT((goods[worth]>=10)*(goods[price]>0))", "goods[worth]>=10"),
    ],
)
def test_whole_columns_that_may_show_nothing_are_warned_of(formula: str, what: str) -> None:
    assert warned(formula, WORTH) == [
        f'{what} holds also where goods[worth] is "", which is greater than every number'
    ]


@pytest.mark.parametrize(
    "formula",
    [
        "=SUMPRODUCT(ISNUMBER(goods[worth])*(goods[worth]>10))",
        '=SUMPRODUCT((goods[worth]<>"")*(goods[worth]>10))',
        "=SUMPRODUCT(--(goods[worth]<10))",
        "=SUMPRODUCT(--(goods[price]>10))",
        '=COUNTIF(goods[worth], ">10")',
    ],
)
def test_what_asks_or_cannot_be_blank_is_not(formula: str) -> None:
    assert warned(formula, WORTH) == []


def test_functions_that_show_nothing_count_too() -> None:
    amount = ("total: {type: money", "total: {type: count")
    assert len(warned("=SUMPRODUCT(--(goods[worth]>1))", OWN, RATIO, amount)) == 1


@pytest.mark.parametrize(
    ("formula", "count"),
    [
        ("=[@worth]>least", 1),
        ("=N([@worth])>least", 0),
        ('=IF([@name]="", FALSE, [@worth]>least)', 1),  # a name says nothing of the stock
        ('=IF([@stock]="", FALSE, [@worth]>least)', 0),
        ('=IF([@worth]="", FALSE, [@worth]>least)', 0),
        ("=[@price]>least", 0),
    ],
)
def test_cells_of_a_row_are_warned_of_where_nothing_is_asked(formula: str, count: int) -> None:
    amount = ("least: {type: count", "least: {type: money")
    short = ("formula: '=[@stock]<least'", f"formula: '{formula}'")
    found = [code for code, _, _ in told(WORTH, amount, short)]
    assert found == ["PS269"] * count


def test_where_a_blank_would_take_another_way_it_is_to_be_said_first() -> None:
    amount = ("least: {type: count", "least: {type: money")
    short = ("formula: '=[@stock]<least'", "formula: '=IF([@worth]>least, TRUE, FALSE)'")
    [hint] = [hint for code, _, hint in told(WORTH, amount, short) if code == "PS269"]
    assert str(hint).startswith('say first what a blank gives: IF([@worth]="", "", …)')


def test_items_of_an_ordered_list_are_compared_by_places_which_a_blank_has_not() -> None:
    ordered = ("  state:\n    open:", "  state:\n    ordered: true\n    items:\n     open:")
    rest = ("    closed: {label", "     closed: {label")
    computed = (
        "label: {zh-CN: 状态, en: State}}",
        """label: {zh-CN: 状态, en: State}, formula: '=IF([@stock]="", "", state.open)'}""",
    )
    samples = [(f"state: {one}, ", "") for one in ("open", "closed")]
    compared = "=SUMPRODUCT(--(goods[state]>=state.closed))"
    assert warned(compared, ordered, rest, computed, *samples) == []
