"""The native VBA in cells of LibreOffice, asked for every vector.

LibreOffice hands an error of a cell to VBA as a number: vectors with errors are asked by VBA, which
makes errors of their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extension import placed_apart, shown_at
from libreoffice import CellKey, CellValue
from office_macros import call_macros
from plansheets.addin.examples import rows_of
from plansheets.addin.libreoffice.ods import OdsFormula, OdsValue
from plansheets.addin.vba.modules import vba_modules
from plansheets.formula.ast import Cell, CellRange, Node, Text
from plansheets.functions.function import Sample
from plansheets.functions.outline import excel_name
from plansheets.functions.vectors import Vector
from plansheets.grid import cell_name
from surfaces import RESULT, Given, Placed

_WITH_ERRORS = """\
Private Function WithErrors(given As Variant) As Variant
    Dim area As Object, values As Variant, row As Long, column As Long
    values = given
    If IsObject(given) Then
        Set area = given
        values = area.Value
    End If
    If IsArray(values) Then
        For row = 1 To UBound(values, 1)
            For column = 1 To UBound(values, 2)
                values(row, column) = ErrorNamed(values(row, column))
            Next column
        Next row
        WithErrors = values
    Else
        WithErrors = ErrorNamed(values)
    End If
End Function

Private Function ErrorNamed(value As Variant) As Variant
    ErrorNamed = value
    If VarType(value) <> 8 Then Exit Function
    Select Case value
        Case "#DIV/0!": ErrorNamed = CVErr(2007)
        Case "#VALUE!": ErrorNamed = CVErr(2015)
        Case "#NUM!": ErrorNamed = CVErr(2036)
        Case "#N/A": ErrorNamed = CVErr(2042)
    End Select
End Function
"""

_SHOWN = {2007: "#DIV/0!", 2015: "#VALUE!", 2036: "#NUM!", 2042: "#N/A"}
"""What LibreOffice shows of an error is a text: ``Error 2007``."""


def in_native_vba(vectors: Sequence[Vector]) -> Iterator[Given]:
    """Every vector from a cell."""
    places = placed_apart(vectors)
    cells: dict[tuple[int, int], OdsValue | OdsFormula] = {}
    asking = [_WITH_ERRORS]
    for number, place in enumerate(places):
        cells |= {(row, column): _content(one) for row, column, one in place.cells()}
        name = excel_name(place.vector.function)
        if place.vector.holds_errors:
            asking.append(_asking(place, name, f"Asked{number}"))
            name = f"ASKED{number}"
        cells[place.row, RESULT] = _called(place, name)
    found = in_office({**plain_modules(), "Asking": "\n".join(asking)}, cells)
    return (shown_at(place, found) for place in places)


def plain_modules() -> dict[str, str]:
    """The modules with the line ends of Python."""
    return {name: code.replace("\r\n", "\n") for name, code in vba_modules().items()}


def in_office(
    modules: Mapping[str, str], cells: Mapping[tuple[int, int], OdsValue | OdsFormula]
) -> dict[CellKey, CellValue]:
    """What cells show that call *modules*; errors by their names."""
    errors = {f"Error {number}": code for number, code in _SHOWN.items()}
    found = call_macros(modules, cells)
    return {key: errors.get(str(value), value) for key, value in found.items()}


def _content(sample: Sample) -> OdsValue | OdsFormula:
    # a cell that holds an empty text is one that a formula left so
    return OdsFormula('of:=""') if sample == "" else sample


def _asking(place: Placed, name: str, own: str) -> str:
    names = [f"given{number}" for number in range(len(place.vector.arguments))]
    passed = ", ".join(f"WithErrors({one})" for one in names)
    declared = ", ".join(f"{one} As Variant" for one in names)
    return f"Public Function {own}({declared}) As Variant\n{own} = {name}({passed})\nEnd Function"


def _called(place: Placed, name: str) -> OdsFormula:
    rows = rows_of(place.vector.result)
    given = ";".join(map(_spelled, place.call().arguments))
    return OdsFormula(f"of:={name}({given})", None, len(rows), len(rows[0]))


def _spelled(node: Node) -> str:
    match node:
        case Cell(row, column):
            return f"[.{cell_name(row, column)}]"
        case CellRange(first, last):
            return f"[.{cell_name(first.row, first.column)}:.{cell_name(last.row, last.column)}]"
        case Text(value):
            return '"' + value.replace('"', '""') + '"'
    raise AssertionError(node)
