"""Random registers of risks, posts and measures, and what their front pages must show."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd

from front_case import Case, divided, some

CATEGORIES = {
    "Data": 12, "Flexibility": 12, "Teamwork": 12, "Compliance": 9,
    "Market": 12, "Technology": 10, "Supply chain": 15, "Traffic cost": 15,
}  # fmt: skip
"""The categories of risks, and the score that a workbook begins to tolerate in each."""

POSTS = ("director", "manager", "planner", "analyst", "users", "service")
TIMES_A_MONTH = {
    "Every workday": 22.0,
    "Every week": 52 / 12,
    "Every month": 1.0,
    "Every quarter": 1 / 3,
}
NEEDS = {"data": (3, 2), "marketing": (3, 3), "supply": (3, 2), "compliance": (3, 2)}
"""The level and the number of people that a workbook begins to ask for in each skill."""

KINDS_OF_MEASURES = ("Traffic – paid", "Conversion – pages", "Retention – members")

Row = dict[str, Any]


def missing(row: Row, *names: str) -> bool:
    return any(row[name] is None for name in names)


def risks(chance: random.Random) -> Case:
    """Risks of which some are not scored, watched, owned or measured, and what happened."""
    as_of = date(2026, 1, 1) + timedelta(chance.randrange(365))
    rows: list[Row] = [
        {
            "code": f"R{number}",
            "risk": f"Risk {number}",
            "category": chance.choice(list(CATEGORIES)),
            "probability": chance.randint(1, 5),
            "impact": chance.randint(1, 5),
            "plan": some(chance, 1, gap=0.3, zero=0) and "Call them",
            "owner": some(chance, 1, gap=0.3, zero=0) and chance.choice(("Ann", "Bo", "Cy")),
            "review": chance.choice((None, as_of + timedelta(chance.randint(-40, 40)), as_of)),
            "status": chance.choice(("Open", "Open", "Open", "Closed")),
            "indicator": some(chance, 1, gap=0.2, zero=0) and "Visits",
            "side": chance.choice(("Above", "Below")),
            "threshold": some(chance, chance.randint(1, 9)),
            "actual": some(chance, chance.randint(1, 9)),
            "unit": "times",
        }
        for number in range(1, 1 + chance.choice((1, 5, 40)))
    ]
    incidents = [
        {
            "day": as_of + timedelta(chance.randint(-500, 60)),
            "code": f"R{chance.randint(1, len(rows))}",
            "closed_on": None,
        }
        for _ in range(chance.choice((0, 1, 12)))
    ]
    opened = [row for row in rows if row["status"] == "Open"]
    score = {row["code"]: int(row["probability"]) * int(row["impact"]) for row in rows}
    serious = [row for row in opened if score[row["code"]] >= 8]
    watched = [row for row in opened if row["indicator"] is not None]
    known = [row for row in watched if not missing(row, "threshold", "actual")]
    hit = sum(
        row["actual"] > row["threshold"]
        if row["side"] == "Above"
        else row["actual"] < row["threshold"]
        for row in known
    )
    ready = [row for row in serious if not missing(row, "plan", "owner")]
    beyond = {
        row["category"] for row in opened if score[row["code"]] > CATEGORIES[str(row["category"])]
    }
    trial, marketing = (some(chance, chance.randint(1, 90) * 1000) for _ in range(2))
    this_year = [one for one in incidents if date(as_of.year, 1, 1) <= one["day"] <= as_of]
    data = {"risks": pd.DataFrame(rows)}
    if incidents:
        data["incidents"] = pd.DataFrame(incidents)
    typed = {"trial_money": trial, "marketing_money": marketing}
    return Case(
        data,
        as_of,
        {
            "risk_open": len(opened),
            "risk_red": sum(score[row["code"]] >= 15 for row in opened),
            "risk_hit": hit,
            "risk_unknown": len(watched) - len(known),
            "risk_ready": divided(len(ready), len(serious)),
            "risk_late": sum(row["review"] is not None and row["review"] < as_of for row in opened),
            "risk_beyond": len(beyond),
            "incident_count": len(this_year),
            "trial_share": None if missing(typed, *typed) else divided(trial, marketing),
        },
        {name: str(value) for name, value in typed.items() if value is not None},
    )


def posts(chance: random.Random) -> Case:
    """Posts, some vacant; who answers for what, sits in which meeting and can do what."""
    names = ("Head of operations", "Operations manager", "Campaign planner", "Data analyst")
    number = chance.randint(1, len(names))
    rows: list[Row] = [
        {
            "role": name,
            "holder": chance.choice((None, "Ann", "Bo")),
            "backup": chance.choice((None, "Cy")),
            "reports_to": names[at - 1] if at else "CEO",
        }
        for at, name in enumerate(names[:number])
    ]
    parts = (None, "R", "A", "A/R", "C", "I")
    activities: list[Row] = [
        {"activity": f"Activity {at}", **{f"r_{post}": chance.choice(parts) for post in POSTS}}
        for at in range(chance.choice((1, 12)))
    ]
    clear = 0
    for row in activities:
        chosen = [row[f"r_{post}"] for post in POSTS]
        answers = sum(one in ("A", "A/R") for one in chosen)
        clear += answers == 1 and any(one in ("R", "A/R") for one in chosen)
    meetings: list[Row] = [
        {
            "meeting": f"Meeting {at}",
            "often": chance.choice(list(TIMES_A_MONTH)),
            "minutes": chance.randint(10, 240),
            **{f"m_{post}": chance.choice((None, "✓")) for post in POSTS},
        }
        for at in range(chance.choice((1, 5)))
    ]
    hours = [
        sum(row[f"m_{post}"] is not None for post in POSTS)
        * float(row["minutes"])
        * TIMES_A_MONTH[str(row["often"])]
        / 60
        for row in meetings
    ]
    people: list[Row] = [
        {
            "person": f"Person {at}",
            **{f"s_{skill}": some(chance, chance.randint(1, 4)) for skill in NEEDS},
        }
        for at in range(chance.choice((1, 9)))
    ]
    levels = [
        (skill, int(row[f"s_{skill}"]))
        for row in people
        for skill in NEEDS
        if row[f"s_{skill}"] is not None
    ]
    have = {
        skill: sum(one == skill and level >= NEEDS[skill][0] for one, level in levels)
        for skill in NEEDS
    }
    return Case(
        {
            "roles": pd.DataFrame(rows),
            "raci_matrix": pd.DataFrame(activities),
            "meetings": pd.DataFrame(meetings),
            "skill_matrix": pd.DataFrame(people),
        },
        date(2026, 6, 30),
        {
            "role_count": number,
            "role_levels": number,
            "role_vacant": sum(row["holder"] is None for row in rows),
            "role_alone": sum(row["holder"] is not None and row["backup"] is None for row in rows),
            "raci_clear": clear / len(activities),
            "meeting_total": sum(hours),
            "skill_short": sum(have[skill] < wanted for skill, (_, wanted) in NEEDS.items())
            if levels
            else 0,
            "skill_gap": sum(max(0, NEEDS[skill][0] - level) for skill, level in levels)
            if levels
            else None,
            "handover_days": None,
        },
    )


def measures(chance: random.Random) -> Case:
    """Measures of four quarters and what they promised, some without money or an actual."""
    as_of = date(2025, 12, 1) + timedelta(chance.randrange(420))
    rows: list[Row] = [
        {
            "code": f"S{number}",
            "kind": chance.choice(KINDS_OF_MEASURES),
            "measure": f"Measure {number}",
            "period": f"2026Q{chance.randint(1, 4)}",
            "done": some(chance, chance.choice((0.2, 0.5, 0.9, 1.0))),
            "budget": some(chance, chance.randint(1, 90) * 1000),
            "spent": some(chance, chance.randint(1, 90) * 1000, gap=0.3),
        }
        for number in range(1, 1 + chance.choice((1, 4, 25)))
    ]
    promised: list[Row] = [
        {
            "code": f"S{chance.randint(1, len(rows))}",
            "metric": "New users",
            "comparator": chance.choice(("≥", "≤")),
            "target": chance.randint(1, 90) * 10,
            "unit": "people",
            "actual": some(chance, chance.randint(1, 90) * 10, gap=0.3),
        }
        for _ in range(chance.choice((1, 30)))
    ]
    quarters = {row["code"]: pd.Period(str(row["period"])) for row in rows}
    late = 0
    for row in rows:
        first, last = (
            getattr(quarters[row["code"]], edge).date() for edge in ("start_time", "end_time")
        )
        done = float(row["done"] or 0)
        elapsed = ((as_of - first).days + 1) / ((last - first).days + 1)
        if done < 1 and as_of >= first:
            late += as_of > last or round(done - elapsed + 0.1, 10) < 0
    states = []
    for row in promised:
        over = as_of > quarters[row["code"]].end_time.date()
        if row["actual"] is None:
            states.append("unknown" if over else "open")
            continue
        actual, target = float(row["actual"]), float(row["target"])
        reached = 1 + (target - actual if row["comparator"] == "≤" else actual - target) / target
        settled = "near" if round(reached, 10) >= 0.9 else "missed"
        states.append("kept" if round(reached, 10) >= 1 else settled if over else "open")
    money = pd.DataFrame(rows)[["budget", "spent"]].astype(float)
    sums = {name: money[name].sum() if money[name].count() else None for name in money}
    began = pd.Series([quarters[row["code"]].start_time.date() <= as_of for row in rows])
    silent = began & money["spent"].isna()
    settled_ones = sum(state in ("kept", "near", "missed") for state in states)
    return Case(
        {"measures": pd.DataFrame(rows), "promises": pd.DataFrame(promised)},
        as_of,
        {
            "strategy_count": len(rows),
            "strategy_late": late,
            "strategy_spent": sums["spent"],
            "strategy_budget": sums["budget"],
            "strategy_use": divided(
                money["spent"][money["budget"].notna()].sum(), money["budget"][~silent].sum()
            ),
            "strategy_over": int((money["spent"] > money["budget"]).sum()),
            "promise_count": len(promised),
            "promise_rate": divided(states.count("kept"), settled_ones),
            "promise_missed": states.count("missed"),
        },
    )
