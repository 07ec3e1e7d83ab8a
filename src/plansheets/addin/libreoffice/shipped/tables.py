"""Functions that no formula expresses, in plain Python: whole columns, and the RFM table.

The guards before them are written from the catalogue, like those of every function.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import accumulate
from statistics import median
from typing import TYPE_CHECKING

from .excel import CellError, is_blank, is_number, rounded
from .names import EIGHT, GRID, HEADERS, ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .excel import Cell, Column

_MISSING = CellError("#N/A")

_NOISE = 1e-12
"""Numbers no farther apart, as a share of them, are equal."""
_NEAR = 1e-9
"""A customer no farther below a mean, as a share of it, is at the mean."""
_NOTHING = 1e-9
"""What is left of an order is nothing below this share of what was paid and refunded."""
_SHARE = 5e-11
"""Shares no farther apart are equal."""
_FREQUENT = 3
"""Orders from which a customer is frequent where most bought once."""


def rank_scores(
    values: Column, levels: float, ties: str, lower: bool
) -> Sequence[float | CellError]:
    """Scores by rank for a whole column, 1 to *levels*."""
    places = [place for place, value in enumerate(values) if is_number(value)]
    if not places:
        raise CellError("#VALUE!")
    known = [value for value in values if is_number(value)]
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
    worse = (bisect_left(ordered, value - _NOISE * abs(value)) for value in known)
    return [1 + min(levels - 1, less * levels // len(known)) for less in worse]


def _by_order(known: list[float], levels: int) -> list[int]:
    """The same with equal values parted by their order.

    The ranks are cut into *levels* of equal width, each with its upper end; where there are more
    levels than values, with its lower end.
    """
    width = len(known) - 1
    scores = [0] * len(known)
    seen = [float(f"{value:.12g}") for value in known]
    for rank, place in enumerate(sorted(range(len(known)), key=seen.__getitem__)):
        if levels <= width:
            passed = max(0, -(-rank * levels // width) - 1)
        else:
            passed = rank * levels // width if width else levels
        scores[place] = 1 + min(levels - 1, passed)
    return scores


def abc_classes(values: Column, share_a: float, share_b: float) -> Sequence[str | CellError]:
    """A, B or C for each of a column: by the share that all greater ones hold together."""
    known = sorted((value for value in values if is_number(value)), reverse=True)
    if not known:
        raise CellError("#VALUE!")
    total = math.fsum(known)
    if total <= 0:
        raise CellError("#DIV/0!")
    if not 0 <= share_a <= share_b <= 1:
        raise CellError("#VALUE!")
    before = [upto / total for upto in [0.0, *accumulate(known)][:-1]]
    least_a, least_b = (_least(known, before, share) for share in (share_a, share_b))
    return [
        _MISSING
        if not is_number(value)
        else "A"
        if value >= least_a
        else "B"
        if value >= least_b
        else "C"
        for value in values
    ]


def abc_xyz_classes(
    values: Column,
    variations: Column,
    share_a: float,
    share_b: float,
    cut_x: float,
    cut_y: float,
) -> Sequence[str | CellError]:
    """ABC by the share of sales, XYZ by the variation; neither where one is missing."""
    much = abc_classes(values, share_a, share_b)
    if cut_x > cut_y or any(is_number(one) and one < 0 for one in variations):
        raise CellError("#VALUE!")
    return [
        letter + _steadiness(variation, cut_x, cut_y)
        if isinstance(letter, str) and is_number(variation)
        else _MISSING
        for letter, variation in zip(much, variations)
    ]


def _steadiness(variation: float, cut_x: float, cut_y: float) -> str:
    if rounded(variation - cut_x, 10) <= 0:
        return "X"
    return "Y" if rounded(variation - cut_y, 10) <= 0 else "Z"


def pareto_shares(values: Column) -> Sequence[float | CellError]:
    """The share that all as great or greater hold together, for each of a column."""
    known = sorted(_known(values))
    if known[0] < 0:
        raise CellError("#VALUE!")
    total = math.fsum(known)
    if total <= 0:
        raise CellError("#DIV/0!")
    upto = [0.0, *accumulate(reversed(known))]
    return [
        upto[len(known) - bisect_left(known, value - _NOISE * abs(value))] / total
        if is_number(value)
        else _MISSING
        for value in values
    ]


def outlier_scores(values: Column) -> Sequence[float | CellError]:
    """How far off each is, by medians (Iglewicz & Hoaglin, 1993)."""
    known = _known(values)
    centre = median(known)
    apart = median([abs(value - centre) for value in known])
    if apart <= 0:
        raise CellError("#DIV/0!")
    return [0.6745 * (value - centre) / apart if is_number(value) else _MISSING for value in values]


def moving_averages(values: Column, window: float) -> Sequence[float | CellError]:
    """The mean of so many numbers up to each; a blank is passed over."""
    _known(values)
    if window < 1 or window != math.floor(window):
        raise CellError("#VALUE!")
    means: list[float | CellError] = []
    passed: list[float] = []
    for value in values:
        if is_number(value):
            passed = [*passed, value][-int(window) :] if window <= len(values) else []
        full = is_number(value) and len(passed) == window
        means.append(math.fsum(passed) / window if full else _MISSING)
    return means


def _known(values: Column) -> list[float]:
    """The numbers of a column; ``#VALUE!`` where there is none."""
    known = [value for value in values if is_number(value)]
    if not known:
        raise CellError("#VALUE!")
    return known


