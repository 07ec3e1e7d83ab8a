"""Traditional characters as the simplified ones that labels are written in, to compare them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PAIRS = Path(__file__).with_name("traditional.txt")
"""By scripts/traditional.py."""


def simplified(text: str) -> str:
    """*text* with simplified characters, one for one; for comparisons, never for what is shown.

    >>> simplified("進貨價"), simplified("进货价 12.5%"), simplified("臺幣")
    ('进货价', '进货价 12.5%', '台币')
    """
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in _PAIRS.read_text("utf-8").split()}
