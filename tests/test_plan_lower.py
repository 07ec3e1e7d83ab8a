from __future__ import annotations

import pytest

from plansheets.errors import PlansheetsError
from plansheets.formula.ast import Cell, Structured
from plansheets.formula.parse import parse
from plansheets.formula.spell import ENGINE, spell
from plansheets.plan.lower.formulas import Places, lower, places
from plansheets.plan.model import PlannedColumn, PlannedName, PlannedSheet, PlannedTable, Style

STYLE = Style()


def table(name: str, *headers: str, row: int = 4, column: int = 1, height: int = 3) -> PlannedTable:
    columns = tuple(PlannedColumn(each, each, "input", STYLE, STYLE) for each in headers)
    return PlannedTable(name, name, row, column, height, columns)


WHERE: Places = places(
    (
        PlannedSheet("s", "商品", tables=(table("skus", "SKU", "库存量", "Sold #30"),)),
        PlannedSheet("w", "My data", tables=(table("weights", "Month", "W", height=1),)),
    ),
    (
        PlannedName("stock_multiple", Cell(1, 2, "Params", True, True)),
        PlannedName("twice", parse("=stock_multiple*2")),
        PlannedName("loop", parse("=1+pool")),
        PlannedName("pool", parse("=loop")),
        PlannedName("stocks", Structured("skus", "data", "库存量")),
    ),
)


def lowered(formula: str, sheet: str | None = "商品", row: int | None = 6) -> str:
    return spell(lower(parse(formula), WHERE, sheet, row), ENGINE)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=skus[@SKU]", "$B7"),
        ("=skus[@[Sold '#30]]*2", "$D7*2"),
        ("=skus[@[SKU]:[Sold '#30]]", "$B7:$D7"),
        ("=skus[@]", "$B7:$D7"),
        ("=SUM(skus[库存量])", "SUM($C$6:$C$8)"),
        ("=SUM(SKUS[sku])", "SUM($B$6:$B$8)"),
        ("=SUM(skus[[SKU]:[库存量]])", "SUM($B$6:$C$8)"),
        ("=SUM(skus[[库存量]:[SKU]])", "SUM($B$6:$C$8)"),
        ("=SUM(skus)", "SUM($B$6:$D$8)"),
        ("=skus[[#Headers],[SKU]]", "$B$5"),
        ("=COUNTA(skus[[#All],[SKU]])", "COUNTA($B$5:$B$8)"),
        ("=COUNTA(skus[#Headers])", "COUNTA($B$5:$D$5)"),
        ("=SUM(weights[W])", "SUM('My data'!$C$6:$C$6)"),
        ("=stock_multiple", "Params!$C$2"),
        ("=2^twice", "2^(Params!$C$2*2)"),
        ("=SUM(stocks)", "SUM($C$6:$C$8)"),
        ("=@stock_multiple+@A1", "Params!$C$2+A1"),
        ("=LET(twice,1,twice+stock_multiple)", "LET(twice,1,twice+Params!$C$2)"),
        ("=LET(twice,twice+1,twice*2)", "LET(twice,Params!$C$2*2+1,twice*2)"),
        ("=LAMBDA(x,x*stock_multiple)(twice)", "LAMBDA(x,x*Params!$C$2)(Params!$C$2*2)"),
        ("=商品!B2+商品!B2:C3", "B2+B2:C3"),
        ('=IF(A1="skus[SKU]",-TRUE,{1,2})%', 'IF(A1="skus[SKU]",-TRUE,{1,2})%'),
    ],
)
def test_names_and_structured_references_become_cells(formula: str, expected: str) -> None:
    assert lowered(formula) == expected


def test_a_formula_of_another_sheet_names_the_sheet() -> None:
    assert lowered("=SUM(skus[SKU])+weights[@W]", "My data", 5) == "SUM(商品!$B$6:$B$8)+$C6"


def test_without_a_sheet_every_reference_names_its_own() -> None:
    assert lowered("=SUM(stocks,weights[W])", None, None) == (
        "SUM(商品!$C$6:$C$8,'My data'!$C$6:$C$6)"
    )


def test_a_range_of_one_row_stays_a_range() -> None:
    assert lowered("=INDEX(weights[W],1)", "My data") == "INDEX($C$6:$C$6,1)"


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("=skus[stock]", "no column 'stock' in table 'skus'", None),
        ("=skuss[SKU]", "no table 'skuss'", "did you mean 'skus'?"),
        ("=stock_multipel", "no name 'stock_multipel'", "did you mean 'stock_multiple'?"),
        ("=loop", "name 'loop' refers to itself", None),
        ("=skus[[#Totals],[SKU]]", "table 'skus' has no totals row of Excel's", None),
    ],
)
def test_what_the_plan_lacks_is_named(formula: str, message: str, hint: str | None) -> None:
    with pytest.raises(PlansheetsError) as raised:
        lowered(formula)
    (problem,) = raised.value.problems
    assert (problem.code, problem.message) == ("PS330", message)
    assert hint is None or problem.hint == hint


def test_this_row_needs_a_row() -> None:
    with pytest.raises(PlansheetsError, match="stands outside a table's rows"):
        lowered("=skus[@SKU]", "商品", None)
