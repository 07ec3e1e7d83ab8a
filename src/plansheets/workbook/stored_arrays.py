"""Array constants of stored formulas, ``{1,2;3,4}``: rows of equal length that hold constants."""

from __future__ import annotations

import re

from plansheets.words import Words

_CONSTANT = (
    r'"(?:[^"]|"")*"|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?'
    r"|TRUE|FALSE|#[A-Za-z0-9/_]+[!?]?"
)
_NEXT = re.compile(rf"\s*({_CONSTANT})?\s*([,;]|\Z)", re.IGNORECASE)


def array_fault(word: str) -> Words | None:
    """What keeps Excel from reading the array constant *word*, or None.

    >>> array_fault('{1,-2;"a;b",#N/A}'), array_fault("{1,2;3}").en
    (None, 'an array whose rows hold 2 and 1 values')
    >>> array_fault("{1,,2}").en, array_fault("{A1,2}").en
    ('an array with a value missing', "an array that holds 'A1,2', which is no constant")
    """
    inner, position, widths = word[1:-1], 0, [1]
    while True:
        found = _NEXT.match(inner, position)
        if found is None:
            held = inner[position : position + 40]
            return Words(
                f"数组里有“{held}”，不是常量", f"an array that holds '{held}', which is no constant"
            )
        if found[1] is None:
            return Words("数组里缺一个值", "an array with a value missing")
        if not found[2]:
            break
        if found[2] == ",":
            widths[-1] += 1
        else:
            widths.append(1)
        position = found.end()
    other = next((width for width in widths if width != widths[0]), None)
    if other is None:
        return None
    return Words(
        f"数组的各行有 {widths[0]} 个和 {other} 个值",
        f"an array whose rows hold {widths[0]} and {other} values",
    )
