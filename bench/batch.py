"""What a batch costs: 200 shops of 115 SKUs, one process against two, and a Dask cluster.

    python bench/batch.py [--stores 200] [--runs 2] [--jobs 2]
    python bench/batch.py --cluster 2000 [--workers 2]

Whole processes, as users start them. What shares the work among cores is measured by the clock, so
that other work on the machine counts; the processor time of all processes together stands beside
it. A cluster is Dask's own on this machine (`pip install distributed`); it is held against
processes of ours, workbook by workbook.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from growth import write_skus
from processes import PLANSHEETS, cost
from results import Result, ratio_of, tell

SKUS = 115
GOAL_SECONDS, GOAL_STORES = 20, 200
GOAL_TWO = 0.59
"""Two processes do 1.7 times what one does."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock, and of all processors."""

    clock: float
    processor: float

    def each(self, stores: int) -> str:
        return f"{self.clock / stores:.2f} s ({self.processor / stores:.2f} s of processors)"


def write_stores(folder: Path, stores: int) -> None:
    """A list of *stores*, and one file with the SKUs of all."""
    write_skus(folder / "skus.csv", SKUS)
    header, *rows = csv.reader((folder / "skus.csv").open(encoding="utf-8", newline=""))
    sold = header.index("sales_30d")
    with (folder / "all.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["store", *header])
        for store in range(stores):
            for row in rows:
                more = str(int(row[sold]) + store)
                writer.writerow([f"Store {store:04}", *row[:sold], more, *row[sold + 1 :]])
    with (folder / "stores.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["store", "stock_target", "rate_slow"])
        writer.writerows([f"Store {one:04}", 2 + one % 3, "15%"] for one in range(stores))


def spent(command: Sequence[str | Path], folder: Path) -> Spent:
    begun = time.monotonic()
    used = cost(command, folder)
    return Spent(time.monotonic() - begun, used.seconds)


def batch(folder: Path, jobs: int) -> Spent:
    """One workbook for each store of *folder*, in so many processes."""
    options = ["--each", "stores.csv", "--by", "store", "--data", "skus=all.csv", "-o", "made"]
    build = [*PLANSHEETS, "build", "sku-management", "--locale", "en", "--force"]
    return spent([*build, *options, "--jobs", str(jobs)], folder)


def here(stores: int, runs: int, jobs: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_stores(folder, stores)
        alone = [*PLANSHEETS, "build", "sku-management", "--locale", "en", "--force"]
        alone += ["--data", "skus=skus.csv", "-o", "alone.xlsx"]
        cost(alone, folder)  # modules are compiled
        single, one, many = [], [], []
        for _ in range(runs):
            single.append(spent(alone, folder))
            one.append(batch(folder, 1))
            many.append(batch(folder, jobs))
    clock = median(run.clock for run in many)
    processor = median(run.processor for run in many)
    of_goal = GOAL_SECONDS * stores / GOAL_STORES
    what = f"{stores:,} workbooks of {SKUS} SKUs in {jobs} processes, by the clock"
    ours = f"{clock:,.1f} s ({processor:,.1f} s of processors)"
    tell(Result("batch/clock", what, clock / of_goal, 1.0, ours, f"{of_goal:g} s"))
    what = f"the same in processor time, against what {jobs} processors have in that time"
    ours, theirs = f"{processor:,.1f} s", f"{jobs * of_goal:g} s"
    tell(Result("batch/processors", what, processor / (jobs * of_goal), 1.0, ours, theirs))
    pairs = [(two.clock, first.clock) for two, first in zip(many, one, strict=True)]
    what = f"a batch in {jobs} processes, against one, by the clock"
    sides = many[0].each(stores), one[0].each(stores)
    goal = GOAL_TWO if jobs == 2 else None  # what was promised
    tell(Result("batch/two", what, ratio_of(pairs), goal, *sides))
    pairs = [
        (run.processor / stores, build.processor) for run, build in zip(one, single, strict=True)
    ]
    what = "a workbook of a batch, against a build of its own"
    sides = f"{pairs[0][0] * 1000:,.0f} ms", f"{pairs[0][1] * 1000:,.0f} ms"
    tell(Result("batch/workbook", what, ratio_of(pairs), None, *sides))


def on_cluster(stores: int, workers: int) -> None:
    """So many workbooks on a Dask cluster, against the same work in processes of ours."""
    try:
        import distributed  # no dependency of ours
    except ImportError:
        print("no cluster: Dask is not installed (pip install distributed)")
        return
    import plansheets

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        few = max(stores // 10, 1)
        write_stores(folder, few)
        ours = batch(folder, workers)
        write_stores(folder, stores)
        begun = time.monotonic()
        client = distributed.Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        with client:
            made = plansheets.build_each(
                "sku-management",
                folder / "stores.csv",
                folder / "cluster",
                by="store",
                data={"skus": folder / "all.csv"},
                executor=client.get_executor(),
            )
        clock = time.monotonic() - begun
    if made.failed:
        sys.exit(str(made.failed[0].problems[0]))
    what = f"{len(made.built):,} workbooks on a Dask cluster of {workers}, by the clock, against "
    what += f"{few:,} in {workers} processes of ours"
    ratio = (clock / stores) / (ours.clock / few)
    sides = f"{clock / stores:.2f} s each", f"{ours.clock / few:.2f} s each"
    tell(Result("batch/cluster", what, ratio, None, *sides))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stores", type=int, default=GOAL_STORES)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cluster", type=int, metavar="STORES", help="so many on a Dask cluster")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    if chosen.cluster:
        on_cluster(chosen.cluster, chosen.workers)
    else:
        here(chosen.stores, chosen.runs, chosen.jobs)


if __name__ == "__main__":
    main()
