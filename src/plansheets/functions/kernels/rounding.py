"""Rounding as spreadsheets do it: half away from zero, on the decimal number that people see."""

from __future__ import annotations

import numpy as np

from plansheets.functions.kernels.cells import Floats

_SHOWN = 2e-15
"""Half a digit in the 15th: 2.675 is a little less in binary, and rounds to 2.68 all the same."""


def rounded(value: Floats, digits: Floats | float) -> Floats:
    """``ROUND``: to *digits* decimals, to tens and hundreds where they are negative.

    >>> rounded(np.array([2.675, -2.5, 1234.0]), np.array([2, 0, -2]))
    array([   2.68,   -3.  , 1200.  ])
    """
    up, down = _scales(digits)
    scaled = np.abs(value) * up / down
    whole: Floats = np.floor(scaled + 0.5 + scaled * _SHOWN)
    return np.copysign(whole * down / up, value)


def whole_up(value: Floats) -> Floats:
    """``ROUNDUP(ROUND(value, 9), 0)`` of what is not negative: the 15th digit adds no step."""
    result: Floats = np.ceil(rounded(value, 9))
    return result


def whole_down(value: Floats) -> Floats:
    """``ROUNDDOWN(ROUND(value, 9), 0)``: towards zero."""
    result: Floats = np.trunc(rounded(value, 9))
    return result


def _scales(digits: Floats | float) -> tuple[Floats, Floats]:
    """Powers of ten to multiply by and to divide by; both are exact, 0.01 would not be."""
    places = np.trunc(np.asarray(digits, dtype=np.float64))
    return 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)
