"""Large numbers in the units that people say them in, the same on a whole page: 万, 亿, K, M."""

from __future__ import annotations

import re

from plansheets.blueprint.types import Type
from plansheets.formula.ast import Node
from plansheets.formula.template import Template, template
from plansheets.plan.look.number_formats import sections
from plansheets.records import dataclass
from plansheets.words import Locale

_LARGE = frozenset({"money", "count"})
_PERCENT = re.compile(r"0(\.[0#]+)?%")
_PLAIN = re.compile(r"(#,##)?0(\.0+)?")
_WITH_UNIT = re.compile(r'(#,##)?0(\.(0+#*))?("[^"]*")?')
"""A plain format with what stands behind the number, as in 3.0:1 and 1.5×."""


@dataclass(frozen=True, slots=True)
class CompactFormat:
    """A number format, and the conditions under which another one takes its place.

    Excel's formats know two conditions each, which are too few for two units and a sign.
    """

    usual: str
    otherwise: tuple[tuple[Template, str], ...]


_BELOW_ZERO = template("cell<0")
_MANY_WAN = template("AND(cell>=9999500, cell<99999500)")

_FORMATS = {
    ("zh-CN", False): CompactFormat(
        '[>=99999500]0\\.00,,"亿";[>=10000]0\\.0,"万";{small}',
        (
            (_BELOW_ZERO, '[<=-99999500]-0\\.00,,"亿";[<=-10000]-0\\.0,"万";{small}'),
            (_MANY_WAN, '#\\,##0\\.0,"万"'),
        ),
    ),
    ("zh-CN", True): CompactFormat(
        '[>=10000]+0\\.0,"万";[>0]+{small};0',
        ((_BELOW_ZERO, '[<=-99999500]-0\\.00,,"亿";[<=-10000]-0\\.0,"万";{small}'),),
    ),
    ("en", False): CompactFormat(
        '[>=999950]#,##0.0,,"M";[>=10000]0.0,"K";{small}',
        ((_BELOW_ZERO, '[<=-999950]-#,##0.0,,"M";[<=-10000]-0.0,"K";{small}'),),
    ),
    ("en", True): CompactFormat(
        '[>=999950]+#,##0.0,,"M";[>0]+{small};0',
        ((_BELOW_ZERO, '[<=-999950]-#,##0.0,,"M";[<=-10000]-0.0,"K";{small}'),),
    ),
}
"""By language, and whether a plus is shown; *small* is the format of what is not large."""
_TEXTS = {
    "zh-CN": template(
        'IF(ABS(number)>=99999500, TEXT(ROUND(number/100000000, 2), "#,##0.00")&"亿", '
        'IF(ABS(number)>=10000, TEXT(ROUND(number/10000, 1), "#,##0.0")&"万", '
        "TEXT(ROUND(number, decimals), small)))"
    ),
    "en": template(
        'IF(ABS(number)>=999950, TEXT(ROUND(number/1000000, 1), "#,##0.0")&"M", '
        'IF(ABS(number)>=10000, TEXT(ROUND(number/1000, 1), "#,##0.0")&"K", '
        "TEXT(ROUND(number, decimals), small)))"
    ),
}
_MONEY_LABELS = {"zh-CN": "0\\.0,;-0\\.0,;", "en": "#,##0,;-#,##0,;"}
"""Money beside points of charts: in 万 and thousands, which is said once under the title."""
_COUNT_LABELS = {
    "zh-CN": '[>=10000]0\\.0,"万";[=0]"";#,##0',
    "en": '[>=10000]#,##0,"K";[=0]"";#,##0',
}
_RATIO_LABELS = "0.00"
"""Points are many, and what is said under the title needs no saying beside each."""
_MONEY_TEXTS = {
    "zh-CN": template('TEXT(ROUND(number/10000, 1), "#,##0.0")'),
    "en": template('TEXT(ROUND(number/1000, 0), "#,##0")'),
}
_IN_FORMAT = template("TEXT(ROUND(number, decimals), written)")
"""Rounded first: programs differ in how TEXT shows a number halfway between two."""


def compact(type_: Type, number_format: str, locale: Locale) -> CompactFormat | None:
    """How a page shows numbers of *type_*, where they may be large; None where they keep theirs."""
    if type_.measure not in _LARGE:
        return None
    small = _small(number_format)
    found = _FORMATS[locale, "+" in number_format]
    return CompactFormat(
        found.usual.format(small=small),
        tuple((condition, written.format(small=small)) for condition, written in found.otherwise),
    )


def compact_text(number: Node, type_: Type, number_format: str, locale: Locale) -> Node:
    """*number* as a text, as a page shows numbers of *type_*."""
    first = sections(number_format)[0].lstrip("+")
    if type_.measure in _LARGE:
        small = _small(number_format)
        return _TEXTS[locale](number=number, small=small, decimals=_decimals(small))
    if type_.measure == "percent":
        written = first.replace("#", "0") if _PERCENT.fullmatch(first) else "0.0%"
    else:
        written = first if _WITH_UNIT.fullmatch(first) else "#,##0.00"
    return _IN_FORMAT(number=number, written=written, decimals=_decimals(written))


def in_larger_unit(type_: Type, number_format: str) -> bool:
    """Whether a chart writes all its numbers in 万 or thousands: amounts of money, not prices."""
    own = sections(number_format)[0].lstrip("+")
    return type_.measure == "money" and (own.startswith("[") or own in ("#,##0", "0", "General"))


def label_format(type_: Type, number_format: str, locale: Locale) -> str:
    """How numbers of *type_* are written beside the points of a chart.

    0 is not: it is also what programs draw for a cell that shows nothing.
    """
    if in_larger_unit(type_, number_format):
        return _MONEY_LABELS[locale]
    if type_.measure == "count":
        return _COUNT_LABELS[locale]
    first = _RATIO_LABELS if type_.measure == "ratio" else sections(number_format)[0]
    return f"{first};-{first.lstrip('+')};" if not first.startswith("[") else first


def label_text(number: Node, type_: Type, number_format: str, locale: Locale) -> Node:
    """*number* as ``label_format`` shows it, as a text."""
    if in_larger_unit(type_, number_format):
        return _MONEY_TEXTS[locale](number=number)
    if type_.measure == "ratio":
        return _IN_FORMAT(number=number, written=_RATIO_LABELS, decimals=_decimals(_RATIO_LABELS))
    return compact_text(number, type_, number_format, locale)


def _small(number_format: str) -> str:
    """The format of amounts that need no larger unit: their own, where it holds for any number."""
    first = sections(number_format)[0].lstrip("+")
    return first if _PLAIN.fullmatch(first) else "#,##0"


def _decimals(number_format: str) -> int:
    """How many decimals of a number a plain format shows."""
    found = _WITH_UNIT.match(number_format)
    decimals = len(found[3] or "") if found else 0
    return decimals + (2 if number_format.endswith("%") else 0)
