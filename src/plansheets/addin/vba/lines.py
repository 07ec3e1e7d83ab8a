"""Lines of VBA: what fits on one, how a long one goes on, and texts in the letters of all pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_WIDTH: Final = 100
"""Wide enough to be read; VBA takes 1,023 characters, and 24 continuations."""

_STEP: Final = "    "
_PIECE = re.compile(r'((?:"(?:[^"]|"")*"|[^",])+,?) ?')
_WORD = re.compile(r'((?:"(?:[^"]|"")*"|[^" ])+) ?')


def vba_text(value: str) -> str:
    """A text constant; VBA's source has the letters of one code page, and all have these.

    >>> vba_text('a "b" c')
    '"a ""b"" c"'
    >>> vba_text("客户")
    'Wide("23458,25143")'
    """
    if value.isascii():
        return '"' + value.replace('"', '""') + '"'
    return f'Wide("{",".join(str(ord(letter)) for letter in value)}")'


def indented(lines: Iterable[str]) -> list[str]:
    """The lines one step further in."""
    return [_STEP + line for line in lines]


def wrapped(*lines: str) -> Iterator[str]:
    """The lines, each that is too long on several, after a comma where that will do."""
    for line in lines:
        margin = line[: len(line) - len(line.lstrip())]
        go_on = margin + 2 * _STEP
        held = margin
        for piece in _pieces(line.strip(), _WIDTH - len(go_on) - 2):
            if held.strip() and len(held) + len(piece) + 2 > _WIDTH:
                yield f"{held.rstrip()} _"
                held = go_on
            held += f"{piece} "
        yield held.rstrip()


def _pieces(line: str, room: int) -> Iterator[str]:
    if len(line) <= room:
        yield line
        return
    for piece in _PIECE.findall(line):
        yield from [piece] if len(piece) <= room else _WORD.findall(piece)
