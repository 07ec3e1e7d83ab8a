"""The production engine: formualizer, in memory."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from plansheets.calc.engine import EngineValue, Rectangle
from plansheets.formula.ast import Binary, Boolean, Call, Node, Number, Text
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import transform
from plansheets.formula.spell import ENGINE, spell
from plansheets.plan.model import ErrorValue

if TYPE_CHECKING:
    import formualizer

_KINDS = {
    "Circ": "#CIRC!",
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_CODES = {code: kind for kind, code in _KINDS.items()}


_LONG = 1e15
_PLAIN = "PLANSHEETS.PLAIN"
_SHORT = frozenset({"COUNT", "DAY", "INT", "LEN", "MONTH", "ROUND", "ROUNDDOWN", "ROUNDUP", "YEAR"})
"""Functions whose numbers have few digits: no need to cut any."""


_TEXT_MAKERS = ("&", "CONCAT", "LEFT(", "LEN(", "MID(", "RIGHT(", "SUBSTITUTE(")
"""What a formula is looked through for before it is rewritten: most hold none."""


class Formualizer:
    """Fast, small and quick to start; its array arguments are not to be trusted."""

    name = "formualizer"
    spreads = True
    most_looks = 2_000_000_000

    def spell(self, node: Node) -> str:
        text = spell(node, ENGINE)
        if any(sign in text for sign in _TEXT_MAKERS):
            text = spell(transform(node, _with_plain_numbers), ENGINE)
        return f"={text}"

    def available(self) -> bool:
        return find_spec("formualizer") is not None

    def open(self, titles: Sequence[str], today: datetime.date) -> FormualizerBook:
        import formualizer  # noqa: PLC0415 - 20 ms that only a calculation pays

        # Interactive mode only notes formulas while they are loaded and builds its graph once:
        # the ephemeral mode takes fifteen times as long to load the same formulas.
        settings = formualizer.EvaluationConfig()
        # Threads would wait for each other wherever a formula calls back into Python.
        settings.enable_parallel = False
        book = formualizer.Workbook(
            config=formualizer.WorkbookConfig(
                mode=formualizer.WorkbookMode.Interactive,
                eval_config=settings,
                enable_changelog=False,
            )
        )
        book.set_temporal_egress("serial")
        book.set_deterministic_clock(
            datetime.datetime(today.year, today.month, today.day, tzinfo=datetime.UTC)
        )
        book.register_function(_PLAIN, _plain, min_args=1, max_args=1)
        return FormualizerBook(book, {title: book.sheet(title) for title in titles})


class FormualizerBook:
    def __init__(self, book: formualizer.Workbook, sheets: dict[str, formualizer.Sheet]) -> None:
        self._book = book
        self._sheets = sheets

    def put_values(self, sheet: str, row: int, column: int, values: Rectangle) -> None:
        rows = [[_to_engine(value) for value in each] for each in values]
        self._sheets[sheet].set_values_batch(row + 1, column + 1, len(rows), len(rows[0]), rows)

    def put_formulas(
        self, sheet: str, row: int, column: int, formulas: Sequence[Sequence[str]]
    ) -> None:
        rows = [list(each) for each in formulas]
        self._sheets[sheet].set_formulas_batch(row + 1, column + 1, len(rows), len(rows[0]), rows)

    def calculate(self) -> None:
        self._book.evaluate_all()

    def read(self, sheet: str, row: int, column: int, height: int, width: int) -> Rectangle:
        import formualizer  # noqa: PLC0415

        box = formualizer.RangeAddress(sheet, row + 1, column + 1, row + height, column + width)
        return [
            [_from_engine(value) for value in each] for each in self._sheets[sheet].get_values(box)
        ]


def _with_plain_numbers(node: Node) -> Node:
    """*node* with numbers cut to 15 digits wherever they become text, as Excel does.

    Left to itself formualizer writes 0.30000000000000004.
    """
    match node:
        case Binary("&", left, right):
            return Binary("&", _plain_operand(left), _plain_operand(right))
        case Call("CONCAT" | "CONCATENATE", arguments):
            return replace(node, arguments=tuple(map(_plain_operand, arguments)))
        case Call("LEFT" | "LEN" | "MID" | "RIGHT" | "SUBSTITUTE", (text, *others)):
            return replace(node, arguments=(_plain_operand(text), *others))
        case _:
            return node


def _plain_operand(node: Node) -> Node:
    match node:
        case Text() | Boolean() | Binary("&") | Call("PLANSHEETS.PLAIN"):
            return node
        case Number(value) if value == int(value) and abs(value) < _LONG:
            return node
        case Call(name) if name in _SHORT or (
            name in functions() and functions()[name].result == "text"
        ):
            return node
        case _:
            return Call(_PLAIN, (node,))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and (not value.is_integer() or abs(value) >= _LONG):
        return f"{value:.15G}"
    return value


def _to_engine(value: EngineValue) -> Any:
    if isinstance(value, ErrorValue):
        import formualizer  # noqa: PLC0415

        return formualizer.LiteralValue.error(_CODES.get(value.code, "Value"), None)
    return value


def _from_engine(value: Any) -> EngineValue:
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < _LONG else value
    if type(value) is dict:
        kind = str(value["kind"])
        return ErrorValue(_KINDS.get(kind, f"#{kind.upper()}!"))
    return value  # type: ignore[no-any-return]
