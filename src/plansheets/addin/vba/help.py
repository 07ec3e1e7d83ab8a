"""The sheet of help: for the function wizard, and for Excel-DNA's IntelliSense while one types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from plansheets.addin.help import argument_said, function_said
from plansheets.addin.vba.formulas import argument_name
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument
from plansheets.functions.outline import excel_name

HELP_SHEET: Final = "_IntelliSense_"
"""What Excel-DNA's IntelliSense looks for: the last sheet, which may be hidden."""

_LENGTH: Final = 255
"""Characters that Excel's function wizard takes."""


def help_rows() -> Iterator[tuple[str, ...]]:
    """The rows of the sheet: name, help, a page of help, and two cells for each argument.

    The first says what they are, to a reader that asks for it by this word.
    """
    yield ("FunctionInfo", "1.0")
    for function in FUNCTIONS:
        arguments = (cell for argument in function.arguments for cell in _argument_cells(argument))
        yield excel_name(function), function_said(function)[:_LENGTH], "", *arguments


def _argument_cells(argument: Argument) -> tuple[str, str]:
    return argument_name(argument.name), argument_said(argument)[:_LENGTH]
