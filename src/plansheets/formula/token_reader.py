"""The words of a formula, taken one after the other, and what a word may stand for."""

from __future__ import annotations

import re
from typing import Final

from plansheets.formula.ast import Cell
from plansheets.formula.mistakes import stray
from plansheets.formula.tokens import FormulaError, Token
from plansheets.grid import MAX_COLUMNS, column_number, parse_cell
from plansheets.words import Words

ROW: Final = re.compile(r"\$?[0-9]{1,7}")
_COLUMN: Final = re.compile(r"\$?[A-Za-z]{1,3}")
_PREFIXES: Final = ("_xlfn.", "_xlws.", "_xlpm.", "_xleta.")


class TokenReader:
    """Hands the words out; ``token`` is the next."""

    __slots__ = ("end", "index", "token", "tokens")

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.token = tokens[0]
        self.end = 0
        """Where the last word taken ended."""

    def advance(self) -> Token:
        taken = self.token
        self.end = taken.end
        self.index += 1
        self.token = self.tokens[self.index]
        return taken

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def close(self, bracket: str, opening: Token) -> None:
        if self.token.kind == bracket:
            self.advance()
        elif self.token.kind == "end":
            raise FormulaError(
                "PS202",
                Words(
                    f"“{opening.kind}”没有用“{bracket}”关上",
                    f"'{opening.kind}' is never closed by '{bracket}'",
                ),
                opening.start,
                opening.end,
                Words(f"补上“{bracket}”", f"add '{bracket}'"),
            )
        else:
            raise stray(self.token)


def number(text: str) -> int | float:
    # more than 15 digits cannot live in Excel, and very long ones not in int() either
    return int(text) if text.isdigit() and len(text) <= 15 else float(text)


def is_line(token: Token) -> bool:
    """Whether *token* may be an end of ``A:C`` or ``3:5``."""
    if token.kind == "number" or (token.kind == "name" and token.text[1:].isdigit()):
        return bool(ROW.fullmatch(token.text))
    if token.kind != "name" or not _COLUMN.fullmatch(token.text):
        return False
    return column_number(token.text.lstrip("$")) < MAX_COLUMNS


def cell_of(token: Token, sheet: str | None, start: int) -> Cell | None:
    text = token.text
    place = parse_cell(text) if text.isascii() else None
    if place is None:
        return None
    row, column = place
    return Cell(row, column, sheet, "$" in text[1:], text[0] == "$", (start, token.end))


def without_dollar(token: Token) -> str:
    if "$" in token.text:
        raise FormulaError(
            "PS214",
            Words(f"“{token.text}”不是单元格", f"'{token.text}' is no cell"),
            token.start,
            token.end,
            Words("“$”固定单元格的列或行：$A$1", "'$' fixes the column or row of a cell: $A$1"),
        )
    return token.text


def unprefixed(name: str) -> str:
    """*name* without what files put before it."""
    while name.startswith("_xl"):
        prefix = next((known for known in _PREFIXES if name.startswith(known)), None)
        if prefix is None:
            break
        name = name[len(prefix) :]
    return name
