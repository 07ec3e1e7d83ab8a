"""The words of a formula as files store it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ERROR = (
    r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!)"
)
_COLUMN = r"(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d]))"
_ROW = r"(?:[1-9]\d{0,5}|10(?:[0-3]\d{4}|4(?:[0-7]\d{3}|8(?:[0-4]\d{2}|5(?:[0-6]\d|7[0-6])))))"
_INNER = r"(?:[^\[\]']|'.)*+"
_BRACKETS = rf"\[(?:[^\[\]']|'.|\[{_INNER}\])*+\]"
SYMBOL = r"[^\x00-\x7f\s]"
"""A sign that is no letter and stands in names all the same: Excel takes ``✉`` and ``・``."""
_WORD = rf"(?:[^\W\d]|\\|{SYMBOL})(?:[\w.\\?]|{SYMBOL})*+"
_TITLE = rf"(?:[\w.\\]|{SYMBOL})++"
TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<operator><>|<=|>=|[-+*/^&=<>:])
    | (?P<sign>[(),%])
    | (?P<call>(?:{_WORD})\()
    | (?P<text>"(?:[^"]|"")*")
    | (?P<foreign>\[\d+\]!'(?:[^']|'')*')
    | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[\d+\])?(?!\$?[A-Za-z]{{1,3}}\d+:){_TITLE}(?::{_TITLE})?
              |\[\d+\]|\#REF(?=![$\w\#])|)!)
    | (?P<structured>(?:{_WORD})?{_BRACKETS})
    | (?P<error>{_ERROR})
    | (?P<lines>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(\[\\?$])
              |\$?\d{{1,7}}:\$?\d{{1,7}}(?![\w.]))
    | (?P<cell>\$?{_COLUMN}\$?{_ROW}(?![\w.(\[\\?]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w))
    | (?P<word>{_WORD})
    | (?P<array>\{{(?:[^{{}}"]|"(?:[^"]|"")*")*\}})
    | (?P<mark>[;@\#\[\]{{}}"'!])
    """,
    re.VERBOSE,
)
"""Matches one word; ``lastgroup`` names its kind.

``sheet`` ends with ``!`` (alone it is the sheet where a name is used), ``call`` with ``(``;
``structured`` is a table with its brackets, or brackets alone; ``lines`` are whole rows or columns;
``mark`` is what no formula holds by itself.
"""


def items(body: str) -> Iterator[str | None]:
    """The bracketed items of ``[#This Row],[a]:[b]``, or None where one has no brackets."""
    position = 0
    while position < len(body):
        if body[position] != "[":
            yield None
            return
        start = position = position + 1
        while position < len(body) and body[position] != "]":
            position += 2 if body[position] == "'" else 1
        yield body[start:position]
        position += 1
        while body[position : position + 1].isspace():
            position += 1
        if position < len(body):
            if body[position] not in ",:":
                yield None
                return
            position += 1
            while body[position : position + 1].isspace():
                position += 1


def unescaped(column: str) -> str:
    """*column* without the ``'`` that escape ``[ ] # '``."""
    return re.sub(r"'(.)", r"\1", column, flags=re.DOTALL) if "'" in column else column


def bare(name: str) -> str:
    """A function's name without its prefixes, in capitals.

    >>> bare("_xlfn._xlws.Sort")
    'SORT'
    """
    return name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
