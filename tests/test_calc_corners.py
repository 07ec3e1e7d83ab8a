"""The ends of single functions: what programs read otherwise has no value, the rest is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from generated_corners import corners
from generated_small import compare
from plansheets.calc.calculate import calculate
from plansheets.plan.model import ErrorValue, Value
from test_calc_calculate import cell_value, column, computed, plan

WRONG = ErrorValue("#VALUE!")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=NUMBERVALUE("1 234",".",",")', 1234),
        ('=NUMBERVALUE("1.234,5%%",",",".")', 0.12345),
        ('=NUMBERVALUE("",".",",")', 0),
        ('=NUMBERVALUE("1.2,3",".",",")', WRONG),
        ('=NUMBERVALUE("1.2.3",".",",")', WRONG),
        ('=NUMBERVALUE("x",".",",")', WRONG),
        ('=TEXT("x5","ddd")', "x5"),
        ('=TEXT("","yyyy-mm")', ""),
        ('=TEXT(45432,"ddd")', "Mon"),
        ('=TEXT(45432,"dddd d mmmm")', "Monday 20 May"),
        ("=QUOTIENT(7,-2)", -3),
        ("=FIXED(1234.567,1)", "1,234.6"),
        ('=WORKDAY.INTL(45432,5,"0000011")', 45439),
        ("=NETWORKDAYS(45436,45432)", -5),
        ("=NETWORKDAYS(45432,45436,{45432,45432,45431})", 4),
        ("=EDATE(45351,12)", 45716),
        ("=EOMONTH(45322,-11)", 44985),
        ('=DATEDIF(45322,45351,"M")', 0),
        ("=1E-308/10000000000", 0),
        ("=EXP(-720)", 0),
        ("=ROUND(1.5,-400)", 0),
        ("=ROUND(-250,-308)", 0),
        ("=ROUND(1.5,400)", 1.5),
        ("=SUM(SEQUENCE(3))", 6),
        ("=MATCH(5,{3,1,5},1)", 3),
        ("=MATCH(6,{5,1,3},1)", 3),
        ("=HOUR(45000+8/24)", 8),
        ("=MINUTE(17.25/24)", 15),
        ("=HOUR(-1)", ErrorValue("#NUM!")),
        ("=MROUND(-7,-5)", -5),
        ("=MROUND(7,-5)", ErrorValue("#NUM!")),
        ("=MROUND(7,0)", 0),
        ("=INT(0.999999999999999)", 0),
        ("=INT(7*(1-1E-15))", 6),
        ("=CEILING(7.00000000000001,1)", 8),
        ("=INT(0.1*3*10)", 3),
        ("=ROUNDUP(4.35*100,0)", 435),
        ("=TRUNC(1234567890123.5)", 1234567890123),
        ('=LOWER("ÀÉΣα")', "àéσα"),
    ],
)
def test_what_a_function_makes_of_odd_arguments(formula: str, value: Value) -> None:
    assert cell_value(formula) == value


@pytest.mark.parametrize(
    "formula",
    [
        '=TEXT("x","@@")',
        '=TEXT("x",";;;")',
        '=TEXT("x5","hh:mm")',
        '=NUMBERVALUE("%",".",",")',
        '=NUMBERVALUE("5月20日",".",",")',
        '=NUMBERVALUE("3.5")',
        '=SUM("1e-400",1)',
        "=QUOTIENT(-1.9,-0.1)",
        "=FIXED(12.345,-1.9)",
        "=WORKDAY.INTL(45432,5,1.9)",
        "=MATCH(5,{3,5,1},1)",
        '=LOOKUP(5,{3,5,1},{"a","b","c"})',
        "=VALUE(TRUE)",
        "=ROUND(-2.5,100000)",
        "=ROUNDUP(2.5,-100000)",
        '="1E+2%"+0',
        "=SUM(SEQUENCE(0))",
        "=ROWS(SEQUENCE(1048577))",
        "=COLUMNS(SEQUENCE(1,16385))",
        "=HOUR(0.99999999)",
        "=MINUTE(45000.333333333)",
        "=ROUNDUP(1.0000000000001,0)",
        "=ROUNDDOWN(6.999999999999,0)",
        "=INT(122.9999999999995)",
        "=MOD(1000000000.000004,1)",
        "=MROUND(6.05,0.1)",
        '=LOWER("İ")',
        '=LOWER("ΟΔΟΣ")',
        '=UPPER("ﬁn")',
        "=PERCENTRANK(INDEX(skus[stock],1):INDEX(skus[stock],1),300)",
    ],
)
def test_what_programs_read_otherwise_has_no_value(formula: str) -> None:
    assert ("Cards", 0, 0) not in calculate(plan(cells={"A1": formula})).cells


def test_digits_and_truth_values_among_holidays_leave_a_cell_without_a_value() -> None:
    for odd in ("45432", True):
        wanted = plan(
            column("off", [45_433, odd, None]),
            computed("open", "=NETWORKDAYS(45432,45436,skus[off])"),
        )
        assert ("skus", "open") not in calculate(wanted).columns


def test_an_error_of_a_later_excel_is_no_value_to_what_looks_at_it() -> None:
    wanted = plan(
        column("found", [ErrorValue("#SPILL!"), 2, ErrorValue("#N/A")]),
        computed("twice", "=IFERROR(skus[@found]*2,0)"),
        computed("is", "=ISNUMBER(skus[@found])"),
    )
    made = calculate(wanted).columns
    assert made["skus", "twice"] == (None, 4, 0)
    assert made["skus", "is"] == (None, True, False)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_corners_of_functions_are_as_libreoffice_finds_them(tmp_path: Path) -> None:
    made = compare(corners(250, 5), 5, tmp_path)
    assert [str(one) for one in made.differences] == []
    assert made.values > 2_000
