"""What a caller hands to a kernel: numbers, texts, blanks, ranges, as arrays with their faults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from math import isfinite, nan
from operator import attrgetter
from types import NoneType
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from plansheets.grid import DAY_ZERO, serial
from plansheets.values.days import DayStyle, read_date
from plansheets.values.plain import plain
from plansheets.values.written import day_of, flag_of, number_of

Floats = NDArray[np.float64]
Faults = NDArray[np.uint8]
Objects = NDArray[np.object_]
Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

FINE: Final = 0
MISSING: Final = 1
ZERO_BASE: Final = 2
TOO_GREAT: Final = 3
UNUSABLE: Final = 4
"""The greater a fault, the sooner it is told where several meet; 3 is a number beyond any cell."""

ERRORS: Final = ("", "#N/A", "#DIV/0!", "#NUM!", "#VALUE!")
"""Excel's error for each fault."""

_EPOCH = np.datetime64(DAY_ZERO)
_LAST_DAY = serial(date.max)


def cells(given: object) -> NDArray[Any]:
    """*given* as an array: of numbers or days where it is one already, of objects otherwise.

    pandas columns and frames bring their own array; a list of lists keeps its shape.
    """
    if isinstance(given, np.ma.MaskedArray):  # what is masked is blank
        day = given.dtype.kind == "M"
        filled = given.data.copy() if day else objects(given.data)
        filled[np.ma.getmaskarray(given)] = np.datetime64("NaT") if day else None
        return filled
    if isinstance(given, np.ndarray):
        return given
    if isinstance(given, np.generic):
        return np.asarray(given)
    if isinstance(given, list | tuple | range):
        return np.array(given, dtype=object)
    to_numpy = getattr(given, "to_numpy", None)
    if callable(to_numpy) and hasattr(given, "__len__"):  # a moment of pandas has one, too
        array = to_numpy()
        if isinstance(array, np.ndarray):
            return array
    whole = np.empty((), dtype=object)
    whole[()] = given
    return whole


Read = Callable[[str], float | None]
"""What makes of a text the number it writes, or None; it raises ValueError for what is none."""


def number_written(text: str) -> float | None:
    """The number that a text writes: ``8.5万``, ``(20)``, ``12.5%``, in any unit that is known."""
    return number_of(text, None)


def serial_written(text: str) -> float | None:
    """The serial number of the day that a text writes: ``2024年6月1日``, ``20240601 09:15``."""
    day = day_of(text, style=DayStyle(months=True))
    return None if day is None else serial(day)


Order = Literal["up", "either"]
"""How the numbers of a column must stand: ascending, or all one way."""


def in_order(column: Floats, order: Order) -> bool:
    """Whether the numbers of *column* stand in order; equal ones may, and blanks do not count.

    >>> in_order(np.array([3, np.nan, 2, 2]), "up"), in_order(np.array([3, 2, 2]), "either")
    (False, True)
    """
    steps = np.diff(column[~np.isnan(column)])
    return bool((steps >= 0).all() or (order == "either" and (steps <= 0).all()))


def compact_days(values: Floats) -> Floats:
    """Serial numbers, where days may be written as the number 20240630, too.

    >>> compact_days(np.array([45473.0, 20240630.0]))
    array([45473., 45473.])
    """
    written = values > _LAST_DAY
    if not written.any():
        return values
    found = values.copy()
    found[written] = [_compact_day(one) for one in values[written].tolist()]
    return found


def _compact_day(number: float) -> float:
    try:
        return serial(read_date(number))
    except ValueError:
        return nan


def numbers(given: object, read: Read | None = None) -> tuple[Floats, Faults]:
    """Numbers with NaN where there is none, and why there is none: blank, or no number at all.

    A date is its serial number. A truth value is no number, as in Excel's COUNT; neither is a text
    without *read*, as in Excel's formulas.

    >>> numbers([1, "", None, "n/a"])
    (array([ 1., nan, nan, nan]), array([0, 1, 1, 4], dtype=uint8))
    >>> numbers(["8.5万", "(20)", "n/a", "soon"], number_written)
    (array([ 8.5e+04, -2.0e+01,      nan,      nan]), array([0, 0, 1, 4], dtype=uint8))
    """
    array = cells(given)
    if array.dtype.kind in "fiu":
        values = floats(array)
        return values, _not_finite(values)
    if array.dtype.kind == "M":
        days = array.astype("datetime64[D]")
        whole = np.asarray(days - _EPOCH).astype(np.float64)
        values = np.where(np.isnat(array), np.nan, whole + (array - days) / np.timedelta64(1, "D"))
        return values, _not_finite(values)
    if array.dtype.kind == "m":
        gone = np.where(np.isnat(array), MISSING, UNUSABLE).astype(np.uint8)
        return np.full(array.shape, np.nan), gone
    return _each(array, read)


def floats(array: NDArray[Any]) -> Floats:
    """An array of numbers in Python's own precision: each as the shortest decimal shown for it.

    >>> floats(np.array([0.7, 12.1], dtype=np.float32))
    array([ 0.7, 12.1])
    """
    if array.dtype.kind != "f" or array.dtype == np.float64:
        return array.astype(np.float64, copy=False)
    different, places = np.unique(array, return_inverse=True)
    return different.astype(str).astype(np.float64)[places].reshape(array.shape)


