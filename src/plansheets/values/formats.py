"""What a number format of Excel shows of a day."""

from __future__ import annotations

import re

_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h|m|s)+\])[^\]]*\]', re.IGNORECASE)


def bare_format(code: str) -> str:
    """What a format makes of positive numbers, without its texts, colours and spaces."""
    return _ASIDE.sub("", code.split(";", maxsplit=1)[0])


def shows_months(code: str) -> bool:
    """Whether a format shows the year and month of a day, and no more.

    >>> [shows_months(code) for code in ("yyyy-mm", "mmm yyyy", "yyyy-mm-dd", "h:mm", "0.0")]
    [True, True, False, False, False]
    """
    return set(re.sub("[^a-z]", "", bare_format(code).lower())) == {"y", "m"}
