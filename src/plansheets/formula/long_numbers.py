"""Whole numbers with more digits than Excel keeps."""

from __future__ import annotations

from decimal import Decimal

from plansheets.formula.ast import Number
from plansheets.words import Words

_DIGITS = 15

INSTEAD = Words(
    "编号放进引号，当作文字；数字只写前 15 位，其余写 0",
    "put a code in quotes, as a text; of a number write 15 digits, and 0 for the others",
)


def lost_digits(node: Number) -> Words | None:
    """What Excel makes of a whole number of more than 15 digits, of which it reads 0 for the rest.

    >>> lost_digits(Number(1e15)), lost_digits(Number(123456789012345680.0)).en
    (None, 'number of 18 digits, of which Excel keeps 15')
    """
    if abs(node.value) < 10**_DIGITS:
        return None
    written = Decimal(repr(node.value)).normalize()
    if len(written.as_tuple().digits) <= _DIGITS:
        return None
    digits = written.adjusted() + 1
    return Words(
        f"数字有 {digits} 位，Excel 只保留 {_DIGITS} 位",
        f"number of {digits} digits, of which Excel keeps {_DIGITS}",
    )
