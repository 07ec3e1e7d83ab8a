"""Write the sample orders of the customer segments: a year of a shop in which all eight occur.

    python scripts/sample_orders.py

Customers are made up, by the way they buy: how many there are of a kind, how many orders each
placed, how many days ago the last, and what an order brings. The same file comes out every time.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parents[1] / "blueprints" / "rfm-segmentation-orders.csv"
HEADER = (
    "order", "customer", "paid_on", "amount", "refund", "status", "status@en", "level", "level@en",
)  # fmt: skip
AS_OF = date(2024, 6, 30)
STATES = {
    "交易成功": "Completed",
    "卖家已发货，等待买家确认": "Shipped",
    "买家已付款，等待卖家发货": "Paid",
    "等待买家付款": "Unpaid",
    "退款成功": "Refunded",
    "交易关闭": "Closed",
}
LEVELS = {"": "", "银卡": "Silver", "金卡": "Gold", "钻石卡": "Diamond"}
FESTIVALS = (
    date(2023, 9, 9), date(2023, 11, 11), date(2023, 12, 12),
    date(2024, 1, 20), date(2024, 3, 8), date(2024, 6, 18),
)  # fmt: skip
"""Days around which people buy more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Customers who buy alike; every pair is the least and the most."""

    customers: int
    orders: tuple[int, int]
    days_ago: tuple[int, int]
    """Of the last order."""
    apart: tuple[int, int]
    """Days between two orders."""
    yuan: tuple[int, int]
    level: str = ""


KINDS = (
    Kind(9, (5, 8), (2, 40), (20, 40), (150, 420), "钻石卡"),
    Kind(6, (5, 6), (120, 190), (18, 30), (160, 380), "金卡"),
    Kind(6, (1, 2), (3, 60), (20, 70), (700, 1900), "银卡"),
    Kind(6, (1, 2), (150, 330), (10, 30), (800, 2100), "银卡"),
    Kind(6, (4, 5), (4, 45), (25, 50), (39, 99), "银卡"),
    Kind(5, (4, 5), (120, 210), (20, 35), (35, 95)),
    Kind(14, (1, 2), (4, 70), (15, 60), (49, 259)),
    Kind(18, (1, 1), (130, 350), (1, 1), (39, 289)),
)
OUTSIDE = 3
"""Customers whose orders are all older than a year."""
NEVER = 3
"""Customers who ordered and never paid, or had everything refunded."""

Row = tuple[date | None, str, str, str, str, str]


def paid_days(kind: Kind, chance: random.Random) -> list[date]:
    """When a customer paid, the last first; near a festival people wait for it."""
    day = AS_OF - timedelta(chance.randint(*kind.days_ago))
    days = []
    for _ in range(chance.randint(*kind.orders)):
        near = [one for one in FESTIVALS if 0 < (one - day).days <= 4]
        days.append(min(near[0], AS_OF) if near else day)
        day = days[-1] - timedelta(chance.randint(*kind.apart))
    return days


def price(low: int, high: int, chance: random.Random) -> str:
    """A price such as 129.00 or 99.90."""
    yuan = chance.randint(low, high) // 10 * 10 + 9
    return f"{yuan}.{chance.choice(('00', '00', '90'))}"


def customer_rows(name: str, kind: Kind, chance: random.Random) -> list[Row]:
    """One customer's orders; a few are refunded in part, or closed before they were paid."""
    made: list[Row] = []
    for day in paid_days(kind, chance):
        amount = price(*kind.yuan, chance)
        refund, state = "", "交易成功"
        if (AS_OF - day).days <= 2:
            state = "买家已付款，等待卖家发货"
        elif (AS_OF - day).days <= 8:
            state = "卖家已发货，等待买家确认"
        elif chance.random() < 0.05:
            refund = f"{float(amount) * 0.2:.2f}"
        made.append((day, name, amount, refund, state, kind.level))
    if chance.random() < 0.05:
        made.append((None, name, price(39, 399, chance), "", "交易关闭", kind.level))
    if chance.random() < 0.04:
        amount = price(39, 399, chance)
        made.append((made[0][0], name, amount, amount, "退款成功", kind.level))
    return made


def rows() -> list[Row]:
    """Every order, as a shop exports them: by the day they were paid."""
    chance = random.Random(618)  # noqa: S311  # the same customers every time, no secret
    kinds = [kind for kind in KINDS for _ in range(kind.customers)]
    kinds += [Kind(1, (1, 2), (380, 460), (10, 40), (59, 399))] * OUTSIDE
    chance.shuffle(kinds)
    names = [f"M{number}" for number in sorted(chance.sample(range(10_001, 20_000), len(kinds)))]
    made: list[Row] = []
    for name, kind in zip(names, kinds, strict=True):
        made += customer_rows(name, kind, chance)
    for number in range(NEVER):
        amount = price(59, 299, chance)
        state = ("等待买家付款", "交易关闭", "退款成功")[number]
        day = AS_OF - timedelta(20 + number) if state == "退款成功" else None
        made.append((day, f"M2{number + 1:04d}", amount, amount if day else "", state, ""))
    # one that the checks are to find: completed, and its day of payment got lost
    made.append((None, names[3], "129.00", "", "交易成功", ""))
    return sorted(made, key=lambda row: (row[0] or AS_OF, row[1], row[2]))


def text() -> str:
    """The file, as it is kept beside the blueprint."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for number, (day, name, amount, refund, state, level) in enumerate(rows(), 1):
        order = f"T{2023_0000 + number}"
        english = STATES[state], LEVELS[level]
        writer.writerow(
            [order, name, day or "", amount, refund, state, english[0], level, english[1]]
        )
    return stream.getvalue()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
