"""How time and memory grow with the rows: 5,000 and 50,000 through build, verify, LibreOffice.

    python bench/growth.py [--of skus | daily] [--rows 5000 50000]

``skus`` are the rows of sku-management; ``daily`` the daily data of the monitoring board, 12
figures a day: 5,000 rows are some 400 days.

Whole processes; ten times the rows should cost about ten times as much, and less while a start-up
is most of it. LibreOffice opens the workbook with its cached values, and again with every formula
recalculated: the difference is what recalculation costs. Times are the processor's, so that other
work on the machine does not count.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds and the largest resident size of a process."""

    seconds: float
    megabytes: float


def cost(command: list[str | Path], folder: Path) -> Cost:
    quiet = subprocess.DEVNULL
    # An empty PYTHONDONTWRITEBYTECODE counts as none: users run compiled modules.
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


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


@dataclass(frozen=True, slots=True)
class Work:
    """A blueprint, its table that grows, and what writes such rows."""

    blueprint: str
    table: str
    write: Callable[[Path, int], None]


WORK = {
    "skus": Work("sku-management", "skus", write_skus),
    "daily": Work("monitoring-board", "daily", write_daily),
}


def measure(work: Work, rows: int, folder: Path) -> dict[str, Cost]:
    data, made = f"{rows}.csv", f"{rows}.xlsx"
    work.write(folder / data, rows)
    plansheets: list[str | Path] = [sys.executable, "-m", "plansheets"]
    options = ["--data", f"{work.table}={data}", "--locale", "en", "-o", made]
    built = cost([*plansheets, "build", work.blueprint, *options], folder)
    verified = cost([*plansheets, "verify", made], folder)
    opened = libreoffice(made, folder, recalculate=False)
    both = libreoffice(made, folder, recalculate=True)
    recalculated = Cost(both.seconds - opened.seconds, both.megabytes)
    return {
        "build": built,
        "verify": verified,
        "open": opened,
        "recalculate": recalculated,
    }


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
    parser.add_argument("--rows", type=int, nargs=2, default=(5_000, 50_000))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        few, many = (measure(WORK[chosen.of], rows, folder) for rows in chosen.rows)
    head = "".join(f"{rows:>12,} rows{'':14}" for rows in chosen.rows)
    print(f"{'':12}{head}growth")
    for step, small in few.items():
        large = many[step]
        seconds = small.seconds, large.seconds
        print(
            f"{step:12}"
            f"{seconds[0]:9.1f} s {small.megabytes:8,.0f} MB{'':10}"
            f"{seconds[1]:9.1f} s {large.megabytes:8,.0f} MB{'':5}"
            f"time x {seconds[1] / seconds[0]:.1f}, "
            f"memory x {large.megabytes / small.megabytes:.1f}"
        )


if __name__ == "__main__":
    main()
