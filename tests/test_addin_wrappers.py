"""The VBA of our wrappers, run by cells of LibreOffice with a stand-in for xlwings and Python.

LibreOffice is no Excel: it has neither Value2 nor UserControl, and an error is a number to it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from libreoffice import CellKey, CellValue
from office_macros import call_macros
from plansheets.addin.libreoffice.ods import OdsFormula, OdsValue
from plansheets.addin.wrappers import MODULE, wrapper_module
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.outline import excel_name

XLWINGS = """\
Public fails As Boolean
Public missed As Long
Public starts As Long
Public killed As Long
Public told As Long
Public message As String

Public Function XLPy() As Object
    Dim made As New ServerClass
    starts = starts + 1
    If fails Then Err.Raise 1000, , "Could not activate Python COM server"
    Set XLPy = made
End Function

Public Sub KillPy()
    killed = killed + 1
End Sub

Public Sub HearOf(said As String)
    told = told + 1
    message = said
End Sub

Public Function Described(given As Variant) As Variant
    If IsArray(given) Then
        Described = UBound(given, 1) & " x " & UBound(given, 2)
    ElseIf IsEmpty(given) Then
        Described = "empty"
    ElseIf IsObject(given) Then
        Described = "an object"
    Else
        Described = given
    End If
End Function
"""
"""What the modules of xlwings and the user do."""

SERVER = """\
Public Function CallUDF(script As String, name As String, given As Variant, book, caller) As Variant
    Dim rows(1, 1) As Variant, column(1, 0) As Variant, place As Long
    Dim everything() As Variant
    If missed > 0 Then
        missed = missed - 1
        Err.Raise 462, , "The remote server machine does not exist"
    End If
    If script <> "plansheets_udfs" Then Err.Raise 1001, , "no module " & script
    Select Case Described(given(0))
        Case "one": CallUDF = 5.5
        Case "error": CallUDF = "#DIV/0!"
        Case "row": CallUDF = Array(1, "#N/A", "text")
        Case "column"
            column(0, 0) = 1
            column(1, 0) = "#VALUE!"
            CallUDF = column
        Case "rectangle"
            rows(0, 0) = 1
            rows(0, 1) = "#NUM!"
            rows(1, 0) = True
            rows(1, 1) = "#REF!"
            CallUDF = rows
        Case "raises": Err.Raise 1002, , "TypeError: no number"
        Case Else
            ReDim everything(UBound(given))
            For place = 0 To UBound(given)
                If IsMissing(given(place)) Then
                    everything(place) = "left out"
                Else
                    everything(place) = Described(given(place))
                End If
            Next place
            CallUDF = everything
    End Select
End Function
"""
"""Xlwings' server: it answers what the first argument asks for, or with all that it is given."""

STORY = """\
Public Function Failing(asked As String) As String
    Dim first As Variant, second As Variant
    fails = True
    starts = 0
    told = 0
    TryPythonAgain
    first = PS_SHARE("one", 1)
    second = PS_SHARE("one", 1)
    Failing = starts & " start, " & told & " message, " & CStr(first) & ", " & CStr(second)
    If asked = "message" Then Failing = message
    If asked = "cell" Then Failing = PS_LAST_ERROR()
    fails = False
    If asked = "later" Then Failing = CStr(PS_SHARE("one", 1))
    If asked = "again" Then
        TryPythonAgain
        Failing = CStr(PS_SHARE("one", 1)) & PS_LAST_ERROR()
    End If
    TryPythonAgain
End Function

Public Function Kept() As String
    fails = False
    TryPythonAgain
    starts = 0
    Kept = CStr(PS_SHARE("one", 1)) & CStr(PS_SHARE("one", 1)) & ", " & starts & " starts"
End Function

Public Function Lost(times As Long) As String
    fails = False
    TryPythonAgain
    starts = 0
    missed = times
    killed = 0
    Lost = CStr(PS_SHARE("one", 1)) & ", " & killed & " ended, " & starts & " starts"
    missed = 0
End Function

Public Function Raised() As String
    fails = False
    TryPythonAgain
    Raised = CStr(PS_SHARE("raises", 1)) & ": " & PS_LAST_ERROR()
End Function
"""
"""What happens to somebody over several calls."""


def modules() -> Mapping[str, str]:
    code = wrapper_module().replace("\r\n", "\n")
    for excels, instead in (
        (".Value2", ".Value"),
        ("If Application.UserControl Then MsgBox message, vbExclamation,", "HearOf message '"),
        ("Application.CalculateFull", "starts = starts"),
        ("ThisWorkbook.FullName", '"functions.xlsm"'),
    ):
        assert code.count(excels) == 1
        code = code.replace(excels, instead)
    return {"xlwings": XLWINGS, "ServerClass": SERVER, MODULE: code, "Story": STORY}


