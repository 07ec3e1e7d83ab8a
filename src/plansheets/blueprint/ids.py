"""What can be an id: a word that no formula reads as something else."""

from __future__ import annotations

import re
import unicodedata

from plansheets.formula.tokens import shortened
from plansheets.grid import looks_like_cell
from plansheets.records import dataclass
from plansheets.words import Words

MAX_ID = 120
"""Characters of an id: names that workbooks make of two of them, and a word, hold 255."""
_ID = re.compile(r"[a-z][a-z0-9_]*")
_REPEATED_ID = re.compile(r"[a-z][a-z0-9_]*\{[a-z_]+(\.index)?\}[a-z0-9_]*")
_LETTERS_DIGITS = re.compile(r"([a-z]+)([0-9]+)")
_RESERVED = frozenset(
    {"true", "false", "and", "or", "not", "if", "let", "lambda", "prior", "group"}
)


@dataclass(frozen=True, slots=True)
class IdFault:
    """Why something cannot be an id, what to do, and the id that it could be."""

    message: Words
    hint: Words
    instead: str | None


def is_repeated_id(text: str) -> bool:
    """Whether *text* is the id of a column that is written out for each item: ``m_{month}``."""
    return _REPEATED_ID.fullmatch(text) is not None


def id_fault(text: str) -> IdFault | None:
    """Why *text* cannot be an id; None if it can.

    >>> id_fault("q1").instead, id_fault("Sell-through").instead, id_fault("stock")
    ('q_1', 'sell_through', None)
    """
    if not _ID.fullmatch(text):
        message = Words(f"“{text}”不能作 id", f"'{text}' cannot be an id")
        seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
        if seen != text and _ID.fullmatch(seen):
            hidden = next(sign for sign in text if sign not in seen)
            message = Words(
                f"“{seen}”里藏着看不见的字符 U+{ord(hidden):04X}",
                f"'{seen}' holds a character that is not seen, U+{ord(hidden):04X}",
            )
            return IdFault(message, Words("整个重打一遍", "type it anew"), seen)
        if is_repeated_id(text):
            one = re.sub(r"\{[^}]*\}", "jan", text)
            hint = Words(
                f"它代表每个选项各一列：写其中一列，如 {one}",
                f"it stands for a column of each item: name one of those, such as {one}",
            )
            return IdFault(message, hint, None)
        if text.isdigit():
            hint = Words(
                "数字里不写千分位逗号，逗号会把它断成两截；含逗号的文字放进引号",
                "a comma cuts what it stands in: write numbers without separators of thousands, "
                "and a text that holds a comma in quotes",
            )
            return IdFault(message, hint, None)
        better = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")
        hint = Words(
            "id 用英文小写加下划线：a-z、0-9 和 _，字母开头",
            "ids are English words in snake_case: a-z, 0-9 and _, a letter first",
        )
        if not _ID.fullmatch(better):
            return IdFault(message, hint, None)
        return IdFault(
            message, Words(f"写成“{better}”；{hint.zh}", f"write '{better}'; {hint.en}"), better
        )
    if len(text) > MAX_ID:
        message = Words(
            f"id “{shortened(text, 40)}”有 {len(text):,} 个字符，最多 {MAX_ID} 个",
            f"the id '{shortened(text, 40)}' has {len(text):,} characters, at most {MAX_ID}",
        )
        return IdFault(message, Words("缩短它", "shorten it"), None)
    if text in _RESERVED:
        return IdFault(
            Words(
                f"“{text}”不能作 id：它在公式里有含义",
                f"'{text}' cannot be an id: it has a meaning in formulas",
            ),
            say_more(text),
            f"{text}_value",
        )
    if looks_like_cell(text) and len(text) > 1:
        better = _LETTERS_DIGITS.sub(r"\1_\2", text)
        message = Words(
            f"“{text}”不能作 id：Excel 会当成单元格",
            f"'{text}' cannot be an id: Excel reads it as a cell",
        )
        return IdFault(message, Words(f"写成“{better}”", f"write '{better}'"), better)
    return None


def say_more(text: str) -> Words:
    """What to write in place of an id that means something else already."""
    return Words(
        f"写成“{text}_value”，或更说明问题的词", f"write '{text}_value', or a word that says more"
    )
