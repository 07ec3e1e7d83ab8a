"""Formulas that wait for themselves are told once, whole and by name."""

from __future__ import annotations

import pytest

from plans import Change, told

WORTH = "'=[@price]*[@stock]'"
SHORT = "'=[@stock]<least'"
TOTAL = "'=SUM(goods[worth])'"
LEAST = "default: 5, min: 0,"


def circles(*changes: Change) -> list[str]:
    return [
        message.removeprefix("formulas go round in a circle: ")
        for code, message, _ in told(*changes)
        if code == "PS226"
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(WORTH, "'=[@worth]+1'")], ["goods[worth] → goods[worth]"]),
        ([(WORTH, "'=[@price]+SUM(goods[worth])'")], ["goods[worth] → goods[worth]"]),
        ([(WORTH, "'=IF([@short],1,2)'"), (SHORT, "'=[@worth]<least'")],
         ["goods[worth] → goods[short] → goods[worth]"]),
        ([(WORTH, "'=[@price]/total'")], ["goods[worth] → total → goods[worth]"]),
        ([(TOTAL, "'=SUM(goods[worth])+on_sale'"),
          ("'=COUNTIF(goods[state], state.open)'", "'=total'")],
         ["total → on_sale → total"]),
        ([(LEAST, "formula: '=on_sale', min: 0,"),
          ("'=COUNTIF(goods[state], state.open)'", "'=COUNTIF(goods[stock], least)*least'")],
         ["least → on_sale → least"]),
        ([(WORTH, "'=SUM(goods[[price]:[short]])'")], ["goods[worth] → goods[worth]"]),
        ([("'=prior([@left], 20)-[@sold]'", "'=prior([@left], [@left])-[@sold]'")],
         ["year[left] → year[left]"]),
        ([("'=prior([@left], 20)-[@sold]'", "'=[@left]-[@sold]'")], ["year[left] → year[left]"]),
        ([(WORTH, "'=[@price]*ROWS(goods[[#Headers],[worth]])'")], []),
        ([(WORTH, "'=LAMBDA(x, x+[@worth])(1)'")], ["goods[worth] → goods[worth]"]),
        ([(WORTH, "'=LAMBDA(x, x+1)(SUM(goods[worth]))'")], ["goods[worth] → goods[worth]"]),
        ([(WORTH, "'=LET(x, [@worth], x+1)'")], ["goods[worth] → goods[worth]"]),
        ([(TOTAL, "'=LET(total, least, total+1)'")], []),
        ([(TOTAL, "'=LAMBDA(total, total+1)(least)'")], []),
        ([(TOTAL, "'=LET(x, total, total, 1, x)'")], ["total → total"]),
    ],
)  # fmt: skip
def test_a_circle_is_told_by_its_whole_path(changes: list[Change], expected: list[str]) -> None:
    assert circles(*changes) == expected


def test_the_row_above_is_no_circle() -> None:
    assert circles() == []


def test_a_circle_of_a_thousand_steps_is_found() -> None:
    steps = "\n".join(
        f"  m_x{n}: {{type: number, label: M{n}, formula: '=m_x{(n + 1) % 1000}'}}"
        for n in range(1000)
    )
    [path] = circles(("metrics:\n", f"metrics:\n{steps}\n"))
    assert path.split(" → ") == [*(f"m_x{n}" for n in range(1000)), "m_x0"]


def test_a_chain_of_a_thousand_steps_is_none() -> None:
    steps = "\n".join(
        f"  m_x{n}: {{type: number, label: M{n}, formula: '=m_x{n + 1}'}}" for n in range(999)
    )
    last = "  m_x999: {type: number, label: Last, formula: '=1'}"
    assert circles(("metrics:\n", f"metrics:\n{steps}\n{last}\n")) == []
