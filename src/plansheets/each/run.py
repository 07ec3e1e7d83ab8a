"""The tasks of a batch, done here or in other processes, one outcome at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor

from plansheets.each.job import Job, Outcome, Task, fill_one, fill_packed, packed
from plansheets.kept import Kept
from plansheets.pool import problem_of, spread


def outcomes(
    job: Job, tasks: Sequence[Task], jobs: int, executor: Executor | None
) -> Iterator[tuple[int, Outcome]]:
    """The number of each task with its outcome, as they come.

    In *executor*, or in *jobs* processes of our own, or here where one is enough.
    """
    if executor is None and min(jobs, len(tasks)) < 2:
        kept = Kept(job.understood)
        yield from ((number, _safely(job, task, kept)) for number, task in enumerate(tasks))
        return
    given = [packed(task) for task in tasks]
    for number, outcome in spread(fill_packed, packed(job), given, jobs, executor):
        yield number, _failed(outcome) if isinstance(outcome, Exception) else outcome


def _safely(job: Job, task: Task, kept: Kept) -> Outcome:
    try:
        return fill_one(job, task, kept)
    except Exception as error:  # noqa: BLE001  # one workbook must not keep a thousand others
        return _failed(error)


def _failed(error: Exception) -> Outcome:
    return Outcome(problems=(problem_of(error),))
