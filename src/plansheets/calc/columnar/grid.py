"""Values as the engine holds them: what kind each is, and a number that says which.

Arrays have three axes: the rows of the column that a formula fills, and the height and width of
what stands in one of its cells. A single value for all rows is 1 × 1 × 1, a range that all rows
look at 1 × height × width. Numpy's broadcasting then does what Excel does with ranges and single
values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.pool import Pool
from plansheets.calc.engine import EngineValue
from plansheets.plan.model import ErrorValue
from plansheets.records import dataclass
from plansheets.words import Words

Kinds = NDArray[np.uint8]
Reals = NDArray[np.float64]
Mask = NDArray[np.bool_]
_Element = TypeVar("_Element", bound=np.generic)

KINDS = range(5)
BLANK, NUMBER, TEXT, BOOLEAN, ERROR = KINDS
UNKNOWN = 5
"""The kind of a cell that has no value: no formula ever sees one, for reading it raises."""

CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
NULL, DIV0, VALUE, REF, NAME, NUM, NA = range(7)

LEAST_NUMBER = 2.0**-1022
"""Excel has no smaller number but 0: of a calculation that gives one, 0 is left."""


class DeclinedError(Exception):
    """The engine does not know what Excel makes of a formula; another may."""

    @property
    def why(self) -> Words:
        """What it does not know; engines speak English alone."""
        return Words(str(self), str(self))


class UnsureError(DeclinedError):
    """Programs, or countries, differ in what they make of a formula with these values: *en*."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh

    @property
    def why(self) -> Words:
        return Words(self.zh, str(self))


class UnknownError(UnsureError):
    """A formula looks at a cell that has no value."""


class VariesError(DeclinedError):
    """What differs from row to row cannot be computed for all rows at once, but row by row.

    Rows for which *alike* is the same may be computed together.
    """

    def __init__(self, reason: str, alike: NDArray[np.int64] | None = None) -> None:
        super().__init__(reason)
        self.alike = alike


class SizesVaryError(UnsureError, VariesError):
    """What is larger in one row than in another; a function around it may still give one value."""

    def __init__(self, alike: NDArray[np.int64]) -> None:
        VariesError.__init__(self, "a result that is larger in one row than in another", alike)
        self.zh = "结果在有的行大、有的行小"


@dataclass(frozen=True, slots=True)
class Grid:
    """Values; ``number`` is a number, 1 or 0 for a truth value, the place of a text in the pool or
    of an error in CODES, and 0 for a blank.
    """

    kind: Kinds
    number: Reals

    @property
    def shape(self) -> tuple[int, int, int]:
        rows, height, width = self.number.shape
        return rows, height, width

    @property
    def single(self) -> bool:
        """Whether each row has one value."""
        return self.number.shape[1:] == (1, 1)

    def has(self, kind: int) -> bool:
        return kind in self._held()

    @property
    def plain(self) -> bool:
        """Whether there are numbers, truth values and blanks alone: all as good as numbers."""
        held = self._held()
        return TEXT not in held and ERROR not in held

    def _held(self) -> bytes:
        """The kinds, once where all are one; bytes are searched faster than numpy compares."""
        return self.kind[:1, :1, :1].tobytes() if _is_spread(self.kind) else self.kind.tobytes()


_FEW = 4096
"""Truth values that are searched faster as bytes than numpy calls its own search."""


def some(mask: NDArray[np.bool_]) -> bool:
    """Whether any of *mask* is true."""
    return 1 in mask.tobytes() if mask.size <= _FEW else bool(mask.any())


def every(mask: NDArray[np.bool_]) -> bool:
    """Whether all of *mask* are true."""
    return 0 not in mask.tobytes() if mask.size <= _FEW else bool(mask.all())


def _is_spread(kind: Kinds) -> bool:
    """Whether one value stands for all of them."""
    return kind.strides == (0, 0, 0)


