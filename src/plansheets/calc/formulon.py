"""The second engine: formulon, a WebAssembly module; exact on arrays, slow to start."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from plansheets.calc.engine import EngineValue, Rectangle
from plansheets.formula.ast import Node
from plansheets.formula.spell import ENGINE, spell
from plansheets.plan.model import ErrorValue

if TYPE_CHECKING:
    import formulon

_CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""Errors by formulon's number."""


class Formulon:
    """Takes seconds to start and to fill; used where formualizer is not proven."""

    name = "formulon"
    spreads = False
    most_looks = 100_000_000

    def spell(self, node: Node) -> str:
        return f"={spell(node, ENGINE)}"

    def available(self) -> bool:
        return find_spec("formulon") is not None

    def open(self, titles: Sequence[str], today: datetime.date) -> FormulonBook:
        import formulon  # noqa: PLC0415 - starts a WebAssembly machine

        book = formulon.Workbook.create_empty()
        for title in titles:
            book.add_sheet(title)
        book.set_pinned_now(today.year, today.month, today.day)
        return FormulonBook(book, {title: number for number, title in enumerate(titles)})


class FormulonBook:
    def __init__(self, book: formulon.Workbook, sheets: dict[str, int]) -> None:
        self._book = book
        self._sheets = sheets

    def put_values(self, sheet: str, row: int, column: int, values: Rectangle) -> None:
        number = self._sheets[sheet]
        for down, line in enumerate(values, row):
            for across, value in enumerate(line, column):
                self._put(number, down, across, value)

    def _put(self, sheet: int, row: int, column: int, value: EngineValue) -> None:
        match value:
            case bool():
                self._book.set_bool(sheet, row, column, value)
            case int() | float():
                self._book.set_number(sheet, row, column, value)
            case str():
                self._book.set_text(sheet, row, column, value)
            case ErrorValue(code):
                number = _CODES.index(code) if code in _CODES else _CODES.index("#VALUE!")
                self._book.set_error(sheet, row, column, number)
            case None:
                pass

    def put_formulas(
        self, sheet: str, row: int, column: int, formulas: Sequence[Sequence[str]]
    ) -> None:
        number = self._sheets[sheet]
        for down, line in enumerate(formulas, row):
            for across, formula in enumerate(line, column):
                self._book.set_formula(number, down, across, formula)

    def calculate(self) -> None:
        self._book.recalc()

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> Rectangle:
        number = self._sheets[sheet]
        return [
            [
                _from_engine(self._book.get_value(number, down, across))
                for across in range(column, column + width)
            ]
            for down in range(row, row + height)
        ]


def _from_engine(value: formulon.Value) -> EngineValue:
    if value.error_code is not None:
        known = 0 <= value.error_code < len(_CODES)
        return ErrorValue(_CODES[value.error_code] if known else f"#ERROR{value.error_code}!")
    found = value.to_python()
    if isinstance(found, float) and found.is_integer() and abs(found) < 1e15:
        return int(found)
    if found is None or isinstance(found, str | bool | float):
        return found
    return ErrorValue(f"#{value.kind.name}!")
