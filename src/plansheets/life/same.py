"""When two values are one to whoever reads the cell."""

from __future__ import annotations

import datetime
from math import isclose

from plansheets.grid import serial
from plansheets.values.days import EPOCH_1904

_CLOSE = 1e-12


def same_value(one: object, held: object, *, from_1904: bool = False) -> bool:
    """Whether *one* is what a cell has *held*, whose days may be counted from 1904.

    >>> same_value(0.1 + 0.2, 0.3), same_value(1, True), same_value(None, "")
    (True, False, True)
    >>> same_value(0, None), same_value(0, "")
    (False, False)
    """
    if isinstance(one, datetime.date):
        one = serial(one) - (serial(EPOCH_1904) if from_1904 else 0)
    if isinstance(held, datetime.date):
        held = serial(held)
    if isinstance(one, bool) or isinstance(held, bool):
        return one is held
    if isinstance(one, int | float) and isinstance(held, int | float):
        return isclose(one, held, rel_tol=_CLOSE, abs_tol=1e-300)
    return (None if one == "" else one) == (None if held == "" else held)
