"""Workbooks that are called the same: refused, the newest taken, or their numbers added."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from plansheets.together.judge import BookUnit
from plansheets.together.results import RejectedBook
from plansheets.words import Words

Duplicates = Literal["reject", "newest", "sum"]
KeyTuples = Mapping[tuple[int, str], frozenset[tuple[Hashable, ...]]]
"""What each unit is called by, by the number of its workbook and its copy."""


def without_duplicates(
    units: Sequence[BookUnit], called: KeyTuples, way: Duplicates
) -> tuple[list[BookUnit], list[RejectedBook]]:
    """The units that stay, and those that do not."""
    rejected: list[RejectedBook] = []
    gone: set[tuple[int, str]] = set()
    for unit, original in _named_as_copies(units):
        gone.add(unit.id)
        rejected.append(_same(unit, original))
    units = [unit for unit in units if unit.id not in gone]
    owners: dict[tuple[Hashable, ...], list[BookUnit]] = {}
    for unit in units:
        for key in called[unit.id]:
            owners.setdefault(key, []).append(unit)
    seen: set[frozenset[tuple[int, str]]] = set()
    for key, owning in owners.items():
        among = frozenset(unit.id for unit in owning)
        if len(owning) < 2 or among in seen:
            continue
        seen.add(among)
        alike, others = _equal(owning)
        for unit, first in alike:
            gone.add(unit.id)
            rejected.append(_same(unit, first))
        if len(others) < 2 or way == "sum":
            continue
        kept = _newest(others) if way == "newest" else None
        for unit in others:
            if unit is not kept and unit.id not in gone:
                gone.add(unit.id)
                rejected.append(_twice(unit, others, kept, key))
    return [unit for unit in units if unit.id not in gone], rejected


_COPY = re.compile(
    r"(?: \([0-9]+\)| ?[-–_]? ?(?:副本|copy|Copy|kopie|Kopie)(?: ?\(?[0-9]+\)?)?"
    r"|-[A-Z0-9]+(?:-[A-Z0-9]+)+|.*conflicted copy.*|.*冲突.*)"
)
"""What file managers and sync programs add to the name of a copy."""


def _named_as_copies(units: Sequence[BookUnit]) -> Iterator[tuple[BookUnit, BookUnit]]:
    """Files that are called copies of one beside them that is the same to the byte, with that."""
    alike: dict[tuple[Path, str, str], list[BookUnit]] = {}
    for unit in units:
        alike.setdefault((unit.path.parent, unit.part.digest, unit.copy), []).append(unit)
    for those in alike.values():
        stems = {unit.path.stem: unit for unit in those}
        for unit in those:
            stem = unit.path.stem
            ends = (end for end in range(len(stem) - 1, 0, -1) if stem[:end] in stems)
            end = next((end for end in ends if _COPY.fullmatch(stem[end:])), None)
            if end is not None:
                yield unit, stems[stem[:end]]


def _equal(owning: Iterable[BookUnit]) -> tuple[list[tuple[BookUnit, BookUnit]], list[BookUnit]]:
    """Files that are the same to the byte, each with the first of them, and all the others."""
    first: dict[tuple[str, str], BookUnit] = {}
    alike = []
    for unit in owning:
        found = first.setdefault((unit.part.digest, unit.copy), unit)
        if found is not unit:
            alike.append((unit, found))
    return alike, list(first.values())


def _newest(units: Sequence[BookUnit]) -> BookUnit | None:
    """The one that was saved last; None where two were at once."""
    saved = sorted(units, key=_saved)
    return saved[-1] if _saved(saved[-1]) > _saved(saved[-2]) else None


def _saved(unit: BookUnit) -> tuple[str, float]:
    try:
        changed = unit.path.stat().st_mtime
    except OSError:
        changed = 0.0
    return unit.part.modified, changed


def _same(unit: BookUnit, first: BookUnit) -> RejectedBook:
    reason = Words(f"和 {first.path} 一模一样，只算一次", f"the same file as {first.path}")
    hint = Words("删掉一份", "delete one of them")
    return RejectedBook(str(unit.path), "PS746", reason, unit.copy, hint)


def _twice(
    unit: BookUnit,
    others: Sequence[BookUnit],
    kept: BookUnit | None,
    key: tuple[Hashable, ...],
) -> RejectedBook:
    said = " ".join(str(one) for one in key)
    other = kept or next(one for one in others if one is not unit)
    if kept is not None:
        reason = Words(f"{said} 有更新的一份：{other.named}", f"{said}: {other.named} is newer")
        return RejectedBook(str(unit.path), "PS746", reason, unit.copy)
    reason = Words(
        f"{said} 不止一份，数不一样：{other.named}",
        f"{said} is there twice, with other numbers: {other.named}",
    )
    hint = Words(
        "删掉错的一份，或用 --duplicates newest 取最新、sum 相加",
        "delete the wrong one, or take the newest or add them: --duplicates newest or sum",
    )
    return RejectedBook(str(unit.path), "PS746", reason, unit.copy, hint)
