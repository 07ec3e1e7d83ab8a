"""Where LibreOffice is known to differ from Excel: the lines of ``libreoffice_quirks.tsv``.

A line has four fields: patterns for the smallest formula that differs, for our value and for
LibreOffice's, and the reason, which docs/engines.md shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plansheets.plan.model import ErrorValue

FILE = Path(__file__).with_suffix(".tsv")


@dataclass(frozen=True, slots=True)
class Quirk:
    formula: re.Pattern[str]
    ours: re.Pattern[str]
    theirs: re.Pattern[str]
    reason: str


@cache
def quirks() -> tuple[Quirk, ...]:
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    fields = [line.split("\t") for line in lines if line]
    return tuple(
        Quirk(*(re.compile(pattern, re.DOTALL) for pattern in patterns), reason)
        for *patterns, reason in fields
    )


def quirk_of(formula: str, ours: object, theirs: object) -> str | None:
    """The reason why LibreOffice finds another value there, where it is known."""
    for quirk in quirks():
        if (
            quirk.formula.search(formula)
            and quirk.ours.fullmatch(shown(ours))
            and quirk.theirs.fullmatch(shown(theirs))
        ):
            return quirk.reason
    return None


def shown(value: object) -> str:
    """A value as the patterns see it: texts in quotes, a blank as an empty text."""
    match value:
        case ErrorValue(code):
            return code
        case bool():
            return str(value).upper()
        case None:
            return '""'
        case str():
            return value if value.startswith("#") else f'"{value}"'
    return str(value)