def grid(kind: Kinds | int, number: Reals | float) -> Grid:
    """A grid of what is given, each of them spread where it is a single value."""
    kinds = np.asarray(kind, dtype=np.uint8)
    numbers = np.asarray(number, dtype=np.float64)
    if kinds.ndim == 0 and numbers.ndim == 3:
        return Grid(_spread(kinds, numbers.shape), numbers)
    if kinds.shape != numbers.shape:
        kinds, numbers = np.broadcast_arrays(kinds, numbers)
    missing = 3 - numbers.ndim
    shape = (1,) * missing + numbers.shape
    return Grid(kinds.reshape(shape), numbers.reshape(shape))


_OF_ONE: Sequence[Kinds] = tuple(
    np.ndarray((1, 1, 1), np.uint8, bytes([kind]), 0, (0, 0, 0)) for kind in KINDS
)


def one_value(kind: int, number: float) -> Grid:
    """A single value, as ``grid`` makes it in three times the time."""
    return Grid(_OF_ONE[kind], np.array(number, dtype=np.float64).reshape(1, 1, 1))


def as_one_number(given: Grid) -> float | None:
    """The number that *given* is, if it is one: numpy takes ten times as long for those."""
    if given.number.size == 1 and given.kind.item() == NUMBER:
        return given.number.item()
    return None


def _spread(kinds: Kinds, shape: tuple[int, ...]) -> Kinds:
    """A single kind in *shape*, as ``broadcast_to`` makes it in ten times the time."""
    spread: Kinds = np.ndarray(shape, np.uint8, kinds.tobytes(), 0, (0, 0, 0))
    return spread


def numbers(found: Reals) -> Grid:
    """Results of a calculation; what is too great to be one is ``#NUM!``, what is too small 0."""
    small = np.abs(found) < LEAST_NUMBER
    if some(small):
        found = np.where(small, 0.0, found)
    finite = np.isfinite(found)
    if every(finite):
        return grid(NUMBER, found)
    return grid(np.where(finite, NUMBER, ERROR).astype(np.uint8), np.where(finite, found, NUM))


def booleans(mask: Mask) -> Grid:
    return grid(BOOLEAN, mask.astype(np.float64))


def errors(code: int) -> Grid:
    return grid(ERROR, float(code))


def texts(ids: NDArray[np.int64]) -> Grid:
    return grid(TEXT, ids.astype(np.float64))


def go_together(*given: Mask | Reals) -> None:
    """Decline arrays of different sizes, of which Excel makes #N/A here and there."""
    shapes = {one.shape[1:] for one in given} - {(1, 1)}
    if len(shapes) > 1 and any(len(set(sizes) - {1}) > 1 for sizes in zip(*shapes, strict=True)):
        raise UnsureError("数组大小不一", "arrays of different sizes")


def where(mask: Mask, one: Grid, other: Grid) -> Grid:
    go_together(mask, one.number, other.number)
    return Grid(np.where(mask, one.kind, other.kind), np.where(mask, one.number, other.number))


def spread(given: Grid, shape: tuple[int, ...]) -> Grid:
    if given.shape == shape:
        return given
    return Grid(np.broadcast_to(given.kind, shape), np.broadcast_to(given.number, shape))


_FIRST = np.zeros(1, dtype=np.int64)
_FIRST.flags.writeable = False


