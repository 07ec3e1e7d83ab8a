"""Rows of two workbooks that are the same row, wherever each of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from plansheets.life.extracted import ExtractedCell, ExtractedRow

RowPair = tuple[ExtractedRow | None, ExtractedRow | None]
_MOST_COMPARED = 400
"""Rows without a partner that are looked at two by two."""
_ALIKE = 0.5
"""The share of cells that makes two rows one that was changed."""
_DIGITS = 13
"""Of a number; programs round the last ones."""


def known_by(cell: ExtractedCell) -> Hashable:
    """A cell's content, alike where no reader would see a difference."""
    value = cell.text if cell.value is None and cell.text is not None else cell.value
    if isinstance(value, bool):
        return ("truth", value)
    if isinstance(value, int | float):
        return float(f"{value:.{_DIGITS}g}")
    return None if value == "" else value


def pair_rows(
    before: Sequence[ExtractedRow],
    after: Sequence[ExtractedRow],
    key: Sequence[str],
    inputs: Sequence[str],
) -> Iterator[RowPair]:
    """Each row with its partner, in the order of *before*, then those that are new.

    Rows of the same key belong together. Where no key tells them apart, equal rows do, then those
    that have most cells in common; a row whose key alone is another has been renamed.
    """
    partners: dict[int, ExtractedRow] = {}
    by_key = defaultdict[Hashable, tuple[list[ExtractedRow], list[ExtractedRow]]](lambda: ([], []))
    for rows, place in ((before, 0), (after, 1)):
        for row in rows:
            by_key[_key(row, key)][place].append(row)
    for mine, theirs in by_key.values():
        if key and len(mine) == len(theirs) == 1:
            partners[mine[0].row] = theirs[0]
        else:
            partners.update(_matched(mine, theirs, inputs))
    taken = {row.row for row in partners.values()}
    gone = [row for row in before if row.row not in partners]
    new = [row for row in after if row.row not in taken]
    others = [id_ for id_ in inputs if id_ not in key]
    if key and others:
        partners.update(_equal(gone, new, others, filled=True))
        taken = {row.row for row in partners.values()}
    for row in before:
        yield row, partners.get(row.row)
    for row in new:
        if row.row not in taken:
            yield None, row


def _key(row: ExtractedRow, key: Sequence[str]) -> Hashable:
    told = (known_by(row.cells[id_]) for id_ in key)
    return tuple(one.strip().casefold() if isinstance(one, str) else one for one in told)


def _matched(
    mine: list[ExtractedRow], theirs: list[ExtractedRow], inputs: Sequence[str]
) -> dict[int, ExtractedRow]:
    found = _equal(mine, theirs, inputs)
    taken = {row.row for row in found.values()}
    left = [row for row in mine if row.row not in found][:_MOST_COMPARED]
    free = [row for row in theirs if row.row not in taken][:_MOST_COMPARED]
    scored = [
        (-share, abs(place - other), one.row, second)
        for place, one in enumerate(left)
        for other, second in enumerate(free)
        if (share := _share(one, second, inputs)) >= _ALIKE
    ]
    scored.sort(key=lambda one: (*one[:3], one[3].row))
    for _, _, row, second in scored:
        if row not in found and second.row not in taken:
            found[row] = second
            taken.add(second.row)
    return found


def _equal(
    mine: list[ExtractedRow],
    theirs: list[ExtractedRow],
    inputs: Sequence[str],
    *,
    filled: bool = False,
) -> dict[int, ExtractedRow]:
    """Rows whose cells are all alike; with *filled* only those that hold something."""
    waiting = defaultdict[Hashable, list[ExtractedRow]](list)
    for row in reversed(theirs):
        waiting[_content(row, inputs)].append(row)
    found: dict[int, ExtractedRow] = {}
    for row in mine:
        content = _content(row, inputs)
        if waiting[content] and not (filled and all(one is None for one in content)):
            found[row.row] = waiting[content].pop()
    return found


def _content(row: ExtractedRow, inputs: Sequence[str]) -> tuple[Hashable, ...]:
    return tuple(known_by(row.cells[id_]) for id_ in inputs)


def _share(one: ExtractedRow, other: ExtractedRow, inputs: Sequence[str]) -> float:
    """How many of the cells that hold something are alike."""
    both = list(zip(_content(one, inputs), _content(other, inputs), strict=True))
    held = [pair for pair in both if pair != (None, None)]
    return sum(left == right for left, right in held) / len(held) if held else 0
