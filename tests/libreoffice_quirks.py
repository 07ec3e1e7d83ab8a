"""Where LibreOffice is known to differ from Excel: the lines of ``libreoffice_quirks.tsv``.

A line has four fields: patterns for the smallest formula that differs, for our value and for
LibreOffice's, and the reason, which docs/engines.md shows. A fifth may name one of RELATIONS, which
must hold between the values: where both are numbers, a pattern alone would explain every pair.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
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
    relation: str = ""


def _is_one_step(formula: str, ours: str, theirs: str) -> bool:
    """Whether two numbers are neighbours among those that the formula rounds to."""
    digits = [int(found) for found in re.findall(r"ROUND\([^()]*,(-?\d+)\)", formula)]
    step = 10.0 ** -min(digits, default=0)
    return abs(float(ours) - float(theirs)) <= step * 1.000001


def _are_last_digits(_formula: str, ours: str, theirs: str) -> bool:
    """Whether two texts differ in the last digits of their numbers alone."""
    number = re.compile(r"\d+(?:\.\d+)?(?:E[+-]\d+)?")
    pairs = zip(number.findall(ours), number.findall(theirs), strict=False)
    same = number.sub("0", ours) == number.sub("0", theirs)
    return same and all(math.isclose(float(one), float(two), rel_tol=1e-9) for one, two in pairs)


RELATIONS: Mapping[str, Callable[[str, str, str], bool]] = {
    "": lambda *_: True,
    "one step": _is_one_step,
    "the last digits": _are_last_digits,
}


@cache
def quirks() -> tuple[Quirk, ...]:
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    fields = [line.split("\t") for line in lines if line]
    return tuple(
        Quirk(*(re.compile(pattern, re.DOTALL) for pattern in line[:3]), *line[3:])
        for line in fields
    )


def quirk_of(formula: str, ours: object, theirs: object) -> str | None:
    """The reason why LibreOffice finds another value there, where it is known."""
    for quirk in quirks():
        if (
            quirk.formula.search(formula)
            and quirk.ours.fullmatch(shown(ours))
            and quirk.theirs.fullmatch(shown(theirs))
            and RELATIONS[quirk.relation](formula, shown(ours), shown(theirs))
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
