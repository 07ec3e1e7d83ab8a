"""What an order history beyond Excel's rows costs: DuckDB against pandas, 2 million orders.

    python bench/orders.py [--orders 2000000] [--runs 3]

Whole processes, in turns, from the same generated CSV; ours once more from Parquet. The other side
is what one writes with pandas: read_csv with parsed days, a filter by the window, groupby, to_csv;
both give the same customers, which is compared. Processor time counts, and the largest resident
size; ours also judges every cell. The median of the ratios of neighbours is printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_PANDAS = """\
import sys
import pandas as pd
orders = pd.read_csv(sys.argv[1], parse_dates=["day"])
last = orders["day"].max()
orders = orders[orders["day"] > last - pd.Timedelta(days=365)]
paid = orders[orders["amount"] >= 0].groupby("customer")
found = pd.DataFrame({
    "last_order": paid["day"].max(),
    "recency": (last - paid["day"].max()).dt.days,
    "frequency": paid.size(),
})
found["monetary"] = orders.groupby("customer")["amount"].sum().round(2)
found = found[found["monetary"] > 0].sort_index()
found.to_csv(sys.argv[2], float_format="%.2f")
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds and the largest resident size of a process."""

    seconds: float
    megabytes: float


def cost(*command: str | Path) -> Cost:
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ours(orders: Path, made: Path) -> Cost:
    columns = ("--customer", "customer", "--date", "day", "--amount", "amount")
    program = (sys.executable, "-m", "plansheets", "functions", "rfm")
    return cost(*program, orders, *columns, "-o", made, "--force")


def write_orders(path: Path, rows: int) -> None:
    import duckdb

    chance = np.random.default_rng(7)
    with duckdb.connect() as base:
        columns = {
            "number": chance.integers(0, rows // 12, rows),
            "day": chance.integers(0, 730, rows),
            "amount": np.round(
                chance.lognormal(4, 1, rows) * chance.choice([1, 1, 1, -0.2], rows), 2
            ),
        }
        base.register("given", columns)
        select = (
            "SELECT format('C{:08d}', number) AS customer,"
            " DATE '2022-07-01' + CAST(day AS INTEGER) AS day, amount FROM given"
        )
        base.execute(f"COPY ({select}) TO '{path}'")
        base.execute(f"COPY ({select}) TO '{path.with_suffix('.parquet')}'")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        orders, mine, other = (folder / name for name in ("o.csv", "mine.csv", "other.csv"))
        script = folder / "by_pandas.py"
        script.write_text(_PANDAS, encoding="utf-8")
        write_orders(orders, chosen.orders)
        rounds = [
            (
                ours(orders.with_suffix(".parquet"), mine),
                ours(orders, mine),
                cost(sys.executable, script, orders, other),
            )
            for _ in range(chosen.runs)
        ]
        found, same = (path.read_text("utf-8-sig").splitlines() for path in (mine, other))
        assert found == same, next(
            pair for pair in zip(found, same, strict=False) if pair[0] != pair[1]
        )
        size = orders.stat().st_size / 2**20
    print(f"{chosen.orders:,} orders, {size:,.0f} MB of CSV, {len(found) - 1:,} customers")
    for name, side in zip(("Parquet", "CSV", "pandas"), zip(*rounds, strict=True), strict=True):
        seconds = statistics.median(one.seconds for one in side)
        print(f"{name:8} {seconds:6.2f} s  {max(one.megabytes for one in side):6,.0f} MB")
    ratio = statistics.median(csv.seconds / pandas.seconds for _, csv, pandas in rounds)
    print(f"ratio of processor time, CSV against pandas: {ratio:.2f}")


if __name__ == "__main__":
    main()