def _least(known: Sequence[float], before: Sequence[float], share: float) -> float:
    """The least of *known*, which descend, before which less than *share* lies."""
    beyond = (place for place, upto in enumerate(before) if upto >= share - _SHARE)
    many = next(beyond, len(known))
    return known[many - 1] - _NOISE * abs(known[many - 1]) if many else math.inf


def rfm(
    customers: Column,
    dates: Column,
    amounts: Column,
    as_of: float,
    window_days: float,
    levels: float,
    ties: str,
    language: str,
    orders: Column,
    refunds: Column,
) -> Sequence[Sequence[float | str]]:
    """A row for each customer of an order list, below a header."""
    given = _filled(orders, dates), _filled(refunds, dates)
    if not any(is_number(day) and is_number(paid) for day, paid in zip(dates, amounts)):
        raise CellError("#VALUE!")
    if any(is_number(refund) and refund < 0 for refund in given[1]):
        raise CellError("#VALUE!")
    last = math.floor(as_of)
    first = last - window_days + 1
    names: dict[Cell, Cell] = {}
    for name in customers:
        if not is_blank(name):
            names.setdefault(_key(name), name.strip() if isinstance(name, str) else name)
    monetary, gross = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    frequency, latest = dict.fromkeys(names, 0), dict.fromkeys(names, -math.inf)
    for key, day, paid, refunded in _orders(customers, dates, amounts, *given, last):
        if not first <= day < last + 1:
            continue
        net = paid - refunded
        monetary[key] += net
        gross[key] += abs(net)
        if net > _NOTHING * (abs(paid) + refunded):
            frequency[key] += 1
            latest[key] = max(latest[key], day)
    kept = [one for one in names if frequency[one] and monetary[one] > _NOTHING * gross[one]]
    measures: tuple[list[float], list[float], list[float]] = (
        [last - latest[one] for one in kept],
        [frequency[one] for one in kept],
        [monetary[one] for one in kept],
    )
    scores = [
        _scores(measure, levels, ties, lower=number == 0) for number, measure in enumerate(measures)
    ]
    header, segments = _segments(*measures, language)
    cells = [
        GRID[language][r - 1][f - 1] if levels == len(GRID[language]) else ""
        for r, f in zip(*scores[:2])
    ]
    shown = [names[one] for one in kept]
    return [header, *zip(shown, *measures, *scores, segments, cells)]


def _filled(column: Column, like: Column) -> Column:
    """A column as long as *like*: one blank cell stands for none."""
    if all(map(is_blank, column)) and len(column) <= 1:
        return ("",) * len(like)
    if len(column) != len(like):
        raise CellError("#VALUE!")
    return column


def _key(name: Cell) -> Cell:
    """What makes two names the same: case and spaces around do not count."""
    return name.strip().lower() if isinstance(name, str) else name


def _orders(
    customers: Column, dates: Column, amounts: Column, orders: Column, refunds: Column, last: float
) -> Iterator[tuple[Cell, float, float, float]]:
    """Each order once: whose, when, how much was paid for it, how much of it refunded."""
    buyers: dict[Cell, set[Cell]] = {}
    for customer, order in zip(customers, orders):
        if not is_blank(order) and not is_blank(customer):
            buyers.setdefault(_key(order), set()).add(_key(customer))
    found: dict[tuple[Cell, Cell, int], list[tuple[Cell, Cell, Cell]]] = {}
    for place, (customer, day, amount, order, refund) in enumerate(
        zip(customers, dates, amounts, orders, refunds)
    ):
        if is_number(day) and math.floor(day) > last:
            continue
        key = _key(customer)
        if is_blank(customer):
            own = buyers.get(_key(order), set()) if not is_blank(order) else set()
            if len(own) != 1:
                continue
            (key,) = own
        group = (key, "", place) if is_blank(order) else (key, _key(order), -1)
        found.setdefault(group, []).append((day, amount, refund))
    for (key, _, _), rows in found.items():
        days = [math.floor(day) for day, _, _ in rows if is_number(day)]
        paid = [amount for _, amount, _ in rows if is_number(amount)]
        if days and paid:
            yield key, min(days), sum(paid), sum(one for *_, one in rows if is_number(one))


def _segments(
    recency: Sequence[float], frequency: Sequence[float], monetary: Sequence[float], language: str
) -> tuple[list[str], list[str]]:
    """The header, and one of eight for each: by high and low, a mean itself being high."""
    header, many = list(HEADERS[language]), len(recency)
    if not many:
        return header, []
    days, orders, money = (math.fsum(one) / many for one in (recency, frequency, monetary))
    if 2 * sum(often == 1 for often in frequency) > many:
        orders = _FREQUENT
        header[HEADERS["en"].index("segment")] = ONCE[language].format(_FREQUENT)
    elif min(frequency) == max(frequency):
        orders = max(frequency) + 1
    return header, [
        EIGHT[language][
            4 * (paid - money >= -_NEAR * abs(money))
            + 2 * (round(often - orders, 9) >= 0)
            + (round(ago - days, 9) <= 0)
        ]
        for ago, often, paid in zip(recency, frequency, monetary)
    ]
