"""Random days of service people, tickets and rosters, and what their front page must show."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from math import ceil
from typing import Any

from front_case import Case, divided, frame, some

WINDOW, FIRST, MEAN, GOAL = 7, 30, 15, 0.9
DAYS_BY_LEVEL = {"Urgent": 1, "Important": 2, "Normal": 4}
REASONS = ("Slow delivery", "Missing or wrong item", "Quality", "Not as described", "Slow refund")
HALF_HOURS = ("9:00–9:30", "9:30–10:00", "10:00–10:30", "10:30–11:00", "11:00–11:30")
A_PERSON = 30 * 5 * 0.8 / 8
"""Chats that a person answers in half an hour: five at once, busy to 80 %, eight minutes each."""

Row = dict[str, Any]


def _whole(row: Row, *names: str) -> bool:
    return all(row[name] is not None for name in names)


def service(chance: random.Random) -> Case:
    """Days that nobody reported, chats without times, tickets after the as-of day, open shifts."""
    last = date(2026, 6, 30)
    rows: list[Row] = []
    for back in range(chance.choice((0, 1, 5, 20))):
        if chance.random() < 0.1:
            continue
        for agent in ("Ann", "Bo", "Cy")[: chance.randint(1, 3)]:
            rated, bad = chance.randint(0, 40), chance.choice((0, 0, 1, 3))
            rows.append(
                {
                    "day": last - timedelta(back),
                    "agent": agent,
                    "chats": chance.randint(0, 90),
                    "first": some(chance, chance.randint(10, 45), zero=0),
                    "mean": some(chance, chance.randint(5, 20), zero=0),
                    "rated": some(chance, rated, zero=0),
                    "satisfied": some(chance, chance.randint(0, rated), zero=0),
                    "bad": some(chance, bad, zero=0),
                    "followed": some(chance, chance.randint(0, bad), zero=0),
                }
            )
    as_of = last + timedelta(chance.choice((-40, -3, 0, 4, 60)))
    tickets: list[Row] = []
    for number in range(chance.choice((0, 1, 20))):
        opened = as_of - timedelta(chance.randint(-5, 20))
        tickets.append(
            {
                "code": f"T{number}",
                "opened": opened,
                "reason": chance.choice(REASONS),
                "level": chance.choice(list(DAYS_BY_LEVEL)),
                "closed": some(chance, 1, gap=0.5, zero=0)
                and opened + timedelta(chance.randint(0, 9)),
            }
        )
    shifts = [
        {
            "half_hour": name,
            "volume": some(chance, chance.randint(1, 90)),
            "roster": some(chance, chance.randint(1, 6)),
        }
        for name in HALF_HOURS
    ]
    start = as_of - timedelta(WINDOW)
    inside = [row for row in rows if start < row["day"] <= as_of]
    timed = [row for row in inside if _whole(row, "first", "mean")]
    kept = sum(row["chats"] for row in timed if row["first"] <= FIRST and row["mean"] <= MEAN)
    known = sum(row["chats"] for row in timed)
    within = divided(kept, known)
    judged = [row for row in inside if _whole(row, "rated", "satisfied")]
    answered = [row for row in inside if _whole(row, "bad", "followed")]
    due = [start + timedelta(number) for number in range(1, WINDOW + 1)]
    reported = {row["day"] for row in rows}
    begun = [day for day in due if reported and day >= min(reported)]
    overdue = open_ = 0
    reasons: Counter[str] = Counter()
    for row in tickets:
        if row["opened"] > as_of:
            continue
        reasons[row["reason"]] += 1
        if row["closed"] is None or row["closed"] > as_of:
            open_ += 1
            overdue += as_of > row["opened"] + timedelta(DAYS_BY_LEVEL[row["level"]])
    most = max(reasons.values(), default=0)
    asked = [row for row in shifts if row["volume"] is not None]
    verdict = (
        None if within is None
        else "● Yes" if round(within - GOAL, 10) >= 0
        else "▲ Nearly" if round(within - 0.8 * GOAL, 10) >= 0
        else "▼ No"
    )  # fmt: skip
    return Case(
        {
            "service_days": frame(rows, "day", "agent", "chats"),
            "tickets": frame(tickets, "code", "opened", "reason", "level"),
            "staffing": frame(shifts),
        },
        as_of,
        {
            "answer_in_time": verdict,
            "service_within": within,
            "service_first": divided(sum(row["chats"] * row["first"] for row in timed), known),
            "service_mean": divided(sum(row["chats"] * row["mean"] for row in timed), known),
            "service_satisfaction": divided(
                sum(row["satisfied"] for row in judged), sum(row["rated"] for row in judged)
            ),
            "service_chats": sum(row["chats"] for row in inside) if inside else None,
            "service_lacking": sum(day not in reported for day in begun) if inside else 0,
            "service_unrated": sum(row["rated"] or 0 for row in inside)
            - sum(row["rated"] for row in judged),
            "bad_open": sum(row["bad"] - row["followed"] for row in answered) if answered else None,
            "bad_unknown": sum(row["bad"] or 0 for row in inside if row not in answered),
            "ticket_overdue": overdue,
            "ticket_open": open_,
            "main_reason": next((one for one in REASONS if most and reasons[one] == most), None),
            "main_share": divided(most, sum(reasons.values())),
            "staff_short": sum(
                row["roster"] is not None and row["roster"] < ceil(row["volume"] / A_PERSON - 1e-9)
                for row in asked
            ),
            "staff_unknown": sum(row["roster"] is None for row in asked),
        },
    )
