"""How often stock turns, and how much to order at once."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import FINE, UNUSABLE, ZERO_BASE, Floats
from plansheets.functions.kernel import Judged, kernel
from plansheets.functions.stock.kernel import service_factor


@kernel("stock_to_sales")
def stock_to_sales(stock: Floats, sold: Floats) -> Floats:
    """库销比: stock at the end ÷ sales of the period, both in units or both in money.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> stock_to_sales(80, 160)
    0.5
    """
    return np.where(sold > 0, stock / sold, np.nan)


@kernel("stock_turns")
def stock_turns(sold_cost: Floats, stock_cost: Floats) -> Floats:
    """存货周转率: cost of sales ÷ average stock at cost.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> stock_turns(600_000, 100_000)
    6.0
    """
    return np.where(stock_cost > 0, sold_cost / stock_cost, np.nan)


@kernel("stock_turn_days")
def stock_turn_days(stock_cost: Floats, sold_cost: Floats, days: Floats | float = 365.0) -> Floats:
    """存货周转天数: how long stock lay, on average; 365 days unless told.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> stock_turn_days(100_000, 50_000, 30)
    60.0
    """
    known = (sold_cost > 0) & (np.asarray(days) > 0)
    return np.where(known, stock_cost / (sold_cost / days), np.nan)


@kernel("safety_stock_uncertain_lead")
def safety_stock_uncertain_lead(
    daily: Floats,
    spread: Floats,
    lead_days: Floats,
    lead_spread: Floats,
    service: Floats | float = 0.95,
) -> Floats:
    """Safety stock where neither demand nor lead time is sure: both normal, and independent.

    Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains: the variance of
    demand over a lead time is lead days × spread² + daily² × lead spread².

    .. versionadded:: 0.1.0

    Parameters
    ----------
    daily, spread : number or array of numbers
        Mean and standard deviation of the units sold a day.
    lead_days, lead_spread : number or array of numbers
        Mean and standard deviation of the days until goods arrive.
    service : number or array of numbers, default 0.95
        The chance not to run out, from one half up; below there is no value, nor for a negative
        deviation (``#VALUE!`` in a cell).

    Examples
    --------
    >>> round(safety_stock_uncertain_lead(20, 5, 9, 2), 2)
    70.27
    """
    least = np.minimum(np.minimum(daily, spread), np.minimum(lead_days, lead_spread))
    usable = (least >= 0) & (np.asarray(service) >= 0.5) & (service < 1)
    variance = lead_days * spread * spread + daily * daily * lead_spread * lead_spread
    return service_factor(service) * np.sqrt(np.where(usable, variance, np.nan))


@kernel("eoq")
def eoq(demand: Floats, order_cost: Floats, holding_cost: Floats) -> Judged:
    """The order that costs least: √(2 × demand × cost of an order ÷ cost of holding a unit).

    Harris, How many parts to make at once (1913). Demand and holding cost are of the same stretch
    of time.

    .. versionadded:: 0.1.0

    Returns
    -------
    float or ndarray
        NaN where holding costs nothing (``#DIV/0!`` in a cell) or one of the others is negative
        (``#VALUE!``).

    Examples
    --------
    >>> eoq(1_000, 20, 4)
    100.0
    """
    usable = (demand >= 0) & (order_cost >= 0)
    faults = np.where(holding_cost <= 0, ZERO_BASE, np.where(usable, FINE, UNUSABLE))
    return Judged(np.sqrt(2 * demand * order_cost / holding_cost), faults.astype(np.uint8))
