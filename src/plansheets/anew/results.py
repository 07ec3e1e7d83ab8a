"""What became of a workbook that was built anew: what it holds now, and what was left over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from plansheets.errors import Problem
from plansheets.life.extracted import plain
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.words import Words

LeftoverKind = Literal[
    "value",
    "parameter",
    "choice",
    "formula",
    "default",
    "text",
    "header",
    "own cell",
    "own column",
    "own sheet",
    "own name",
    "comment",
    "macros",
]
"""What was left over: a value of a table or grid, or of a parameter; what was chosen when the old
workbook was built; what stands where a formula, a default, a text or a header of the blueprint was;
what is people's own."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something of the old workbook that the new one does not hold, or not as it was.

    .. versionadded:: 0.1.0
    """

    kind: LeftoverKind
    label: str
    """What it is called there: a header, a parameter, a sheet."""
    why: Words
    cell: str = ""
    """Where it stands there, with its sheet."""
    value: Value = None
    formula: str = ""
    table: str = ""
    """The id of its table or grid."""
    id: str = ""
    """Of its column, row of a grid or parameter."""
    key: str = ""
    """What its row is called."""
    carried: bool = False
    """Whether the value is in the new workbook, and only its formula is not."""

    def as_json(self) -> dict[str, Any]:
        """The same with the keys of docs/json.md."""
        return {
            "kind": self.kind,
            "label": self.label,
            "cell": self.cell or None,
            "value": plain(self.value),
            "formula": self.formula or None,
            "table": self.table or None,
            "id": self.id or None,
            "key": self.key or None,
            "carried": self.carried,
            "why": self.why.en,
        }


@dataclass(frozen=True, slots=True)
class UpgradedTable:
    """A table or grid of which something was carried over.

    .. versionadded:: 0.1.0
    """

    id: str
    was: str
    """Its id in the old workbook."""
    title: Words
    rows: int
    """Rows that hold something."""
    taken_in: int
    """Rows among them that stood below the table."""
    values: int
    """Cells that were carried over."""
    other_rows: bool = False
    """Whether today's blueprint has rows of its own for it, which are others: yours were kept."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A workbook that was built anew with what people had typed into the old one.

    .. versionadded:: 0.1.0
    """

    book: str
    path: Path | None
    """The new workbook; None where nothing was written."""
    beside: Path | None
    """The file with what was left over; None where there is none."""
    blueprint: str
    version_before: str
    version: str
    locale_before: str
    locale: str
    tables: Mapping[str, UpgradedTable]
    parameters: tuple[str, ...]
    """Ids of those that were typed in, as the new workbook has them."""
    leftovers: tuple[Leftover, ...]
    problems: tuple[Problem, ...]
    """Warnings of recognising the old workbook and of building the new one."""

    @property
    def whole(self) -> bool:
        """Whether nothing was left over."""
        return not self.leftovers


@dataclass(frozen=True, slots=True)
class AlikeLeftovers:
    """Leftovers that are told in one line."""

    first: Leftover
    count: int


def alike(leftovers: Iterable[Leftover]) -> tuple[AlikeLeftovers, ...]:
    """*leftovers* by what they are and why, in the order in which the first of each comes."""
    counts: dict[tuple[str, str, str, str], int] = {}
    firsts: dict[tuple[str, str, str, str], Leftover] = {}
    for one in leftovers:
        known = one.kind, one.table, one.label, one.why.en
        firsts.setdefault(known, one)
        counts[known] = counts.get(known, 0) + 1
    return tuple(AlikeLeftovers(firsts[known], count) for known, count in counts.items())
