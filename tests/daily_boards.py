"""Daily data for the monitoring board, and what pandas says that its front page shows.

    python tests/daily_boards.py 200 [--first 1] [--libreoffice]

makes as many random boards – gaps, zeros, one row, late channels, many periods – and holds each
against the workbook: no error value, every figure as pandas has it, every missing value named. With
``--libreoffice`` the file is written, too, and LibreOffice must agree with what it holds.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from filled import Shown, error_values, named, table_rows
from refilled import Filled, fill
from seeded import asked_of, run_seeds

KEYS = ("gmv", "uv", "carts", "orders", "buyers", "ad_spend")
CHANNELS = ("Tmall", "JD", "Douyin")
USUAL = {
    "gmv": 50_000,
    "uv": 20_000,
    "carts": 1_600,
    "orders": 400,
    "buyers": 350,
    "ad_spend": 9_000,
}
RATIOS = {
    "pay_rate": ("buyers", "uv"),
    "aov": ("gmv", "buyers"),
    "cac": ("ad_spend", "buyers"),
    "ad_roi": ("gmv", "ad_spend"),
    "cart_order_rate": ("orders", "carts"),
}
WAYS = {"dau": "average", **dict.fromkeys(RATIOS, "ratio")}
LOWER = {"cac"}
UNITS = {
    "pay_rate": "percent",
    "cart_order_rate": "percent",
    "gmv": "yuan",
    "aov": "yuan",
    "cac": "yuan",
}
AMBER, RED = 0.10, 0.15
BOARD_CARDS = {"board_data_to", "board_red", "board_missing", "board_overdue"}
"""What the front page shows and :func:`faults` looks at."""
Value = tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class Board:
    """Values by day, key and channel; metrics by key, period and target; the as-of day."""

    values: dict[Value, float]
    metrics: tuple[tuple[str, str, float], ...]
    as_of: date

    def without(self, lost: set[Value]) -> Board:
        kept = {one: value for one, value in self.values.items() if one not in lost}
        return Board(kept, self.metrics, self.as_of)

    def at(self, day: date) -> Board:
        return Board(self.values, self.metrics, day)

    def data(self) -> dict[str, pd.DataFrame]:
        """What ``--data`` is given."""
        daily = pd.DataFrame(
            [(*one, value) for one, value in self.values.items()],
            columns=["date", "key", "channel", "value"],
        )
        metrics = pd.DataFrame(
            [
                {
                    "dimension": "finance",
                    "metric": f"{key} {period} {at}",
                    "source": "shop",
                    "period": period,
                    "direction": "lower" if key in LOWER else "higher",
                    "unit": UNITS.get(key, "people"),
                    "target": target,
                    "key": key,
                }
                for at, (key, period, target) in enumerate(self.metrics)
            ]
        )
        return {"daily": daily, "metrics": metrics}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a metric shows: its value, its target so far, values missing and due, its light."""

    value: float | None
    aim: float
    lacking: int
    due: int
    light: str | None


