"""The core: every function over rows of cells, in one script that a host's own part completes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from plansheets import __version__
from plansheets.addin.javascript.formulas import javascript_method
from plansheets.addin.javascript.lines import indented, wrapped
from plansheets.addin.method_names import method_name
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.customers.segmenting import FREQUENT
from plansheets.functions.customers.segments import EIGHT, GRID, HEADERS, ONCE
from plansheets.functions.function import Argument, Function

_SHIPPED: Final = Path(__file__).with_name("shipped")


def shipped(name: str) -> str:
    """A file that is shipped as it is."""
    return (_SHIPPED / name).read_text(encoding="utf-8")


def script(host: str, functions: Iterable[Function] = FUNCTIONS) -> str:
    """The core as the value of ``plansheets``, completed by the file *host*, which returns it."""
    functions = tuple(functions)
    parts = (
        _names(),
        shipped("excel.js"),
        shipped("tables.js"),
        _object("formulas", map(javascript_method, functions)),
        shipped("calls.js"),
        _object("catalogue", map(_listed, functions)),
        shipped(host),
    )
    inner = "\n".join(indented("\n".join(parts).splitlines()))
    return (
        f"// Written by plansheets {__version__} from its catalogue of formulas.\n"
        f'const plansheets = (() => {{\n  "use strict";\n\n{inner}\n}})();\n'
    )


def _object(name: str, members: Iterable[str]) -> str:
    lines = "".join(members).splitlines()
    return "\n".join([f"const {name} = {{", *indented(lines), "};", ""])


def _listed(function: Function) -> str:
    """A function by its name: how cells call it."""
    kinds = "".join(map(_kind, function.arguments))
    formula = f"formulas.{method_name(function.name)}"
    called = f'formula: {formula}, kinds: "{kinds}", gives: "{function.shape}"'
    return "".join(f"{line}\n" for line in wrapped(f"{function.name}: {{ {called} }},", 4))


def _kind(argument: Argument) -> str:
    """What ``calls.js`` reads an argument as: a letter, in capitals where it holds numbers."""
    letter = "t" if argument.table else "c" if argument.many else "v"
    return letter.upper() if argument.counted else letter


def _names() -> str:
    """The names in an RFM table, by its language."""
    names = {
        "headers": HEADERS,
        "eight": EIGHT,
        "grid": GRID,
        "once": {language: text.format(FREQUENT) for language, text in ONCE.items()},
        "frequent": FREQUENT,
        "segmentColumn": HEADERS["en"].index("segment"),
    }
    written = (f"  {name}: {json.dumps(one, ensure_ascii=False)}," for name, one in names.items())
    return "\n".join(["const NAMES = {", *written, "};", ""])
