"""Texts with ``*``, ``?`` and ``~`` as patterns."""

from __future__ import annotations

import re
from functools import lru_cache

from plansheets.calc.columnar.grid import UnsureError

_SIGNS = re.compile(r"~([*?~])|([*?])|([^*?~]+|~)", re.DOTALL)


_ODD_TILDE = re.compile(r"(?<!~)(~~)*~(?![*?~])")
"""A ``~`` before a letter: Excel finds the letter, or the sign and the letter."""


def has_wildcards(text: str) -> bool:
    """Whether *text* is a pattern; ``~`` takes a sign's meaning away, so it makes one too."""
    return any(sign in text for sign in "*?~")


@lru_cache(maxsize=4096)
def searched(text: str) -> re.Pattern[str]:
    """*text* as a pattern to search for, whatever the case."""
    if _ODD_TILDE.search(text):
        raise UnsureError(f"“{text}”里的“~”指什么", f"what the '~' in '{text}' stands for")
    parts = []
    for plain, sign, rest in _SIGNS.findall(text):
        if sign:
            parts.append(".*" if sign == "*" else ".")
        else:
            parts.append(re.escape(plain or rest))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
