"""One kind of problem for every floor, one exception that carries all of them, one printer."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from plansheets.lengths import display_width
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words

Level = Literal["error", "warning"]

MOST_OF_A_KIND = 20
"""So many problems of one code are printed; the others are counted."""
_LONGEST_LINE = 200
_AROUND = 60
"""Characters of a line that is too long, before what is underlined."""
_LONGEST_WORDS = 600
_MOST_COMPARED = 80
"""So many names are compared with a misspelt one: thousands of both would take minutes."""
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a text could steer a terminal with, or turn the reading order of."""


class Chinese(NamedTuple):
    """What a reader of Chinese is told in place of the English."""

    message: str
    hint: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what the user gave us, said once: where, what, and what to do.

    ``where`` names the place when there is no source text to underline: a workbook part and
    cell, a data file's row and column.

    .. versionadded:: 0.1.0
    """

    code: str
    message: str
    span: Span | None = None
    hint: str | None = None
    level: Level = "error"
    where: str = ""
    chinese: Chinese | None = None

    def __str__(self) -> str:
        return format_problem(self)

    @classmethod
    def told(
        cls,
        code: str,
        message: Words,
        span: Span | None = None,
        hint: Words | None = None,
        level: Level = "error",
        *,
        where: Words | str = "",
    ) -> Problem:
        """A problem in both languages."""
        chinese, english = (
            Chinese(message(locale), hint(locale) if hint else None, _in(where, locale))
            for locale in ("zh-CN", "en")
        )
        return cls(
            code,
            english.message,
            span,
            english.hint,
            level,
            where=english.where,
            chinese=chinese,
        )

    def with_hint(self, hint: Words) -> Problem:
        """The same with another word on what to do."""
        chinese = self.chinese._replace(hint=hint.zh) if self.chinese else None
        return replace(self, hint=hint.en, chinese=chinese)

    def said(self, locale: str) -> Problem:
        """The same in *locale*, where it is written in it."""
        if locale != "zh-CN" or self.chinese is None:
            return self
        return replace(
            self,
            message=self.chinese.message,
            hint=self.chinese.hint,
            where=self.chinese.where,
            chinese=None,
        )


def _in(said: Words | str, locale: str) -> str:
    return said if isinstance(said, str) else said(locale)


class PlansheetsError(Exception):
    """Every problem found in one piece of work; nothing was written.

    .. versionadded:: 0.1.0
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(format_problems(self.problems))


class BlueprintError(PlansheetsError):
    """A blueprint, or the choices made for it, cannot be compiled.

    .. versionadded:: 0.1.0
    """


class DataError(PlansheetsError):
    """A data file cannot be read into its table.

    .. versionadded:: 0.1.0
    """


class WorkbookError(PlansheetsError):
    """A workbook cannot be read, or would not open cleanly in Excel.

    .. versionadded:: 0.1.0
    """


def in_order(problem: Problem) -> tuple[str, int, int]:
    """Sorts problems as their reader meets them: by file, line and column."""
    span = problem.span
    return (span.source.name, span.line, span.column) if span else ("", 0, 0)


def format_problems(problems: Iterable[Problem], locale: str = "en") -> Iterator[str]:
    """*problems* as their reader sees them; what is wrong in the same way a hundred times is told
    for the first, and counted for the rest.
    """
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.code] += 1
        if counts[problem.code] <= MOST_OF_A_KIND:
            yield format_problem(problem, locale)
    for code, count in counts.items():
        if count > MOST_OF_A_KIND:
            more = f"{count - MOST_OF_A_KIND:,}"
            said = Words(f"{code}：另有 {more} 个同类问题", f"{code}: {more} more of this kind")
            yield said(locale)


