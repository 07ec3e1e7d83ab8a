"""The VBA that stands between a cell and Python: one wrapper a function, true errors, and help."""

from __future__ import annotations

from collections.abc import Sequence

from plansheets import __version__
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Function
from plansheets.functions.outline import excel_name

MODULE = "PlansheetsFunctions"
"""Not ``xlwings_udfs``: what "Import Functions" writes there would take ours away."""

PYTHON_MODULE = "plansheets_udfs"
"""The Python file beside the workbook, which imports :mod:`plansheets.udfs`."""

PYTHON_FILE = f"{PYTHON_MODULE}.py"
PYTHON_SOURCE = '''\
"""What Excel asks for: the functions of plansheets, and below them your own if you like."""

from plansheets.udfs import *  # noqa: F403
'''

_HELP_LENGTH = 250
"""Excel takes 255 characters of help."""

_CALL = f"""\
Private Function Called(ByVal name As String, ByVal given As Variant) As Variant
    Dim place As Long
    On Error GoTo failed
    ' Value2 hands days and money over as numbers, and in one go: Value makes an object of each.
    For place = LBound(given) To UBound(given)
        If IsObject(given(place)) Then given(place) = given(place).Value2
    Next place
    Called = WithErrors(XLPy.CallUDF("{PYTHON_MODULE}", name, given, _
        ThisWorkbook, Application.Caller))
    Exit Function
failed:
    Called = CVErr(2015)
    lastError = Err.Description
End Function

Private Function WithErrors(ByVal found As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(found) Then
        WithErrors = OneWithError(found)
        Exit Function
    End If
    ' xlwings hands one row over as an array of one dimension.
    If Dimensions(found) = 1 Then
        For column = LBound(found) To UBound(found)
            found(column) = OneWithError(found(column))
        Next column
    Else
        For row = LBound(found, 1) To UBound(found, 1)
            For column = LBound(found, 2) To UBound(found, 2)
                found(row, column) = OneWithError(found(row, column))
            Next column
        Next row
    End If
    WithErrors = found
End Function

Private Function Dimensions(ByVal found As Variant) As Long
    Dim last As Long
    On Error GoTo counted
    Do
        last = UBound(found, Dimensions + 1)
        Dimensions = Dimensions + 1
    Loop
counted:
End Function

Private Function OneWithError(ByVal value As Variant) As Variant
    OneWithError = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#NULL!": OneWithError = CVErr(2000)
        Case "#DIV/0!": OneWithError = CVErr(2007)
        Case "#VALUE!": OneWithError = CVErr(2015)
        Case "#REF!": OneWithError = CVErr(2023)
        Case "#NAME?": OneWithError = CVErr(2029)
        Case "#NUM!": OneWithError = CVErr(2036)
        Case "#N/A": OneWithError = CVErr(2042)
    End Select
End Function

Public Function PS_LAST_ERROR() As String
    Application.Volatile
    PS_LAST_ERROR = lastError
End Function
"""


def wrapper_module() -> str:
    """The whole module, with the line ends that VBA wants.

    A failed call is ``#VALUE!``, which IFERROR sees, and ``=PS_LAST_ERROR()`` says what failed:
    xlwings' own wrappers put the message into the cell, where it passes for a text.
    """
    parts = [
        "Option Explicit",
        f"' Written by plansheets {__version__}; changes are lost when the add-in is built again.",
        "' Help is in English: VBA keeps its text in the code page of one country.",
        "Private lastError As String",
        "",
        *(_wrapper(function) for function in FUNCTIONS),
        _CALL,
        _registration(),
    ]
    return "\r\n".join("\n".join(parts).splitlines()) + "\r\n"


def _wrapper(function: Function) -> str:
    name = excel_name(function)
    declared = ", ".join(
        f"{'' if one.default is None else 'Optional '}{_safe(one.name)} As Variant"
        for one in function.arguments
    )
    passed = ", ".join(_safe(one.name) for one in function.arguments)
    return (
        f"Public Function {name}({_wrapped(declared)}) As Variant\n"
        f'    {name} = Called("{name}", Array({_wrapped(passed)}))\n'
        "End Function\n"
    )


def _safe(name: str) -> str:
    """An argument's name as VBA lets it be: ``step`` and ``date`` are words of its own."""
    return f"{name}_" if name.lower() in _WORDS else name


_WORDS = frozenset(
    {"step", "date", "end", "next", "each", "to", "is", "in", "mode", "stop", "name"}
)


def _wrapped(items: str) -> str:
    """Long lists on several lines: a line of VBA holds 1,023 characters."""
    return items.replace(", ", ", _\n        ") if len(items) > 110 else items


def _registration() -> str:
    lines = [
        "Public Sub RegisterHelp()",
        "    ' A hidden add-in may refuse this; the functions work all the same.",
        "    On Error Resume Next",
    ]
    for function in FUNCTIONS:
        said = f"{function.title.en}: {function.words.en}"[:_HELP_LENGTH]
        helps = [argument.help.en[:_HELP_LENGTH] for argument in function.arguments]
        lines += [
            f'    Application.MacroOptions Macro:="{excel_name(function)}", _',
            f"        Description:={_text(said)}, _",
            '        Category:="plansheets", _',
            f"        ArgumentDescriptions:=Array({_texts(helps)})",
        ]
    return "\n".join([*lines, "End Sub", ""])


def _texts(texts: Sequence[str]) -> str:
    return ", _\n            ".join(map(_text, texts))


def _text(text: str) -> str:
    """A text in VBA, in the letters that every code page has."""
    plain = text
    for letter, instead in _PLAIN.items():
        plain = plain.replace(letter, instead)
    return '"' + plain.encode("ascii", "ignore").decode().replace('"', '""') + '"'


_PLAIN = {"÷": "/", "×": "*", "−": "-", "–": "-", "≥": ">=", "≤": "<=", "√": "sqrt ", "Σ": "sum "}
