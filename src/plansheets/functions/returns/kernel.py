"""What money brings back."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Floats
from plansheets.functions.kernel import kernel


@kernel("roi")
def roi(revenue: Floats, cost: Floats, mode: str = "gross", margin: Floats | float = 1.0) -> Floats:
    """What a spend brings back: sales per unit spent, or less the spend.

    Platforms report gross (JD 京准通: 总订单金额 / 总费用); accounting means net.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    revenue, cost : number or array of numbers
        In the same currency.
    mode : {"gross", "net", "margin"}
        revenue ÷ cost; (revenue − cost) ÷ cost; (revenue × margin − cost) ÷ cost.
    margin : number or array of numbers, default 1
        The gross margin, a share; for ``"margin"`` alone.

    Returns
    -------
    float or ndarray
        NaN where one is missing or the cost is zero or less.

    Raises
    ------
    ValueError
        For a mode that is none of the three.

    Examples
    --------
    >>> roi([500, 450], [100, 80])
    array([5.   , 5.625])
    >>> roi(500, 100, "net")
    4.0
    """
    match mode:
        case "gross":
            back = revenue
        case "net":
            back = revenue - cost
        case _:
            back = revenue * margin - cost
    return np.where(cost > 0, back / cost, np.nan)


@kernel("break_even_roi")
def break_even_roi(margin: Floats) -> Floats:
    """The gross return at which gross profit pays for the spend: 1 ÷ margin.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> break_even_roi(0.4)
    2.5
    """
    return np.where(margin > 0, 1 / margin, np.nan)


@kernel("payback_months")
def payback_months(investment: Floats, benefit: Floats) -> Floats:
    """Months until a monthly benefit has paid an investment back, without interest.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> payback_months(500_000, 125_000)
    4.0
    """
    return np.where(benefit > 0, investment / benefit, np.nan)


@kernel("unit_cost")
def unit_cost(spend: Floats, units: Floats) -> Floats:
    """Spend for each unit won: CAC with new paying customers, CPA with registrations.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> unit_cost(1_500_000, 300_000)
    5.0
    """
    return np.where(units > 0, spend / units, np.nan)
