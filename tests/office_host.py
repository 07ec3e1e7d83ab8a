"""The add-in of Office.js in node, asked for every vector by a stand-in for Excel."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from node import ask_node
from plansheets.addin.examples import rows_of
from plansheets.addin.javascript.metadata import metadata, office_id
from plansheets.addin.javascript.office import office_script
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Samples
from plansheets.functions.vectors import ERRORS, Vector
from plansheets.grid import serial
from surfaces import Given, _tupled

WEB: Any = {"blank": None, "addresses": True}
DESKTOP: Any = {"blank": 0, "addresses": True}
SILENT: Any = {"blank": 0, "addresses": False}
"""How Excel hands blanks over, and whether it says where arguments are."""


def in_office(vectors: Sequence[Vector]) -> Iterator[Given]:
    """Every vector from cells, as Excel on the desktop and on the web would ask; both as one."""
    calls = [[office_id(one.function), list(map(in_cells, one.arguments))] for one in vectors]
    desktop, web = ask_excel(calls, DESKTOP), ask_excel(calls, WEB)
    for vector, *answers in zip(vectors, desktop, web, strict=True):
        found = [range_shown(vector, one) for one in answers]
        yield found[0] if found[0] == found[1] else f"desktop {found[0]}, web {found[1]}"


def ask_excel(calls: Sequence[object], how: Any, script: str | None = None) -> Any:
    """What cells show in an Excel that is so."""
    told = json.loads(metadata(FUNCTIONS, "en", "https://example.com"))
    asked = {"script": script or office_script(), "metadata": told, "calls": calls, **how}
    return ask_node("excel_host.js", asked)


def in_cells(samples: Samples) -> list[list[object]]:
    """Samples for the stand-in: rows of cells, days as numbers, errors by their names."""
    return [[_in_cell(one) for one in row] for row in rows_of(samples)]


def _in_cell(sample: object) -> object:
    if isinstance(sample, date):
        return serial(sample)
    return {"error": sample} if sample in ERRORS else sample


def range_shown(vector: Vector, answer: dict[str, Any]) -> Samples:
    """What the cells show, errors by their names."""
    if "thrown" in answer:
        return str(answer["thrown"])
    rows = [[_shown(one) for one in row] for row in answer["shown"]]
    if not isinstance(vector.result, tuple):
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else _tupled(rows)
    return _tupled(rows)


def _shown(value: Any) -> Any:
    return value["error"] if isinstance(value, dict) else value
