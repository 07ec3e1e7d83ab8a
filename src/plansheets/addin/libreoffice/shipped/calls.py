"""From the call of a cell to the rows it shows: ranges meet, columns are read, errors are told."""

from __future__ import annotations

import math
import struct
from inspect import signature
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from .excel import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    Rows = Sequence[Sequence[Any]]

ERRORS: Final = {"#NUM!": 503, "#VALUE!": 519, "#DIV/0!": 532, "#N/A": 32767}
"""LibreOffice's number of an error, which it reads from the bits of a number that is none."""


class CellCall:
    """How a cell calls *function*: which arguments are columns or tables, and what it gives.

    Every other argument is a single value; where a cell hands over a range instead, the function
    is asked for each of its cells, and the answer is a range. A function that ``gives`` a column or
    a table is asked once.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        columns: Collection[str] = (),
        tables: Collection[str] = (),
        gives: str = "value",
    ) -> None:
        parameters = signature(function).parameters.values()
        self.function = function
        self.names = [parameter.name for parameter in parameters]
        self.blank = {
            parameter.name: "" for parameter in parameters if parameter.default is parameter.empty
        }
        self.columns = columns
        self.tables = tables
        self.gives = gives

    def __call__(self, *given: Any) -> Rows:
        """The rows of the answer, errors as numbers that are none; None is what is left out."""
        ranges = {
            name: value if isinstance(value, tuple) else ((value,),)
            for name, value in zip(self.names, given)
            if value is not None
        }
        try:
            rows = self._rows(ranges)
        except CellError as error:
            rows = [[error]]
        return tuple(tuple(map(_in_cell, row)) for row in rows)

    def _rows(self, ranges: Mapping[str, Rows]) -> Any:
        whole: dict[str, Any] = {}
        single: dict[str, Rows] = {}
        for name, rows in ranges.items():
            if name in self.columns:
                whole[name] = tuple(chain.from_iterable(rows))
            elif name in self.tables:
                whole[name] = rows
            else:
                single[name] = rows
        height = _common(len(rows) for rows in single.values())
        width = _common(len(rows[0]) for rows in single.values())
        if self.gives == "value":
            return [
                [self._value({**whole, **_at(single, row, column)}) for column in range(width)]
                for row in range(height)
            ]
        if (height, width) != (1, 1):
            raise CellError("#VALUE!")
        answer = self._answer({**whole, **_at(single, 0, 0)})
        return answer if self.gives == "table" else _shaped(answer, ranges[self.names[0]])

    def _value(self, named: Mapping[str, Any]) -> Any:
        try:
            return self._answer(named)
        except CellError as error:
            return error

    def _answer(self, named: Mapping[str, Any]) -> Any:
        try:
            return self.function(**{**self.blank, **named})
        except ZeroDivisionError:
            raise CellError("#DIV/0!") from None
        except OverflowError:
            raise CellError("#NUM!") from None


def _common(lengths: Iterable[int]) -> int:
    """The length of the ranges together; a single cell meets every length."""
    found = set(lengths) - {1}
    if len(found) > 1:
        raise CellError("#VALUE!")
    return found.pop() if found else 1


def _shaped(values: Sequence[Any], like: Rows) -> Rows:
    """*values* in the shape of the range that they are for."""
    width = len(like[0])
    return [values[start : start + width] for start in range(0, len(values), width)]


def _at(ranges: Mapping[str, Rows], row: int, column: int) -> dict[str, Any]:
    """The value of each range at a place; a single row or column is the same all along."""
    values = {}
    for name, rows in ranges.items():
        line = rows[row if len(rows) > 1 else 0]
        values[name] = line[column if len(line) > 1 else 0]
    return values


def _in_cell(value: Any) -> float | str:
    if isinstance(value, CellError):
        return _not_a_number(ERRORS[str(value)])
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return _not_a_number(ERRORS["#NUM!"])
    # a negative zero would show its sign
    return float(value) + 0.0


def _not_a_number(code: int) -> float:
    found: float = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | code))[0]
    return found
