"""The parts of a formula that are judged together, and how messages speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from plansheets.formula.ast import Call, Node, Number, Structured, Unary
from plansheets.formula.rewrite import transform, walk
from plansheets.formula.spell import ENGINE, spell
from plansheets.plan.check.excel_kinds import COUNTS
from plansheets.plan.check.kinds import Kind
from plansheets.words import Words

MOST_SHOWN = 40
"""Characters of a part of a formula that a message quotes."""


class Operand(NamedTuple):
    """A part of a formula and what it is."""

    node: Node
    kind: Kind

    @property
    def said(self) -> Words:
        text = shown(self.node)
        return Words(f"{text} 是{self.kind.zh}", f"{text} is {self.kind}")


def counts_days(whole: Node, left: Operand, right: Operand) -> bool:
    """Whether a count stands beside days because it counts days, as of a calendar."""
    if {left.kind.unit, right.kind.unit} != {"count", "days"}:
        return False
    return any(isinstance(part, Call) and part.name in COUNTS for part in walk(whole))


_AFTER_A_COLUMN = frozenset({"SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"})
"""Functions whose ranges and criteria stand behind what is added up."""
_OF_ONE = frozenset({"COUNTIF", "SUMIF", "AVERAGEIF"})


def criteria_of(name: str, parts: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    """Each range of a call of the function *name*, with the criterion that its cells meet."""
    if name in _OF_ONE:
        parts = parts[:2]
    elif name in _AFTER_A_COLUMN:
        parts = parts[1:]
    elif name != "COUNTIFS":
        return
    yield from zip(parts[::2], parts[1::2], strict=False)


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
