"""The VBA that stands between a cell and Python: one wrapper a function, true errors, and help."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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

_CALLED = Path(__file__).with_name("called.bas")
"""How every wrapper calls Python; VBA wants a module's variables above its functions."""

_HELP_LENGTH = 250
"""Excel takes 255 characters of help."""


def wrapper_module() -> str:
    """The whole module, with the line ends that VBA wants.

    A failed call is ``#VALUE!``, which IFERROR sees, and ``=PS_LAST_ERROR()`` says what failed:
    xlwings' own wrappers put the message into the cell, where it passes for a text.
    """
    parts = [
        "Option Explicit",
        f"' Written by plansheets {__version__}; changes are lost when the add-in is built again.",
        "' Help is in English: VBA keeps its text in the code page of one country.",
        _CALLED.read_text(encoding="ascii").replace("{module}", PYTHON_MODULE),
        *(_wrapper(function) for function in FUNCTIONS),
        _registration(),
    ]
    return "\r\n".join("\n".join(parts).splitlines()) + "\r\n"


def _wrapper(function: Function) -> str:
    name = excel_name(function)
    declared = ", ".join(
        f"{'' if argument.default is None else 'Optional '}{_safe(argument.name)} As Variant"
        for argument in function.arguments
    )
    passed = ", ".join(_safe(argument.name) for argument in function.arguments)
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
    lines = ["Public Sub RegisterHelp()"]
    for function in FUNCTIONS:
        said = f"{function.title.en}: {function.words.en}"[:_HELP_LENGTH]
        helps = [argument.help.en[:_HELP_LENGTH] for argument in function.arguments]
        lines += [
            f'    Explain "{excel_name(function)}", _',
            f"        {_text(said)}, _",
            f"        Array({_texts(helps)})",
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
