"""What a formula yields in a single row: kinds and numbers, where arrays would cost most of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    ERROR,
    NA,
    NUMBER,
    TEXT,
    Grid,
    one_value,
)
from plansheets.calc.columnar.library.logic import negation
from plansheets.calc.columnar.operators import COMPARISONS, binary, of_two
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.scene import Evaluate, Scene
from plansheets.calc.spread import ANY_ROW
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    Missing,
    Node,
    Number,
    Text,
)
from plansheets.grid import MAX_ROWS

KindAndNumber = tuple[int, float]
"""The kind of a value and its number, as a grid holds them."""

OF_REFERENCES = (":", " ", ",")
_TRUTHS = frozenset({BLANK, NUMBER, BOOLEAN})
_FALSE = Boolean(value=False)


def alone(node: Node, scene: Scene, evaluate: Evaluate) -> KindAndNumber:
    """What *node* yields in the only row of *scene*, where no arrays are forced."""
    match node:
        case Cell(row, column, sheet):
            row = row if row < MAX_ROWS else scene.rows.item(0) + row - ANY_ROW
            return scene.sheets.cell(sheet or scene.sheet, row, column)
        case Number(value):
            return NUMBER, value
        case Text(value):
            return TEXT, scene.pool.id(value)
        case Binary(operator, left, right) if operator not in OF_REFERENCES:
            one, other = alone(left, scene, evaluate), alone(right, scene, evaluate)
            return _two(operator, one, other, scene.pool)
        case Call("IF", (_, _) | (_, _, _)):
            branch = branch_of(node, scene, evaluate)
            if branch is not None:
                return alone(branch, scene, evaluate)
        case Call(name, arguments) if is_computed_alone(node):
            return _FUNCTIONS[name](arguments, scene, evaluate)
        case Missing():
            return BLANK, 0.0
        case _:
            pass
    return _of(scene.one(evaluate(node, scene, forced=False)))


def _of(single: Grid) -> KindAndNumber:
    return single.kind.item(), single.number.item()


def branch_of(call: Call, scene: Scene, evaluate: Evaluate) -> Node | None:
    """The branch that an ``IF`` takes in the only row; None where its condition is no truth."""
    condition, then, *other = call.arguments
    kind, number = alone(condition, scene, evaluate)
    if kind not in _TRUTHS:
        return None
    return then if number else other[0] if other else _FALSE


def _two(operator: str, one: KindAndNumber, other: KindAndNumber, pool: Pool) -> KindAndNumber:
    if one[0] == other[0] == NUMBER:
        found = of_two(operator, one[1], other[1])
        if found is not None:
            return found
    elif operator in ("=", "<>") and ERROR not in (one[0], other[0]):
        for (kind, text), (of, held) in ((other, one), (one, other)):
            if kind == TEXT:
                same = of == TEXT and pool.are_alike(int(text), int(held))
                return BOOLEAN, float((same or (of == BLANK and not text)) == (operator == "="))
    return _of(binary(operator, one_value(*one), one_value(*other), pool))


def is_computed_alone(call: Call) -> bool:
    """Whether *call* is of one of the functions here, and of what these are sure of."""
    name, arguments = call.name, call.arguments
    if name not in _FUNCTIONS or len(arguments) != _TAKE.get(name, len(arguments)):
        return False
    if name in ("AND", "OR"):  # of other values than truths they ask whether they are cells'
        return all(map(_is_truth, arguments))
    return not isinstance(arguments[-1], CellRange)


def _is_truth(node: Node) -> bool:
    match node:
        case Binary(operator):
            return operator in COMPARISONS
        case Call(name):
            return name in _GIVE_TRUTHS
        case _:
            return isinstance(node, Boolean)


def _is(*kinds: int) -> Callable[[Sequence[Node], Scene, Evaluate], KindAndNumber]:
    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> KindAndNumber:
        kind, _ = alone(arguments[0], scene, evaluate)
        return BOOLEAN, float(kind in kinds)

    return call


def _on_error(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> KindAndNumber:
    found = alone(arguments[0], scene, evaluate)
    return alone(arguments[1], scene, evaluate) if found[0] == ERROR else found


def _if_na(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> KindAndNumber:
    found = alone(arguments[0], scene, evaluate)
    return alone(arguments[1], scene, evaluate) if found == (ERROR, NA) else found


def _not(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> KindAndNumber:
    kind, number = alone(arguments[0], scene, evaluate)
    if kind in _TRUTHS:
        return BOOLEAN, float(not number)
    return _of(negation(scene, one_value(kind, number)))


def _n(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> KindAndNumber:
    kind, number = alone(arguments[0], scene, evaluate)
    if kind == ERROR:
        return ERROR, number
    return NUMBER, 0.0 if kind in (TEXT, BLANK) else number


def _together(*, all_of: bool) -> Callable[[Sequence[Node], Scene, Evaluate], KindAndNumber]:
    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> KindAndNumber:
        found = [alone(argument, scene, evaluate) for argument in arguments]
        wrong = next((one for one in found if one[0] == ERROR), None)
        held = [number != 0 for _, number in found]
        return wrong or (BOOLEAN, float(all(held) if all_of else any(held)))

    return call


_FUNCTIONS: Mapping[str, Callable[[Sequence[Node], Scene, Evaluate], KindAndNumber]] = {
    "AND": _together(all_of=True),
    "IFERROR": _on_error,
    "IFNA": _if_na,
    "ISBLANK": _is(BLANK),
    "ISERROR": _is(ERROR),
    "ISLOGICAL": _is(BOOLEAN),
    "ISNONTEXT": _is(BLANK, NUMBER, BOOLEAN, ERROR),
    "ISNUMBER": _is(NUMBER),
    "ISTEXT": _is(TEXT),
    "N": _n,
    "NOT": _not,
    "OR": _together(all_of=False),
}
"""Functions that the library computes over arrays too, with the same results."""

_TAKE = dict.fromkeys(_FUNCTIONS.keys() - {"AND", "OR"}, 1) | {"IFERROR": 2, "IFNA": 2}
"""How many arguments they have; AND and OR have any number."""
_ASKING = frozenset(name for name in _FUNCTIONS if name.startswith("IS"))
_GIVE_TRUTHS = _ASKING | {"AND", "NOT", "OR"}
