"""Random campaigns of a year, and what the front page of their calendar must show."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from front_case import Case, divided, frame, some

YEAR = 2026
SOON = 14
STEPS: dict[str, tuple[int, int, int, str]] = {
    "plan": (3, 0, 0, "platform"),
    "slots": (1, 0, 0, "platform"),
    "warm": (1, 0, 0, "Double 11"),
    "listing": (0, 14, 0, "every"),
    "stock": (0, 10, 0, "not members"),
    "training": (0, 7, 0, "platform"),
    "brief": (0, 0, 5, "every"),
}
"""Months, days and workdays ahead of the steps that a workbook begins with, and for which."""

KINDS_OF_CAMPAIGN = ("Platform sale", "Members’ day", "Category sale", "Seasonal", "Launch")
_BLUEPRINTS = Path(__file__).parent.parent / "blueprints"

Row = dict[str, Any]


@cache
def _days(name: str) -> frozenset[date]:
    with (_BLUEPRINTS / name).open(encoding="utf-8-sig") as file:
        return frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(file))


def worked(day: date) -> bool:
    """Whether people work on *day*, by the official calendar of China."""
    if day in _days("china-make-up-days.csv"):
        return True
    return day.isoweekday() <= 5 and day not in _days("china-holidays.csv")


def earlier(day: date, workdays: int) -> date:
    """The day so many workdays before."""
    while workdays:
        day -= timedelta(1)
        workdays -= worked(day)
    return day


def _needs(row: Row, step: str) -> bool:
    scope = STEPS[step][3]
    if scope == "Double 11":
        return bool(row["campaign"] == scope)
    if scope == "platform":
        return bool(row["kind"] == "Platform sale")
    return scope == "every" or row["kind"] != "Members’ day"


def _last(row: Row) -> date:
    return row["start"] + timedelta(row["days"] - 1)  # type: ignore[no-any-return]


def _open(row: Row, as_of: date) -> list[date]:
    """When the steps of a campaign are due that are not done and not past use."""
    if _last(row) < as_of:
        return []
    due = []
    for step, (months, days, workdays, _) in STEPS.items():
        if _needs(row, step) and row[f"d_{step}"] is None:
            day = (pd.Timestamp(row["start"]) - pd.DateOffset(months=months)).date()
            due.append(earlier(day - timedelta(days), workdays))
    return due


def campaigns(chance: random.Random) -> Case:
    """Campaigns from one year before to half a year after, some without goal or budget."""
    as_of = date(YEAR, 1, 1) + timedelta(chance.randrange(-30, 365))
    rows: list[Row] = [
        {
            "campaign": "Double 11" if number == 3 else f"Campaign {number}",
            "kind": chance.choice(KINDS_OF_CAMPAIGN),
            "start": as_of + timedelta(chance.randrange(-200, 300)),
            "days": chance.randint(1, 20),
            "warm_days": some(chance, chance.randint(0, 40), gap=0.4),
            "return_days": some(chance, chance.randint(0, 5), gap=0.4),
            "gmv_goal": some(chance, chance.randint(1, 900) * 10_000, gap=0.2),
            "budget": some(chance, chance.randint(1, 90) * 10_000, gap=0.2),
            "owner": some(chance, 1, zero=0) and "Ann",
            **{f"d_{step}": chance.choice((None, None, None, "✓", "–")) for step in STEPS},
        }
        for number in range(chance.choice((0, 1, 4, 25)))
    ]
    planned = [row for row in rows if row["start"].year == YEAR]
    goals = [row for row in planned if row["gmv_goal"] is not None]
    budgets = [row for row in planned if row["budget"] is not None]
    late = {row["campaign"]: sum(day < as_of for day in _open(row, as_of)) for row in rows}
    waiting = [day for row in rows for day in _open(row, as_of)]
    ahead = [row for row in rows if row["start"] >= as_of]
    closest = min(ahead, key=lambda row: row["start"], default=None)
    both = [row for row in goals if row in budgets]
    return Case(
        {"promotions": frame(rows, "campaign", "kind", "start", "days")},
        as_of,
        {
            "calendar_next": closest["campaign"] if closest else ("None planned" if rows else None),
            "calendar_next_in": (closest["start"] - as_of).days if closest else None,
            "calendar_next_late": late[closest["campaign"]] if closest else None,
            "calendar_late": sum(late.values()),
            "calendar_soon": sum(0 <= (day - as_of).days <= SOON for day in waiting),
            "calendar_count": len(planned),
            "calendar_clash": sum(
                any(
                    one is not row and one["start"] <= _last(row) and _last(one) >= row["start"]
                    for one in rows
                )
                for row in planned
            ),
            "calendar_gmv": sum(row["gmv_goal"] for row in goals) if goals else None,
            "calendar_goalless": len(planned) - len(goals),
            "calendar_budget": sum(row["budget"] for row in budgets) if budgets else None,
            "calendar_moneyless": len(planned) - len(budgets),
            "calendar_fee": divided(
                sum(row["budget"] for row in both), sum(row["gmv_goal"] for row in both)
            ),
            "calendar_dayless": 0,
        },
        {"plan_year": str(YEAR)},
    )
