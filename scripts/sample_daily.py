"""Write the daily sample of the monitoring board: a half-year that gives its figures exactly.

    python scripts/sample_daily.py

The shop, its days and its campaigns are made up; what they add up to is not: the months of the
annual plan, the four rows of the board in the source documents, and two channels that return 5 and
5.625. The same file comes out every time.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parents[1] / "blueprints" / "monitoring-board-daily.csv"
HEADER = ("date", "key", "channel", "channel@en", "value", "second")
FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)
MONTH_CENTS = (149_800_000, 110_200_000, 153_300_000, 114_000_000, 119_500_000, 251_525_065)
CHANNELS = {"天猫": "Tmall", "京东": "JD", "抖音": "Douyin", "官网": "Own store"}
SHARES = {"京东": 0.22, "抖音": 0.20, "官网": 0.07}
"""Of the days' sales; Tmall has what is left."""
FOUR_WEEKS = {"京东": 50_000_000, "抖音": 45_000_000}
"""What two channels sell in the last four weeks, in cents."""
SPENT = {"京东": 10_000_000, "抖音": 8_000_000}
"""What they spend for it: returns of 5 and of 5.625."""
WEEKLY_ROI = {
    "天猫": (4.9, 4.8, 4.3, 4.1),
    "京东": (5.1, 5.0, 4.95, 4.9),
    "抖音": (5.5, 5.6, 5.8, 5.9),
    "官网": (2.6, 2.2, 1.7, 1.3),
}
USUAL_ROI = {"天猫": 4.9, "京东": 4.8, "抖音": 4.6, "官网": 3.2}
DAU = (103_000, 94_500, 101_000, 96_500, 91_800, 85_000)
"""Daily averages of the months."""
NEW_USERS = (52_000, 34_000, 49_000, 41_000, 43_000, 57_000)
LAST_YEAR = {
    "gmv": (1080, 860, 1150, 905, 930, 1890, 900, 910, 1120, 890, 2750, 1515),
    "dau": (71.0, 66.5, 74.0, 75.5, 78.0, 82.0, 80.5, 82.0, 86.0, 88.5, 104.0, 97.0),
    "new_users": (31.0, 24.0, 33.0, 29.0, 30.5, 44.0, 32.0, 31.5, 36.0, 30.0, 61.0, 42.0),
}
"""Months of the year before, in thousands; the first half of them by day."""
AOV = 236
CAMPAIGN_GMV, CAMPAIGN_COST = 198_000_000, 90_000_000

