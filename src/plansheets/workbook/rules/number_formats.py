"""Number formats as Excel reads them: sections, quotes, brackets, letters that mean something."""

from __future__ import annotations

import re

MAX_FORMAT = 255
MAX_SECTIONS = 4

_PIECE = re.compile(
    r"""
      (?P<text>"[^"]*")
    | (?P<escaped>[\\_*].)
    | (?P<bracket>\[[^\]]*\])
    | (?P<general>General)
    | (?P<half_day>AM/PM|A/P|上午/下午)
    | (?P<section>;)
    | (?P<letters>[A-Za-z])
    | (?P<open>["\[\\_*])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_MEANINGFUL = frozenset("dmyhsegbar")
"""Letters of dates and times (``aaa``, ``bb``, ``gg``, ``r`` in East Asian ones) and exponents."""
_WORD = re.compile(r"[A-Za-z]+")
_KNOWN_WORDS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|h+|m+|s+|eng|hijri|gengou|color|couleur|farbe",
    re.IGNORECASE,
)


def number_format_fault(code: str) -> str | None:
    """Why Excel would refuse the number format *code*, or None.

    >>> number_format_fault('0.0" 万";[Red]-0'), number_format_fault("0 units")
    (None, "holds 'u', which means nothing outside quotes")
    >>> number_format_fault('0"元')
    'has a quote that is never closed'
    """
    if not code:
        return None
    if len(code) > MAX_FORMAT:
        return f"has {len(code)} characters, at most {MAX_FORMAT}"
    sections = 1
    for piece in _PIECE.finditer(code):
        word = piece.group()
        match piece.lastgroup:
            case "section":
                sections += 1
            case "letters" if word.lower() not in _MEANINGFUL:
                return f"holds '{word}', which means nothing outside quotes"
            case "bracket" if _WORD.fullmatch(word[1:-1]) and not _KNOWN_WORDS.fullmatch(
                word[1:-1]
            ):
                return f"holds {word}, which is no colour and no time"
            case "open":
                what = {'"': "a quote that is never closed", "[": "a '[' that is never closed"}
                return f"has {what.get(word, f'a {word!r} at its end')}"
            case _:
                pass
    if sections > MAX_SECTIONS:
        return f"has {sections} sections, at most {MAX_SECTIONS}"
    return None
