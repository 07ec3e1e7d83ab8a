"""A value of Python, numpy or pandas as one of Python's own, which a cell could hold."""

from __future__ import annotations

import datetime as dt
import math
import sys
from numbers import Real
from typing import Any


def plain(value: object) -> object:
    """*value* as a number, a text, a truth, a day, or None where it is missing.

    A moment loses its zone: the day on the clock there is the day that is meant. What is none of
    these is given back as it is.

    >>> from decimal import Decimal
    >>> plain(Decimal("8.50")), plain(Decimal("NaN")), plain(None), plain("8.5万")
    (8.5, None, None, '8.5万')
    """
    match value:
        case None | str() | bool() | int():
            return value
        case float():
            return None if math.isnan(value) else float(value)
        case dt.datetime():
            return None if is_pandas_missing(value) else _without_zone(value)
        case dt.date() | dt.time() | dt.timedelta():
            return value
        case _:
            return _foreign(value)


def _foreign(value: object) -> object:
    if is_pandas_missing(value):
        return None
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind is not None:
        return _of_numpy(value, kind)
    if isinstance(value, Real) or hasattr(value, "as_tuple"):  # Decimal is no Real
        return _number(value)
    return value


def is_pandas_missing(value: object) -> bool:
    """Whether it is ``pandas.NA`` or ``pandas.NaT``; nothing is, where pandas is not loaded."""
    pandas: Any = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NA or value is pandas.NaT)


def _without_zone(moment: dt.datetime) -> dt.datetime:
    own: Any = getattr(moment, "to_pydatetime", None)
    found: dt.datetime = own(warn=False) if own else moment
    return found.replace(tzinfo=None)


def _of_numpy(value: Any, kind: str) -> object:
    """A numpy scalar, or an array without dimensions."""
    if getattr(value, "ndim", 0):
        return value
    match kind:
        case "M" | "m":
            return value.astype(f"{kind}8[us]").item()
        case "f":  # of fewer or more bits than Python's own: the decimal that is shown for it
            return plain(float(str(value[()])))
        case _:
            return plain(value.item())


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return math.inf
    except ValueError:  # a signalling NaN
        return None
    return None if math.isnan(number) else number
