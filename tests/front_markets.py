"""Random markets: conclusions, forces, rivals and opportunities, some of them half told."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pandas as pd

from front_case import Case, frame, some

FACTORS = ("P Political", "E Economic", "S Social", "T Technological", "L Legal")
FORCES = ("Rivals", "New entrants", "Substitutes", "Suppliers", "Buyers")
TIERS = ("Leading platform", "Smaller platform", "Niche")
SOURCE_MONTHS = 12

Row = dict[str, Any]


def _score(row: Row, largest: float) -> float:
    """Of 100: 20 for size and growth up to 30 % each, 30 for fit, 15 for rivals and effort each."""
    size = row["size"] / largest if largest else 0
    growth = max(0, min(1, row["growth"] / 0.3))
    easy = (6 - row["competition"]) / 5 + (6 - row["effort"]) / 5
    return round(20 * size + 20 * growth + 30 * row["fit"] / 5 + 15 * easy + 1e-9, 1)


def _loose(row: Row, as_of: date) -> bool:
    """Whether nobody acts on a conclusion, or nothing fresh bears it out."""
    if row["state"] == "Dropped":
        return False
    if None in (row["owner"], row["source"], row["source_date"]):
        return True
    old = pd.Timestamp(row["source_date"]) + pd.DateOffset(months=SOURCE_MONTHS)
    return bool(old.date() < as_of)


def market(chance: random.Random) -> Case:
    """Conclusions without owner or source, forces not rated, rivals without a share."""
    as_of = date(2026, 1, 1) + timedelta(chance.randrange(365))
    report: list[Row] = [
        {
            "dimension": "Competition",
            "finding": f"Finding {number}",
            "conclusion": "Do it",
            "source": some(chance, 1, zero=0) and "Report",
            "source_date": some(chance, 1, zero=0) and as_of - timedelta(chance.randrange(500)),
            "owner": some(chance, 1, zero=0) and "Ann",
            "state": chance.choice((None, "To do", "Done", "Dropped")),
        }
        for number in range(chance.choice((0, 1, 20)))
    ]
    factors: list[Row] = [
        {
            "factor": chance.choice(FACTORS),
            "what": f"Change {number}",
            "impact": chance.randint(-3, 3),
            "likelihood": chance.randint(1, 5),
        }
        for number in range(chance.choice((0, 1, 9)))
    ]
    strengths = [some(chance, chance.randint(1, 5), gap=0.08, zero=0) for _ in range(5)]
    rivals: list[Row] = [
        {
            "competitor": f"Rival {number}",
            "tier": some(chance, 1, zero=0) and chance.choice(TIERS),
            "share": some(chance, chance.randint(1, 30) / 100),
        }
        for number in range(chance.choice((0, 1, 6)))
    ]
    chances: list[Row] = [
        {
            "opportunity": f"Chance {number}",
            "size": chance.choice((0, chance.randint(1, 90) * 1000, 90_000)),
            "growth": chance.randint(-10, 50) / 100,
            **{name: chance.randint(1, 5) for name in ("fit", "competition", "effort")},
            "reach": some(chance, chance.randint(1, 100) / 100),
            "win": some(chance, chance.randint(1, 100) / 1000),
        }
        for number in range(chance.choice((0, 1, 8)))
    ]
    largest = max((row["size"] for row in chances), default=0)
    best = max(chances, key=lambda row: _score(row, largest), default=None)
    values = {}
    if chances and chance.random() < 0.4:
        best = chance.choice(chances)
        values["focus"] = best["opportunity"]
    size = best and best["size"] * 10_000
    sam = size * best["reach"] if best and best["reach"] is not None else None
    som = sam * best["win"] if best and sam is not None and best["win"] is not None else None
    scores = [row["impact"] * row["likelihood"] for row in factors]
    heads = [row["share"] for row in rivals if row["tier"] == "Leading platform"]
    shares = [one for one in heads if one is not None]
    return Case(
        {
            "market_report": frame(report, "dimension", "finding", "conclusion"),
            "macro_factors": frame(factors, "factor", "what", "impact", "likelihood"),
            "five_forces": pd.DataFrame({"force": FORCES, "strength": strengths}),
            "competitors": frame(rivals, "competitor"),
            "opportunities": frame(
                chances, "opportunity", "size", "growth", "fit", "competition", "effort"
            ),
        },
        as_of,
        {
            "market_focus": best and best["opportunity"],
            "market_score": best and _score(best, largest),
            "market_tam": size,
            "market_sam": sam,
            "market_som": som,
            "market_outlook": sum(scores) if scores else None,
            "market_threats": sum(one < 0 for one in scores),
            "market_forces": None if None in strengths else sum(strengths) / 5,  # type: ignore[arg-type]
            "market_unrated": strengths.count(None),
            "market_head": sum(shares) if shares else None,
            "market_unshared": len(heads) - len(shares),
            "market_loose": sum(_loose(row, as_of) for row in report),
        },
        values,
    )
