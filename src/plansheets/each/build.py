"""``build_each``: a blueprint and a list become a folder of workbooks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.collecting import collecting_rarely
from plansheets.each.files import BatchFiles, split_files
from plansheets.each.job import Job, Outcome, Task
from plansheets.each.named import Named, NamedList, read_list
from plansheets.each.results import BatchItem, BuiltEach
from plansheets.each.run import outcomes
from plansheets.errors import DataError, PlansheetsError, Problem
from plansheets.flow import Ready, prepare, python_beside
from plansheets.frames.hints import read_hints
from plansheets.given import Loaded, every_source, load_data, read_values
from plansheets.plan.choices import DEFAULT_THEME
from plansheets.plan.model import Profile, Value
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.records import dataclass
from plansheets.target import check_target
from plansheets.whole import make_folder, write_whole
from plansheets.words import Locale

if TYPE_CHECKING:
    import pandas as pd

    from plansheets.frames.raw import FileHints
    from plansheets.given import DataSource

EachProgress = Callable[[BatchItem, int, int], None]
"""Called with each workbook as it is done, how many are, and of how many."""


@collecting_rarely()
def build_each(
    blueprint: str | Path,
    each: str | Path | pd.DataFrame,
    output: str | Path,
    *,
    by: str,
    data: Mapping[str, DataSource | Sequence[DataSource]] | None = None,
    shared: Mapping[str, DataSource | Sequence[DataSource]] | None = None,
    values: Mapping[str, object] | None = None,
    locale: Locale = "en",
    encoding: str | None = None,
    decimal: str | None = None,
    dates: str | None = None,
    year: int | None = None,
    names: str | Path | None = None,
    duplicates: str = "add",
    rates: Mapping[str, float] | None = None,
    blank: bool = False,
    keep_samples: bool = False,
    rows: int | None = None,
    as_of: datetime.date | None = None,
    profile: Profile = "excel2016",
    allow_network: bool = False,
    theme: str = DEFAULT_THEME,
    brand: str | None = None,
    cell_references: bool = False,
    lambdas: bool = False,
    udf: bool = False,
    vba: bool = False,
    source: bool = True,
    force: bool = False,
    dry_run: bool = False,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: EachProgress = lambda *_: None,
) -> BuiltEach:
    """Compile *blueprint* once, and write a workbook for each row of a list.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    blueprint
        The name of a shipped blueprint, or the path of a YAML file.
    each
        The list: a CSV or xlsx file, or a frame. Columns that are called as a parameter is, by id
        or label, set it; a blank cell leaves it as it is. ``name`` and ``alias`` are other names.
    output
        The folder for the workbooks, made where it is not there.
    by
        The column of the list that names the workbooks, and the column of the data files that says
        whose each row is.
    data
        Files or frames by table, as for :func:`build`; each row goes to the one that it names, by
        the list's name or another. A path with ``{store}``, where *by* is ``"store"``, is a file
        that each has for itself.
    shared
        Files or frames by table that everyone gets whole.
    values
        Parameters that all are given; the list has the last word.
    locale, blank, keep_samples, rows, as_of, profile, allow_network, theme, brand
        As for :func:`build`.
    cell_references, lambdas, udf, vba, source
        As for :func:`build`.
    encoding, decimal, dates, year, names, duplicates, rates
        How the files are written, as for :func:`build`.
    force
        Overwrite existing files; without it they stay, and count as failed.
    dry_run
        Read and check everything, and write nothing.
    jobs
        How many processes of our own share the work. They start anew, so that a script needs its
        ``if __name__ == "__main__":`` where there are more than one.
    executor
        Does the work in place of processes of our own: a pool, or a cluster, such as
        ``dask.distributed.Client.get_executor()``. Only this process writes files.
    progress
        Called with each workbook as it is done, how many are, and of how many.

    Returns
    -------
    BuiltEach
        The workbooks in the order of the list; one that failed has its problems, and no other is
        the worse for it.

    Raises
    ------
    PlansheetsError
        With every problem of the blueprint, of the list and of the files as a whole; nothing was
        written.
    """
    ready = prepare(
        blueprint,
        values or {},
        locale=locale,
        blank=blank,
        rows=rows,
        as_of=as_of,
        profile=profile,
        allow_network=allow_network,
        theme=theme,
        brand=brand,
        cell_references=cell_references,
        lambdas=lambdas,
        udf=udf,
        vba=vba,
        source=source,
    )
    ready = replace(ready, choices=replace(ready.choices, keep_samples=keep_samples))
    hints = read_hints(encoding, decimal, dates, year, names, duplicates, rates)
    batch = _read(ready, hints, each, by, data or {}, shared or {}, values or {}, dry=dry_run)
    folder = Path(output)
    if not dry_run:
        make_folder(folder)
    inputs = [*every_source(data or {}), *every_source(shared or {}), each]
    tasks = [
        _task(named, folder / f"{named.file}{ready.suffix}", batch, inputs, force=force)
        for named in batch.listed.items
    ]
    todo = [number for number, task in enumerate(tasks) if isinstance(task, Task)]
    items: dict[int, BatchItem] = {}

    def done(number: int, item: BatchItem) -> None:
        items[number] = item
        progress(item, len(items), len(tasks))

    for number, task in enumerate(tasks):
        if isinstance(task, BatchItem):
            done(number, task)
    given = [task for task in tasks if isinstance(task, Task)]
    for place, outcome in outcomes(batch.job, given, jobs, executor):
        named = batch.listed.items[todo[place]]
        done(todo[place], _written(named, given[place].path, outcome, force=force))
    if udf and not dry_run:
        python_beside(folder / f"each{ready.suffix}")
    accounts = (batch.listed.account, *(file.account for file in batch.files.split))
    return BuiltEach(tuple(items[number] for number in range(len(tasks))), batch.warnings, accounts)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Everything that was read, and nothing yet made of it."""

    job: Job
    listed: NamedList
    files: BatchFiles
    warnings: tuple[Problem, ...]


