"""How tight Excel's operators bind, loosest first; the parser and the speller share it.

Signs bind tighter than ``^``: ``-2^2`` is 4. All binary operators, ``^`` too, group from the left.
"""

from __future__ import annotations

from typing import Final

COMPARISON, JOIN, SUM, PRODUCT, POWER, PERCENT, SIGN, UNION, INTERSECTION, RANGE, SPILL = range(
    1, 12
)
BINDING: Final[dict[str, int]] = {
    "=": COMPARISON, "<>": COMPARISON, "<": COMPARISON, "<=": COMPARISON, ">": COMPARISON,
    ">=": COMPARISON, "&": JOIN, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER,
    ",": UNION, " ": INTERSECTION, ":": RANGE,
}  # fmt: skip
