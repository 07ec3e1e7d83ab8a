"""``consolidate``: many filled workbooks of one blueprint become one table each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.together.duplicates import Duplicates
from plansheets.together.gather import ConsolidateJob, FoundTogether, ReadProgress, put_together
from plansheets.together.judge import BookUnit
from plansheets.together.merge import TableFormat, csv_of
from plansheets.together.rejections import rejections_workbook
from plansheets.together.report import check_keys, write_report
from plansheets.together.results import Consolidated
from plansheets.whole import make_folder, refuse_existing, write_all
from plansheets.words import Locale

if TYPE_CHECKING:
    import pandas as pd

PARTS = "_parts"
REJECTED = "rejected.xlsx"
MISSING = "_missing.csv"


def consolidate(
    books: str | Path | Sequence[str | Path],
    output: str | Path,
    *,
    by: str | Sequence[str],
    name: str | None = None,
    expected: str | Path | pd.DataFrame | None = None,
    copies: str | None = None,
    rates: Mapping[str, float] | None = None,
    duplicates: Duplicates = "reject",
    format: TableFormat = "csv",  # noqa: A002  # as the option is called
    blueprint: str | Path | None = None,
    cache: str | Path | None = None,
    locale: Locale = "en",
    force: bool = False,
    dry_run: bool = False,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: ReadProgress = lambda *_: None,
) -> Consolidated:
    """Put the tables of many filled workbooks together, and say which are left out and why.

    Needs ``plansheets[duckdb]``.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    books
        Workbooks, and folders of them. They are only read.
    output
        The folder for the tables, made where it is not there; or an ``.xlsx``, a workbook that
        calculates: stores and periods side by side, totals, ranks, what is missing and what was
        left out.
    by
        What workbooks are told apart by: ``["store", "month"]``. Each is a parameter of the
        blueprint, a column of its tables, or a name in *name*.
    name
        How files are called: ``"{store}-{month}.xlsx"``, or ``"{month}/{store}.xlsx"``.
    expected
        A list of who should have sent a workbook, a CSV or Excel file or a frame, with headers
        called as in *by*: those who have not are in ``missing``.
    copies
        What a sheet that was copied inside a workbook stands for: one of *by*. Without it,
        workbooks with such sheets are left out.
    rates
        What one of another unit is worth: ``{"万": 10000, "USD": 7.2}``. Without a rate,
        workbooks of another unit are left out.
    duplicates
        What becomes of workbooks that are called the same: ``"reject"`` leaves all of them out,
        ``"newest"`` takes the one saved last, ``"sum"`` adds their numbers.
    format
        ``"csv"`` or ``"parquet"``.
    blueprint
        What workbooks were made from that do not say it themselves; without it, what most are
        made from is what is put together.
    cache
        The folder where what was read is kept by the content of each file, so that it is read
        once; without it, ``_parts`` in the folder *output*.
    locale
        The language of the list of rejections.
    force
        Overwrite existing files.
    dry_run
        Read everything, and write nothing.
    jobs, executor
        Who reads, as for :func:`build_each`.
    progress
        Called with each workbook as it is read, how many are, and of how many.

    Returns
    -------
    Consolidated
        What was taken and what was not, each with its cell and reason; ``rejected.xlsx`` in
        *output* tells the same.

    Raises
    ------
    PlansheetsError
        Where there is nothing to read, or *output* holds files already; nothing was written.
    """
    job = ConsolidateJob(
        (by,) if isinstance(by, str) else tuple(by), name, copies, rates or {}, duplicates,
        str(blueprint) if blueprint is not None else None, jobs, executor, progress, expected,
    )  # fmt: skip
    target = Path(output)
    report = target.suffix.lower() == ".xlsx"
    if report:
        check_keys(job.by)
    with (
        _parts_in(cache, None if dry_run or report else target) as parts,
        put_together(books, job, parts, leave=target) as found,
    ):
        if report:
            if not dry_run:
                write_report(found, job.by, target, locale, force=force)
            return found.result(job.by, (target,))
        names = [f"{table}.{format}" for table in found.tables]
        names += ["_books.csv", "_parameters.csv"] if found.tables else []
        names += [MISSING] if found.missing else []
        names += [REJECTED] if found.rejected else []
        if not dry_run:
            if not force:
                refuse_existing(names, target)
            for one in {REJECTED, MISSING}.difference(names) if force else ():
                # what is no longer true is not left beside what is
                (target / one).unlink(missing_ok=True)
            write_all(_contents(found, job.by, format, locale), target, force=force)
        return found.result(job.by, tuple(target / one for one in names))


def _contents(
    found: FoundTogether, by: tuple[str, ...], format_: TableFormat, locale: Locale
) -> dict[str, bytes]:
    write = found.merger.as_csv if format_ == "csv" else found.merger.as_parquet
    contents = {f"{table}.{format_}": write(table) for table in found.tables}
    if found.tables:
        contents["_books.csv"] = _books_csv(by, found)
        contents["_parameters.csv"] = _parameters_csv(by, found.units)
    if found.missing:
        keys = list(found.missing[0])
        contents[MISSING] = csv_of(keys, ([one[key] for key in keys] for one in found.missing))
    if found.rejected:
        contents[REJECTED] = rejections_workbook(found.rejected, locale)
    return contents


def _books_csv(by: Sequence[str], found: FoundTogether) -> bytes:
    names = [*by, "_book", "copy", "version", "locale", "sha256", "rows"]
    return csv_of(
        names,
        (
            [*(unit.keys.get(name) for name in by), str(unit.path), unit.copy, unit.part.version,
             unit.part.locale, unit.part.digest, sum(table.rows for table in unit.tables)]
            for unit in found.units
        ),
    )  # fmt: skip


def _parameters_csv(by: Sequence[str], units: Sequence[BookUnit]) -> bytes:
    return csv_of(
        [*by, "_book", "id", "label", "value", "typed"],
        (
            [*(unit.keys.get(name) for name in by), str(unit.path), one.id, one.label, one.value,
             one.typed]
            for unit in units
            if not unit.copy
            for one in unit.part.parameters
        ),
    )  # fmt: skip


@contextmanager
def _parts_in(cache: str | Path | None, output: Path | None) -> Iterator[Path]:
    if cache is None and output is None:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)
        return
    folder = Path(cache) if cache is not None else (output or Path()) / PARTS
    make_folder(folder)
    yield folder
