"""Stored formulas: what Excel accepts is left in peace, and so is what our own speller makes."""

from __future__ import annotations

import pytest
from hypothesis import given

from plansheets.formula.ast import Node
from plansheets.formula.spell import FILE, spell
from plansheets.workbook.stored import judge
from plansheets.workbook.stored_names import Home, KnownNames
from strategies import formulas

KNOWN = KnownNames(
    sheets={"data": "Data", "my sheet": "My sheet", "it's": "It's", "q1": "Q1"},
    tables={"t": {"a": "a", "b c": "b c", "x#y": "x#y", "[z]": "[z]"}},
    names={"rate": "Rate", "目标.gmv": "目标.GMV", "double": "Double"},
    local_names=frozenset({"local"}),
    workbooks=2,
)

SOUND = (
    "1",
    "-A1%^2",
    "+1--1",
    "SUM(A1:B2,Rate,目标.GMV)",
    "SUM((A1,B2),C:C,$1:2)",
    "A1:INDEX(B:B,3)",
    "Data!A1:Data!B2",
    "A1 A:A",
    "'My sheet'!$A$1+'It''s'!A1",
    "SUM(Data:Q1!A1)",
    "SUM('Data:My sheet'!A1)",
    "'[1]Other book'!A1+[2]Sheet!B2+[1]!name+[0]!Rate",
    "[1]!'!Sheet1!R1C1'",
    "[1]!Func(1)",
    "!$A$1*2",
    "Data!Local",
    "Data!#REF!+#REF!A1+#N/A",
    "T[[#This Row],[a]]*T[[#This Row],[b c]]",
    "SUM(T[a],T[[a]:[b c]],T[x'#y],T['[z']])",
    "ROWS(T[])+ROWS(T)+ROWS(T[#All])+ROWS(T[[#Headers],[#Data],[a]])",
    "SUM( T[ [#Totals], [a] ] )",
    "IF(A1>0,,1)",
    "IF(A1,TRUE,FALSE())",
    '{1,2;"a;b}",TRUE}',
    'SUM({ 1, -2.5E+3 ; +.5 , #N/A },{""})',
    'A1&"say ""hi"" (;@#["&B1',
    '""',
    "_xlfn.LET(_xlpm.x,1,_xlpm.x+1)",
    "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(2)",
    "_xlfn.LET(_xlpm.f,_xlfn.LAMBDA(_xlpm.v,_xlpm.v*2),_xlpm.f(3))",
    "_xlfn.MAP(A1:A3,Double)",
    "_xlfn.BYROW(A1:B2,_xleta.SUM)",
    "Double(2)",
    "_xlfn._xlws.SORT(_xlfn.ANCHORARRAY(A1))",
    "_xlfn.SINGLE(A1:A3)",
    "_xlfn._TRO_ALL(A1:B5)",
    "_xll.ADDIN(1)",
    "NETWORKDAYS.INTL(A1,B1,1)+LOG10(2)+ATAN2(1,2)+DAYS360(A1,B1)",
    'NUMBERSTRING(A1,1)&TEXT(A1,"[$-804]aaaa")',
    "SUM (A1:A3)",
    "sum(a1:a3)",
    "XFD1048576",
    "1E+10+.5+5.",
    "SUM(A1,\n B1)",
    "(" * 100 + "1" + ")" * 100,
)


@pytest.mark.parametrize("formula", SOUND)
def test_a_sound_formula_has_no_fault(formula: str) -> None:
    assert judge(formula, KNOWN) == ()


def test_a_column_of_the_own_table_needs_no_table_inside_it() -> None:
    assert judge("SUBTOTAL(109,[a])", KNOWN, "table") == ()
    assert [fault.code for fault in judge("SUBTOTAL(109,[a])", KNOWN, "cell")] == ["PS563"]


@pytest.mark.parametrize(("home", "where"), [("rule", "validation"), ("range", "data range")])
def test_structured_references_are_refused_outside_cells(home: Home, where: str) -> None:
    (fault,) = judge("T[a]", KNOWN, home)
    assert fault.code == "PS551"
    assert where in fault.message.en


def test_functions_of_macros_are_not_unknown() -> None:
    assert [fault.code for fault in judge("MyMacro(1)", KNOWN)] == ["PS567"]
    assert judge("MyMacro(1)", KnownNames(foreign_functions=True)) == ()


def test_the_limit_of_levels_counts_functions() -> None:
    deep = ["ABS(" * levels + "1" + ")" * levels for levels in (64, 65)]
    assert [[fault.code for fault in judge(text, KNOWN)] for text in deep] == [[], ["PS569"]]


def test_the_limit_of_characters_is_exact() -> None:
    long = ["1" + "+1" * 4_095 + tail for tail in ("", "+1")]
    assert [(len(text), [fault.code for fault in judge(text, KNOWN)]) for text in long] == [
        (8_191, []),
        (8_193, ["PS569"]),
    ]


def test_hints_name_what_was_meant() -> None:
    (fault,) = judge("SUM(T[b  c])", KNOWN)
    assert fault.hint
    assert fault.hint.en == "did you mean 'b c'?"
    (fault,) = judge("'My sheets'!A1", KNOWN)
    assert fault.hint
    assert fault.hint.zh == "是不是“My sheet”？"


def test_a_sheet_of_the_file_with_a_bar_in_its_name_asks_no_other_program() -> None:
    assert [one.code for one in judge("'a|b'!A1", KNOWN)] == ["PS580"]
    known = KnownNames(sheets={"a|b": "a|b"})
    assert judge("'a|b'!A1", known) == ()


STRANGERS = {"PS564", "PS565", "PS566", "PS567", "PS580"}
"""Codes for names that a formula made at random cannot know; a | in one asks by DDE."""
LIMITS = {"PS569", "PS570"}


@given(formulas(qualified=True))
def test_what_our_speller_stores_is_sound_but_for_strange_names(tree: Node) -> None:
    faults = judge(spell(tree, FILE), KNOWN)
    assert [fault for fault in faults if fault.code not in STRANGERS | LIMITS] == []


@pytest.mark.parametrize(
    ("array", "why"),
    [
        ("{1,2;3}", "an array whose rows hold 2 and 1 values"),
        ("{1;2,3;4}", "an array whose rows hold 1 and 2 values"),
        ("{1,,2}", "an array with a value missing"),
        ("{1,2;}", "an array with a value missing"),
        ("{}", "an array with a value missing"),
        ("{A1,2}", "an array that holds 'A1,2', which is no constant"),
        ("{1+1}", "an array that holds '1+1', which is no constant"),
    ],
)
def test_arrays_that_excel_cannot_read_are_told(array: str, why: str) -> None:
    [found] = judge(f"SUM({array})", KNOWN)
    assert (found.code, found.message.en) == ("PS568", why)


@pytest.mark.parametrize("formula", ["T[a].index", "SUM(T[[#This Row],[a]].index)", "T[].index"])
def test_what_blueprints_alone_can_say_is_no_formula_of_a_file(formula: str) -> None:
    (fault,) = judge(formula, KNOWN)
    assert fault.code == "PS568"
    assert ".index" in fault.message.en
