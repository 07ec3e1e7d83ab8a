"""Results of the benches: told on the terminal, and kept for the page that ``all.py`` writes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median

KEPT = "PLANSHEETS_BENCH_RESULTS"
"""Names the file to which results are added, a line each."""


@dataclass(frozen=True, slots=True)
class Result:
    """What something of ours costs against another way to do the same."""

    key: str
    """Script and measure: ``fill``, ``since/verify``."""
    compares: str
    ratio: float
    goal: float | None
    """The ratio at most; None where nothing is promised."""
    ours: str
    theirs: str

    @property
    def distance(self) -> float:
        """Ratio over goal: what is above 1 has missed it."""
        return self.ratio / self.goal if self.goal else 0.0

    def __str__(self) -> str:
        verdict = ""
        if self.goal is not None:
            verdict = f", goal {self.goal:g} {'reached' if self.distance <= 1 else 'missed'}"
        return (
            f"{self.compares}: ratio {self.ratio:.2f}{verdict} ({self.ours} against {self.theirs})"
        )


def tell(result: Result) -> None:
    print(result, flush=True)
    _keep("ratio", asdict(result))


@dataclass(frozen=True, slots=True)
class Growth:
    """What one step costs for so many rows."""

    of: str
    step: str
    rows: int
    seconds: float
    megabytes: float


def tell_growth(growth: Growth) -> None:
    print(
        f"{growth.of:7} {growth.step:12} {growth.rows:>9,} rows "
        f"{growth.seconds:8.1f} s {growth.megabytes:8,.0f} MB",
        flush=True,
    )
    _keep("growth", asdict(growth))


def slopes_of(found: Sequence[Growth]) -> str:
    """By how much time and memory grow with ten times the rows, from each size to the next."""
    steps = pairwise(found)
    return ", ".join(
        f"× {_tenfold(few.rows, many.rows, few.seconds, many.seconds):.1f} time "
        f"and × {_tenfold(few.rows, many.rows, few.megabytes, many.megabytes):.1f} memory "
        f"to {many.rows:,}"
        for few, many in steps
    )


def _tenfold(few: int, many: int, less: float, more: float) -> float:
    return 10 ** (log(more / less) / log(many / few))


def _keep(kind: str, what: dict[str, object]) -> None:
    if path := os.environ.get(KEPT):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"kind": kind, **what}, ensure_ascii=False) + "\n")


def ratio_of(pairs: Sequence[tuple[float, float]]) -> float:
    """The median of the ratios of neighbours, which other work on the machine hits alike."""
    return median(ours / theirs for ours, theirs in pairs)


def middle(pairs: Sequence[tuple[float, float]], unit: str = "ms") -> tuple[str, str]:
    """The median of either side, in words."""
    scale = 1_000 if unit == "ms" else 1
    form = ",.0f" if unit in ("ms", "MB") else ",.2f"
    ours, theirs = (f"{median(side) * scale:{form}} {unit}" for side in zip(*pairs, strict=True))
    return ours, theirs
