"""What can be chosen when a workbook is built, and what a blueprint lacks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from plansheets.errors import Problem
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words

WITH, WITHOUT = "with", "without"
"""What is chosen of a part that a composite only offers."""

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_OWN = re.compile(r"[\[.]")
_NO_SUCH = frozenset(("PS113", "PS220", "PS222", "PS224"))
"""The problems of a name that names nothing."""


def variant_of(part: str) -> str:
    """The id of the variant that decides on an optional *part*, as `only` and `--set` call it."""
    return PurePosixPath(part).stem.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Variant:
    """What is chosen when the workbook is built, such as a stage or an industry."""

    id: str
    label: Words
    items: Mapping[str, Words]
    """Their labels, by id."""
    chosen: str
    """The id of the item that this blueprint was read for."""
    default: str
    span: Span
    help: Words | None = None
    part: str | None = None
    """The optional part that it decides on, where it does nothing else."""

    @property
    def shown(self) -> Words:
        """The label of what was chosen."""
        return self.items[self.chosen]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a blueprint does not hold in the variant that was chosen."""

    why: Mapping[str, str]
    """By id, ``table[column]`` for a column and ``list.item`` for an item: for what it is there, as
    in ``stage: mature``."""
    words: frozenset[str]
    """Every word in it: what is named nowhere else is not unused."""

    def column(self, table: str, column: str) -> bool:
        """Whether *column* of *table* is left out; one that repeats stands there once."""
        if not self.why:
            return False
        asked = f"{table}[{column}]"
        return asked in self.why or any(
            "{" in id_ and re.fullmatch(re.sub(r"\\\{.*?\\\}", ".+", re.escape(id_)), asked)
            for id_ in self.why
        )

    def joined(self, others: Sequence[LeftOut]) -> LeftOut:
        """What this and the *others* leave out."""
        every = (self, *others)
        why = {id_: why for one in reversed(every) for id_, why in one.why.items()}
        return LeftOut(why, frozenset().union(*(one.words for one in every)))


NOTHING_LEFT_OUT = LeftOut({}, frozenset())


def explained(problem: Problem, left_out: LeftOut) -> Problem:
    """*problem* with a word on what it misses, where that is there in other variants."""
    if problem.code not in _NO_SUCH or problem.span is None or not left_out.why:
        return problem
    words = set(_WORD.findall(problem.span.text))
    for id_, why in left_out.why.items():
        short = _OWN.split(id_)[-1].rstrip("]")
        if short in words:
            hint = Words(
                f"“{short}”只在 {why} 时才有：给这里也加上 `only:`，或去掉那边的",
                f"'{short}' is there only for {why}: give this an `only:` too, or take that off",
            )
            return problem.with_hint(hint)
    return problem
