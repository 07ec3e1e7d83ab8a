"""Functions of numbers: rounding, remainders, powers, logarithms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from plansheets.calc.columnar.grid import (
    DIV0,
    NUM,
    Grid,
    Mask,
    Reals,
    UnsureError,
    errors,
    grid,
    some,
    where,
)
from plansheets.calc.columnar.library.lift import lifted, numeric, of_numbers_alone, refused
from plansheets.calc.columnar.operators import power
from plansheets.calc.columnar.scene import Computes, Scene
from plansheets.functions.rounding import rounded

_MOST_DIGITS = 15
_MOST_TENS = 308
"""A step of more zeros than any number has: all are nearer to 0."""
_MOST_PLACES = 1_000
_WHOLE = 2.0**52
_ALL_BUT_WHOLE = 0.05
_SURELY, _PERHAPS = 0.45, 0.6
"""Parts of the fifteenth digit that a number may lack to be whole, as programs round to fifteen."""
_THREE_DIGITS = 1_000
_NOISE = 2e-15
_TIE = 1e-9


def _whole_and_near(steps: Reals, unsure: float = _PERHAPS) -> tuple[Reals, Mask]:
    """The whole number next to each of *steps*, and whether fifteen digits show it.

    Raises UnsureError where one lacks up to *unsure* of its fifteenth digit and programs disagree.
    """
    whole = np.round(steps)
    gap = np.abs(steps - whole)
    near: Mask = gap == 0
    if some(close := ~near & (gap <= _ALL_BUT_WHOLE)):
        digit = 10.0 ** (np.floor(np.log10(np.where(close, np.abs(steps), 1))) - _MOST_DIGITS + 1)
        near |= close & (gap <= _SURELY * digit)
        if some(close & ~near & (gap <= unsure * digit)):
            raise UnsureError(
                "一个数差一点是整数时怎么取整", "how a number that is all but whole is rounded"
            )
    return whole, near


def _places(digits: Reals | float) -> Reals:
    """Whole places to round to; programs refuse different ones of those that no number has."""
    places: Reals = np.trunc(np.asarray(digits, dtype=np.float64))
    if some(np.abs(places) > _MOST_PLACES):
        raise UnsureError("保留的位数太多", "rounding to more places than any number has")
    return places


def _round(value: Reals, digits: Reals) -> Reals:
    places = _places(digits)
    near = rounded(value, np.clip(places, -_MOST_TENS, _MOST_DIGITS))
    return np.where(places > _MOST_DIGITS, value, np.where(places < -_MOST_TENS, 0, near))


def _cut(*, up: bool, unsure: float = _PERHAPS * _THREE_DIGITS) -> Computes:
    """ROUNDUP, or ROUNDDOWN and TRUNC: away from zero or towards it, on the digits people see.

    LibreOffice looks at twelve digits, except for TRUNC.
    """

    def call(value: Reals, digits: Reals | float = 0.0) -> Reals:
        places = np.clip(_places(digits), -300, 300)
        scale, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
        scaled = np.abs(value) * scale / down
        whole, near = _whole_and_near(scaled, unsure)
        cut = np.where(near, whole, np.ceil(scaled) if up else np.floor(scaled))
        exact = (scaled >= _WHOLE) | ~np.isfinite(scaled)
        return np.where(exact, value, np.copysign(cut * down / scale, value) + 0.0)

    return lifted(numeric(call))


def _int(value: Reals) -> Reals:
    whole, near = _whole_and_near(value)
    return np.where(near, whole, np.floor(value))


def _mod(value: Reals, by: Reals) -> Grid:
    value, by = np.broadcast_arrays(value, by)
    zero = by == 0
    divisor = np.where(zero, 1, by)
    quotient = value / divisor
    if some(np.abs(quotient) > 1e12):
        raise UnsureError("MOD 的数太大", "MOD of a number too great")
    whole, near = _whole_and_near(quotient)
    if some(near & (np.abs(quotient - whole) > np.abs(quotient) * _NOISE)):
        raise UnsureError("MOD 的商差一点是整数", "MOD of what is all but a whole number of times")
    found = np.where(near, 0, value - divisor * np.floor(quotient))
    if some(~zero & (np.abs(found) >= np.abs(divisor))):
        raise UnsureError("MOD 的数太小", "MOD of a number too small")
    return refused(zero, DIV0, found)


def _quotient(value: Reals, by: Reals) -> Grid:
    zero = by == 0
    found = value / np.where(zero, 1, by)
    whole = np.round(found)
    if ((found != whole) & _whole_and_near(found)[1]).any():
        raise UnsureError("QUOTIENT 的商差一点是整数", "QUOTIENT of what is all but a whole number")
    return refused(zero, DIV0, np.trunc(found))


def _rounded_to_multiple(value: Reals, step: Reals) -> Grid:
    value, step = np.broadcast_arrays(value, step)
    steps = np.abs(value / np.where(step == 0, 1, step))
    gap = np.abs(steps - np.floor(steps) - 0.5)
    if some((gap > 0) & (gap <= np.maximum(steps, 1) * _TIE)):
        raise UnsureError("MROUND 的数差一点正在两步中间", "MROUND of what is all but half-way")
    against = value * step < 0
    return refused(against, NUM, np.where(against, 0, np.floor(steps + 0.5) * step))


def _root(value: Reals) -> Grid:
    return refused(value < 0, NUM, np.sqrt(np.where(value < 0, 0, value)))


def _log(value: Reals, base: Reals | float = 10.0) -> Grid:
    base = np.asarray(base, dtype=np.float64)
    value, base = np.broadcast_arrays(value, base)
    bad = (value <= 0) | (base <= 0)
    safe, safe_base = np.where(bad, 1, value), np.where(bad | (base == 1), 2, base)
    ten = safe_base == 10
    found = np.where(ten, np.log10(safe), np.log(safe) / np.log(safe_base))
    result = refused(bad, NUM, found)
    return where((base == 1) & ~bad, errors(DIV0), result)


def _ln(value: Reals) -> Grid:
    return refused(value <= 0, NUM, np.log(np.where(value <= 0, 1, value)))


def _multiple(value: Reals, step: Reals, *, up: bool) -> Grid:
    """CEILING and FLOOR: the next multiple of *step*; 0 where either is 0."""
    value, step = np.broadcast_arrays(value, step)
    nothing = (step == 0) | (value == 0)
    against = (value > 0) & (step < 0)
    steps = value / np.where(nothing, 1, step)
    whole, near = _whole_and_near(steps)
    taken = np.where(near, whole, np.ceil(steps) if up else np.floor(steps))
    found = refused(against, NUM, np.where(nothing, 0, taken * step))
    if not up:
        return where((step == 0) & (value != 0), errors(DIV0), found)
    return found


def _multiple_of_any(
    value: Reals, step: Reals | float = 1.0, mode: Reals | float = 0.0, *, up: bool
) -> Reals:
    """CEILING.MATH and FLOOR.MATH: with a mode negative numbers go to the other side."""
    value, step, mode = np.broadcast_arrays(value, np.abs(step), mode)
    zero = step == 0
    steps = value / np.where(zero, 1, step)
    whole, near = _whole_and_near(steps)
    upwards = ((mode != 0) & (value < 0)) != up
    taken = np.where(near, whole, np.where(upwards, np.ceil(steps), np.floor(steps)))
    found: Reals = np.where(zero, 0, taken * step + 0.0)
    return found


def _pi(_frame: Scene) -> Grid:
    return grid(1, np.pi)


def _power(one: Reals, other: Reals) -> Grid:
    return power(*np.broadcast_arrays(one, other))


FUNCTIONS: Mapping[str, Computes] = {
    "ABS": lifted(numeric(np.abs)),
    "CEILING": lifted(numeric(lambda value, step: _multiple(value, step, up=True))),
    "CEILING.MATH": lifted(numeric(partial(_multiple_of_any, up=True))),
    "EXP": lifted(numeric(np.exp)),
    "FLOOR": lifted(numeric(lambda value, step: _multiple(value, step, up=False))),
    "FLOOR.MATH": lifted(numeric(partial(_multiple_of_any, up=False))),
    "INT": lifted(numeric(_int)),
    "LN": lifted(numeric(_ln)),
    "LOG": lifted(numeric(_log)),
    "LOG10": lifted(numeric(_log)),
    "MOD": lifted(numeric(_mod)),
    "MROUND": lifted(of_numbers_alone(_rounded_to_multiple)),
    "PI": lifted(_pi),
    "POWER": lifted(numeric(_power)),
    "QUOTIENT": lifted(of_numbers_alone(_quotient)),
    "ROUND": lifted(numeric(_round)),
    "ROUNDDOWN": _cut(up=False),
    "ROUNDUP": _cut(up=True),
    "SIGN": lifted(numeric(np.sign)),
    "SQRT": lifted(numeric(_root)),
    "TRUNC": _cut(up=False, unsure=_PERHAPS),
}
