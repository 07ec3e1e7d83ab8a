"""What commands say: problems on standard error, tables and JSON on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import click

from plansheets.errors import Problem, format_problems
from plansheets.lengths import display_width
from plansheets.opened import is_lock
from plansheets.words import Words

LOCK_FILE = Words("跳过：打开文件时留下的锁", "passed over, the lock of a file that is open")


def without_locks(files: Sequence[Path], locale: str) -> list[Path]:
    """*files* but what spreadsheets leave beside those that are open, which is told."""
    for file in files:
        if is_lock(file.name):
            click.echo(f"{file}: {LOCK_FILE(locale)}", err=True)
    return [file for file in files if not is_lock(file.name)]


def tell(problems: Iterable[Problem], locale: str = "en") -> None:
    """Problems and warnings in *locale*, one after the other, on standard error."""
    for said in format_problems(problems, locale):
        click.echo(said, err=True)


def counted(problems: Sequence[Problem], locale: str = "en") -> str:
    """How many problems and warnings there are: ``2 problems, 1 warning``."""
    warnings = sum(problem.level == "warning" for problem in problems)
    if locale == "zh-CN":
        errors = len(problems) - warnings
        parts = [f"{errors} 个问题" * bool(errors), f"{warnings} 条提示" * bool(warnings)]
        return "，".join(filter(None, parts)) or "没有问题"
    counts = ((len(problems) - warnings, "problem"), (warnings, "warning"))
    said = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return ", ".join(said) or "no problems"


def many(count: int, word: str) -> str:
    """*count* of what an English *word* names.

    >>> many(1, "row"), many(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def failed(problems: Iterable[Problem]) -> bool:
    """Whether one of them is more than a warning."""
    return any(problem.level == "error" for problem in problems)


def say_json(data: object) -> None:
    """*data* as JSON; escaped where the stream could not carry Chinese as UTF-8."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(data, ensure_ascii=not utf8, indent=2))


def in_text(problem: Problem) -> dict[str, object]:
    """The place of *problem* in a text file, as JSON tells it."""
    span = problem.span
    if span is None:
        return {"file": problem.where or None, "line": None, "column": None, "length": None}
    return {
        "file": span.source.name,
        "line": span.line,
        "column": span.column,
        "length": span.length,
    }


def in_workbook(problem: Problem) -> dict[str, object]:
    """The place of *problem* in a workbook, as JSON tells it."""
    return {"where": problem.where}


def problem_facts(
    problem: Problem, place: Callable[[Problem], dict[str, object]] = in_workbook
) -> dict[str, object]:
    """*problem* with the keys of docs/json.md."""
    return {
        "code": problem.code,
        "level": problem.level,
        "message": problem.message,
        **place(problem),
        "hint": problem.hint,
    }


def say_problems_json(
    found: Mapping[str, Sequence[Problem]], place: Callable[[Problem], dict[str, object]]
) -> None:
    """The problems of every file as JSON, with the keys of docs/json.md."""
    say_json(
        {
            "files": [
                {
                    "file": file,
                    "ok": not failed(problems),
                    "problems": [problem_facts(problem, place) for problem in problems],
                }
                for file, problems in found.items()
            ]
        }
    )


def say_table(header: Sequence[str], rows: Iterable[Sequence[str]], indent: str = "") -> None:
    """Rows under a header, columns aligned as a terminal shows them: Chinese takes two."""
    say_groups(header, {"": list(rows)}, indent)


def say_groups(
    header: Sequence[str], groups: Mapping[str, Sequence[Sequence[str]]], indent: str = ""
) -> None:
    """Rows below the title of their group, where it has one; all of them under one header."""
    lines = [tuple(header), *(tuple(row) for rows in groups.values() for row in rows)]
    widths = [max(display_width(cell) for cell in column) for column in zip(*lines, strict=True)]

    def say(line: Sequence[str]) -> None:
        padded = (
            cell + " " * (width - display_width(cell))
            for cell, width in zip(line, widths, strict=True)
        )
        click.echo((indent + "  ".join(padded)).rstrip())

    say(header)
    for title, rows in groups.items():
        if title:
            click.echo(f"\n{indent}{title}")
        for row in rows:
            say(row)
