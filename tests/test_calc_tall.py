"""Columns of long tables that look at the rows above or below their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from generated_columns import Asked, planned_over, rows_of
from plansheets.calc.calculate import calculate
from plansheets.plan.model import Value

ROWS = 12_000
"""More than blocks of cells are computed for from the top down, row by row."""
TALL = rows_of(7, ROWS)


def tall(formula: str) -> tuple[Value, ...]:
    values = calculate(planned_over(Asked((formula,), TALL)))
    assert values.notices == ()
    return values.columns["t", "f0"]


def follows(start: float, step: Callable[[float, int], float]) -> list[float]:
    made = []
    for row in range(ROWS):
        start = step(start, row)
        made.append(start)
    return made


NUM = [float(str(value)) for value in TALL["num"]]
HALF = [float(str(value)) for value in TALL["half"]]
GAP = TALL["gap"]


@pytest.mark.parametrize(
    ("formula", "start", "step"),
    [
        ("=prior(@me,100)+@num-@half", 100, lambda above, row: above + NUM[row] - HALF[row]),
        ("=MAX(0,prior(@me,0)+@num-50)", 0, lambda above, row: max(0, above + NUM[row] - 50)),
        ("=IF(@num>5,prior(@me,0)+1,0)", 0, lambda above, row: above + 1 if NUM[row] > 5 else 0),
        (
            "=IF(@num=prior(@num,-1),prior(@me,0)+1,1)",
            0,
            lambda above, row: above + 1 if row and NUM[row] == NUM[row - 1] else 1,
        ),
        (
            '=IF(@gap="",prior(@me,0),@gap)',
            0,
            lambda above, row: above if GAP[row] is None else float(str(GAP[row])),
        ),
    ],
)
def test_a_column_that_goes_on_from_the_row_above_has_its_values_in_a_long_table(
    formula: str, start: float, step: Callable[[float, int], float]
) -> None:
    assert tall(formula) == pytest.approx(follows(start, step), rel=1e-12)


def test_occurrences_so_far_are_counted_in_one_go() -> None:
    seen: Counter[float] = Counter()
    expected = []
    for value in NUM:
        seen[value] += 1
        expected.append(seen[value])
    assert list(tall("=COUNTIF(INDEX(t[num],1):@num,@num)")) == expected


def test_sums_so_far_by_many_keys_are_added_up_in_one_go() -> None:
    """More keys than are looked for one by one."""
    keys: dict[float, float] = {}
    expected = []
    for key, value in zip(NUM, HALF, strict=True):
        keys[key] = keys.get(key, 0) + value
        expected.append(keys[key])
    found = tall("=SUMIFS(INDEX(t[half],1):@half,INDEX(t[num],1):@num,@num)")
    assert found == pytest.approx(expected, abs=1e-9)


def test_conditions_so_far_take_orders_and_patterns() -> None:
    expected = follows(0, lambda above, row: above + (NUM[row] > 5))
    assert list(tall('=COUNTIF(INDEX(t[num],1):@num,">5")')) == expected


def test_a_balance_is_one_running_sum_of_what_comes_and_goes() -> None:
    """In the order that is written: (0.1 + 0.2) - 0.3 ends otherwise than 0.1 + (0.2 - 0.3)."""
    steps = follows(0.1, lambda above, row: above + NUM[row] - HALF[row])
    assert list(tall("=prior(@me,0.1)+@num-@half")) == steps


def test_what_still_comes_is_added_up_from_below() -> None:
    expected = [*reversed(follows(0, lambda below, row: below + HALF[ROWS - 1 - row]))]
    found = tall("=SUM(@half:INDEX(t[half],ROWS(t[half])))")
    assert found == pytest.approx(expected, abs=1e-9)


def test_a_column_that_would_take_minutes_has_no_value_and_says_so() -> None:
    rows = rows_of(7, 50_000)
    values = calculate(planned_over(Asked(("=RANK(@num,INDEX(t[num],1):@num)",), rows)))
    assert ("t", "f0") not in values.columns
    [notice] = values.notices
    assert notice.message == (
        "not calculated: its rows look at 2,500,050,000 cells, one row after the other"
    )
