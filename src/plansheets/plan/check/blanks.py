"""What may be the blank text ``""``, and what the guards around a formula keep from being it.

A cell that was never filled in counts as 0; one whose formula gives ``""`` holds a text, and
arithmetic with it is ``#VALUE!``. Guards are followed through columns: one that is blank only where
another is needs no guard of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

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

NamedCell = tuple[str, str]
"""A cell that formulas name: its table (or nothing, for a metric) and its id."""
CellNames = frozenset[NamedCell]
KnownPart = NamedCell | Node
"""A cell, or a part of a formula that is looked at as a cell is: what a look-up finds."""
FilledCells = frozenset[KnownPart]
"""What is no blank text where a part of a formula is computed."""
ARITHMETIC = frozenset({"+", "-", "*", "/", "^"})
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}
MOST_STEPS = 100_000
_DEEP = 12
"""Columns behind columns that are followed; beyond, nothing is said."""


@dataclass(slots=True)
class Blanks:
    """Which cells of a blueprint may be blank texts, by the formulas that fill them."""

    formulas: Mapping[NamedCell, Node]
    steps: int = MOST_STEPS
    """How often formulas may still be looked at; nothing is said beyond."""
    _may_be: dict[tuple[NamedCell, FilledCells], bool] = field(default_factory=dict)
    _behind: dict[NamedCell, FilledCells] = field(default_factory=dict)
    _sources: dict[NamedCell, CellNames] = field(default_factory=dict)
    _deciding: dict[NamedCell, CellNames] = field(default_factory=dict)

    # -- what may be blank -----------------------------------------------------------------------

    def may_be_blank(self, node: Node, known: FilledCells, deep: int = 0) -> bool:
        """Whether *node* may give ``""`` where the cells *known* do not."""
        match node:
            case one if one in known:
                return False
            case Text(value):
                return not value
            case Name() | Structured(rows="this row"):
                key = key_of(node)
                return key is not None and key not in known and self._cell(key, known, deep)
            case Call("IF", (condition, first, *rest)):
                holds, fails = self.learnt(condition, deep)
                return self.may_be_blank(first, known | holds, deep) or any(
                    self.may_be_blank(one, known | fails, deep) for one in rest
                )
            case Call("IFERROR" | "IFNA", arguments):
                return any(self.may_be_blank(one, known, deep) for one in arguments)
            case Call("CHOOSE" | "IFS", arguments):
                values = arguments[1:] if node.name == "CHOOSE" else arguments[1::2]
                return any(self.may_be_blank(one, known, deep) for one in values)
            case Call("INDEX", (column, place)):
                return self._found(column, [place], deep)
            case Call("XLOOKUP", (_, looked_in, column, *otherwise)):
                missing = any(self.may_be_blank(one, known, deep) for one in otherwise[:1])
                return missing or self._found(column, [Call("MATCH", (column, looked_in))], deep)
            case _:
                return False

    def _found(self, column: Node, places: Sequence[Node], deep: int) -> bool:
        """Whether a cell of *column*, in a row that MATCH finds, may be blank.

        A row is not found by a cell that is blank, so what is filled together with that one is
        filled. Of rows that are found otherwise nothing is known, and nothing said; nor of cells
        that hold a look-up, of which lists are made that find what is filled.
        """
        if deep:
            return False
        match column:
            case Structured(table=str(table), rows="data", first=str(id_), last=None):
                keys = [*self._matched(places, table, deep)]
                if not keys:
                    return False
                known = _all(self._filled(key, deep) for key in keys)
                return (table, id_) not in known and self._cell((table, id_), known, deep)
            case _:
                return False

    def _matched(self, places: Iterable[Node], table: str, deep: int) -> Iterator[Node]:
        """The columns of *table* in which a place is looked for, as cells of the row found."""
        for part in (part for place in places for part in walk(place)):
            match part:
                case Call("MATCH" | "XMATCH", (_, Structured(table=inside) as column, *_)):
                    if inside == table and key_of(column) is not None:
                        yield column
                case Name() | Structured(rows="this row"):
                    formula = self.formulas.get(key_of(part) or ("", ""))
                    if formula is not None and deep <= _DEEP and self.steps > 0:
                        self.steps -= 1
                        yield from self._matched([formula], table, deep + 1)
                case _:
                    pass

    def _cell(self, key: NamedCell, known: FilledCells, deep: int) -> bool:
        formula = self.formulas.get(key)
        if formula is None or deep > _DEEP or self.steps <= 0:
            return False
        found = self._may_be.get((key, known))
        if found is None:
            self.steps -= 1
            self._may_be[key, known] = False  # a circle is told elsewhere
            found = self._may_be[key, known] = self.may_be_blank(formula, known, deep + 1)
        return found

    # -- what decides ----------------------------------------------------------------------------

    def sources(self, node: Node) -> CellNames:
        """The cells that nobody computes and that decide over *node*, through all columns."""
        return _all(map(self._sources_of, cells_in(node)))

    def _sources_of(self, cell: NamedCell) -> CellNames:
        """Likewise for a *cell*; columns may follow each other by the thousand."""
        under_way = [cell]
        while under_way:
            key = under_way[-1]
            formula = self.formulas.get(key)
            behind = frozenset[NamedCell]() if formula is None else cells_in(formula)
            missing = [one for one in behind if one not in self._sources]
            if missing and key not in self._sources:
                self._sources[key] = frozenset()  # so that a circle ends
                under_way += missing
                continue
            under_way.pop()
            own = frozenset({key}) if formula is None else frozenset[NamedCell]()
            self._sources[key] = own.union(*(self._sources.get(one, own) for one in behind))
        return self._sources[cell]

    def deciding(self, key: NamedCell, deep: int = 0) -> CellNames:
        """The cells that decide whether the cell *key* is a blank text."""
        formula = self.formulas.get(key)
        if formula is None or deep > _DEEP:
            return frozenset()
        if key not in self._deciding:
            self._deciding[key] = frozenset()
            self._deciding[key] = self.deciding_over(formula, deep)
        return self._deciding[key]

    def deciding_over(self, node: Node, deep: int = 0) -> CellNames:
        """The cells that decide whether *node* is a blank text."""
        match node:
            case Call("IF", (condition, *branches)):
                return self.sources(condition) | self._each_deciding(branches, deep)
            case Call("IFS", arguments):
                conditions = _all(map(self.sources, arguments[::2]))
                return conditions | self._each_deciding(arguments[1::2], deep)
            case Call("IFERROR", (first, *rest)):
                return self.sources(first) | self._each_deciding(rest, deep)
            case Name() | Structured(rows="this row"):
                key = key_of(node)
                return frozenset() if key is None else self.deciding(key, deep + 1)
            case _:
                return frozenset()

    def _each_deciding(self, nodes: Sequence[Node], deep: int) -> CellNames:
        return _all(self.deciding_over(one, deep) for one in nodes)

    # -- what guards tell ------------------------------------------------------------------------

    def learnt(self, condition: Node, deep: int = 0) -> tuple[FilledCells, FilledCells]:
        """The cells that are no blank texts where *condition* holds, and where it does not."""
        match condition:
            case Call("NOT", (inner,)):
                holds, fails = self.learnt(inner, deep)
                return fails, holds
            case Call("AND", arguments) if arguments:
                every = [self.learnt(one, deep) for one in arguments]
                return _all(holds for holds, _ in every), _any(fails for _, fails in every)
            case Call("OR", arguments) if arguments:
                every = [self.learnt(one, deep) for one in arguments]
                return _any(holds for holds, _ in every), _all(fails for _, fails in every)
            case Call("ISNUMBER", (cell,)):
                return self._filled(cell, deep), frozenset()
            case Call("ISTEXT" | "ISERROR", (cell,)):
                return frozenset(), self._filled(cell, deep)
            case Binary(operator, left, right) if operator in _TURNED:
                if isinstance(left, (Number, Text)):
                    return self._compared(right, _TURNED[operator], left, deep)
                return self._compared(left, operator, right, deep)
            case _:
                return frozenset(), frozenset()

    def _compared(
        self, left: Node, operator: str, right: Node, deep: int
    ) -> tuple[FilledCells, FilledCells]:
        match left, right:
            case Call("COUNT", cells), Number(wanted):
                filled = _all(self._filled(cell, deep) for cell in cells)
                return _all_counted(filled, len(cells), operator, wanted)
            case Call("COUNTBLANK", (cell,)), Number(0):
                filled = self._filled(cell, deep)
                return _sides(filled, operator, holds=("=",), fails=("<>", ">"))
            case Call("LEN" | "N" | "SUM", (cell,)), Number(0):
                filled = self._filled(cell, deep)
                return _sides(filled, operator, holds=("<>", ">"), fails=("=", "<="))
            case _, Text(""):
                return _sides(self._filled(left, deep), operator, holds=("<>",), fails=("=",))
            case _, Number():  # every text is greater than every number
                filled = self._filled(left, deep)
                return _sides(filled, operator, holds=("=", "<", "<="), fails=("<>", ">", ">="))
            case _ if operator in ("=", "<>") and not self.may_be_blank(right, frozenset(), deep):
                return _sides(self._filled(left, deep), operator, holds=("=",), fails=("<>",))
            case _:
                return frozenset(), frozenset()

    def _filled(self, node: Node, deep: int) -> FilledCells:
        """*node* as a cell that is filled, with every cell that must be for it to be."""
        key = key_of(node)
        if key is None:
            return self._needed(node, deep) | {node}
        formula = self.formulas.get(key)
        if formula is None or deep > _DEEP:
            return frozenset({key})
        if key not in self._behind:
            self._behind[key] = frozenset()
            self._behind[key] = self._needed(formula, deep + 1)
        return self._behind[key] | {key}

    def _needed(self, formula: Node, deep: int) -> FilledCells:
        """The cells that are filled where *formula* gives neither a blank text nor an error."""
        match formula:
            case Call("IF", (condition, first, second)):
                holds, fails = self.learnt(condition, deep)
                if first == Text(""):
                    return fails | self._needed(second, deep)
                if second == Text(""):
                    return holds | self._needed(first, deep)
                return self._needed(first, deep) & self._needed(second, deep)
            case Binary(operator, left, right) if operator in ARITHMETIC:
                return self._filled(left, deep) | self._filled(right, deep)
            case Unary("-", operand):
                return self._filled(operand, deep)
            case Call("ROUND" | "ABS" | "INT", (first, *_)):
                return self._filled(first, deep)
            case _:
                return frozenset()


_One = TypeVar("_One", NamedCell, KnownPart)


def _all(found: Iterable[frozenset[_One]]) -> frozenset[_One]:
    return frozenset[_One]().union(*found)


def _any(found: Iterable[frozenset[_One]]) -> frozenset[_One]:
    first, *others = found
    return first.intersection(*others)


def _sides(
    filled: FilledCells, operator: str, *, holds: tuple[str, ...], fails: tuple[str, ...]
) -> tuple[FilledCells, FilledCells]:
    """What is *filled* where a comparison holds, and where it does not, by its operator."""
    nothing: FilledCells = frozenset()
    return filled if operator in holds else nothing, filled if operator in fails else nothing


def _all_counted(
    filled: FilledCells, count: int, operator: str, wanted: float
) -> tuple[FilledCells, FilledCells]:
    """What is known where *count* cells, all of them, are numbers."""
    if wanted == count:
        return _sides(filled, operator, holds=("=", ">="), fails=("<>", "<"))
    if wanted == 0 and count == 1:  # none, or the one
        return _sides(filled, operator, holds=(">", "<>"), fails=("<=", "="))
    if wanted == count - 1:
        return _sides(filled, operator, holds=(">",), fails=("<=",))
    return frozenset(), frozenset()


def key_of(node: Node) -> NamedCell | None:
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


def cells_counted(node: Node) -> CellNames:
    """The cells that *node* hands to COUNT."""
    counts = (part for part in walk(node) if isinstance(part, Call) and part.name == "COUNT")
    return _all(map(cells_in, counts))


def cells_in(node: Node) -> CellNames:
    """The cells that *node* names itself."""
    return frozenset(key for part in walk(node) if (key := key_of(part)) is not None)
