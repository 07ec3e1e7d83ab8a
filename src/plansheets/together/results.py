"""What became of many workbooks: those that were taken, those that were not, and the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plansheets.errors import Problem
from plansheets.records import dataclass
from plansheets.words import Words


@dataclass(frozen=True, slots=True)
class RejectedBook:
    """A workbook, or a sheet of it, that is in no total, and why.

    .. versionadded:: 0.1.0
    """

    file: str
    code: str
    reason: Words
    cell: str = ""
    hint: Words | None = None

    def problem(self) -> Problem:
        """The same as other commands tell it."""
        where = f"{self.file}: {self.cell}" if self.cell else self.file
        return Problem.told(self.code, self.reason, hint=self.hint, where=where)


@dataclass(frozen=True, slots=True)
class TakenBook:
    """A workbook whose rows are in the tables; a copied sheet of it stands for itself.

    .. versionadded:: 0.1.0
    """

    file: str
    keys: Mapping[str, object]
    """What it is called by; a key that its rows hold is left out."""
    version: str
    locale: str
    rows: Mapping[str, int]
    """By table."""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Consolidated:
    """Many workbooks as one table each of what they hold.

    .. versionadded:: 0.1.0
    """

    blueprint: str
    by: tuple[str, ...]
    taken: tuple[TakenBook, ...]
    rejected: tuple[RejectedBook, ...]
    tables: Mapping[str, int]
    """Rows by table."""
    files: tuple[Path, ...]
    """What was written, or would be in a dry run."""
    problems: tuple[Problem, ...] = ()
    """What there is to say of workbooks that were taken: rows below a table, rates; and who is
    missing.
    """
    missing: tuple[Mapping[str, str], ...] = ()
    """By key, who should have sent a workbook and has not."""

    @property
    def clean(self) -> bool:
        """Whether every workbook is in the tables, and none is missing."""
        return not self.rejected and not self.missing

    def as_json(self) -> dict[str, Any]:
        """The same with the keys of docs/json.md."""
        return {
            "blueprint": self.blueprint,
            "by": list(self.by),
            "taken": [
                {
                    "file": one.file,
                    "copy": one.copy or None,
                    "keys": dict(one.keys),
                    "version": one.version,
                    "locale": one.locale,
                    "rows": dict(one.rows),
                }
                for one in self.taken
            ],
            "rejected": [
                {
                    "file": one.file,
                    "cell": one.cell or None,
                    "code": one.code,
                    "reason": one.reason.en,
                    "hint": one.hint.en if one.hint else None,
                }
                for one in self.rejected
            ],
            "missing": [dict(one) for one in self.missing],
            "tables": dict(self.tables),
            "files": [str(one) for one in self.files],
            "problems": [
                {"code": one.code, "level": one.level, "message": one.message, "where": one.where}
                for one in self.problems
            ],
        }
