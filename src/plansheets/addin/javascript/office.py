"""The add-in of Office.js: what Excel loads from a web server, its manifest, help and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape as in_xml

from plansheets import __version__
from plansheets.addin.examples import examples_text
from plansheets.addin.help import argument_said, function_said
from plansheets.addin.javascript.core import script, shipped
from plansheets.addin.javascript.icon import icon
from plansheets.addin.javascript.metadata import NAMESPACE, metadata, office_id, office_name
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Function
from plansheets.functions.vectors import spell_samples
from plansheets.whole import Written, write_all

ADDRESS: Final = "https://localhost:3000"
"""Where the files are served unless something else is said: on one's own computer, to try them."""

ADDIN_ID: Final = "fbc0654c-5069-4ed1-80d3-4d320e122915"
"""The add-in's identity for Office, the same in every version."""

SCRIPT: Final = "functions.js"
METADATA: Final = "functions.json"
CHINESE_METADATA: Final = "functions-zh-CN.json"
PAGE: Final = "functions.html"
MANIFEST: Final = "manifest.xml"
EXAMPLES: Final = "office-examples.tsv"
README: Final = "README-office.txt"

_ICONS: Final = (16, 32, 64, 80)


def is_address(address: str) -> bool:
    """Whether Excel would load an add-in from *address*: https, a server, no more than a path."""
    return re.fullmatch(r"https://[\w.-]+(:\d{1,5})?(/[\w.~%-]+)*", address, re.ASCII) is not None


def build_office(folder: Path, address: str = ADDRESS, *, force: bool = False) -> Written:
    """Write the add-in's files into *folder*, to be served at *address*.

    The folder is made where it is not there; files of the same names are kept, unless *force*
    replaces them, each when its new content is complete.
    """
    told = {
        "address": address,
        "id": ADDIN_ID,
        "version": _version(),
        "count": len(FUNCTIONS),
        "namespace": NAMESPACE,
        "examples": EXAMPLES,
    }
    quoted = {name: in_xml(str(one), {'"': "&quot;"}) for name, one in told.items()}
    contents = {
        MANIFEST: shipped("manifest.xml").format(**quoted).encode(),
        SCRIPT: office_script().encode(),
        METADATA: metadata(FUNCTIONS, "en", address).encode(),
        CHINESE_METADATA: metadata(FUNCTIONS, "zh-CN", address).encode(),
        PAGE: shipped("page.html").format(functions="\n".join(map(_shown, FUNCTIONS))).encode(),
        **{f"icon-{size}.png": icon(size) for size in _ICONS},
        EXAMPLES: examples_text(office_name).encode(),
        README: shipped("readme-office.txt").format(**told).encode("utf-8-sig"),
    }
    return write_all(contents, folder, force=force)


def office_script() -> str:
    """The whole script: the core, and every function handed to Excel by its id."""
    return script("office.js") + "\n" + "\n".join(_associated()) + "\n"


def _associated() -> Iterator[str]:
    """The help page shows in a plain browser, too, where there is no Excel."""
    yield 'if (typeof CustomFunctions !== "undefined") {'
    for function in FUNCTIONS:
        asked = f'plansheets.answer("{function.name}", given)'
        yield f'  CustomFunctions.associate("{office_id(function)}", (...given) =>'
        yield f"    {asked},"
        yield "  );"
    yield "}"


def _version() -> str:
    """Our version in the four numbers that a manifest has."""
    numbers = [part for part in __version__.split(".") if part.isdigit()]
    return ".".join([*numbers, "0", "0", "0", "0"][:4])


def _shown(function: Function) -> str:
    """A function on the page of help."""
    given = ", ".join(argument.name for argument in function.arguments)
    arguments = "".join(
        f"<dt><code>{escape(argument.name)}</code></dt><dd>{escape(argument_said(argument))}</dd>"
        for argument in function.arguments
    )
    example = function.examples[0]
    asked = ", ".join(map(spell_samples, example.arguments))
    gives = example.error or spell_samples(example.result)
    return (
        f'<section id="{function.name}">\n'
        f"<h2><code>={office_name(function)}({escape(given)})</code></h2>\n"
        f"<p>{escape(function_said(function, 'zh-CN'))}</p>\n"
        f"<p>{escape(function_said(function, 'en'))}</p>\n"
        f"<dl>{arguments}</dl>\n"
        f'<p class="example">例 · example: {escape(asked)} → {escape(gives)}</p>\n</section>'
    )
