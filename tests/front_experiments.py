"""Random funnels, experiments, promotions and pushes, and what their front page must show."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from math import ceil, sqrt
from statistics import NormalDist
from typing import Any

from front_case import Case, divided, frame, some

NORMAL = NormalDist()
ALPHA, POWER, UNEVEN, SENT_AT_LEAST = 0.05, 0.8, 0.001, 500
STEPS = ("visits", "browses", "carts", "orders", "paid")
TARGETS = {
    "browses": ("Visit → browse", 0.6),
    "carts": ("Browse → cart", 0.16),
    "orders": ("Cart → order", 0.25),
    "paid": ("Order → pay", 0.88),
}
"""What the steps are called, and the rates that a workbook begins to ask for."""

Row = dict[str, Any]


def _pairs(rows: list[Row], part: str, whole: str) -> float | None:
    """The rate of a step over the channels that have both numbers."""
    both = [row for row in rows if None not in (row[part], row[whole])]
    return divided(sum(row[part] for row in both), sum(row[whole] for row in both))


def _lost(rows: list[Row]) -> list[tuple[int, str]]:
    """How many orders each step costs, for lack of its target."""
    paid = sum(row["paid"] or 0 for row in rows)
    found = []
    for before, (step, (label, target)) in zip(STEPS, TARGETS.items(), strict=False):
        if rate := _pairs(rows, step, before):
            found.append((int(paid * max(0, target / rate - 1) + 0.5 + 1e-9), label))
    return found


def needed(base: float, lift: float) -> int | None:
    """The size of each group that finds a relative *lift* of *base*."""
    goal = base * (1 + lift)
    if goal >= 1 or goal == base:
        return None
    middle = (base + goal) / 2
    chance = NORMAL.inv_cdf(1 - ALPHA / 2) * sqrt(2 * middle * (1 - middle))
    found = NORMAL.inv_cdf(POWER) * sqrt(base * (1 - base) + goal * (1 - goal))
    return ceil(round(((chance + found) / (goal - base)) ** 2, 6))


def _verdict(row: Row, as_of: date) -> str:
    if row["begin"] and row["begin"] > as_of:
        return "planned"
    people, won = (row["size_a"], row["size_b"]), (row["won_a"], row["won_b"])
    if None in (*people, *won):
        return "running" if row["begin"] else "planned"
    if row["ended"] and row["ended"] > as_of:
        return "running"
    if 2 * NORMAL.cdf(-abs(people[0] - people[1]) / sqrt(sum(people))) < UNEVEN:
        return "broken"
    need = needed(row["base"], row["lift"]) if None not in (row["base"], row["lift"]) else None
    fewest = min(*won, *(size - one for size, one in zip(people, won, strict=True)))
    open_ = "short" if row["ended"] else "keep"
    if fewest < 5 or (need and min(people) < need):
        return open_
    pool = sum(won) / sum(people)
    spread = sqrt(pool * (1 - pool) * (1 / people[0] + 1 / people[1]))
    far = (won[1] / people[1] - won[0] / people[0]) / spread
    if 2 * NORMAL.cdf(-abs(far)) >= ALPHA:
        return "none" if need else open_
    return "win" if far > 0 else "loss"


def experiments(chance: random.Random) -> Case:
    """Channels that are not told, experiments of every outcome, pushes without their orders."""
    monday = date(2026, 3, 2)
    funnel: list[Row] = []
    for week in range(chance.choice((0, 1, 3))):
        for channel in ("Tmall", "JD", "Douyin"):
            if chance.random() < 0.15:
                continue
            people = chance.randint(1, 90) * 1000
            row: Row = {"period": monday + timedelta(7 * week), "channel": channel}
            for step in STEPS:
                row[step] = people if step == "visits" else some(chance, people, gap=0.05)
                people = int(people * chance.choice((0.2, 0.5, 0.9)))
            funnel.append(row)
    as_of = monday + timedelta(chance.choice((-10, 3, 9, 40)))
    trials: list[Row] = []
    for number in range(chance.choice((0, 1, 12))):
        sizes = [chance.choice((100, 2000, 20_000)) + chance.randint(0, 60)] * 2
        sizes[1] += chance.choice((0, 3, 900))
        base = chance.choice((0.05, 0.1, 0.3))
        begin = some(chance, 1, zero=0) and as_of - timedelta(chance.randint(-10, 60))
        won = [int(size * base * chance.choice((1, 1.1, 1.5))) for size in sizes]
        trials.append(
            {
                "code": f"E{number}",
                "idea": "Try it",
                "object": "Page",
                "base": some(chance, base, zero=0),
                "lift": some(chance, chance.choice((0.1, 0.5)), zero=0),
                "daily": some(chance, chance.randint(1, 90) * 10, zero=0),
                "begin": begin,
                "ended": some(chance, 1, gap=0.3, zero=0) and begin and begin + timedelta(14),  # type: ignore[operator]
                "size_a": sizes[0],
                "won_a": some(chance, won[0], zero=0),
                "size_b": sizes[1],
                "won_b": won[1],
            }
        )
    promos: list[Row] = [
        {
            "name": f"Promotion {number}",
            "form": "Gift",
            "visits": chance.choice((0, chance.randint(1, 90) * 100)),
            "orders": chance.randint(0, 90),
            "price": chance.randint(50, 300),
            "taken_off": some(chance, chance.randint(1, 40), gap=0.4),
            "cost": chance.randint(20, 200),
            "other": some(chance, chance.randint(1, 40) * 100, gap=0.4),
        }
        for number in range(chance.choice((0, 1, 5)))
    ]
    pushes = {
        (as_of - timedelta(chance.randint(-5, 60)), hour, channel): {
            "sent": chance.randint(1, 30) * 100,
            "orders": some(chance, chance.randint(1, 90)),
        }
        for hour in ("8h", "12h", "20h")
        for channel in ("Text message", "App push")
        for _ in range(chance.choice((0, 1, 3)))
    }
    known = {row["period"] for row in funnel if row["period"] <= as_of}
    period = max(known, default=None)
    before = max(known - {period}, default=None)
    now = [row for row in funnel if row["period"] == period]
    absent = {row["channel"] for row in funnel if row["period"] == before}
    lacking = sum(row[step] is None for row in now for step in STEPS)
    lacking += len(STEPS) * len(absent - {row["channel"] for row in now})
    lost = _lost(now)
    worst = max(lost, key=lambda one: one[0], default=None)
    states = [(_verdict(row, as_of), row) for row in trials]
    count = Counter(state for state, _ in states)
    gains = [
        round((row["won_b"] / row["size_b"] - row["won_a"] / row["size_a"]) * row["daily"] * 30)
        for state, row in states
        if state == "win" and row["daily"] is not None
    ]
    yields = [
        (
            ((row["price"] - (row["taken_off"] or 0) - row["cost"]) * row["orders"])
            - (row["other"] or 0),
            row,
        )
        for row in promos
        if row["visits"]
    ]
    best = max(yields, key=lambda one: one[0] / one[1]["visits"], default=None)
    sent: Counter[str] = Counter()
    ordered: Counter[str] = Counter()
    for (day, hour, _), push in pushes.items():
        if day <= as_of and push["orders"] is not None:
            sent[hour] += push["sent"]  # type: ignore[assignment,operator]
            ordered[hour] += push["orders"]  # type: ignore[assignment,operator]
    hours = [hour for hour in ("8h", "12h", "20h") if sent[hour] >= SENT_AT_LEAST]
    hour = max(hours, key=lambda one: ordered[one] / sent[one], default=None)
    return Case(
        {
            "funnel": frame(funnel, "period", "channel", "visits"),
            "trials": frame(trials, "code", "idea", "object"),
            "promos": frame(promos, "name", "form", "visits", "orders", "price", "cost"),
            "push_log": frame(
                [
                    {"day": day, "hour": hour_, "channel": channel, **push}
                    for (day, hour_, channel), push in pushes.items()
                ],
                "day",
                "hour",
                "channel",
                "sent",
            ),
        },
        as_of,
        {
            "worst_step": worst and (worst[1] if worst[0] else "Every step is on target"),
            "worst_lost": worst and worst[0],
            "funnel_rate": _pairs(now, "paid", "visits"),
            "funnel_visits": sum(row["visits"] for row in now) if now else None,
            "funnel_lacking": lacking,
            "trial_won": count["win"],
            "trial_lost": count["loss"],
            "trial_none": count["none"],
            "trial_gain": sum(gains) if gains else None,
            "trial_untold": count["win"] - len(gains),
            "trial_open": count["short"] + count["keep"] + count["running"],
            "trial_broken": count["broken"],
            "trial_sizeless": sum(
                row["begin"] is not None
                and row["begin"] <= as_of
                and None in (row["base"], row["lift"])
                for row in trials
            ),
            "promo_best": best and best[1]["name"],
            "promo_yield": best and best[0] / best[1]["visits"] * 1000,
            "push_best": hour,
            "push_rate": hour and ordered[hour] / sent[hour],
        },
    )
