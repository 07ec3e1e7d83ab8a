"""Excel's operators over arrays of values."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    DIV0,
    LEAST_NUMBER,
    NUM,
    NUMBER,
    TEXT,
    VALUE,
    Grid,
    Mask,
    Reals,
    UnsureError,
    as_one_number,
    booleans,
    distinct,
    go_together,
    grid,
    ids,
    numbers,
    one_value,
    some,
    texts,
    unlike,
)
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.reading import (
    as_numbers,
    as_one_text,
    as_texts,
    errors_in,
    first_error,
    too_long,
    with_errors,
)

Operator = Callable[[Reals, Reals], Reals]

_ARITHMETIC: dict[str, Operator] = {"+": np.add, "-": np.subtract, "*": np.multiply}
_COMPARED: dict[str, Callable[[Any], Any]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}
COMPARISONS = frozenset(_COMPARED)


def binary(operator: str, left: Grid, right: Grid, pool: Pool) -> Grid:
    """Two operands put together item by item; of two errors the left one counts."""
    go_together(left.number, right.number)
    if operator == "&":
        return joined(left, right, pool)
    single, alone = as_one_number(left), as_one_number(right)
    if single is not None and alone is not None:
        two = of_two(operator, single, alone)
        if two is not None:
            return one_value(*two)
    if operator in _COMPARED:
        return compared(operator, left, right, pool)
    one, wrong_one = as_numbers(left, pool)
    other, wrong_other = as_numbers(right, pool)
    wrong = first_error(wrong_one, wrong_other)
    if operator == "/":
        found = _divided(one, other)
    elif operator == "^":
        found = power(one, other)
    else:
        found = numbers(_ARITHMETIC[operator](one, other))
    return with_errors(found, wrong)


def of_two(operator: str, one: float, other: float) -> tuple[int, float] | None:
    """The kind and number of two numbers put together; None for what takes a closer look."""
    result: float
    match operator:
        case "+":
            result = one + other
        case "-":
            result = one - other
        case "*":
            result = one * other
        case "/" if other:
            result = one / other
        case "/" | "^" | "&":
            return None
        case _:
            near = abs(one - other) <= _SHOWN * max(abs(one), abs(other))
            return BOOLEAN, float(_COMPARED[operator](0.0 if near else one - other))
    return (NUMBER, result) if LEAST_NUMBER <= abs(result) < inf or not result else None


def _divided(one: Reals, other: Reals) -> Grid:
    zero = other == 0
    if not some(zero):
        return numbers(one / other)
    found = numbers(one / np.where(zero, 1, other))
    return with_errors(found, np.broadcast_to(np.where(zero, DIV0 + 1, 0), found.shape))


def power(one: Reals, other: Reals) -> Grid:
    """*one* to the power of *other*; 0 to the power of 0 is no number."""
    found = numbers(np.asarray(np.power(one, other)))
    nothing = (one == 0) & (other == 0)
    endless = (one == 0) & (other < 0)
    wrong = np.where(nothing, NUM + 1, np.where(endless, DIV0 + 1, 0)).astype(np.uint8)
    return with_errors(found, np.broadcast_to(wrong, found.shape))


def negated(operand: Grid, pool: Pool) -> Grid:
    found, wrong = as_numbers(operand, pool)
    return with_errors(numbers(0 - found), wrong)


def percent(operand: Grid, pool: Pool) -> Grid:
    found, wrong = as_numbers(operand, pool)
    return with_errors(numbers(found / 100), wrong)


def joined(left: Grid, right: Grid, pool: Pool) -> Grid:
    """Texts end to end, each pair of them joined once."""
    begins, ends = as_one_text(left, pool), as_one_text(right, pool)
    if begins is not None and ends is not None and not too_long(begins + ends):
        return one_value(TEXT, pool.id(begins + ends))
    one, wrong_one = as_texts(left, pool)
    other, wrong_other = as_texts(right, pool)
    pairs = one.astype(np.int64) * (1 << 31) + other
    different, back = unlike(pairs)
    written = [
        pool.texts[pair >> 31] + pool.texts[pair & ((1 << 31) - 1)] for pair in different.tolist()
    ]
    found = texts(pool.ids(written)[back].reshape(pairs.shape))
    wrong = first_error(wrong_one, wrong_other)
    if any(map(too_long, written)):
        long = np.array([too_long(text) for text in written])[back].reshape(pairs.shape)
        wrong = first_error(wrong, np.where(long, VALUE + 1, 0).astype(np.uint8))
    return with_errors(found, wrong)


def compared(operator: str, left: Grid, right: Grid, pool: Pool) -> Grid:
    """How two values stand to each other: numbers before texts, texts before truth values."""
    wrong = first_error(errors_in(left), errors_in(right))
    equality = operator in ("=", "<>")
    same = _same_as_text(left, right, pool) if equality else None
    if same is not None:
        found = booleans(same if operator == "=" else ~same)
    else:
        order = ordered(left, right, pool, equality=equality)
        found = booleans(_COMPARED[operator](order))
    return with_errors(found, wrong)


def _same_as_text(left: Grid, right: Grid, pool: Pool) -> Mask | None:
    """What equals a single text, as in ``cell=""``; None where neither side is one."""
    for text, others in ((right, left), (left, right)):
        if text.number.size == 1 and text.kind.item() == TEXT:
            wanted = pool.folded(ids(text)).item()
            like_text = others.kind == TEXT
            if wanted == 0:  # a blank is "" too, and the number of both is 0
                blank: Mask = (like_text | (others.kind == BLANK)) & (others.number == 0)
                return blank
            held = pool.folded(np.where(like_text, others.number, 0).astype(np.int64))
            same: Mask = like_text & (held == wanted)
            return same
    return None


_SHOWN = 4e-15
"""Numbers closer than this, measured by the greater of them, are equal to Excel: 15 digits."""


def near(one: Reals, other: Reals) -> Mask:
    """Which numbers are equal, to 15 digits."""
    equal: Mask = np.abs(one - other) <= _SHOWN * np.maximum(np.abs(one), np.abs(other))
    return equal


def number_order(one: Reals, other: Reals) -> NDArray[np.int8]:
    """-1, 0 or 1: how numbers stand to each other, to 15 digits."""
    return np.where(near(one, other), 0, np.sign(one - other)).astype(np.int8)


def ordered(left: Grid, right: Grid, pool: Pool, *, equality: bool) -> NDArray[np.int8]:
    """-1, 0 or 1 for every pair; errors come out as anything.

    With *equality* only 0 and what is not 0 count, so that texts need no order.
    """
    if not any(side.has(kind) for side in (left, right) for kind in (TEXT, BOOLEAN)):
        if equality:
            return (~near(left.number, right.number)).astype(np.int8)
        return number_order(left.number, right.number)
    kinds_left, kinds_right = np.broadcast_arrays(left.kind, right.kind)
    # A blank is 0, "" or FALSE, as what it is compared with wants; all of them are the number 0.
    one = np.where(kinds_left == BLANK, kinds_right, kinds_left).astype(np.int8)
    other = np.where(kinds_right == BLANK, kinds_left, kinds_right).astype(np.int8)
    result = np.where(one == other, number_order(left.number, right.number), np.sign(one - other))
    both = (one == TEXT) & (other == TEXT)
    if some(both):
        shape = both.shape
        first = pool.folded(np.where(both, np.broadcast_to(ids(left), shape), 0))
        second = pool.folded(np.where(both, np.broadcast_to(ids(right), shape), 0))
        if equality:
            order = (first != second).astype(np.int8)
        else:
            order = _text_order(first, second, both, pool)
        result = np.where(both, order, result)
    return result.astype(np.int8)


def _text_order(
    first: NDArray[np.int64], second: NDArray[np.int64], both: Mask, pool: Pool
) -> NDArray[np.int8]:
    different = distinct(np.concatenate([first[both], second[both]])).tolist()
    keys = {number: order_key(pool.texts[number]) for number in different}
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys.values())))}
    place = np.zeros(len(pool.texts), dtype=np.int64)
    for number, key in keys.items():
        place[number] = ranks[key]
    order: NDArray[np.int8] = np.sign(place[first] - place[second]).astype(np.int8)
    return order


def order_key(text: str) -> str:
    """What texts are put in order by.

    Raises DeclinedError for signs and letters whose order depends on the program or the country.

    >>> order_key("abc") < order_key("ABD"), order_key("a1") < order_key("ab")
    (True, True)
    """
    if not text.isascii() or not (text.replace(" ", "") or "a").isalnum():
        raise UnsureError(
            f"文字“{text}”排在第几",
            f"programs put the text '{text}' in different places of an order",
        )
    return text.lower()


def implied_number(given: Grid) -> Grid:
    """A formula that gives a blank gives 0."""
    if not given.has(BLANK):
        return given
    return grid(np.where(given.kind == BLANK, NUMBER, given.kind).astype(np.uint8), given.number)
