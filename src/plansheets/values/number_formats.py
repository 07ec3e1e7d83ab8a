"""Number formats as Excel reads them: sections, quotes, brackets, letters that mean something."""

from __future__ import annotations

import re

from plansheets.words import Words

MAX_FORMAT = 255
MAX_SECTIONS = 4
MAX_CONDITIONS = 2

_PIECE = re.compile(
    r"""
      (?P<text>"[^"]*")
    | (?P<escaped>[\\_*].)
    | (?P<bracket>\[[^\]]*\])
    | (?P<general>General)
    | (?P<half_day>AM/PM|A/P|上午/下午)
    | (?P<number>[0\#?][0\#?.,]*(?:E(?:[+-](?=[^;]*[0\#?]))?)?)
    | (?P<section>;)
    | (?P<letters>[A-Za-z])
    | (?P<open>["\[\\_*])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_MEANINGFUL = frozenset("dmyhsegbar")
"""Letters of dates and times (``aaa``, ``bb``, ``gg``, ``r`` in East Asian ones) and exponents."""
_WORD = re.compile(r"[A-Za-z]+|[^$]*[^\x00-\x7f].*")
_CONDITION = re.compile(
    r"\[ *(?:<=?|>=?|<>|=) *[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)? *\]", re.IGNORECASE
)
_KNOWN_WORDS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|h+|m+|s+|eng|hijri|gengou|color|couleur|farbe",
    re.IGNORECASE,
)
_NUMBERED_COLOR = re.compile(r"\[color *(\d+)\]", re.IGNORECASE)
_COLORS = 56


def number_format_fault(code: str) -> Words | None:
    """Why Excel would refuse the number format *code*, or None.

    >>> number_format_fault('0.0" 万";[Red]-0'), number_format_fault("0 units").en
    (None, "holds 'u', which means nothing outside quotes")
    >>> number_format_fault('0"元').zh
    '有引号没有闭合'
    """
    if not code:
        return None
    if len(code) > MAX_FORMAT:
        return Words(
            f"有 {len(code)} 个字符，最多 {MAX_FORMAT} 个",
            f"has {len(code)} characters, at most {MAX_FORMAT}",
        )
    sections, conditions = 1, 0
    for piece in _PIECE.finditer(code):
        word = piece.group()
        match piece.lastgroup:
            case "section":
                sections += 1
            case "bracket" if word[1] in "<=>":
                conditions += 1
                if not _CONDITION.fullmatch(word):
                    return Words(
                        f"含有 {word}，比较之后应是一个数",
                        f"holds {word}, which compares with no number",
                    )
            case "number" if word[-1] in "eE":
                return Words(
                    f"“{word}”后面缺少正负号和位数，如 0.0E+00",
                    f"has no sign and digits behind '{word}', as 0.0E+00 has",
                )
            case "letters" if word.lower() not in _MEANINGFUL:
                return Words(
                    f"含有“{word}”，在引号外没有意义",
                    f"holds '{word}', which means nothing outside quotes",
                )
            case "bracket" if _names_nothing(word[1:-1]):
                return Words(
                    f"含有 {word}，既不是颜色也不是时间",
                    f"holds {word}, which is no colour and no time",
                )
            case "bracket" if (color := _NUMBERED_COLOR.fullmatch(word)) and not (
                1 <= int(color[1]) <= _COLORS
            ):
                return Words(
                    f"含有 {word}，颜色编号是 1 到 {_COLORS}",
                    f"holds {word}, colours are numbered from 1 to {_COLORS}",
                )
            case "open":
                return _left_open(word)
            case _:
                pass
    if sections > MAX_SECTIONS:
        return Words(
            f"有 {sections} 节，最多 {MAX_SECTIONS} 节",
            f"has {sections} sections, at most {MAX_SECTIONS}",
        )
    if conditions > MAX_CONDITIONS:
        return Words(
            f"有 {conditions} 个条件，最多 {MAX_CONDITIONS} 个",
            f"has {conditions} conditions, at most {MAX_CONDITIONS}",
        )
    return None


def _names_nothing(inside: str) -> bool:
    """Whether a word in brackets is no colour and no time; files have them in English alone."""
    return bool(_WORD.fullmatch(inside)) and not _KNOWN_WORDS.fullmatch(inside)


def _left_open(sign: str) -> Words:
    match sign:
        case '"':
            return Words("有引号没有闭合", "has a quote that is never closed")
        case "[":
            return Words("有“[”没有闭合", "has a '[' that is never closed")
        case _:
            return Words(f"末尾多了一个 {sign!r}", f"has a {sign!r} at its end")
