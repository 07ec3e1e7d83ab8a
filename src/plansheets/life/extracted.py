"""What people have typed into a workbook, by id and typed, each value with its cell and state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from plansheets.errors import Problem
from plansheets.life.recognise import Sure
from plansheets.plan.model import Value
from plansheets.records import dataclass

if TYPE_CHECKING:
    import pandas as pd

State = Literal[
    "input",
    "blank",
    "default",
    "given",
    "calculated",
    "unknown",
    "overwritten",
    "text",
    "unlisted",
    "error",
]
"""What a cell is: typed in; blank; blank, so that the default holds; an item that its row stands
for; a formula with its value; a formula that was never calculated; a value where a formula was; a
text where a number, a day or a yes or no belongs; what its list does not hold; an error."""

CLEAN: frozenset[State] = frozenset({"input", "blank", "default", "given", "calculated"})


@dataclass(frozen=True, slots=True)
class ExtractedCell:
    """A value and where it stands.

    .. versionadded:: 0.1.0
    """

    cell: str
    value: Value
    """Items of lists by id; None where ``text`` holds what is no value of the column's type."""
    state: State
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ExtractedRow:
    """A row of a table: ``row`` is the sheet's, counted from 1.

    .. versionadded:: 0.1.0
    """

    row: int
    inside: bool
    """False for a row below the table, which its formulas and charts do not see."""
    cells: Mapping[str, ExtractedCell]


@dataclass(frozen=True, slots=True)
class ExtractedTable:
    """A table's rows that hold something.

    .. versionadded:: 0.1.0
    """

    id: str
    title: str
    sheet: str
    columns: tuple[str, ...]
    """Ids of the columns that were found, in the order of the plan."""
    inputs: tuple[str, ...]
    rows: tuple[ExtractedRow, ...]

    def frame(self, *, inputs: bool = False) -> pd.DataFrame:
        """The rows as a frame, columns by id; with ``inputs`` only those that people fill."""
        import pandas as pd  # noqa: PLC0415  # only who asks for frames needs it

        names = self.inputs if inputs else self.columns
        return pd.DataFrame(
            {name: [row.cells[name].value for row in self.rows] for name in names},
            index=pd.Index([row.row for row in self.rows], name="row"),
            dtype=object,
        )


@dataclass(frozen=True, slots=True)
class ExtractedParameter:
    """A parameter: what was typed, and what holds without it.

    .. versionadded:: 0.1.0
    """

    id: str
    label: str
    cell: str
    value: Value
    """None where nothing is typed."""
    default: Value
    state: State
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """Everything that was typed into a workbook, and what it is.

    .. versionadded:: 0.1.0
    """

    book: str
    blueprint: str
    version: str
    digest: str
    locale: str
    sure: Sure
    """``certain`` where hidden names lead to everything, ``likely`` where names of tables or
    headers had to, ``unsure`` where something was guessed; ``problems`` say what."""
    tables: Mapping[str, ExtractedTable]
    parameters: Mapping[str, ExtractedParameter]
    problems: tuple[Problem, ...]
    """What is not as it should be: rows outside a table, texts in place of numbers …"""

    def as_json(self) -> dict[str, Any]:
        """The same with the keys of docs/json.md."""
        return {
            "book": self.book,
            "blueprint": self.blueprint,
            "version": self.version,
            "digest": self.digest,
            "locale": self.locale,
            "sure": self.sure,
            "parameters": {
                one.id: {
                    "label": one.label,
                    "cell": one.cell,
                    "value": plain(one.value),
                    "default": plain(one.default),
                    "state": one.state,
                    "text": one.text,
                }
                for one in self.parameters.values()
            },
            "tables": {
                table.id: {
                    "title": table.title,
                    "sheet": table.sheet,
                    "columns": list(table.columns),
                    "inputs": list(table.inputs),
                    "rows": [_row_json(row) for row in table.rows],
                }
                for table in self.tables.values()
            },
        }


def _row_json(row: ExtractedRow) -> dict[str, Any]:
    """A row's values; cells that are more than a value are told beside them."""
    return {
        "row": row.row,
        "inside": row.inside,
        "values": {id_: plain(cell.value) for id_, cell in row.cells.items()},
        "cells": {
            id_: {"cell": cell.cell, "state": cell.state, "text": cell.text}
            for id_, cell in row.cells.items()
            if cell.state not in CLEAN
        },
    }


def plain(value: Value) -> str | int | float | bool | None:
    """*value* as JSON and CSV hold it: days as ISO writes them."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return getattr(value, "code", None) or value.isoformat()  # type: ignore[union-attr]
