"""How time and memory grow with the rows, through build, verify and LibreOffice.

    python bench/growth.py [--of raw | skus | daily] [--rows 1000 10000 …] [--opened 10000]

``raw`` are rows of a key, a name and ten numbers, to a million; ``skus`` those of sku-management,
to 200,000; ``daily`` the daily data of the monitoring board, 12 figures a day.

Whole processes; ten times the rows should cost about ten times as much, and less while a start-up
is most of it. LibreOffice opens the workbook with its cached values, and again with every formula
recalculated. Times are the processor's, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import writers
from processes import PLANSHEETS, Cost, cost
from results import Growth, slopes_of, tell_growth

HERE = Path(__file__).parent
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>
"""


def write_skus(path: Path, rows: int) -> None:
    """SKUs whose sales fall off as they do in shops: few sell most, and some do not sell at all."""
    chance = random.Random(rows)
    headers = "sku name category status cost price stock sales_30d sales_before listed on_order"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers.split())
        for row in range(rows):
            cost_, sold = chance.randint(5, 200), int(chance.paretovariate(1.1)) % 5_000
            category = chance.choice(["Clothing", "Baby care", "Daily goods", "Toys", "Maternity"])
            status = chance.choice(["On sale"] * 9 + ["Clearing"])
            price, stock = round(cost_ * 1.8, 2), chance.randint(0, 900)
            sold *= chance.randint(0, 4) > 0
            listed = f"2023-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            before, ordered = sold + chance.randint(0, 9), chance.choice([0, 0, 0, 200])
            goods = [f"S{row:06d}", f"Item {row}", category, status, cost_, price]
            writer.writerow([*goods, stock, sold, before, listed, ordered])


def write_daily(path: Path, rows: int) -> None:
    """Twelve figures a day, the last of them on the sample's as-of day."""
    chance = random.Random(rows)
    keys = ["gmv", "gmv", "ad_spend", "ad_spend", "dau", "uv", "pv", "carts", "orders", "buyers"]
    keys += ["new_users", "refunds"]
    days = -(-rows // len(keys))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "key", "channel", "value"])
        for row in range(rows):
            day, place = divmod(row, len(keys))
            channel = ("Tmall", "JD")[place % 2] if place < 4 else ""
            when = date(2024, 6, 30) - timedelta(days - 1 - day)
            writer.writerow([when, keys[place], channel, chance.randint(1_000, 90_000)])


def write_rows(path: Path, rows: int) -> None:
    """Raw data: a key, a name and ten numbers a row."""
    writers.write_rows(path, rows)


@dataclass(frozen=True, slots=True)
class Work:
    """A blueprint, its table that grows, and what writes such rows."""

    blueprint: str
    table: str
    write: Callable[[Path, int], None]
    rows: tuple[int, ...]
    opened: int
    """So many rows LibreOffice is asked to open, and no more."""


WORK = {
    "raw": Work(
        str(HERE / "plain.yaml"), "rows", write_rows, (1_000, 10_000, 100_000, 1_000_000), 100_000
    ),
    "skus": Work("sku-management", "skus", write_skus, (1_000, 10_000, 50_000, 200_000), 10_000),
    "daily": Work("monitoring-board", "daily", write_daily, (1_000, 5_000, 50_000), 5_000),
}


def measure(of: str, work: Work, rows: int, opened: int, folder: Path) -> list[Growth]:
    data, made = f"{rows}.csv", f"{rows}.xlsx"
    work.write(folder / data, rows)
    options = ["--data", f"{work.table}={data}", "--locale", "en", "-o", made]
    costs = {
        "build": cost([*PLANSHEETS, "build", work.blueprint, *options], folder),
        "verify": cost([*PLANSHEETS, "verify", made], folder),
    }
    if rows <= opened and shutil.which("soffice"):
        costs["open"] = libreoffice(made, folder, recalculate=False)
        costs["recalculate"] = libreoffice(made, folder, recalculate=True)
    found = [Growth(of, step, rows, one.seconds, one.megabytes) for step, one in costs.items()]
    for one in found:
        tell_growth(one)
    return found


def libreoffice(made: str, folder: Path, *, recalculate: bool) -> Cost:
    profile = folder / f"profile-{recalculate}"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS.format(0 if recalculate else 1), encoding="utf-8")
        libreoffice(made, folder, recalculate=recalculate)  # the first start makes the profile
    to = ["--headless", "--convert-to", "csv", "--outdir", "converted"]  # of the first sheet alone
    return cost(["soffice", f"-env:UserInstallation={profile.as_uri()}", *to, made], folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--of", choices=list(WORK), default="skus")
    parser.add_argument("--rows", type=int, nargs="+", help="the sizes to measure")
    parser.add_argument("--opened", type=int, help="the most rows that LibreOffice opens")
    chosen = parser.parse_args()
    work = WORK[chosen.of]
    opened = work.opened if chosen.opened is None else chosen.opened
    sizes = chosen.rows or work.rows
    with tempfile.TemporaryDirectory() as scratch:
        found = [
            one for rows in sizes for one in measure(chosen.of, work, rows, opened, Path(scratch))
        ]
    for step in dict.fromkeys(one.step for one in found):
        slopes = slopes_of([one for one in found if one.step == step])
        print(f"{chosen.of:7} {step:12} ten times the rows: {slopes}")


if __name__ == "__main__":
    main()
