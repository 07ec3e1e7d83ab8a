"""Ranges of many rows take other paths through an engine than those of eight."""

from __future__ import annotations

import bisect
import datetime
import math
import random

import pytest

from plansheets.calc.formualizer import Formualizer

ROWS = 20_000
DICE = random.Random(618)
AMOUNTS = [round(DICE.uniform(0, 1000), 2) for _ in range(ROWS)]
KEYS = [DICE.choice("abcdefg") for _ in range(ROWS)]
SORTED = sorted(AMOUNTS)
GAPS = [amount if row % 3 else None for row, amount in enumerate(AMOUNTS)]
FILLED = [amount for amount in GAPS if amount is not None]

A, B, C, D = (f"${letter}$1:${letter}${ROWS}" for letter in "ABCD")
EXPECTED: dict[str, float] = {
    f"SUM({A})": math.fsum(AMOUNTS),
    f'SUMIF({B},"c",{A})': math.fsum(a for a, b in zip(AMOUNTS, KEYS, strict=True) if b == "c"),
    f'SUMIF({A},">"&500.5)': math.fsum(amount for amount in AMOUNTS if amount > 500.5),
    f'COUNTIFS({B},"a",{A},">=10",{A},"<=20")': sum(
        b == "a" and 10 <= a <= 20 for a, b in zip(AMOUNTS, KEYS, strict=True)
    ),
    f"MATCH(333.33,{C},1)": bisect.bisect_right(SORTED, 333.33),
    f"LOOKUP(333.33,{C},{A})": AMOUNTS[bisect.bisect_right(SORTED, 333.33) - 1],
    f'SUMPRODUCT(({B}="b")*({A}<100)*{A})': math.fsum(
        a for a, b in zip(AMOUNTS, KEYS, strict=True) if b == "b" and a < 100
    ),
    f'SUMPRODUCT(IFERROR({D}<"",FALSE)*1)': len(FILLED),
    f"SUMPRODUCT({A},{D})": math.fsum(a * a for a in FILLED),
    f"COUNT({D})": len(FILLED),
    f"AVERAGE({D})": math.fsum(FILLED) / len(FILLED),
    f"MAX({D})": max(FILLED),
    f"COUNTBLANK({D})": ROWS - len(FILLED),
    f'COUNTIF({D},"")': ROWS - len(FILLED),
    f"LARGE({A},10)": SORTED[-10],
    f"RANK(A77,{A})": sum(amount > AMOUNTS[76] for amount in AMOUNTS) + 1,
    f"MATCH(A15000,{A},0)": AMOUNTS.index(AMOUNTS[14_999]) + 1,
    f"INDEX({A},12345)": AMOUNTS[12_344],
}


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    book = Formualizer().open(["S"], datetime.date(2024, 5, 20))
    book.put_values("S", 0, 0, list(zip(AMOUNTS, KEYS, SORTED, GAPS, strict=True)))
    book.put_formulas("S", 0, 5, [[f"={formula}"] for formula in EXPECTED])
    book.calculate()
    values = book.read("S", 0, 5, len(EXPECTED), 1)
    return {formula: row[0] for formula, row in zip(EXPECTED, values, strict=True)}


@pytest.mark.parametrize("formula", EXPECTED)
def test_the_engine_agrees_with_python(found: dict[str, object], formula: str) -> None:
    assert found[formula] == pytest.approx(EXPECTED[formula], rel=1e-12)
