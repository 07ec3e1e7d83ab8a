"""What is not as the plan has it: where, what is expected there, what stands there now."""

from __future__ import annotations

from plansheets.errors import Level, Problem
from plansheets.lengths import on_one_line
from plansheets.life.recognise import Sure
from plansheets.records import dataclass
from plansheets.words import Words

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class PlanDeviation:
    """A difference between a workbook and its plan.

    .. versionadded:: 0.1.0
    """

    code: str
    message: Words
    cells: str = ""
    """``'My sheet'!B5:B19``; blank for the workbook as a whole."""
    expected: str = ""
    found: str = ""
    hint: Words | None = None
    level: Level = "error"
    count: int = 1
    """How many cells it is about."""
    mends: bool = False
    """Whether ``repair`` puts it right, where that does not follow from the code."""

    def problem(self, book: str) -> Problem:
        """The same in words, for the workbook called *book*."""
        zh, en = self.message.zh, self.message.en
        if self.expected:
            zh += f"；应为 {shortened_to(self.expected)}"
            en += f"; expected {shortened_to(self.expected)}"
        if self.found:
            zh += f"，现为 {shortened_to(self.found)}"
            en += f", found {shortened_to(self.found)}"
        where = f"{book}: {self.cells}" if self.cells else book
        return Problem.told(self.code, Words(zh, en), hint=self.hint, where=where, level=self.level)


def shortened_to(text: str, most: int = _LONGEST) -> str:
    """*text* on one line, and without its middle where it is long."""
    text = on_one_line(text)
    if len(text) <= most:
        return text
    return f"{text[: most // 2]} … {text[-most // 2 :]}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that was held against its plan.

    .. versionadded:: 0.1.0
    """

    book: str
    blueprint: str
    version: str
    sure: Sure
    formulas: int
    """How many formulas were compared."""
    deviations: tuple[PlanDeviation, ...]
    problems: tuple[Problem, ...]
    """The deviations in words, and what ``extract`` has to say of the inputs."""

    @property
    def clean(self) -> bool:
        """Whether nothing is more than a warning."""
        return all(problem.level == "warning" for problem in self.problems)
