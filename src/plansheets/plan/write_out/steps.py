"""Long formulas of columns in steps: parts of them stand in hidden columns of their own.

A formula of a column is written into every row of the file, so what it says twice costs each time a
workbook is opened, and nobody reads a thousand characters. A part that stands in it more than once,
or the rest of a ladder, is computed beside it; whatever kept it from being computed keeps it still.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import field, replace
from typing import Final

from plansheets.blueprint.block import Block
from plansheets.blueprint.blocks import Form, Place
from plansheets.blueprint.model import Blueprint, Column, Formula, Table
from plansheets.blueprint.period_grid import PeriodGrid
from plansheets.blueprint.timeline import Timeline
from plansheets.blueprint.types import TYPES
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.rewrite import children, walk, with_children
from plansheets.formula.spell import FILE
from plansheets.formula.spell_parts import PartSpeller
from plansheets.plan.look.wording import said
from plansheets.plan.report import Report
from plansheets.plan.write_out.localise import Dictionary, dictionary
from plansheets.records import dataclass
from plansheets.words import LOCALES, Words

MOST_CHARACTERS: Final = 400
"""Longer formulas of columns are taken apart, in whichever language they are longer."""
STEP: Final = "_step"
"""What the ids of such columns begin with; people's begin with a letter."""

_LEAST_GAIN = 20
_LEAST_RUNGS = 3
_FORM_COLUMNS = 6

