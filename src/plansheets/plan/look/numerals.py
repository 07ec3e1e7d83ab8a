"""Numbers as a number format of Excel shows them, near enough to know how much room they need."""

from __future__ import annotations

import re

from plansheets.plan.look.number_formats import sections

_CONDITION = re.compile(r"\[(>=|<=|<>|>|<|=)(-?[\d.]+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_(.)|\*.')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([#0?]*))?(,*)")
_GENERAL = re.compile("General", re.IGNORECASE)
_HELD = {
    ">=": lambda one, two: one >= two,
    "<=": lambda one, two: one <= two,
    "<>": lambda one, two: one != two,
    ">": lambda one, two: one > two,
    "<": lambda one, two: one < two,
    "=": lambda one, two: one == two,
}


def numeral(value: float, number_format: str) -> str:
    """*value* as *number_format* shows it.

    >>> numeral(1234567.5, "#,##0.00"), numeral(0.125, "0.0%"), numeral(-3, '0" days"')
    ('1,234,567.50', '12.5%', '-3 days')
    >>> numeral(85000, '[>=10000]0.0,"k";0'), numeral(3.5, 'General":1"')
    ('85.0k', '3.5:1')
    """
    section = _section(value, number_format)
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2] or found[3] or "")
        return f"\0{len(literals) - 1}\0"

    bare = _LITERAL.sub(keep, _BRACKETS.sub("", section))
    signed = section == sections(number_format)[0] or _CONDITION.search(section)
    value = (value if signed else abs(value)) * (100 if "%" in bare else 1)
    shown = _GENERAL.sub(f"{value:.10g}", bare)
    if shown == bare:
        shown = _DIGITS.sub(lambda found: _digits(value, found), bare, count=1)
    for index, literal in enumerate(literals):
        shown = shown.replace(f"\0{index}\0", literal)
    return shown


def _section(value: float, number_format: str) -> str:
    written = sections(number_format)
    for section in written:
        condition = _CONDITION.search(section)
        if condition and _HELD[condition[1]](value, float(condition[2])):
            return section
    if any(_CONDITION.search(section) for section in written):
        return next((one for one in written if not _CONDITION.search(one)), written[-1])
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
