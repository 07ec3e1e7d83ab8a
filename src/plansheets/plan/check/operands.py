"""The parts of a formula that are judged together, and how messages speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from plansheets.formula.ast import Call, Node, Number, Structured, Unary
from plansheets.formula.rewrite import transform, walk
from plansheets.formula.spell import ENGINE, spell
from plansheets.plan.check.excel_kinds import COUNTS
from plansheets.plan.check.kinds import PERCENT, Kind

MOST_SHOWN = 40
"""Characters of a part of a formula that a message quotes."""


class Operand(NamedTuple):
    """A part of a formula and what it is."""

    node: Node
    kind: Kind

    def __str__(self) -> str:
        return f"{shown(self.node)} is {self.kind}"


def counts_days(whole: Node, left: Operand, right: Operand) -> bool:
    """Whether a count stands beside days because it counts days, as of a calendar."""
    if {left.kind.unit, right.kind.unit} != {"count", "days"}:
        return False
    return any(isinstance(part, Call) and part.name in COUNTS for part in walk(whole))


def is_bare(node: Node) -> bool:
    """Whether *node* is a number written out."""
    return isinstance(node.operand if isinstance(node, Unary) else node, Number)


def reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def shown(node: Node) -> str:
    """*node* as a message quotes it; a cell of this row without its table."""

    def rewritten(part: Node) -> Node:
        if isinstance(part, Structured) and part.rows == "this row":
            return replace(part, table=None)
        return part

    text = spell(transform(node, rewritten), ENGINE)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def clash_hint(done: str, parts: Sequence[Operand]) -> str | None:
    left, right = parts
    if left.kind.what != "number" or right.kind.what != "number":
        return None
    if done in ("added", "subtracted") and "percent" in (left.kind.unit, right.kind.unit):
        amount, rate = (left, right) if right.kind == PERCENT else (right, left)
        sign = "+" if done == "added" else "-"
        return f"multiply instead, as in {shown(amount.node)} * (1 {sign} {shown(rate.node)})"
    return "bring both to one unit first; declare a column without a unit as 'number'"
