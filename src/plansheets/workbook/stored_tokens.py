"""The words of a formula as files store it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plansheets.grid import MAX_FORMULA_TEXT

_ERROR = (
    r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!)"
)
COLUMN = r"(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d]))"
ROW = r"(?:[1-9]\d{0,5}|10(?:[0-3]\d{4}|4(?:[0-7]\d{3}|8(?:[0-4]\d{2}|5(?:[0-6]\d|7[0-6])))))"
_INNER = r"(?:[^\[\]']|'.)*+"
BRACKETS = rf"\[(?:[^\[\]']|'.|\[{_INNER}\])*+\]"
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
    | (?P<structured>(?:{_WORD})?{BRACKETS})
    | (?P<error>{_ERROR})
    | (?P<lines>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(\[\\?$])
              |\$?\d{{1,7}}:\$?\d{{1,7}}(?![\w.]))
    | (?P<cell>\$?{COLUMN}\$?{ROW}(?![\w.(\[\\?]))
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

_CHANGING = re.compile(
    rf"""(?P<kept>'(?:[^']|'')*'|{BRACKETS})
    | (?P<text>"(?:[^"]|"")*")
    | (?<![\w.\\$])(?P<cell>\$?{COLUMN}\$?{ROW})(?![\w.(\[\\?!])
    | (?<![\w.\\$:])(?P<number>\d{{1,15}}(?:\.\d{{1,20}})?)(?![\w.:(\[\\?!])""",
    re.VERBOSE,
)


def formula_pattern(text: str) -> str:
    """The stored formula *text* with one cell, one number and one text for all of a kind.

    What is wrong with one formula of a pattern is wrong with all of them.

    >>> formula_pattern("IF(B7>12.5,'Plan 2'!$C$3,T[[#This Row],[a1]])")
    "IF(A1>0,'Plan 2'!A1,T[[#This Row],[a1]])"
    """
    return _CHANGING.sub(_fixed, text)


def with_own_row(text: str, row: int) -> str:
    r"""The stored formula *text* with a NUL for each number of *row*, in which it stands.

    >>> with_own_row("B7*$C7+'Plan 7'!A1", 6).replace("\0", "#")
    "B#*$C#+'Plan 7'!A1"
    """
    own = str(row + 1)

    def moved(found: re.Match[str]) -> str:
        cell = found["cell"]
        alike = cell is not None and cell.endswith(own) and not cell[: -len(own)][-1:].isdigit()
        return f"{cell.removesuffix(own)}\0" if alike else found[0]

    return _CHANGING.sub(moved, text)


def _fixed(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "cell":
            return "A1"
        case "number":
            return "0"
        case "text" if len(found[0]) <= MAX_FORMULA_TEXT:
            return '""'
        case _:
            return found[0]


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
