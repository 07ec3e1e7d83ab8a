"""What is otherwise in one workbook than in another: one change of meaning, one line."""

from __future__ import annotations

from typing import Any, Literal

from plansheets.errors import Problem
from plansheets.life.deviation import shortened_to
from plansheets.life.extracted import plain
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.words import Words

ChangeKind = Literal["changed", "added", "removed"]
ChangeOf = Literal[
    "input", "row", "parameter", "formula", "own column", "own sheet", "part", "blueprint"
]
"""What a change is of; a part is a column, check, rule, name or default of the plan."""
_SIGNS: dict[ChangeKind, str] = {"changed": "~", "added": "+", "removed": "-"}


@dataclass(frozen=True, slots=True)
class BookChange:
    """One change of meaning.

    .. versionadded:: 0.1.0
    """

    of: ChangeOf
    kind: ChangeKind
    message: Words
    before: Value = None
    after: Value = None
    table: str = ""
    """Ids of the table and of the column or parameter, where it is of one."""
    id: str = ""
    key: tuple[str, ...] = ()
    """What the row is called, where it is of one."""
    cell_before: str = ""
    """``'My sheet'!B5``, where it stood, and where it stands."""
    cell_after: str = ""

    def said(self, locale: str) -> str:
        """The change in one line: a sign, where, what, and what it was before and is now."""
        line = f"{_SIGNS[self.kind]} "
        where = self.cell_after or self.cell_before
        line += f"{where}  " if where else ""
        line += self.message(locale)
        if self.before is not None or self.after is not None:
            line += f"{'：' if locale == 'zh-CN' else ': '}{_shown(self.before, locale)}"
            line += f" → {_shown(self.after, locale)}"
        return line

    def as_json(self) -> dict[str, Any]:
        """The same with the keys of docs/json.md."""
        return {
            "of": self.of,
            "kind": self.kind,
            "table": self.table or None,
            "id": self.id or None,
            "key": list(self.key),
            "before": plain(self.before),
            "after": plain(self.after),
            "cell_before": self.cell_before or None,
            "cell_after": self.cell_after or None,
            "message": self.message.en,
        }


def _shown(value: Value, locale: str) -> str:
    if value is None or value == "":
        return Words("空", "blank")(locale)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{value:,.12g}"
    return shortened_to(str(plain(value)), 120)


@dataclass(frozen=True, slots=True)
class BookDiff:
    """Two workbooks of one blueprint held against each other.

    .. versionadded:: 0.1.0
    """

    before: str
    after: str
    blueprint: str
    changes: tuple[BookChange, ...]
    problems: tuple[Problem, ...] = ()
    """What there is to say of how the two were read."""

    @property
    def same(self) -> bool:
        """Whether nothing differs but looks and places."""
        return not self.changes
