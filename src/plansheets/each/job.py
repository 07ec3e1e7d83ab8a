"""What is the same for all workbooks of a batch, and the work on each: what processes are given."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from plansheets.blueprint.model import Blueprint
from plansheets.collecting import collecting_rarely
from plansheets.errors import PlansheetsError, Problem
from plansheets.flow import Built, Ready, make_workbook
from plansheets.frames.raw import FileHints
from plansheets.frames.split import FilePart, work_on
from plansheets.frames.table_data import TableData
from plansheets.frames.unlisted import unlisted_once_built
from plansheets.frames.work import Work
from plansheets.given import DataSource, Loaded, load_data
from plansheets.kept import Kept
from plansheets.plan.choices import GivenRows
from plansheets.plan.draw import Understood
from plansheets.plan.model import Value
from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A batch, but for what differs from one workbook to the next."""

    ready: Ready
    understood: Understood
    model: Blueprint
    """The blueprint with its repeated columns, which files have, too."""
    hints: FileHints
    values: Mapping[str, Value]
    """Parameters that all are given."""
    shared: Loaded
    """Tables that all are given."""
    files: Sequence[Work] = ()
    """How the files are read that hold the rows of several."""
    dry: bool = False
    """Whether to stop before anything is calculated."""


@dataclass(frozen=True, slots=True)
class Task:
    """One workbook of a batch."""

    path: Path
    values: Mapping[str, Value] = field(default_factory=dict)
    parts: Mapping[int, FilePart] = field(default_factory=dict)
    """Its rows in each of the job's files that has any, by the file's number."""
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Files of its own, by table."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task; there is no content in a dry run, and where something is wrong."""

    rows: Mapping[str, int] = field(default_factory=dict)
    content: bytes | None = None
    built: Built | None = None
    problems: tuple[Problem, ...] = ()


def packed(thing: Job | Task) -> bytes:
    """*thing* as processes are given it.

    Bytes are all that clusters do not look into: Dask takes our records for dataclasses.
    """
    return zlib.compress(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL), level=1)


class _Own(threading.local):
    """What a thread of another process was given last, unpacked once, and what it keeps of it."""

    packed = b""
    job: Job
    kept: Kept


_OWN = _Own()


def fill_packed(job: bytes, task: bytes) -> Outcome:
    """What :func:`fill_one` makes of a *job* and a *task* that came from another process."""
    own: Task = _unpacked(task)
    if _OWN.packed != job:
        _OWN.job = _unpacked(job)
        _OWN.kept, _OWN.packed = Kept(_OWN.job.understood), job
    return fill_one(_OWN.job, own, _OWN.kept)


def _unpacked(thing: bytes) -> Any:
    return pickle.loads(zlib.decompress(thing))  # noqa: S301  # made by packed(), nobody else


def fill_one(job: Job, task: Task, kept: Kept) -> Outcome:
    """Read what is *task*'s own, and make its workbook; nothing is written."""
    with collecting_rarely():
        return _filled(job, task, kept)


def _filled(job: Job, task: Task, kept: Kept) -> Outcome:
    rows: dict[str, int] = {}
    try:
        tables, notices = _tables(job, task, rows)
        values = {**job.values, **task.values}
        choices = replace(job.ready.choices, values=values, data={**job.shared.rows, **tables})
        notices += tuple(unlisted_once_built(job.model, choices.data, choices.locale))
        if job.dry:
            _, warnings = kept.drawings.draw(choices)
            return Outcome(rows, problems=_own(job, (*notices, *warnings)))
        ready = replace(job.ready, choices=choices)
        made = make_workbook(ready, job.understood, task.path, notices, kept=kept)
    except PlansheetsError as error:
        return Outcome(rows, problems=error.problems)
    warnings = _own(job, made.built.warnings)
    # the whole text of the blueprint hangs on each warning: they go back once
    return Outcome(rows, made.content, replace(made.built, warnings=()), warnings)


def _own(job: Job, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of *problems* that do not hold for every workbook of the batch."""
    common = set(job.understood.problems)
    return tuple(one for one in problems if one not in common)


def _tables(
    job: Job, task: Task, rows: dict[str, int]
) -> tuple[dict[str, GivenRows], tuple[Problem, ...]]:
    """The rows of a task by table, and what there is to say of them; *rows* counts them."""
    sources: dict[str, list[DataSource]] = {}
    for written, names in task.own.items():
        sources[written] = [*names]
    for number, part in task.parts.items():
        work = job.files[number]
        sources.setdefault(work.table.id, []).append(work_on(work, part))
    loaded = load_data(job.model, sources, job.ready.choices.locale, job.hints)
    tables = dict(loaded.rows)
    for work in job.files:
        # a table for which others have rows stays blank, and does not show the sample
        tables.setdefault(work.table.id, TableData(work.table.id, {}, 0))
    rows.update({id_: found.height for id_, found in tables.items()})
    return tables, loaded.notices
