"""Values, formulas and places as the text of a plan writes them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from plansheets.boxes import Box
from plansheets.formula.ast import Node
from plansheets.formula.spell import BAR, spell
from plansheets.grid import range_name
from plansheets.plan.model import ErrorValue, Value


def show(value: Value) -> str:
    """A value as the text writes it.

    >>> show("a"), show(0.1 + 0.2), show(None), show(True)
    ('"a"', '0.3', 'empty', 'TRUE')
    """
    match value:
        case None:
            return "empty"
        case str():
            return quote(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return int.__repr__(value)
        case float():
            return f"{value:.12g}"
        case datetime.date():
            return value.isoformat()
        case ErrorValue(code):
            return code


def spelled(node: Node) -> str:
    return "{" + spell(node, BAR).replace("\n", "\\n") + "}"


def quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    return '"' + escaped.replace("\n", "\\n") + '"'


def box_name(box: Box) -> str:
    return range_name(box.first_row, box.first_column, box.last_row, box.last_column)


def listed(facts: Iterable[str]) -> str:
    shown = ", ".join(fact for fact in facts if fact)
    return f", {shown}" if shown else ""
