"""The functions as LAMBDA names of a workbook: Excel 365 calls them, nothing installed."""

from __future__ import annotations

from plansheets.formula.ast import Call, Name, Node
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import substitute
from plansheets.formula.template import template
from plansheets.functions.catalog import FORMULAS
from plansheets.functions.function import Function
from plansheets.functions.outline import excel_name
from plansheets.plan.model import PlannedName
from plansheets.plan.write_out.expand import written_out
from plansheets.words import Locale

_COMMENT_LENGTH = 255
"""Characters of a name's comment, which Excel shows while someone types the call."""


_OR_DEFAULT = template("IF(ISOMITTED(given), default, given)")


def lambda_names(locale: Locale) -> list[PlannedName]:
    """Every function that a formula expresses as a defined name, explained in one language."""
    return [
        PlannedName(excel_name(function), lambda_formula(function), _comment(function, locale))
        for function in FORMULAS.values()
    ]


def lambda_formula(function: Function) -> Node:
    """*function* as ``LAMBDA(a, [b], …)``; what is left out gets its default by ``LET``.

    >>> from plansheets.formula.spell import spell
    >>> from plansheets.functions.catalog import CATALOG
    >>> spell(lambda_formula(CATALOG["break_even_roi"]))[:40]
    '=LAMBDA(margin,IF((LEN(margin)>0)*1>ISNU'
    """
    parameters = [
        Name(argument.name, optional=argument.default is not None)
        for argument in function.arguments
    ]
    used: dict[str, Node] = {}
    bound: list[Node] = []
    for argument in function.arguments:
        if argument.default is not None:
            given = Name(argument.name)
            used[argument.name] = Name(f"{argument.name}_or_default")
            default = parse(argument.default)
            bound += [used[argument.name], _OR_DEFAULT(given=given, default=default)]
    body = substitute(written_out(function, "function"), used)
    if bound:
        body = Call("LET", (*bound, body))
    return Call("LAMBDA", (*parameters, body))


def _comment(function: Function, locale: Locale) -> str:
    said = f"{function.title(locale)}: {function.words(locale)}"
    return said if len(said) <= _COMMENT_LENGTH else said[: _COMMENT_LENGTH - 1] + "…"