GIVEN: dict[tuple[int, int], OdsValue] = {(0, 0): 4.5, (1, 0): "text", (2, 0): True, (0, 1): 7.0}
"""A1 to B1, and A4 is blank."""

VALUES = {
    'PS_SHARE("one";1)': 5.5,
    'PS_SHARE("error";1)': "Error 2007",
    "PS_SHARE([.A1];[.A2])": 4.5,
}
RANGES = {
    'PS_SHARE("row";1)': [[1, "Error 2042", "text"]],
    'PS_SHARE("column";1)': [[1], ["Error 2015"]],
    'PS_SHARE("rectangle";1)': [[1, "Error 2036"], [True, "Error 2023"]],
    "PS_ROI([.A1];[.A2])": [[4.5, "text", "left out", "left out"]],
    "PS_ROI([.A3];[.A4];[.A1:.A1])": [[True, "empty", 4.5, "left out"]],
    "PS_ROI([.A1:.A3];[.A1:.B1];[.A1:.B3])": [["3 x 1", "1 x 2", "3 x 2", "left out"]],
}
STORIES = {
    'FAILING("")': "1 start, 1 message, Error 2015, Error 2015",
    'FAILING("cell")': "Python did not start: Could not activate Python COM server",
    'FAILING("later")': "Error 2015",
    'FAILING("again")': "5.5",
    "KEPT()": "5.55.5, 0 starts",
    "LOST(1)": "5.5, 1 ended, 1 starts",
    "LOST(2)": "Error 2015, 1 ended, 1 starts",
    "RAISED()": "Error 2015: TypeError: no number",
}
HANDED_ON = [
    f"{excel_name(one)}({';'.join(str(100 + place) for place in range(len(one.arguments)))})"
    for one in FUNCTIONS
]
"""Every function with as many numbers as it has arguments."""

BLOCK = 6
"""The rows from one formula to the next."""


@pytest.fixture(scope="module")
def shown() -> dict[CellKey, CellValue]:
    cells: dict[tuple[int, int], OdsValue | OdsFormula] = dict(GIVEN)
    singles = [*VALUES, *STORIES, 'FAILING("message")']
    for row, text in enumerate(singles):
        cells[row, 5] = OdsFormula(f"of:={text}")
    for number, (text, rows) in enumerate(RANGES.items()):
        cells[BLOCK * number, 10] = OdsFormula(f"of:={text}", None, len(rows), len(rows[0]))
    for row, (text, function) in enumerate(zip(HANDED_ON, FUNCTIONS, strict=True)):
        cells[row, 20] = OdsFormula(f"of:={text}", None, 1, len(function.arguments))
    return call_macros(modules(), cells)


@pytest.mark.libreoffice
def test_a_cell_shows_what_python_gives_and_true_errors(shown: dict[CellKey, CellValue]) -> None:
    found = {text: shown.get(("S", row, 5)) for row, text in enumerate(VALUES)}
    assert found == VALUES


@pytest.mark.libreoffice
@pytest.mark.parametrize("text", RANGES)
def test_rows_columns_and_rectangles_go_in_and_come_out(
    text: str, shown: dict[CellKey, CellValue]
) -> None:
    first, rows = BLOCK * list(RANGES).index(text), RANGES[text]
    assert [
        [shown.get(("S", first + down, 10 + across)) for across in range(len(row))]
        for down, row in enumerate(rows)
    ] == rows


@pytest.mark.libreoffice
def test_every_wrapper_hands_all_arguments_on_in_their_order(
    shown: dict[CellKey, CellValue],
) -> None:
    for row, function in enumerate(FUNCTIONS):
        many = len(function.arguments)
        found = [shown.get(("S", row, 20 + across)) for across in range(many)]
        assert found == [100 + place for place in range(many)], function.name


@pytest.mark.libreoffice
@pytest.mark.parametrize("text", STORIES)
def test_a_failed_start_is_told_once_and_python_is_kept(
    text: str, shown: dict[CellKey, CellValue]
) -> None:
    assert shown.get(("S", len(VALUES) + list(STORIES).index(text), 5)) == STORIES[text]


@pytest.mark.libreoffice
def test_the_message_says_what_to_do(shown: dict[CellKey, CellValue]) -> None:
    message = str(shown.get(("S", len(VALUES) + len(STORIES), 5)))
    assert "Python did not start: Could not activate Python COM server" in message
    assert 'plansheets addin doctor "functions.xlsm"' in message
    assert "TryPythonAgain" in message
