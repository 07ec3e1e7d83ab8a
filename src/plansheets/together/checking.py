"""Many workbooks held against their plans, in several processes where there are many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from plansheets.collecting import collecting_rarely
from plansheets.errors import PlansheetsError, Problem
from plansheets.life.check import check
from plansheets.life.deviation import Checked
from plansheets.life.rebuild import Rebuilder
from plansheets.pool import cores, problem_of, spread

_MANY = 40
"""From so many on another process is worth its start."""

CheckOutcome = tuple[Checked | None, tuple[Problem, ...]]
"""What was found in a workbook; None and why where it could not be checked."""


def check_each(
    books: Sequence[Path], blueprint: str | None, jobs: int | None = None
) -> Iterator[tuple[int, CheckOutcome]]:
    """The number of each of the *books* with what was found in it, as they come."""
    jobs = jobs or (cores() if len(books) >= _MANY else 1)
    _rebuilder.cache_clear()  # a blueprint's file may be another since
    tasks = [json.dumps(str(book)).encode() for book in books]
    for number, outcome in spread(_check, json.dumps(blueprint).encode(), tasks, jobs, None):
        if isinstance(outcome, Exception):
            yield number, (None, (problem_of(outcome),))
        else:
            yield number, outcome


def _check(common: bytes, task: bytes) -> CheckOutcome:
    blueprint = json.loads(common)
    try:
        with collecting_rarely():
            checked = check(
                Path(json.loads(task)), blueprint=blueprint, rebuilder=_rebuilder(blueprint)
            )
    except PlansheetsError as error:
        return None, error.problems
    return checked, checked.problems


@lru_cache(maxsize=1)
def _rebuilder(blueprint: str | None) -> Rebuilder:
    """What makes the plans of a process: those that are alike once."""
    return Rebuilder(blueprint)
