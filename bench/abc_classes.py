"""What ABC classes of a million rows cost against sorting them. Goal: at most 3.

    python bench/abc_classes.py [--rows 1000000] [--runs 25]

The other side is numpy's sort of the same column, and no more: no share, no class, no blank. Times
are the processor's; the median of the ratios of neighbours counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from plansheets.functions import abc_classes as classes
from results import Result, middle, ratio_of, tell

GOAL = 3.0


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=25)
    chosen = parser.parse_args()
    sales = np.round(np.random.default_rng(1).lognormal(5, 1.5, chosen.rows), 2)
    pairs = [
        (seconds(lambda: classes(sales)), seconds(lambda: np.sort(sales)))
        for _ in range(chosen.runs)
    ]
    what = f"ABC classes of {chosen.rows:,} rows, against numpy's sort"
    tell(Result("abc", what, ratio_of(pairs), GOAL, *middle(pairs)))


if __name__ == "__main__":
    main()
