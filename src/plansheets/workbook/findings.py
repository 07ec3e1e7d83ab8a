"""Findings of one file, grouped: one fault in fifty thousand cells is one problem with a count."""

from __future__ import annotations

from dataclasses import field

from plansheets.errors import Level, Problem
from plansheets.formula.tokens import shortened
from plansheets.records import dataclass
from plansheets.words import Locale, Words

LISTED_PER_CODE = 20
"""Different findings of one code that are listed one by one; the rest are counted."""

LONGEST = 300
"""Characters of a message; whatever it quotes is cut there."""


@dataclass(slots=True)
class _Group:
    code: str
    message: Words
    hint: Words | None
    level: Level
    where: Words
    count: int

    def problem(self) -> Problem:
        chinese, english = self.message.zh, self.message.en
        chinese, english = shortened(chinese, LONGEST), shortened(english, LONGEST)
        if self.count > 1:
            more = f"{self.count - 1:,}"
            chinese, english = (
                f"{chinese}（另有 {more} 处）",
                f"{english} (and {more} more like it)",
            )
        hint = self.hint
        if hint:
            hint = Words(shortened(hint.zh, LONGEST), shortened(hint.en, LONGEST))
        message = Words(chinese, english)
        return Problem.told(self.code, message, None, hint, self.level, where=self.where)


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
        place: Words | str,
        message: Words,
        hint: Words | None = None,
        *,
        level: Level = "error",
        group: str | None = None,
        times: int = 1,
    ) -> None:
        """Note a fault at *place*, seen *times* times; faults with one *group* are said once."""
        self.met += 1
        key = (code, message.en if group is None else group)
        found = self._groups.get(key)
        if found:
            found.count += times
            return
        if self._kinds.get(code, 0) >= LISTED_PER_CODE:
            kind = (code, level)
            self._unlisted[kind] = self._unlisted.get(kind, 0) + times
            return
        self._kinds[code] = self._kinds.get(code, 0) + 1
        self._groups[key] = _Group(code, message, hint, level, self._where(place), times)

    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order it was met."""
        listed = [group.problem() for group in self._groups.values()]
        more = [
            Problem.told(
                code,
                Words(
                    f"另有 {count:,} 处同类问题没有列出",
                    f"{count:,} more findings of this kind are not listed",
                ),
                level=level,
                where=self.name,
            )
            for (code, level), count in self._unlisted.items()
        ]
        return (*listed, *more)

    def _where(self, place: Words | str) -> Words:
        def where(locale: Locale) -> str:
            said = place if isinstance(place, str) else place(locale)
            return f"{self.name}: {shortened(said, LONGEST)}" if said else self.name

        return Words.told(where)
