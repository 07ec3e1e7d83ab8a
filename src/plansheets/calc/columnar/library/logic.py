"""IF and its relatives, what tells kinds of values apart, and truth values put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    ERROR,
    KINDS,
    NA,
    NUMBER,
    TEXT,
    VALUE,
    DeclinedError,
    Grid,
    Kinds,
    Mask,
    SizesVaryError,
    UnsureError,
    booleans,
    errors,
    every,
    grid,
    some,
    where,
)
from plansheets.calc.columnar.library.handed_on import from_cells
from plansheets.calc.columnar.library.lift import (
    LEFT_OUT,
    lifted,
    operands,
    single,
    without_truths,
)
from plansheets.calc.columnar.operators import compared
from plansheets.calc.columnar.reading import (
    as_booleans,
    as_numbers,
    errors_in,
    first_error,
    with_errors,
)
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area, RowNumbers
from plansheets.calc.shapes import extent
from plansheets.formula.ast import Boolean, Call, Missing, Node


def _if(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    condition = operands(arguments[:1], scene, evaluate, forced)[0]
    then = arguments[1]
    other = arguments[2] if len(arguments) > 2 else Boolean(value=False)
    return _chosen(condition, then, other, scene, evaluate, forced)


def _chosen(
    condition: Grid, then: Node, other: Node, scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    """Each branch is computed only for the rows that take it."""
    holds, wrong = as_booleans(condition, scene.pool)
    if condition.shape == (1, 1, 1) and wrong is None:
        return branched(then if holds.item() else other, scene, evaluate, forced)
    if not condition.single:
        both = [scene.read(branched(each, scene, evaluate, forced)) for each in (then, other)]
        return with_errors(where(holds, *both), wrong)
    takes = scene.mask(holds)
    parts = [(takes, then), (~takes, other)]
    if wrong is not None:
        sound = ~scene.mask(wrong > 0)
        parts = [(rows & sound, node) for rows, node in parts]
    found = by_rows(parts, scene, evaluate, forced)
    return with_errors(found, wrong)


def by_rows(
    parts: Sequence[tuple[Mask, Node]], scene: Scene, evaluate: Evaluate, forced: bool
) -> Grid:
    """A result put together of what each node gives for the rows that take it."""
    made: list[tuple[RowNumbers, Grid]] = []
    for rows, node in parts:
        places = np.flatnonzero(rows)
        if len(places) == len(scene.rows):
            return scene.whole(scene.read(branched(node, scene, evaluate, forced)))
        if len(places):
            inside = scene.at(places)
            made.append((places, inside.read(branched(node, inside, evaluate, forced))))
    sizes = {one.shape[1:]: number for number, (_, one) in enumerate(made)}
    if len(sizes) > 1:  # COUNT(IF([@a],t[b],1)) counts one value where it is one
        alike = np.zeros(len(scene.rows), dtype=np.int64)
        for places, one in made:
            alike[places] = sizes[one.shape[1:]]
        raise SizesVaryError(alike)
    shape = next(iter(sizes), (1, 1))
    kinds = np.zeros((len(scene.rows), *shape), dtype=np.uint8)
    found = np.zeros((len(scene.rows), *shape), dtype=np.float64)
    for places, one in made:
        kinds[places], found[places] = one.kind, one.number
    return Grid(kinds, found)


def branched(node: Node, scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    """What a branch yields, which may be left out: ``IF(a,,b)``."""
    return LEFT_OUT if isinstance(node, Missing) else evaluate(node, scene, forced=forced)


def _on_errors(codes: frozenset[int] | None) -> Computes:
    """IFERROR, or IFNA where *codes* are given."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        value, instead = arguments
        found = operands([value], scene, evaluate, forced)[0]
        failed = found.kind == ERROR
        if codes is not None:
            failed &= np.isin(found.number, list(codes))
        if not some(failed):
            return found
        if not found.single:
            return where(failed, operands([instead], scene, evaluate, forced)[0], found)
        rows = np.broadcast_to(failed.reshape(-1), (len(scene.rows),))
        inside = scene if every(rows) else scene.some(rows)
        put = scene.read(branched(instead, inside, evaluate, forced))
        if not put.single:
            raise DeclinedError("a range in place of an error")
        whole = scene.whole(found)
        kinds, number = whole.kind.copy(), whole.number.copy()
        kinds[rows], number[rows] = put.kind, put.number
        return Grid(kinds, number)

    return call


