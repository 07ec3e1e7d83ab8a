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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from filled import Shown, error_values, named, shown
from plansheets import build
from seeded import asked_of, run_seeds
from test_job_annual_plan import matrix, parts

YEAR = 2026
PROMOTIONS = {
    1: (10, 1.8, 15),
    3: (8, 2.0, 1),
    6: (18, 3.0, 1),
    9: (9, 2.0, 1),
    11: (20, 4.0, 1),
    12: (7, 2.5, 6),
}
"""Days, uplift and first day of the promotions that a workbook begins with."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a workbook is given, and what its front page must show; None is nothing."""

    data: Mapping[str, pd.DataFrame]
    as_of: date
    figures: Mapping[str, object]
    values: Mapping[str, str] = field(default_factory=dict)


def divided(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


def some(chance: random.Random, number: float, gap: float = 0.1, zero: float = 0.05) -> object:
    """A number, nothing, or a zero."""
    drawn = chance.random()
    return None if drawn < gap else 0 if drawn < gap + zero else number


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
    cost_a_day = (sales - earned) / 30 if known else 0  # type: ignore[operator]
    planned = number["campaign_sales"]
    if not (planned > 0).any():  # nobody plans a campaign: the last 30 days stand in
        planned = planned.fillna(number["sales_30d"])
    need = planned * 1.5
    short = (number["stock"] < need - 1e-6) & (need > 0) & number["stock"].notna()
    return Case(
        {"skus": frame},
        as_of,
        {
            "sku_sales": sales,
            "sku_profit": earned,
            "sku_stock_value": value,
            "sku_breadth": (number["sales_30d"] > 0).sum() / len(frame),
            "stock_days": value / cost_a_day if known and cost_a_day > 0 else None,  # type: ignore[operator]
            "sku_gmroi": divided(earned * 365 / 30, value) if known else None,  # type: ignore[operator]
            "hero_share": divided(sold[frame["hero"].notna()].sum(), sales),
            "short_count": int(short.sum()),
        },
    )


def tasks(chance: random.Random) -> Case:
    """Tasks of campaigns that nobody has listed: all are open, weighted by their days."""
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
    return Case(
        {"tasks": pd.DataFrame(rows)},
        as_of,
        {
            "planned_total": planned / weight,
            "done_total": done_total,
            "spi": divided(done_total, planned / weight),
            "overdue_count": int(overdue),
            "next_campaign": None,
            "act_roi_avg": None,
        },
    )


def scores(chance: random.Random) -> Case:
    """People and metrics in proportion to a target of 100, some not reported yet."""
    people = [f"Person {number}" for number in range(chance.choice((1, 2, 6)))]
    month = chance.randint(1, 12)
    rows, totals, missing, weak = [], [], 0, 0
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
            totals.append(round(points / weight * 100, 2))
    period = f"2026-{month:02}"
    as_of = date(2026, month, 15) + timedelta(chance.choice((-60, 0, 60)))
    return Case(
        {
            "scores": pd.DataFrame(rows),
            "score_people": pd.DataFrame({"person": people, "post": "Seller"}),
        },
        as_of,
        {
            "score_reviewed": len(people),
            "score_average": sum(totals) / len(totals) if totals else None,
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
    return Case(
        {"orders": frame},
        as_of,
        {
            "rfm_customers": len(each) or None,
            "rfm_money": money,
            "rfm_spend": divided(money, len(each)),
            "rfm_order_value": divided(money, int(each["count"].sum())),
            "rfm_repeat_rate": divided(float((each["count"] > 1).sum()), len(each)),
        },
    )


def weeks(chance: random.Random) -> Case:
    """Weekly spend and sales of channels: the last four whole weeks up to the as-of day."""
    channels = ["Search", "Feed", "Video"][: chance.randint(1, 3)]
    monday = date(2026, 3, 2)
    rows = [
        {
            "week": monday + timedelta(7 * week),
            "channel": channel,
            "spend": some(chance, chance.randint(100, 9000), gap=0, zero=0.1),
            "sales": some(chance, chance.randint(100, 40000), gap=0, zero=0.1),
            "new_customers": some(chance, chance.randint(1, 90), gap=0, zero=0.1),
        }
        for week in range(chance.choice((1, 4, 9)))
        for channel in channels
        if chance.random() > 0.1
    ] or [{"week": monday, "channel": channels[0], "spend": 9, "sales": 30, "new_customers": 1}]
    as_of = monday + timedelta(chance.randint(-10, 90))
    end = as_of - timedelta(as_of.isoweekday() % 7)
    frame = pd.DataFrame(rows)
    inside = frame[(frame["week"] <= end) & (frame["week"] > end - timedelta(28))]
    spend, sales, customers = (
        float(inside[one].sum()) for one in ("spend", "sales", "new_customers")
    )
    return Case(
        {"ad_weeks": frame, "ad_channels": pd.DataFrame({"channel": channels})},
        as_of,
        {
            "ad_spend_total": spend,
            "ad_sales_total": sales,
            "ad_roi": divided(sales, spend),
            "ad_cac": divided(spend * 0.75, customers),
        },
        {"year": str(YEAR)},
    )


def month_weights() -> pd.Series:
    """The weight of every month: its days, those of its promotion counted by their uplift."""
    weights = {month: float(calendar.monthrange(YEAR, month)[1]) for month in range(1, 13)}
    for month, (days, uplift, _) in PROMOTIONS.items():
        weights[month] += days * (uplift - 1)
    return pd.Series(weights)


def passed(month: int, day: date) -> float:
    """How much of a month's weight has passed by *day*."""
    days = calendar.monthrange(YEAR, month)[1]
    gone = min(days, max(0, (day - date(YEAR, month, 1)).days + 1))
    if gone in (0, days) or month not in PROMOTIONS:
        return gone / days
    promo, uplift, first = PROMOTIONS[month]
    sold = min(promo, max(0, (day - date(YEAR, month, first)).days + 1))
    return (gone + sold * (uplift - 1)) / (days + promo * (uplift - 1))


def held(actual: pd.DataFrame, amounts: dict[str, int], day: date) -> dict[str, object]:
    """What the plan's cards must show of *actual*, months down and channels across."""
    counted = pd.Series({month: passed(month, day) for month in range(1, 13)})
    reported = actual.notna().any(axis=1)
    ahead = bool((reported & (counted == 0)).any())
    counted = counted.where(reported & ~((counted < 1) & ahead), 0.0)
    if not counted.sum():
        return dict.fromkeys(("plan_ytd_actual", "plan_ytd_attainment", "plan_time"))
    weights, whole = month_weights(), sum(amounts.values())
    target = parts(whole, weights)
    done = actual.sum(axis=1)[counted > 0].sum()
    last = max(counted[counted > 0].index)
    quarter = [month for month in counted.index if (month - 1) // 3 == (last - 1) // 3]
    inside = actual.sum(axis=1)[(counted > 0) & counted.index.isin(quarter)].sum()
    channels = matrix(amounts, weights)
    each = {}
    for name in amounts:
        own = (channels.loc[name] * counted)[actual[name].notna()].sum()
        if own:
            each[name] = actual[name][(counted > 0)].sum() / own
    worst = min(each, key=each.__getitem__)
    return {
        "plan_ytd_actual": done,
        "plan_ytd_target": (target * counted).sum(),
        "plan_ytd_attainment": divided(done, (target * counted).sum()),
        "plan_quarter_attainment": divided(inside, (target * counted)[quarter].sum()),
        "plan_done": done / whole,
        "plan_time": (weights / weights.sum() * counted).sum(),
        "plan_part": counted[last],
        "plan_lagging": f"{worst} {each[worst] + 1e-12:.1%}",
    }


def plan(chance: random.Random) -> Case:
    """A year's target by channel, and what the months brought, some of them not typed."""
    names = ["Tmall", "JD", "Douyin", "Own"][: chance.randint(1, 4)]
    amounts = {name: chance.randint(1, 60) * 1_000_000 for name in names}
    as_of = date(YEAR, 1, 1) + timedelta(chance.randint(-40, 400))
    months = chance.choice((0, 1, 4, 12))
    actual = pd.DataFrame(
        {
            name: [
                some(chance, chance.randint(1, 40) * 100_000) if month <= months else None
                for month in range(1, 13)
            ]
            for name in names
        },
        index=range(1, 13),
        dtype=float,
    )
    wide = actual.T.set_axis([calendar.month_abbr[month] for month in range(1, 13)], axis=1)
    return Case(
        {
            "channels": pd.DataFrame({"channel": names, "amount": list(amounts.values())}),
            "channel_actuals": wide.rename_axis("channel").reset_index(),
        },
        as_of,
        held(actual, amounts, as_of),
        {"year": str(YEAR)},
    )


def year(chance: random.Random) -> Case:
    """The annual plan over daily data, which end before, on or after the as-of day."""
    names = ["Tmall", "JD"][: chance.randint(1, 2)]
    amounts = {name: chance.randint(5, 60) * 1_000_000 for name in names}
    first = date(YEAR, chance.choice((1, 4)), 1)
    days = [first + timedelta(day) for day in range(chance.choice((20, 75, 150)))]
    lost = chance.choice((0.0, 0.05))
    rows = [
        {"date": day, "key": "gmv", "channel": name, "value": chance.randint(10_000, 90_000)}
        for day in days
        for name in names
        if chance.random() >= lost or day in (days[0], days[-1])
    ]
    as_of = days[-1] + timedelta(chance.choice((-15, 0, 10)))
    frame = pd.DataFrame(rows)
    known = frame[frame["date"] <= as_of]
    upto = max(known["date"])
    month = known["date"].map(lambda day: day.month)
    actual = known.pivot_table(index=month, columns="channel", values="value", aggfunc="sum")
    actual = actual.reindex(range(1, 13))[names]
    figures = held(actual, amounts, upto)
    due = ((upto - max(first, upto - timedelta(181))).days + 1) * len(names)
    figures |= {"board_missing": due - len(known), "plan_upto": upto}
    return Case(
        {
            "daily": frame,
            "channels": pd.DataFrame({"channel": names, "amount": list(amounts.values())}),
            "channel_actuals": pd.DataFrame({"channel": names}),
        },
        as_of,
        figures,
        {"year": str(YEAR)},
    )


KINDS: dict[str, Callable[[random.Random], Case]] = {
    "target-breakdown": plan,
    "sku-management": goods,
    "activity-progress": tasks,
    "performance-scoring": scores,
    "rfm-segmentation": orders,
    "budget-roi": weeks,
    "annual-plan": year,
}


def case(blueprint: str, seed: int) -> Case:
    return KINDS[blueprint](random.Random(f"{blueprint} {seed}"))


def show(blueprint: str, one: Case) -> Shown:
    return shown(blueprint, data=one.data, as_of=one.as_of, values=dict(one.values))


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

    def written(seed: int, path: Path) -> None:
        one = case(name, seed)
        build(name, path, data=one.data, as_of=one.as_of, values=dict(one.values))

    return run_seeds(
        asked,
        name,
        lambda seed: show(name, case(name, seed)),
        written,
        lambda seed, book: faults(case(name, seed), book),
    )


if __name__ == "__main__":
    raise SystemExit(main())
