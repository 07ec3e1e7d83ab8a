"""What verifying a workbook leaves for the others of a run: most of what they say is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from plansheets.package.markup import read_tree
from plansheets.workbook.known_rows import KnownRows
from plansheets.workbook.stored import judge
from plansheets.workbook.stored_names import Home, KnownNames, StoredFault

MAX_BYTES = 32 << 20
"""Of parts whose trees are kept; beyond it all are forgotten."""
MAX_FORMULAS = 50_000
_FEW = 4
"""Workbooks whose names differ, of which formulas are remembered."""

Judge = Callable[[str, Home], tuple[StoredFault, ...]]


class Verified:
    """What is known of parts, rows and formulas that were judged before.

    A part with the same bytes is the same tree, a tree that keeps to the schema does so again, a
    formula among the same names has the same faults, and a row that differs in its values alone is
    judged by them. Nothing that was found wrong is left out for having been found before.
    """

    def __init__(self) -> None:
        self.rows = KnownRows()
        self._trees: dict[bytes, Element] = {}
        self._sound: dict[int, bool] = {}
        """Whether each of them was found to keep to the schema, by identity."""
        self._size = 0
        self._judges: list[tuple[KnownNames, Judge]] = []

    def tree(self, chunks: Iterable[bytes]) -> Element:
        """The element tree of a whole part, which nobody changes."""
        content = b"".join(chunks)
        found = self._trees.get(content)
        if found is None:
            self._size += len(content)
            if self._size > MAX_BYTES:
                self._trees.clear()
                self._sound.clear()
                self._size = len(content)
            found = self._trees[content] = read_tree([content])
            self._sound[id(found)] = False
        return found

    def keeps_to_schema(self, tree: Element) -> bool:
        """Whether nothing was found wrong with *tree* when it was looked at before."""
        return self._sound.get(id(tree), False)

    def note_sound(self, tree: Element) -> None:
        """Note that *tree* keeps to the schema, if it came from here."""
        if id(tree) in self._sound:
            self._sound[id(tree)] = True

    def judge(self, known: KnownNames) -> Judge:
        """The judge of formulas that may refer to what is *known*."""
        for names, judged in self._judges:
            if names == known:
                return judged
        made = remembering(known)
        self._judges = [(known, made), *self._judges[: _FEW - 1]]
        return made


def remembering(known: KnownNames) -> Judge:
    """A judge who looks at each formula once."""
    found: dict[tuple[str, Home], tuple[StoredFault, ...]] = {}

    def remembered(text: str, home: Home) -> tuple[StoredFault, ...]:
        faults = found.get((text, home))
        if faults is None:
            if len(found) > MAX_FORMULAS:
                found.clear()
            faults = found[text, home] = judge(text, known, home)
        return faults

    return remembered
