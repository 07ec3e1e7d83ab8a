"""A random workbook: what it is given, and what its front page must show."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd


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


def frame(rows: list[dict[str, object]], *columns: str) -> pd.DataFrame:
    """*rows* as a frame, which has *columns* where there are none."""
    return pd.DataFrame(rows, columns=None if rows else list(columns))
