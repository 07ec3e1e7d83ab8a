"""Random data for the front pages of the other blueprints, and what their figures must be.

    python tests/front_figures.py sku-management 200 [--first 1] [--libreoffice]

makes as many workbooks of a blueprint, with gaps, zeros, one row or many and an as-of day before,
inside or after their data, and holds each against a second computation: no error value, every
figure as it is computed here, and a figure that cannot be known shown as nothing. With
``--libreoffice`` the file is written, too, and LibreOffice must agree with it. The boards
of daily data have ``daily_boards.py``.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from filled import Shown, error_values, named
from front_campaigns import campaigns
from front_case import Case, divided, some
from front_content import content
from front_customers import value
from front_experiments import experiments
from front_launches import launches
from front_markets import market
from front_money import plan, weeks, year
from front_registers import measures, posts, risks
from front_service import service
from front_terms import terms
from front_texts import texts
from refilled import Filled, fill
from seeded import asked_of, run_seeds


def goods(chance: random.Random) -> Case:
    """SKUs: sales and stock of what is on sale."""
    as_of = date(2026, 1, 1) + timedelta(chance.randrange(365))
    rows = [
        {
            "sku": f"S{number:03}",
            "name": f"Thing {number}",
            "cost": some(chance, chance.randint(5, 400)),
            "price": some(chance, chance.randint(20, 900), zero=0),
            "stock": some(chance, chance.randint(1, 900)),
            "sales_30d": some(chance, chance.randint(1, 500), zero=0.3),
            "hero": "★" if chance.random() < 0.2 else None,
            "campaign_sales": some(chance, chance.randint(1, 900), gap=0.6),
        }
        for number in range(chance.choice((1, 2, 30, 60)))
    ]
    frame = pd.DataFrame(rows)
    number = frame[["cost", "price", "stock", "sales_30d", "campaign_sales"]].astype(float)
    sold = (number["price"] * number["sales_30d"]).round(2)
    profit = ((number["price"] - number["cost"]) * number["sales_30d"]).round(2)
    stock = (number["cost"] * number["stock"]).round(2)
    sales, earned, value = (
        None if one.count() == 0 else round(one.sum(), 2) for one in (sold, profit, stock)
    )
    known = None not in (sales, earned, value)
    whole = profit.notna() & stock.notna()  # what is divided comes from the same rows
    cost_a_day = (sold - profit)[whole].sum() / 30 if known else 0
    turning = stock[whole].sum()
    planned = number["campaign_sales"]
    if not (planned > 0).any():  # nobody plans a campaign: the last 30 days stand in
        planned = planned.fillna(number["sales_30d"])
    need = planned * 1.5
    short = (number["stock"] < need - 1e-6) & (need > 0) & number["stock"].notna()
    dead = (number["sales_30d"] == 0) & (number["stock"] > 0) & frame["hero"].isna()
    dead &= ~(planned > 0)  # what a campaign needs is no dead stock
    return Case(
        {"skus": frame},
        as_of,
        {
            "sku_sales": sales,
            "sku_profit": earned,
            "sku_stock_value": value,
            "sku_breadth": (number["sales_30d"] > 0).sum() / len(frame),
            "stock_days": turning / cost_a_day if known and cost_a_day > 0 else None,
            "sku_gmroi": divided(profit[whole].sum() * 365 / 30, turning) if known else None,
            "sku_unpaired": int((~whole).sum()),
            "slow_stock_share": divided(stock[dead].sum(), value),
            "hero_share": divided(sold[frame["hero"].notna()].sum(), sales),
            "short_count": int(short.sum()),
        },
    )


def tasks(chance: random.Random) -> Case:
    """Tasks of campaigns that nobody has listed, all open, weighted by their days; campaigns."""
    first = date(2026, 3, 1)
    rows = []
    for number in range(chance.choice((1, 3, 25))):
        start = first + timedelta(chance.randrange(60))
        rows.append(
            {
                "stage": "Planning",
                "task": f"Task {number}",
                "start": start,
                "end": start + timedelta(chance.randrange(20)),
                "done": some(chance, chance.choice((0.2, 0.5, 0.9, 1.0))),
            }
        )
    as_of = first + timedelta(chance.randint(-10, 90))
    planned = earned = weight = overdue = 0.0
    for row in rows:
        days = (row["end"] - row["start"]).days + 1  # type: ignore[operator]
        due = min(1.0, max(0.0, ((as_of - row["start"]).days + 1) / days))  # type: ignore[operator]
        done = float(row["done"] or 0)  # type: ignore[arg-type]
        planned, earned, weight = planned + due * days, earned + done * days, weight + days
        overdue += as_of > row["end"] and done < 1  # type: ignore[operator]
    reported = any(row["done"] is not None for row in rows)
    done_total = earned / weight if reported else None
    campaigns = [
        {
            "campaign": f"C{number}",
            "start": first + timedelta(chance.randrange(-20, 90)),
            "gmv_actual": some(chance, chance.randint(1, 900) * 1000, gap=0.4),
            "cost_actual": some(chance, chance.randint(1, 90) * 1000, gap=0.4),
        }
        for number in range(chance.choice((0, 1, 5)))
    ]
    items = [
        {
            "campaign": "C0",
            "item": "Listings approved",
            "done_on": some(chance, 1, gap=0.4, zero=0)
            and first + timedelta(chance.randrange(-20, 90)),
        }
        for _ in range(min(1, len(campaigns)))
    ]
    data = {"tasks": pd.DataFrame(rows)}
    if campaigns:
        data |= {"campaigns": pd.DataFrame(campaigns), "readiness": pd.DataFrame(items)}
    ahead = [one for one in campaigns if one["start"] > as_of]
    closest = min(ahead, key=lambda one: one["start"], default=None)
    done_campaigns = [
        one
        for one in campaigns
        if one["start"] <= as_of and one["gmv_actual"] is not None and one["cost_actual"]
    ]
    gmv, cost = (sum(one[name] for one in done_campaigns) for name in ("gmv_actual", "cost_actual"))
    nothing = "None planned" if campaigns else None
    return Case(
        data,
        as_of,
        {
            "planned_total": planned / weight,
            "done_total": done_total,
            "spi": divided(done_total, planned / weight),
            "overdue_count": int(overdue),
            "next_campaign": closest["campaign"] if closest else nothing,
            "next_days": (closest["start"] - as_of).days if closest else None,
            "ready_open": sum(one["done_on"] is None or one["done_on"] > as_of for one in items),
            "act_roi_avg": divided(gmv, cost),
        },
        {"campaign": "Another"},
    )


def scores(chance: random.Random) -> Case:
    """People and metrics in proportion to a target of 100, some not reported yet."""
    people = [f"Person {number}" for number in range(chance.choice((1, 2, 6)))]
    month = chance.randint(1, 12)
    rows, totals, missing, weak, finals = [], [], 0, 0, []
    for person in people:
        points = weight = 0.0
        for metric, part in (("Sales", 60), ("Service", 40)):
            actual = some(chance, chance.randint(30, 140), gap=0.2)
            rows.append(
                {
                    "person": person,
                    "period": f"2026-{month:02}",
                    "metric": metric,
                    "weight": part / 100,
                    "target": 100,
                    "actual": actual,
                    "method": "Proportional",
                    "cap": 1.2,
                }
            )
            if actual is None:
                missing += 1
                continue
            rate = min(float(actual) / 100, 1.2)  # type: ignore[arg-type]
            weak += rate < 0.8
            points, weight = points + part * rate, weight + part
        if weight:
            totals.append((round(points / weight * 100, 2), person))
            finals += totals[-1][:1] if weight == 100 else []
    period = f"2026-{month:02}"
    as_of = date(2026, month, 15) + timedelta(chance.choice((-60, 0, 60)))
    over = as_of >= date(2026, month, calendar.monthrange(2026, month)[1])
    best = max(totals, key=lambda one: one[0], default=None)
    return Case(
        {
            "scores": pd.DataFrame(rows),
            "score_people": pd.DataFrame({"person": people, "post": "Seller"}),
        },
        as_of,
        {
            "score_reviewed": len(people),
            "score_average": sum(one for one, _ in totals) / len(totals) if totals else None,
            "score_best": best and f"{best[1]} {best[0]:g}",
            "score_top_count": sum(one >= 100 for one in finals) if over else 0,
            "score_promotions": 0,
            "score_average_change": None,
            "score_missing": missing,
            "score_weak_count": weak,
            "okr_progress": None,
        },
        {"score_period": period},
    )


def orders(chance: random.Random) -> Case:
    """Orders of customers: those of the last 365 days, refunds deducted."""
    last = date(2026, 6, 30)
    rows = [
        {
            "order": f"O{number:05}",
            "customer": f"C{chance.randrange(25):03}",
            "paid_on": last - timedelta(chance.randrange(600)),
            "amount": chance.randint(0, 500),
            "refund": some(chance, chance.randint(1, 600), gap=0.8),
        }
        for number in range(chance.choice((1, 5, 80)))
    ]
    as_of = last + timedelta(chance.choice((-300, 0, 30, 900)))
    frame = pd.DataFrame(rows)
    net = frame["amount"] - frame["refund"].astype(float).fillna(0)
    inside = (frame["paid_on"] <= as_of) & (frame["paid_on"] > as_of - timedelta(365))
    groups = net[inside].groupby(frame["customer"][inside])
    each = groups.agg(sum="sum", count=lambda one: (one > 0).sum())
    each = each[(each["count"] > 0) & (each["sum"] > 0)]
    money = float(each["sum"].sum()) if len(each) else None
    each["days"] = (
        as_of - frame["paid_on"][inside & (net > 0)].groupby(frame["customer"]).max()
    ).map(lambda one: one.days)
    high = each["sum"] >= each["sum"].mean() - 1e-9
    leaving = each[high & (each["days"] > each["days"].mean() + 1e-9)]
    known = len(each) > 0
    return Case(
        {"orders": frame},
        as_of,
        {
            "rfm_customers": len(each) or None,
            "rfm_money": money,
            "rfm_spend": divided(money, len(each)),
            "rfm_order_value": divided(money, int(each["count"].sum())),
            "rfm_high_share": divided(float(each["sum"][high].sum()), money),
            "rfm_win_back": len(leaving) if known else None,
            "rfm_win_back_money": float(leaving["sum"].sum()) if known else None,
            "rfm_repeat_rate": divided(float((each["count"] > 1).sum()), len(each)),
        },
    )


KINDS: dict[str, Callable[[random.Random], Case]] = {
    "target-breakdown": plan,
    "sku-management": goods,
    "activity-progress": tasks,
    "performance-scoring": scores,
    "rfm-segmentation": orders,
    "budget-roi": weeks,
    "annual-plan": year,
    "risk-register": risks,
    "team-roles": posts,
    "strategy-execution": measures,
    "compliance-check": texts,
    "campaign-calendar": campaigns,
    "content-plan": content,
    "customer-value": value,
    "market-analysis": market,
    "metric-dictionary": terms,
    "product-launch": launches,
    "growth-experiments": experiments,
    "service-quality": service,
}


def case(blueprint: str, seed: int) -> Case:
    return KINDS[blueprint](random.Random(f"{blueprint} {seed}"))


def filled(blueprint: str, one: Case, *, typed: bool = False) -> Filled:
    return fill(blueprint, one.data, one.as_of, one.values, typed=typed)


def show(blueprint: str, one: Case) -> Shown:
    return filled(blueprint, one).shown


def faults(one: Case, book: Shown) -> list[str]:
    """What the workbook shows otherwise than it is computed here."""
    found = [f"error value in {place}" for place in error_values(book)]
    for name, wanted in one.figures.items():
        value = named(book, name)
        if not _same(value, wanted):
            found.append(f"{name}: {value}, not {wanted}")
    return found


def _same(value: object, wanted: object) -> bool:
    if isinstance(wanted, date):
        return pd.Timestamp(str(value)).date() == wanted
    if isinstance(wanted, int | float) and isinstance(value, int | float):
        return (
            abs(value - wanted) <= 0.011 + 1e-9 * abs(wanted)
            if abs(wanted) > 20
            else (abs(value - wanted) <= 1e-6)
        )
    return value == wanted


def main() -> int:
    asked = asked_of(__doc__, *KINDS)
    name = asked.blueprint
    return run_seeds(
        asked,
        name,
        lambda seed: filled(name, case(name, seed), typed=True),
        lambda seed, book: faults(case(name, seed), book),
    )


if __name__ == "__main__":
    raise SystemExit(main())
