"""What passes are told and what they tell: choices, and problems that all come out at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from plansheets.blueprint.model import Formula
from plansheets.blueprint.variant import NOTHING_LEFT_OUT, LeftOut, explained
from plansheets.errors import BlueprintError, Level, Problem, in_order
from plansheets.plan.choices import Choices
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words

Timed = Callable[[str, float], None]
"""Called with the name of each pass and the seconds it took."""


def untimed(_name: str, _seconds: float) -> None:
    """Nobody asked how long passes take."""


@dataclass(frozen=True, slots=True)
class Report:
    """One compilation: what was chosen for it, and the problems that its passes find."""

    problems: dict[Problem, None] = field(default_factory=dict)
    """Each once, in the order they were found."""
    choices: Choices = field(default_factory=Choices)
    timed: Timed = untimed
    left_out: LeftOut = NOTHING_LEFT_OUT
    """What is not in the variant that is compiled, for hints."""

    def add(
        self,
        code: str,
        message: Words,
        span: Span | None = None,
        hint: Words | None = None,
        level: Level = "error",
    ) -> None:
        """Note a problem; the same words at the same place are noted once."""
        self.note(Problem.told(code, message, span, hint, level))

    def note(self, problem: Problem) -> None:
        self.problems.setdefault(explained(problem, self.left_out))

    def add_at(
        self,
        formula: Formula,
        at: tuple[int, int] | None,
        code: str,
        message: Words,
        hint: Words | None = None,
        level: Level = "error",
    ) -> None:
        """Note a problem at a stretch of a formula."""
        self.add(code, message, formula.at(at), hint, level)

    @property
    def failed(self) -> bool:
        return any(problem.level == "error" for problem in self.problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        found = (problem for problem in self.problems if problem.level == "warning")
        return tuple(sorted(found, key=in_order))

    def stop_if_failed(self) -> None:
        """Raise every problem found so far when one of them is an error."""
        if self.failed:
            raise BlueprintError(sorted(self.problems, key=in_order))
