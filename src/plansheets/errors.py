"""One kind of problem for every floor, one exception that carries all of them, one printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from plansheets.lengths import display_width
from plansheets.source import Span

Level = Literal["error", "warning"]


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

    def __str__(self) -> str:
        return format_problem(self)


class PlansheetsError(Exception):
    """Every problem found in one piece of work; nothing was written.

    .. versionadded:: 0.1.0
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


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


def format_problem(problem: Problem) -> str:
    """*problem* as its reader sees it: place, code, message, the words underlined, the hint."""
    span = problem.span
    place = str(span) if span else problem.where
    warning = "warning: " if problem.level == "warning" else ""
    lines = [f"{place}: {problem.code} {warning}{problem.message}".removeprefix(": ")]
    if span:
        number = str(span.line)
        gutter = " " * (len(number) + 1)
        code = span.source.line(span.line).expandtabs(1)
        before = display_width(code[: span.column - 1])
        marked = code[span.column - 1 : span.column - 1 + max(span.length, 1)]
        lines += [
            f" {gutter}|",
            f" {number} | {code}",
            f" {gutter}| {' ' * before}{'^' * max(display_width(marked), 1)}",
        ]
        if problem.hint:
            lines.append(f" {gutter}= help: {problem.hint}")
    elif problem.hint:
        lines.append(f"  = help: {problem.hint}")
    return "\n".join(lines)


def did_you_mean(word: str, known: Iterable[str], *, listed: int = 8) -> str | None:
    """A hint that names the nearest of *known*, or all of them when they are few.

    >>> did_you_mean("revenu", ["revenue", "cost"])
    "did you mean 'revenue'?"
    >>> did_you_mean("zzz", ["revenue", "cost"])
    "known here: 'cost', 'revenue'"
    """
    from difflib import get_close_matches  # noqa: PLC0415  # only what is wrong needs it

    names: Sequence[str] = sorted(set(known))
    lowered = {name.lower(): name for name in names}
    close = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    if close:
        return f"did you mean '{lowered[close[0]]}'?"
    if names and len(names) <= listed:
        return "known here: " + ", ".join(f"'{name}'" for name in names)
    return None
