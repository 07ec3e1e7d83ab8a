"""Our own engine: right or silent on every recorded case and on columns drawn at random."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from calc_corpus import CASES_COLUMN, TODAY, cases, setup, sheets, shown
from generated_columns import Asked, planned, planned_over, rows_of
from generated_formulas import drawn
from generated_small import compare
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.read import read_blueprint, read_text
from plansheets.calc.calculate import calculate
from plansheets.calc.columnar.again import Calculated
from plansheets.calc.columnar.blocks import FormulaBlock, Reach
from plansheets.calc.columnar.compute import compute
from plansheets.calc.columnar.evaluate import evaluate
from plansheets.calc.columnar.grid import (
    DeclinedError,
    VariesError,
    from_values,
    to_values,
)
from plansheets.calc.columnar.operators import implied_number
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.scene import Scene
from plansheets.calc.columnar.sheets import Sheets
from plansheets.calc.columnar.upwards import in_row_order
from plansheets.calc.spread import ANY_ROW
from plansheets.formula.ast import Binary, Cell, Number
from plansheets.formula.parse import parse
from plansheets.grid import serial
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import ErrorValue, Plan, Value
from plansheets.words import LOCALES

CREATED = datetime.datetime(2024, 6, 30)  # noqa: DTZ001


class Cells:
    """The corpus' cells, in which one formula after the other is computed."""

    def __init__(self) -> None:
        self.pool, self.sheets = Pool(), Sheets()
        for title, columns in sheets().items():
            self.sheets.make_room(title, max(map(len, columns.values())))
        later = []
        for sheet, row, column, value in setup():
            if isinstance(value, str) and value.startswith("="):
                later.append((sheet, row, column, value))
            else:
                self.sheets.put(sheet, row, column, *from_values([value], self.pool))
        for sheet, row, column, formula in later:
            found = self.found(formula, sheet, row, column)
            self.sheets.put(sheet, row, column, *from_values([found], self.pool))

    def found(self, formula: str, sheet: str, row: int, column: int) -> Value:
        rows = np.array([row], dtype=np.int64)
        scene = Scene(self.sheets, self.pool, sheet, rows, float(serial(TODAY)), column)
        made = scene.read(evaluate(parse(formula), scene, forced=False))
        if not made.single:
            raise DeclinedError("several values")
        whole = implied_number(made)
        return to_values(whole.kind.reshape(-1), whole.number.reshape(-1), self.pool)[0]


def test_every_recorded_case_is_right_or_declined() -> None:
    cells = Cells()
    wrong, declined = [], 0
    wanted = list(cases())
    for row, case in enumerate(wanted):
        try:
            found = shown(cells.found(case.formula, "D", row, CASES_COLUMN))
        except DeclinedError:
            declined += 1
            continue
        if found != case.value:
            wrong.append(f"{case.formula} gives {found}, not {case.value}")
    assert wrong == []
    assert declined < len(wanted) / 8


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", [1, 2])
def test_columns_drawn_at_random_are_cached_as_libreoffice_computes_them(
    seed: int, tmp_path: Path
) -> None:
    """Repeated values, blanks, empty texts, digits as text, errors, ranges that end in the row."""
    made = compare(drawn(300, seed), seed, tmp_path)
    assert [str(one) for one in made.differences] == []
    assert len(made.declined) < 300 / 4


def with_other(rows: Plan, column: str) -> Plan:
    """The same plan with the values of an input column in another order."""
    [sheet] = rows.sheets
    [table] = sheet.tables
    columns = tuple(
        replace(one, values=one.values[::-1]) if one.id == column and one.values else one
        for one in table.columns
    )
    return replace(rows, sheets=(replace(sheet, tables=(replace(table, columns=columns),)),))


def sure_ones(formulas: Sequence[str], seed: int) -> list[str]:
    """Those of *formulas* that this engine computes in every row."""
    made = compute(planned(formulas, seed=seed))
    waiting = {one for group in made.order for one in group}
    left = {made.home(one).id for one in {*waiting, *made.lacking}}
    return [one for number, one in enumerate(formulas) if f"f{number}" not in left]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("sure", [True, False])
