"""What is moved to the scratch sheet, and what is left in the formula."""

from __future__ import annotations

import pytest

from plansheets.calc.shapes import shapes
from plansheets.calc.spread import ANY_ROW, Fill, Scratch, spread
from plansheets.formula.ast import Call, Cell, CellRange, Number
from plansheets.formula.parse import parse
from plansheets.formula.spell import ENGINE, spell


def moved(formula: str) -> tuple[str, list[str]]:
    """The formula that is left, and the first formula of each part of the scratch sheet."""
    scratch = Scratch("s")
    left = spell(spread(parse(formula), "D", scratch), ENGINE)
    firsts = [
        spell(part.node, ENGINE).replace(str(ANY_ROW + 1), str(part.source + 1))
        if isinstance(part, Fill)
        else spell(part.nodes[0][0], ENGINE)
        for part in scratch.parts
    ]
    return left, firsts


@pytest.mark.parametrize(
    ("formula", "left", "firsts"),
    [
        ("=SUM(A1:A9)", "SUM(A1:A9)", []),
        ("=SUMPRODUCT((A1:A9>1)*B1:B9)", "SUMPRODUCT((A1:A9>1)*B1:B9)", []),
        ("=SUMPRODUCT(ABS(A1:A9))", "SUMPRODUCT(s!$A$1:$A$9)", ["ABS(D!A1)"]),
        ("=SUMPRODUCT(ABS(A3:A9-X!B3:B9))", "SUMPRODUCT(s!$A$1:$A$7)", ["ABS(D!A3-X!B3)"]),
        ("=SUMPRODUCT(ABS(A2:A4-B1:B3))", "SUMPRODUCT(s!$A$1:$A$3)", ["ABS(D!A2-D!B1)"]),
        ("=SUMPRODUCT(SUMIF(A1:A9,B1:B3,C1:C9))", "SUMPRODUCT(s!$A$1:$A$3)",
         ["SUMIF(D!A1:A9,D!B1,D!C1:C9)"]),
        ("=SUMPRODUCT(ISNUMBER(A1:A9)*1)", 'SUMPRODUCT(IFERROR(A1:A9<"",FALSE)*1)', []),
        ("=SUMPRODUCT(ISNUMBER(FIND(A1:A9,B1))*1)", "SUMPRODUCT(s!$A$1:$A$9*1)",
         ["ISNUMBER(FIND(D!A1,D!B1))"]),
        ('=SUM(COUNTIF(A1:A9,{"a","b"}))', "SUM(s!$A$1:$B$1)", ['COUNTIF(D!A1:A9,"a")']),
        ('=LOOKUP(A1,{0,1},{"a","b"})', "LOOKUP(A1,s!$A$1:$B$1,s!$A$2:$B$2)", ["0", '"a"']),
        ("=SUM(ABS(A1:A9))", "SUM(ABS(A1:A9))", []),
        ("=IF(ROWS(A1:A9)>5,0,SUMPRODUCT(ABS(A1:A9)))", "0", []),
        ("=IF(ROWS(A1:A9)>9,0,SUMPRODUCT(ABS(A1:A9)))", "SUMPRODUCT(s!$A$1:$A$9)", ["ABS(D!A1)"]),
        ("=IF(ROWS(A1:A9)>9,1)", "IF(ROWS(A1:A9)>9,1)", []),
        ("=SUMPRODUCT(ABS(A1:A3*B1:D1))", "SUMPRODUCT(ABS(A1:A3*B1:D1))", []),
    ],
)  # fmt: skip
def test_items_are_computed_one_by_one(formula: str, left: str, firsts: list[str]) -> None:
    assert moved(formula) == (left, firsts)


def test_equal_arguments_share_their_scratch_cells() -> None:
    scratch = Scratch("s")
    spread(parse("=SUMPRODUCT(ABS(A1:A9))"), "D", scratch)
    spread(parse("=SUMPRODUCT(ABS(A1:A9)*2)"), "D", scratch)
    assert len(scratch.parts) == 1


def test_equal_arguments_of_two_sheets_do_not() -> None:
    scratch = Scratch("s")
    spread(parse("=SUMPRODUCT(ABS(A1:A9))"), "D", scratch)
    spread(parse("=SUMPRODUCT(ABS(A1:A9))"), "E", scratch)
    assert len(scratch.parts) == 2


def test_parts_of_one_width_stand_below_each_other() -> None:
    scratch = Scratch("s")
    spread(parse("=SUMPRODUCT(ABS(A1:A9),INT(A1:A9),ABS(A1:B9))"), "D", scratch)
    assert [(part.row, part.column) for part in scratch.parts] == [(0, 0), (9, 0), (0, 1)]


def test_more_items_than_the_scratch_sheet_takes_stay_where_they_are() -> None:
    formula = Call("SUMPRODUCT", (Call("ABS", (CellRange(Cell(0, 0), Cell(1_000_000, 0)),)),))
    assert spread(formula, "D", Scratch("s")) == formula


def test_items_that_differ_by_row_stay_where_they_are() -> None:
    ranges = CellRange(Cell(0, 0), Cell(9, 0))
    formula = Call("SUMPRODUCT", (Call("ROUND", (ranges, Cell(ANY_ROW, 1))),))
    assert spread(formula, "D", Scratch("s")) == formula


@pytest.mark.parametrize(
    ("formula", "keys"),
    [
        ("=A1+1", {"value + value"}),
        ("=-A1%", {"-value", "value%"}),
        ("=A1:A9", {"result range"}),
        ("=A1:A9*2", {"range * value unforced", "result array"}),
        (
            "=SUMPRODUCT((A1:A9=1)*B1:B9)",
            {"range = value", "booleans * range", "SUMPRODUCT(array)"},
        ),
        ("=SUMPRODUCT(A1:A9*A1:C1)", {"range * range crosswise", "SUMPRODUCT(array)"}),
        ('=TEXT(A1,"0%")', {'TEXT(value, "0%")'}),
        ("=MATCH(A1,B1:B9)", {"MATCH(value, range)"}),
        ("=MATCH(A1,B1:B9,-1)", {"MATCH(value, range, -1)", "-value"}),
        ("=IF(A1,,1)", {"IF(value, missing, value)"}),
        ("=SUM(INDEX(A1:A9,1):$C5)", {"INDEX(range, value)", "INDEX:cell", "SUM(range)"}),
        ("=SUM(INDEX(A1:C9,0,1))", {"INDEX(range, value, value)", "SUM(range)"}),
        ("=SUMIFS(A1:A9,B1:B9,1,C1:C9,2)", {"SUMIFS(range, range value)"}),
        ("=NOSUCH(1)", {"NOSUCH()"}),
        ("=#N/A", {"#N/A"}),
        ("=LET(x,A1:A9,SUM(x))", {"LET", "SUM(range)"}),
        ("=A:A", {"whole lines", "result range"}),
        ("=A1 B1", {"value value", "result range"}),
    ],
)
def test_shapes_name_calls_and_operators(formula: str, keys: set[str]) -> None:
    assert shapes(parse(formula)) == keys


def test_an_unresolved_reference_is_a_shape_of_its_own() -> None:
    assert shapes(parse("=t[a]")) == {"structured reference"}


def test_a_number_alone_has_no_shape() -> None:
    assert shapes(Number(1)) == frozenset()
