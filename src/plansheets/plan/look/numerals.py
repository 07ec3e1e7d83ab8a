"""Numbers as a number format of Excel shows them, near enough to know how much room they need."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from plansheets.plan.look.number_formats import sections

_CONDITION = re.compile(r"\[(>=|<=|<>|>|<|=)(-?[\d.]+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_(.)|\*.')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?(,*)")
_GENERAL = re.compile("General", re.IGNORECASE)
_HELD: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "<>": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


class _Section(NamedTuple):
    """A section of a number format; ``bare`` is without brackets, and numbers its texts' places."""

    written: str
    bare: str
    texts: tuple[str, ...]
    condition: tuple[str, float] | None

    def holds(self, value: float) -> bool:
        """Whether its condition is true of *value*."""
        return self.condition is not None and _HELD[self.condition[0]](value, self.condition[1])


def numeral(value: float, number_format: str) -> str:
    """*value* as *number_format* shows it.

    >>> numeral(1234567.5, "#,##0.00"), numeral(0.125, "0.0%"), numeral(-3, '0" days"')
    ('1,234,567.50', '12.5%', '-3 days')
    >>> numeral(85000, '[>=10000]0.0,"k";0'), numeral(3.5, 'General":1"')
    ('85.0k', '3.5:1')
    """
    written = _read(number_format)
    section = _section(value, written)
    bare = section.bare
    signed = section == written[0] or section.condition is not None
    value = (value if signed else abs(value)) * (100 if "%" in bare else 1)
    shown = _GENERAL.sub(f"{value:.10g}", bare)
    if shown == bare:
        shown = _DIGITS.sub(lambda found: _digits(value, found), bare, count=1)
    for index, text in enumerate(section.texts):
        shown = shown.replace(f"\0{index}\0", text)
    return shown


@cache
def _read(number_format: str) -> tuple[_Section, ...]:
    """The sections of *number_format*: a column has one, and thousands of numbers."""
    return tuple(map(_read_section, sections(number_format)))


def _read_section(written: str) -> _Section:
    texts: list[str] = []

    def keep(found: re.Match[str]) -> str:
        texts.append(found[1] if found[1] is not None else found[2] or found[3] or "")
        return f"\0{len(texts) - 1}\0"

    bare = _LITERAL.sub(keep, _BRACKETS.sub("", written))
    condition = _CONDITION.search(written)
    asked = (condition[1], float(condition[2])) if condition else None
    return _Section(written, bare, tuple(texts), asked)


def _section(value: float, written: Sequence[_Section]) -> _Section:
    for section in written:
        if section.holds(value):
            return section
    if any(section.condition for section in written):
        return next((one for one in written if not one.condition), written[-1])
    if value < 0 and len(written) > 1:
        return written[1]
    return written[2] if value == 0 and len(written) > 2 else written[0]


def _digits(value: float, found: re.Match[str]) -> str:
    decimals = len(found[1] or "")
    # A comma after the last digit divides by a thousand; one between digits groups them.
    whole = found[0].partition(".")[0]
    thousands = len(whole) - len(whole.rstrip(",")) + len(found[2] or "")
    grouped = "," if "," in whole.rstrip(",") else ""
    return f"{value / 1000**thousands:{grouped}.{decimals}f}"
