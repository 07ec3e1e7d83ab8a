"""A text of cells pasted into a sheet: what the calls among them are asked with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plansheets.formula.ast import Call, Cell, CellRange, Node, Text
from plansheets.formula.parse import parse


@dataclass(frozen=True, slots=True)
class PastedCall:
    """A formula that calls a function of ours: where it stands, and its arguments as rows."""

    row: int
    column: int
    name: str
    arguments: tuple[list[list[object]], ...]


def pasted_calls(text: str, ours: str) -> Iterator[PastedCall]:
    """Every call of a function whose name begins with *ours*."""
    cells = {
        (row, column): typed
        for row, line in enumerate(text.splitlines())
        for column, typed in enumerate(line.split("\t"))
        if typed
    }
    for (row, column), typed in cells.items():
        if typed.startswith(f"={ours}"):
            name, given = re.fullmatch(r"=([\w.]+)(\(.*\))", typed).groups()  # type: ignore[union-attr]
            call = parse(f"CALLED{given}")
            assert isinstance(call, Call)
            read = (_read(node, cells) for node in call.arguments)
            yield PastedCall(row, column, name, tuple(read))


def _read(node: Node, cells: dict[tuple[int, int], str]) -> list[list[object]]:
    match node:
        case Text(value):
            return [[value]]
        case Cell(row, column):
            return [[_value(cells.get((row, column)))]]
        case CellRange(first, last):
            rows, columns = range(first.row, last.row + 1), range(first.column, last.column + 1)
            return [[_value(cells.get((row, column))) for column in columns] for row in rows]
    raise AssertionError(node)


def _value(typed: str | None) -> object:
    """What a program makes of what is typed: a number, a day, a truth, or the text."""
    if typed in ("TRUE", "FALSE"):
        return typed == "TRUE"
    if typed is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", typed):
        return {"day": f"{typed}T00:00:00"}
    if typed is not None and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", typed):
        return float(typed)
    return typed