_TAKING_APART: Final = frozenset(
    {
        "ABS", "AND", "DAY", "EDATE", "INT", "LEFT", "LEN", "LN", "MAX", "MID", "MIN", "MOD",
        "MONTH", "N", "NOT", "OR", "RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP", "SQRT", "SUBSTITUTE",
        "TEXT", "VALUE",
    }
)  # fmt: skip
"""Functions of single values whose arguments may stand in cells just as well. ``COUNT``,
``IFERROR`` and their like are not among them: they see what the argument is, or its error."""
_OF_MANY: Final = frozenset(
    {"AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "MAX", "MIN", "ROWS", "SUM", "SUMPRODUCT"}
)
"""Functions that make one value of whatever they are given."""
_COUNTING: Final = frozenset({"COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "N"})
"""Functions that give no error of their own."""
_COMPARING: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})
_CRITERIA: Final = {"COUNTIF": (1,), "SUMIF": (1,), "MATCH": (0,), "INDEX": (1, 2)}
"""The arguments that are single values, of functions that also take ranges."""

_Guards = tuple[tuple[Node, bool], ...]
"""Conditions around a part, from the outermost, and whether it stands where they hold."""


def write_out_steps(blueprint: Blueprint, report: Report) -> Blueprint:
    """*blueprint* with long formulas of columns taken apart, wherever hidden columns have room."""
    if report.failed:  # what names nothing cannot be spelled
        return blueprint
    words = tuple(dictionary(blueprint, locale) for locale in LOCALES)
    room = {table.id for table in blueprint.tables if _has_room(table, blueprint)}
    tables = tuple(
        _in_steps(table, words) if table.id in room else table for table in blueprint.tables
    )
    return replace(blueprint, tables=tables)


def _has_room(table: Table, blueprint: Blueprint) -> bool:
    """Whether nothing on its sheet stands where columns behind the last would be hidden."""
    beside = (
        block
        for sheet in blueprint.sheets
        if any(table.id in block.holds.tables for block in sheet.blocks)
        for block in sheet.blocks
    )
    return all(_columns(block, blueprint) <= len(table.columns) for block in beside)


def _columns(block: Block, blueprint: Blueprint) -> float:
    """How many columns of its sheet *block* needs; drawings take what there is."""
    match block:
        case Place(table=id_):
            table = blueprint.table(id_)
            return len(table.columns) if table else 0
        case PeriodGrid(each=each, rows=rows):
            items = blueprint.list(each.list_id)
            return 1 + (len(items.items) if items else 0) + any(row.total for row in rows)
        case Timeline():
            return float("inf")
        case Form():
            return _FORM_COLUMNS
        case _:
            return 0


def _in_steps(table: Table, words: tuple[Dictionary, ...]) -> Table:
    made: list[Column] = []
    columns: list[Column] = []
    for column in table.columns:
        formula = column.formula
        if formula is None or _is_alone(formula.tree):
            columns.append(column)
            continue
        taking = _Taking(table, column, words, len(made))
        tree = taking.apart(formula.tree)
        made += taking.made
        taken = (
            column if tree is formula.tree else replace(column, formula=replace(formula, tree=tree))
        )
        columns.append(taken)
    return replace(table, columns=(*columns, *made)) if made else table


def _is_alone(tree: Node) -> bool:
    """Whether *tree* looks at other rows or has names of its own, which no other cell has."""
    return any(
        isinstance(one, Call) and one.name in ("prior", "LET", "LAMBDA") for one in walk(tree)
    )


@dataclass(frozen=True, slots=True)
class _Liftable:
    """A part of a formula that may stand in a cell of its own."""

    node: Node
    guards: _Guards
    times: int


@dataclass(slots=True)
class _Taking:
    """One column's formula while it is taken apart."""

    table: Table
    column: Column
    words: tuple[Dictionary, ...]
    before: int
    """Steps of the columns before this one."""
    made: list[Column] = field(default_factory=list)
    known: dict[Node, Structured] = field(default_factory=dict)
    """What steps compute, and their cells."""
    spellers: list[PartSpeller] = field(default_factory=list)
    """One a language: what is tried out differs little from what was tried before."""

    @property
    def typed(self) -> frozenset[str]:
        return frozenset(one.id for one in self.table.columns if one.role != "formula")

    def apart(self, tree: Node) -> Node:
        """*tree* as short as it gets, what was taken out of it being made a column."""
        if self._length(tree) <= MOST_CHARACTERS:
            return tree
        tree = self._by_case(tree, _Liftable(tree, (), 1)) or tree
        while self._length(tree) > MOST_CHARACTERS:
            chosen = self._best(tree)
            shorter = (
                _replaced(tree, chosen.node, self._step(chosen))
                if chosen
                else self._by_inner_case(tree)
            )
            if shorter is None:
                return tree
            tree = shorter
        return tree

    def _by_case(self, tree: Node, ladder: _Liftable) -> Node | None:
        """*tree* with the number of the rung of *ladder* that holds in a cell, or None."""
        conditions, values = _rungs(ladder.node)
        if len(values) < _LEAST_RUNGS:
            return None
        number: Node = Number(len(values))
        for place, condition in reversed(list(enumerate(conditions, 1))):
            number = Call("IF", (condition, Number(place), number))
        counted = replace(ladder, node=number)
        if self._length(_guarded(counted)) > self._length(tree) - _LEAST_GAIN:
            return None
        chosen = Call("CHOOSE", (self._step(counted), *values))
        return _replaced(tree, ladder.node, chosen)

    def _by_inner_case(self, tree: Node) -> Node | None:
        """Likewise with the longest ladder inside *tree*."""
        ladders = sorted(
            _parts(tree, self.typed), key=lambda part: self._length(part.node), reverse=True
        )
        return next((made for one in ladders if (made := self._by_case(tree, one))), None)

    def _best(self, tree: Node) -> _Liftable | None:
        """The part that leaves least behind, and makes no step longer than need be."""
        whole, own = self._length(tree), self._length(self._reference(1))
        best: tuple[tuple[int, int], _Liftable] | None = None
        for part in _parts(tree, self.typed):
            left = whole - part.times * (self._length(part.node) - own)
            if left > whole - _LEAST_GAIN:
                continue
            step = self._length(_guarded(part))
            if step > whole - _LEAST_GAIN:
                continue
            rank = max(step, left, MOST_CHARACTERS), left + step
            if best is None or rank < best[0]:
                best = rank, part
        return best[1] if best else None

    def _step(self, part: _Liftable) -> Structured:
        """A column for *part*, itself in steps where it is long; gives its cell in this row."""
        wanted = _guarded(part)
        if wanted in self.known:
            return self.known[wanted]
        place = len(self.made)
        number = self.before + place + 1
        reference = self._reference(number)
        span = self.column.span
        column = Column(
            str(reference.first),
            TYPES["flag" if _says_truth(part.node) else "number"],
            _label(number),
            span,
            "formula",
            hidden=True,
        )
        self.made.append(column)
        self.known[wanted] = reference
        tree = self.apart(wanted)
        self.made[place] = replace(column, formula=Formula.made(tree, span))
        return reference

    def _reference(self, number: int) -> Structured:
        return Structured(self.table.id, "this row", f"{STEP}_{number}")

    def _length(self, node: Node) -> int:
        if not self.spellers:
            self.spellers += [
                PartSpeller(FILE, self._localised(words, locale))
                for locale, words in zip(LOCALES, self.words, strict=True)
            ]
        return max(len(each.formula(node)) for each in self.spellers)

    def _localised(self, words: Dictionary, locale: str) -> Callable[[Node], Node]:
        """What leaves are called in a file, those among them that are steps."""
        longest = _label(99)(locale)

        def called(leaf: Node) -> Node:
            match leaf:
                case Structured(self.table.id, _, str(first)) if first.startswith(STEP):
                    number = first.removeprefix(f"{STEP}_")
                    header = longest if number == "1" else _label(int(number))(locale)
                    return replace(leaf, first=header)
                case _:
                    return words.word(leaf)

        return called


def _rungs(tree: Node) -> tuple[list[Node], list[Node]]:
    """The conditions of IF in the else of IF, and the values, of which there is one more."""
    conditions, values = [], []
    while isinstance(tree, Call) and tree.name == "IF" and len(tree.arguments) == 3:
        condition, value, tree = tree.arguments
        conditions.append(condition)
        values.append(value)
    return conditions, [*values, tree]


def _label(number: int) -> Words:
    return said("step", number=Words(str(number), str(number)))


def _guarded(part: _Liftable) -> Node:
    """What the cell of *part* computes: nothing where the formula would not have asked for it."""
    made = part.node
    if not _is_safe(part.node):
        for condition, holds in reversed(part.guards):
            nothing = Text("")
            made = Call("IF", (condition, made, nothing) if holds else (condition, nothing, made))
    return made


def _parts(tree: Node, typed: Collection[str]) -> Iterator[_Liftable]:
    """Every part of *tree* that may stand in a cell, once, with what keeps all of it.

    The columns *typed* have cells that may be blank.
    """
    found: dict[Node, list[_Guards]] = {}
    for node, guards in _places(tree, ()):
        if node is not tree and children(node) and _is_single(node):
            found.setdefault(node, []).append(guards)
    for node, several in found.items():
        if _says_truth(node) and not _is_truth(node):
            continue  # programs differ in whether IF hands on TRUE, or 1
        if not _may_be_blank(node, typed):
            yield _Liftable(node, _shared(several), len(several))


def _shared(several: list[_Guards]) -> _Guards:
    """What stands around all places of a part; of values that a number chooses, any of theirs."""
    shared: list[tuple[Node, bool]] = []
    for level in zip(*several, strict=False):
        first = level[0]
        if all(one == first for one in level):
            shared.append(first)
            continue
        numbers = {one.left for one, _ in level if isinstance(one, Binary) and one.operator == "="}
        if len(numbers) == 1 and all(holds and _chooses(one) for one, holds in level):
            chosen = dict.fromkeys(one for one, _ in level)
            shared.append((Call("OR", tuple(chosen)), True))
        break
    return tuple(shared)


def _chooses(condition: Node) -> bool:
    match condition:
        case Binary("=", _, Number()):
            return True
        case _:
            return False


def _places(node: Node, guards: _Guards) -> Iterator[tuple[Node, _Guards]]:
    """Parts of *node* whose value alone counts where they stand."""
    yield node, guards
    match node:
        case Call("IF", (condition, *branches)):
            yield from _places(condition, guards)
            for branch, holds in zip(branches, (True, False), strict=False):
                yield from _places(branch, (*guards, (condition, holds)))
        case Call("CHOOSE", (number, *values)):
            yield from _places(number, guards)
            for place, value in enumerate(values, 1):
                chosen = Binary("=", number, Number(place))
                yield from _places(value, (*guards, (chosen, True)))
        case Call(name, arguments):
            for argument in _looked_into(name, arguments):
                yield from _places(argument, guards)
        case Binary(":", left, right):
            for end in (left, right):
                if isinstance(end, Call):
                    yield from _places(end, guards)
        case Binary(left=left, right=right):
            yield from _places(left, guards)
            yield from _places(right, guards)
        case Unary(operand=operand) | Postfix(operand=operand):
            yield from _places(operand, guards)
        case _:
            pass


def _single_arguments(name: str, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments of a call in whose place a cell would do."""
    if name in _TAKING_APART:
        return arguments
    if name in ("COUNTIFS", "SUMIFS", "AVERAGEIFS"):
        return arguments[1::2] if name == "COUNTIFS" else arguments[2::2]
    return tuple(arguments[at] for at in _CRITERIA.get(name, ()) if at < len(arguments))


def _looked_into(name: str, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
    """Those, and the ranges between two cells that single values choose."""
    ranges = (one for one in arguments if isinstance(one, Binary) and one.operator == ":")
    return (*_single_arguments(name, arguments), *ranges)


def _is_single(node: Node) -> bool:
    """Whether *node* is one value, whatever it looks through."""
    match node:
        case Structured(rows=rows, last=last):
            return rows == "this row" and last is None
        case Call("ROW", () | (Structured(rows="headers"),)):
            return True
        case Call("IF" | "CHOOSE" | "IFERROR", arguments):
            return all(map(_is_single, arguments))
        case Call(name, arguments):
            if name in _OF_MANY:
                return True
            singles = _single_arguments(name, arguments)
            return bool(singles) and all(map(_is_single, singles))
        case Binary(operator, left, right):
            return operator != ":" and _is_single(left) and _is_single(right)
        case Unary(operator, operand):
            return operator != "@" and _is_single(operand)
        case Postfix(operator, operand):
            return operator != "#" and _is_single(operand)
        case _:
            return not children(node)


def _may_be_blank(node: Node, typed: Collection[str]) -> bool:
    """Whether *node* may be a cell that was never filled in: a step would show 0 for it."""
    match node:
        case Structured(first=str(id_)):
            return id_ in typed
        case Call("INDEX"):
            return True
        case Call("IF" | "CHOOSE", (_, *values)) | Call("IFERROR", values):
            return any(_may_be_blank(value, typed) for value in values)
        case _:
            return False


def _is_safe(node: Node) -> bool:
    """Whether *node* gives no error that the cells it looks at do not hold."""
    match node:
        case Call("IF", (condition, *values)):
            return _is_truth(condition) and all(map(_is_safe, values))
        case Call(name, arguments) if name in _COUNTING:
            return all(map(_is_safe, arguments))
        case _:
            return not children(node) or _is_truth(node)


def _says_truth(node: Node) -> bool:
    """Whether *node* may be TRUE or FALSE."""
    match node:
        case Call("IF" | "CHOOSE", (_, *values)) | Call("IFERROR", values):
            return any(map(_says_truth, values))
        case Call(name):
            return name in ("AND", "ISNUMBER", "NOT", "OR")
        case Binary(operator):
            return operator in _COMPARING
        case _:
            return isinstance(node, Boolean)


def _is_truth(node: Node) -> bool:
    """Whether *node* is TRUE or FALSE; a cell may hold a text, which is neither."""
    match node:
        case Boolean():
            return True
        case Call("AND" | "OR" | "NOT", arguments):
            return all(map(_is_truth, arguments))
        case Call("ISNUMBER", (value,)):
            return _is_safe(value) and not _says_truth(value)
        case Binary(operator, left, right):
            return operator in _COMPARING and _is_safe(left) and _is_safe(right)
        case _:
            return False


def _replaced(tree: Node, part: Node, reference: Node) -> Node:
    """*tree* with *reference* wherever *part* stands so that a cell would do."""
    if tree == part:
        return reference
    below = children(tree)
    match tree:
        case Call("IF" | "CHOOSE", _):
            singles = below
        case Call(name, arguments):
            singles = _looked_into(name, arguments)
        case Binary(":"):
            singles = tuple(one for one in below if isinstance(one, Call))
        case Structured():
            singles = ()
        case _:
            singles = below
    kept = {id(one) for one in singles}
    after = tuple(_replaced(one, part, reference) if id(one) in kept else one for one in below)
    return with_children(tree, below, after)
