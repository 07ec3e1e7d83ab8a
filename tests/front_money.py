"""Random targets and budgets, and what their front pages must show."""

from __future__ import annotations

import calendar
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from front_case import Case, divided, some
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
            "refunds": some(chance, chance.randint(1, 90)),
            "new_customers": some(chance, chance.randint(1, 90), zero=0.1),
        }
        for week in range(chance.choice((1, 4, 9)))
        for channel in channels
        if chance.random() > 0.1
    ] or [{"week": monday, "channel": channels[0], "spend": 9, "sales": 30, "new_customers": 1}]
    rows = [{"refunds": None, **row} for row in rows]
    as_of = monday + timedelta(chance.randint(-10, 90))
    end = as_of - timedelta(as_of.isoweekday() % 7)
    frame = pd.DataFrame(rows).astype({"refunds": float, "new_customers": float})
    inside = frame[(frame["week"] <= end) & (frame["week"] > end - timedelta(28))]
    week = frame[(frame["week"] <= end) & (frame["week"] > end - timedelta(7))]
    last = week.groupby("channel")[["spend", "sales"]].sum()
    stop = int(((last["spend"] > 0) & (last["sales"] < last["spend"] * 1.5 - 1e-9)).sum())
    lacking = 0
    for _, own in frame.groupby("channel"):
        weeks = [int((end - day).days // 7) for day in own["week"] if day <= end]
        if any(one < 4 for one in weeks):
            lacking += sum(one not in weeks for one in range(min(4, max(weeks))))
    money = spending(chance, as_of)
    spend, sales = (float(inside[one].sum()) for one in ("spend", "sales"))
    won, net = (inside[inside[one].notna()] for one in ("new_customers", "refunds"))
    left = float(net["sales"].sum() - net["refunds"].sum())
    return Case(
        {
            "ad_weeks": frame,
            "ad_channels": pd.DataFrame({"channel": channels}),
            "budget_months": money.months,
        },
        as_of,
        {
            **money.figures,
            "ad_stop": stop,
            "ad_weeks_lacking": lacking,
            "ad_spend_total": spend,
            "ad_sales_total": sales,
            "ad_roi": divided(sales, spend),
            "ad_net_roi": divided(left, float(net["spend"].sum())),
            "ad_cac": divided(float(won["spend"].sum()) * 0.75, float(won["new_customers"].sum())),
        },
        {"year": str(YEAR), "year_budget": str(money.budget)},
    )


@dataclass(frozen=True, slots=True)
class Spending:
    """The year's budget, what the months spent of it, and what the cards must show."""

    budget: int
    months: pd.DataFrame
    figures: Mapping[str, object]


def parted(whole: float, shares: list[float]) -> list[int]:
    """Whole parts of *whole* by what has been given away so far."""
    upto = [round(whole * sum(shares[: place + 1]) + 1e-9) for place in range(len(shares))]
    return [one - other for one, other in zip(upto, [0, *upto], strict=False)]


def spending(chance: random.Random, as_of: date) -> Spending:
    """Three areas of 40, 30 and 30 %, the last of which holds 8 % back; even months."""
    budget = chance.randint(10, 900) * 10_000
    reserve = round(budget * 0.12)
    areas = parted(budget - reserve, [0.4, 0.3, 0.3])
    areas[2] -= round(areas[2] * 0.08)
    plans = [parted(area, [1 / 12] * 12) for area in areas]
    months = chance.choice((0, 2, 6, 12))
    names = ("spent_marketing", "spent_supply", "spent_team")
    rows: list[dict[str, object]] = [
        {
            "month": calendar.month_abbr[month],
            **{
                name: some(chance, chance.randint(1, 90) * 1000, gap=0.15)
                if month <= months
                else None
                for name in names
            },
        }
        for month in range(1, 13)
    ]
    gone = [
        min(1.0, max(0.0, ((as_of - date(YEAR, month, 1)).days + 1) / days))
        for month in range(1, 13)
        for days in [calendar.monthrange(YEAR, month)[1]]
    ]
    typed = [any(row[name] is not None for name in names) for row in rows]
    ahead = any(one and part == 0 for one, part in zip(typed, gone, strict=True))
    counted = [
        part if one and not (part < 1 and ahead) else 0.0
        for one, part in zip(typed, gone, strict=True)
    ]
    spent = due = forecast = 0.0
    known = False
    for name, plan_, area in zip(names, plans, areas, strict=True):
        pairs = [
            (float(row[name]), part * whole)  # type: ignore[arg-type]
            for row, part, whole in zip(rows, counted, plan_, strict=True)
            if part and row[name] is not None
        ]
        if pairs:
            known = True
            own, wanted = (sum(side) for side in zip(*pairs, strict=True))
            spent, due = spent + own, due + round(wanted, 2)
            forecast += round(own / round(wanted, 2) * area)
    return Spending(
        budget,
        pd.DataFrame(rows),
        {
            "budget_year": budget,
            "reserve_left": reserve,
            "budget_spent": spent if known else None,
            "budget_pace": spent / due - 1 if known else None,
            "budget_over": forecast - budget if known else None,
        },
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
        return dict.fromkeys(
            ("plan_ytd_actual", "plan_ytd_attainment", "plan_time", "plan_through", "plan_yoy")
        )
    weights, whole = month_weights(), sum(amounts.values())
    target = parts(whole, weights)
    done = actual.sum(axis=1)[counted > 0].sum()
    last = max(counted[counted > 0].index)
    quarter = [month for month in counted.index if (month - 1) // 3 == (last - 1) // 3]
    inside = actual.sum(axis=1)[(counted > 0) & counted.index.isin(quarter)].sum()
    # a channel that has not reported a month is left out of it on both sides
    due = (matrix(amounts, weights).T * counted.to_numpy()[:, None]).where(actual.notna(), 0.0)
    each = {}
    for name in amounts:
        own = due[name].sum()
        if own:
            each[name] = actual[name][(counted > 0)].sum() / own
    worst = min(each, key=each.__getitem__)
    holes = sum(counted[counted.index <= last] == 0)
    running = f" (to {day:%m-%d})" if counted[last] < 1 else ""
    return {
        "plan_through": calendar.month_abbr[last]
        + running
        + (f", months lacking {holes}" if holes else ""),
        "plan_yoy": None,
        "plan_ytd_actual": done,
        "plan_ytd_target": due.sum().sum(),
        "plan_ytd_attainment": divided(done, due.sum().sum()),
        "plan_quarter_attainment": divided(inside, due.loc[quarter].sum().sum()),
        "plan_done": done / whole,
        "plan_time": (weights / weights.sum() * due.sum(axis=1) / target).sum(),
        "plan_partial": ((counted > 0) & actual.isna().any(axis=1)).sum(),
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
    figures |= dict.fromkeys(("short_count", "overdue_count"), 0)
    figures |= dict.fromkeys(("board_red", "act_roi_avg", "score_average"))
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