def _not_finite(values: Floats) -> Faults:
    faults = np.zeros(values.shape, dtype=np.uint8)
    if not np.isfinite(values).all():
        faults[np.isinf(values)] = UNUSABLE
        faults[np.isnan(values)] = MISSING
    return faults


def _each(array: NDArray[Any], read: Read | None) -> tuple[Floats, Faults]:
    flat = array.reshape(-1).tolist()
    values = of_one_kind(flat, set(map(type, flat)))
    if values is None:
        return _one_by_one(array.shape, flat, read)
    values = values.reshape(array.shape)
    return values, _not_finite(values)


def of_one_kind(flat: list[Any], kinds: set[type]) -> Floats | None:
    """Cells that are all numbers or all times, as most columns are; NaN for None.

    Quicker than a look at each; None where *kinds*, the types of *flat*, are others.
    """
    filled = kinds - {NoneType}
    if filled <= {float, int}:
        try:
            return np.array(flat, dtype=np.float64)
        except OverflowError:  # a whole number beyond every float
            return None
    if all(issubclass(kind, datetime) and kind.__name__ != "NaTType" for kind in filled):
        return _serials(flat, NoneType in kinds)
    return None


def _serials(times: list[Any], blanks: bool) -> Floats:
    """What :func:`~plansheets.grid.serial` gives for each of many times."""
    known = [one for one in times if one is not None] if blanks else times
    many = len(known)
    values = np.fromiter(map(date.toordinal, known), dtype=np.float64, count=many)
    values -= DAY_ZERO.toordinal()
    if set(map(datetime.time, known)) != {time()}:
        seconds = np.zeros(many)
        for part, length in (("hour", 3600), ("minute", 60), ("second", 1), ("microsecond", 1e-6)):
            seconds += length * np.fromiter(map(attrgetter(part), known), np.float64, count=many)
        values += seconds / 86_400
    if not blanks:
        return values
    found = np.full(len(times), np.nan)
    found[[one is not None for one in times]] = values
    return found


def _one_by_one(
    shape: tuple[int, ...], flat: list[Any], read: Read | None
) -> tuple[Floats, Faults]:
    values = np.full(len(flat), np.nan)
    faults = np.zeros(len(flat), dtype=np.uint8)
    for place, cell in enumerate(flat):
        value, fault = _one(cell, read)
        if fault:
            faults[place] = fault
        else:
            values[place] = value
    return values.reshape(shape), faults.reshape(shape)


def _one(cell: object, read: Read | None) -> tuple[float, int]:
    value = plain(cell)
    if isinstance(value, str) and value and read is not None:
        try:
            value = read(value)
        except ValueError:
            return 0.0, UNUSABLE
    match value:
        case None | "":
            return 0.0, MISSING
        case bool():
            return 0.0, UNUSABLE
        case int() | float():
            try:
                number = float(value)
            except OverflowError:
                return 0.0, UNUSABLE
            return number, FINE if isfinite(number) else UNUSABLE
        case date():
            return float(serial(value)), FINE
        case _:
            return 0.0, UNUSABLE


def blank(cell: object) -> bool:
    """Whether a cell holds nothing, or the empty text that a formula gives for nothing."""
    return plain(cell) in (None, "")


def truths(given: object, read: bool = False) -> tuple[Booleans, Faults]:
    """Truth values, and which cells hold none: a blank is FALSE, a text is no truth value.

    With *read* a text is the truth that it writes: ``是``, ``no``.

    >>> truths([True, None, 0.5, "x"])
    (array([ True, False,  True, False]), array([0, 0, 0, 4], dtype=uint8))
    """
    array = cells(given)
    if array.dtype.kind in "bfiu":
        values = np.asarray(np.nan_to_num(array.astype(np.float64)) != 0)
        return values, np.zeros(values.shape, dtype=np.uint8)
    found = [_truth(cell, read) for cell in array.reshape(-1).tolist()]
    true = np.array([value for value, _ in found], dtype=np.bool_)
    faults = np.array([fault for _, fault in found], dtype=np.uint8)
    return true.reshape(array.shape), faults.reshape(array.shape)


def _truth(cell: object, read: bool) -> tuple[bool, int]:
    value = plain(cell)
    if isinstance(value, str) and value and read:
        try:
            value = flag_of(value)
        except ValueError:
            return False, UNUSABLE
    return (False, UNUSABLE) if isinstance(value, str) else (bool(value), FINE)


def blanks(given: Objects) -> Faults:
    """Which cells hold nothing where each should hold a word."""
    there = [MISSING if blank(cell) else FINE for cell in given.reshape(-1).tolist()]
    return np.array(there, dtype=np.uint8).reshape(given.shape)


def objects(given: object) -> Objects:
    """Values of any kind, as they are; those of numpy's shorter floats as they are shown."""
    array = cells(given)
    return (floats(array) if array.dtype.kind == "f" else array).astype(object, copy=False)
