"""What RFM of a million orders costs against bare numpy. Goal: at most 1.3.

    python bench/rfm.py [--orders 1000000] [--customers 100000] [--runs 25]

Both sides give recency, frequency and monetary value of every customer and their scores from 1 to
5, equal ones alike; the results are compared before anything is timed. The other side is what one
writes for these very columns: bincount, maximum.at, partition, searchsorted, no look at blanks,
refunds, the window or what is no number. It is timed with customers numbered from 0; then with
texts, where both must number the customers first, the other side by pandas' factorize. Times are
the processor's; the median of the ratios of neighbours counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from plansheets.functions import rank_scores, rfm
from results import Result, middle, ratio_of, tell

GOAL = 1.3
LAST = 45_364
Scores = list[Any]


def bare(customer: Any, day: Any, amount: Any, many: int) -> Scores:
    frequency = np.bincount(customer, minlength=many)
    monetary = np.bincount(customer, weights=amount, minlength=many)
    latest = np.full(many, -np.inf)
    np.maximum.at(latest, customer, day)
    # sums of the same amounts differ in the last digit, and equal customers score alike
    return [quintile(latest - LAST), quintile(frequency), quintile(np.round(monetary, 2))]


def quintile(values: Any) -> Any:
    places = -(-np.arange(1, 5) * len(values) // 5) - 1
    return 1 + np.searchsorted(np.partition(values, places)[places], values, "left")


def bare_of_texts(customer: Any, day: Any, amount: Any) -> Scores:
    codes, names = pd.factorize(customer)
    return bare(codes, day, amount, len(names))


def ours(customer: Any, day: Any, amount: Any) -> Scores:
    found = rfm(customer, day, amount, as_of=LAST)
    recency = rank_scores(found.recency, lower=True)
    return [recency, rank_scores(found.frequency), rank_scores(found.monetary)]


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(name: str, mine: Callable[[], Scores], other: Callable[[], Scores], runs: int) -> None:
    for one, same in zip(mine(), other(), strict=True):
        assert np.array_equal(one, same)
    pairs = [(seconds(mine), seconds(other)) for _ in range(runs)]
    what = f"RFM, customers by {name}, against bare numpy"
    tell(Result(f"rfm/{name}", what, ratio_of(pairs), GOAL, *middle(pairs)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=25)
    chosen = parser.parse_args()
    chance = np.random.default_rng(1)
    many = min(chosen.customers, chosen.orders)
    customer = np.concatenate([np.arange(many), chance.integers(0, many, chosen.orders - many)])
    chance.shuffle(customer)
    day = chance.integers(LAST - 364, LAST + 1, chosen.orders).astype(np.float64)
    amount = np.round(chance.lognormal(4, 1, chosen.orders), 2)
    text = np.array([f"C{one:08d}" for one in customer], dtype=object)
    compare(
        "number",
        lambda: ours(customer, day, amount),
        lambda: bare(customer, day, amount, many),
        chosen.runs,
    )
    compare(
        "text",
        lambda: ours(text, day, amount),
        lambda: bare_of_texts(text, day, amount),
        chosen.runs,
    )


if __name__ == "__main__":
    main()
