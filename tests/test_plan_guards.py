"""Guards that look at fewer cells than their formula uses are told, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check
from plansheets.plan.model import Profile
from plansheets.validation import validate

BLUEPRINT = """
blueprint: guards
version: 1.0.0
title: Guards
tables:
  tt:
    title: T
    key: kk
    columns:
      - {id: kk, type: key, label: k}
      - {id: aa, type: number, label: a}
      - {id: bb, type: number, label: b}
      - {id: rate, type: number, label: r, formula: '=IF(ISNUMBER([@aa]), [@aa]*2, "")'}
      - {id: share, type: number, label: s, formula: '=IF(COUNT([@bb])<1, "", [@bb]/2)'}
      - {id: both, type: number, label: o, formula: '=IF(COUNT([@aa], [@bb])<2, "", [@aa]+[@bb])'}
      - {id: word, type: text, label: w, formula: '=IF([@rate]="", "", "x")'}
      - {id: tried, type: number, label: x, formula: 'FORMULA'}
metrics:
  mm: {type: number, label: m, formula: '=IF(COUNT(tt[aa])=0, "", SUM(tt[aa]))'}
  use: {type: number, label: u, formula: '=IF(mm="", "", mm/2)'}
checks:
  - {id: cc, level: warning, count: '=COUNTIF(tt[word], "x")+COUNT(tt[both], tt[share], tt[tried])',
     message: M}
sheets:
  - {id: main, title: Main, blocks: [{cards: [mm, use]}, {table: tt}]}
