from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from plansheets.formula.ast import Node
from plansheets.formula.check import check_calls
from plansheets.formula.functions import EXCEL_365, EXCEL_2016, Programs
from plansheets.formula.parse import parse
from plansheets.formula.spell import spell
from strategies import formulas

OWN = {"deviation_rate": (2, 2), "score": (2, 4)}
DOCUMENTED = (Path(__file__).parent.parent / "docs/problems/2xx-formula.md").read_text("utf-8")


def found(formula: str, profile: Programs = EXCEL_2016) -> list[str]:
    """Code and underlined words of every fault."""
    faults = check_calls(parse(formula), profile, OWN)
    assert all(f"### {fault.code} " in DOCUMENTED for fault in faults)
    return [f"{fault.code} {formula[fault.start : fault.end]}" for fault in faults]


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(t[a])",
        "SUM(t[a],t[b])",
        "INDEX(t[a],3)",
        "SUM(INDEX(t[a],1):[@a])",
        "SUM(INDEX(t[a],0))",
        "SUM(INDEX(t[[a]:[b]],2,0))",
        "INDEX(t[a],MATCH([@k],t[k],0))",
        "MATCH(x,t[a],0)",
        'COUNTIFS(t[a],[@a],t[b],">"&x)',
        "SUMIFS(t[a],t[k],[@k])",
        "ROWS(t[a])",
        "COLUMNS(t[])",
        "ROW()-ROW(t[[#Headers],[a]])",
        "ROW()-ROW(t[#Headers])",
        "COLUMN(t[a])",
        "SUBTOTAL(109,t[a])",
        "AGGREGATE(9,6,t[a])",
        "AGGREGATE(15,6,t[a]/(t[b]>1),1)",
        "RANK([@a],t[a])",
        "LARGE(t[a],2)",
        "NETWORKDAYS([@a],[@b],holidays[day])",
        "VLOOKUP([@a],t[[a]:[b]],2,0)",
        'LOOKUP([@a],{0,0.6},{"C","B"})',
        "LOOKUP(2,1/(t[a]>1),t[b])",
        "OR([@a]={1,2,3})",
        "SUM(COUNTIF(t[a],{1,2}))",
        "SUM(FREQUENCY(t[a],t[a])*1)",
        "SUM(IF(flag,t[a],t[b]))",
        "SUM(CHOOSE(2,t[a],t[b]))",
        "IF([@a]>1,SUM(t[a]),0)",
        "SUMPRODUCT((t[a]>1)*(t[b]))",
        'SUMPRODUCT(--(t[a]="x"),t[b])',
        'SUMPRODUCT(ISNUMBER(SEARCH("x",t[a]))*ROUND(t[b],2))',
        'SUMPRODUCT((MONTH(t[d])=[@m])*(TEXT(t[d],"yyyy")="2024")*t[v])',
        'SUMPRODUCT(LEN(t[a])-LEN(SUBSTITUTE(t[a],",","")))',
        "SUMPRODUCT(SUMIF(t[k],u[k],t[v])*u[w])",
        "SUMPRODUCT(--(MATCH(t[a],t[a],0)=ROW(t[a])-ROW(t[[#Headers],[a]])))",
        "SUMPRODUCT(MAX((t[a]<4)*t[a]))",
        "SUMPRODUCT(-t[a]%)",
        "SUMPRODUCT(LARGE(t[a],{1,2,3}))",
        "SUM(A1:A3)",
        "SUM(A:A)",
        "A1:A1",
        "deviation_rate([@a],[@b])",
        "score(t[a],t[b],3)",
        "t[[#Totals],[a]]",
        "AREAS((A1:B2,C3))",
    ],
)
def test_what_excel_2016_computes_is_left_alone(formula: str) -> None:
    assert found(formula) == []


