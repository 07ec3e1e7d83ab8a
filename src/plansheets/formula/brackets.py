"""What stands inside the brackets of a structured reference: which rows, which columns."""

from __future__ import annotations

import re
from typing import Final

from plansheets.formula.ast import At, Rows, Structured
from plansheets.formula.tokens import FormulaError, shortened
from plansheets.words import Words

ROWS_BY_KEYWORD: Final[dict[str, Rows]] = {
    "#this row": "this row",
    "#data": "data",
    "#headers": "headers",
    "#totals": "totals",
    "#all": "all",
}
_COMBINED: Final[dict[frozenset[Rows], Rows]] = {
    frozenset({"headers", "data"}): "headers and data",
    frozenset({"data", "totals"}): "data and totals",
}
_SPECIAL = re.compile(r"[\[\]']")
_FORMS = Words(
    "写成 [@列]、表[列]、表[[首列]:[末列]] 或 表[[#Headers],[列]]",
    "write [@column], table[column], table[[first]:[last]] or table[[#Headers],[column]]",
)


def read_brackets(table: str | None, inside: str, at: tuple[int, int]) -> Structured:
    """The reference that *inside* means, as it stands between the outer brackets.

    >>> read_brackets("t", "[#Headers],[a]:[b]", (0, 0))
    Structured(table='t', rows='headers', first='a', last='b')
    >>> read_brackets(None, "@[unit price]", (0, 0))
    Structured(table=None, rows='this row', first='unit price', last=None)
    """
    body = inside.strip()
    if body.startswith("@"):
        body = body[1:].strip()
        if body.startswith("["):
            return _listed(table, body, at, rows="this row")
        return Structured(table, "this row", _plain(body, at) if body else None, None, at)
    if body.startswith("["):
        return _listed(table, body, at)
    if body.startswith("#"):
        return Structured(table, _keyword(body, at), None, None, at)
    if not body:
        return Structured(table, "data", None, None, at)
    return Structured(table, "data", _plain(body, at), None, at)


def _listed(table: str | None, body: str, at: At, rows: Rows | None = None) -> Structured:
    """``[#Headers],[a]:[b]``: keywords, then one column or a run of columns."""
    keywords: list[Rows] = [rows] if rows else []
    columns: list[str] = []
    position, separator = 0, ","
    while separator:
        item, position = _item(body, position, at)
        bracketed, item = item.startswith("["), item[1:-1] if item.startswith("[") else item
        if bracketed and item.strip().startswith("#") and separator == "," and not columns:
            keywords.append(_keyword(item.strip(), at))
        elif separator == "," and columns:
            raise _fault(
                Words(
                    "结构化引用只能写一列或连续几列",
                    "a structured reference takes one column or one run of columns",
                ),
                at,
                Words(
                    "相邻的列写成 t[[首列]:[末列]]，否则分成两个引用",
                    "write t[[first]:[last]] for neighbours, or two references",
                ),
            )
        else:
            columns.append(_plain(item if bracketed else item.strip(), at))
        while body.startswith((" ", "\n", "\r", "\t"), position):
            position += 1
        separator = body[position : position + 1]
        if separator not in ("", ",", ":") or (separator == ":" and len(columns) != 1):
            raise _fault(
                Words(
                    f"方括号里不该有“{separator}”", f"'{separator}' inside brackets is not expected"
                ),
                at,
                _FORMS,
            )
        position += 1
    if len(keywords) > 1:
        combined = _COMBINED.get(frozenset(keywords))
        if not combined:
            raise _fault(
                Words(
                    "只有 #Headers 与 #Data、#Data 与 #Totals 可以连用",
                    "only #Headers with #Data or #Data with #Totals go together",
                ),
                at,
                _FORMS,
            )
        keywords = [combined]
    first, last = (*columns, None, None)[:2]
    return Structured(table, keywords[0] if keywords else "data", first, last, at)


def _item(body: str, position: int, at: At) -> tuple[str, int]:
    """The next bracketed or bare item from *position*, and where it ended."""
    while body.startswith((" ", "\n", "\r", "\t"), position):
        position += 1
    start = position
    if not body.startswith("[", position):
        while position < len(body) and body[position] not in ",:[]":
            position += 2 if body[position] == "'" else 1
        return body[start:position], position
    while position < len(body):
        if body[position] == "]":
            return body[start : position + 1], position + 1
        position += 2 if body[position] == "'" else 1
    raise _fault(Words("“[”没有用“]”关上", "'[' is never closed by ']'"), at, _FORMS)


def _keyword(word: str, at: At) -> Rows:
    try:
        return ROWS_BY_KEYWORD[" ".join(word.lower().split())]
    except KeyError:
        from plansheets.errors import nearest  # noqa: PLC0415  # loads difflib

        known = ("#All", "#Data", "#Headers", "#Totals", "#This Row")
        hint = nearest(word, known)
        raise _fault(
            Words(
                f"“{shortened(word)}”不是表的任何部分",
                f"'{shortened(word)}' names no part of a table",
            ),
            at,
            hint,
        ) from None


def _plain(column: str, at: At) -> str:
    """*column* with its escapes resolved."""
    if not column:
        raise _fault(
            Words("方括号里缺少列名", "a column's name is missing in the brackets"), at, _FORMS
        )
    if not _SPECIAL.search(column):
        return column
    letters: list[str] = []
    escaped = False
    for letter in column:
        if escaped or letter not in "'[]":
            letters.append(letter)
            escaped = False
        elif letter == "'":
            escaped = True
        else:
            raise _fault(
                Words(
                    f"列名里的“{letter}”前面要加 '",
                    f"'{letter}' inside a column's name needs \"'\" before it",
                ),
                at,
                _FORMS,
            )
    return "".join(letters)


def _fault(message: Words, at: At, hint: Words | None) -> FormulaError:
    start, end = at or (0, 0)
    return FormulaError("PS209", message, start, end, hint)
