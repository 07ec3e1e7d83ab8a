"""The tasks of a batch, done here or in other processes, one outcome at a time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from typing import TYPE_CHECKING

from plansheets.each.job import Job, Outcome, Task, fill_one, fill_packed, packed
from plansheets.errors import Problem
from plansheets.words import Words

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def outcomes(
    job: Job, tasks: Sequence[Task], jobs: int, executor: Executor | None
) -> Iterator[tuple[int, Outcome]]:
    """The number of each task with its outcome, as they come.

    In *executor*, or in *jobs* processes of our own, or here where one is enough.
    """
    if executor is not None:
        yield from _in(executor, job, tasks)
    elif min(jobs, len(tasks)) > 1:
        pool = _processes(min(jobs, len(tasks)))
        try:
            yield from _in(pool, job, tasks)
        finally:
            # whoever stops early waits for no workbook that nobody writes
            pool.shutdown(wait=False, cancel_futures=True)
    else:
        yield from ((number, _safely(job, task)) for number, task in enumerate(tasks))


def cores() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in(executor: Executor, job: Job, tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
    common = packed(job)
    numbers: dict[Future[Outcome], int] = {}
    try:
        for number, task in enumerate(tasks):
            numbers[executor.submit(fill_packed, common, packed(task))] = number
        for future in as_completed(numbers):
            yield numbers.pop(future), _outcome(future)
    finally:
        for future in numbers:
            future.cancel()


def _processes(count: int) -> ProcessPoolExecutor:
    """Processes that are started alike on every system, and end with this one."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # not for one alone
    from multiprocessing import get_context  # noqa: PLC0415

    return ProcessPoolExecutor(count, get_context("spawn"), _begin)


def _begin() -> None:
    """Make this process one that is given tasks: Ctrl+C is for the one that gives them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outcome(future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenExecutor:
        message = Words(
            "做它的进程中断了，可能是内存不够", "its process ended, for want of memory perhaps"
        )
        hint = Words(
            "减少并行：--jobs 1；自己的脚本要有 if __name__ == '__main__':",
            "do fewer at once: --jobs 1; a script of yours needs if __name__ == '__main__':",
        )
        return Outcome(problems=(Problem.told("PS465", message, hint),))
    except Exception as error:  # noqa: BLE001  # one workbook must not keep a thousand others
        return _fault(error)


def _safely(job: Job, task: Task) -> Outcome:
    try:
        return fill_one(job, task)
    except Exception as error:  # noqa: BLE001  # as above
        return _fault(error)


def _fault(error: Exception) -> Outcome:
    said = f"{type(error).__name__}: {error}"
    message = Words(f"程序出错了：{said}", f"a fault of this program: {said}")
    hint = Words("请告诉我们", "please tell us")
    return Outcome(problems=(Problem.told("PS465", message, hint),))