def distinct(values: NDArray[_Element]) -> NDArray[_Element]:
    """The different ones of *values* in their order.

    Numpy's own ``unique`` loads its masked arrays for this: 15 ms of every build.
    """
    ordered = np.sort(values, axis=None)
    new = np.ones(ordered.shape, dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    found: NDArray[_Element] = ordered[new]
    return found


_NEARLY = 1e-11
"""What another engine takes for nothing, of a number, is a tenth of it."""


def refuse_nearly_equal(values: Reals) -> None:
    """Raise UnsureError where two of *values* differ by so little that some engine sees one."""
    held = distinct(values[np.isfinite(values)])
    gap = np.diff(held)
    if some((gap <= np.abs(held[1:]) * _NEARLY) | (gap <= _NEARLY * _NEARLY)):
        raise UnsureError("几乎相等的数", "numbers that are all but equal")


def unlike(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different ones of *values* in their order, and for each which of them it is."""
    if values.size == 1:
        return values.reshape(-1), _FIRST
    found, back = np.unique(values, return_inverse=True)
    return found, back.reshape(-1)


def different(columns: Sequence[NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the different rows of *columns*, and for each row which of them it equals.

    Numpy's own ``unique`` of rows compares them whole, which takes ten times as long.
    """
    if len(columns[0]) == 1:
        return _FIRST, _FIRST
    _, place, code = np.unique(columns[0], return_index=True, return_inverse=True)
    code = code.reshape(-1)
    for column in columns[1:]:
        if every(column == column[0]):
            continue
        values, back = np.unique(column, return_inverse=True)
        both = code * len(values) + back.reshape(-1)
        _, place, code = np.unique(both, return_index=True, return_inverse=True)
        code = code.reshape(-1)
    return place, code


def added_up(values: Reals) -> Reals:
    """The sum of each row's array, one number after the other as Excel does.

    Numpy's own sum adds pairs, which may end in another last digit: 1.0000000000000002 for 1.
    """
    flat = values.reshape(len(values), -1)
    total: Reals = np.cumsum(flat, axis=1)[:, -1:] if flat.size else np.zeros((len(flat), 1))
    return total.reshape(-1, 1, 1)


def ids(given: Grid) -> NDArray[np.int64]:
    """The texts of *given* by their number; meaningless where it holds none."""
    return given.number.astype(np.int64)


def from_values(values: Sequence[EngineValue], pool: Pool) -> tuple[Kinds, Reals]:
    """One column of values as the engine holds it."""
    types = set(map(type, values))
    if types <= {int, float}:
        return np.full(len(values), NUMBER, np.uint8), np.array(values, dtype=np.float64)
    kinds = np.zeros(len(values), dtype=np.uint8)
    found = np.zeros(len(values), dtype=np.float64)
    for place, value in enumerate(values):
        kinds[place], found[place] = _held(value, pool)
    return kinds, found


def _held(value: EngineValue, pool: Pool) -> tuple[int, float]:
    match value:
        case None:
            return BLANK, 0.0
        case bool():
            return BOOLEAN, float(value)
        case int() | float():
            return NUMBER, float(value)
        case str():
            return TEXT, float(pool.id(value))
        case ErrorValue(code) if code in CODES:
            return ERROR, float(CODES.index(code))
        case ErrorValue():  # of a later Excel, such as #SPILL!
            return UNKNOWN, 0.0


_MOST_WHOLE = 1e15


def to_values(kinds: Kinds, found: Reals, pool: Pool) -> list[EngineValue]:
    """One column of values as everyone else holds it; whole numbers are integers."""
    whole = (found == np.trunc(found)) & (np.abs(found) < _MOST_WHOLE)
    if every(kinds == NUMBER) and every(whole):
        integers: list[EngineValue] = found.astype(np.int64).tolist()
        return integers
    made: list[EngineValue] = found.tolist()
    for place in np.flatnonzero((kinds == NUMBER) & whole).tolist():
        made[place] = int(found[place])
    for place in np.flatnonzero(kinds == TEXT).tolist():
        made[place] = pool.texts[int(found[place])]
    for place in np.flatnonzero(kinds == BOOLEAN).tolist():
        made[place] = bool(found[place])
    for place in np.flatnonzero(kinds == ERROR).tolist():
        made[place] = ErrorValue(CODES[int(found[place])])
    for place in np.flatnonzero((kinds == BLANK) | (kinds == UNKNOWN)).tolist():
        made[place] = None
    return made
