"""Random new products with weeks missing or not over, and what their front page must show."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from front_case import Case, divided, frame, some

BURST, LINE = 4, 0.1
LADDER = ((0.1, 2, 1.4), (0.2, 2, 1.9), (0.35, 2, 2.8), (0.5, 2, 4.0))
"""How much a workbook begins to mark down, for how many weeks, with which lift of sales."""

Row = dict[str, Any]


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


class _Product:
    """What the weeks up to the as-of day say of a product."""

    def __init__(self, row: Row, weeks: list[Row], as_of: date) -> None:
        self.row = row
        own = {
            one["week"]: one for one in weeks if one["sku"] == row["sku"] and one["week"] <= as_of
        }
        self.gmv = sum(one["gmv"] or 0 for one in own.values())
        sold = sum(one["units"] or 0 for one in own.values())
        self.left = None if row["ordered"] is None else row["ordered"] - sold
        whole = {day: one for day, one in own.items() if day + timedelta(6) <= as_of}
        units = {day: one["units"] for day, one in whole.items() if one["units"] is not None}
        self.launched = row["launch"] <= as_of
        self.latest = max(units, default=None)
        self.lately = self.before = self.stage = None
        if self.latest is not None:
            self.lately, self.before, two = (
                units.get(self.latest - timedelta(7 * back)) for back in range(3)
            )
            number = (self.latest - _monday(row["launch"])).days // 7 + 1
            self.stage = "new" if number <= BURST else _stage(self.lately, self.before, two)
        begun = [*own, *([_monday(row["launch"])] if self.launched else [])]
        due = ((as_of - min(begun)).days + 1) // 7 if begun else 0
        told = sum(None not in (one["units"], one["gmv"]) for one in whole.values())
        self.lacking = 0 if self.left is not None and self.left <= 0 else max(0, due - told)
        self.sunk = row["ordered"] and row["ordered"] * row["cost"] + (row["fixed"] or 0)


def _stage(lately: int, before: int | None, two: int | None) -> str:
    """What a week and the two before say of a product that is past its burst."""
    if before is None or two is None:
        return "unknown"
    steps = ((lately, before), (before, two))
    if all(was and now <= was * (1 - LINE) + 1e-7 for now, was in steps):
        return "declining"
    if all(now and now >= was * (1 + LINE) - 1e-7 for now, was in steps):
        return "growing"
    return "mature"


def _cleared(one: _Product) -> tuple[float | None, int | None]:
    """The cash that the ladder of markdowns brings back, and what is still left after it."""
    if one.left is None or one.lately is None:
        return None, None
    price, left, cash, lowest = one.row["price"], one.left, 0.0, []
    for cut, weeks, lift in LADDER:
        sold = min(max(0, left), int(one.lately * lift * weeks + 0.5 + 1e-9))
        left -= sold
        cash += sold * (price or 0) * (1 - cut)
        lowest.append(left)
    return (cash if price else None), min(lowest)


def launches(chance: random.Random) -> Case:
    """Products before and after their launch; weeks with holes, gates that are late or undated."""
    as_of = date(2026, 6, 10) + timedelta(chance.choice((-120, -3, 0, 4, 60)))
    products: list[Row] = [
        {
            "sku": f"P{number}",
            "name": f"Product {number}",
            "launch": date(2026, 6, 10) + timedelta(chance.randint(-120, 30)),
            "cost": chance.randint(5, 90),
            "price": some(chance, chance.randint(20, 200), zero=0),
            "fixed": some(chance, chance.randint(1, 90) * 100),
            "ordered": some(chance, chance.randint(1, 40) * 50),
        }
        for number in range(chance.choice((0, 1, 5)))
    ]
    weeks: list[Row] = []
    for product in products:
        week = _monday(product["launch"]) - timedelta(7 * chance.randint(0, 2))
        rate = chance.choice((0.8, 1.0, 1.2))
        units = float(chance.randint(20, 90))
        for _ in range(chance.choice((0, 3, 8, 14))):
            if week > date(2026, 6, 10):
                break
            units *= rate
            if chance.random() > 0.07:
                weeks.append(
                    {
                        "sku": product["sku"],
                        "week": week,
                        "units": some(chance, round(units), gap=0.04),
                        "gmv": some(chance, round(units) * 50, gap=0.04),
                    }
                )
            week += timedelta(7)
    gates: list[Row] = [
        {
            "sku": chance.choice(products)["sku"],
            "gate": chance.choice(("Research", "Test", "Launch")),
            "item": f"Item {number}",
            "due": some(chance, 1, zero=0) and as_of + timedelta(chance.randint(-30, 30)),
            "done": chance.choice((None, "✓")),
        }
        for number in range(chance.choice((0, 12)) if products else 0)
    ]
    told = [_Product(row, weeks, as_of) for row in products]
    values = {}
    focus = told[0] if told else None
    if told and chance.random() < 0.5:
        focus = chance.choice(told)
        values["product"] = focus.row["sku"]
    cash, still = _cleared(focus) if focus else (None, None)
    invested = [one for one in told if one.sunk]
    stock = [max(0, one.left) * one.row["cost"] for one in told if one.left is not None]
    undone = [row for row in gates if row["done"] is None]
    grown = focus.lately / focus.before - 1 if focus and focus.before else None  # type: ignore[operator]
    return Case(
        {
            "launches": frame(products, "sku", "name", "launch", "cost"),
            "launch_weeks": frame(weeks, "sku", "week"),
            "launch_gates": frame(gates, "sku", "gate", "item"),
        },
        as_of,
        {
            "launch_on": sum(one.launched for one in told),
            "launch_waiting": sum(not one.launched for one in told),
            "launch_falling": sum(one.stage == "declining" for one in told),
            "launch_growing": sum(one.stage == "growing" for one in told),
            "launch_lacking": sum(one.lacking for one in told),
            "launch_uncosted": sum(one.launched and not one.sunk for one in told),
            "launch_back": divided(
                sum(one.gmv for one in invested), sum(one.sunk for one in invested)
            ),
            "launch_tied": sum(stock) if stock else None,
            "gate_late": sum(row["due"] is not None and row["due"] < as_of for row in undone),
            "gate_undated": sum(row["due"] is None for row in undone),
            "clear_name": focus.row["name"] if focus else None,
            "clear_cash": cash,
            "clear_left": still,
            "focus_growth": grown,
        },
        values,
    )
