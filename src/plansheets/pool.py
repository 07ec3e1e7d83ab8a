"""The same work on many things, here or in other processes, one outcome at a time."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from typing import TYPE_CHECKING, TypeVar

from plansheets.collecting import ALLOCATIONS
from plansheets.errors import Problem
from plansheets.words import Words

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_Out = TypeVar("_Out")
PackedWork = Callable[[bytes, bytes], _Out]
"""What is done with what all have in common, and what one has for itself.

Bytes are all that clusters do not look into.
"""


def cores() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    work: PackedWork[_Out],
    common: bytes,
    tasks: Sequence[bytes],
    jobs: int,
    executor: Executor | None,
) -> Iterator[tuple[int, _Out | Exception]]:
    """The number of each task with its outcome, as they come, or with what kept it from one.

    In *executor*, or in *jobs* processes of our own, or here where one is enough. A task that kills
    its process is the only one that fails: those that went down with it are done again, alone.
    """
    if executor is not None:
        yield from spread_in(executor, work, common, tasks)
        return
    if min(jobs, len(tasks)) < 2:
        for number, task in enumerate(tasks):
            try:
                yield number, work(common, task)
            except Exception as error:  # noqa: BLE001  # one must not keep a thousand others
                yield number, error
        return
    broken: list[int] = []
    pool = own_processes(min(jobs, len(tasks)))
    try:
        for number, outcome in spread_in(pool, work, common, tasks):
            if isinstance(outcome, BrokenExecutor):
                broken.append(number)
            else:
                yield number, outcome
    finally:
        # whoever stops early waits for nothing that nobody takes
        pool.shutdown(wait=False, cancel_futures=True)
    for number in broken:
        with own_processes(1) as alone:
            for _, outcome in spread_in(alone, work, common, [tasks[number]]):
                yield number, outcome


def spread_in(
    executor: Executor, work: PackedWork[_Out], common: bytes, tasks: Sequence[bytes]
) -> Iterator[tuple[int, _Out | Exception]]:
    """The same in *executor*."""
    numbers: dict[Future[_Out], int] = {}
    try:
        for number, task in enumerate(tasks):
            try:
                numbers[executor.submit(work, common, task)] = number
            except BrokenExecutor as error:  # one of the first has killed its process
                yield number, error
        for future in as_completed(numbers):
            outcome: _Out | Exception = _outcome(future)
            yield numbers.pop(future), outcome
    finally:
        for future in numbers:
            future.cancel()


def _outcome(future: Future[_Out]) -> _Out | Exception:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  # one must not keep a thousand others
        return error


def problem_of(error: Exception) -> Problem:
    """What kept a task from its outcome, in words."""
    if isinstance(error, BrokenExecutor):
        message = Words(
            "做它的进程中断了，可能是内存不够", "its process ended, for want of memory perhaps"
        )
        hint = Words(
            "减少并行：--jobs 1；自己的脚本要有 if __name__ == '__main__':",
            "do fewer at once: --jobs 1; a script of yours needs if __name__ == '__main__':",
        )
        return Problem.told("PS465", message, hint=hint)
    said = f"{type(error).__name__}: {error}"
    message = Words(f"程序出错了：{said}", f"a fault of this program: {said}")
    return Problem.told("PS465", message, hint=Words("请告诉我们", "please tell us"))


def own_processes(count: int) -> ProcessPoolExecutor:
    """Processes that are started alike on every system, and end with this one."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # not for one alone
    from multiprocessing import get_context  # noqa: PLC0415

    return ProcessPoolExecutor(count, get_context("spawn"), _begin)


def _begin() -> None:
    """Make this process one that is given tasks: Ctrl+C is for the one that gives them."""
    gc.set_threshold(ALLOCATIONS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
