"""What a range of 100,000 orders costs on its way through a UDF against pandas. Goal: at most 0.65.

    python bench/ranges.py [--orders 100000] [--customers 10000] [--runs 15]

A range of order, customer, day and amount becomes an RFM table, from tuples of tuples as COM gives
them to lists for Excel. Ours is PS_RFM through xlwings' own ``call_udf``, with only pywin32
stubbed: every cell judged, scores and segments included; our wrapper asks Excel for ``Value2``, so
days are numbers. The other side is what one writes, called directly: ``DataFrame(list)`` and
``groupby``, days as the times with a zone that xlwings gets from ``Value``, and no scores. It is
timed twice more: with the three scores by ``qcut``, and with days as numbers. The measures are
compared before anything is timed. Processor time, in turns; medians of the ratios of neighbours.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from results import Result, middle, ratio_of, tell

GOAL = 0.65
AS_OF, SERIAL = datetime(2024, 6, 30, tzinfo=UTC), 45_473.0
COLUMNS = ("order", "customer", "day", "amount")
Rows = tuple[tuple[Any, ...], ...]


def by_pandas(rows: Rows, *, scores: bool = False) -> list[list[Any]]:
    orders = pd.DataFrame(list(rows), columns=list(COLUMNS))
    found = orders.groupby("customer").agg(
        recency=("day", "max"), frequency=("day", "size"), monetary=("amount", "sum")
    )
    if found["recency"].dtype.kind == "f":
        found["recency"] = SERIAL - found["recency"]
    else:
        found["recency"] = (AS_OF - found["recency"]).dt.days
    if scores:
        for measure in ("recency", "frequency", "monetary"):
            ranks = found[measure].rank(method="first", ascending=measure != "recency")
            found[measure[0]] = pd.qcut(ranks, 5, labels=False) + 1
    table: list[list[Any]] = found.reset_index().to_numpy(dtype=object).tolist()
    return table


def generated(orders: int, customers: int) -> tuple[Rows, Rows]:
    """The rows with days as times, and with days as numbers."""
    chance = np.random.default_rng(3)
    buyers = [f"C{one:06d}" for one in chance.integers(0, customers, orders).tolist()]
    back = chance.integers(0, 365, orders).tolist()
    paid = np.round(chance.lognormal(4, 1, orders), 2).tolist()
    numbers = [float(one) for one in range(orders)]
    times = [AS_OF - timedelta(one) for one in back]
    serials = [SERIAL - one for one in back]
    return (
        tuple(zip(numbers, buyers, times, paid, strict=True)),
        tuple(zip(numbers, buyers, serials, paid, strict=True)),
    )


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    chosen = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from windows_excel import MISSING, excel

    times, serials = generated(chosen.orders, chosen.customers)
    columns = [tuple((row[place],) for row in serials) for place in (1, 2, 3)]
    with excel() as cells:

        def ours() -> Any:
            return cells.call("PS_RFM", *columns, SERIAL, *[MISSING] * 4)

        found = sorted(row[:4] for row in ours()[1:])
        for mine, theirs in zip(found, by_pandas(times), strict=True):
            assert mine[:3] == theirs[:3]
            assert abs(mine[3] - theirs[3]) < 1e-6
        others = {
            "DataFrame(list), groupby": lambda: by_pandas(times),
            "with three scores": lambda: by_pandas(times, scores=True),
            "days as numbers": lambda: by_pandas(serials),
        }
        for other in others.values():
            other()
        rounds = [
            (seconds(ours), *(seconds(other) for other in others.values()))
            for _ in range(chosen.runs)
        ]
    for place, name in enumerate(others, 1):
        pairs = [(each[0], each[place]) for each in rounds]
        what = f"PS_RFM over {chosen.orders:,} orders, against {name}"
        goal = GOAL if place == 1 else None
        tell(Result(f"ranges/{place}", what, ratio_of(pairs), goal, *middle(pairs)))


if __name__ == "__main__":
    main()
