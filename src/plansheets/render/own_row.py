"""Formulas of a table's rows that name the cells of their own row by address.

LibreOffice pays for each structured reference and next to nothing for an address. Whole columns
keep their titles: they grow with the table, as an address would not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload

from plansheets.formula.ast import Name, Node, Structured
from plansheets.formula.rewrite import with_leaves
from plansheets.grid import column_name

_ROW = "\ue000"
"""Stands for the number of the row: a character of private use, which nobody types."""


class ByAddress:
    """Writes the formulas of a table for all rows alike, with a place for the row's number.

    *columns* are those of the sheet, counted from 0, by the titles that formulas have for them.
    """

    def __init__(self, table: str, columns: Mapping[str, int]) -> None:
        self._table = table.casefold()
        self._letters = {title.casefold(): column_name(at) for title, at in columns.items()}
        self._made: dict[int, tuple[Node, Node]] = {}

    def __call__(self, formula: Node) -> Node:
        made = self._made.get(id(formula))
        if made is None:
            made = self._made[id(formula)] = formula, with_leaves(formula, self._leaf)
        return made[1]

    def _leaf(self, node: Node) -> Node:
        match node:
            case Structured(str(table), "this row", str(title), None) if (
                table.casefold() == self._table
            ):
                return Name(self._letters[title.casefold()] + _ROW)
            case _:
                return node


def in_row(spelled: str, row: int) -> str:
    """The formula as it is written in that row, counted from 0."""
    return spelled.replace(_ROW, str(row + 1))


class OwnRow(Sequence[str]):
    """The formula of each row of a table, made when it is asked for."""

    def __init__(self, spelled: str, first_row: int, height: int) -> None:
        self._parts = spelled.split(_ROW)
        self._numbers = range(first_row + 1, first_row + height + 1)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [str(number).join(self._parts) for number in self._numbers[at]]
        return str(self._numbers[at]).join(self._parts)
