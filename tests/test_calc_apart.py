"""Of a formula with a function that our own engine does not know, that function goes elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from generated_columns import Asked, planned, planned_over, rows_of
from plansheets.calc.calculate import calculate
from plansheets.calc.columnar.compute import compute
from plansheets.calc.engine import Book, Rectangle, gave_up
from plansheets.calc.formualizer import Formualizer
from plansheets.plan.model import ErrorValue, Value


def columns_of(*formulas: str) -> list[tuple[Value, ...] | None]:
    values = calculate(planned(formulas, seed=3))
    return [values.columns.get(("t", f"f{number}")) for number in range(len(formulas))]


@pytest.mark.parametrize(
    "formula",
    [
        'LOWER("É")&@word',
        'ISTEXT(LEFT(@word,FIND("12",@word)-1))',
        "LOOKUP(@num,{-9,1,5},{10,20,30})",
        'TEXT("x5","0.##")',
        "COUNTIF(t[gap],-0)",
        "DAYS(0,45443)",
        'MAX(0,IF(@flag,@word&"",1))',
        "SUM(INDEX(t[num],1):@num)",
    ],
)
def test_what_it_knows_it_computes_itself(formula: str) -> None:
    alone, inside, after = columns_of(
        f"={formula}", f"=IF(AVEDEV(4,8)=2,{formula},0)", f'=CLEAN({formula})=""&{formula}'
    )
    assert alone is not None
    assert inside == alone
    assert after is None or set(after) <= {True, *alone}


def test_each_unknown_call_is_a_cell_beside_the_table() -> None:
    made = compute(planned(["=IF(@flag,GCD(@num*2,5)+GCD(4,6),0)"], seed=3))
    parts = [block for block in made.blocks if block.part_of is not None]
    assert sorted(block.sheet for block in parts) == ["scratch"] * 3
    assert {made.home(number).id for number in made.declined} == {"f0"}


def test_a_number_beside_an_unknown_call_that_stays_is_computed_here() -> None:
    place, sure, whole = columns_of(
        "=COUNT(FIXED(@half,1),MATCH(@day,t[none],0))",
        "=COUNT(FIXED(@half,1),MATCH(@num,t[num],0))",
        '=IF(COUNT(FIXED(@half,1),@gap)>0,LOWER("É"),0)',
    )
    days = rows_of(seed=3)["day"]
    assert place is not None
    assert [row for row, value in enumerate(place) if value is None] == [
        row for row, day in enumerate(days) if day is None
    ]
    assert set(sure or ()) == {2}
    assert set(whole or ()) == {"é"}


def test_cells_and_texts_keep_what_they_are_among_what_is_added_up() -> None:
    [cell, text, told] = columns_of(
        "=GEOMEAN(@word,2)", '=GEOMEAN(@word&"",2)', "=MAX(0,BASE(@num,2))"
    )
    assert set(cell or ()) == {2}
    assert text is None
    assert told is None


def test_a_table_of_one_row_is_computed_elsewhere_too() -> None:
    values = calculate(planned_over(Asked(("=AVEDEV(@num,5)+1",), rows_of(seed=3, count=1))))
    [found] = values.columns["t", "f0"]
    assert isinstance(found, int | float)


class Forgetful(Formualizer):
    """Has no value for the third row of any column."""

    def open(self, titles: Sequence[str], today: datetime.date) -> Book:
        book = super().open(titles, today)
        read = book.read

        def forgetful(sheet: str, row: int, column: int, height: int, width: int) -> Rectangle:
            rows = [list(values) for values in read(sheet, row, column, height, width)]
            return [values if place != 2 else [None] * width for place, values in enumerate(rows)]

        book.read = forgetful  # type: ignore[method-assign]
        return book


def test_a_row_that_another_engine_gives_up_on_has_no_value_and_the_others_keep_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = rows_of(seed=3, count=4) | {"num": (4, 8, 12, 16)}
    asked = Asked(("=AVEDEV(@num,8)", '=IF(@num>10,AVEDEV(@num,8),"few")', "=@f0+1"), rows)
    monkeypatch.setattr("plansheets.calc.calculate.ENGINES", (Forgetful(),))
    values = calculate(planned_over(asked))
    assert [values.columns["t", name] for name in ("f0", "f1", "f2")] == [
        (2, 0, None, 4),
        ("few", "few", None, 4),
        (3, 1, None, 5),
    ]
    assert {notice.message for notice in values.notices} == {
        "not calculated in 1 of 4 rows, nor are 1 that look at it: formualizer gave no value"
    }


@pytest.mark.parametrize(
    ("value", "gone"),
    [(None, True), (float("nan"), True), (float("inf"), True), (ErrorValue("#NAME?"), True),
     (ErrorValue("#N/A"), False), (0.5, False), ("", False), (False, False)],
)  # fmt: skip
def test_what_no_cell_can_hold_is_no_value(value: Value, *, gone: bool) -> None:
    assert gave_up(value) is gone  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=ROUND(PMT(0.05,5,@code),2)", (-2.77, -28.41, 0, ErrorValue("#VALUE!"), 0)),
        ("=FIXED(@code,1)", ("12.0", "123.0", "0.0", ErrorValue("#VALUE!"), "0.0")),
        ('=DAYS360(DATE(2024,1,31),DATE(2024,5,31))&LOWER("É")', ("120é",) * 5),
        ('=YEARFRAC(DATE(2024,1,1),DATE(2024,7,1))&UPPER("é")', ("0.5É",) * 5),
    ],
)
def test_texts_of_digits_and_blanks_are_read_before_another_engine_is_asked(
    formula: str, expected: tuple[Value, ...]
) -> None:
    rows = rows_of(seed=3, count=5) | {"code": ("12", "00123", None, "x", 0)}
    values = calculate(planned_over(Asked((formula,), rows)))
    assert values.columns["t", "f0"] == expected
