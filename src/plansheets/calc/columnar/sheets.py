"""The cells of a calculation, column by column, and references to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.grid import (
    BLANK,
    UNKNOWN,
    DeclinedError,
    Grid,
    Kinds,
    Mask,
    Reals,
    UnknownError,
    VariesError,
    different,
    every,
    some,
)
from plansheets.records import dataclass

RowNumbers = NDArray[np.int64]

MOST_ITEMS = 60_000_000
"""Counted that one step of a formula may hold: with more, memory would be what it costs."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells for every row of a formula's column, in other rows perhaps another.

    ``first`` and ``last`` hold one row, or one for each.
    """

    sheet: str
    first: RowNumbers
    last: RowNumbers
    left: int
    right: int

    @property
    def same(self) -> bool:
        """Whether all rows look at the same cells."""
        return len(self.first) == 1 and len(self.last) == 1

    @property
    def heights(self) -> RowNumbers:
        return self.last - self.first + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def even(self) -> bool:
        """Whether the rectangles of all rows are equally high."""
        if self.first is self.last or self.same:
            return True
        heights = self.heights
        return every(heights == heights[0])

    @property
    def from_one_start(self) -> bool:
        """Whether the rectangles are stretches of one column that all begin in the same cell."""
        return len(self.first) == 1 and self.width == 1

    @property
    def to_one_end(self) -> bool:
        """Whether the rectangles are stretches of one column that all end in the same cell."""
        return len(self.last) == 1 and self.width == 1

    @property
    def hull(self) -> Area:
        """The rectangle that holds those of all rows."""
        first, last = int(self.first.min()), int(self.last.max())
        return reference(self.sheet, first, last, self.left, self.right)

    @property
    def key(self) -> tuple[str, int, int, int, int]:
        """What a reference that is the same for all rows is known by."""
        return self.sheet, int(self.first[0]), int(self.last[0]), self.left, self.right

    def rows(self, chosen: slice | RowNumbers) -> Area:
        """The rectangles of some rows alone."""
        first = self.first if len(self.first) == 1 else self.first[chosen]
        last = self.last if len(self.last) == 1 else self.last[chosen]
        return Area(self.sheet, first, last, self.left, self.right)


def reference(sheet: str, first: int, last: int, left: int, right: int) -> Area:
    """The same rectangle for all rows."""
    return Area(sheet, np.array([first]), np.array([last]), left, right)


@dataclass(slots=True)
class Sheets:
    """Every value of a calculation; cells that were never given are blank."""

    heights: dict[str, int] = field(default_factory=dict)
    _kinds: dict[tuple[str, int], Kinds] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], Reals] = field(default_factory=dict)
    _gaps: bool = False
    """Whether any cell has no value."""
    _remembered: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """What was found out about ranges, such as the places of their values, by what and which."""
    _remembered_of: dict[tuple[str, int], set[tuple[Any, ...]]] = field(default_factory=dict)
    """The keys of it that are about a column."""

    def make_room(self, sheet: str, rows: int) -> None:
        self.heights[sheet] = max(self.heights.get(sheet, 0), rows)

    def copied(self) -> Sheets:
        """The same values, which do not change with these."""
        kinds = {place: held.copy() for place, held in self._kinds.items()}
        numbers = {place: held.copy() for place, held in self._numbers.items()}
        return Sheets(dict(self.heights), kinds, numbers, self._gaps)

    def differing(self, other: Sheets) -> dict[tuple[str, int], Mask]:
        """The columns in which cells hold something else than in *other*, and which cells do."""
        found = {}
        for place in {**self._kinds, **other._kinds}:
            (kinds, held), (old_kinds, old) = self._column(*place), other._column(*place)
            changed = (kinds != old_kinds) | (held != old)
            if some(changed):
                found[place] = changed
        return found

    def nowhere(self, sheet: str, column: int) -> Mask:
        """False for each cell of a column."""
        return np.zeros(len(self._column(sheet, column)[0]), dtype=bool)

    def _column(self, sheet: str, column: int) -> tuple[Kinds, Reals]:
        key = sheet, column
        if key not in self._kinds:
            height = self.heights.get(sheet, 0)
            self._kinds[key] = np.zeros(height, dtype=np.uint8)
            self._numbers[key] = np.zeros(height, dtype=np.float64)
        return self._kinds[key], self._numbers[key]

    def put(self, sheet: str, row: int, column: int, kinds: Kinds, found: Reals) -> None:
        """Values down a column, from *row* on."""
        held_kinds, held = self._column(sheet, column)
        held_kinds[row : row + len(kinds)] = kinds
        held[row : row + len(found)] = found
        self._gaps = self._gaps or UNKNOWN in kinds

    def leave(self, sheet: str, row: int, column: int, height: int) -> None:
        """Let cells down a column, from *row* on, have no value."""
        kinds, found = np.full(height, UNKNOWN, np.uint8), np.zeros(height)
        self.put(sheet, row, column, kinds, found)
        self.forget(sheet, column)

    def gaps(self, sheet: str, row: int, column: int, height: int) -> list[int]:
        """Which of the cells down a column have no value, counted from *row*."""
        if not self._gaps:
            return []
        kinds, _ = self.take(sheet, row, column, height)
        found: list[int] = np.flatnonzero(kinds == UNKNOWN).tolist()
        return found

    def take(self, sheet: str, row: int, column: int, height: int) -> tuple[Kinds, Reals]:
        """Values down a column, from *row* on; what was put there must not be changed."""
        kinds, found = self._column(sheet, column)
        return kinds[row : row + height], found[row : row + height]

    def cell(self, sheet: str, row: int, column: int) -> tuple[int, float]:
        """The kind and number of a cell."""
        kinds, found = self._column(sheet, column)
        if not 0 <= row < len(kinds):
            return BLANK, 0.0
        kind = kinds.item(row)
        if kind == UNKNOWN:
            raise _unknown()
        return kind, found.item(row)

    def read(self, place: Area) -> Grid:
        """The values of *place*, for every row of the formula's column."""
        if not place.even:
            raise VariesError("a range that is higher in one row than in another")
        height = int(place.last[0] - place.first[0]) + 1
        items = max(len(place.first), 1) * height * place.width
        if items > MOST_ITEMS:
            raise DeclinedError("too many cells to be looked at together")
        columns = [
            self._read_column(place, column, height)
            for column in range(place.left, place.right + 1)
        ]
        if self._gaps and any(one.has(UNKNOWN) for one in columns):
            raise _unknown()
        if len(columns) == 1:
            return columns[0]
        return Grid(
            np.concatenate([one.kind for one in columns], axis=2),
            np.concatenate([one.number for one in columns], axis=2),
        )

    def _read_column(self, place: Area, column: int, height: int) -> Grid:
        kinds, found = self._column(place.sheet, column)
        room = len(kinds)
        if len(place.first) == 1:
            first = int(place.first[0])
            kind, number = kinds[first : first + height], found[first : first + height]
            if len(kind) < height:  # below all that is known, cells are blank
                kind = np.concatenate([kind, np.full(height - len(kind), BLANK, np.uint8)])
                number = np.concatenate([number, np.zeros(height - len(number))])
            return Grid(kind.reshape(1, height, 1), number.reshape(1, height, 1))
        if height == 1 and place.first.min() >= 0 and place.first.max() < room:
            return Grid(kinds[place.first].reshape(-1, 1, 1), found[place.first].reshape(-1, 1, 1))
        rows = place.first[:, None] + np.arange(height)[None, :]
        inside = (rows >= 0) & (rows < room)
        if room == 0:
            return Grid(np.zeros((*rows.shape, 1), np.uint8), np.zeros((*rows.shape, 1)))
        safe = np.where(inside, rows, 0)
        kind = np.where(inside, kinds[safe], BLANK).astype(np.uint8)
        number = np.where(inside, found[safe], 0.0)
        return Grid(kind[:, :, None], number[:, :, None])

    def rectangles(self, place: Area) -> Iterator[tuple[Area, RowNumbers]]:
        """Each different rectangle of *place*, with the rows that look at it."""
        first, last = np.broadcast_arrays(place.first, place.last)
        places, back = different([first, last])
        pairs = list(zip(first[places].tolist(), last[places].tolist(), strict=True))
        cells = sum(bottom - top + 1 for top, bottom in pairs) * place.width
        if cells > MOST_ITEMS:
            raise DeclinedError("too many cells to be looked at row by row")
        order = np.argsort(back, kind="stable")
        bounds = np.searchsorted(back[order], np.arange(len(pairs) + 1))
        for number, (top, bottom) in enumerate(pairs):
            rows = order[bounds[number] : bounds[number + 1]]
            yield reference(place.sheet, top, bottom, place.left, place.right), rows

    def remembered(self, key: tuple[Any, ...]) -> Any:
        return self._remembered.get(key)

    def remember(self, key: tuple[Any, ...], found: Any) -> None:
        self._remembered[key] = found
        _, sheet, _, _, left, right, *_ = key
        for column in range(left, right + 1):
            self._remembered_of.setdefault((sheet, column), set()).add(key)

    def forget(self, sheet: str, column: int) -> None:
        """What was found out about a column that holds something else from now on."""
        for key in self._remembered_of.pop((sheet, column), ()):
            self._remembered.pop(key, None)


def _unknown() -> UnknownError:
    return UnknownError("一个没有值的单元格", "a cell without a value")
