"""What work costs, for tests to compare: processor time, which a busy machine leaves alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_Given = TypeVar("_Given")

NEARLY_LINEAR = 24
"""Eight times as much to do may cost so many times as much: 8 is linear, 64 is quadratic."""


def effort(work: Callable[[], object]) -> float:
    """The least processor time, in seconds, of five times the same work."""
    return min(_once(work) for _ in range(5))


def growth(work: Callable[[_Given], object], small: _Given, large: _Given) -> float:
    """How many times as much *work* has to do with *large* as with *small*."""
    return effort(lambda: work(large)) / effort(lambda: work(small))


def _once(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
