"""What the file format or its writer refuses, gathered with the sheet and cell it was meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException

from plansheets.errors import Problem
from plansheets.grid import cell_name
from plansheets.records import dataclass
from plansheets.words import Words

HALF_PAIR = Words(
    "文字里有半个字符，文件存不了", "a text holds half of a character pair, which no file can hold"
)

LISTED_PER_COLUMN = 10
"""Bad values of one column that are listed one by one; the rest are counted."""


@dataclass(slots=True)
class Refusals:
    """Collects problems, so that all of them are told at once and nothing is written."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: Words, where: Words, hint: Words | None = None) -> None:
        self.problems.append(Problem.told(code, message, hint=hint, where=where))

    def call(self, where: Words, method: Callable[..., Any], *arguments: Any) -> None:
        """Call XlsxWriter; a warning, a return code or an exception of its own is a refusal.

        XlsxWriter says most of what it cannot do by a warning or a negative number and then leaves
        the thing out of the file. The caller has turned warnings into exceptions.
        """
        try:
            answer = method(*arguments)
        except UnicodeEncodeError:
            self.add("PS349", HALF_PAIR, where)
        except (UserWarning, XlsxWriterException, ValueError) as refusal:
            self.add(
                "PS340",
                Words(f"工作簿放不下：{refusal}", f"the workbook cannot hold this: {refusal}"),
                where,
            )
        else:
            if isinstance(answer, int) and answer != 0:
                name = getattr(method, "__name__", "the writer")
                self.add(
                    "PS340",
                    Words(
                        f"工作簿放不下：{name} 返回 {answer}",
                        f"the workbook cannot hold this: {name} gave {answer}",
                    ),
                    where,
                )


def place(title: str, row: int | None = None, column: int = 0) -> Words:
    """How messages name a cell, or a whole sheet.

    >>> place("Data", 4, 1).en, place("Data").en
    ("sheet 'Data', cell B5", "sheet 'Data'")
    """
    sheet = Words(f"工作表“{title}”", f"sheet '{title}'")
    if row is None:
        return sheet
    cell = cell_name(row, column)
    return Words(f"{sheet.zh}，单元格 {cell}", f"{sheet.en}, cell {cell}")
