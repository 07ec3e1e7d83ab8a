"""Functions against others' programs: figures that these gave, recorded with their source."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plansheets.functions import (
    cagr,
    eoq,
    fixed_scores,
    mix_effect,
    month_on_month,
    moving_average,
    moving_averages,
    outlier_scores,
    pareto_shares,
    price_effect,
    safety_stock,
    safety_stock_uncertain_lead,
    seasonal_index,
    two_proportion_interval,
    two_proportion_p,
    two_proportion_size,
    two_proportion_z,
    variation,
    volume_effect,
    workdays,
    year_on_year,
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


# -- statsmodels 0.15.0, confint_proportions_2indep(b, size_b, a, size_a, method="wald") -----------

INTERVALS = [
    (100, 1000, 120, 1000, 0.95, -0.0074114819980199455, 0.04741148199801992),
    (100, 1000, 120, 1000, 0.8, 0.002076595312181774, 0.037923404687818206),
    (2263, 4571, 38, 125, 0.95, -0.2730069555985106, -0.10914837146340137),
    (1711, 4184, 196, 1203, 0.8, -0.2627779737246548, -0.2292476187632141),
]


@pytest.mark.parametrize(
    ("won_a", "size_a", "won_b", "size_b", "confidence", "low", "high"), INTERVALS
)
def test_the_interval_of_a_difference_is_that_of_statsmodels(
    won_a: int, size_a: int, won_b: int, size_b: int, confidence: float, low: float, high: float
) -> None:
    given_both = won_a, size_a, won_b, size_b
    found = [two_proportion_interval(*given_both, end, confidence) for end in ("low", "high")]
    assert found == pytest.approx([low, high], rel=1e-12)


# -- statsmodels 0.15.0, the root of power_proportions_2indep(b - a, a, n, alpha=…) - power --------

SIZES = [
    (0.1, 0.12, 0.05, 0.8, 3840.8381709803775),
    (0.5, 0.75, 0.05, 0.9, 76.70691611581744),
    (0.02, 0.025, 0.01, 0.95, 31340.55090737656),
    (0.03, 0.033, 0.05, 0.9, 71232.97280070304),
]


@pytest.mark.parametrize(("rate_a", "rate_b", "alpha", "detection", "size"), SIZES)
def test_the_size_of_a_test_is_the_least_whole_one_with_the_power_of_statsmodels(
    rate_a: float, rate_b: float, alpha: float, detection: float, size: float
) -> None:
    assert two_proportion_size(rate_a, rate_b, alpha, detection) == np.ceil(size)


# -- scipy 1.17.1 ----------------------------------------------------------------------------------


def test_variation_is_that_of_scipy() -> None:
    found = [variation([120, 80, 100, 140, 60, 100]), variation([8.5, 3.25, 19, 7.75, 0.5])]
    assert found == pytest.approx([0.2581988897471611, 0.8106883788486566], rel=1e-14)


def test_outlier_scores_are_those_of_scipy_s_median_absolute_deviation() -> None:
    found = outlier_scores([3.1, 4.7, 5.2, 4.4, 100, 4.9, 5.0])
    scaled = [-4.047, -0.44966666666666744, 0.6745, -1.1241666666666672, 213.8165, 0, 0.22483333333]
    assert found == pytest.approx(scaled, rel=1e-10)


def test_growth_compounds_to_scipy_s_geometric_mean() -> None:
    assert cagr(1, 1.1 * 1.2 * 1.3, 3) == pytest.approx(0.19721576725837608, rel=1e-12)


def test_the_order_that_costs_least_is_the_minimum_that_scipy_finds() -> None:
    assert eoq(12_000, 50, 3) == pytest.approx(632.455532070801, rel=1e-7)


def test_demand_over_an_uncertain_lead_time_spreads_as_drawn_at_random() -> None:
    chance = np.random.default_rng(7)
    leads = np.maximum(0, np.rint(chance.normal(9, 2, 40_000))).astype(int)
    drawn = [chance.normal(20, 5, lead).sum() for lead in leads]
    factor = QUANTILES[3][1]
    # whole days add a twelfth to the variance of the lead time
    wanted = factor * np.sqrt(np.var(drawn) - 400 / 12)
    assert safety_stock_uncertain_lead(20, 5, 9, 2) == pytest.approx(wanted, rel=0.02)


# -- pandas ----------------------------------------------------------------------------------------

SALES = st.lists(st.tuples(DAYS, st.integers(1, 1000)), min_size=1, max_size=40)


def _to_date(rows: list[tuple[date, int]], day: pd.Timestamp, end: pd.Timestamp) -> int:
    """What the month of *end* has sold up to *end*, or all of it where *day* ends its own month."""
    last = end + pd.offsets.MonthEnd(0) if day.is_month_end else end
    return sum(sold for paid, sold in rows if last.replace(day=1) <= pd.Timestamp(paid) <= last)


@given(SALES, DAYS)
def test_growth_by_date_is_that_of_pandas_calendar(
    rows: list[tuple[date, int]], as_of: date
) -> None:
    dates, values = zip(*rows, strict=True)
    day = pd.Timestamp(as_of)
    now = _to_date(rows, day, day)
    for found, months in ((year_on_year, 12), (month_on_month, 1)):
        before = _to_date(rows, day, day - pd.DateOffset(months=months))
        wanted = now / before - 1 if before and now else np.nan  # no sales, no growth
        assert found(values, dates, as_of) == pytest.approx(wanted, nan_ok=True)


@given(SALES, st.integers(1, 60))
def test_the_average_of_days_is_that_of_pandas_rolling_window(
    rows: list[tuple[date, int]], days: int
) -> None:
    dates, values = zip(*rows, strict=True)
    daily = pd.Series(values, pd.DatetimeIndex(dates)).resample("D").sum()
    wanted = daily.rolling(days).mean()
    found = moving_average(values, dates, wanted.index, days)
    assert found == pytest.approx(wanted.to_numpy(), nan_ok=True)


@given(st.lists(st.integers(-999, 999), min_size=1, max_size=40), st.integers(1, 12))
def test_averages_of_rows_are_those_of_pandas(values: list[int], window: int) -> None:
    wanted = pd.Series(values).rolling(window).mean()
    assert moving_averages(values, window) == pytest.approx(wanted.to_numpy(), nan_ok=True)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=40))
def test_pareto_shares_are_sums_of_all_that_are_as_great(values: list[int]) -> None:
    column = pd.Series(values)
    wanted = [column[column >= one].sum() / column.sum() for one in values]
    assert pareto_shares(values) == pytest.approx(wanted)


def test_seasonal_indices_are_the_group_means_of_pandas() -> None:
    frame = pd.DataFrame({"sold": np.arange(24) ** 1.5 % 17 + 1, "month": np.tile(range(12), 2)})
    wanted = frame.groupby("month").sold.mean() / frame.sold.mean()
    found = seasonal_index(frame.sold, frame.month, range(12))
    assert found == pytest.approx(wanted.to_numpy())


# -- price, volume and mix -------------------------------------------------------------------------

ITEM = st.tuples(*[st.integers(0, 10**6)] * 4)


@given(st.lists(ITEM, min_size=1, max_size=8))
def test_price_volume_and_mix_add_up_to_the_difference(items: list[tuple[int, ...]]) -> None:
    sales, units, sales_before, units_before = np.array(items, dtype=float).T
    total, total_before = units.sum(), max(1.0, units_before.sum())
    price = price_effect(sales, units, sales_before, units_before)
    volume = volume_effect(sales_before, total, total_before)
    mix = mix_effect(sales, units, sales_before, units_before, total, total_before)
    great = np.abs([price, volume, mix]).max(axis=0) + sales + sales_before
    assert np.all(np.abs(price + volume + mix - (sales - sales_before)) <= 1e-12 * great)