"""


def told(formula: str, profile: Profile = "excel2016") -> list[str]:
    """What stands where PS270 is told."""
    text = BLUEPRINT.replace("FORMULA", formula.replace("'", "''"))
    found = check(examine_text(text, "guards.yaml", Path()), profile)
    assert [problem for problem in found if problem.level == "error"] == []
    assert all(problem.level == "warning" for problem in found)
    return [one.span.text for one in found if one.code == "PS270" and one.span]


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("=[@rate]*2", ["[@rate]"]),
        ('=IF([@rate]="", "", [@rate]*[@share])', ["[@share]"]),
        ('=IF(COUNT([@rate], [@aa])=2, [@rate]*[@aa]-[@share], "")', ["[@share]"]),
        ('=IF(COUNT([@rate], [@aa], [@share])=2, [@rate]-[@share], "")', ["[@rate]", "[@share]"]),
        ('=IF(OR([@rate]="", [@aa]=""), "", [@rate]+[@share])', ["[@share]"]),
        ('=IF(COUNT([@rate], [@share])>0, [@rate]+[@share], "")', ["[@rate]", "[@share]"]),
        ('=IF(ISNUMBER([@rate]), ROUND([@share], 2), "")', ["[@share]"]),
        ("=-[@both]", ["[@both]"]),
        ("=IFERROR(1, [@rate]+1)", ["[@rate]"]),
        ("=mm*2", ["mm"]),
        ('=IF([@aa]="", "", INDEX(tt[aa], [@share]))', ["[@share]"]),
    ],
)
def test_a_cell_that_no_guard_looks_at_is_told(formula: str, cells: list[str]) -> None:
    assert told(formula) == cells


@pytest.mark.parametrize(
    "formula",
    [
        "=[@aa]*[@bb]",
        '=IF([@rate]="", "", [@rate]*2)',
        '=IF([@rate]<>"", [@rate]*2, "")',
        '=IF("" = [@rate], "", [@rate]*2)',
        '=IF(COUNT([@rate], [@share])<2, "", [@rate]*[@share])',
        '=IF(COUNT([@rate], [@share])=2, [@rate]*[@share], "")',
        '=IF(COUNT([@rate], [@share])>1, [@rate]*[@share], "")',
        '=IF(NOT(COUNT([@rate], [@share])<2), [@rate]*[@share], "")',
        '=IF(AND(ISNUMBER([@rate]), [@share]<>""), [@rate]*[@share], "")',
        '=IF(OR([@rate]="", [@share]=""), "", [@rate]*[@share])',
        '=IF([@both]="", "", [@both]/[@rate]/[@share])',
        '=IF(COUNT([@aa], [@bb])<2, "", [@both]*[@rate])',
        '=IF([@word]="x", [@rate]*2, "")',
        "=IF([@rate]<0, [@rate]*2, 0)",
        "=IF([@rate]>0, 1, [@rate]*2)",
        '=IF(N([@rate])=0, "", 1/[@rate])',
        '=IFERROR([@rate]*[@share], "")',
        "=SUM([@rate], [@share])",
        "=N([@rate])*2",
        '=IF([@rate]="", [@aa], IF([@share]="", 0, [@rate]-[@share]))',
        "=IF(ISNUMBER([@rate]*2), 1, 0)",
        '=IF(mm="", "", mm*[@aa])',
        "=[@rate]",
        "=IF([@rate]=[@share], 1, 0)",
    ],
)
def test_a_cell_that_cannot_be_blank_there_is_not_told(formula: str) -> None:
    assert told(formula) == []


ROW = "MATCH([@kk], tt[kk], 0)"


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        (f"=INDEX(tt[rate], {ROW})*2", [f"INDEX(tt[rate], {ROW})"]),
        (
            f'=IF([@rate]="", "", INDEX(tt[rate], {ROW})*2)',
            [f"INDEX(tt[rate], {ROW})"],
        ),
        (f'=IFERROR(INDEX(tt[aa], {ROW}), "")*2', [f'IFERROR(INDEX(tt[aa], {ROW}), "")']),
        ('=IF([@aa]>1, [@bb], "")*2', ['IF([@aa]>1, [@bb], "")']),
        ("=INDEX(tt[share], MATCH(2, tt[rate], 0))+1", ["INDEX(tt[share], MATCH(2, tt[rate], 0))"]),
    ],
)
def test_what_a_look_up_finds_may_be_blank(formula: str, cells: list[str]) -> None:
    assert told(formula) == cells


@pytest.mark.parametrize(
    "formula",
    [
        f'=IF(INDEX(tt[rate], {ROW})="", "", INDEX(tt[rate], {ROW})*2)',
        f'=IFERROR(INDEX(tt[rate], {ROW})*2, "")',
        f"=INDEX(tt[aa], {ROW})*2",
        "=INDEX(tt[rate], 1)*2",
        "=INDEX(tt[rate], MATCH(2, tt[rate], 0))*2",
        "=INDEX(tt[aa], MATCH(2, tt[both], 0))*INDEX(tt[both], MATCH(2, tt[both], 0))",
        '=IF([@aa]>1, IF([@aa]>1, [@bb], "")*2, 0)',
        f'=IF(COUNT(INDEX(tt[rate], {ROW}))<1, "", INDEX(tt[rate], {ROW})*2)',
    ],
)
def test_a_look_up_that_finds_a_number_is_not_told(formula: str) -> None:
    assert told(formula) == []


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("=LET(r, [@rate], r*2)", ["[@rate]"]),
        ('=LET(r, [@rate], IF(r="", "", r*2))', []),
        ('=LET(r, IF([@aa]>1, 1, ""), s, r, s*2)', ['IF([@aa]>1, 1, "")']),
        ('=LET(r, IF([@aa]>1, 1, ""), IF(r="", 0, r*2))', []),
        ("=LAMBDA(x, x*2)([@rate])", ["[@rate]"]),
        ("=SUM(MAP(tt[rate], LAMBDA(x, x*2)))", ["tt[rate]"]),
        ('=SUM(MAP(tt[rate], LAMBDA(x, IF(x="", 0, x*2))))', []),
        ("=SUM(MAP(tt[aa], LAMBDA(x, x*2)))", []),
        ("=XLOOKUP([@kk], tt[kk], tt[rate])*2", ["XLOOKUP([@kk], tt[kk], tt[rate])"]),
        ("=XLOOKUP([@rate], tt[rate], tt[aa])*2", []),
        ('=XLOOKUP([@kk], tt[kk], tt[aa], "")*2', ['XLOOKUP([@kk], tt[kk], tt[aa], "")']),
        ("=XLOOKUP([@kk], tt[kk], tt[aa], 0)*2", []),
    ],
)
def test_names_of_let_and_lambda_are_followed(formula: str, cells: list[str]) -> None:
    assert told(formula, "excel365") == cells


def test_names_that_double_each_other_are_not_followed_for_long() -> None:
    names = "".join(f"n_{one + 1}, n_{one}+n_{one}, " for one in range(60))
    assert told(f"=LET(n_0, [@aa], {names}n_60)", "excel365") == []


def test_ladders_guard_what_comes_behind() -> None:
    ladder = """
          first:
            - {when: '=[@rate]=""', then: '=""'}
            - {when: '=[@share]=""', then: '=[@rate]*2'}
            - {else: '=[@rate]*[@share]'}"""
    text = BLUEPRINT.replace(
        "- {id: tried, type: number, label: x, formula: 'FORMULA'}",
        "- id: tried\n        type: number\n        label: x\n        formula:" + ladder,
    )
    assert check(examine_text(text, "guards.yaml", Path())) == ()
    unguarded = text.replace(
        "{when: '=[@share]=\"\"', then: '=[@rate]*2'}", "{when: '=[@aa]>1', then: '=2'}"
    )
    assert [one.code for one in check(examine_text(unguarded, "guards.yaml", Path()))] == ["PS270"]


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped())
def test_shipped_blueprints_have_no_problem_in_any_variant(name: str) -> None:
    assert validate(name) == ()
