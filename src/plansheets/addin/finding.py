"""What the doctor of the add-in finds: a word in both languages, and what to do."""

from __future__ import annotations

from plansheets.records import dataclass
from plansheets.words import Words

BUILD = "plansheets addin build xlwings -o DIR"
STORE = "windowsapps"
"""The folder of programs that come from the Microsoft Store."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is right, what was found, and what to do if not."""

    fine: bool
    what: Words
    mend: Words = Words("", "")


def typed(text: str) -> Words:
    """What is the same in every language: a command, a path."""
    return Words(text, text)
