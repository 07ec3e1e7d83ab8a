"""Columns cut into runs: what stands over them side by side is to look alike."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence

from plansheets.records import dataclass

CALM = (1.16, 1.3)
"""How many times as wide as the narrowest of a row one may be, and they still look alike; and what
is better than nothing."""
_SHARES = tuple(0.75 + 0.02 * step for step in range(24))
"""What the narrowest may be of what each would be if all were alike."""
_MOST_WIDENED = 1.6
_GROWTH_COST = 2.0


def cuts(
    columns: int, count: int, cost: Callable[[int, int], float | None]
) -> tuple[float, tuple[int, ...]] | None:
    """The edges of *count* runs of columns whose costs are least together, and that cost.

    *cost* tells what a run from one column up to another costs, or None where it may not be. None
    where there are no such runs.

    >>> cuts(4, 2, lambda start, stop: (stop - start - 2) ** 2)
    (0.0, (0, 2, 4))
    """
    best: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, (0,))}]
    for stop in range(1, columns + 1):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start in range(stop):
            if (here := cost(start, stop)) is None:
                continue
            for done, (before, edges) in best[start].items():
                if done < count and before + here < found.get(done + 1, (math.inf,))[0]:
                    found[done + 1] = before + here, (*edges, stop)
        best.append(found)
    return best[-1].get(count)


def calm(
    widths: Sequence[int],
    spared: Sequence[int],
    count: int,
    most: int,
    limits: Sequence[float] = CALM,
) -> tuple[int, ...] | None:
    """Widths of columns in which *count* runs look alike, though none is as wide as another.

    Columns are made wider, and narrower by what each can spare; all together take no more than
    *most* pixels. *limits* say how many times as wide as another a run may be; the first that can
    be kept counts. None where none can.

    >>> calm([100, 90, 190, 110, 100], [0] * 5, 3, 700)
    (100, 90, 190, 110, 100)
    >>> calm([100, 300, 190, 190], [0, 90, 0, 0], 2, 800)
    (100, 300, 190, 190)
    >>> calm([100, 300, 200], [0, 90, 0], 2, 700)
    (100, 216, 273)
    """
    edges = tuple(itertools.accumulate(widths, initial=0))
    spares = tuple(itertools.accumulate(spared, initial=0))
    whole = edges[-1]
    for limit in limits:
        found = []
        for part in _SHARES:
            runs = _Runs(edges, spares, round(part * whole / count), limit)
            if (cut := cuts(len(widths), count, runs.cost)) is not None:
                settled = tuple(
                    itertools.chain.from_iterable(
                        itertools.starmap(runs.settled, itertools.pairwise(cut[1]))
                    )
                )
                grown = max(0.0, sum(settled) / whole - 1)
                found += [(cut[0] + _GROWTH_COST * grown, settled)] if sum(settled) <= most else []
        if found:
            return min(found)[1]
    return None


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of columns, the narrowest of which is to be *least* wide and none *limit* times that."""

    edges: tuple[int, ...]
    """How wide the columns before each edge are together."""
    spares: tuple[int, ...]
    """What they can spare together."""
    least: int
    limit: float

    def wide(self, start: int, stop: int) -> int | None:
        """How wide a run becomes; None where its columns cannot be made so wide, or so narrow."""
        width = self.edges[stop] - self.edges[start]
        spared, most = self.spares[stop] - self.spares[start], math.floor(self.least * self.limit)
        if width - spared > most or width * _MOST_WIDENED < self.least:
            return None
        return max(self.least, min(width, most))

    def cost(self, start: int, stop: int) -> float | None:
        """How far it is moved, and how many columns are."""
        width, wide = self.edges[stop] - self.edges[start], self.wide(start, stop)
        return None if wide is None else (wide / width - 1) ** 2 * width / self.edges[-1]

    def settled(self, start: int, stop: int) -> Iterator[int]:
        """The widths of its columns."""
        widths, spared = (
            [after - before for before, after in itertools.pairwise(one[start : stop + 1])]
            for one in (self.edges, self.spares)
        )
        left = (self.wide(start, stop) or 0) - sum(widths)
        ways = widths if left > 0 else spared
        for at, width in enumerate(widths):
            share = round(left * ways[at] / sum(ways[at:])) if any(ways[at:]) else 0
            left -= share
            yield width + share
