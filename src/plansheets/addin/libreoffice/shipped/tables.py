"""Functions that no formula expresses, in plain Python: whole columns, and the RFM table.

The guards before them are written from the catalogue, like those of every function.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from .excel import CellError, is_blank, is_number, rounded
from .names import EIGHT, GRID, HEADERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .excel import Column

_MISSING = CellError("#N/A")


def rank_scores(
    values: Column, levels: float, ties: str, lower: bool
) -> Sequence[float | CellError]:
    """Scores by rank for a whole column, 1 to *levels*."""
    places = [place for place, value in enumerate(values) if is_number(value)]
    if not places:
        raise CellError("#VALUE!")
    known = [rounded(value, 9) for value in values if is_number(value)]
    scores: list[float | CellError] = [_MISSING] * len(values)
    for place, score in zip(places, _scores(known, levels, ties, lower=lower)):
        scores[place] = score
    return scores


def _scores(known: Sequence[float], levels: float, ties: str, *, lower: bool) -> list[int]:
    if levels < 1 or levels != int(levels):
        raise CellError("#VALUE!")
    signed = [-value for value in known] if lower else list(known)
    rank = _by_order if ties == "first" else _by_value
    return rank(signed, int(levels)) if signed else []


def _by_value(known: list[float], levels: int) -> list[int]:
    """1 + how many whole levels are worse; so equal values score alike."""
    ordered = sorted(known)
    worse = (bisect_left(ordered, value) for value in known)
    return [1 + min(levels - 1, less * levels // len(known)) for less in worse]


def _by_order(known: list[float], levels: int) -> list[int]:
    """The same with equal values parted by their order.

    The ranks are cut into *levels* of equal width, each with its upper end; where there are more
    levels than values, with its lower end.
    """
    width = len(known) - 1
    scores = [0] * len(known)
    for rank, place in enumerate(sorted(range(len(known)), key=known.__getitem__)):
        if levels <= width:
            passed = max(0, -(-rank * levels // width) - 1)
        else:
            passed = rank * levels // width if width else levels
        scores[place] = 1 + min(levels - 1, passed)
    return scores


def abc_classes(values: Column, share_a: float, share_b: float) -> Sequence[str | CellError]:
    """A, B or C for each of a column: by the share that all greater ones hold together."""
    money = [rounded(value, 2) if is_number(value) else None for value in values]
    known = sorted((value for value in money if value is not None), reverse=True)
    if not known:
        raise CellError("#VALUE!")
    total = math.fsum(known)
    if total <= 0:
        raise CellError("#DIV/0!")
    if not 0 <= share_a <= share_b <= 1:
        raise CellError("#VALUE!")
    before = dict(zip(reversed(known), reversed([0.0, *accumulate(known)][:-1])))
    classes: list[str | CellError] = []
    for value in money:
        if value is None:
            classes.append(_MISSING)
        else:
            share = rounded(before[value] / total, 10)
            classes.append("A" if share < share_a else "B" if share < share_b else "C")
    return classes


def rfm(
    customers: Column,
    dates: Column,
    amounts: Column,
    as_of: float,
    window_days: float,
    levels: float,
    ties: str,
    language: str,
) -> Sequence[Sequence[float | str]]:
    """A row for each customer of an order list, below a header."""
    orders = [
        (customer, math.floor(day), amount)
        for customer, day, amount in zip(customers, dates, amounts)
        if is_number(day) and is_number(amount)
    ]
    if not orders:
        raise CellError("#VALUE!")
    last = math.floor(as_of)
    first = last - window_days + 1
    monetary = {customer: 0.0 for customer in customers if not is_blank(customer)}
    frequency = dict.fromkeys(monetary, 0)
    latest = dict.fromkeys(monetary, -math.inf)
    for customer, day, amount in orders:
        if is_blank(customer) or not first <= day < last + 1:
            continue
        monetary[customer] += amount
        if amount >= 0:
            frequency[customer] += 1
            latest[customer] = max(latest[customer], day)
    kept = [one for one in monetary if frequency[one] and round(monetary[one], 2) > 0]
    measures: tuple[list[float], list[float], list[float]] = (
        [last - latest[one] for one in kept],
        [frequency[one] for one in kept],
        [monetary[one] for one in kept],
    )
    ranked = (*measures[:2], [rounded(paid, 2) for paid in measures[2]])
    scores = [
        _scores(measure, levels, ties, lower=number == 0) for number, measure in enumerate(ranked)
    ]
    segments = _segments(*measures, language)
    cells = [
        GRID[language][r - 1][f - 1] if levels == len(GRID[language]) else ""
        for r, f in zip(*scores[:2])
    ]
    return [HEADERS[language], *zip(kept, *measures, *scores, segments, cells)]


def _segments(
    recency: Sequence[float], frequency: Sequence[float], monetary: Sequence[float], language: str
) -> list[str]:
    """One of eight for each: by high and low, a mean itself being high."""
    many = max(len(recency), 1)
    days, orders, money = (math.fsum(one) / many for one in (recency, frequency, monetary))
    return [
        EIGHT[language][
            4 * (round(paid - money, 2) >= 0)
            + 2 * (round(often - orders, 9) >= 0)
            + (round(ago - days, 9) <= 0)
        ]
        for ago, often, paid in zip(recency, frequency, monetary)
    ]
