"""How wide texts are in cells and how many lines they take, without the face at hand.

Widths are in characters of a column: the seven pixels that a digit of the default face takes. Latin
letters are measured with Arial's advance widths and a little more, for faces that stand in for it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache

PADDING = 0.8
"""Characters that a cell keeps free at its sides."""
INDENT = 1.3
"""Characters of one step of indent."""
FILTER = 2.4
"""Characters that the filter button in a header covers."""

_EM_ADVANCES = {
    0.191: "'",
    0.222: "ijl",
    0.26: "|",
    0.278: " !,./:;I[\\]ft",
    0.333: "()-`r",
    0.334: "{}",
    0.355: '"',
    0.389: "*",
    0.469: "^",
    0.5: "Jcksvxyz",
    0.556: "#$0123456789?L_abdeghnopqu",
    0.584: "+<=>~",
    0.611: "FTZ",
    0.667: "&ABEKPSVXY",
    0.722: "CDHNRUw",
    0.778: "GOQ",
    0.833: "Mm",
    0.889: "%",
    0.944: "W",
    1.015: "@",
}
_FACES = 1.02
_ASCII = {
    letter: advance * _FACES for advance, letters in _EM_ADVANCES.items() for letter in letters
}
_BOLD = 1.07
"""How much wider bold Latin letters are; Chinese characters keep their square."""
_CHARACTERS_AN_EM = 96 / 72 / 7
"""For each point of size."""
_PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uff00-\uffef]+|.")
"""Where a line may break: between words, and on both sides of every Chinese character."""


def text_width(text: str, *, size: float = 10, bold: bool = False) -> float:
    """The width of *text* on one line."""
    advance = _bold_ems if bold else _ems
    return sum(map(advance, text)) * size * _CHARACTERS_AN_EM


@cache
def _ems(letter: str) -> float:
    if letter in _ASCII:
        return _ASCII[letter]
    if unicodedata.combining(letter):
        return 0.0
    # Marks such as ● and ≥ are as wide as a Chinese character in Chinese faces.
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.6


_STAND_INS = {letter: letters[-1] for letters in _EM_ADVANCES.values() for letter in letters}


def blurred(text: str) -> str:
    """A text that is as wide as *text* and says nothing of it.

    >>> blurred("Anna 王"), text_width(blurred("Anna 王")) == text_width("Anna 王")
    ('Yuuut国', True)
    """
    return "".join(_STAND_INS.get(letter) or _stand_in(letter) for letter in text)


def _stand_in(letter: str) -> str:
    return {0.0: "", 1.0: "国"}.get(_ems(letter), "é")


@cache
def _bold_ems(letter: str) -> float:
    return _ems(letter) * (_BOLD if letter in _ASCII else 1)


def longest_word(text: str, *, size: float = 10, bold: bool = False) -> float:
    """The width of the widest piece of *text* that no line may break."""
    return max(
        (text_width(piece, size=size, bold=bold) for piece in _PIECES.findall(text)), default=0
    )


def lines_needed(text: str, width: float, *, size: float = 10, bold: bool = False) -> int:
    """Lines that *text* takes when it wraps in *width* characters, padding included.

    >>> lines_needed("one two", 9), lines_needed("one two", 6), lines_needed("库存金额", 7)
    (1, 2, 2)
    """
    room = max(width - PADDING, 1)
    return sum(_lines_of(line, room, size, bold) for line in text.split("\n"))


def leaves_one_alone(text: str, width: float, *, size: float = 10, bold: bool = False) -> bool:
    """Whether the last of several lines holds a single character, brackets aside.

    >>> leaves_one_alone("预计周销", 7), leaves_one_alone("预计周销", 5), leaves_one_alone("a b", 9)
    (True, False, False)
    """
    room = max(width - PADDING, 1)
    last, used, lines = "", 0.0, 1
    for piece in _PIECES.findall(text):
        wide = text_width(piece, size=size, bold=bold)
        if used + wide <= room:
            last, used = last + piece, used + wide
        elif piece.isspace():
            used = room
        else:
            last, used, lines = piece, wide, lines + 1
    return lines > 1 and len(last.strip("()（） ")) <= 1


def _lines_of(line: str, room: float, size: float, bold: bool) -> int:
    lines, used = 1, 0.0
    for piece in _PIECES.findall(line):
        width = text_width(piece, size=size, bold=bold)
        if used + width <= room:
            used += width
        elif piece.isspace():
            used = room
        else:
            lines += used > 0
            more = math.ceil(width / room) - 1
            lines += more
            used = width - more * room
    return lines
