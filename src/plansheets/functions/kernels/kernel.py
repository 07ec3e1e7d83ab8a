"""What turns a formula over arrays into a function that takes whatever a spreadsheet holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plansheets.functions.catalog import CATALOG
from plansheets.functions.function import Argument, Function
from plansheets.functions.kernels.cells import (
    ERRORS,
    FINE,
    MISSING,
    Booleans,
    Faults,
    cells,
    numbers,
    objects,
    truths,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Results with the reason where there is none, by :data:`~.cells.ERRORS`."""

    values: NDArray[Any]
    faults: Faults

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
    is no value; :meth:`judge` also tells why. Nothing is raised for what a cell may hold.
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
        judged = self.judge(*given, **named)
        values = judged.values
        if judged.faults.any():
            numeric = values.dtype.kind == "f"
            values = values.copy() if numeric else values.astype(object)
            values[judged.faults != FINE] = np.nan if numeric else None
        series: Any = next((one for one in everything if hasattr(one, "to_numpy")), None)
        if series is not None and values.shape == series.shape:
            return type(series)(values, index=series.index)
        return values.item() if values.ndim == 0 else values

    def judge(self, *given: object, **named: object) -> Judged:
        """Results, and for each that has none why."""
        bound = self._bind(given, named)
        taken: dict[str, Any] = {}
        faults: list[Faults] = []
        for argument in self.function.arguments:
            if argument.name not in bound:
                continue
            value, wrong = _taken(argument, bound[argument.name])
            taken[argument.name] = value
            if wrong is not None:
                if argument.name not in self.function.needs:
                    wrong = np.where(wrong == MISSING, FINE, wrong).astype(np.uint8)
                faults.append(wrong)
        with np.errstate(all="ignore"):
            found = self.compute(**taken)
        if isinstance(found, Judged):
            values, undefined = found.values, found.faults
        else:
            values = np.asarray(found)
            undefined = _nothing(values) * np.uint8(ERRORS.index(self.function.error))
        shape = np.broadcast_shapes(values.shape, *(wrong.shape for wrong in faults))
        worst = np.zeros(shape, dtype=np.uint8)
        for wrong in faults:
            worst = np.maximum(worst, wrong)
        worst = np.where(worst == FINE, undefined, worst)
        return Judged(np.broadcast_to(values, shape), worst)

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
    flat = np.array([one is None for one in values.reshape(-1).tolist()], dtype=np.bool_)
    return flat.reshape(values.shape)


def _taken(argument: Argument, given: object) -> tuple[Any, Faults | None]:
    """What a kernel computes with, and the faults that a result takes over."""
    match argument.takes:
        case "number" | "date" if argument.many:
            values, _ = numbers(cells(given).reshape(-1))
            return values, None
        case "number" | "date":
            return numbers(given)
        case "boolean":
            return truths(given), None
        case "option":
            return given, None
        case _:
            return (objects(given).reshape(-1) if argument.many else objects(given)), None


def kernel(name: str) -> Callable[[Compute], Kernel]:
    """Make a computation over arrays the kernel of the function *name* of the catalogue.

    The computation meets floats with NaN for what is missing, and gives NaN where the function has
    no value; it never decides which error that is.
    """
    return lambda compute: Kernel(CATALOG[name], compute)
