"""Which sign stands before the decimals of written numbers, and what a column shows of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from plansheets.records import dataclass

DecimalMark = Literal[".", ","]
MARKS: tuple[DecimalMark, ...] = (".", ",")
OTHER: dict[DecimalMark, DecimalMark] = {".": ",", ",": "."}

_MARKED = re.compile(r"\d*(?:[.,]\d+)+(?![.,\d])", re.ASCII)
_REPEATED = re.compile(r"\.\d+\.")
_GROUPS = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}}){{2,}}|"
                     rf"\d{{1,2}}(?:{re.escape(mark)}\d{{2}})+{re.escape(mark)}\d{{3}}", re.ASCII)
    for mark in MARKS
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the numbers of a column say of their decimal mark, each by the first that says it."""

    point: str | None = None
    """A number that has its decimals behind a point for certain: ``12.5``, ``1,234.50``."""
    comma: str | None = None
    """A number that has them behind a comma for certain: ``12,5``, ``1.234.567``."""
    either_point: str | None = None
    """A number such as ``2.500``, which is two and a half or two thousand five hundred."""
    either_comma: str | None = None
    """The same with a comma."""

    @property
    def certain(self) -> DecimalMark | None:
        """The one mark that is shown; None where none or both are."""
        if bool(self.point) == bool(self.comma):
            return None
        return "." if self.point else ","

    @property
    def divided(self) -> bool:
        return bool(self.point and self.comma)

    @property
    def open(self) -> bool:
        """Whether a number could be read in two ways."""
        return bool(self.either_point or self.either_comma)

    def __or__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.point or other.point,
            self.comma or other.comma,
            self.either_point or other.either_point,
            self.either_comma or other.either_comma,
        )


def weigh(cells: Iterable[object], *, whole: bool = False) -> Evidence:
    """What the texts among *cells* show; a column of *whole* numbers has no half ones.

    >>> weigh(["1.234,50", "2.500"]).certain, weigh(["480", "2.500"]).certain
    (',', None)
    >>> weigh(["2.500"], whole=True).certain
    ','
    """
    text = "\n".join(cell for cell in cells if isinstance(cell, str))
    found: dict[str, str] = {}
    only_points = "," not in text and not _REPEATED.search(text)
    for number in dict.fromkeys(_MARKED.findall(text)):
        for_mark = _mark_of(number, whole=whole)
        if for_mark is not None:
            found.setdefault(for_mark, number)
        if only_points and for_mark == "point":
            break
    return Evidence(**found)


def _mark_of(number: str, *, whole: bool) -> str | None:
    """The field of Evidence that *number* belongs to."""
    last: DecimalMark = "." if number.rfind(".") > number.rfind(",") else ","
    head, _, tail = number.rpartition(last)
    certain = {".": "point", ",": "comma"}
    if OTHER[last] in head:
        return certain[last] if last not in head else None
    if last in head:
        return certain[OTHER[last]] if _GROUPS[last].fullmatch(number) else None
    if len(tail) != 3 or not head or head[0] == "0" or len(head) > 3:
        return certain[last]
    if whole and tail != "000":
        return certain[OTHER[last]]
    return {".": "either_point", ",": "either_comma"}[last]
