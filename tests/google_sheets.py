"""The script for Google Sheets in node, asked for every vector by a stand-in for the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import isclose
from typing import Any

from node import ask_node
from plansheets.addin.examples import rows_of
from plansheets.addin.javascript.sheets import sheets_script
from plansheets.functions.function import Samples
from plansheets.functions.outline import excel_name
from plansheets.functions.vectors import ERRORS, Vector
from surfaces import Given, NotApplicable, _tupled, expected

LOST = NotApplicable("Google Sheets shows each error among the answers of a range as #NUM!")

SHEET, SCRIPT = "Asia/Shanghai", "America/New_York"
"""Time zones of the sheet and of the script: the day of a Date is the sheet's."""


def in_google_sheets(vectors: Sequence[Vector]) -> Iterator[Given]:
    """Every vector from a cell."""
    calls = [[excel_name(one.function), list(map(handed_over, one.arguments))] for one in vectors]
    for vector, answer in zip(vectors, ask_sheet(calls)["answers"], strict=True):
        found = cell_shown(vector, answer)
        yield LOST if _are_lost(found, expected(vector.result)) else found


def ask_sheet(calls: Sequence[object], script: str | None = None) -> Any:
    asked = {"script": script or sheets_script(), "zone": SHEET, "calls": calls}
    return ask_node("google_sheet.js", asked, zone=SCRIPT)


def handed_over(samples: Samples) -> object:
    """Samples for the stand-in: blanks are null, days and errors say what they are."""
    if isinstance(samples, tuple):
        return [list(map(handed_over, row)) for row in rows_of(samples)]
    if isinstance(samples, date):
        return {"day": f"{samples.isoformat()}T00:00:00"}
    return {"error": samples} if samples in ERRORS else samples


def cell_shown(vector: Vector, answer: dict[str, Any]) -> Samples:
    """What the cell shows: an error by the name that its message tells first."""
    if "thrown" in answer:
        return answer["thrown"].split()[0]  # type: ignore[no-any-return]
    found = _tupled(answer["shown"])
    # a column of one cell is a single value to Sheets
    alone = isinstance(vector.result, tuple) and not isinstance(found, tuple)
    return (found,) if alone else found  # type: ignore[return-value]


def _are_lost(found: Samples, wanted: Samples) -> bool:
    """Whether a range differs from what it should be by the names of its errors alone."""
    if not (isinstance(found, tuple) and isinstance(wanted, tuple)) or len(found) != len(wanted):
        return False
    cells = list(zip(_flat(found), _flat(wanted), strict=True))
    return any(one in ERRORS for _, one in cells) and all(
        shown == ("#NUM!" if one in ERRORS else one)
        or (
            isinstance(one, float)
            and isinstance(shown, int | float)
            and isclose(shown, one, rel_tol=1e-12, abs_tol=1e-12)
        )
        for shown, one in cells
    )


def _flat(samples: tuple[Samples, ...]) -> list[Samples]:
    return [cell for row in rows_of(samples) for cell in row]  # type: ignore[arg-type]