def format_problem(problem: Problem, locale: str = "en") -> str:
    """*problem* as its reader sees it: place, code, message, the words underlined, the hint."""
    locale = locale if problem.chinese else "en"
    problem = problem.said(locale)
    span = problem.span
    place = str(span) if span else problem.where
    warning = Words("提示：", "warning: ")(locale) if problem.level == "warning" else ""
    help_ = Words("办法：", "help: ")(locale)
    message = _printable(f"{place}: {problem.code} {warning}{problem.message}")
    lines = [message.removeprefix(": ")]
    if span:
        number = str(span.line)
        gutter = " " * (len(number) + 1)
        code, first, length = _quoted(span)
        before = display_width(code[:first])
        marked = code[first : first + length]
        lines += [
            f" {gutter}|",
            f" {number} | {code}",
            f" {gutter}| {' ' * before}{'^' * max(display_width(marked), 1)}",
        ]
        if problem.hint:
            lines.append(f" {gutter}= {help_}{_printable(problem.hint)}")
    elif problem.hint:
        lines.append(f"  = {help_}{_printable(problem.hint)}")
    return "\n".join(lines)


def _quoted(span: Span) -> tuple[str, int, int]:
    """As much of the span's line as fits a screen, and the stretch of it to underline."""
    line = _UNPRINTABLE.sub(" ", span.source.line(span.line))
    first, length = span.column - 1, max(span.length, 1)
    if len(line) <= _LONGEST_LINE:
        return line, first, length
    start = max(min(first - _AROUND, len(line) - _LONGEST_LINE), 0)
    shown = line[start : start + _LONGEST_LINE]
    before = "…" if start else ""
    after = "…" if start + _LONGEST_LINE < len(line) else ""
    return before + shown + after, first - start + len(before), min(length, len(shown))


def _printable(words: str) -> str:
    """*words* without what steers a terminal, and without the middle of what fills a screen."""
    words = _UNPRINTABLE.sub("?", words)
    if len(words) <= _LONGEST_WORDS:
        return words
    return f"{words[: _LONGEST_WORDS // 2]} … {words[-_LONGEST_WORDS // 2 :]}"


def did_you_mean(
    word: str, known: Iterable[str], *, listed: int = 8, cutoff: float = 0.6
) -> str | None:
    """A hint that names the nearest of *known*, or all of them when they are few.

    >>> did_you_mean("revenu", ["revenue", "cost"])
    "did you mean 'revenue'?"
    >>> did_you_mean("zzz", ["revenue", "cost"])
    "known here: 'cost', 'revenue'"
    """
    found = nearest(word, known, listed=listed, cutoff=cutoff)
    return found.en if found else None


def nearest(
    word: str, known: Iterable[str], *, listed: int = 8, cutoff: float = 0.6
) -> Words | None:
    """The hint of :func:`did_you_mean` in both languages.

    >>> nearest("revenu", ["revenue", "cost"]).zh
    '是不是“revenue”？'
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only what is wrong needs it

    names = frozenset(known)
    lowered = {name.lower(): name for name in sorted(_likely(word.lower(), names))}
    close = get_close_matches(word.lower(), list(lowered), n=1, cutoff=cutoff)
    if close:
        likely = lowered[close[0]]
        return Words(f"是不是“{likely}”？", f"did you mean '{likely}'?")
    if names and len(names) <= listed:
        told = sorted(names)
        return Words(
            "可用：" + "".join(f"“{name}”" for name in told),
            "known here: " + ", ".join(f"'{name}'" for name in told),
        )
    return None


def _likely(word: str, names: frozenset[str]) -> Iterable[str]:
    """Those of *names* that *word* is compared with: of a great many, those that begin like it."""
    if len(names) <= _MOST_COMPARED:
        return names
    alike = _by_beginning(names).get(word[:1], ())
    place = bisect(alike, word, key=str.lower)
    return alike[max(0, place - _MOST_COMPARED // 2) :][:_MOST_COMPARED]


@lru_cache(maxsize=4)
def _by_beginning(names: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """*names* in order, by their first letter."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=str.lower):
        found.setdefault(name[:1].lower(), []).append(name)
    return found
