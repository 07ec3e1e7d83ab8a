"""Rounding as spreadsheets do it: half away from zero, on the decimal number that people see."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Floats

_SHOWN = 2e-15
"""Half a digit in the 15th: 2.675 is a little less in binary, and rounds to 2.68 all the same."""

_LEAST = 0.05
"""No more than this is taken for what binary left out, however many digits stand before."""

NOISE = 1e-12
"""Numbers no farther apart, as a share of them, are equal: sums come out so, and 15 digits show."""

_WHOLE = 2.0**52
"""From here on a number has no decimals to round."""


def rounded(value: Floats, digits: Floats | float) -> Floats:
    """``ROUND``: to *digits* decimals, to tens and hundreds where they are negative.

    >>> rounded(np.array([2.675, -2.5, 1234.0]), np.array([2, 0, -2]))
    array([   2.68,   -3.  , 1200.  ])
    """
    up, down = _scales(digits)
    scaled = np.abs(value) * up / down
    whole: Floats = np.floor(scaled + 0.5 + np.minimum(scaled * _SHOWN, _LEAST))
    return np.where(scaled < _WHOLE, np.copysign(whole * down / up, value), value)


def whole_up(value: Floats) -> Floats:
    """``ROUNDUP(ROUND(value, 9), 0)``: away from zero; the 15th digit adds no step.

    >>> whole_up(np.array([2.0000000001, 2.1, -1.5, 10 / 1e-9]))
    array([ 2.e+00,  3.e+00, -2.e+00,  1.e+10])
    """
    seen = rounded(value, 9)
    return np.copysign(np.ceil(np.abs(seen) * (1 - _SHOWN)), seen)


def whole_down(value: Floats) -> Floats:
    """``ROUNDDOWN(ROUND(value, 9), 0)``: towards zero; the 15th digit costs no step."""
    result: Floats = np.trunc(rounded(value, 9) * (1 + _SHOWN))
    return result


def without_noise(values: Floats) -> Floats:
    """Numbers to twelve digits, so that those that people see as equal are.

    >>> without_noise(np.array([0.1 + 0.2, 3e-9, -1234567.891, 0]))
    array([ 3.00000000e-01,  3.00000000e-09, -1.23456789e+06,  0.00000000e+00])
    """
    size = np.where(values == 0, 1, np.abs(values))
    scale = 10.0 ** np.clip(11 - np.floor(np.log10(size)), -300, 300)
    result: Floats = np.round(values * scale) / scale
    return np.where(np.isfinite(result), result, values)


def _scales(digits: Floats | float) -> tuple[Floats, Floats]:
    """Powers of ten to multiply by and to divide by; both are exact, 0.01 would not be."""
    places = np.trunc(np.asarray(digits, dtype=np.float64))
    return 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