def _all_alike(results: Sequence[Node]) -> None:
    """Decline an array among single results: LibreOffice makes each of them as large as it."""
    if len({extent(result).single for result in results}) > 1:
        raise UnsureError("IFS 或 SWITCH 的结果里有数组", "an array among what IFS or SWITCH gives")


def _ifs(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    _all_alike(arguments[1::2])
    node: Node = Call("NA")
    for condition, value in reversed(list(zip(arguments[::2], arguments[1::2], strict=True))):
        node = Call("IF", (condition, value, node))
    return evaluate(node, scene, forced=forced)


def _choose(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    index, *choices = arguments
    chosen = operands([index], scene, evaluate, forced)[0]
    if not chosen.single:
        raise DeclinedError("CHOOSE by an array")
    number, wrong = as_numbers(chosen, scene.pool)
    place = np.trunc(number).reshape(-1)
    outside = (place < 1) | (place > len(choices))
    if len(place) == 1 and wrong is None and not some(outside):
        return branched(choices[int(place[0]) - 1], scene, evaluate, forced)
    place = np.broadcast_to(place, (len(scene.rows),))
    bad = np.broadcast_to(outside, (len(scene.rows),))
    parts = [((place == at) & ~bad, choice) for at, choice in enumerate(choices, 1)]
    found = by_rows(parts, scene, evaluate, forced)
    refused = np.where(bad, VALUE + 1, 0).astype(np.uint8).reshape(-1, 1, 1)
    return with_errors(with_errors(found, refused), wrong)


def _switch(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    value = operands(arguments[:1], scene, evaluate, forced)[0]
    if not value.single:
        raise DeclinedError("SWITCH by an array")
    rest = arguments[1:]
    default: Node = rest[-1] if len(rest) % 2 else Call("NA")
    _all_alike([*rest[1::2], default] if len(rest) % 2 else rest[1::2])
    waiting = np.ones(len(scene.rows), dtype=bool)
    parts: list[tuple[Mask, Node]] = []
    failed = np.broadcast_to((value.kind == ERROR).reshape(-1), waiting.shape)
    waiting &= ~failed
    for case, result in zip(rest[: len(rest) // 2 * 2 : 2], rest[1::2], strict=True):
        wanted = operands([case], scene, evaluate, forced)[0]
        if not wanted.single:
            raise DeclinedError("SWITCH by an array")
        if value.has(BLANK) or wanted.has(BLANK):
            raise UnsureError("SWITCH 遇到空白", "SWITCH over blanks")
        equal = compared("=", value, wanted, scene.pool)
        if equal.has(ERROR):
            raise UnsureError("SWITCH 遇到错误值", "SWITCH over errors")
        same = np.broadcast_to((equal.number != 0).reshape(-1), waiting.shape) & waiting
        parts.append((same, result))
        waiting = waiting & ~same
    parts.append((waiting, default))
    wrong = np.where(failed, np.broadcast_to(value.number.reshape(-1), failed.shape) + 1, 0)
    found = by_rows(parts, scene, evaluate, forced)
    return with_errors(found, wrong.astype(np.uint8).reshape(-1, 1, 1))


def _together(all_of: bool) -> Computes:
    """AND and OR: cells of ranges that hold texts or nothing do not count."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        some_true = np.zeros((1, 1, 1), dtype=bool)
        some_false = np.zeros((1, 1, 1), dtype=bool)
        wrong: list[Kinds | None] = []
        for argument in arguments:
            if isinstance(argument, Missing):
                some_false = np.ones((1, 1, 1), dtype=bool)
                continue
            operand = evaluate(argument, scene, forced=forced)
            found = scene.read(operand)
            counted = (found.kind == NUMBER) | (found.kind == BOOLEAN)
            if isinstance(operand, Area) or not found.single:
                held = found.number != 0
                failed = found.kind == ERROR
                error = np.where(failed, found.number + 1, 0) if some(failed) else None
                wrong.append(None if error is None else _first_along(error))
            else:
                held, read_error = as_booleans(found, scene.pool)
                texts = found.kind == TEXT
                cells = from_cells(argument, found, scene, evaluate)
                if cells is not None and read_error is not None:
                    read_error = np.where(cells & texts, 0, read_error).astype(np.uint8)
                counted |= texts if cells is None else texts & ~cells
                wrong.append(read_error)
            some_true = some_true | (held & counted).any(axis=(1, 2), keepdims=True)
            some_false = some_false | (~held & counted).any(axis=(1, 2), keepdims=True)
        nothing = ~some_true & ~some_false
        result = booleans(~some_false if all_of else some_true)
        if some(nothing):
            result = where(nothing, errors(VALUE), result)
        for error in reversed(wrong):
            result = with_errors(result, error)
        return result

    return call


def _first_along(error: np.ndarray[tuple[int, int, int], np.dtype[np.float64]]) -> Kinds:
    """The first error of each row's array."""
    flat = error.reshape(len(error), -1)
    first = (flat > 0).argmax(axis=1)
    found: Kinds = flat[np.arange(len(flat)), first].astype(np.uint8).reshape(-1, 1, 1)
    return found


def negation(scene: Scene, given: Grid) -> Grid:
    held, wrong = as_booleans(given, scene.pool)
    return with_errors(booleans(~held), wrong)


def _xor(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    given = operands(arguments, scene, evaluate, forced)
    if not all(one.single and one.plain and not one.has(BLANK) for one in given):
        raise UnsureError("XOR 里有逻辑值以外的值", "XOR of other values than truth values")
    held = np.zeros((1, 1, 1), dtype=bool)
    for one in given:
        held = held ^ (one.number != 0)
    return booleans(held)


def _is(*kinds: int) -> Computes:
    wanted = np.isin(np.arange(len(KINDS)), kinds)
    return lifted(lambda _, given: booleans(wanted[given.kind]))


def _n(_: Scene, given: Grid) -> Grid:
    number = np.where((given.kind == TEXT) | (given.kind == BLANK), 0, given.number)
    return grid(np.where(given.kind == ERROR, ERROR, NUMBER).astype(np.uint8), number)


def _t(_: Scene, given: Grid) -> Grid:
    kept = (given.kind == TEXT) | (given.kind == ERROR)
    return grid(np.where(kept, given.kind, TEXT).astype(np.uint8), np.where(kept, given.number, 0))


def _constant(value: Grid) -> Computes:
    return lambda _arguments, _frame, _evaluate, _forced: value


def _parity(*, odd: bool) -> Computes:
    """ISODD and ISEVEN, of what stands before the decimals."""

    def call(scene: Scene, given: Grid) -> Grid:
        without_truths((given,))
        number, _ = as_numbers(given, scene.pool)
        texts = np.where(given.kind == TEXT, VALUE + 1, 0).astype(np.uint8)
        found = booleans((np.trunc(number) % 2 != 0) == odd)
        return with_errors(found, first_error(errors_in(given), texts))

    return single(call)


FUNCTIONS: Mapping[str, Computes] = {
    "AND": _together(all_of=True),
    "CHOOSE": _choose,
    "FALSE": _constant(grid(BOOLEAN, 0.0)),
    "IF": _if,
    "IFERROR": _on_errors(None),
    "IFNA": _on_errors(frozenset({NA})),
    "IFS": _ifs,
    "ISBLANK": _is(BLANK),
    "ISERR": lifted(lambda _, given: booleans((given.kind == ERROR) & (given.number != float(NA)))),
    "ISERROR": _is(ERROR),
    "ISEVEN": _parity(odd=False),
    "ISLOGICAL": _is(BOOLEAN),
    "ISNA": lifted(lambda _, given: booleans((given.kind == ERROR) & (given.number == float(NA)))),
    "ISNONTEXT": _is(BLANK, NUMBER, BOOLEAN, ERROR),
    "ISNUMBER": _is(NUMBER),
    "ISODD": _parity(odd=True),
    "ISTEXT": _is(TEXT),
    "N": single(_n),
    "NA": _constant(errors(NA)),
    "NOT": lifted(negation),
    "OR": _together(all_of=False),
    "SWITCH": _switch,
    "T": single(_t),
    "TRUE": _constant(grid(BOOLEAN, 1.0)),
    "XOR": _xor,
}
