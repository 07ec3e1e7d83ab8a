"""Visits, clicks and orders: how many go on, what each costs, what each brings."""

from __future__ import annotations

import numpy as np

from plansheets.functions.cells import Floats
from plansheets.functions.kernel import kernel


@kernel("ctr")
def ctr(clicks: Floats, impressions: Floats) -> Floats:
    """Clicks ÷ impressions.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> ctr(350, 10_000)
    0.035
    """
    return _by(clicks, impressions)


@kernel("cvr")
def cvr(won: Floats, visitors: Floats) -> Floats:
    """Buyers ÷ visitors, or orders ÷ clicks: a file should say which.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> cvr(45, 1_500)
    0.03
    """
    return _by(won, visitors)


@kernel("cpm")
def cpm(spend: Floats, impressions: Floats) -> Floats:
    """What a thousand impressions cost.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> cpm(300, 20_000)
    15.0
    """
    return _by(spend, impressions) * 1000


@kernel("cpc")
def cpc(spend: Floats, clicks: Floats) -> Floats:
    """What a click costs.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> cpc(300, 150)
    2.0
    """
    return _by(spend, clicks)


@kernel("cpe")
def cpe(spend: Floats, engagements: Floats) -> Floats:
    """What an engagement costs: a like, a save, a comment, a share, a follow.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> cpe(5_000, 2_500)
    2.0
    """
    return _by(spend, engagements)


@kernel("ad_cost_of_sales")
def ad_cost_of_sales(spend: Floats, ad_sales: Floats) -> Floats:
    """Spend ÷ the sales that advertising brought: 1 ÷ the gross return.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> ad_cost_of_sales(200, 1_000)
    0.2
    """
    return _by(spend, ad_sales)


@kernel("total_ad_cost_of_sales")
def total_ad_cost_of_sales(spend: Floats, all_sales: Floats) -> Floats:
    """Spend ÷ all sales, those that came without advertising too.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> total_ad_cost_of_sales(200, 4_000)
    0.05
    """
    return _by(spend, all_sales)


@kernel("sales_per_customer")
def sales_per_customer(sales: Floats, customers: Floats) -> Floats:
    """客单价: sales ÷ customers who bought.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sales_per_customer(30_000, 150)
    200.0
    """
    return _by(sales, customers)


@kernel("sales_per_order")
def sales_per_order(sales: Floats, orders: Floats) -> Floats:
    """笔单价, AOV: sales ÷ orders.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sales_per_order(30_000, 200)
    150.0
    """
    return _by(sales, orders)


@kernel("sales_per_unit")
def sales_per_unit(sales: Floats, units: Floats) -> Floats:
    """件单价: sales ÷ units sold.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sales_per_unit(30_000, 400)
    75.0
    """
    return _by(sales, units)


@kernel("units_per_order")
def units_per_order(units: Floats, orders: Floats) -> Floats:
    """连带率, UPT: units sold ÷ orders.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> units_per_order(400, 200)
    2.0
    """
    return _by(units, orders)


@kernel("sales_per_visitor")
def sales_per_visitor(sales: Floats, visitors: Floats) -> Floats:
    """UV价值: sales ÷ visitors, which is conversion × sales per customer.

    .. versionadded:: 0.1.0

    Examples
    --------
    >>> sales_per_visitor(30_000, 5_000)
    6.0
    """
    return _by(sales, visitors)


def _by(part: Floats, base: Floats) -> Floats:
    return np.where(base > 0, part / base, np.nan)
