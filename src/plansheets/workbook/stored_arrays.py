"""Array constants of stored formulas, ``{1,2;3,4}``: rows of equal length that hold constants."""

from __future__ import annotations

import re

_CONSTANT = (
    r'"(?:[^"]|"")*"|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?'
    r"|TRUE|FALSE|#[A-Za-z0-9/_]+[!?]?"
)
_NEXT = re.compile(rf"\s*({_CONSTANT})?\s*([,;]|\Z)", re.IGNORECASE)


def array_fault(word: str) -> str | None:
    """What keeps Excel from reading the array constant *word*, or None.

    >>> array_fault('{1,-2;"a;b",#N/A}'), array_fault("{1,2;3}")
    (None, 'an array whose rows hold 2 and 1 values')
    >>> array_fault("{1,,2}"), array_fault("{A1,2}")
    ('an array with a value missing', "an array that holds 'A1,2', which is no constant")
    """
    inner, position, widths = word[1:-1], 0, [1]
    while True:
        found = _NEXT.match(inner, position)
        if found is None:
            return f"an array that holds '{inner[position : position + 40]}', which is no constant"
        if found[1] is None:
            return "an array with a value missing"
        if not found[2]:
            break
        if found[2] == ",":
            widths[-1] += 1
        else:
            widths.append(1)
        position = found.end()
    other = next((width for width in widths if width != widths[0]), None)
    return None if other is None else f"an array whose rows hold {widths[0]} and {other} values"
