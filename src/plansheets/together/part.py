"""What one workbook holds: Parquet parts, and what is known of them. Both are kept by content."""

from __future__ import annotations

import json
from typing import Any

from plansheets.errors import Problem
from plansheets.records import dataclass
from plansheets.words import Words

FORMAT = 4
"""Of what is kept: parts of another format are read from the workbook again."""


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A column: its header as it is now and as it was made, and its cell."""

    id: str
    kind: str
    type_id: str
    role: str
    key: bool
    header: str
    made: str
    cell: str
    place: int
    list_id: str = ""
    was: str = ""
    """Ids that it had in earlier versions, parted by spaces."""


@dataclass(frozen=True, slots=True)
class PartTable:
    """A table of a workbook, or of a sheet that was copied from one of its."""

    id: str
    sheet: str
    copy: str
    """What the copied sheet is called beyond its original's title; blank for the original."""
    rows: int
    file: str
    columns: tuple[PartColumn, ...]
    notes: tuple[tuple[str, str], ...] = ()
    """Cells above the table that give a unit, and what they say."""
    was: str = ""


@dataclass(frozen=True, slots=True)
class PartParameter:
    id: str
    label: str
    cell: str
    value: str | int | float | bool | None
    typed: bool
    was: str = ""


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem of reading, without the workbook's name in its place."""

    code: str
    level: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    cell: str

    @classmethod
    def of(cls, problem: Problem) -> ToldProblem:
        there = problem.chinese
        _, _, cell = problem.where.partition(": ")
        return cls(
            problem.code,
            problem.level,
            there.message if there else problem.message,
            problem.message,
            (there.hint if there else problem.hint) or "",
            problem.hint or "",
            cell,
        )

    @property
    def message(self) -> Words:
        return Words(self.zh, self.en)

    @property
    def hint(self) -> Words | None:
        return Words(self.hint_zh, self.hint_en) if self.hint_en else None


@dataclass(frozen=True, slots=True)
class BookPart:
    """Everything about a workbook but its rows."""

    digest: str
    """SHA-256 of the file."""
    blueprint: str = ""
    version: str = ""
    locale: str = ""
    modified: str = ""
    """When it was last saved, as it says itself."""
    tables: tuple[PartTable, ...] = ()
    parameters: tuple[PartParameter, ...] = ()
    problems: tuple[ToldProblem, ...] = ()
    copies: tuple[str, ...] = ()
    """Titles of sheets that were copied from one of the plan."""
    items: tuple[tuple[str, str, str], ...] = ()
    """Of each list, each item, and what it was called in earlier versions."""

    def as_text(self) -> str:
        return json.dumps({"format": FORMAT, **_fields(self)}, ensure_ascii=False, default=_fields)

    @classmethod
    def of_text(cls, text: str) -> BookPart | None:
        """The part that *text* tells; None where it is of another format."""
        try:
            told: dict[str, Any] = json.loads(text)
            if told.pop("format", None) != FORMAT:
                return None
            tables = tuple(
                PartTable(
                    **{
                        **one,
                        "columns": tuple(PartColumn(**column) for column in one["columns"]),
                        "notes": tuple((cell, said) for cell, said in one["notes"]),
                    }
                )
                for one in told.pop("tables")
            )
            parameters = tuple(PartParameter(**one) for one in told.pop("parameters"))
            problems = tuple(ToldProblem(**one) for one in told.pop("problems"))
            copies = tuple(told.pop("copies"))
            items = tuple((list_id, id_, was) for list_id, id_, was in told.pop("items"))
            return cls(
                **told, tables=tables, parameters=parameters, problems=problems, copies=copies,
                items=items,
            )  # fmt: skip
        except (ValueError, TypeError, KeyError):
            return None


def _fields(record: Any) -> dict[str, Any]:
    """The fields of a record as they are: what is in them JSON asks for in its turn."""
    return {name: getattr(record, name) for name in record.__match_args__}
