"""What Excel's functions give, and what they take, in terms of kinds."""

from __future__ import annotations

from functools import reduce
from typing import Final

from plansheets.formula.ast import Call, Number
from plansheets.formula.functions import functions
from plansheets.plan.check.kinds import (
    BOOLEAN,
    COUNT,
    DATE,
    DAYS,
    NUMBER,
    TEXT,
    UNKNOWN,
    Kind,
    join,
    product,
)

KEEP: Final = frozenset({
    "ABS", "AVERAGE", "CEILING", "CEILING.MATH", "FLOOR", "FLOOR.MATH", "INT", "LARGE", "MAX",
    "MEDIAN", "MIN", "MOD", "MROUND", "PERCENTILE", "PERCENTILE.INC", "QUARTILE", "QUARTILE.INC",
    "ROUND", "ROUNDDOWN", "ROUNDUP", "SMALL", "STDEV", "STDEV.P", "STDEV.S", "STDEVP", "SUM",
    "TRIMMEAN", "TRUNC",
})  # fmt: skip
"""They give what their first argument is."""
ADD: Final = frozenset({"SUM", "AVERAGE"})
COMPARE: Final = frozenset({"MIN", "MAX", "MEDIAN"})
COUNTS: Final = frozenset({
    "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "FREQUENCY", "ROWS",
})  # fmt: skip
CRITERIA: Final = frozenset({
    "AVERAGEIF", "AVERAGEIFS", "COUNTIF", "COUNTIFS", "MAXIFS", "MINIFS", "SUMIF", "SUMIFS",
})  # fmt: skip
"""They take conditions written as texts."""
_DAYS: Final = frozenset({"DAYS", "DAYS360", "NETWORKDAYS", "NETWORKDAYS.INTL"})
TAKE_DATES: Final = {
    "DAY": 1, "EDATE": 1, "EOMONTH": 1, "MONTH": 1, "NETWORKDAYS": 2, "NETWORKDAYS.INTL": 2,
    "WEEKDAY": 1, "WEEKNUM": 1, "WORKDAY": 1, "WORKDAY.INTL": 1, "YEAR": 1,
}  # fmt: skip
"""How many of their arguments are dates."""
TAKE_NUMBERS: Final = KEEP | {"COUNT", "SQRT", "SIGN", "POWER", "EXP", "LN"}
_COUNTING: Final = (Number(2), Number(3), Number(102), Number(103))
"""What makes SUBTOTAL count."""
_KINDS: Final = {"number": NUMBER, "text": TEXT, "boolean": BOOLEAN, "date": DATE}


def kind_of_call(node: Call, kinds: list[Kind]) -> Kind:
    """What a function of Excel gives for arguments of those *kinds*."""
    match node.name, kinds:
        case "IF" | "CHOOSE", [_, first, *others]:
            return reduce(join, others, first)
        case "IFERROR" | "IFNA" | "MIN" | "MAX" | "MEDIAN" | "AVERAGE", [first, *others]:
            return reduce(join, others, first)
        case "SUM", [first, *others]:
            summed = reduce(join, others, first)
            return COUNT if summed == BOOLEAN else summed
        case "INDEX" | "SUMIFS" | "AVERAGEIFS" | "MAXIFS" | "MINIFS" | "prior", [first, *_]:
            return first
        case "SUMIF" | "AVERAGEIF", [first, _, *rest]:
            return rest[0] if rest else first
        case "LOOKUP", [_, where, *rest]:
            return rest[0] if rest else where
        case "XLOOKUP", [_, _, found, *_]:
            return found
        case "SUBTOTAL", [_, first, *_]:
            return COUNT if node.arguments[0] in _COUNTING else first
        case "SUMPRODUCT", [first, *others]:
            return _sum_of_products(first, others)
        case "N", [first]:
            return first if first.what in ("number", "date") else NUMBER
        case _:
            pass
    if node.name in KEEP and kinds:
        return kinds[0]
    if node.name in COUNTS:
        return COUNT
    if node.name in _DAYS:
        return DAYS
    known = functions().get(node.name)
    return _KINDS.get(known.result, UNKNOWN) if known else UNKNOWN


def _sum_of_products(first: Kind, others: list[Kind]) -> Kind:
    result = first
    for kind in others:
        if result.what != "number" or kind.what != "number":
            return UNKNOWN
        result = product(result, kind, bare=False)
    return COUNT if result == BOOLEAN else result