def test_columns_that_look_at_nothing_new_keep_the_values_that_they_would_get(
    seed: int, sure: bool
) -> None:
    formulas = drawn(150, seed)
    made = planned(sure_ones(formulas, seed) if sure else formulas, seed=seed)
    before = Calculated()
    for column in ("", "num", "half", "num", "gap", "word"):
        made = with_other(made, column)
        assert calculate(made, before=before) == calculate(made)
        if column in ("", "half"):
            assert before.prepared(made).sure is sure


@pytest.mark.parametrize("seed", [4, 5])
def test_a_row_alone_has_the_value_that_it_has_among_others(seed: int) -> None:
    made = compute(planned(sure_ones(drawn(200, seed), seed), seed=seed))
    compared = 0
    for number, block in enumerate(made.blocks):
        whole = made.values(number)
        for place, row in enumerate(block.rows.tolist()):
            scene = Scene(
                made.sheets,
                made.pool,
                block.sheet,
                np.array([row]),
                float(serial(made.day)),
                block.column,
            )
            with np.errstate(all="ignore"):
                found = scene.read(evaluate(block.formula, scene, forced=False))
            single = implied_number(found)
            assert to_values(single.kind.reshape(-1), single.number.reshape(-1), made.pool) == [
                whole[place]
            ], f"{block.formula} in row {row + 1}"
            compared += 1
    assert compared > 3_000


def test_a_sum_by_criteria_looks_at_as_many_cells_as_it_is_to_add_up() -> None:
    block = FormulaBlock("S", 0, 1, 5, parse("=SUMIF(A1:A10,1,B1)"))
    assert Reach("S", 0, 9, 1, 1) in set(block.looks_at())


def columns_of(*formulas: str) -> list[tuple[Value, ...] | None]:
    values = calculate(planned(formulas, seed=3))
    return [values.columns.get(("t", f"f{number}")) for number in range(len(formulas))]


def test_a_column_that_adds_to_the_row_above_is_one_running_sum() -> None:
    text = """\
blueprint: stock
version: 1.0.0
title: Stock
tables:
  moves:
    title: Moves
    rows: {count: 4}
    keep: true
    columns:
      - {id: change, type: number, label: Change}
      - {id: left, type: number, label: Left, formula: '=prior([@left], 100)+[@change]'}
      - {id: least, type: number, label: Least, formula: '=MIN(prior([@least], 999), [@left])'}
    sample:
      - {change: -30}
      - {change: 5}
      - {change: -90}
      - {change: 20}
sheets:
  - {id: main, title: Main, blocks: [{table: moves}]}
"""
    made = plan(read_text(text, "stock.yaml", Path()), Choices())[0]
    columns = calculate(made).columns
    assert columns["moves", "left"] == (70, 75, -15, 5)
    assert columns["moves", "least"] == (70, 70, -15, -15)


def test_columns_that_look_at_each_other_are_computed_in_the_order_of_a_row() -> None:
    left = FormulaBlock("s", 4, 6, 1, Binary("+", Cell(ANY_ROW, 2), Number(1)))
    right = FormulaBlock("s", 4, 6, 2, Binary("*", Cell(ANY_ROW - 1, 1), Number(2)))
    assert in_row_order([left, right]) == [right, left]
    around = FormulaBlock("s", 4, 6, 2, Binary("*", Cell(ANY_ROW, 1), Number(2)))
    assert in_row_order([left, around]) is None


