"""How long and how wide texts are: in characters as Excel counts them, in columns of a screen."""

from __future__ import annotations

import unicodedata


def excel_length(text: str) -> int:
    """Characters of *text* as UTF-16 counts them: those beyond the basic plane are two.

    >>> excel_length("目标"), excel_length("😀")
    (2, 2)
    """
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def excel_cut(text: str, length: int) -> str:
    """The beginning of *text* that Excel counts as *length* characters at most.

    >>> excel_cut("ab😀", 3), excel_cut("ab😀", 4)
    ('ab', 'ab😀')
    """
    text = text[:length]
    while excel_length(text) > length:
        text = text[:-1]
    return text


def on_one_line(text: str) -> str:
    r"""*text* with a sign for each line break, as messages show it.

    >>> on_one_line("a\nb")
    'a⏎b'
    """
    return text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")


def display_width(text: str) -> int:
    """Columns *text* takes on a terminal or in a cell: a Chinese character counts two.

    >>> display_width("SKU"), display_width("库存量")
    (3, 6)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
