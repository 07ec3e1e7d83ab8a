"""What may be the blank text ``""``, and what the guards around a formula keep from being it.

A cell that was never filled in counts as 0; one whose formula gives ``""`` holds a text, and
arithmetic with it is ``#VALUE!``. Guards are followed through columns: one that is blank only where
another is needs no guard of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from plansheets.formula.ast import (
    Binary,
    Call,
    Missing,
    Name,
    Node,
    Number,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.rewrite import walk
from plansheets.records import dataclass

Key = tuple[str, str]
"""A cell that formulas name: its table (or nothing, for a metric) and its id."""
Known = frozenset[Key]
"""Cells that are not blank texts where a part of a formula is computed."""
ARITHMETIC = frozenset({"+", "-", "*", "/", "^"})
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}
_DEEP = 12
"""Columns behind columns that are followed; beyond, nothing is said."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """Which cells of a blueprint may be blank texts, by the formulas that fill them."""

    formulas: Mapping[Key, Node]
    remembered: dict[tuple[Key, Known], bool] = field(default_factory=dict)
    remembered_sources: dict[Key, Known] = field(default_factory=dict)

    def may_be_blank(self, node: Node, known: Known, deep: int = 0) -> bool:
        """Whether *node* may give ``""`` where the cells *known* do not."""
        match node:
            case Text(value):
                return not value
            case Name() | Structured(rows="this row"):
                key = key_of(node)
                return key is not None and key not in known and self._cell(key, known, deep)
            case Call("IF", (condition, first, *rest)):
                holds, fails = self.learnt(condition)
                return self.may_be_blank(first, known | holds, deep) or any(
                    self.may_be_blank(one, known | fails, deep) for one in rest
                )
            case Call("IFERROR" | "IFNA" | "CHOOSE", arguments):
                skipped = 1 if node.name == "CHOOSE" else 0
                return any(self.may_be_blank(one, known, deep) for one in arguments[skipped:])
            case Call("IFS", arguments):
                return any(self.may_be_blank(one, known, deep) for one in arguments[1::2])
            case _:
                return False

    def _cell(self, key: Key, known: Known, deep: int) -> bool:
        formula = self.formulas.get(key)
        if formula is None or deep > _DEEP:
            return False
        found = self.remembered.get((key, known))
        if found is None:
            self.remembered[key, known] = False  # a circle is told elsewhere
            found = self.may_be_blank(formula, known, deep + 1)
            self.remembered[key, known] = found
        return found

    def sources(self, node: Node) -> Known:
        """The cells that nobody computes and that decide over *node*, through all columns."""
        return _all(map(self._behind, cells_in(node)))

    def _behind(self, key: Key) -> Known:
        formula = self.formulas.get(key)
        if formula is None:
            return frozenset({key})
        behind = self.remembered_sources.get(key)
        if behind is None:
            self.remembered_sources[key] = frozenset()
            behind = self.remembered_sources[key] = self.sources(formula)
        return behind

    def deciding(self, key: Key) -> Known:
        """The cells that decide whether the cell *key* is a blank text."""
        formula = self.formulas.get(key)
        return frozenset() if formula is None else self._deciding(formula)

    def _deciding(self, node: Node) -> Known:
        match node:
            case Call("IF", (condition, *branches)):
                return self.sources(condition) | _all(map(self._deciding, branches))
            case Call("IFS", arguments):
                conditions = _all(map(self.sources, arguments[::2]))
                return conditions | _all(map(self._deciding, arguments[1::2]))
            case Call("IFERROR", (first, *rest)):
                return self.sources(first) | _all(map(self._deciding, rest))
            case Name() | Structured(rows="this row"):
                key = key_of(node)
                return frozenset() if key is None else self.deciding(key)
            case _:
                return frozenset()

    def learnt(self, condition: Node) -> tuple[Known, Known]:
        """The cells that are no blank texts where *condition* holds, and where it does not."""
        match condition:
            case Call("NOT", (inner,)):
                holds, fails = self.learnt(inner)
                return fails, holds
            case Call("AND", arguments) if arguments:
                every = [self.learnt(one) for one in arguments]
                return _all(holds for holds, _ in every), _any(fails for _, fails in every)
            case Call("OR", arguments) if arguments:
                every = [self.learnt(one) for one in arguments]
                return _any(holds for holds, _ in every), _all(fails for _, fails in every)
            case Call("ISNUMBER", (cell,)):
                return self._filled(cell), frozenset()
            case Call("ISTEXT" | "ISERROR", (cell,)):
                return frozenset(), self._filled(cell)
            case Binary(operator, left, right) if operator in _TURNED:
                if isinstance(left, (Number, Text)):
                    return self._compared(right, _TURNED[operator], left)
                return self._compared(left, operator, right)
            case _:
                return frozenset(), frozenset()

    def _compared(self, left: Node, operator: str, right: Node) -> tuple[Known, Known]:
        match left, right:
            case Call("COUNT", cells), Number(wanted):
                return _all_counted(_all(map(self._filled, cells)), len(cells), operator, wanted)
            case Call("COUNTBLANK", (cell,)), Number(0):
                return _sides(self._filled(cell), operator, holds=("=",), fails=("<>", ">"))
            case Call("LEN" | "N" | "SUM", (cell,)), Number(0):
                return _sides(self._filled(cell), operator, holds=("<>", ">"), fails=("=", "<="))
            case _, Text(""):
                return _sides(self._filled(left), operator, holds=("<>",), fails=("=",))
            case _, Number():  # every text is greater than every number
                filled = self._filled(left)
                return _sides(filled, operator, holds=("=", "<", "<="), fails=("<>", ">", ">="))
            case _ if operator in ("=", "<>") and not self.may_be_blank(right, frozenset()):
                return _sides(self._filled(left), operator, holds=("=",), fails=("<>",))
            case _:
                return frozenset(), frozenset()

    def _filled(self, node: Node, deep: int = 0) -> Known:
        """*node* as a cell that is filled, with every cell that must be for it to be."""
        key = key_of(node)
        if key is None:
            return self._needed(node, deep)
        formula = self.formulas.get(key)
        behind = self._needed(formula, deep + 1) if formula is not None and deep < _DEEP else ()
        return frozenset({key, *behind})

    def _needed(self, formula: Node, deep: int) -> Known:
        """The cells that are filled where *formula* gives neither a blank text nor an error."""
        match formula:
            case Call("IF", (condition, first, second)):
                holds, fails = (
                    self.learnt(condition) if deep < _DEEP else (frozenset(), frozenset())
                )
                if first == Text(""):
                    return fails | self._needed(second, deep + 1)
                if second == Text(""):
                    return holds | self._needed(first, deep + 1)
                return self._needed(first, deep + 1) & self._needed(second, deep + 1)
            case Binary(operator, left, right) if operator in ARITHMETIC:
                return self._filled(left, deep + 1) | self._filled(right, deep + 1)
            case Unary("-", operand):
                return self._filled(operand, deep + 1)
            case Call("ROUND" | "ABS" | "INT", (first, *_)):
                return self._filled(first, deep + 1)
            case _:
                return frozenset()


def _all(found: Iterable[Known]) -> Known:
    return frozenset[Key]().union(*found)


def _any(found: Iterable[Known]) -> Known:
    first, *others = found
    return first.intersection(*others)


def _sides(
    filled: Known, operator: str, *, holds: tuple[str, ...], fails: tuple[str, ...]
) -> tuple[Known, Known]:
    """What is *filled* where a comparison holds, and where it does not, by its operator."""
    nothing: Known = frozenset()
    return filled if operator in holds else nothing, filled if operator in fails else nothing


def _all_counted(filled: Known, count: int, operator: str, wanted: float) -> tuple[Known, Known]:
    """What is known where *count* cells, all of them, are numbers."""
    if wanted == count:
        return _sides(filled, operator, holds=("=", ">="), fails=("<>", "<"))
    if wanted == count - 1:
        return _sides(filled, operator, holds=(">",), fails=("<=",))
    return frozenset(), frozenset()


def key_of(node: Node) -> Key | None:
    """The cell that *node* names, if it is one: a column stands for each of its cells."""
    match node:
        case Structured(table=str(table), first=str(column), last=None):
            return table, column
        case Name(name):
            return "", name
        case _:
            return None


def is_missing(node: Node) -> bool:
    return isinstance(node, Missing)


def cells_counted(node: Node) -> Known:
    """The cells that *node* hands to COUNT."""
    counts = (part for part in walk(node) if isinstance(part, Call) and part.name == "COUNT")
    return _all(map(cells_in, counts))


def cells_in(node: Node) -> Known:
    """The cells that *node* names itself."""
    return frozenset(key for part in walk(node) if (key := key_of(part)) is not None)
