"""What was left over as a file beside the new workbook, which any spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from plansheets.anew.results import Leftover
from plansheets.life.extracted import plain
from plansheets.life.files import safe_cell
from plansheets.words import Locale

_HEADER = ("kind", "label", "key", "cell", "value", "formula", "table", "id", "carried", "why")


def beside(target: Path) -> Path:
    """Where what was left over goes that a workbook has no place for."""
    return target.with_name(f"{target.stem}-leftovers.csv")


def leftovers_file(leftovers: Sequence[Leftover], locale: Locale) -> bytes:
    """*leftovers* as CSV, one a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for one in leftovers:
        cells = (
            one.kind, one.label, one.key, one.cell, plain(one.value), one.formula, one.table,
            one.id, one.carried, one.why(locale),
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
