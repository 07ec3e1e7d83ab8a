"""``plansheets build --each``: what is told while many workbooks are made, and at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.each.results import BatchItem, BuiltEach
    from plansheets.errors import Problem
    from plansheets.words import Locale


def build_batch(
    name: str, each: Path, folder: Path, options: dict[str, Any], *, as_json: bool
) -> int:
    """Build one workbook for each row of *each*, and tell of all; gives the exit code."""
    from plansheets.cli.progress import ProgressLine
    from plansheets.each.build import build_each
    from plansheets.each.results import BuiltEach
    from plansheets.pool import cores

    options["jobs"] = options["jobs"] or cores()
    done: list[BatchItem] = []
    stopped = False
    with ProgressLine(name) as shown:
        shown("reading")

        def progress(item: BatchItem, count: int, every: int) -> None:
            done.append(item)
            shown(f"{count} / {every}  {item.name}")

        try:
            batch = build_each(name, each, folder, **options, progress=progress)
        except KeyboardInterrupt:
            batch, stopped = BuiltEach(tuple(done)), True
    if as_json:
        _say_json(batch, options["locale"])
    else:
        _tell(batch, folder, options, stopped=stopped)
    return 1 if stopped or batch.failed else 0


def _tell(batch: BuiltEach, folder: Path, options: dict[str, Any], *, stopped: bool) -> None:
    from plansheets.cli.account import tell_accounts, tell_samples
    from plansheets.cli.words import say_table, tell

    locale: Locale = options["locale"]
    tell_accounts(batch.data, locale)
    for item in batch.built[:1]:
        if item.built:
            tell_samples(replace(item.built, data=batch.data), locale)  # as it is in all of them
    tell([*batch.warnings, *_of_items(batch.items)], locale)
    header = [options["by"], Words("工作簿", "workbook")(locale)]
    rows = [[item.name, _where(item)(locale)] for item in batch.items]
    if any(item.rows for item in batch.items):
        header.insert(1, Words("行", "rows")(locale))
        for row, item in zip(rows, batch.items, strict=True):
            row.insert(1, _rows(item))
    say_table(header, rows)
    click.echo(_summary(batch, folder, dry=options["dry_run"], stopped=stopped)(locale), err=True)


def _where(item: BatchItem) -> Words:
    return Words("失败", "failed") if item.failed else Words(str(item.path), str(item.path))


def _rows(item: BatchItem) -> str:
    return ", ".join(f"{table} {count:,}" for table, count in item.rows.items())


def _summary(batch: BuiltEach, folder: Path, *, dry: bool, stopped: bool) -> Words:
    every, failed = len(batch.items), len(batch.failed)
    good = every - failed
    rows = sum(sum(item.rows.values()) for item in batch.items if not item.failed)
    count = Words(f"（{rows:,} 行）", f" ({rows:,} rows)") if rows else Words("", "")
    also = Words("", "")
    if failed:
        also = Words(f"，{failed:,} 个失败", f", {failed:,} failed")
    if stopped:
        return Words(
            f"停下了：“{folder}”里已有 {good:,} 个，都是完整的{also.zh}；再运行一次，已有的会保留",
            f"stopped: {good:,} are in '{folder}', each of them whole{also.en}; run it again, and "
            "those that are there stay",
        )
    if dry:
        return Words(
            f"{every:,} 个里 {good:,} 个可以做{count.zh}{also.zh}；什么也没有写",
            f"{good:,} of {every:,} can be built{count.en}{also.en}; nothing was written",
        )
    return Words(
        f"“{folder}”：{every:,} 个里做好 {good:,} 个{count.zh}{also.zh}",
        f"'{folder}': {good:,} of {every:,} built{count.en}{also.en}",
    )


def _of_items(items: Iterable[BatchItem]) -> Iterator[Problem]:
    """The problems of all *items*, what several have in common once, with their names."""
    names: dict[Problem, list[str]] = {}
    for item in items:
        for problem in item.problems:
            names.setdefault(problem, []).append(item.name)
    for problem, having in names.items():
        yield _named(problem, having)


def _named(problem: Problem, names: Sequence[str]) -> Problem:
    """*problem*, told for the first of *names* and the number of the others."""
    more = len(names) - 1
    who = Words(
        names[0] + (f" 等 {len(names):,} 个" if more else ""),
        names[0] + (f" and {more:,} more" if more else ""),
    )
    chinese = problem.chinese
    return replace(
        problem,
        where=f"{who.en}: {problem.where}".removesuffix(": "),
        chinese=chinese._replace(where=f"{who.zh}：{chinese.where}".removesuffix("："))
        if chinese
        else None,
    )


def _say_json(batch: BuiltEach, locale: Locale) -> None:
    from plansheets.cli.account import problem_json
    from plansheets.cli.words import say_json

    say_json(
        {
            "workbooks": [
                {
                    "name": item.name,
                    "path": str(item.path),
                    "ok": not item.failed,
                    "built": item.built is not None,
                    "rows": dict(item.rows),
                    "formulas": item.built.formulas if item.built else None,
                    "problems": [
                        {"level": problem.level, **problem_json(problem, locale)}
                        for problem in item.problems
                    ],
                }
                for item in batch.items
            ],
            "data": [asdict(file) for file in batch.data],
            "warnings": [problem_json(problem, locale) for problem in batch.warnings],
        }
    )
