"""Workbooks that are called the same: refused, the newest taken, or their numbers added."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
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
