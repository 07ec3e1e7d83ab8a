"""Functions against others' programs: figures that these gave, recorded with their source."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansheets.functions import (
    fixed_scores,
    safety_stock,
    two_proportion_p,
    two_proportion_z,
    workdays,
)

# -- R's package rfm: the ten customers of its README (0.1.0), by the bounds of its documentation --

CUSTOMERS = """\
205 6 472 343
140 3 340 412
194 4 405 323
132 5 448 433
90 9 843 555
84 9 763 555
281 8 699 355
246 4 157 321
349 3 363 212
619 4 196 121
"""
"""Recency in days, transactions, amount, and the score: recency, frequency, monetary value."""


def test_fixed_scores_are_those_of_r_s_rfm() -> None:
    recency, frequency, monetary, score = np.array(
        [[int(word) for word in line.split()] for line in CUSTOMERS.splitlines()]
    ).T
    r = fixed_scores(recency, [115, 181, 297, 482], lower=True)
    f = fixed_scores(frequency, [4, 5, 6, 8])
    m = fixed_scores(monetary, [256, 382, 506, 666])
    assert (100 * r + 10 * f + m).tolist() == score.tolist()


# -- statsmodels 0.15.0, proportions_ztest([won_b, won_a], [size_b, size_a]) ----------------------

PROPORTIONS = [
    (5, 83, 12, 99, 1.4078304151258787, 0.15918129181156992),
    (76, 372, 232, 1570, -2.6836531724297115, 0.00728226082462942),
    (2263, 4571, 38, 125, -4.216222438469192, 2.484287235497419e-05),
    (1192, 4730, 1301, 3162, 14.930849124783842, 2.0760551636978067e-50),
    (1711, 4184, 196, 1203, -15.725152584789248, 1.0170552567762988e-55),
    (543, 1496, 573, 4380, -19.76375085882466, 6.109190610291879e-87),
]


@pytest.mark.parametrize(("won_a", "size_a", "won_b", "size_b", "z", "p"), PROPORTIONS)
def test_the_test_of_two_shares_is_that_of_statsmodels(
    won_a: int, size_a: int, won_b: int, size_b: int, z: float, p: float
) -> None:
    given_both = won_a, size_a, won_b, size_b
    assert two_proportion_z(*given_both) == pytest.approx(z, rel=1e-12)
    assert two_proportion_p(*given_both) == pytest.approx(p, rel=1e-10)


# -- scipy 1.17.1, scipy.stats.norm.ppf ------------------------------------------------------------

QUANTILES = [
    (0.5, 0.0),
    (0.6, 0.2533471031357997),
    (0.9, 1.2815515655446004),
    (0.95, 1.6448536269514722),
    (0.975, 1.959963984540054),
    (0.99, 2.3263478740408408),
    (0.999, 3.090232306167813),
    (0.9999, 3.719016485455709),
]


@pytest.mark.parametrize(("service", "factor"), QUANTILES)
def test_a_service_level_has_scipy_s_factor(service: float, factor: float) -> None:
    assert safety_stock(1, 1, service) == pytest.approx(factor, rel=1e-12, abs=1e-15)


# -- numpy's busday, day by day --------------------------------------------------------------------

DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@given(DAYS, st.integers(0, 120), st.lists(DAYS, max_size=20), st.lists(DAYS, max_size=20))
def test_working_days_are_those_of_numpy_s_calendar_and_weekends_worked(
    start: date, length: int, holidays: list[date], make_up: list[date]
) -> None:
    end = start + timedelta(length)
    every = [start + timedelta(day) for day in range(length + 1)]
    off = np.array(holidays, dtype="datetime64[D]")
    counted = sum(
        bool(np.is_busday(day, holidays=off)) or (day.weekday() >= 5 and day in make_up)
        for day in every
    )
    assert workdays(start, end, holidays, make_up) == counted