def test_sums_add_one_number_after_the_other() -> None:
    """Numpy adds in pairs, and ends in 1.0000000000000002 where Excel shows 1."""
    [running, whole] = columns_of("=SUM(INDEX(t[num],1):@num)", "=SUM(t[num])")
    assert running is not None
    assert whole is not None
    assert running[-1] == whole[0]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ISOWEEKNUM(DATE(2024,12,30))", 1),
        ("=YEARFRAC(DATE(2024,1,1),DATE(2024,7,1))", 0.5),
        ("=DAYS360(DATE(2024,1,1),DATE(2024,7,1))", 180),
        ('=CODE("abc")', 97),
    ],
)
def test_days_and_letters_that_all_programs_read_alike_have_their_value(
    formula: str, value: float
) -> None:
    [found] = columns_of(formula)
    assert found is not None
    assert set(found) == {value}


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ('=IF("é"<"f",1,2)', "programs put the text 'é' in different places of an order"),
        ('="3:25"+0', "whether the text '3:25' is a number depends on the country"),
        ("=MONTH(5)", "a day before 1 March 1900"),
        ("=YEARFRAC(0,45000,1)", "a day before 1 March 1900"),
        ("=DAYS360(0,45000)", "a day before 1 March 1900"),
        ("=ISOWEEKNUM(0)", "a day before 1 March 1900"),
        ('=CODE("é")', "CODE of a code page's letter"),
        ("=CHAR(200)", "CHAR of a code page's letter"),
        ('=COUNTIF(t[word],"~z")', "what the '~' in '~z' stands for"),
        ("=UPPER(INDEX(t[word],0))", "a range where one value is wanted"),
        ('=PROPER("76b")', "which letters PROPER takes for the first of a word"),
        ('=1E+20&""', "programs write the number 1e+20 as a text in different ways"),
        ("=COUNTIF(t[num],10-1E-14)", "numbers that differ in the last digit alone"),
        ("=QUOTIENT(5,TRUE)", "whether a truth value is a number there"),
        ("=EOMONTH(45000,1>0)", "whether a truth value is a number there"),
        ("=WORKDAY(45000,TRUE)", "whether a truth value is a number there"),
        ('=LARGE("5",1)', "one text or truth value where an array is wanted"),
        ("=ROWS(5)", "how many rows and columns one value has"),
        ("=LOOKUP(2,t[[num]:[gap]],t[num])", "LOOKUP in a block beside results of their own"),
        (
            "=MAXIFS(t[num],INDEX(t[num],2):INDEX(t[num],99),1)",
            "a range that begins or ends in an error",
        ),
        ("=INDEX(t[[num]:[gap]],2)", "INDEX of a block by one place"),
        ("=SUMPRODUCT(IFS(1>2,t[num],1>0,1))", "an array among what IFS or SWITCH gives"),
    ],
)
def test_what_programs_or_countries_disagree_on_has_no_value_and_says_why(
    formula: str, why: str
) -> None:
    values = calculate(planned([formula], seed=3))
    assert ("t", "f0") not in values.columns
    assert [notice.message for notice in values.notices] == [f"not calculated: {why}"]
    [notice] = values.notices
    assert notice.chinese is not None
    assert notice.chinese.message.startswith("没有计算：各程序的结果不一样（")
    assert why not in notice.chinese.message


def test_what_looks_at_a_formula_without_a_value_has_none_either() -> None:
    made = planned(["=MONTH(5)", "=t[[#This Row],[f0]]+1", "=1+1"], seed=3)
    values = calculate(made)
    assert {name for _, name in values.columns if name.startswith("f")} == {"fail", "flag", "f2"}
    assert "nor are 1 that look at it" in values.notices[0].message


GAP = '=IF(@mix="x5",MONTH(5),@num)'
"""A column in which two rows, and no others, look at a day that is none."""


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=@f0+1", (6, 8, None, 9, None)),
        ("=IFERROR(@f0,0)", (5, 7, None, 8, None)),
        ('=IF(@mix="x5",0,@f0)', (5, 7, 0, 8, 0)),
        ("=SUM(t[f0])", None),
        ("=ROWS(t[f0])", (5, 5, 5, 5, 5)),
        ("=MROUND(@f0,5)", (5, 5, None, 10, None)),
        ("=IF(@flag,MROUND(@f0*2,5),0)", (10, 15, None, 15, None)),
        ("=prior(@me,0)+@f0", (5, 12, None, None, None)),
        ("=SUM(INDEX(t[f0],1):@f0)", (5, 12, None, None, None)),
        ("=IF(@num=8,0,prior(@me,0))+@f0", (5, 12, None, 8, None)),
        ("=SUM(@f0:INDEX(t[f0],ROWS(t[f0])))", None),
    ],
)
def test_a_row_without_a_value_takes_along_what_looks_at_it_and_no_other(
    formula: str, expected: tuple[Value, ...] | None
) -> None:
    rows = rows_of(seed=3, count=5)
    rows = {**rows, "num": (5, 7, 5, 8, 5), "mix": (1, "a", "x5", "b", "x5")}
    values = calculate(planned_over(Asked((GAP, formula.replace("@me", "@f1")), rows)))
    assert values.columns["t", "f0"] == (5, 7, None, 8, None)
    assert values.columns.get(("t", "f1")) == expected
    [notice] = values.notices
    also = "" if expected and None not in expected else ", nor are 1 that look at it"
    assert notice.message == (f"not calculated in 2 of 5 rows{also}: a day before 1 March 1900")
    assert notice.where == "Data!N6"