@pytest.mark.parametrize(
    ("formula", "faults"),
    [
        ("t[a]", ["PS236 t[a]"]),
        ("A1:A3", ["PS236 A1:A3"]),
        ("{1,2}*2", ["PS236 {1,2}*2"]),
        ("IF(x,t[a],t[b])", ["PS236 IF(x,t[a],t[b])"]),
        ("INDEX(t[a],0)", ["PS236 INDEX(t[a],0)"]),
        ("LARGE(t[a],{1,2})", ["PS236 LARGE(t[a],{1,2})"]),
        ("t[@[a]:[b]]", ["PS236 t[@[a]:[b]]"]),
        ("[@a]+t[b]", ["PS234 t[b]"]),
        ("-t[a]", ["PS234 t[a]"]),
        ("t[a]%", ["PS234 t[a]"]),
        ('t[a]&"x"', ["PS234 t[a]"]),
        ("IF(t[a]>1,2,3)", ["PS234 t[a]"]),
        ("IF(t[a],2,3)", ["PS234 t[a]"]),
        ("IFERROR(t[a],0)", ["PS234 t[a]"]),
        ("ROUND(t[a],2)", ["PS234 t[a]"]),
        ("SUM(ROUND(t[a],2))", ["PS234 t[a]"]),
        ("SUM(t[a]*t[b])", ["PS234 t[a]", "PS234 t[b]"]),
        ("AND(t[a]>1)", ["PS234 t[a]"]),
        ("MATCH(1,(t[a]=x)*1,0)", ["PS234 t[a]"]),
        ("MAX(INDEX((t[a]<4)*1,0))", ["PS234 t[a]"]),
        ("COUNTIF(t[a],t[a])", ["PS234 t[a]"]),
        ("ROW(t[a])", ["PS234 t[a]"]),
        ("LEFT(A1:A3,1)", ["PS234 A1:A3"]),
        ("N(t[a])", ["PS234 t[a]"]),
        ("SUMPRODUCT(IF(t[a]>1,t[b]))", ["PS234 t[a]>1"]),
        ("SUMPRODUCT(IFERROR(t[a]/t[b],0))", ["PS234 t[a]/t[b]"]),
        ("SUMPRODUCT(CHOOSE(t[a],1,2))", ["PS234 t[a]"]),
        ("SUMPRODUCT(N(t[a]>1))", ["PS234 t[a]>1"]),
        ("SUMPRODUCT(VLOOKUP(t[a],u[[a]:[b]],2,0))", ["PS234 t[a]"]),
        ("SUMPRODUCT(INDEX(t[a],t[b]))", ["PS234 t[b]"]),
        ("SUMPRODUCT(EOMONTH(t[a],0))", ["PS234 t[a]"]),
        ("SUMPRODUCT(WEEKNUM(t[a]))", ["PS234 t[a]"]),
        ("SUMPRODUCT(AND(t[a]>1)*1)", ["PS234 t[a]>1"]),
        ("COUNTIF(t[a]*2,1)", ["PS235 t[a]*2"]),
        ("SUMIF(t[a],1,IF(x,t[a],t[b]))", []),
        ("SUMIFS(ROUND(t[a],0),t[b],1)", ["PS235 ROUND(t[a],0)"]),
        ("@t[a]", ["PS239 @t[a]"]),
        ("SUM(A1#)", ["PS239 A1#"]),
    ],
)
def test_a_range_that_excel_2016_would_cut_is_a_fault(formula: str, faults: list[str]) -> None:
    assert found(formula) == faults


@pytest.mark.parametrize(
    "formula",
    ["t[a]", "[@a]+t[b]", "IF(t[a]>1,2,3)", "SUMPRODUCT(IF(t[a]>1,t[b]))", "@t[a]", "SUM(A1#)",
     "LET(x,t[a],x*2)", "MAP(t[a],LAMBDA(v,v+1))", "SUM(ROUND(t[a],2))"],
)  # fmt: skip
def test_excel_365_computes_ranges_everywhere(formula: str) -> None:
    assert found(formula, EXCEL_365) == []


def test_a_range_is_welcome_where_cells_are_wanted() -> None:
    assert check_calls(parse("t[a]"), EXCEL_2016, {}, gives="range") == []


