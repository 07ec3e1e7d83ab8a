"""Rungs that nothing reaches, as one above them holds wherever they do, are warned of."""

from __future__ import annotations

import pytest

from plans import told

IN_ORDER = ("  state:\n    open:", "  state:\n    ordered: true\n    items:\n     open:")
REST = ("    closed: {label", "     closed: {label")


def warned(*rungs: str, ordered: bool = False) -> list[str]:
    written = ", ".join(f"{{when: '={rung}', then: '=1'}}" for rung in rungs)
    ladder = f"{{first: [{written}, {{else: '=2'}}]}}"
    changes = (IN_ORDER, REST) if ordered else ()
    found = told(*changes, ("formula: '=[@price]*[@stock]'", f"formula: {ladder}"))
    return [message.partition(" is never")[0] for code, message, _ in found if code == "PS272"]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("[@stock]>=100", "[@stock]>=300"),
        ("[@stock]>=100", "[@stock]>100"),
        ("[@stock]>100", "[@stock]=101"),
        ("[@stock]<5", "[@stock]<-5"),
        ("[@stock]<=50%", "0.5>=[@stock]"),
        ("[@stock]=3", "3=[@stock]"),
        ("[@stock]=least", "[@stock]=least"),
        ("OR([@stock]>9, [@price]>9)", "AND([@price]>2, [@stock]>10)"),
    ],
)
def test_a_rung_under_one_that_always_holds_with_it_is_warned_of(upper: str, lower: str) -> None:
    assert warned(upper, "[@price]=7", lower) == [lower.replace(", ", ",")]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("[@stock]>=300", "[@stock]>=100"),
        ("[@stock]>100", "[@stock]>=100"),
        ("[@stock]<5", "[@stock]<=5"),
        ("[@stock]>5", "[@stock]<9"),
        ("[@stock]>5", "[@price]>9"),
        ("[@stock]>least", "[@stock]>9"),
        ("AND([@stock]>5, [@price]>1)", "[@stock]>9"),
        ("[@stock]>5", "OR([@stock]>9, [@price]>9)"),
    ],
)
def test_rungs_that_are_reached_are_not(upper: str, lower: str) -> None:
    assert warned(upper, lower) == []


def test_places_in_an_ordered_list_count_as_numbers() -> None:
    wider, stricter = "[@state]>=state.open", "[@state]>=state.closed"
    assert warned(wider, stricter, ordered=True) == [stricter]
    assert warned(stricter, wider, ordered=True) == []


def test_if_in_if_is_looked_at_too() -> None:
    formula = "=IF([@stock]>1, 1, IF([@stock]>2, 2, 3))"
    found = told(("formula: '=[@price]*[@stock]'", f"formula: '{formula}'"))
    assert [code for code, _, _ in found] == ["PS272"]