def test_rows_without_a_value_are_found_among_many() -> None:
    rows = rows_of(seed=3, count=50_000)
    mixed = tuple("x5" if row in (7, 40_000) else "a" for row in range(50_000))
    values = calculate(planned_over(Asked((GAP, "=@f0+1"), {**rows, "mix": mixed})))
    for name in ("f0", "f1"):
        found = values.columns["t", name]
        assert [row for row, value in enumerate(found) if value is None] == [7, 40_000]


def test_functions_it_does_not_know_are_computed_by_another_engine() -> None:
    [found] = columns_of("=ROUND(NORMSDIST(@num/100),3)")
    assert found is not None
    assert all(isinstance(value, int | float) for value in found)


@pytest.mark.slow
def test_no_formula_of_a_shipped_workbook_is_declined() -> None:
    for path in shipped().values():
        blueprint = read_blueprint(path)
        for locale in LOCALES:
            made = plan(blueprint, Choices(locale=locale, created=CREATED))[0]
            assert compute(made).declined == {}


def test_stretches_of_a_blank_column_hold_nothing() -> None:
    numbers = tuple(range(12))
    rows = rows_of(seed=3, count=12) | {"num": numbers, "gap": (None,) * 12}
    asked = Asked(("=COUNTIF(INDEX(t[gap],1):@gap,@num)", "=SUMIFS(t[num],t[gap],@num)"), rows)
    assert _found(asked) == [(0,) * 12] * 2


def _found(asked: Asked) -> list[tuple[Value, ...]]:
    columns = calculate(planned_over(asked)).columns
    return [columns["t", f"f{number}"] for number in range(len(asked.formulas))]


def test_stretches_that_begin_together_are_counted_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = (5, 5, 0, 10, 5, 2, 5, 5, 5, 5, 7, 5)
    start = "INDEX(t[num],INT((ROW()-ROW(t[[#Headers],[num]])-1)/5)*5+1):@num"
    formulas = (f"=COUNTIF({start},5)", f"=SUMIFS({start},{start},@num)")
    asked = Asked(formulas, rows_of(seed=3, count=12) | {"num": held})
    counted = (1, 2, 2, 2, 3, 0, 1, 2, 3, 4, 0, 1)
    added = (5, 10, 0, 10, 15, 2, 5, 10, 15, 20, 7, 5)
    assert _found(asked) == [counted, added]
    alone = list(np.arange(12).reshape(-1, 1))
    taken = []

    def each_alone(reason: VariesError, _: Scene) -> list[NDArray[np.int64]]:
        taken.append(str(reason))
        return alone

    monkeypatch.setattr("plansheets.calc.columnar.evaluate._groups", each_alone)
    assert _found(asked) == [counted, added]
    assert len(taken) == len(formulas)


def test_a_branch_of_one_value_stays_one_beside_a_branch_of_many() -> None:
    """COUNT once counted 24 where there was one."""
    formulas = ("=COUNT(IF(@num>3,t[num],1))", "=SUM(IF(@num>3,INDEX(t[num],1):@num,1))")
    asked = Asked(formulas, rows_of(seed=3, count=4) | {"num": (5, 2, 7, 0)})
    assert _found(asked) == [(4, 1, 4, 1), (5, 1, 14, 1)]


_SIZES = ("t[num]", "INDEX(t[word],2):INDEX(t[word],7)", "{1,2,3}", "{1;2;3}", "t[[num]:[gap]]")
_OF_TWO = (
    *("--({}*{})", "--({}={})", "--({}&{})", "--({}^{})", "--({}/{})", "IF({}>1,{},0)"),
    *("ROUND({},{})", "LEN(LEFT({},{}))", "{},{}", "IFERROR({},{})", "TRUNC({},{})"),
    *("DATE({},{},1)", "--EXACT({},{})", "SWITCH(1,{},{},2)", "IFS({}>1,{},TRUE,0)", "XOR({},{})"),
    *("MATCH({},{},0)", "INDEX({},{})", "LARGE({},{})", "CHOOSE({},{},1)", "LOOKUP(2,{},{})"),
    *("SUMIFS({},{},1)", "RANK({},{})", "FREQUENCY({},{})", 'DATEDIF({},{},"d")'),
    "COUNTIFS(t[num],{},t[gap],{})",
)


