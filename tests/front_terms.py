"""Random metrics that are defined or not, change, and have two sources that agree or not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from front_case import Case, divided, frame, some

LOOKS_BACK, CHANGES_BACK, TOLERANCE = 30, 90, 0.03

Row = dict[str, Any]


def _result(row: Row, allowed: float) -> str:
    one, other = row["value_a"], row["value_b"]
    if one is None or other is None:
        return "lacking"
    if one == other or (one and round(abs(other - one) / abs(one), 10) <= allowed):
        return "matched"
    return "explained" if row["cause"] else "unexplained"


def terms(chance: random.Random) -> Case:
    """A dictionary with holes, changes that are to come, comparisons with one side only."""
    as_of = date(2026, 1, 1) + timedelta(chance.randrange(365))

    def said(text: str, gap: float = 0.1) -> object:
        return some(chance, 1, gap=gap, zero=0) and text

    metrics: list[Row] = [
        {
            "key": f"m{number}",
            "name": f"Metric {number}",
            "definition": said("What it means"),
            "formula": said("What is done"),
            "owner": said("Ann"),
            "effective": said("day") and as_of - timedelta(chance.randint(-30, 300)),
            "tolerance": some(chance, chance.choice((0.01, 0.1)), gap=0.7, zero=0.1),
        }
        for number in range(chance.choice((0, 1, 12)))
    ]
    keys = [row["key"] for row in metrics]
    changes = {
        (chance.choice(keys), as_of - timedelta(chance.randint(-60, 200)))
        for _ in range(chance.choice((0, 1, 6)))
        if keys
    }
    recon: list[Row] = []
    for number in range(chance.choice((0, 1, 40)) if keys else 0):
        value = some(chance, chance.randint(1, 900) * 100)
        near = chance.choice((1, 1.01, 0.97, 1.2))
        recon.append(
            {
                "day": as_of - timedelta(chance.randint(-5, 80)),
                "key": chance.choice(keys),
                "source_a": "Shop",
                "value_a": value,
                "source_b": f"Finance {number}",
                "value_b": some(chance, (float(value or 500)) * near),  # type: ignore[arg-type]
                "cause": said("Found", gap=0.6),
            }
        )
    fields = [
        {"platform": "Shopify", "field": f"Field {number}", "key": chance.choice(keys)}
        for number in range(chance.choice((0, 8)))
        if keys
    ]
    allowed = {
        row["key"]: TOLERANCE if row["tolerance"] is None else row["tolerance"] for row in metrics
    }
    states = [(row["day"], _result(row, allowed[row["key"]])) for row in recon]
    lately = [state for day, state in states if as_of - timedelta(LOOKS_BACK) < day <= as_of]
    rate = divided(lately.count("matched"), len(lately) - lately.count("lacking"))
    open_ = sum(day <= as_of and state == "unexplained" for day, state in states)
    unsettled = sum(None in (row["definition"], row["formula"], row["owner"]) for row in metrics)
    stale = 0
    for row in metrics:
        known = [day for key, day in changes if key == row["key"] and day <= as_of]
        stale += bool(known) and max(known) > (row["effective"] or date.min)
    verdict = (
        None if not metrics
        else "▼ Not yet" if open_
        else "▲ Nearly" if unsettled + stale
        else "○ Not reconciled" if rate is None
        else "● Yes"
    )  # fmt: skip
    return Case(
        {
            "metric_terms": frame(metrics, "key", "name"),
            "definition_changes": frame(
                [{"key": key, "effective": day} for key, day in sorted(changes)],
                "key",
                "effective",
            ),
            "recon": frame(recon, "day", "key", "source_a", "source_b"),
            "field_map": frame(fields, "platform", "field", "key"),
        },
        as_of,
        {
            "same_number": verdict,
            "metric_total": len(metrics),
            "metric_unsettled": unsettled,
            "recon_rate": rate,
            "recon_count": len(lately),
            "recon_lacking": lately.count("lacking"),
            "recon_open": open_,
            "change_recent": sum(
                as_of - timedelta(CHANGES_BACK) < day <= as_of for _, day in changes
            ),
            "change_coming": sum(day > as_of for _, day in changes),
            "change_stale": stale,
            "field_mapped": divided(len({row["key"] for row in fields}), len(metrics))
            if fields
            else None,
        },
    )
