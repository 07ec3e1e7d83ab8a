"""Lines of JavaScript: what fits on one, and how a long one goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_WIDTH: Final = 100
_STEP: Final = "  "
_WORD = re.compile(r'((?:"(?:[^"\\]|\\.)*"|[^" ])+) ?')


def indented(lines: Iterable[str]) -> list[str]:
    """The lines one step further in."""
    return [_STEP + line if line else line for line in lines]


def wrapped(line: str, within: int = 0) -> Iterator[str]:
    """A line, on several where it is too long: between words, never within a text.

    It goes on with the word after the first two: a statement may end where ``return`` stands alone.
    *within* is how far in the lines will stand.
    """
    room = _WIDTH - within
    first, *others = _WORD.findall(line)
    held, go_on = first, False
    for word in others:
        if go_on and len(held) + 1 + len(word) > room:
            yield held
            held, room = 2 * _STEP + word, _WIDTH - within
            continue
        held += f" {word}"
        go_on = True
    yield held
