"""What turns a formula over arrays into a function that takes whatever a spreadsheet holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plansheets.functions.catalog import CATALOG
from plansheets.functions.cells import (
    ERRORS,
    FINE,
    MISSING,
    TOO_GREAT,
    UNUSABLE,
    ZERO_BASE,
    Booleans,
    Faults,
    Floats,
    blanks,
    cells,
    compact_days,
    in_order,
    number_written,
    numbers,
    objects,
    serial_written,
    truths,
)
from plansheets.functions.function import Argument, Function
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """Results with the reason where there is none, by :data:`~.cells.ERRORS`."""

    values: NDArray[Any]
    faults: Faults

    @classmethod
    def told(cls, values: NDArray[Any]) -> Judged:
        """Results that are missing where there is none."""
        return cls(values, (_nothing(values) * np.uint8(MISSING)).astype(np.uint8))

    @classmethod
    def nothing(cls, fault: int) -> Judged:
        """One result, which there is not."""
        return cls(np.array(None, dtype=object), np.array(fault, dtype=np.uint8))

    def in_cells(self) -> NDArray[np.object_]:
        """Results as cells show them: a value, or the name of its error."""
        shown = self.values.astype(object)
        wrong = self.faults != FINE
        shown[wrong] = np.array(ERRORS, dtype=object)[self.faults[wrong]]
        return shown


Compute = Callable[..., NDArray[Any] | Judged]


class Kernel:
    """A function of the catalogue in numpy.

    Arguments are scalars, lists, arrays or pandas columns, which meet as numpy's do: a single value
    with a column, a column with a row. An argument for a column is read as one, whatever its
    shape. A call gives floats (texts for a function that gives texts) with NaN (None) where there
    is no value, and reads numbers, days and truths that a text writes (``8.5万``, ``2024/6/1``), as
    a build reads data. :meth:`judge` also tells why there is no value, and takes a text for a text,
    as a cell's formula does. Nothing is raised for what a cell may hold.
    """

    def __init__(self, function: Function, compute: Compute) -> None:
        self.function = function
        self.compute = compute
        self._names = tuple(argument.name for argument in function.arguments)
        update_wrapper(self, compute)

    def __repr__(self) -> str:
        return f"<function {self.function.signature}>"

    def __call__(self, *given: object, **named: object) -> Any:
        everything = (*given, *named.values())
        judged = self._judged(given, named, read=True)
        values = judged.values
        if judged.faults.any():
            numeric = values.dtype.kind == "f"
            values = values.copy() if numeric else values.astype(object)
            values[judged.faults != FINE] = np.nan if numeric else None
        columns = (one for one in everything if hasattr(one, "to_numpy") and hasattr(one, "index"))
        series: Any = next(columns, None)
        if series is not None and values.shape == series.shape:
            return type(series)(values, index=series.index)
        return values.item() if values.ndim == 0 else values

    def judge(self, *given: object, **named: object) -> Judged:
        """Results, and for each that has none why.

        Raises
        ------
        ValueError
            For what no single result could tell: columns of unequal length, an option that is none,
            a column with nothing in it where a whole column is asked for. It is ``#VALUE!`` in a
            cell.
        """
        return self._judged(given, named, read=False)

    def _judged(self, given: tuple[object, ...], named: dict[str, object], *, read: bool) -> Judged:
        bound = self._bind(given, named)
        self._check_lengths(bound)
        taken: dict[str, Any] = {}
        faults: list[Faults] = []
        for argument in self.function.arguments:
            if argument.name not in bound:
                continue
            value, wrong = _taken(argument, bound[argument.name], read=read)
            taken[argument.name] = value
            if argument.counted and argument.name not in self.function.needs:
                wrong = np.where(wrong == MISSING, FINE, wrong).astype(np.uint8)
            faults.append(wrong)
        if self.function.shape != "value":
            return self._whole(bound, taken, faults)
        found = self._computed(taken)
        if isinstance(found, Judged):
            values, undefined = found.values, found.faults
        else:
            values = np.asarray(found)
            undefined = _nothing(values) * np.uint8(self._without_value)
        if values.dtype.kind == "f":
            values = values + 0.0  # no zero has a sign
        undefined = _too_great(values, undefined)
        if any(
            one.order and not in_order(taken[one.name], one.order)
            for one in self.function.arguments
            if one.name in taken
        ):
            undefined = np.where(undefined == FINE, UNUSABLE, undefined).astype(np.uint8)
        shape = np.broadcast_shapes(values.shape, *(wrong.shape for wrong in faults))
        worst = np.zeros(shape, dtype=np.uint8)
        for wrong in faults:
            worst = np.maximum(worst, wrong)
        worst = np.where(worst == FINE, undefined, worst)
        return Judged(np.broadcast_to(values, shape), worst)

    def _whole(
        self, bound: dict[str, object], taken: dict[str, Any], faults: list[Faults]
    ) -> Judged:
        """A whole column, in the shape of the range it is for, or a whole table."""
        worst = max(int(wrong.max(initial=FINE)) for wrong in faults)
        if worst:
            return Judged.nothing(worst)
        found = self._computed(taken)
        judged = found if isinstance(found, Judged) else Judged.told(np.asarray(found))
        if self.function.shape == "table" or judged.values.ndim == 0:
            return judged
        shape = cells(bound[self._names[0]]).shape
        undefined = _too_great(judged.values, judged.faults)
        return Judged(judged.values.reshape(shape), undefined.reshape(shape))

    def _computed(self, taken: dict[str, Any]) -> Any:
        """What the computation gives, or that a sum is beyond what a number holds."""
        with np.errstate(all="ignore"):
            try:
                return self.compute(**taken)
            except OverflowError:
                return Judged(np.array(np.nan), np.array(TOO_GREAT, dtype=np.uint8))

    @property
    def _without_value(self) -> int:
        """Why there is no value where a computation gives none, without saying why."""
        function = self.function
        if function.undefined:
            return ZERO_BASE
        return UNUSABLE if function.unusable else MISSING

    def _check_lengths(self, bound: dict[str, object]) -> None:
        sizes = [cells(bound[name]).size for name in self.function.alike]
        if len(set(sizes)) > 1:
            names = " and ".join(self.function.alike)
            raise ValueError(f"{names} differ in length: {', '.join(map(str, sizes))}")

    def _bind(self, given: tuple[object, ...], named: dict[str, object]) -> dict[str, object]:
        if len(given) > len(self._names):
            raise TypeError(
                f"{self.function.name} takes at most {len(self._names)} arguments: "
                f"{self.function.signature}"
            )
        bound = dict(zip(self._names, given, strict=False))
        for name, value in named.items():
            if name not in self._names or name in bound:
                problem = "twice" if name in bound else "unknown"
                raise TypeError(
                    f"argument '{name}' is {problem} in {self.function.name}: "
                    f"{self.function.signature}"
                )
            bound[name] = value
        for argument in self.function.arguments:
            if argument.name not in bound and argument.default is None:
                raise TypeError(
                    f"{self.function.name} needs '{argument.name}': {self.function.signature}"
                )
        return bound


def _nothing(values: NDArray[Any]) -> Booleans:
    """Where a computation found no value."""
    if values.dtype.kind == "f":
        nothing: Booleans = np.isnan(values)
        return nothing
    if values.dtype != object:
        return np.zeros(values.shape, dtype=np.bool_)
    none: Booleans = values == np.array(None)
    return none


def _too_great(values: NDArray[Any], undefined: Faults) -> Faults:
    """The faults, with those of numbers that are beyond what a cell holds."""
    if values.dtype.kind != "f":
        return undefined
    return np.where(~np.isfinite(values) & (undefined == FINE), TOO_GREAT, undefined).astype(
        np.uint8
    )


def _taken(argument: Argument, given: object, *, read: bool) -> tuple[Any, Faults]:
    """What a kernel computes with, and the faults that a result takes over."""
    match argument.takes:
        case "number" | "date" if argument.many:
            values, faults = _numbers(argument, cells(given).reshape(-1), read=read)
            return values, np.where((faults == UNUSABLE).any(), UNUSABLE, FINE).astype(np.uint8)
        case "number" | "date":
            return _numbers(argument, given, read=read)
        case "boolean":
            return truths(given, read)
        case "option":
            return _option(argument, given), np.zeros((), dtype=np.uint8)
        case _ if argument.table:
            return objects(given), np.zeros((), dtype=np.uint8)
        case _ if argument.many:
            return objects(given).reshape(-1), np.zeros((), dtype=np.uint8)
        case _:
            words = objects(given)
            return words, blanks(words)


def _numbers(argument: Argument, given: object, *, read: bool) -> tuple[Floats, Faults]:
    """Numbers, or whole days: a time of day changes none."""
    if argument.takes == "date":
        values, faults = numbers(given, serial_written if read else None)
        return np.floor(compact_days(values) if read else values), faults
    return numbers(given, number_written if read else None)


def _option(argument: Argument, given: object) -> str:
    """The option meant, in any case."""
    for option in argument.options:
        if isinstance(given, str) and given.lower() == option.lower():
            return option
    options = ", ".join(f"'{option}'" for option in argument.options)
    raise ValueError(f"{argument.name} '{given}' is none of {options}")


def kernel(name: str) -> Callable[[Compute], Kernel]:
    """Make a computation over arrays the kernel of the function *name* of the catalogue.

    The computation meets floats with NaN for what is missing, and gives NaN where the function has
    no value: where its base is zero, or where its arguments make no sense. A function that knows
    both says which by :class:`Judged`.
    """
    return lambda compute: Kernel(CATALOG[name], compute)
