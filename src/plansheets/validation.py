"""Every problem of a blueprint, in each of its variants."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.catalog import find_blueprint
from plansheets.blueprint.choose import other_variants
from plansheets.blueprint.read import examine_blueprint
from plansheets.collecting import collecting_rarely
from plansheets.errors import BlueprintError, Problem, in_order
from plansheets.plan.build import check
from plansheets.plan.report import Timed, untimed
from plansheets.pool import cores, spread
from plansheets.records import dataclass

if TYPE_CHECKING:
    from plansheets.plan.model import Profile

_MANY = 6
"""From so many variants on other processes are worth their start."""

HowFar = Callable[[int, int], None]
"""Told how many of how many variants are judged."""


@dataclass(frozen=True, slots=True)
class _Judging:
    """What each variant is judged by."""

    path: Path
    profile: Profile
    allow_network: bool

    def judge(self, given: Mapping[str, str] | None, timed: Timed = untimed) -> tuple[Problem, ...]:
        reading = examine_blueprint(self.path, given or {})
        return check(reading, self.profile, timed, allow_network=self.allow_network)


@collecting_rarely()
def validate(
    blueprint: str | Path,
    profile: Profile = "excel2016",
    *,
    allow_network: bool = False,
    jobs: int | None = 1,
    progress: HowFar = lambda _done, _all: None,
    timed: Timed = untimed,
) -> tuple[Problem, ...]:
    """Every problem of a blueprint, in the order of its lines; warnings are among them.

    Each of its variants is judged.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    blueprint
        The name of a shipped blueprint, or the path of a YAML file.
    profile
        The functions its formulas may use, as for :func:`build`.
    allow_network
        What its formulas may reach, as for :func:`build`.
    jobs
        How many processes of our own share a blueprint of many variants; None is one a core. They
        start anew, so that a script needs its ``if __name__ == "__main__":``.
    progress
        Called with how many variants are judged, and how many there are.
    timed
        Called with each pass and its seconds; passes in other processes are not.

    Returns
    -------
    tuple of Problem
        Empty where nothing is wrong; a file that is no blueprint at all has a problem too.
    """
    try:
        path = find_blueprint(str(blueprint))
        reading = examine_blueprint(path)
        others = list(other_variants(reading.blueprint.variants if reading.blueprint else ()))
        progress(0, len(others) + 1)
        problems = dict.fromkeys(check(reading, profile, timed, allow_network=allow_network))
        asked = _Judging(path, profile, allow_network)
        found: dict[int, tuple[Problem, ...]] = {}
        for done, (number, told) in enumerate(_each(asked, others, jobs, timed), 1):
            progress(done, len(others) + 1)
            found[number] = told
        for number, given in enumerate(others):
            problems |= dict.fromkeys(_of_variant(one, given) for one in found[number])
        return tuple(sorted(problems, key=in_order))
    except BlueprintError as error:
        return error.problems


def _each(
    asked: _Judging, others: Sequence[Mapping[str, str]], jobs: int | None, timed: Timed
) -> Iterator[tuple[int, tuple[Problem, ...]]]:
    """The number of each of the *others* with its problems, as they come."""
    jobs = cores() if jobs is None else jobs
    if len(others) < _MANY or jobs < 2:
        for number, given in enumerate(others):
            yield number, asked.judge(given, timed)
        return
    tasks = [pickle.dumps(dict(given)) for given in others]
    for number, outcome in spread(_judge, pickle.dumps(asked), tasks, jobs, None):
        if isinstance(outcome, Exception):
            raise outcome
        yield number, outcome


def _judge(common: bytes, task: bytes) -> tuple[Problem, ...]:
    asked: _Judging = pickle.loads(common)  # noqa: S301  # made by _each(), nobody else
    with collecting_rarely():
        return asked.judge(pickle.loads(task))  # noqa: S301


def _of_variant(problem: Problem, given: Mapping[str, str]) -> Problem:
    """*problem* with the variant it is met in, where no line of the file says what it is about."""
    if problem.span is not None or problem.where:
        return problem
    where = ", ".join(f"{id_}={item}" for id_, item in given.items())
    chinese = problem.chinese._replace(where=where) if problem.chinese else None
    return replace(problem, where=where, chinese=chinese)
