"""The modules of VBA: those that are shipped, and those written from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from plansheets import __version__
from plansheets.addin.vba.formulas import argument_name, constant, formula_name, vba_formula
from plansheets.addin.vba.lines import indented, vba_text, wrapped
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.customers.segmenting import FREQUENT
from plansheets.functions.customers.segments import EIGHT, GRID, HEADERS, ONCE
from plansheets.functions.function import Argument, Function
from plansheets.functions.outline import excel_name

FUNCTIONS_MODULE: Final = "PlansheetsFunctions"
"""What cells call."""

FORMULAS_MODULE: Final = "PlansheetsFormulas"
"""What the functions calculate, from values alone."""

_SHIPPED: Final = Path(__file__).with_name("shipped")

_WIDE: Final = """\
Private Function Wide(ByVal codes As String) As String
    ' A text in letters that VBA's source may not hold.
    Dim code As Variant
    For Each code In Split(codes, ",")
        Wide = Wide & ChrW(CLng(code))
    Next code
End Function
"""


def vba_modules() -> Mapping[str, str]:
    """Every module by its name, with the line ends that VBA wants."""
    shipped = {path.stem: path.read_text("ascii") for path in sorted(_SHIPPED.glob("*.bas"))}
    written = {
        FUNCTIONS_MODULE: _module(map(_for_cells, FUNCTIONS), private=False),
        FORMULAS_MODULE: _module(
            [_dispatch(FUNCTIONS), *map(vba_formula, FUNCTIONS), *_names(), _WIDE], private=True
        ),
    }
    modules = {**written, **shipped}
    return {name: "\r\n".join(code.splitlines()) + "\r\n" for name, code in modules.items()}


def _module(parts: Iterable[str], *, private: bool) -> str:
    head = ["Option Explicit"]
    if private:
        head.append("Option Private Module")
    head.append(f"' Written by plansheets {__version__} from its catalogue of formulas.\n")
    return "\n".join([*head, *parts])


def _for_cells(function: Function) -> str:
    """What a cell calls: it reads what is left out and hands everything on."""
    name = excel_name(function)
    declared = ", ".join(
        ("" if argument.default is None else "Optional ")
        + f"{argument_name(argument.name)} As Variant"
        for argument in function.arguments
    )
    given = [argument_name(argument.name) for argument in function.arguments]
    body = [
        f"If IsLeftOut({place}) Then {place} = {constant(one)}"
        for place, one in zip(given, function.arguments, strict=True)
        if one.default is not None
    ]
    kinds = "".join(map(_kind, function.arguments))
    asked = f'"{function.name}", "{kinds}", "{function.shape}"'
    body.append(f"{name} = Answer({asked}, Array({', '.join(given)}))")
    head = f"Public Function {name}({declared}) As Variant"
    return _lines([*wrapped(head), *indented(wrapped(*body)), "End Function"])


def _kind(argument: Argument) -> str:
    if argument.table:
        return "t"
    return "c" if argument.many else "v"


def _dispatch(functions: Iterable[Function]) -> str:
    """The call of a function of values by its name: VBA hands no functions on."""
    lines = ["Public Function ValueOf(ByVal formula As String, given As Variant) As Variant"]
    lines.append("    Select Case formula")
    for function in functions:
        given = ", ".join(f"given({place})" for place in range(len(function.arguments)))
        lines.append(f'        Case "{function.name}"')
        lines.append(f"            ValueOf = {formula_name(function.name)}({given})")
    return _lines(wrapped(*lines, "    End Select", "End Function"))


def _names() -> Iterator[str]:
    """The names in an RFM table, by its language."""
    for name, texts in (
        ("RfmHeaders", HEADERS),
        ("RfmSegments", EIGHT),
        ("RfmOnce", {language: [text.format(FREQUENT)] for language, text in ONCE.items()}),
        ("RfmGrid", {language: [*chain(*rows)] for language, rows in GRID.items()}),
    ):
        lines = [f"Public Function {name}(ByVal language As String) As Variant"]
        lines.append("    Select Case language")
        for language, words in texts.items():
            lines.append(f'        Case "{language}"')
            listed = ", ".join(map(vba_text, words))
            value = listed if len(words) == 1 else f"Array({listed})"
            lines.append(f"            {name} = {value}")
        yield _lines(wrapped(*lines, "    End Select", "End Function"))
    yield f"""\
Public Function RfmFrequent() As Double
    ' Orders from which a customer is frequent where most bought once.
    RfmFrequent = {FREQUENT}
End Function
"""


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
