"""Items of an ordered list are compared by their places, in every language alike."""

from __future__ import annotations

import pytest

from plans import column, conditionals, formula, planned
from plansheets.calc.calculate import calculate
from plansheets.plan.model import Plan, Value
from plansheets.plan.rules import FormulaFormat

AS_WRITTEN = """\
  state:
    open: {zh-CN: 在售, en: On sale}
    closed: {label: {zh-CN: 停售, en: Closed}, mean: bad}
"""
IN_ORDER = """\
  state:
    ordered: true
    items:
      closed: {zh-CN: 停售, en: Closed}
      soon: {zh-CN: 预售, en: Soon}
      open: {zh-CN: 在售, en: On sale}
"""
ORDERED = (AS_WRITTEN, IN_ORDER)
LEAST = (
    "parameters:\n",
    "parameters:\n  from_state: {type: choice, list: state, default: soon, label: From}\n",
)


def short(condition: str) -> tuple[str, str]:
    return ("formula: '=[@stock]<least'", f"formula: '=AND({condition}, least>0)'")


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        ("[@state]>=state.soon", 'OR(goods[@State]="Soon",goods[@State]="On sale")'),
        ("[@state]<state.soon", 'goods[@State]="Closed"'),
        ("state.soon<[@state]", 'goods[@State]="On sale"'),
        ("[@state]<state.closed", "FALSE"),
        (
            "SUMPRODUCT(--(goods[state]>=state.soon))>1",
            'SUMPRODUCT(--((goods[State]="Soon")+(goods[State]="On sale")>0))>1',
        ),
    ],
)
def test_items_that_stand_so_are_named(condition: str, written: str) -> None:
    made = column(planned(ORDERED, short(condition)), "goods", "short").formula
    assert formula(made) == f"=AND({written},least>0)"


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_two_cells_are_compared_by_their_places(locale: str) -> None:
    made = planned(ORDERED, LEAST, short("[@state]>=from_state"), locale=locale)
    assert "MATCH(" in formula(column(made, "goods", "short").formula)
    assert shorts(made) == [True, False]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("[@state]>=state.soon", [True, False]),
        ("[@state]<state.open", [False, True]),
        ("INDEX(goods[state], 1)>[@state]", [False, True]),
        ("SUMPRODUCT(--(goods[state]<=state.soon))=1", [True, True]),
    ],
)
def test_both_languages_find_the_same(locale: str, condition: str, holds: list[bool]) -> None:
    assert shorts(planned(ORDERED, short(condition), locale=locale)) == holds


def test_a_blank_cell_stands_nowhere() -> None:
    blank = ("{name: {zh-CN: 尿裤, en: Diaper}, state: open", "{name: {zh-CN: 尿裤, en: Diaper}")
    for sign in ("<=", ">="):
        made = planned(ORDERED, LEAST, blank, short(f"OR([@state]{sign}from_state, FALSE)"))
        assert shorts(made)[0] is False
        assert shorts(planned(ORDERED, blank, short(f"[@state]{sign}state.soon")))[0] is False


def test_a_rule_of_cells_may_compare_places() -> None:
    rule = ("label: {zh-CN: 库存, en: Stock}}", "label: S, when: {bad: '=[@state]<=state.soon'}}")
    [found] = conditionals(planned(ORDERED, rule), "goods", "stock")
    assert isinstance(found.shows, FormulaFormat)
    assert formula(found.shows.formula) == '=OR($C8="Closed",$C8="Soon")'


def shorts(made: Plan) -> list[Value]:
    return list(calculate(made).columns["goods", "short"])
