"""Long formulas in steps: shorter, and the same values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from plans import CHOSEN, table
from plansheets.blueprint.catalog import find_blueprint
from plansheets.blueprint.read import read_blueprint, read_text
from plansheets.calc.calculate import calculate
from plansheets.formula.spell import FILE, spell
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import ErrorValue, Plan, Value
from plansheets.plan.write_out import steps

Columns = Mapping[tuple[str, str], tuple[Value, ...]]

GOODS = """\
blueprint: goods
version: 1.0.0
title: Goods
lists:
  state: {open: Open, closed: Closed}
  months: {jan: Jan, feb: Feb}
tables:
  goods:
    title: Goods
    columns:
      - {id: name, type: text, label: Name}
      - {id: state, type: choice, list: state, label: State}
      - {id: a, type: number, label: A}
      - {id: b, type: number, label: B}
      - {id: result, type: number, label: Result, formula: RESULT}
    sample:
      - {name: Diaper, state: open, a: 99.5, b: 12}
      - {name: Bottle, state: closed, a: 45, b: 3}
      - {name: Cup, a: 0, b: 4}
      - {name: Bib, state: open, b: 0}
      - {name: Bag, state: closed, a: 3}
      - {state: open, a: -2.5, b: 7}
  year:
    title: Year
    rows: {each: months}
    columns:
      - {id: month, type: text, label: Month}
      - {id: left, type: number, label: Left, formula: '=prior([@left], 20)+prior([@left], 20)-1'}
WIDER
sheets:
  - {id: one, title: One, blocks: [{table: year}, {table: goods}]}
"""
RATIO = "([@a]-[@b])/([@b]*[@a])"
GUARDED = f'IF(COUNT([@a], [@b])<2, "", IF([@b]*[@a]=0, "", {RATIO}))'
LADDER = (
    '=IF([@state]="", -1, IF([@state]=state.closed, IF(N([@b])=0, 0, 1/[@b]), '
    f'IF(N([@a])<0, ABS([@a])*2, IF([@b]="", 7, {GUARDED}))))'
)
SECOND = 'IF(INDEX(goods[a], 2)="", 10, 20)'
NEAR = "ROUND(N([@a])*1.5, 1)"
NTH = f"INT(1+ABS(N({GUARDED})))"
FORMULAS = {
    "a part that comes again": f"=ROUND(N({GUARDED}), 2)+ROUND(N({GUARDED}), 1)+N({GUARDED})",
    "a part behind guards": (
        f'=IF(COUNT([@a], [@b])<2, "", IF([@a]*[@b]=0, 0, '
        f"IF({RATIO}>1, {RATIO}*2, IF({RATIO}<0, 0-{RATIO}, {RATIO}))))"
    ),
    "where a range begins and ends": f"=SUM(INDEX(goods[b], {NTH}):INDEX(goods[b], {NTH}+2))",
    "days": f"=100+MONTH(EDATE(45000, {NTH}))-DAY(EDATE(45000, {NTH}))*2",
    "a ladder": LADDER,
    "a ladder inside": f'=IF([@name]="", "", N({LADDER[1:]})*2+IF([@b]="", 1, 0))',
    "errors that are caught": (
        '=IF([@b]="", "", IFERROR(1/[@b], 5)+IFERROR(1/[@b], 6)'
        "+ROUND(1/([@b]+1), 3)+ROUND(1/([@b]+1), 2))"
    ),
    "cells that may be blank": f'=IF(INDEX(goods[a], 4)="", 1, 2)+{SECOND}+{SECOND}',
    "a part on both sides of a condition": (
        f'=IF(COUNT([@a], [@b])<2, "", IF([@b]=0, IF([@a]>0, ROUND({NEAR}/2, 3), 1), '
        f"IF([@b]=12, ROUND({NEAR}/2, 3)+{RATIO}, 0)))"
    ),
    "criteria": f'=SUMIFS(goods[b], goods[a], "<="&{NEAR})+COUNTIFS(goods[a], ">"&{NEAR})',
}


def made(formula: str, wider: str = "") -> Plan:
    text = GOODS.replace("RESULT", "'" + formula + "'").replace("WIDER\n", wider)
    return plan(read_text(text, "goods.yaml", Path()), Choices(**CHOSEN, locale="en", rows=9))[0]


def values_of(plan_: Plan) -> Columns:
    return calculate(plan_).columns


def without_steps(columns: Columns) -> Columns:
    return {key: values for key, values in columns.items() if not key[1].startswith(steps.STEP)}


def steps_of(plan_: Plan, table_id: str = "goods") -> list[str]:
    return [one.id for one in table(plan_, table_id).columns if one.id.startswith(steps.STEP)]


def longest(plan_: Plan) -> int:
    formulas = (one.formula for one in table(plan_, "goods").columns)
    return max(len(spell(formula, FILE)) for formula in formulas if formula is not None)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "MOST_CHARACTERS", 60)


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_in_steps_gives_what_it_gave(
    formula: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "MOST_CHARACTERS", 8_192)
    whole = made(formula)
    monkeypatch.setattr(steps, "MOST_CHARACTERS", 60)
    parts = made(formula)
    assert steps_of(whole) == []
    assert steps_of(parts) != []
    assert without_steps(values_of(parts)) == values_of(whole)
    assert longest(parts) < longest(whole)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_a_step_gives_no_error_where_nobody_asks_for_it(formula: str) -> None:
    found = values_of(made(formula))
    errors = {
        key for key, values in found.items() if any(isinstance(v, ErrorValue) for v in values)
    }
    assert errors == set()


@pytest.mark.usefixtures("short")
def test_what_one_step_computes_no_other_does() -> None:
    goods = table(made(LADDER), "goods")
    trees = [one.formula for one in goods.columns if one.id.startswith(steps.STEP)]
    assert len(trees) == len(set(trees)) > 1


@pytest.mark.usefixtures("short")
def test_formulas_that_look_above_stay_whole() -> None:
    assert steps_of(made(LADDER), "year") == []


@pytest.mark.usefixtures("short")
def test_steps_hide_nothing_that_stands_on_the_same_sheet() -> None:
    wider = "".join(f"      - {{id: c_{at}, type: number, label: C{at}}}\n" for at in range(8))
    assert steps_of(made(LADDER, wider)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["performance-scoring", "activity-progress", "budget-roi"])
def test_shipped_workbooks_show_what_their_whole_formulas_give(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shipped() -> Plan:
        return plan(read_blueprint(find_blueprint(name)), Choices(**CHOSEN, locale="en"))[0]

    in_steps = values_of(shipped())
    monkeypatch.setattr(steps, "MOST_CHARACTERS", 8_192)
    whole = values_of(shipped())
    assert len(in_steps) > len(whole)
    assert without_steps(in_steps) == whole
