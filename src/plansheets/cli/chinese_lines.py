"""Chinese text broken into lines of a terminal, which click breaks at spaces alone."""

from __future__ import annotations

import re

from plansheets.lengths import display_width

_OPENING = r"“‘（《\["
_CLOSING = r"”’）》\]，。；：、？！…"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~]+|[^\s!-~])[{_CLOSING}]*")
"""A word, or a character with the signs that no line may part from it."""
_SOURCE_BREAK = re.compile(r"(?<=[!-~])\n(?=[!-~])")


def chinese_lines(text: str, width: int) -> list[str]:
    r"""*text* in lines of *width* columns; where its source has a line break, it goes on.

    >>> chinese_lines("写成 .xlsx（只读不改），\n不写别处。", 16)
    ['写成 .xlsx（只读', '不改），不写别', '处。']
    """
    lines = [""]
    for piece in _PIECE.findall(_SOURCE_BREAK.sub(" ", text).replace("\n", "")):
        if lines[-1] and display_width((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]
