"""Items of an ordered list are compared by their places, in every language alike."""

from __future__ import annotations

import pytest

from plans import column, conditionals, formula, planned, told
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


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_place_of_an_item_is_the_same_in_both_languages(locale: str) -> None:
    made = planned(short("[@state].index=2"), locale=locale)
    assert shorts(made) == [False, True]
    named = planned(LEAST, short("[@state].index=from_state.index-1"), ORDERED, locale=locale)
    assert shorts(named) == [False, True]


def test_a_blank_cell_has_no_place() -> None:
    blank = ("{name: {zh-CN: 尿裤, en: Diaper}, state: open", "{name: {zh-CN: 尿裤, en: Diaper}")
    made = planned(blank, short('[@state].index=""'))
    assert formula(column(made, "goods", "short").formula) == (
        '=AND(IF(goods[@State]="","",MATCH(goods[@State],_list_state,0))="",least>0)'
    )
    assert shorts(made) == [True, False]


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        (
            "[@stock].index>1",
            "[@stock] is no item of a list, so it has no place in one",
            "name a cell of type: choice, as in [@platform].index",
        ),
        (
            "SUM(goods[state].index)>1",
            "goods[state] is a whole column, and a place is that of one cell",
            "give the table a column with =[@…].index, and use that",
        ),
    ],
)
def test_what_has_no_place_is_told_once(written: str, message: str, hint: str) -> None:
    assert told(short(written)) == [("PS271", message, hint)]


LEFT = "formula: '=prior([@left], 20)-[@sold]'"


def test_the_item_of_a_row_has_the_place_of_the_row() -> None:
    made = planned((LEFT, "formula: '=DAY(DATE(2024, [@month].index+1, 0))'"))
    assert formula(column(made, "year", "left").formula) == (
        "=DAY(DATE(2024,ROW()-ROW(year[[#Headers],[Month]])+1,0))"
    )
    assert list(calculate(made).columns["year", "left"]) == [31, 29]


def test_so_has_the_item_that_a_table_shows_row_by_row() -> None:
    track = """\
  track:
    title: {zh-CN: 进度, en: Track}
    rows: {from: year}
    columns:
      - {id: label, from: month}
      - {id: place, type: count, label: {zh-CN: 位次, en: Place}, formula: '=10*[@label].index'}
"""
    made = planned(
        ("metrics:\n", f"{track}metrics:\n"),
        ("blocks: [{table: year}]", "blocks: [{table: year}, {table: track}]"),
    )
    assert list(calculate(made).columns["track", "place"]) == [10, 20]


def test_what_is_beside_the_item_of_a_row_has_none() -> None:
    [(code, message, _)] = told((LEFT, "formula: '=[@sold].index'"))
    assert (code, message) == ("PS271", "[@sold] is no item of a list, so it has no place in one")