def test_arrays_of_any_sizes_have_a_value_or_none() -> None:
    """Two that did not go together once ended the build in a traceback of numpy's."""
    sizes = list(permutations(_SIZES, 2))
    formulas = [f"=SUMPRODUCT({one.format(*two)})" for one in _OF_TWO for two in sizes]
    declined = compute(planned(formulas, seed=3)).declined
    assert 0 < len(declined) < len(formulas)


def test_errors_are_values() -> None:
    [divided, found] = columns_of("=1/0", "=IFERROR(MATCH(12345,t[num],0),NA())")
    assert divided == (ErrorValue("#DIV/0!"),) * len(divided or ())
    assert set(found or ()) == {ErrorValue("#N/A")}


def test_today_is_the_plan_s_own_date() -> None:
    [today] = columns_of("=TODAY()")
    assert set(today or ()) == {serial(datetime.date(2024, 5, 20))}


@pytest.mark.parametrize("key", ["38节", "618大促", "2024-001", "A-01", "12/34", "5月大促"])
def test_a_key_of_digits_and_words_is_a_text(key: str) -> None:
    """Read as a day it would equal no other cell here."""
    [count, found] = columns_of(
        f'=COUNTIF(t[word],"{key}")', f'=IFERROR(MATCH("{key}",t[word],0),0)'
    )
    assert set(count or ()) == {0}
    assert set(found or ()) == {0}


def test_a_key_that_may_be_a_day_among_days_is_not_counted() -> None:
    values = calculate(planned(['=COUNTIF(t[day],"2024-05-20")'], seed=3))
    assert "depends on the country" in values.notices[0].message


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=LAMBDA(x,x*2)(@num)", (0, 10, -6, 200, 200)),
        ("=LAMBDA(x,y,x+SUM(y))(@num,t[num])", (202, 207, 199, 302, 302)),
        ("=LAMBDA(x,LAMBDA(y,x*y)(x+1))(@num)", (0, 30, 6, 10_100, 10_100)),
        ("=LET(x,@num,LAMBDA(x,x+1)(2)+x)", (3, 8, 0, 103, 103)),
    ],
)
def test_a_lambda_that_is_called_where_it_stands_needs_no_engine_that_takes_280_mb(
    formula: str, expected: tuple[Value, ...]
) -> None:
    rows = rows_of(seed=3, count=5) | {"num": (0, 5, -3, 100, 100)}
    made = compute(planned_over(Asked((formula,), rows)))
    assert made.declined == {}
    assert tuple(made.values(len(made.blocks) - 1)) == expected


def test_a_number_is_counted_by_its_plain_spellings_alone() -> None:
    """Whether ``50%`` finds the text ``0.5`` is nowhere written; that it finds itself is sure."""
    rows = {**rows_of(seed=3, count=3), "code": ("50%", "50%", "x")}
    formulas = ('=COUNTIF(t[code],"50%")', '=COUNTIF(t[code],"0.5")', "=COUNTIF(t[code],0.5)")
    made = calculate(planned_over(Asked(formulas, rows)))
    assert [made.columns.get(("t", f"f{number}")) for number in range(3)] == [(2, 2, 2), None, None]


@pytest.mark.parametrize(
    ("held", "formula", "expected"),
    [
        ((1, 2, 2, 5), "=MODE(t[num])", 2),
        ((1, 2, 3, 5), "=MODE(t[num])", ErrorValue("#N/A")),
        ((5, 5, 3, 3), "=MODE(t[num])", None),
        ((1, 1 + 1e-13, 2, 2), "=MODE.SNGL(t[num])", 2),
        ((1, 1 + 1e-13, 2, 2), "=RANK.AVG(1,t[num])", 4),
        ((1, 1 + 1e-13, 2, 2), "=RANK.AVG(2,t[num],1)", 3.5),
        ((1, 1 + 1e-13, 2, 2), "=PERCENTRANK(t[num],1)", None),
        ((1, 1 + 1e-13, 2, 2), "=XLOOKUP(1,t[num],t[num])", None),
        ((-1e-20, 1, 2, 3), "=MOD(@num,3)", None),
    ],
)
def test_numbers_that_are_all_but_equal_are_two(
    held: tuple[Value, ...], formula: str, expected: Value
) -> None:
    """An engine that takes them for one is not asked."""
    asked = Asked((formula,), {**rows_of(seed=3, count=4), "num": held})
    assert calculate(planned_over(asked)).columns.get(("t", "f0"), (None,))[0] == expected