class Said:
    """What pandas makes of a board."""

    def __init__(self, board: Board) -> None:
        known = [(*one, value) for one, value in board.values.items() if one[0] <= board.as_of]
        self.board = board
        self.frame = pd.DataFrame(known, columns=["date", "key", "channel", "value"])
        self.upto: date = board.as_of if self.frame.empty else max(self.frame["date"])
        self.first = min((one[0] for one in board.values), default=self.upto)
        by_key = self.frame.groupby("key")["date"].min().to_dict()
        by_channel = (
            self.frame[self.frame["channel"] != ""].groupby("channel")["date"].min().to_dict()
        )
        # what a channel tells only after the as-of day was missing on it, once both had begun
        self.begins = {
            (key, channel): max(by_key[key], by_channel.get(channel, by_key[key]))
            for key, channel in {one[1:] for one in board.values}
            if key in by_key and (channel == "" or channel in by_channel)
        }

    def window(self, period: str) -> tuple[date, int]:
        """The first day of a period, and how many days a whole one has."""
        end = pd.Timestamp(self.upto)
        match period:
            case "day":
                return self.upto, 1
            case "week":
                return self.upto - timedelta(6), 7
            case "month" | "daily_average":
                whole = end.to_period("M")
            case "quarter":
                whole = end.to_period("Q")
            case _:
                whole = end.to_period("Y")
        return whole.start_time.date(), (whole.end_time.date() - whole.start_time.date()).days + 1

    def due(self, key: str, since: date) -> set[Value]:
        """What should be there of *key* from *since* on."""
        return {
            (day.date(), key, channel)
            for (known, channel), begins in self.begins.items()
            if known == key
            for day in pd.date_range(max(since, begins), self.upto)
        }

    def missing(self) -> list[Value]:
        """What is missing in 26 weeks."""
        since = self.upto - timedelta(181)
        due = {one for key, _ in self.begins for one in self.due(key, since)}
        return sorted(due - set(self.board.values))

    def figure(self, key: str, period: str, target: float) -> Figure:
        since, whole = self.window(period)
        counted = (self.upto - max(since, self.first)).days + 1
        way = WAYS.get(key, "sum")
        parts = RATIOS.get(key, (key,))
        seen = self.frame[(self.frame["date"] >= since) & self.frame["key"].isin(parts)]
        sums = seen.groupby("key")["value"].sum()
        due = [self.due(part, since) for part in parts]
        lacking = [len(one - set(self.board.values)) for one in due]
        every = sum(map(len, due))
        value: float | None = None
        aim = target
        places = 6 if UNITS.get(key) == "percent" else 2
        most = {part: self.frame[self.frame["key"] == part]["value"].max() for part in parts}
        low = high = None
        if parts[0] in sums:
            if way == "ratio":
                if sums.get(parts[1], 0):
                    part, other = (sums[one] for one in parts)
                    value = part / other
                    low = part / (other + 2 * lacking[1] * most[parts[1]])
                    high = (part + 2 * lacking[0] * most[parts[0]]) / other
            else:
                total = sums[key]
                per = counted if period == "daily_average" else 1
                if way == "average":
                    days = len({day for day, *_ in due[0]})
                    value = total / len(seen) * len(due[0]) / days
                    per = days
                else:
                    value = total / per
                    if period != "daily_average":
                        aim = round(target * counted / whole, 2)
                low = total / per
                high = (total + 2 * lacking[0] * most[key]) / per
        if value is None:
            return Figure(None, aim, 0, every, None)
        light = self.light(key, round(value, places), aim)
        if sum(lacking):
            ends = {self.light(key, one, aim) for one in (low, high)}
            light = ends.pop() if len(ends) == 1 else "◇ Incomplete"
        return Figure(round(value, places), aim, sum(lacking), every, light)

    def light(self, key: str, value: float | None, aim: float) -> str | None:
        if value is None or not aim:
            return None
        off = (value - aim) / abs(aim) * (-1 if key in LOWER else 1)
        return "● Green" if off >= -AMBER - 1e-9 else "▲ Amber" if off >= -RED - 1e-9 else "▼ Red"


def full_board(chance: random.Random, days: int = 60, first: date = date(2026, 4, 1)) -> Board:
    """Sixty days of six metrics in three channels, none missing."""
    weights = dict(zip(CHANNELS, (2.0, 1.0, 0.7), strict=True))
    values = {
        (first + timedelta(day), key, channel): float(
            round(USUAL[key] * weights[channel] * chance.uniform(0.8, 1.2))
        )
        for day in range(days)
        for key in KEYS
        for channel in CHANNELS
    }
    metrics = (
        ("gmv", "month", 5_600_000.0),
        ("gmv", "quarter", 17_000_000.0),
        ("uv", "month", 2_600_000.0),
        ("uv", "daily_average", 74_000.0),
        ("pay_rate", "week", 0.0175),
        ("aov", "month", 160.0),
        ("cac", "month", 23.0),
        ("buyers", "day", 1_500.0),
        ("cart_order_rate", "year", 0.25),
    )
    return Board(values, metrics, first + timedelta(days - 1))


