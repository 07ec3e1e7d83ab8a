"""Random orders of channels and members, and what customers are worth by them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd

from front_case import Case, divided, frame, some

MARGIN, DECLINING, MATURE = 0.4, 120, 4
LEVELS = {"Not a member": 0, "Silver": 300, "Gold": 800, "Diamond": 1500}
"""The levels of membership, and the money a year from which a workbook begins to give them."""


Row = dict[str, Any]


def _customer(own: list[Row], as_of: date, start: date, leveled: bool) -> Row | None:
    """What is known of a customer by paid orders, the earliest first."""
    net = [
        (row["paid_on"], row["amount"] - (row["refund"] or 0))
        for row in own
        if row["amount"] > (row["refund"] or 0)
    ]
    if not net:
        return None
    lately = [money for day, money in net if day > start]
    return {
        "first": net[0][0],
        "since": (as_of - net[-1][0]).days,
        "orders": len(net),
        "year": len(lately),
        "money": sum(lately),
        "level": own[-1]["level"] or "Not a member"
        if leveled
        else [one for one, least in LEVELS.items() if sum(lately) >= least][-1],
        "again": (net[1][0] - net[0][0]).days if len(net) > 1 else None,
    }


def value(chance: random.Random) -> Case:
    """Orders of some years or weeks, unpaid, refunded and later ones among them; what was spent."""
    last = date(2026, 6, 30)
    span = chance.choice((20, 300, 900))
    leveled = chance.random() < 0.5
    channels = ["Ads", "Live", "Free"][: chance.randint(1, 3)]
    rows: list[Row] = [
        {
            "order": f"O{number:05}",
            "customer": f"C{chance.randrange(25):03}",
            "paid_on": some(chance, 1, gap=0.05, zero=0)
            and last - timedelta(chance.randrange(span)),
            "amount": chance.randint(0, 500),
            "refund": some(chance, chance.randint(1, 600), gap=0.8),
            "channel": chance.choice((None, *channels)),
            "level": chance.choice((None, *LEVELS)) if leveled else None,
        }
        for number in range(chance.choice((0, 1, 5, 120)))
    ]
    as_of = last + timedelta(chance.choice((-1000, -200, 0, 10, 200)))
    spent = {name: chance.choice((0, chance.randint(1, 90) * 100)) for name in channels}
    start = (pd.Timestamp(as_of) - pd.DateOffset(years=1)).date()
    data = {
        "orders": frame(rows, "order", "customer", "paid_on", "amount"),
        "acquisition": pd.DataFrame({"channel": list(spent), "spend": list(spent.values())}),
    }
    paid: dict[str, list[Row]] = {}
    for row in sorted((one for one in rows if one["paid_on"]), key=lambda one: one["paid_on"]):
        if row["paid_on"] <= as_of:
            paid.setdefault(row["customer"], []).append(row)
    people = [
        one
        for own in paid.values()
        if (one := _customer(own, as_of, start, any(row["level"] for row in rows)))
    ]
    active = [one for one in people if one["year"]]

    def repeats(member: bool | None = None) -> float | None:
        asked = [
            one for one in active if member is None or member == (one["level"] != "Not a member")
        ]
        return divided(sum(one["year"] > 1 for one in asked), len(asked))

    def came_again(within: int) -> float | None:
        ripe = [one for one in people if start < one["first"] <= as_of - timedelta(within)]
        soon = [one for one in ripe if one["again"] is not None and one["again"] <= within]
        return divided(len(soon), len(ripe))

    won = sum(one["first"] > start for one in people)
    worth = divided(sum(one["money"] for one in active) * MARGIN, len(active))
    cost = divided(sum(spent.values()), won)
    ratio = divided(worth, cost)
    plain, better = repeats(member=False), repeats(member=True)
    edges = (
        (min(one["first"] for one in people), min(one["since"] for one in people))
        if people
        else None
    )
    begun = (
        edges[0] if edges else min((one["paid_on"] for one in rows if one["paid_on"]), default=None)
    )
    short = begun is not None and (begun - start).days > 31
    if not edges and begun and begun <= as_of:  # what was paid was refunded
        short = False
    return Case(
        data,
        as_of,
        {
            "value_ltv": worth,
            "value_cac": cost,
            "value_won": won,
            "value_ratio": ratio,
            "value_payback": divided(12 * cost, worth) if cost is not None else None,
            "value_repeat": repeats(),
            "value_within_30": came_again(30),
            "value_within_7": came_again(7),
            "value_uplift": better / plain - 1 if better is not None and plain else None,
            "value_declining": divided(
                sum(one["since"] > DECLINING for one in people), len(people)
            ),
            "value_mature": sum(
                one["since"] <= DECLINING and one["orders"] >= MATURE for one in people
            ),
            "value_begins": f"orders begin {begun}" if short else None,
            "value_ends": f"orders end {as_of - timedelta(edges[1])}"
            if edges and edges[1] > 31
            else None,
        },
    )
