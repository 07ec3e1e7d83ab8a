"""Comparisons that a blank cell and the 15th digit cannot fool."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Booleans, Floats
from plansheets.functions.kernel import kernel
from plansheets.functions.rounding import rounded


@kernel("at_least")
def at_least(value: Floats, bound: Floats) -> Booleans:
    """Whether *value* ≥ *bound*, to ten decimals; no answer where one is missing.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> at_least([1.5, 1 - 0.9], [1.5, 0.1])
    array([ True,  True])
    """
    return rounded(value - bound, 10) >= 0


@kernel("at_most")
def at_most(value: Floats, bound: Floats) -> Booleans:
    """Whether *value* ≤ *bound*, to ten decimals; no answer where one is missing.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> at_most(0.1 + 0.2, 0.3)
    True
    """
    return rounded(value - bound, 10) <= 0


@kernel("above")
def above(value: Floats, bound: Floats) -> Booleans:
    """Whether *value* > *bound*, to ten decimals; no answer where one is missing.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> above(0.1 + 0.2, 0.3)
    False
    """
    return rounded(value - bound, 10) > 0


@kernel("below")
def below(value: Floats, bound: Floats) -> Booleans:
    """Whether *value* < *bound*, to ten decimals; no answer where one is missing.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> below(0.1875, 0.2)
    True
    """
    return rounded(value - bound, 10) < 0


@kernel("below_twice")
def below_twice(previous: Floats, current: Floats, bound: Floats) -> Booleans:
    """Whether two periods running lie below a bound: a return that calls for a review.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> below_twice([1.2, 1.2], [1.4, 1.5], 1.5)
    array([ True, False])
    """
    return rounded(np.maximum(previous, current) - bound, 10) < 0
