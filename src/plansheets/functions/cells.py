"""What a caller hands to a kernel: numbers, texts, blanks, ranges, as arrays with their faults."""

from __future__ import annotations

from datetime import date, datetime, time
from math import isfinite, isinf
from operator import attrgetter
from types import NoneType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Faults = NDArray[np.uint8]
Objects = NDArray[np.object_]
Booleans = NDArray[np.bool_]

FINE: Final = 0
MISSING: Final = 1
ZERO_BASE: Final = 2
TOO_GREAT: Final = 3
UNUSABLE: Final = 4
"""The greater a fault, the sooner it is told where several meet; 3 is a number beyond any cell."""

ERRORS: Final = ("", "#N/A", "#DIV/0!", "#NUM!", "#VALUE!")
"""Excel's error for each fault."""

_FIRST_DAY = date(1899, 12, 30)


def cells(given: object) -> NDArray[Any]:
    """*given* as an array, of floats where it is one already, of objects otherwise.

    pandas columns and frames bring their own array; a list of lists keeps its shape.
    """
    to_numpy = getattr(given, "to_numpy", None)
    array = to_numpy() if callable(to_numpy) else given
    if isinstance(array, np.ndarray):
        return array
    if isinstance(array, list | tuple):
        return np.array(array, dtype=object)
    whole = np.empty((), dtype=object)
    whole[()] = array
    return whole


def numbers(given: object) -> tuple[Floats, Faults]:
    """Numbers with NaN where there is none, and why there is none: blank, or no number at all.

    A date is its serial number. A truth value is no number, as in Excel's COUNT.

    >>> numbers([1, "", None, "n/a"])
    (array([ 1., nan, nan, nan]), array([0, 1, 1, 4], dtype=uint8))
    """
    array = cells(given)
    if array.dtype.kind in "fiu":
        values = array.astype(np.float64, copy=False)
        return values, _not_finite(values)
    if array.dtype.kind == "M":
        days = array.astype("datetime64[D]")
        values = (days - np.datetime64(_FIRST_DAY)).astype(np.float64)
        values[np.isnat(days)] = np.nan
        return values, np.where(np.isnan(values), MISSING, FINE).astype(np.uint8)
    return _each(array)


def _not_finite(values: Floats) -> Faults:
    faults = np.zeros(values.shape, dtype=np.uint8)
    if not np.isfinite(values).all():
        faults[np.isinf(values)] = UNUSABLE
        faults[np.isnan(values)] = MISSING
    return faults


def _each(array: NDArray[Any]) -> tuple[Floats, Faults]:
    flat = array.reshape(-1).tolist()
    values = of_one_kind(flat, set(map(type, flat)))
    if values is None:
        return _one_by_one(array, flat)
    values = values.reshape(array.shape)
    return values, _not_finite(values)


def of_one_kind(flat: list[Any], kinds: set[type]) -> Floats | None:
    """Cells that are all numbers or all times, as most columns are; NaN for None.

    Quicker than a look at each; None where *kinds*, the types of *flat*, are others.
    """
    filled = kinds - {NoneType}
    if filled <= {float, int}:
        return np.array(flat, dtype=np.float64)
    if all(issubclass(kind, datetime) for kind in filled):
        return _serials(flat, NoneType in kinds)
    return None


def _serials(times: list[Any], blanks: bool) -> Floats:
    """What :func:`serial` gives for each of many times."""
    known = [one for one in times if one is not None] if blanks else times
    many = len(known)
    values = np.fromiter(map(date.toordinal, known), dtype=np.float64, count=many)
    values -= _FIRST_DAY.toordinal()
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


def _one_by_one(array: NDArray[Any], flat: list[Any]) -> tuple[Floats, Faults]:
    values = np.full(array.shape, np.nan)
    faults = np.zeros(array.shape, dtype=np.uint8)
    flat_values, flat_faults = values.reshape(-1), faults.reshape(-1)
    for place, cell in enumerate(flat):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if isfinite(cell):
                flat_values[place] = cell
            else:
                flat_faults[place] = UNUSABLE if isinf(cell) else MISSING
        elif isinstance(cell, date):
            flat_values[place] = serial(cell)
        else:
            flat_faults[place] = MISSING if blank(cell) else UNUSABLE
    return values, faults


def serial(day: date) -> float:
    """The number by which a spreadsheet knows a day, with its time as a fraction.

    >>> serial(date(2024, 6, 30))
    45473.0
    """
    if isinstance(day, datetime):
        naive = day.replace(tzinfo=None)
        return (naive - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001 - no zone
    return float((day - _FIRST_DAY).days)


def blank(cell: object) -> bool:
    """Whether a cell holds nothing, or the empty text that a formula gives for nothing."""
    return cell is None or cell == "" or (isinstance(cell, float) and cell != cell)  # noqa: PLR0124


def truths(given: object) -> tuple[Booleans, Faults]:
    """Truth values, and which cells hold none: a blank is FALSE, a text is no truth value.

    >>> truths([True, None, 0.5, "x"])
    (array([ True, False,  True, False]), array([0, 0, 0, 4], dtype=uint8))
    """
    array = cells(given)
    if array.dtype.kind in "bfiu":
        values = np.asarray(np.nan_to_num(array.astype(np.float64)) != 0)
        return values, np.zeros(values.shape, dtype=np.uint8)
    flat = array.reshape(-1).tolist()
    texts = np.fromiter((isinstance(cell, str) for cell in flat), dtype=np.bool_)
    true = np.fromiter((not blank(cell) and bool(cell) for cell in flat), dtype=np.bool_)
    faults = np.where(texts, UNUSABLE, FINE).astype(np.uint8)
    return (true & ~texts).reshape(array.shape), faults.reshape(array.shape)


def blanks(given: Objects) -> Faults:
    """Which cells hold nothing where each should hold a word."""
    there = [MISSING if blank(cell) else FINE for cell in given.reshape(-1).tolist()]
    return np.array(there, dtype=np.uint8).reshape(given.shape)


def objects(given: object) -> Objects:
    """Values of any kind, as they are."""
    return cells(given).astype(object, copy=False)
