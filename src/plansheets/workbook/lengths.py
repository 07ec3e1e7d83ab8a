"""How Excel counts the characters of a text."""

from __future__ import annotations


def excel_length(text: str) -> int:
    """Characters of *text* as UTF-16 counts them: those beyond the basic plane are two.

    >>> excel_length("目标"), excel_length("😀")
    (2, 2)
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)
