"""How steady, how concentrated, how unusual numbers are."""

from __future__ import annotations

from math import fsum, sqrt

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, Floats, Objects
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.rounding import rounded

_MODIFIED = 0.6745
"""The MAD of a normal distribution, as a share of its deviation (Iglewicz & Hoaglin, 1993)."""

_X, _Y, _Z = (np.array(letter, dtype=object) for letter in "XYZ")


@kernel("variation")
def variation(values: Floats) -> Floats:
    """Standard deviation ÷ mean of the periods themselves (n, not n − 1).

    .. versionadded:: 0.1.0

    Parameters
    ----------
    values : list of numbers
        Blank periods do not count, zeros do.

    Returns
    -------
    float
        NaN where all together is zero or less.

    Examples
    --------
    >>> variation([8, 12])
    0.2
    """
    known = values[~np.isnan(values)]
    total = fsum(known)
    if total <= 0:
        return np.array(np.nan)
    mean = total / len(known)
    return np.array(sqrt(fsum((known - mean) ** 2) / len(known)) / mean)


@kernel("xyz_class")
def xyz_class(
    variation: Floats,
    cut_x: Floats | float = 0.5,
    cut_y: Floats | float = 1.0,
    class_x: Objects = _X,
    class_y: Objects = _Y,
    class_z: Objects = _Z,
) -> Judged:
    """X for what sells steadily, Y for what moves, Z for what is hard to foresee.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    variation : number or array of numbers
        As :func:`variation` gives it.
    cut_x, cut_y : number or array of numbers, default 0.5 and 1
        A variation up to the first is X, up to the second Y.
    class_x, class_y, class_z : any value
        What each is called.

    Examples
    --------
    >>> xyz_class([0.3, 0.8, 1.4]).tolist()
    ['X', 'Y', 'Z']
    """
    steady, moving = (rounded(variation - cut, 10) <= 0 for cut in (cut_x, cut_y))
    classes = np.where(steady, class_x, np.where(moving, class_y, class_z))
    odd = (variation < 0) | (np.asarray(cut_x) > cut_y)
    return Judged(classes, np.where(odd, UNUSABLE, FINE).astype(np.uint8))


@kernel("outlier_score")
def outlier_score(value: Floats, median: Floats, mad: Floats) -> Floats:
    """How far off a number is: 0.6745 × (value − median) ÷ MAD; beyond ±3.5 is an outlier.

    The modified z score of Iglewicz & Hoaglin, How to detect and handle outliers (1993).

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> outlier_score(25, 11, 1)
    9.443
    """
    return np.where(mad > 0, _MODIFIED * (value - median) / mad, np.nan)
