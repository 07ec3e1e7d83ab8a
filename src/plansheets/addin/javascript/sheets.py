"""The script for Google Sheets: one file to paste, its help, and a sheet of examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plansheets.addin.examples import examples_text
from plansheets.addin.help import argument_said, function_said
from plansheets.addin.javascript.core import script, shipped
from plansheets.addin.javascript.formulas import argument_name
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument, Function
from plansheets.functions.outline import excel_name
from plansheets.whole import Written, write_all

SCRIPT: Final = "google-sheets-script.txt"
EXAMPLES: Final = "google-sheets-examples.tsv"
README: Final = "README-google-sheets.txt"

_TYPES: Final = {"number": "number", "date": "Date", "boolean": "boolean", "text": "string"}


def build_sheets(folder: Path, *, force: bool = False) -> Written:
    """Write the script, examples to paste and a readme into *folder*.

    The folder is made where it is not there; files of the same names are kept, unless *force*
    replaces them, each when its new content is complete.
    """
    told = shipped("readme-sheets.txt").format(script=SCRIPT, examples=EXAMPLES)
    contents = {
        SCRIPT: sheets_script().encode(),
        EXAMPLES: examples_text(excel_name).encode(),
        README: told.encode("utf-8-sig"),
    }
    return write_all(contents, folder, force=force)


def sheets_script() -> str:
    """The whole script: the core, and a function for each that cells call."""
    return "\n".join([script("sheets.js"), *map(_for_cells, FUNCTIONS)])


def _for_cells(function: Function) -> str:
    name = excel_name(function)
    given = ", ".join(argument_name(argument.name) for argument in function.arguments)
    asked = f'  return plansheets.answer("{function.name}", arguments);'
    return "\n".join([*_help(function), f"function {name}({given}) {{", asked, "}", ""])


def _help(function: Function) -> Iterator[str]:
    """What Sheets shows while one types, in both languages."""
    yield "/**"
    yield f" * {function_said(function)}"
    yield " *"
    for argument in function.arguments:
        name = argument_name(argument.name)
        shown = f"[{name}]" if argument.default is not None else name
        yield f" * @param {{{_type(argument)}}} {shown} {argument_said(argument)}"
    yield " * @return {*}"
    yield " * @customfunction"
    yield " */"


def _type(argument: Argument) -> str:
    one = _TYPES.get(argument.takes, "any")
    return f"{one}[][]" if argument.many else one
