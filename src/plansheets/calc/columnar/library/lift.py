"""Functions of single values, computed item by item over arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    NUMBER,
    VALUE,
    DeclinedError,
    Grid,
    Kinds,
    Mask,
    Reals,
    UnsureError,
    different,
    errors,
    go_together,
    grid,
    numbers,
    some,
    where,
)
from plansheets.calc.columnar.reading import (
    as_numbers,
    as_texts,
    first_error,
    too_long,
    with_errors,
)
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.formula.ast import Missing, Node

OfGrids = Callable[..., Grid]
OfNumbers = Callable[..., Grid] | Callable[..., Reals]

LEFT_OUT = grid(BLANK, 0.0)


def operands(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> list[Grid]:
    """The values of *arguments*, each a single value unless arrays are forced."""
    found = []
    for argument in arguments:
        if isinstance(argument, Missing):
            found.append(LEFT_OUT)
            continue
        one = evaluate(argument, scene, forced=forced)
        found.append(scene.read(one) if forced else scene.one(one))
    go_together(*(one.number for one in found))
    return found


def lifted(function: OfGrids) -> Computes:
    """*function* of the scene and grids of any shape that go together."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        found: Grid = function(scene, *operands(arguments, scene, evaluate, forced))
        return found

    return call


def single(function: OfGrids) -> Computes:
    """*function* that Excel computes for one value alone, also where arrays are forced."""

    def call(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
        given = operands(arguments, scene, evaluate, forced)
        if not all(one.single for one in given):
            raise DeclinedError("a range for a function that takes one value")
        found: Grid = function(scene, *given)
        return found

    return call


def refused(bad: Mask, code: int, found: Reals) -> Grid:
    """*found*, but the error *code* where *bad*."""
    if not some(bad):
        return numbers(found)
    result = numbers(np.where(bad, 0, found))
    return where(np.broadcast_to(bad, result.shape), errors(code), result)


def without_truths(given: Sequence[Grid]) -> None:
    """Decline what functions that were once in the Analysis ToolPak make of TRUE and FALSE.

    Some programs count them as 1 and 0, others answer #VALUE!.
    """
    if any(one.has(BOOLEAN) for one in given):
        raise UnsureError("逻辑值在这里算不算数字", "whether a truth value is a number there")


def of_numbers_alone(function: OfNumbers) -> OfGrids:
    """*function* of arrays of numbers, declined where it is given a truth value."""
    of_numbers = numeric(function)

    def call(scene: Scene, *given: Grid) -> Grid:
        without_truths(given)
        return of_numbers(scene, *given)

    return call


def numeric(function: OfNumbers) -> OfGrids:
    """*function* of arrays of numbers; what is no number is an error before it is called."""

    def call(scene: Scene, *given: Grid) -> Grid:
        read = [as_numbers(one, scene.pool) for one in given]
        wrong = first_error(*(error for _, error in read))
        found = function(*(one for one, _ in read))
        return with_errors(found if isinstance(found, Grid) else numbers(found), wrong)

    return call


def textual(function: Callable[..., str], takes: str) -> OfGrids:
    """*function* of texts (``t``) and numbers (``n``), called once for each different row of them.

    It may give an error's place in CODES in place of a text.
    """

    def call(scene: Scene, *given: Grid) -> Grid:
        keys: list[Reals] = []
        wrong: list[Kinds | None] = []
        for one, kind in zip(given, takes, strict=False):
            if kind == "t":
                found, error = as_texts(one, scene.pool)
                keys.append(found.astype(np.float64))
            else:
                number, error = as_numbers(one, scene.pool)
                keys.append(number)
            wrong.append(error)
        return with_errors(each_once(scene, keys, takes, function), first_error(*wrong))

    return call


def each_once(
    scene: Scene, keys: Sequence[Reals], takes: str, function: Callable[..., str | int | float]
) -> Grid:
    """*function* of every combination of *keys*, called once for each different one.

    A text is a text, a float a number, and an int the place of an error.
    """
    spread = np.broadcast_arrays(*keys)
    shape = spread[0].shape
    columns = [one.reshape(-1) for one in spread]
    places, back = different(columns)
    kinds = np.zeros(len(places), dtype=np.uint8)
    made = np.zeros(len(places), dtype=np.float64)
    pool = scene.pool
    for place, row in enumerate(zip(*(column[places].tolist() for column in columns), strict=True)):
        given = [
            pool.texts[int(value)] if kind == "t" else value
            for value, kind in zip(row, takes, strict=False)
        ]
        found = function(*given)
        if isinstance(found, str) and too_long(found):
            kinds[place], made[place] = _ERROR, VALUE
        elif isinstance(found, str):
            kinds[place], made[place] = _TEXT, pool.id(found)
        elif isinstance(found, float):
            kinds[place], made[place] = NUMBER, found
        else:
            kinds[place], made[place] = _ERROR, found
    return Grid(kinds[back].reshape(shape), made[back].reshape(shape))


_TEXT, _ERROR = 2, 4
