"""What a workbook is called by: its file's name, a cell of a form, or a column of its rows."""

from __future__ import annotations

import re
from pathlib import Path

from plansheets.errors import DataError, Problem
from plansheets.together.part import BookPart, PartParameter, PartTable
from plansheets.values.written import fold
from plansheets.words import Words

_FIELD = re.compile(r"\{(\w+)\}")


class NamePattern:
    """``{store}-{month}.xlsx``, or with folders ``{month}/{store}.xlsx``.

    >>> NamePattern("{store}-{month}.xlsx").read(Path("in/A1-2024-06.xlsx"))
    {'store': 'A1', 'month': '2024-06'}
    """

    def __init__(self, written: str) -> None:
        self.fields = tuple(_FIELD.findall(written))
        if not self.fields or len(set(self.fields)) < len(self.fields):
            message = Words(
                f"文件名样式“{written}”里没有花括号，或者同一个名字用了两次",
                f"the pattern '{written}' names nothing in braces, or something twice",
            )
            hint = Words("例如 '{store}-{month}.xlsx'", "for example '{store}-{month}.xlsx'")
            raise DataError([Problem.told("PS741", message, hint=hint)])
        self._depth = written.count("/") + 1
        pieces = _FIELD.split(written)
        self._form = re.compile(
            "".join(
                f"(?P<{piece}>[^/]+?)" if number % 2 else re.escape(piece)
                for number, piece in enumerate(pieces)
            ),
            re.IGNORECASE,
        )

    def read(self, path: Path) -> dict[str, str]:
        """What the pattern's names stand for in *path*; nothing where it does not fit."""
        found = self._form.fullmatch("/".join(path.parts[-self._depth :]))
        return {name: text.strip() for name, text in found.groupdict().items()} if found else {}


def parameter_called(part: BookPart, name: str) -> PartParameter | None:
    """The parameter of that id or label."""
    by_id = next((one for one in part.parameters if one.id == name), None)
    return by_id or next((one for one in part.parameters if fold(one.label) == fold(name)), None)


def column_called(table: PartTable, name: str) -> str | None:
    """The id of the column of that id or header."""
    for one in table.columns:
        if one.id == name:
            return one.id
    folded = fold(name)
    return next(
        (one.id for one in table.columns if folded in (fold(one.header), fold(one.made))), None
    )
