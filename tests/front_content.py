"""Random posts, creators, live shows and budgets, and what their front page must show."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

from front_case import Case, divided, frame, some

YEAR = 2026
SOON, PAY_WITHIN, MARGIN, RENEW = 3, 30, 0.4, 3.0
PLATFORMS = {"Douyin": "douyin", "Xiaohongshu": "xiaohongshu", "Bilibili": "bilibili"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Row = dict[str, Any]


def _blank(row: Row, *names: str) -> bool:
    return any(row[name] is None for name in names)


def _sum(rows: list[Row], name: str) -> float:
    return sum(row[name] or 0 for row in rows)


def _verdict(creator: Row, own: list[Row]) -> str:
    """What comes of a creator, from the posts on the creator's platform up to the as-of day."""
    if not _sum(own, "views"):
        return "early"
    gmv, rate = _sum(own, "gmv"), creator["commission"] or 0
    earned = rate < MARGIN and gmv * (MARGIN - rate) >= creator["fee"] - 1e-6
    cost = creator["fee"] + rate * gmv
    if earned and cost and gmv / cost >= RENEW - 1e-9:
        return "renew"
    if any(_blank(row, "views", "gmv") for row in own if row["form"] != "Livestream"):
        return "early"
    out = len(own)
    return "watch" if earned or out < (creator["contracted"] or 0) else "stop"


def content(chance: random.Random) -> Case:
    """A year of content, some of it late, without figures, without a budget or not paid for."""
    as_of = date(YEAR, 6, 15) + timedelta(chance.choice((-250, -40, 0, 60, 250)))

    def day(back: int = 150, on: int = 0) -> date:
        return as_of + timedelta(chance.randint(-back, on))

    creators: list[Row] = [
        {
            "creator": f"Creator {number}",
            "platform": chance.choice(list(PLATFORMS)),
            "fee": chance.choice((0, 500, 3000, 20_000)),
            "commission": some(chance, chance.choice((0.1, 0.15, 0.5))),
            "contracted": some(chance, chance.randint(1, 3), zero=0),
            "signed_on": some(chance, 1, zero=0) and day(on=40),
            "paid_on": some(chance, 1, gap=0.6, zero=0) and day(40, 20),
        }
        for number in range(chance.choice((0, 1, 8)))
    ]
    posts: list[Row] = []
    for number in range(chance.choice((0, 1, 40))):
        creator = chance.choice((None, *creators))
        state = chance.choice(("Idea", "Scheduled", "Posted", "Posted", "Posted", "Dropped"))
        posted = state == "Posted"
        form = chance.choice(("Short video", "Pictures", "Livestream"))
        counted = posted and form != "Livestream"
        posts.append(
            {
                "date": day(on=0 if posted else 20),
                "platform": creator["platform"] if creator else chance.choice(list(PLATFORMS)),
                "form": form,
                "topic": f"Post {number}",
                "state": state,
                "author": creator["creator"] if creator else None,
                "views": some(chance, chance.randint(1, 90) * 1000) if counted else None,
                "gmv": some(chance, chance.randint(1, 90) * 500) if counted else None,
                "cost": some(chance, chance.randint(1, 90) * 100, gap=0.5),
            }
        )
    shows: list[Row] = [
        {
            "date": day(on=20),
            "platform": chance.choice(list(PLATFORMS)),
            "show": f"Show {number}",
            "viewers": some(chance, chance.randint(1, 90) * 1000),
            "gmv": some(chance, chance.randint(1, 90) * 1000),
            "cost": some(chance, chance.randint(1, 90) * 300),
        }
        for number in range(chance.choice((0, 1, 12)))
    ]
    topics: list[Row] = [
        {
            "topic": f"Topic {number}",
            "platform": chance.choice(list(PLATFORMS)),
            "begin": some(chance, 1, zero=0) and day(on=20),
            "reward": some(chance, chance.randint(1, 90) * 100),
        }
        for number in range(chance.choice((0, 3)))
    ]
    budget = {
        (platform, month): some(chance, chance.randint(1, 30) * 1000, gap=0.4)
        for platform in PLATFORMS
        for month in range(1, 13)
    }

    def counted_rows(rows: list[Row], when: str) -> list[Row]:
        return [row for row in rows if row[when] and row[when] <= as_of and row[when].year == YEAR]

    spent: Counter[tuple[str, int]] = Counter()
    for rows, when, what in (
        (posts, "date", "cost"),
        (creators, "signed_on", "fee"),
        (shows, "date", "cost"),
        (topics, "begin", "reward"),
    ):
        for row in counted_rows(rows, when):
            spent[row["platform"], row[when].month] += row[what] or 0
    ours = [row for row in counted_rows(posts, "date") if row["form"] != "Livestream"]
    live = counted_rows(shows, "date")
    rates = {(row["creator"], row["platform"]): row["commission"] or 0 for row in creators}
    commission = sum(
        (row["gmv"] or 0) * rates.get((row["author"], row["platform"]), 0) for row in ours
    )
    known = any(row["gmv"] is not None for row in (*ours, *live))
    gmv = _sum(ours, "gmv") + _sum(live, "gmv") if known else None
    used = sum(spent.values())
    verdicts: Counter[str] = Counter()
    unpaid = 0
    for creator in creators:
        own = [
            row
            for row in posts
            if (row["author"], row["platform"]) == (creator["creator"], creator["platform"])
            and row["state"] == "Posted"
            and row["date"] <= as_of
        ]
        verdicts[_verdict(creator, own)] += 1
        paid = creator["paid_on"] is not None and creator["paid_on"] <= as_of
        if own and not paid and len(own) >= (creator["contracted"] or len(own) + 1):
            unpaid += (as_of - max(row["date"] for row in own)).days > PAY_WITHIN
    waiting = [row for row in posts if row["state"] in ("Idea", "Scheduled")]
    this_month = [
        row
        for row in posts
        if row["state"] == "Posted" and f"{row['date']:%Y-%m}" == f"{as_of:%Y-%m}"
    ]
    return Case(
        {
            "posts": frame(posts, "date", "platform", "form", "topic", "state"),
            "creators": frame(creators, "creator", "platform", "fee"),
            "live_shows": frame(shows, "date", "platform", "show"),
            "ugc_topics": frame(topics, "topic", "platform"),
            "content_budget": frame(
                [
                    {
                        "month": MONTHS[month - 1],
                        **{f"b_{id_}": budget[name, month] for name, id_ in PLATFORMS.items()},
                    }
                    for month in range(1, 13)
                ]
            ),
        },
        as_of,
        {
            "content_late": sum(row["date"] < as_of for row in waiting),
            "content_soon": sum(0 <= (row["date"] - as_of).days <= SOON for row in waiting),
            "content_out": len(this_month),
            "content_gmv": gmv,
            "content_roi": divided(gmv, used + commission),
            "content_unknown": sum(
                row["state"] == "Posted" and _blank(row, "views", "gmv") for row in ours
            )
            + sum(_blank(row, "viewers", "gmv") for row in live),
            "content_used": used,
            "content_unsigned": sum(row["signed_on"] is None for row in creators),
            "content_over": sum(
                budget[place] is not None and money > float(budget[place])  # type: ignore[arg-type]
                for place, money in spent.items()
            ),
            "content_unbudgeted": sum(
                budget[place] is None and money > 0 for place, money in spent.items()
            ),
            "creator_renew": verdicts["renew"],
            "creator_stop": verdicts["stop"],
            "creator_unpaid": unpaid,
        },
        {"plan_year": str(YEAR)},
    )