Row = tuple[date, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Shop:
    """Days and what was sold on them, in cents and by channel."""

    days: tuple[date, ...]
    sales: dict[str, dict[date, int]] = field(default_factory=dict)

    def total(self, day: date) -> int:
        return sum(by_day[day] for by_day in self.sales.values())


def pace(day: date) -> float:
    """How a day sells beside an ordinary Monday: weekend, New Year's lull, promotions."""
    usual = (1.0, 0.98, 1.0, 1.02, 1.1, 1.24, 1.16)[day.weekday()]
    match day:
        case date(month=1, day=number) if 18 <= number <= 27:
            return usual * 1.8
        case date(month=2, day=number) if 9 <= number <= 16:
            return usual * 0.55
        case date(month=3, day=number) if number <= 8:
            return usual * (2.6 if number in (1, 7, 8) else 1.7)
        case date(month=6, day=number) if number <= 18:
            return usual * (4.4 if number in (1, 16, 17, 18) else 2.5)
    return usual


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """*total* by *weights*, in whole numbers that add up to it."""
    parts, so_far, given = [], 0.0, 0
    for weight in weights:
        so_far += weight
        upto = round(total * so_far / sum(weights))
        parts.append(upto - given)
        given = upto
    parts[-1] += total - given
    return parts


def open_shop(chance: random.Random) -> Shop:
    """Every day's sales; the last four weeks of two channels are given."""
    days = tuple(FIRST + timedelta(at) for at in range((LAST - FIRST).days + 1))
    totals: dict[date, int] = {}
    for month, cents in enumerate(MONTH_CENTS, 1):
        own = [day for day in days if day.month == month]
        paces = [pace(day) * chance.uniform(0.93, 1.07) for day in own]
        totals |= dict(zip(own, spread(cents, paces), strict=True))
    shop = Shop(days, {channel: {} for channel in CHANNELS})
    for block in blocks(days):
        whole = sum(totals[day] for day in block)
        for channel, share in SHARES.items():
            cents = FOUR_WEEKS.get(channel, round(whole * share))
            if block[0] < LAST - timedelta(27):
                cents = round(whole * share)
            weights = [totals[day] * chance.uniform(0.94, 1.06) for day in block]
            shop.sales[channel] |= dict(zip(block, spread(cents, weights), strict=True))
        for day in block:
            others = sum(shop.sales[channel][day] for channel in SHARES)
            shop.sales["天猫"][day] = totals[day] - others
    return shop


def blocks(days: Sequence[date]) -> list[list[date]]:
    """The months, and the last four weeks on their own."""
    late = LAST - timedelta(27)
    months = [[day for day in days if day.month == month and day < late] for month in range(1, 7)]
    return [*months, [day for day in days if day >= late]]


def spending(shop: Shop, channel: str, chance: random.Random) -> dict[date, int]:
    """What a channel costs by day, in cents: a return by week at the end, the usual one before."""
    sold = shop.sales[channel]
    late = [[LAST - timedelta(27 - 7 * week - day) for day in range(7)] for week in range(4)]
    wanted = [
        sum(sold[day] for day in week) / roi
        for week, roi in zip(late, WEEKLY_ROI[channel], strict=True)
    ]
    weekly = spread(SPENT.get(channel, round(sum(wanted))), wanted)
    spent = {
        day: round(sold[day] / USUAL_ROI[channel] * chance.uniform(0.95, 1.05))
        for day in shop.days
        if day < late[0][0]
    }
    for week, cents in zip(late, weekly, strict=True):
        spent |= dict(zip(week, spread(cents, [sold[day] for day in week]), strict=True))
    return spent


def people(shop: Shop, chance: random.Random) -> dict[str, dict[date, int]]:
    """Visitors, carts, orders and the rest of a day's people, with the last week's rates exact."""
    found: dict[str, dict[date, int]] = {
        key: {}
        for key in ("uv", "pv", "carts", "orders", "buyers", "new_7d", "retained_7d", "new_users")
    }
    found["dau"] = {}
    for month, (average, new) in enumerate(zip(DAU, NEW_USERS, strict=True), 1):
        own = [day for day in shop.days if day.month == month]
        usual = [pace(day) ** 0.3 * chance.uniform(0.97, 1.03) for day in own]
        found["dau"] |= dict(zip(own, spread(average * len(own), usual), strict=True))
        found["new_users"] |= dict(zip(own, spread(new, usual), strict=True))
    for at, day in enumerate(shop.days):
        gone = at / len(shop.days)
        buyers = round(shop.total(day) / 100 / (AOV * chance.uniform(0.97, 1.03)))
        orders = round(buyers / chance.uniform(0.89, 0.91))
        found["buyers"][day], found["orders"][day] = buyers, orders
        found["carts"][day] = round(orders / (0.232 - 0.046 * gone) * chance.uniform(0.98, 1.02))
        found["uv"][day] = round(buyers / (0.0128 - 0.0008 * gone) * chance.uniform(0.97, 1.03))
        found["pv"][day] = round(found["uv"][day] * chance.uniform(3.1, 3.4))
        cohort = found["new_users"].get(day - timedelta(7), found["new_users"][day])
        found["new_7d"][day] = cohort
        found["retained_7d"][day] = round(
            cohort * (0.388 - 0.03 * gone) * chance.uniform(0.98, 1.02)
        )
    settle(found["orders"], found["carts"], shop.days[-7:], 18)
    settle(found["retained_7d"], found["new_7d"], shop.days[-7:], 35)
    return found


def settle(part: dict[date, int], whole: dict[date, int], week: Sequence[date], rate: int) -> None:
    """Make the week's part exactly *rate* per cent of its whole, on its last day."""
    wholes = sum(whole[day] for day in week)
    whole[week[-1]] += -wholes % 100
    wanted = (wholes + -wholes % 100) * rate // 100
    parts = spread(wanted, [part[day] for day in week])
    part.update(zip(week, parts, strict=True))


def rows() -> list[Row]:
    """Every row of the sample, day by day."""
    chance = random.Random(2024)  # noqa: S311  # the same days every time, no secret
    shop = open_shop(chance)
    costs = {channel: spending(shop, channel, chance) for channel in CHANNELS}
    counted = people(shop, chance)
    made = last_year()
    campaign = [date(2024, 6, number) for number in range(1, 19)]
    won = dict(
        zip(campaign, spread(CAMPAIGN_GMV, [shop.total(day) for day in campaign]), strict=True)
    )
    paid = dict(zip(campaign, spread(CAMPAIGN_COST, [pace(day) for day in campaign]), strict=True))
    for day in shop.days:
        june = day.month == LAST.month
        for channel, sold in shop.sales.items():
            second = money(round(sold[day] * 0.994)) if june and channel == "天猫" else ""
            made.append((day, "gmv", channel, money(sold[day]), second))
        made += [
            (day, "ad_spend", channel, money(spent[day]), "") for channel, spent in costs.items()
        ]
        for key, by_day in counted.items():
            second = str(round(by_day[day] * 1.008)) if june and key == "dau" else ""
            made.append((day, key, "", str(by_day[day]), second))
        back = round(shop.total(day) * chance.uniform(0.038, 0.046))
        made.append((day, "refunds", "", money(back), ""))
        if day in won:
            made.append((day, "act_gmv:618", "", money(won[day]), ""))
            made.append((day, "act_cost:618", "", money(paid[day]), ""))
    return made


def last_year() -> list[Row]:
    """The days of the year before that this year's periods are compared with.

    Months add up to their totals. Sales of a quarter by channel, new users of a half-year, and the
    rest for June and the week that begins it.
    """
    made: list[Row] = []
    for month in range(1, 7):
        end = date(2023, month + 1, 1) - timedelta(1)
        days = [date(2023, month, number) for number in range(1, end.day + 1)]
        gmv, dau, new = (
            round(LAST_YEAR[key][month - 1] * 1_000) for key in ("gmv", "dau", "new_users")
        )
        buyers, orders = round(gmv / 228), round(gmv / 228 / 0.9)
        uv, carts = round(buyers / 0.0126), round(orders / 0.226)
        totals = {
            "uv": uv, "carts": carts, "orders": orders, "buyers": buyers, "new_7d": new,
            "retained_7d": round(new * 0.381), "refunds": round(gmv * 0.047),
        }  # fmt: skip
        sold = [pace(day) for day in days]
        calm = [pace(day) ** 0.3 for day in days]
        found: list[tuple[str, str, list[int]]] = [("new_users", "", spread(new, calm))]
        if month >= 4:
            shares = {"天猫": 1 - sum(SHARES.values()), **SHARES}
            found += [
                ("gmv", channel, spread(round(gmv * share), sold))
                for channel, share in shares.items()
            ]
        if month == 6:
            found.append(("dau", "", spread(dau * len(days), calm)))
            found += [(key, "", spread(total, sold)) for key, total in totals.items()]
            found += [
                ("ad_spend", channel, spread(round(gmv * share / 4.6), sold))
                for channel, share in shares.items()
            ]
        made += [
            (day, key, channel, str(value), "")
            for key, channel, values in found
            for day, value in zip(days, values, strict=True)
        ]
    return sorted(made, key=lambda row: row[0])


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def text() -> str:
    """The file, as it is kept beside the blueprint."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for day, key, channel, value, second in rows():
        writer.writerow([day, key, channel, CHANNELS.get(channel, ""), value, second])
    return stream.getvalue()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
