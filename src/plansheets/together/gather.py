"""Many workbooks read, judged and put together: what is written of them is another matter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.errors import DataError, Problem
from plansheets.life.kept_copies import kept_copy_of
from plansheets.opened import is_lock
from plansheets.pool import problem_of, spread
from plansheets.records import dataclass
from plansheets.together.duplicates import Duplicates, KeyTuples, without_duplicates
from plansheets.together.expected import problem_of_missing, read_expected
from plansheets.together.judge import BookUnit, JudgeJob, judge, most_common_blueprint
from plansheets.together.keys import NamePattern
from plansheets.together.merge import Merger, require_duckdb
from plansheets.together.part import BookPart, ToldProblem
from plansheets.together.read import read_packed
from plansheets.together.results import Consolidated, RejectedBook, TakenBook
from plansheets.together.today import by_todays_ids
from plansheets.together.units import read_rates
from plansheets.words import Words

if TYPE_CHECKING:
    import pandas as pd

ReadProgress = Callable[[str, int, int], None]
"""Called with each workbook as it is read, how many are, and of how many."""
_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"})


@dataclass(frozen=True, slots=True)
class ConsolidateJob:
    """What is to be put together, and how."""

    by: tuple[str, ...]
    name: str | None = None
    copies: str | None = None
    rates: Mapping[str, float] | None = None
    duplicates: Duplicates = "reject"
    blueprint: str | None = None
    jobs: int = 1
    executor: Executor | None = None
    progress: ReadProgress = lambda *_: None
    expected: str | Path | pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class FoundTogether:
    """Everything that was read, put together in a base that is still open."""

    blueprint: str
    units: tuple[BookUnit, ...]
    rejected: tuple[RejectedBook, ...]
    tables: Mapping[str, int]
    merger: Merger
    problems: tuple[Problem, ...]
    called: KeyTuples
    """What each unit is called by."""
    missing: tuple[Mapping[str, str], ...] = ()
    """Who should have sent a workbook and has not, by key."""

    def result(self, by: tuple[str, ...], files: tuple[Path, ...]) -> Consolidated:
        taken = tuple(
            TakenBook(
                str(unit.path),
                dict(unit.keys),
                unit.part.version,
                unit.part.locale,
                {table.id: table.rows for table in unit.tables},
                unit.copy,
            )
            for unit in self.units
        )
        return Consolidated(
            self.blueprint, by, taken, self.rejected, self.tables, files, self.problems,
            self.missing,
        )  # fmt: skip


@contextmanager
def put_together(
    books: str | Path | Sequence[str | Path],
    job: ConsolidateJob,
    parts: Path,
    *,
    leave: Path | None = None,
) -> Iterator[FoundTogether]:
    """Read *books*, judge them, and put together what can be; *leave* is a folder to pass over."""
    require_duckdb()
    if not job.by or len(set(job.by)) < len(job.by) or any(one.startswith("_") for one in job.by):
        raise _bad_by()
    pattern = NamePattern(job.name) if job.name else None
    if job.copies is not None and job.copies not in job.by:
        raise _bad_copies(job.copies)
    expected = None if job.expected is None else read_expected(job.expected, job.by)
    paths, rejected, problems = _paths(books, leave)
    read = by_todays_ids(_read(paths, job, parts), parts)
    blueprint = most_common_blueprint(read)
    judging = JudgeJob(job.by, pattern, job.copies, read_rates(job.rates or {}), blueprint)
    units: list[BookUnit] = []
    with Merger(job.by, parts) as merger:
        for number, (path, part) in enumerate(zip(paths, read, strict=True)):
            own: list[BookUnit] = []
            wrong: list[RejectedBook] = []
            for one in judge(number, path, part, judging):
                if isinstance(one, BookUnit):
                    own.append(one)
                    wrong += merger.nameless(one)
                else:
                    wrong.append(one)
            rejected += wrong
            units += [] if wrong else own
        called = {unit.id: merger.called(unit) for unit in units}
        units, twice = without_duplicates(units, called, job.duplicates)
        rejected += twice
        ids = dict.fromkeys(table.id for unit in units for table in unit.tables)
        tables = {id_: merger.put_together(units, id_, add=job.duplicates == "sum") for id_ in ids}
        problems += _told(units)
        missing: tuple[Mapping[str, str], ...] = ()
        if expected is not None:
            every = (one for some in called.values() for one in some)
            sent: list[Mapping[str, object]] = [
                dict(zip(job.by, one, strict=True)) for one in every
            ]
            sent += [pattern.read(path) for path in paths] if pattern else []
            missing = tuple(expected.missing(job.by, sent))
            problems += [problem_of_missing(one, expected.file) for one in missing]
        yield FoundTogether(
            blueprint, tuple(units), tuple(rejected), tables, merger, tuple(problems), called,
            missing,
        )  # fmt: skip


def _paths(
    books: str | Path | Sequence[str | Path], leave: Path | None
) -> tuple[list[Path], list[RejectedBook], list[Problem]]:
    """Every workbook, those of folders among them; the locks of open ones are told, and copies that
    changed workbooks left.
    """
    given = [books] if isinstance(books, str | Path) else list(books)
    found: list[Path] = []
    for one in map(Path, given):
        if one.is_dir():
            inside = sorted(path for path in one.rglob("*") if path.suffix.lower() in _BOOKS)
            found += [path for path in inside if leave is None or leave not in path.parents]
        else:
            found.append(one)
    paths, rejected, passed = [], [], []
    for path in dict.fromkeys(found):
        if is_lock(path.name):
            reason = Words(
                "这是打开文件时的锁，不是工作簿", "a lock that an open workbook leaves, no workbook"
            )
            hint = Words("在 Excel 里关掉那个文件", "close that file in Excel")
            rejected.append(RejectedBook(str(path), "PS747", reason, hint=hint))
        elif (original := kept_copy_of(path)) is not None:
            said = Words(
                f"{original.name} 改动前留下的副本，没有算进来",
                f"a copy that was kept of {original.name} before it changed: passed over",
            )
            passed.append(Problem.told("PS746", said, where=str(path), level="warning"))
        else:
            paths.append(path)
    if not paths:
        message = Words("没有找到工作簿", "there are no workbooks")
        where = ", ".join(map(str, given))
        raise DataError([Problem.told("PS748", message, where=where)])
    return paths, rejected, passed


def _read(paths: Sequence[Path], job: ConsolidateJob, parts: Path) -> list[BookPart]:
    common = json.dumps({"parts": str(parts.resolve()), "blueprint": job.blueprint}).encode()
    tasks = [json.dumps(str(path.absolute())).encode() for path in paths]
    found: dict[int, BookPart] = {}
    for number, outcome in spread(read_packed, common, tasks, job.jobs, job.executor):
        part = None if isinstance(outcome, Exception) else BookPart.of_text(outcome)
        if part is None:
            error = outcome if isinstance(outcome, Exception) else ValueError("no part")
            part = BookPart("", problems=(ToldProblem.of(problem_of(error)),))
        found[number] = part
        job.progress(paths[number].name, len(found), len(paths))
    return [found[number] for number in range(len(paths))]


def _told(units: Sequence[BookUnit]) -> Iterator[Problem]:
    """What there is to say of workbooks that were taken."""
    first: dict[tuple[str, str], BookUnit] = {}
    for unit in units:
        found = first.setdefault((unit.part.digest, unit.copy), unit)
        if found is not unit:
            said = Words(
                f"和 {found.path} 一模一样，只是文件名不同",
                f"the same file as {found.path}, under another name",
            )
            yield Problem.told("PS746", said, where=str(unit.path), level="warning")
        if not unit.copy:
            for one in unit.part.problems:
                where = f"{unit.path}: {one.cell}".rstrip(": ")
                yield Problem.told(
                    one.code, one.message, hint=one.hint, where=where, level="warning"
                )
        if unit.factors:
            columns = "、".join(f"{table}.{column}" for table, column in unit.factors)
            said = Words(
                f"按给的比率换算了：{columns}；由它们算出来的列留空",
                f"converted at the given rates: {columns}; what is calculated of them is blank",
            )
            yield Problem.told("PS749", said, where=str(unit.path), level="warning")


def _bad_by() -> DataError:
    message = Words(
        "--by 要写清按什么区分工作簿，每个只写一次", "say what tells workbooks apart, each once"
    )
    hint = Words("例如 --by store,month", "for example --by store,month")
    return DataError([Problem.told("PS741", message, hint=hint)])


def _bad_copies(copies: str) -> DataError:
    message = Words(
        f"--copies as {copies}：{copies} 不在 --by 里", f"'{copies}' of --copies is not in --by"
    )
    hint = Words(f"--by store,{copies}", f"--by store,{copies}")
    return DataError([Problem.told("PS741", message, hint=hint)])
