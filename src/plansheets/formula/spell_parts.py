"""Trees that share their parts, spelled: each part once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from plansheets.formula.ast import Node
from plansheets.formula.rewrite import children
from plansheets.formula.spell import Speller
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class PartSpeller(Speller):
    """Spells in one dialect, and remembers every part by the object it is."""

    called: Callable[[Node], Node]
    """What takes the place of a leaf: no formula is made anew only to be spelled."""
    known: dict[int, tuple[Node, str]] = field(default_factory=dict)
    """Each part with its text; what is held here keeps its id."""

    def formula(self, node: Node) -> str:
        """*node* as a formula."""
        return self.dialect.lead + self.spell(node, frozenset())

    def spell(self, node: Node, bound: frozenset[str]) -> str:
        if bound:  # as names are bound, so parts are spelled
            return Speller.spell(self, self._shown(node), bound)
        kept = self.known.get(id(node))
        if kept is None:
            kept = node, Speller.spell(self, self._shown(node), bound)
            self.known[id(node)] = kept
        return kept[1]

    def _shown(self, node: Node) -> Node:
        return node if children(node) else self.called(node)
