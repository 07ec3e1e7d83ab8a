"""Shares, averages, and a total split so that its parts add up to the cent."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Floats
from plansheets.functions.kernel import kernel
from plansheets.functions.rounding import rounded


@kernel("share")
def share(part: Floats, whole: Floats) -> Floats:
    """Part ÷ whole.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> share(8_000_000, 20_000_000)
    0.4
    """
    return np.where(whole != 0, part / whole, np.nan)


@kernel("weighted_average")
def weighted_average(values: Floats, weights: Floats) -> Floats:
    """Σ(value × weight) ÷ Σ weight over the rows that have a value.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values, weights : list of numbers
        Of one length. A row without a value does not weigh.

    Returns
    -------
    float
        NaN where nothing weighs.

    Raises
    ------
    ValueError
        For columns of unequal length.

    Examples
    --------
    >>> weighted_average([0.5, None], [2, 3])
    0.5
    """
    there = ~np.isnan(values)
    weighed = np.nansum(weights[there])
    product = np.nansum(values[there] * weights[there])
    return np.asarray(product / weighed if weighed else np.nan)


@kernel("split_part")
def split_part(total: Floats, upto: Floats, before: Floats, digits: Floats | float = 2.0) -> Floats:
    """One part of a total by cumulative rounding: the parts add up where shares end at 1.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    total : number
    upto, before : number or array of numbers
        Shares up to and with this part, and before it.
    digits : number, default 2
        Decimals of a part; negative for tens and hundreds.

    Examples
    --------
    >>> split_part(100, [1 / 3, 2 / 3, 1], [0, 1 / 3, 2 / 3])
    array([33.33, 33.34, 33.33])
    """
    return rounded(_running(total * upto, digits) - _running(total * before, digits), digits)


@kernel("split_cell")
def split_cell(
    total: Floats,
    row_upto: Floats,
    row_before: Floats,
    column_upto: Floats,
    column_before: Floats,
    digits: Floats | float = 2.0,
) -> Floats:
    """One cell of a total split two ways: rows and columns both add up exactly.

    A cell is the second difference of total × row shares × column shares, rounded.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> split_cell(100, 2 / 3, 1 / 3, 1, 2 / 3)
    11.12
    """
    return rounded(
        _running(total * row_upto * column_upto, digits)
        - _running(total * row_before * column_upto, digits)
        - _running(total * row_upto * column_before, digits)
        + _running(total * row_before * column_before, digits),
        digits,
    )


@kernel("rolling_target")
def rolling_target(total: Floats, reached: Floats, weight: Floats, remaining: Floats) -> Floats:
    """What was missed, spread over what is left: (total − reached) × weight ÷ remaining.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> rolling_target(2000, 500, 0.1, 0.5)
    300.0
    """
    return np.where(remaining != 0, (total - reached) * weight / remaining, np.nan)


def _running(value: Floats, digits: Floats | float) -> Floats:
    """The part so far, rounded; what binary left out goes first, as far down as it can matter."""
    return rounded(rounded(value, np.maximum(digits, 6)), digits)
