"""Write the sample orders of the customer values: a year of a shop, by the channel of the first.

    python scripts/sample_cohorts.py

Customers are made up, by the channel that won them: how many come in a month, how likely they are
to buy again and what an order brings. The same file comes out every time.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parents[1] / "blueprints" / "customer-value-orders.csv"
HEADER = (
    "order", "customer", "paid_on", "amount", "refund",
    "channel", "channel@en", "level", "level@en",
)  # fmt: skip
AS_OF = date(2024, 6, 30)
MONTHS = tuple(date(2023 + (6 + at) // 12, (6 + at) % 12 + 1, 1) for at in range(12))


@dataclass(frozen=True, slots=True)
class Channel:
    """Where customers come from, and how they buy from then on."""

    name: str
    english: str
    a_month: int
    again: float
    """How likely one more order follows an order."""
    apart: tuple[int, int]
    """Days between two orders."""
    yuan: tuple[int, int]


CHANNELS = (
    Channel("抖音信息流", "Douyin feed", 4, 0.42, (4, 70), (69, 199)),
    Channel("直播间", "Live shows", 3, 0.52, (4, 55), (99, 259)),
    Channel("搜索广告", "Search ads", 2, 0.60, (6, 65), (99, 329)),
    Channel("私域社群", "Owned groups", 1, 0.86, (5, 45), (129, 399)),
    Channel("自然流量", "Free traffic", 2, 0.62, (5, 60), (89, 299)),
)


LEVELS = (
    ("", "", -0.08),
    ("银卡", "Silver", 0.08),
    ("金卡", "Gold", 0.16),
    ("钻石卡", "Diamond", 0.28),
)
"""Members buy again more often: by so much."""
Order = tuple[str, date, int, Channel, str, str]


def orders(chance: random.Random) -> list[Order]:
    """Customer, day, amount, channel and level of every order."""
    found: list[Order] = []
    number = 10000
    for channel in CHANNELS:
        for month in MONTHS:
            for _ in range(channel.a_month):
                number += chance.randint(3, 90)
                level, english, more = chance.choices(LEVELS, (60, 24, 10, 6))[0]
                day = month + timedelta(chance.randint(0, 27))
                while day <= AS_OF:
                    found.append(
                        (f"C{number}", day, chance.randint(*channel.yuan), channel, level, english)
                    )
                    if chance.random() > min(0.9, channel.again + more):
                        break
                    day += timedelta(chance.randint(*channel.apart))
    return sorted(found, key=lambda one: (one[0], one[1]))


def write() -> None:
    """Write the file."""
    chance = random.Random(2024)  # noqa: S311  # made-up customers, no secrets
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for at, (customer, day, amount, channel, *level) in enumerate(orders(chance), 1):
            refund = amount if at % 29 == 0 else ""
            row = (
                f"T{at:05}",
                customer,
                day,
                amount,
                refund,
                channel.name,
                channel.english,
                *level,
            )
            writer.writerow(row)


if __name__ == "__main__":
    write()
