"""Write the weekly sample of the budget: what each channel cost and brought in a half-year.

    python scripts/sample_weekly.py

The weeks add up the days of the monitoring board's sample (``sample_daily.py``), so both workbooks
tell one story: two channels return 5 and 5.625 over the last four weeks. Orders and refunds are the
board's too; which channel they and the new customers belong to is made up, and so is a channel that
is only being tried. The same file comes out every time.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import sample_daily
from sample_daily import CHANNELS, FIRST, LAST, money, spread

FILE = Path(__file__).parents[1] / "blueprints" / "budget-roi-weeks.csv"
HEADER = (
    "week", "channel", "channel@en", "spend", "sales", "refunds", "orders", "new_customers",
)  # fmt: skip
ORDER_VALUE = {"天猫": 1.0, "京东": 1.08, "抖音": 0.9, "官网": 1.05}
REFUNDED = {"天猫": 1.0, "京东": 0.8, "抖音": 1.6, "官网": 0.7}
NEW = {"天猫": 0.95, "京东": 0.9, "抖音": 1.2, "官网": 0.7}
"""Beside the shop's mean: what an order is worth, what goes back, who is new."""
NEW_PER_MILLE = 750
"""Of all buyers."""
TRIAL, TRIAL_EN = "线下O2O", "Offline O2O"
TRIAL_SPEND, TRIAL_ORDER = 120_000, 21_000
TRIAL_ROI_PERCENT = (160, 150, 140, 130, 120, 110, 95, 80)
"""The last eight weeks of the channel on trial; money in cents."""

Row = tuple[date, str, str, str, str, str, int, int]


def weeks() -> Iterator[date]:
    """The Mondays of the half-year; its first day is one, and its last a Sunday."""
    return (FIRST + timedelta(at) for at in range(0, (LAST - FIRST).days, 7))


def daily_totals() -> dict[tuple[date, str, str], int]:
    """The days' figures by week, key and channel; money in cents."""
    found: dict[tuple[date, str, str], int] = defaultdict(int)
    for day, key, channel, value, _ in sample_daily.rows():
        if day >= FIRST and key in {"gmv", "ad_spend", "refunds", "buyers"}:
            monday = day - timedelta(day.weekday())
            found[monday, key, channel] += int(value.replace(".", ""))
    return found


def rows() -> Iterator[Row]:
    """Every row of the sample, week by week."""
    found = daily_totals()
    trial = dict(zip([*weeks()][-len(TRIAL_ROI_PERCENT) :], TRIAL_ROI_PERCENT, strict=True))
    for monday in weeks():
        sales = {channel: found[monday, "gmv", channel] for channel in CHANNELS}
        buyers = found[monday, "buyers", ""]
        orders = spread(buyers, [sales[one] / ORDER_VALUE[one] for one in CHANNELS])
        back = spread(
            found[monday, "refunds", ""], [sales[one] * REFUNDED[one] for one in CHANNELS]
        )
        new = spread(
            round(buyers * NEW_PER_MILLE / 1000),
            [count * NEW[one] for count, one in zip(orders, CHANNELS, strict=True)],
        )
        for at, (channel, english) in enumerate(CHANNELS.items()):
            spent = found[monday, "ad_spend", channel]
            won = sales[channel]
            yield (
                monday, channel, english, money(spent), money(won), money(back[at]),
                orders[at], new[at],
            )  # fmt: skip
        if monday in trial:
            won = TRIAL_SPEND * trial[monday] // 100
            yield (
                monday, TRIAL, TRIAL_EN, money(TRIAL_SPEND), money(won), money(0),
                won // TRIAL_ORDER, won // TRIAL_ORDER,
            )  # fmt: skip


def text() -> str:
    """The file, as it is kept beside the blueprint."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows())
    return stream.getvalue()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