def random_board(seed: int) -> Board:
    """A legal board of any shape: gaps, zeros, one row, late channels, keys without channels."""
    chance = random.Random(seed)
    first = date(2026, 1, 1) + timedelta(chance.randrange(365))
    days = chance.choice((1, 2, 9, 40, 75))
    keys = chance.sample(KEYS, chance.randint(1, 6))
    starts = {one: chance.choice((0, 0, 0, days // 2)) for one in CHANNELS}
    channels = chance.choice((("",), CHANNELS[:1], CHANNELS))
    values: dict[Value, float] = {}
    for day in range(days):
        for key in keys:
            for channel in channels:
                if day >= starts.get(channel, 0):
                    usual = USUAL[key] * chance.uniform(0.3, 1.7)
                    number = 0.0 if chance.random() < 0.05 else float(round(usual))
                    values[first + timedelta(day), key, channel] = number
    gone = chance.choice((0, 0, 0.02, 0.3))
    values = {one: value for one, value in values.items() if chance.random() >= gone} or values
    known = [*keys, *(key for key, parts in RATIOS.items() if set(parts) <= set(keys))]
    periods = ("day", "week", "month", "quarter", "year", "daily_average")
    metrics = []
    for key in known:
        period = chance.choice(periods)
        target = chance.choice((USUAL.get(key, 1) * 3.0, 1e6, 1e-2, 100.0))
        metrics.append((key, period, target))
    as_of = first + timedelta(chance.randint(-5, days + 20))
    return Board(values, tuple(metrics), as_of)


def faults(board: Board, book: Shown) -> list[str]:
    """What the workbook shows otherwise than pandas does."""
    said = Said(board)
    found = [f"error value in {place}" for place in error_values(book)]
    upto = pd.Timestamp(str(named(book, "board_upto"))).date()
    if upto != said.upto:
        found.append(f"data up to {upto}, not {said.upto}")
    missing = said.missing()
    if named(book, "board_missing") != len(missing):
        found.append(f"{named(book, 'board_missing')} missing, not {len(missing)}")
    shown_to = named(book, "board_data_to")
    if (shown_to is None) != said.frame.empty:
        found.append(f"data up to {shown_to} on the card, of {len(said.frame)} values")
    lights = [said.figure(*metric).light for metric in board.metrics]
    red = lights.count("▼ Red") if any(lights) else None  # nothing measured is not no red
    if (named(book, "board_red"), named(book, "board_overdue")) != (red, 0):
        found.append(f"{named(book, 'board_red')} red, not {red}; no remedy is overdue")
    listed = {
        (pd.Timestamp(str(row["Day"])).date(), str(row["Key"]), str(row["Channel"] or ""))
        for row in table_rows(book, "gaps")
        if row["Day"]
    }
    if not listed <= set(missing) or len(listed) != min(24, len(missing)):
        found.append(f"listed as missing: {sorted(listed)}, not {missing[:24]}")
    for metric, row in zip(board.metrics, table_rows(book, "metrics"), strict=False):
        figure = said.figure(*metric)
        shows = (row["Actual"], row["Target so far"], row["Status"])
        wanted = (figure.value, figure.aim, figure.light)
        gaps = f"{figure.lacking}/{figure.due}" if figure.lacking else None
        if not all(map(_same, shows, wanted)) or row["Missing"] != gaps:
            found.append(f"{metric}: {shows}, {row['Missing']}; pandas: {wanted}, {gaps}")
    return found


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 + 6e-3 * (abs(other) > 1) + 1e-6 * abs(other)
    return one == other


def filled(board: Board, *, typed: bool = False) -> Filled:
    return fill("monitoring-board", board.data(), board.as_of, {}, typed=typed)


def show(board: Board) -> Shown:
    """The board as its workbook shows it, in English."""
    return filled(board).shown


def main() -> int:
    return run_seeds(
        asked_of(__doc__),
        "board",
        lambda seed: filled(random_board(seed), typed=True),
        lambda seed, book: faults(random_board(seed), book),
    )


if __name__ == "__main__":
    raise SystemExit(main())
