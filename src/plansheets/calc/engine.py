"""What an engine must do: hold lowered sheets, calculate at a pinned date, give values back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from math import isfinite
from typing import Protocol

from plansheets.formula.ast import Node
from plansheets.grid import cell_name, quote_sheet, serial
from plansheets.plan.model import ErrorValue, Value

EngineValue = str | int | float | bool | ErrorValue | None
"""What an engine gives back for a cell: a date is its serial number, None an empty cell."""

Rectangle = Sequence[Sequence[EngineValue]]

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""Errors that are a formula's value; others, such as ``#NAME?``, say that an engine gave up."""


def gave_up(value: EngineValue) -> bool:
    """Whether an engine gave *value* because it had none: nothing, its own error, or no number."""
    match value:
        case None:
            return True
        case ErrorValue(code):
            return code not in ERRORS
        case float():
            return not isfinite(value)
        case _:
            return False


def constant(value: Value) -> EngineValue:
    """*value* as a cell of an engine holds it; an empty text leaves an empty cell in the file."""
    if isinstance(value, datetime.date):
        return serial(value)
    return None if value == "" else value


def place_name(sheet: str, row: int, column: int) -> str:
    """A cell as problems name it.

    >>> place_name("商品管理", 4, 1)
    '商品管理!B5'
    """
    return f"{quote_sheet(sheet)}!{cell_name(row, column)}"


class Book(Protocol):
    """A workbook in an engine's memory; rows and columns count from 0.

    Values and formulas come as rectangles with their top left corner, each loaded once; they do
    not overlap. Formulas are lowered and spelled for engines, ``=`` included.
    """

    def put_values(self, sheet: str, row: int, column: int, values: Rectangle) -> None: ...

    def put_formulas(
        self, sheet: str, row: int, column: int, formulas: Sequence[Sequence[str]]
    ) -> None: ...

    def calculate(self) -> None: ...

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> Rectangle:
        """The values of a rectangle, one list a row; an error of any kind is an ErrorValue."""
        ...


class Engine(Protocol):
    """Makes books; ``name`` is the one the proven table knows it by."""

    @property
    def name(self) -> str: ...

    @property
    def spreads(self) -> bool:
        """Whether arrays must be spread over scratch cells before it sees a formula."""
        ...

    @property
    def most_looks(self) -> int:
        """Cells that the formulas of a column may look at together: more would take minutes."""
        ...

    def spell(self, node: Node) -> str:
        """A lowered formula as this engine wants it, ``=`` included."""
        ...

    def available(self) -> bool:
        """Whether the engine's package is installed; asking does not start it."""
        ...

    def open(self, titles: Sequence[str], today: datetime.date) -> Book:
        """An empty book with those sheets, in which TODAY() is *today*."""
        ...