def _read(
    ready: Ready,
    hints: FileHints,
    each: str | Path | pd.DataFrame,
    by: str,
    data: Mapping[str, DataSource | Sequence[DataSource]],
    shared: Mapping[str, DataSource | Sequence[DataSource]],
    values: Mapping[str, object],
    *,
    dry: bool,
) -> _Batch:
    """The blueprint understood, the list, every file; what is wrong with any is told at once."""
    locale = ready.choices.locale
    understood = ready.understand()
    model = expand_repeats(ready.blueprint, Report())  # repeated columns are columns of files, too
    listed = read_list(each, by, model, locale, hints)
    problems: list[Problem] = []
    given: dict[str, Value] = {}
    files, for_all = BatchFiles(), Loaded()
    try:
        given = read_values(model, values)
    except PlansheetsError as error:
        problems += error.problems
    try:
        files = split_files(data, listed, model, locale, hints)
    except PlansheetsError as error:
        problems += error.problems
    try:
        for_all = load_data(model, shared, locale, hints)
    except PlansheetsError as error:
        problems += error.problems
    if problems:
        raise DataError(problems)
    job = Job(
        ready,
        understood,
        model,
        hints,
        given,
        for_all,
        [file.whole for file in files.split],
        dry,
    )
    said = (*understood.problems, *listed.warnings, *for_all.notices, *files.warnings)
    return _Batch(job, listed, files, said)


def _task(
    named: Named, path: Path, batch: _Batch, inputs: Sequence[object], *, force: bool
) -> Task | BatchItem:
    """What is to be done for a row of the list, or why nothing can be."""
    problems = named.problems
    if not batch.job.dry or path.parent.is_dir():
        try:
            check_target(path, force=force, inputs=inputs, suffix=batch.job.ready.suffix)
        except PlansheetsError as error:
            problems = (*problems, *error.problems)
    if any(problem.level == "error" for problem in problems):
        return BatchItem(named.name, path, problems=problems)
    files = batch.files
    brace = f"{{{batch.listed.by}}}"
    return Task(
        path,
        named.values,
        {
            number: file.parts[named.name]
            for number, file in enumerate(files.split)
            if named.name in file.parts
        },
        {
            table: tuple(one.replace(brace, named.file) for one in paths)
            for table, paths in files.own.items()
        },
    )


def _written(named: Named, path: Path, outcome: Outcome, *, force: bool) -> BatchItem:
    """The workbook of *outcome* put in its place."""
    problems = (*named.problems, *outcome.problems)
    built = outcome.built
    if outcome.content is not None and built is not None:
        try:
            write_whole(outcome.content, path, force=force)
        except PlansheetsError as error:
            problems, built = (*problems, *error.problems), None
        else:
            built = replace(built, warnings=problems)
    return BatchItem(named.name, path, outcome.rows, built, problems)
