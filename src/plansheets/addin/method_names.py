"""Names of functions and arguments where no underscore may be."""

from __future__ import annotations


def method_name(name: str) -> str:
    """A name in one word.

    >>> method_name("deviation_rate")
    'deviationRate'
    """
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
