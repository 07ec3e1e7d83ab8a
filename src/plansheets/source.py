"""Where a thing was written: file, line, column, length."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache

from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read, with the name its reader knows it by."""

    name: str
    text: str = field(repr=False)

    def line(self, number: int) -> str:
        """The text of line *number*, counted from 1, without its line end."""
        lines = _lines(self.text)
        return lines[number - 1].rstrip("\r") if 1 <= number <= len(lines) else ""


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    """Split once: thousands of problems may each ask for a line of a long file."""
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line of a source; ``line`` and ``column`` count from 1, as editors do."""

    source: Source
    line: int
    column: int
    length: int = 1

    @property
    def text(self) -> str:
        """The words the span covers."""
        start = self.column - 1
        return self.source.line(self.line)[start : start + self.length]

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"
