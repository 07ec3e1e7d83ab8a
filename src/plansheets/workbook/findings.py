"""Findings of one file, grouped: one fault in fifty thousand cells is one problem with a count."""

from __future__ import annotations

from dataclasses import field

from plansheets.errors import Level, Problem
from plansheets.formula.tokens import shortened
from plansheets.records import dataclass

LISTED_PER_CODE = 20
"""Different findings of one code that are listed one by one; the rest are counted."""

LONGEST = 300
"""Characters of a message; whatever it quotes is cut there."""


@dataclass(slots=True)
class _Group:
    first: Problem
    count: int = 1


@dataclass(slots=True)
class Findings:
    """Collects what rules find in the file called *name*; equal messages become one problem."""

    name: str
    met: int = 0
    """How often anything was noted."""
    _groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    _kinds: dict[str, int] = field(default_factory=dict)
    _unlisted: dict[tuple[str, Level], int] = field(default_factory=dict)

    def add(
        self,
        code: str,
        place: str,
        message: str,
        hint: str | None = None,
        *,
        level: Level = "error",
        group: str | None = None,
        times: int = 1,
    ) -> None:
        """Note a fault at *place*, seen *times* times; faults with one *group* are said once."""
        self.met += 1
        key = (code, message if group is None else group)
        found = self._groups.get(key)
        if found:
            found.count += times
            return
        if self._kinds.get(code, 0) >= LISTED_PER_CODE:
            kind = (code, level)
            self._unlisted[kind] = self._unlisted.get(kind, 0) + times
            return
        self._kinds[code] = self._kinds.get(code, 0) + 1
        where = f"{self.name}: {shortened(place, LONGEST)}" if place else self.name
        problem = Problem(
            code,
            shortened(message, LONGEST),
            hint=hint and shortened(hint, LONGEST),
            level=level,
            where=where,
        )
        self._groups[key] = _Group(problem, times)

    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order it was met."""
        listed = [self._counted(group) for group in self._groups.values()]
        more = [
            Problem(
                code,
                f"{count:,} more findings of this kind are not listed",
                level=level,
                where=self.name,
            )
            for (code, level), count in self._unlisted.items()
        ]
        return (*listed, *more)

    def _counted(self, group: _Group) -> Problem:
        if group.count == 1:
            return group.first
        first = group.first
        others = f"(and {group.count - 1:,} more like it)"
        return Problem(
            first.code,
            f"{first.message} {others}",
            hint=first.hint,
            level=first.level,
            where=first.where,
        )
