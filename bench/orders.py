"""What an order history beyond Excel's rows costs: DuckDB against pandas, 2 million orders.

    python bench/orders.py [--orders 2000000] [--runs 3]

Whole processes, in turns, from the same generated CSV; ours once more from Parquet. The other side
is what one writes with pandas: read_csv with parsed days, a filter by the window, groupby, to_csv;
both give the same customers, which is compared. Processor time counts, and the largest resident
size; ours also judges every cell. The median of the ratios of neighbours is printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from processes import PLANSHEETS, Cost, cost
from results import Result, middle, ratio_of, tell

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


def ours(orders: Path, made: Path) -> Cost:
    columns = ("--customer", "customer", "--date", "day", "--amount", "amount")
    return cost([*PLANSHEETS, "functions", "rfm", orders, *columns, "-o", made, "--force"])


def write_orders(path: Path, rows: int) -> None:
    import duckdb
    import numpy as np

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
        # In a process of its own: a child's largest size is at least its parent's at the start.
        maker = get_context("spawn").Process(target=write_orders, args=(orders, chosen.orders))
        maker.start()
        maker.join()
        rounds = [
            (
                ours(orders.with_suffix(".parquet"), mine),
                ours(orders, mine),
                cost([sys.executable, script, orders, other]),
            )
            for _ in range(chosen.runs)
        ]
        import pandas as pd

        found = pd.read_csv(mine, encoding="utf-8-sig")
        same = pd.read_csv(other)
        pd.testing.assert_frame_equal(found[list(same)], same)
        size = orders.stat().st_size / 2**20
    print(f"{chosen.orders:,} orders, {size:,.0f} MB of CSV, {len(found):,} customers")
    for number, name in enumerate(("Parquet", "CSV")):
        pairs = [(one[number].seconds, one[2].seconds) for one in rounds]
        what = f"{chosen.orders:,} orders of {name} to customers, against pandas' read_csv, groupby"
        key = f"orders/{name}"
        tell(Result(key, what, ratio_of(pairs), None, *middle(pairs, "s")))
    sizes = [max(one.megabytes for one in side) for side in zip(*rounds, strict=True)]
    print("memory of Parquet, CSV, pandas: " + ", ".join(f"{size:,.0f} MB" for size in sizes))


if __name__ == "__main__":
    main()