def test_a_name_may_stand_for_many_cells() -> None:
    faults = check_calls(parse("SUM(Months)+months"), EXCEL_2016, {}, range_names={"months"})
    assert [(fault.code, fault.start) for fault in faults] == [("PS234", 12)]


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("SUMM(1)", "no function 'SUMM'", "did you mean 'SUM'?"),
        ("deviation_rat(1,2)", "no function 'deviation_rat'", "did you mean 'deviation_rate'?"),
        (
            "qqqqqq(1)",
            "no function 'qqqqqq'",
            "plansheets functions list names those that there are beside Excel's",
        ),
        ("deviation_rate(1)", "'deviation_rate' takes 2 arguments, not 1", None),
        ("score(1)", "'score' takes 2 to 4 arguments, not 1", None),
        ("IF(1)", "'IF' takes 2 to 3 arguments, not 1", None),
        ("PI(1)", "'PI' takes no arguments, not 1", None),
        ("ABS()", "'ABS' takes 1 argument, not 0", None),
        ("SUM()", "'SUM' takes at least 1 argument and at most 255, not 0", None),
        (
            "SUMIFS(t[a],t[b],1,t[c])",
            "'SUMIFS' takes at least 3 arguments and at most 255, not 4",
            "after the first 3 they come 2 at a time",
        ),
        (
            "XLOOKUP(1,t[a],t[b])",
            "'XLOOKUP' needs Excel 2021; this is for Excel 2016, WPS and LibreOffice",
            "write INDEX(results, MATCH(key, keys, 0)) in IFERROR",
        ),
        (
            "FORECAST.ETS(1,t[a],t[b])",
            "'FORECAST.ETS' is unknown to WPS; this is for Excel 2016, WPS and LibreOffice",
            "write FORECAST, or a season's index times a trend",
        ),
        (
            "PHONETIC(A1)",
            "'PHONETIC' is unknown to LibreOffice 7.4; this is for Excel 2016, WPS and LibreOffice",
            None,
        ),
        (
            "[@a]+t[b]",
            "'+' takes one value, and 't[b]' has many",
            "write [@b] for this row, or SUM(t[b]) for all rows",
        ),
        (
            "SUM(t[a]*2)",
            "'*' takes one value, and 't[a]' has many",
            "SUM does not compute cell by cell, SUMPRODUCT does",
        ),
        (
            "SUMPRODUCT(IF(t[a]>1,t[b]))",
            "IF takes one value, and 't[a]>1' has many",
            "multiply by the condition: SUMPRODUCT((t[a]>1)*t[b])",
        ),
        (
            "ROW()-ROW(t[a])",
            "ROW takes one value, and 't[a]' has many",
            "write ROW(t[[#Headers],[a]])+1 for its first row",
        ),
        (
            "TODAY()-1",
            "'TODAY' is computed anew at every change of the workbook",
            "use the as-of date's parameter, which asks for today once",
        ),
        (
            '"' + "x" * 256 + '"',
            "text of 256 characters in a formula, Excel allows 255",
            "cut it into pieces joined by '&', or put it into a cell",
        ),
        (
            "ABS(" * 65 + "1" + ")" * 65,
            "65 levels of nested functions, Excel allows 64",
            "compute parts in helper columns, or look the cases up in a table",
        ),
    ],
)  # fmt: skip
def test_a_fault_says_what_is_wrong_and_what_to_do(
    formula: str, message: str, hint: str | None
) -> None:
    (fault,) = check_calls(parse(formula), EXCEL_2016, OWN)
    said = (fault.message.en, fault.hint.en if fault.hint else None)
    assert said == (message, hint)


def test_256_arguments_are_one_too_many() -> None:
    assert found("SUM(" + "1," * 254 + "1)") == []
    (fault,) = check_calls(parse("SUM(" + "1," * 255 + "1)"), EXCEL_2016, {})
    assert fault.message.en == "'SUM' takes at least 1 argument and at most 255, not 256"


def test_a_volatile_function_is_a_warning_unless_allowed() -> None:
    (fault,) = check_calls(parse('IF(x="",TODAY(),x)'), EXCEL_2016, {})
    assert (fault.code, fault.level) == ("PS233", "warning")
    allowed = check_calls(parse("TODAY()"), EXCEL_2016, {}, volatile_allowed={"TODAY"})
    assert allowed == []


def test_every_fault_is_reported_in_the_order_of_the_text() -> None:
    formula = "IFS(SUMM(1),t[a]+1)+NOW()"
    assert found(formula) == ["PS232 IFS", "PS230 SUMM", "PS234 t[a]", "PS233 NOW"]


@given(tree=formulas())
def test_any_tree_can_be_checked(tree: Node) -> None:
    text = spell(tree)
    for profile in (EXCEL_2016, EXCEL_365):
        for fault in check_calls(parse(text), profile, OWN):
            assert 0 <= fault.start < fault.end <= len(text)


@pytest.mark.parametrize(
    ("formula", "faults"),
    [
        ("440106199001011234", ["PS211 440106199001011234"]),
        ("IF(x=1234567890123456,1,0)", ["PS211 1234567890123456"]),
        ("123456789012345+1e300+12345e20+0.1234567890123456", []),
    ],
)
def test_a_whole_number_has_the_digits_that_excel_keeps(formula: str, faults: list[str]) -> None:
    assert found(formula) == faults
